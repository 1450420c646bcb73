"""Every chart of the site by its address: its kind, what it is of, and the day; drawn anew from the record each time."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from hongqiao.publish import charts, language, map_chart
from hongqiao.publish.charts.bounds import Row
from hongqiao.publish.page_tags import name_text
from hongqiao.record import models, programme_queries, project_funnel, scenarios, world_queries
from hongqiao.record.programme_shown import Overview, PlanShown, TargetShown


def anchor(item: Any) -> str:
    """The place of a claim's quote in its document."""
    return f"{reverse('document', args=[item.quote.document_id])}#q{item.quote.start}-{item.quote.end}"


MOST_TARGETS = 24
"""Targets that one chart draws; the page of the plan lists all of them."""


def of_plan(plan: PlanShown, most: int = MOST_TARGETS) -> charts.Chart | None:
    """The first targets of a plan, each wording that differs on a line of its own."""
    return charts.targets(plan.id, [_row(target) for target in plan.targets[:most]])


def _row(target: TargetShown) -> Row:
    label = name_text(target.names)
    return Row(
        label,
        tuple(
            charts.Point(label, group[0].said.figure, ", ".join(dict.fromkeys(reading.said.language for reading in group)),
                         anchor(group[0].said), group[0].said.fact)
            for group in target.groups
        ),
        tuple(charts.Point(label, item.figure, _("found"), anchor(item), item.fact) for item in target.evidence[-1:]),
        target.status,
    )  # fmt: skip


def of_target(target: TargetShown) -> charts.Chart | None:
    """One target: every wording that differs, under the languages in which it reads so, and what was found."""
    return charts.readings(
        target.id,
        [
            charts.Point(tongues(reading.said.language for reading in group), group[0].said.figure, "",
                         anchor(group[0].said), group[0].said.fact)
            for group in target.groups
        ],
        [charts.Point(tongues([item.language]), item.figure, _("found"), anchor(item), item.fact) for item in target.evidence],
    )  # fmt: skip


def tongues(codes: Iterable[str]) -> str:
    """Languages by the names that the page's language gives them."""
    known = {
        "de": _("German"), "en": _("English"), "zh": _("Chinese"), "ja": _("Japanese"), "fr": _("French"),
        "pt": _("Portuguese"), "es": _("Spanish"), "pl": _("Polish"),
    }  # fmt: skip
    return ", ".join(dict.fromkeys(known.get(code, code) for code in codes))


def of_projects(programme: str, found: project_funnel.Funnel) -> charts.Chart | None:
    """The funnel of a programme's projects."""
    steps = [
        (_("announced"), found.announced, found.announced_fact),
        (_("identified"), found.identified, None),
        (_("identified and signed"), found.signed, None),
        (_("identified and running"), found.running, None),
    ]
    points = [
        charts.Point(label, figure, link=reverse("fact", args=[fact]) if fact else "", fact=fact)
        for label, figure, fact in steps
        if figure is not None
    ]
    return charts.funnel(programme, points)


def of_series(line: world_queries.Series) -> charts.Chart | None:
    """One indicator of one place over time."""
    points = []
    for figure in line.figures:
        column = next((root for root in figure.roots() if hasattr(root, "dataset")), None)
        table = line.tables.get(column.dataset) if column else None
        points.append(
            charts.Point(
                name_text(line.names),
                figure,
                name_text(line.place_names),
                reverse("dataset", args=[table]) if table else "",
            )
        )
    title = f"{name_text(line.names)} · {name_text(line.place_names)}"
    return charts.series("series", f"{line.indicator}~{line.place}", title, points)


def of_scenario(programme: str, answer: scenarios.Scenario) -> charts.Chart | None:
    """What other minutes between two cities would change in each, on a map."""
    ends = (answer.a.point, answer.b.point)
    return map_chart.changes(
        "~".join((programme, answer.a.id, answer.b.id, f"{answer.after.value:g}")),
        scenarios.outline(programme),
        [
            (name_text(item.city.names), item.city.point, item.change, reverse("place", args=[item.city.id]))
            for item in answer.changes
            if item.city.point is not None
        ],
        (ends[0], ends[1]) if ends[0] and ends[1] else None,
    )


def _targets(subject: str, day: dt.date) -> charts.Chart | None:
    plan = programme_queries.plan(subject, day, language.ours())
    return of_plan(plan) if plan else None


def _target(subject: str, day: dt.date) -> charts.Chart | None:
    found = programme_queries.target(subject, day, language.ours())
    return of_target(found[1]) if found else None


def _funnel(subject: str, day: dt.date) -> charts.Chart | None:
    overview: Overview | None = programme_queries.overview(subject, day, language.ours())
    return of_projects(subject, project_funnel.funnel(subject, day, overview.events)) if overview else None


def _series(subject: str, day: dt.date) -> charts.Chart | None:  # noqa: ARG001 - one signature for all kinds
    indicator, _tilde, place = subject.partition("~")
    lines = world_queries.series(models.Figure.objects.filter(indicator=indicator, place=place))
    return of_series(lines[0]) if lines else None


def _scenario(subject: str, day: dt.date) -> charts.Chart | None:  # noqa: ARG001 - one signature for all kinds
    programme, *asked = subject.split("~")
    network = scenarios.network(programme) if len(asked) == 3 else None
    if network is None:
        return None
    a, b = network.index(asked[0]), network.index(asked[1])
    try:
        minutes = float(asked[2])
    except ValueError:
        return None
    if a is None or b is None or a == b or not scenarios.FEWEST_MINUTES <= minutes <= scenarios.MOST_MINUTES:
        return None
    return of_scenario(programme, scenarios.scenario(network, a, b, minutes))


KINDS: Mapping[str, Callable[[str, dt.date], charts.Chart | None]] = {
    "targets": _targets,
    "target": _target,
    "funnel": _funnel,
    "series": _series,
    "scenario": _scenario,
}
"""Every kind of chart that has an address: from what it is of, and a day, to the chart."""


def chart(kind: str, subject: str, day: dt.date) -> charts.Chart | None:
    """The chart at an address, or None."""
    return KINDS[kind](subject, day) if kind in KINDS else None
