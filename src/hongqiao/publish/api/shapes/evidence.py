"""What answers about evidence hold: figures with their roots, quotes, claims, documents, facts, data, the ledger."""

import datetime as dt
from typing import Literal

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


class ConflictOut(Schema):
    """A fact on which sources differ, its sides apart."""

    fact: str
    names: Names
    kinds: list[str]
    sides: list[list[ClaimOut]]
    left_open: str = Field(description="Why it was left open on purpose; empty where it was not.")


class PublicationOut(Schema):
    """That a figure was taken back, or put out again."""

    verdict: str = Field(description="retract or publish.")
    by: str
    day: str
    reason: str
    position: int = Field(description="The entry of the ledger.")


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
    retracted: bool = Field(description="Whether its figure is taken back: it counts nowhere until published again.")
    publications: list[PublicationOut]


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
    retracted: bool


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
