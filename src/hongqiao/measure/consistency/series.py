"""Is a series whole and in one unit? Missing years, a changed unit, and jumps by powers of ten."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from hongqiao.errors import MissingYears, ShapeMismatch, UnitChange
from hongqiao.measure.admissible import finite
from hongqiao.measure.consistency.gap import Gap

_NEAR = 0.3
_NEAR_TEN = 0.08
_MOST_YEARS = 2
_CHINESE = {1e4: " (万)", 1e-4: " (万)", 1e8: " (亿)", 1e-8: " (亿)"}


def check_series(
    years: Sequence[int], values: ArrayLike, units: Sequence[str] | None = None, step: int = 1
) -> tuple[Gap, ...]:
    """Missing years, a unit that changes on the way, and jumps that look like one.

    years: ascending; values: (years,); units: one per year where known. A jump counts where a value differs from its
    neighbours before and after by nearly the same power of ten (from a hundred upwards), or stays there. Within two
    years a factor of very nearly ten counts too: amounts of a city do not grow so, slips of the point do.

    >>> [gap.says for gap in check_series([2019, 2020, 2022], [400.0, 4.2e6, 4.7e6])]
    ['no value for 2021', 'from 2019 to 2020 the values jump by a factor of about 10,000 (万): a change of unit?']
    """
    amount = finite(values, 1, "series")
    if len(years) != amount.size or (units is not None and len(units) != amount.size):
        raise ShapeMismatch(f"series: {len(years)} years, {amount.size} values, {len(units or years)} units")
    if list(years) != sorted(set(years)):
        raise ShapeMismatch(f"series: years ascend and stand once each; got {list(years)}")
    gaps = [
        Gap("missing", str(year), "nothing", "a value", f"no value for {year}")
        for year in range(years[0], years[-1] + 1, step)
        if year not in set(years)
    ]
    if units is not None:
        gaps += [
            Gap("unit", str(year), after, before, f"the unit changes from {before} to {after} in {year}")
            for before, after, year in zip(units[:-1], units[1:], years[1:], strict=True)
            if before != after
        ]
        return tuple(gaps)
    for position in range(1, amount.size):
        before, after = amount[position - 1], amount[position]
        if before <= 0 or after <= 0:
            continue
        power = float(np.log10(after / before))
        nearest = round(power)
        within = years[position] - years[position - 1] <= _MOST_YEARS
        tenfold = abs(nearest) == 1 and within and abs(power - nearest) < _NEAR_TEN
        if tenfold or (abs(nearest) >= 2 and abs(power - nearest) < _NEAR):
            factor = 10.0**nearest
            gaps.append(
                Gap("unit", str(years[position]), float(after), float(before),
                    f"from {years[position - 1]} to {years[position]} the values jump by a factor of about "
                    f"{factor:,g}{_CHINESE.get(factor, '')}: a change of unit?", factor)
            )  # fmt: skip
    return tuple(gaps)


def require_series(years: Sequence[int], values: ArrayLike, units: Sequence[str] | None = None, step: int = 1) -> None:
    """Raises MissingYears or UnitChange for the first gap that ``check_series`` finds.

    A tenfold jump alone is no reason to refuse a series: small counts grow so. It is reported, not raised.
    """
    gaps = check_series(years, values, units, step)
    missing = [gap.where for gap in gaps if gap.kind == "missing"]
    if missing:
        raise MissingYears(f"series from {years[0]} to {years[-1]}: no value for {', '.join(missing)}")
    changed = [gap for gap in gaps if gap.kind == "unit" and gap.factor not in {10.0, 0.1}]
    if changed:
        raise UnitChange(f"series from {years[0]} to {years[-1]}: {changed[0].says}")
