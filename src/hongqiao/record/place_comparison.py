"""Two places side by side: every indicator that either has, their industries, and what only the pair has."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from hongqiao.ground.figure import Figure
from hongqiao.measure.integration.fields import Cell
from hongqiao.record import models
from hongqiao.record.computed_indicators import structures
from hongqiao.record.place_profile import IndustryLine, industry_lines
from hongqiao.record.profiles import of_places
from hongqiao.record.programme_shown import Names


@dataclass(frozen=True, slots=True)
class Side:
    """One indicator of two places: the latest value of each, or a gap."""

    indicator: str
    names: Names
    first: Figure | None
    second: Figure | None
    would_fill: Names

    @property
    def other_years(self) -> bool:
        """Whether both have a value, but of different times."""
        return self.first is not None and self.second is not None and self.first.period != self.second.period


@dataclass(frozen=True, slots=True)
class Field:
    """The indicators of one of the five fields."""

    field: str
    sides: tuple[Side, ...]
    pair: tuple[Cell, ...]
    """Indicators that belong to both together, such as the likeness of their industries; the latest value first."""


@dataclass(frozen=True, slots=True)
class Industries:
    """One section in both places."""

    code: str
    names: Names
    first: IndustryLine
    second: IndustryLine


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two places side by side."""

    first: tuple[str, Names]
    second: tuple[str, Names]
    fields: tuple[Field, ...]
    industries: tuple[Industries, ...]
    year: str
    programmes: tuple[tuple[str, Names], ...]
    """Programmes that join the two."""


def compare(first: str, second: str, day: dt.date) -> Comparison | None:
    """Two places as of a day, or None where one of them does not exist or both are the same."""
    rows = {row.id: row for row in models.Place.objects.filter(pk__in=[first, second])}
    if len(rows) != 2:
        return None
    # the indicators of the first place's pack; a place of another pack may have values of them, or gaps
    pack = rows[first].pack
    found = [
        (item.id, item.names) for item in models.Programme.objects.order_by("id") if {first, second} <= set(item.places)
    ]
    before = [industry_lines(_until(pack, place, day)) for place in (first, second)]
    lines = {line.code: line for line in before[1]}
    return Comparison(
        (first, rows[first].names),
        (second, rows[second].names),
        _fields(pack, first, second, day),
        tuple(Industries(one.code, one.names, one, lines[one.code]) for one in before[0] if one.code in lines),
        before[0][0].quotient.period.text if before[0] and before[0][0].quotient.period else "",
        tuple(found),
    )


def _until(pack: str, place: str, day: dt.date) -> list:  # type: ignore[type-arg]  # of Structure
    return [one for one in structures(pack, place) if one.year <= str(day.year)]


def _fields(pack: str, first: str, second: str, day: dt.date) -> tuple[Field, ...]:
    alone = [of_places(pack, [place], day) for place in (first, second)]
    both = of_places(pack, [first, second], day)
    if both is None or alone[0] is None or alone[1] is None:
        return ()
    latest = [_latest(shown.profile.cells, place) for shown, place in zip(alone, (first, second), strict=True) if shown]
    found = []
    for field in both.profile.fields:
        pair = tuple(cell for cell in field.cells if cell.latest is not None and "+" in cell.latest.place)
        of_pair = {cell.indicator.id for cell in pair}
        sides = tuple(
            Side(
                cell.indicator.id,
                dict(cell.indicator.names.entries),
                latest[0].get(cell.indicator.id),
                latest[1].get(cell.indicator.id),
                dict(cell.indicator.would_fill.entries),
            )
            for cell in field.cells
            if cell.indicator.id not in of_pair
        )
        found.append(Field(field.field, tuple(side for side in sides if side.first or side.second), pair))
    return tuple(found)


def _latest(cells: tuple[Cell, ...], place: str) -> Mapping[str, Figure]:
    """The latest value of each indicator that is the place's own, not that of a town or station within it."""
    found = {}
    for cell in cells:
        own = [value.figure for value in cell.values if value.place == place]
        if own:
            found[cell.indicator.id] = own[0]
    return found
