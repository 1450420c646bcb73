"""Convergence, inequality, markets and linkage: references, invariances, refusals."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from hongqiao.errors import EmptyPlace, InapplicableOption, MissingYears, ShapeMismatch, TooFewPoints
from hongqiao.measure import beta, border_effect, gravity_linkage, segmentation, sigma, theil, theil_parts

positive = st.integers(1, 10_000).map(float)
incomes = arrays(np.float64, st.integers(2, 8), elements=positive)


@pytest.mark.parametrize("variant", ["variation", "log", "gini"])
@settings(max_examples=40, deadline=None)
@given(values=arrays(np.float64, (5, 3), elements=positive), factor=st.floats(0.01, 100))
def test_spread_between_places_is_free_of_units_and_order(variant, values, factor):
    found = sigma(values, variant)
    np.testing.assert_allclose(sigma(values * factor, variant), found, atol=1e-9)
    np.testing.assert_allclose(sigma(values[::-1], variant), found, atol=1e-9)


@settings(max_examples=40, deadline=None)
@given(values=arrays(np.float64, (4, 2), elements=positive))
def test_the_gini_of_places_counted_twice_is_the_same(values):
    np.testing.assert_allclose(sigma(np.vstack([values, values]), "gini"), sigma(values, "gini"), atol=1e-12)


def test_the_gini_is_half_the_mean_difference_over_the_mean():
    x = np.array([[1.0], [2.0], [7.0]])
    wanted = np.abs(x - x.T).mean() / (2 * x.mean())
    assert sigma(x, "gini")[0] == pytest.approx(wanted)


@settings(max_examples=40, deadline=None)
@given(income=incomes, factor=st.floats(0.01, 100), data=st.data())
def test_theil_is_free_of_scale_order_and_duplication_and_never_negative(income, factor, data):
    order = list(data.draw(st.permutations(range(income.size))))
    people = np.arange(1.0, income.size + 1)
    found = theil(income, people)
    assert found >= -1e-12
    assert theil(income * factor, people * 3) == pytest.approx(found, abs=1e-9)
    assert theil(income[order], people[order]) == pytest.approx(found, abs=1e-12)
    assert theil(np.repeat(income, 2), np.repeat(people, 2)) == pytest.approx(found, abs=1e-12)
    assert theil(people, people) == pytest.approx(0, abs=1e-12)


@settings(max_examples=40, deadline=None)
@given(income=incomes, data=st.data())
def test_theil_between_and_within_make_the_whole(income, data):
    groups = data.draw(st.lists(st.sampled_from("abc"), min_size=income.size, max_size=income.size))
    parts = theil_parts(income, groups, np.arange(1.0, income.size + 1))
    assert parts.between + parts.within == pytest.approx(parts.total, abs=1e-9)
    assert sum(parts.share_of_group.values()) == pytest.approx(parts.within)


def test_beta_recovers_a_convergence_that_was_put_in():
    first = np.array([1.0, 2.0, 4.0, 8.0])
    speed, years = 0.02, 10.0
    last = np.exp(np.log(first) * np.exp(-speed * years) + 1.0)
    found = beta(first, last, years)
    assert found.speed == pytest.approx(speed)
    assert found.half_life == pytest.approx(np.log(2) / speed)
    assert found.standard_error == pytest.approx(0, abs=1e-9)


@settings(max_examples=40, deadline=None)
@given(first=arrays(np.float64, 6, elements=positive, unique=True), factor=st.floats(0.01, 100))
def test_beta_is_free_of_units_and_order(first, factor):
    last = first**0.8 + 1
    found = beta(first, last, 5)
    assert beta(first * factor, last * factor, 5).slope == pytest.approx(found.slope, abs=1e-9)
    assert beta(first[::-1], last[::-1], 5).slope == pytest.approx(found.slope, abs=1e-9)


def test_segmentation_is_zero_for_one_market_and_symmetric():
    rng = np.random.default_rng(0)
    one = rng.uniform(1, 2, (1, 5, 4))
    np.testing.assert_allclose(segmentation(np.repeat(one, 3, axis=0)), 0, atol=1e-20)
    prices = rng.uniform(1, 2, (3, 5, 4))
    found = segmentation(prices)
    np.testing.assert_allclose(found, found.transpose(1, 0, 2))
    np.testing.assert_allclose(segmentation(prices * 7.0), found, atol=1e-12)
    np.testing.assert_allclose(segmentation(prices[::-1, ::-1]), found[::-1, ::-1], atol=1e-15)


def test_segmentation_is_the_formula_written_out():
    prices = np.random.default_rng(1).uniform(1, 2, (3, 4, 2))
    change = np.log(prices[:, :, 1] / prices[:, :, 0])
    moves = {(i, j): np.abs(change[i] - change[j]) for i in range(3) for j in range(i + 1, 3)}
    common = np.mean(list(moves.values()), axis=0)
    for (i, j), move in moves.items():
        assert segmentation(prices)[i, j, 0] == pytest.approx(np.var(move - common, ddof=1))


def test_the_border_effect_recovers_what_was_put_in():
    rng = np.random.default_rng(3)
    size, at = rng.uniform(1, 9, 8), rng.uniform(0, 100, (8, 2))
    apart = np.hypot(*(at[:, None] - at[None]).T) + np.eye(8)
    sides = list("aaaabbbb")
    crosses = np.array([[a != b for b in sides] for a in sides])
    flows = np.outer(size, size) / apart * np.where(crosses, 0.2, 1.0)
    found = border_effect(flows, size, apart, sides)
    assert found.factor == pytest.approx(5.0)
    assert found.distance == pytest.approx(-1.0)
    assert border_effect(flows * 10, size * 3, apart * 2, sides).factor == pytest.approx(5.0)


@settings(max_examples=40, deadline=None)
@given(sizes=arrays(np.float64, 4, elements=positive), factor=st.floats(0.1, 10))
def test_linkage_is_symmetric_and_scales_with_sizes(sizes, factor):
    minutes = np.array([[0, 17, 40, 60], [17, 0, 30, 50], [40, 30, 0, 20], [60, 50, 20, 0.0]])
    found = gravity_linkage(sizes, minutes)
    np.testing.assert_allclose(found, found.T)
    np.testing.assert_allclose(gravity_linkage(sizes * factor, minutes), found * factor**2)
    assert gravity_linkage(sizes, np.where(minutes == 17, np.inf, minutes))[0, 1] == 0


def test_inputs_without_meaning_are_refused():
    with pytest.raises(InapplicableOption, match="above zero"):
        sigma([[0.0, 1.0], [1.0, 2.0]])
    with pytest.raises(TooFewPoints):
        sigma([[1.0, 2.0]])
    with pytest.raises(MissingYears):
        beta([1.0, 2.0, 3.0], [2.0, 3.0, 4.0], 0)
    with pytest.raises(MissingYears):
        segmentation(np.ones((2, 3, 1)))
    with pytest.raises(EmptyPlace):
        theil([0.0, 0.0])
    with pytest.raises(ShapeMismatch):
        theil_parts([1.0, 2.0], ["a"])
    with pytest.raises(InapplicableOption, match="PPML takes zeros"):
        border_effect(np.zeros((3, 3)), [1.0, 2.0, 3.0], np.ones((3, 3)), ["a", "a", "b"])
    with pytest.raises(InapplicableOption, match="above zero"):
        gravity_linkage([1.0, 2.0], np.zeros((2, 2)))
