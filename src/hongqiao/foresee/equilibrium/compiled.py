"""Compiled passes over the N × N shares of a large world; `kernels` calls them, and each has its plain twin there."""

import numba as nb
import numpy as np
from numpy.typing import NDArray

type Vector = NDArray[np.float64]
type Matrix = NDArray[np.float64]
_BLOCK = 64  # rows and columns of one block: two blocks of doubles fit into the first-level cache


@nb.njit(parallel=True, cache=True)
def shares_in_parallel(flows: Matrix, expenditure: Vector) -> Matrix:
    """(X / E) transposed, blockwise; see `kernels.shares_by_importer`."""
    size = flows.shape[0]
    shares = np.empty((size, size))
    for block in nb.prange((size + _BLOCK - 1) // _BLOCK):
        first, last = block * _BLOCK, min(size, (block + 1) * _BLOCK)
        for begin in range(0, size, _BLOCK):
            for i in range(begin, min(size, begin + _BLOCK)):
                for j in range(first, last):
                    shares[j, i] = flows[i, j] / expenditure[j]
    return shares


@nb.njit(parallel=True, cache=True)
def shocked_in_parallel(shares: Matrix, cost_factor: Matrix, power: float) -> Matrix:
    """Shares times cost factors to a power; unchanged costs cost nothing. See `kernels.shocked_shares`."""
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
def sales_in_parallel(
    shares: Matrix, competitiveness: Vector, expenditure: Vector, out: Vector, denominators: Vector, threads: int
) -> None:
    """One pass over the shares; see `kernels.sales`. threads: how many partial sums are kept."""
    size = shares.shape[0]
    partial = np.zeros((threads, size))
    chunk = (size + threads - 1) // threads
    for thread in nb.prange(threads):
        first, last = thread * chunk, min(size, (thread + 1) * chunk)
        _sales_of_some(shares, competitiveness, expenditure, first, last, partial[thread], denominators)
    for thread in range(threads):
        for i in range(size):
            out[i] += partial[thread, i]
