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
    candidates,
    check_series,
    check_shares,
    check_total,
    diagnose,
    diagnose_coupling,
    diagnose_entropy_weights,
    diagnose_topsis,
    explain,
    find_slips,
    printed,
    reproduce,
    require_series,
    rounding_allowance,
    which_coupling,
    which_entropy_topsis,
    which_entropy_weights,
    which_spread,
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


def test_a_slip_of_the_point_within_a_year_is_reported_and_a_large_growth_is_not():
    # a translation that read 亿 as a billion: 5006.7 after 474.8
    (gap,) = check_series([2021, 2022], [474.806, 5006.7])
    assert (gap.kind, gap.where, gap.factor) == ("unit", "2022", 10.0)
    assert check_series([2021, 2022], [474.806, 3100.0]) == ()
    # ten times as much after ten years is growth
    assert check_series([2010, 2020], [100.0, 1000.0], step=10) == ()
    require_series([2021, 2022], [1.0, 10.0])


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


def _tables(seed):
    """One table of each kind made by a variant drawn at random, with what examines it."""
    rng = np.random.default_rng(seed)
    places, columns = rng.integers(8, 20), rng.integers(3, 6)
    u, composite = rng.uniform(0.05, 0.95, (places, columns)).round(4), rng.uniform(0.1, 0.9, places).round(4)
    x, weights = rng.lognormal(2, 1, (places, columns)).round(2) + 0.01, rng.dirichlet(np.full(columns, 3.0)).round(3)
    benefit = rng.integers(0, 2, columns).astype(bool)
    yield (
        candidates.couplings(composite=True, weights=weights), (u, composite),
        lambda table, digits, given: diagnose_coupling(given[0], table, digits, composite=given[1], weights=weights), rng,
    )  # fmt: skip
    yield (
        candidates.ideals(weights, benefit, columns), (x,),
        lambda table, digits, given: diagnose_topsis(given[0], weights, benefit, table, digits), rng,
    )  # fmt: skip
    yield (
        candidates.entropies(benefit, columns), (x,),
        lambda table, digits, given: diagnose_entropy_weights(given[0], benefit, table, digits), rng,
    )  # fmt: skip


def _drawn(formulas, inputs, rng):
    names = list(formulas)
    while True:
        name = names[rng.integers(len(names))]
        try:
            return name, formulas[name](*inputs)
        except ValueError:
            continue  # a variant that these inputs do not allow makes no table


@pytest.mark.parametrize("seed", range(8))
def test_whichever_variant_made_a_table_is_named(seed):
    for formulas, inputs, examine, rng in _tables(seed):
        name, table = _drawn(formulas, inputs, rng)
        digits = int(rng.integers(2, 5))
        found = examine(table.round(digits), digits, inputs)
        assert found.reproduced
        # few digits may leave several variants standing; the right one is always among them
        assert name in (found.best.name, *found.equals)


@pytest.mark.parametrize("seed", range(8))
def test_a_slip_in_a_printed_cell_is_named_and_nothing_else(seed):
    for formulas, inputs, examine, rng in _tables(100 + seed):
        _, table = _drawn(formulas, inputs, rng)
        printed_table, at = table.round(4), int(rng.integers(table.size))
        printed_table[at] += 0.0417
        assert [gap.where for gap in examine(printed_table, 4, inputs).gaps] == [f"cell {at + 1}"]


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("kind", [0, 1, 2])
def test_a_point_out_of_place_in_an_input_is_named(seed, kind):
    formulas, inputs, examine, rng = list(_tables(200 + seed))[kind]
    name, table = next(iter(formulas)), next(iter(formulas.values()))(*inputs)
    wrong = inputs[0].copy()
    at = tuple(int(rng.integers(size)) for size in wrong.shape)
    wrong[at] /= 10
    found = examine(table.round(4), 4, (wrong, *inputs[1:]))
    assert not found.reproduced
    assert found.explained
    where = f"row {at[0] + 1}, column {at[1] + 1}"
    named = [gap.says for variant, gap in found.slips if variant == name and where in gap.where]
    # a coupling's row stands alone, so that its cell says it too
    assert any("the point is 1 digit off" in says for says in named) or (
        kind == 0 and [gap.where for gap in found.gaps] == [f"cell {at[0] + 1}"]
    )


def test_a_column_in_another_unit_and_rows_exchanged_are_named():
    total = {"sum": lambda x: x.sum(axis=1)}
    table = X.sum(axis=1).round(1)
    thousandth = X * np.array([1, 1000, 1, 1])
    (slip,) = diagnose(table, total, (thousandth,), 1).slips
    assert (slip[1].kind, slip[1].where, slip[1].factor) == ("unit", "input 1, column 2", 0.001)
    swapped = X[[0, 2, 1, *range(3, 9)]]
    both = {"weighted": lambda x: x @ [4.0, 3.0, 2.0, 1.0] * np.arange(1, 10)}
    found = find_slips(both["weighted"], (swapped,), both["weighted"](X).round(1), 1)
    assert [(gap.kind, gap.where) for gap in found] == [("row", "input 1, rows 2 and 3")]


def test_digits_cut_off_instead_of_rounded_are_told():
    ours = np.array([0.12349, 0.45678, 0.89012])
    (gap,) = explain(np.floor(ours * 1e4) / 1e4, ours, 4)
    assert (gap.kind, gap.where) == ("rounding", "every cell")
    assert "cut off" in gap.says


def test_a_table_that_nothing_explains_says_so():
    found = diagnose_coupling(U[:, :2], RNG.uniform(0.1, 0.9, 14).round(4), 4)
    assert not found.explained
    assert str(found).splitlines()[0].startswith("not reproduced; nearest is")
    assert "no single gap explains that" in str(found)


def test_entropy_weights_and_topsis_together_are_told_from_the_scores_alone():
    weights = entropy_weights(X, BENEFIT, normalise="sum")
    published = topsis(X, weights, BENEFIT, normalise="range").round(4)
    best = which_entropy_topsis(X, BENEFIT, published, 4)[0]
    assert best.reproduced
    assert best.name == "weights: sum normalisation, shift 0; scores: range normalisation, weights on values"


@pytest.mark.parametrize("name", list(candidates.spreads()))
def test_the_measure_behind_a_row_of_spreads_is_found(name):
    published = candidates.spreads()[name](X).round(4)
    found = which_spread(X, published, 4)
    assert (found[0].name, found[0].reproduced) == (name, True)
