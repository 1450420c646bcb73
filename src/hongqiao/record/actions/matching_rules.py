"""Who may claim a measure: its rules, each on a quoted sentence, and what is known of a firm."""

from collections.abc import Mapping, Sequence
from typing import Any

from hongqiao.errors import QuoteMismatch, UnknownFact, UnknownRow
from hongqiao.ground.basis import StoredText
from hongqiao.match.eligibility import firms, measure
from hongqiao.match.eligibility.verdict import require_types
from hongqiao.record import models, storing
from hongqiao.record.actions.documents import stored_quotes
from hongqiao.record.ledger import acting, sha256
from hongqiao.record.roles import Actor, require


def set_rules(actor: Actor, measure_id: str, rules: Sequence[Mapping[str, Any]]) -> list[models.Rule]:
    """Put these rules in the place of a measure's present ones.

    Each has `id`, `condition` (CEL over facts), `needs` (names of facts), and the words it stands on: `document`
    (its id) and `exact`. Raises BadCondition or UnknownFact by name, QuoteMismatch where the words do not stand there.
    """
    require(actor, "edit a measure")
    owner = models.Measure.objects.filter(pk=measure_id).first()
    if owner is None:
        raise UnknownRow(f"no measure has the id {measure_id!r}")
    asked = {row.id: row.type for row in models.FactAsked.objects.all()}
    rows, citations, quotes = [], [], []
    for order, rule in enumerate(rules):
        if unknown := [name for name in rule["needs"] if name not in asked]:
            raise UnknownFact(f"rule {rule['id']} needs {unknown[0]!r}; known are {', '.join(sorted(asked))}")
        facts = {name: asked[name] for name in rule["needs"]}
        condition = {"id": rule["id"], "when": rule["condition"], "quote": rule["exact"]}
        measure({"id": measure_id, "facts": facts, "conditions": [condition]})
        document = models.Document.objects.filter(pk=rule["document"]).select_related("content").first()
        at = document.content.text.find(rule["exact"]) if document else -1
        if document is None or at < 0:
            raise QuoteMismatch(f"rule {rule['id']}: {rule['exact']!r} does not stand in {rule['document']!r}")
        quote = storing.quote_row(document, StoredText(document.content.text), at, at + len(rule["exact"]))
        row = models.Rule(id=rule["id"], measure=owner, condition=rule["condition"], facts=facts, order=order)
        rows.append(row)
        quotes.append(quote)
        citations.append(
            models.Citation(id=sha256(f"rule {row.id} {quote.id}")[:40], kind="rule", subject=row.id, quote=quote)
        )
    with acting(actor, "edit a measure", subject=f"measure:{measure_id}", programme=owner.programme_id) as act:
        old = models.Rule.objects.filter(measure=owner)
        ids = [*old.values_list("id", flat=True), *(row.id for row in rows)]
        kept = {row.id for row in citations}
        act.remove(
            [item for item in models.Citation.objects.filter(kind="rule", subject__in=ids) if item.id not in kept]
        )
        act.remove([row for row in old if row.id not in {item.id for item in rows}])
        act.keep(rows)
        stored_quotes(act, quotes)
        act.keep(citations)
    return rows


def record_firm_facts(actor: Actor, institution: str, facts: Mapping[str, Any], *, source: str) -> models.FirmFacts:
    """Record what is known of a firm; a fact given as None is no longer known. `source` says where it is from."""
    if not models.Institution.objects.filter(pk=institution).exists():
        raise UnknownRow(f"no institution has the id {institution!r}")
    asked = {row.id: row.type for row in models.FactAsked.objects.all()}
    if unknown := sorted(set(facts) - set(asked)):
        raise UnknownFact(f"no measure asks for {unknown[0]!r}; known are {', '.join(sorted(asked))}")
    require_types(firms([{"id": institution, "facts": dict(facts)}])[0], asked)
    with acting(
        actor, "edit what is known of a firm", subject=f"institution:{institution}",
        institutions=frozenset({institution}),
    ) as act:  # fmt: skip
        row = models.FirmFacts.objects.filter(pk=institution).first() or models.FirmFacts(institution_id=institution)
        known = {**row.facts, **facts}
        row.facts = {name: value for name, value in known.items() if value is not None}
        row.source, row.pack = source, ""
        act.keep([row])
    return row
