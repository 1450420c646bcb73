"""Stated travel times, checked against the timetable that the record holds."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from hongqiao.publish import language
from hongqiao.record import checked_times, models


def travel_times(request: HttpRequest, programme: str) -> HttpResponse:
    """Every check of a programme: claimed, best, typical and longest, the verdict, and the trains of the day."""
    return _answer(request, programme, "travel.html")


def summary(request: HttpRequest, programme: str) -> HttpResponse:
    """The same in short, for the overview, which asks for it when it is open: the first check of a process takes time."""
    return _answer(request, programme, "parts/travel_summary.html")


def _answer(request: HttpRequest, programme: str, template: str) -> HttpResponse:
    row = models.Programme.objects.filter(pk=programme).first()
    if row is None:
        raise Http404
    found = [(item, item.verdicts[language.ours()]) for item in checked_times.checked(programme)]
    shown = {
        "section": "programmes", "programme": row, "checks": found, "roads": checked_times.by_road(programme),
        "unchecked": checked_times.unchecked(programme),
    }  # fmt: skip
    return render(request, template, shown)
