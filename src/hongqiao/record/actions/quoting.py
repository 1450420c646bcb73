"""What a person enters rests on words of a stored document, on a claim that was read in one, or on the entry itself."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hongqiao.errors import BadPeriod, BadValue, QuoteMismatch, UnknownRow
from hongqiao.ground import unit as units
from hongqiao.ground.basis import Entry, Quote, StoredText
from hongqiao.ground.figure import Figure as GroundFigure
from hongqiao.ground.period import Period
from hongqiao.record import models, storing
from hongqiao.record.actions.documents import stored_quotes
from hongqiao.record.ledger import Act, canonical, sha256


@dataclass(frozen=True, slots=True)
class Words:
    """Words that stand in a stored document; `nth` says which, where they stand there more than once."""

    document: str
    exact: str
    nth: int | None = None


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount: that of a claim, or one that a person states, with or without the words that state it."""

    value: float | None = None
    unit: str = ""
    comparator: str = "="
    value_hi: float | None = None
    claim: str = ""
    words: Words | None = None


def quote(act: Act, words: Words) -> models.Quote:
    """The quote of some words, stored if it is new; raises QuoteMismatch where they do not stand in the document."""
    document = models.Document.objects.filter(pk=words.document).first()
    if document is None:
        raise UnknownRow(f"no document has the id {words.document!r}")
    text = models.Content.objects.values_list("text", flat=True).get(document=document)
    spots, at = [], text.find(words.exact) if words.exact.strip() else -1
    while at >= 0:
        spots.append(at)
        at = text.find(words.exact, at + 1)
    if not spots:
        raise QuoteMismatch(f"the words {words.exact!r} do not stand in {document.name}; copy them from its text")
    if words.nth is None and len(spots) > 1:
        raise QuoteMismatch(
            f"the words {words.exact!r} stand {len(spots)} times in {document.name}; quote more of the sentence"
        )
    nth = words.nth or 1
    if not 1 <= nth <= len(spots):
        raise QuoteMismatch(f"the words {words.exact!r} stand {len(spots)} times in {document.name}, not {nth} times")
    row = storing.quote_row(document, StoredText(text), spots[nth - 1], spots[nth - 1] + len(words.exact))
    stored_quotes(act, [row])
    return models.Quote.objects.get(pk=row.id)


def cite(act: Act, kind: str, subject: str, quotes: Sequence[Words]) -> None:
    """Rest a thing on quotes: those given now, in their order; earlier ones stay in the ledger."""
    rows = [quote(act, words) for words in quotes]
    made = [
        models.Citation(
            id=sha256(canonical([kind, subject, row.id]))[:40], kind=kind, subject=subject, quote=row, order=order
        )
        for order, row in enumerate(dict.fromkeys(rows))
    ]
    gone = models.Citation.objects.filter(kind=kind, subject=subject).exclude(pk__in=[row.pk for row in made])
    act.remove(list(gone))
    act.keep(made)


def figure(act: Act, amount: Amount, *, programme: str, subject: str, indicator: str, period: str) -> models.Figure:
    """An amount of money as a published figure, its bounds kept.

    The amount of a claim is taken as the claim has it. One that a person states rests on the words where they are
    given (and must agree with what was read there), and on the entry itself otherwise.
    """
    claim = _claim(amount)
    quoted = claim.quote if claim else (quote(act, amount.words) if amount.words else None)
    if claim is None and quoted is not None:
        claim = _read_in(quoted, amount)
    if claim is not None:
        value, unit, comparator, high = claim.value, claim.unit, claim.comparator, claim.value_hi
    elif amount.value is None:
        raise BadValue("an amount has a value, or names the claim that states it; got neither")
    else:
        value, unit, comparator, high = amount.value, amount.unit, amount.comparator, amount.value_hi
    if not units.is_money(unit):
        raise BadValue(
            f"an amount of money is in a currency of ISO 4217, such as CNY or EUR; got {unit or 'no unit'!r}"
        )
    if quoted is not None:
        text = StoredText(models.Content.objects.values_list("text", flat=True).get(document=quoted.document_id))
        basis: Quote | Entry = Quote(text, quoted.start, quoted.end, quoted.exact)
    else:
        basis = Entry(str(act.position))
    try:
        made = GroundFigure(
            value, unit, basis, "range" if high is not None else comparator, high,  # type: ignore[arg-type]  # checked by Figure
            Period.parse(period) if period else None,
        )  # fmt: skip
    except ValueError as error:
        raise BadValue(str(error)) from None
    key = sha256(canonical([subject, indicator, act.position, len(act.digests), basis.key, value, high, comparator]))
    row = storing.figure_row(made, at=act.at, key=key, programme=programme, subject=subject, indicator=indicator)
    act.add([row])
    return row


def _claim(amount: Amount) -> models.Claim | None:
    if not amount.claim:
        return None
    claim = models.Claim.objects.select_related("quote").filter(pk=amount.claim).first()
    if claim is None:
        raise UnknownRow(f"no claim has the id {amount.claim!r}")
    return claim


def _read_in(quoted: models.Quote, amount: Amount) -> models.Claim | None:
    """The claim that was read in the quoted words; refuses an amount that says otherwise."""
    rows = models.Claim.objects.filter(
        document=quoted.document_id, quote__start__lt=quoted.end, quote__end__gt=quoted.start, corrections__isnull=True
    ).select_related("quote")
    money = [row for row in rows if units.is_money(row.unit)]
    agreeing = [row for row in money if amount.value is None or (row.value, row.unit) == (amount.value, amount.unit)]
    if money and not agreeing:
        raise BadValue(
            f"the quoted words were read as {money[0]}, the amount entered is {amount.comparator} {amount.value:g} "
            f"{amount.unit}; enter what the words say, or correct the claim in the review first"
        )
    return agreeing[0] if agreeing else None


def names(given: Mapping[str, str], what: str) -> dict[str, str]:
    """Names by language, the empty ones left out; at least one has to be there."""
    found = {language: name.strip() for language, name in given.items() if name and name.strip()}
    if not found:
        raise BadValue(f"{what} needs a name in at least one language; got none")
    return found


def period(text: str, what: str) -> str:
    """A period in its one text form; empty for none."""
    if not text.strip():
        return ""
    try:
        return Period.parse(text.strip()).text
    except BadPeriod as error:
        raise BadValue(f"{what}: {error}") from None


def known(model: type[Any], key: str | None, what: str) -> Any | None:
    """The row of an id; None for none, UnknownRow for an id that nothing bears."""
    if not key:
        return None
    row = model._default_manager.filter(pk=key).first()
    if row is None:
        raise UnknownRow(f"no {what} has the id {key!r}")
    return row


def one_of(value: str, allowed: Iterable[str], what: str) -> str:
    """The value, where it is empty or one of those allowed."""
    choices = tuple(allowed)
    if value and value not in choices:
        raise BadValue(f"{what} is {value!r}; one of {', '.join(choices)} would be right")
    return value
