"""Passes over the N × N shares: NumPy for small worlds, compiled and parallel for large ones.

Small worlds need no compiler, so that a page that asks about fourteen cities does not wait for one.
"""

import numpy as np
from numpy.typing import NDArray

type Vector = NDArray[np.float64]
type Matrix = NDArray[np.float64]
PARALLEL_FROM = 400  # regions; below, NumPy is done before a second core has woken up


def threads() -> int:
    """How many partial sums the compiled passes keep: numba's threads."""
    import numba

    return int(numba.get_num_threads())


def shares_by_importer(flows: Matrix, expenditure: Vector) -> Matrix:
    """Shares of each exporter in each importer's spending, importers in rows: (X / E) transposed, blockwise."""
    if len(flows) < PARALLEL_FROM:
        return np.ascontiguousarray((flows / expenditure).T)
    from hongqiao.foresee.equilibrium.compiled import shares_in_parallel

    return np.asarray(shares_in_parallel(flows, expenditure))


def shocked_shares(shares: Matrix, cost_factor: Matrix, power: float) -> Matrix:
    """Shares (importers in rows) times cost factors (exporters in rows) to a power; unchanged costs cost nothing."""
    if len(shares) < PARALLEL_FROM:
        return np.ascontiguousarray(shares * cost_factor.T**power)
    from hongqiao.foresee.equilibrium.compiled import shocked_in_parallel

    return np.asarray(shocked_in_parallel(shares, cost_factor, power))


def sales(shares: Matrix, competitiveness: Vector, expenditure: Vector, out: Vector, denominators: Vector) -> None:
    """Σⱼ Kⱼᵢ Eⱼ / (Σₖ Kⱼₖ aₖ) over the shares K (importers in rows), in one pass where the world is large.

    `out` (N,) takes the sums, `denominators` (N,) the inner sums, which are P to the power 1 − σ.
    """
    if len(out) < PARALLEL_FROM:
        denominators[:] = shares @ competitiveness
        out[:] = shares.T @ (expenditure / denominators)
        return
    from hongqiao.foresee.equilibrium.compiled import sales_in_parallel

    out[:] = 0.0
    sales_in_parallel(shares, competitiveness, expenditure, out, denominators, threads())


def reachable(flows: Matrix) -> NDArray[np.bool_]:
    """Which regions the first one is joined to by trade in either direction, directly or through others."""
    seen = np.zeros(len(flows), dtype=bool)
    seen[0] = True
    fresh = seen.copy()
    while fresh.any():
        found = (flows[fresh] > 0).any(axis=0) | (flows[:, fresh] > 0).any(axis=1)
        fresh = found & ~seen
        seen |= fresh
    return seen
