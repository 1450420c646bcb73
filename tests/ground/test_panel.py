import numpy as np
import polars as pl
import pytest

from hongqiao.errors import PanelMismatch
from hongqiao.ground.basis import Assumption, Column, Entry, Step
from hongqiao.ground.panel import Panel, apply

JOBS = pl.DataFrame({"code": ["320583", "310118"], "industry": [60.0, 40.0], "services": [20.0, None]})


def jobs():
    return Panel.from_dataset(JOBS, key="code", units={"industry": "count", "services": "count"}, title="census")


def share(values):
    return values / values.sum(axis=1, keepdims=True)


def scaled(values, *, factor, weights):
    return values * factor * weights


def test_each_cell_rests_on_its_column_and_row():
    cell = jobs().figure("320583", "industry")
    assert (cell.value, cell.unit, type(cell.basis), cell.basis.column, cell.basis.row) == (
        60.0,
        "count",
        Column,
        "industry",
        "320583",
    )


def test_a_missing_value_is_a_gap_not_a_figure():
    assert jobs().figure("310118", "services") is None


def test_the_results_of_a_formula_rest_on_the_columns_that_it_read():
    result = apply(share, jobs())
    cell = result.figure("320583", "industry")
    assert (cell.value, cell.unit) == (0.75, "1")
    assert isinstance(cell.basis, Step)
    assert (cell.basis.formula, cell.basis.panel, cell.basis.selector) == (
        "share",
        jobs().sha256,
        "code=320583; industry",
    )
    assert [root.column for root in cell.roots()] == ["industry", "services"]
    assert result.figure("310118", "industry") is None


def test_parameters_and_further_arrays_are_kept_in_the_basis():
    result = apply(
        scaled,
        jobs(),
        columns=["industry"],
        into="scaled",
        unit="count",
        arguments={"weights": np.ones((2, 1))},
        factor=2.0,
    )
    cell = result.figure("320583", "scaled")
    parameters = dict(cell.basis.parameters)
    assert (cell.value, parameters["factor"], parameters["weights"][:7]) == (120.0, 2.0, "sha256:")


def test_steps_follow_one_another_down_to_the_data():
    twice = apply(share, apply(share, jobs()))
    assert [root.column for root in twice.figure("320583", "industry").roots()] == ["industry", "services"]


def test_a_panel_may_have_a_source_for_each_row():
    frame = pl.DataFrame({"year": ["2020", "2021"], "gdp": [1.0, 2.0]})
    panel = Panel(frame, "year", {"gdp": "CNY"}, {"gdp": [Entry("1"), Entry("2")]})
    assert panel.figure("2021", "gdp").basis == Entry("2")
    doubled = apply(lambda values: values * 2, panel, unit="CNY")
    assert doubled.figure("2021", "gdp").roots() == [Entry("1"), Entry("2")]


def test_a_million_cells_need_no_million_objects():
    rng = np.random.default_rng(0)
    values = rng.random((100_000, 10))
    frame = pl.DataFrame({"row": np.arange(100_000).astype(str)} | {f"c{i}": values[:, i] for i in range(10)})
    panel = Panel.from_dataset(frame, key="row", units={f"c{i}": "count" for i in range(10)})
    result = apply(share, panel)
    assert len(result.bases) == 10
    assert len({id(basis) for basis in result.bases.values()}) == 1
    assert result.figure("99999", "c3").value == values[99_999, 3] / values[99_999].sum()


def test_equal_data_has_an_equal_hash_whatever_library_held_it():
    pandas = pytest.importorskip("pandas")
    theirs = pandas.DataFrame({"code": ["320583", "310118"], "industry": [60.0, 40.0], "services": [20.0, None]})
    again = Panel.from_dataset(theirs, key="code", units={"industry": "count", "services": "count"})
    assert again.sha256 == jobs().sha256


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Panel.from_dataset(JOBS, key="place", units={"industry": "count"}), "has no place"),
        (
            lambda: Panel.from_dataset(pl.concat([JOBS, JOBS]), key="code", units={"industry": "count"}),
            "more than once",
        ),
        (
            lambda: Panel(JOBS, "code", {"industry": "count"}, {"industry": Entry("1")}),
            "'services' needs a unit and a basis",
        ),
        (lambda: Panel(JOBS[:, :2], "code", {"industry": "count"}, {"industry": [Entry("1")]}), "1 bases for 2 rows"),
        (lambda: jobs().figure("320583", "mining"), "no value column 'mining'"),
        (lambda: jobs().figure("1", "industry"), "no row '1'"),
        (lambda: apply(lambda values: values[:1], jobs()), "for 2 rows"),
        (lambda: apply(lambda values: float(values.sum()), jobs()), "needs one array"),
    ],
)
def test_what_does_not_fit_is_refused_with_what_was_got(make, message):
    with pytest.raises(PanelMismatch, match=message):
        make()


def test_a_basis_is_needed_for_every_column():
    with pytest.raises(TypeError):
        Panel(JOBS[:, :2], "code", {"industry": "count"}, {"industry": None})  # type: ignore[dict-item]
    made = Panel(JOBS[:, :2], "code", {"industry": "count"}, {"industry": Assumption("me", "an example")})
    assert made.basis("320583", "industry") == Assumption("me", "an example")
