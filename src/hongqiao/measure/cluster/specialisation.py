"""How an industry stands in a place against all places: quotients, similarity, concentration."""

import numpy as np
from numpy.typing import ArrayLike

from hongqiao.measure.admissible import (
    Floats,
    no_empty_industry,
    no_empty_place,
    not_negative,
    shares,
    suspect_total,
    two_alike,
)


def location_quotient(jobs: ArrayLike) -> Floats:
    """Share of an industry in a place over its share in all places.

    jobs: (places, industries), counts. Returns the same shape, dimensionless; 1 is the average place.
    The rows must be parts without their totals: a row that is the sum of all others is warned of
    (AggregateSuspected), and ``hongqiao.measure.consistency.aggregate_rows`` finds totals of some.
    Raises EmptyPlace where a place has no jobs, EmptyIndustry where an industry stands nowhere,
    NegativeShare and MissingValue for what cannot be shared. Source: Florence (1939).

    >>> location_quotient([[30.0, 10.0], [10.0, 50.0]]).round(4).tolist()
    [[1.875, 0.4167], [0.4167, 1.3889]]
    """
    counts = not_negative(jobs, 2, "location quotient")
    no_empty_industry(no_empty_place(counts, "location quotient"), "location quotient")
    suspect_total(counts, "location quotient")
    in_place = counts / counts.sum(axis=1, keepdims=True)
    in_all = counts.sum(axis=0) / counts.sum()
    return np.asarray(in_place / in_all, dtype=np.float64)


def isomorphism(a: ArrayLike, b: ArrayLike) -> float:
    """Industrial isomorphism of two places: the cosine between their industry structures.

    a, b: (industries,), counts or shares in the same order of industries. Returns 0 (nothing shared) to 1
    (the same structure). Raises EmptyPlace, NegativeShare, ShapeMismatch.
    Source: UNIDO International Research Centre (1979), the similarity coefficient of industrial structure.

    >>> round(isomorphism([30.0, 10.0], [10.0, 50.0]), 4)
    0.4961
    """
    first, second = two_alike(a, b, "isomorphism")
    return float(first @ second / np.sqrt((first @ first) * (second @ second)))


def krugman(a: ArrayLike, b: ArrayLike) -> float:
    """Krugman's specialisation index in its halved form: half the L1 distance of two structures.

    a, b: (industries,), counts or shares. Returns 0 (the same structure) to 1 (nothing shared): the share of
    jobs that would have to change industry. Krugman (1991) prints the unhalved sum, which runs to 2.

    >>> round(krugman([30.0, 10.0], [10.0, 50.0]), 4)
    0.5833
    """
    first, second = two_alike(a, b, "Krugman index")
    return float(0.5 * np.abs(first - second).sum())


def herfindahl(counts: ArrayLike, *, normalised: bool = False) -> float:
    """Herfindahl–Hirschman index: the sum of squared shares.

    counts: (parts,), counts or shares. Returns 1/n (all equal) to 1 (one holds all); ``normalised`` maps that
    range onto 0 to 1. Multiply by 10,000 for the points that competition offices print.
    Source: Hirschman (1964).

    >>> round(herfindahl([50.0, 30.0, 20.0]), 2)
    0.38
    """
    part = shares(counts, "Herfindahl index")
    index = float(part @ part)
    if not normalised:
        return index
    if part.size == 1:
        return 1.0
    return float((index - 1 / part.size) / (1 - 1 / part.size))


def locational_gini(jobs: ArrayLike) -> Floats:
    """Locational Gini of each industry: how far its spread over places leaves that of all jobs.

    jobs: (places, industries). Returns (industries,), 0 (spread like all jobs) towards 1. Places are ordered by
    their location quotient and the Lorenz curve is taken over cumulative shares.
    Source: Krugman (1991), appendix D.

    >>> locational_gini([[30.0, 10.0], [10.0, 50.0]]).round(4).tolist()
    [0.35, 0.2333]
    """
    quotient = location_quotient(jobs)
    counts = np.asarray(jobs, dtype=np.float64)
    everywhere = counts.sum(axis=1) / counts.sum()
    of_industry = counts / counts.sum(axis=0)
    order = np.argsort(quotient, axis=0, kind="stable")
    width = everywhere[order]
    reached = np.cumsum(np.take_along_axis(of_industry, order, axis=0), axis=0)
    before = np.vstack([np.zeros(counts.shape[1]), reached[:-1]])
    return np.asarray(1.0 - (width * (reached + before)).sum(axis=0), dtype=np.float64)
