"""What is measured, for parts of pages: the five fields in short, and a place as a firm looks at it.

Each tag asks the record once and gives the part its values, so that a page needs no more than one line for the part.
"""

import datetime as dt
from typing import Any

from django import template
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hongqiao.ground.figure import Figure
from hongqiao.publish import language
from hongqiao.publish.pages.as_of import as_of

register = template.Library()

FIELDS = {
    "infrastructure": gettext_lazy("Infrastructure connectivity"),
    "sci-tech": gettext_lazy("Sci-tech innovation"),
    "industry": gettext_lazy("Industrial collaboration"),
    "finance": gettext_lazy("Financial services"),
    "resources": gettext_lazy("Integration of resources"),
}
ASPECTS = {
    "interaction": gettext_lazy("interaction"),
    "convergence": gettext_lazy("convergence"),
    "capacity": gettext_lazy("capacity"),
}
_WIDE, _HIGH = 200, 14


def _day(context: Context) -> dt.date:
    """The day that the page is as of."""
    day = context.get("as_of")
    return day if isinstance(day, dt.date) else as_of(context["request"])[0]


@register.simple_tag(takes_context=True)
def five_fields_of(context: Context, programme: str) -> dict[str, Any] | None:
    """The five fields of a programme as of the page's day: a line for each, and the index; None where it has none."""
    from hongqiao.record import profiles  # it needs the record's tables, which are not ready at import

    found = profiles.five_fields(programme, _day(context))
    if found is None:
        return None
    tongue = language.ours()
    lines = [
        {
            "id": field.field,
            "name": FIELDS.get(field.field, field.field),
            "score": field.score.figure if field.score else None,
            "interval": field.interval,
            "withheld": field.withheld(tongue),
            "gaps": [cell.indicator for cell in field.gaps],
        }
        for field in found.profile.fields
    ]
    index = found.profile.index
    return {
        "fields": lines,
        "index": index.figure if index else None,
        "index_interval": found.profile.index_interval,
        "index_withheld": found.profile.withheld(tongue),
    }


@register.simple_tag(takes_context=True)
def place_profile_of(context: Context, place: str) -> Any:
    """A place as a firm looks at it, as of the page's day."""
    from hongqiao.record import place_profile  # it needs the record's tables, which are not ready at import

    return place_profile.place_profile(place, _day(context))


@register.filter
def field_name(field: str) -> str:
    """The name of one of the five fields in the page's language."""
    return str(FIELDS.get(field, field))


@register.filter
def aspect_name(aspect: str) -> str:
    """The name of an aspect in the page's language."""
    return str(ASPECTS.get(aspect, aspect))


@register.filter
def digits(figure: object) -> int | None:
    """How many digits behind the point a page shows: three of an index or a ratio, of counts and amounts all."""
    return 3 if isinstance(figure, Figure) and figure.unit in {"index", "1", "x"} else None


@register.filter
def reason(cell: Any) -> str:
    """Why an indicator that has a value has no score."""
    said: dict[str, str] = {
        "no goalposts": _("nobody has stated what is worst and best"),
        "no direction": _("more is neither better nor worse"),
        "several values": _("several latest values"),
    }
    return said.get(cell.unscored or "", "")


@register.simple_tag
def band(score: object, interval: object = None) -> SafeString:
    """A score between 0 and 1 as a bar with its range; dashed where it is withheld. The number stands beside it."""
    if not isinstance(score, Figure):
        return format_html(
            '<svg class="band withheld" viewBox="0 0 {} {}" aria-hidden="true" focusable="false">'
            '<line class="track" x1="1" x2="{}" y1="{}" y2="{}"/></svg>',
            _WIDE, _HIGH, _WIDE - 1, _HIGH // 2, _HIGH // 2,
        )  # fmt: skip
    spread = interval if isinstance(interval, Figure) else score
    low, high = spread.value, spread.value if spread.value_hi is None else spread.value_hi
    at = score.value if score.value_hi is None else (score.value + score.value_hi) / 2

    def x(value: float) -> str:
        return f"{1 + min(max(value, 0.0), 1.0) * (_WIDE - 2):.1f}"

    return format_html(
        '<svg class="band" viewBox="0 0 {} {}" aria-hidden="true" focusable="false">'
        '<line class="track" x1="1" x2="{}" y1="{}" y2="{}"/><line class="range" x1="{}" x2="{}" y1="{}" y2="{}"/>'
        '<circle class="at" cx="{}" cy="{}" r="4.5"/></svg>',
        _WIDE, _HIGH, _WIDE - 1, _HIGH // 2, _HIGH // 2, x(low), x(high), _HIGH // 2, _HIGH // 2, x(at), _HIGH // 2,
    )  # fmt: skip
