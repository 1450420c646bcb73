"""What pages ask of the record besides `queries`: the roots of figures, and things with their citations.

Each function makes a fixed number of queries, however many rows it returns; answers are frozen.
"""

import datetime as dt
import functools
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from hongqiao.ground.basis import Basis, Entry, Quote, Step, StoredText
from hongqiao.ground.figure import Figure
from hongqiao.ground.period import Period
from hongqiao.record import models, texts


@dataclass(frozen=True, slots=True)
class DocumentHead:
    """A document without its text."""

    id: str
    name: str
    title: str
    language: str
    published: str
    publisher: str
    address: str
    retells: str
    licence: str
    origin: str
    retrieved: str = ""

    @property
    def speaker(self) -> str:
        """Who is shown to have said it: the publisher, else the title, else the file."""
        return self.publisher or self.title or self.name


@dataclass(frozen=True, slots=True)
class DataSetHead:
    """A data set without its rows."""

    id: str
    hash: str
    name: str
    title: str
    source_address: str
    licence: str
    retrieved: str
    description: str


@dataclass(frozen=True, slots=True)
class EntryHead:
    """A ledger entry as the basis of a figure."""

    position: int
    verb: str
    actor: str
    day: str


@dataclass(frozen=True, slots=True)
class LedgerHead:
    """Where the chain of changes stands."""

    position: int
    hash: str


@dataclass(frozen=True, slots=True)
class QuoteShown:
    """A quote with what a page needs to lead to it."""

    document_id: str
    start: int
    end: int
    exact: str
    language: str
    speaker: str
    published: str
    retells: str


@dataclass(frozen=True, slots=True)
class Said:
    """One claim as a page shows it: the figure, its quote, its fields."""

    id: str
    figure: Figure
    quote: QuoteShown
    language: str
    status: str
    period: str
    place: str
    indicator: str
    indicator_text: str
    speaker: str
    document: DocumentHead
    state: str = "accepted"
    relation: str = ""
    differs: tuple[str, ...] = ()
    fact: str | None = None


_HEAD = ("id", "name", "title", "language", "published", "publisher", "address", "retells", "licence", "origin")


def head_of(document: models.Document) -> DocumentHead:
    """A document's head; its original link stands in where no address was given."""
    values = {name: getattr(document, name) for name in _HEAD}
    values["address"] = values["address"] or document.original_link
    return DocumentHead(**values, retrieved=document.retrieved.date().isoformat())


_head: ContextVar[list[LedgerHead | None] | None] = ContextVar("ledger head", default=None)


@contextmanager
def one_look() -> Iterator[None]:
    """Within it the head of the ledger is looked up once: a page that counts many things counts them as of one entry."""
    token = _head.set([])
    try:
        yield
    finally:
        _head.reset(token)


def ledger_head() -> LedgerHead | None:
    """The latest entry of the ledger; None before the first."""
    seen = _head.get()
    if seen:
        return seen[0]
    last = models.LedgerEntry.objects.order_by("-position").values_list("position", "hash").first()
    found = LedgerHead(*last) if last else None
    if seen is not None:
        seen.append(found)
    return found


def documents_of(hashes: Iterable[str]) -> dict[str, DocumentHead]:
    """The documents whose texts have these hashes, by hash."""
    wanted = set(hashes)
    rows = models.Document.objects.filter(text_hash__in=wanted).order_by("-id") if wanted else []
    return {row.text_hash: head_of(row) for row in rows}


def datasets_of(hashes: Iterable[str]) -> dict[str, DataSetHead]:
    """The data sets of these hashes, by hash."""
    wanted = set(hashes)
    rows = models.DataSet.objects.filter(hash__in=wanted).defer("body") if wanted else []
    return {row.hash: dataset_head(row) for row in rows}


def dataset_head(row: models.DataSet) -> DataSetHead:
    """A data set's head."""
    return DataSetHead(
        row.id, row.hash, row.name, row.title, row.source_address, row.licence, row.retrieved, row.description
    )


def entries_of(positions: Iterable[str]) -> dict[str, EntryHead]:
    """Ledger entries by their position as text, the form in which an Entry names them."""
    wanted = {position for position in positions if position.isdecimal()}
    rows = models.LedgerEntry.objects.filter(position__in=wanted) if wanted else []
    return {str(row.position): EntryHead(row.position, row.verb, row.actor, row.at.date().isoformat()) for row in rows}


def stored_text(document_id: str) -> StoredText:
    """A document's text with its hash."""
    return texts.of_documents([document_id])[document_id]


def keep_texts(document_ids: Iterable[str]) -> dict[str, StoredText]:
    """Several documents' texts, from one query at most."""
    return texts.of_documents(document_ids)


def quote_shown(quote: models.Quote, document: models.Document) -> QuoteShown:
    """A quote as pages show it."""
    head = head_of(document)
    return QuoteShown(
        document.id, quote.start, quote.end, quote.exact, head.language, head.speaker, head.published, head.retells
    )


def figure_of(claim: models.Claim, text: StoredText) -> Figure:
    """The figure that a claim states, resting on its quote; the quote is checked against the text again."""
    unit = f"{claim.unit or 'count'}/{claim.per}" if claim.per else claim.unit or "count"
    quote = Quote(text, claim.quote.start, claim.quote.end, claim.quote.exact)
    period = Period.parse(claim.period) if claim.period else None
    comparator = claim.comparator if claim.value_hi is None else "range"
    return Figure(claim.value, unit, quote, comparator, claim.value_hi, period)  # type: ignore[arg-type]  # checked by Figure


def said(claims: Iterable[models.Claim], current: dict[str, models.CurrentClaim] | None = None) -> list[Said]:
    """Claims as pages show them; the claims must have been fetched with their quote and document."""
    rows = list(claims)
    stored = keep_texts(row.document_id for row in rows)
    found = []
    for row in rows:
        stands = (current or {}).get(row.id)
        found.append(
            Said(
                row.id,
                figure_of(row, stored[row.document_id]),
                quote_shown(row.quote, row.document),
                row.language or row.document.language,
                row.status,
                row.period,
                row.place,
                row.indicator,
                row.indicator_text,
                row.speaker,
                head_of(row.document),
                stands.state if stands else "accepted",
                stands.relation if stands else "",
                tuple(str(item) for item in stands.differs) if stands else (),
                stands.fact_id if stands else None,
            )
        )
    return found


def variants(fact_ids: Iterable[str]) -> dict[str, list[QuoteShown]]:
    """For each fact on which its sources differ: the quotes of all of its accepted claims."""
    wanted = set(fact_ids)
    if not wanted:
        return {}
    rows = models.CurrentClaim.objects.filter(
        fact_id__in=wanted, state="accepted", fact__current__conflict_count__gt=0
    ).select_related("claim__quote", "claim__document")
    found: dict[str, list[QuoteShown]] = defaultdict(list)
    for row in rows.order_by("claim__language", "claim_id"):
        found[str(row.fact_id)].append(quote_shown(row.claim.quote, row.claim.document))
    return dict(found)


def table_rows(dataset_id: str) -> tuple[tuple[str, ...], ...]:
    """A data set's rows, its header first."""
    return texts.of_tables([dataset_id])[dataset_id]


def keep_tables(dataset_ids: Iterable[str]) -> None:
    """Fetch the rows of several data sets together, so that what follows asks for none one by one."""
    texts.of_tables(dataset_ids)


def records(dataset_id: str) -> list[dict[str, str]]:
    """A data set's rows by column name."""
    header, *rows = table_rows(dataset_id)
    return [dict(zip(header, row, strict=False)) for row in rows]


@functools.lru_cache(maxsize=8192)
def row_number(dataset_id: str, key: str) -> int | None:
    """Which row a key names; None for none.

    A key is a line of the table (`line 7`, the header being line 1) or parts between bars, all of which the row holds.
    """
    rows = table_rows(dataset_id)
    if key.startswith("line ") and key.removeprefix("line ").isdecimal():
        line = int(key.removeprefix("line ")) - 1
        return line if 0 < line < len(rows) else None
    parts = set(key.split("|"))
    return next((number for number, row in enumerate(rows) if number and parts <= set(row)), None)


def cells_of(dataset_id: str, key: str) -> dict[str, str]:
    """The cells of the row that a key names, by column; empty where there is none."""
    number = row_number(dataset_id, key)
    rows = table_rows(dataset_id)
    return dict(zip(rows[0], rows[number], strict=False)) if number else {}


def today() -> dt.date:
    """The day on which pages are as of, unless asked otherwise."""
    return dt.datetime.now(tz=dt.UTC).date()


def counted(formula: str, bases: Iterable[Basis], examined: Iterable[Basis] = ()) -> Figure:
    """A count with its basis: what was counted, or, where that is nothing, everything that was looked through.

    Where there was nothing to look through either, the count rests on the ledger as it stands.
    """
    found = tuple(dict.fromkeys(bases))
    looked = found or tuple(dict.fromkeys(examined)) or (_ledger_as_it_stands(),)
    return Figure(float(len(found)), "count", Step(formula, "1", looked, (("found", len(found)),)))


def count_of(formula: str, count: int, bases: Iterable[Basis], unit: str = "count") -> Figure:
    """A count that was made elsewhere, with what it rests on (several things may rest on one sentence).

    Without a basis of its own it rests on the record as its ledger stands.
    """
    inputs = tuple(dict.fromkeys(bases)) or (_ledger_as_it_stands(),)
    return Figure(float(count), unit, Step(formula, "1", inputs, (("found", count),)))


def counted_in_ledger(formula: str, count: int) -> Figure:
    """A count of more rows than a page can list: it rests on the record as its ledger stands."""
    return Figure(float(count), "count", Step(formula, "1", (_ledger_as_it_stands(),), (("found", count),)))


def _ledger_as_it_stands() -> Entry:
    head = ledger_head()
    return Entry(str(head.position if head else 0))


@dataclass(frozen=True, slots=True)
class Change:
    """One row of the ledger as the method page lists it."""

    position: int
    at: dt.datetime
    actor: str
    verb: str
    subject: str
    reason: str
    rows: int
    hash: str


def latest_entries(count: int) -> list[Change]:
    """The latest changes, newest first."""
    return _changes(models.LedgerEntry.objects.order_by("-position")[:count])


def entries_between(first: int, last: int) -> list[Change]:
    """The entries of the ledger from one position to another, newest first."""
    return _changes(models.LedgerEntry.objects.filter(position__range=(first, last)).order_by("-position"))


def _changes(rows: Iterable[models.LedgerEntry]) -> list[Change]:
    return [
        Change(row.position, row.at, row.actor, row.verb, row.subject, row.reason, row.rows, row.hash) for row in rows
    ]
