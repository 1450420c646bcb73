"""One scale and one direction for all indicators; fixed goalposts make years comparable."""

import numpy as np

from hongqiao.errors import ConstantIndicator, InapplicableOption
from hongqiao.measure.admissible import Floats, variant_of

NORMALISATIONS = ("range", "zscore", "rank", "percentile")


def normalise(
    x: Floats,
    direction: int,
    method: str = "range",
    *,
    span: tuple[float, float] = (0.0, 100.0),
    goalposts: tuple[float, float] | None = None,
    what: str = "indicator",
) -> Floats:
    """One indicator on the common scale, upwards where better.

    x: (rows,), complete. ``range``: from the lowest to the highest value, or between fixed ``goalposts`` (worse
    end and better end follow from ``direction``; values beyond are clipped to the span); ``zscore``: mean 0, sample
    standard deviation 1; ``rank``: 1 for the worst, mean ranks for ties; ``percentile``: (rank − 1)/(rows − 1).
    Raises ConstantIndicator, InapplicableOption.
    """
    variant_of(method, NORMALISATIONS, "normalisation")
    if goalposts is not None and method != "range":
        raise InapplicableOption(f"{what}: goalposts belong to `range`; {method!r} has none")
    if goalposts is None and np.ptp(x) == 0:
        raise ConstantIndicator(f"{what}: the same in every row; leave it out by name")
    upward = x * direction
    if method == "range":
        ends = (float(x.min()), float(x.max())) if goalposts is None else goalposts
        low, high = sorted(end * direction for end in ends)
        if not high > low:
            raise InapplicableOption(f"{what}: goalposts must differ, got {ends}")
        part = np.clip((upward - low) / (high - low), 0.0, 1.0)
        return np.asarray(span[0] + part * (span[1] - span[0]))
    if method == "zscore":
        return np.asarray((upward - upward.mean()) / upward.std(ddof=1))
    ranks = mean_ranks(upward)
    return ranks if method == "rank" else np.asarray((ranks - 1) / (x.size - 1))


def mean_ranks(x: Floats) -> Floats:
    """Ranks from 1 (lowest), ties sharing their mean rank."""
    _, inverse, counts = np.unique(x, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return np.asarray((last - (counts - 1) / 2)[inverse], dtype=np.float64)
