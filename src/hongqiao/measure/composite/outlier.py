"""Outliers: winsorise a few points, else take logarithms, as the handbook of OECD and JRC advises."""

from dataclasses import dataclass

import numpy as np

from hongqiao.errors import TooFewPoints
from hongqiao.measure.admissible import Floats

_LEAST = 4


@dataclass(frozen=True, slots=True)
class Treated:
    """A treated indicator, and what was done to it."""

    values: Floats
    method: str
    """``untouched``, ``winsorised`` or ``logarithm``."""
    points: int
    """How many values were pulled in."""


def skewness(x: Floats) -> float:
    """Sample skewness G1, adjusted for small samples (Joanes & Gill 1998, type 2); x: (units,), not constant."""
    n = x.size
    m = x - x.mean()
    g1 = (m**3).mean() / (m**2).mean() ** 1.5
    return float(g1 * np.sqrt(n * (n - 1)) / (n - 2))


def kurtosis(x: Floats) -> float:
    """Sample excess kurtosis G2, adjusted for small samples (Joanes & Gill 1998, type 2)."""
    n = x.size
    m = x - x.mean()
    g2 = (m**4).mean() / (m**2).mean() ** 2 - 3
    return float((n - 1) / ((n - 2) * (n - 3)) * ((n + 1) * g2 + 6))


def logarithm(x: Floats) -> Floats:
    """ln(x − min + range/100), the shifted logarithm of COINr (``log_CT``)."""
    low, high = x.min(), x.max()
    return np.asarray(np.log(x - low + 0.01 * (high - low)))


def treat(x: Floats, *, skew: float = 2.0, kurt: float = 3.5, most: int = 5) -> Treated:
    """Pull in the outermost values one after the other until the shape is acceptable; if ``most`` are not enough,
    take the logarithm of the untouched values.

    x: (units,), not constant, at least four. Acceptable is |skewness| < ``skew`` or kurtosis < ``kurt``.
    Source: OECD & JRC (2008), Handbook on Constructing Composite Indicators, step 3; thresholds as in COINr.
    """
    if x.size < _LEAST:
        raise TooFewPoints(f"treating outliers needs {_LEAST} units or more, got {x.size}")

    def acceptable(values: Floats) -> bool:
        return np.ptp(values) == 0 or abs(skewness(values)) < skew or kurtosis(values) < kurt

    if acceptable(x):
        return Treated(x, "untouched", 0)
    pulled = x.copy()
    top, bottom = np.zeros(x.size, dtype=bool), np.zeros(x.size, dtype=bool)
    while not acceptable(pulled) and top.sum() + bottom.sum() < most:
        if skewness(pulled) >= 0:
            top = pulled == pulled.max()
            pulled[top] = pulled[~top].max()
        else:
            bottom = pulled == pulled.min()
            pulled[bottom] = pulled[~bottom].min()
    if acceptable(pulled) and np.ptp(pulled) > 0:
        return Treated(pulled, "winsorised", int(top.sum() + bottom.sum()))
    return Treated(logarithm(x), "logarithm", 0)
