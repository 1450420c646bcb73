"""What a pack holds, checked and in plain values."""

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hongqiao.evidence import Document

if TYPE_CHECKING:
    from hongqiao.record.pack.matching import PackMatching

type Names = dict[str, str]


@dataclass(frozen=True, slots=True)
class PackQuote:
    """Words that stand in one of the pack's documents."""

    document: str
    start: int
    end: int
    exact: str


@dataclass(frozen=True, slots=True)
class PackDocument:
    """A document of the pack, read."""

    document: Document
    body: bytes
    place: str


@dataclass(frozen=True, slots=True)
class PackPlace:
    """A row of places.csv."""

    id: str
    kind: str
    parent: str | None
    names: Names
    latitude: float | None
    longitude: float | None
    source: str


@dataclass(frozen=True, slots=True)
class PackCode:
    """A row of place_codes.csv."""

    place: str
    scheme: str
    code: str
    valid_from: dt.date | None
    valid_to: dt.date | None
    source: str


@dataclass(frozen=True, slots=True)
class PackInstitution:
    """A row of institutions.csv."""

    id: str
    kind: str
    place: str | None
    names: Names
    aliases: list[str]
    source: str


@dataclass(frozen=True, slots=True)
class PackValue:
    """A row of values.csv: a published number with its source."""

    line: int
    key: str
    indicator: str
    place: str
    period: str
    comparator: str
    value: float
    unit: str
    source_title: str
    source_url: str
    retrieved: str
    note: str


@dataclass(frozen=True, slots=True)
class PackTable:
    """A data set of the pack."""

    name: str
    body: bytes
    columns: list[str]
    row_count: int
    about: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Thing:
    """One table of pack.toml: a programme, plan, clause, target, measure, event, project or watch."""

    kind: str
    id: str
    fields: dict[str, Any]
    quotes: tuple[PackQuote, ...] = ()
    announces: tuple[PackQuote, ...] = ()
    life: tuple[tuple[str, str, PackQuote | None], ...] = ()


@dataclass(frozen=True, slots=True)
class Contents:
    """A whole pack."""

    folder: Path
    id: str
    names: Names
    description: Names
    banner: Names
    licence: str
    places: tuple[PackPlace, ...]
    codes: tuple[PackCode, ...]
    institutions: tuple[PackInstitution, ...]
    indicators: tuple[Thing, ...]
    documents: tuple[PackDocument, ...]
    tables: tuple[PackTable, ...]
    values: tuple[PackValue, ...]
    things: tuple[Thing, ...]
    matching: "PackMatching"

    def of(self, kind: str) -> list[Thing]:
        """The things of one kind, in their order in the file."""
        return [thing for thing in self.things if thing.kind == kind]
