import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hongqiao.errors import BadFlows, BadShock, DisconnectedNetwork, EmptiedMarket, NotConverged
from hongqiao.foresee import Gravity
from hongqiao.foresee.equilibrium.kernels import sales, shares_by_importer, shocked_shares
from hongqiao.foresee.equilibrium.links import dense_jacobian
from hongqiao.foresee.equilibrium.reference import excess_demand, jacobian, plain_fixed_point
from hongqiao.ground.basis import Assumption, Column

DEFICITS = ("multiplicative", "additive", "balanced")


def world(size, seed=0):
    """Flows that fall with distance between places of unequal size, with deficits."""
    rng = np.random.default_rng(seed)
    where = rng.uniform(0, 1000, (size, 2))
    far = np.sqrt(((where[:, None] - where[None]) ** 2).sum(-1)) + 15
    mass = np.exp(rng.normal(0, 1, size))
    return np.outer(mass, mass) / far * np.exp(rng.normal(0, 0.3, (size, size)) - (1 - np.eye(size)))


def shock(size, seed=1, width=0.2):
    return np.exp(np.random.default_rng(seed).normal(0, width, (size, size)))


@pytest.mark.parametrize("deficits", DEFICITS)
@pytest.mark.parametrize("elasticity", [1.5, 5.0, 9.0])
def test_the_fast_solver_agrees_with_the_plain_fixed_point(deficits, elasticity):
    flows, factors = world(40), shock(40, width=0.1)
    model = Gravity.from_flows(flows, elasticity, deficits)
    price, index, moved, _ = plain_fixed_point(model.flows, factors, elasticity, deficits)
    found = model.counterfactual(factors)
    np.testing.assert_allclose(found.price, price, rtol=1e-10)
    np.testing.assert_allclose(found.price_index, index, rtol=1e-10)
    np.testing.assert_allclose(found.flows, moved, rtol=1e-10)


@pytest.mark.parametrize("deficits", DEFICITS)
def test_markets_clear_by_an_independent_check(deficits):
    model = Gravity.from_flows(world(60, 3), 5.0, deficits)
    factors = shock(60, 4)
    found = model.counterfactual(factors)
    assert found.residual <= 1e-10
    assert np.abs(excess_demand(model.flows, factors, 5.0, deficits, found.price)).max() <= 1e-10
    np.testing.assert_allclose(found.flows.sum(axis=1), found.price * model.output, rtol=1e-10)
    assert (found.price * model.output).sum() == pytest.approx(model.output.sum(), rel=1e-12)  # the numeraire


@given(st.integers(2, 12), st.integers(0, 10_000), st.floats(1.2, 12), st.sampled_from(DEFICITS), st.floats(0.2, 5))
@settings(max_examples=40, deadline=None)
def test_nothing_real_changes_when_nothing_changes_or_all_goods_are_measured_anew(
    size, seed, elasticity, deficits, scale
):
    flows = world(size, seed)
    model = Gravity.from_flows(flows, elasticity, deficits)
    still = model.counterfactual(np.ones((size, size)))
    np.testing.assert_allclose(still.welfare, 1, rtol=1e-11)
    again = Gravity.from_flows(flows * scale, elasticity, deficits)
    factors = shock(size, seed + 1)
    try:
        expected = model.counterfactual(factors).welfare
    except (NotConverged, EmptiedMarket):  # large additive deficits may leave no equilibrium
        return
    np.testing.assert_allclose(again.counterfactual(factors).welfare, expected, rtol=1e-9)


def test_permuting_the_regions_permutes_the_answer():
    flows, factors = world(15), shock(15)
    order = np.random.default_rng(5).permutation(15)
    expected = Gravity.from_flows(flows, 5.0).counterfactual(factors).welfare[order]
    turned = Gravity.from_flows(flows[np.ix_(order, order)], 5.0).counterfactual(factors[np.ix_(order, order)]).welfare
    np.testing.assert_allclose(turned, expected, rtol=1e-11)


def test_welfare_follows_the_domestic_share_formula():
    # Arkolakis, Costinot & Rodríguez-Clare (2012): Ŵ = λ̂_jj^(1/(1−σ)) when deficits do not move real income
    model = Gravity.from_flows(world(20), 5.0, "balanced")
    factors = shock(20)
    np.fill_diagonal(factors, 1.0)
    found = model.counterfactual(factors)
    before = np.diag(model.flows) / model.flows.sum(axis=0)
    after = np.diag(found.flows) / found.flows.sum(axis=0)
    np.testing.assert_allclose(found.welfare, (after / before) ** (1 / (1 - 5.0)), rtol=1e-10)


@pytest.mark.parametrize("size", [130, 430])  # by NumPy, and compiled
def test_each_kernel_agrees_with_its_plain_twin(size):
    flows, factors = world(size), shock(size)
    shares = shares_by_importer(flows, flows.sum(axis=0))
    np.testing.assert_allclose(shares, (flows / flows.sum(axis=0)).T, rtol=1e-15)
    factors[3] = 1.0
    shocked = shocked_shares(shares, factors, -4.0)
    np.testing.assert_allclose(shocked, shares * factors.T**-4.0, rtol=1e-13)
    rng = np.random.default_rng(0)
    strength, spent, out, inner = rng.random(size), rng.random(size), np.empty(size), np.empty(size)
    sales(shocked, strength, spent, out, inner)
    np.testing.assert_allclose(inner, shocked @ strength, rtol=1e-13)
    np.testing.assert_allclose(out, shocked.T @ (spent / inner), rtol=1e-12)


@pytest.mark.parametrize("deficits", DEFICITS)
def test_the_jacobian_agrees_with_its_plain_twin_and_with_finite_differences(deficits):
    model = Gravity.from_flows(world(12), 5.0, deficits)
    flows, ones, size = model.flows, np.ones((12, 12)), 12
    ours = dense_jacobian(model._shares, model.output, model.expenditure, model._closure, 5.0)
    np.testing.assert_allclose(ours, jacobian(flows, 5.0, deficits), atol=1e-13)
    weight, step = model.output / model.output.sum(), 1e-6
    for k in range(size):
        up, down = np.ones(size), np.ones(size)
        up[k], down[k] = np.exp(step), np.exp(-step)
        high, low = (np.log1p(excess_demand(flows, ones, 5.0, deficits, price)) for price in (up, down))
        np.testing.assert_allclose(ours[:, k] + weight[k], (high - low) / (2 * step), atol=1e-8)


@pytest.mark.parametrize("deficits", DEFICITS)
def test_many_single_link_counterfactuals_agree_with_one_at_a_time(deficits):
    model = Gravity.from_flows(world(30), 5.0, deficits)
    links = np.array([[0, 1], [4, 9], [29, 2]])
    stacked = model.counterfactuals(links, [0.8, 1.3, 0.05])
    for k, (a, b) in enumerate(links):
        factors = np.ones((30, 30))
        factors[a, b] = factors[b, a] = stacked.cost_factor[k]
        alone = model.counterfactual(factors)
        np.testing.assert_allclose(stacked.welfare[k], alone.welfare, rtol=1e-10)
        np.testing.assert_allclose(stacked[k].flows, alone.flows, rtol=1e-9)
    assert (len(stacked), stacked.residual.max() <= 1e-10) == (3, True)
    assert [one.iterations for one in stacked] == stacked.iterations.tolist()


@pytest.mark.parametrize("deficits", DEFICITS)
@pytest.mark.parametrize("size", [40, 320])  # dense, and by the iterative adjoint
def test_link_values_agree_with_finite_differences(deficits, size):
    model = Gravity.from_flows(world(size), 5.0, deficits)
    values = model.link_values()
    weights, step = model.expenditure / model.expenditure.sum(), 1e-4
    for a, b in ((0, 1), (7, 30)):
        high, low = (
            (weights * np.log(model.counterfactuals([[a, b]], np.exp(sign * step)).welfare[0])).sum()
            for sign in (1, -1)
        )
        assert values[a, b] == pytest.approx((high - low) / (2 * step), rel=1e-6)
    np.testing.assert_array_equal(values, values.T)
    one_way = model.link_values(one_way=True)
    np.testing.assert_allclose((one_way + one_way.T)[~np.eye(size, dtype=bool)], values[~np.eye(size, dtype=bool)])


def test_own_weights_decide_whose_welfare_counts():
    model = Gravity.from_flows(world(10), 5.0)
    only_first = np.zeros(10)
    only_first[0] = 3.0
    step = 1e-4
    high, low = (np.log(model.counterfactuals([[0, 4]], np.exp(sign * step)).welfare[0, 0]) for sign in (1, -1))
    assert model.link_values(only_first)[0, 4] == pytest.approx((high - low) / (2 * step), rel=1e-6)


def test_the_top_links_are_those_that_hurt_most_by_name():
    names = tuple("ABCDE")
    model = Gravity.from_flows(world(5), 5.0, names=names)
    values = model.link_values()
    found = model.top_links(3)
    ranked = sorted((values[a, b], names[a], names[b]) for a in range(5) for b in range(a + 1, 5))
    assert [(link.value, *link.names) for link in found] == ranked[:3]


def test_the_value_of_a_minute_follows_from_the_link_value():
    model = Gravity.from_flows(world(4), 5.0)
    minutes = np.array([[0, 17, 30, 40], [17, 0, 25, 50], [30, 25, 0, np.nan], [40, 50, np.nan, 0.0]])
    gain = model.value_per_minute(minutes, 0.4)
    assert gain[0, 1] == pytest.approx(-model.link_values()[0, 1] * 0.4 / 17)
    assert np.isnan(gain[2, 3])


def test_what_is_not_known_of_the_elasticity_becomes_an_interval():
    model, factors = Gravity.from_flows(world(8), 5.0), np.full((8, 8), 0.9)
    np.fill_diagonal(factors, 1.0)
    span = model.welfare_interval(factors, [4.0, 5.0, 6.0], level=0.8)
    middle = model.counterfactual(factors).welfare
    np.testing.assert_allclose(span.median, middle, rtol=1e-12)
    assert ((span.low <= span.median) & (span.median <= span.high)).all()
    assert (span.level, span.draws) == (0.8, 3)


def test_a_change_is_a_figure_with_flows_elasticity_and_shock_as_roots():
    model = Gravity.from_flows(world(3), 5.0, names=("Kunshan", "Suzhou", "Shanghai"))
    flows, sigma, link = (
        Column("f" * 64, "trade"),
        Assumption("analyst", "σ = 5"),
        Assumption("analyst", "ten minutes less"),
    )
    found = model.counterfactuals([[0, 2]], 0.9)[0]
    figure = found.figure("Kunshan", flows, sigma, link)
    assert figure.value == pytest.approx(100 * (found.welfare[0] - 1))
    assert figure.roots() == [flows, sigma, link]
    assert dict(figure.basis.parameters)["residual"] <= 1e-10
    with pytest.raises(BadShock, match=r"no region is called 'Kunsan'; near it: Kunshan"):
        found.figure("Kunsan", flows, sigma, link)


@pytest.mark.parametrize(
    ("flows", "wrong", "message"),
    [
        (np.ones((2, 3)), BadFlows, "square"),
        ([[1.0, -1.0], [1.0, 1.0]], BadFlows, r"wrong at \(0, 1\)"),
        ([[1.0, np.nan], [1.0, 1.0]], BadFlows, "a missing flow is not zero"),
        ([[1.0, 1.0], [0.0, 0.0]], BadFlows, r"\['1'\] sell nothing"),
        ([[1.0, 0.0], [1.0, 0.0]], BadFlows, r"\['1'\] buy nothing"),
        (np.kron(np.eye(2), np.ones((2, 2))), DisconnectedNetwork, r"2 regions do not trade with 0.*\['2', '3'\]"),
    ],
)
def test_flows_that_no_model_can_start_from_are_refused_by_name(flows, wrong, message):
    with pytest.raises(wrong, match=message):
        Gravity.from_flows(flows, 5.0)


@pytest.mark.parametrize("elasticity", [1.0, 0.5, -3.0, np.nan, np.inf])
def test_an_elasticity_of_one_or_less_is_refused(elasticity):
    with pytest.raises(ValueError, match="above 1"):
        Gravity.from_flows(world(3), elasticity)


def test_unknown_options_are_refused_with_the_known_ones():
    with pytest.raises(ValueError, match="multiplicative, additive, balanced"):
        Gravity.from_flows(world(3), 5.0, "fixed")
    with pytest.raises(ValueError, match="as-published"):
        Gravity.from_flows(world(3), 5.0).counterfactual(np.ones((3, 3)), mode="fast")
    with pytest.raises(BadFlows, match="names are unique"):
        Gravity.from_flows(world(3), 5.0, names=("a", "b", "a"))


def test_shocks_that_do_not_fit_are_refused():
    model = Gravity.from_flows(world(3), 5.0)
    factors = np.ones((3, 3))
    factors[1, 2] = 0
    for wrong, message in ((np.ones((2, 2)), r"\(3, 3\)"), (factors, r"wrong at \(1, 2\)")):
        with pytest.raises(BadShock, match=message):
            model.counterfactual(wrong)
    for links, message in (
        ([[0, 3]], "from 0 to 2"),
        ([[1, 1]], "name one twice"),
        ([[0.5, 1]], "integer array"),
        ([0, 1], "integer array"),
    ):
        with pytest.raises(BadShock, match=message):
            model.counterfactuals(links, 0.9)
    with pytest.raises(BadShock, match="positive and finite"):
        model.counterfactuals([[0, 1]], 0.0)
    with pytest.raises(BadShock, match="welfare weights"):
        model.link_values([1.0, -1.0, 1.0])


def test_a_shock_that_empties_a_market_is_refused_with_the_place():
    model = Gravity.from_flows(world(3), 5.0, names=("A", "B", "C"))
    closed = np.ones((3, 3))
    closed[:, 1] = np.inf
    with pytest.raises(EmptiedMarket, match=r"nothing to buy in \['B'\]"):
        model.counterfactual(closed)


def test_a_link_may_be_closed():
    model = Gravity.from_flows(world(4), 5.0)
    closed = np.ones((4, 4))
    closed[0, 1] = closed[1, 0] = np.inf
    found = model.counterfactual(closed)
    assert (found.flows[0, 1], found.flows[1, 0]) == (0.0, 0.0)
    assert (found.welfare[:2] < 1).all()


def test_spending_that_cannot_stay_the_same_amount_is_refused_not_answered():
    # the first region saves 98 of the 100 that it earns; where its goods lose their buyers it would spend less than nothing
    model = Gravity.from_flows([[1.0, 99.0], [1.0, 500.0]], 5.0, "additive")
    with pytest.raises((NotConverged, EmptiedMarket), match=r"residual|spend nothing|excess demand"):
        model.counterfactual([[1.0, 1e3], [1.0, 1.0]])
