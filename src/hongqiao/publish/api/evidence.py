"""What everything rests on: documents, quotes, claims, facts, figures and data sets."""

from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from hongqiao.publish.api.answers import READ, found
from hongqiao.publish.api.asked import LIMIT, After, Id, Limit, Only
from hongqiao.publish.api.figures import Figures, with_next
from hongqiao.publish.api.gate import reader
from hongqiao.publish.api.shapes import (
    ClaimDetailOut,
    DataSetOut,
    DocumentDetailOut,
    DocumentOut,
    FactOut,
    FactRowOut,
    FigureRowOut,
    QuoteRowOut,
    RowsOut,
    StandingClaimOut,
)
from hongqiao.record import document_queries, fact_queries, listed_queries, models, page_queries
from hongqiao.record.roles import may_read_drafts

router = Router()
type State = Annotated[
    Literal["", "waiting", "accepted", "rejected", "corrected", "retracted"],
    Query(description="Only claims that stand so."),
]


@router.get("/documents", response={200: list[DocumentOut], **READ}, tags=["documents"])
def documents(request: HttpRequest, response: HttpResponse, after: After = "", limit: Limit = LIMIT) -> Any:
    """Documents in the order of their ids."""
    rows = document_queries.heads_after(after, limit)
    with_next(request, response, [row.id for row in rows], limit)
    return rows


@router.get("/documents/{document}", response={200: DocumentDetailOut, **READ}, tags=["documents"])
def document(request: HttpRequest, document: Id) -> Any:  # noqa: ARG001 - a view's signature
    """One document; its text where a licence is recorded for it."""
    shown = found(document_queries.document(document), "document")
    head = {name: getattr(shown.head, name) for name in DocumentOut.model_fields}
    whole = bool(shown.head.licence)
    return {
        **head,
        "programmes": [programme for programme, _names in shown.programmes],
        "same_origin": [other.id for other in shown.same_origin],
        "claims": shown.claims,
        "text_sha256": shown.text_hash,
        "text": shown.text if whole else None,
        "text_withheld": None if whole else "no licence is recorded for this document: its quotes are given alone",
    }


@router.get("/quotes", response={200: list[QuoteRowOut], **READ}, tags=["documents"])
def quotes(
    request: HttpRequest, response: HttpResponse, document: Only = "", after: After = "", limit: Limit = LIMIT
) -> Any:
    """Quotes, of one document or all."""
    rows = listed_queries.quotes(after, limit, document)
    with_next(request, response, [row.id for row in rows], limit)
    return [_quote(row) for row in rows]


@router.get("/quotes/{quote}", response={200: QuoteRowOut, **READ}, tags=["documents"])
def quote(request: HttpRequest, quote: Id) -> Any:  # noqa: ARG001 - a view's signature
    """One quote."""
    return _quote(found(listed_queries.quote(quote), "quote"))


@router.get("/claims", response={200: list[StandingClaimOut], **READ}, tags=["claims"])
def claims(
    request: HttpRequest,
    response: HttpResponse,
    programme: Only = "",
    document: Only = "",
    fact: Only = "",
    state: State = "",
    after: After = "",
    limit: Limit = LIMIT,
) -> Any:
    """Claims as they stand in a programme; those that wait or were rejected are drafts, which members alone read."""
    rows = listed_queries.claims(
        after, limit, programme=programme, document=document, fact=fact, state=state,
        drafts=may_read_drafts(reader(request)),
    )  # fmt: skip
    with_next(request, response, [f"{item.id}~{where}" for where, item in rows], limit)
    figures = Figures(item.figure for _where, item in rows)
    return [
        {**figures.claim(item), "programme": where, "state": item.state, "relation": item.relation, "fact": item.fact}
        for where, item in rows
    ]


@router.get("/claims/{claim}", response={200: ClaimDetailOut, **READ}, tags=["claims"])
def claim(request: HttpRequest, claim: Id) -> Any:
    """One claim, and how it stands in each programme."""
    shown, states = found(listed_queries.claim(claim, drafts=may_read_drafts(reader(request))), "claim")
    return {**Figures([shown.figure]).claim(shown), "states": states}


@router.get("/facts", response={200: list[FactRowOut], **READ}, tags=["facts"])
def facts(
    request: HttpRequest, response: HttpResponse, programme: Only = "", after: After = "", limit: Limit = LIMIT
) -> Any:
    """Facts."""
    rows = listed_queries.facts(after, limit, programme)
    with_next(request, response, [row.id for row in rows], limit)
    return [
        {"id": row.id, "names": row.names, "programme": row.programme_id, "kind": row.kind, "indicator": row.indicator,
         "place": row.place, "period": row.period, "claims": getattr(getattr(row, "current", None), "claims", 0),
         "conflicts": getattr(getattr(row, "current", None), "conflict_count", 0),
         "retracted": getattr(getattr(row, "current", None), "retracted", False)}
        for row in rows
    ]  # fmt: skip


@router.get("/facts/{fact}", response={200: FactOut, **READ}, tags=["facts"])
def fact(request: HttpRequest, fact: Id) -> Any:  # noqa: ARG001 - a view's signature
    """One fact: every accepted claim, its independent sources, its conflict."""
    shown = found(fact_queries.fact(fact), "fact")
    figures = Figures([shown.source_count, *(item.figure for item in shown.claims)])
    return {
        "id": shown.id,
        "names": shown.names,
        "kind": shown.kind,
        "indicator": shown.indicator,
        "programme": shown.programme.id,
        "claims": [figures.claim(item) for item in shown.claims],
        "independent_sources": figures.out(shown.source_count),
        "conflict": figures.conflict(shown.conflict) if shown.conflict else None,
        "retracted": shown.retracted is not None,
        "publications": shown.publications,
    }


@router.get("/figures", response={200: list[FigureRowOut], **READ}, tags=["figures"])
def figures(
    request: HttpRequest,
    response: HttpResponse,
    programme: Only = "",
    indicator: Only = "",
    place: Only = "",
    after: After = "",
    limit: Limit = LIMIT,
) -> Any:
    """Published figures, each with every root; those that were superseded too."""
    rows = listed_queries.figures(after, limit, programme=programme, indicator=indicator, place=place)
    with_next(request, response, [row.id for row in rows], limit)
    shown = Figures(row.figure for row in rows)
    return [_figure(row, shown) for row in rows]


@router.get("/figures/{figure}", response={200: FigureRowOut, **READ}, tags=["figures"])
def figure(request: HttpRequest, figure: Id) -> Any:  # noqa: ARG001 - a view's signature
    """One published figure."""
    row = found(listed_queries.figure(figure), "figure")
    return _figure(row, Figures([row.figure]))


@router.get("/datasets", response={200: list[DataSetOut], **READ}, tags=["data sets"])
def datasets(request: HttpRequest, response: HttpResponse, after: After = "", limit: Limit = LIMIT) -> Any:
    """Data sets without their rows."""
    rows = listed_queries.datasets(after, limit)
    with_next(request, response, [row.id for row in rows], limit)
    return [_dataset(page_queries.dataset_head(row)) for row in rows]


@router.get("/datasets/{dataset}", response={200: DataSetOut, **READ}, tags=["data sets"])
def dataset(request: HttpRequest, dataset: Id) -> Any:  # noqa: ARG001 - a view's signature
    """One data set without its rows."""
    return _dataset(found(document_queries.dataset(dataset), "data set").head)


@router.get("/datasets/{dataset}/rows", response={200: RowsOut, **READ}, tags=["data sets"])
def rows(
    request: HttpRequest,  # noqa: ARG001 - a view's signature
    dataset: Id,
    line: Annotated[
        int, Query(ge=1, le=10_000_000, description="Only lines after this one; the header is line 1.")
    ] = 1,
    limit: Limit = LIMIT,
) -> Any:
    """Rows of a data set, as they were taken in."""
    shown = found(document_queries.dataset(dataset), "data set")
    header = shown.rows[0] if shown.rows else ()
    return {
        "columns": header,
        "rows": [dict(zip(header, row, strict=False)) for row in shown.rows[line : line + limit]],
        "first_line": line + 1,
        "total": max(0, len(shown.rows) - 1),
    }


def _quote(row: models.Quote) -> dict[str, Any]:
    return {
        "id": row.id,
        "document": row.document_id,
        "start": row.start,
        "end": row.end,
        "exact": row.exact,
        "prefix": row.prefix,
        "suffix": row.suffix,
    }


def _figure(row: listed_queries.FigureRow, shown: Figures) -> dict[str, Any]:
    return {
        "id": row.id,
        "programme": row.programme,
        "indicator": row.indicator,
        "subject": row.subject,
        "place": row.place,
        "status": row.status,
        "supersedes": row.supersedes,
        "superseded_by": row.superseded_by,
        "figure": shown.out(row.figure),
    }


def _dataset(head: page_queries.DataSetHead) -> dict[str, Any]:
    return {
        "id": head.id,
        "sha256": head.hash,
        "name": head.name,
        "title": head.title,
        "description": head.description,
        "source": head.source_address,
        "licence": head.licence,
        "retrieved": head.retrieved,
    }
