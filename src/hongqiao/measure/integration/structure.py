"""Industry structures of a pair from a census table, as figures that rest on its columns."""

from collections.abc import Sequence

import numpy as np

from hongqiao.errors import BadSpecification
from hongqiao.ground.basis import Basis, Step
from hongqiao.ground.figure import Figure
from hongqiao.ground.panel import Panel
from hongqiao.measure.admissible import Floats, variant_of
from hongqiao.measure.cluster.specialisation import isomorphism, krugman, location_quotient

_VERSION = "1"
PAIRINGS = {"isomorphism": isomorphism, "krugman": krugman}


def _summed(panel: Panel, rows: Sequence[str], industries: Sequence[str]) -> Floats:
    keys = {key: index for index, key in enumerate(panel.keys)}
    missing = [row for row in rows if row not in keys]
    if missing or not rows:
        raise BadSpecification(f"the table has no rows {', '.join(missing) or '(none were named)'}")
    return np.asarray(panel.array(*industries)[[keys[row] for row in rows]].sum(axis=0))


def pair_figure(
    panel: Panel, first: Sequence[str], second: Sequence[str], industries: Sequence[str] | None = None,
    formula: str = "isomorphism",
) -> Figure:  # fmt: skip
    """Isomorphism or Krugman index of two places, each the sum of its rows (districts).

    The figure's basis lists the cells of both sides, each by column and row.
    """
    variant_of(formula, tuple(PAIRINGS), "structure of a pair")
    chosen = list(industries or panel.columns)
    value = PAIRINGS[formula](_summed(panel, first, chosen), _summed(panel, second, chosen))
    bases = tuple(panel.basis(row, column) for row in (*first, *second) for column in chosen)
    rows = (("first", ",".join(first)), ("second", ",".join(second)))
    return Figure(value, "1", Step(formula, _VERSION, bases, rows, panel=panel.sha256), period=panel.period)


def quotient_figure(
    panel: Panel, rows: Sequence[str], industry: str, industries: Sequence[str] | None = None
) -> Figure:
    """Location quotient of one industry in a place (the sum of its rows) against all rows of the table.

    The table must hold parts only: totals among them are to be dropped first (``consistency.aggregate_rows``).
    """
    chosen = list(industries or panel.columns)
    if industry not in chosen:
        raise BadSpecification(f"no industry {industry!r} among {', '.join(chosen[:6])} …")
    here = _summed(panel, rows, chosen)
    everywhere = panel.array(*chosen).sum(axis=0)
    quotient = location_quotient(np.vstack([here, everywhere - here]))[0, chosen.index(industry)]
    cells = tuple(panel.basis(row, column) for row in rows for column in chosen)
    whole: list[Basis] = []
    for column in chosen:
        basis = panel.bases[column]
        whole.extend([basis] if not isinstance(basis, Sequence) else basis)
    step = Step("location quotient", _VERSION, (*cells, *whole), (("industry", industry),), panel=panel.sha256)
    return Figure(float(quotient), "1", step, period=panel.period)
