"""What answers about the world hold: places, institutions, indicators, scenarios."""

from typing import Any

from ninja import Schema

from hongqiao.publish.api.shapes.evidence import FigureOut, Names


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
    would_fill: Names
    series: list[SeriesOut]


class FoundOut(Schema):
    """Something that search found."""

    kind: str
    id: str
    programme: str
    title: str


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
