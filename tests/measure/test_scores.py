"""Coupling, TOPSIS and weights from data: variants, invariances, references, refusals."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from hongqiao.errors import ConstantIndicator, InapplicableOption, TooFewPoints, UnknownVariant, UnmatchedWeights
from hongqiao.measure import (
    coordination_level,
    coupling_coordination,
    critic_weights,
    entropy_weights,
    topsis,
    variation_weights,
)
from hongqiao.measure.coupling import COUPLINGS, LEVELS, coupling, development

scores = arrays(np.float64, st.tuples(st.integers(1, 6), st.integers(2, 6)), elements=st.floats(0.01, 1.0))
values = arrays(np.float64, st.tuples(st.integers(3, 7), st.integers(2, 5)), elements=st.integers(1, 10_000).map(float))


def _varied(x):
    assume((np.ptp(x, axis=0) > 0).all())
    return x


@pytest.mark.parametrize("variant", COUPLINGS)
@settings(max_examples=40, deadline=None)
@given(u=scores, data=st.data())
def test_coupling_does_not_depend_on_the_order_of_subsystems(variant, u, data):
    order = list(data.draw(st.permutations(range(u.shape[1]))))
    np.testing.assert_allclose(coupling(u[:, order], variant), coupling(u, variant), atol=1e-9)


@pytest.mark.parametrize("variant", ["geometric", "product", "squared", "dispersion"])
@settings(max_examples=40, deadline=None)
@given(u=scores, factor=st.floats(0.05, 1))
def test_coupling_is_free_of_scale_where_it_claims_so(variant, u, factor):
    np.testing.assert_allclose(coupling(u * factor, variant), coupling(u, variant), atol=1e-7)


@pytest.mark.parametrize("variant", ["geometric", "product", "squared", "dispersion", "wang"])
@settings(max_examples=40, deadline=None)
@given(level=st.floats(0.01, 1), n=st.integers(2, 6))
def test_equal_subsystems_are_fully_coupled(variant, level, n):
    np.testing.assert_allclose(coupling(np.full((1, n), level), variant), 1.0, atol=1e-6)


@settings(max_examples=40, deadline=None)
@given(u=scores)
def test_subsystems_counted_twice_leave_the_usual_coordination(u):
    np.testing.assert_allclose(coupling_coordination(np.hstack([u, u])), coupling_coordination(u), rtol=1e-9)


@settings(max_examples=40, deadline=None)
@given(u=scores)
def test_coordination_lies_between_zero_and_one_and_below_the_root_of_development(u):
    d = coupling_coordination(u)
    assert ((d >= 0) & (d <= 1)).all()
    assert (d <= np.sqrt(development(u)) + 1e-12).all()


@settings(max_examples=40, deadline=None)
@given(u=scores)
def test_coordination_is_the_formula_written_out(u):
    n = u.shape[1]
    plain = [np.sqrt(np.prod(row) ** (1 / n) / np.mean(row) * np.mean(row)) for row in u]
    np.testing.assert_allclose(coupling_coordination(u), plain, rtol=1e-9)


def test_a_composite_score_stands_in_for_the_mean():
    u = np.array([[0.2, 0.8], [0.5, 0.4]])
    np.testing.assert_allclose(coupling_coordination(u, composite=[0.3, 0.6]), np.sqrt(coupling(u) * [0.3, 0.6]))
    np.testing.assert_allclose(coupling_coordination(u, weights=[3, 1]), np.sqrt(coupling(u) * (u @ [0.75, 0.25])))


def test_each_tenth_has_its_name_in_three_languages():
    assert [coordination_level(end - 0.05, "zh") for end, _ in LEVELS] == [names[2] for _, names in LEVELS]
    assert coordination_level(1.0, "de") == "sehr gute Abstimmung"


def test_scores_outside_the_domain_of_coupling_are_refused():
    with pytest.raises(InapplicableOption, match=r"\[\[0, 1\]\]"):
        coupling_coordination([[0.5, 0.0]])
    with pytest.raises(TooFewPoints):
        coupling_coordination([[0.5]])
    with pytest.raises(UnknownVariant, match="geometric"):
        coupling([[0.5, 0.5]], "triangular")
    with pytest.raises(InapplicableOption, match="not both"):
        coupling_coordination([[0.5, 0.5]], weights=[1, 1], composite=[0.5])
    with pytest.raises(UnmatchedWeights):
        coupling_coordination([[0.5, 0.5]], weights=[1, 1, 1])


def plain_topsis(x, weights, benefit):
    rows, columns = x.shape
    v = [
        [weights[j] * x[i][j] / sum(x[k][j] ** 2 for k in range(rows)) ** 0.5 for j in range(columns)]
        for i in range(rows)
    ]
    best = [(max if benefit[j] else min)(v[i][j] for i in range(rows)) for j in range(columns)]
    worst = [(min if benefit[j] else max)(v[i][j] for i in range(rows)) for j in range(columns)]
    to = [
        [sum((v[i][j] - ideal[j]) ** 2 for j in range(columns)) ** 0.5 for ideal in (best, worst)] for i in range(rows)
    ]
    return [w / (b + w) for b, w in to]


@settings(max_examples=40, deadline=None)
@given(x=values, data=st.data())
def test_topsis_is_the_method_of_hwang_and_yoon_written_out(x, data):
    _varied(x)
    weights = data.draw(arrays(np.float64, x.shape[1], elements=st.floats(0.1, 5)))
    benefit = np.array(data.draw(st.lists(st.booleans(), min_size=x.shape[1], max_size=x.shape[1])))
    np.testing.assert_allclose(
        topsis(x, weights, benefit), plain_topsis(x, weights / weights.sum(), benefit), atol=1e-9
    )


@settings(max_examples=40, deadline=None)
@given(x=values, factor=st.floats(0.01, 100), data=st.data())
def test_topsis_is_free_of_units_weights_scale_and_order(x, factor, data):
    _varied(x)
    benefit = np.array(data.draw(st.lists(st.booleans(), min_size=x.shape[1], max_size=x.shape[1])))
    rows = list(data.draw(st.permutations(range(x.shape[0]))))
    columns = list(data.draw(st.permutations(range(x.shape[1]))))
    weights = np.arange(1.0, x.shape[1] + 1)
    first = topsis(x, weights, benefit)
    units = x.copy()
    units[:, 0] *= factor
    np.testing.assert_allclose(topsis(units, weights * factor, benefit), first, atol=1e-9)
    np.testing.assert_allclose(
        topsis(x[np.ix_(rows, columns)], weights[columns], benefit[columns]), first[rows], atol=1e-9
    )
    np.testing.assert_allclose(topsis(x, weights, ~benefit), 1 - first, atol=1e-9)


@pytest.mark.parametrize("weigh", ["values", "distance"])
@pytest.mark.parametrize("normalise", ["vector", "range", "sum", "maximum", "none"])
def test_the_best_in_everything_scores_one_and_the_worst_zero(normalise, weigh):
    x = np.array([[9.0, 1.0], [5.0, 2.0], [1.0, 3.0]])
    found = topsis(x, [0.5, 0.5], [True, False], normalise=normalise, weigh=weigh)
    assert found[0] == pytest.approx(1)
    assert found[2] == pytest.approx(0)


def plain_entropy_weights(x, benefit):
    z = (x - x.min(axis=0)) / np.ptp(x, axis=0)
    z = np.where(benefit, z, 1 - z)
    p = z / z.sum(axis=0)
    e = [-sum(v * np.log(v) for v in column if v > 0) / np.log(len(x)) for column in p.T]
    d = 1 - np.array(e)
    return d / d.sum()


@settings(max_examples=40, deadline=None)
@given(x=values, data=st.data())
def test_entropy_weights_are_the_formula_written_out(x, data):
    _varied(x)
    benefit = np.array(data.draw(st.lists(st.booleans(), min_size=x.shape[1], max_size=x.shape[1])))
    np.testing.assert_allclose(entropy_weights(x, benefit), plain_entropy_weights(x, benefit), atol=1e-9)


@settings(max_examples=40, deadline=None)
@given(x=values, factor=st.floats(0.01, 100), shift=st.floats(-50, 50))
def test_entropy_weights_are_free_of_units_and_order_and_turn_with_direction(x, factor, shift):
    _varied(x)
    upward = np.ones(x.shape[1], dtype=bool)
    first = entropy_weights(x, upward)
    np.testing.assert_allclose(entropy_weights(x * factor + shift, upward), first, atol=1e-6)
    np.testing.assert_allclose(entropy_weights(x[::-1, ::-1], upward), first[::-1], atol=1e-9)
    np.testing.assert_allclose(entropy_weights(-x, ~upward), first, atol=1e-9)
    assert first.sum() == pytest.approx(1)


@settings(max_examples=40, deadline=None)
@given(x=values)
def test_an_indicator_counted_twice_shares_its_weight(x):
    _varied(x)
    upward = np.ones(x.shape[1] + 1, dtype=bool)
    twice = entropy_weights(np.hstack([x, x[:, :1]]), upward)
    assert twice[0] == pytest.approx(twice[-1])


@settings(max_examples=40, deadline=None)
@given(x=values, factor=st.floats(0.01, 100))
def test_other_weights_from_data_are_free_of_units(x, factor):
    _varied(x)
    upward = np.ones(x.shape[1], dtype=bool)
    assume(np.abs(np.corrcoef(x, rowvar=False) - np.eye(x.shape[1])).max() < 0.999)
    np.testing.assert_allclose(variation_weights(x * factor), variation_weights(x), rtol=1e-9)
    np.testing.assert_allclose(critic_weights(x * factor, upward), critic_weights(x, upward), rtol=1e-6)


def test_a_constant_indicator_is_refused_by_its_column():
    x = [[1.0, 5.0], [2.0, 5.0], [3.0, 5.0]]
    with pytest.raises(ConstantIndicator, match=r"columns \[1\]"):
        entropy_weights(x, [True, True])
    with pytest.raises(ConstantIndicator):
        topsis([[1.0], [1.0]], [1.0], [True])


def test_weights_and_directions_must_match_the_columns():
    x = [[1.0, 5.0], [2.0, 4.0]]
    with pytest.raises(UnmatchedWeights, match="2 columns"):
        topsis(x, [1.0], [True, True])
    with pytest.raises(UnmatchedWeights, match="directions"):
        topsis(x, [1.0, 1.0], [True])
    with pytest.raises(UnmatchedWeights, match="negative"):
        topsis(x, [1.0, -1.0], [True, True])


def test_a_normalisation_that_cannot_take_the_values_is_refused():
    with pytest.raises(InapplicableOption, match="above zero where less is better"):
        entropy_weights([[0.0, 1.0], [2.0, 3.0]], [False, True], normalise="sum")
