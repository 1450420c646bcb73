"""Cluster stars: large, specialised, and weighty for its place."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hongqiao.errors import InapplicableOption
from hongqiao.measure.admissible import not_negative
from hongqiao.measure.cluster.specialisation import location_quotient


@dataclass(frozen=True, slots=True)
class Stars:
    """Which of the three criteria each place and industry meets; all (places, industries) of bool."""

    size: NDArray[np.bool_]
    specialisation: NDArray[np.bool_]
    focus: NDArray[np.bool_]

    @property
    def count(self) -> NDArray[np.int64]:
        """Stars, 0 to 3."""
        return self.size.astype(np.int64) + self.specialisation + self.focus


def cluster_stars(jobs: ArrayLike, *, top: float = 0.1, quotient: float = 2.0, least_jobs: float = 1000.0) -> Stars:
    """Up to three stars for each industry of each place.

    jobs: (places, industries), counts. *Size*: among the ``top`` share of places by the industry's jobs;
    *specialisation*: location quotient of ``quotient`` or more; *focus*: among the ``top`` share of places by the
    industry's share of the place's jobs. Places under ``least_jobs`` in the industry get none.
    Source: Sölvell, Ketels & Lindqvist (2008), the stars of the European Cluster Observatory.

    >>> cluster_stars([[9000.0, 1000.0], [2000.0, 9000.0]], top=0.5, quotient=1.5).count.tolist()
    [[3, 0], [0, 3]]
    """
    if not 0 < top <= 1:
        raise InapplicableOption(f"the top share lies between 0 and 1, got {top}")
    counts = not_negative(jobs, 2, "cluster stars")
    ratio = location_quotient(counts)
    share = counts / counts.sum(axis=1, keepdims=True)
    enough = counts >= least_jobs
    kept = max(int(np.floor(top * counts.shape[0] + 1e-9)), 1)

    def among_top(values: NDArray[np.float64]) -> NDArray[np.bool_]:
        edge = np.sort(values, axis=0)[-kept]
        return np.asarray((values >= edge) & (values > 0))

    return Stars(among_top(counts) & enough, (ratio >= quotient) & enough, among_top(share) & enough)
