"""Projects as they come true: announced, identified, signed, running; a bar for each, nothing where nobody knows."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from hongqiao.ground.words import figure_words
from hongqiao.publish import language
from hongqiao.publish.charts.chart import Chart, Point
from hongqiao.publish.charts.drawing import BLUE, CONFIG, HAIR, QUIET, SCHEMA, leading

WIDTH, PHONE, STEP = 480, 304, 46


def funnel(subject: str, points: Sequence[Point]) -> Chart | None:
    """The funnel of a programme's projects; None where nothing was announced and nothing is identified."""
    largest = max((point.figure.value for point in points), default=0.0)
    if largest <= 0:
        return None
    tongue = language.ours()
    rows = [
        {
            "row": place,
            "zero": 0,
            "one": 1,
            "label": point.label,
            "to": point.figure.value / largest,
            "words": figure_words(point.figure, tongue),
            "u": leading(point.link),
        }
        for place, point in enumerate(points)
    ]
    y = {"field": "row", "type": "ordinal", "axis": None}
    x = {"type": "quantitative", "axis": None, "scale": {"domain": [0, 1], "nice": False}}
    left = {"value": 0}
    specification: dict[str, object] = {
        "$schema": SCHEMA,
        "width": WIDTH,
        "height": {"step": STEP},
        "data": {"values": rows},
        "layer": [
            {
                "mark": {"type": "bar", "height": 10, "color": HAIR, "opacity": 0.55, "yOffset": 12},
                "encoding": {"y": y, "x": x | {"field": "zero"}, "x2": {"field": "one"}},
            },
            {
                "mark": {"type": "bar", "height": 10, "color": BLUE, "yOffset": 12},
                "encoding": {"y": y, "x": x | {"field": "zero"}, "x2": {"field": "to"}, "href": {"field": "u"}},
            },
            {
                "mark": {"type": "text", "align": "left", "dy": -4, "fontSize": 13, "color": QUIET},
                "encoding": {"y": y, "x": left, "text": {"field": "label"}},
            },
            {
                "mark": {"type": "text", "align": "right", "dy": -4, "fontSize": 15},
                "encoding": {"y": y, "x": x | {"field": "one"}, "text": {"field": "words"}},
            },
        ],
        "config": CONFIG,
    }
    words = {point.link: f"{point.label}: {figure_words(point.figure, tongue)}" for point in points if point.link}
    return Chart(
        "funnel",
        subject,
        _("Projects: announced, identified, signed, running"),
        specification,
        tuple(points),
        words=words,
        phone=specification | {"width": PHONE},
    )
