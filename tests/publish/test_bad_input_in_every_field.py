"""One thing of every kind whose every field is huge, hostile, right-to-left or heaped with marks: each page still stands."""

import datetime as dt
import json
import re

import pytest
from django.db import transaction
from django.test import Client
from selectolax.lexbor import LexborHTMLParser as HTMLParser
from test_bad_input import HOSTILE, HUGE, MARKS, RTL

from hongqiao.ground.basis import Column
from hongqiao.ground.figure import Figure
from hongqiao.ground.period import Period
from hongqiao.record import actions, models, projections, storing
from hongqiao.record.ledger import acting, sha256
from hongqiao.record.roles import LOCAL

PAGES = (
    "", "programme/odd/", "programme/odd/projects/", "programme/odd/exchange/", "programme/odd/map/",
    "programme/odd/fields/", "programme/odd/data/", "places/", "place/here/", "place/here/reach/",
    "place/here/against/there/", "place/here/against/?with=there", "place/here/contact/", "plan/plan/", "target/target/",
    "measure/measure/", "measure/measure/claim/", "event/event/", "event/event/meetings/", "project/project/",
    "fact/target/", "fact/stated/", "institution/firm/", "institutions/", "indicator/people/", "data/TABLE/", "people/",
    "people/refusals/", "offer/offer/", "need/need/", "documents/", "account/",
)  # fmt: skip
CARDS = ("programme/odd", "place/here", "plan/plan", "target/target", "measure/measure", "event/event",
         "project/project", "fact/stated", "indicator/people")  # fmt: skip
ODD = {"hostile": HOSTILE, "rtl": RTL, "marks": MARKS, "huge": HUGE}


def everything(text):
    """One of each kind of thing, named by the text in one language only."""
    names = {"zh": text}
    actions.create_programme(LOCAL, "odd", names)
    with acting(LOCAL, "import a table", programme="odd") as act:
        act.keep([models.Place(id=key, kind=text[:20], names=names, source=text) for key in ("here", "there")])
        programme = models.Programme.objects.get(pk="odd")
        programme.places, programme.description, programme.banner = ["here", "there"], names, names
        act.keep([programme])
        act.keep([models.Institution(id="firm", names=names, aliases=[text], place_id="here", source=text)])
        act.keep([models.Indicator(id="people", names=names, definition=names, unit="person", would_fill=names)])
        act.keep([models.Plan(id="plan", programme_id="odd", names=names, place_id="here")])
        act.keep([models.Fact(id="target", programme_id="odd", kind="target", names=names, place="here"),
                  models.Fact(id="stated", programme_id="odd", names=names, place="here")])  # fmt: skip
        act.keep([models.Target(id="target", fact_id="target", plan_id="plan", names=names, deadline="2025")])
        act.keep([models.Measure(id="measure", programme_id="odd", names=names, place_id="here")])
        act.keep([models.Event(id="event", programme_id="odd", names=names, period="2022-11", place_id="here",
                               starts=dt.date(2022, 11, 1), institutions=["firm"])])  # fmt: skip
        act.keep([models.Project(id="project", programme_id="odd", names=names, industry=text[:120], scenario=text,
                                 announced_at_id="event", place_id="here")])  # fmt: skip
        act.keep([models.Partner(project_id="project", institution_id="firm", role=text[:40], side="here")])
        for key, kind in (("offer", models.Offer), ("need", models.Need)):
            act.keep([kind(id=key, programme_id="odd", institution_id="firm", language="zh", title=text[:200], text=text,
                           state="published", note=text, submitted_by=text[:200])])  # fmt: skip
        act.keep([models.Session(id="session", event_id="event", name=text[:120], day=dt.date(2022, 11, 1), begins="09:00",
                                 slots=2, minutes=20)])  # fmt: skip
        act.keep([models.MeetingSettings(event_id="event", tables=2)])
        table = models.DataSet(hash=sha256("t"), name="t.csv", title=text, columns=["year", text[:200]], row_count=1,
                               body=f'year,"{text.replace(chr(34), chr(34) * 2)}"\n2024,5\n'.encode(),
                               source_address="javascript:alert(1)", description=text)  # fmt: skip
        act.add([table])
        figure = Figure(5.0, "person", Column(table.hash, "year", "2024"), period=Period.parse("2024"))
        act.add([storing.figure_row(figure, at=act.at, key=sha256("v"), programme="odd", indicator="people", place=place)
                 for place in ("here", "there")])  # fmt: skip
    projections.rebuild()


@pytest.fixture(scope="module", params=ODD)
def filled(request, django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        everything(ODD[request.param])
        yield ODD[request.param]
        transaction.set_rollback(True)


@pytest.fixture
def odd(filled, db, settings):
    settings.HONGQIAO_OPEN = True
    return filled


def read(path, language="en"):
    path = path.replace("TABLE", models.DataSet.objects.get().pk)
    return Client().get(f"/{language}/{path}", follow=True)


def test_each_page_stands_and_runs_nothing_of_it(odd):
    broken = {}
    for path in PAGES:
        answer = read(path)
        tree = HTMLParser(answer.content.decode())
        run = [
            node.html[:80] for node in tree.css("script:not([src])") if "json" not in node.attributes.get("type", "")
        ]
        run += [node.html[:80] for node in tree.css("img, [onerror], [href^='javascript:']")]
        if answer.status_code != 200 or run:
            broken[path] = (answer.status_code, run)
    assert broken == {}


def test_what_pages_tell_machines_stays_json_and_keeps_the_words(odd):
    told = 0
    for path in (
        "programme/odd/",
        "place/here/",
        "event/event/",
        "institution/firm/",
        "indicator/people/",
        "data/TABLE/",
    ):
        for block in HTMLParser(read(path).content.decode()).css('script[type="application/ld+json"]'):
            assert odd in json.loads(block.text()).get("name", ""), path
            told += 1
    assert told == 6


def test_each_card_is_a_picture(odd):
    assert [path for path in CARDS if read(f"card/{path}.png").content[:4] != b"\x89PNG"] == []


def test_a_name_that_only_another_language_has_is_marked_as_such_wherever_it_heads_a_page(odd):
    for path in ("programme/odd/", "place/here/", "plan/plan/", "target/target/", "measure/measure/", "event/event/",
                 "project/project/", "institution/firm/", "indicator/people/"):  # fmt: skip
        heading = HTMLParser(read(path, "de").content.decode()).css_first("h1 [lang]")
        assert heading is not None, path
        assert heading.attributes["lang"] == "zh-Hans", path


def test_search_finds_it_and_shows_a_line_of_it(odd):
    word = re.search(r"[a-z]{4,}|\w{4,}", odd)[0]
    listed = HTMLParser(read(f"search/?q={word}").content.decode()).css("main ul.plain li a")
    assert {node.attributes["href"].split("/")[2] for node in listed} >= {"place", "offer", "need", "programme"}
    assert max(len(node.text()) for node in listed) <= 241
