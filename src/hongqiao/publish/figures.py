"""``{% figure %}``: a number with its basis, or not at all.

A page that shows a number calls ``{% figure f %}``. The number becomes a button that opens what it rests on, in
place; ``{% bases %}`` at the end of the page writes these panels, all of them after one look into the record. On
paper the panels are the page's endnotes. A number without a basis cannot be written: the tag raises NoBasis.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from django import template
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from hongqiao.errors import NoBasis
from hongqiao.ground.basis import Step, sha256
from hongqiao.ground.figure import Figure
from hongqiao.ground.words import figure_words, number, period_words
from hongqiao.publish import citing, language

register = template.Library()
_KEY = re.compile("[0-9a-f]{12}")


@dataclass(slots=True)
class Shown:
    """One figure on a page: its number among the page's notes, and whose it is."""

    note: int
    figure: Figure
    fact: str | None
    about: str


@dataclass(slots=True)
class Sheet:
    """The figures of one page in the order of their first appearance; the same figure is noted once.

    A part that comes after the page, into it, has a `salt`: its panels must not bear the names of those already there.
    """

    shown: dict[str, Shown] = field(default_factory=dict)
    written: set[str] = field(default_factory=set)
    salt: str = ""

    def add(self, figure: object, *, fact: str | None = None, about: str = "") -> tuple[str, Shown]:
        """A figure's key on the page and its note; raises NoBasis for whatever is not a figure."""
        if not isinstance(figure, Figure):
            raise NoBasis(
                f"a page shows figures with a basis, got {type(figure).__name__} {figure!r}: "
                "give {% figure %} a Figure, or write what is no quantity (a date, an id) without it"
            )
        parts = (figure.value, figure.value_hi, figure.comparator, figure.unit, figure.period, figure.basis.key, about)
        parts = (*parts, self.salt) if self.salt else parts
        key = sha256(repr(parts))[:12]
        if key not in self.shown:
            self.shown[key] = Shown(len(self.shown) + 1, figure, fact, about)
        return key, self.shown[key]


def _sheet(context: Context) -> Sheet:
    sheet = context.get("sheet")
    if not isinstance(sheet, Sheet):
        raise template.TemplateSyntaxError("a figure needs the page's sheet; render the page with a request")
    return sheet


@register.simple_tag(takes_context=True)
def figure(
    context: Context,
    value: object,
    fact: str | None = None,
    about: str = "",
    *,
    bare: bool = False,
    period: bool = False,
    none: str = "",
    decimals: int | None = None,
) -> SafeString:
    """A figure in the page's language, as a button that opens its basis.

    `about` says what is counted or measured; `bare` leaves out bound and unit (where a heading says them);
    `period` adds the period in brackets; `none` is the word for a count of zero;
    `decimals` rounds what a computation gave to that many digits.
    """
    sheet = _sheet(context)
    key, shown = sheet.add(value, fact=fact, about=str(about or ""))
    tongue = language.ours()
    words = number(shown.figure.value, tongue) if bare else figure_words(shown.figure, tongue, decimals=decimals)
    if none and shown.figure.value == 0 and shown.figure.comparator == "=":
        words = str(none)
    when = SafeString("")
    if period and shown.figure.period:
        when = format_html(' <span class="on">({})</span>', period_words(shown.figure.period, tongue))
    return format_html(
        '<button type="button" class="figure" popovertarget="b-{}" data-figure="{}" aria-haspopup="dialog">'
        '{}{}<span class="note" aria-hidden="true"><i>{}</i></span></button>',
        key,
        key,
        words,
        when,
        shown.note,
    )


@register.simple_tag(takes_context=True)
def bases(context: Context) -> SafeString:
    """The panels of every figure shown so far and not yet written."""
    sheet = _sheet(context)
    waiting = {key: shown for key, shown in sheet.shown.items() if key not in sheet.written}
    sheet.written.update(waiting)
    if not waiting:
        return SafeString("")
    from hongqiao.publish import sources as of_roots  # needs the record's tables, which are not ready at import
    from hongqiao.record import page_queries

    sources = of_roots.shown(root for shown in waiting.values() for root in shown.figure.roots())
    variants = page_queries.variants({shown.fact for shown in waiting.values() if shown.fact})
    request = context["request"]
    panels = [_panel(key, shown, sources, variants, request) for key, shown in waiting.items()]
    return SafeString(render_to_string("figure/bases.html", {"panels": panels}, request=request))


def _panel(key: str, shown: Shown, sources: dict[str, Any], variants: dict[str, Any], request: Any) -> dict[str, Any]:
    figure_ = shown.figure
    tongue = language.ours()
    roots = [sources[root.key] for root in figure_.roots()]
    cited = citing.Cited(figure_, shown.about, roots, request.build_absolute_uri)
    return {
        "key": key,
        "note": shown.note,
        "about": shown.about,
        "words": figure_words(figure_, tongue),
        "period": period_words(figure_.period, tongue) if figure_.period else "",
        "step": figure_.basis if isinstance(figure_.basis, Step) else None,
        "roots": grouped(roots),
        "count": len(roots),
        "fact": shown.fact,
        "variants": variants.get(shown.fact, []),
        "head": cited.head(tongue),
        "sources": cited.all_sources(tongue),
        "row": cited.as_row(),
    }


def grouped(roots: list[Any]) -> list[list[Any]]:
    """The rows of one table together, where its first stands; every other root by itself."""
    found: dict[object, list[Any]] = {}
    for root in roots:
        table = root.path.partition("?")[0]
        of_one = (table, root.title, root.speaker, root.retrieved)
        found.setdefault(of_one if root.kind == "column" else root.key, []).append(root)
    return list(found.values())


@register.simple_tag(takes_context=True)
def panels_here(context: Context, unit: str) -> str:
    """The figures of a unit whose panels this page holds, as a query: a part that comes later need not bring them."""
    keys = [key for key, shown in _sheet(context).shown.items() if shown.figure.unit == unit]
    return f"?has={','.join(keys)}" if keys else ""


def held(asked: str) -> set[str]:
    """The figures that a page says it holds, from the query that `panels_here` wrote.

    >>> held("0123456789ab,<script>")
    {'0123456789ab'}
    """
    return {key for key in asked[:2000].split(",") if _KEY.fullmatch(key)}


@register.filter
def in_words(figure: object) -> str:
    """A figure in words for a place where no button can stand (a title, an option); still refuses what has no basis."""
    if not isinstance(figure, Figure):
        raise NoBasis(_("a page shows figures with a basis, got %(kind)s") % {"kind": type(figure).__name__})
    return figure_words(figure, language.ours())
