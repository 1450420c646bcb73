"""Documents: where every quote stands. Whole texts only where a licence is recorded for them."""

import csv
import io
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from hongqiao.publish.sources import sentence
from hongqiao.record import document_queries as queries

PER_PAGE = 50
ROWS_SHOWN = 2000


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a document's text: plain, or a quote that claims rest on."""

    text: str
    anchors: tuple[str, ...] = ()
    fact: str | None = None


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A quote in its sentence, where the whole text may not be shown."""

    anchor: str
    before: str
    exact: str
    after: str
    fact: str | None


def listed(request: HttpRequest) -> HttpResponse:
    """All documents, latest first."""
    page = Paginator(queries.documents(), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "documents.html", {"section": "documents", "page": page})


def document(request: HttpRequest, document: str) -> HttpResponse:
    """One document, its quotes highlighted in place."""
    found = queries.document(document)
    if found is None:
        raise Http404
    whole = bool(found.head.licence)
    context = {
        "section": "documents",
        "document": found,
        "whole": whole,
        "pieces": pieces(found.text, found.spans) if whole else [],
        "excerpts": [] if whole else excerpts(found.text, found.spans),
    }
    return render(request, "document.html", context)


def dataset(request: HttpRequest, dataset: str) -> HttpResponse:
    """One data set, with its source; the rows that figures rest on can be addressed."""
    found = queries.dataset(dataset)
    if found is None:
        raise Http404
    rows = list(csv.reader(io.StringIO(found.text)))
    header, body = (rows[0], rows[1:]) if rows else ([], [])
    context = {"section": "documents", "table": found.head, "header": header, "rows": body[:ROWS_SHOWN]}
    context["left_out"] = max(0, len(body) - ROWS_SHOWN)
    return render(request, "dataset.html", context)


def pieces(text: str, spans: list[queries.Span]) -> list[Piece]:
    """A text cut at every quote: the pieces joined are the text again, letter for letter.

    Quotes may overlap (a clause and a number in it): each piece carries the anchors of the quotes that begin in it.
    """
    edges = sorted({0, len(text), *(edge for span in spans for edge in (span.start, span.end))})
    found: list[Piece] = []
    for start, end in zip(edges, edges[1:], strict=False):
        over = [span for span in spans if span.start <= start and end <= span.end]
        anchors = tuple(dict.fromkeys(f"q{span.start}-{span.end}" for span in over if span.start == start))
        fact = next((span.fact for span in over if span.fact), None)
        found.append(Piece(text[start:end], anchors or (("",) if over else ()), fact))
    return found


def excerpts(text: str, spans: list[queries.Span]) -> list[Excerpt]:
    """Each quote once, in its sentence."""
    found = []
    for span in sorted(set(spans), key=lambda item: (item.start, item.end)):
        before, after = sentence(text, span.start, span.end)
        found.append(Excerpt(f"q{span.start}-{span.end}", before, text[span.start : span.end], after, span.fact))
    return found
