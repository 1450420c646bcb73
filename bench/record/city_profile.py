"""How long the record's queries take on the profile of a city: 1,000 projects, 10,000 documents, 50,000 claims.

Run it with ``DATABASE_URL=sqlite:////tmp/city.sqlite3 python bench/record/city_profile.py``; it fills an empty database
once (about a minute), then measures. Times are the median and the 95th percentile of repeated calls in one process.
"""

# ruff: noqa: E402 -- models can be imported only after Django has been set up
import datetime as dt
import os
import random
import statistics
import sys
import time
from collections.abc import Callable

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hongqiao.publish.settings")
import django

django.setup()

from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from hongqiao.ground.basis import Entry, StoredText
from hongqiao.ground.figure import Figure
from hongqiao.record import actions, models, projections, storing, verifying
from hongqiao.record.ledger import acting, sha256
from hongqiao.record.roles import LOCAL

PROJECTS, DOCUMENTS, CLAIMS_EACH = 1000, 10_000, 5
CITY = "city"
FIELDS = ("infrastructure", "sci-tech", "industry", "finance", "resources")


def fill() -> None:
    """One programme with everything in it, each batch of documents one entry of the ledger."""
    actions.create_programme(LOCAL, CITY, {"en": "City", "zh": "昆山"})
    chance = random.Random(1)  # noqa: S311 -- a repeatable profile, no secret
    started = time.perf_counter()
    with acting(LOCAL, "import a table", programme=CITY) as act:
        act.keep([models.Institution(id=f"i{n}", names={"en": f"Institution {n}"}) for n in range(200)], new=True)
        act.keep(
            [
                models.Project(id=f"p{n}", programme_id=CITY, names={"en": f"Project {n}"}, field=FIELDS[n % 5],
                               came_from=f"event:e{n % 20}" if n % 3 == 0 else "")
                for n in range(PROJECTS)
            ],
            new=True,
        )  # fmt: skip
        act.keep(
            [
                models.Partner(project_id=f"p{n}", institution_id=f"i{(n + k * 7) % 200}", role="partner")
                for n in range(PROJECTS) for k in range(2)
            ],
            new=True,
        )  # fmt: skip
        act.keep([models.Plan(id="plan", programme_id=CITY, names={"en": "Plan"})], new=True)
        facts = [
            models.Fact(
                id=f"f{n}",
                programme_id=CITY,
                kind="target" if n < 100 else "stated",
                names={"en": f"Fact {n}"},
                place=f"w{n % 20}",
            )
            for n in range(10_000)
        ]
        act.keep(facts, new=True)
        act.keep(
            [
                models.Target(
                    id=f"f{n}",
                    fact_id=f"f{n}",
                    plan_id="plan",
                    names={"en": f"Target {n}"},
                    deadline="2025",
                    parent_id=f"f{n - 1}" if n % 10 == 9 else None,
                )
                for n in range(100)
            ],
            new=True,
        )
        act.keep([models.Place(id=f"w{n}", kind="district", names={"en": f"Ward {n}"}) for n in range(20)], new=True)
        events = [
            models.Event(id=f"e{n}", programme_id=CITY, names={"en": f"Fair {n}"}, kind="signing", period="2022-11",
                         starts=dt.date(2022, 11, 1), institutions=[f"i{n}", f"i{n + 1}"])
            for n in range(20)
        ]  # fmt: skip
        act.keep(events, new=True)
        act.keep(
            [models.Measure(id=f"m{n}", programme_id=CITY, names={"en": f"Measure {n}"}) for n in range(50)], new=True
        )
        act.keep([models.Clause(id=f"c{n}", plan_id="plan", names={"en": f"Clause {n}"}) for n in range(20)], new=True)
    for first in range(0, DOCUMENTS, 1000):
        with acting(LOCAL, "import a table", programme=CITY) as act:
            _documents(act, chance, range(first, min(first + 1000, DOCUMENTS)))
    _lives(chance)
    rows = models.Claim.objects.count()
    print(f"filled {rows:,} claims in {time.perf_counter() - started:.1f} s")
    started = time.perf_counter()
    projections.rebuild()
    print(f"projection rebuilt in {time.perf_counter() - started:.1f} s")


def _lives(chance: random.Random) -> None:
    """Stages with the quotes that say so, and the money of a third of the projects."""
    stages = ["lead", "negotiating", "signed", "started", "operating"]
    quotes = list(models.Quote.objects.order_by("id").values_list("id", flat=True)[: PROJECTS * 5])
    with acting(LOCAL, "import a table", programme=CITY) as act:
        figures = [
            storing.figure_row(
                Figure(float(n * 1000 + 1000), "CNY", Entry(str(act.position)), ">"), at=act.at, key=sha256(f"money {n}"),
                programme=CITY, subject=f"project:p{n}",
            )
            for n in range(0, PROJECTS, 3)
        ]  # fmt: skip
        act.add(figures)
        money = [
            models.ProjectEvent(key=sha256(f"{row.subject} money"), project_id=row.subject.removeprefix("project:"), by="bench",
                                money_kind="announced", figure=row, period="2022", on=dt.date(2022, 1, 1), at=act.at)
            for row in figures
        ]  # fmt: skip
        dated = [
            models.ProjectEvent(key=sha256(f"{n}-{k}"), project_id=f"p{n}", stage=stages[k], period=f"202{k}",
                                on=dt.date(2020 + k, 1, 1), at=act.at, quote_id=quotes[n * 5 + k])
            for n in range(PROJECTS) for k in range(chance.randint(1, 5))
        ]  # fmt: skip
        act.add([*money, *dated])


def _documents(act, chance: random.Random, numbers: range) -> None:
    documents, contents, quotes, claims, judgements, filings = [], [], [], [], [], []
    for n in numbers:
        parts = [f"The city reports {n * 7 + k + 10} halls in ward {k}. " for k in range(CLAIMS_EACH)]
        text = "".join(parts) + "昆山元宇宙 Kooperation cooperation. " * 3
        row = models.Document(
            bytes_hash=sha256(text), text_hash=StoredText(text).sha256, name=f"{n}.txt", language="en", title=f"Report {n}",
            published="2024-01-01", published_on=dt.date(2024, 1, 1), origin=sha256(f"o{n}"), retrieved=timezone.now(),
        )  # fmt: skip
        documents.append(row)
        contents.append(models.Content(document=row, text=text, body=text.encode()))
        filings.append(models.Filing(document=row, programme_id=CITY, batch=f"b{n // 1000}", at=act.at))
        at = 0
        for k, part in enumerate(parts):
            number = str(n * 7 + k + 10)
            start = at + part.index(number)
            quote = storing.quote_row(row, StoredText(text), start, start + len(number) + 6)
            quotes.append(quote)
            claim = models.Claim(
                key=sha256(f"{n}-{k}"), document=row, quote=quote, language="en", value=float(number), unit="count",
                status="TARGET" if k == 0 else "ACTUAL", indicator_text=f"halls in ward {k}",
            )  # fmt: skip
            claims.append(claim)
            if k < 4:
                fact = f"f{chance.randrange(10_000)}"
                judgements.append(
                    models.Judgement(claim=claim, programme_id=CITY, verdict="accept", fact=fact, by="bench", at=act.at)
                )
            at += len(part)
    for rows in (documents, contents, quotes, claims, filings, judgements):
        act.add(rows)


def measure(name: str, call: Callable[[], object], repeats: int = 15) -> None:
    """Median and 95th percentile of one call, and how many queries it makes."""
    call()
    times = []
    connection.force_debug_cursor = True
    for _ in range(repeats):
        connection.queries_log.clear()
        started = time.perf_counter()
        call()
        times.append(1000 * (time.perf_counter() - started))
    queries = len(connection.queries_log)
    connection.force_debug_cursor = False
    times.sort()
    print(
        f"{name:28} {statistics.median(times):8.1f} ms median {times[int(0.95 * len(times))]:8.1f} ms p95 {queries:4} queries"
    )


def main() -> None:
    """Fill, if need be, and measure."""
    call_command("migrate", verbosity=0)
    if not models.Programme.objects.filter(pk=CITY).exists():
        fill()
    from hongqiao.record import document_queries, fact_queries, programme_queries, search_queries  # noqa: F401

    day = dt.date(2026, 11, 24)
    measure("overview", lambda: programme_queries.overview(CITY, day), 5)
    measure("fact", lambda: fact_queries.fact("f1"))
    for text in ("昆山", "元宇宙", "Kooperation", "cooperation"):
        measure(
            f"search {text}", lambda text=text: list(search_queries.found(text, search_queries.Asking(LOCAL, day))[:50])
        )
    waiting = iter(
        models.CurrentClaim.objects.filter(programme=CITY, state="waiting").values_list("claim_id", flat=True)[:40]
    )
    measure("accept one claim", lambda: actions.accept_claim(LOCAL, CITY, next(waiting)), 5)
    started = time.perf_counter()
    result = verifying.verify()
    print(f"ledger verify: sound={result.sound}, {result.rows:,} rows in {time.perf_counter() - started:.1f} s")


if __name__ == "__main__":
    sys.exit(main())
