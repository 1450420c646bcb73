"""Weights that the data itself gives: entropy, variation, and conflict between indicators."""

import numpy as np
from numpy.typing import ArrayLike

from hongqiao.errors import ConstantIndicator, InapplicableOption, TooFewPoints
from hongqiao.measure.admissible import Flags, Floats, by_column, column_names, finite, flags_for, listed, variant_of

NORMALISATIONS = ("range", "sum", "vector", "maximum")
ENTROPY_VARIANTS = ("range", "sum", "maximum", "none")
_LEAST = 2


def varied(x: ArrayLike, what: str) -> Floats:
    """A matrix of which every column varies; refuses constant columns by number."""
    values = finite(x, 2, what)
    if values.shape[0] < _LEAST:
        raise TooFewPoints(f"{what}: {values.shape[0]} row; need two or more")
    constant = np.flatnonzero(np.ptp(values, axis=0) == 0)
    if constant.size:
        raise ConstantIndicator(f"{what}: the same in every row: columns {listed(constant)}; leave them out by name")
    return values


def directed(values: Floats, benefit: Flags, normalisation: str) -> Floats:
    """Indicators on one scale and in one direction, by the named normalisation.

    ``range``: (x − min)/(max − min), costs turned round; ``sum``: x/Σx, costs as (1/x)/Σ(1/x);
    ``maximum``: x/max, costs as min/x; ``none``: as they are, only with benefits.
    """
    if normalisation == "range":
        low, high = values.min(axis=0), values.max(axis=0)
        upward = (values - low) / (high - low)
        return np.where(benefit, upward, 1.0 - upward)
    if (values < 0).any() or (~benefit & (values <= 0).any(axis=0)).any():
        raise InapplicableOption(
            f"normalisation {normalisation!r} needs values of zero or more, and above zero where less is better; "
            "`range` takes any"
        )
    if normalisation == "none":
        if not benefit.all():
            raise InapplicableOption("normalisation 'none' cannot turn a cost round; use `range`, `sum` or `maximum`")
        return values
    turned = np.where(benefit, values, 1.0 / np.where(values > 0, values, 1.0))
    return np.asarray(turned / (turned.sum(axis=0) if normalisation == "sum" else turned.max(axis=0)))


def entropy(x: ArrayLike, benefit: ArrayLike, *, normalise: str = "range", shift: float = 0.0) -> Floats:
    """Entropy of each indicator over the places, 0 (one place has it all) to 1 (all the same).

    See ``entropy_weights``.
    """
    variant_of(normalise, ENTROPY_VARIANTS, "entropy weights")
    values = varied(x, "entropy weights")
    scaled = directed(
        values,
        flags_for(
            values.shape[1], by_column(benefit, column_names(x), "entropy weights, directions"), "entropy weights"
        ),
        normalise,
    )
    if shift < 0:
        raise InapplicableOption(f"entropy weights: a shift lifts zeros, so it is zero or more; got {shift}")
    part = scaled + shift
    part = part / part.sum(axis=0)
    # 0 · ln 0 is 0, its limit
    logarithm = np.log(np.where(part > 0, part, 1.0))
    return np.asarray(-(part * logarithm).sum(axis=0) / np.log(values.shape[0]))


def entropy_weights(x: ArrayLike, benefit: ArrayLike, *, normalise: str = "range", shift: float = 0.0) -> Floats:
    """Weights by Shannon entropy: an indicator weighs the more, the more unequally it is spread.

    x: (places, indicators); benefit: (indicators,) of bool, True where more is better. Returns (indicators,),
    summing to 1. Indicators are first put on one scale: ``normalise`` is ``range`` (minimum to maximum, with
    direction; 0 · ln 0 = 0), ``sum`` or ``maximum`` (costs inverted), or ``none``; ``shift`` is added after that
    (papers add .0001, .01 or 1 to avoid ln 0, and it moves the weights).
    Raises ConstantIndicator, UnmatchedWeights, InapplicableOption. Source: Shannon (1948); Zeleny (1982), chapter 6.

    >>> entropy_weights([[1.0, 5.0], [2.0, 6.0], [9.0, 7.0]], [True, True]).round(4).tolist()
    [0.6187, 0.3813]
    """
    spread = 1.0 - entropy(x, benefit, normalise=normalise, shift=shift)
    spread = np.maximum(spread, 0.0)
    if spread.sum() == 0:
        raise ConstantIndicator("entropy weights: no indicator differs between places after normalisation")
    return np.asarray(spread / spread.sum())


def variation_weights(x: ArrayLike) -> Floats:
    """Weights by coefficient of variation (sample standard deviation over mean), summing to 1.

    x: (places, indicators), means above zero.
    """
    values = varied(x, "variation weights")
    mean = values.mean(axis=0)
    if (mean <= 0).any():
        raise InapplicableOption(
            f"variation weights: means must be above zero; columns {listed(np.flatnonzero(mean <= 0))}"
        )
    variation = values.std(axis=0, ddof=1) / mean
    return np.asarray(variation / variation.sum())


def critic_weights(x: ArrayLike, benefit: ArrayLike) -> Floats:
    """CRITIC weights: standard deviation times conflict (the sum of 1 − correlation) of range-normalised indicators.

    x: (places, indicators); benefit: (indicators,). Source: Diakoulaki, Mavrotas & Papayannakis (1995).
    """
    values = varied(x, "CRITIC weights")
    scaled = directed(
        values,
        flags_for(values.shape[1], by_column(benefit, column_names(x), "CRITIC weights, directions"), "CRITIC weights"),
        "range",
    )
    conflict = (1.0 - np.atleast_2d(np.corrcoef(scaled, rowvar=False))).sum(axis=0)
    information = scaled.std(axis=0, ddof=1) * conflict
    if information.sum() <= 0:
        raise ConstantIndicator("CRITIC weights: all indicators move together, so that none tells more than another")
    return np.asarray(information / information.sum())
