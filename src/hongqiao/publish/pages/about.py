"""How this works, and the head of the ledger."""

from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from hongqiao.publish.ledger_entries import BLOCK, block_of
from hongqiao.record import page_queries

ENTRIES = 30


def about(request: HttpRequest) -> HttpResponse:
    """The method in short, and the latest changes with their place in the chain."""
    entries = page_queries.latest_entries(ENTRIES)
    newest = block_of(entries[0].position) if entries else 1
    return render(request, "about.html", {"section": "about", "entries": entries, "newest": newest})


def ledger_entries(request: HttpRequest, block: int) -> HttpResponse:
    """One block of the ledger, newest first; an entry stays on the page of its block for good."""
    head = page_queries.ledger_head()
    total = head.position if head else 0
    first, last = (block - 1) * BLOCK + 1, min(block * BLOCK, total)
    if not 1 <= first <= last:
        raise Http404
    context = {
        "section": "about", "entries": page_queries.entries_between(first, last), "first": first, "last": last,
        "total": total, "older": block - 1, "newer": block + 1 if last < total else 0,
    }  # fmt: skip
    return render(request, "ledger.html", context)


def health(request: HttpRequest) -> JsonResponse:  # noqa: ARG001 - Django's signature
    """Whether the site can ask its database; for whoever watches the server."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})
