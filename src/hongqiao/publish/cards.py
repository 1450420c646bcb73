"""Social cards: the state of a thing in one picture, drawn by the same converter as the charts.

A card holds no number of its own: its sentence is that of the page, with the page's figures.
"""

import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from html import unescape
from typing import Any
from xml.sax.saxutils import escape

from django.utils.translation import gettext as _

from hongqiao.ground.figure import Figure
from hongqiao.publish.charts import drawing
from hongqiao.publish.page_tags import when_text
from hongqiao.publish.typefaces import FAMILY
from hongqiao.record.page_queries import ledger_head

WIDTH, HEIGHT = 1200, 630
_NOTE = re.compile(r'<span class="note".*?</span>', re.DOTALL)
_TAG = re.compile(r"<[^>]+>")


@dataclass(frozen=True, slots=True)
class Card:
    """A title, a sentence and its figures, and a line on the day and the ledger it was drawn from."""

    title: str
    sentence: str
    figures: tuple[Figure, ...]
    foot: str

    def png(self) -> bytes:
        """The card as a picture of 1200 × 630 pixels."""
        return drawing.png(self.svg(), 1.0)

    def svg(self) -> str:
        """The card as a drawing."""
        title = _lines(self.title, 37, 2)
        sentence = [line for part in self.sentence.split("\n") for line in _lines(part, 62, 5)]
        sentence = sentence[: 6 if len(title) == 1 else 4]
        top = 180 if len(title) > 1 else 170
        words = _texts(title, 80, 150, 60, 54, "bold", drawing.INK) + _texts(
            sentence, 80, top + 60 * len(title), 50, 34, "normal", drawing.INK
        )
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}">'
            f'<rect width="100%" height="100%" fill="{drawing.PAPER}"/><rect width="100%" height="10" fill="{drawing.BLUE}"/>'
            f'<g transform="translate(960,500) scale(2.6)" fill="none" stroke-linecap="round">'
            f'<path d="M4 34 A28 28 0 0 1 60 34" stroke="{drawing.BLUE}" stroke-width="3.4"/>'
            f'<path d="M13 34 A19 19 0 0 1 51 34" stroke="{drawing.AMBER}" stroke-width="2.8"/>'
            f'<path d="M22 34 A10 10 0 0 1 42 34" stroke="{drawing.RED}" stroke-width="2.4"/>'
            f'<path d="M1 37.5 H63" stroke="{drawing.INK}" stroke-width="2"/></g>{words}'
            f'<text x="80" y="560" font-family="{FAMILY}" font-size="24" fill="{drawing.QUIET}">{escape(self.foot)}</text>'
            f'<text x="80" y="595" font-family="{FAMILY}" font-size="24" fill="{drawing.QUIET}">Hongqiao 虹桥</text></svg>'
        )


def foot(day: Any) -> str:
    """The line at the bottom: the day, and the head of the ledger."""
    head = ledger_head()
    entry = f" · {_('Ledger entry')} {head.position} · {head.hash[:12]}" if head else ""
    return f"{_('As of')} {when_text(day.isoformat())}{entry}"


def plain(html: str) -> str:
    """Markup as one line of words, without the marks of its figures."""
    return " ".join(unescape(_TAG.sub("", _NOTE.sub("", html))).split())


def _lines(text: str, width: int, most: int) -> Sequence[str]:
    """The text in lines; Han characters take two places; what does not fit ends in an ellipsis."""
    wide = sum(1 for sign in text if sign >= "\u2e80")
    narrow = width if not wide else max(10, int(width * len(text) / (len(text) + wide)))
    found = textwrap.wrap(text, narrow, break_long_words=True) or [""]
    return found if len(found) <= most else [*found[: most - 1], found[most - 1][: narrow - 1].rstrip() + "…"]


def _texts(lines: Sequence[str], x: int, y: int, step: int, size: int, weight: str, colour: str) -> str:
    return "".join(
        f'<text x="{x}" y="{y + step * at}" font-family="{FAMILY}" font-size="{size}" font-weight="{weight}" fill="{colour}">{escape(line)}</text>'
        for at, line in enumerate(lines)
    )
