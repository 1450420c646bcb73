"""Will a target be met? From dated figures, with bounds and few points: an honest interval, or "cannot say".

Growth is resampled: yearly log growth rates are drawn with replacement, their mean and scale being as uncertain as
few points make them (a chi-square draw of the scale, as in Student's predictive distribution), and neighbouring
years being alike to the degree the series shows, shrunk towards little (Kendall 1954 for the bias of the estimate).
Sources: Efron & Tibshirani (1993, chapters 6 and 8); Geweke & Whiteman (2006) for predictive simulation.
"""

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from hongqiao.errors import BadPeriod, UnitMismatch
from hongqiao.ground.basis import Scalar, Step
from hongqiao.ground.figure import Figure
from hongqiao.ground.period import Period
from hongqiao.ground.unit import unit

type Method = Literal["growth bootstrap", "drift", "naive"]
METHODS = ("growth bootstrap", "drift", "naive")
FEWEST = 4  # figures of different dates: three growth rates are the least that show any spread
_DRAWS = 20_000
_PRIOR_ALIKENESS, _PRIOR_YEARS = 0.1, 8  # shrinkage of the year-to-year correlation of growth
_YEAR = 365.2425


@dataclass(frozen=True, slots=True)
class Chance:
    """The answer: probability of reaching the target, or None and the reason why nobody can say.

    interval: where the value at the deadline will lie with probability `level`, in the target's unit.
    left_out: what was not used, and why.
    """

    probability: float | None
    interval: tuple[float, float] | None
    reason: str
    level: float = 0.8
    method: str = "growth bootstrap"
    median: float | None = None
    left_out: tuple[str, ...] = ()
    basis: Step | None = None

    def figure(self) -> Figure | None:
        """The probability in per cent as a figure that rests on the observations and the target, or None."""
        if self.probability is None or self.basis is None:
            return None
        return Figure(100 * self.probability, "%", self.basis, comparator="~")


@dataclass(frozen=True, slots=True)
class _Dated:
    when: float
    value: float
    figure: Figure


def chance(
    target: Figure,
    observations: Sequence[Figure],
    as_of: dt.date | None = None,
    seed: int = 0,
    *,
    level: float = 0.8,
    method: Method = "growth bootstrap",
) -> Chance:
    """The chance that a quantity reaches its target by the deadline, from figures known on `as_of` (default today).

    target: a figure with a period, whose end is the deadline; ``>=`` ``>`` ``=`` ``~`` are reached from below. An upper
    bound such as "up to 100 bn" states no floor and cannot be missed from below: the answer is "cannot say".
    observations: figures of the same quantity, in units that convert, each with a period. Bounds count as evidence of
    having reached the target, never as values. Raises UnitMismatch and BadPeriod; what cannot be answered is a Chance
    with probability None.

    >>> from hongqiao.ground.basis import Assumption
    >>> basis = Assumption("me", "an example")
    >>> gdp = [Figure(v, "CNY", basis, period=Period.of_year(y)) for y, v in
    ...        [(2017, 100.0), (2018, 108.0), (2019, 115.0), (2020, 118.0), (2021, 127.0)]]
    >>> target = Figure(150.0, "CNY", basis, ">=", period=Period.parse("2024", by=True))
    >>> answer = chance(target, gdp, as_of=dt.date(2022, 6, 1))
    >>> 0.5 < answer.probability < 1 and answer.interval[0] < 150 < answer.interval[1]
    True
    """
    if not 0 < level < 1:
        raise ValueError(f"the level of an interval lies between 0 and 1, got {level}")
    today = as_of or dt.datetime.now(dt.UTC).date()
    if target.period is None:
        return Chance(None, None, "cannot say: the target names no deadline", level, method)
    known, left_out = _known(target, observations, today)
    deadline = target.period
    reached = _already(target, known, deadline)
    if reached is not None:
        return Chance(
            reached[0],
            None,
            reached[1],
            level,
            method,
            left_out=tuple(left_out),
            basis=_step(target, known, method, seed),
        )
    if target.comparator in {"<", "<="}:
        return Chance(
            None,
            None,
            "cannot say: an upper bound states no floor, so nothing short of it misses the target",
            level,
            method,
        )
    if deadline.passed(today):
        text = f"deadline passed on {deadline.end}, and no figure of {deadline.text} or later is at hand"
        return Chance(None, None, text, level, method, left_out=tuple(left_out))
    series, skipped = _series(known)
    left_out += skipped
    if len(series) < FEWEST:
        text = f"cannot say: {len(series)} dated values, at least {FEWEST} of different dates are needed"
        return Chance(None, None, text, level, method, left_out=tuple(left_out))
    if min(item.value for item in series) <= 0:
        return Chance(
            None,
            None,
            "cannot say: zero or negative values have no rate of growth",
            level,
            method,
            left_out=tuple(left_out),
        )
    years = (_middle(deadline) if not deadline.by else _moment(deadline.end)) - series[-1].when
    if (
        deadline.precision == "year"
        and series[-1].figure.period is not None
        and series[-1].figure.period.precision == "year"
    ):
        years = float(deadline.start.year - series[-1].figure.period.start.year)
    if years <= 0:
        return Chance(
            None,
            None,
            "cannot say: the newest value is of the deadline itself and does not decide it",
            level,
            method,
            left_out=tuple(left_out),
        )
    drawn = _simulated([item.when for item in series], [item.value for item in series], years, seed, level, method)
    probability = None if drawn.ends is None else float((drawn.ends >= target.value).mean())
    if drawn.ends is None:
        probability = drawn.above(target.value)
    reason = f"{len(series)} values from {series[0].figure.period} to {series[-1].figure.period}, {years:.1f} years ahead, by {method}"
    basis = _step(target, [item.figure for item in series], method, seed)
    return Chance(probability, drawn.interval, reason, level, method, drawn.median, tuple(left_out), basis)


@dataclass(frozen=True, slots=True)
class _Drawn:
    interval: tuple[float, float]
    median: float
    ends: NDArray[np.float64] | None
    spread: float = 0.0

    def above(self, value: float) -> float:
        if self.spread == 0:
            return float(self.median >= value)
        return 0.5 * math.erfc((math.log(value) - math.log(self.median)) / (self.spread * math.sqrt(2)))


def growth_bootstrap(
    when: Sequence[float], values: Sequence[float], years: float, *, draws: int = _DRAWS, seed: int = 0
) -> NDArray[np.float64]:
    """Simulated values `years` after the last of a series (draws,), from its own growth.

    when: dates in years, rising; values: positive. With n growth rates gₖ over steps Δₖ the mean growth m is the total
    log change over the total time, the residuals eₖ = (Δlogₖ − m Δₖ)/√Δₖ; each draw takes a scale
    √((n−1)/χ²ₙ₋₁)·√(n/(n−1)), a mean disturbed by resampled residuals, and a sum of resampled residuals over the years
    ahead, both widened for the likeness of neighbouring years.

    >>> ends = growth_bootstrap([2017, 2018, 2019, 2020], [100.0, 104.0, 107.0, 112.0], 2.0)
    >>> bool(100 < np.median(ends) < 130)
    True
    """
    times, logs = np.asarray(when, dtype=np.float64), np.log(np.asarray(values, dtype=np.float64))
    steps, changes = np.diff(times), np.diff(logs)
    count = len(steps)
    if count < 2 or (steps <= 0).any():
        raise ValueError(f"growth needs three dated values or more, in order; got {len(times)}")
    mean = changes.sum() / steps.sum()
    residuals = (changes - mean * steps) / np.sqrt(steps)
    alike = _alikeness(residuals)
    ahead = max(1, round(years))
    rng = np.random.default_rng(seed)
    scale = np.sqrt((count - 1) / rng.chisquare(count - 1, draws)) * math.sqrt(count / (count - 1))
    drift = mean + scale * math.sqrt(_widening(count, alike)) * residuals[rng.integers(0, count, (draws, count))].mean(
        axis=1
    ) * math.sqrt(count / steps.sum())
    shocks = residuals[rng.integers(0, count, (draws, ahead))].sum(axis=1) * math.sqrt(years / ahead)
    end: NDArray[np.float64] = np.exp(logs[-1] + years * drift + scale * math.sqrt(_widening(ahead, alike)) * shocks)
    return end


def _alikeness(residuals: NDArray[np.float64]) -> float:
    count = len(residuals)
    spread = float((residuals**2).sum())
    if spread == 0:
        return 0.0
    raw = float((residuals[1:] * residuals[:-1]).sum()) / spread
    unbiased = raw + (1 + 4 * raw) / count
    shrunk = (count * unbiased + _PRIOR_YEARS * _PRIOR_ALIKENESS) / (count + _PRIOR_YEARS)
    return min(max(shrunk, 0.0), 0.8)


def _widening(length: int, alike: float) -> float:
    lags = np.arange(1, length)
    return float((length + 2 * ((length - lags) * alike**lags).sum()) / length)


def _simulated(when: list[float], values: list[float], years: float, seed: int, level: float, method: str) -> _Drawn:
    tail = (1 - level) / 2
    if method == "growth bootstrap":
        ends = growth_bootstrap(when, values, years, seed=seed)
        low, median, high = (float(value) for value in np.quantile(ends, [tail, 0.5, 1 - tail]))
        return _Drawn((low, high), median, ends)
    if method not in METHODS:
        raise ValueError(f"method is one of {', '.join(METHODS)}, got {method!r}")
    # the two baselines that any forecast must beat: a random walk on logs, with and without drift
    from scipy.stats import norm

    steps, changes = np.diff(when), np.diff(np.log(values))
    mean = float(changes.sum() / steps.sum()) if method == "drift" else 0.0
    variance = float((((changes - mean * steps) ** 2) / steps).sum() / (len(steps) - (method == "drift")))
    extra = years**2 / steps.sum() if method == "drift" else 0.0
    spread = math.sqrt(variance * (years + extra))
    centre = math.log(values[-1]) + mean * years
    reach = spread * float(norm.ppf(1 - tail))
    return _Drawn((math.exp(centre - reach), math.exp(centre + reach)), math.exp(centre), None, spread)


def _known(target: Figure, observations: Sequence[Figure], today: dt.date) -> tuple[list[Figure], list[str]]:
    known: list[Figure] = []
    left_out: list[str] = []
    for figure in observations:
        if unit(figure.unit).dimension != unit(target.unit).dimension:
            raise UnitMismatch(f"the target is in {target.unit}, an observation in {figure.unit}: convert it first")
        if figure.period is None:
            raise BadPeriod(f"the observation {figure.value} {figure.unit} has no period: say of when it is")
        if figure.period.start > today:
            left_out.append(f"{figure.period}: after {today}, not known then")
        else:
            known.append(figure.to(target.unit))
    return known, left_out


def _already(target: Figure, known: list[Figure], deadline: Period) -> tuple[float, str] | None:
    late = [figure for figure in known if figure.period is not None and figure.period.end >= deadline.end]
    for figure in sorted(late, key=_order):
        verdict = _decides(target, figure)
        if verdict is not None:
            word = "reached" if verdict else "missed"
            return float(verdict), f"deadline passed: the figure of {figure.period} shows the target {word}"
    return None


def _decides(target: Figure, figure: Figure) -> bool | None:
    span = figure.interval
    if target.comparator in {"<", "<="}:
        fits = span.high < target.value or (span.high == target.value and (target.comparator == "<=" or span.high_open))
        return True if fits else False if span.low > target.value else None
    above = span.low > target.value or (span.low == target.value and (target.comparator != ">" or span.low_open))
    below = span.high < target.value or (span.high == target.value and span.high_open)
    return True if above else False if below or (target.comparator == ">" and span.high == target.value) else None


def _series(known: list[Figure]) -> tuple[list[_Dated], list[str]]:
    left_out: list[str] = []
    dated: dict[float, list[_Dated]] = {}
    for figure in known:
        period = figure.period
        if period is None:
            continue
        if figure.is_bound:
            left_out.append(f"{period}: a bound ({figure.comparator} {figure.value:g}) is not a value")
            continue
        value = figure.value if figure.value_hi is None else (figure.value + figure.value_hi) / 2
        dated.setdefault(_middle(period), []).append(_Dated(_middle(period), value, figure))
    series = []
    for when in sorted(dated):
        same = dated[when]
        if len({item.value for item in same}) > 1:
            left_out.append(f"{same[0].figure.period}: {len(same)} different values, the last given was used")
        series.append(same[-1])
    return series, left_out


def _step(target: Figure, figures: Sequence[Figure], method: str, seed: int) -> Step:
    stated: tuple[tuple[str, Scalar], ...] = (("method", method), ("seed", seed), ("draws", _DRAWS))
    return Step("chance of reaching a target", "1", (target.basis, *(figure.basis for figure in figures)), stated)


def _order(figure: Figure) -> tuple[dt.date, dt.date]:
    return (figure.period.end, figure.period.start) if figure.period else (dt.date.min, dt.date.min)


def _moment(day: dt.date) -> float:
    return day.year + (day.timetuple().tm_yday - 0.5) / 365.25


def _middle(period: Period) -> float:
    return (_moment(period.start) + _moment(period.end)) / 2
