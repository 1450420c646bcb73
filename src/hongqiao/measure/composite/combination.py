"""Weighted means of three kinds and TOPSIS: how scores are combined, and how fully they make up for one another."""

import numpy as np

from hongqiao.errors import InapplicableOption
from hongqiao.measure.admissible import Floats, variant_of
from hongqiao.measure.ideal import topsis

AGGREGATIONS = ("arithmetic", "geometric", "harmonic", "topsis")


def combine(scores: Floats, weights: Floats, method: str = "arithmetic", *, what: str = "aggregate") -> Floats:
    """One score per row from several: arithmetic (full compensation), geometric, harmonic, or TOPSIS.

    scores: (rows, parts), upwards where better; weights: (parts,), summing to 1. The geometric and harmonic means
    refuse values of zero or less; TOPSIS takes the scores as already normalised and returns 0 to 1.

    >>> combine(np.array([[1.0, 100.0]]), np.array([0.5, 0.5]), "geometric").round(6).tolist()
    [10.0]
    """
    variant_of(method, AGGREGATIONS, "aggregation")
    if method == "topsis":
        return topsis(scores, weights, np.ones(weights.size, dtype=bool), normalise="none")
    return np.asarray(_back(_forth(scores, method, what) @ weights, method))


def combine_many(scores: Floats, weights: Floats, method: str = "arithmetic", *, what: str = "aggregate") -> Floats:
    """Scores (draws, rows) under many weightings at once: one matrix product.

    scores: (rows, parts); weights: (draws, parts), each row summing to 1. Not for TOPSIS.
    """
    variant_of(method, AGGREGATIONS[:3], "aggregation of many weightings")
    return np.asarray(_back(weights @ _forth(scores, method, what).T, method))


def _forth(scores: Floats, method: str, what: str) -> Floats:
    if method == "arithmetic":
        return scores
    if (scores <= 0).any():
        raise InapplicableOption(
            f"{what}: the {method} mean needs scores above zero; normalise to a span that begins above zero, such as 1 to 100"
        )
    return np.asarray(np.log(scores) if method == "geometric" else 1.0 / scores)


def _back(combined: Floats, method: str) -> Floats:
    if method == "arithmetic":
        return combined
    return np.asarray(np.exp(combined) if method == "geometric" else 1.0 / combined)
