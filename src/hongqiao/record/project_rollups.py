"""Money and results of many projects: what is added up, and what is left out and why; what became of each event."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.apps import apps

from hongqiao.ground.basis import Basis, Entry
from hongqiao.ground.figure import Figure
from hongqiao.ground.period import Period
from hongqiao.record import models, storing
from hongqiao.record.page_queries import count_of, ledger_head
from hongqiao.record.programme_shown import Names
from hongqiao.record.project_life import MONEY
from hongqiao.record.project_list_queries import FEW, evidence_of, stands_of

MANY = 200  # amounts beyond which a sum rests on the record as its ledger stands
NAMED = 12  # of what is left out so many are named, and all are counted
SIGNED = frozenset({"signed", "started", "operating", "completed"})
RESULTS = frozenset({"operating", "completed"})


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Why some projects, or some amounts of them, are not in a sum."""

    reason: str
    count: Figure
    projects: tuple[tuple[str, Names], ...]


@dataclass(frozen=True, slots=True)
class MoneySum:
    """The money of one kind: one sum per currency, since none is exchanged for another."""

    kind: str
    sums: tuple[Figure, ...]
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True, slots=True)
class Path:
    """What became of an event: meetings, projects, signed ones, results."""

    event: str
    names: Names
    period: str
    meetings: Figure | None
    projects: Figure
    signed: Figure
    results: Figure


def money(programme_id: str, as_of: dt.date) -> tuple[MoneySum, ...]:
    """Money announced, committed and paid, each kind by itself.

    Of each project the latest statement of a kind counts; bounds stay bounds. Projects without a stated amount and
    statements that a later one replaced are left out, and listed.
    """
    events = list(
        models.ProjectEvent.objects.filter(
            project__programme=programme_id, figure__isnull=False, withdraws__isnull=True, withdrawn_by__isnull=True,
            on__lte=as_of,
        )
        .select_related("figure")
        .order_by("on", "id")
    )  # fmt: skip
    if not events:
        return ()
    names = dict(models.Project.objects.filter(programme=programme_id).values_list("id", "names"))
    figures = _figures(events)
    found = []
    for kind in MONEY:
        of_kind = [event for event in events if event.money_kind == kind]
        latest = {event.project_id: event for event in of_kind}
        earlier = [event for event in of_kind if latest[event.project_id].id != event.id]
        by_unit: dict[str, list[Figure]] = defaultdict(list)
        for event in latest.values():
            by_unit[figures[event.id].unit].append(figures[event.id])
        without = [key for key in names if key not in latest]
        found.append(
            MoneySum(
                kind,
                tuple(_sum(items) for _, items in sorted(by_unit.items())),
                tuple(
                    LeftOut(
                        reason,
                        count_of(f"number of projects left out: {reason}", len(keys), bases),
                        tuple((key, names[key]) for key in keys[:NAMED]),
                    )
                    for reason, keys, bases in (
                        ("no amount is stated", without, []),
                        (
                            "a later statement replaced it",
                            [event.project_id for event in earlier],
                            [figures[event.id].basis for event in earlier],
                        ),
                    )
                    if keys
                ),
            )
        )
    return tuple(found)


def _figures(events: list[models.ProjectEvent]) -> dict[str, Figure]:
    if len(events) <= MANY:
        rows = storing.ground_figures([event.figure for event in events if event.figure is not None])
        return dict(zip((event.id for event in events), rows, strict=True))
    head = ledger_head()
    basis = Entry(str(head.position if head else 0))
    return {
        event.id: Figure(
            event.figure.value, event.figure.unit, basis, event.figure.comparator, event.figure.value_hi,  # type: ignore[arg-type]  # stored as checked
            Period.parse(event.figure.period) if event.figure.period else None,
        )
        for event in events
        if event.figure is not None
    }  # fmt: skip


def _sum(figures: list[Figure]) -> Figure:
    total = figures[0]
    for item in figures[1:]:
        total = total + item
    return total


def paths(programme_id: str, as_of: dt.date) -> tuple[Path, ...]:
    """From each event to its meetings, its projects, and their results, as of a day; events without any are left out."""
    events = {row.id: row for row in models.Event.objects.filter(programme=programme_id).order_by("starts", "id")}
    meetings = _meetings(events)
    of_event: dict[str, list[models.Project]] = defaultdict(list)
    rows = models.Project.objects.filter(programme=programme_id)
    for row in rows.exclude(announced_at__isnull=True, came_from=""):
        kind, _, key = row.came_from.partition(":")
        origin = key if kind == "event" else meetings.get(key) if kind == "meeting" else None
        for event in {origin, row.announced_at_id} - {None}:
            of_event[str(event)].append(row)
    wanted = {row.id for items in of_event.values() for row in items}
    stands = {key: item for key, item in stands_of(programme_id, as_of).items() if key in wanted}
    bases = evidence_of(stands) if len(stands) <= FEW else {}
    held = defaultdict(int)
    for event in meetings.values():
        held[event] += 1
    return tuple(
        Path(
            key,
            row.names,
            row.period,
            count_of("number of meetings at the event", held[key], []) if held[key] else None,
            _count("number of projects that came of the event", of_event[key], bases),
            _count(
                "number of projects of the event that were signed",
                [item for item in of_event[key] if stands[item.id].stage in SIGNED], bases,
            ),
            _count(
                "number of projects of the event that operate or are completed",
                [item for item in of_event[key] if stands[item.id].stage in RESULTS], bases,
            ),
        )
        for key, row in events.items()
        if of_event[key] or held[key]
    )  # fmt: skip


def _count(formula: str, projects: Iterable[models.Project], bases: dict[str, Basis]) -> Figure:
    rows = list(projects)
    return count_of(formula, len(rows), [bases[row.id] for row in rows if row.id in bases])


def _meetings(events: Iterable[str]) -> dict[str, str]:
    """The event at which each meeting takes place, where the record knows meetings."""
    model = apps.all_models["record"].get("meeting")
    if model is None or not any(field.name == "event" for field in model._meta.get_fields()):
        return {}
    rows = model._default_manager.filter(event__in=list(events)).values_list("pk", "event_id")
    return {str(key): str(event) for key, event in rows}
