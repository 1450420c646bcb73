"""The same claim found across documents and languages, with everything in which its statements differ."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from hongqiao.evidence.claim import Claim
from hongqiao.evidence.document.value import Document
from hongqiao.evidence.reconciling.align import Strand, align
from hongqiao.evidence.reconciling.facts import fact
from hongqiao.evidence.reconciling.grouping import Group, joined, repeated, settled, states
from hongqiao.evidence.reconciling.judging import judged
from hongqiao.evidence.reconciling.meaning import Meaning
from hongqiao.evidence.reconciling.measured import measured
from hongqiao.evidence.reconciling.stories import Telling, stories_and_sources, tell
from hongqiao.evidence.reconciling.sums import sums
from hongqiao.evidence.reconciling.union import Groups
from hongqiao.evidence.reconciling.value import Fact, Judgement, Note, NoteKind, claim_id
from hongqiao.evidence.reconciling.words import explained

_LISTED = 12  # other states or places that a note lists
_TRANSLATED = 0.6  # share of a release's claims that a version must state before a missing one is spoken of


def reconcile(
    claims: Iterable[Claim],
    documents: Iterable[Document] | None = None,
    judgements: Iterable[Judgement] = (),
    *,
    meaning: Meaning | None = None,
) -> list[Fact]:
    """Facts: each the claims, of any document and language, that claim the same thing.

    claims: of any number of documents. documents: where given, their texts, dates, addresses and what they retell tell
    copies, translations and retellings; without them the claims alone do. judgements: people's words on which claims
    are the same; they are applied last and hold. meaning: compares the words around figures that have no equal; the
    default is the encoder that is shipped, for up to `meaning.LIMIT` claims.

    Time grows linearly: documents meet over shared addresses, sketches and telling values, never all with all.

    >>> import hongqiao
    >>> german = hongqiao.read("Bis 2025 entstehen mehr als 15 Projekte auf 300.000 Quadratmetern.".encode(), name="de")
    >>> english = hongqiao.read(b"By 2025, 15 or more projects on 300,000 square meters are planned.", name="en")
    >>> facts = reconcile([*hongqiao.claims(german), *hongqiao.claims(english)], [german, english])
    >>> [conflict.kind for fact in facts for conflict in fact.conflicts]
    ['comparator']
    """
    tellings = _tellings(claims, documents)
    stories, source, _ = stories_and_sources(tellings)
    words = meaning if meaning is not None else Meaning()
    groups: list[Group] = []
    lacking: dict[tuple[int, int], list[str]] = {}
    for story in stories:
        strands = align([tellings[number] for number in story], words)
        _note_lacking(strands, [tellings[number] for number in story], source, lacking)
        groups += [group for strand in strands for group in states(strand, tellings)]
    groups = joined(repeated(groups))
    groups = _judged(groups, judgements)
    facts = [fact(group, tellings, source, _lacking(group, lacking, tellings)) for group in groups]
    return _with_notes(facts, groups, tellings)


def _tellings(claims: Iterable[Claim], documents: Iterable[Document] | None) -> list[Telling]:
    by_document: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in claims:
        by_document[claim.document_id, claim.document].append(claim)
    known = {(document.id, document.name): document for document in documents or ()}
    tellings: list[Telling] = []
    for (identity, name), stated in by_document.items():
        stated.sort(key=lambda claim: (claim.start, claim.end))
        number = len(tellings)
        parts = [measured(claim, number, index, len(stated)) for index, claim in enumerate(stated)]
        tellings.append(tell(number, identity, parts, known.get((identity, name))))
    return tellings


def _note_lacking(
    strands: Sequence[Strand], story: Sequence[Telling], source: Groups, lacking: dict[tuple[int, int], list[str]]
) -> None:
    """For each claim of a release, the translations of the release in which it was not found.

    A version is a translation where it states most of what the release states; an excerpt lacks nothing. A language
    lacks a claim only where none of its versions has it.
    """
    versions: dict[int, list[Telling]] = defaultdict(list)
    for one in story:
        versions[source.find(one.number)].append(one)
    for release in versions.values():
        languages = {one.language for one in release}
        if len(languages) < 2:
            continue
        numbers = {one.number: one for one in release}
        within = [strand for strand in strands if strand.documents & numbers.keys()]
        shared = [strand for strand in within if len(strand.documents & numbers.keys()) >= 2]
        whole = [
            one
            for one in release
            if sum(1 for strand in shared if one.number in strand.documents) >= _TRANSLATED * max(2, len(shared))
        ]
        for strand in within:
            told_in = {numbers[number].language for number in strand.documents & numbers.keys()}
            silent = [one.name for one in whole if one.language not in told_in]
            tellers = [one for one in whole if one.number in strand.documents]
            if silent and tellers:
                for member in strand.members:
                    lacking[member.document, member.index] = silent


def _lacking(group: Group, lacking: dict[tuple[int, int], list[str]], tellings: Sequence[Telling]) -> list[str]:
    stated = {tellings[part.document].name for part in group}
    names = [name for part in group for name in lacking.get((part.document, part.index), ())]
    return [name for name in dict.fromkeys(names) if name not in stated]


def _judged(groups: list[Group], judgements: Iterable[Judgement]) -> list[Group]:
    words = list(judgements)
    if not words:
        return groups
    parts = [part for group in groups for part in group]
    numbers = {id(part): number for number, part in enumerate(parts)}
    before = [[numbers[id(part)] for part in group] for group in groups]
    return [
        [parts[number] for number in group] for group in judged(before, [claim_id(part.claim) for part in parts], words)
    ]


# ---- relations between facts ---------------------------------------------------------------------------------


def _with_notes(facts: list[Fact], groups: list[Group], tellings: Sequence[Telling]) -> list[Fact]:
    notes: dict[int, list[Note]] = defaultdict(list)
    home = {(part.document, part.index): number for number, group in enumerate(groups) for part in group}
    for one in tellings:
        for whole, parts in sums(one.claims):
            told = [whole.claim, *(part.claim for part in parts)]
            notes[home[whole.document, whole.index]].append(Note("sum", tuple(told[1:]), explained("sum", told)))
    _relate(facts, groups, notes)
    return [
        replace(item, notes=(*item.notes, *_distinct(notes[number]))) if number in notes else item
        for number, item in enumerate(facts)
    ]


def _distinct(notes: Iterable[Note]) -> list[Note]:
    found = {(note.kind, tuple(sorted(claim.quote for claim in note.claims))): note for note in notes}
    return list(found.values())


def _relate(facts: list[Fact], groups: list[Group], notes: dict[int, list[Note]]) -> None:
    """States of different days of one thing, and targets of places that may lie in one another."""
    series: dict[tuple[object, ...], list[int]] = defaultdict(list)
    targets: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for number, (item, group) in enumerate(zip(facts, groups, strict=True)):
        first = group[0]
        if item.indicator is None or first.claim.kind == "change":
            continue
        status = settled(item.status)
        series[item.indicator, item.place, first.dimension, first.claim.kind, first.claim.per, status].append(number)
        if item.status in {"TARGET", "PLAN"} and item.place is not None:
            targets[item.indicator, item.period, first.dimension].append(number)
    for numbers in series.values():
        _link("as_of", [number for number in numbers if facts[number].period], facts, notes, lambda item: item.period)
    for numbers in targets.values():
        _link("nested", numbers, facts, notes, lambda item: item.place)


def _link(
    kind: NoteKind,
    numbers: list[int],
    facts: list[Fact],
    notes: dict[int, list[Note]],
    apart: Callable[[Fact], str | None],
) -> None:
    """Note on each fact those near it in the order of what sets them apart."""
    if len(numbers) < 2:
        return
    numbers = sorted(numbers, key=lambda number: (apart(facts[number]) or "", number))
    for at, number in enumerate(numbers):
        near = numbers[max(0, at - _LISTED) : at + _LISTED + 1]
        others = [facts[other] for other in near if apart(facts[other]) != apart(facts[number])][:_LISTED]
        if others:
            told = [facts[number].claims[0], *(other.claims[0] for other in others)]
            notes[number].append(Note(kind, tuple(told[1:]), explained(kind, told)))
