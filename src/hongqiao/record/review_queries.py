"""What the review asks of the record: claims that wait, what each would change, facts to choose from, the steps taken."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Window
from django.db.models.functions import RowNumber

from hongqiao.ground.figure import Figure
from hongqiao.record import models
from hongqiao.record.page_queries import Said, count_of, counted_in_ledger, said
from hongqiao.record.programme_queries import claims_of_facts, programme
from hongqiao.record.programme_shown import Names, ProgrammeHead

PER_PAGE = 20
CANDIDATES = 30
SHOWN = 4  # claims of a step that its line quotes
STEPS = (
    "judge a claim", "correct a claim", "merge facts", "split a fact", "decide a conflict", "undo", "edit a plan",
)  # fmt: skip
COMPARED = ("value", "value_hi", "comparator", "unit", "per", "status", "period", "place", "indicator")
"""The columns of a claim that the diff puts side by side."""


@dataclass(frozen=True, slots=True)
class Change:
    """One column in which a claim differs from what the programme says (old) or was read otherwise (before a correction)."""

    column: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """A claim under review, beside the wording of the fact that it comes closest to."""

    said: Said
    fact: tuple[str, Names] | None
    beside: Said | None
    others: int
    changes: tuple[Change, ...]
    came_by: str
    columns: dict[str, str]


@dataclass(frozen=True, slots=True)
class Queue:
    """One page of the claims that wait in a programme."""

    programme: ProgrammeHead
    waiting: Figure
    claims: tuple[Waiting, ...]
    following: str


@dataclass(frozen=True, slots=True)
class Taken:
    """One step of the review: what was done, by whom, why, and whether it stands."""

    position: int
    verb: str
    verdicts: tuple[str, ...]
    by: str
    at: dt.datetime
    reason: str
    claims: tuple[tuple[str, str], ...]
    more: int
    undone: bool


def queue(
    programme_id: str, as_of: dt.date, *, after: str = "", relation: str = "", batch: str = "", limit: int = PER_PAGE
) -> Queue | None:
    """The claims that wait, in the order in which they came; None where there is no such programme."""
    head = programme(programme_id)
    if head is None:
        return None
    rows = models.CurrentClaim.objects.filter(programme=programme_id, state="waiting")
    if relation:
        rows = rows.filter(relation=relation)
    if batch:
        rows = rows.filter(batch=batch)
    total = rows.count()
    if after.isdecimal():
        rows = rows.filter(pk__gt=int(after))
    page = list(rows.select_related("claim__quote", "claim__document", "fact").order_by("pk")[: limit + 1])
    more, page = page[limit:], page[:limit]
    shown = _shown(page, as_of)
    bases = [item.said.figure.basis for item in shown]
    words = "number of claims that wait for a judgement"
    waiting = count_of(words, total, bases) if total == len(bases) else counted_in_ledger(words, total)
    return Queue(head, waiting, tuple(shown), str(page[-1].pk) if more else "")


def one(programme_id: str, claim: str, as_of: dt.date) -> Waiting | None:
    """One claim of a programme, in whatever state it is."""
    rows = models.CurrentClaim.objects.filter(programme=programme_id, claim=claim)
    shown = _shown(list(rows.select_related("claim__quote", "claim__document", "fact")), as_of)
    return shown[0] if shown else None


def _shown(rows: list[models.CurrentClaim], as_of: dt.date) -> list[Waiting]:
    current = {row.claim_id: row for row in rows}
    claims = said((row.claim for row in rows), current)
    facts = {row.fact_id for row in rows if row.fact_id}
    stated = claims_of_facts(rows[0].programme_id, as_of, facts) if facts else {}
    own = {item.id for item in claims}
    columns = _columns([*own, *(item.id for items in stated.values() for item in items)])
    found = []
    for item in claims:
        row = current[item.id]
        others = [other for other in stated.get(row.fact_id or "", []) if other.id != item.id]
        beside = min(others, key=lambda other: _distance(columns[item.id], columns[other.id]), default=None)
        changes = _changes(columns[beside.id], columns[item.id]) if beside else ()
        found.append(
            Waiting(
                item,
                (row.fact.id, row.fact.names) if row.fact is not None else None,
                beside,
                max(0, len(others) - 1),
                changes,
                row.batch,
                columns[item.id],
            )
        )
    return found


def _columns(claims: Iterable[str]) -> dict[str, dict[str, str]]:
    rows = models.Claim.objects.filter(pk__in=set(claims)).values("id", *COMPARED)
    return {row.pop("id"): {name: _word(value) for name, value in row.items()} for row in rows}


def _word(value: object) -> str:
    if value is None:
        return ""
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def _distance(mine: dict[str, str], other: dict[str, str]) -> int:
    return sum(mine[name] != other[name] for name in COMPARED)


def _changes(old: dict[str, str], new: dict[str, str]) -> tuple[Change, ...]:
    return tuple(Change(name, old[name], new[name]) for name in COMPARED if old[name] != new[name])


def candidates(programme_id: str, claim: str, words: str = "") -> list[tuple[str, Names, str]]:
    """Facts that a claim may be taken into: those in its unit, or those whose names hold the words; id, names, first wording."""
    row = models.Claim.objects.filter(pk=claim).values("unit").first()
    if row is None:
        return []
    facts = models.Fact.objects.filter(programme=programme_id)
    if words.strip():
        from django.db import connection

        from hongqiao.record import search

        hits = models.SearchText.objects.filter(kind__in=["fact", "target"], programme=programme_id)
        keys = search.matching(hits, connection, words).values_list("object", flat=True)[:CANDIDATES]
        facts = facts.filter(pk__in=list(keys))
    else:
        stated = models.CurrentClaim.objects.filter(
            programme=programme_id, state="accepted", claim__unit=row["unit"], fact__isnull=False
        )
        recent = stated.order_by("-pk").values_list("fact_id", flat=True)[: CANDIDATES * 8]
        facts = facts.filter(pk__in=list(dict.fromkeys(recent))[:CANDIDATES])
    chosen = list(facts.order_by("id")[:CANDIDATES])
    wordings = models.CurrentClaim.objects.filter(fact__in=[item.id for item in chosen], state="accepted")
    first: dict[str, str] = dict(wordings.order_by("-pk").values_list("fact_id", "claim__quote__exact"))
    return [(item.id, item.names, first.get(item.id, "")) for item in chosen]


def history(programme_id: str, *, before: int | None = None, limit: int = 30) -> tuple[list[Taken], int]:
    """The steps of a programme's review, latest first, and the position to go on from (0 for none)."""
    entries_ = models.LedgerEntry.objects.filter(programme=programme_id, verb__in=STEPS)
    if before:
        entries_ = entries_.filter(position__lt=before)
    found = list(entries_.order_by("-position")[: limit + 1])
    more, found = found[limit:], found[:limit]
    entries = {row.position: row for row in found}
    judged = models.Judgement.objects.filter(programme=programme_id, position__in=entries)
    counts = {
        position: (count, count == gone)
        for position, count, gone in judged.order_by().values_list("position").annotate(Count("pk"), Count("undone_by"))
    }
    numbered = judged.annotate(nth=Window(RowNumber(), partition_by="position", order_by="id")).filter(nth__lte=SHOWN)
    rows = defaultdict(list)
    for position, verdict, claim, exact in numbered.values_list(
        "position", "verdict", "claim_id", "claim__quote__exact"
    ):
        rows[position].append((verdict, claim, exact))
    positions = [position for position in entries if position in counts]
    steps = [
        Taken(
            position,
            entries[position].verb,
            tuple(dict.fromkeys(item[0] for item in rows[position])),
            entries[position].actor,
            entries[position].at,
            entries[position].reason,
            tuple((item[1], item[2]) for item in rows[position]),
            counts[position][0] - len(rows[position]),
            counts[position][1],
        )
        for position in positions
    ]
    return steps, found[-1].position if more else 0
