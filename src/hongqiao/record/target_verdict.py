"""What can be said of a target as of a day: wording by wording, by the evidence there is."""

from collections.abc import Iterable
from typing import Protocol

from hongqiao.ground.figure import Figure
from hongqiao.ground.period import Period
from hongqiao.record.page_queries import Said
from hongqiao.record.programme_shown import Reading


def _period(text: str) -> Period | None:
    return Period.parse(text) if text else None


class Document(Protocol):
    """A document, as far as it takes to tell what came after what."""

    @property
    def published(self) -> str:
        """When it was published, as a stored period."""
        ...


class Told(Protocol):
    """A claim, as far as it takes to tell an outcome from a goal."""

    @property
    def status(self) -> str:
        """ACTUAL for a fact."""
        ...

    @property
    def period(self) -> str:
        """The time that it speaks of, as a stored period."""
        ...

    @property
    def document(self) -> Document:
        """The document that tells it."""
        ...


def outcome(item: Told, claims: Iterable[Told]) -> bool:
    """Whether a claim tells what came of a target: a fact, of a time not ahead of its document, after the announcement."""
    published = _period(item.document.published)
    if item.status != "ACTUAL" or published is None:
        return False
    period = _period(item.period)
    if period is not None and period.start > published.end:
        return False
    announced = [_period(other.document.published) for other in claims if other.status != "ACTUAL"]
    return all(day.end < published.start for day in announced if day is not None)


def verdict(goal: Figure, evidence: Iterable[Said], *, passed: bool) -> str:
    """What the latest evidence says of one wording of a target.

    "Up to X" states no floor: whatever is reached agrees with it, so that it can be neither reached nor missed from
    below. A bound as evidence ("more than 12") decides only where all that it admits lies on one side.
    """
    figures = [item.figure for item in evidence if item.figure.unit == goal.unit]
    if goal.comparator in {"<", "<="}:
        return "no floor"
    if not figures:
        return "no evidence" if passed else "open"
    latest, wanted = figures[-1].interval, goal.interval
    if latest.low > wanted.low or (latest.low == wanted.low and (latest.low_open or not wanted.low_open)):
        return "reached"
    if latest.high < wanted.low or (latest.high == wanted.low and (latest.high_open or wanted.low_open)):
        return "missed" if passed else "behind"
    return "undecided"


def status(readings: tuple[Reading, ...], evidence: tuple[Said, ...], *, passed: bool) -> str:
    """One word for the whole target: that of its wordings where they agree, those without a floor left out."""
    if not evidence:
        return "passed" if passed else "open"
    verdicts = {reading.verdict for reading in readings} - {"no floor"}
    return verdicts.pop() if len(verdicts) == 1 else "undecided"
