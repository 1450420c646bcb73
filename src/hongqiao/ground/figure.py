"""Figure: one value, or a bound or range of it, in one unit, with everything it rests on.

Bounds survive arithmetic: a figure stands for an interval of possible values, operations work on the intervals
(Moore, Kearfott & Cloud 2009, chapter 2), and the result says again whether it is a value, a bound or a range.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, get_args

from hongqiao.errors import BoundUndetermined, UnitMismatch
from hongqiao.ground import unit as units
from hongqiao.ground.basis import Basis, Root, Scalar, Step, require, roots
from hongqiao.ground.period import Period
from hongqiao.ground.place import Place

type Comparator = Literal["=", ">", ">=", "<", "<=", "~", "~<", "~>", "range"]
COMPARATORS: tuple[str, ...] = get_args(Comparator.__value__)
_VERSION = "1"


@dataclass(frozen=True, slots=True)
class Interval:
    """The possible values of a figure; an open end does not belong to it."""

    low: float
    high: float
    low_open: bool = False
    high_open: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """One value, or a bound or range of it, in one unit, with everything it rests on.

    `comparator` says how `value` is meant: ``=`` exactly, ``>`` ``>=`` ``<`` ``<=`` as a bound, ``~`` about,
    ``~<`` just under, ``~>`` just over, ``range`` from `value` to `value_hi`. `about` marks a bound or range that
    was computed from an approximate value, `below_zero` one that a subtraction may have taken below zero. Raises NoBasis without a basis, UnitMismatch for an unknown unit.

    >>> from hongqiao.ground.basis import Assumption
    >>> five = Figure(5, "count", Assumption("me", "an example"))
    >>> two = Figure(2, "count", Assumption("me", "another"), comparator=">")
    >>> (five / two).comparator, (five / two).value
    ('<', 2.5)
    """

    value: float
    unit: str
    basis: Basis
    comparator: Comparator = "="
    value_hi: float | None = None
    period: Period | None = None
    place: Place | None = None
    about: bool = False
    below_zero: bool = False

    def __post_init__(self) -> None:
        require(self.basis)
        units.unit(self.unit)
        if self.comparator not in COMPARATORS:
            raise ValueError(f"a comparator is one of {' '.join(COMPARATORS)}, got {self.comparator!r}")
        if not math.isfinite(self.value):
            raise ValueError(f"a figure's value is finite, got {self.value!r}; a missing value is a gap, not a figure")
        if (self.comparator == "range") != (self.value_hi is not None):
            raise ValueError("a range has a value and a value_hi, and only a range has the latter")
        if self.value_hi is not None and not self.value_hi >= self.value:
            raise ValueError(f"a range runs upwards, got {self.value} to {self.value_hi}")

    @property
    def interval(self) -> Interval:
        """Every value that this figure admits; "less than 2 kilometres" cannot be below zero."""
        signed = units.unit(self.unit).signed or self.below_zero or self.value < 0
        floor = -math.inf if signed else 0.0
        match self.comparator:
            case ">" | ">=":
                return Interval(self.value, math.inf, self.comparator == ">", high_open=True)
            case "<" | "<=":
                return Interval(floor, self.value, floor == -math.inf, self.comparator == "<")
            case "range":
                return Interval(self.value, self.value if self.value_hi is None else self.value_hi)
            case _:
                return Interval(self.value, self.value)

    @property
    def approximate(self) -> bool:
        """Whether the figure is only about right."""
        return self.about or self.comparator in {"~", "~<", "~>"}

    @property
    def is_bound(self) -> bool:
        """Whether only one side of the value is known."""
        return self.comparator in {">", ">=", "<", "<="}

    def roots(self) -> list[Root]:
        """Every sentence, column, entry and assumption that this figure finally rests on."""
        return roots(self.basis)

    def __add__(self, other: "Figure") -> "Figure":
        a, b, other_unit = self._beside(other)
        low, high = a.low + b.low, a.high + b.high
        interval = Interval(low, high, a.low_open or b.low_open, a.high_open or b.high_open)
        return _made("sum", interval, other_unit, [self, other])

    def __sub__(self, other: "Figure") -> "Figure":
        a, b, other_unit = self._beside(other)
        interval = Interval(a.low - b.high, a.high - b.low, a.low_open or b.high_open, a.high_open or b.low_open)
        return _made("difference", interval, "pp" if other_unit == "%" else other_unit, [self, other])

    def __mul__(self, other: "Figure | float") -> "Figure":
        if not isinstance(other, Figure):
            return self._scaled(float(other))
        interval = _product(self.interval, other.interval)
        factor_a, unit_a = _fraction(self.unit)
        factor_b, unit_b = _fraction(other.unit)
        scaled = _product(interval, Interval(factor_a * factor_b, factor_a * factor_b))
        return _made("product", scaled, units.product(unit_a, unit_b), [self, other])

    def __truediv__(self, other: "Figure | float") -> "Figure":
        if not isinstance(other, Figure):
            if other == 0:
                raise ZeroDivisionError("a figure divided by zero has no value")
            return self._scaled(1.0 / float(other))
        code, scale = self.unit, 1.0
        if units.unit(self.unit).dimension == units.unit(other.unit).dimension:
            scale = units.convert(1.0, other.unit, self.unit) if self.unit != other.unit else 1.0
            code = "1"
        else:
            code = units.quotient(self.unit, other.unit)
        divisor = other.interval
        if scale != 1.0:
            divisor = Interval(divisor.low * scale, divisor.high * scale, divisor.low_open, divisor.high_open)
        return _made("ratio", _product(self.interval, _reciprocal(divisor, other)), code, [self, other])

    def per(self, other: "Figure") -> "Figure":
        """This figure for each unit of another: output per person, minutes per kilometre.

        >>> from hongqiao.ground.basis import Assumption
        >>> gdp = Figure(470e9, "CNY", Assumption("me", "an example"), comparator=">")
        >>> people = Figure(2_000_000, "count", Assumption("me", "an example"))
        >>> gdp.per(people).unit, gdp.per(people).comparator, gdp.per(people).value
        ('CNY/count', '>', 235000.0)
        """
        return self / other

    def to(self, code: str) -> "Figure":
        """The same figure in another unit of the same dimension; money needs `exchanged`."""
        if code == self.unit:
            return self
        high = None if self.value_hi is None else units.convert(self.value_hi, self.unit, code)
        basis = Step("unit conversion", _VERSION, (self.basis,), (("from", self.unit), ("to", code)))
        return replace(self, value=units.convert(self.value, self.unit, code), value_hi=high, unit=code, basis=basis)

    def exchanged(self, rate: "Figure") -> "Figure":
        """Money in another currency by a dated rate, itself a figure such as 7.8 ``CNY/EUR`` of 2021.

        The rate needs a period: a currency without a year cannot be converted.
        """
        target, _, source = rate.unit.partition("/")
        if not (units.is_money(self.unit) and units.is_money(target) and source == self.unit):
            raise UnitMismatch(f"money in {self.unit} needs a rate in X/{self.unit}, got {rate.unit}")
        if rate.period is None:
            raise UnitMismatch(f"the rate {rate.value} {rate.unit} names no period: say of which year or day it is")
        made = _made("exchange", _product(self.interval, rate.interval), target, [self, rate])
        return replace(made, period=self.period, place=self.place)

    def admits(self, value: float) -> bool:
        """Whether a value is compatible with this figure (an approximate figure admits 5 % either way)."""
        span = self.interval
        slack = abs(self.value) * 0.05 if self.approximate else 0.0
        above = value > span.low - slack or (value == span.low - slack and (not span.low_open or slack > 0))
        below = value < span.high + slack or (value == span.high + slack and (not span.high_open or slack > 0))
        return above and below

    def _scaled(self, factor: float) -> "Figure":
        basis = Step("multiple", _VERSION, (self.basis,), (("factor", factor),))
        interval = _product(self.interval, Interval(factor, factor))
        return replace(
            _from_interval(interval, self.unit, basis, about=self.approximate), period=self.period, place=self.place
        )

    def _beside(self, other: "Figure") -> tuple[Interval, Interval, str]:
        if not isinstance(other, Figure):
            raise UnitMismatch(f"a figure is added to a figure, got {type(other).__name__}: a bare number has no basis")
        if self.unit != other.unit:
            raise UnitMismatch(f"{self.unit} and {other.unit} cannot be added; convert one with .to() or .exchanged()")
        return self.interval, other.interval, self.unit


def computed(
    formula: str, version: str, value: float, unit: str, inputs: Sequence[Figure], **parameters: Scalar
) -> Figure:
    """A figure that a named formula computed from other figures; the one way to a value outside arithmetic.

    The inputs must be plain values: a bound or range among them is refused, since the formula did not see it.
    """
    bounded = [figure for figure in inputs if figure.is_bound or figure.comparator == "range"]
    if bounded:
        raise BoundUndetermined(f"{formula} was given {len(bounded)} bounds or ranges as if they were values")
    basis = Step(formula, version, tuple(figure.basis for figure in inputs), tuple(sorted(parameters.items())))
    about = any(figure.approximate for figure in inputs)
    return Figure(value, unit, basis, comparator="~" if about else "=")


def _fraction(code: str) -> tuple[float, str]:
    return (units.UNITS[code].factor, "1") if code in {"%", "‰"} else (1.0, code)


def _times(a: float, b: float) -> float:
    return 0.0 if a == 0 or b == 0 else a * b


def _product(a: Interval, b: Interval) -> Interval:
    corners = [
        (_times(x, y), (x_open and y != 0) or (y_open and x != 0) or (x_open and y_open))
        for x, x_open in ((a.low, a.low_open), (a.high, a.high_open))
        for y, y_open in ((b.low, b.low_open), (b.high, b.high_open))
    ]
    low, high = min(value for value, _ in corners), max(value for value, _ in corners)
    low_open = all(is_open for value, is_open in corners if value == low)
    high_open = all(is_open for value, is_open in corners if value == high)
    return Interval(low, high, low_open, high_open)


def _reciprocal(span: Interval, divisor: "Figure") -> Interval:
    if span.low == 0 and span.high == 0:
        raise ZeroDivisionError("a figure divided by a figure of zero has no value")
    if span.low < 0 < span.high or (span.low < 0 and span.high == 0):
        raise BoundUndetermined(
            f"dividing by {divisor.comparator} {divisor.value} {divisor.unit} has no bound: the divisor may be zero"
        )
    low, low_open = (0.0, True) if math.isinf(span.high) else (1 / span.high, span.high_open)
    high, high_open = (math.inf, True) if span.low == 0 else (1 / span.low, span.low_open)
    return Interval(low, high, low_open, high_open)


def _made(formula: str, interval: Interval, code: str, inputs: list[Figure]) -> Figure:
    basis = Step(formula, _VERSION, tuple(figure.basis for figure in inputs))
    figure = _from_interval(interval, code, basis, about=any(item.approximate for item in inputs))
    periods = {item.period for item in inputs if item.period is not None}
    places = {item.place for item in inputs if item.place is not None}
    return replace(
        figure,
        period=periods.pop() if len(periods) == 1 else None,
        place=places.pop() if len(places) == 1 else None,
    )


def _from_interval(span: Interval, code: str, basis: Basis, *, about: bool) -> Figure:
    # The end at zero or infinity that an unbounded input left behind says nothing: one bound remains.
    empty_floor = math.isinf(span.low) or (span.low == 0 and (span.low_open or not units.unit(code).signed))
    if span.low == span.high:
        return Figure(span.low, code, basis, comparator="~" if about else "=")
    if math.isinf(span.low) and math.isinf(span.high):
        raise BoundUndetermined("the result has neither a lower nor an upper bound: nothing can be said of it")
    if math.isinf(span.high):
        return Figure(span.low, code, basis, comparator=">" if span.low_open else ">=", about=about)
    if empty_floor:
        bound: Comparator = "<" if span.high_open else "<="
        return Figure(span.high, code, basis, comparator=bound, about=about, below_zero=math.isinf(span.low))
    return Figure(span.low, code, basis, comparator="range", value_hi=span.high, about=about)
