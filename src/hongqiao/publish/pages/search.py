"""Search: one field over programmes, targets, places, institutions, documents, offers and needs."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from hongqiao.publish.pages.as_of import default_day
from hongqiao.publish.people import actor
from hongqiao.record import search_queries

PER_PAGE = 40


def search(request: HttpRequest) -> HttpResponse:
    """What holds every word asked for."""
    query = request.GET.get("q", "").replace("\0", "").strip()[:200]
    page = Paginator(
        search_queries.found(query, search_queries.Asking(actor(request), default_day())), PER_PAGE
    ).get_page(request.GET.get("page"))
    return render(request, "search.html", {"query": query, "page": page})
