"""What ``hongqiao up`` prints: the state of a programme in plain lines, and what new documents add to it.

Imported only after Django is set up, since it asks the record.
"""

import datetime as dt
from collections.abc import Iterable, Mapping

from hongqiao.ground.figure import Figure
from hongqiao.ground.names import Names
from hongqiao.ground.words import figure_words, period_words
from hongqiao.record import intake_queries, programme_queries
from hongqiao.record.programme_shown import Overview

VERDICTS = {
    "no floor": "“up to” states no floor: whatever is reached agrees with it",
    "no evidence": "deadline passed, no later evidence",
    "open": "deadline not yet reached, no evidence",
    "reached": "reached by the latest evidence",
    "missed": "deadline passed, the latest evidence stays below",
    "on track": "on track by the pace so far",
    "behind": "the latest evidence stays below, there is time left",
    "undecided": "the evidence is a bound that decides neither way",
}
STATUS = {"passed": "deadline passed, no evidence", "open": "deadline not yet reached, no evidence"}
KINDS = {
    "comparator": "different bound",
    "value": "different value",
    "unit": "different unit",
    "indicator": "different thing measured",
    "missing": "missing in a translation",
}


def show(programme: str, as_of: dt.date, batch: str | None, notes: Iterable[str]) -> None:
    """Print the summary of a programme as of a day, and of a batch of documents that was just added."""
    found = programme_queries.overview(programme, as_of)
    assert found is not None  # noqa: S101 - it was made a moment ago
    for note in notes:
        print(f"note: {note}")
    _programme(found)
    _targets(found)
    _conflicts(found)
    if batch is not None:
        _batch(batch, as_of)


def _named(names: Mapping[str, str]) -> str:
    known = {tongue: name for tongue, name in names.items() if name}
    return Names.of(known).shown("en")[0] if known else ""


def _programme(found: Overview) -> None:
    announced = [
        f"{figure_words(event.announced[0].figure)} projects announced, {figure_words(event.identified)} identified"
        for event in found.events
        if event.announced and event.identified
    ]
    number = found.target_count
    if not found.targets:
        targets = "no targets are recorded"
    elif found.passed_count.value == number.value:
        targets = f"{figure_words(number)} targets, deadline passed, {_none(found.evidenced_count)} with later evidence"
    else:
        passed, evidenced = _none(found.passed_count), _none(found.evidenced_count)
        targets = f"{figure_words(number)} targets, {passed} past their deadline, {evidenced} with later evidence"
    parts = [targets, f"{_none(found.conflict_count, 'no')} conflicts between versions", *announced]
    print(f"Programme  {_named(found.programme.names)} ({found.programme.id})")
    print(f"As of      {found.as_of.isoformat()}: {'; '.join(parts)}.")
    print(
        f"Record     {figure_words(found.documents)} documents with accepted claims, {figure_words(found.waiting)} claims wait for a judgement"
    )


def _none(count: Figure, word: str = "none") -> str:
    return word if count.value == 0 else figure_words(count)


def _targets(found: Overview) -> None:
    print(f"\nTargets{'' if found.targets else '  none'}")
    for target in found.targets:
        deadline = period_words(target.deadline) if target.deadline else "no deadline"
        print(f"  {_named(target.names)}, {deadline}: {STATUS.get(target.status, target.status)}")
        for group in target.groups:
            quotes = " · ".join(f"{item.said.language} “{item.said.quote.exact}”" for item in group)
            print(f"    {figure_words(group[0].said.figure)}: {VERDICTS[group[0].verdict]}")
            print(f"      {quotes}")
        for item in target.evidence:
            print(f"    evidence: {figure_words(item.figure)} “{item.quote.exact}” ({item.document.speaker})")


def _conflicts(found: Overview) -> None:
    print(f"\nConflicts{'' if found.conflicts else '  none'}")
    for conflict in found.conflicts:
        kinds = ", ".join(KINDS.get(kind, kind) for kind in conflict.kinds)
        print(f"  {_named(conflict.names) or conflict.fact}: {kinds}")
        for side in conflict.sides:
            quotes = " · ".join(f"{item.language} “{item.quote.exact}”" for item in side)
            thing = f" ({side[0].indicator_text})" if "indicator" in conflict.kinds and side[0].indicator_text else ""
            print(f"    {figure_words(side[0].figure)}{thing}: {quotes}")
        if conflict.missing:
            print(
                "    not stated in: "
                + " · ".join(f"{tongue} “{title}”" for tongue, _document, title in conflict.missing)
            )


def _batch(batch_id: str, as_of: dt.date) -> None:
    found = intake_queries.batch(batch_id, as_of, limit=100_000)
    if found is None:
        return
    print("\nAdded")
    for document in found.documents:
        if document.retells:
            kind = "a retelling, not counted as a source"
        elif document.id in found.independent:
            kind = "one independent source"
        else:
            kind = "a copy or translation of a source that is known already"
        print(f"  {document.name} ({document.language or 'language unknown'}): {kind}")
    print(
        f"  {figure_words(found.new)} new, {figure_words(found.confirming)} confirming, "
        f"{figure_words(found.contradicting)} contradicting"
    )
    if not found.claims:
        print("  no quantity was found")
    for item in found.claims:
        said = item.said
        differs = f" ({', '.join(KINDS.get(kind, kind) for kind in said.differs)})" if said.differs else ""
        about = f" {_named(item.fact[1]) or item.fact[0]}" if item.fact else ""
        print(f"    {said.relation or 'new'}{about}: {figure_words(said.figure)} “{said.quote.exact}”{differs}")
    differences = intake_queries.differences(batch_id, as_of)
    print(f"  Beside the other languages{'' if differences else ': no difference'}")
    for difference in differences:
        kinds = ", ".join(KINDS.get(kind, kind) for kind in difference.kinds)
        mine = f"{difference.said.language} “{difference.said.quote.exact}”" if difference.said else ""
        if difference.other:
            beside = f"{difference.other.language} “{difference.other.quote.exact}”"
        else:
            beside = "not stated in " + " · ".join(f"{tongue} “{title}”" for tongue, _id, title in difference.missing)
        print(f"    {_named(difference.names) or difference.fact}: {kinds}: {mine} — {beside}")
