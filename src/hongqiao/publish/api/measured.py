"""What is measured: the five fields of a programme, and two places side by side."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from hongqiao.ground.figure import Figure
from hongqiao.measure.integration.fields import Cell, Profile
from hongqiao.publish.api.answers import READ, found
from hongqiao.publish.api.asked import AsOf, Id
from hongqiao.publish.api.figures import Figures
from hongqiao.publish.api.shapes.evidence import FigureOut, Names
from hongqiao.publish.pages.as_of import default_day
from hongqiao.record import place_comparison, profiles

router = Router()


class CellOut(Schema):
    """One indicator of a field: its values, the latest first, its score, or the source that would fill the gap."""

    indicator: str
    names: Names
    aspect: str
    place: str | None = Field(description="A place, or two joined by + where the value belongs to both.")
    values: list[FigureOut]
    score: FigureOut | None = Field(description="Between 0 and 1, where somebody has stated what is worst and best.")
    unscored: str | None
    would_fill: Names


class FieldOut(Schema):
    """One of the five fields."""

    field: str
    score: FigureOut | None
    range: FigureOut | None = Field(description="Where nine in ten draws under other weights and goalposts lie.")
    withheld: str | None
    cells: list[CellOut]


class FieldsOut(Schema):
    """The five fields of a programme."""

    programme: str
    index: FigureOut | None
    index_range: FigureOut | None
    withheld: str | None
    fields: list[FieldOut]


class SideOut(Schema):
    """One indicator of two places."""

    indicator: str
    names: Names
    first: FigureOut | None
    second: FigureOut | None
    would_fill: Names


class PairFieldOut(Schema):
    """One field of two places, and what only both together have."""

    field: str
    sides: list[SideOut]
    pair: list[CellOut]


class IndustrySidesOut(Schema):
    """One industry in two places: shares of their jobs, and location quotients."""

    code: str
    names: Names
    first_share: FigureOut
    first_quotient: FigureOut
    second_share: FigureOut
    second_quotient: FigureOut


class ComparisonOut(Schema):
    """Two places side by side."""

    first: str
    second: str
    programmes: list[str]
    fields: list[PairFieldOut]
    industries: list[IndustrySidesOut]


@router.get("/programmes/{programme}/fields", response={200: FieldsOut, **READ}, tags=["programmes"])
def fields(request: HttpRequest, programme: Id, as_of: AsOf = None) -> Any:  # noqa: ARG001 - a view's signature
    """The five fields of a programme as of a day: every indicator with its values and score, or its gap."""
    shown = found(profiles.five_fields(programme, as_of or default_day()), "programme").profile
    figures = Figures(_of_profile(shown))
    return {
        "programme": programme,
        "index": figures.out(shown.index.figure) if shown.index else None,
        "index_range": figures.out(shown.index_interval) if shown.index_interval else None,
        "withheld": shown.withheld("en"),
        "fields": [
            {
                "field": field.field,
                "score": figures.out(field.score.figure) if field.score else None,
                "range": figures.out(field.interval) if field.interval else None,
                "withheld": field.withheld("en"),
                "cells": [_cell(cell, figures) for cell in field.cells],
            }
            for field in shown.fields
        ],
    }


@router.get("/places/{place}/against/{other}", response={200: ComparisonOut, **READ}, tags=["places"])
def against(request: HttpRequest, place: Id, other: Id, as_of: AsOf = None) -> Any:  # noqa: ARG001 - a view's signature
    """Two places side by side as of a day: the latest value of each, what only both have, and their industries."""
    shown = found(place_comparison.compare(place, other, as_of or default_day()), "pair of places")
    parts: list[Figure] = []
    for field in shown.fields:
        parts += [figure for side in field.sides for figure in (side.first, side.second) if figure]
        parts += [figure for cell in field.pair for figure in _of_cell(cell)]
    for line in shown.industries:
        parts += [line.first.share, line.first.quotient, line.second.share, line.second.quotient]
    figures = Figures(parts)
    return {
        "first": place,
        "second": other,
        "programmes": [item for item, _names in shown.programmes],
        "fields": [
            {
                "field": field.field,
                "sides": [
                    {
                        "indicator": side.indicator,
                        "names": side.names,
                        "first": figures.out(side.first) if side.first else None,
                        "second": figures.out(side.second) if side.second else None,
                        "would_fill": side.would_fill,
                    }
                    for side in field.sides
                ],
                "pair": [_cell(cell, figures) for cell in field.pair],
            }
            for field in shown.fields
        ],
        "industries": [
            {
                "code": line.code,
                "names": line.names,
                "first_share": figures.out(line.first.share),
                "first_quotient": figures.out(line.first.quotient),
                "second_share": figures.out(line.second.share),
                "second_quotient": figures.out(line.second.quotient),
            }
            for line in shown.industries
        ],
    }


def _of_cell(cell: Cell) -> list[Figure]:
    return [*(value.figure for value in cell.values), *([cell.score.figure] if cell.score else [])]


def _of_profile(shown: Profile) -> list[Figure]:
    whole = [shown.index.figure if shown.index else None, shown.index_interval]
    whole += [figure for field in shown.fields for figure in (field.score and field.score.figure, field.interval)]
    return [*(figure for figure in whole if figure), *(figure for cell in shown.cells for figure in _of_cell(cell))]


def _cell(cell: Cell, figures: Figures) -> dict[str, Any]:
    return {
        "indicator": cell.indicator.id,
        "names": dict(cell.indicator.names.entries),
        "aspect": cell.indicator.aspect,
        "place": cell.latest.place if cell.latest else None,
        "values": [figures.out(value.figure) for value in cell.values],
        "score": figures.out(cell.score.figure) if cell.score else None,
        "unscored": cell.unscored,
        "would_fill": dict(cell.indicator.would_fill.entries),
    }
