"""Industries: a section of the classification with its codes elsewhere, named sets, and where it is strong."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from hongqiao.record import industry_queries


def listed(request: HttpRequest) -> HttpResponse:
    """Every section of the classification."""
    return render(request, "industries.html", {"section": "places", "industries": industry_queries.industries()})


def industry(request: HttpRequest, code: str) -> HttpResponse:
    """One section."""
    found = industry_queries.industry(code)
    if found is None:
        raise Http404
    return render(request, "industry.html", {"section": "places", "industry": found})
