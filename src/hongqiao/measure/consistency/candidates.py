"""Every formula that is in use under one name, as candidates for a published table."""

import itertools
from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import ArrayLike

from hongqiao.errors import InapplicableOption
from hongqiao.measure.admissible import Floats, finite, flags_for, weights_for
from hongqiao.measure.coupling import COUPLINGS, coupling, development
from hongqiao.measure.ideal import NORMALISATIONS, WEIGHINGS, topsis
from hongqiao.measure.integration.convergence import theil
from hongqiao.measure.weighting import ENTROPY_VARIANTS, critic_weights, entropy_weights, variation_weights

type Candidate = Callable[..., Floats]

SHIFTS = (0.0, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1.0)
"""What papers add to normalised indicators before taking logarithms."""
EXPONENTS = (2, 3, 4, 5, 6)
"""Adjustment exponents k by which some studies raise the coupling C."""


def couplings(*, composite: bool = False, weights: ArrayLike | None = None) -> dict[str, Candidate]:
    """Candidates over (u) or (u, composite): C, T and D = √(C·T) with each C and each T, then rarer ones.

    Rarer are C raised to an adjustment exponent, T as the geometric mean, D = C·T without the root, and the same
    with the subsystems in per cent.
    """
    levels: dict[str, Candidate] = {"T equal mean": lambda s, *_: development(s)}
    if weights is not None:
        levels["T weighted mean"] = lambda s, *_: development(s, weights)
    if composite:
        levels["T composite"] = lambda s, c: development(s, composite=c)
    levels_too = levels | {"T geometric mean": lambda s, *_: np.exp(np.log(s).mean(axis=1))}

    def root(variant: str, level: Candidate) -> Candidate:
        return lambda *given: np.sqrt(coupling(given[0], variant) * level(*given))

    def product(variant: str, level: Candidate) -> Candidate:
        return lambda *given: coupling(given[0], variant) * level(*given)

    def alone(variant: str) -> Candidate:
        return lambda *given: coupling(given[0], variant)

    def raised(power: int, level: Candidate) -> Candidate:
        return lambda *given: np.sqrt(coupling(given[0]) ** power * level(*given))

    found: dict[str, Candidate] = {
        f"D = √(C·T), C {variant}, {name}": root(variant, level)
        for variant, (name, level) in itertools.product(COUPLINGS, levels.items())
    }
    found |= {f"C alone, {variant}": alone(variant) for variant in COUPLINGS}
    found |= {f"{name} alone": level for name, level in levels_too.items()}
    found |= {
        f"D = √(Cᵏ·T), k = {power}, {name}": raised(power, level)
        for power, (name, level) in itertools.product(EXPONENTS, levels.items())
    }
    found |= {f"D = √(C·T), C {variant}, T geometric mean": root(variant, levels_too["T geometric mean"])
              for variant in COUPLINGS}  # fmt: skip
    found |= {
        f"D = C·T without the root, C {variant}, {name}": product(variant, level)
        for variant, (name, level) in itertools.product(COUPLINGS, levels.items())
    }
    return found


def _one_minus(formula: Candidate) -> Candidate:
    return lambda table: 1.0 - formula(table)


def ideals(weights: ArrayLike, benefit: ArrayLike, columns: int, *, slips: bool = False) -> dict[str, Candidate]:
    """Candidates over (x) for TOPSIS: every normalisation and weighing, then d⁺ over the sum, printed by mistake.

    ``slips`` adds, for the usual variants, one direction turned round and two weights exchanged.
    """
    share, upward = weights_for(columns, weights, "TOPSIS"), flags_for(columns, benefit, "TOPSIS")

    def scored(normalise: str, weigh: str, share: Floats = share, upward: ArrayLike = upward) -> Candidate:
        return lambda table: topsis(table, share, upward, normalise=normalise, weigh=weigh)

    plain = {
        f"{normalise} normalisation, weights on {weigh}": scored(normalise, weigh)
        for normalise, weigh in itertools.product(NORMALISATIONS, WEIGHINGS)
    }
    plain |= {f"{name}, equal weights": scored(normalise, "values", np.full(columns, 1 / columns))
              for normalise, name in ((n, f"{n} normalisation") for n in NORMALISATIONS)
              if np.ptp(share) > 0}  # fmt: skip
    found = plain | {f"{name}, d⁺ over the sum": _one_minus(formula) for name, formula in plain.items()}
    if slips:
        for normalise, weigh in itertools.product(("vector", "range"), WEIGHINGS):
            name = f"{normalise} normalisation, weights on {weigh}"
            for column in range(columns):
                turned = np.where(np.arange(columns) == column, ~upward, upward)
                found[f"{name}, direction of column {column + 1} turned round"] = scored(
                    normalise, weigh, upward=turned
                )
            for a, b in itertools.combinations(range(columns), 2):
                order = np.arange(columns)
                order[[a, b]] = b, a
                found[f"{name}, weights of columns {a + 1} and {b + 1} exchanged"] = scored(
                    normalise, weigh, share[order]
                )
    return found


def entropies(benefit: ArrayLike, columns: int, *, slips: bool = False) -> dict[str, Candidate]:
    """Candidates over (x) for weights by entropy: normalisations and shifts, entropies in place of weights, CRITIC,
    coefficients of variation; ``slips`` adds one direction turned round.
    """
    upward = flags_for(columns, benefit, "entropy weights")

    def weighed(normalise: str, shift: float, upward: ArrayLike = upward) -> Candidate:
        return lambda table: entropy_weights(table, upward, normalise=normalise, shift=shift)

    found: dict[str, Candidate] = {
        f"{normalise} normalisation, shift {shift:g}": weighed(normalise, shift)
        for normalise, shift in itertools.product(ENTROPY_VARIANTS, SHIFTS)
    }
    found |= {
        f"{normalise} normalisation, directions left out": weighed(normalise, 0.0, np.ones(columns, dtype=bool))
        for normalise in ("range", "sum")
        if not upward.all()
    }
    found |= {"z-scores moved above zero": lambda table: _moved_scores(table, upward)}
    found |= {"CRITIC": lambda table: critic_weights(table, upward), "coefficients of variation": variation_weights}
    if slips:
        for normalise, column in itertools.product(("range", "sum"), range(columns)):
            turned = np.where(np.arange(columns) == column, ~upward, upward)
            found[f"{normalise} normalisation, shift 0, direction of column {column + 1} turned round"] = weighed(
                normalise, 0.0, turned
            )
    return found


def _moved_scores(table: Floats, upward: ArrayLike) -> Floats:
    """Entropy weights of z-scores lifted by the smallest whole number that leaves none at zero or below."""
    scores = (table - table.mean(axis=0)) / table.std(axis=0, ddof=1)
    scores = np.where(upward, scores, -scores)
    lift = float(np.floor(-scores.min()) + 1)
    return entropy_weights(scores + lift, np.ones(table.shape[1], dtype=bool), normalise="none")


def weighted_ideals(benefit: ArrayLike, columns: int) -> dict[str, Candidate]:
    """Candidates over (x) for TOPSIS with weights by entropy, as most "entropy TOPSIS" studies combine them."""
    upward = flags_for(columns, benefit, "TOPSIS")
    kept = {
        name: formula
        for name, formula in entropies(benefit, columns).items()
        if not name.startswith(("z-scores", "none normalisation"))
    }

    def both(weigh: Candidate, normalise: str, on: str) -> Candidate:
        return lambda table: topsis(table, weigh(table), upward, normalise=normalise, weigh=on)

    return {
        f"weights: {name}; scores: {normalise} normalisation, weights on {on}": both(formula, normalise, on)
        for normalise, on, (name, formula) in itertools.product(("vector", "range", "sum"), WEIGHINGS, kept.items())
    }


def spreads() -> Mapping[str, Candidate]:
    """Candidates over (values of places, years) for a yearly measure of spread: sigma in its forms, Gini, Theil."""

    def by_year(one: Callable[[Floats], float]) -> Candidate:
        return lambda table: np.array([one(column) for column in finite(table, 2, "spread").T])

    def logs(column: Floats) -> Floats:
        if (column <= 0).any():
            raise InapplicableOption("spread of logarithms: values must be above zero")
        return np.log(column)

    def gini(column: Floats) -> float:
        n, ordered = column.size, np.sort(column)
        return float(2 * (np.arange(1, n + 1) * ordered).sum() / (n * ordered.sum()) - (n + 1) / n)

    return {
        "coefficient of variation, sample": by_year(lambda c: float(c.std(ddof=1) / c.mean())),
        "coefficient of variation, population": by_year(lambda c: float(c.std() / c.mean())),
        "standard deviation of logarithms, sample": by_year(lambda c: float(logs(c).std(ddof=1))),
        "standard deviation of logarithms, population": by_year(lambda c: float(logs(c).std())),
        "standard deviation, sample": by_year(lambda c: float(c.std(ddof=1))),
        "standard deviation, population": by_year(lambda c: float(c.std())),
        "Gini": by_year(gini),
        "Gini, small samples (times n/(n − 1))": by_year(lambda c: gini(c) * c.size / (c.size - 1)),
        "Theil's T": by_year(theil),
        "Theil's L (mean log deviation)": by_year(lambda c: float(np.log(c.mean()) - logs(c).mean())),
        "maximum over minimum": by_year(lambda c: float(c.max() / c.min())),
    }
