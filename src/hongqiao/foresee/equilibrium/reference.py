"""The plain twin of the fast solver: the same equations as they stand in the papers, damped by nothing."""

import numpy as np
from numpy.typing import NDArray

from hongqiao.foresee.equilibrium.closure import Closure, Deficits

type Vector = NDArray[np.float64]
type Matrix = NDArray[np.float64]


def plain_fixed_point(
    flows: Matrix, cost_factor: Matrix, elasticity: float, deficits: Deficits, tolerance: float = 1e-14
) -> tuple[Vector, Vector, Matrix, int]:
    """Prices, price indices, flows and iterations of the equilibrium in changes, by plain iteration.

    flows, cost_factor: (N, N), exporters in rows. Uses `pᵢ = (Σⱼ πᵢⱼ Tᵢⱼ Pⱼ^(σ−1) E'ⱼ / Yᵢ)^(1/σ)` with
    `Pⱼ^(1−σ) = Σᵢ πᵢⱼ Tᵢⱼ pᵢ^(1−σ)` and world output as numeraire (Dekle, Eaton & Kortum 2008, eq. 7 and 9).
    """
    output, expenditure = flows.sum(axis=1), flows.sum(axis=0)
    weights = flows / expenditure * cost_factor ** (1 - elasticity)
    closure = Closure.of(deficits, output, expenditure)
    price = np.ones_like(output)
    iteration = 0
    change = np.inf
    while change >= tolerance and iteration < 100_000:
        iteration += 1
        inner = (weights * price[:, None] ** (1 - elasticity)).sum(axis=0)
        spent = closure.expenditure(price, output)
        renewed = ((weights / inner * spent).sum(axis=1) / output) ** (1 / elasticity)
        renewed *= output.sum() / (renewed * output).sum()
        change = float(np.abs(renewed / price - 1).max())
        price = renewed
    inner = (weights * price[:, None] ** (1 - elasticity)).sum(axis=0)
    moved = weights * price[:, None] ** (1 - elasticity) / inner * closure.expenditure(price, output)
    return price, inner ** (1 / (1 - elasticity)), moved, iteration


def excess_demand(flows: Matrix, cost_factor: Matrix, elasticity: float, deficits: Deficits, price: Vector) -> Vector:
    """(demand − output) / output of each region at given prices, from the definition; zero in equilibrium."""
    output, expenditure = flows.sum(axis=1), flows.sum(axis=0)
    weights = flows / expenditure * cost_factor ** (1 - elasticity) * price[:, None] ** (1 - elasticity)
    spent = Closure.of(deficits, output, expenditure).expenditure(price, output)
    demand = (weights / weights.sum(axis=0) * spent).sum(axis=1)
    result: Vector = demand / (price * output) - 1
    return result


def jacobian(flows: Matrix, elasticity: float, deficits: Deficits) -> Matrix:
    """The derivative of log(demand / output) by log price at the baseline, with the numeraire in place of the redundant equation.

    flows: (N, N). Derived by hand from the equations above and held to finite differences by the tests.
    """
    output, expenditure = flows.sum(axis=1), flows.sum(axis=0)
    sold, bought = flows / output[:, None], flows / expenditure
    closure = Closure.of(deficits, output, expenditure)
    spending = np.diag(closure.ratio * output / expenditure)
    if closure.scaled:
        world = output / output.sum() - expenditure / expenditure.sum()
        spending = spending + np.ones((len(output), 1)) * world
    demand = sold @ (spending + (elasticity - 1) * bought.T)
    matrix: Matrix = demand - elasticity * np.eye(len(output)) - np.ones((len(output), 1)) * (output / output.sum())
    return matrix
