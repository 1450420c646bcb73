"""Each kind of bad input, refused or reported by name."""

import numpy as np
import pandas as pd
import polars as pl
import pytest

from hongqiao import measure
from hongqiao.errors import (
    AggregateRow,
    AggregateSuspected,
    ConstantIndicator,
    EmptyPlace,
    MissingYears,
    NegativeShare,
    UnitChange,
    UnmatchedWeights,
)
from hongqiao.measure.consistency import refuse_aggregates, require_series

JOBS = np.array([[30.0, 10.0, 5.0], [10.0, 50.0, 8.0], [4.0, 9.0, 70.0]])
META = [
    {"iCode": "rail", "Parent": "link", "Type": "Indicator", "Direction": 1},
    {"iCode": "minutes", "Parent": "link", "Type": "Indicator", "Direction": -1},
    {"iCode": "link", "Parent": None, "Type": "Aggregate", "Direction": 1},
]


@pytest.mark.parametrize("formula", ["location_quotient", "balassa", "locational_gini", "cluster_stars"])
def test_an_empty_place_is_refused_by_its_row(formula):
    with pytest.raises(EmptyPlace, match=r"rows \[1\]"):
        getattr(measure, formula)([[1.0, 2.0], [0.0, 0.0], [3.0, 4.0]])


@pytest.mark.parametrize("formula", ["isomorphism", "krugman"])
def test_an_empty_place_of_a_pair_is_refused(formula):
    with pytest.raises(EmptyPlace, match="second place"):
        getattr(measure, formula)([1.0, 2.0], [0.0, 0.0])


def test_a_constant_indicator_is_refused_by_its_column():
    table, both = [[1.0, 5.0], [2.0, 5.0], [3.0, 5.0]], [True, True]
    with pytest.raises(ConstantIndicator, match=r"\[1\]"):
        measure.entropy_weights(table, both)
    with pytest.raises(ConstantIndicator, match=r"\[1\]"):
        measure.topsis(table, [1, 1], both, normalise="range")
    data = {"uCode": list("abcd"), "rail": [1.0, 2.0, 3.0, 4.0], "minutes": [7.0] * 4}
    with pytest.raises(ConstantIndicator, match="minutes"):
        measure.Composite(data, META).run(draws=10)


@pytest.mark.parametrize("formula", ["location_quotient", "balassa", "locational_gini"])
def test_negative_values_are_refused_where_shares_are_needed(formula):
    with pytest.raises(NegativeShare, match=r"\[\[0, 1\]\]"):
        getattr(measure, formula)([[1.0, -2.0], [3.0, 4.0]])
    with pytest.raises(NegativeShare):
        measure.krugman([1.0, -2.0], [3.0, 4.0])


def test_unmatched_weights_are_named():
    data = {"uCode": list("abcd"), "rail": [4.0, 2.0, 1.0, 3.0], "minutes": [17.0, 40.0, 30.0, 20.0]}
    with pytest.raises(UnmatchedWeights, match="trains"):
        measure.Composite(data, META, weights={"trains": 2.0})
    frame = pl.DataFrame(JOBS, schema=["farms", "shops", "ports"])
    with pytest.raises(UnmatchedWeights, match="none for ports; no column port"):
        measure.topsis(frame, {"farms": 1, "shops": 2, "port": 3}, [True, True, True])
    with pytest.raises(UnmatchedWeights, match="3 columns"):
        measure.topsis(JOBS, [1.0, 2.0], [True, True, True])
    with pytest.raises(UnmatchedWeights, match="no names"):
        measure.topsis(JOBS, {"farms": 1, "shops": 2, "ports": 3}, [True, True, True])


@pytest.mark.parametrize("kind", [pd.DataFrame, pl.DataFrame])
def test_named_weights_find_their_columns_in_any_order(kind):
    frame = kind(dict(zip(["farms", "shops", "ports"], JOBS.T, strict=True)))
    benefit = {"ports": False, "farms": True, "shops": True}
    found = measure.topsis(frame, {"ports": 3, "farms": 1, "shops": 2}, benefit)
    np.testing.assert_allclose(found, measure.topsis(JOBS, [1, 2, 3], [True, True, False]))
    weights = measure.entropy_weights(frame, benefit)
    np.testing.assert_allclose(weights, measure.entropy_weights(JOBS, [True, True, False]))
    shares = measure.coupling_coordination(kind(dict(zip("abc", JOBS.T / 100, strict=True))), {"c": 3, "a": 1, "b": 2})
    np.testing.assert_allclose(shares, measure.coupling_coordination(JOBS / 100, [1, 2, 3]))


def test_a_pandas_series_of_weights_goes_by_its_names():
    frame = pd.DataFrame(JOBS, columns=["farms", "shops", "ports"])
    turned = pd.Series({"ports": 3.0, "shops": 2.0, "farms": 1.0})
    up = [True, True, True]
    np.testing.assert_allclose(measure.topsis(frame, turned, up), measure.topsis(JOBS, [1, 2, 3], up))


def test_missing_years_and_a_change_of_unit_are_refused_by_the_year():
    with pytest.raises(MissingYears, match="2013"):
        require_series([2012, 2014], [1.0, 2.0])
    with pytest.raises(UnitChange, match="2013"):
        require_series([2011, 2012, 2013], [4.0e9, 4.4e9, 4.8e9], ["CNY", "CNY", "USD"])
    with pytest.raises(UnitChange, match="2012 to 2013"):
        require_series([2011, 2012, 2013], [400.0, 430.0, 4.7e6])


def test_a_panel_without_a_row_for_a_year_says_whose_it_is():
    data = {
        "uCode": ["a", "b", "c", "d", "a", "b", "c"], "Time": [2019] * 4 + [2020] * 3,
        "rail": [1.0, 2.0, 4.0, 3.0, 2.0, 3.0, 6.0], "minutes": [40.0, 30.0, 17.0, 20.0, 38.0, 29.0, 17.0],
    }  # fmt: skip
    assert "no row for d in 2020" in measure.Composite(data, META).run(draws=10).notes


def test_totals_among_their_parts_are_refused_by_code_and_warned_of_by_sum():
    with pytest.raises(AggregateRow, match="320500"):
        refuse_aggregates(["320500", "320583"], ["苏州市", "昆山市"])
    for formula in (measure.location_quotient, measure.balassa):
        with pytest.warns(AggregateSuspected, match=r"row \[3\]"):
            formula(np.vstack([JOBS, JOBS.sum(axis=0)]))


@pytest.mark.parametrize(
    "make", [np.asarray, pd.DataFrame, lambda x: pl.DataFrame(x.tolist(), orient="row"), lambda x: x.tolist()]
)
def test_arrays_frames_and_lists_give_the_same(make):
    there = measure.balassa(make(JOBS))
    assert there.dtype == np.bool_
    np.testing.assert_array_equal(there, measure.balassa(JOBS))
    np.testing.assert_array_equal(measure.location_quotient(make(JOBS)), measure.location_quotient(JOBS))
    for ours, theirs in zip(measure.fitness(make(JOBS)), measure.fitness(there), strict=True):
        np.testing.assert_array_equal(ours, theirs)
    both = [True, True, False]
    np.testing.assert_array_equal(measure.topsis(make(JOBS), [1, 2, 3], both), measure.topsis(JOBS, [1, 2, 3], both))
