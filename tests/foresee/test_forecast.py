import datetime as dt

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hongqiao.errors import BadPeriod, UnitMismatch
from hongqiao.foresee import chance, growth_bootstrap
from hongqiao.ground.basis import Assumption, Column
from hongqiao.ground.figure import Figure
from hongqiao.ground.period import Period

STATED = Assumption("tests", "an example")
TODAY = dt.date(2022, 6, 1)


def of(year, value, comparator="=", high=None, unit="CNY"):
    return Figure(value, unit, Column("f" * 64, "gdp", str(year)), comparator, high, Period.parse(str(year)))


def goal(value, comparator=">=", deadline="2025", unit="CNY"):
    return Figure(value, unit, STATED, comparator, period=Period.parse(deadline, by=True))


SERIES = [of(2016, 100.0), of(2017, 107.0), of(2018, 113.0), of(2019, 121.0), of(2020, 124.0), of(2021, 135.0)]


def test_a_target_within_reach_and_one_out_of_reach():
    near, far = chance(goal(150.0), SERIES, TODAY), chance(goal(400.0), SERIES, TODAY)
    assert near.probability > 0.9
    assert far.probability < 0.02
    low, high = near.interval
    assert low < near.median < high
    assert "6 values from 2016 to 2021, 4.0 years ahead" in near.reason


def test_the_answer_rests_on_the_target_and_every_observation():
    figure = chance(goal(150.0), SERIES, TODAY).figure()
    assert figure.roots() == [STATED, *(item.basis for item in SERIES)]
    assert (figure.unit, figure.comparator) == ("%", "~")


def test_the_same_question_has_the_same_answer():
    assert chance(goal(160.0), SERIES, TODAY, seed=3) == chance(goal(160.0), SERIES, TODAY, seed=3)


@pytest.mark.parametrize(
    ("target", "observations", "as_of", "reason"),
    [
        (Figure(150.0, "CNY", STATED, ">="), SERIES, TODAY, "names no deadline"),
        (goal(150.0, "<="), SERIES, TODAY, "states no floor"),
        (goal(150.0), SERIES[:3], TODAY, "3 dated values, at least 4"),
        (goal(150.0), [], TODAY, "0 dated values"),
        (
            goal(150.0),
            [of(y, v, ">") for y, v in ((2018, 1.0), (2019, 2.0), (2020, 3.0), (2021, 4.0))],
            TODAY,
            "0 dated values",
        ),
        (goal(150.0), [*SERIES, of(2015, 0.0)], TODAY, "no rate of growth"),
        (goal(150.0), SERIES, dt.date(2026, 1, 1), "deadline passed on 2025-12-31, and no figure"),
    ],
)
def test_what_nobody_can_say_is_said(target, observations, as_of, reason):
    found = chance(target, observations, as_of)
    assert (found.probability, found.interval, found.figure()) == (None, None, None)
    assert reason in found.reason


@pytest.mark.parametrize(
    ("target", "evidence", "probability", "word"),
    [
        (goal(150.0), of(2025, 151.0), 1.0, "reached"),
        (goal(150.0), of(2025, 149.0), 0.0, "missed"),
        (goal(150.0), of(2025, 150.0, ">"), 1.0, "reached"),
        (goal(150.0, ">"), of(2025, 150.0), 0.0, "missed"),
        (goal(150.0), of(2025, 150.0, "<"), 0.0, "missed"),
        (goal(150.0, "<="), of(2025, 151.0), 0.0, "missed"),
        (goal(150.0), of(2025, 140.0, "range", 145.0), 0.0, "missed"),
    ],
)
def test_after_the_deadline_the_figure_of_the_deadline_decides(target, evidence, probability, word):
    found = chance(target, [*SERIES, evidence], dt.date(2026, 3, 1))
    assert (found.probability, found.interval) == (probability, None)
    assert word in found.reason


def test_a_bound_that_leaves_it_open_does_not_decide():
    found = chance(goal(150.0), [*SERIES, of(2025, 140.0, ">")], dt.date(2026, 3, 1))
    assert (found.probability, "deadline passed" in found.reason) == (None, True)


def test_what_was_not_known_on_the_day_and_what_is_only_a_bound_is_left_out_by_name():
    found = chance(goal(150.0), [*SERIES, of(2023, 160.0), of(2015, 90.0, ">")], TODAY)
    assert found.left_out == ("2023: after 2022-06-01, not known then", "2015: a bound (> 90) is not a value")
    assert found.probability == chance(goal(150.0), SERIES, TODAY).probability


def test_units_convert_but_money_does_not():
    minutes = [of(y, v, unit="min") for y, v in ((2018, 60.0), (2019, 66.0), (2020, 70.0), (2021, 78.0))]
    assert chance(goal(1.5, unit="h"), minutes, TODAY).interval[1] < 3
    with pytest.raises(UnitMismatch):
        chance(goal(150.0, unit="EUR"), SERIES, TODAY)
    with pytest.raises(BadPeriod, match="has no period"):
        chance(goal(150.0), [Figure(1.0, "CNY", STATED)], TODAY)


@pytest.mark.parametrize("method", ["drift", "naive"])
def test_the_simple_baselines_answer_too(method):
    found = chance(goal(160.0), SERIES, TODAY, method=method)
    assert 0 < found.probability < 1
    assert found.interval[0] < found.median < found.interval[1]


@given(st.lists(st.floats(-0.2, 0.3), min_size=3, max_size=15), st.floats(0.1, 1000), st.integers(1, 8))
@settings(max_examples=30, deadline=None)
def test_the_forecast_does_not_depend_on_the_unit_of_measurement(growth, scale, years):
    values = 50 * np.exp(np.cumsum([0.0, *growth]))
    when = list(range(len(values)))
    ends = growth_bootstrap(when, values, years, draws=200)
    np.testing.assert_allclose(growth_bootstrap(when, values * scale, years, draws=200), ends * scale, rtol=1e-9)


def test_a_series_that_grows_evenly_is_carried_on_evenly():
    ends = growth_bootstrap([2018, 2019, 2020, 2021], [100.0, 110.0, 121.0, 133.1], 2.0)
    np.testing.assert_allclose(ends, 133.1 * 1.21, rtol=1e-9)


def yearly(folder):
    """Exports, imports and internal trade of each country by year, 1986 to 2006."""
    pandas = pytest.importorskip("pandas")
    data = pandas.read_stata(folder / "measure" / "agtpa" / "Chapter2Application1.dta")
    abroad = data[data.exporter != data.importer]
    tables = (
        abroad.groupby(["exporter", "year"]).trade.sum(),
        abroad.groupby(["importer", "year"]).trade.sum(),
        data[data.exporter == data.importer].groupby(["exporter", "year"]).trade.sum(),
        data.groupby(["exporter", "year"]).trade.sum(),
    )
    rows = [row for table in tables for row in table.unstack().to_numpy(float)]
    return [row for row in rows if np.isfinite(row).all() and (row > 0).all()]


def test_eighty_per_cent_intervals_hold_about_eighty_per_cent_of_what_came(shared_data):
    series = yearly(shared_data)
    held = []
    for row in series:
        for known in (6, 9, 12, 15):
            for ahead in (1, 2, 3, 5):
                if known + ahead <= len(row):
                    ends = growth_bootstrap(range(known), row[:known], float(ahead), draws=600, seed=known)
                    low, high = np.quantile(ends, [0.1, 0.9])
                    held.append((known, ahead, low <= row[known + ahead - 1] <= high))
    frame = pl.DataFrame(held, schema=["known", "ahead", "inside"], orient="row")
    assert 0.76 <= frame["inside"].mean() <= 0.84
    by_horizon = frame.group_by("ahead").agg(pl.col("inside").mean())["inside"]
    assert by_horizon.min() >= 0.70
    assert by_horizon.max() <= 0.90
