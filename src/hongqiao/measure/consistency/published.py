"""Does a computation reproduce a printed table, to the digits printed, and if not, what kind of gap is it?"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from hongqiao.errors import MissingValue, ShapeMismatch
from hongqiao.measure.admissible import Floats, finite
from hongqiao.measure.consistency.gap import Gap

_FACTORS = {
    100.0: "per cents against shares", 0.01: "shares against per cents", 1000.0: "per mille, or thousands",
    10_000.0: "points of 10,000, or 万", 1e-4: "points of 10,000, or 万", 1e8: "亿", 1e-8: "亿", 2.0: "the unhalved sum",
    0.5: "the halved sum", 0.001: "per mille, or thousands", float(np.log(10)): "natural against decimal logarithms",
    float(1 / np.log(10)): "decimal against natural logarithms", float(np.log(2)): "natural against binary logarithms",
    float(1 / np.log(2)): "binary against natural logarithms",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Printed:
    """A number as printed: its value, its decimals, and half a unit of its last digit."""

    text: str
    value: float
    decimals: int

    @property
    def half(self) -> float:
        """How far the true value may lie from the printed one."""
        return 0.5 * 10.0**-self.decimals


def printed(text: str) -> Printed:
    """A printed number, with its decimals counted; per cent signs and thousands commas are taken off.

    >>> printed("1,234.50").decimals, printed("-.79").value
    (2, -0.79)
    """
    clean = text.strip().replace("−", "-").replace("\N{NO-BREAK SPACE}", "").replace(",", "").rstrip("%").strip()
    mantissa, _, exponent = clean.lower().partition("e")
    try:
        value = float(clean)
        shift = int(exponent) if exponent else 0
    except ValueError:
        raise MissingValue(f"{text!r} is no printed number") from None
    _, _, decimals = mantissa.partition(".")
    return Printed(text, value, len(decimals) - shift)


def rounding_allowance(formula: Callable[..., Floats], inputs: Sequence[ArrayLike], halves: Sequence[float]) -> Floats:
    """How far the results may move because the inputs were printed rounded.

    formula: takes the arrays; halves: half a unit of the last digit of each input array. Returns the sum of the
    absolute changes when each input moves by its half alone: a first-order bound.

    >>> rounding_allowance(lambda x: x.sum(axis=1), [[[0.1, 0.2]]], [0.05]).round(3).tolist()
    [0.1]
    """
    arrays = [np.array(one, dtype=np.float64) for one in inputs]
    base = np.asarray(formula(*arrays), dtype=np.float64)
    total = np.zeros_like(base)
    for array, half in zip(arrays, halves, strict=True):
        if half == 0:
            continue
        for index in np.ndindex(array.shape):
            kept = array[index]
            # inwards and outwards both: at the edge of a formula's domain one of them may not exist
            moves = []
            for step in (half, -half):
                array[index] = kept + step
                try:
                    moves.append(np.abs(np.asarray(formula(*arrays)) - base))
                except ValueError:
                    continue
            array[index] = kept
            if moves:
                total += np.maximum.reduce(moves)
    return np.asarray(total)


@dataclass(frozen=True, slots=True)
class Reproduction:
    """How one computation compares with a printed table."""

    name: str
    cells: int
    exact: int
    """Cells that agree to the digits printed."""
    within_rounding: int
    """Cells that agree once the rounding of the inputs is allowed for (the exact ones among them)."""
    largest: float
    typical: float
    """Largest and median distance between a cell and ours."""
    gaps: tuple[Gap, ...]

    @property
    def reproduced(self) -> bool:
        """Whether every cell agrees, the rounding of the inputs allowed for."""
        return self.within_rounding == self.cells

    @property
    def whole_table(self) -> bool:
        """Whether one gap explains all cells at once: a factor, a shift, another order, digits cut off."""
        return len(self.gaps) == 1 and self.gaps[0].where in {"every cell", "order of cells"}


def reproduce(
    published: ArrayLike, computed: ArrayLike, decimals: int, *, allowance: ArrayLike = 0.0, name: str = "computed"
) -> Reproduction:
    """Compares cell by cell: exact to the decimals printed, within the rounding of the inputs, or a named gap.

    published, computed: the same shape; NaN in ``published`` is a cell left blank. allowance: from
    ``rounding_allowance``.
    """
    table, ours = np.asarray(published, dtype=np.float64), finite(computed, np.ndim(computed), name)
    if table.shape != ours.shape:
        raise ShapeMismatch(f"{name}: a published table of shape {table.shape} against {ours.shape}")
    there = np.isfinite(table)
    half = 0.5 * 10.0**-decimals
    apart = np.where(there, np.abs(table - ours), 0.0)
    exact = there & (apart <= half * (1 + 1e-6) + 1e-12)
    within = there & (apart <= half * (1 + 1e-6) + np.asarray(allowance, dtype=np.float64) + 1e-12)
    gaps = () if within[there].all() else explain(table, ours, decimals, within)
    return Reproduction(
        name, int(there.sum()), int(exact.sum()), int(within.sum()), float(apart.max(initial=0.0)),
        float(np.median(apart[there])) if there.any() else 0.0, gaps,
    )  # fmt: skip


def explain(published: ArrayLike, computed: ArrayLike, decimals: int, fine: ArrayLike | None = None) -> tuple[Gap, ...]:
    """What kind of gap lies between two tables: one factor or shift for all, else cell by cell."""
    table, ours = (
        np.atleast_1d(np.asarray(published, dtype=np.float64)),
        np.atleast_1d(np.asarray(computed, dtype=np.float64)),
    )
    there = np.isfinite(table)
    half = 0.5 * 10.0**-decimals
    good = np.abs(table - ours) <= half if fine is None else np.asarray(fine)
    whole = _of_all(table[there], ours[there], half)
    if whole is not None and not good[there].all():
        return (whole,)
    gaps = []
    for index in np.argwhere(there & ~good):
        where = ", ".join(str(int(i) + 1) for i in index)
        gaps.append(_of_cell(float(table[tuple(index)]), float(ours[tuple(index)]), decimals, f"cell {where}"))
    return tuple(gaps)


def _of_all(table: Floats, ours: Floats, half: float) -> Gap | None:
    if table.size < 2:
        return None
    apart = table - ours
    if (np.abs(apart) < 2 * half * (1 + 1e-6)).all() and (apart * np.sign(ours) <= half * 1e-3).all():
        says = "every cell agrees once its digits are cut off: the table was not rounded"
        return Gap("rounding", "every cell", "cut off", "rounded", says)
    if not (ours != 0).all():
        return None
    factor = float(np.median(table / ours))
    if factor != 0 and abs(factor - 1) > 1e-6 and (np.abs(table - factor * ours) <= half * 1.01).all():
        known = next((v for v in _FACTORS if abs(factor / v - 1) < max(1e-3, half / np.abs(table).max())), None)
        meaning = f": {_FACTORS[known]}" if known is not None else ""
        return Gap(
            "factor",
            "every cell",
            factor,
            1.0,
            f"the table is {known or factor:g} times ours throughout{meaning}",
            factor,
        )
    shift = float(np.median(table - ours))
    if abs(shift) > half and (np.abs(table - ours - shift) <= half * 1.01).all():
        return Gap("shift", "every cell", shift, 0.0, f"the table lies {shift:+g} from ours throughout")
    if np.ptp(ours) > 0 and (np.abs(np.sort(table) - np.sort(ours)) <= half * 1.01).all():
        return Gap(
            "row",
            "order of cells",
            "another order",
            "ours",
            "the same values stand in another order: rows or labels are swapped",
        )
    return None


def _of_cell(theirs: float, ours: float, decimals: int, where: str) -> Gap:
    half = 0.5 * 10.0**-decimals
    said = f"printed {theirs:.{max(decimals, 0)}f}, computed {ours:.{max(decimals, 0) + 2}f}"
    if abs(theirs + ours) <= half:
        return Gap("sign", where, theirs, ours, f"{said}: the sign is turned")
    if abs(theirs - round(ours, decimals)) <= 2.01 * half:
        return Gap("rounding", where, theirs, ours, f"{said}: one unit of the last digit, rounding on the way")
    for power in (-4, -3, -2, -1, 1, 2, 3, 4):
        if abs(theirs * 10.0**power - ours) <= half * max(1.0, 10.0**power):
            return Gap("unit", where, theirs, ours, f"{said}: the point is {abs(power)} digits off", 10.0**-power)
    right, wrong = f"{ours:.{max(decimals, 0)}f}", f"{theirs:.{max(decimals, 0)}f}"
    if len(right) == len(wrong):
        differ = [i for i, (a, b) in enumerate(zip(right, wrong, strict=True)) if a != b]
        if len(differ) == 1:
            return Gap("digits", where, theirs, ours, f"{said}: one digit differs")
        if len(differ) == 2 and right[differ[0]] == wrong[differ[1]] and right[differ[1]] == wrong[differ[0]]:
            return Gap("digits", where, theirs, ours, f"{said}: two digits are swapped")
    return Gap("value", where, theirs, ours, f"{said}: {theirs - ours:+.{max(decimals, 0) + 1}f}")
