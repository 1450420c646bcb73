"""From a Vega-Lite specification to SVG that a strict page may hold, or to pixels; the same wherever it runs.

Colours are written as those of the light theme and turned by the style sheet for the dark one. Text is measured with
the typefaces that Hongqiao brings, so that a chart has the same size on every machine.
"""

import functools
import json
import re
from collections.abc import Mapping
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString

from hongqiao.publish.typefaces import FAMILY, FOLDER

BLUE, RED, MOSS, AMBER, HAIR, INK, PAPER = "#1f5fa8", "#c8401f", "#3d7a4b", "#b7791f", "#dcd8cf", "#1b1f23", "#fbfaf7"
QUIET = "#565d64"
SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
SITE = "https://site.invalid"  # Vega makes relative links absolute; this is cut off again
_NOWHERE = SITE + "/nowhere"
_NO_LINK = re.compile(r'<a (?:xlink:)?href="' + re.escape(_NOWHERE) + r'"[^>]*>(.*?)</a>', re.DOTALL)
_ANY_LINK = re.compile(r"<a [^>]*>(.*?)</a>", re.DOTALL)
_SAFE_LINK = re.compile(r'(?:xlink:)?href="' + re.escape(SITE))
_STYLE = re.compile(r'\sstyle="[^"]*"')

CONFIG: dict[str, Any] = {
    "background": None,
    "font": FAMILY,
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


def plain_svg(specification: dict[str, Any]) -> str:
    """A specification as SVG without links, for paper and for pixels."""
    return _ANY_LINK.sub(r"\1", _drawn(json.dumps(specification, sort_keys=True, ensure_ascii=False)))


def leading(link: str) -> str:
    """A path as a mark's ``href``; a mark that leads nowhere gets one that `svg` takes off again."""
    return SITE + link if link else _NOWHERE


def png(drawing: str, scale: float = 2.0) -> bytes:
    """An SVG as pixels."""
    data: bytes = _converter().svg_to_png(drawing, scale=scale)
    return data


@functools.cache
def _converter() -> Any:
    import vl_convert

    vl_convert.register_font_directory(str(FOLDER))
    return vl_convert


@functools.lru_cache(maxsize=256)
def _drawn(specification: str) -> str:
    drawn: str = _converter().vegalite_to_svg(specification)
    return drawn


@functools.lru_cache(maxsize=512)
def _rendered(specification: str, title: str, links: tuple[tuple[str, str], ...]) -> str:
    drawn = _STYLE.sub("", _SAFE_LINK.sub('href="', _NO_LINK.sub(r"\1", _drawn(specification))))
    # Vega's own roles nest in ways that readers of screens stumble over: only the links keep a name
    drawn = re.sub(r' (?:role|aria-[a-z]+)="[^"]*"', "", drawn)
    for link, words in links:
        drawn = drawn.replace(f'<a href="{escape(link)}"', f'<a href="{escape(link)}" aria-label="{escape(words)}"')
    return drawn.replace("<svg ", f'<svg aria-label="{escape(title)}" ', 1)


def magnitude(largest: float, tongue: str) -> tuple[float, str]:
    """The magnitude in which an axis counts, and its word.

    >>> magnitude(470e9, "zh"), magnitude(470e9, "de"), magnitude(12, "en")
    ((100000000.0, '亿'), (1000000000.0, 'Mrd.'), (1.0, ''))
    """
    steps = {
        "de": ((1e12, "Bio."), (1e9, "Mrd."), (1e6, "Mio.")),
        "en": ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")),
        "zh": ((1e12, "万亿"), (1e8, "亿"), (1e4, "万")),
    }
    for factor, word in steps[tongue]:
        if largest >= 2 * factor:
            return factor, word
    return 1.0, ""


def size(drawn: str) -> tuple[float, float]:
    """Width and height of an SVG, in its own pixels."""
    found = re.search(r'<svg [^>]*?width="([\d.]+)"[^>]*?height="([\d.]+)"', drawn)
    if found is None:
        raise ValueError("an SVG names its width and height")
    return float(found[1]), float(found[2])
