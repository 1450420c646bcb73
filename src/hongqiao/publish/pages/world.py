"""Places, institutions and indicators."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from hongqiao.publish import drawn, language
from hongqiao.publish.pages import maps
from hongqiao.publish.pages.as_of import as_of
from hongqiao.publish.people import actor
from hongqiao.record import world_queries as queries
from hongqiao.record.roles import may

PER_PAGE = 100


def places(request: HttpRequest) -> HttpResponse:
    """Every place, below the one it lies in."""
    return render(request, "places.html", {"section": "places", "places": queries.places()})


def place(request: HttpRequest, place: str) -> HttpResponse:
    """One place: where it lies, its measured values, what programmes say of it."""
    day, _wrong = as_of(request)
    found = queries.place(place, day, language.ours())
    if found is None:
        raise Http404
    series = [(line, drawn.of_series(line)) for line in found.series]
    reached = maps.of_place(place)
    all_circles = reached.get("circles", [])
    near = all_circles[: maps.NEAR]
    shown = {"section": "places", "place": found, "series": series, **reached, "shown": near}
    shown["farther"] = [name for name, _number, stops in all_circles[maps.NEAR :] if stops]
    return render(request, "place.html", shown)


def institutions(request: HttpRequest) -> HttpResponse:
    """Every institution."""
    page = Paginator(queries.institutions(), PER_PAGE).get_page(request.GET.get("page"))
    person = actor(request)
    rights = {"may_add": may(person, "edit an institution"), "may_erase": may(person, "erase personal data")}
    return render(request, "institutions.html", {"section": "institutions", "page": page, **rights})


def institution(request: HttpRequest, institution: str) -> HttpResponse:
    """One institution: its names, its place, the events and projects it takes part in."""
    found = queries.institution(institution)
    if found is None:
        raise Http404
    if found.merged_into:
        return HttpResponseRedirect(reverse("institution", args=[found.merged_into]))
    own = frozenset({institution, *(key for key, _names in found.merged)})
    context = {
        "section": "institutions",
        "institution": found,
        "may_edit": may(actor(request), "edit an institution", own),
    }
    return render(request, "institution.html", context)


def indicator(request: HttpRequest, indicator: str) -> HttpResponse:
    """One indicator: what it measures, its values by place and year, which source would fill a gap."""
    found = queries.indicator(indicator)
    if found is None:
        raise Http404
    series = [(line, drawn.of_series(line)) for line in found.series]
    return render(request, "indicator.html", {"section": "places", "indicator": found, "series": series})
