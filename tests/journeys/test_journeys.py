"""What each of four people comes for, in a real browser, in each language, from the front page on."""

import csv
import io

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.prove]

WORDS = {
    "en": {"draft": "Release draft", "refused": "Not ready: some figures have no fact.", "tongue": "English", "fact": "All that is known"},
    "de": {"draft": "Entwurf einer Mitteilung", "refused": "Nicht fertig: Einige Zahlen haben keinen Fakt.", "tongue": "Deutsch", "fact": "Alles, was bekannt ist"},
    "zh": {"draft": "新闻稿草稿", "refused": "尚未就绪：有些数字没有事实依据。", "tongue": "中文", "fact": ""},
}  # fmt: skip
RELEASE = {
    "en": "The GDP of Kunshan in 2021 was more than 470 billion yuan. Kunshan opened 37 new parks in 2025.",
    "de": "Das BIP von Kunshan lag 2021 bei mehr als 470 Milliarden Yuan. Kunshan eröffnete 2025 insgesamt 38 neue Parks.",
    "zh": "2021年昆山地区生产总值超过4700亿元。2025年昆山新开39个园区。",
}


def home(walk, language):
    walk.goto(f"{walk.site}/{language}/")
    walk.locator('main h2 a[href*="kunshan-shanghai"]').first.click()
    walk.wait_for_url(f"**/{language}/programme/kunshan-shanghai/")


@pytest.mark.parametrize("language", ["en", "de", "zh"])
def test_the_officer_takes_documents_in_judges_them_and_checks_a_release(walk, language):
    home(walk, language)
    walk.goto(f"{walk.site}/{language}/add/?programme=kunshan-shanghai")
    walk.locator("main textarea").fill(RELEASE[language])
    walk.locator('main form:has(textarea) button[type="submit"]').click()
    claims = walk.locator("[data-claim]")
    claims.first.wait_for()
    assert claims.count() >= 2
    walk.keyboard.press("j")
    walk.keyboard.press("a")
    walk.locator('[data-claim][data-state="accepted"]').first.wait_for()
    walk.goto(f"{walk.site}/{language}/programme/kunshan-shanghai/")
    walk.locator("nav.within a", has_text=WORDS[language]["draft"]).click()
    text = walk.locator("#draft-text").input_value()
    assert len(text) > 200
    walk.locator("#draft-text").fill(
        text
        + "\n"
        + {"en": "The zoo weighs 12 tonnes.", "de": "Der Zoo wiegt 12 Tonnen.", "zh": "动物园重12吨。"}[language]
    )
    walk.locator('main form button[type="submit"]').click()
    walk.locator("mark.refused").first.wait_for()
    assert WORDS[language]["refused"] in walk.locator("main").inner_text()
    walk.locator("article.draft button.figure").first.click()
    assert walk.locator(".basis:popover-open mark").first.is_visible()


@pytest.mark.parametrize("language", ["en", "de", "zh"])
def test_the_transfer_manager_finds_a_match_and_the_event(walk, language):
    walk.goto(f"{walk.site}/{language}/programme/demo-two-harbours/")
    assert walk.locator(".banner").is_visible()
    walk.locator('nav.within a[href$="/exchange/"]').click()
    walk.wait_for_url("**/exchange/")
    walk.locator('main a[href*="/need/"]').first.click()
    walk.wait_for_url("**/need/**")
    assert walk.locator('main a[href*="/offer/"]').count() >= 1
    walk.goto(f"{walk.site}/{language}/programme/demo-two-harbours/")
    walk.locator('main .events a[href*="/event/"]').first.click()
    assert walk.locator("main h1").is_visible()


@pytest.mark.parametrize("language", ["en", "de", "zh"])
def test_the_analyst_follows_a_number_to_its_sentence_and_takes_the_table(walk, language):
    home(walk, language)
    figure = walk.locator(".cards button.figure").first
    figure.focus()
    walk.keyboard.press("Enter")
    panel = walk.locator(f"#b-{figure.get_attribute('data-figure')}")
    assert panel.is_visible()
    quoted = panel.locator("mark").first.inner_text()
    panel.locator(".said a").first.click()
    walk.wait_for_url("**/document/**")
    assert quoted in walk.locator("main").inner_text()
    walk.go_back()
    with walk.expect_download() as waiting:
        walk.locator(".taking a", has_text="CSV").first.click()
    rows = list(csv.DictReader(io.StringIO(waiting.value.path().read_text(encoding="utf-8-sig"))))
    assert rows
    assert all(row["speaker"] and row["page"].startswith("http") for row in rows)
    walk.goto(f"{walk.site}/{language}/programme/kunshan-shanghai/travel/")
    assert walk.locator("main button.figure").count() > 10


@pytest.mark.parametrize("language", ["en", "de", "zh"])
def test_the_public_reads_the_state_as_of_another_day_in_another_language_and_searches(walk, language):
    home(walk, language)
    assert walk.locator(".lede button.figure").count() >= 3
    walk.locator('form.asof input[name="as_of"]').fill("2024-06-30")
    walk.locator("form.asof button").click()
    walk.wait_for_url("**as_of=2024-06-30**")
    other = {"en": "de", "de": "zh", "zh": "en"}[language]
    walk.locator(".tongues a", has_text=WORDS[other]["tongue"]).click()
    walk.wait_for_url(f"**/{other}/programme/kunshan-shanghai/?as_of=2024-06-30**")
    walk.keyboard.press("/")
    walk.keyboard.type("昆山")
    walk.keyboard.press("Enter")
    walk.wait_for_url("**/search/**")
    assert walk.locator('main a[href*="/place/kunshan/"]').count() >= 1
