"""How far announced projects have come, as of a day: announced, identified, signed, running; and which fell silent."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from hongqiao.ground.basis import Basis, Entry
from hongqiao.ground.figure import Figure
from hongqiao.record import models
from hongqiao.record.page_queries import count_of, counted_in_ledger
from hongqiao.record.programme_shown import EventShown, Names
from hongqiao.record.project_life import silent_since
from hongqiao.record.project_list_queries import FEW, Stands, evidence_of, is_silent, stands_of
from hongqiao.record.project_queries import silent_after

SHOWN = 12
"""Silent projects that are named; the list of projects shows all."""

_SIGNED = frozenset({"signed", "started", "operating", "completed"})
_RUNNING = frozenset({"started", "operating"})


@dataclass(frozen=True, slots=True)
class Silent:
    """A project of which nothing was heard for the programme's months of silence, with the day of the last evidence."""

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
    silent_months: int

    @property
    def empty(self) -> bool:
        """Whether there is nothing to show."""
        return self.announced is None and self.identified.value == 0


def funnel(programme: str, as_of: dt.date, events: Sequence[EventShown]) -> Funnel:
    """The funnel of a programme as of a day; what several events announce is added, bounds and all."""
    announced, fact = _announced(events)
    months = silent_after(models.Programme.objects.get(pk=programme))
    stands = stands_of(programme, as_of)
    quiet = silent_since(as_of, months)
    silent = sorted(
        (key for key, item in stands.items() if is_silent(item, quiet)),
        key=lambda key: (stands[key].last_evidence or dt.date.min, key),
    )
    names = dict(models.Project.objects.filter(pk__in=silent[:SHOWN]).values_list("id", "names"))
    counting = _Counting(stands, announced)
    return Funnel(
        announced,
        fact,
        counting.of("number of identified projects", list(stands)),
        counting.of("number of projects that are signed", _in(stands, _SIGNED)),
        counting.of("number of projects that run", _in(stands, _RUNNING)),
        counting.of(f"number of projects without evidence for {months} months", silent),
        tuple(Silent(key, names[key], stands[key].stage, stands[key].last_evidence) for key in silent[:SHOWN]),
        months,
    )


def _in(stands: Mapping[str, Stands], stages: frozenset[str]) -> list[str]:
    return [key for key, item in stands.items() if item.stage in stages]


def _announced(events: Iterable[EventShown]) -> tuple[Figure | None, str | None]:
    said = [event.announced[0] for event in events if event.announced]
    if not said:
        return None, None
    total = said[0].figure
    for item in said[1:]:
        if item.figure.unit == total.unit:
            total += item.figure
    return total, said[0].fact if len(said) == 1 else None


class _Counting:
    """Counts that rest on each project's latest evidence; of many projects, on the record as its ledger stands."""

    def __init__(self, stands: Mapping[str, Stands], announced: Figure | None) -> None:
        self._many = len(stands) > FEW
        self._evidence: dict[str, Basis] = {} if self._many else evidence_of(stands)
        entered = models.Project.objects.filter(pk__in=[] if self._many else list(stands))
        self._entered: dict[str, Basis] = {key: Entry(str(at)) for key, at in entered.values_list("id", "position")}
        self._looked_through = [announced.basis] if announced is not None else []

    def of(self, formula: str, keys: Sequence[str]) -> Figure:
        """How many these are; none rests on what announced them, or on what was looked through."""
        if self._many or not (keys or self._looked_through or self._entered):
            return counted_in_ledger(formula, len(keys))
        bases = [self._evidence.get(key) or self._entered[key] for key in keys]
        looked = bases or [*self._entered.values(), *self._looked_through]
        return count_of(formula, len(keys), list(dict.fromkeys(looked)))
