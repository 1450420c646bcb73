"""Every chart of the site by its address: its kind, what it is of, and the day; drawn anew from the record each time."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from hongqiao.publish import charts, language
from hongqiao.publish.charts.bounds import Row
from hongqiao.publish.page_tags import name_text
from hongqiao.record import models, programme_queries, project_funnel, world_queries
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
    """One target: every wording, and what was found."""
    return charts.readings(
        target.id,
        [
            charts.Point(reading.said.language, reading.said.figure, "", anchor(reading.said), reading.said.fact)
            for reading in target.readings
        ],
        [charts.Point(item.language, item.figure, _("found"), anchor(item), item.fact) for item in target.evidence],
    )


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


KINDS: Mapping[str, Callable[[str, dt.date], charts.Chart | None]] = {
    "targets": _targets,
    "target": _target,
    "funnel": _funnel,
    "series": _series,
}
"""Every kind of chart that has an address: from what it is of, and a day, to the chart."""


def chart(kind: str, subject: str, day: dt.date) -> charts.Chart | None:
    """The chart at an address, or None."""
    return KINDS[kind](subject, day) if kind in KINDS else None
