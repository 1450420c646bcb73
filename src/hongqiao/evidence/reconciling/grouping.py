"""From strands of one story to the claims of one fact: states of different days parted, stories joined by their keys."""

from collections import Counter, defaultdict
from collections.abc import Sequence

from hongqiao.evidence.reconciling.align import Strand
from hongqiao.evidence.reconciling.comparing import APART, agree_as_bounds, rounded, same_value
from hongqiao.evidence.reconciling.measured import Measured, slip, words_of
from hongqiao.evidence.reconciling.stories import Telling
from hongqiao.evidence.reconciling.union import Groups

type Group = list[Measured]
type Key = tuple[str, str, str, str, str, str | None, str | None]

_LOOKED_AT = 32  # facts of one key that a group is compared with; beyond, it stays a fact of its own
_ALIKE = 0.6  # share of the words for what is measured that two statements of one thing have in common
_FACTOR = 1.25  # values of one key further apart than this are different things, unless digits or words say otherwise


def states(strand: Strand, tellings: Sequence[Telling]) -> list[Group]:
    """A strand, parted where its documents were published far apart and say different values: states of one page."""
    if len(strand.signatures) < 2:
        return [strand.members]
    dated = sorted(strand.members, key=lambda part: (tellings[part.document].day or 0, part.document))
    groups: list[Group] = []
    last: int | None = None
    for part in dated:
        day = tellings[part.document].day
        later = last is not None and day is not None and day - last >= APART
        if groups and not (later and not any(same_value(part, other) for other in groups[-1])):
            groups[-1].append(part)
        else:
            groups.append([part])
        last = day if day is not None else last
    return groups


def repeated(groups: list[Group]) -> list[Group]:
    """Groups joined where one document says the same again in another sentence: in its headline, say, and its text.

    The same value alone is not enough, two things may measure alike; what is measured must be the same as well.
    """
    places = {(part.document, part.index): number for number, group in enumerate(groups) for part in group}
    by_value: dict[tuple[int, tuple[str, str]], list[Measured]] = defaultdict(list)
    for group in groups:
        for part in group:
            by_value[part.document, part.signature].append(part)
    union = Groups(len(groups))
    for parts in by_value.values():
        for at, a in enumerate(parts[:_LOOKED_AT]):
            for b in parts[at + 1 : _LOOKED_AT]:
                if a.claim.sentence != b.claim.sentence and _one_thing(a, b):
                    union.unite(places[a.document, a.index], places[b.document, b.index])
    return [[part for number in numbers for part in groups[number]] for numbers in union.lists()]


def _one_thing(a: Measured, b: Measured) -> bool:
    one, two = a.claim, b.claim
    if one.kind != two.kind or one.per != two.per or settled(one.status) != settled(two.status):
        return False
    if one.indicator is not None or two.indicator is not None:
        return one.indicator == two.indicator
    first, second = words_of(one.indicator_text), words_of(two.indicator_text)
    return len(first & second) >= _ALIKE * max(1, min(len(first), len(second))) and bool(first & second)


def joined(groups: list[Group]) -> list[Group]:
    """Groups of different stories that claim the same: one catalogued indicator, place, period, unit and status."""
    result: list[Group] = []
    by_key: dict[Key, list[int]] = defaultdict(list)
    documents: list[set[int]] = []
    for group in groups:
        key = _key(group)
        home = None
        if key is not None:
            here = {part.document for part in group}
            for number in by_key[key][-_LOOKED_AT:]:
                if _one_fact(result[number], group, bool(documents[number] & here)):
                    home = number
                    break
        if home is None:
            if key is not None:
                by_key[key].append(len(result))
            result.append(list(group))
            documents.append({part.document for part in group})
        else:
            result[home].extend(group)
            documents[home].update(part.document for part in group)
    return result


def usual(values: Sequence[str | None]) -> str | None:
    """The most frequent of values that are given; the first among equals."""
    counted = Counter(value for value in values if value)
    return counted.most_common(1)[0][0] if counted else None


def _key(group: Group) -> Key | None:
    claims = [part.claim for part in group[:20]]
    indicator = usual([claim.indicator for claim in claims])
    place = usual([claim.place for claim in claims])
    period = usual([claim.period for claim in claims])
    if indicator is None or place is None or period is None or any(claim.conversion for claim in claims[:1]):
        return None
    first = claims[0]
    return indicator, place, period, group[0].family, first.kind, first.per, settled(first.status)


def settled(status: str) -> str:
    """Whether a status speaks of what is, or of what is to be; a rule is its own."""
    return "to be" if status in {"TARGET", "PLAN", "FORECAST"} else status


def _one_fact(known: Group, new: Group, share_a_document: bool) -> bool:
    """Whether two groups under one key are the same fact.

    Within one document two far values are two things (a whole and its part), so there they must be nearly equal.
    """
    for a in known[:3]:
        for b in new[:3]:
            if a.dimension != b.dimension:
                continue
            if same_value(a, b) or rounded(a.base, b.base):
                return True
            if share_a_document:
                continue
            if agree_as_bounds(a, b) or slip(a.base, b.base) == 1 or slip(a.base, b.base) == -1:
                return True
            if max(abs(a.base), abs(b.base)) <= _FACTOR * min(abs(a.base), abs(b.base)):
                return True
            if a.says("CUMULATIVE") != b.says("CUMULATIVE"):
                return True
    return False
