"""What the pages of a programme show: frozen values, asked for by `programme_queries`."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from hongqiao.ground.figure import Figure
from hongqiao.ground.period import Period
from hongqiao.record.page_queries import QuoteShown, Said

type Names = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ProgrammeHead:
    """A programme's name and description."""

    id: str
    names: Names
    description: Names
    banner: Names
    started: str
    places: tuple[tuple[str, Names], ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """One wording of a target, and what can be said of it as of a day."""

    said: Said
    verdict: str


@dataclass(frozen=True, slots=True)
class TargetShown:
    """A target: every wording of it, its deadline, and the evidence there is."""

    id: str
    names: Names
    plan: str
    clause: str | None
    parent: str | None
    place: tuple[str, Names] | None
    indicator: str
    deadline: Period | None
    passed: bool
    readings: tuple[Reading, ...]
    evidence: tuple[Said, ...]
    conflicts: int
    status: str
    retracted: bool = False

    @property
    def main(self) -> Figure | None:
        """The wording that stands first: that of an original before that of a retelling."""
        return self.readings[0].said.figure if self.readings else None

    @property
    def groups(self) -> tuple[tuple[Reading, ...], ...]:
        """The wordings, those that state the same quantity together."""
        found: dict[tuple[object, ...], list[Reading]] = defaultdict(list)
        for reading in self.readings:
            figure = reading.said.figure
            found[figure.comparator, figure.value, figure.value_hi, figure.unit].append(reading)
        return tuple(tuple(group) for group in found.values())


@dataclass(frozen=True, slots=True)
class ClauseShown:
    """A clause with the sentences that state it."""

    id: str
    names: Names
    quotes: tuple[QuoteShown, ...]
    targets: tuple[TargetShown, ...]


@dataclass(frozen=True, slots=True)
class PlanShown:
    """A plan with its clauses and targets."""

    id: str
    names: Names
    programme: ProgrammeHead
    period: Period | None
    place: tuple[str, Names] | None
    parent: tuple[str, Names] | None
    field: str
    clauses: tuple[ClauseShown, ...]
    loose: tuple[TargetShown, ...]

    @property
    def targets(self) -> tuple[TargetShown, ...]:
        """Every target of the plan, in the order of its clauses."""
        return (*(target for clause in self.clauses for target in clause.targets), *self.loose)


@dataclass(frozen=True, slots=True)
class ConflictShown:
    """A fact on which its sources differ: in what, and each side with its quotes."""

    fact: str
    names: Names
    kinds: tuple[str, ...]
    sides: tuple[tuple[Said, ...], ...]
    missing: tuple[tuple[str, str, str], ...]
    left_open: str


@dataclass(frozen=True, slots=True)
class EventShown:
    """An event with its quotes, its institutions and what it announced."""

    id: str
    names: Names
    kind: str
    period: str
    place: tuple[str, Names] | None
    programme: ProgrammeHead
    institutions: tuple[tuple[str, Names], ...]
    quotes: tuple[QuoteShown, ...]
    announced: tuple[Said, ...]
    identified: Figure | None
    projects: tuple[tuple[str, Names], ...]
    description: Names


@dataclass(frozen=True, slots=True)
class WatchShown:
    """A quantity that the overview shows besides the targets."""

    id: str
    names: Names
    place: tuple[str, Names] | None
    readings: tuple[Said, ...]
    conflicts: int


@dataclass(frozen=True, slots=True)
class MeasureShown:
    """A measure with its quotes."""

    id: str
    names: Names
    kind: str
    valid: str
    place: tuple[str, Names] | None
    programme: ProgrammeHead
    quotes: tuple[QuoteShown, ...]
    clauses: tuple[ClauseShown, ...] = ()
    budget: Figure | None = None


@dataclass(frozen=True, slots=True)
class Overview:
    """A programme as of a day."""

    programme: ProgrammeHead
    as_of: dt.date
    plans: tuple[PlanShown, ...]
    conflicts: tuple[ConflictShown, ...]
    events: tuple[EventShown, ...]
    watches: tuple[WatchShown, ...]
    measures: tuple[MeasureShown, ...]
    stated: tuple[WatchShown, ...]
    waiting_batches: tuple[str, ...]
    waiting: Figure
    documents: Figure
    target_count: Figure
    passed_count: Figure
    evidenced_count: Figure
    conflict_count: Figure

    @property
    def targets(self) -> tuple[TargetShown, ...]:
        """Every target of every plan."""
        return tuple(target for plan in self.plans for target in plan.targets)
