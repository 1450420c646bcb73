"""What the claims of a record tell of a target; the judging itself is that of ``measure.target``."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

from hongqiao.ground.figure import Figure
from hongqiao.ground.period import Period
from hongqiao.ground.unit import unit as unit_of
from hongqiao.measure.target import Verdict, target_status
from hongqiao.record.page_queries import Said
from hongqiao.record.programme_shown import Reading

_WORDS = {
    Verdict.REACHED: "reached",
    Verdict.REACHED_LATE: "reached",
    Verdict.MISSED: "missed",
    Verdict.ON_TRACK: "on track",
    Verdict.BEHIND: "behind",
    Verdict.NOT_YET: "behind",
    Verdict.NO_FLOOR: "no floor",
    Verdict.CANNOT_SAY: "undecided",
    Verdict.NO_EVIDENCE: "open",
    Verdict.DEADLINE_PASSED: "no evidence",
}
"""The words by which pages and the interface for machines name what was found."""


def _period(text: str) -> Period | None:
    return Period.parse(text) if text else None


def outcome(item: Said, claims: Iterable[Said]) -> bool:
    """Whether a claim tells what came of a target: a fact, of a time not ahead of its document, after the announcement."""
    published = _period(item.document.published)
    if item.status != "ACTUAL" or published is None:
        return False
    period = _period(item.period)
    if period is not None and period.start > published.end:
        return False
    announced = [_period(other.document.published) for other in claims if other.status != "ACTUAL"]
    return all(day.end < published.start for day in announced if day is not None)


def verdict(
    goal: Figure, evidence: Iterable[Said], deadline: Period | None, as_of: dt.date, direction: str = "up"
) -> str:
    """What the evidence says of one wording of a target on a day, in one word.

    A claim that names no period of its own speaks of the day on which its document was published. Figures of another
    dimension say nothing of this wording.
    """
    dimension = unit_of(goal.unit).dimension
    observed = [
        replace(item.figure, period=item.figure.period or _period(item.document.published))
        for item in evidence
        if unit_of(item.figure.unit).dimension == dimension
    ]
    wanted = "down" if direction == "down" else "up"
    return _WORDS[target_status(replace(goal, period=deadline), observed, as_of, direction=wanted).verdict]


def status(readings: tuple[Reading, ...], evidence: tuple[Said, ...], *, passed: bool) -> str:
    """One word for the whole target: that of its wordings where they agree, those without a floor left out."""
    if not evidence:
        return "passed" if passed else "open"
    verdicts = {reading.verdict for reading in readings} - {"no floor"}
    found = verdicts.pop() if len(verdicts) == 1 else "undecided"
    return "passed" if found == "no evidence" else found
