"""Spatial interaction: Wilson's family from unconstrained to doubly constrained, and its calibration."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from hongqiao.errors import EmptyPlace, InapplicableOption, NotConverged, ShapeMismatch
from hongqiao.measure.admissible import Floats, finite, listed, not_negative, variant_of

KINDS = ("unconstrained", "production", "attraction", "doubly")
DECAYS = ("exponential", "power")


@dataclass(frozen=True, slots=True)
class Interaction:
    """Modelled flows (origins, destinations) with their balancing factors and how far the sums are met."""

    flows: Floats
    origin_factor: Floats
    destination_factor: Floats
    residual: float
    iterations: int


@dataclass(frozen=True, slots=True)
class Calibration:
    """A decay fitted to observed flows: the modelled mean cost equals the observed one."""

    beta: float
    model: Interaction
    mean_cost: float
    """Observed mean cost, of logarithms for the power decay."""
    gap: float
    """Modelled minus observed mean cost."""
    srmse: float
    """Root mean squared error over the mean flow (Knudsen & Fotheringham 1986)."""
    common: float
    """Common part of commuters: 2 Σ min / (Σ + Σ), 1 for the same flows (Lenormand et al. 2012)."""


def interaction(
    origins: ArrayLike,
    destinations: ArrayLike,
    cost: ArrayLike,
    beta: float,
    *,
    kind: str = "doubly",
    decay: str = "exponential",
    total: float | None = None,
    tolerance: float = 1e-12,
    most_iterations: int = 10_000,
) -> Interaction:
    """Flows between places from sizes and costs.

    origins: (i,), destinations: (j,), sizes of zero or more; cost: (i, j), at least zero, above zero for ``power``,
    infinite where no way leads; beta: of the decay, exp(−β c) or c^(−β). ``unconstrained`` scales to ``total``
    (default: the sum of origins); ``production`` keeps the origin sums, ``attraction`` the destination sums,
    ``doubly`` both, which must agree. Raises NotConverged with the residual, EmptyPlace, ShapeMismatch.
    Source: Wilson (1971).

    >>> interaction([60.0, 40.0], [50.0, 50.0], [[1.0, 3.0], [3.0, 1.0]], 0.0).flows.tolist()
    [[30.0, 30.0], [20.0, 20.0]]
    """
    variant_of(kind, KINDS, "interaction model")
    leaving, arriving = not_negative(origins, 1, "origins"), not_negative(destinations, 1, "destinations")
    weight = _decayed(np.asarray(cost, dtype=np.float64), beta, decay, (leaving.size, arriving.size))
    if leaving.sum() == 0 or arriving.sum() == 0:
        raise EmptyPlace("interaction: all origins or all destinations are zero")
    base = np.outer(leaving, arriving) * weight
    ones_i, ones_j = np.ones(leaving.size), np.ones(arriving.size)
    if kind == "unconstrained":
        scale = (float(leaving.sum()) if total is None else total) / base.sum()
        return Interaction(base * scale, ones_i * scale, ones_j, 0.0, 0)
    if total is not None:
        raise InapplicableOption(f"a total belongs to the unconstrained model; {kind!r} follows its own sums")
    if kind == "production":
        factor = _factor(leaving, base.sum(axis=1), "origins")
        return Interaction(base * factor[:, None], factor, ones_j, 0.0, 0)
    if kind == "attraction":
        factor = _factor(arriving, base.sum(axis=0), "destinations")
        return Interaction(base * factor, ones_i, factor, 0.0, 0)
    if abs(leaving.sum() - arriving.sum()) > 1e-9 * leaving.sum():
        raise InapplicableOption(
            f"doubly constrained: origins sum to {leaving.sum():g}, destinations to {arriving.sum():g}; they must agree"
        )
    return _balanced(base, leaving, arriving, tolerance, most_iterations)


def _decayed(cost: Floats, beta: float, decay: str, shape: tuple[int, int]) -> Floats:
    variant_of(decay, DECAYS, "decay")
    if cost.shape != shape:
        raise ShapeMismatch(f"cost of shape {cost.shape} for {shape[0]} origins and {shape[1]} destinations")
    lowest = 0.0 if decay == "exponential" else np.nextafter(0, 1)
    if np.isnan(cost).any() or (cost < lowest).any():
        raise InapplicableOption(
            f"cost: missing or too small for the {decay} decay at {listed(np.argwhere(~(cost >= lowest)))}"
        )
    reachable = np.isfinite(cost)
    safe = np.where(reachable, cost, 1.0)
    found = np.exp(-beta * safe) if decay == "exponential" else safe ** (-beta)
    return np.asarray(np.where(reachable, found, 0.0))


def _factor(wanted: Floats, got: Floats, what: str) -> Floats:
    cut_off = np.flatnonzero((got == 0) & (wanted > 0))
    if cut_off.size:
        raise EmptyPlace(f"{what} without any way to the other side: {listed(cut_off)}")
    return np.asarray(np.divide(wanted, got, out=np.zeros_like(wanted), where=got > 0))


def _balanced(base: Floats, leaving: Floats, arriving: Floats, tolerance: float, most: int) -> Interaction:
    """Iterative proportional fitting (Deming & Stephan 1940)."""
    b = np.ones(arriving.size)
    a = np.ones(leaving.size)
    residual = np.inf
    for iteration in range(1, most + 1):
        a = _factor(leaving, base @ b, "origins")
        b = _factor(arriving, a @ base, "destinations")
        residual = float(np.abs(a * (base @ b) - leaving).max() / leaving.max())
        if residual <= tolerance:
            return Interaction(base * np.outer(a, b), a, b, residual, iteration)
    raise NotConverged(f"doubly constrained: residual {residual:.2e} after {most} iterations, wanted {tolerance:.0e}")


def calibrate(
    flows: ArrayLike, cost: ArrayLike, *, kind: str = "doubly", decay: str = "exponential", tolerance: float = 1e-10
) -> Calibration:
    """The decay under which the model reproduces the observed mean cost, which is also the Poisson maximum likelihood.

    flows: (i, j), zero or more; cost: (i, j), finite. Origins and destinations are the row and column sums.
    Raises NotConverged where no decay between −50 and 50 (over the mean cost) meets it. Source: Hyman (1969).
    """
    observed, price = not_negative(flows, 2, "flows"), finite(cost, 2, "cost")
    leaving, arriving = observed.sum(axis=1), observed.sum(axis=0)
    _decayed(price, 0.0, decay, (leaving.size, arriving.size))
    if observed.sum() == 0:
        raise EmptyPlace("calibration: all flows are zero")
    if np.ptp(price) == 0:
        raise InapplicableOption("calibration: all costs are equal, so that no decay can be told")
    measure = price if decay == "exponential" else np.log(price)
    mean = float((observed * measure).sum() / observed.sum())

    def model(beta: float) -> Interaction:
        return interaction(leaving, arriving, price, beta, kind=kind, decay=decay)

    def gap(beta: float) -> float:
        flow = model(beta).flows
        return float((flow * measure).sum() / flow.sum()) - mean

    beta = _root(gap, float(np.abs(measure).mean()), tolerance * max(abs(mean), 1e-300))
    found = model(beta)
    error = float(np.sqrt(((found.flows - observed) ** 2).mean()) / observed.mean())
    common = float(2 * np.minimum(found.flows, observed).sum() / (found.flows.sum() + observed.sum()))
    return Calibration(beta, found, mean, gap(beta), error, common)


def _root(gap: Callable[[float], float], scale: float, close: float) -> float:
    """Where the falling function ``gap`` meets zero: widened brackets, then bisection with secants (Brent 1973)."""
    from scipy.optimize import brentq

    low, high = -1.0 / scale, 1.0 / scale
    while gap(high) > 0:
        high *= 2
        if high * scale > 50:
            raise NotConverged("calibration: even the steepest decay leaves flows longer than observed")
    while gap(low) < 0:
        low *= 2
        if low * scale < -50:
            raise NotConverged("calibration: even the most reversed decay leaves flows shorter than observed")
    return float(brentq(gap, low, high, xtol=close / scale / max(scale, 1.0), rtol=1e-14))
