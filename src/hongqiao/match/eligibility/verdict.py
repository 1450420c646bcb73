"""Who may claim which measure: eligible, not eligible (why, and what would change it), or which data are needed."""

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hongqiao.errors import BadCondition
from hongqiao.match.eligibility.measure import FACT_TYPES, Condition, Fact, Firm, Measure

NO, YES, UNKNOWN, UNASKED = 0, 1, 2, 3
ANSWERS = ("no", "yes", "need data", "not asked")
VERDICTS = ("not eligible", "eligible", "need data", "not open")
_LITERAL = re.compile(r"""'((?:\\.|[^'\\])*)'|"((?:\\.|[^"\\])*)\"""")


@dataclass(frozen=True, slots=True)
class Change:
    """One fact that would turn a "no" into a "yes": equal to a value, with it in the list, at least or at most it."""

    fact: str
    relation: str
    value: Fact

    @property
    def says(self) -> str:
        """The same in English words."""
        shown = f"{self.value:.10g}" if isinstance(self.value, int | float) and not isinstance(self.value, bool) else (
            str(self.value).lower() if isinstance(self.value, bool) else repr(self.value)
        )  # fmt: skip
        return f"{self.fact} {self.relation} {shown}"


@dataclass(frozen=True, slots=True)
class Finding:
    """One condition's answer, with the sentence it stands on and the values that decided."""

    condition: str
    answer: str
    quote: str
    when: str
    values: Mapping[str, Fact]
    missing: tuple[str, ...]
    change: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """One firm and one measure."""

    firm: str
    measure: str
    verdict: str
    findings: tuple[Finding, ...]
    amount: float | None
    currency: str
    source: str


def _context(facts: Mapping[str, Fact], *, whole: bool = False) -> Any:
    """The facts as CEL takes them: numbers as decimals, unless the condition asks for whole ones."""
    import cel

    if whole:
        return cel.Context(dict(facts))
    return cel.Context({name: float(value) if type(value) is int else value for name, value in facts.items()})


def _ask(condition: Condition, context: Any, facts: Mapping[str, Fact], owner: str) -> int:
    """NO, YES or UNKNOWN; a condition that cannot be evaluated is never a "no"."""
    if any(facts.get(name) == 0 for name in condition.divisors):
        return UNKNOWN
    if any(isinstance(value := facts.get(name), float) and not np.isfinite(value) for name in condition.needs):
        return UNKNOWN
    try:
        answer = condition.program.execute(context)
    except (KeyError, RuntimeError) as error:
        if any(name not in facts for name in condition.needs):
            return UNKNOWN
        raise BadCondition(f"condition {condition.id} of {owner}, {condition.when!r}, failed: {error}") from error
    except (TypeError, ZeroDivisionError, ValueError, OverflowError) as error:
        # a quotient by zero or a value of the wrong kind settles nothing: the data must be looked at
        if isinstance(error, TypeError) and all(name in facts for name in condition.needs):
            raise BadCondition(
                f"condition {condition.id} of {owner}, {condition.when!r}, cannot be evaluated with "
                f"{ ({name: facts[name] for name in condition.needs}) }: {error}"
            ) from error
        return UNKNOWN
    if not isinstance(answer, bool):
        raise BadCondition(
            f"condition {condition.id} of {owner}, {condition.when!r}, answers {answer!r}, not yes or no"
        )
    return YES if answer else NO


def require_types(firm: Firm, kinds: Mapping[str, str]) -> dict[str, Fact]:
    """The firm's facts of these names; one of the wrong type is refused by name (BadCondition)."""
    found: dict[str, Fact] = {}
    for name, kind in kinds.items():
        if name not in firm.facts:
            continue
        value = firm.facts[name]
        if not isinstance(value, FACT_TYPES[kind]) or (kind == "number" and isinstance(value, bool)):
            raise BadCondition(f"fact {name!r} of firm {firm.id!r} is {value!r}; a {kind} is asked")
        found[name] = value
    return found


def _comparable(value: Fact | None) -> object:
    """A fact as a key: its type with it, since True equals 1 and yet answers differently."""
    return (type(value), tuple(value)) if isinstance(value, list) else (type(value), value)


class Bulk:
    """All firms against all measures: one byte per condition, opened into quotes on demand."""

    def __init__(
        self,
        firms: Sequence[Firm],
        measures: Sequence[Measure],
        *,
        as_of: dt.date,
        progress: Callable[[int, int], None] = lambda _done, _total: None,
    ) -> None:
        self.firms, self.measures, self.as_of = list(firms), list(measures), as_of
        kinds: dict[str, str] = {}
        for item in self.measures:
            for name, kind in item.facts.items():
                if kinds.setdefault(name, kind) != kind:
                    raise BadCondition(f"fact {name!r} is a {kinds[name]} in one measure and a {kind} in {item.id}")
        self._facts = [require_types(firm, kinds) for firm in self.firms]
        contexts = [_context(facts) for facts in self._facts]
        wholes: list[Any] = []  # made only where a condition asks for whole numbers
        self._careful = {
            row
            for row, facts in enumerate(self._facts)
            if any(isinstance(value, float) and not np.isfinite(value) for value in facts.values())
        }
        self._starts = np.cumsum([0, *(len(item.conditions) for item in self.measures)])
        self.answers: NDArray[np.uint8] = np.full((len(self.firms), int(self._starts[-1])), UNASKED, np.uint8)
        self._combinations: dict[tuple[str, ...], tuple[list[int], NDArray[np.int64]]] = {}
        known: dict[str, NDArray[np.uint8]] = {}  # the same condition in several measures is asked once
        for number, item in enumerate(self.measures):
            if item.valid(as_of):
                for offset, condition in enumerate(item.conditions):
                    column = known.get(condition.when)
                    if column is None:
                        if condition.whole and not wholes:
                            wholes = [_context(facts, whole=True) for facts in self._facts]
                        column = self._column(condition, wholes if condition.whole else contexts, item.id)
                        known[condition.when] = column
                    self.answers[:, self._starts[number] + offset] = column
            progress(number + 1, len(self.measures))

    def _column(self, condition: Condition, contexts: list[Any], owner: str) -> NDArray[np.uint8]:
        firsts, likeness = self._alike(condition.needs)
        answers = np.empty(len(firsts), np.uint8)
        execute = condition.program.execute
        careful = self._careful
        if condition.divisors:
            zero = (
                row for row, facts in enumerate(self._facts) if any(facts.get(name) == 0 for name in condition.divisors)
            )
            careful = careful.union(zero)
        for place, row in enumerate(firsts):
            try:  # the plain yes and no of whole data, which is nearly all; everything else is asked with care
                answer = execute(contexts[row]) if row not in careful else None
            except (KeyError, RuntimeError, TypeError, ZeroDivisionError, ValueError, OverflowError):
                answer = None
            answers[place] = (
                int(answer)
                if answer is True or answer is False
                else _ask(condition, contexts[row], self._facts[row], owner)
            )
        return answers[likeness]

    def _alike(self, needs: tuple[str, ...]) -> tuple[list[int], NDArray[np.int64]]:
        """The first firm of each combination of these facts, and for every firm which of them it is like."""
        if needs not in self._combinations:
            seen: dict[object, int] = {}
            firsts: list[int] = []
            likeness = np.empty(len(self._facts), np.int64)
            for row, facts in enumerate(self._facts):
                key = tuple(_comparable(facts.get(name)) for name in needs)
                if key not in seen:
                    seen[key] = len(firsts)
                    firsts.append(row)
                likeness[row] = seen[key]
            self._combinations[needs] = firsts, likeness
        return self._combinations[needs]

    def verdicts(self) -> NDArray[np.uint8]:
        """(firms, measures): the index into VERDICTS of each pair."""
        found = np.empty((len(self.firms), len(self.measures)), np.uint8)
        for number in range(len(self.measures)):
            part = self.answers[:, self._starts[number] : self._starts[number + 1]]
            found[:, number] = np.where(
                (part == UNASKED).any(axis=1),
                3,
                np.where((part == NO).any(axis=1), 0, np.where((part == UNKNOWN).any(axis=1), 2, 1)),
            )
        return found

    def open(self, firm: int, number: int) -> Answer:
        """One pair with its quotes, deciding values, what is missing and what would change the answer."""
        item, facts = self.measures[number], self._facts[firm]
        codes = self.answers[firm, self._starts[number] : self._starts[number + 1]]
        findings = tuple(
            Finding(
                condition.id,
                ANSWERS[code],
                condition.quote,
                condition.when,
                {name: facts[name] for name in condition.needs if name in facts},
                tuple(name for name in condition.needs if name not in facts) if code == UNKNOWN else (),
                tuple(_changes(condition, facts, item)) if code == NO else (),
            )
            for condition, code in zip(item.conditions, codes, strict=True)
        )
        verdict = 3 if UNASKED in codes else 0 if NO in codes else 2 if UNKNOWN in codes else 1
        amount = _amount(item, facts) if verdict == 1 else None
        return Answer(self.firms[firm].id, item.id, VERDICTS[verdict], findings, amount, item.currency, item.source)


def eligible(firm: Firm, item: Measure, *, as_of: dt.date | None = None) -> Answer:
    """Whether a firm may claim a measure on a day (today by default), and why."""
    day = as_of if as_of is not None else dt.datetime.now(dt.UTC).date()
    return Bulk([firm], [item], as_of=day).open(0, 0)


def _amount(item: Measure, facts: Mapping[str, Fact]) -> float | None:
    if item.amount is None or any(name not in facts for name in item.amount.needs):
        return None
    try:
        value = item.amount.program.execute(_context(facts, whole=item.amount.whole))
    except (KeyError, RuntimeError, TypeError, ZeroDivisionError, ValueError) as error:
        raise BadCondition(f"the amount of {item.id}, {item.amount.when!r}, cannot be computed: {error}") from error
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise BadCondition(f"the amount of {item.id}, {item.amount.when!r}, is {value!r}, no number")
    return float(value)


def _changes(condition: Condition, facts: dict[str, Fact], item: Measure) -> list[Change]:
    """Single facts that would turn the answer into a yes, each tried out before it is said."""

    def holds(name: str, value: Fact) -> bool:
        changed = {**facts, name: value}
        try:
            return _ask(condition, _context(changed, whole=condition.whole), changed, item.id) == YES
        except BadCondition:
            return False

    literals = [left or right for left, right in _LITERAL.findall(condition.when)]
    found: list[Change] = []
    for name in condition.needs:
        value = facts.get(name)
        if isinstance(value, bool):
            found += [Change(name, "=", not value)] if holds(name, not value) else []
        elif isinstance(value, str):
            found += [Change(name, "=", literal) for literal in literals if holds(name, literal)]
        elif isinstance(value, list):
            found += [Change(name, "with", literal) for literal in literals if holds(name, [*value, literal])]
        elif value is not None:
            found += _numbers(name, value, holds)
    return found


def _numbers(name: str, value: float, holds: Callable[[str, Fact], bool]) -> list[Change]:
    found = []
    for sign, words in ((1, "at least"), (-1, "at most")):
        step: float = max(1.0, abs(value) * 0.01)
        reach = next(
            (step * 2**power for power in range(48) if holds(name, _like(value, value + sign * step * 2**power))), None
        )
        if reach is None:
            continue
        low, high = 0.0, reach
        for _ in range(60):
            middle = (low + high) / 2
            if holds(name, _like(value, value + sign * middle)):
                high = middle
            else:
                low = middle
        found.append(Change(name, words, _like(value, value + sign * high)))
    return found


def _like(value: float, number: float) -> float:
    return round(number) if isinstance(value, int) else number
