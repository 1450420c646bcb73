"""Which single slip in the inputs would explain a published table? Each possible one is undone and tried."""

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import ArrayLike

from hongqiao.errors import HongqiaoError
from hongqiao.measure.admissible import Floats
from hongqiao.measure.consistency.gap import Gap

_MOST_DECIMALS = 6
_POWERS = (1, -1, 2, -2, 3, -3, 4, -4, 8, -8)
_WORDS = {4: " (万)", 8: " (亿)", 2: " (per cents)"}


def repairs(value: float, decimals: int = 0) -> Iterator[tuple[str, str, float]]:
    """What a cell may have been before a slip: kind, in words, and the value; decimals: how many it is printed with.

    >>> [(kind, words, round(cell, 3)) for kind, words, cell in repairs(54.0)][-2:]
    [('sign', 'the sign is turned', -54.0), ('digits', 'two digits are swapped', 45.0)]
    """
    for power in _POWERS:
        where = f"the point is {abs(power)} {'digit' if abs(power) == 1 else 'digits'} off{_WORDS.get(abs(power), '')}"
        yield "unit", where, float(value * 10.0**power)
    yield "sign", "the sign is turned", -float(value)
    digits = f"{value:.{decimals}f}"
    for at in range(len(digits) - 1):
        left, right = digits[at], digits[at + 1]
        # over a point the neighbours are still neighbours to the eye
        other = at + 2 if right == "." and at + 2 < len(digits) else at + 1
        right = digits[other]
        if left.isdigit() and right.isdigit() and left != right:
            turned = list(digits)
            turned[at], turned[other] = right, left
            yield "digits", "two digits are swapped", float("".join(turned))


def find_slips(
    formula: Callable[..., Floats],
    inputs: Sequence[ArrayLike],
    published: ArrayLike,
    decimals: int,
    names: Sequence[str] = (),
    allowance: ArrayLike = 0.0,
) -> tuple[Gap, ...]:
    """Every single slip in the inputs that, undone, makes all cells of a table agree.

    Tried are, for each input: the whole input and each of its columns in another unit, two neighbouring rows exchanged,
    and each cell with its point moved, its sign turned or two digits swapped. Where several explain the table, all are
    named: the table cannot tell them apart.

    >>> double = lambda x: x.sum(axis=1)
    >>> [gap.says for gap in find_slips(double, [[[1.0, 2.0], [3.0, 400.0]]], [3.0, 7.0], 0)]
    ['input 1, row 2, column 2 is 400 and should be 4: the point is 2 digits off (per cents)']
    """
    arrays = [np.array(one, dtype=np.float64) for one in inputs]
    table = np.asarray(published, dtype=np.float64)
    there = np.isfinite(table)
    slack = 0.5 * 10.0**-decimals * (1 + 1e-6) + np.asarray(allowance, dtype=np.float64) + 1e-12

    def fits() -> bool:
        try:
            with np.errstate(all="ignore"):
                ours = np.asarray(formula(*arrays), dtype=np.float64)
        except (HongqiaoError, ArithmeticError, ValueError):
            return False
        return ours.shape == table.shape and bool((np.abs(ours - table) <= slack)[there].all())

    found = []
    for number, array in enumerate(arrays):
        what = names[number] if number < len(names) else f"input {number + 1}"
        for gap, undo in _changes(array, what):
            kept = array.copy()
            undo(array)
            if fits():
                found.append(gap)
            array[...] = kept
    return tuple(found)


def _changes(array: Floats, what: str) -> Iterator[tuple[Gap, Callable[[Floats], None]]]:
    for power in (2, -2, 3, -3, 4, -4):
        words = f"{what} as a whole stands in another unit: times {10.0**power:g} all cells agree"
        yield Gap("unit", what, "as printed", f"× {10.0**power:g}", words, 10.0**power), _times((...,), 10.0**power)
    if array.ndim > 1:
        for column, power in ((c, p) for c in range(array.shape[-1]) for p in (1, -1, 2, -2, 3, -3, 4, -4)):
            where = f"{what}, column {column + 1}"
            words = f"{where} stands in another unit: times {10.0**power:g} all cells agree"
            yield (
                Gap("unit", where, "as printed", f"× {10.0**power:g}", words, 10.0**power),
                _times((..., column), 10.0**power),
            )
    for row in range(array.shape[0] - 1):
        where = f"{what}, rows {row + 1} and {row + 2}"
        yield Gap("row", where, "as printed", "exchanged", f"{where} are exchanged"), _exchanged(row)
    # a swap may have brought a zero to the end, so that digits are those of the table, not of the cell
    decimals = next((d for d in range(_MOST_DECIMALS) if np.allclose(array, array.round(d), 0, 1e-9)), _MOST_DECIMALS)
    for index in np.ndindex(array.shape):
        value = float(array[index])
        places = zip(("row", "column", "layer"), index, strict=False)
        where = f"{what}, {', '.join(f'{word} {at + 1}' for word, at in places)}"
        for kind, words, repaired in repairs(value, decimals):
            if repaired != value:
                says = f"{where} is {value:g} and should be {repaired:g}: {words}"
                yield Gap(kind, where, value, repaired, says), _put(index, repaired)


def _times(where: tuple[object, ...], factor: float) -> Callable[[Floats], None]:
    def undo(array: Floats) -> None:
        array[where] *= factor  # type: ignore[index]  # an ellipsis, or one with a column

    return undo


def _exchanged(row: int) -> Callable[[Floats], None]:
    def undo(array: Floats) -> None:
        array[[row, row + 1]] = array[[row + 1, row]]

    return undo


def _put(index: tuple[int, ...], value: float) -> Callable[[Floats], None]:
    def undo(array: Floats) -> None:
        array[index] = value

    return undo
