"""What the overview of a large programme shows and counts: a part is shown, everything is counted."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from hongqiao.ground.figure import Figure
from hongqiao.ground.period import Period
from hongqiao.record import models
from hongqiao.record.page_queries import counted_in_ledger
from hongqiao.record.target_verdict import outcome

LARGE = 400  # accepted claims beyond which an overview shows a part, and its counts rest on the ledger as a whole
STATED = 100  # facts beside targets and what is watched; of a large programme, `STATED_LARGE`
STATED_LARGE = 6
TARGETS = 8
WATCHES = 12
CONFLICTS = 4
CONFLICTS_A_PAGE = 12
EVENTS = 30  # the latest; the others are found by search and through their institutions
MEASURES = 30
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


def target_counts(programme_id: str, places: Iterable[str], as_of: dt.date) -> tuple[Figure, Figure, Figure]:
    """How many targets a programme's own plans have, how many are past their deadline, how many have evidence."""
    own = Q(plan__place__isnull=True) | Q(plan__place__in=list(places))
    rows = models.Target.objects.filter(own, plan__programme=programme_id).values_list("fact_id", "deadline")
    targets = dict(rows)
    claims = models.CurrentClaim.objects.filter(
        Q(claim__document__published_on__lte=as_of) | Q(claim__document__published_on__isnull=True),
        programme=programme_id, state="accepted",
    )  # fmt: skip
    told: dict[str, list[_Told]] = defaultdict(list)
    columns = ("fact_id", "claim__status", "claim__period", "claim__document__published")
    facts = sorted(targets)
    for start in range(0, len(facts), 500):
        for fact, status, period, published in claims.filter(fact__in=facts[start : start + 500]).values_list(*columns):
            told[str(fact)].append(_Told(status, period, _Published(published)))
    passed = [fact for fact, deadline in targets.items() if deadline and Period.parse(deadline, by=True).passed(as_of)]
    evidenced = [fact for fact, items in told.items() if any(outcome(item, items) for item in items)]
    return (
        counted_in_ledger("number of targets", len(targets)),
        counted_in_ledger(f"number of targets whose deadline lies before {as_of}", len(passed)),
        counted_in_ledger(f"number of targets with evidence by {as_of}", len(evidenced)),
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
