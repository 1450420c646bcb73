"""Gravity: published coefficients, spatial interaction, and the two against each other."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from hongqiao.errors import BadSpecification, EmptyPlace, InapplicableOption, NotConverged, UnknownVariant
from hongqiao.measure import calibrate, interaction, ppml

flows_tables = arrays(np.float64, (4, 4), elements=st.integers(1, 500).map(float))
PLACES = np.array([[0.0, 0.0], [3.0, 1.0], [5.0, 7.0], [9.0, 2.0]])
COST = np.hypot(*(PLACES[:, None] - PLACES[None]).T) + 1


@pytest.fixture(scope="module")
def trade(shared_data):
    pd = pytest.importorskip("pandas")
    pytest.importorskip("pyfixest")
    folder = shared_data / "measure" / "agtpa"
    return pd.read_stata(folder / "Chapter2Application1.dta"), pd.read_stata(folder / "Chapter2Application2.dta")


def test_the_trade_guides_gravity_coefficients_to_seven_digits(trade):
    data = trade[0][trade[0].year == 2006].assign(
        ln_DIST=lambda d: np.log(d.DIST), INTL=lambda d: (d.exporter != d.importer).astype(float)
    )
    found = ppml(data, "trade ~ ln_DIST + CNTG + INTL | exporter + importer")
    assert [round(one.value, 7) for one in found.estimates] == [-0.7912879, 0.6736456, -2.4744505]
    # printed are robust standard errors, not clustered ones
    assert [round(one.standard_error, 7) for one in found.estimates] == [0.0501494, 0.1073719, 0.1193816]
    assert (found.observations, found.separated, found.converged) == (4761, 0, True)
    assert found.score < 1e-7


def test_the_trade_guides_agreement_effect_with_pair_effects(trade):
    data = trade[1][trade[1].year.isin([1986, 1990, 1994, 1998, 2002, 2006])]
    year = data.year.astype(int).astype(str)
    low = data.exporter.where(data.exporter < data.importer, data.importer)
    high = data.importer.where(data.exporter < data.importer, data.exporter)
    data = data.assign(ey=data.exporter + year, iy=data.importer + year, pair=low + high)
    data = data[data.groupby("pair").trade.transform("sum") > 0]
    found = ppml(data, "trade ~ RTA | ey + iy + pair")
    assert (round(found["RTA"].value, 7), found.observations) == (0.5571853, 28482)
    assert round(found["RTA"].standard_error, 6) == 0.055771


def long(flows):
    i, j = np.indices(flows.shape).reshape(2, -1)
    return pl.DataFrame({"flow": flows.ravel(), "cost": COST.ravel(), "i": i, "j": j})


def test_calibration_and_ppml_agree_on_the_same_decay():
    pytest.importorskip("pyfixest")
    flows = np.random.default_rng(0).poisson(400 * np.exp(-0.3 * COST)).astype(float)
    assert calibrate(flows, COST).beta == pytest.approx(
        -ppml(long(flows), "flow ~ cost | i + j")["cost"].value, rel=1e-6
    )


def test_observations_that_predict_zero_perfectly_are_counted():
    pytest.importorskip("pyfixest")
    data = long(np.vstack([np.random.default_rng(1).poisson(50.0, (3, 4)), np.zeros((1, 4))]).astype(float))
    found = ppml(data, "flow ~ cost | i + j")
    assert (found.separated, found.observations) == (4, 12)
    assert found.warnings


@settings(max_examples=40, deadline=None)
@given(flows=flows_tables, beta=st.floats(-0.2, 1.0))
@pytest.mark.parametrize("decay", ["exponential", "power"])
def test_each_model_keeps_the_sums_that_it_promises(decay, flows, beta):
    leaving, arriving = flows.sum(axis=1), flows.sum(axis=0)
    made = {kind: interaction(leaving, arriving, COST, beta, kind=kind, decay=decay).flows
            for kind in ("unconstrained", "production", "attraction", "doubly")}  # fmt: skip
    assert made["unconstrained"].sum() == pytest.approx(leaving.sum())
    np.testing.assert_allclose(made["production"].sum(axis=1), leaving)
    np.testing.assert_allclose(made["attraction"].sum(axis=0), arriving)
    np.testing.assert_allclose(made["doubly"].sum(axis=1), leaving, rtol=1e-9)
    np.testing.assert_allclose(made["doubly"].sum(axis=0), arriving, rtol=1e-9)


@pytest.mark.parametrize("kind", ["unconstrained", "production", "attraction", "doubly"])
@pytest.mark.parametrize("decay", ["exponential", "power"])
def test_calibration_finds_the_decay_that_was_put_in(kind, decay):
    leaving, arriving = np.array([60.0, 30, 80, 20]), np.array([50.0, 60, 40, 40])
    flows = interaction(leaving, arriving, COST, 0.4, decay=decay).flows
    found = calibrate(flows, COST, kind=kind, decay=decay)
    assert found.gap == pytest.approx(0, abs=1e-8)
    if kind == "doubly":
        assert found.beta == pytest.approx(0.4, rel=1e-6)
        assert found.common == pytest.approx(1)


@given(flows=flows_tables, factor=st.floats(0.1, 10))
@settings(max_examples=20, deadline=None)
def test_interaction_scales_with_the_flows_and_not_with_the_unit_of_cost(flows, factor):
    leaving, arriving = flows.sum(axis=1), flows.sum(axis=0)
    first = interaction(leaving, arriving, COST, 0.3).flows
    np.testing.assert_allclose(
        interaction(leaving * factor, arriving * factor, COST, 0.3).flows, first * factor, rtol=1e-8
    )
    np.testing.assert_allclose(interaction(leaving, arriving, COST * factor, 0.3 / factor).flows, first, rtol=1e-8)


def test_inputs_that_admit_no_flows_are_refused():
    ones = np.ones(4)
    with pytest.raises(InapplicableOption, match="must agree"):
        interaction(ones, ones * 2, COST, 0.1)
    with pytest.raises(EmptyPlace, match=r"origins without any way .*\[0\]"):
        interaction(ones, ones, np.where(np.arange(4)[:, None] == 0, np.inf, COST), 0.1)
    with pytest.raises(UnknownVariant):
        interaction(ones, ones, COST, 0.1, kind="triply")
    with pytest.raises(InapplicableOption, match="equal"):
        calibrate(np.ones((4, 4)), np.ones((4, 4)))
    with pytest.raises(NotConverged, match="residual"):
        interaction([4.0, 1, 2, 3], ones * 2.5, COST, 0.4, most_iterations=1)


def test_a_formula_over_columns_that_do_not_exist_is_refused():
    pytest.importorskip("pyfixest")
    with pytest.raises(BadSpecification, match="no column distance"):
        ppml(long(np.ones((4, 4))), "flow ~ distance | i + j")
    with pytest.raises(BadSpecification, match="reads"):
        ppml(long(np.ones((4, 4))), "flow")
    with pytest.raises(InapplicableOption, match="negative"):
        ppml(long(-np.ones((4, 4))), "flow ~ cost | i + j")
