"""What a page says of itself to others: its card, its tags, and its thing in schema.org; no number without its basis."""

import datetime as dt
import json
import re
import struct

import pytest
from django.db import transaction
from django.test import Client, RequestFactory
from django.utils import translation
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from hongqiao.ground.words import figure_words
from hongqiao.publish import carded
from hongqiao.record import actions, models
from hongqiao.record.actions import Amount
from hongqiao.record.roles import LOCAL

DAY = dt.date(2026, 1, 15)
OF_EACH = {
    "programme": "kunshan-shanghai", "plan": "metaverse-plan", "target": "industry-scale", "place": "kunshan",
    "measure": "cluster-support", "event": "kunshan-week-2022", "indicator": "gdp", "fact": "gdp-2021",
    "project": "tower",
}  # fmt: skip
LANGUAGES = {"de": "de", "en": "en", "zh-hans": "zh"}


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """The Kunshan pack and one project of ours, loaded once for all tests of this file; each test is a savepoint within."""
    with django_db_blocker.unblock(), transaction.atomic():
        actions.load_pack(LOCAL, "kunshan")
        row = actions.create_project(LOCAL, "kunshan-shanghai", {"en": "A tower", "zh": "塔"})
        actions.record_stage(LOCAL, row.id, "signed", "2024-05", note="told by telephone")
        actions.record_money(LOCAL, row.id, "announced", Amount(3e9, "CNY", ">"), "2024-05", note="told by telephone")
        OF_EACH["project"] = row.id
        yield
        transaction.set_rollback(True)


@pytest.fixture
def kunshan(loaded, db):
    return Client()


def card_of(kind, code="en"):
    with translation.override(code):
        return carded.card(kind, OF_EACH[kind], DAY, RequestFactory().get("/"))


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("kind", OF_EACH)
def test_a_card_says_its_figures_in_the_language_and_each_reaches_its_roots(kunshan, kind, code):
    card = card_of(kind, code)
    assert set(carded.KINDS) == set(OF_EACH)
    assert card.title
    assert all(figure.roots() for figure in card.figures)
    zeros = [figure for figure in card.figures if figure.value == 0]  # a sentence may say "none"
    missing = [
        words for figure in card.figures if (words := figure_words(figure, LANGUAGES[code])) not in card.sentence
    ]
    assert len(missing) <= len(zeros)
    assert bool(card.figures) == (kind != "measure")


def test_a_card_is_a_picture_of_1200_by_630(kunshan):
    drawn = kunshan.get("/de/card/place/kunshan.png").content
    assert struct.unpack(">II", drawn[16:24]) == (1200, 630)
    assert kunshan.get("/de/card/place/nowhere.png").status_code == 404
    assert kunshan.get("/de/card/nothing/kunshan.png").status_code == 404


@pytest.mark.parametrize(
    ("code", "value", "bound"),
    [
        ("en", "474.806 billion yuan (2021)", "more than 470 billion yuan (2021)"),
        ("de", "474,806 Mrd. Yuan (2021)", "mehr als 470 Mrd. Yuan (2021)"),
        ("zh-hans", "4748.06亿元 (2021年)", "超过4700亿元 (2021年)"),
    ],
)
def test_value_bound_and_date_on_a_card_are_those_of_the_language(kunshan, code, value, bound):
    lines = card_of("fact", code).sentence
    assert value in lines
    assert bound in lines


def described(client, path):
    page = HTMLParser(client.get(path).content.decode())
    return page, [json.loads(node.text()) for node in page.css('script[type="application/ld+json"]')]


@pytest.mark.parametrize("kind", OF_EACH)
def test_each_page_names_its_card_to_other_sites(kunshan, kind):
    page, _told = described(kunshan, f"/en/{kind}/{OF_EACH[kind]}/")
    tags = {
        node.attributes.get("property") or node.attributes.get("name"): node.attributes["content"]
        for node in page.css("meta[property], meta[name]")
    }
    assert tags["og:image"].endswith(f"/en/card/{kind}/{OF_EACH[kind]}.png")
    assert tags["twitter:card"] == "summary_large_image"
    assert tags["og:title"] != "Hongqiao"
    assert tags["og:image:alt"]


def numbers(node):
    """Every part that states a number, wherever it lies."""
    if isinstance(node, list):
        for item in node:
            yield from numbers(item)
    elif isinstance(node, dict):
        if any(isinstance(node.get(name), (int, float)) for name in ("value", "minValue", "maxValue", "latitude")):
            yield node
        for item in node.values():
            yield from numbers(item)


TYPES = {
    "programme": "Dataset", "place": "City", "event": "Event", "indicator": "Dataset", "fact": "ClaimReview",
    "institution": "Organization", "data": "Dataset",
}  # fmt: skip


@pytest.mark.parametrize("kind", TYPES)
@pytest.mark.parametrize("code", ["de", "en", "zh"])
def test_each_page_describes_its_thing_in_json_ld_and_no_number_stands_without_its_source(kunshan, kind, code):
    from pyld import jsonld

    key = {"institution": "kunshan-itri", "data": models.DataSet.objects.first().pk}.get(kind) or OF_EACH[kind]
    _page, told = described(kunshan, f"/{code}/{kind}/{key}/")
    assert len(told) == 1
    content = told[0]
    assert content.pop("@context") == "https://schema.org"
    # the vocabulary stands in for the context of the same name: nothing is fetched
    triples = jsonld.to_rdf({"@context": {"@vocab": "https://schema.org/"}, **content})["@default"]
    kinds = {triple["object"]["value"] for triple in triples if triple["predicate"]["value"].endswith("#type")}
    assert f"https://schema.org/{TYPES[kind]}" in kinds
    assert all(re.fullmatch(r"https://schema\.org/\w+", name) for name in kinds)
    stated = list(numbers(content))
    assert [node for node in stated if not node["isBasedOn"]] == []
    assert bool(stated) == (kind not in {"institution", "data"})


def test_a_fact_on_which_sources_differ_says_so_in_each_review(kunshan):
    _page, told = described(kunshan, "/en/fact/industry-scale/")
    reviews = told[0]["@graph"]
    assert len(reviews) == models.CurrentClaim.objects.filter(fact="industry-scale", state="accepted").count()
    assert {node["reviewBody"] for node in reviews} == {"sources differ: comparator, indicator"}
    assert {node["reviewRating"]["alternateName"] for node in reviews} == {"stands so in its document"}
    assert all("#q" in node["itemReviewed"]["appearance"]["url"] for node in reviews)


def test_a_retracted_fact_is_reviewed_for_no_machine(kunshan):
    assert described(kunshan, "/en/fact/gdp-2021/")[1]
    actions.retract_figure(LOCAL, "kunshan-shanghai", "gdp-2021", reason="the survey was withdrawn")
    assert described(kunshan, "/en/fact/gdp-2021/")[1] == []


def test_an_event_is_dated_no_more_exactly_than_it_was_stated(kunshan):
    _page, told = described(kunshan, "/en/event/kunshan-week-2022/")
    assert (told[0]["startDate"], told[0]["endDate"]) == ("2022-11", "2022-11")
