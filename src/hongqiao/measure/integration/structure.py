"""Industry structures of a pair from a census table, as figures that rest on its columns."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from hongqiao.errors import BadSpecification, EmptyPlace
from hongqiao.ground.basis import Basis, Column, Step
from hongqiao.ground.figure import Figure, computed
from hongqiao.ground.panel import Panel
from hongqiao.measure.admissible import Floats, not_negative, shares, variant_of
from hongqiao.measure.cluster.specialisation import isomorphism, krugman, location_quotient

_VERSION = "1"
_FEW_ROWS = 3
PAIRINGS = {"isomorphism": isomorphism, "krugman": krugman}
GRAINS = ("cells", "rows", "columns")
NAMES = {"isomorphism": "industrial isomorphism (UNIDO cosine)", "krugman": "Krugman index (half the L1 distance)"}


def _summed(panel: Panel, rows: Sequence[str], industries: Sequence[str]) -> Floats:
    keys = {key: index for index, key in enumerate(panel.keys)}
    missing = [row for row in rows if row not in keys]
    if missing or not rows:
        raise BadSpecification(f"the table has no rows {', '.join(missing) or '(none were named)'}")
    return np.asarray(panel.array(*industries)[[keys[row] for row in rows]].sum(axis=0))


def _rests_on(panel: Panel, rows: Sequence[str], columns: Sequence[str], grain: str) -> tuple[Basis, ...]:
    """What a sum over some rows and columns rests on: each cell, each row as a whole, or each column as a whole.

    All say the same; ``rows`` names a row of a data set once, from its first to its last column, or the data set alone
    where the rows are many: which ones they are stands in the step's parameters. That keeps a page light.
    """
    variant_of(grain, GRAINS, "grain of a basis")
    first = panel.bases[columns[0]]
    if grain == "rows" and isinstance(first, Column):
        span = f"{columns[0]}–{columns[-1]}" if len(columns) > 1 else columns[0]
        named: Sequence[str | None] = rows if len(rows) <= _FEW_ROWS else (None,)
        return tuple(Column(first.dataset, span, row, first.title) for row in named)
    if grain != "columns":
        return tuple(panel.basis(row, column) for row in rows for column in columns)
    found: list[Basis] = []
    for column in columns:
        basis = panel.bases[column]
        found.extend([basis] if not isinstance(basis, Sequence) else basis)
    return tuple(found)


def pair_figure(
    panel: Panel, first: Sequence[str], second: Sequence[str], industries: Sequence[str] | None = None,
    formula: str = "isomorphism", *, grain: str = "cells", unit: str = "1",
) -> Figure:  # fmt: skip
    """Isomorphism or Krugman index of two places, each the sum of its rows (districts).

    The figure's basis lists the cells of both sides, each by column and row; ``grain="rows"`` lists their rows.
    """
    variant_of(formula, tuple(PAIRINGS), "structure of a pair")
    chosen = list(industries or panel.columns)
    value = PAIRINGS[formula](_summed(panel, first, chosen), _summed(panel, second, chosen))
    bases = (*_rests_on(panel, first, chosen, grain), *_rests_on(panel, second, chosen, grain))
    rows = (("first", ",".join(first)), ("second", ",".join(second)))
    return Figure(value, unit, Step(NAMES[formula], _VERSION, bases, rows, panel=panel.sha256), period=panel.period)


def quotient_figure(
    panel: Panel, rows: Sequence[str], industry: str, industries: Sequence[str] | None = None,
    *, whole: Panel | None = None, grain: str = "cells", unit: str = "1",
) -> Figure:  # fmt: skip
    """Location quotient of one industry in a place (the sum of its rows) against all rows of the table, or against
    those of another table (``whole``) of which the place is a part, such as that of the country.

    The table must hold parts only: totals among them are to be dropped first (``consistency.aggregate_rows``).
    """
    chosen = list(industries or panel.columns)
    if industry not in chosen:
        raise BadSpecification(f"no industry {industry!r} among {', '.join(chosen[:6])} …")
    here = _summed(panel, rows, chosen)
    around = panel if whole is None else whole
    everywhere = around.array(*chosen).sum(axis=0)
    quotient = location_quotient(np.vstack([here, everywhere - here]))[0, chosen.index(industry)]
    # of everything there is, the columns are named, unless it is a single row
    everything = (
        _rests_on(around, around.keys, chosen, grain)
        if len(around.keys) == 1
        else _rests_on(around, (), chosen, "columns")
    )
    bases = (*_rests_on(panel, rows, chosen, grain), *everything)
    named = (("industry", industry), ("rows", ",".join(rows)))
    step = Step("location quotient", _VERSION, tuple(dict.fromkeys(bases)), named, panel=panel.sha256)
    return Figure(float(quotient), unit, step, period=panel.period)


def share_figure(panel: Panel, rows: Sequence[str], industry: str, *, grain: str = "cells", unit: str = "1") -> Figure:
    """Share of one industry in the jobs of a place, the sum of its rows. Raises EmptyPlace where it has none."""
    chosen = panel.columns
    here = shares(_summed(panel, rows, chosen), f"jobs of {', '.join(rows[:3])}")
    named = (("industry", industry), ("rows", ",".join(rows)))
    step = Step("share of jobs", _VERSION, _rests_on(panel, rows, chosen, grain), named, panel=panel.sha256)
    return Figure(float(here[chosen.index(industry)]), unit, step, period=panel.period)


def parity(a: float, b: float) -> float:
    """The smaller of two amounts over the larger: 1 where they are the same, 0 where one of them is nothing.

    >>> parity(2.0, 8.0), parity(3.0, 3.0)
    (0.25, 1.0)
    """
    low, high = sorted(not_negative([a, b], 1, "parity").tolist())
    if high == 0:
        raise EmptyPlace("parity: both are zero, so that there is nothing to compare")
    return float(low / high)


def parity_figure(a: Figure, b: Figure, *, unit: str = "1") -> Figure:
    """``parity`` of two figures in one unit; refuses bounds, since either could be the smaller."""
    other = b if a.unit == b.unit else b.to(a.unit)
    found = computed("parity: the smaller over the larger", _VERSION, parity(a.value, other.value), unit, [a, other])
    return replace(found, period=a.period if a.period == b.period else None)
