"""Compiled passes over the N × N shares; each has its plain twin in `reference`."""

import numba as nb
import numpy as np
from numpy.typing import NDArray

type Vector = NDArray[np.float64]
type Matrix = NDArray[np.float64]
_PARALLEL_FROM = 400  # regions; below, one core is done before a second has woken up
_BLOCK = 64  # rows and columns of one block: two blocks of doubles fit into the first-level cache


def shares_by_importer(flows: Matrix, expenditure: Vector) -> Matrix:
    """Shares of each exporter in each importer's spending, importers in rows: (X / E) transposed, blockwise."""
    if len(flows) < _PARALLEL_FROM:
        return np.ascontiguousarray((flows / expenditure).T)
    return np.asarray(_shares_in_parallel(flows, expenditure))


@nb.njit(parallel=True, cache=True)
def _shares_in_parallel(flows: Matrix, expenditure: Vector) -> Matrix:
    size = flows.shape[0]
    shares = np.empty((size, size))
    for block in nb.prange((size + _BLOCK - 1) // _BLOCK):
        first, last = block * _BLOCK, min(size, (block + 1) * _BLOCK)
        for begin in range(0, size, _BLOCK):
            for i in range(begin, min(size, begin + _BLOCK)):
                for j in range(first, last):
                    shares[j, i] = flows[i, j] / expenditure[j]
    return shares


def shocked_shares(shares: Matrix, cost_factor: Matrix, power: float) -> Matrix:
    """Shares (importers in rows) times cost factors (exporters in rows) to a power; unchanged costs cost nothing."""
    if len(shares) < _PARALLEL_FROM:
        return np.ascontiguousarray(shares * cost_factor.T**power)
    return np.asarray(_shocked_in_parallel(shares, cost_factor, power))


@nb.njit(parallel=True, cache=True)
def _shocked_in_parallel(shares: Matrix, cost_factor: Matrix, power: float) -> Matrix:
    size = shares.shape[0]
    shocked = np.empty((size, size))
    for block in nb.prange((size + _BLOCK - 1) // _BLOCK):
        first, last = block * _BLOCK, min(size, (block + 1) * _BLOCK)
        for begin in range(0, size, _BLOCK):
            for j in range(first, last):
                for i in range(begin, min(size, begin + _BLOCK)):
                    factor = cost_factor[i, j]
                    if factor == 1.0:
                        shocked[j, i] = shares[j, i]
                    else:
                        shocked[j, i] = shares[j, i] * factor**power
    return shocked


@nb.njit(cache=True, fastmath={"reassoc", "contract", "nsz"})
def _sales_of_some(
    shares: Matrix,
    competitiveness: Vector,
    expenditure: Vector,
    first: int,
    last: int,
    out: Vector,
    denominators: Vector,
) -> None:
    size = shares.shape[0]
    for j in range(first, last):
        row = shares[j]
        inner = 0.0
        for i in range(size):
            inner += row[i] * competitiveness[i]
        denominators[j] = inner
        weight = expenditure[j] / inner
        for i in range(size):
            out[i] += row[i] * weight


@nb.njit(parallel=True, cache=True)
def _sales_in_parallel(
    shares: Matrix, competitiveness: Vector, expenditure: Vector, out: Vector, denominators: Vector, threads: int
) -> None:
    size = shares.shape[0]
    partial = np.zeros((threads, size))
    chunk = (size + threads - 1) // threads
    for thread in nb.prange(threads):
        first, last = thread * chunk, min(size, (thread + 1) * chunk)
        _sales_of_some(shares, competitiveness, expenditure, first, last, partial[thread], denominators)
    for thread in range(threads):
        for i in range(size):
            out[i] += partial[thread, i]


def sales(
    shares: Matrix, competitiveness: Vector, expenditure: Vector, out: Vector, denominators: Vector, threads: int
) -> None:
    """Σⱼ Kⱼᵢ Eⱼ / (Σₖ Kⱼₖ aₖ) in one pass over the shares K (importers in rows).

    `out` (N,) takes the sums, `denominators` (N,) the inner sums, which are P to the power 1 − σ. threads: how many
    partial sums are kept; small worlds are done by one, since waking the others costs more than the work.
    """
    out[:] = 0.0
    if len(out) < _PARALLEL_FROM or threads == 1:
        _sales_of_some(shares, competitiveness, expenditure, 0, len(out), out, denominators)
    else:
        _sales_in_parallel(shares, competitiveness, expenditure, out, denominators, threads)


@nb.njit(cache=True)
def reachable(flows: Matrix) -> NDArray[np.bool_]:
    """Which regions the first one is joined to by trade in either direction, directly or through others."""
    size = flows.shape[0]
    seen = np.zeros(size, np.bool_)
    waiting = np.empty(size, np.int64)
    seen[0], waiting[0], count = True, 0, 1
    done = 0
    while done < count < size:
        here = waiting[done]
        done += 1
        for other in range(size):
            if not seen[other] and (flows[here, other] > 0 or flows[other, here] > 0):
                seen[other] = True
                waiting[count] = other
                count += 1
    return seen
