"""What answers hold."""

import datetime as dt
from typing import Any, Literal

from ninja import Schema
from pydantic import Field

type Names = dict[str, str]


class RootOut(Schema):
    """What a figure finally rests on."""

    kind: Literal["quote", "column", "entry", "assumption"]
    key: str = Field(description="The hash of the root's content.")
    exact: str = Field(description="The quoted words; for a column its name and row.")
    sentence: str | None = Field(default=None, description="The quote in its sentence.")
    language: str | None = None
    speaker: str
    date: str
    page: str = Field(description="Where this site shows it.")
    original: str | None = Field(default=None, description="The address of the source itself, where one is known.")
    retells: str | None = Field(default=None, description="The page that is retold, where the document is a retelling.")


class FigureOut(Schema):
    """A value, bound or range in one unit, with everything it rests on."""

    value: float
    value_hi: float | None
    comparator: str = Field(description="=, >, >=, <, <=, ~ (about), ~< (nearly), ~> (just over) or range.")
    unit: str
    period: str | None
    computed_by: str | None = Field(description="The formula, where the figure was computed.")
    roots: list[RootOut]


class QuoteOut(Schema):
    """Words that stand in a document, from `start` to `end` in code points of its text."""

    document: str
    start: int
    end: int
    exact: str
    language: str
    speaker: str
    published: str
    retells: str


class QuoteRowOut(Schema):
    """A quote by its id."""

    id: str
    document: str
    start: int
    end: int
    exact: str
    prefix: str
    suffix: str


class ClaimOut(Schema):
    """One statement of a quantity in one document."""

    id: str
    document: str
    language: str
    status: str
    indicator: str
    indicator_text: str
    place: str
    start: int
    end: int
    quote: str
    figure: FigureOut


class StandingClaimOut(ClaimOut):
    """A claim as it stands in a programme."""

    programme: str
    state: str = Field(description="waiting, accepted or rejected.")
    relation: str = Field(description="What it adds: new, confirms or contradicts; empty where nobody compared it.")
    fact: str | None


class ClaimDetailOut(ClaimOut):
    """A claim, and how it stands in each programme."""

    states: dict[str, str]


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


class ConflictOut(Schema):
    """A fact on which sources differ, its sides apart."""

    fact: str
    names: Names
    kinds: list[str]
    sides: list[list[ClaimOut]]
    left_open: str = Field(description="Why it was left open on purpose; empty where it was not.")


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


class DocumentOut(Schema):
    """A document's head."""

    id: str
    title: str
    language: str
    published: str
    publisher: str
    address: str
    retells: str
    licence: str


class DocumentDetailOut(DocumentOut):
    """A document; its whole text only where a licence is recorded for it."""

    programmes: list[str]
    same_origin: list[str] = Field(description="Copies and translations of the same text.")
    claims: int
    text_sha256: str
    text: str | None
    text_withheld: str | None = Field(description="Why the text is not given.")


class FactOut(Schema):
    """A fact with every accepted claim."""

    id: str
    names: Names
    kind: str
    indicator: str
    programme: str
    claims: list[ClaimOut]
    independent_sources: FigureOut
    conflict: ConflictOut | None


class FactRowOut(Schema):
    """A fact in a list."""

    id: str
    names: Names
    programme: str
    kind: str
    indicator: str
    place: str
    period: str
    claims: int
    conflicts: int


class FigureRowOut(Schema):
    """A published figure and what it is about."""

    id: str
    programme: str
    indicator: str
    subject: str
    place: str
    status: str
    supersedes: str | None
    superseded_by: str | None
    figure: FigureOut


class DataSetOut(Schema):
    """A data set without its rows."""

    id: str
    sha256: str
    name: str
    title: str
    description: str
    source: str
    licence: str
    retrieved: str


class RowsOut(Schema):
    """Rows of a data set, by column; `line` counts as in the file, its header being line 1."""

    columns: list[str]
    rows: list[dict[str, str]]
    first_line: int
    total: int


class SeriesOut(Schema):
    """One indicator of one place over time."""

    indicator: str
    names: Names
    place: str
    place_names: Names
    figures: list[FigureOut]


class PlaceOut(Schema):
    """A place."""

    id: str
    names: Names
    kind: str
    parent: str | None = None


class CodeOut(Schema):
    """A code that a place bore from a day to a day."""

    scheme: str
    code: str
    valid_from: str
    valid_to: str


class PlaceDetailOut(Schema):
    """A place with its codes, what it lies in, what lies in it, and its values."""

    id: str
    names: Names
    kind: str
    above: list[str]
    within: list[str]
    codes: list[CodeOut]
    latitude: float | None
    longitude: float | None
    source: str
    programmes: list[str]
    institutions: list[str]
    series: list[SeriesOut]


class InstitutionOut(Schema):
    """An institution."""

    id: str
    names: Names
    kind: str
    aliases: list[str]
    place: str | None


class InstitutionDetailOut(InstitutionOut):
    """An institution with what it takes part in."""

    source: str
    events: list[str]
    projects: list[str]


class IndicatorOut(Schema):
    """Something that is measured."""

    id: str
    names: Names
    unit: str
    field: str
    aspect: str


class IndicatorDetailOut(IndicatorOut):
    """An indicator with its values, or the source that would fill the gap."""

    definition: Names
    would_fill: str
    series: list[SeriesOut]


class FoundOut(Schema):
    """Something that search found."""

    kind: str
    id: str
    programme: str
    title: str


class LedgerOut(Schema):
    """The head of the chain of changes."""

    position: int
    hash: str


class EntryOut(Schema):
    """One entry of the ledger."""

    position: int
    at: dt.datetime
    actor: str
    role: str
    verb: str
    subject: str
    programme: str
    reason: str
    rows: int
    rows_digest: str
    previous: str
    hash: str


class ChangeOut(Schema):
    """What a scenario changes for one city."""

    place: str
    names: Names
    change: FigureOut


class LinkOut(Schema):
    """One link, and what it would be worth if trade on it were one per cent cheaper."""

    a: str
    b: str
    gain: FigureOut
    minutes: FigureOut


class ScenarioOut(Schema):
    """What another travel time between two cities would change; nothing of it is stored."""

    programme: str
    a: str
    b: str
    before: FigureOut
    after: FigureOut
    changes: list[ChangeOut]
    links_worth_most: list[LinkOut]
    assumptions: list[str]
    residual: float
    procedure: str
    left_out: list[dict[str, Any]]
