"""What a claim adds to a programme: new, confirming or contradicting; and where the claims of a fact differ.

A claim belongs to a fact when both speak of the same quantity: same unit, same kind, a shared place and overlapping
periods where both are stated, and either the same number or the same indicator. It confirms the fact where it repeats
one of its claims or lies within what they admit, and contradicts it otherwise, saying in what.
"""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from hongqiao.evidence.reconciling.cues import measures_said
from hongqiao.ground.basis import Assumption
from hongqiao.ground.figure import Figure

ADDED = 2.0  # the least score at which a claim is taken to speak of a fact
COMMON = 50  # facts that a word may lead to before it is held to be no help
HELD = ("accepted", "retracted")  # how claims stand that a fact holds: in use, or retracted with it
SAME_STORY = 3  # facts that two documents must share before one is held to tell the other's story
_WORD = re.compile(r"[^\W\d_]+")
_HAN = re.compile(r"[\u3400-\u9fff]")
_NO_BASIS = Assumption("comparison", "an interval to compare with; never shown")


@dataclass(frozen=True, slots=True)
class Stated:
    """A claim, as far as comparing goes."""

    id: str
    document: str
    origin: str
    retold: bool
    language: str
    title: str
    value: float
    value_hi: float | None
    unit: str
    per: str
    comparator: str
    kind: str
    status: str
    period: str
    starts: dt.date | None
    ends: dt.date | None
    place: str
    indicator: str
    indicator_text: str

    @property
    def measure(self) -> tuple[str, str, str]:
        """What sort of quantity it is: only claims of one measure are ever compared."""
        return self.unit, self.per, self.kind

    @property
    def number(self) -> tuple[float, float | None]:
        """The number itself."""
        return self.value, self.value_hi


@dataclass(frozen=True, slots=True)
class Finding:
    """What a claim adds: its relation, the fact it speaks of, and in what it differs from that fact's claims."""

    relation: str
    fact: str | None
    differs: tuple[str, ...] = ()


type Key = tuple[object, ...]
"""What two claims must share to be compared at all: ("number" | "indicator" | "word", measure …, what is shared)."""


def keys(claim: Stated) -> Iterator[Key]:
    """The keys of a claim: its number, its indicator, and the words of its indicator's text in its language."""
    yield "number", *claim.measure, claim.value + 0.0  # -0 and 0 are one number
    if claim.indicator:
        yield "indicator", *claim.measure, claim.indicator
    for term in _terms(claim.indicator_text):
        yield "word", *claim.measure, claim.language, term


class Facts:
    """Facts of a programme, found by number, indicator and word, so that comparing stays quick as they grow.

    `claims` are all facts, or those that the claims to be compared could speak of; `common` are then the words that
    lead to more facts than `COMMON`, counted over all of them.
    """

    def __init__(self, claims: Mapping[str, Sequence[Stated]], common: frozenset[Key] = frozenset()) -> None:
        self.claims, self.common = claims, common
        self._by_key: dict[Key, set[str]] = defaultdict(set)
        for fact, stated in claims.items():
            for claim in stated:
                for key in keys(claim):
                    self._by_key[key].add(fact)

    def _near(self, claim: Stated) -> set[str]:
        found: set[str] = set()
        for key in keys(claim):
            facts = self._by_key.get(key, set())
            if key[0] != "word" or (len(facts) <= COMMON and key not in self.common):
                found |= facts  # a word that many facts share tells nothing
        return found

    def compare(self, claim: Stated) -> Finding:
        """What one claim adds."""
        near = self._near(claim)
        scored = sorted(
            ((self._score(claim, self.claims[fact]), fact) for fact in near), key=lambda pair: (-pair[0], pair[1])
        )
        if not scored or scored[0][0] < ADDED:
            return Finding("new", None)
        fact = scored[0][1]
        stated = [item for item in self.claims[fact] if together(claim, item)]
        if not stated:  # an outcome beside its goal, or another year: it belongs here and adds something
            return Finding("new", fact)
        differs = differences(claim, stated)
        return Finding("contradicts" if differs else "confirms", fact, differs)

    @staticmethod
    def _score(claim: Stated, stated: Sequence[Stated]) -> float:
        return max((alike(claim, item) for item in stated if item.measure == claim.measure), default=0.0)


def alike(a: Stated, b: Stated) -> float:
    """How likely two claims speak of one quantity; below `ADDED` they are held apart."""
    score = 2.0 if a.number == b.number else 0.0
    score += 1.5 if a.indicator and a.indicator == b.indicator else 0.0
    score += 2.0 * shared_words(a, b)
    score += 0.5 if a.place and a.place == b.place else 0.0
    score += 0.5 if a.comparator == b.comparator else 0.0
    score += 0.25 if a.period and a.period == b.period else 0.0
    if a.indicator and b.indicator and a.indicator != b.indicator and a.language == b.language:
        score -= 1.0  # one language, two names: two things, unless everything else agrees
    if a.place and b.place and a.place != b.place:
        score -= 1.0
    if (a.status == "ACTUAL") != (b.status == "ACTUAL"):
        score -= 0.5  # a goal and its outcome are of one fact, but two goals are more so
    return score - (1.5 if _apart(a, b) else 0.0)


def together(a: Stated, b: Stated) -> bool:
    """Whether two claims can contradict one another: both goals or both outcomes, of one time, of one place.

    Where the numbers are the same, the place does not part them: translations name it more or less exactly.
    """
    if (a.status == "ACTUAL") != (b.status == "ACTUAL"):
        return False
    if a.place and b.place and a.place != b.place and a.number != b.number:
        return False
    return not _apart(a, b)


def _apart(a: Stated, b: Stated) -> bool:
    return bool((a.starts and b.ends and a.starts > b.ends) or (a.ends and b.starts and a.ends < b.starts))


def shared_words(a: Stated, b: Stated) -> float:
    """Share of the words of two indicator texts of one language that both have (Jaccard 1901)."""
    if a.language != b.language:
        return 0.0
    one, other = _terms(a.indicator_text), _terms(b.indicator_text)
    return len(one & other) / len(one | other) if one and other else 0.0


def _terms(text: str) -> set[str]:
    han = _HAN.findall(text)
    pairs = {first + second for first, second in pairwise(han)}
    return pairs | {word.casefold() for word in _WORD.findall(text) if not _HAN.search(word)}


def _interval(claim: Stated) -> Figure:
    comparator = "range" if claim.value_hi is not None else claim.comparator
    return Figure(claim.value, "x", _NO_BASIS, comparator, claim.value_hi)  # type: ignore[arg-type]  # checked by Figure


def compatible(a: Stated, b: Stated) -> bool:
    """Whether some number satisfies both: "more than 470" and "474.8" agree."""
    one, other = _interval(a), _interval(b)
    if one.approximate or other.approximate:
        return one.admits(b.value) or other.admits(a.value)
    p, q = one.interval, other.interval
    low, high = max(p.low, q.low), min(p.high, q.high)
    if low != high:
        return low < high
    return one.admits(low) and other.admits(low)


def differences(claim: Stated, stated: Iterable[Stated]) -> tuple[str, ...]:
    """In what a claim differs from those of its fact that it can be compared with; nothing where it repeats one."""
    others = list(stated)
    if not others or any(not _differs(claim, other) for other in others):
        return ()
    return tuple(dict.fromkeys(kind for other in others for kind in _differs(claim, other)))


def _differs(a: Stated, b: Stated) -> list[str]:
    found = []
    if a.measure != b.measure:
        return ["unit"]
    if a.number == b.number:
        if a.comparator != b.comparator:
            found.append("comparator")
    elif not compatible(a, b) or _other_goal(a, b):
        found.append("value")
    one, other = _measures(a), _measures(b)
    if one and other and not one & other:
        found.append("indicator")
    return found


def _other_goal(a: Stated, b: Stated) -> bool:
    """Whether two goals bind on one side at different numbers: "more than 25" and "more than 40" are two goals."""
    goals = a.status != "ACTUAL" and b.status != "ACTUAL"
    return goals and any({a.comparator, b.comparator} <= side for side in ({">", ">="}, {"<", "<="}))


def _measures(claim: Stated) -> frozenset[str]:
    # two keys of the catalogue may be two words for one thing; only known measures tell two things apart
    return measures_said(f"{claim.indicator} {claim.indicator_text}")


def conflicts(stated: Sequence[Stated]) -> list[dict[str, object]]:
    """Where the claims of one fact differ: each kind of difference once, with the claims on each side."""
    found: dict[str, set[str]] = defaultdict(set)
    for at, a in enumerate(stated):
        for b in stated[at + 1 :]:
            if together(a, b):
                for kind in _differs(a, b):
                    found[kind] |= {a.id, b.id}
    return [
        {"kind": kind, "claims": sorted(found[kind])}
        for kind in ("value", "comparator", "unit", "indicator")
        if kind in found
    ]


@dataclass(frozen=True, slots=True)
class Telling:
    """A document, the facts it states, and every number in it, accepted or not."""

    document: str
    language: str
    title: str
    facts: frozenset[str]
    numbers: frozenset[tuple[str, float]]


def missing(tellings: Sequence[Telling], claims: Mapping[str, Sequence[Stated]]) -> dict[str, list[dict[str, object]]]:
    """For each fact: the documents that tell the same story in another language and leave it out.

    Two documents tell one story when they share `SAME_STORY` facts. A document leaves a fact out when at least one
    other telling has it and none of its own numbers is that of the fact.
    """
    by_fact: dict[str, list[Telling]] = defaultdict(list)
    facts = {telling.document: telling.facts for telling in tellings}
    language = {telling.document: telling.language for telling in tellings}
    for telling in tellings:
        for fact in telling.facts:
            by_fact[fact].append(telling)
    found: dict[str, list[dict[str, object]]] = defaultdict(list)
    for telling in tellings:
        if len(telling.facts) < SAME_STORY:
            continue
        shared: dict[str, int] = defaultdict(int)
        for fact in telling.facts:
            for other in by_fact[fact]:
                shared[other.document] += 1
        siblings = {
            document for document, count in shared.items() if count >= SAME_STORY and document != telling.document
        }
        told: dict[str, set[str]] = defaultdict(set)
        for document in siblings:
            if language[document] != telling.language:
                for fact in facts[document] - telling.facts:
                    told[fact].add(document)
        for fact, documents in sorted(told.items()):
            numbers = {(item.unit, item.value) for item in claims[fact] if item.document in documents}
            if not numbers & telling.numbers:
                found[fact].append(
                    {
                        "kind": "missing",
                        "document": telling.document,
                        "language": telling.language,
                        "title": telling.title,
                    }
                )
    return found
