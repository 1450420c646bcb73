"""What the pages of documents and data sets ask of the record."""

from collections.abc import Sequence
from dataclasses import dataclass

from hongqiao.record import models
from hongqiao.record.page_queries import DataSetHead, DocumentHead, dataset_head, head_of, stored_text, table_rows


@dataclass(frozen=True, slots=True)
class Span:
    """Where a quote stands in its document, and the fact that rests on it."""

    start: int
    end: int
    fact: str | None = None


@dataclass(frozen=True, slots=True)
class DocumentShown:
    """A document with its text and every quote that stands in it."""

    head: DocumentHead
    text: str
    spans: list[Span]
    programmes: list[tuple[str, dict[str, str]]]
    same_origin: list[DocumentHead]
    claims: int
    text_hash: str


@dataclass(frozen=True, slots=True)
class DataSetShown:
    """A data set with its rows as they were taken in."""

    head: DataSetHead
    rows: tuple[tuple[str, ...], ...]


def documents() -> Sequence[models.Document]:
    """All documents, latest first; the page takes a slice."""
    return models.Document.objects.order_by("-published_on", "id")  # type: ignore[return-value]  # a query set is sliced lazily


def document(document_id: str) -> DocumentShown | None:
    """One document, or None."""
    row = models.Document.objects.filter(pk=document_id).first()
    if row is None:
        return None
    facts = dict(
        models.CurrentClaim.objects.filter(claim__document=row, fact__isnull=False).values_list(
            "claim__quote_id", "fact_id"
        )
    )
    quotes = models.Quote.objects.filter(document=row).order_by("start", "end")
    filings = models.Filing.objects.filter(document=row).select_related("programme")
    same = models.Document.objects.filter(origin=row.origin).exclude(pk=row.pk)[:50] if row.origin else []
    return DocumentShown(
        head_of(row),
        stored_text(row.id).text,
        [Span(quote.start, quote.end, facts.get(quote.id)) for quote in quotes],
        [(filing.programme.id, filing.programme.names) for filing in filings],
        [head_of(other) for other in same],
        models.Claim.objects.filter(document=row).count(),
        row.text_hash,
    )


def dataset(dataset_id: str) -> DataSetShown | None:
    """One data set, or None."""
    row = models.DataSet.objects.filter(pk=dataset_id).defer("body").first()
    return DataSetShown(dataset_head(row), table_rows(dataset_id)) if row else None


def heads_after(after: str, limit: int) -> list[DocumentHead]:
    """Documents in the order of their ids, after one of them."""
    return [head_of(row) for row in models.Document.objects.filter(pk__gt=after).order_by("id")[:limit]]
