"""A published table in a specification: which variant made it, or which gap keeps it from being reproduced."""

from collections.abc import Mapping
from typing import Any

from hongqiao.errors import BadSpecification
from hongqiao.measure.admissible import by_column
from hongqiao.measure.consistency import (
    Diagnosis,
    diagnose,
    diagnose_coupling,
    diagnose_entropy_weights,
    diagnose_topsis,
)
from hongqiao.measure.consistency.candidates import spreads
from hongqiao.measure.specification.result import Line, Result
from hongqiao.measure.specification.tables import Table, needed

FORMULAS = ("coupling_coordination", "topsis", "entropy_weights", "spread")


def examine_published(given: Mapping[str, Any], tables: Mapping[str, Table], where: str) -> Result:
    """One ``[[check]]`` of kind ``published``: formula, table, the printed cells, their decimals."""
    formula, name = str(needed(given, "formula", where)), str(needed(given, "table", where))
    if formula not in FORMULAS:
        raise BadSpecification(f"{where}: no published formula {formula!r}; there are {', '.join(FORMULAS)}")
    if name not in tables:
        raise BadSpecification(f"{where}: no table {name!r}; there are {', '.join(tables) or '(none)'}")
    found = _diagnosis(formula, given, tables[name], where)
    best = found.best
    says = f"reproduces {best.within_rounding} of {best.cells} cells, {best.exact} of them to the digit"
    lines = [Line(best.name, "variant", None, says, (("reproduced", best.reproduced),))]
    lines += [Line(other, "as well", None, "reproduces every cell too") for other in found.equals]
    lines += [Line(gap.where, gap.kind, None, f"with {variant}: {gap.says}") for variant, gap in found.slips]
    lines += [Line(gap.where, gap.kind, None, gap.says) for gap in found.gaps]
    return Result(str(given.get("id", formula)), "check", f"published {formula}", tuple(lines), tables[name].notes)


def _diagnosis(formula: str, given: Mapping[str, Any], table: Table, where: str) -> Diagnosis:
    values, columns = table.panel.array(), tuple(table.panel.columns)
    cells, decimals = needed(given, "published", where), int(needed(given, "decimals", where))
    rounded = given.get("input_decimals")

    def of_columns(key: str) -> Any:
        return by_column(needed(given, key, where), columns, f"{where}, {key}")

    if formula == "coupling_coordination":
        weights = of_columns("weights") if "weights" in given else None
        return diagnose_coupling(
            values, cells, decimals, composite=given.get("composite"), weights=weights, input_decimals=rounded
        )
    if formula == "topsis":
        return diagnose_topsis(
            values, of_columns("weights"), of_columns("benefit"), cells, decimals, input_decimals=rounded
        )
    if formula == "entropy_weights":
        return diagnose_entropy_weights(values, of_columns("benefit"), cells, decimals, input_decimals=rounded)
    return diagnose(cells, spreads(), (values,), decimals, names=("values",), input_decimals=rounded)
