"""Gravity from what a city has: where no flows exist, sizes and travel times with a stated decay. A model, and named so."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hongqiao.errors import BadFlows, NotConverged

type Vector = NDArray[np.float64]
type Matrix = NDArray[np.float64]


def market_potential(sizes: ArrayLike, minutes: ArrayLike, decay: float) -> Vector:
    """Σⱼ sizeⱼ / minutesᵢⱼ^decay: what each place can reach, near things counting more (Harris 1954).

    sizes: (N,), people or output. minutes: (N, N) travel times, above 0, the diagonal being a stated time within the
    place; NaN or inf where there is no way. decay: a stated assumption. Returns (N,) in the unit of sizes.

    >>> market_potential([2.0, 24.0], [[15.0, 27.0], [27.0, 30.0]], decay=1.0).round(3).tolist()
    [1.022, 0.874]
    """
    mass, times = _checked(sizes, minutes, decay)
    with np.errstate(invalid="ignore"):
        weights = np.where(np.isfinite(times), times**-decay, 0.0)
    reached: Vector = weights @ mass
    return reached


def modelled_flows(sizes: ArrayLike, minutes: ArrayLike, decay: float) -> Matrix:
    """Flows (N, N) between places of given sizes, falling with travel time, whose rows and columns both sum to the sizes.

    A doubly constrained model (Wilson 1971): sizeᵢ sizeⱼ / minutesᵢⱼ^decay, fitted to the margins. These are no
    observed flows; whatever is computed from them rests on the assumption `decay`. Raises BadFlows, NotConverged.

    >>> flows = modelled_flows([2.0, 24.0], [[15.0, 27.0], [27.0, 30.0]], decay=1.0)
    >>> flows.sum(axis=1).round(9).tolist()
    [2.0, 24.0]
    """
    mass, times = _checked(sizes, minutes, decay)
    if not np.isfinite(times).all():
        raise BadFlows("modelled flows need a travel time for every pair; leave out the places without one")
    weights = np.outer(mass, mass) * times**-decay
    rows = np.ones_like(mass)
    for _ in range(100_000):
        columns = mass / (weights.T @ rows)
        renewed = mass / (weights @ columns)
        change = float(np.abs(renewed / rows - 1).max())
        rows = renewed
        if change < 1e-13:
            flows: Matrix = weights * np.outer(rows, columns)
            return flows
    raise NotConverged(f"the margins could not be fitted: factors still change by {change:.1e}")


def _checked(sizes: ArrayLike, minutes: ArrayLike, decay: float) -> tuple[Vector, Matrix]:
    mass, times = np.asarray(sizes, dtype=np.float64), np.asarray(minutes, dtype=np.float64)
    if mass.ndim != 1 or times.shape != (len(mass), len(mass)):
        raise BadFlows(f"{mass.shape} sizes need travel times of shape {(mass.shape[0],) * 2}, got {times.shape}")
    if not np.isfinite(mass).all() or (mass <= 0).any():
        raise BadFlows(f"sizes are above 0, got {mass[~(mass > 0)][:5].tolist()}")
    if (times <= 0).any():
        raise BadFlows("travel times are above 0, within a place too: state how long a trip inside it takes")
    if not np.isfinite(decay) or decay <= 0:
        raise ValueError(f"the decay of interaction with travel time is above 0, got {decay}")
    return mass, times
