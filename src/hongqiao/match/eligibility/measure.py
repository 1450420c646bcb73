"""Measures as data: conditions with their quoted sentences, the facts they need, validity and amount."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from hongqiao.errors import BadCondition, DuplicateId, UnknownFact, UnreadableProfiles

type Fact = str | int | float | bool | list[str]
FACT_TYPES: dict[str, tuple[type, ...]] = {
    "text": (str,), "number": (int, float), "flag": (bool,), "list": (list,),
}  # fmt: skip
_STRING = re.compile(r"""("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')""")
_INTEGER = re.compile(r"(?<![\w.\[])(\d+)(?![\w.\]])")
_WHOLE = re.compile(r"%|\bu?int\s*\(")
_OWNER = re.compile(r"\bfirm\.(?=[A-Za-z_])")


@dataclass(frozen=True, slots=True)
class Condition:
    """One clause: the sentence it stands on, in the measure's own words, and the same as CEL over facts."""

    id: str
    when: str
    quote: str
    program: Any = field(compare=False, repr=False)
    needs: tuple[str, ...]
    divisors: tuple[str, ...] = ()
    """The facts that are divided by: where one is zero, CEL's infinity would answer yes or no by accident."""
    whole: bool = False
    """Whether numbers stay whole: the condition speaks of remainders or converts to whole numbers itself."""


@dataclass(frozen=True, slots=True)
class Measure:
    """Support, funding or a voucher; `facts` names what a firm is asked, with text, number, flag or list."""

    id: str
    title: str
    source: str
    facts: Mapping[str, str]
    conditions: tuple[Condition, ...]
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    amount: Condition | None = None
    currency: str = ""

    def valid(self, day: dt.date) -> bool:
        """Whether the measure is open on a day."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


def measure(given: Mapping[str, Any]) -> Measure:
    """A measure from plain data (as a YAML or JSON file holds it), its conditions compiled.

    Raises UnreadableProfiles for a missing part, BadCondition for what is not CEL, UnknownFact for a condition
    that names a fact which `facts` does not declare.
    """
    identity = str(given.get("id", "")).strip()
    if not identity:
        raise UnreadableProfiles(f"a measure needs an id, got {sorted(given)}")
    facts = given.get("facts")
    if not isinstance(facts, Mapping) or not facts:
        raise UnreadableProfiles(f"measure {identity} needs `facts`: a type (text, number, flag, list) for each name")
    for name, kind in facts.items():
        if kind not in FACT_TYPES:
            raise UnreadableProfiles(f"fact {name!r} of {identity} is a {kind!r}; there are {', '.join(FACT_TYPES)}")
    conditions = [_condition(identity, entry, facts) for entry in given.get("conditions", ())]
    if not conditions:
        raise UnreadableProfiles(f"measure {identity} has no conditions: who may claim it is not said")
    if len({condition.id for condition in conditions}) < len(conditions):
        raise DuplicateId(f"two conditions of {identity} share an id")
    amount = given.get("amount")
    valid = given.get("valid", {})
    return Measure(
        identity,
        str(given.get("title", identity)),
        str(given.get("source", "")),
        dict(facts),
        tuple(conditions),
        _day(valid.get("from"), identity),
        _day(valid.get("to"), identity),
        None if amount is None else _condition(identity, {"id": "amount", **amount}, facts),
        str(given.get("currency", "")),
    )


def measures(given: Sequence[Mapping[str, Any]]) -> list[Measure]:
    """All measures of a list; DuplicateId where two share an id."""
    found: dict[str, Measure] = {}
    for entry in given:
        made = measure(entry)
        if made.id in found:
            raise DuplicateId(f"two measures have the id {made.id!r}")
        found[made.id] = made
    return list(found.values())


def _condition(owner: str, entry: Mapping[str, Any], facts: Mapping[str, str]) -> Condition:
    import cel

    identity, when, quote = (str(entry.get(key, "")).strip() for key in ("id", "when", "quote"))
    if not (identity and when and quote):
        raise UnreadableProfiles(f"a condition of {owner} needs id, when and quote, got {dict(entry)!r}")
    whole = bool(_WHOLE.search(_STRING.sub("", when)))
    try:
        program = cel.compile(flat(when) if whole else decimal(flat(when)))
        named, functions = program.variables(), program.functions()
    except ValueError as error:
        raise BadCondition(
            f"condition {identity} of {owner}, {when!r}, is not CEL: {str(error).splitlines()[0]}"
        ) from error
    if "has" in functions or re.search(r"\bhas\s*\(", _STRING.sub("", when)):
        raise BadCondition(f"condition {identity} of {owner} uses has(): a missing fact already answers 'need data'")
    bound = _bound(when)
    needs = tuple(name for name in named if name in facts)
    if strangers := [name for name in named if name not in facts and name not in bound]:
        raise UnknownFact(
            f"condition {identity} of {owner} names {', '.join(strangers)}; its facts are {', '.join(facts)}"
        )
    divisors = re.findall(r"[/%]\s*(?:double\s*\(\s*)?([A-Za-z_]\w*)", _STRING.sub("", flat(when)))
    return Condition(identity, when, quote, program, needs, tuple(name for name in divisors if name in facts), whole)


def flat(expression: str) -> str:
    """``firm.rd`` as ``rd``, outside strings: facts are variables of their own, which evaluates ten times faster.

    >>> flat("firm.rd / firm.revenue >= 0.05 && firm.city == 'firm.x'")
    "rd / revenue >= 0.05 && city == 'firm.x'"
    """
    parts = _STRING.split(expression)
    return "".join(part if number % 2 else _OWNER.sub("", part) for number, part in enumerate(parts))


def decimal(expression: str) -> str:
    """Whole numbers as decimals, outside strings: CEL mixes no kinds, and divides whole numbers to whole ones.

    Without it ``rd / revenue >= 0.05`` would be 0 for the facts 10 and 100: a "no" by accident.

    >>> decimal("rd * 2 >= revenue && code == '12' && list[0] > 1.5")
    "rd * 2.0 >= revenue && code == '12' && list[0] > 1.5"
    """
    parts = _STRING.split(expression)
    return "".join(part if number % 2 else _INTEGER.sub(r"\1.0", part) for number, part in enumerate(parts))


def _bound(expression: str) -> set[str]:
    # the names that CEL's macros bind: xs.exists(x, …)
    found = re.findall(r"\.(?:exists|exists_one|all|map|filter)\s*\(\s*([A-Za-z_]\w*)\s*,", expression)
    return set(found)


def _day(value: object, owner: str) -> dt.date | None:
    if value is None or (isinstance(value, dt.date) and not isinstance(value, dt.datetime)):
        return value
    try:
        return dt.date.fromisoformat(str(value))
    except ValueError as error:
        raise UnreadableProfiles(f"validity of {owner}: {value!r} is no day like 2026-01-31") from error


@dataclass(frozen=True, slots=True)
class Firm:
    """A firm and what is known of it; a fact that is not there is not known."""

    id: str
    facts: Mapping[str, Fact]


def firms(given: Sequence[Mapping[str, Any]]) -> list[Firm]:
    """Firms from plain data: ``{"id": …, "facts": {…}}``, or the facts beside the id; None means not known."""
    found: dict[str, Firm] = {}
    for entry in given:
        identity = str(entry.get("id", "")).strip()
        if not identity:
            raise UnreadableProfiles(f"a firm needs an id, got {sorted(entry)}")
        if identity in found:
            raise DuplicateId(f"two firms have the id {identity!r}")
        facts = entry.get("facts", {key: value for key, value in entry.items() if key != "id"})
        found[identity] = Firm(identity, {name: value for name, value in facts.items() if value is not None})
    return list(found.values())
