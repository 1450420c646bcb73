"""What the card of each kind of thing says: its state in a sentence, every number of it a figure with its basis."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from hongqiao.ground.figure import Figure
from hongqiao.ground.words import figure_words, period_words
from hongqiao.publish import language
from hongqiao.publish.cards import Card, foot, plain
from hongqiao.publish.citing import QUOTES
from hongqiao.publish.drawn import tongues
from hongqiao.publish.entry_forms import MONEY, STAGES
from hongqiao.publish.figures import Sheet
from hongqiao.publish.page_tags import clipped, name_text, when_text
from hongqiao.record import fact_queries, programme_queries, project_queries, world_queries

MOST = 3
"""Figures of one kind that a card has room for."""

type Part = tuple[str, Figure]
"""A figure and what it is of."""


def _programme(key: str, day: dt.date, request: HttpRequest) -> Card | None:
    """The state of a programme in the sentence of its page."""
    overview = programme_queries.overview(key, day, language.ours())
    if overview is None:
        return None
    written = plain(render_to_string("parts/state.html", {"overview": overview, "sheet": Sheet()}, request=request))
    counts = [overview.target_count, overview.passed_count, overview.evidenced_count, overview.conflict_count]
    for event in overview.events:
        if event.announced and event.identified:
            counts += [event.announced[0].figure, event.identified]
    return Card(name_text(overview.programme.names), written, tuple(counts), foot(day))


def _target(key: str, day: dt.date, request: HttpRequest) -> Card | None:  # noqa: ARG001 - one signature for all kinds
    """A target: its first wording, and how it stands."""
    found = programme_queries.target(key, day, language.ours())
    if found is None:
        return None
    target = found[1]
    by = f" ({when_text(target.deadline)})" if target.deadline else ""
    stated = f"{figure_words(target.main, language.ours())}{by}. " if target.main else ""
    status = plain(render_to_string("parts/status.html", {"status": target.status}))
    return Card(name_text(target.names), stated + status, (target.main,) if target.main else (), foot(day))


def _plan(key: str, day: dt.date, request: HttpRequest) -> Card | None:  # noqa: ARG001 - the same
    """A plan: its period, and its first targets."""
    found = programme_queries.plan(key, day, language.ours())
    if found is None:
        return None
    targets = [(name_text(target.names), target.main) for target in found.targets if target.main]
    return _card(name_text(found.names), [when_text(found.period)], targets, day)


def _project(key: str, day: dt.date, request: HttpRequest) -> Card | None:  # noqa: ARG001 - the same
    """A project: its stage, and its money as announced, committed and paid."""
    found = project_queries.project(key, day)
    if found is None:
        return None
    stage = str(STAGES.get(found.stage, found.stage)) if found.stage else _("no stage recorded")
    since = f"{stage}, {_('since')} {when_text(found.since)}" if found.since else stage
    money = [(str(MONEY.get(kind, kind)), item.figure) for kind, items in found.money for item in items if item.figure]
    partners = ", ".join(name_text(partner.names) for partner in found.partners[:MOST])
    return _card(name_text(found.names), [since, partners], money, day)


def _place(key: str, day: dt.date, request: HttpRequest) -> Card | None:  # noqa: ARG001 - the same
    """A place: the latest of its first values."""
    found = world_queries.place(key, day, language.ours())
    if found is None:
        return None
    kind = plain(render_to_string("parts/place_kind.html", {"kind": found.kind}))
    latest = [(name_text(line.names), line.figures[-1]) for line in found.series if line.figures]
    latest.sort(key=lambda part: part[1].unit not in {"person", "CNY"})  # people and output say most of a place
    above = ", ".join(name_text(names) for _key, names in found.above[:1])
    return _card(name_text(found.names), [f"{kind} · {above}" if above else kind], latest, day)


def _measure(key: str, day: dt.date, request: HttpRequest) -> Card | None:  # noqa: ARG001 - the same
    """A measure: whose it is, how long it holds, its sentence."""
    found = programme_queries.measure(key)
    if found is None:
        return None
    own = next((quote for quote in found.quotes if quote.language == language.ours()), None)
    quote = own or next(iter(found.quotes), None)
    opening, closing = QUOTES[language.ours()]
    said = [
        ", ".join(part for part in (name_text(found.place[1]) if found.place else "", when_text(found.valid)) if part),
        f"{opening}{clipped(quote.exact, 120)}{closing}, {quote.speaker}" if quote else "",
    ]
    return _card(name_text(found.names), said, [(_("Budget"), found.budget)] if found.budget else [], day)


def _event(key: str, day: dt.date, request: HttpRequest) -> Card | None:  # noqa: ARG001 - the same
    """An event: when and where it is, what it announced and what of it is identified."""
    found = programme_queries.event(key, day, language.ours())
    if found is None:
        return None
    place = name_text(found.place[1]) if found.place else ""
    counted: list[Part] = []
    if found.announced and found.identified:
        counted = [(_("announced projects"), found.announced[0].figure), (_("identified projects"), found.identified)]
    return _card(name_text(found.names), [", ".join(filter(None, (when_text(found.period), place)))], counted, day)


def _indicator(key: str, day: dt.date, request: HttpRequest) -> Card | None:  # noqa: ARG001 - the same
    """An indicator: the latest values of its first places, or the source that would fill the gap."""
    found = world_queries.indicator(key)
    if found is None:
        return None
    values = [(name_text(line.place_names), line.figures[-1]) for line in found.series if line.figures]
    gap = f"{_('No value is recorded.')} {name_text(found.would_fill)}" if not values else ""
    return _card(name_text(found.names), [gap], values, day)


def _fact(key: str, day: dt.date, request: HttpRequest) -> Card | None:  # noqa: ARG001 - the same
    """A fact: every reading that differs, under the languages in which it reads so."""
    found = fact_queries.fact(key, language.ours())
    if found is None:
        return None
    readings: dict[str, tuple[list[str], Figure]] = {}
    for item in found.claims:
        readings.setdefault(figure_words(item.figure, language.ours()), ([], item.figure))[0].append(item.language)
    parts = [(tongues(codes), figure) for codes, figure in readings.values()]
    said = _("sources differ") if found.conflict else ""
    return _card(name_text(found.names), [said], parts, day, none=_("No accepted claim states this."))


KINDS: Mapping[str, Callable[[str, dt.date, HttpRequest], Card | None]] = {
    "programme": _programme, "target": _target, "plan": _plan, "project": _project, "place": _place,
    "measure": _measure, "event": _event, "indicator": _indicator, "fact": _fact,
}  # fmt: skip
"""Every kind of thing that has a card: from its id, a day and the request, to the card."""


def card(kind: str, key: str, day: dt.date, request: HttpRequest) -> Card | None:
    """The card of a thing, or None where there is none."""
    return KINDS[kind](key, day, request) if kind in KINDS else None


def _card(
    title: str, said: Iterable[str], parts: Iterable[Part | tuple[str, Any]], day: dt.date, none: str = ""
) -> Card:
    """A card of lines: what is said, then each figure with what it is of."""
    shown = list(parts)[:MOST]
    tongue = language.ours()
    lines = [text for text in said if text]
    for about, figure in shown:
        when = f" ({period_words(figure.period, tongue)})" if figure.period else ""
        lines.append(f"{about}{_(': ')}{figure_words(figure, tongue)}{when}")
    return Card(title, "\n".join(lines) or none, tuple(figure for _about, figure in shown), foot(day))
