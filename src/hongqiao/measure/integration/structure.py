"""Industry structures of a pair from a census table, as figures that rest on its columns."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from hongqiao.errors import BadSpecification, EmptyPlace
from hongqiao.ground.basis import Basis, Step
from hongqiao.ground.figure import Figure, computed
from hongqiao.ground.panel import Panel
from hongqiao.measure.admissible import Floats, not_negative, shares, variant_of
from hongqiao.measure.cluster.specialisation import isomorphism, krugman, location_quotient

_VERSION = "1"
PAIRINGS = {"isomorphism": isomorphism, "krugman": krugman}
NAMES = {"isomorphism": "industrial isomorphism (UNIDO cosine)", "krugman": "Krugman index (half the L1 distance)"}


def _summed(panel: Panel, rows: Sequence[str], industries: Sequence[str]) -> Floats:
    keys = {key: index for index, key in enumerate(panel.keys)}
    missing = [row for row in rows if row not in keys]
    if missing or not rows:
        raise BadSpecification(f"the table has no rows {', '.join(missing) or '(none were named)'}")
    return np.asarray(panel.array(*industries)[[keys[row] for row in rows]].sum(axis=0))


def _rests_on(panel: Panel, rows: Sequence[str], columns: Sequence[str], *, cells: bool) -> tuple[Basis, ...]:
    """The cells of some rows, or only their columns: a step over columns names the rows in its selector."""
    if cells:
        return tuple(panel.basis(row, column) for row in rows for column in columns)
    found: list[Basis] = []
    for column in columns:
        basis = panel.bases[column]
        found.extend([basis] if not isinstance(basis, Sequence) else basis)
    return tuple(found)


def pair_figure(
    panel: Panel, first: Sequence[str], second: Sequence[str], industries: Sequence[str] | None = None,
    formula: str = "isomorphism", *, cells: bool = True, unit: str = "1",
) -> Figure:  # fmt: skip
    """Isomorphism or Krugman index of two places, each the sum of its rows (districts).

    The figure's basis lists the cells of both sides, each by column and row; ``cells=False`` lists the columns alone
    (the rows stand in its parameters), which is enough to follow it and keeps a page light.
    """
    variant_of(formula, tuple(PAIRINGS), "structure of a pair")
    chosen = list(industries or panel.columns)
    value = PAIRINGS[formula](_summed(panel, first, chosen), _summed(panel, second, chosen))
    bases = _rests_on(panel, (*first, *second), chosen, cells=cells)
    rows = (("first", ",".join(first)), ("second", ",".join(second)))
    name = formula if cells else NAMES[formula]
    return Figure(value, unit, Step(name, _VERSION, bases, rows, panel=panel.sha256), period=panel.period)


def quotient_figure(
    panel: Panel, rows: Sequence[str], industry: str, industries: Sequence[str] | None = None,
    *, whole: Panel | None = None, cells: bool = True, unit: str = "1",
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
    bases = (*_rests_on(panel, rows, chosen, cells=cells), *_rests_on(around, (), chosen, cells=False))
    named = (("industry", industry),) if cells else (("industry", industry), ("rows", ",".join(rows)))
    step = Step("location quotient", _VERSION, tuple(dict.fromkeys(bases)), named, panel=panel.sha256)
    return Figure(float(quotient), unit, step, period=panel.period)


def share_figure(panel: Panel, rows: Sequence[str], industry: str, *, cells: bool = True, unit: str = "1") -> Figure:
    """Share of one industry in the jobs of a place, the sum of its rows. Raises EmptyPlace where it has none."""
    chosen = panel.columns
    here = shares(_summed(panel, rows, chosen), f"jobs of {', '.join(rows[:3])}")
    named = (("industry", industry), ("rows", ",".join(rows)))
    step = Step("share of jobs", _VERSION, _rests_on(panel, rows, chosen, cells=cells), named, panel=panel.sha256)
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
