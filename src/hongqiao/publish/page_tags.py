"""Names, dates and quotes in templates: what is no figure, and says so.

The crawl test reads every number on every page. A digit may stand in a figure (which opens its basis), in a quote
(which is itself a root and leads to its place in the document) or in what these tags write: a name, a date, an id.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import template
from django.template.context import Context
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from hongqiao.ground.names import Names
from hongqiao.ground.period import Period
from hongqiao.ground.words import period_words
from hongqiao.publish import assumptions, language, ledger_entries
from hongqiao.publish.language import TAGS

register = template.Library()

_BROWSER = {"zh": TAGS["zh-hans"]}


def name_of(names: Names | Mapping[str, str] | str | None, fallback: str = "") -> tuple[str, str]:
    """A thing's name to show here and the language it is in; the fallback where it has none."""
    if isinstance(names, str):
        return names or fallback, ""
    if not names:
        return fallback, ""
    if not isinstance(names, Names) and not any(names.values()):
        return fallback, ""
    known = names if isinstance(names, Names) else Names.of({tongue: name for tongue, name in names.items() if name})
    return known.shown(language.ours())


LONGEST = 240
"""Signs of a name or quote that a list shows; the whole stands on the thing's own page."""


@register.filter
def clipped(text: str, most: int = LONGEST) -> str:
    """A text as far as a list shows it.

    >>> clipped("abcdef", 4), clipped("abcd", 4)
    ('abc…', 'abcd')
    """
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


@register.filter
def named(names: Any) -> SafeString:
    """A name in the page's language, of a very long one the beginning; in another language where it has none in this."""
    return _marked(names, LONGEST)


@register.filter
def whole(names: Any) -> SafeString:
    """The same to its last sign, for the heading of the thing's own page."""
    return _marked(names, None)


def _marked(names: Any, most: int | None) -> SafeString:
    text, tongue = name_of(names)
    text = clipped(text, most) if most else text
    if tongue and tongue != language.ours():
        return format_html('<span data-plain lang="{}">{}</span>', _BROWSER.get(tongue, tongue), text)
    return format_html("<span data-plain>{}</span>", text)


@register.filter
def name_text(names: Any) -> str:
    """A name as plain text, for a title or an attribute."""
    return name_of(names)[0]


@register.filter
def others(names: Mapping[str, str]) -> list[tuple[str, str]]:
    """The names in other languages that differ from the one shown, each once, with its language."""
    shown, _tongue = name_of(names)
    found = {name: tongue for tongue, name in reversed(names.items()) if name and name != shown}
    return [(tongue, name) for name, tongue in found.items()]


@register.filter
def said(texts: Any) -> SafeString:
    """A description in several languages: a paragraph of ours, which holds no quantities of its own."""
    text, tongue = name_of(texts)
    return format_html('<span data-plain lang="{}">{}</span>', _BROWSER.get(tongue, tongue or language.ours()), text)


@register.filter
def when(value: Any) -> SafeString:
    """A date or period as readers of the page's language write it; empty for none."""
    if not value:
        return SafeString("")
    period = value
    if isinstance(value, dt.datetime):
        period = Period.of_day(value.date())
    elif isinstance(value, dt.date):
        period = Period.of_day(value)
    elif isinstance(value, str):
        period = Period.parse(value)
    return format_html(
        '<time data-plain datetime="{}">{}</time>', period.start.isoformat(), period_words(period, language.ours())
    )


@register.filter
def when_text(value: Any) -> str:
    """A period as plain text."""
    if not value:
        return ""
    return period_words(Period.parse(value) if isinstance(value, str) else value, language.ours())


@register.simple_tag
def assumed(assumption: Any) -> SafeString:
    """Who assumes what, in the page's language; in English, and marked so, where nobody said it in this one."""
    who, why, tongue = assumptions.said(assumption)
    if tongue == language.ours():
        return format_html("{}: {}", who, why)
    return format_html('<span lang="{0}">{1}: {2}</span> <span class="tongue">{0}</span>', tongue, who, why)


@register.simple_tag
def entry_address(position: int) -> str:
    """The lasting address of an entry of the ledger."""
    return ledger_entries.entry_address(position)


@register.simple_tag
def quoted(quote: Any) -> SafeString:
    """A quote, in its own language, as a link to its place in its document."""
    address = f"{reverse('document', args=[quote.document_id])}#q{quote.start}-{quote.end}"
    return format_html(
        '<q lang="{}" dir="auto" data-quote="{}-{}" cite="{}"><a href="{}">{}</a></q>',
        _BROWSER.get(quote.language, quote.language),
        quote.start,
        quote.end,
        address,
        address,
        clipped(quote.exact, 2 * LONGEST),
    )


@register.simple_tag(takes_context=True)
def chart_files(context: Context, chart: Any) -> list[tuple[str, str]]:
    """The forms in which a chart can be taken away, each with its address, as of the page's day."""
    day = context.get("as_of")
    query = f"?as_of={day:%Y-%m-%d}" if day else ""
    return [
        (form.upper(), reverse("chart-file", args=[chart.kind, chart.subject, form]) + query)
        for form in ("csv", "xlsx", "svg", "png")
    ]


@register.simple_tag(takes_context=True)
def whole_address(context: Context, path: str) -> str:
    """A path of this site as a whole address."""
    return context["request"].build_absolute_uri(path)


@register.simple_tag(takes_context=True)
def programme_data(context: Context) -> SafeString:
    """The programme of this page, for machines."""
    from hongqiao.publish import linked_data  # it writes names by this module's filters

    tongue = context.get("language_tag", "en")
    return linked_data.programme(context["overview"], tongue, context["request"].build_absolute_uri)


@register.simple_tag(takes_context=True)
def described(context: Context, kind: str, found: Any) -> SafeString:
    """What a page shows, for machines; nothing where there is nothing to say."""
    from hongqiao.publish import described as by_kind  # it writes names by this module's filters
    from hongqiao.publish import linked_data

    told = by_kind.KINDS[kind](found, context.get("language_tag", "en"), context["request"].build_absolute_uri)
    return linked_data.block(told) if told else SafeString("")


@register.filter
def led(address: str) -> str:
    """An address that a source gave, where a link may lead to it: to the web, and never to something that runs.

    >>> led("https://a.example/x"), led("javascript:alert(1)")
    ('https://a.example/x', '')
    """
    return address if address.lower().startswith(("https://", "http://")) else ""


@register.filter
def tag_of(tongue: str) -> str:
    """A language code as browsers read it."""
    return _BROWSER.get(tongue, tongue)
