"""The formulas that a specification can name, and what each of their results belongs to."""

import warnings
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from hongqiao.errors import AggregateSuspected, BadSpecification
from hongqiao.ground.basis import Column, Step
from hongqiao.ground.figure import Figure
from hongqiao.ground.panel import Panel
from hongqiao.measure.admissible import Floats, by_column
from hongqiao.measure.cluster.specialisation import herfindahl, location_quotient, locational_gini
from hongqiao.measure.complexity import balassa, balassa_index, density, eci, fitness, proximity
from hongqiao.measure.coupling import coupling_coordination
from hongqiao.measure.ideal import topsis
from hongqiao.measure.integration.convergence import sigma, theil
from hongqiao.measure.integration.structure import PAIRINGS, pair_figure, quotient_figure
from hongqiao.measure.specification.result import Line, Result
from hongqiao.measure.specification.tables import Table, needed
from hongqiao.measure.weighting import critic_weights, entropy_weights, variation_weights

_VERSION = "1"
type Of = tuple[str, Floats]


def _by_cell(formula: Callable[..., Any]) -> Callable[..., list[Of]]:
    return lambda x, **chosen: [("cells", np.asarray(formula(x, **chosen), dtype=np.float64))]


def _by_row(formula: Callable[..., Any]) -> Callable[..., list[Of]]:
    return lambda x, **chosen: [("rows", np.asarray(formula(x, **chosen), dtype=np.float64))]


def _by_column(formula: Callable[..., Any]) -> Callable[..., list[Of]]:
    return lambda x, **chosen: [("columns", np.asarray(formula(x, **chosen), dtype=np.float64))]


def _both(formula: Callable[..., Any]) -> Callable[..., list[Of]]:
    def found(x: Floats, **chosen: Any) -> list[Of]:
        of_rows, of_columns = formula(balassa(x), **chosen)
        return [("rows", of_rows), ("columns", of_columns)]

    return found


def _density(x: Floats, variant: str = "minimum") -> Floats:
    there = balassa(x)
    return density(there, proximity(there, variant))


INDICES: dict[str, Callable[..., list[Of]]] = {
    "location_quotient": _by_cell(location_quotient),
    "balassa_index": _by_cell(balassa_index),
    "balassa": _by_cell(balassa),
    "density": _by_cell(_density),
    "locational_gini": _by_column(locational_gini),
    "herfindahl": _by_row(lambda x, **chosen: [herfindahl(row, **chosen) for row in x]),
    "theil": _by_column(lambda x: [theil(column) for column in x.T]),
    "sigma": _by_column(sigma),
    "fitness": _both(fitness),
    "eci": _both(eci),
    "coupling_coordination": _by_row(coupling_coordination),
    "topsis": _by_row(topsis),
    "entropy_weights": _by_column(entropy_weights),
    "variation_weights": _by_column(variation_weights),
    "critic_weights": _by_column(critic_weights),
}
_OF_COLUMNS = {"weights", "benefit"}
_OWN = {"id", "formula", "table", "show", "first", "second", "industry", "rows"}


def run_index(given: Mapping[str, Any], tables: Mapping[str, Table], where: str) -> Result:
    """One ``[[index]]``: a formula over a table; other keys are the formula's own arguments."""
    formula = str(needed(given, "formula", where))
    name = str(needed(given, "table", where))
    if name not in tables:
        raise BadSpecification(f"{where}: no table {name!r}; there are {', '.join(tables)}")
    table, identifier = tables[name], str(given.get("id", formula))
    if formula in PAIRINGS:
        first, second = (table.rows(needed(given, side, where)) for side in ("first", "second"))
        figure = pair_figure(table.panel, first, second, formula=formula)
        line = Line(f"{'+'.join(given['first'])} – {'+'.join(given['second'])}", formula, figure)
        return Result(identifier, "index", formula, (line,), table.notes)
    if formula == "location_quotient" and "rows" in given:
        rows = table.rows(given["rows"])
        wanted = [given["industry"]] if "industry" in given else table.panel.columns
        label = "+".join(given["rows"])
        lines = tuple(Line(label, column, quotient_figure(table.panel, rows, column)) for column in wanted)
        return Result(identifier, "index", formula, lines, table.notes)
    if formula not in INDICES:
        known = ", ".join(sorted({*INDICES, *PAIRINGS}))
        raise BadSpecification(f"{where}: no formula {formula!r}; there are {known}")
    chosen = {
        key: by_column(value, tuple(table.panel.columns), f"{where}, {key}") if key in _OF_COLUMNS else value
        for key, value in given.items()
        if key not in _OWN
    }
    try:
        with warnings.catch_warnings():
            # the table's notes say it already, and by the names of its rows
            warnings.simplefilter("ignore", AggregateSuspected)
            found = INDICES[formula](table.panel.array(), **chosen)
    except TypeError as error:
        raise BadSpecification(
            f"{where}: {formula} cannot take {', '.join(chosen) or 'nothing more'}: {error}"
        ) from None
    shown = set(table.rows(given["show"])) if "show" in given else set(table.panel.keys)
    lines = tuple(line for kind, values in found for line in _lines(table.panel, formula, kind, values, chosen, shown))
    return Result(identifier, "index", formula, lines, table.notes, with_basis=len(lines) <= 200)


def _lines(
    panel: Panel, formula: str, kind: str, values: Floats, chosen: dict[str, Any], shown: set[str]
) -> list[Line]:
    bases: list[Column | Step] = []
    for column in panel.columns:
        basis = panel.bases[column]
        bases.extend([basis] if isinstance(basis, Column | Step) else ())
    parameters = tuple(sorted((key, str(value)) for key, value in chosen.items()))
    keys = panel.keys

    def figure(value: float, selector: str) -> Figure:
        step = Step(formula, _VERSION, tuple(bases), parameters, panel=panel.sha256, selector=selector)
        return Figure(float(value), "1", step, period=panel.period)

    if kind == "rows":
        return [Line(row, "", figure(v, row)) for row, v in zip(keys, values, strict=True) if row in shown]
    if kind == "columns":
        return [Line("", column, figure(v, column)) for column, v in zip(panel.columns, values, strict=True)]
    return [
        Line(row, column, figure(values[i, j], f"{row}; {column}"))
        for i, row in enumerate(keys)
        if row in shown
        for j, column in enumerate(panel.columns)
    ]
