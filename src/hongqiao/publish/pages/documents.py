"""Documents: where every quote stands. Whole texts only where a licence is recorded for them."""

import itertools
import re
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from hongqiao.publish.sources import sentence
from hongqiao.record import document_queries as queries
from hongqiao.record import page_queries

PER_PAGE = 50
ROWS_SHOWN = 1000
ROWS_BEFORE = 20
_FRONT_MATTER = re.compile(r"\+\+\+\n.*?\n\+\+\+\n\s*", re.DOTALL)


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
        "pieces": pieces(found.text, found.spans, body_start(found.text)) if whole else [],
        "excerpts": [] if whole else excerpts(found.text, found.spans),
    }
    return render(request, "document.html", context)


def dataset(request: HttpRequest, dataset: str) -> HttpResponse:
    """One data set, with its source; the rows that figures rest on can be addressed."""
    found = queries.dataset(dataset)
    if found is None:
        raise Http404
    asked = page_queries.row_number(dataset, request.GET.get("row", "")) if request.GET.get("row") else None
    # a window of the table: from the start, or around the row that was asked for
    first = max(1, asked - ROWS_BEFORE) if asked and asked > ROWS_SHOWN else 1
    shown = [(number, found.rows[number]) for number in range(first, min(len(found.rows), first + ROWS_SHOWN))]
    context = {
        "section": "documents",
        "table": found.head,
        "header": found.rows[0] if found.rows else (),
        "rows": shown,
        "asked": asked,
        "left_out": max(0, len(found.rows) - 1 - len(shown)),
    }
    return render(request, "dataset.html", context)


def body_start(text: str) -> int:
    r"""Where a document's own words begin: after the front matter between +++ lines, where it has one.

    >>> body_start('+++\nlanguage = "en"\n+++\nText')
    22
    """
    match = _FRONT_MATTER.match(text)
    return match.end() if match else 0


def pieces(text: str, spans: list[queries.Span], start: int = 0) -> list[Piece]:
    """A text from `start` on, cut at every quote: the pieces joined are the text again, letter for letter.

    Quotes may overlap (a clause and a number in it): each piece carries the anchors of the quotes that begin in it.
    """
    cuts = (edge for span in spans for edge in (span.start, span.end) if edge > start)
    edges = sorted({start, len(text), *cuts})
    found: list[Piece] = []
    for first, last in itertools.pairwise(edges):
        over = [span for span in spans if span.start <= first and last <= span.end]
        anchors = tuple(dict.fromkeys(f"q{span.start}-{span.end}" for span in over if span.start == first))
        fact = next((span.fact for span in over if span.fact), None)
        found.append(Piece(text[first:last], anchors or (("",) if over else ()), fact))
    return found


def excerpts(text: str, spans: list[queries.Span]) -> list[Excerpt]:
    """Each quote once, in its sentence."""
    found = []
    for span in sorted(set(spans), key=lambda item: (item.start, item.end)):
        before, after = sentence(text, span.start, span.end)
        found.append(Excerpt(f"q{span.start}-{span.end}", before, text[span.start : span.end], after, span.fact))
    return found
