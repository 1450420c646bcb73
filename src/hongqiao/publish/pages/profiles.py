"""The five-field profile: every indicator with its latest value, or the gap and what would fill it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from hongqiao.publish.pages.as_of import as_of
from hongqiao.record import models, profiles

FIELDS = {
    "infrastructure": _("Infrastructure connectivity"),
    "sci-tech": _("Sci-tech innovation"),
    "industry": _("Industrial collaboration"),
    "finance": _("Financial services"),
    "resources": _("Integration of resources"),
}
ASPECTS = {"interaction": _("interaction"), "convergence": _("convergence"), "capacity": _("capacity")}


def five_fields(request: HttpRequest, programme: str) -> HttpResponse:
    """The profile of one programme as of a day."""
    row = models.Programme.objects.filter(pk=programme).first()
    if row is None:
        raise Http404
    day, wrong = as_of(request)
    found = profiles.five_fields(programme, day)
    shown = {"section": "programmes", "programme": row, "as_of": day, "wrong_day": wrong, "fields": _fields(found)}
    return render(request, "profile.html", shown)


def _fields(found: profiles.ProfileShown | None) -> list[dict[str, object]]:
    if found is None:
        return []
    return [
        {
            "id": field.field,
            "name": FIELDS.get(field.field, field.field),
            "score": field.score,
            "aspects": [
                (
                    name,
                    [
                        (cell, found.places.get(cell.latest.place) if cell.latest else None)
                        for cell in field.cells
                        if cell.indicator.aspect == aspect
                    ],
                )
                for aspect, name in ASPECTS.items()
            ],
        }
        for field in found.profile.fields
    ]
