"""Do places grow alike? Sigma and beta convergence, and Theil's inequality with its parts."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from hongqiao.errors import EmptyPlace, InapplicableOption, MissingYears, ShapeMismatch, TooFewPoints
from hongqiao.measure.admissible import Floats, finite, listed, not_negative, variant_of

SIGMA_VARIANTS = ("variation", "log", "gini")
_LEAST = 3


def _positive(values: ArrayLike, dimensions: int, what: str) -> Floats:
    array = finite(values, dimensions, what)
    if (array <= 0).any():
        raise InapplicableOption(f"{what}: values must be above zero; others at {listed(np.argwhere(array <= 0))}")
    return array


def sigma(values: ArrayLike, variant: str = "variation") -> Floats:
    """Sigma convergence: the spread between places in each year.

    values: (places, years), above zero. Returns (years,), falling where places converge. ``variation``: sample
    standard deviation over mean; ``log``: sample standard deviation of logarithms; ``gini``: Gini coefficient.
    Source: Barro & Sala-i-Martin (1992).

    >>> sigma([[1.0, 2.0], [3.0, 4.0]]).round(4).tolist()
    [0.7071, 0.4714]
    """
    variant_of(variant, SIGMA_VARIANTS, "sigma")
    table = _positive(values, 2, "sigma convergence")
    if table.shape[0] < 2:
        raise TooFewPoints("sigma convergence: one place has no spread; need two or more")
    if variant == "variation":
        return np.asarray(table.std(axis=0, ddof=1) / table.mean(axis=0))
    if variant == "log":
        return np.asarray(np.log(table).std(axis=0, ddof=1))
    n = table.shape[0]
    ordered = np.sort(table, axis=0)
    rank = np.arange(1, n + 1)[:, None]
    return np.asarray(2 * (rank * ordered).sum(axis=0) / (n * table.sum(axis=0)) - (n + 1) / n)


@dataclass(frozen=True, slots=True)
class Beta:
    """Beta convergence: growth on initial level."""

    slope: float
    standard_error: float
    intercept: float
    speed: float | None
    """Yearly speed of convergence −ln(1 + slope · years)/years; None where the slope admits none."""
    half_life: float | None
    years: float
    places: int


def beta(first: ArrayLike, last: ArrayLike, years: float) -> Beta:
    """Absolute beta convergence: yearly log growth regressed on the log of the initial level.

    first, last: (places,), above zero; years: between them. A negative slope means that poorer places grew faster.
    Source: Barro & Sala-i-Martin (1992), equation 1 in its linear form; speed by their equation 2.

    >>> beta([1.0, 2.0, 4.0], [2.0, 3.0, 5.0], 10.0).slope < 0
    True
    """
    start, end = _positive(first, 1, "initial level"), _positive(last, 1, "final level")
    if start.shape != end.shape:
        raise ShapeMismatch(f"beta convergence: {start.size} initial and {end.size} final levels")
    if start.size < _LEAST or np.ptp(start) == 0:
        raise TooFewPoints(f"beta convergence: needs {_LEAST} places with different levels, got {start.size}")
    if not years > 0:
        raise MissingYears(f"beta convergence: the years between must be above zero, got {years}")
    growth, level = np.log(end / start) / years, np.log(start)
    centred = level - level.mean()
    slope = float(centred @ growth / (centred @ centred))
    intercept = float(growth.mean() - slope * level.mean())
    rest = growth - intercept - slope * level
    error = float(np.sqrt(rest @ rest / (start.size - 2) / (centred @ centred)))
    inside = 1 + slope * years
    speed = float(-np.log(inside) / years) if inside > 0 else None
    half_life = float(np.log(2) / speed) if speed is not None and speed > 0 else None
    return Beta(slope, error, intercept, speed, half_life, float(years), start.size)


@dataclass(frozen=True, slots=True)
class Theil:
    """Theil's T and its exact parts: total = between + within."""

    total: float
    between: float
    within: float
    of_group: dict[str, float]
    """Theil's T inside each group."""
    share_of_group: dict[str, float]
    """Each group's part of the total by what is within it: income share × its T."""


def theil(values: ArrayLike, population: ArrayLike | None = None) -> float:
    """Theil's T: Σ s ln(s / p), 0 where all have the same.

    values: (places,), totals such as income or output; population: (places,), people; equal where not given.
    Source: Theil (1967), chapter 4.

    >>> round(theil([1.0, 3.0]), 4)
    0.1308
    """
    income = not_negative(values, 1, "Theil, values")
    people = np.ones_like(income) if population is None else _positive(population, 1, "Theil, population")
    if people.shape != income.shape:
        raise ShapeMismatch(f"Theil: {income.size} values for {people.size} populations")
    if income.sum() == 0:
        raise EmptyPlace("Theil: all values are zero")
    s, p = income / income.sum(), people / people.sum()
    held = s > 0
    return float((s[held] * np.log(s[held] / p[held])).sum())


def theil_parts(values: ArrayLike, groups: list[str], population: ArrayLike | None = None) -> Theil:
    """Theil's T split into what lies between groups and what lies within them.

    values, population: (places,); groups: one name per place. Source: Theil (1967); Shorrocks (1980).

    >>> parts = theil_parts([1.0, 3.0, 2.0, 2.0], ["a", "a", "b", "b"])
    >>> round(parts.total, 4), round(parts.between, 4), round(parts.within, 4)
    (0.0654, 0.0, 0.0654)
    """
    income = not_negative(values, 1, "Theil, values")
    people = np.ones_like(income) if population is None else _positive(population, 1, "Theil, population")
    if len(groups) != income.size:
        raise ShapeMismatch(f"Theil: {income.size} values for {len(groups)} group names")
    member = np.array(groups)
    names = list(dict.fromkeys(groups))
    sums = np.array([income[member == name].sum() for name in names])
    heads = np.array([people[member == name].sum() for name in names])
    inside = {name: theil(income[member == name], people[member == name]) for name in names}
    part = {name: float(total / income.sum()) * inside[name] for name, total in zip(names, sums, strict=True)}
    return Theil(theil(income, people), theil(sums, heads), sum(part.values()), inside, part)
