"""What answers about programmes hold: plans, targets, events, measures."""

import datetime as dt

from ninja import Schema
from pydantic import Field

from hongqiao.publish.api.shapes.evidence import ClaimOut, ConflictOut, FigureOut, Names, QuoteOut


class ProgrammeOut(Schema):
    """A programme's names."""

    id: str
    names: Names
    description: Names
    started: str


class ReadingOut(Schema):
    """One wording of a target and what can be said of it."""

    claim: ClaimOut
    verdict: str


class TargetOut(Schema):
    """A target as of a day."""

    id: str
    names: Names
    plan: str
    clause: str | None
    parent: str | None = Field(description="The target that it is part of; parts are linked and never added.")
    place: str | None
    indicator: str
    deadline: str | None
    deadline_passed: bool
    status: str
    conflicts: int
    retracted: bool = Field(description="Whether its figure was taken back: then it states no quantity.")
    readings: list[ReadingOut]
    evidence: list[ClaimOut]


class TargetRowOut(Schema):
    """A target in a list."""

    id: str
    names: Names
    programme: str
    plan: str
    clause: str | None
    parent: str | None
    place: str | None
    indicator: str
    deadline: str


class EventOut(Schema):
    """An event."""

    id: str
    names: Names
    kind: str
    period: str
    place: str | None
    institutions: list[str]
    announced: list[ClaimOut]
    identified: FigureOut | None


class EventDetailOut(EventOut):
    """An event with its quotes and the projects that were named at it."""

    programme: str
    quotes: list[QuoteOut]
    projects: list[str]
    description: Names


class EventRowOut(Schema):
    """An event in a list."""

    id: str
    names: Names
    programme: str
    kind: str
    period: str
    place: str | None
    institutions: list[str]


class OverviewOut(Schema):
    """A programme as of a day."""

    programme: ProgrammeOut
    as_of: dt.date
    targets: list[TargetOut]
    conflicts: list[ConflictOut]
    events: list[EventOut]
    counts: dict[str, FigureOut]


class ClauseOut(Schema):
    """A clause with the sentences that state it."""

    id: str
    names: Names
    quotes: list[QuoteOut]
    targets: list[str]


class ClauseRowOut(Schema):
    """A clause in a list: of a plan or of a measure."""

    id: str
    names: Names
    plan: str | None
    measure: str | None


class PlanOut(Schema):
    """A plan with its clauses and targets as of a day."""

    id: str
    names: Names
    programme: str
    period: str | None
    place: str | None
    parent: str | None
    field: str
    clauses: list[ClauseOut]
    targets: list[TargetOut]


class PlanRowOut(Schema):
    """A plan in a list."""

    id: str
    names: Names
    programme: str
    period: str
    place: str | None
    parent: str | None
    field: str


class MeasureOut(Schema):
    """A measure with its quotes."""

    id: str
    names: Names
    programme: str
    kind: str
    valid: str
    place: str | None
    quotes: list[QuoteOut]


class MeasureRowOut(Schema):
    """A measure in a list."""

    id: str
    names: Names
    programme: str
    kind: str
    valid: str
    place: str | None
