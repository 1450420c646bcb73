"""A fact from the claims of one group: variants, sources, conflicts."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from hongqiao.evidence.reconciling.comparing import Difference, compare
from hongqiao.evidence.reconciling.grouping import Group, usual
from hongqiao.evidence.reconciling.measured import Measured
from hongqiao.evidence.reconciling.stories import Telling
from hongqiao.evidence.reconciling.union import Groups
from hongqiao.evidence.reconciling.value import Conflict, Fact, Note, Pair, Variant, claim_id
from hongqiao.evidence.reconciling.words import explained

PAIRS = 400  # pairs that one conflict lists; a thousand copies of two variants need no million pairs
_ORDER = ("scale", "value", "unit", "cumulative", "revised", "comparator", "indicator", "period", "missing")


def fact(group: Group, tellings: Sequence[Telling], source: Groups, lacking: Sequence[str]) -> Fact:
    """The fact that a group of claims states; `lacking` are documents of its release that do not state it."""
    group = sorted(group, key=lambda part: (part.document, part.index))
    claims = tuple(part.claim for part in group)
    conflicts, notes = _differences(group, tellings, source)
    if lacking:
        words = explained("missing", claims[:1], lacking)
        conflicts.append(Conflict("missing", (), ("missing",), tuple(lacking), words))
    documents = tuple(dict.fromkeys(tellings[part.document].name for part in group))
    first = min(claims, key=claim_id)
    return Fact(
        id=claim_id(first),
        indicator=usual([claim.indicator for claim in claims]),
        indicator_text=usual([claim.indicator_text for claim in claims]) or "",
        place=usual([claim.place for claim in claims]),
        period=usual([claim.period for claim in claims]),
        unit=usual([claim.unit for claim in claims]) or claims[0].unit,
        status=usual([claim.status for claim in claims]) or claims[0].status,
        variants=_variants(group),
        claims=claims,
        languages=tuple(dict.fromkeys(claim.language for claim in claims)),
        documents=documents,
        sources=_sources(group, tellings, source),
        retellings=_retellings(group, tellings),
        conflicts=tuple(sorted(conflicts, key=lambda conflict: _ORDER.index(conflict.kind))),
        notes=tuple(notes),
    )


def _variants(group: Iterable[Measured]) -> tuple[Variant, ...]:
    found: dict[tuple[object, ...], list[Measured]] = defaultdict(list)
    for part in group:
        found[part.base, part.base_hi, part.claim.comparator, part.dimension].append(part)
    return tuple(
        Variant(
            value=parts[0].claim.value,
            value_hi=parts[0].claim.value_hi,
            comparator=parts[0].claim.comparator,
            unit=parts[0].claim.unit,
            indicator=usual([part.claim.indicator for part in parts]),
            indicator_text=parts[0].claim.indicator_text,
            period=usual([part.claim.period for part in parts]),
            status=parts[0].claim.status,
            claims=tuple(part.claim for part in parts),
        )
        for parts in sorted(found.values(), key=lambda parts: -len({part.document for part in parts}))
    )


def _sources(group: Iterable[Measured], tellings: Sequence[Telling], source: Groups) -> tuple[tuple[str, ...], ...]:
    found: dict[int, dict[str, None]] = defaultdict(dict)
    for part in group:
        telling = tellings[part.document]
        if telling.retells is None:
            found[source.find(part.document)].setdefault(telling.name)
    return tuple(tuple(names) for names in found.values())


def _retellings(group: Iterable[Measured], tellings: Sequence[Telling]) -> tuple[tuple[str, str], ...]:
    found = {tellings[part.document].name: tellings[part.document].retells for part in group}
    return tuple((name, page) for name, page in found.items() if page is not None)


def _differences(group: Group, tellings: Sequence[Telling], source: Groups) -> tuple[list[Conflict], list[Note]]:
    """Every pair of claims that differ, by kind. Claims that say the same in one language are compared once each."""
    if len(group) < 2:
        return [], []
    pairs: dict[str, list[Pair]] = defaultdict(list)
    noted: dict[str, list[Measured]] = defaultdict(list)
    known: dict[tuple[object, ...], Difference | None] = {}
    shown = _representatives(group)
    for at, a in enumerate(shown):
        for b in shown[at + 1 :]:
            if a.document == b.document and a.claim.start == b.claim.start:
                continue
            one = source.find(a.document) == source.find(b.document)
            days = _days(tellings[a.document], tellings[b.document])
            look = (_look(a), _look(b), one, days is not None and days >= 60, days is not None and days >= 20)
            if look not in known:
                known[look] = compare(a, b, one_source=one, days=days)
            difference = known[look]
            if difference is None:
                continue
            if difference.note:
                noted[difference.kind] += [a, b]
            elif len(pairs[difference.kind]) < PAIRS:
                pairs[difference.kind].append(Pair(a.claim, b.claim, difference.differs))
    conflicts = [_conflict(kind, found) for kind, found in pairs.items()]
    notes = [
        Note(kind, tuple(claims), explained(kind, claims))  # type: ignore[arg-type]  # compare gives notes' kinds only
        for kind, parts in noted.items()
        if (claims := list({claim_id(part.claim): part.claim for part in parts}.values()))
    ]
    return conflicts, notes


def _conflict(kind: str, pairs: list[Pair]) -> Conflict:
    claims = list({claim_id(claim): claim for pair in pairs for claim in (pair.a, pair.b)}.values())
    differs = tuple(dict.fromkeys(name for pair in pairs for name in pair.differs))
    documents = tuple(dict.fromkeys(claim.document for claim in claims))
    return Conflict(kind, tuple(pairs), differs, documents, explained(kind, claims))  # type: ignore[arg-type]  # compare gives conflicts' kinds only


def _look(part: Measured) -> tuple[object, ...]:
    one = part.claim
    return part.document, one.start, part.base, part.base_hi, one.comparator


def _representatives(group: Group) -> Group:
    """All claims of a small group; of a large one, some of each way to say it in each language."""
    if len(group) <= 40:
        return group
    count: dict[tuple[object, ...], int] = defaultdict(int)
    found: Group = []
    for part in group:
        key = (part.base, part.base_hi, part.claim.comparator, part.dimension, part.claim.language)
        count[key] += 1
        if count[key] <= 3:
            found.append(part)
    return found[:120]


def _days(a: Telling, b: Telling) -> int | None:
    return abs(a.day - b.day) if a.day is not None and b.day is not None else None
