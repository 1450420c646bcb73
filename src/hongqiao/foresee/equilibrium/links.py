"""Many single-link counterfactuals at once, and the welfare value of every link from one adjoint solve.

A single link moves prices little, so Newton's method with the baseline's Jacobian kept (the chord method; Kelley
1995, section 5.4) needs a handful of matrix products for hundreds of scenarios. The derivative of welfare with
respect to all N² costs needs one linear system with the transposed Jacobian (the adjoint method; Giles & Pierce 2000).
"""

import numpy as np
from numpy.typing import NDArray

from hongqiao.errors import NotConverged
from hongqiao.foresee.equilibrium.closure import Closure
from hongqiao.foresee.equilibrium.fixed_point import TOLERANCE

type Vector = NDArray[np.float64]
type Matrix = NDArray[np.float64]
_ROUNDS = 60
_DENSE = 300  # up to this size a dense factorisation costs less than the iterations
_ADJOINT_TOLERANCE = 1e-12


def dense_jacobian(shares: Matrix, output: Vector, expenditure: Vector, closure: Closure, elasticity: float) -> Matrix:
    """The Jacobian of log excess demand at the baseline (N, N), the numeraire included; see `reference.jacobian`."""
    sold = shares.T * expenditure / output[:, None]
    spending = closure.sensitivity(output, expenditure)
    matrix = (elasticity - 1) * (sold @ shares)
    matrix += sold * spending
    weight = output / output.sum()
    if closure.scaled:
        matrix += sold.sum(axis=1)[:, None] * (weight - expenditure / expenditure.sum())
    matrix -= weight
    matrix[np.diag_indices_from(matrix)] -= elasticity
    return matrix


def chord_batch(
    shares: Matrix, output: Vector, expenditure: Vector, closure: Closure, elasticity: float,
    links: NDArray[np.int64], cost_factor: Vector,
) -> tuple[Matrix, Matrix, Vector, NDArray[np.int64]]:  # fmt: skip
    """Log prices and inner sums (N, M), residuals and iterations (M,) of M single-link shocks, both directions.

    shares: (N, N), importers in rows. Scenarios that have not settled keep a residual above the tolerance: the
    caller solves those one by one.
    """
    from scipy.linalg import lu_factor, lu_solve

    size, count = len(output), len(links)
    factor = lu_factor(
        dense_jacobian(shares, output, expenditure, closure, elasticity), overwrite_a=True, check_finite=False
    )
    a, b = links.T
    change = cost_factor ** (1 - elasticity) - 1
    to_b, to_a = shares[b, a] * change, shares[a, b] * change  # what the shock adds to the share of a in b, of b in a
    log_price, inner = np.zeros((size, count)), np.ones((size, count))
    residual, iterations = np.full(count, np.inf), np.zeros(count, np.int64)
    active = np.arange(count)
    for iteration in range(1, _ROUNDS + 1):
        column = np.arange(len(active))
        i, j, add_ij, add_ji = a[active], b[active], to_b[active], to_a[active]
        prices = log_price[:, active]
        competitiveness = np.exp((1 - elasticity) * prices)
        sums = shares @ competitiveness
        sums[j, column] += add_ij * competitiveness[i, column]
        sums[i, column] += add_ji * competitiveness[j, column]
        level = np.exp(prices)
        weight = closure.expenditure(level, output) / sums
        demand = shares.T @ weight
        demand[i, column] += add_ij * weight[j, column]
        demand[j, column] += add_ji * weight[i, column]
        demand *= competitiveness
        ratio = demand / (level * output[:, None])
        now = np.abs(ratio - 1).max(axis=0)
        inner[:, active] = sums
        worse = ~(now < 0.9 * residual[active])  # neither settled nor contracting, or not a number
        residual[active], iterations[active] = now, iteration
        going = (now > TOLERANCE) & ~worse
        if not going.any():
            break
        active = active[going]
        step = lu_solve(factor, np.log(ratio[:, going]), check_finite=False)
        moved = prices[:, going] - step
        moved -= np.log((np.exp(moved) * output[:, None]).sum(axis=0) / output.sum())
        log_price[:, active] = moved
    return log_price, inner, residual, iterations


def adjoint_prices(
    shares: Matrix, output: Vector, expenditure: Vector, closure: Closure, elasticity: float, target: Vector
) -> Vector:
    """λ with Jᵀ λ = target, J being the Jacobian at the baseline: dense for small worlds, GMRES for large ones."""
    size = len(output)
    if size <= _DENSE:
        solved: Vector = np.linalg.solve(dense_jacobian(shares, output, expenditure, closure, elasticity).T, target)
        return solved
    from scipy.sparse.linalg import LinearOperator, gmres

    spending = closure.sensitivity(output, expenditure)
    weight = output / output.sum()
    world = weight - expenditure / expenditure.sum() if closure.scaled else np.zeros(size)

    def transposed(vector: Vector) -> Vector:
        sold = expenditure * (shares @ (vector / output))  # Aᵀ v
        result: Vector = spending * sold + (elasticity - 1) * (shares.T @ sold) + world * sold.sum()
        return result - elasticity * vector - weight * vector.sum()

    operator = LinearOperator((size, size), matvec=transposed, dtype=np.float64)
    found, failed = gmres(operator, target, rtol=_ADJOINT_TOLERANCE, atol=0.0, restart=60, maxiter=20)
    reached = np.linalg.norm(transposed(found) - target) / np.linalg.norm(target)
    if failed or reached > 100 * _ADJOINT_TOLERANCE:
        raise NotConverged(f"the adjoint system was solved only to {reached:.1e} (needed {_ADJOINT_TOLERANCE:.0e})")
    return np.asarray(found, dtype=np.float64)


def directed_values(
    shares: Matrix,
    output: Vector,
    expenditure: Vector,
    closure: Closure,
    elasticity: float,
    weights: Vector,
    *,
    real_spending: bool,
) -> Matrix:
    """The derivative of Σ w log welfare by the log cost of each one-way link (N, N; exporters in rows), from one adjoint solve.

    weights: (N,), summing to 1. real_spending: welfare is E'/P (additive deficits) instead of p/P.
    """
    income = closure.ratio * output / expenditure if real_spending else np.ones_like(output)
    target = weights * income - shares.T @ weights
    multiplier = adjoint_prices(shares, output, expenditure, closure, elasticity, target)
    sold_multiplier = expenditure * (shares @ (multiplier / output))  # Σₖ λₖ Aₖⱼ
    # a dearer link i → j raises the price index of j by the share, and turns its spending to others
    values: Matrix = shares.T * (-weights - (elasticity - 1) * sold_multiplier)
    values += (elasticity - 1) * (multiplier / output)[:, None] * shares.T * expenditure
    return values
