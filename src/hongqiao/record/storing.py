"""From values of the library to rows of the record, and back with every quote checked again."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from hongqiao.errors import HongqiaoError
from hongqiao.evidence import Claim as ReadClaim
from hongqiao.evidence import Document as ReadDocument
from hongqiao.ground import basis as bases
from hongqiao.ground.basis import StoredText
from hongqiao.ground.figure import Figure as GroundFigure
from hongqiao.ground.period import Period
from hongqiao.record import models
from hongqiao.record.ledger import canonical, sha256
from hongqiao.record.pack.contents import PackQuote


def origin_of(document: ReadDocument) -> str:
    """What counts as one source: the page a retelling retells, the original a copy names, or the text itself."""
    return sha256(document.retells or document.original or document.id)


def document_row(
    document: ReadDocument, *, retrieved: dt.datetime, address: str = "", place: str = "", pack: str = ""
) -> models.Document:
    """A document as a row."""
    published = document.published
    dateline = ", ".join(part for part in (document.dateline.place, document.dateline.date) if part)
    return models.Document(
        bytes_hash=document.raw_sha256,
        text_hash=document.id,
        name=document.name[:300],
        media_type=document.media_type,
        encoding=document.encoding,
        language=document.language,
        title=document.title or "",
        date_line=dateline,
        published=published.text if published else "",
        published_on=published.start if published else None,
        publisher=document.publisher or "",
        agencies=list(document.agencies),
        address=address,
        original_link=document.original or "",
        links=list(document.links),
        retells=document.retells or "",
        origin=origin_of(document),
        licence=document.licence or "",
        place=place,
        retrieved=retrieved,
        pack=pack,
    )


def quote_row(document: models.Document, text: StoredText, start: int, end: int) -> models.Quote:
    """A quote as a row, made from the stored text itself."""
    quote = bases.Quote(text, start, end, text.text[start:end])
    return models.Quote(
        id=quote.key[:40],
        document=document,
        start=start,
        end=end,
        exact=quote.exact,
        prefix=quote.prefix,
        suffix=quote.suffix,
        key=quote.key,
    )


def claim_key(bytes_hash: str, claim: ReadClaim) -> str:
    """What makes a claim of the reader one claim, however often its document arrives."""
    return sha256(
        canonical([bytes_hash, claim.source, claim.start, claim.end, claim.value, claim.value_hi, claim.unit])
    )


def claim_row(
    document: models.Document, quote: models.Quote, claim: ReadClaim, places: Mapping[str, str]
) -> models.Claim:
    """A claim as a row; its place is the id of a place where the name is that of exactly one."""
    period = _period(claim.period) or _period(claim.deadline)
    key = claim_key(document.bytes_hash, claim)
    notes: dict[str, Any] = {}
    if claim.deadline:
        notes["deadline"] = claim.deadline
    if claim.institution:
        notes["institution"] = claim.institution
    if claim.conversion:
        notes["conversion"] = True
    if claim.place and claim.place.casefold() in places:
        notes["place_text"] = claim.place
    return models.Claim(
        key=key,
        document=document,
        quote=quote,
        origin=claim.source,
        language=claim.language,
        value=claim.value,
        value_hi=claim.value_hi,
        unit=claim.unit,
        per=claim.per or "",
        comparator=claim.comparator,
        kind=claim.kind,
        direction=claim.direction or "",
        status=claim.status,
        period=period.text if period else "",
        starts=period.start if period else None,
        ends=period.end if period else None,
        place=places.get((claim.place or "").casefold(), claim.place or ""),
        indicator=claim.indicator or "",
        indicator_text=claim.indicator_text,
        notes=notes,
    )


def _period(text: str | None) -> Period | None:
    return Period.parse(text) if text else None


def place_names() -> dict[str, str]:
    """Ids of places by their names, those alone that one place bears."""
    found: dict[str, set[str]] = {}
    for key, names in models.Place.objects.values_list("id", "names"):
        for name in (key, *names.values()):
            for part in name.split("|"):
                found.setdefault(part.casefold(), set()).add(key)
    return {name: next(iter(ids)) for name, ids in found.items() if len(ids) == 1}


def figure_row(figure: GroundFigure, *, at: dt.datetime, key: str, **about: Any) -> models.Figure:
    """A published figure as a row, with its whole basis."""
    period = figure.period
    return models.Figure(
        key=key,
        value=figure.value,
        value_hi=figure.value_hi,
        unit=figure.unit,
        comparator=figure.comparator,
        period=period.text if period else "",
        starts=period.start if period else None,
        ends=period.end if period else None,
        about=figure.about,
        basis=bases.as_json(figure.basis),
        basis_key=figure.basis.key,
        at=at,
        **{"place": figure.place.id if figure.place else "", **about},
    )


def texts_of(rows: Iterable[Mapping[str, Any]]) -> dict[str, StoredText]:
    """The texts of all documents that stored bases quote, by the hash under which quotes name them; one query."""
    wanted = {part["document"] for row in rows for part in row["parts"].values() if part["kind"] == "quote"}
    found = models.Content.objects.filter(document__text_hash__in=wanted).values_list("document__text_hash", "text")
    return {key: StoredText(text) for key, text in found}


def ground_figures(rows: Iterable[models.Figure]) -> list[GroundFigure]:
    """Rows as figures: every quote is held against the stored text again, so that no basis is taken on trust."""
    found = list(rows)
    texts = texts_of([row.basis for row in found])
    return [_ground(row, texts) for row in found]


def _ground(row: models.Figure, texts: Mapping[str, StoredText]) -> GroundFigure:
    basis = bases.from_json(row.basis, texts)
    if basis.key != row.basis_key:
        raise HongqiaoError(f"figure {row.id}: its stored basis is {basis.key}, the row says {row.basis_key}")
    return GroundFigure(
        row.value,
        row.unit,
        basis,
        row.comparator,  # type: ignore[arg-type]  # checked by Figure
        row.value_hi,
        _period(row.period),
        None,
        row.about,
    )


def checked(value: float, value_hi: object, unit: str, per: str, comparator: str) -> None:
    """Raise ValueError where a claim with these columns could not be shown as a figure: an unknown unit, a range downwards."""
    high = None if value_hi in (None, "") else float(str(value_hi))
    code = f"{unit or 'count'}/{per}" if per else unit or "count"
    stated = comparator if high is None else "range"
    GroundFigure(value, code, bases.Assumption("check", "whether it can be shown"), stated, high)  # type: ignore[arg-type]  # checked by Figure


def overlapping(claims: Sequence[models.Claim], quote: PackQuote) -> models.Claim | None:
    """The claim whose words share most with the quote."""
    shares = [(min(claim.quote.end, quote.end) - max(claim.quote.start, quote.start), claim) for claim in claims]
    best = max(shares, key=lambda pair: pair[0], default=None)
    return best[1] if best and best[0] > 0 else None
