"""Charts: Vega-Lite specifications rendered on the server to SVG that a strict page may hold.

Each point leads to its source. Bounds are drawn as arrows from their value into what they admit, never as points.
Colours are written as those of the light theme and turned by the style sheet for the dark one. Beside each chart
stands a table that says the same.
"""

import functools
import json
import math
import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from hongqiao.ground.figure import Figure
from hongqiao.ground.words import figure_words, unit_words
from hongqiao.publish import language

BLUE, RED, HAIR, INK, PAPER = "#1f5fa8", "#c8401f", "#dcd8cf", "#1b1f23", "#fbfaf7"
SITE = "https://site.invalid"  # Vega makes relative links absolute; this is cut off again
_SAFE_LINK = re.compile(r'(?:xlink:)?href="' + re.escape(SITE))
_STYLE = re.compile(r'\sstyle="[^"]*"')
_HAN_FONT = "Source Sans 3, Noto Sans, Noto Sans CJK SC, sans-serif"

CONFIG: dict[str, Any] = {
    "background": None,
    "font": _HAN_FONT,
    "view": {"stroke": None},
    "axis": {
        "domain": False,
        "ticks": False,
        "gridColor": HAIR,
        "labelColor": INK,
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "labelPadding": 6,
    },
}


def svg(specification: dict[str, Any], title: str, links: Mapping[str, str] | None = None) -> SafeString:
    """A specification as inline SVG: no style attributes, no scripts, links within the site, each with its name."""
    text = json.dumps(specification, sort_keys=True, ensure_ascii=False)
    return SafeString(_rendered(text, title, tuple((links or {}).items())))


@functools.lru_cache(maxsize=512)
def _rendered(specification: str, title: str, links: tuple[tuple[str, str], ...]) -> str:
    import vl_convert

    drawn = vl_convert.vegalite_to_svg(specification)
    drawn = _STYLE.sub("", _SAFE_LINK.sub('href="', drawn))
    # Vega's own roles nest in ways that readers of screens stumble over: only the links keep a name
    drawn = re.sub(r' (?:role|aria-[a-z]+)="[^"]*"', "", drawn)
    for link, words in links:
        drawn = drawn.replace(f'<a href="{escape(link)}"', f'<a href="{escape(link)}" aria-label="{escape(words)}"')
    return drawn.replace("<svg ", f'<svg aria-label="{escape(title)}" ', 1)


def years(points: Sequence[tuple[Figure, str]]) -> SafeString | str:
    """One indicator over time: a line through the values, each point a link; empty where fewer than three are values."""
    dated = [(figure, link) for figure, link in points if figure.period is not None]
    values = [(figure, link) for figure, link in dated if figure.comparator in {"=", "~"}]
    units = {figure.unit for figure, _ in values}
    if len(values) < 3 or len(units) != 1:
        return ""
    tongue = language.ours()
    factor, word = _scale(max(abs(figure.value) for figure, _ in values), tongue)
    rows = [
        {
            "x": figure.period.start.year + (figure.period.start.month - 1) / 12,
            "y": figure.value / factor,
            "u": SITE + link if link else None,
            "w": figure_words(figure, tongue),
        }
        for figure, link in values
        if figure.period is not None
    ]
    unit = unit_words(units.pop(), tongue)
    x = {
        "field": "x",
        "type": "quantitative",
        "scale": {"zero": False, "nice": False},
        "axis": {"format": "d", "title": None, "grid": False, "tickMinStep": 1, "tickCount": 6},
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
    return svg(
        {
            "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
            "width": 620,
            "height": 180,
            "padding": {"left": 4, "right": 12, "top": 18, "bottom": 4},
            "data": {"values": rows},
            "encoding": {"x": x, "y": y},
            "layer": [
                {"mark": {"type": "line", "color": BLUE, "strokeWidth": 2}},
                {
                    "mark": {"type": "point", "filled": True, "size": 60, "color": BLUE, "opacity": 1},
                    "encoding": {"href": {"field": "u"}},
                },
            ],
            "config": CONFIG,
        },
        _("Values over time; the table says the same"),
        {row["u"].removeprefix(SITE): row["w"] for row in rows if row["u"]},
    )


def _scale(largest: float, tongue: str) -> tuple[float, str]:
    """The magnitude in which an axis counts, and its word."""
    steps = {
        "de": ((1e12, "Bio."), (1e9, "Mrd."), (1e6, "Mio.")),
        "en": ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")),
        "zh": ((1e12, "万亿"), (1e8, "亿"), (1e4, "万")),
    }
    for factor, word in steps[tongue]:
        if largest >= 2 * factor:
            return factor, word
    return 1.0, ""


def readings(goals: Sequence[tuple[str, Figure, str]], evidence: Sequence[tuple[str, Figure, str]]) -> SafeString | str:
    """A target's wordings as rows: a point for a value, an arrow for a bound; below them what was found to be so."""
    rows = [(f"{tongue}", figure, link, BLUE) for tongue, figure, link in goals]
    rows += [(f"{tongue} · {_('found')}", figure, link, RED) for tongue, figure, link in evidence]
    units = {figure.unit for _label, figure, _link, _colour in rows}
    if len(rows) < 2 or len(units) != 1:
        return ""
    top = max(figure.value_hi or figure.value for _label, figure, _link, _colour in rows)
    if not math.isfinite(top) or top <= 0:
        return ""
    tongue = language.ours()
    factor, word = _scale(top, tongue)
    reach = top * 1.35 / factor
    drawn: list[dict[str, Any]] = []
    for place, (label, figure, link, colour) in enumerate(rows):
        low, high = figure.interval.low / factor, figure.interval.high / factor
        drawn.append(
            {
                "row": f"{place}",
                "label": label,
                "at": figure.value / factor,
                "from": max(0.0, low) if math.isfinite(low) else 0.0,
                "to": high if math.isfinite(high) else reach,
                "end": reach if not math.isfinite(high) else (0.0 if figure.comparator in {"<", "<="} else None),
                "angle": 90 if not math.isfinite(high) else 270,
                "words": figure_words(figure, tongue),
                "colour": colour,
                "u": SITE + link,
            }
        )
    unit = unit_words(units.pop(), tongue)
    labels = "{" + ",".join(f"'{row['row']}':{json.dumps(row['label'], ensure_ascii=False)}" for row in drawn) + "}"
    y = {
        "field": "row",
        "type": "ordinal",
        "axis": {"title": None, "labelExpr": f"{labels}[datum.value]", "grid": False},
    }
    x_axis = {"title": f"{word}{unit}" if tongue == "zh" else f"{word} {unit}".strip(), "tickCount": 5, "grid": True}
    x = {"type": "quantitative", "scale": {"domain": [0, reach], "nice": False}, "axis": x_axis}
    colour = {"field": "colour", "type": "nominal", "scale": None}
    href = {"field": "u"}
    return svg(
        {
            "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
            "width": 540,
            "height": {"step": 34},
            "data": {"values": drawn},
            "layer": [
                {
                    "mark": {"type": "rule", "strokeWidth": 3},
                    "encoding": {
                        "y": y,
                        "x": x | {"field": "from"},
                        "x2": {"field": "to"},
                        "color": colour,
                    },
                },
                {
                    "transform": [{"filter": "datum.end !== null"}],
                    "mark": {"type": "point", "shape": "triangle", "filled": True, "size": 110, "opacity": 1},
                    "encoding": {
                        "y": y,
                        "x": x | {"field": "end"},
                        "angle": {"field": "angle", "type": "quantitative", "scale": None},
                        "color": colour,
                    },
                },
                {
                    "mark": {"type": "point", "filled": True, "size": 70, "opacity": 1},
                    "encoding": {"y": y, "x": x | {"field": "at"}, "color": colour, "href": href},
                },
                {
                    "mark": {"type": "text", "dy": -11, "align": "center", "fontSize": 12},
                    "encoding": {"y": y, "x": x | {"field": "at"}, "text": {"field": "words"}},
                },
            ],
            "config": CONFIG,
        },
        _("The wordings of the target and what was found; the lists below say the same"),
        {link: f"{label}: {figure_words(figure, tongue)}" for label, figure, link, _colour in rows},
    )
