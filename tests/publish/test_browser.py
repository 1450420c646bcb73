"""Both packs in a real browser: no console error, no CSP violation, nothing serious for axe; and what one does there."""

import itertools
from pathlib import Path

import pytest
from crawling import RELEASE, crawl

pytestmark = pytest.mark.browser

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
# the panels of a page's figures share one template: a few stand for all, so that a page takes a second and not a minute
FEW = """() => [...document.querySelectorAll(".basis")].slice(4).forEach((panel) => panel.remove())"""
RULES = """async (only) => {
  const options = { resultTypes: ["violations"] };
  if (only) options.runOnly = { type: "rule", values: only };
  const found = await axe.run(document, options);
  return found.violations
    .filter((violation) => ["serious", "critical"].includes(violation.impact))
    .map((violation) => `${violation.id}: ${violation.nodes[0].html.slice(0, 160)} (${violation.nodes.length}×)`);
}"""
LOOKS = [
    "color-contrast",
    "link-in-text-block",
    "scrollable-region-focusable",
    "target-size",
]  # what a scheme or width can change
LANGUAGES = ("en", "de", "zh")
SCHEMES = ("light", "dark")
WIDTHS = (1280, 360)
PER_KIND = 2  # pages of one kind share a template: the rest are read by the long test
SHARDS = 4


class Reader:
    """A window that notes everything that goes wrong in it."""

    def __init__(self, browser, site):
        # the site's own policy stays in force; the script that checks is added past it
        self.context = browser.new_context(bypass_csp=False)
        self.page = self.context.new_page()
        self.site, self.wrong = site, []
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("requestfailed", self._failed)

    def _failed(self, request):
        # a part that was still on its way when the reader went on to the next page was cut off by the reader
        if "ERR_ABORTED" not in (request.failure or ""):
            self.wrong.append(f"failed: {request.url}")

    def _heard(self, line):
        # what the software driver of a machine without a graphics card says of its own speed is no fault of the page
        if line.type in {"error", "warning"} and "GL Driver Message" not in line.text:
            self.wrong.append(line.text)

    def read(self, path, scheme="light", width=1280):
        self.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        self.page.set_viewport_size({"width": width, "height": 900})
        self.page.goto(self.site.address + path)

    def checked(self, only=None):
        """What axe finds serious, and whether the page is wider than its window."""
        if not only:
            session = self.context.new_cdp_session(self.page)
            session.send("Runtime.evaluate", {"expression": AXE})
            session.detach()
            self.page.evaluate(FEW)
        found = self.page.evaluate(RULES, only)
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        return found + ([f"{wide} pixels wider than the window"] if wide > 0 else [])

    def looked_at(self, path):
        """A page in every scheme and width: loaded once, judged whole once, and by how it looks in the others."""
        wrong = {}
        for scheme, width in itertools.product(SCHEMES, WIDTHS):
            first = (scheme, width) == (SCHEMES[0], WIDTHS[0])
            if first:
                self.read(path, scheme, width)
            else:
                self.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
                self.page.set_viewport_size({"width": width, "height": 900})
            found = self.checked(None if first else LOOKS) + self.wrong
            self.wrong.clear()
            if found:
                wrong[path, scheme, width] = found
        return wrong


@pytest.fixture
def reader(browser, site):
    reader = Reader(browser, site)
    yield reader
    reader.context.close()


@pytest.fixture(scope="module")
def paths(site):
    """Every page, without its language."""
    found = crawl(site.address, "/en/", "/en/", rows=6)
    return sorted(path.removeprefix("/en") for path, page in found.items() if page.is_page)


def _kind(path):
    parts = [*path.split("?")[0].split("/"), "", "", "", ""]
    return (parts[1], parts[3])


def test_pages_of_every_kind_are_sound_in_every_language_light_and_dark_wide_and_narrow(reader, paths):
    kinds = itertools.groupby(sorted(paths, key=_kind), key=_kind)
    chosen = [path for _of, group in kinds for path in itertools.islice(group, PER_KIND)]
    turns = itertools.cycle(itertools.product(LANGUAGES, SCHEMES, WIDTHS))
    wrong = {}
    for path, (language, scheme, width) in zip(chosen, turns, strict=False):
        reader.read(f"/{language}{path}", scheme, width)
        found = reader.checked() + reader.wrong
        reader.wrong.clear()
        if found:
            wrong[language, path, scheme, width] = found
    assert not wrong, "\n".join(f"{key}: {found}" for key, found in wrong.items())


@pytest.mark.prove
@pytest.mark.parametrize("shard", range(SHARDS))
def test_every_page_is_sound_light_and_dark_wide_and_narrow(reader, paths, shard):
    """Every page in all four looks, its language by turns; pages of one kind come in every language."""
    wrong = {}
    for number, path in enumerate(paths):
        if number % SHARDS == shard:
            wrong |= reader.looked_at(f"/{LANGUAGES[number // SHARDS % len(LANGUAGES)]}{path}")
    assert not wrong, "\n".join(f"{key}: {found}" for key, found in wrong.items())


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_figure_opens_its_basis_by_keyboard_and_is_copied_with_its_source(browser, site, language):
    reader = Reader(browser, site)
    reader.context.grant_permissions(["clipboard-read", "clipboard-write"])
    reader.read(f"/{language}/programme/kunshan-shanghai/")
    button = reader.page.locator(".cards button.figure").first
    button.focus()
    reader.page.keyboard.press("Enter")
    panel = reader.page.locator(f"#b-{button.get_attribute('data-figure')}")
    assert panel.is_visible()
    quote = panel.locator("mark").first.inner_text()
    reader.page.keyboard.press("Escape")
    assert not panel.is_visible()
    button.focus()
    reader.page.keyboard.press("c")
    reader.page.locator("#told.shown").wait_for()
    copied = reader.page.evaluate("navigator.clipboard.readText()")
    assert quote in copied
    assert "http" in copied
    assert reader.wrong == []
    reader.context.close()


def test_the_language_is_switched_without_losing_the_place(reader):
    reader.read("/de/target/industry-scale/?as_of=2024-06-30")
    reader.page.locator(".tongues a", has_text="中文").click()
    assert reader.page.url.removeprefix(reader.site.address) == "/zh/target/industry-scale/?as_of=2024-06-30"
    assert reader.page.locator("html").get_attribute("lang") == "zh-Hans"


def test_without_scripts_a_figure_still_opens_its_basis(browser, site):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.address}/de/target/scenario-projects/")
    button = page.locator("main button.figure").first
    button.click()
    assert page.locator(f"#b-{button.get_attribute('data-figure')}").is_visible()
    context.close()


def test_claims_are_judged_by_key_and_judgements_undone(reader):
    reader.read("/en/add/")
    reader.page.get_by_label("Or paste a text").fill(
        "Kunshan opened 37 new parks in 2025. The city counts 91 laboratories."
    )
    reader.page.get_by_role("button", name="Read and compare").click()
    claims = reader.page.locator("[data-claim]")
    assert [claims.nth(i).get_attribute("data-state") for i in range(claims.count())] == ["waiting", "waiting"]
    reader.page.keyboard.press("j")
    reader.page.keyboard.press("a")
    reader.page.locator('[data-claim][data-state="accepted"]').wait_for()
    reader.page.locator('[data-claim][data-state="waiting"]:focus').wait_for()
    reader.page.keyboard.press("r")
    reader.page.locator('[data-claim][data-state="rejected"]').wait_for()
    reader.page.locator('[data-claim][data-state="accepted"]').focus()
    reader.page.keyboard.press("u")
    reader.page.locator('[data-claim][data-state="waiting"]').wait_for()
    opened = reader.page.locator("[data-claim] button.figure").first
    opened.click()
    assert reader.page.locator(f"#b-{opened.get_attribute('data-figure')}").is_visible()
    assert reader.wrong == []


def test_files_are_dropped_and_what_they_add_is_told_without_scripts_too(browser, site, tmp_path):
    release = tmp_path / "mitteilung.txt"
    release.write_text(RELEASE.replace("18", "53"), encoding="utf-8")
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.address}/de/add/")
    page.locator("#files").set_input_files(release)
    page.get_by_role("button", name="Lesen und vergleichen").click()
    claim = page.locator("[data-claim]", has_text="53").first
    assert claim.get_attribute("data-state") == "waiting"
    assert "53" in claim.locator("h3").inner_text()
    claim.locator('button[value="accept"]').click()
    assert page.locator("[data-claim]", has_text="53").first.get_attribute("data-state") == "accepted"
    context.close()
