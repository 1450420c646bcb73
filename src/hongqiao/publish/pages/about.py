"""How this works, and the head of the ledger."""

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from hongqiao.record import page_queries

ENTRIES = 30


def about(request: HttpRequest) -> HttpResponse:
    """The method in short, and the latest changes with their place in the chain."""
    return render(request, "about.html", {"section": "about", "entries": page_queries.latest_entries(ENTRIES)})


def health(request: HttpRequest) -> JsonResponse:  # noqa: ARG001 - Django's signature
    """Whether the site can ask its database; for whoever watches the server."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})
