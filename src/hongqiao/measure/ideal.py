"""TOPSIS: nearness to the best and distance from the worst, with the variants that packages differ by."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike

from hongqiao.errors import ConstantIndicator
from hongqiao.measure.admissible import (
    Flags,
    Floats,
    by_column,
    column_names,
    finite,
    flags_for,
    listed,
    variant_of,
    weights_for,
)

NORMALISATIONS = ("vector", "range", "sum", "maximum", "none")
WEIGHINGS = ("values", "distance")


def scaled(values: Floats, benefit: Flags, normalise: str) -> Floats:
    """Indicators on one scale: ``vector`` x/√Σx², ``sum`` x/Σx, ``maximum`` x/max, ``none``; costs stay costs.
    ``range`` is (x − min)/(max − min) with costs turned round.
    """
    if normalise == "none":
        return values
    if normalise == "range":
        spread = np.ptp(values, axis=0)
        if (spread == 0).any():
            raise ConstantIndicator(f"TOPSIS by range: constant columns {listed(np.flatnonzero(spread == 0))}")
        upward = (values - values.min(axis=0)) / spread
        return np.where(benefit, upward, 1.0 - upward)
    size = {
        "vector": np.sqrt((values**2).sum(axis=0)),
        "sum": values.sum(axis=0),
        "maximum": values.max(axis=0),
    }[normalise]
    if (size <= 0).any():
        raise ConstantIndicator(f"TOPSIS: nothing above zero in columns {listed(np.flatnonzero(size <= 0))}")
    return np.asarray(values / size)


def topsis(
    x: ArrayLike,
    weights: ArrayLike | Mapping[str, float],
    benefit: ArrayLike | Mapping[str, bool],
    *,
    normalise: str = "vector",
    weigh: str = "values",
) -> Floats:
    """Technique for order preference by similarity to the ideal solution.

    x: (places, indicators); weights: (indicators,), scaled to sum to 1; benefit: (indicators,) of bool. Returns
    (places,): d⁻/(d⁺ + d⁻), 0 (worst in all) to 1 (best in all). ``normalise`` is ``vector`` as in the source,
    ``range`` (as pymcdm by default), ``sum``, ``maximum`` or ``none`` (already normalised). ``weigh="values"``
    multiplies the normalised values by the weights as in the source, ``"distance"`` puts the weights under the root,
    √Σ w (v − v⁺)². The scores of two variants differ by a tenth and more on the same data: name the variant.
    Weights and directions may be named (a mapping) where ``x`` has column names: then they are matched by name.
    A constant indicator adds nothing to either distance. Raises UnmatchedWeights, ConstantIndicator.
    Source: Hwang & Yoon (1981), section 3.

    >>> topsis([[7.0, 200.0], [9.0, 300.0], [4.0, 100.0]], [0.5, 0.5], [True, False]).round(4).tolist()
    [0.5371, 0.4364, 0.5636]
    """
    variant_of(normalise, NORMALISATIONS, "TOPSIS normalisation")
    variant_of(weigh, WEIGHINGS, "TOPSIS weighing")
    values, names = finite(x, 2, "TOPSIS"), column_names(x)
    share = weights_for(values.shape[1], by_column(weights, names, "TOPSIS, weights"), "TOPSIS")
    upward = flags_for(values.shape[1], by_column(benefit, names, "TOPSIS, directions"), "TOPSIS")
    scale = scaled(values, upward, normalise)
    if normalise == "range":
        upward = np.ones_like(upward)
    weighted = scale * (share if weigh == "values" else np.sqrt(share))
    best = np.where(upward, weighted.max(axis=0), weighted.min(axis=0))
    worst = np.where(upward, weighted.min(axis=0), weighted.max(axis=0))
    to_best = np.sqrt(((weighted - best) ** 2).sum(axis=1))
    to_worst = np.sqrt(((weighted - worst) ** 2).sum(axis=1))
    apart = to_best + to_worst
    if (apart == 0).any():
        raise ConstantIndicator("TOPSIS: no weighted indicator differs between the places, so that no order exists")
    return np.asarray(to_worst / apart)
