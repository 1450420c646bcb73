"""How firm is a rank? Many weightings and several methods, drawn at random under a seed."""

import numpy as np
from numpy.typing import NDArray

from hongqiao.errors import InapplicableOption, UnmatchedWeights
from hongqiao.measure.admissible import Floats, finite
from hongqiao.measure.composite.combination import combine_many


def ranks(scores: Floats) -> NDArray[np.int32]:
    """Ranks along the last axis, 1 for the highest score; equal scores share the better rank.

    >>> ranks(np.array([[3.0, 9.0, 3.0]])).tolist()
    [[2, 1, 2]]
    """
    order = np.argsort(-scores, axis=-1, kind="stable")
    ordered = np.take_along_axis(scores, order, axis=-1)
    fresh = np.ones(scores.shape, dtype=bool)
    fresh[..., 1:] = ordered[..., 1:] != ordered[..., :-1]
    place = np.where(fresh, np.arange(1, scores.shape[-1] + 1), 0)
    found = np.empty(scores.shape, dtype=np.int32)
    np.put_along_axis(found, order, np.maximum.accumulate(place, axis=-1).astype(np.int32), axis=-1)
    return found


def reweighted(scores: Floats, weights: Floats, method: str = "arithmetic") -> tuple[Floats, NDArray[np.int32]]:
    """Scores and ranks of all places under many weightings.

    scores: (places, indicators), normalised and upwards; weights: (draws, indicators), each row summing to 1.
    Returns (scores, ranks), both (draws, places).

    >>> reweighted(np.array([[1.0, 0.0], [0.2, 0.6]]), np.array([[0.5, 0.5], [0.1, 0.9]]))[1].tolist()
    [[1, 2], [2, 1]]
    """
    table, drawn = finite(scores, 2, "scores"), finite(weights, 2, "weights")
    if drawn.shape[1] != table.shape[1]:
        raise UnmatchedWeights(f"weights of shape {drawn.shape} for {table.shape[1]} indicators")
    if (drawn < 0).any() or not np.allclose(drawn.sum(axis=1), 1.0, atol=1e-9):
        raise UnmatchedWeights("each row of weights holds values of zero or more that sum to 1")
    combined = combine_many(table, drawn, method)
    return combined, ranks(combined)


def drawn_shares(base: Floats, draws: int, noise: float, rng: np.random.Generator) -> Floats:
    """Weights around given ones: each multiplied by a factor uniform in 1 ± noise, then scaled to sum to 1.

    base: (parts,). Returns (draws, parts).
    """
    if not 0 <= noise < 1:
        raise InapplicableOption(f"noise on weights lies between 0 and 1, got {noise}")
    factor = rng.uniform(1.0 - noise, 1.0 + noise, (draws, base.size))
    found = base * factor
    return np.asarray(found / found.sum(axis=1, keepdims=True))
