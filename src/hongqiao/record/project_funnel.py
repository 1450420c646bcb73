"""How far announced projects have come, as of a day: announced, identified, signed, running; and which fell silent."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hongqiao.ground.basis import Basis, Entry
from hongqiao.ground.figure import Figure
from hongqiao.record import models
from hongqiao.record.page_queries import counted
from hongqiao.record.programme_shown import EventShown, Names
from hongqiao.record.project_life import ENDED, Life, fold_life

SILENT_MONTHS = 12
"""After so many whole months without evidence a project counts as silent."""

SHOWN = 12
_SIGNED = frozenset({"signed", "started", "operating", "completed"})
_RUNNING = frozenset({"started", "operating"})


@dataclass(frozen=True, slots=True)
class Silent:
    """A project of which nothing was heard for a year, with the day of the last evidence (None: there never was any)."""

    id: str
    names: Names
    stage: str
    last: dt.date | None


@dataclass(frozen=True, slots=True)
class Funnel:
    """Counts of a programme's projects, each with its basis; `announced` is None where no source announces a number."""

    announced: Figure | None
    announced_fact: str | None
    identified: Figure
    signed: Figure
    running: Figure
    silent: Figure
    silent_projects: tuple[Silent, ...]

    @property
    def empty(self) -> bool:
        """Whether there is nothing to show."""
        return self.announced is None and self.identified.value == 0


def funnel(programme: str, as_of: dt.date, events: Sequence[EventShown]) -> Funnel:
    """The funnel of a programme as of a day; what several events announce is added, bounds and all."""
    announced, fact = _announced(events)
    projects = list(models.Project.objects.filter(programme=programme).values_list("id", "names", "position"))
    rows: dict[str, list[models.ProjectEvent]] = defaultdict(list)
    for row in models.ProjectEvent.objects.filter(project__programme=programme).select_related("figure"):
        if row.on is None or row.on <= as_of:
            rows[row.project_id].append(row)
    lives = {key: fold_life(rows[key], as_of) for key, _names, _position in projects}
    # a project rests on the ledger entries that recorded it and its stages; its own page shows the quotes
    identified = [Entry(str(position)) for _key, _names, position in projects]
    examined: Sequence[Basis] = identified or ([announced.basis] if announced is not None else [])
    silent = [
        Silent(key, names, lives[key].stage, lives[key].last_evidence)
        for key, names, _position in projects
        if _is_silent(lives[key], rows[key], as_of)
    ]
    silent.sort(key=lambda item: (item.last or dt.date.min, item.id))
    positions = {key: position for key, _names, position in projects}
    return Funnel(
        announced,
        fact,
        _count("number of identified projects", len(projects), identified, examined),
        _count_stages("number of projects that are signed", lives, rows, _SIGNED, examined),
        _count_stages("number of projects that run", lives, rows, _RUNNING, examined),
        _count(
            f"number of projects without evidence for {SILENT_MONTHS} months",
            len(silent),
            [Entry(str(positions[item.id])) for item in silent],
            examined,
        ),
        tuple(silent[:SHOWN]),
    )


def _announced(events: Iterable[EventShown]) -> tuple[Figure | None, str | None]:
    said = [event.announced[0] for event in events if event.announced]
    if not said:
        return None, None
    total = said[0].figure
    for item in said[1:]:
        if item.figure.unit == total.unit:
            total += item.figure
    return total, said[0].fact if len(said) == 1 else None


def _is_silent(life: Life, rows: Sequence[models.ProjectEvent], as_of: dt.date) -> bool:
    if life.stage in ENDED:
        return False
    months = life.silent_months(as_of)
    if months is None:
        # entered by hand, never evidenced: silent once its first event is a year old
        days = [row.on for row in rows if row.on is not None]
        return bool(days) and (as_of - min(days)).days > 365
    return months >= SILENT_MONTHS


def _count_stages(
    formula: str,
    lives: dict[str, Life],
    rows: dict[str, list[models.ProjectEvent]],
    stages: frozenset[str],
    examined: Sequence[Basis],
) -> Figure:
    counted_ones = [key for key, life in lives.items() if life.stage in stages]
    bases = [Entry(str(max(row.position for row in rows[key]))) for key in counted_ones if rows[key]]
    return _count(formula, len(counted_ones), bases, examined)


def _count(formula: str, number: int, bases: Iterable[Basis], examined: Iterable[Basis]) -> Figure:
    """A count that may exceed the number of ledger entries it rests on: one entry can record many projects."""
    from dataclasses import replace

    from hongqiao.ground.basis import Step

    made = counted(formula, bases, examined)
    step = made.basis
    assert isinstance(step, Step)  # noqa: S101 - a count is made by a step
    return replace(made, value=float(number), basis=Step(formula, "1", step.inputs, (("found", number),)))
