"""The Gaussian kernel over binned distances, reflected at zero, and its plain reference."""

from math import factorial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hongqiao.measure.admissible import Floats

BINS_PER_BANDWIDTH = 32
BINS_PER_BANDWIDTH_SIMULATED = 64
"""Simulations only count pairs per bin: the middle stands for all, which moves the density by less than a part in 10⁴."""
REACH = 6.5
"""Bandwidths after which the kernel is below 3e-10 of its height and is left out."""


def silverman(deviation: float, interquartile: float, pairs: float) -> float:
    """Silverman's rule of thumb: .9 × min(standard deviation, interquartile range / 1.34) × pairs^(−1/5).

    Source: Silverman (1986), section 3.4.2, equation 3.31.
    """
    narrow = [value for value in (deviation, interquartile / 1.34) if value > 0]
    return 0.9 * min(narrow) * pairs ** (-0.2) if narrow else 0.0


def hermite(u: Floats, order: int) -> Floats:
    """The derivative of the standard normal density of the given order, at u."""
    before, now = np.zeros_like(u), np.exp(-0.5 * u * u) / np.sqrt(2 * np.pi)
    for n in range(order):
        before, now = now, -u * now - n * before
    return np.asarray(now)


def density_of(sums: NDArray[Any], distances: Floats, bandwidth: float, width: float, pairs: float) -> Floats:
    """Kernel density (simulations, distances) from power sums (simulations, bins, powers) of bins.

    The kernel is reflected at zero (Silverman 1986, section 2.10; Duranton & Overman 2005), so that no density
    falls on negative distances.
    """
    simulations, bins, powers = sums.shape
    found = np.zeros((simulations, distances.size))
    for k, distance in enumerate(distances):
        for side in (1.0, -1.0):
            first = int(np.floor((side * distance - REACH * bandwidth) / width)) if side > 0 else 0
            last = int(np.ceil((side * distance + REACH * bandwidth) / width))
            window = slice(min(max(first, 0), bins), min(max(last, 0), bins))
            if window.start >= window.stop:
                continue
            u = (distance - side * (np.arange(window.start, window.stop) + 0.5) * width) / bandwidth
            weights = [(-side * width / bandwidth) ** p / factorial(p) * hermite(u, p) for p in range(powers)]
            found[:, k] += np.einsum("sbp,bp->s", sums[:, window], np.stack(weights, axis=1), optimize=True)
    return np.asarray(found / (pairs * bandwidth))


def bins_for(
    distances: Floats, bandwidth: float, longest: float, per_bandwidth: int = BINS_PER_BANDWIDTH
) -> tuple[float, int]:
    """Width and number of the bins that the density at these distances needs."""
    width = bandwidth / per_bandwidth
    reach = min(float(distances.max()) + REACH * bandwidth, longest + width)
    return width, max(int(np.ceil(reach / width)), 1)


def truncation_bound(bandwidth: float, powers: int) -> float:
    """Upper bound on the error of the density from cutting the expansion after these powers."""
    half_step = 0.5 / BINS_PER_BANDWIDTH
    u = np.linspace(-8, 8, 4001)
    highest = float(np.abs(hermite(u, powers)).max())
    # two images (the pair and its reflection), each cut after `powers` terms and beyond the reach
    cut_off = float(np.exp(-0.5 * REACH**2) / np.sqrt(2 * np.pi))
    return 2 * (half_step**powers / factorial(powers) * highest + cut_off) / bandwidth


def reference_density(pair_distances: Floats, distances: Floats, bandwidth: float) -> Floats:
    """The same density written plainly, one exponential per pair and distance."""
    found = np.empty(distances.size)
    for k, distance in enumerate(distances):
        near = np.exp(-0.5 * ((distance - pair_distances) / bandwidth) ** 2)
        mirrored = np.exp(-0.5 * ((distance + pair_distances) / bandwidth) ** 2)
        found[k] = (near + mirrored).sum()
    return np.asarray(found / (pair_distances.size * bandwidth * np.sqrt(2 * np.pi)))
