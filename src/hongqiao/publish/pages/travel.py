"""Stated travel times, checked against the timetable that the record holds."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from hongqiao.publish import language
from hongqiao.publish.figures import Sheet, held
from hongqiao.record import checked_times, models


def travel_times(request: HttpRequest, programme: str) -> HttpResponse:
    """Every check of a programme: claimed, best, typical and longest, the verdict, and the trains of the day."""
    return _answer(request, programme, "travel.html")


def summary(request: HttpRequest, programme: str) -> HttpResponse:
    """The same in short, for the overview, which asks for it when it is open: the first check of a process takes time."""
    sheet = Sheet(written=held(request.GET.get("has", "")))
    return _answer(request, programme, "parts/travel_summary.html", {"sheet": sheet})


def _answer(request: HttpRequest, programme: str, template: str, more: Mapping[str, Any] | None = None) -> HttpResponse:
    row = models.Programme.objects.filter(pk=programme).first()
    if row is None:
        raise Http404
    found = [(item, item.verdicts[language.ours()]) for item in checked_times.checked(programme)]
    shown = {
        "section": "programmes", "programme": row, "checks": found, "roads": checked_times.by_road(programme),
        "unchecked": checked_times.unchecked(programme),
    }  # fmt: skip
    return render(request, template, shown | dict(more or {}))
