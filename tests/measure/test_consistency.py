"""Consistency checks: each kind of gap is named, and what fits is left alone."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from hongqiao.errors import MissingValue, MissingYears, ShapeMismatch, UnitChange
from hongqiao.measure import coupling_coordination, entropy_weights, herfindahl, krugman, topsis
from hongqiao.measure.consistency import (
    aggregate_codes,
    aggregate_rows,
    check_series,
    check_shares,
    check_total,
    explain,
    printed,
    reproduce,
    require_series,
    rounding_allowance,
    which_coupling,
    which_entropy_weights,
    which_topsis,
)
from hongqiao.measure.coupling import coupling

RNG = np.random.default_rng(11)
U = RNG.uniform(0.1, 0.9, (14, 5)).round(4)
COMPOSITE = RNG.uniform(0.2, 0.7, 14).round(4)
X = RNG.uniform(1, 50, (9, 4)).round(1)
BENEFIT = np.array([True, False, True, True])


def test_the_formula_behind_a_coupling_table_is_found():
    published = np.sqrt(coupling(U) * COMPOSITE).round(3)
    found = which_coupling(U, published, 3, composite=COMPOSITE)
    assert found[0].name == "D = √(C·T), C geometric, T composite"
    assert found[0].reproduced
    assert not next(one for one in found if one.name == "D = √(C·T), C geometric, T equal mean").reproduced


@pytest.mark.parametrize("variant", ["squared", "pairs", "dispersion", "wang"])
def test_unusual_couplings_are_told_apart(variant):
    published = coupling_coordination(U, variant=variant).round(4)
    assert which_coupling(U, published, 4)[0].name == f"D = √(C·T), C {variant}, T equal mean"


def test_rounded_inputs_are_allowed_for_and_no_more():
    exact = RNG.uniform(0.1, 0.9, (6, 3))
    published = coupling_coordination(exact).round(4)
    best = which_coupling(exact.round(2), published, 4, input_decimals=2)[0]
    assert best.reproduced
    assert best.exact < best.cells
    wrong = published.copy()
    wrong[2] += 0.05
    again = which_coupling(exact.round(2), wrong, 4, input_decimals=2)[0]
    assert [gap.where for gap in again.gaps] == ["cell 3"]


@pytest.mark.parametrize(("normalise", "weigh"), [("vector", "values"), ("range", "values"), ("vector", "distance")])
def test_the_variant_behind_a_topsis_table_is_found(normalise, weigh):
    weights = [0.4, 0.3, 0.2, 0.1]
    published = topsis(X, weights, BENEFIT, normalise=normalise, weigh=weigh).round(4)
    best = which_topsis(X, weights, BENEFIT, published, 4)[0]
    assert (best.name, best.reproduced) == (f"{normalise} normalisation, weights on {weigh}", True)


@pytest.mark.parametrize(("normalise", "shift"), [("range", 0.0), ("range", 0.01), ("sum", 0.0)])
def test_the_variant_behind_entropy_weights_is_found(normalise, shift):
    published = entropy_weights(X, BENEFIT, normalise=normalise, shift=shift).round(4)
    best = which_entropy_weights(X, BENEFIT, published, 4)[0]
    assert (best.name, best.reproduced) == (f"{normalise} normalisation, shift {shift:g}", True)


def test_a_table_in_other_units_is_told_by_its_factor():
    ours = np.array([herfindahl(row) for row in X])
    (gap,) = explain((ours * 10_000).round(), ours, 0)
    assert (gap.kind, round(gap.factor)) == ("factor", 10_000)
    a, b = X[:, 0], X[:, 1]
    twice = np.array([2 * krugman(a, b), 2 * krugman(a, X[:, 2])])
    (gap,) = explain(twice.round(6), twice / 2, 6)
    assert "the unhalved sum" in gap.says


@pytest.mark.parametrize(
    ("theirs", "ours", "kind"),
    [
        (0.6254, 0.62539, None), (0.6255, 0.62539, "rounding"), (-0.6254, 0.6254, "sign"), (0.6245, 0.6254, "digits"),
        (0.6354, 0.6254, "digits"), (6.2540, 0.6254, "unit"), (0.7111, 0.6254, "value"),
    ],
)  # fmt: skip
def test_each_kind_of_gap_in_a_cell_is_named(theirs, ours, kind):
    # a second cell that fits, so that the gap is not one of the whole table
    gaps = reproduce([theirs, 0.5], [ours, 0.5], 4).gaps
    assert [gap.kind for gap in gaps] == ([] if kind is None else [kind])


def test_swapped_rows_and_a_shift_of_all_are_told_from_wrong_values():
    ours = np.array([0.1234, 0.4567, 0.8910])
    assert explain(ours[[1, 0, 2]], ours, 4)[0].kind == "row"
    assert explain(ours + 0.05, ours, 4)[0].kind == "shift"


@settings(max_examples=40, deadline=None)
@given(values=arrays(np.float64, 6, elements=st.floats(0.01, 0.99)), decimals=st.integers(2, 6))
def test_a_table_rounded_from_our_own_values_is_always_reproduced(values, decimals):
    found = reproduce(values.round(decimals), values, decimals)
    assert found.reproduced
    assert found.gaps == ()


def test_the_allowance_bounds_what_rounding_can_do():
    exact = RNG.uniform(0.2, 0.9, (5, 3))
    rounded = exact.round(2)
    allowed = rounding_allowance(coupling_coordination, [rounded], [0.005])
    assert (np.abs(coupling_coordination(exact) - coupling_coordination(rounded)) <= allowed * 1.05).all()


def test_printed_numbers_keep_their_digits():
    assert [(printed(t).value, printed(t).decimals) for t in ("1,234.50", "−.790", "47%", "1.5e-3", "12")] == [
        (1234.5, 2), (-0.79, 3), (47.0, 0), (0.0015, 4), (12.0, 0),
    ]  # fmt: skip
    with pytest.raises(MissingValue):
        printed("n/a")


def test_sums_are_checked_within_their_rounding():
    assert check_total([33.3, 33.3, 33.3], 100.0, digits=1) == ()
    assert [gap.kind for gap in check_total([33.3, 33.3, 33.3], 103.0, digits=1)] == ["sum"]
    assert check_total([1.0, 2.0, 3.0], 60_000.0)[0].factor == 10_000
    assert "left out of the total" in check_total([10.0, 20.0, 30.0], 40.0)[0].says


def test_weights_that_do_not_sum_to_one_are_named():
    assert check_shares([0.333, 0.333, 0.333], digits=3) == ()
    assert [gap.kind for gap in check_shares([0.5, 0.3], digits=2)] == ["share"]
    assert [gap.kind for gap in check_shares([1.2, -0.2], digits=2)] == ["share"]
    assert check_shares([50.0, 30.0, 20.0], digits=0) == ()


def test_missing_years_are_named():
    assert [gap.says for gap in check_series([2010, 2012], [1.0, 2.0])] == ["no value for 2011"]
    assert check_series([2010, 2020], [1.0, 2.0], step=10) == ()
    with pytest.raises(MissingYears, match="2011"):
        require_series([2010, 2012], [1.0, 2.0])


def test_a_unit_that_changes_in_the_middle_is_named():
    with pytest.raises(UnitChange, match="from CNY to USD in 2012"):
        require_series([2011, 2012], [1.0, 2.0], ["CNY", "USD"])
    with pytest.raises(UnitChange, match=r"10,000 .万."):
        require_series([2011, 2012, 2013], [430.0, 4.5e6, 4.7e6])
    require_series([2011, 2012, 2013], [430.0, 900.0, 1700.0])


@settings(max_examples=40, deadline=None)
@given(parts=arrays(np.float64, (4, 3), elements=st.integers(1, 1000).map(float)))
def test_a_total_above_or_below_its_parts_is_found(parts):
    total = parts.sum(axis=0)
    assert (0, 1, 4) in aggregate_rows(np.vstack([total, parts]))
    assert (4, 0, 3) in aggregate_rows(np.vstack([parts, total]))


def test_codes_of_provinces_and_prefectures_are_totals():
    assert aggregate_codes(["110000", "320500", "320583", "NA"], ["北京市", "苏州市", "昆山市", "全国"]).tolist() == [
        True, True, False, True,
    ]  # fmt: skip
    with pytest.raises(ShapeMismatch):
        aggregate_codes(["1"], ["a", "b"])
