"""A programme as plain files: every link has its file, every number its panel, whatever folder it stands in."""

import contextlib
import functools
import http.server
import threading
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin

import pytest
from crawling import Page, numbers_without_root
from selectolax.lexbor import LexborHTMLParser

from conftest import AS_OF, hongqiao

PROGRAMME = "small-projects-fund"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The smaller pack, written once."""
    home = tmp_path_factory.mktemp("home")
    assert hongqiao(home, "up", "pomerania", "--once").returncode == 0
    written = home / "www" / "below" / "here"
    done = hongqiao(home, "export", PROGRAMME, "--site", str(written), "--as-of", AS_OF)
    assert done.returncode == 0, done.stderr
    assert "head of the ledger: entry" in done.stdout
    return written


@pytest.fixture(scope="module")
def pages(folder):
    return {
        path.relative_to(folder).as_posix(): LexborHTMLParser(path.read_text(encoding="utf-8"))
        for path in folder.rglob("*.html")
    }


def test_every_link_of_every_page_has_its_file_and_anchor(folder, pages):
    missing = []
    for name, tree in pages.items():
        for node in tree.css("a[href], link[href], script[src], img[src]"):
            link = node.attributes.get("href") or node.attributes.get("src") or ""
            if link.startswith(("http://", "https://", "data:")):
                continue
            plain, anchor = urldefrag(link)
            target = urljoin(f"http://x/{name}", plain).removeprefix("http://x/")
            there = pages.get(target)
            if (plain and not (folder / unquote(target)).is_file()) or (
                anchor and (there or tree).css_first(f'[id="{unquote(anchor)}"]') is None
            ):
                missing.append(f"{name} -> {link}")
    assert missing == []


def test_no_page_needs_the_living_site(pages):
    for name, tree in pages.items():
        text = tree.html
        assert "localhost" not in text, name
        assert not tree.css("form, [hx-get], [href^='/'], [src^='/']"), name


def test_every_number_still_opens_its_basis(pages):
    bare = [
        line
        for name, tree in pages.items()
        if name != "index.html"
        for line in numbers_without_root(Page(name, 200, tree))
    ]
    assert bare == []


def test_the_programme_stands_in_every_language_with_its_feeds_and_card(folder):
    for tongue in ("en", "de", "zh"):
        for name in (
            f"programme/{PROGRAMME}/index.html", f"feed/programme/{PROGRAMME}.atom", f"feed/programme/{PROGRAMME}.json",
            f"card/programme/{PROGRAMME}.png",
        ):  # fmt: skip
            assert (folder / tongue / name).is_file(), name
    assert "localhost" not in (folder / "en" / "feed" / "programme" / f"{PROGRAMME}.atom").read_text(encoding="utf-8")


def test_an_unknown_programme_is_refused_in_words(folder, tmp_path):
    refused = hongqiao(folder.parents[2], "export", "no-such", "--site", str(tmp_path / "x"))
    assert refused.returncode == 1
    assert "no programme 'no-such'" in refused.stderr
    assert not (tmp_path / "x").exists()


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_arguments):
        pass


@contextlib.contextmanager
def carried(root: Path):
    """Any web server: here Python's own."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(root)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.browser
def test_from_a_folder_below_a_figure_opens_and_nothing_goes_wrong(folder, browser):
    with carried(folder.parents[1]) as address:
        page, wrong = browser.new_page(), []
        page.on("console", lambda line: wrong.append(line.text) if line.type in {"error", "warning"} else None)
        page.on(
            "requestfailed",
            lambda request: wrong.append(request.url) if "ERR_ABORTED" not in (request.failure or "") else None,
        )
        page.on(
            "response", lambda answer: wrong.append(f"{answer.status} {answer.url}") if answer.status >= 400 else None
        )
        page.goto(f"{address}/below/here/")
        page.wait_for_url(f"**/here/en/programme/{PROGRAMME}/index.html")
        figure = page.locator("main button.figure").first
        figure.click()
        page.locator(f"#b-{figure.get_attribute('data-figure')}").wait_for(state="visible")
        page.keyboard.press("Escape")
        page.locator(".tongues a", has_text="Deutsch").click()
        page.wait_for_url(f"**/below/here/de/programme/{PROGRAMME}/index.html")
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(251, 250, 247)"
        page.close()
        assert wrong == []
