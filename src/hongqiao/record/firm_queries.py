"""What is known of a firm, each fact with the words or the entry that it rests on; and the facts that measures ask."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from hongqiao.ground.basis import Basis, Entry, Quote
from hongqiao.ground.figure import Figure
from hongqiao.record import models
from hongqiao.record.ledger import canonical, sha256
from hongqiao.record.page_queries import QuoteShown, keep_texts, quote_shown
from hongqiao.record.programme_shown import Names

FIRM_FACT = "firm fact"
"""The kind of the citations that facts of firms rest on."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A fact that measures ask."""

    id: str
    type: str
    names: Names
    unit: str


@dataclass(frozen=True, slots=True)
class Known:
    """One fact of a firm: its value, as a figure where it is a number, and the words that state it, if any."""

    id: str
    names: Names
    type: str
    value: Any
    figure: Figure | None
    place: Names | None
    quote: QuoteShown | None

    @property
    def words(self) -> object:
        """The value as words: of a list its parts."""
        return ", ".join(map(str, self.value)) if isinstance(self.value, list) else self.value


@dataclass(frozen=True, slots=True)
class FirmShown:
    """An institution as measures see it; `entry` is the ledger entry of the latest recording."""

    id: str
    names: Names
    source: str
    entry: int
    facts: tuple[Known, ...]


def citation_of(institution: str, fact: str) -> str:
    """What the citations of one fact of one firm are filed under."""
    return sha256(canonical([institution, fact]))[:40]


def asked() -> list[Asked]:
    """Every fact that measures may ask, by name."""
    return [Asked(row.id, row.type, row.names, row.unit) for row in models.FactAsked.objects.order_by("pk")]


def quotes_of(institution: str, facts: Iterable[str]) -> dict[str, models.Quote]:
    """The quotes that facts of a firm rest on; those that rest on an entry alone are left out."""
    subjects = {citation_of(institution, name): name for name in facts}
    rows = models.Citation.objects.filter(kind=FIRM_FACT, subject__in=list(subjects)).select_related("quote__document")
    return {subjects[row.subject]: row.quote for row in rows}


def bases_of(row: models.FirmFacts) -> dict[str, Basis]:
    """What each fact of a firm rests on: its quote, else the entry that recorded it."""
    quoted = quotes_of(row.institution_id, row.facts)
    texts = keep_texts(quote.document_id for quote in quoted.values())
    entry = Entry(str(row.position))
    return {
        name: Quote(texts[quoted[name].document_id], quoted[name].start, quoted[name].end, quoted[name].exact)
        if name in quoted
        else entry
        for name in row.facts
    }


def firm(institution: str) -> FirmShown | None:
    """An institution with what is known of it, or None where there is none of this id."""
    home = models.Institution.objects.filter(pk=institution).values_list("names", flat=True).first()
    if home is None:
        return None
    row = models.FirmFacts.objects.filter(pk=institution).first()
    if row is None:
        return FirmShown(institution, home, "", 0, ())
    questions = {item.id: item for item in asked()}
    quoted, bases = quotes_of(institution, row.facts), bases_of(row)
    texts = [value for value in row.facts.values() if isinstance(value, str)]
    places = dict(models.Place.objects.filter(pk__in=texts).values_list("id", "names"))
    found = []
    for name, value in sorted(row.facts.items()):
        question = questions.get(name)
        if question is None:
            continue
        number = question.type == "number"
        found.append(
            Known(
                name,
                question.names,
                question.type,
                value,
                Figure(float(value), question.unit or "count", bases[name]) if number else None,
                places.get(value) if isinstance(value, str) else None,
                quote_shown(quoted[name], quoted[name].document) if name in quoted else None,
            )
        )
    return FirmShown(institution, home, row.source, row.position, tuple(found))


def rules_table(measure: str) -> list[dict[str, Any]]:
    """A measure's rules as the verb that sets them takes them: id, condition, needs, document, exact."""
    rows = list(models.Rule.objects.filter(measure=measure))
    cited = models.Citation.objects.filter(kind="rule", subject__in=[row.id for row in rows]).select_related("quote")
    quotes = {row.subject: row.quote for row in cited}
    return [
        {
            "id": row.id,
            "condition": row.condition,
            "needs": list(row.facts),
            "document": quotes[row.id].document_id if row.id in quotes else "",
            "exact": quotes[row.id].exact if row.id in quotes else "",
        }
        for row in rows
    ]
