"""Which documents tell the same story, and which of them go back to one release.

Two groupings of the same documents. A *story* is what claims are aligned within. A *source* is one release with its
copies, spun copies and translations: it counts once. Documents meet over shared addresses, near-duplicate text, and
shared telling values (a value that few documents state and that has many digits tells more); no document is compared
with all others.
"""

import itertools
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from hongqiao.errors import BadPeriod
from hongqiao.evidence.document.value import Document
from hongqiao.evidence.reconciling.copies import copies
from hongqiao.evidence.reconciling.measured import Measured, words_of
from hongqiao.evidence.reconciling.union import Groups
from hongqiao.ground.period import Period

COMMON = 64  # a value that more documents state than this leads to no candidates
COPIED = 0.5  # share of values that a near-duplicate text must have in common to be a copy
SAME_PAGE = 0.65  # likeness of two states of one page
STORY = 0.4  # share of the smaller document's telling values that a story shares
RELEASE = 0.6  # the same, for documents that go back to one release
DAYS = 45  # translations and copies follow within this time
_WEEK = 7
_ENOUGH = 2.4  # weight of shared values from which a part of them is enough
_LITTLE = 0.8  # weight of shared values below which nothing is concluded


@dataclass(slots=True)
class Telling:
    """One document as reconciling looks at it."""

    number: int
    id: str
    name: str
    language: str
    claims: list[Measured]
    document: Document | None = None
    day: int | None = None
    signatures: dict[tuple[str, str], float] = field(default_factory=dict)
    places: frozenset[str] = frozenset()
    sketched: frozenset[str] = frozenset()

    @property
    def retells(self) -> str | None:
        """The page that the document retells, or None."""
        return self.document.retells if self.document is not None else None


def tell(number: int, identity: str, claims: list[Measured], document: Document | None) -> Telling:
    """A document's claims, in reading order, with what they tell it by."""
    first = claims[0].claim if claims else None
    name = document.name if document is not None else first.document if first is not None else identity
    language = document.language if document is not None else first.language if first is not None else ""
    found = Telling(number, identity, name, language, claims, document)
    for part in claims:
        found.signatures.setdefault(part.signature, part.weight)
    places = Counter(part.claim.place for part in claims if part.claim.place)
    found.places = frozenset(places)
    found.day = _day(document, claims)
    return found


def _day(document: Document | None, claims: list[Measured]) -> int | None:
    if document is not None and document.published is not None:
        return document.published.start.toordinal()
    if document is not None:
        return None
    # without the document, the finest period among its statements of fact is close to its day
    days = [part.claim.period for part in claims if part.claim.period and len(part.claim.period) == 10]
    try:
        return max(Period.parse(day).start.toordinal() for day in days) if days else None
    except BadPeriod:
        return None


def stories_and_sources(tellings: Sequence[Telling]) -> tuple[list[list[int]], Groups, set[tuple[int, int]]]:
    """Groups of documents of one story; the groups of one release; and which pairs are near-duplicate texts."""
    story, source = Groups(len(tellings)), Groups(len(tellings))
    near: set[tuple[int, int]] = set()
    _same_text(tellings, story, source)
    _same_address(tellings, story, source)
    for a, b, alike in copies([(one.language, _story_text(one)) for one in tellings]):
        one, two = tellings[a], tellings[b]
        if _apart(one, two) > DAYS:
            # an earlier state of the same page: its figures belong together, each as of its day
            if alike >= SAME_PAGE and _one_place(one, two):
                story.unite(a, b)
        elif _share(one, two) >= COPIED:
            story.unite(a, b)
            source.unite(a, b)
            near.add((a, b))
    for (a, b), shared in _candidates(tellings).items():
        if story.find(a) == story.find(b) and source.find(a) == source.find(b):
            continue
        _judge(tellings[a], tellings[b], shared, story, source)
    return story.lists(), source, near


def _one_place(a: Telling, b: Telling) -> bool:
    return not (a.places and b.places) or bool(a.places & b.places)


def _share(a: Telling, b: Telling) -> float:
    """The share of the smaller document's values that the other states too; 1 where one of them states none.

    Forms and templates make near-duplicates of texts that speak of different things: then the values differ.
    """
    smaller, other = sorted((a, b), key=lambda one: len(one.signatures))
    if not smaller.signatures:
        return 1.0
    total = sum(smaller.signatures.values())
    return sum(weight for key, weight in smaller.signatures.items() if key in other.signatures) / total


def _story_text(one: Telling) -> str:
    document = one.document
    if document is None:
        return ""
    return "\n".join(document.text[start:end] for start, end in document.story[:50])[:40_000]


def _same_text(tellings: Sequence[Telling], story: Groups, source: Groups) -> None:
    first: dict[str, int] = {}
    for one in tellings:
        other = first.setdefault(one.id, one.number)
        story.unite(other, one.number)
        source.unite(other, one.number)


def _same_address(tellings: Sequence[Telling], story: Groups, source: Groups) -> None:
    """Documents that name the same original are one release, unless it is retold."""
    first: dict[str, int] = {}
    for one in tellings:
        if one.document is None:
            continue
        for address in filter(None, (one.document.original, one.document.retells)):
            other = first.setdefault(address.rstrip("/"), one.number)
            story.unite(other, one.number)
            source.unite(other, one.number)


def _apart(a: Telling, b: Telling) -> int:
    return abs(a.day - b.day) if a.day is not None and b.day is not None else 0


def _candidates(tellings: Sequence[Telling]) -> Mapping[tuple[int, int], float]:
    """Pairs of documents that share values, with the weight of what they share."""
    holders: dict[tuple[str, str], list[int]] = defaultdict(list)
    for one in tellings:
        for signature in one.signatures:
            holders[signature].append(one.number)
    shared: dict[tuple[int, int], float] = defaultdict(float)
    for signature, numbers in holders.items():
        for block in _blocks(numbers, tellings):
            rare = min(1.0, 8 / len(block))
            weight = tellings[block[0]].signatures[signature] * rare
            for at, a in enumerate(block):
                for b in block[at + 1 :]:
                    shared[a, b] += weight
    return shared


def _blocks(numbers: list[int], tellings: Sequence[Telling]) -> list[list[int]]:
    """The documents that state one value; where they are many, only those of the same days or the same place."""
    if len(numbers) < 2:
        return []
    if len(numbers) <= COMMON:
        return [numbers]
    blocks: dict[object, list[int]] = defaultdict(list)
    for number in numbers:
        day = tellings[number].day
        keys = {day // _WEEK, (day + _WEEK // 2) // _WEEK + 0.5} if day is not None else tellings[number].places
        for key in keys:
            blocks[key].append(number)
    return [block for block in blocks.values() if 2 <= len(block) <= COMMON]


def _judge(a: Telling, b: Telling, shared: float, story: Groups, source: Groups) -> None:
    smaller = min(sum(a.signatures.values()), sum(b.signatures.values()))
    larger = max(sum(a.signatures.values()), sum(b.signatures.values()))
    if smaller <= 0 or _apart(a, b) > DAYS:
        return
    cover = shared / smaller
    # names of places differ between languages, and Han script is never transliterated to match them
    apart = a.language == b.language and not _one_place(a, b)
    common = len(a.signatures.keys() & b.signatures.keys())
    if shared >= _ENOUGH and common >= 2:
        least = STORY
    elif shared >= _LITTLE and shared / larger >= RELEASE:
        least = 0.85  # little in common, yet nearly all that either states
    else:
        return
    if cover < least + (0.3 if apart else 0.0):
        return
    story.unite(a.number, b.number)
    if cover < RELEASE or shared / larger < 0.35:
        return
    if a.language != b.language or (common >= 3 and _in_order(a, b) and _worded_alike(a, b)):
        source.unite(a.number, b.number)


def _in_order(a: Telling, b: Telling) -> bool:
    """Whether the values that two documents share come in nearly the same order."""
    places = {part.signature: part.index for part in reversed(b.claims)}
    order = [places[part.signature] for part in a.claims if part.signature in places]
    rising = sum(1 for one, two in itertools.pairwise(order) if one <= two)
    return rising >= 0.7 * max(1, len(order) - 1)


def _worded_alike(a: Telling, b: Telling) -> bool:
    """Whether two texts of one language share so many words that one is the other spun with synonyms."""
    if a.document is None or b.document is None:
        return _overlap(_claim_words(a), _claim_words(b)) >= 0.35
    return _overlap(_words(a), _words(b)) >= 0.35


def _claim_words(one: Telling) -> frozenset[str]:
    return frozenset().union(*(part.words for part in one.claims)) if one.claims else frozenset()


def _words(one: Telling) -> frozenset[str]:
    if not one.sketched:
        one.sketched = words_of(_story_text(one)[:8_000])
    return one.sketched


def _overlap(a: frozenset[str], b: frozenset[str]) -> float:
    return len(a & b) / max(1, min(len(a), len(b)))
