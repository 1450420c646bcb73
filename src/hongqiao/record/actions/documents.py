"""Documents into a programme: read, quote, claim, compare. The same bytes are taken in once, however often they come."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.utils import timezone

from hongqiao.errors import HongqiaoError, UnknownLanguage, UnknownRow
from hongqiao.evidence import Claim as ReadClaim
from hongqiao.evidence import Document as ReadDocument
from hongqiao.evidence import claims as read_claims
from hongqiao.evidence import read
from hongqiao.record import models, projections, search_rows, storing
from hongqiao.record.ledger import Act, acting
from hongqiao.record.roles import Actor, require

type Source = Path | tuple[str, bytes]


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one document."""

    name: str
    document: str = ""
    new: bool = False
    claims: int = 0
    refused: str = ""
    unread: str = ""


@dataclass(frozen=True, slots=True)
class Batch:
    """What became of all documents that came together."""

    id: str
    programme: str
    taken: tuple[Taken, ...]

    @property
    def refused(self) -> tuple[Taken, ...]:
        """The documents that could not be read, each with its reason."""
        return tuple(item for item in self.taken if item.refused)


@dataclass(frozen=True, slots=True)
class Reading:
    """A document that was read, with its claims; nothing is stored yet."""

    document: ReadDocument
    body: bytes
    claims: tuple[ReadClaim, ...]
    address: str = ""
    place: str = ""
    retrieved: dt.datetime | None = None
    unread: str = ""


def read_source(source: Source, *, address: str = "", retrieved: dt.datetime | None = None) -> Reading:
    """Read a file, or a name with its bytes, and its claims; the slow part, outside of any transaction."""
    name, body = (source.name, None) if isinstance(source, Path) else source
    document = read(source if body is None else body, name=name)
    if body is None:
        body = Path(source).read_bytes() if isinstance(source, Path) else b""
    return reading_of(document, body, address=address, retrieved=retrieved)


def reading_of(
    document: ReadDocument, body: bytes, *, address: str = "", place: str = "", retrieved: dt.datetime | None = None
) -> Reading:
    """The claims of a document; in a language that cannot be read there are none, and `unread` says so."""
    try:
        claims = tuple(read_claims(document))
    except UnknownLanguage as error:
        return Reading(document, body, (), address, place, retrieved, f"{document.name}: {error}")
    return Reading(document, body, claims, address, place, retrieved)


def add_documents(
    actor: Actor,
    programme: str,
    sources: Sequence[Source],
    *,
    batch: str | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Batch:
    """Take documents into a programme; each is one transaction, so that an interrupted batch is taken up again.

    A document that cannot be read is reported with its reason and does not hold up the others. Their claims wait for a
    judgement, each with what it adds: new, confirms or contradicts.
    """
    require(actor, "add documents")  # before any reading, which is the costly part
    batch = batch or models.new_id()
    taken = []
    for count, source in enumerate(sources, start=1):
        try:
            reading = read_source(source)
        except HongqiaoError as error:
            name = source.name if isinstance(source, Path) else source[0]
            taken.append(Taken(name, refused=str(error)))
        else:
            taken.append(add_reading(actor, programme, reading, batch))
        if progress:
            progress(count, len(sources))
    return Batch(batch, programme, tuple(taken))


def add_reading(
    actor: Actor,
    programme: str,
    reading: Reading,
    batch: str,
    *,
    verb: str = "add documents",
) -> Taken:
    """Take one document that was read into a programme."""
    require(actor, "add documents")
    require_programme(programme)
    name = reading.document.name
    with acting(actor, verb, subject=f"document:{name}"[:200], programme=programme) as act:
        row, new = store(act, reading, storing.place_names())
        filed = file_documents(act, programme, [row], batch)
        act.summary = {"name": name, "bytes": row.bytes_hash, "claims": len(reading.claims), "new": new}
        if reading.address:
            act.summary["address"] = reading.address
        if filed:
            ids = list(models.Claim.objects.filter(document=row).values_list("id", flat=True))
            projections.project_claims(programme, ids)
            projections.compare_waiting(programme, ids)
    return Taken(name, row.id, new, len(reading.claims), unread=reading.unread)


def require_programme(programme: str) -> models.Programme:
    """The programme, or UnknownRow."""
    row = models.Programme.objects.filter(pk=programme).first()
    if row is None:
        listed = ", ".join(models.Programme.objects.values_list("id", flat=True)[:10]) or "there is none yet"
        raise UnknownRow(f"no programme has the id {programme!r}; the programmes are: {listed}")
    return row


def store(
    act: Act, reading: Reading, places: dict[str, str], *, pack: str = "", known: models.Document | None = None
) -> tuple[models.Document, bool]:
    """Store a document with its text, bytes, quotes and claims, unless the same bytes are there already."""
    document = reading.document
    existing = known or models.Document.objects.filter(bytes_hash=document.raw_sha256).first()
    if existing is not None:
        return existing, False
    row = storing.document_row(
        document, retrieved=reading.retrieved or timezone.now(), address=reading.address, place=reading.place, pack=pack
    )
    act.add([row])
    act.add([models.Content(document=row, text=document.text, body=reading.body)])
    quotes: dict[str, models.Quote] = {}
    claims: dict[str, models.Claim] = {}
    for claim in reading.claims:
        quote = storing.quote_row(row, document.stored, claim.start, claim.end)
        quote = quotes.setdefault(quote.key, quote)
        made = storing.claim_row(row, quote, claim, places)
        claims.setdefault(made.key, made)
    stored_quotes(act, quotes.values())
    act.add(list(claims.values()))
    act.confide(
        [
            models.Contact(document=row, text="; ".join(filter(None, (item.name, item.phone, item.email))))
            for item in document.contacts
        ]
    )
    search_rows.put([search_rows.document_row(row, document.text)])
    return row, True


def stored_quotes(act: Act, quotes: Iterable[models.Quote]) -> None:
    """Add those quotes that are not there yet. A quote's id is its place in the text, so that it is found again."""
    made = {quote.id: quote for quote in quotes}
    ids = list(made)
    for start in range(0, len(ids), 500):
        for known in models.Quote.objects.filter(pk__in=ids[start : start + 500]).values_list("id", flat=True):
            del made[known]
    act.add(list(made.values()))


def file_documents(act: Act, programme: str, documents: Sequence[models.Document], batch: str) -> list[models.Filing]:
    """Enter documents into a programme that are not in it yet."""
    filed = set(
        models.Filing.objects.filter(programme=programme, document__in=documents).values_list("document_id", flat=True)
    )
    fresh = [row for row in documents if row.id not in filed]
    rows = [models.Filing(document=row, programme_id=programme, batch=batch, at=act.at) for row in fresh]
    return list(act.add(rows))
