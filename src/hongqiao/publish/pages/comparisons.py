"""Two places side by side."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from hongqiao.publish.pages.as_of import as_of
from hongqiao.record import models, place_comparison


def against(request: HttpRequest, place: str, other: str) -> HttpResponse:
    """One place against another, as of a day."""
    day, wrong = as_of(request)
    found = place_comparison.compare(place, other, day)
    if found is None:
        raise Http404
    shown = {"section": "places", "found": found, "as_of": day, "wrong": wrong}
    return render(request, "against.html", shown)


def choose(request: HttpRequest, place: str) -> HttpResponse:
    """On to the comparison with the place that was chosen in a form; back to the place where none was."""
    other = request.GET.get("with", "")
    if not models.Place.objects.filter(pk=place).exists():
        raise Http404
    if other == place or not models.Place.objects.filter(pk=other).exists():
        return HttpResponseRedirect(reverse("place", args=[place]))
    return HttpResponseRedirect(reverse("against", args=[place, other]))
