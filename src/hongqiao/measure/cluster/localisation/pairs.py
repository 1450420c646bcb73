"""Distances of all pairs of plants, kept as counts and power sums of fine bins.

A kernel density of a billion distances needs no billion exponentials: the distances are sorted into bins far
narrower than the kernel, each bin keeps the sums of the powers of the offsets from its middle, and the kernel is
expanded around that middle (the fast Gauss transform of Greengard & Strain 1991). With five powers and bins of a
1/32 bandwidth the truncation lies below 1e-10 of the kernel's height.
"""

import numba as nb
import numpy as np
from numpy.typing import NDArray

from hongqiao.measure.admissible import Floats

PARTS = 16
"""Parts that the pairs are split into, whatever the number of threads, so that sums come out the same everywhere."""
POWERS = 5
"""Sums kept per bin for the exact density: offsets to the powers 0 to 4."""
BLOCK = 512
"""Plants whose distances are computed in one vectorised loop."""


# Distances are computed for a block of plants at once, which compilers turn into vector instructions, and sorted
# into bins in a second loop. What lies beyond the last bin goes into one more that nobody reads.
@nb.njit(cache=True, fastmath={"contract", "reassoc", "arcp", "nsz"}, parallel=True, nogil=True)  # type: ignore[untyped-decorator]  # numba ships no types
def _pair_sums(x: Floats, y: Floats, width: float, bins: int, parts: int) -> Floats:
    count = len(x)
    sums = np.zeros((parts, bins + 1, POWERS))
    per_width = 1.0 / width
    for part in nb.prange(parts):
        mine = sums[part]
        scaled = np.empty(BLOCK)
        bin_of = np.empty(BLOCK, dtype=np.int32)
        for i in range(part, count, parts):
            xi, yi = x[i], y[i]
            for start in range(i + 1, count, BLOCK):
                size = min(BLOCK, count - start)
                for k in range(size):
                    dx, dy = xi - x[start + k], yi - y[start + k]
                    far = min(np.sqrt(dx * dx + dy * dy) * per_width, np.float64(bins))
                    bin_of[k] = np.int32(far)
                    scaled[k] = far - np.float64(np.int32(far)) - 0.5
                for k in range(size):
                    at, offset = bin_of[k], scaled[k]
                    square = offset * offset
                    mine[at, 0] += 1.0
                    mine[at, 1] += offset
                    mine[at, 2] += square
                    mine[at, 3] += square * offset
                    mine[at, 4] += square * square
    return sums


@nb.njit(cache=True, fastmath={"contract", "reassoc", "arcp", "nsz"}, parallel=True, nogil=True)  # type: ignore[untyped-decorator]  # numba ships no types
def _distance_counts(x: Floats, y: Floats, width: float, bins: int, parts: int) -> tuple[Floats, Floats]:
    count = len(x)
    counts = np.zeros((parts, bins))
    moments = np.zeros((parts, 2))
    per_width = 1.0 / width
    for part in nb.prange(parts):
        mine = np.zeros(bins, dtype=np.int64)
        bin_of = np.empty(BLOCK, dtype=np.int32)
        total, squares = 0.0, 0.0
        for i in range(part, count, parts):
            xi, yi = x[i], y[i]
            for start in range(i + 1, count, BLOCK):
                size = min(BLOCK, count - start)
                for k in range(size):
                    dx, dy = xi - x[start + k], yi - y[start + k]
                    square = dx * dx + dy * dy
                    distance = np.sqrt(square)
                    total += distance
                    squares += square
                    bin_of[k] = min(np.int32(distance * per_width), np.int32(bins - 1))
                for k in range(size):
                    mine[bin_of[k]] += 1
        counts[part] = mine
        moments[part, 0] = total
        moments[part, 1] = squares
    return counts, moments


@nb.njit(cache=True, fastmath={"contract", "reassoc", "arcp", "nsz"}, parallel=True, nogil=True)  # type: ignore[untyped-decorator]  # numba ships no types
def _simulated_counts(
    x: NDArray[np.float32], y: NDArray[np.float32], chosen: NDArray[np.int32], width: float, bins: int
) -> NDArray[np.int32]:
    simulations, count = chosen.shape
    counts = np.zeros((simulations, bins + 1), dtype=np.int32)
    per_width = np.float32(1.0 / width)
    last = np.float32(bins)
    for simulation in nb.prange(simulations):
        xs, ys = np.empty(count, dtype=np.float32), np.empty(count, dtype=np.float32)
        for i in range(count):
            xs[i], ys[i] = x[chosen[simulation, i]], y[chosen[simulation, i]]
        mine = counts[simulation]
        bin_of = np.empty(BLOCK, dtype=np.int32)
        for i in range(count):
            xi, yi = xs[i], ys[i]
            for start in range(i + 1, count, BLOCK):
                size = min(BLOCK, count - start)
                for k in range(size):
                    dx, dy = xi - xs[start + k], yi - ys[start + k]
                    bin_of[k] = np.int32(min(np.sqrt(dx * dx + dy * dy) * per_width, last))
                for k in range(size):
                    mine[bin_of[k]] += np.int32(1)
    return counts


def pair_sums(xy: Floats, width: float, bins: int) -> Floats:
    """Power sums (bins, POWERS) of every pair's offset from the middle of its bin, in bin widths."""
    x, y = np.ascontiguousarray(xy[:, 0]), np.ascontiguousarray(xy[:, 1])
    return np.asarray(_pair_sums(x, y, width, bins, PARTS).sum(axis=0)[:bins])


def simulated_counts(sites: Floats, chosen: NDArray[np.int32], width: float, bins: int) -> NDArray[np.int32]:
    """Pairs per bin (simulations, bins) among the chosen sites of each simulation, by single-precision distances."""
    centred = (sites - sites.mean(axis=0)).astype(np.float32)
    x, y = np.ascontiguousarray(centred[:, 0]), np.ascontiguousarray(centred[:, 1])
    return np.asarray(_simulated_counts(x, y, chosen, width, bins)[:, :bins])


def spread(xy: Floats, bins: int = 1 << 14) -> tuple[float, float]:
    """Standard deviation and interquartile range of all pairs' distances; the latter to a bin of the widest extent.

    Quartiles are interpolated within bins of 1/16,384 of the diagonal.
    """
    x, y = np.ascontiguousarray(xy[:, 0]), np.ascontiguousarray(xy[:, 1])
    width = diagonal(xy) / bins * (1 + 1e-12)
    counts, moments = _distance_counts(x, y, width, bins, PARTS)
    total, squares = moments.sum(axis=0)
    return _spread_of(counts.sum(axis=0), float(total), float(squares), width)


def _spread_of(counts: Floats, total: float, squares: float, width: float) -> tuple[float, float]:
    pairs = counts.sum()
    variance = max((squares - total * total / pairs) / max(pairs - 1, 1), 0.0)
    reached = np.concatenate([[0.0], np.cumsum(counts)])
    edges = np.arange(len(reached)) * width
    lower, upper = np.interp((0.25 * pairs, 0.75 * pairs), reached, edges)
    return float(np.sqrt(variance)), float(upper - lower)


def diagonal(xy: Floats) -> float:
    """The diagonal of the box around all points: no pair is further apart."""
    return float(np.hypot(*(xy.max(axis=0) - xy.min(axis=0))))


def reference_distances(xy: Floats) -> Floats:
    """Every pair's distance, written plainly: what the kernels are held to."""
    return np.concatenate([np.hypot(*(xy[i + 1 :] - xy[i]).T) for i in range(len(xy) - 1)])
