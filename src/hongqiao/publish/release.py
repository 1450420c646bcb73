"""Release drafts: a first text out of the record, and a checked text with a footnote to each figure."""

import datetime as dt
from collections.abc import Callable

from django.utils.translation import gettext as _

from hongqiao.errors import UnfoundedFigure, UnknownProgramme
from hongqiao.ground.words import figure_words
from hongqiao.publish import citing, language, sources
from hongqiao.publish.page_tags import name_text, when_text
from hongqiao.record import programme_queries
from hongqiao.record.drafting import Checked, Draft

MOST_STATED = 8


def begin(programme: str, day: dt.date) -> str:
    """A first draft out of the record: a line for each target and what is watched, every figure as the record has it."""
    tongue = language.ours()
    found = programme_queries.overview(programme, day, tongue)
    if found is None:
        raise UnknownProgramme(f"the record has no programme {programme!r}")
    colon, stop = ("：", "。") if tongue == "zh" else (": ", ".")
    lines = [f"# {name_text(found.programme.names)}", "", f"{_('As of')} {when_text(day.isoformat())}{stop}", ""]
    for target in found.targets:
        if target.main is not None:
            by = f" ({when_text(target.deadline)})" if target.deadline else ""
            lines.append(f"- {name_text(target.names)}{by}{colon}{figure_words(target.main, tongue)}{stop}")
    for event in found.events:
        if event.announced:
            said = figure_words(event.announced[0].figure, tongue)
            lines.append(f"- {name_text(event.names)}{colon}{_projects(said)}{stop}")
    for item in [item for item in found.watches if item.readings][:MOST_STATED]:
        figure = item.readings[0].figure
        when = f" ({when_text(figure.period)})" if figure.period else ""
        lines.append(f"- {name_text(item.names)}{when}{colon}{figure_words(figure, tongue)}{stop}")
    return "\n".join(lines) + "\n"


def _projects(number: str) -> str:
    return _("%(number)s cooperation projects announced") % {"number": number}


def footnoted(draft: Draft, address: Callable[[str], str]) -> str:
    """The text with a footnote after each figure, in Markdown; raises UnfoundedFigure where a figure has no fact."""
    if draft.refused:
        raise UnfoundedFigure("\n".join(refusal(item) for item in draft.refused))
    tongue = language.ours()
    roots = sources.shown(root for item in draft.figures if item.held_by for root in item.held_by.said.figure.roots())
    parts, notes, at = [], [], 0
    for number, item in enumerate(draft.figures, 1):
        if item.held_by is None:
            continue
        parts += [draft.text[at : item.end], f"[^{number}]"]
        at = item.end
        figure = item.held_by.said.figure
        cited = citing.Cited(figure, "", [roots[root.key] for root in figure.roots()], address)
        notes.append(f"[^{number}]: {cited.as_footnote(tongue)}")
    return "".join(parts) + draft.text[at:].rstrip("\n") + "\n\n" + "\n".join(notes) + "\n"


def why(item: Checked) -> str:
    """Why a figure is refused, in the page's language."""
    return {
        "other value": _("the record has another value for this"),
        "other bound": _("the record has this number with another bound"),
        "other time": _("the record has this figure for another time"),
        "other thing": _("the record has this figure, but of something else"),
        "unknown": _("no fact of the record says this"),
        "not read": _("this number could not be read as a figure; write what it counts beside it"),
    }[item.why]


def refusal(item: Checked) -> str:
    """A refused figure in lines: the figure, why, its sentence, and the nearest facts."""
    tongue = language.ours()
    lines = [f"“{item.words}”: {why(item)}", f"  {item.sentence}"]
    for near in item.nearest:
        figure = near.said.figure
        when = f" ({when_text(figure.period)})" if figure.period else ""
        lines.append(f"  ≈ {name_text(near.names) or near.fact}: {figure_words(figure, tongue)}{when} [{near.fact}]")
    return "\n".join(lines)
