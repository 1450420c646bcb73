"""May we claim this? A measure's rules beside what is known of a firm, or what a reader of the form states."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from hongqiao.ground.basis import Assumption, Basis, Entry, Quote, Step
from hongqiao.ground.figure import Figure
from hongqiao.ground.period import Period
from hongqiao.match.eligibility import Firm, Measure, eligible
from hongqiao.match.eligibility import measure as compiled
from hongqiao.record import models
from hongqiao.record.firm_queries import bases_of
from hongqiao.record.page_queries import QuoteShown, keep_texts, quote_shown
from hongqiao.record.programme_shown import Names

_STATED = Assumption("reader of this page", "a value typed into the form, which nothing in the record backs")


@dataclass(frozen=True, slots=True)
class ValueShown:
    """A fact with its value: a figure where it is a number, words otherwise."""

    id: str
    names: Names
    type: str
    figure: Figure | None
    words: object
    place: Names | None = None


@dataclass(frozen=True, slots=True)
class ChangeShown:
    """One fact that would turn the answer: how it relates to which value."""

    names: Names
    relation: str
    value: ValueShown


@dataclass(frozen=True, slots=True)
class FindingShown:
    """One condition: its answer, its quote, the values that decided, what is missing, what would change it."""

    id: str
    answer: str
    when: str
    quote: QuoteShown | None
    values: tuple[ValueShown, ...]
    missing: tuple[Names, ...]
    changes: tuple[ChangeShown, ...]


@dataclass(frozen=True, slots=True)
class Claimed:
    """The verdict, one of "eligible", "not eligible", "need data", "not open", and each condition behind it."""

    verdict: str
    findings: tuple[FindingShown, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A field of the form."""

    id: str
    names: Names
    type: str
    unit: str
    choices: tuple[tuple[str, Names | str], ...]
    value: object


def rules(measure_id: str) -> list[models.Rule]:
    """A measure's conditions in order."""
    return list(models.Rule.objects.filter(measure=measure_id))


def rule_quotes(found: list[models.Rule]) -> dict[str, models.Quote]:
    """The quote that each rule stands on."""
    rows = models.Citation.objects.filter(kind="rule", subject__in=[row.id for row in found])
    return {row.subject: row.quote for row in rows.select_related("quote__document")}


def with_quotes(found: list[models.Rule]) -> list[tuple[models.Rule, QuoteShown | None]]:
    """Rules, each with the sentence it stands on."""
    quotes = rule_quotes(found)
    return [(row, quote_shown(quotes[row.id], quotes[row.id].document) if row.id in quotes else None) for row in found]


def as_measure(row: models.Measure, found: list[models.Rule], quotes: Mapping[str, models.Quote]) -> Measure:
    """A measure of the record as the engine takes it."""
    facts: dict[str, str] = {}
    for rule in found:
        facts |= rule.facts
    made = compiled(
        {
            "id": row.id,
            "facts": facts,
            "conditions": [
                {"id": rule.id, "when": rule.condition, "quote": quotes[rule.id].exact if rule.id in quotes else "–"}
                for rule in found
            ],
        }
    )
    period = Period.parse(row.valid) if row.valid else None
    return replace(made, valid_from=period.start, valid_to=period.end) if period else made


def firms() -> list[tuple[str, Names]]:
    """Institutions of which facts are known."""
    return list(models.FirmFacts.objects.order_by("pk").values_list("institution_id", "institution__names"))


def questions(found: list[models.Rule], known: Mapping[str, Any]) -> list[Question]:
    """What the form asks: every fact that the rules name, with what is known as its value."""
    import re

    wanted = list(dict.fromkeys(name for rule in found for name in rule.facts))
    asked = {row.id: row for row in models.FactAsked.objects.filter(pk__in=wanted)}
    types = {name: kind for rule in found for name, kind in rule.facts.items()}
    fields = []
    for name in wanted:
        literals: list[str] = []
        if types[name] in {"text", "list"}:
            literals = [
                left or right
                for rule in found
                if name in rule.facts
                for left, right in re.findall(r"'([^']*)'|\"([^\"]*)\"", rule.condition)
            ]
            if isinstance(known.get(name), str):
                literals.append(known[name])
        places = dict(models.Place.objects.filter(pk__in=literals).values_list("id", "names")) if literals else {}
        row = asked.get(name)
        fields.append(
            Question(
                name, row.names if row else {"en": name}, types[name], row.unit if row else "",
                tuple((item, places.get(item, item)) for item in dict.fromkeys(literals)), known.get(name),
            )
        )  # fmt: skip
    return fields


def answer(measure_id: str, firm: str, stated: Mapping[str, Any], day: dt.date) -> Claimed | None:
    """Whether a firm may claim a measure: what is recorded of it, with what the reader stated in its place."""
    row = models.Measure.objects.filter(pk=measure_id).first()
    found = rules(measure_id)
    if row is None or not found:
        return None
    facts_row = models.FirmFacts.objects.filter(pk=firm).first()
    recorded = facts_row.facts if facts_row else {}
    facts = {name: value for name, value in {**recorded, **stated}.items() if value is not None}
    quotes = rule_quotes(found)
    got = eligible(Firm(firm or "firm", facts), as_measure(row, found, quotes), as_of=day)
    names = dict(models.FactAsked.objects.values_list("id", "names"))
    units = dict(models.FactAsked.objects.values_list("id", "unit"))
    types = {name: kind for rule in found for name, kind in rule.facts.items()}
    entry: Basis = Entry(str(facts_row.position)) if facts_row else _STATED
    bases = bases_of(facts_row) if facts_row else {}
    texts = keep_texts(quote.document_id for quote in quotes.values())

    def shown(name: str, value: Any, basis: Basis) -> ValueShown:
        figure = None
        place = None
        if types.get(name) == "number":
            figure = Figure(float(value), units.get(name) or "count", basis)
        elif types.get(name) == "text":
            place = models.Place.objects.filter(pk=value).values_list("names", flat=True).first()
        return ValueShown(name, names.get(name, {"en": name}), types.get(name, "text"), figure, value, place)

    findings = []
    for item in got.findings:
        quote = quotes.get(item.condition)
        words: Basis | None = (
            Quote(texts[quote.document_id], quote.start, quote.end, quote.exact) if quote is not None else None
        )
        values = tuple(
            shown(
                name,
                value,
                _STATED if name in stated and stated[name] != recorded.get(name) else bases.get(name, entry),
            )
            for name, value in item.values.items()
        )
        turning = Step("smallest change that turns the answer", "1", (words or _STATED, entry))
        changes = tuple(
            ChangeShown(names.get(change.fact, {"en": change.fact}), change.relation,
                        shown(change.fact, change.value, turning))
            for change in item.change
        )  # fmt: skip
        findings.append(
            FindingShown(
                item.condition, item.answer, item.when, quote_shown(quote, quote.document) if quote else None, values,
                tuple(names.get(name, {"en": name}) for name in item.missing), changes,
            )
        )  # fmt: skip
    return Claimed(got.verdict, tuple(findings))
