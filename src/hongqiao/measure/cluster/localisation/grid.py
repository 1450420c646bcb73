"""Pair distances by Fourier transform: the cost no longer grows with the number of pairs.

Each plant is spread over the four nodes around it with bilinear weights; the autocorrelation of the node weights
counts the pairs by offset (Wiener–Khinchin). The kernel is smooth in the offset, so that the error of this
interpolation is of second order in the cell and is bounded from the result itself.
"""

import numpy as np
from numpy.typing import NDArray

from hongqiao.measure.admissible import Floats
from hongqiao.measure.cluster.localisation.kernel import hermite
from hongqiao.measure.cluster.localisation.pairs import POWERS

LARGEST_SIDE = 4096


def node_weights(xy: Floats, cell: float) -> NDArray[np.float32]:
    """Bilinear weights of all points on a grid of the given cell."""
    at = (xy - xy.min(axis=0)) / cell
    low = np.floor(at).astype(np.int64)
    part = at - low
    shape = low.max(axis=0) + 2
    flat = np.zeros(int(shape[0] * shape[1]))
    for right in (0, 1):
        for up in (0, 1):
            weight = np.abs(1 - right - part[:, 0]) * np.abs(1 - up - part[:, 1])
            index = (low[:, 0] + right) * shape[1] + low[:, 1] + up
            flat += np.bincount(index, weights=weight, minlength=flat.size)
    return flat.reshape(shape).astype(np.float32)


def offset_weights(weights: NDArray[np.float32], reach: NDArray[np.int64]) -> Floats:
    """Sum of weight products by offset: rows 0 to reach[0], columns −reach[1] to reach[1]; each pair once.

    The plants' products with themselves are still among them.
    """
    from scipy import fft

    shape = [fft.next_fast_len(int(side + span), real=True) for side, span in zip(weights.shape, reach, strict=True)]
    transform = fft.rfft2(weights, s=shape, workers=-1, overwrite_x=True)
    # |transform|², in place
    transform *= transform.conj()
    around = fft.irfft2(transform, s=shape, workers=-1, overwrite_x=True)
    rows, columns = int(reach[0]), int(reach[1])
    half = around[: rows + 1]
    found = np.concatenate([half[:, -columns:], half[:, : columns + 1]], axis=1).astype(np.float64)
    found[0, :columns] = 0.0  # the same offsets stand on the right
    return found


def self_weights(xy: Floats, cell: float) -> Floats:
    """What the plants contribute to the smallest offsets with themselves: (2, 3), rows 0–1, columns −1 to 1."""
    part = (xy - xy.min(axis=0)) / cell
    part -= np.floor(part)
    same, step = (1 - part) ** 2 + part**2, (1 - part) * part
    both_step = float(step[:, 0] @ step[:, 1])
    # the zero offset is halved, since it holds a pair in both orders
    return np.array(
        [
            [0.0, float(same[:, 0] @ same[:, 1]) / 2, float(same[:, 0] @ step[:, 1])],
            [both_step, float(step[:, 0] @ same[:, 1]), both_step],
        ]
    )


def pair_weights(xy: Floats, cell: float, longest: float) -> tuple[Floats, Floats]:
    """Distances of the offsets and how many pairs lie at each, up to the longest distance."""
    weights = node_weights(xy, cell)
    reach = np.minimum(np.ceil(longest / cell).astype(np.int64) + 1, np.array(weights.shape) - 1)
    reach = np.maximum(reach, 1)
    found = offset_weights(weights, reach)
    # an offset and its opposite are one offset here: all but the zero offset stand for both
    found[0, int(reach[1])] /= 2
    centre = int(reach[1])
    found[:2, centre - 1 : centre + 2] -= self_weights(xy, cell)
    rows = np.arange(found.shape[0])[:, None] * cell
    columns = (np.arange(found.shape[1]) - centre) * cell
    return np.hypot(rows, columns).ravel(), found.ravel()


def binned(distance: Floats, weight: Floats, width: float, bins: int) -> Floats:
    """Power sums (bins, POWERS) of weighted distances."""
    scaled = distance / width
    at = scaled.astype(np.int64)
    inside = at < bins
    at, offset, weight = at[inside], scaled[inside] - at[inside] - 0.5, weight[inside]
    sums = np.empty((bins, POWERS))
    for power in range(POWERS):
        sums[:, power] = np.bincount(at, weights=weight, minlength=bins)
        weight = weight * offset
    return sums


def interpolation_bound(counts: Floats, distances: Floats, bandwidth: float, width: float, cell: float) -> Floats:
    """Upper bound on the error of the density, times the number of pairs, from spreading plants over nodes.

    A pair's kernel is a smooth function G of its offset, and spreading either plant interpolates G linearly along
    either axis: the error is at most 4 × cell²/8 × max |∂²G| over the offsets within two cells. Along the line of
    the pair that curvature is the kernel's own, across it the slope over the distance. The sum over the pairs
    found, each with its own curvature, is the bound. counts: (bins,), pairs per bin.
    """
    middle = (np.arange(counts.size) + 0.5) * width
    margin = 2 * np.sqrt(2) * cell + width
    u = np.linspace(-9.0, 9.0, 3601)
    steps = int(np.ceil(margin / bandwidth / (u[1] - u[0])))
    steep, curved = (_widest(np.abs(hermite(u, order)), steps) for order in (1, 2))
    flattest = np.abs(hermite(np.zeros(1), 2))[0]
    nearest = np.maximum(middle - margin, 1e-300)
    found = np.zeros(distances.size)
    for k, distance in enumerate(distances):
        for image in (distance - middle, distance + middle):
            along = np.interp(image / bandwidth, u, curved, left=0.0, right=0.0)
            across = np.interp(image / bandwidth, u, steep, left=0.0, right=0.0) * bandwidth / nearest
            found[k] += float(np.maximum(along, np.minimum(across, flattest)) @ np.abs(counts))
    return cell**2 / 2 * found / bandwidth**3


def _widest(values: Floats, steps: int) -> Floats:
    padded = np.pad(values, steps, mode="edge")
    return np.asarray(np.lib.stride_tricks.sliding_window_view(padded, 2 * steps + 1).max(axis=1))


def spread(distance: Floats, weight: Floats) -> tuple[float, float]:
    """Standard deviation and interquartile range of weighted distances."""
    order = np.argsort(distance, kind="stable")
    distance, reached = distance[order], np.cumsum(weight[order])
    pairs = reached[-1]
    mean = float((distance * weight[order]).sum() / pairs)
    deviation = float(np.sqrt(max(((distance - mean) ** 2 * weight[order]).sum() / pairs, 0.0)))
    lower, upper = np.interp((0.25 * pairs, 0.75 * pairs), np.maximum.accumulate(reached), distance)
    return deviation, float(upper - lower)
