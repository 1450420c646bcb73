"""Who may claim a measure: its rules, each on a quoted sentence, and what is known of a firm, each fact on its basis."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from hongqiao.errors import BadValue, DuplicateId, QuoteMismatch, UnknownFact, UnknownRow, WrongState
from hongqiao.ground import unit as units
from hongqiao.ground.basis import StoredText
from hongqiao.match.eligibility import firms, measure
from hongqiao.match.eligibility.measure import FACT_TYPES
from hongqiao.match.eligibility.verdict import require_types
from hongqiao.record import models, storing
from hongqiao.record.actions import quoting
from hongqiao.record.actions.documents import stored_quotes
from hongqiao.record.actions.quoting import Words
from hongqiao.record.firm_queries import FIRM_FACT, citation_of
from hongqiao.record.ledger import acting, canonical, sha256
from hongqiao.record.roles import Actor, require

_NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")
_PARTS = ("id", "condition", "needs", "document", "exact")


def ask_fact(
    actor: Actor, name: str, kind: str, names: Mapping[str, str], *, unit: str = "", reason: str = ""
) -> models.FactAsked:
    """Declare a fact that rules may name: its type (text, number, flag, list), its unit, how a form asks for it.

    Raises BadValue for a name that conditions cannot hold or an unknown type, WrongState where rules rest on another
    type, UnitMismatch for a unit that nothing is measured in.
    """
    require(actor, "edit a measure")
    if not _NAME.fullmatch(name):
        raise BadValue(f"a fact is named {name!r}; small letters, digits and _ would be right, such as employees")
    if kind not in FACT_TYPES:
        raise BadValue(f"a fact is a {kind!r}; one of {', '.join(FACT_TYPES)} would be right")
    if unit:
        units.unit(unit)
    with acting(actor, "edit a measure", subject=f"fact asked:{name}"[:200], reason=reason) as act:
        row = models.FactAsked.objects.filter(pk=name).first() or models.FactAsked(id=name, type=kind)
        if row.type != kind:
            raise WrongState(f"the fact {name!r} is a {row.type} already, and rules may rest on that; name another one")
        row.names, row.unit, row.pack = (
            quoting.names(names, "a fact"),
            unit,
            "",
        )  # a pack leaves it as it is from now on
        act.keep([row])
    return row


def set_rules(
    actor: Actor, measure_id: str, rules: Sequence[Mapping[str, Any]], *, reason: str = ""
) -> list[models.Rule]:
    """Put these rules in the place of a measure's present ones; none at all leaves the measure without rules.

    Each has `id`, `condition` (CEL over facts), `needs` (names of facts), and the words it stands on: `document`
    (its id) and `exact`. Raises BadCondition or UnknownFact by name, QuoteMismatch where the words do not stand there,
    DuplicateId where an id stands twice or belongs to another measure's rule.
    """
    require(actor, "edit a measure")
    owner = models.Measure.objects.filter(pk=measure_id).first()
    if owner is None:
        raise UnknownRow(f"no measure has the id {measure_id!r}")
    _require_ids(measure_id, rules)
    asked = {row.id: row.type for row in models.FactAsked.objects.all()}
    rows, citations, quotes = [], [], []
    for order, rule in enumerate(rules):
        if unknown := [name for name in rule["needs"] if name not in asked]:
            known = ", ".join(sorted(asked)) or "none yet: declare it first"
            raise UnknownFact(f"rule {rule['id']} needs {unknown[0]!r}; known are {known}")
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
            models.Citation(
                id=sha256(canonical(["rule", row.id, quote.id]))[:40], kind="rule", subject=row.id, quote=quote
            )
        )
    with acting(
        actor, "edit a measure", subject=f"measure:{measure_id}", programme=owner.programme_id, reason=reason
    ) as act:
        act.summary = {"rules": [row.id for row in rows]}
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


def _require_ids(measure_id: str, rules: Sequence[Mapping[str, Any]]) -> None:
    seen: set[str] = set()
    for number, rule in enumerate(rules, start=1):
        missing = [part for part in _PARTS if not rule.get(part)]
        if missing:
            raise BadValue(
                f"rule {rule.get('id') or number} lacks {', '.join(missing)}; a rule has {', '.join(_PARTS)}"
            )
        if rule["id"] in seen:
            raise DuplicateId(f"two rules have the id {rule['id']!r}")
        seen.add(rule["id"])
    taken = models.Rule.objects.filter(pk__in=seen).exclude(measure=measure_id).order_by("pk").first()
    if taken is not None:
        raise DuplicateId(f"the id {taken.pk!r} belongs to a rule of the measure {taken.measure_id!r}; choose another")


def record_firm_facts(
    actor: Actor,
    institution: str,
    facts: Mapping[str, Any],
    *,
    source: str,
    quotes: Mapping[str, Words] | None = None,
    reason: str = "",
) -> models.FirmFacts:
    """Record what is known of a firm; a fact given as None is no longer known. `source` says where it is from.

    Each fact rests on the words that `quotes` gives for it, and on the entry itself where it gives none. Raises
    UnknownFact for what no measure asks, BadCondition for a value of another type, QuoteMismatch for words that do not
    stand in their document.
    """
    require(actor, "edit what is known of a firm", frozenset({institution}))
    if not models.Institution.objects.filter(pk=institution).exists():
        raise UnknownRow(f"no institution has the id {institution!r}")
    asked = {row.id: row.type for row in models.FactAsked.objects.all()}
    if unknown := sorted({*facts, *(quotes or {})} - set(asked)):
        raise UnknownFact(f"no measure asks for {unknown[0]!r}; known are {', '.join(sorted(asked))}")
    if loose := sorted(name for name in quotes or {} if facts.get(name) is None):
        raise BadValue(f"words are given for {loose[0]!r}, and no value; a quote says what the value is")
    require_types(firms([{"id": institution, "facts": dict(facts)}])[0], asked)
    with acting(
        actor, "edit what is known of a firm", subject=f"institution:{institution}", reason=reason,
        institutions=frozenset({institution}),
    ) as act:  # fmt: skip
        row = models.FirmFacts.objects.filter(pk=institution).first() or models.FirmFacts(institution_id=institution)
        known = {**row.facts, **facts}
        row.facts = {name: value for name, value in known.items() if value is not None}
        row.source, row.pack = source, ""
        act.summary = {"facts": sorted(facts)}
        act.keep([row])
        for name in facts:
            words = (quotes or {}).get(name)
            quoting.cite(act, FIRM_FACT, citation_of(institution, name), [words] if words else [])
    return row
