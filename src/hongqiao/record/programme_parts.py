"""What every page within a programme asks of the record: the programme itself, the claims of its facts, its citations."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.db.models import Q

from hongqiao.ground.basis import Basis, Quote
from hongqiao.ground.period import Period
from hongqiao.record import models
from hongqiao.record.page_queries import QuoteShown, Said, keep_texts, quote_shown, said
from hongqiao.record.programme_shown import Names, ProgrammeHead


def programmes() -> list[ProgrammeHead]:
    """All programmes."""
    rows = list(models.Programme.objects.order_by("id"))
    places = _places({place for row in rows for place in row.places})
    return [_head(row, places) for row in rows]


def _head(row: models.Programme, places: Mapping[str, Names]) -> ProgrammeHead:
    known = tuple((place, places[place]) for place in row.places if place in places)
    return ProgrammeHead(row.id, row.names, row.description, row.banner, row.started, known)


def programme(programme_id: str) -> ProgrammeHead | None:
    """One programme, or None."""
    row = models.Programme.objects.filter(pk=programme_id).first()
    return _head(row, _places(row.places)) if row else None


def _places(ids: Iterable[str]) -> dict[str, Names]:
    return dict(models.Place.objects.filter(pk__in=set(ids)).values_list("id", "names"))


def place_of(row: models.Place | None) -> tuple[str, Names] | None:
    """A place as pages link to it."""
    return (row.id, row.names) if row else None


def period_of(text: str) -> Period | None:
    """A stored period; None where none is stored."""
    return Period.parse(text) if text else None


def claims_of_facts(
    programme_id: str | None, as_of: dt.date, facts: Iterable[str] | None = None, language: str = "en"
) -> dict[str, list[Said]]:
    """The accepted claims of each fact: those of originals first, then those in `language`, then by language.

    Without a programme they are those of the facts named, whatever programme these belong to.
    """
    within = {} if programme_id is None else {"programme_id": programme_id}
    rows = (
        models.CurrentClaim.objects.filter(state="accepted", fact__isnull=False, **within)
        .filter(Q(claim__document__published_on__lte=as_of) | Q(claim__document__published_on__isnull=True))
        .select_related("claim__quote", "claim__document")
        .order_by("claim__document__retells", "claim__language", "claim_id")
    )
    if facts is not None:
        rows = rows.filter(fact_id__in=set(facts))
    current = {row.claim_id: row for row in rows}
    found: dict[str, list[Said]] = defaultdict(list)
    shown = said((row.claim for row in current.values()), current)
    for item in sorted(shown, key=lambda item: (bool(item.document.retells), item.language != language)):
        found[str(item.fact)].append(item)
    return dict(found)


def citations(kind: str, subjects: Iterable[str]) -> dict[str, tuple[QuoteShown, ...]]:
    """The quotes on which things of one kind rest, by the thing's id."""
    rows = models.Citation.objects.filter(kind=kind, subject__in=list(subjects)).select_related("quote__document")
    found: dict[str, list[QuoteShown]] = defaultdict(list)
    for row in rows:
        found[row.subject].append(quote_shown(row.quote, row.quote.document))
    return {subject: tuple(quotes) for subject, quotes in found.items()}


def quote_bases(quotes: Iterable[QuoteShown]) -> list[Basis]:
    """Quotes that pages show, as bases: each held against its document's text."""
    rows = list(quotes)
    stored = keep_texts(quote.document_id for quote in rows)
    return [Quote(stored[quote.document_id], quote.start, quote.end, quote.exact) for quote in rows]
