"""What a brief says: the state in a sentence, targets, projects, differences, what was stated; and every source once."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hongqiao.errors import UnknownProgramme
from hongqiao.ground.basis import Root, Step
from hongqiao.ground.figure import Figure
from hongqiao.ground.words import figure_words, period_words
from hongqiao.publish import drawn, language, sources
from hongqiao.publish.figures import Sheet
from hongqiao.publish.measured_tags import digits
from hongqiao.publish.page_tags import clipped, name_text, when_text
from hongqiao.publish.pages.profiles import FIELDS
from hongqiao.record import checked_times, page_queries, profiles, programme_queries, project_funnel
from hongqiao.record.programme_shown import ConflictShown, Overview, TargetShown, WatchShown

TARGETS, CONFLICTS, STATED, TRAVEL, VALUES = 9, 6, 12, 3, 2
ROOTS, QUOTE = 12, 400
"""A number that rests on more sources than this names the first of them, how many there are and the page of all."""

_SHOWN = re.compile(r'<button[^>]*data-figure="([0-9a-f]+)"[^>]*>(.*?)<span class="note".*?</span></button>', re.DOTALL)
_TAG = re.compile(r"<[^>]+>")

type Run = dict[str, Any]
"""A piece of a sentence: ``text``, and for a figure ``notes``, the numbers of its sources."""


@dataclass(slots=True)
class Brief:
    """A brief as plain values, ready for the typesetter; `figures` are all that it prints, in order."""

    data: dict[str, Any]
    figures: list[Figure] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Rest:
    """The note of a number with many sources: how many there are, and the page on which all of them stand."""

    count: int
    page: str


@dataclass(slots=True)
class _Notes:
    """The sources in the order in which the text first rests on them."""

    roots: dict[str, Root | _Rest] = field(default_factory=dict)
    figures: list[Figure] = field(default_factory=list)

    def of(self, figure: Figure, page: str) -> list[int]:
        """The numbers of a figure's sources; of many the first, and a note that leads to all."""
        self.figures.append(figure)
        roots = figure.roots()
        noted: dict[str, Root | _Rest] = {root.key: root for root in roots[:ROOTS]}
        if len(roots) > ROOTS:
            noted[f"{len(roots)} {page}"] = _Rest(len(roots), page)
        for key, root in noted.items():
            self.roots.setdefault(key, root)
        order = {key: number for number, key in enumerate(self.roots, 1)}
        return [order[key] for key in noted]

    def run(self, figure: Figure, page: str, words: str = "", *, period: bool = False) -> Run:
        """A figure as a piece of text; `page` is the path of the page on which all of its sources stand."""
        tongue = language.ours()
        text = words or figure_words(figure, tongue)
        if period and figure.period:
            text += f" ({period_words(figure.period, tongue)})"
        return {"text": text, "notes": self.of(figure, page)}


def brief(programme: str, day: dt.date, site: str = "") -> Brief:
    """The brief of a programme as of a day, in the language that is active.

    `site` is the address of the site that shows the record, for the links of the notes. Raises UnknownProgramme.
    """
    found = programme_queries.overview(programme, day, language.ours())
    if found is None:
        raise UnknownProgramme(f"the record has no programme {programme!r}; it has {_known()}")
    notes = _Notes()
    head = page_queries.ledger_head()
    projects = project_funnel.funnel(programme, day, found.events)
    data = {
        "language": language.ours(),
        "title": name_text(found.programme.names) or found.programme.id,
        "places": [name_text(names) for _key, names in found.programme.places],
        "banner": name_text(found.programme.banner) if found.programme.banner else "",
        "day": when_text(day.isoformat()),
        "date": [day.year, day.month, day.day],
        "state": _sentence(found, notes),
        "plans": _plans(found, notes),
        "projects": _projects(programme, projects, notes),
        "conflicts": [_conflict(item, notes) for item in found.conflicts[:CONFLICTS]],
        "stated": [_watch(item, notes) for item in _stated(found)],
        "travel": [_travel(programme, item, notes) for item in checked_times.checked(programme)[:TRAVEL]],
        "fields": _fields(programme, day, notes),
        "words": _words(),
        "ledger": {"position": head.position if head else 0, "hash": head.hash if head else ""},
    }
    data["notes"] = _sources(notes.roots.values(), site)
    return Brief(data, notes.figures)


def _known() -> str:
    return ", ".join(head.id for head in programme_queries.programmes()) or "none"


def _sentence(found: Overview, notes: _Notes) -> list[Run]:
    """The sentence of the overview page, its figures with their notes."""
    sheet = Sheet()
    html = render_to_string("parts/state.html", {"overview": found, "sheet": sheet})
    page = reverse("programme", args=[found.programme.id])
    runs: list[Run] = []
    at = 0
    for match in _SHOWN.finditer(html):
        runs.append({"text": _plain(html[at : match.start()])})
        runs.append(notes.run(sheet.shown[match[1]].figure, page, _plain(match[2]).strip()))
        at = match.end()
    runs.append({"text": _plain(html[at:])})
    return [run for run in runs if run["text"]]


def _plain(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(_TAG.sub("", html)))


def _plans(found: Overview, notes: _Notes) -> list[dict[str, Any]]:
    plans, left = [], TARGETS
    for plan in found.plans:
        chart = drawn.of_plan(plan) if len(plan.targets) <= left else None
        shown = [_target(target, notes) for target in plan.targets[:left]]
        left -= len(shown)
        plans.append(
            {
                "name": name_text(plan.names),
                "period": when_text(plan.period) if plan.period else "",
                "chart": chart.plain if chart else "",
                "targets": shown,
                "left_out": len(plan.targets) > len(shown),
            }
        )
    return plans


def _target(target: TargetShown, notes: _Notes) -> dict[str, Any]:
    return {
        "name": name_text(target.names),
        "deadline": when_text(target.deadline) if target.deadline else "",
        "status": _plain(render_to_string("parts/status.html", {"status": target.status})),
        "kind": target.status,
        "wordings": [
            {
                "languages": list(dict.fromkeys(item.said.language for item in group)),
                "said": notes.run(group[0].said.figure, reverse("target", args=[target.id])),
            }
            for group in target.groups
        ],
        "evidence": [
            notes.run(item.figure, reverse("target", args=[target.id]), period=True) for item in target.evidence[-1:]
        ],
    }


def _projects(programme: str, found: project_funnel.Funnel, notes: _Notes) -> dict[str, Any] | None:
    if found.empty:
        return None
    steps = [(_("announced"), found.announced), (_("identified"), found.identified), (_("signed"), found.signed),
             (_("running"), found.running), (_("silent"), found.silent)]  # fmt: skip
    chart = drawn.of_projects(programme, found)
    return {
        "chart": chart.plain if chart else "",
        "steps": [
            {"label": label, "said": notes.run(figure, reverse("projects", args=[programme]))}
            for label, figure in steps
            if figure is not None
        ],
        "silent": [name_text(item.names) for item in found.silent_projects],
    }


def _conflict(conflict: ConflictShown, notes: _Notes) -> dict[str, Any]:
    return {
        "name": name_text(conflict.names),
        "sides": [
            {
                "said": notes.run(side[0].figure, reverse("fact", args=[conflict.fact])),
                "about": side[0].indicator_text,
                "languages": list(dict.fromkeys(item.language for item in side)),
            }
            for side in conflict.sides
        ],
        "missing": [language_ for language_, _document, _title in conflict.missing],
    }


def _stated(found: Overview) -> Sequence[WatchShown]:
    """What is watched and was stated; where nothing is watched, what else was stated."""
    watched = [item for item in found.watches if item.readings]
    return (watched or list(found.stated))[:STATED]


def _watch(item: WatchShown, notes: _Notes) -> dict[str, Any]:
    return {
        "name": name_text(item.names) or item.id,
        "said": notes.run(item.readings[0].figure, reverse("fact", args=[item.id]), period=True),
    }


def _travel(programme: str, item: Any, notes: _Notes) -> dict[str, Any]:
    steps = [
        (_("claimed"), item.said.figure),
        (_("best"), item.best),
        (_("median"), item.median),
        (_("longest"), item.longest),
    ]
    return {
        "name": name_text(item.names),
        "steps": [
            {"label": label, "said": notes.run(figure, reverse("travel", args=[programme]), period=label == _("best"))}
            for label, figure in steps
        ],
    }


def _fields(programme: str, day: dt.date, notes: _Notes) -> list[dict[str, Any]]:
    """Each of the five fields: what has a source, the latest values, and how many indicators are gaps by name."""
    found = profiles.five_fields(programme, day)
    if found is None:
        return []
    page = reverse("five-fields", args=[programme])
    rows = []
    for item in found.profile.fields:
        known = [cell for cell in item.cells if cell.latest]
        rows.append(
            {
                "name": str(FIELDS.get(item.field, item.field)),
                "score": notes.run(
                    item.score.figure, page, figure_words(item.score.figure, language.ours(), decimals=2)
                )
                if item.score
                else None,
                "values": [
                    {
                        "name": name_text(cell.indicator.names),
                        "said": notes.run(cell.latest.figure, page, _rounded(cell.latest.figure), period=True),
                    }
                    for cell in known[:VALUES]
                    if cell.latest
                ],
                "gaps": [name_text(cell.indicator.names) for cell in item.cells if not cell.latest][:VALUES],
            }
        )
    return rows


def _rounded(figure: Figure) -> str:
    """A figure as the page of the five fields rounds it."""
    return figure_words(figure, language.ours(), decimals=digits(figure))


def _sources(roots: Iterable[Root | _Rest], site: str) -> list[dict[str, str]]:
    """Each source once: the quote in its words, who said it and when, where it stands."""
    rows = list(roots)
    shown = sources.shown(root for root in rows if not isinstance(root, _Rest))
    return [_rest(root, site) if isinstance(root, _Rest) else _source(shown[root.key], site) for root in rows]


def _rest(rest: _Rest, site: str) -> dict[str, str]:
    said = ngettext("%(count)s source in all, on the page", "%(count)s sources in all, on the page", rest.count)
    empty = dict.fromkeys(("kind", "quote", "language", "date", "title", "retold"), "")
    return empty | {"speaker": said % {"count": rest.count}, "address": _whole(rest.page, site)}


def _whole(path: str, site: str) -> str:
    return site.rstrip("/") + path if site else path


def _source(root: sources.RootShown, site: str) -> dict[str, str]:
    kinds = {"entry": _("Entered by hand"), "assumption": _("An assumption")}
    return {
        "kind": kinds.get(root.kind, ""),
        "quote": clipped(" ".join(root.exact.split()), QUOTE),
        "language": root.language,
        "speaker": root.speaker,
        "date": root.date,
        "title": root.title if root.kind == "column" else "",
        "retold": _("a retelling in our own words of") if root.retells else "",
        "address": root.original or _whole(root.path, site),
    }


def computed_by(figure: Figure) -> str:
    """The formula of a figure that was computed; empty for one that was said."""
    return figure.basis.formula if isinstance(figure.basis, Step) else ""


def _words() -> dict[str, str]:
    return {
        "brief": _("Brief"),
        "as_of": _("As of"),
        "targets": _("Targets"),
        "no_plan": _("No plan is recorded."),
        "no_targets": _("This plan has no recorded targets."),
        "left_out": _("The other targets stand on the page of the plan."),
        "projects": _("Projects: from announced to running"),
        "no_projects": _("No source of this record announces or names a project."),
        "silent": _("Silent projects"),
        "conflicts": _("Where the sources differ"),
        "no_conflicts": _("The sources of this record do not differ."),
        "not_stated": _("not stated in"),
        "stated": _("Also stated"),
        "nothing_stated": _("No accepted claim of this record states a quantity."),
        "travel": _("Stated travel times, checked"),
        "fields": _("Five fields of integration"),
        "no_source": _("without a source"),
        "sources": _("Sources"),
        "found": _("found"),
        "ledger": _("Ledger entry"),
        "law": _("A number without a basis cannot be made."),
        "more": _("and more, all on the page of the programme"),
        "figure_note": _("An arrow is a bound: the value lies somewhere along it; a hollow end does not belong to it."),
    }
