"""What the page of a project asks of the record."""

from dataclasses import dataclass

from hongqiao.record import models
from hongqiao.record.page_queries import QuoteShown, quote_shown
from hongqiao.record.programme_queries import citations, programme
from hongqiao.record.programme_shown import Names, ProgrammeHead


@dataclass(frozen=True, slots=True)
class Dated:
    """Something dated in a project's life, with its quote where it has one."""

    stage: str
    period: str
    note: str
    quote: QuoteShown | None


@dataclass(frozen=True, slots=True)
class ProjectShown:
    """A project with its partners and its life."""

    id: str
    names: Names
    programme: ProgrammeHead
    field: str
    stage: str
    partners: tuple[tuple[str, Names, str], ...]
    life: tuple[Dated, ...]
    quotes: tuple[QuoteShown, ...]


def project(project_id: str) -> ProjectShown | None:
    """One project, or None."""
    row = models.Project.objects.filter(pk=project_id).select_related("current").first()
    head = programme(row.programme_id) if row else None
    if row is None or head is None:
        return None
    partners = row.partners.select_related("institution")
    life = row.life.filter(withdrawn_by__isnull=True, withdraws__isnull=True).select_related("quote__document")
    return ProjectShown(
        row.id,
        row.names,
        head,
        row.field,
        getattr(getattr(row, "current", None), "stage", ""),
        tuple((item.institution.id, item.institution.names, item.role) for item in partners),
        tuple(
            Dated(
                item.stage or item.money_kind,
                item.period,
                item.note,
                quote_shown(item.quote, item.quote.document) if item.quote else None,
            )
            for item in life
        ),
        citations("project", [row.id]).get(row.id, ()),
    )
