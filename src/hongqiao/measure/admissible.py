"""Which arrays a formula admits: each check names the row or column that it refuses."""

import warnings
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hongqiao.errors import (
    AggregateSuspected,
    EmptyIndustry,
    EmptyPlace,
    MissingValue,
    NegativeShare,
    ShapeMismatch,
    UnknownVariant,
    UnmatchedWeights,
)

type Floats = NDArray[np.float64]
type Flags = NDArray[np.bool_]

_SHOWN = 8
_LEAST_ROWS, _LEAST_COLUMNS = 3, 2


def listed(positions: ArrayLike) -> str:
    """The first few of many positions, as text for an error."""
    found = np.asarray(positions).tolist()
    more = f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
    return f"{found[:_SHOWN]}{more}"


def finite(values: ArrayLike, dimensions: int, what: str) -> Floats:
    """The values as float64 of the given number of dimensions; refuses what is missing or infinite."""
    array = np.asarray(values, dtype=np.float64)
    if array.ndim != dimensions:
        raise ShapeMismatch(f"{what}: got {array.ndim} dimensions of shape {array.shape}, need {dimensions}")
    if array.size == 0:
        raise ShapeMismatch(f"{what}: got no values at all (shape {array.shape})")
    wrong = ~np.isfinite(array)
    if wrong.any():
        raise MissingValue(f"{what}: missing or infinite at {listed(np.argwhere(wrong))}; give every value, or impute")
    return array


def not_negative(values: ArrayLike, dimensions: int, what: str) -> Floats:
    """Finite values of which shares can be taken."""
    array = finite(values, dimensions, what)
    if (array < 0).any():
        raise NegativeShare(f"{what}: negative at {listed(np.argwhere(array < 0))}; shares need values of zero or more")
    return array


def no_empty_place(table: Floats, what: str) -> Floats:
    """Refuses a table in which a place (a row) has nothing."""
    empty = np.flatnonzero(table.sum(axis=1) == 0)
    if empty.size:
        raise EmptyPlace(f"{what}: places with nothing in any column: rows {listed(empty)}; leave them out by name")
    return table


def no_empty_industry(table: Floats, what: str) -> Floats:
    """Refuses a table in which an industry (a column) stands nowhere."""
    empty = np.flatnonzero(table.sum(axis=0) == 0)
    if empty.size:
        raise EmptyIndustry(f"{what}: industries found in no place: columns {listed(empty)}; leave them out by name")
    return table


def suspect_total(table: Floats, what: str) -> None:
    """Warns, by row, where one row of three or more is the exact sum of all the others: a total among its parts.

    No more than a warning, since nothing but the sum speaks for it; ``hongqiao.measure.consistency`` looks closer.
    """
    rows, columns = table.shape
    if rows < _LEAST_ROWS or columns < _LEAST_COLUMNS:
        return
    total = np.flatnonzero((np.abs(2 * table - table.sum(axis=0)) <= 1e-9 * np.abs(table)).all(axis=1))
    if total.size:
        warnings.warn(
            f"{what}: row {listed(total)} is the exact sum of all other rows; if it is their total, drop it, since "
            "everything is counted twice",
            AggregateSuspected,
            stacklevel=3,
        )


def shares(values: ArrayLike, what: str) -> Floats:
    """One vector of counts, divided by its sum."""
    counts = not_negative(values, 1, what)
    if counts.sum() == 0:
        raise EmptyPlace(f"{what}: everything is zero, so that there are no shares")
    return np.asarray(counts / counts.sum(), dtype=np.float64)


def two_alike(first: ArrayLike, second: ArrayLike, what: str) -> tuple[Floats, Floats]:
    """Two vectors of shares over the same industries."""
    a, b = shares(first, f"{what}, first place"), shares(second, f"{what}, second place")
    if a.shape != b.shape:
        raise ShapeMismatch(f"{what}: {a.size} industries against {b.size}; both places need the same list")
    return a, b


def presence(table: ArrayLike, what: str) -> Floats:
    """A matrix of zeros and ones (places, products) without an empty row or column, as float64."""
    array = finite(table, 2, what)
    if not ((array == 0.0) | (array == 1.0)).all():
        raise ShapeMismatch(f"{what}: needs only 0 and 1, such as `balassa` gives")
    return no_empty_industry(no_empty_place(array, what), what)


def column_names(table: Any) -> tuple[str, ...] | None:
    """The column names of a pandas or polars table where all are texts; None for plain arrays."""
    names = getattr(table, "columns", None)
    if names is None:
        return None
    found = tuple(names)
    return found if found and all(isinstance(name, str) for name in found) else None


def by_column(given: Any, names: tuple[str, ...] | None, what: str) -> Any:
    """Weights or directions in the order of a table's columns: named ones (a mapping, or a pandas Series with names)
    are put in order and refused by name where they do not answer to the columns; others are left as they are.
    """
    index = getattr(given, "index", None)
    if isinstance(given, Mapping):
        named = {str(name): value for name, value in given.items()}
    elif index is not None and not callable(index) and len(index) and all(isinstance(name, str) for name in index):
        named = dict(zip(index, np.asarray(given).tolist(), strict=True))
    else:
        return given
    if names is None:
        raise UnmatchedWeights(f"{what}: named {', '.join(named)}, but the table's columns have no names")
    stray, lacking = [n for n in named if n not in names], [n for n in names if n not in named]
    if stray or lacking:
        missing = f"none for {', '.join(lacking)}" if lacking else ""
        unknown = f"no column {', '.join(stray)}" if stray else ""
        raise UnmatchedWeights(f"{what}: {'; '.join(part for part in (missing, unknown) if part)}")
    return [named[name] for name in names]


def weights_for(columns: int, weights: ArrayLike | None, what: str) -> Floats:
    """Weights that sum to one: equal where none are given; refuses a wrong number, negatives and all zeros."""
    if weights is None:
        return np.full(columns, 1.0 / columns)
    given = np.asarray(weights, dtype=np.float64)
    if given.shape != (columns,):
        raise UnmatchedWeights(f"{what}: got weights of shape {given.shape} for {columns} columns")
    if not np.isfinite(given).all() or (given < 0).any() or given.sum() == 0:
        raise UnmatchedWeights(f"{what}: weights must be finite, none negative, not all zero; got {given.tolist()}")
    return np.asarray(given / given.sum(), dtype=np.float64)


def flags_for(columns: int, flags: ArrayLike, what: str) -> Flags:
    """One truth value per column: True where more is better."""
    given = np.asarray(flags)
    if given.shape != (columns,):
        raise UnmatchedWeights(f"{what}: got {given.shape} directions for {columns} columns; give one per column")
    if given.dtype != np.bool_ and not np.isin(given, (0, 1)).all():
        raise UnmatchedWeights(f"{what}: a direction is True (more is better) or False; got {given.tolist()}")
    return given.astype(np.bool_)


def variant_of(name: str, known: Sequence[str], what: str) -> str:
    """The name itself when the formula has such a variant."""
    if name not in known:
        raise UnknownVariant(f"{what}: no variant {name!r}; there are {', '.join(known)}")
    return name
