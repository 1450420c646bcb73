"""What the overview of a large programme shows and counts: a part is shown, everything is counted."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q

from hongqiao.ground.figure import Figure
from hongqiao.ground.period import Period
from hongqiao.record import models
from hongqiao.record.page_queries import counted_in_ledger
from hongqiao.record.target_evidence import outcome

LARGE = 400  # accepted claims beyond which an overview shows a part, and its counts rest on the ledger as a whole
STATED = 100  # facts beside targets and what is watched; of a large programme, `STATED_LARGE`
STATED_LARGE = 6
TARGETS = 6
WATCHES = 8
CONFLICTS = 4
CONFLICTS_A_PAGE = 12
EVENTS = 15  # the latest; the others are found by search and through their institutions
MEASURES = 15
WAITING = 20


@dataclass(frozen=True, slots=True)
class Part:
    """What the overview of a large programme shows of it."""

    targets: tuple[str, ...]
    facts: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Published:
    published: str


@dataclass(frozen=True, slots=True)
class _Told:
    """A claim, as far as it takes to tell an outcome from a goal."""

    status: str
    period: str
    document: _Published


def is_large(programme_id: str) -> bool:
    """Whether a programme has more accepted claims than a page can hold."""
    return models.CurrentClaim.objects.filter(programme_id=programme_id, state="accepted")[LARGE:].exists()


def part(programme_id: str) -> Part:
    """The first targets and watched quantities, everything announced, some of the other facts and conflicts."""
    targets = models.Target.objects.filter(plan__programme=programme_id).order_by("plan__order", "order", "id")
    shown = dict(targets.values_list("id", "fact_id")[:TARGETS])
    facts = models.Fact.objects.filter(programme_id=programme_id).order_by("id")
    watches = models.Watch.objects.filter(programme=programme_id).order_by("order", "id")
    conflicting = models.CurrentFact.objects.filter(programme_id=programme_id, conflict_count__gt=0)
    return Part(
        tuple(shown),
        frozenset(shown.values())
        | set(watches.values_list("fact_id", flat=True)[:WATCHES])
        | set(facts.filter(kind="announced").values_list("id", flat=True)[:EVENTS])
        | set(facts.filter(kind="stated").values_list("id", flat=True)[:STATED_LARGE])
        | set(conflicting.order_by("fact_id").values_list("fact_id", flat=True)[:CONFLICTS]),
    )


def target_counts(places: Mapping[str, Iterable[str]], as_of: dt.date) -> dict[str, tuple[Figure, Figure, Figure]]:
    """For each programme, given its places: how many targets its own plans have, how many are past, how many have evidence."""
    own = {key: set(items) for key, items in places.items()}
    rows = models.Target.objects.filter(plan__programme__in=own)
    targets: dict[str, dict[str, str]] = {key: {} for key in own}
    for programme, place, fact, deadline in rows.values_list(
        "plan__programme_id", "plan__place_id", "fact_id", "deadline"
    ):
        if place is None or place in own[programme]:
            targets[programme][fact] = deadline
    claims = models.CurrentClaim.objects.filter(
        Q(claim__document__published_on__lte=as_of) | Q(claim__document__published_on__isnull=True),
        state="accepted", fact__target__plan__programme__in=own,
    )  # fmt: skip
    told: dict[str, list[_Told]] = defaultdict(list)
    columns = ("fact_id", "claim__status", "claim__period", "claim__document__published")
    for fact, status, period, published in claims.values_list(*columns):
        told[str(fact)].append(_Told(status, period, _Published(published)))
    evidenced = {fact for fact, items in told.items() if any(outcome(item, items) for item in items)}
    return {key: _counted(items, evidenced, as_of) for key, items in targets.items()}


def _counted(targets: Mapping[str, str], evidenced: set[str], as_of: dt.date) -> tuple[Figure, Figure, Figure]:
    passed = [fact for fact, deadline in targets.items() if deadline and Period.parse(deadline, by=True).passed(as_of)]
    return (
        counted_in_ledger("number of targets", len(targets)),
        counted_in_ledger(f"number of targets whose deadline lies before {as_of}", len(passed)),
        counted_in_ledger(f"number of targets with evidence by {as_of}", len(evidenced & set(targets))),
    )


def waiting_count(programme_id: str) -> Figure:
    """How many claims wait."""
    rows = models.CurrentClaim.objects.filter(programme_id=programme_id, state="waiting")
    return counted_in_ledger("number of claims that wait for a judgement", rows.count())


def document_count(programme_id: str) -> Figure:
    """How many documents have been taken into the programme."""
    rows = models.Filing.objects.filter(programme=programme_id)
    return counted_in_ledger("number of documents of the programme", rows.count())


def conflict_count(programme_id: str) -> Figure:
    """On how many facts sources differ."""
    rows = models.CurrentFact.objects.filter(programme_id=programme_id, conflict_count__gt=0)
    return counted_in_ledger("number of facts on which sources differ", rows.count())
