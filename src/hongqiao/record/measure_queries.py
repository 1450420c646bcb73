"""What the pages of measures ask of the record."""

from collections import defaultdict

from hongqiao.ground.figure import Figure
from hongqiao.record import models, storing
from hongqiao.record.programme_parts import citations, place_of, programme
from hongqiao.record.programme_shown import ClauseShown, MeasureShown, ProgrammeHead


def measures(head: ProgrammeHead, only: str | None = None, limit: int | None = None) -> tuple[MeasureShown, ...]:
    """The measures of a programme; the first `limit` of them where there is one."""
    rows = models.Measure.objects.filter(programme_id=head.id).select_related("place").order_by("id")
    if only is not None:
        rows = rows.filter(pk=only)
    found = list(rows[:limit])
    quotes = citations("measure", [row.id for row in found])
    clauses, budgets = _measure_parts(found) if only is not None else ({}, {})
    return tuple(
        MeasureShown(
            row.id, row.names, row.kind, row.valid, place_of(row.place), head, quotes.get(row.id, ()),
            clauses.get(row.id, ()), budgets.get(row.id),
        )
        for row in found
    )  # fmt: skip


def _measure_parts(
    measures_: list[models.Measure],
) -> tuple[dict[str, tuple[ClauseShown, ...]], dict[str, Figure]]:
    """The clauses and the budget of each measure."""
    rows = list(models.Clause.objects.filter(measure__in=[row.id for row in measures_]))
    quotes = citations("clause", [row.id for row in rows])
    clauses: dict[str, tuple[ClauseShown, ...]] = defaultdict(tuple)
    for row in rows:
        clauses[str(row.measure_id)] += (ClauseShown(row.id, row.names, quotes.get(row.id, ()), ()),)
    figures = models.Figure.objects.in_bulk([row.budget_id for row in measures_ if row.budget_id])
    ground = dict(zip(figures, storing.ground_figures(figures.values()), strict=True))
    return clauses, {row.id: ground[row.budget_id] for row in measures_ if row.budget_id}


def measure(measure_id: str) -> MeasureShown | None:
    """One measure, or None."""
    programme_id = models.Measure.objects.filter(pk=measure_id).values_list("programme_id", flat=True).first()
    head = programme(programme_id) if programme_id else None
    return measures(head, only=measure_id)[0] if head else None
