"""Rules of measures and what is known of firms, held against the facts that can be asked, as their verbs hold them."""

from typing import TYPE_CHECKING

from hongqiao.errors import HongqiaoError, UnknownFact
from hongqiao.match.eligibility import firms, measure
from hongqiao.match.eligibility.verdict import require_types
from hongqiao.record import models

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hongqiao.record.bulk.checking import Prepared


def check_rules(rows: "Sequence[Prepared]", asked: dict[str, str]) -> None:
    """Each condition reads, and names facts that can be asked, each of its type."""
    known = asked | dict(models.FactAsked.objects.values_list("id", "type"))
    for item in rows:
        facts = item.row.facts
        if not isinstance(facts, dict):
            item.refuse(
                "facts", facts, 'facts with their types, such as {"employees": "number"}, would be right', "BadValue"
            )
            continue
        for name, kind in facts.items():
            if known.get(name) != kind:
                right = f"{known[name]} would be right" if name in known else "a row of facts_asked would be right"
                item.refuse("facts", f"{name}: {kind}", right, UnknownFact.__name__)
        try:
            condition = {"id": item.key, "when": item.row.condition, "quote": "–"}
            measure({"id": item.row.measure_id, "facts": facts, "conditions": [condition]})
        except HongqiaoError as error:
            item.refuse("condition", item.row.condition, str(error), type(error).__name__)


def check_known(rows: "Sequence[Prepared]", asked: dict[str, str]) -> None:
    """What is known of a firm is what can be asked of one, and each value is of the type asked for."""
    known = asked | dict(models.FactAsked.objects.values_list("id", "type"))
    for item in rows:
        try:
            require_types(firms([{"id": item.key, "facts": item.row.facts}])[0], known)
        except (HongqiaoError, TypeError, AttributeError) as error:
            item.refuse(
                "facts",
                item.row.facts,
                str(error),
                type(error).__name__ if isinstance(error, HongqiaoError) else "BadValue",
            )
            continue
        for name in sorted(set(item.row.facts) - set(known)):
            item.refuse("facts", name, f"one of {', '.join(sorted(known))} would be right", UnknownFact.__name__)
