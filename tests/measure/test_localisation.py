"""Duranton–Overman: kernels held to a plain reference, bands to their promise."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hongqiao.errors import InapplicableOption, ShapeMismatch, TooFewPoints
from hongqiao.measure import duranton_overman
from hongqiao.measure.cluster.localisation import global_bands, kernel, pairs, simulated_densities

AT = np.arange(0.0, 120.0, 3.0)


def towns(plants: int, seed: int = 0) -> np.ndarray:
    rng = np.random.default_rng(seed)
    centres = rng.uniform(0, 300, (12, 2))
    return centres[rng.integers(0, 12, plants)] + rng.normal(0, 8, (plants, 2))


def reference(plants: np.ndarray, bandwidth: float) -> np.ndarray:
    return kernel.reference_density(pairs.reference_distances(plants), AT, bandwidth)


@pytest.mark.parametrize("plants", [3, 50, 700])
def test_the_exact_density_is_that_of_one_exponential_per_pair(plants):
    points = towns(plants)
    found = duranton_overman(points, points, AT, simulations=0)
    np.testing.assert_allclose(
        found.density, reference(points, found.bandwidth), atol=float(found.error_bound[0]), rtol=0
    )
    assert found.error_bound[0] * found.bandwidth < 1e-9


def test_the_bandwidth_is_silvermans_over_all_pairs():
    points = towns(400)
    apart = pairs.reference_distances(points)
    quartiles = np.subtract(*np.percentile(apart, [75, 25]))
    wanted = kernel.silverman(apart.std(ddof=1), quartiles, apart.size)
    assert duranton_overman(points, points, AT, simulations=0).bandwidth == pytest.approx(wanted, rel=1e-5)


@pytest.mark.parametrize("cell", [None, 0.5, 2.0, 6.0])
def test_the_grid_stays_within_the_error_that_it_states(cell):
    points = towns(600, seed=3)
    found = duranton_overman(points, points, AT, simulations=0, method="grid", cell=cell, bandwidth=6.0)
    apart = np.abs(found.density - reference(points, 6.0))
    assert (apart <= found.error_bound).all()
    if cell is None:
        assert (found.error_bound < 0.03 * found.density.max()).all()


def test_a_simulation_counts_the_pairs_that_the_reference_counts():
    sites = towns(900, seed=5)
    drawn = simulated_densities(sites, 900, AT, 1, 0, 5.0)
    np.testing.assert_allclose(drawn[0], reference(sites, 5.0), rtol=1e-3)


def test_the_same_seed_draws_the_same_bands():
    sites = towns(300)
    first, second = (duranton_overman(sites[:40], sites, AT, simulations=60, seed=9) for _ in range(2))
    np.testing.assert_array_equal(first.upper, second.upper)
    np.testing.assert_array_equal(first.lower, second.lower)


def test_plants_in_one_town_are_localised_and_random_plants_mostly_not():
    sites = np.random.default_rng(2).uniform(0, 300, (2000, 2))
    close = duranton_overman(sites[np.argsort(np.hypot(*(sites - 150).T))[:60]], sites, AT, simulations=200)
    assert (close.localised[:3] > 0).all()
    assert not close.dispersed.any()
    chance = duranton_overman(sites[:60], sites, AT, simulations=200)
    assert (chance.localised > 0).mean() < 0.2


def test_global_bands_hold_the_share_of_simulations_that_they_promise():
    drawn = np.random.default_rng(4).normal(size=(1000, 25)).cumsum(axis=1)
    lower, upper = global_bands(drawn, 0.95)
    assert (drawn > upper).any(axis=1).mean() <= 0.05
    assert (drawn < lower).any(axis=1).mean() <= 0.05
    assert (drawn > upper).any(axis=1).mean() > 0.03


@settings(max_examples=20, deadline=None)
@given(factor=st.floats(0.1, 50), shift=st.floats(-500, 500), angle=st.floats(0, 6.28))
def test_the_density_follows_the_unit_of_length_and_nothing_else(factor, shift, angle):
    points = towns(80)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    first = duranton_overman(points, points, AT, simulations=0, bandwidth=5.0)
    moved = points @ turn * factor + shift
    second = duranton_overman(moved, moved, AT * factor, simulations=0, bandwidth=5.0 * factor)
    np.testing.assert_allclose(second.density * factor, first.density, atol=1e-9)
    np.testing.assert_allclose(
        duranton_overman(points[::-1], points, AT, simulations=0, bandwidth=5.0).density, first.density, atol=1e-12
    )


def test_the_density_integrates_to_one():
    points = towns(100)
    at = np.linspace(0, 600, 3001)
    found = duranton_overman(points, points, at, simulations=0)
    assert np.trapezoid(found.density, at) == pytest.approx(1.0, abs=1e-4)


def test_wrong_calls_are_refused_by_name():
    points = towns(10)
    with pytest.raises(ShapeMismatch, match="two coordinates"):
        duranton_overman(np.ones((5, 3)), points, AT)
    with pytest.raises(TooFewPoints, match="2 plants"):
        duranton_overman(points[:2], points, AT)
    with pytest.raises(TooFewPoints, match="5 sites for 10 plants"):
        duranton_overman(points, points[:5], AT)
    with pytest.raises(InapplicableOption, match="ascend"):
        duranton_overman(points, points, AT[::-1])
    with pytest.raises(InapplicableOption, match="one point"):
        duranton_overman(np.ones((5, 2)), np.ones((5, 2)), AT)
