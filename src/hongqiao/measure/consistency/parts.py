"""Do parts make their whole? Sums, shares, and totals that hide among their own parts."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hongqiao.errors import AggregateRow, ShapeMismatch
from hongqiao.measure.admissible import finite, listed
from hongqiao.measure.consistency.gap import Gap

_AGGREGATE_NAMES = frozenset(
    {
        "市辖区",
        "县",
        "合计",
        "总计",
        "全国",
        "全省",
        "全市",
        "total",
        "Total",
        "TOTAL",
        "insgesamt",
        "Insgesamt",
        "Summe",
    }
)


def check_total(parts: ArrayLike, total: float, digits: int = 0, where: str = "total") -> tuple[Gap, ...]:
    """Whether parts printed with some decimals sum to a printed total.

    Each of n parts and the total may be off by half a unit of its last digit, so a difference up to (n + 1) halves is
    rounding and no gap. A gap by a power of ten, or by exactly one of the parts, is named as such.

    >>> [gap.says for gap in check_total([10.0, 20.0, 30.0], 80.0, digits=0)]
    ['the parts sum to 60, the total says 80; the difference is 20, one of the parts (2 of 3) counted twice']
    """
    values = finite(parts, 1, "parts")
    half = 0.5 * 10.0**-digits
    found = float(values.sum())
    difference = total - found
    if abs(difference) <= half * (values.size + 1) * (1 + 1e-9):
        return ()
    says = f"the parts sum to {found:g}, the total says {total:g}"
    factor = _power_of_ten(total, found, half * (values.size + 1))
    if factor is not None:
        return (Gap("unit", where, total, found, f"{says}: a factor of {factor:g}, so the units differ", factor),)
    near = np.flatnonzero(np.abs(np.abs(difference) - np.abs(values)) <= half * (values.size + 2))
    if near.size:
        what = "counted twice" if difference > 0 else "left out of the total"
        return (
            Gap("sum", where, total, found,
                f"{says}; the difference is {difference:g}, one of the parts ({near[0] + 1} of {values.size}) {what}"),
        )  # fmt: skip
    return (Gap("sum", where, total, found, f"{says}; the difference is {difference:g}"),)


def _power_of_ten(value: float, other: float, slack: float) -> float | None:
    if value == 0 or other == 0 or value * other < 0:
        return None
    power = round(float(np.log10(value / other)))
    if power == 0:
        return None
    factor = 10.0**power
    return factor if abs(value / factor - other) <= slack * max(1.0, 1 / factor) else None


def check_shares(shares: ArrayLike, digits: int = 4, where: str = "shares") -> tuple[Gap, ...]:
    """Whether printed shares or weights are none negative and sum to 1 (or to 100 as per cents).

    >>> check_shares([0.5, 0.3, 0.2], digits=1)
    ()
    """
    values = finite(shares, 1, "shares")
    gaps = [
        Gap("share", f"{where} {i + 1}", float(values[i]), 0.0, f"{values[i]:g} is negative, which no share is")
        for i in np.flatnonzero(values < 0)
    ]
    whole = 100.0 if values.sum() > 10 else 1.0
    if abs(values.sum() - whole) > 0.5 * 10.0**-digits * values.size * (1 + 1e-9):
        gaps.append(
            Gap("share", where, float(values.sum()), whole, f"they sum to {values.sum():.6g}, not to {whole:g}")
        )
    return tuple(gaps)


def aggregate_codes(codes: Sequence[int | str], names: Sequence[str] | None = None) -> NDArray[np.bool_]:
    """Rows that a Chinese district code (GB/T 2260) or a name marks as totals: province and prefecture codes end in
    00, 市辖区 sums a city's districts. Rows without a code (None, NA) are totals of the country or of a city.

    >>> aggregate_codes(["320000", "320500", "320583"], ["江苏省", "市辖区", "昆山市"]).tolist()
    [True, True, False]
    """
    text = [str(code).strip() for code in codes]
    if names is not None and len(names) != len(text):
        raise ShapeMismatch(f"{len(text)} codes for {len(names)} names")
    by_code = [not code.isdecimal() or code.endswith("00") for code in text]
    by_name = [name.strip() in _AGGREGATE_NAMES for name in names] if names is not None else [False] * len(text)
    return np.array([code or name for code, name in zip(by_code, by_name, strict=True)], dtype=np.bool_)


def aggregate_rows(table: ArrayLike, *, longest: int | None = None) -> tuple[tuple[int, int, int], ...]:
    """Rows that are the exact sum of the rows directly after or before them: (row, first part, last part).

    table: (rows, columns), counts. Only runs of two rows or more are looked at, up to ``longest`` rows.
    This finds totals that no code gives away; rows of zeros are left alone.

    >>> aggregate_rows([[3.0, 7.0], [1.0, 2.0], [2.0, 5.0], [9.0, 9.0]])
    ((0, 1, 2),)
    """
    values = finite(table, 2, "table")
    rows = len(values)
    reach = rows if longest is None else longest
    running = np.vstack([np.zeros(values.shape[1]), np.cumsum(values, axis=0)])
    found = []
    for row in range(rows):
        if not values[row].any():
            continue
        scale = np.abs(values[row]).max()
        after = np.abs(running[row + 3 : row + 2 + reach] - running[row + 1] - values[row]).max(axis=1, initial=0.0)
        ends = np.flatnonzero(after <= 1e-9 * scale)
        if ends.size:
            found.append((row, row + 1, row + 2 + int(ends[0])))
            continue
        before = np.abs(running[row] - running[max(row - reach, 0) : max(row - 1, 0)] - values[row])
        starts = np.flatnonzero(before.max(axis=1, initial=0.0) <= 1e-9 * scale)
        if starts.size:
            found.append((row, max(row - reach, 0) + int(starts[-1]), row - 1))
    return tuple(found)


def refuse_aggregates(codes: Sequence[int | str], names: Sequence[str] | None = None) -> None:
    """Raises AggregateRow where totals stand among their parts, by code or name."""
    marked = np.flatnonzero(aggregate_codes(codes, names))
    if marked.size:
        shown = [str(codes[i]) for i in marked[:8]]
        raise AggregateRow(
            f"{marked.size} totals stand among their parts, rows {listed(marked)} (codes {', '.join(shown)}); "
            "drop them, or everything is counted twice"
        )
