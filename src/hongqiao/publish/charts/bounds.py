"""Targets as they were worded and as they came out: a bound is an arrow into what it admits, never a point.

Each target has its own scale, since units differ; the words stand at the marks, so that no axis is needed.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from hongqiao.ground.words import figure_words
from hongqiao.publish import language
from hongqiao.publish.charts.chart import Chart, Point
from hongqiao.publish.charts.drawing import BLUE, CONFIG, HAIR, INK, MOSS, QUIET, RED, SCHEMA, leading

WIDTH, PHONE, STEP = 560, 304, 54
_ROOM = 1.38  # of the largest value: room for the arrow of a bound without an upper end
_STATUS = {"reached": MOSS, "missed": RED}


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the chart: its words, what is aimed at, what was found, and how it stands."""

    label: str
    goals: tuple[Point, ...]
    found: tuple[Point, ...] = ()
    status: str = ""


def targets(subject: str, rows: Sequence[Row]) -> Chart | None:
    """The targets of a plan as bullet charts, each on its own scale; None where none states a quantity."""
    return _chart("targets", subject, _("Targets and what was found"), rows)


def readings(subject: str, goals: Sequence[Point], evidence: Sequence[Point]) -> Chart | None:
    """One target, a row for each wording, and below them what was found to be so; on one scale."""
    units = {point.figure.unit for point in (*goals, *evidence)}
    if len(goals) + len(evidence) < 2 or len(units) != 1:
        return None
    rows = [Row(point.label, (point,)) for point in goals]
    rows += [Row(f"{point.label} · {_('found')}", (), (point,)) for point in evidence]
    return _chart("target", subject, _("The wordings of the target and what was found"), rows, shared=True)


def _chart(kind: str, subject: str, title: str, rows: Sequence[Row], *, shared: bool = False) -> Chart | None:
    rows = [row for row in rows if row.goals or row.found]
    tops = [_top(row) for row in rows]
    if not rows or not all(math.isfinite(top) and top > 0 for top in tops):
        rows, tops = _drawable(rows)
    if not rows:
        return None
    tongue = language.ours()
    drawn: list[dict[str, Any]] = []
    for row, top in zip(rows, tops, strict=True):
        scale = max(tops) if shared else top
        # wordings that differ stand on lines of their own, so that their words never cover each other
        for line, goal in enumerate(row.goals or (None,)):
            place = len({mark["row"] for mark in drawn})
            drawn += [_mark(place, row, goal, scale, tongue, found=False)] if goal else []
            drawn += [_mark(place, row, point, scale, tongue, found=True) for point in row.found]
            drawn.append({"kind": "label", "row": place, "label": "" if line else row.label, "zero": 0, "one": 1})
    points = tuple(point for row in rows for point in (*row.goals, *row.found))
    words = {
        point.link: f"{row.label}: {figure_words(point.figure, tongue)}"
        for row in rows
        for point in (*row.goals, *row.found)
        if point.link
    }
    note = _("An arrow is a bound: the value lies somewhere along it; a hollow end does not belong to it.")
    return Chart(
        kind,
        subject,
        title,
        _specification(drawn),
        points,
        note,
        words,
        _specification(drawn, PHONE, STEP + 4),
        small=shared,
    )


def _drawable(rows: Sequence[Row]) -> tuple[list[Row], list[float]]:
    kept = [(row, _top(row)) for row in rows]
    kept = [(row, top) for row, top in kept if math.isfinite(top) and top > 0]
    return [row for row, _top in kept], [top for _row, top in kept]


def _top(row: Row) -> float:
    units = {point.figure.unit for point in (*row.goals, *row.found)}
    if len(units) != 1:  # what was found in another unit cannot stand on this scale
        return math.nan
    return max(point.figure.value_hi or point.figure.value for point in (*row.goals, *row.found))


def _mark(place: int, row: Row, point: Point, top: float, tongue: str, *, found: bool) -> dict[str, Any]:
    figure, reach = point.figure, top * _ROOM
    low, high = figure.interval.low, figure.interval.high
    bound = figure.is_bound or figure.comparator == "range"
    return {
        "kind": "found" if found else "goal",
        "row": place,
        "at": figure.value / reach,
        "from": (max(0.0, low) if math.isfinite(low) else 0.0) / reach,
        "to": (high if math.isfinite(high) else reach) / reach,
        "end": (1.0 if not math.isfinite(high) else 0.0) if figure.is_bound else None,
        "angle": 90 if not math.isfinite(high) else 270,
        "bound": bound,
        "hollow": figure.comparator in {">", "<"},
        "words": figure_words(figure, tongue),
        "colour": _STATUS.get(row.status, INK if row.status else RED) if found else BLUE,
        "u": leading(point.link),
    }


def _specification(drawn: list[dict[str, Any]], width: int = WIDTH, step: int = STEP) -> dict[str, Any]:
    y = {"field": "row", "type": "ordinal", "axis": None}
    x = {"type": "quantitative", "axis": None, "scale": {"domain": [0, 1], "nice": False}}
    colour = {"field": "colour", "type": "nominal", "scale": None}
    dy = 1
    line = {"y": y, "x": x | {"field": "from"}, "x2": {"field": "to"}, "color": colour}
    point = {"y": y, "x": x | {"field": "at"}, "href": {"field": "u"}}
    return {
        "$schema": SCHEMA,
        "width": width,
        "height": {"step": step},
        "padding": {"left": 4, "right": 10, "top": 4, "bottom": 4},
        "data": {"values": drawn},
        "layer": [
            {
                "transform": [{"filter": "datum.kind === 'label'"}],
                "mark": {"type": "bar", "height": 6, "color": HAIR, "opacity": 0.7, "yOffset": dy},
                "encoding": {"y": y, "x": x | {"field": "zero"}, "x2": {"field": "one"}},
            },
            {
                "transform": [{"filter": "datum.bound"}],
                "mark": {"type": "rule", "strokeWidth": 3, "yOffset": dy},
                "encoding": line,
            },
            {
                "transform": [{"filter": "isValid(datum.end)"}],
                "mark": {
                    "type": "point",
                    "shape": "triangle",
                    "filled": True,
                    "size": 100,
                    "opacity": 1,
                    "yOffset": dy,
                },
                "encoding": {
                    "y": y,
                    "x": x | {"field": "end"},
                    "angle": {"field": "angle", "type": "quantitative", "scale": None},
                    "color": colour,
                },
            },
            {
                "transform": [{"filter": "isValid(datum.at) && !datum.hollow"}],
                "mark": {"type": "point", "filled": True, "size": 80, "opacity": 1, "yOffset": dy},
                "encoding": point | {"color": colour},
            },
            {
                "transform": [{"filter": "isValid(datum.at) && datum.hollow"}],
                "mark": {
                    "type": "point",
                    "filled": True,
                    "fill": "#fbfaf7",
                    "strokeWidth": 2.5,
                    "size": 70,
                    "opacity": 1,
                    "yOffset": dy,
                },
                "encoding": point | {"stroke": colour},
            },
            {
                "transform": [{"filter": "datum.kind === 'label'"}],
                # a name too long for its line ends in an ellipsis; the table has the whole of it
                "mark": {"type": "text", "align": "left", "dy": -16, "fontSize": 13, "color": QUIET, "limit": width},
                "encoding": {"y": y, "x": {"value": 0}, "text": {"field": "label"}},
            },
            {
                "transform": [{"filter": "isValid(datum.at)"}],
                "mark": {"type": "text", "dy": 18, "fontSize": 12.5, "align": "center"},
                "encoding": {"y": y, "x": x | {"field": "at"}, "text": {"field": "words"}},
            },
        ],
        "config": CONFIG,
    }
