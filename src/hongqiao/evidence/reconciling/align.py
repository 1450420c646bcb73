"""Claims of one story aligned across its documents and languages, by content, also where a value differs.

Documents are taken one after the other, the one with most claims first; each is laid against the facts found so far.
Equal values are aligned first, in order; a claim that finds no equal is then laid beside a fact of its kind that
stands between the same neighbours. The assignment of each step is the best one (Kuhn 1955; Jonker & Volgenant 1987).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from hongqiao.evidence.reconciling.meaning import Meaning
from hongqiao.evidence.reconciling.measured import Measured, close, slip
from hongqiao.evidence.reconciling.stories import Telling

NEVER = -99.0
EQUAL = 3.0  # least score of claims with equal values
DIFFERENT = 2.2  # least score of claims whose values differ
WEIGHT = 4.0  # of a cosine between the words around two figures
INDIFFERENT = 0.3  # the cosine that speaks neither for nor against
ALONE = 1.0  # for a claim and a fact that are the only ones of their dimension between the same neighbours
TELLING = 0.5  # weight of a value from which its equality alone aligns; two is no such value
_SHOWN = 6  # members of a fact that a claim is compared with


@dataclass(slots=True)
class Strand:
    """The claims of one fact within a story, and its place in the story's order."""

    place: float
    members: list[Measured]
    documents: set[int]
    signatures: set[tuple[str, str]]
    shown: list[Measured] = field(default_factory=list)

    def add(self, claim: Measured) -> None:
        """Take one more claim in; only claims that say it differently are kept for comparison."""
        self.members.append(claim)
        self.documents.add(claim.document)
        new = claim.signature not in self.signatures
        self.signatures.add(claim.signature)
        languages = {member.claim.language for member in self.shown}
        if len(self.shown) < _SHOWN and (new or claim.claim.language not in languages):
            self.shown.append(claim)


def align(tellings: Sequence[Telling], meaning: Meaning | None = None) -> list[Strand]:
    """The facts of one story: each a strand of claims, at most one of every document.

    meaning: compares the words around figures whose values differ; None goes by the fields of the claims alone.
    """
    order = sorted(tellings, key=lambda one: (-len(one.claims), one.number))
    strands: list[Strand] = []
    for one in order:
        if one.claims:
            _lay(one, strands, meaning)
    return sorted(strands, key=lambda strand: strand.place)


def _new(claim: Measured, place: float) -> Strand:
    strand = Strand(place, [], set(), set())
    strand.add(claim)
    return strand


def _lay(one: Telling, strands: list[Strand], meaning: Meaning | None) -> None:
    if not strands:
        strands.extend(_new(claim, float(number)) for number, claim in enumerate(one.claims))
        return
    taken = _equal_values(one.claims, strands)
    places: dict[int, float] = {at: strands[strand].place for at, strand in taken.items()}
    free_claims = [at for at in range(len(one.claims)) if at not in taken]
    if free_claims:
        used = set(taken.values())
        free = [number for number in range(len(strands)) if number not in used]
        for at, number in _between(one.claims, free_claims, strands, free, places, meaning).items():
            taken[at] = number
            places[at] = strands[number].place
    for at, number in taken.items():
        strands[number].add(one.claims[at])
    for at in free_claims:
        if at not in taken:
            strands.append(_new(one.claims[at], _place_for(at, places, len(strands))))
            places[at] = strands[-1].place


def _place_for(at: int, places: dict[int, float], count: int) -> float:
    """A place between those of the claim's aligned neighbours."""
    before = [places[near] for near in range(at) if near in places]
    after = [place for near, place in places.items() if near > at]
    if before and after and before[-1] < min(after):
        return (before[-1] + min(after)) / 2
    return before[-1] + 0.5 if before else (min(after) - 0.5 if after else float(count))


def _equal_values(claims: list[Measured], strands: list[Strand]) -> dict[int, int]:
    """Claims with the value of a fact, by the best assignment; order decides among equals."""
    holders: dict[tuple[str, str], list[int]] = {}
    for number, strand in enumerate(strands):
        for signature in strand.signatures:
            holders.setdefault(signature, []).append(number)
    rows = [(at, found) for at, claim in enumerate(claims) if (found := _holding(claim, strands, holders))]
    taken: dict[int, int] = {}
    rivals = {number for _, found in rows for number in found}
    if all(len(found) == 1 for _, found in rows) and len(rivals) == len(rows):
        for at, found in rows:
            if _best(claims[at], strands[found[0]]) >= EQUAL:
                taken[at] = found[0]
        return taken
    columns = sorted(rivals)
    column_of = {number: column for column, number in enumerate(columns)}
    scores = np.full((len(rows), len(columns)), NEVER)
    span = max(1.0, max(strand.place for strand in strands) - min(strand.place for strand in strands))
    low = min(strand.place for strand in strands)
    for row, (at, found) in enumerate(rows):
        for number in found:
            off = claims[at].rank - (strands[number].place - low) / span
            scores[row, column_of[number]] = _best(claims[at], strands[number]) - abs(off) - 4 * off * off
    for row, column in _assigned(scores):
        if scores[row, column] >= EQUAL - 1.5:
            taken[rows[row][0]] = columns[column]
    return taken


def _holding(claim: Measured, strands: list[Strand], holders: dict[tuple[str, str], list[int]]) -> list[int]:
    """The facts with a claim's value; where the value tells little, only those of the same catalogued indicator."""
    found = [number for number in holders.get(claim.signature, ()) if claim.document not in strands[number].documents]
    if claim.weight >= TELLING:
        return found
    indicator = claim.claim.indicator
    return [number for number in found if any(part.claim.indicator == indicator for part in strands[number].shown)]


def _assigned(scores: np.ndarray[tuple[int, int], np.dtype[np.float64]]) -> list[tuple[int, int]]:
    from scipy.optimize import linear_sum_assignment

    if scores.size == 0:
        return []
    rows, columns = linear_sum_assignment(scores, maximize=True)
    return [(int(row), int(column)) for row, column in zip(rows, columns, strict=True)]


def _between(
    claims: list[Measured],
    free_claims: list[int],
    strands: list[Strand],
    free: list[int],
    places: dict[int, float],
    meaning: Meaning | None,
) -> dict[int, int]:
    """Claims without an equal, laid beside facts of other values that stand between the same neighbours."""
    if not free:
        return {}
    order = sorted(range(len(strands)), key=lambda number: strands[number].place)
    ranks = {number: rank for rank, number in enumerate(order)}
    rank_of_place = {strands[number].place: rank for rank, number in enumerate(order)}
    scores = np.full((len(free_claims), len(free)), NEVER)
    facing = np.zeros(scores.shape, dtype=bool)
    for row, at in enumerate(free_claims):
        before = max((near for near in places if near < at), default=None)
        after = min((near for near in places if near > at), default=None)
        low = rank_of_place[places[before]] if before is not None else -1
        high = rank_of_place[places[after]] if after is not None else len(order)
        low, high = min(low, high), max(low, high)
        for column, number in enumerate(free):
            strand = strands[number]
            if claims[at].document in strand.documents:
                continue
            score = _best(claims[at], strand)
            if score <= NEVER / 2:
                continue
            gap = max(low - ranks[number], ranks[number] - high, 0)
            near = max(-2.5, 1.6 - 0.8 * gap)
            if not places:
                near = 0.0
            scores[row, column] = score + near - 0.05 * abs(ranks[number] - (low + high) / 2)
            facing[row, column] = gap == 0 and bool(places) and claims[at].dimension == strand.shown[0].dimension
    alone = facing & (facing.sum(axis=0, keepdims=True) == 1) & (facing.sum(axis=1, keepdims=True) == 1)
    scores[alone] += ALONE
    if meaning is not None:
        _add_meaning(scores, [claims[at] for at in free_claims], [strands[number] for number in free], meaning)
    return {free_claims[row]: free[column] for row, column in _assigned(scores) if scores[row, column] >= DIFFERENT}


def _add_meaning(
    scores: np.ndarray[tuple[int, int], np.dtype[np.float64]],
    claims: list[Measured],
    strands: list[Strand],
    meaning: Meaning,
) -> None:
    """Add what the words around the figures say, for the pairs that could be the same claim."""
    rows = np.flatnonzero((scores > DIFFERENT - 3.0).any(axis=1))
    columns = np.flatnonzero((scores > DIFFERENT - 3.0).any(axis=0))
    if rows.size == 0:
        return
    cosines = meaning.likeness([claims[row] for row in rows], [strands[column].shown[0] for column in columns])
    if cosines is not None:
        scores[np.ix_(rows, columns)] += WEIGHT * (cosines - INDIFFERENT)


def _best(claim: Measured, strand: Strand) -> float:
    return max(likeness(claim, member) for member in strand.shown)


def likeness(a: Measured, b: Measured) -> float:
    """How much two claims of one story look like the same claim; NEVER where they cannot be.

    The parts are weights of evidence: unit, value, indicator, kind, status, period, place, and the words around.
    """
    one, two = a.claim, b.claim
    if a.family != b.family:
        return NEVER
    score = 0.0
    if a.dimension != b.dimension:
        score -= 1.5
    score += _value_evidence(a, b)
    score += 0.5 if one.kind == two.kind else -1.0
    score += 0.4 if one.status == two.status else -0.4
    score += 0.4 if one.comparator == two.comparator else 0.0
    score += 0.3 if one.per == two.per else -0.5
    if one.direction and two.direction and one.direction != two.direction:
        score -= 1.0
    if one.conversion != two.conversion:
        score -= 1.5
    if one.indicator and two.indicator:
        score += 2.5 if one.indicator == two.indicator else -1.5
    elif one.indicator or two.indicator:
        score -= 0.4  # the catalogue knows what one is and not the other
    if one.period and two.period:
        score += 0.6 if one.period == two.period else 0.0 if _years(one.period) & _years(two.period) else -0.8
    if one.place and two.place:
        score += 0.3 if one.place == two.place else -0.3 if one.language == two.language else 0.0
    if one.language == two.language:
        score += 3.0 * len(a.words & b.words) / max(1, min(len(a.words), len(b.words)))
    elif a.names and b.names:
        score += min(1.5, 0.75 * len(a.names & b.names))
    return score


def _value_evidence(a: Measured, b: Measured) -> float:
    """What two values say: equal ones the more, the more telling they are; then slips, nearness, the same digits."""
    if a.signature == b.signature or (close(a.base, b.base) and (a.base_hi is None) == (b.base_hi is None)):
        return 1.5 + 2.0 * min(1.0, a.weight / TELLING)
    power = slip(a.base, b.base)
    if power is not None:
        return 1.5 if abs(power) == 1 else 1.0
    if close(a.base, b.base, 0.1):
        return 0.8
    if a.claim.value and f"{a.claim.value:.3g}" == f"{b.claim.value:.3g}":
        return 1.5
    if not a.base or not b.base:
        return -0.5
    # a slip of the pen seldom changes the size of a thing much
    return max(-1.0, 0.6 - 0.7 * abs(math.log10(abs(a.base) / abs(b.base))))


def _years(period: str) -> set[str]:
    return {part[:4] for part in period.split("/")}
