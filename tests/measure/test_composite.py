"""Composites: a published index, uncertainty, opening down, and options that cannot apply."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from hongqiao.errors import (
    BrokenHierarchy,
    ConstantIndicator,
    InapplicableOption,
    MissingValue,
    UnknownVariant,
    UnmatchedWeights,
)
from hongqiao.ground.basis import Column
from hongqiao.measure import Composite, Recipe, reweighted
from hongqiao.measure.composite import ranks
from hongqiao.measure.composite.combination import combine, combine_many
from hongqiao.measure.composite.outlier import kurtosis, skewness, treat
from hongqiao.measure.composite.scaling import normalise

META = [
    {"iCode": "rail", "Parent": "link", "Type": "Indicator", "Direction": 1, "Weight": 2.0},
    {"iCode": "minutes", "Parent": "link", "Type": "Indicator", "Direction": -1, "Weight": 1.0},
    {"iCode": "jobs", "Parent": "work", "Type": "Indicator", "Direction": 1, "Weight": 1.0},
    {"iCode": "link", "Parent": "all", "Type": "Aggregate", "Direction": 1, "Weight": 1.0},
    {"iCode": "work", "Parent": "all", "Type": "Aggregate", "Direction": 1, "Weight": 3.0},
    {"iCode": "all", "Parent": None, "Type": "Aggregate", "Direction": 1, "Weight": 1.0},
]
DATA = {
    "uCode": ["a", "b", "c", "d", "e"],
    "rail": [4.0, 2.0, 1.0, 3.0, 2.5],
    "minutes": [17.0, 40.0, 30.0, 20.0, 25.0],
    "jobs": [5.0, 6.0, 9.0, 7.0, 8.0],
}
PLAIN = Recipe(treat="none")


def composite(data=DATA, meta=META, **choices):
    return Composite(data, meta, recipe=PLAIN, **choices)


@pytest.fixture(scope="module")
def asem(shared_data):
    folder = shared_data / "measure" / "coinr_asem"
    return Composite(folder / "ASEM_iData.csv", folder / "ASEM_iMeta.csv").run(), pl.read_csv(
        folder / "asem_results_reproduced.csv"
    )


def test_every_country_and_pillar_of_the_asem_index_is_as_published(asem):
    found, published = asem
    both = published.join(found.scores, on="uCode", suffix="_ours")
    assert both.height == 51
    for code in published.columns[1:]:
        # the table is kept to four decimals: half of the last one is the most that may lie between
        assert (both[code] - both[f"{code}_ours"]).abs().max() <= 0.5001e-4


def test_a_score_opens_down_to_its_columns(asem):
    found, _ = asem
    physical = found.open("CHE", "Physical")
    assert round(physical.score, 2) == 63.41
    assert physical.score == pytest.approx(sum(part.weight * part.score for part in physical.parts))
    flights = physical.parts[1]
    assert (flights.column, flights.denominator, flights.treatment) == ("Flights", "Population", "winsorised")
    roots = found.figure("CHE", "Physical").roots()
    assert all(isinstance(root, Column) for root in roots)
    assert {root.column for root in roots} >= {"LPI", "Flights", "Population"}


def test_what_was_filled_and_pulled_in_is_reported(asem):
    found, _ = asem
    assert found.notes[0].startswith("imputed 65 values with group-mean by EurAsia_group")
    assert "winsorised" in found.notes[1]


def test_intervals_hold_every_rank_and_say_what_was_varied(asem):
    found, _ = asem
    interval = found.intervals
    assert (interval["rank_low"] <= interval["rank_median"]).all()
    assert (interval["rank_median"] <= interval["rank_high"]).all()
    assert found.uncertainty.methods[0] == "as chosen"
    assert len(found.uncertainty.methods) + len(found.uncertainty.left_out) == 4


def test_the_same_seed_gives_the_same_intervals():
    first, second, other = (composite().run(draws=50, seed=seed).intervals for seed in (1, 1, 2))
    assert first.equals(second)
    assert first.columns == other.columns


def test_scores_are_weighted_means_of_what_is_beneath():
    found = composite().run(draws=10).scores
    rail = (np.array(DATA["rail"]) - 1) / 3 * 100
    minutes = (40 - np.array(DATA["minutes"])) / 23 * 100
    jobs = (np.array(DATA["jobs"]) - 5) / 4 * 100
    link = (2 * rail + minutes) / 3
    np.testing.assert_allclose(found["link"], link)
    np.testing.assert_allclose(found["all"], (link + 3 * jobs) / 4)


def test_polars_pandas_and_files_give_the_same(tmp_path):
    import pandas as pd

    pl.DataFrame(DATA).write_csv(tmp_path / "data.csv")
    pl.DataFrame(META).write_csv(tmp_path / "meta.csv")
    results = [
        composite().run(draws=5).scores,
        composite(pl.DataFrame(DATA), pl.DataFrame(META)).run(draws=5).scores,
        composite(pd.DataFrame(DATA), pd.DataFrame(META)).run(draws=5).scores,
        composite(tmp_path / "data.csv", str(tmp_path / "meta.csv")).run(draws=5).scores,
    ]
    for one in results[1:]:
        np.testing.assert_allclose(one.drop("uCode").to_numpy(), results[0].drop("uCode").to_numpy(), rtol=1e-12)


@settings(max_examples=25, deadline=None)
@given(factor=st.floats(0.01, 100), shift=st.floats(-100, 100), data=st.data())
def test_a_composite_is_free_of_units_and_the_order_of_places(factor, shift, data):
    order = list(data.draw(st.permutations(range(5))))
    first = composite().run(draws=4).scores
    moved = {key: [values[i] for i in order] for key, values in DATA.items()}
    moved["rail"] = [value * factor + shift for value in moved["rail"]]
    second = composite(moved).run(draws=4).scores
    np.testing.assert_allclose(second["all"].to_numpy(), first["all"].to_numpy()[order], atol=1e-6)


def test_turning_an_indicator_and_its_direction_changes_nothing():
    turned = DATA | {"minutes": [-value for value in DATA["minutes"]]}
    meta = [row | ({"Direction": 1} if row["iCode"] == "minutes" else {}) for row in META]
    np.testing.assert_allclose(
        composite(turned, meta).run(draws=4).scores["all"], composite().run(draws=4).scores["all"], atol=1e-9
    )


def test_an_indicator_split_into_two_halves_of_its_weight_changes_nothing():
    meta = [row | ({"Weight": 1.0} if row["iCode"] == "rail" else {}) for row in META]
    meta.insert(1, meta[0] | {"iCode": "rail again"})
    twice = DATA | {"rail again": DATA["rail"]}
    np.testing.assert_allclose(
        composite(twice, meta).run(draws=4).scores["all"], composite().run(draws=4).scores["all"], atol=1e-9
    )


def test_goalposts_make_years_comparable():
    panel = {
        "uCode": ["a", "b", "a", "b"], "Time": [2010, 2010, 2020, 2020],
        "rail": [1.0, 2.0, 3.0, 5.0], "minutes": [40.0, 30.0, 20.0, 17.0], "jobs": [1.0, 2.0, 3.0, 4.0],
    }  # fmt: skip
    goalposts = {"rail": (0.0, 10.0), "minutes": (60.0, 10.0), "jobs": (0.0, 4.0)}
    whole = composite(panel, goalposts=goalposts).run(draws=10)
    late = {key: values[2:] for key, values in panel.items()}
    alone = composite(late, goalposts=goalposts).run(draws=10)
    np.testing.assert_allclose(whole.scores["all"].to_numpy()[2:], alone.scores["all"].to_numpy())
    assert whole.ranks["all"].to_list() == [2, 1, 2, 1]
    assert whole.open("a|2020", "rail").score == pytest.approx(30.0)


def test_a_unit_without_a_year_is_named():
    panel = {
        "uCode": ["a", "b", "c", "a", "c"], "Time": [2010, 2010, 2010, 2020, 2020],
        "rail": [1.0, 2.0, 3.0, 5.0, 4.0], "minutes": [40.0, 30.0, 20.0, 17.0, 18.0], "jobs": [1.0, 2.0, 3.0, 4.0, 2.0],
    }  # fmt: skip
    assert composite(panel).run(draws=4).notes == ("no row for b in 2020",)


@pytest.mark.parametrize("method", ["arithmetic", "geometric", "harmonic", "topsis"])
def test_every_mean_lies_between_its_parts_and_grows_with_them(method):
    table, share = np.array([[10.0, 90.0], [20.0, 90.0], [10.0, 95.0]]), np.array([0.5, 0.5])
    found = combine(table, share, method)
    assert found[1] > found[0]
    if method != "topsis":
        assert ((found > table.min(axis=1)) & (found < table.max(axis=1))).all()


def test_less_compensation_gives_lower_scores():
    found = [
        combine(np.array([[10.0, 90.0]]), np.array([0.5, 0.5]), m)[0] for m in ("arithmetic", "geometric", "harmonic")
    ]
    assert found == sorted(found, reverse=True)


@settings(max_examples=40, deadline=None)
@given(
    table=arrays(np.float64, (6, 4), elements=st.floats(1, 100)),
    weights=arrays(np.float64, (5, 4), elements=st.floats(0.01, 1)),
)
@pytest.mark.parametrize("method", ["arithmetic", "geometric", "harmonic"])
def test_many_weightings_at_once_equal_one_after_the_other(method, table, weights):
    share = weights / weights.sum(axis=1, keepdims=True)
    together = combine_many(table, share, method)
    np.testing.assert_allclose(together, [combine(table, one, method) for one in share], rtol=1e-9)


@settings(max_examples=40, deadline=None)
@given(scores=arrays(np.float64, (3, 6), elements=st.integers(0, 4).map(float)))
def test_ranks_count_the_better_ones(scores):
    plain = [[1 + sum(other > one for other in row) for one in row] for row in scores]
    assert ranks(scores).tolist() == plain


def test_weights_that_do_not_sum_to_one_are_refused():
    with pytest.raises(UnmatchedWeights):
        reweighted(np.ones((2, 2)), np.array([[0.5, 0.6]]))


def test_a_few_outliers_are_pulled_in_and_many_give_way_to_logarithms():
    few = np.array([1.0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 1000])
    pulled = treat(few)
    assert (pulled.method, pulled.points, pulled.values.max()) == ("winsorised", 1, 11.0)
    many = np.exp(np.linspace(0, 20, 30) ** 1.2)
    assert treat(many, most=1).method == "logarithm"
    assert treat(np.arange(12.0)).method == "untouched"


def test_skewness_and_kurtosis_are_those_of_scipy():
    from scipy import stats

    x = np.array([1.0, 2, 2, 3, 5, 9, 14])
    assert skewness(x) == pytest.approx(stats.skew(x, bias=False))
    assert kurtosis(x) == pytest.approx(stats.kurtosis(x, bias=False))


@pytest.mark.parametrize("method", ["range", "zscore", "rank", "percentile"])
def test_every_normalisation_turns_with_direction(method):
    x = np.array([3.0, 1.0, 2.0, 9.0])
    np.testing.assert_allclose(normalise(-x, -1, method), normalise(x, 1, method))


def test_entropy_weighting_and_equal_weighting_are_choices():
    table = DATA | {"rail": [4.0, 1.0, 1.0, 1.0, 1.1]}
    equal = composite(table, weight="equal").run(draws=4)
    by_entropy = composite(table, weight="entropy").run(draws=4)
    assert [part.weight for part in equal.open("a", "link").parts] == [0.5, 0.5]
    assert by_entropy.open("a", "link").parts[0].weight > 0.5


def test_options_that_cannot_apply_are_refused_by_name():
    with pytest.raises(InapplicableOption, match="geometric mean needs scores above zero"):
        composite(aggregate="geometric").run()
    with pytest.raises(InapplicableOption, match="goalposts belong to"):
        composite(normalise="zscore", goalposts={"rail": (0.0, 1.0)})
    with pytest.raises(InapplicableOption, match="unknown indicators: bus"):
        composite(goalposts={"bus": (0.0, 1.0)}).run()
    with pytest.raises(UnknownVariant, match="winsorise, none"):
        composite(treat="trim")
    with pytest.raises(InapplicableOption, match="no group column"):
        composite(DATA | {"rail": [None, 2.0, 1.0, 3.0, 2.5]}, impute="group-mean").run()


def test_gaps_are_refused_unless_an_imputation_is_chosen():
    gappy = DATA | {"rail": [None, 2.0, 1.0, 3.0, 2.5]}
    with pytest.raises(MissingValue, match=r"rail: missing in rows \[0\]"):
        composite(gappy).run()
    assert composite(gappy, impute="median").run(draws=4).open("a", "rail").imputed


def test_a_constant_indicator_is_refused_by_its_code():
    with pytest.raises(ConstantIndicator, match="rail"):
        composite(DATA | {"rail": [1.0] * 5}).run()


def test_weights_for_unknown_codes_are_refused_by_name():
    with pytest.raises(UnmatchedWeights, match="bus"):
        composite(weights={"bus": 1.0})


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"iCode": "rail", "Parent": "nowhere"}, "rail"),
        ({"iCode": "link", "Parent": "link"}, "link"),
        ({"iCode": "all", "Parent": "link"}, "without a parent"),
        ({"iCode": "rail", "Direction": 2}, "direction is 1"),
        ({"iCode": "rail", "Type": "Thing"}, "types are"),
    ],
)
def test_a_broken_tree_is_refused_by_code(change, says):
    meta = [row | (change if row["iCode"] == change["iCode"] else {}) for row in META]
    with pytest.raises(BrokenHierarchy, match=says):
        composite(meta=meta)


def test_a_column_that_the_metadata_names_must_be_there():
    with pytest.raises(BrokenHierarchy, match="jobs"):
        composite({key: value for key, value in DATA.items() if key != "jobs"}).run()


def test_a_row_that_stands_twice_is_refused():
    with pytest.raises(BrokenHierarchy, match="more than once: a"):
        composite(DATA | {"uCode": ["a", "a", "c", "d", "e"]})
