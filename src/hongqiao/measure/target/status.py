"""The status of a target as of a date: a bound is not a value, and silence is an answer."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from hongqiao.errors import MissingYears
from hongqiao.ground.figure import Figure, Interval, computed
from hongqiao.ground.period import Period
from hongqiao.ground.unit import quotient
from hongqiao.measure.admissible import variant_of

DIRECTIONS = ("up", "down")
_VERSION = "1"
_DAYS = 365.2425


class Verdict(StrEnum):
    """What can be said of a target."""

    REACHED = "reached"
    REACHED_LATE = "reached late"
    MISSED = "missed"
    ON_TRACK = "on track"
    BEHIND = "behind"
    NOT_YET = "not yet"
    NO_FLOOR = "no floor"
    CANNOT_SAY = "cannot say"
    NO_EVIDENCE = "no evidence"
    DEADLINE_PASSED = "deadline passed, no evidence"


@dataclass(frozen=True, slots=True)
class Status:
    """A verdict with what it rests on.

    ``evidence`` is the figure that was judged; ``required`` and ``achieved`` are yearly paces, each a figure that
    opens down to its two values, or None where bounds or missing years allow none. ``reason`` is a stable code:
    ``words`` says it in a language.
    """

    target: Figure
    verdict: Verdict
    reason: str
    as_of: dt.date
    direction: str
    deadline: Period | None
    evidence: Figure | None = None
    required: Figure | None = None
    achieved: Figure | None = None
    ignored: tuple[tuple[Figure, str], ...] = ()

    @property
    def passed(self) -> bool:
        """Whether the deadline lies before the date."""
        return self.deadline is not None and self.deadline.passed(self.as_of)


def statuses(
    variants: Sequence[Figure], observations: Sequence[Figure], as_of: dt.date | None = None, *, direction: str = "up"
) -> tuple[Status, ...]:
    """Each variant of a target (a translation, a copy) judged by itself, in the order given."""
    return tuple(target_status(variant, observations, as_of, direction=direction) for variant in variants)


def target_status(
    target: Figure, observations: Sequence[Figure], as_of: dt.date | None = None, *, direction: str = "up"
) -> Status:
    """Where a target stands on a day, judged from dated figures.

    target: with its period as the deadline (its last day counts); ``direction`` says whether more (``up``) or less
    (``down``) is wanted. "Up to X" with more wanted states no floor, and says so. observations: figures of the same
    quantity, each with a period; those that begin after ``as_of`` (default: today) are ignored, as are those
    without a period, each with its reason. A bound decides only what it can: "> 470" reaches "≥ 470", but tells no
    growth. A target that is not reached before its deadline is ``on track`` or ``behind`` by its pace where two plain
    values tell one, else ``not yet``. After the deadline only a figure that runs up to its last day can miss it.
    Raises UnitMismatch for figures of another dimension.

    >>> from hongqiao.ground.basis import Assumption
    >>> why = Assumption("docs", "an example")
    >>> wanted = Figure(470e9, "CNY", why, comparator=">=", period=Period.parse("2021"))
    >>> seen = Figure(470e9, "CNY", why, comparator=">", period=Period.parse("2021"))
    >>> target_status(wanted, [seen], dt.date(2022, 11, 1)).verdict.value
    'reached'
    """
    variant_of(direction, DIRECTIONS, "direction of a target")
    day = as_of or dt.datetime.now(tz=dt.UTC).date()
    used, ignored = _usable(target, observations, day)
    deadline = target.period

    def say(verdict: Verdict, reason: str, evidence: Figure | None = None, **paces: Figure | None) -> Status:
        return Status(target, verdict, reason, day, direction, deadline, evidence, **paces, ignored=ignored)

    wanted = wanted_values(target, direction)
    if wanted is None:
        return say(Verdict.NO_FLOOR, "no floor" if direction == "up" else "no ceiling", used[-1] if used else None)
    passed = deadline is not None and deadline.passed(day)
    if not used:
        reason = "no figure at all" if not ignored else "no usable figure"
        return say(Verdict.DEADLINE_PASSED if passed else Verdict.NO_EVIDENCE, reason)
    latest = [figure for figure in used if _end(figure) == _end(used[-1])]
    judged = {judge(figure, wanted) for figure in latest}
    evidence = latest[-1]
    achieved = achieved_pace(used)
    required = required_pace(evidence, wanted, direction, deadline, day)
    if len(judged) > 1:
        return say(Verdict.CANNOT_SAY, "figures of one period disagree", evidence)
    verdict = judged.pop()
    # only a figure that runs up to the deadline's last day, or beyond, speaks of the deadline
    of_deadline = deadline is None or _end(evidence) >= deadline.end
    if verdict == "within":
        late = deadline is not None and _start(evidence) > deadline.end
        return say(Verdict.REACHED_LATE if late else Verdict.REACHED, "within", evidence, achieved=achieved)
    if verdict == "open":
        if passed and not of_deadline:
            return say(Verdict.DEADLINE_PASSED, "latest figure is older", evidence, achieved=achieved)
        return say(Verdict.CANNOT_SAY, "a bound leaves it open", evidence, achieved=achieved)
    if passed:
        if of_deadline:
            return say(Verdict.MISSED, "outside at the deadline", evidence, achieved=achieved)
        return say(Verdict.DEADLINE_PASSED, "latest figure is older", evidence, achieved=achieved)
    if required is not None and achieved is not None:
        ahead = achieved.value >= required.value if direction == "up" else achieved.value <= required.value
        verdict_now = Verdict.ON_TRACK if ahead else Verdict.BEHIND
        return say(verdict_now, "by pace", evidence, required=required, achieved=achieved)
    reason = "a bound tells no growth" if any(not _plain(figure) for figure in used) else "one figure tells no growth"
    return say(Verdict.NOT_YET, reason, evidence, required=required)


def wanted_values(target: Figure, direction: str) -> Interval | None:
    """The values that fulfil a target, or None where it states no floor (for ``down``: no ceiling)."""
    up = direction == "up"
    match target.comparator:
        case "<" | "<=" if up:
            return None
        case ">" | ">=" if not up:
            return None
        case ">" | ">=" | "<" | "<=":
            return target.interval
        case "~<" if up:
            # "nearly 100" is met a little under 100 already: take the slack that an approximate figure has
            return Interval(target.value * 0.95, float("inf"), high_open=True)
        case "~":
            edge = target.value * (0.95 if up else 1.05)
            return Interval(edge, float("inf"), high_open=True) if up else Interval(float("-inf"), edge, low_open=True)
        case _:
            edge = target.value if up or target.value_hi is None else target.value_hi
            return Interval(edge, float("inf"), high_open=True) if up else Interval(float("-inf"), edge, low_open=True)


def judge(figure: Figure, wanted: Interval) -> str:
    """Whether all values that a figure admits fulfil a target (``within``), none (``outside``), or some (``open``)."""
    span = figure.interval
    if figure.approximate and not figure.is_bound:
        slack = abs(figure.value) * 0.05
        span = Interval(span.low - slack, span.high + slack)
    low_in = span.low > wanted.low or (span.low == wanted.low and (not wanted.low_open or span.low_open))
    high_in = span.high < wanted.high or (span.high == wanted.high and (not wanted.high_open or span.high_open))
    if low_in and high_in:
        return "within"
    under = span.high < wanted.low or (span.high == wanted.low and (wanted.low_open or span.high_open))
    over = span.low > wanted.high or (span.low == wanted.high and (wanted.high_open or span.low_open))
    return "outside" if under or over else "open"


def _plain(figure: Figure) -> bool:
    return not figure.is_bound and figure.comparator != "range"


def _start(figure: Figure) -> dt.date:
    if figure.period is None:
        raise MissingYears("a figure without a period tells no pace")
    return figure.period.start


def _end(figure: Figure) -> dt.date:
    if figure.period is None:
        raise MissingYears("a figure without a period tells no pace")
    return figure.period.end


def _usable(
    target: Figure, observations: Sequence[Figure], day: dt.date
) -> tuple[list[Figure], tuple[tuple[Figure, str], ...]]:
    used, ignored = [], []
    for figure in observations:
        if figure.period is None:
            ignored.append((figure, "without a period"))
        elif figure.period.start > day:
            ignored.append((figure, "after the date"))
        elif target.place is not None and figure.place is not None and figure.place.id != target.place.id:
            ignored.append((figure, "of another place"))
        else:
            used.append(figure if figure.unit == target.unit else figure.to(target.unit))
    return sorted(used, key=_end), tuple(ignored)


def achieved_pace(observations: Sequence[Figure]) -> Figure | None:
    """Yearly change from the first to the last plain value; None where fewer than two of different dates exist, or
    where the unit is already a ratio of two units.
    """
    plain = sorted((figure for figure in observations if _plain(figure)), key=_end)
    if len(plain) < 2 or "/" in plain[0].unit or _end(plain[0]) == _end(plain[-1]):
        return None
    years = (_end(plain[-1]) - _end(plain[0])).days / _DAYS
    change = (plain[-1].value - plain[0].value) / years
    return computed("achieved pace", _VERSION, change, quotient(plain[0].unit, "a"), [plain[0], plain[-1]], years=years)


def required_pace(
    evidence: Figure, wanted: Interval, direction: str, deadline: Period | None, day: dt.date
) -> Figure | None:
    """Yearly change that leads from the latest plain value to the target by its deadline; None where a bound is all
    there is, or the deadline has passed.
    """
    if deadline is None or deadline.passed(day) or not _plain(evidence) or "/" in evidence.unit:
        return None
    if _end(evidence) >= deadline.end:
        return None
    edge = wanted.low if direction == "up" else wanted.high
    years = (deadline.end - _end(evidence)).days / _DAYS
    pace = (edge - evidence.value) / years
    return computed("required pace", _VERSION, pace, quotient(evidence.unit, "a"), [evidence], years=years, edge=edge)
