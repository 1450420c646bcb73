"""Whatever stands in a field, a page says something true: huge, hostile, right-to-left, untranslated, or nothing."""

import pytest

from hongqiao.record import actions
from hongqiao.record.roles import LOCAL

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)> {{ 7|add:7 }} {% url 'x' %}"
RTL = "\u202eevil\u202c مدينة ג'רוזלם"
MARKS = "Z" + "\u0301\u0302\u0303\u0304" * 60 + "algo"
HUGE = "long-unbroken-" * 700
PAGES = ("", "conflicts/", "travel/", "fields/", "scenario/", "map/", "projects/", "exchange/")


@pytest.fixture(
    params=[HOSTILE, RTL, MARKS, HUGE, "x", "#let x = 1; *bold* \\ $x$"],
    ids=["hostile", "rtl", "marks", "huge", "short", "markup"],
)
def programme(request, db):
    actions.create_programme(LOCAL, "odd", {"en": request.param})
    return request.param


@pytest.mark.parametrize("language", ["en", "de", "zh"])
def test_pages_of_a_programme_without_anything_hold_any_name(programme, client, language):
    for page in PAGES:
        answer = client.get(f"/{language}/programme/odd/{page}")
        assert answer.status_code == 200, page
        text = answer.content.decode()
        assert "<script>alert" not in text
        assert "<img src=x" not in text
        assert "{{ 7|add:7 }}" in text or "add:7" not in programme  # told as it stands, never run
        main = text.partition("<main")[2]
        assert "None" not in main.partition("</main")[0].replace("None ", "")


def test_feeds_cards_and_charts_hold_any_name(programme, client):
    from xml.etree import ElementTree as ET

    atom = client.get("/en/feed/programme/odd.atom")
    assert ET.fromstring(atom.content).tag.endswith("feed")  # noqa: S314 -- our own feed
    assert client.get("/en/feed/programme/odd.json").json()["title"].startswith(programme[:20])
    assert client.get("/en/card/programme/odd.png").content[:4] == b"\x89PNG"
    assert client.get("/en/chart/funnel/odd.csv").status_code == 404  # nothing to draw, and said so


def test_a_name_without_a_translation_is_shown_in_the_language_it_has_and_marked_so(db, client):
    actions.create_programme(LOCAL, "odd", {"zh": "两座城市"})
    assert '<span data-plain lang="zh-Hans">两座城市</span>' in client.get("/de/programme/odd/").content.decode()
    assert "两座城市" in client.get("/en/feed/programme/odd.atom").content.decode()


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "en",
            (
                "no targets are recorded",
                "No plan is recorded.",
                "No source of this record announces or names a project.",
            ),
        ),
        (
            "de",
            (
                "Ziele sind nicht verzeichnet",
                "Kein Plan ist verzeichnet.",
                "Keine Quelle dieses Bestands kündigt ein Projekt an",
            ),
        ),
        ("zh", ("没有登记目标", "没有登记任何计划", "没有宣布或提及任何项目")),
    ],
)
def test_a_programme_without_places_targets_and_documents_says_what_is_missing(db, client, language, said):
    actions.create_programme(LOCAL, "bare", {"en": "Bare"})
    page = client.get(f"/{language}/programme/bare/").content.decode()
    assert [words for words in said if words not in page] == []


def test_queries_that_are_none_are_answered_in_words(db, client):
    actions.create_programme(LOCAL, "bare", {"en": "Bare"})
    for query in (
        "as_of=9999-99-99",
        "since=%00",
        "as_of=" + "9" * 5000,
        "since=<script>",
        "as_of=2026-02-30&since=-1",
    ):
        answer = client.get(f"/en/programme/bare/?{query}")
        assert answer.status_code == 200
        assert "is no day" in answer.content.decode()
        assert "<script>" not in answer.content.decode().partition("<main")[2]


@pytest.mark.parametrize(
    "address",
    [
        "chart/targets/x.exe",
        "chart/none/x.csv",
        "chart/funnel/..%2F..%2Fetc.csv",
        "card/person/x.png",
        "chart/series/~~~.png",
    ],
)
def test_files_that_there_are_not_are_not_found(db, client, address):
    assert client.get(f"/en/{address}").status_code == 404


def test_a_draft_that_is_too_long_or_hostile_is_refused_in_words(db, client, settings):
    settings.HONGQIAO_OPEN = True
    actions.create_programme(LOCAL, "bare", {"en": "Bare"})
    long = client.post("/en/programme/bare/draft/", {"text": "9 " * 20_000})
    assert long.status_code == 400
    assert "at most 20000 characters" in long.content.decode()
    hostile = client.post("/en/programme/bare/draft/", {"text": f"{HOSTILE} weighs 12 tonnes. {RTL}"}).content.decode()
    assert 'class="refused"' in hostile
    assert "<img src=x" not in hostile


def test_the_public_may_not_use_the_drafting_page(db, client, settings):
    settings.HONGQIAO_OPEN = False
    actions.create_programme(LOCAL, "bare", {"en": "Bare"})
    assert client.get("/en/programme/bare/draft/").status_code == 403
    assert "draft/" not in client.get("/en/programme/bare/").content.decode()


def test_a_huge_name_is_clipped_in_lists_and_whole_on_its_own_page(db, client):
    actions.create_programme(LOCAL, "odd", {"en": HUGE})
    listed = client.get("/en/").content.decode().partition("<main")[2]
    assert HUGE[:200] in listed
    assert HUGE not in listed
    assert HUGE in client.get("/en/programme/odd/").content.decode().partition("<h1")[2].partition("</h1")[0]
