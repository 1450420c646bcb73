"""Is it one market? Relative-price segmentation, the border effect, and linkage by travel time."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from hongqiao.errors import InapplicableOption, MissingYears, ShapeMismatch, TooFewPoints
from hongqiao.measure.admissible import Floats, finite, listed, not_negative

_LEAST_GOODS = 2
_LEAST_YEARS = 2


def segmentation(prices: ArrayLike) -> Floats:
    """Market segmentation by relative prices: variance over goods of the price moves that a pair does not share.

    prices: (places, goods, years), price levels above zero without gaps. Returns (places, places, years − 1),
    symmetric, zero for one market. The change of the log relative price is taken absolutely, the mean over all
    pairs of the same good and year is taken off, and the sample variance over goods remains.
    Source: Parsley & Wei (2001); in this form Lu Ming & Chen Zhao (2009).
    """
    level = finite(prices, 3, "relative prices")
    if (level <= 0).any():
        raise InapplicableOption(f"relative prices: must be above zero; others at {listed(np.argwhere(level <= 0))}")
    places, goods, years = level.shape
    if goods < _LEAST_GOODS or places < 2:
        raise TooFewPoints(f"relative prices: {places} places and {goods} goods; need two of each")
    if years < _LEAST_YEARS:
        raise MissingYears(f"relative prices: {years} year; a change needs two")
    change = np.diff(np.log(level), axis=2)
    apart = np.abs(change[:, None] - change[None, :])
    first, second = np.triu_indices(places, 1)
    common = apart[first, second].mean(axis=0)
    spread = (apart - common).var(axis=2, ddof=1)
    spread[np.arange(places), np.arange(places)] = 0.0
    return np.asarray(spread)


@dataclass(frozen=True, slots=True)
class BorderEffect:
    """How much a border thins out exchange: a factor, with the regression behind it."""

    factor: float
    """Exchange within one side over exchange across, at equal size and distance: exp(−coefficient)."""
    coefficient: float
    standard_error: float
    distance: float
    pairs: int


def border_effect(flows: ArrayLike, sizes: ArrayLike, distances: ArrayLike, sides: list[str]) -> BorderEffect:
    """Border effect by the log-linear gravity equation of McCallum (1995).

    flows: (places, places), above zero between different places; sizes: (places,), above zero; distances: (places,
    places), above zero; sides: one name per place. Log flow on log sizes, log distance and a dummy for crossing.
    Zero flows are refused (use ``hongqiao.measure.ppml``, which takes them). Standard errors are the classical ones.
    """
    exchange, size = finite(flows, 2, "flows"), finite(sizes, 1, "sizes")
    apart = finite(distances, 2, "distances")
    n = size.size
    if exchange.shape != (n, n) or apart.shape != (n, n) or len(sides) != n:
        raise ShapeMismatch(
            f"border effect: {exchange.shape} flows, {apart.shape} distances, {len(sides)} sides, {n} sizes"
        )
    i, j = np.nonzero(~np.eye(n, dtype=bool))
    if (exchange[i, j] <= 0).any() or (apart[i, j] <= 0).any() or (size <= 0).any():
        raise InapplicableOption(
            "border effect: logarithms need flows, distances and sizes above zero; PPML takes zeros"
        )
    side = np.array(sides)
    crosses = (side[i] != side[j]).astype(np.float64)
    if crosses.min() == crosses.max():
        raise InapplicableOption("border effect: needs pairs on one side and pairs across")
    rows = np.column_stack([np.ones(i.size), np.log(size[i]), np.log(size[j]), np.log(apart[i, j]), crosses])
    found, _, rank, _ = np.linalg.lstsq(rows, np.log(exchange[i, j]), rcond=None)
    if rank < rows.shape[1] or i.size <= rows.shape[1]:
        raise TooFewPoints(f"border effect: {i.size} pairs cannot tell sizes, distance and border apart")
    rest = np.log(exchange[i, j]) - rows @ found
    variance = rest @ rest / (i.size - rows.shape[1]) * np.linalg.inv(rows.T @ rows)
    return BorderEffect(
        float(np.exp(-found[4])), float(found[4]), float(np.sqrt(variance[4, 4])), float(found[3]), i.size
    )


def gravity_linkage(sizes: ArrayLike, minutes: ArrayLike, exponent: float = 2.0) -> Floats:
    """Strength of economic linkage between places: size × size / travel time to a power.

    sizes: (places,), zero or more (often √(people × output)); minutes: (places, places), travel times above zero off
    the diagonal, infinite where no way leads; exponent: of travel time, an assumption to be stated. Returns
    (places, places) with a zero diagonal: a place is not linked to itself. Source: Reilly (1931); Tinbergen (1962).

    >>> gravity_linkage([100.0, 25.0], [[0.0, 10.0], [10.0, 0.0]]).tolist()
    [[0.0, 25.0], [25.0, 0.0]]
    """
    size = not_negative(sizes, 1, "sizes")
    time = np.asarray(minutes, dtype=np.float64)
    n = size.size
    if time.shape != (n, n):
        raise ShapeMismatch(f"travel times of shape {time.shape} for {n} places")
    off = ~np.eye(n, dtype=bool)
    if np.isnan(time[off]).any() or (time[off] <= 0).any():
        raise InapplicableOption("travel times between places must be above zero; infinite where no way leads")
    if not exponent > 0:
        raise InapplicableOption(f"the exponent of travel time must be above zero, got {exponent}")
    found = np.zeros((n, n))
    found[off] = np.outer(size, size)[off] / time[off] ** exponent
    return found
