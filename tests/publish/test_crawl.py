"""Every page of both packs: each number reaches a root, in three languages; nothing leads nowhere.

In English every page is read, in German and Chinese some of each kind; of the pages of single rows of data sets, which
differ in nothing but their row, some. ``make prove`` reads all of them in each language.
"""

import re

import pytest
from crawling import crawl, dead, fetch, numbers_without_root, roots, stands

OVERVIEW = re.compile(r"/\w+/programme/[^/]+/")
SOME = {"en": {"rows": 25}, "de": {"rows": 5, "per_kind": 4}, "zh": {"rows": 5, "per_kind": 4}}


def every_page_answers_and_no_link_leads_nowhere(pages, site):
    assert {page.path: page.status for page in pages.values() if page.status != 200} == {}
    assert dead(pages, site.address) == []
    kinds = {page.kind for page in pages.values()}
    assert kinds >= {
        "", "programme", "plan", "target", "event", "measure", "fact", "documents", "document", "data", "places", "place",
        "institutions", "institution", "indicator", "industries", "industry", "add", "about",
    }  # fmt: skip


def every_number_in_content_opens_its_basis_or_is_a_quote_a_name_or_a_date(pages):
    assert [line for page in pages.values() for line in numbers_without_root(page)] == []


def every_root_leads_to_its_words(pages):
    found = [(page.path, *root) for page in pages.values() for root in roots(page)]
    assert len(found) > 500
    # an assumption says who chose it and why where it stands; an entry names its row of the ledger
    led = [item for item in found if item[1] not in {"entry", "assumption"}]
    read = [item for item in led if not item[2] or item[2].split("#")[0] in pages]
    assert len(read) > 200
    assert [item for item in read if not stands(pages, item[2], item[3])] == []
    assert {item[1] for item in found} >= {"quote", "column"}


def every_assumption_says_what_is_assumed_and_by_whom(pages):
    """In Chinese that takes fewer letters; the mark of another language may follow."""
    stated = []
    for page in pages.values():
        for item in page.tree.css('[data-root="assumption"]'):
            mark = item.css_first(".tongue")
            stated.append(item.text(strip=True).removesuffix(mark.text(strip=True) if mark else ""))
    assert stated
    assert [text for text in stated if len(text) < 18 or not text.endswith(")")] == []


FORMS = {"csv", "xlsx", "svg", "png"}


def every_chart_has_a_table_beside_it_and_comes_in_four_forms(pages, address):
    wrong, kinds = [], {}
    for page in pages.values():
        for chart in page.tree.css("figure.chart"):
            taken = [link.attributes["href"] for link in chart.css(".taking a")]
            forms = {link.split("?")[0].rpartition(".")[2] for link in taken}
            beside = chart
            while beside is not None and beside.tag not in {"section", "main"}:
                beside = beside.parent
            if forms != FORMS or not (chart.css("table") or beside.css("table")):
                wrong.append(page.path)
            kinds.setdefault(taken[0].split("/")[3] if taken else "", taken)
    assert wrong == []
    assert set(kinds) == {"targets", "target", "funnel", "series", "scenario"}
    assert {
        link: status for taken in kinds.values() for link in taken if (status := fetch(address + link)[0]) != 200
    } == {}


def the_programme_begins_with_its_state_in_one_sentence(pages):
    page = next(page for page in pages.values() if OVERVIEW.fullmatch(page.path))
    lede = page.tree.css_first(".lede")
    figures = [button.attributes["data-figure"] for button in lede.css("button.figure")]
    assert len(figures) >= 3
    assert all(page.tree.css_first(f"#b-{key} [data-root]") is not None for key in figures)


@pytest.mark.parametrize(
    "reading", [*SOME, *(pytest.param(f"{tongue}-all", marks=pytest.mark.prove) for tongue in SOME)]
)
def test_every_number_reaches_a_root_and_nothing_leads_nowhere(site, reading):
    """One crawl a language serves every question, so that no page is read twice."""
    language, _, whole = reading.partition("-")
    bounds = {} if whole else SOME[language]
    pages = crawl(site.address, f"/{language}/", f"/{language}/", files=bool(whole), **bounds)
    every_page_answers_and_no_link_leads_nowhere(pages, site)
    every_number_in_content_opens_its_basis_or_is_a_quote_a_name_or_a_date(pages)
    every_root_leads_to_its_words(pages)
    every_assumption_says_what_is_assumed_and_by_whom(pages)
    the_programme_begins_with_its_state_in_one_sentence(pages)
    if language == "en":
        every_chart_has_a_table_beside_it_and_comes_in_four_forms(pages, site.address)
