import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from hongqiao.errors import BoundUndetermined, NoBasis, UnitMismatch
from hongqiao.ground.basis import Assumption, Column, Step
from hongqiao.ground.figure import Figure, computed
from hongqiao.ground.period import Period

BASIS = Assumption("tests", "an example")
OTHER = Column("f" * 64, "people", "320583")


def figure(value, comparator="=", unit="count", high=None, basis=BASIS, **more):
    return Figure(value, unit, basis, comparator, high, **more)


def said(result):
    return result.comparator, result.value, result.value_hi, result.unit


def test_a_number_without_a_basis_cannot_be_made():
    for nothing in (None, "a sentence", 7, [BASIS]):
        with pytest.raises(NoBasis):
            Figure(17, "min", nothing)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "unit", "comparator", "high", "wrong"),
    [
        (17, "minuten", "=", None, UnitMismatch),
        (math.nan, "min", "=", None, ValueError),
        (math.inf, "min", "=", None, ValueError),
        (17, "min", "≥", None, ValueError),
        (17, "min", "range", None, ValueError),
        (17, "min", "=", 18, ValueError),
        (17, "min", "range", 16, ValueError),
    ],
)
def test_what_is_no_figure_is_refused(value, unit, comparator, high, wrong):
    with pytest.raises(wrong):
        Figure(value, unit, BASIS, comparator, high)


@pytest.mark.parametrize(
    ("compute", "expected"),
    [
        (lambda: figure(5) / figure(2, ">"), ("<", 2.5, None, "1")),
        (lambda: figure(5) / figure(2, ">="), ("<=", 2.5, None, "1")),
        (lambda: figure(5) / figure(2, "<"), (">", 2.5, None, "1")),
        (lambda: figure(5) / figure(2, "<="), (">=", 2.5, None, "1")),
        (lambda: figure(5, ">") / figure(2), (">", 2.5, None, "1")),
        (lambda: figure(5, ">") / figure(2, "<"), (">", 2.5, None, "1")),
        (lambda: figure(5) / figure(2, "range", high=4), ("range", 1.25, 2.5, "1")),
        (lambda: figure(5, ">") + figure(2), (">", 7, None, "count")),
        (lambda: figure(5, ">") + figure(2, ">="), (">", 7, None, "count")),
        (lambda: figure(5, ">=") + figure(2, ">="), (">=", 7, None, "count")),
        (lambda: figure(5) - figure(2, ">"), ("<", 3, None, "count")),
        (lambda: figure(5) - figure(2, "<"), ("range", 3, 5, "count")),
        (lambda: figure(5, ">") - figure(2, "<"), (">", 3, None, "count")),
        (lambda: figure(5, "~") + figure(2), ("~", 7, None, "count")),
        (lambda: figure(3, "<") * 2, ("<", 6, None, "count")),
        (lambda: figure(470e9, ">", "CNY").per(figure(2_000_000)), (">", 235_000, None, "CNY/count")),
        (lambda: figure(235_000, ">", "CNY/count") * figure(2_000_000), (">", 470e9, None, "CNY")),
        (lambda: figure(50, unit="%") * figure(8, unit="t"), ("=", 4, None, "t")),
        (lambda: figure(1, unit="h") / figure(20, unit="min"), ("=", 3, None, "1")),
        (lambda: figure(12, unit="%") - figure(9, unit="%"), ("=", 3, None, "pp")),
    ],
)
def test_bounds_survive_arithmetic(compute, expected):
    assert said(compute()) == expected


def test_a_bound_computed_from_something_approximate_says_so():
    result = figure(470e9, ">", "CNY").per(figure(2e6, "~"))
    assert (result.comparator, result.about, result.approximate) == (">", True, True)


def test_what_has_no_bound_is_refused_not_guessed():
    with pytest.raises(BoundUndetermined, match="may be zero"):
        figure(5) / figure(2, "<", "CNY")  # money may be a loss
    with pytest.raises(BoundUndetermined, match="neither a lower nor an upper bound"):
        figure(5, ">") - figure(2, ">")
    with pytest.raises(ZeroDivisionError):
        figure(5) / figure(0)


def test_units_are_never_mixed_and_money_is_never_converted_silently():
    with pytest.raises(UnitMismatch, match="CNY and EUR cannot be added"):
        figure(1, unit="CNY") + figure(1, unit="EUR")
    with pytest.raises(UnitMismatch, match="exchange rate"):
        figure(1, unit="CNY").to("EUR")
    with pytest.raises(UnitMismatch, match="names no period"):
        figure(1, unit="CNY").exchanged(figure(0.13, unit="EUR/CNY"))
    rate = figure(0.13, unit="EUR/CNY", period=Period.parse("2021"))
    assert said(figure(470e9, ">", "CNY").exchanged(rate)) == (">", pytest.approx(61.1e9), None, "EUR")


def test_a_conversion_keeps_bound_and_roots():
    area = figure(300_000, ">", "m2").to("ha")
    assert said(area) == (">", 30, None, "ha")
    assert area.roots() == [BASIS]


def test_a_ratio_still_names_both_of_its_sources():
    gdp, people = figure(470e9, ">", "CNY"), figure(2_092_496, basis=OTHER)
    assert gdp.per(people).roots() == [BASIS, OTHER]


def test_a_result_keeps_the_period_that_its_inputs_share():
    year = Period.parse("2021")
    both = figure(1, period=year) + figure(2, period=year)
    assert both.period == year
    assert (figure(1, period=year) + figure(2, period=Period.parse("2020"))).period is None


def test_a_difference_of_counts_may_be_negative_where_a_count_may_not():
    difference = figure(5) - figure(2, ">")
    assert difference.admits(-10)
    assert not figure(3, "<").admits(-1)


def test_a_bare_number_is_not_added_to_a_figure():
    with pytest.raises(UnitMismatch, match="a bare number has no basis"):
        figure(5) + 3  # type: ignore[operator]


def test_a_named_formula_refuses_bounds_that_it_would_take_for_values():
    with pytest.raises(BoundUndetermined, match="1 bounds or ranges"):
        computed("growth", "1", 0.03, "1", [figure(470e9, ">", "CNY"), figure(460e9, unit="CNY")])
    made = computed("growth", "1", 0.03, "1", [figure(1, "~"), figure(2, basis=OTHER)], years=2)
    assert (made.comparator, made.basis) == ("~", Step("growth", "1", (BASIS, OTHER), (("years", 2),)))


def test_what_a_bound_admits():
    assert not figure(15, ">").admits(15)
    assert figure(15, ">=").admits(15)
    assert figure(100, "~").admits(96)
    assert not figure(100, "~").admits(90)
    assert figure(3, "range", high=5).admits(5)


BOUNDS = st.sampled_from(["=", ">", ">=", "<", "<="])
VALUES = st.floats(0.5, 1e6)


def inside(item, factor):
    """A value that the figure admits, some way from its bound."""
    return {"=": item.value, ">": item.value * (1 + factor), ">=": item.value * (1 + factor)}.get(
        item.comparator, item.value * (1 - factor)
    )


@given(VALUES, BOUNDS, VALUES, BOUNDS, st.floats(0.01, 0.9), st.floats(0.01, 0.9), st.sampled_from("+-*/"))
def test_whatever_the_inputs_admit_the_result_admits(a, bound_a, b, bound_b, shift_a, shift_b, operation):
    left, right = figure(a, bound_a), figure(b, bound_b, unit="1" if operation == "*" else "count")
    x, y = inside(left, shift_a), inside(right, shift_b)
    try:
        result, value = {
            "+": lambda: (left + right, x + y),
            "-": lambda: (left - right, x - y),
            "*": lambda: (left * right, x * y),
            "/": lambda: (left / right, x / y),
        }[operation]()
    except BoundUndetermined:
        return
    span = result.interval
    slack = 1e-9 * max(1.0, abs(value))
    assert span.low - slack <= value <= span.high + slack


@given(VALUES, st.sampled_from([">", ">=", "<", "<="]), VALUES)
def test_a_bound_is_never_returned_as_a_plain_value(a, bound, b):
    assume(b != 0)
    for result in (
        figure(a, bound) + figure(b),
        figure(a, bound) * b,
        figure(a, bound) / figure(b),
        figure(b) / figure(a, bound),
    ):
        assert result.comparator != "="
