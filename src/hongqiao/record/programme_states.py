"""The state of every programme in one sentence: what the front page asks, in a number of queries that does not grow."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, Q

from hongqiao.ground.basis import Basis
from hongqiao.ground.figure import Figure
from hongqiao.record import large_programmes, models
from hongqiao.record.page_queries import Said, count_of, counted, counted_in_ledger
from hongqiao.record.programme_parts import citations, claims_of_facts, programmes, quote_bases
from hongqiao.record.programme_queries import target_shown
from hongqiao.record.programme_shown import ProgrammeHead, TargetShown

NAMED = 100  # projects of an event up to which the count of identified ones names its sentences


@dataclass(frozen=True, slots=True)
class Announced:
    """What an event announced, and how many of it a source names."""

    announced: tuple[Said, ...]
    identified: Figure | None


@dataclass(frozen=True, slots=True)
class State:
    """A programme as of a day, as far as its sentence goes."""

    programme: ProgrammeHead
    targets: tuple[str, ...]
    conflicts: tuple[str, ...]
    events: tuple[Announced, ...]
    target_count: Figure
    passed_count: Figure
    evidenced_count: Figure
    conflict_count: Figure


def states(as_of: dt.date, language: str = "en") -> list[State]:
    """Every programme's state as of a day."""
    heads = programmes()
    accepted = models.CurrentClaim.objects.filter(state="accepted").values_list("programme").annotate(Count("pk"))
    large = {key for key, count in accepted.order_by() if count > large_programmes.LARGE}
    places = {head.id: {place for place, _ in head.places} for head in heads}
    targets = [
        row
        for row in models.Target.objects.exclude(plan__programme__in=large).select_related(
            "plan", "place", "fact__current"
        )
        if row.plan.place_id is None or row.plan.place_id in places[row.plan.programme_id]
    ]
    differing: dict[str, list[str]] = defaultdict(list)
    rows = models.CurrentFact.objects.filter(conflict_count__gt=0).exclude(programme__in=large)
    for programme, fact in rows.order_by("fact_id").values_list("programme_id", "fact_id"):
        differing[programme].append(fact)
    events = models.Event.objects.filter(Q(starts__lte=as_of) | Q(starts__isnull=True), announces__isnull=False)
    announcing = list(events.order_by("starts", "id"))
    wanted = {row.fact_id for row in targets} | {str(row.announces_id) for row in announcing}
    wanted |= {fact for facts in differing.values() for fact in facts}
    readings = claims_of_facts(None, as_of, wanted, language)
    identified = _identified([row.id for row in announcing])
    shown: dict[str, list[TargetShown]] = defaultdict(list)
    for row in targets:
        shown[row.plan.programme_id].append(target_shown(row, as_of, readings.get(row.fact_id, [])))
    big = _large({key: places[key] for key in large if key in places}, as_of) if large else {}
    return [
        State(
            head,
            tuple(target.id for target in shown[head.id]),
            tuple(fact for fact in differing[head.id] if readings.get(fact)),
            tuple(
                Announced(
                    tuple(readings.get(str(row.announces_id), [])),
                    _named(row.id, readings.get(str(row.announces_id), []), identified),
                )
                for row in announcing
                if row.programme_id == head.id
            ),
            *(big[head.id] if head.id in big else _counts(shown[head.id], differing[head.id], readings, as_of)),
        )
        for head in heads
    ]


def _large(places: dict[str, set[str]], as_of: dt.date) -> dict[str, tuple[Figure, Figure, Figure, Figure]]:
    rows = models.CurrentFact.objects.filter(programme__in=places, conflict_count__gt=0).values_list("programme")
    differing = dict(rows.annotate(Count("pk")).order_by())
    targets = large_programmes.target_counts(places, as_of)
    return {
        key: (*targets[key], counted_in_ledger("number of facts on which sources differ", differing.get(key, 0)))
        for key in places
    }


def _counts(
    targets: list[TargetShown], differing: list[str], readings: dict[str, list[Said]], as_of: dt.date
) -> tuple[Figure, Figure, Figure, Figure]:
    def mains(of: list[TargetShown]) -> list[Basis]:
        return [target.main.basis for target in of if target.main is not None]

    return (
        counted("number of targets", mains(targets)),
        counted(
            f"number of targets whose deadline lies before {as_of}", mains([item for item in targets if item.passed]),
            mains(targets),
        ),
        counted(
            f"number of targets with evidence by {as_of}", mains([item for item in targets if item.evidence]), mains(targets)
        ),
        counted(
            "number of facts on which sources differ",
            [readings[fact][0].figure.basis for fact in differing if readings.get(fact)],
            mains(targets),
        ),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Named:
    """The projects that came of an event and are named somewhere: how many, and the sentences of a few."""

    count: int
    bases: tuple[Basis, ...]


def _identified(events: list[str]) -> dict[str, _Named]:
    found: dict[str, list[str]] = defaultdict(list)
    cited = models.Citation.objects.filter(kind="project").values("subject")
    rows = models.Project.objects.filter(announced_at__in=events, pk__in=cited).values_list("announced_at_id", "id")
    for event, project in rows.order_by("id"):
        found[str(event)].append(project)
    few = [project for projects in found.values() if len(projects) <= NAMED for project in projects]
    quotes = citations("project", few)
    bases = dict(zip(quotes, quote_bases(items[0] for items in quotes.values()), strict=True))
    return {
        event: _Named(len(projects), tuple(bases[project] for project in projects if project in bases))
        for event, projects in found.items()
    }


def _named(event: str, announced: list[Said], identified: dict[str, _Named]) -> Figure | None:
    if not announced:
        return None
    named = identified.get(event, _Named(0, ()))
    bases = named.bases or (() if named.count else tuple(item.figure.basis for item in announced))
    return count_of("number of projects that a source names", named.count, bases)
