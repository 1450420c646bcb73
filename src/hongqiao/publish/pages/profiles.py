"""The five-field profile: every indicator with its latest value and score, or the gap and what would fill it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from hongqiao.ground.figure import Figure
from hongqiao.measure.integration.fields import Cell
from hongqiao.publish import language
from hongqiao.publish.measured_tags import ASPECTS, FIELDS
from hongqiao.publish.pages.as_of import as_of
from hongqiao.record import models, profiles


def five_fields(request: HttpRequest, programme: str) -> HttpResponse:
    """The profile of one programme as of a day."""
    row = models.Programme.objects.filter(pk=programme).first()
    if row is None:
        raise Http404
    day, wrong = as_of(request)
    found = profiles.five_fields(programme, day)
    shown = {"section": "programmes", "programme": row, "as_of": day, "wrong": wrong, "fields": _fields(found)}
    if found is not None:
        shown |= {"profile": found.profile, "withheld": found.profile.withheld(language.ours())}
    return render(request, "profile.html", shown)


def _fields(found: profiles.ProfileShown | None) -> list[dict[str, object]]:
    if found is None:
        return []
    tongue = language.ours()
    return [
        {
            "id": field.field,
            "name": FIELDS.get(field.field, field.field),
            "score": field.score,
            "interval": field.interval,
            "withheld": field.withheld(tongue),
            "aspects": [
                (name, [_line(cell, found) for cell in field.cells if cell.indicator.aspect == aspect])
                for aspect, name in ASPECTS.items()
            ],
        }
        for field in found.profile.fields
    ]


def _line(cell: Cell, found: profiles.ProfileShown) -> dict[str, object]:
    place = found.places.get(cell.latest.place) if cell.latest else None
    return {"cell": cell, "place": place, "before": _before(cell)}


def _before(cell: Cell) -> Figure | None:
    """The value of the same place and the period before the latest."""
    if cell.latest is None:
        return None
    same = [value.figure for value in cell.values if value.place == cell.latest.place]
    return next((figure for figure in same if figure.period != cell.latest.figure.period), None)
