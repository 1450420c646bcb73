"""The trade guide's own procedure for full-endowment general equilibrium (Yotov, Piermartini, Monteiro & Larch 2016,
chapter 2; Anderson, Larch & Yotov 2018), for comparison with tables that were made by it.

It re-estimates multilateral resistances and re-scales trade by the change of factory-gate prices in turn. The
published tables stop when |max change| of prices is below .01 (on the largest signed change, not the largest in
absolute value), after five rounds; carried on, the procedure settles elsewhere, by up to .23 percentage points.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hongqiao.errors import NotConverged

type Vector = NDArray[np.float64]
type Matrix = NDArray[np.float64]

PUBLISHED_TOLERANCE = 0.01
_ROUNDS = 1_000


@dataclass(frozen=True, slots=True)
class GuideResult:
    """Price and price-index ratios (N,), flows (N, N) and rounds, prices relative to the reference region."""

    price: Vector
    price_index: Vector
    flows: Matrix
    rounds: int


def biproportional(weights: Matrix, rows: Vector, columns: Vector, reference: int) -> tuple[Vector, Vector]:
    """Row and column factors that give `weights` the margins `rows` and `columns`, the reference column's being 1.

    Deming & Stephan (1940). Raises NotConverged where 50,000 rounds do not suffice.
    """
    row_factors = np.ones_like(rows)
    for _ in range(50_000):
        column_factors = columns / (weights.T @ row_factors)
        renewed = rows / (weights @ column_factors)
        change = np.abs(renewed / row_factors - 1).max()
        row_factors = renewed
        if change < 1e-14:
            scale = column_factors[reference]
            return row_factors * scale, column_factors / scale
    raise NotConverged(f"margins could not be fitted: the factors still change by {change:.1e} after 50,000 rounds")


def guide_procedure(
    flows: Matrix, cost_factor: Matrix, elasticity: float, reference: int, *, until_settled: bool
) -> GuideResult:
    """The guide's rounds on fitted flows (N, N; exporters in rows).

    until_settled: carry on to 1e-13 in absolute value instead of stopping as the published tables did.
    """
    output, spending = flows.sum(axis=1), flows.sum(axis=0)
    ratio, power = spending / output, 1 / (1 - elasticity)
    scale = spending[reference]
    weights = flows * cost_factor ** (1 - elasticity)
    first_rows, first_columns = biproportional(flows, output, spending, reference)
    inward_before = spending / (first_columns * scale)
    rows, columns = biproportional(weights, output, spending, reference)
    outward, inward = output * scale / rows, spending / (columns * scale)
    trade = weights * np.outer(rows, columns)
    price_step = (rows / first_rows) ** power
    outward_step, inward_step = np.ones_like(output), np.ones_like(output)
    old_scale, old_rows, old_step = scale, rows, np.zeros_like(output)
    for rounds in range(1, _ROUNDS + 1):
        scaled = trade * np.outer(price_step, price_step) / np.outer(outward_step, inward_step)
        rows, columns = biproportional(weights, scaled.sum(axis=1), scaled.sum(axis=0), reference)
        trade = weights * np.outer(rows, columns)
        new_output = trade.sum(axis=1)
        new_spending = ratio * new_output
        new_scale = new_spending[reference]
        change = price_step - old_step
        old_step = price_step
        price_step = ((rows / old_rows) / (new_scale / old_scale)) ** power
        new_outward, new_inward = new_output * new_scale / rows, new_spending / (columns * new_scale)
        outward_step, inward_step = new_outward / outward, new_inward / inward
        outward, inward, old_rows, old_scale = new_outward, new_inward, rows, new_scale
        settled = np.abs(change).max() < 1e-13 if until_settled else abs(change.max()) < PUBLISHED_TOLERANCE
        if rounds > 1 and settled:
            price = ((rows / first_rows) / (new_scale / scale)) ** power
            index = (new_spending / (columns * new_scale) / inward_before) ** power
            return GuideResult(price, index, trade, rounds)
    raise NotConverged(
        f"the guide's procedure still changes prices by {np.abs(change).max():.1e} after {_ROUNDS} rounds"
    )
