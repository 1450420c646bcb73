"""One indicator over time: a line through the values; a bound is an arrow into what it admits, a gap stays one."""

import math
from collections.abc import Sequence

from django.utils.translation import gettext as _

from hongqiao.ground.words import figure_words, unit_words
from hongqiao.publish import language
from hongqiao.publish.charts.chart import Chart, Point
from hongqiao.publish.charts.drawing import BLUE, CONFIG, SCHEMA, leading, magnitude

FEWEST = 3  # a line through fewer values would say more than is known

WIDTH, PHONE = 620, 262
AXIS = {"format": "d", "title": None, "grid": False, "tickMinStep": 1, "tickCount": 6}


def series(kind: str, subject: str, title: str, points: Sequence[Point]) -> Chart | None:
    """The chart of dated figures in one unit; None where fewer than three of them are values."""
    dated = [point for point in points if point.figure.period is not None]
    values = [point for point in dated if point.figure.comparator in {"=", "~"}]
    units = {point.figure.unit for point in dated}
    if len(values) < FEWEST or len(units) != 1:
        return None
    tongue = language.ours()
    factor, word = magnitude(max(abs(point.figure.value) for point in dated), tongue)
    rows = [_row(point, factor, tongue) for point in dated]
    unit = unit_words(units.pop(), tongue)
    x: dict[str, object] = {
        "field": "x",
        "type": "quantitative",
        "scale": {"zero": False, "nice": False},
        "axis": AXIS,
    }
    y = {
        "field": "y",
        "type": "quantitative",
        "axis": {
            "title": f"{word}{unit}".strip() if tongue == "zh" else f"{word} {unit}".strip(),
            "titleAngle": 0,
            "titleAlign": "left",
            "titleAnchor": "end",
            "titleX": -4,
            "titleY": -14,
            "tickCount": 4,
        },
    }
    specification: dict[str, object] = {
        "$schema": SCHEMA,
        "width": WIDTH,
        "height": 180,
        "padding": {"left": 4, "right": 12, "top": 18, "bottom": 4},
        "data": {"values": rows},
        "encoding": {"x": x, "y": y},
        "layer": [
            {
                "transform": [{"filter": "datum.bound === null"}],
                "mark": {"type": "line", "color": BLUE, "strokeWidth": 2},
            },
            {
                "transform": [{"filter": "datum.bound === null"}],
                "mark": {"type": "point", "filled": True, "size": 60, "color": BLUE, "opacity": 1},
                "encoding": {"href": {"field": "u"}},
            },
            {
                "transform": [{"filter": "datum.bound !== null"}],
                "mark": {"type": "point", "shape": "triangle", "filled": True, "size": 90, "color": BLUE, "opacity": 1},
                "encoding": {
                    "href": {"field": "u"},
                    "angle": {"field": "bound", "type": "quantitative", "scale": None},
                },
            },
        ],
        "config": CONFIG,
    }
    words = {point.link: figure_words(point.figure, tongue) for point in dated if point.link}
    return Chart(
        kind, subject, title or _("Values over time; the table says the same"), specification, tuple(dated), words=words,
        phone=specification | {"width": PHONE, "encoding": {"x": x | {"axis": AXIS | {"tickCount": 4}}, "y": y}},
    )  # fmt: skip


def _row(point: Point, factor: float, tongue: str) -> dict[str, object]:
    figure = point.figure
    if figure.period is None:
        raise ValueError("a figure on an axis of time has a period")
    up = not math.isfinite(figure.interval.high)
    return {
        "x": figure.period.start.year + (figure.period.start.month - 1) / 12,
        "y": figure.value / factor,
        "u": leading(point.link),
        "w": figure_words(figure, tongue),
        # the arrow points into what the bound admits
        "bound": None if figure.comparator in {"=", "~"} else 0 if up else 180,
    }
