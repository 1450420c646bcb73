"""What forms suggest: the ids that their fields take, with the names behind them."""

from typing import Any

from django.db.models import QuerySet

from hongqiao.record import models
from hongqiao.record.programme_shown import Names

LIMIT = 300  # of each kind; an id that is not suggested can be typed

type Options = list[tuple[str, Names]]


def of_programme(programme: str) -> dict[str, Options]:
    """Places, institutions, events and the latest documents."""
    documents = models.Document.objects.filter(filings__programme=programme).order_by("-position")[:40]
    return {
        "places": _named(models.Place.objects.all()),
        "institutions": _named(models.Institution.objects.filter(merged_into__isnull=True)),
        "events": _named(models.Event.objects.filter(programme=programme)),
        "documents": [
            (key, {"en": title or name}) for key, title, name in documents.values_list("id", "title", "name")
        ],
    }


def of_plan(programme: str) -> dict[str, Options]:
    """What the forms of plans and measures take besides."""
    targets = models.Target.objects.filter(plan__programme=programme)
    return {
        **of_programme(programme),
        "plans": _named(models.Plan.objects.filter(programme=programme)),
        "targets": _named(targets),
        "indicators": _named(models.Indicator.objects.all()),
    }


def _named(rows: QuerySet[Any]) -> Options:
    return list(rows.order_by("pk").values_list("pk", "names")[:LIMIT])


def columns_of_project(project: str) -> dict[str, Any]:
    """The columns of a project as a form shows them."""
    return models.Project.objects.filter(pk=project).values().first() or {}
