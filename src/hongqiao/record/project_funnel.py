"""How far announced projects have come, as of a day: announced, identified, signed, running; and which fell silent."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hongqiao.ground.figure import Figure
from hongqiao.record import models
from hongqiao.record.page_queries import count_of, counted_in_ledger
from hongqiao.record.programme_shown import EventShown, Names
from hongqiao.record.project_life import silent_since
from hongqiao.record.project_list_queries import FEW, evidence_of, is_silent, stands_of
from hongqiao.record.project_queries import silent_after

SHOWN = 12
_SIGNED = frozenset({"signed", "started", "operating", "completed"})
_RUNNING = frozenset({"started", "operating"})


@dataclass(frozen=True, slots=True)
class Silent:
    """A project of which nothing was heard for as long as its programme waits, with the day of the last evidence."""

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
    silent_months: int
    silent_projects: tuple[Silent, ...]

    @property
    def empty(self) -> bool:
        """Whether there is nothing to show."""
        return self.announced is None and self.identified.value == 0


def funnel(programme: str, as_of: dt.date, events: Sequence[EventShown]) -> Funnel:
    """The funnel of a programme as of a day; what several events announce is added, bounds and all."""
    announced, fact = _announced(events)
    row = models.Programme.objects.get(pk=programme)
    months = silent_after(row)
    quiet = silent_since(as_of, months)
    stands = stands_of(programme, as_of)
    evidence = evidence_of(stands) if len(stands) <= FEW else None
    silent = sorted(
        (key for key, item in stands.items() if is_silent(item, quiet)),
        key=lambda key: (stands[key].last_evidence or dt.date.min, key),
    )
    names = dict(models.Project.objects.filter(pk__in=silent[:SHOWN]).values_list("id", "names"))

    def number(formula: str, keys: Sequence[str]) -> Figure:
        if evidence is None:
            return counted_in_ledger(formula, len(keys))
        bases = [evidence[key] for key in keys if key in evidence]
        if not keys and announced is not None:  # nothing was found of what was announced
            bases = [announced.basis]
        return count_of(formula, len(keys), bases or list(evidence.values()))

    return Funnel(
        announced,
        fact,
        number("number of identified projects", list(stands)),
        number("number of projects that are signed", [key for key, item in stands.items() if item.stage in _SIGNED]),
        number("number of projects that run", [key for key, item in stands.items() if item.stage in _RUNNING]),
        number(f"number of projects without evidence for {months} months", silent),
        months,
        tuple(Silent(key, names[key], stands[key].stage, stands[key].last_evidence) for key in silent[:SHOWN]),
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
