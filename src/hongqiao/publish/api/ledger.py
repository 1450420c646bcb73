"""The ledger: the head of the chain, and its entries."""

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from hongqiao.publish.api.answers import READ, found
from hongqiao.publish.api.asked import LIMIT, Limit, Position
from hongqiao.publish.api.figures import with_next
from hongqiao.publish.api.shapes import EntryOut, LedgerOut
from hongqiao.record import listed_queries, models, page_queries

router = Router()
type AfterPosition = Annotated[int, Query(ge=0, le=2**63 - 1, description="Only entries after this position.")]


@router.get("/ledger", response={200: LedgerOut, **READ}, tags=["ledger"])
def ledger(request: HttpRequest) -> Any:  # noqa: ARG001 - a view's signature
    """The head of the ledger."""
    return found(page_queries.ledger_head(), "ledger entry")


@router.get("/ledger/entries", response={200: list[EntryOut], **READ}, tags=["ledger"])
def entries(request: HttpRequest, response: HttpResponse, after: AfterPosition = 0, limit: Limit = LIMIT) -> Any:
    """Entries of the ledger, oldest first: who did what, when and why."""
    rows = listed_queries.entries(after, limit)
    with_next(request, response, [str(row.position) for row in rows], limit)
    return [_entry(row) for row in rows]


@router.get("/ledger/entries/{position}", response={200: EntryOut, **READ}, tags=["ledger"])
def entry(request: HttpRequest, position: Position) -> Any:  # noqa: ARG001 - a view's signature
    """One entry."""
    return _entry(found(listed_queries.entry(position), "ledger entry"))


def _entry(row: models.LedgerEntry) -> dict[str, Any]:
    return {name: getattr(row, name) for name in EntryOut.model_fields}
