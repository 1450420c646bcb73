"""Localisation of an industry by the distances of its plants, against plants drawn from all sites."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from hongqiao.errors import InapplicableOption, ShapeMismatch, TooFewPoints
from hongqiao.measure.admissible import Floats, finite, variant_of

METHODS = ("exact", "grid")
_LEAST_PLANTS = 3
_MEMORY = 1 << 26
_DISTANCE_CELLS = 512


@dataclass(frozen=True, slots=True)
class Localisation:
    """A density of distances with its bands; every array has one entry per distance.

    ``lower`` and ``upper`` are global bands: at most 1 − confidence of the simulations leave one of them anywhere.
    ``local_lower`` and ``local_upper`` are the pointwise quantiles. ``error_bound`` bounds the error of ``density``.
    """

    distances: Floats
    density: Floats
    lower: Floats
    upper: Floats
    local_lower: Floats
    local_upper: Floats
    error_bound: Floats
    bandwidth: float
    method: str
    simulations: int
    confidence: float

    @property
    def localised(self) -> Floats:
        """Density above the upper band, at each distance (gamma of Duranton & Overman)."""
        return np.maximum(self.density - self.upper, 0.0)

    @property
    def dispersed(self) -> Floats:
        """Density under the lower band, at each distance, all zero where the industry is localised anywhere."""
        if (self.localised > 0).any():
            return np.zeros_like(self.density)
        return np.maximum(self.lower - self.density, 0.0)


def _points(values: ArrayLike, what: str) -> Floats:
    points = finite(values, 2, what)
    if points.shape[1] != 2:
        raise ShapeMismatch(f"{what}: need two coordinates in a plane, got shape {points.shape}; project degrees first")
    return points


def duranton_overman(
    xy: ArrayLike,
    sites: ArrayLike,
    distances: ArrayLike,
    simulations: int = 1000,
    seed: int = 0,
    *,
    method: str = "exact",
    bandwidth: float | None = None,
    confidence: float = 0.95,
    cell: float | None = None,
) -> Localisation:
    """Density of the distances between an industry's plants, with global bands from plants drawn at random.

    xy: (plants, 2), coordinates in a plane, for example kilometres of a projection; sites: (sites, 2), where plants
    may stand (usually all plants of all industries); distances: (k,), ascending, where to evaluate. Each simulation
    draws as many sites as there are plants, without replacement, under the given seed. Gaussian kernel, reflected
    at zero; bandwidth by Silverman's rule over all pairs unless given, and the same in the simulations.
    ``method="exact"`` visits every pair; ``"grid"`` counts pairs by Fourier transform on cells of at least
    1/4096 of the extent (or the given ``cell``); both state their ``error_bound`` per distance.
    ``simulations=0`` leaves the bands as NaN. Raises TooFewPoints, InapplicableOption, MissingValue.
    Source: Duranton & Overman (2005), sections 3 and 4.

    >>> rng = np.random.default_rng(1)
    >>> sites = rng.uniform(0, 100, (500, 2))
    >>> found = duranton_overman(rng.normal(50, 2, (40, 2)), sites, [1.0, 50.0], simulations=99)
    >>> (found.density > found.upper).tolist()
    [True, False]
    """
    variant_of(method, METHODS, "Duranton–Overman")
    plants, possible = _points(xy, "plants"), _points(sites, "sites")
    at = finite(distances, 1, "distances")
    if (at < 0).any() or (np.diff(at) <= 0).any():
        raise InapplicableOption("distances must start at zero or more and ascend")
    if len(plants) < _LEAST_PLANTS:
        raise TooFewPoints(f"Duranton–Overman: {len(plants)} plants; a density of distances needs {_LEAST_PLANTS}")
    if simulations < 0 or (simulations and len(possible) < len(plants)):
        raise TooFewPoints(f"Duranton–Overman: {len(possible)} sites for {len(plants)} plants, {simulations} draws")
    if not 0.5 < confidence < 1:
        raise InapplicableOption(f"confidence lies between .5 and 1, got {confidence}")
    if not np.ptp(plants, axis=0).any():
        raise InapplicableOption("all plants stand at one point: there are no distances to compare")
    if bandwidth is None:
        bandwidth = _rule_of_thumb(plants, method)
    if not bandwidth > 0:
        raise InapplicableOption(f"the bandwidth must be above zero, got {bandwidth}; give one")
    if method == "exact":
        density, bound = _exact(plants, at, bandwidth)
    else:
        density, bound = _on_grid(plants, at, bandwidth, cell)
    if simulations:
        drawn = simulated_densities(possible, len(plants), at, simulations, seed, bandwidth)
        lower, upper = global_bands(drawn, confidence)
        local_lower, local_upper = np.quantile(drawn, (1 - confidence, confidence), axis=0)
    else:
        lower = upper = local_lower = local_upper = np.full(at.size, np.nan)
    return Localisation(
        at, density, lower, upper, local_lower, local_upper, bound, bandwidth, method, simulations, confidence
    )


def _rule_of_thumb(plants: Floats, method: str) -> float:
    from hongqiao.measure.cluster.localisation import grid, kernel, pairs

    count = len(plants) * (len(plants) - 1) / 2
    if method == "exact":
        deviation, quartiles = pairs.spread(plants)
    else:
        longest = pairs.diagonal(plants)
        distance, weight = grid.pair_weights(plants, longest / _DISTANCE_CELLS, longest)
        deviation, quartiles = grid.spread(distance, weight)
    return kernel.silverman(deviation, quartiles, count)


def _exact(plants: Floats, at: Floats, bandwidth: float) -> tuple[Floats, Floats]:
    from hongqiao.measure.cluster.localisation import kernel, pairs

    count = len(plants) * (len(plants) - 1) / 2
    width, bins = kernel.bins_for(at, bandwidth, pairs.diagonal(plants))
    sums = pairs.pair_sums(plants, width, bins)
    density = kernel.density_of(sums[None], at, bandwidth, width, count)[0]
    return density, np.full(at.size, kernel.truncation_bound(bandwidth, pairs.POWERS))


def _on_grid(plants: Floats, at: Floats, bandwidth: float, cell: float | None) -> tuple[Floats, Floats]:
    from hongqiao.measure.cluster.localisation import grid, kernel, pairs

    count = len(plants) * (len(plants) - 1) / 2
    width, bins = kernel.bins_for(at, bandwidth, pairs.diagonal(plants))
    extent = float((plants.max(axis=0) - plants.min(axis=0)).max())
    smallest = (extent + bins * width) / grid.LARGEST_SIDE
    if cell is not None and not cell > 0:
        raise InapplicableOption(f"a cell must be above zero, got {cell}")
    side = max(bandwidth / 8, smallest) if cell is None else cell
    distance, weight = grid.pair_weights(plants, side, bins * width)
    sums = grid.binned(distance, weight, width, bins)
    density = kernel.density_of(sums[None], at, bandwidth, width, count)[0]
    bound = grid.interpolation_bound(sums[:, 0], at, bandwidth, width, side) / count
    return density, bound + kernel.truncation_bound(bandwidth, pairs.POWERS)


def simulated_densities(
    sites: Floats, plants: int, at: Floats, simulations: int, seed: int, bandwidth: float
) -> Floats:
    """Densities (simulations, distances) of as many sites as there are plants, drawn without replacement."""
    from hongqiao.measure.cluster.localisation import kernel, pairs

    rng = np.random.default_rng(seed)
    width, bins = kernel.bins_for(at, bandwidth, pairs.diagonal(sites), kernel.BINS_PER_BANDWIDTH_SIMULATED)
    count = plants * (plants - 1) / 2
    at_once = max(1, min(simulations, _MEMORY // (bins * 4 + plants * 4)))
    found = []
    for first in range(0, simulations, at_once):
        some = min(at_once, simulations - first)
        chosen = np.stack([rng.choice(len(sites), plants, replace=False, shuffle=False) for _ in range(some)])
        counts = pairs.simulated_counts(sites, chosen.astype(np.int32), width, bins)
        found.append(kernel.density_of(counts[:, :, None], at, bandwidth, width, count))
    return np.concatenate(found)


def global_bands(drawn: Floats, confidence: float) -> tuple[Floats, Floats]:
    """Bands such that at most 1 − confidence of the simulations pass above the upper one at any distance,
    and as many below the lower one: the same local level at every distance (Duranton & Overman 2005, section 4.2).

    drawn: (simulations, distances). Returns (lower, upper).
    """
    simulations = len(drawn)
    allowed = int(np.floor((1 - confidence) * simulations + 1e-9))
    ordered = np.sort(drawn, axis=0)
    rank = np.argsort(np.argsort(drawn, axis=0, kind="stable"), axis=0, kind="stable")
    # how many simulations lie beyond each one, at the distance where it is most extreme
    above, below = (simulations - 1 - rank).min(axis=1), rank.min(axis=1)
    from_top = int(np.sort(above)[allowed])
    from_bottom = int(np.sort(below)[allowed])
    return ordered[from_bottom], ordered[simulations - 1 - from_top]
