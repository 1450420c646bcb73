"""How many queries each page makes is pinned in query_counts.toml, and does not grow with the data."""

import datetime as dt
import os
import tomllib
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

HEAD = """\
# Queries that each page makes, whatever the data: written by `HONGQIAO_PIN=1 pytest tests/publish/test_query_counts.py`
# where a change of them is meant, and held to by the test."""
PINNED = Path(__file__).with_name("query_counts.toml")
CITY = "city"


def grow(first, last):
    """Rows of every kind in one programme, numbered from first to last; what each page shows grows with them."""
    from django.utils import timezone

    from hongqiao.ground.basis import Column, Entry, StoredText
    from hongqiao.ground.figure import Figure
    from hongqiao.ground.period import Period
    from hongqiao.record import actions, models, projections, storing
    from hongqiao.record.firm_queries import citation_of
    from hongqiao.record.ledger import acting, sha256
    from hongqiao.record.roles import LOCAL

    numbers = range(first, last)
    actions.create_programme(LOCAL, CITY, {"en": "City", "zh": "昆山"})
    with acting(LOCAL, "import a table", programme=CITY) as act:
        act.keep(
            [
                models.Place(
                    id=f"w{n}", kind="district", parent_id=f"w{n - 1}" if n else None, names={"en": f"Ward {n}"}
                )
                for n in numbers
            ]
        )
        act.keep([models.Institution(id=f"i{n}", names={"en": f"Institution {n}"}, place_id="w0") for n in numbers])
        act.keep([models.Indicator(id=f"x{n}", names={"en": f"Indicator {n}"}, unit="count") for n in numbers])
        act.keep(
            [
                models.Plan(
                    id=f"plan{n}",
                    programme_id=CITY,
                    names={"en": f"Plan {n}"},
                    place_id="w0",
                    parent_id="plan0" if n else None,
                )
                for n in numbers
            ]
        )
        act.keep([models.Clause(id=f"c{n}", plan_id="plan0", names={"en": f"Clause {n}"}) for n in numbers])
        act.keep(
            [
                models.Fact(id=f"f{n}", programme_id=CITY, kind="target", names={"en": f"Fact {n}"}, place="w0")
                for n in numbers
            ]
        )
        act.keep([models.Fact(id=f"s{n}", programme_id=CITY, names={"en": f"Stated {n}"}) for n in numbers])
        act.keep(
            [
                models.Target(
                    id=f"f{n}",
                    fact_id=f"f{n}",
                    plan_id="plan0",
                    names={"en": f"Target {n}"},
                    deadline="2025",
                    clause_id=f"c{n}",
                    place_id="w0",
                    parent_id="f0" if n else None,
                )
                for n in numbers
            ]
        )
        act.keep(
            [
                models.Fact(id=f"a{n}", programme_id=CITY, kind="announced", names={"en": f"Announced {n}"})
                for n in numbers
            ]
        )
        act.keep(
            [
                models.Event(
                    id=f"e{n}",
                    programme_id=CITY,
                    names={"en": f"Fair {n}"},
                    period="2022-11",
                    starts=dt.date(2022, 11, 1),
                    place_id="w0",
                    institutions=["i0", f"i{n}"],
                    announces_id=f"a{n}",
                )
                for n in numbers
            ]
        )
        act.keep(
            [
                models.Measure(id=f"m{n}", programme_id=CITY, names={"en": f"Measure {n}"}, place_id="w0")
                for n in numbers
            ]
        )
        act.keep([models.Clause(id=f"mc{n}", measure_id="m0", names={"en": f"Clause {n}"}) for n in numbers])
        act.keep(
            [
                models.Watch(id=f"s{n}", programme_id=CITY, fact_id=f"s{n}", place_id="w0", names={"en": f"Watch {n}"})
                for n in numbers
            ]
        )
        act.keep(
            [
                models.Project(
                    id=f"p{n}",
                    programme_id=CITY,
                    names={"en": f"Project {n}"},
                    announced_at_id="e0",
                    came_from=f"event:e{n}",
                    place_id="w0",
                )
                for n in numbers
            ]
        )
        act.keep(
            [
                models.Partner(project_id=project, institution_id=f"i{n}", role="r", side="w0")
                for n in numbers
                for project in {"p0", f"p{n}"}
            ]
        )
        texts = [
            f"Report {n}. The city counts {n + 20} halls and {n + 50} parks and {n + 80} boats. A press day was held."
            for n in numbers
        ]
        documents = [
            models.Document(bytes_hash=sha256(text), text_hash=StoredText(text).sha256, name=f"{n}.txt", language="en", title=f"Report {n}",
                            published="2024-01-01", published_on=dt.date(2024, 1, 1), origin="one", retrieved=timezone.now())
            for n, text in zip(numbers, texts, strict=True)
        ]  # fmt: skip
        act.add(documents)
        act.add(
            [
                models.Content(document=row, text=text, body=text.encode())
                for row, text in zip(documents, texts, strict=True)
            ]
        )
        act.add([models.Filing(document=row, programme_id=CITY, batch="batch", at=act.at) for row in documents])
        act.confide([models.Contact(document=row, text="Eva Muster") for row in documents])
        people = act.confide([models.Participant(event_id="e0", name=f"Eva {n}") for n in numbers])
        act.keep(
            [
                models.Attendance(event_id="e0", institution_id=f"i{n}", participant=person.id)
                for n, person in zip(numbers, people, strict=True)
            ]
        )
        act.keep([models.FactAsked(id=f"fact_{n}", type="number", names={"en": f"Fact {n}"}) for n in numbers])
        known = models.FirmFacts.objects.filter(pk="i0").first() or models.FirmFacts(institution_id="i0")
        known.facts |= {f"fact_{n}": n for n in numbers}
        act.keep([known])
        act.keep(
            [
                models.Rule(
                    id=f"r{n}", measure_id="m0", condition=f"fact_{n} > 1", facts={f"fact_{n}": "number"}, order=n
                )
                for n in numbers
            ]
        )
        tables = [
            models.DataSet(
                hash=sha256(f"t{n}"),
                name=f"t{n}.csv",
                columns=["year", "value"],
                row_count=1,
                body=b"year,value\n2024,5\n",
            )
            for n in numbers
        ]
        act.add(tables)
        act.add([
            storing.figure_row(Figure(5.0, "count", Column(table.hash, "value", "2024"), period=Period.parse("2024")), at=act.at,
                               key=sha256(f"v{n}{at}"), programme=CITY, indicator=at[0], place=at[1])
            for n, table in zip(numbers, tables, strict=True) for at in {("x0", f"w{n}"), (f"x{n}", "w0")}
        ])  # fmt: skip
        money = [
            storing.figure_row(
                Figure(float(n), "CNY", Entry(str(act.position))), at=act.at, key=sha256(f"m{n}"), subject="x"
            )
            for n in numbers
        ]
        act.add(money)
        quotes, claims, judged, lives, cited = [], [], [], [], []
        for n, row, text in zip(numbers, documents, texts, strict=True):
            stored = StoredText(text)
            for k, (value, facts) in enumerate(((n + 20, "f0"), (n + 50, "s0"), (n + 80, ""))):
                start = text.index(f"{value} ")
                quote = storing.quote_row(row, stored, start, start + 8)
                claim = models.Claim(key=sha256(f"{n}-{k}"), document=row, quote=quote, language="en", value=float(value), unit="count",
                                     status="TARGET" if k == 0 else "ACTUAL", indicator_text=f"things {k}")  # fmt: skip
                quotes.append(quote)
                claims.append(claim)
                for fact in {facts, facts[:1] + str(n)} if facts else set():
                    if fact == facts or n:
                        judged.append(
                            models.Judgement(
                                claim=claim,
                                programme_id=CITY,
                                verdict="accept",
                                fact=fact if k else f"f{n}" if n % 2 else "f0",
                                by="test",
                                at=act.at,
                            )
                        )
                        break
            day = storing.quote_row(row, stored, text.index("A press"), len(text) - 1)
            quotes.append(day)
            cited += [models.Citation(id=f"{kind}{subject}{n}", kind=kind, subject=subject, quote=day)
                      for kind, subject in {("event", "e0"), ("event", f"e{n}"), ("measure", "m0"), ("clause", "c0"), ("clause", "mc0"), ("project", "p0"), ("project", f"p{n}")}]  # fmt: skip
            lives += [models.ProjectEvent(key=sha256(f"{project} {n}"), project_id=project, stage="signed", period="2022-11", on=dt.date(2022, 11, 1), at=act.at, quote=day)
                      for project in {"p0", f"p{n}"}]  # fmt: skip
        lives += [models.ProjectEvent(key=sha256(f"money {n}"), project_id=project, money_kind="paid", figure=figure, period="2022", on=dt.date(2022, 1, 1), at=act.at, by="test")
                  for n, figure in zip(numbers, money, strict=True) for project in [f"p{n}"]]  # fmt: skip
        act.add(quotes)
        act.add(claims)
        act.add(judged)
        cited += [models.Citation(id=f"rule r{n}", kind="rule", subject=f"r{n}", quote=quotes[0]) for n in numbers]
        cited += [
            models.Citation(id=f"known{n}", kind="firm fact", subject=citation_of("i0", f"fact_{n}"), quote=quotes[0])
            for n in numbers
        ]
        act.keep(cited)
        act.add(lives)
    projections.rebuild()


def pages():
    from hongqiao.record import models

    document = models.Document.objects.order_by("id").first().id
    table = models.DataSet.objects.order_by("id").first().id
    claim = models.CurrentClaim.objects.filter(state="waiting").order_by("pk").first().claim_id
    programme = f"/en/programme/{CITY}/"
    return {
        "home": "/en/", "programme": programme, "conflicts": f"{programme}conflicts/", "five fields": f"{programme}fields/",
        "travel": f"{programme}travel/", "projects": f"{programme}projects/", "projects, filtered": f"{programme}projects/?stage=signed&silent=1",
        "projects, earlier": f"{programme}projects/?as_of=2023-01-01", "project, new": f"{programme}projects/new/", "project": "/en/project/p0/",
        "project, edited": "/en/project/p0/edit/", "plan": "/en/plan/plan0/", "plan, edited": "/en/plan/plan0/edit/",
        "target": "/en/target/f0/", "target, edited": "/en/target/f0/edit/", "clause, edited": "/en/clause/c0/edit/",
        "event": "/en/event/e0/", "measure": "/en/measure/m0/", "measure, edited": "/en/measure/m0/edit/", "fact": "/en/fact/f0/",
        "documents": "/en/documents/", "document": f"/en/document/{document}/", "data set": f"/en/data/{table}/", "places": "/en/places/",
        "place": "/en/place/w0/", "institutions": "/en/institutions/", "institution": "/en/institution/i0/",
        "institution, edited": "/en/institution/i0/edit/", "indicator": "/en/indicator/x0/", "add": "/en/add/", "batch": "/en/add/batch/",
        "review": f"{programme}review/", "review, steps": f"{programme}review/history/", "review, facts": f"{programme}review/{claim}/facts/",
        "event, edited": "/en/event/e0/edit/", "event, new": f"{programme}events/new/", "measure, rules": "/en/measure/m0/rules/",
        "institution, facts": "/en/institution/i0/facts/", "participants": "/en/participants/", "contacts": "/en/contacts/", "search": "/en/search/?q=report", "about": "/en/about/", "ledger": "/en/about/ledger/1/",
    }  # fmt: skip


def count(client, path):
    client.get(path)  # texts and tables that a process keeps are there already
    with CaptureQueriesContext(connection) as seen:
        answer = client.get(path)
    assert answer.status_code == 200, path
    return len(seen)


@pytest.fixture
def counted(db, client, settings):
    """The counts of every page with some rows of each kind, and with twice as many."""
    settings.HONGQIAO_OPEN = True
    settings.HONGQIAO_CACHE_BYTES = 0  # every page is made anew
    grow(0, 3)
    named = pages()
    client.get("/en/search/?q=x")  # the first request of a process looks up more; a page that is kept would ask nothing
    some = {name: count(client, path) for name, path in named.items()}
    grow(3, 6)
    return some, {name: count(client, path) for name, path in named.items()}


def test_no_page_makes_more_queries_for_more_data_and_each_makes_as_many_as_is_pinned(counted):
    some, twice = counted
    assert twice == some
    if os.environ.get("HONGQIAO_PIN"):
        lines = [f'"{name}" = {queries}' for name, queries in sorted(some.items())]
        PINNED.write_text("\n".join([HEAD, "[queries]", *lines, ""]), encoding="utf-8")
    assert some == tomllib.loads(PINNED.read_text(encoding="utf-8"))["queries"]
