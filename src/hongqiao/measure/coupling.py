"""Coupling coordination of subsystems, with the variants that the literature uses under one name."""

import numpy as np
from numpy.typing import ArrayLike

from hongqiao.errors import InapplicableOption, ShapeMismatch, TooFewPoints
from hongqiao.measure.admissible import Floats, by_column, column_names, finite, variant_of, weights_for

COUPLINGS = ("geometric", "product", "squared", "pairs", "dispersion", "wang")
"""Names of the coupling degrees that ``coupling`` computes."""

LEVELS = (
    (0.1, ("extreme dissonance", "äußerste Unausgewogenheit", "极度失调")),
    (0.2, ("severe dissonance", "schwere Unausgewogenheit", "严重失调")),
    (0.3, ("moderate dissonance", "mittlere Unausgewogenheit", "中度失调")),
    (0.4, ("mild dissonance", "leichte Unausgewogenheit", "轻度失调")),
    (0.5, ("near dissonance", "an der Grenze zur Unausgewogenheit", "濒临失调")),
    (0.6, ("barely coordinated", "knapp abgestimmt", "勉强协调")),
    (0.7, ("primary coordination", "anfängliche Abstimmung", "初级协调")),
    (0.8, ("intermediate coordination", "mittlere Abstimmung", "中级协调")),
    (0.9, ("good coordination", "gute Abstimmung", "良好协调")),
    (1.0, ("high-quality coordination", "sehr gute Abstimmung", "优质协调")),
)
"""Upper ends of the ten classes in common use, with their names in English, German and Chinese."""

_LANGUAGES = {"en": 0, "de": 1, "zh": 2}
_LEAST = 2


def subsystems(u: ArrayLike) -> Floats:
    """Scores of subsystems (places, subsystems) in (0, 1]; refuses others and fewer than two."""
    scores = finite(u, 2, "coupling")
    if scores.shape[1] < _LEAST:
        raise TooFewPoints(f"coupling: {scores.shape[1]} subsystem; coupling needs two or more")
    if (scores <= 0).any() or (scores > 1).any():
        wrong = np.argwhere((scores <= 0) | (scores > 1))[:8].tolist()
        raise InapplicableOption(f"coupling: scores must lie in (0, 1], others at {wrong}; normalise without zeros")
    return scores


def coupling(u: ArrayLike, variant: str = "geometric") -> Floats:
    """Degree of coupling C: how equal the subsystems are, 1 where they are the same.

    u: (places, subsystems) in (0, 1]. Returns (places,). With n subsystems and mean m the variants are
    ``geometric``: (∏u)^(1/n) / m, the usual one;
    ``product``: ∏u / mⁿ, printed without the root;
    ``squared``: (∏u / mⁿ)², the adjustment exponent k = 2 of two-subsystem studies;
    ``pairs``: n (∏u / ∏_{i<j}(u_i + u_j))^(1/n), the generalisation by pairs, as printed: for n > 3 it can exceed 1
    and for n other than 2 and 3 it is not free of scale;
    ``dispersion``: 1 − s/m with the sample standard deviation s (not below zero);
    ``wang``: √((1 − mean |u_i − u_j|) (∏ u/max u)^(1/(n−1))), the repair of Wang, Kong, Ren et al. (2021).

    >>> coupling([[0.5, 0.5], [0.2, 0.8]]).tolist()
    [1.0, 0.8]
    """
    variant_of(variant, COUPLINGS, "coupling")
    scores = subsystems(u)
    n, mean = scores.shape[1], scores.mean(axis=1)
    # the geometric mean by logarithms: a product of many small scores would fall to zero
    geometric = np.exp(np.log(scores).mean(axis=1))
    if variant == "geometric":
        found = geometric / mean
    elif variant == "product":
        found = (geometric / mean) ** n
    elif variant == "squared":
        found = (geometric / mean) ** (2 * n)
    elif variant == "pairs":
        first, second = np.triu_indices(n, 1)
        found = n * geometric / np.exp(np.log(scores[:, first] + scores[:, second]).sum(axis=1) / n)
    elif variant == "dispersion":
        found = np.maximum(1.0 - scores.std(axis=1, ddof=1) / mean, 0.0)
    else:
        first, second = np.triu_indices(n, 1)
        apart = np.abs(scores[:, first] - scores[:, second]).mean(axis=1)
        level = np.exp(np.log(scores / scores.max(axis=1, keepdims=True)).sum(axis=1) / (n - 1))
        found = np.sqrt(np.maximum(1.0 - apart, 0.0) * level)
    if variant in {"geometric", "product", "squared"}:
        # equal subsystems give 1 exactly, not 1 plus rounding
        found = np.minimum(found, 1.0)
    return np.asarray(found, dtype=np.float64)


def development(u: ArrayLike, weights: ArrayLike | None = None, composite: ArrayLike | None = None) -> Floats:
    """Level of development T: the weighted mean of the subsystems, or a given composite score.

    u: (places, subsystems); weights: (subsystems,), equal where not given; composite: (places,) in (0, 1].
    Raises InapplicableOption where both weights and a composite are given.
    """
    scores = subsystems(u)
    if composite is None:
        return np.asarray(
            scores
            @ weights_for(
                scores.shape[1], by_column(weights, column_names(u), "coupling weights"), "coupling coordination"
            )
        )
    if weights is not None:
        raise InapplicableOption("coupling coordination: give weights or a composite score, not both")
    given = finite(composite, 1, "composite score")
    if given.shape != (scores.shape[0],):
        raise ShapeMismatch(f"composite score: {given.size} values for {scores.shape[0]} places")
    if (given < 0).any():
        raise InapplicableOption("composite score: none may be negative, since its root is taken")
    return given


def coupling_coordination(
    u: ArrayLike,
    weights: ArrayLike | None = None,
    composite: ArrayLike | None = None,
    *,
    variant: str = "geometric",
) -> Floats:
    """Degree of coupling coordination D = √(C · T).

    u: (places, subsystems) in (0, 1]; weights: (subsystems,); composite: (places,), taken as T in place of the
    weighted mean; variant: see ``coupling``. Returns (places,). Published tables differ in C and in T without
    saying so: ``hongqiao.measure.consistency.which_coupling`` tells which pair gives a table.
    Sources: Illingworth (1996) for coupling; Liao Chongbin (1999) for coordination.

    >>> coupling_coordination([[0.5, 0.5], [0.2, 0.8]]).round(4).tolist()
    [0.7071, 0.6325]
    """
    return np.asarray(np.sqrt(coupling(u, variant) * development(u, weights, composite)))


def coordination_level(d: float, language: str = "en") -> str:
    """The name of the class of tenths into which a degree of coupling coordination falls.

    >>> coordination_level(0.63), coordination_level(0.63, "zh")
    ('primary coordination', '初级协调')
    """
    variant_of(language, tuple(_LANGUAGES), "language")
    if not 0 <= d <= 1:
        raise InapplicableOption(f"a degree of coupling coordination lies between 0 and 1, got {d}")
    names = next((names for end, names in LEVELS if d < end), LEVELS[-1][1])
    return names[_LANGUAGES[language]]
