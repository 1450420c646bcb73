"""Published tables, reproduced: the trade guide's borderless world, and the enlargement of ge_gravity."""

import warnings

import numpy as np
import polars as pl
import pytest

from hongqiao.foresee import Gravity
from hongqiao.foresee.equilibrium.published import biproportional

# Yotov, Piermartini, Monteiro & Larch (2016), chapter 2, application 1: PPML of 2006
DISTANCE, CONTIGUITY, BORDER = -0.7912879096970413, 0.6736455712602014, -2.4744504558403575


@pytest.fixture(scope="module")
def guide(shared_data):
    """Fitted flows, the cost factors of a world without borders, names, and the published table."""
    pandas = pytest.importorskip("pandas")
    folder = shared_data / "measure" / "agtpa"
    data = pandas.read_stata(folder / "Chapter2Application1.dta")
    data = data[data.year == 2006]
    names = sorted(data.exporter.unique())

    def square(column):
        return data.pivot(index="exporter", columns="importer", values=column).loc[names, names].to_numpy(float)

    trade, size = square("trade"), len(names)
    border = 1 - np.eye(size)
    weights = np.exp(DISTANCE * np.log(square("DIST")) + CONTIGUITY * square("CNTG") + BORDER * border)
    rows, columns = biproportional(weights, trade.sum(axis=1), trade.sum(axis=0), 0)
    table = pl.read_excel(folder / "1_TradeWithoutBorder_FULL.xls")
    published = {row["country"]: row for row in table.iter_rows(named=True)}
    # cost factor t with t^(1−σ) = exp(−BORDER) abroad
    return weights * np.outer(rows, columns), np.exp(-BORDER * border / (1 - 7.0)), names, published


def test_the_guides_table_is_reproduced_as_published(guide):
    flows, factors, names, published = guide
    found = Gravity.from_flows(flows, 7.0, names=names).counterfactual(factors, mode="as-published", reference="DEU")
    reference = names.index("DEU")
    ours = {
        "change_price_FULL": found.price / found.price_index[reference],
        "change_IMR_FULL": found.price_index / found.price_index[reference],
        "change_rGDP_FULL": found.welfare,
    }
    for column, values in ours.items():
        expected = np.array([published[name][column] for name in names])
        assert np.abs(100 * (values - 1) - expected).max() <= 1e-4, column
    assert found.iterations == 5


def test_the_guides_table_is_not_an_equilibrium_and_the_result_says_so(guide):
    flows, factors, names, _ = guide
    stopped = Gravity.from_flows(flows, 7.0, names=names).counterfactual(factors, mode="as-published")
    assert stopped.residual > 1e-3
    assert "stopped as published" in stopped.procedure


def test_the_guides_procedure_carried_on_settles_elsewhere(guide):
    flows, factors, names, _ = guide
    found = Gravity.from_flows(flows, 7.0, names=names).counterfactual(factors, mode="as-published-converged")
    ours = {name: round(100 * (value - 1), 4) for name, value in zip(names, found.welfare, strict=True)}
    expected = {"ARG": 48.9845, "AUS": 28.6092, "AUT": 49.0869, "BEL": 27.7477, "BGR": 59.404}
    assert {name: ours[name] for name in expected} == pytest.approx(expected, abs=1e-4)


def test_the_exact_equilibrium_of_the_same_shock(guide):
    flows, factors, names, _ = guide
    found = Gravity.from_flows(flows, 7.0, "multiplicative", names).counterfactual(factors)
    ours = dict(zip(names, np.round(100 * (found.welfare - 1), 3), strict=True))
    assert {name: ours[name] for name in ("ARG", "AUS", "AUT")} == {"ARG": 49.064, "AUS": 28.698, "AUT": 49.137}
    assert found.residual <= 1e-10


# Baier, Yotov & Zylkin (2019): enlargement of the European Union, θ = 4, effect .22424901 on the flows of 2000


@pytest.fixture(scope="module")
def enlargement(shared_data):
    rdata = pytest.importorskip("rdata", reason="reads R's files; pip install rdata")
    folder = shared_data / "measure" / "ge_gravity"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # R's tibbles have no class of their own in pandas
        tables = [rdata.read_rda(folder / f"{name}.rda")[name] for name in ("TradeData0014", "TradeData0014_Results")]
    data, results = (table[table.year == 2000] for table in tables)
    names = sorted(str(name) for name in data.exporter.unique())

    def square(table, column):
        return table.pivot(index="exporter", columns="importer", values=column).loc[names, names].to_numpy(float)

    return square(data, "trade"), square(results, "eu_effect"), names, results, square


@pytest.mark.parametrize(("deficits", "column"), [("additive", "w_eu"), ("multiplicative", "w_mult")])
def test_the_enlargement_is_reproduced_under_both_treatments_of_deficits(enlargement, deficits, column):
    flows, effect, names, results, square = enlargement
    found = Gravity.from_flows(flows, 5.0, deficits, names).counterfactual(np.exp(effect / (1 - 5.0)))
    assert np.abs(found.welfare - square(results, column)[:, 0]).max() <= 1e-6
