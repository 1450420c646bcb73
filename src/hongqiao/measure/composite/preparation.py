"""From raw columns to complete ones: denominators, and imputation that says what it filled."""

import numpy as np
from numpy.typing import NDArray

from hongqiao.errors import InapplicableOption, MissingValue
from hongqiao.measure.admissible import Floats, listed, variant_of

IMPUTATIONS = ("none", "mean", "median", "group-mean", "group-median")


def denominate(values: Floats, by: Floats, what: str) -> Floats:
    """Values over their denominators, row by row; refuses denominators that are not above zero.

    values, by: (units,), gaps as NaN. Where either is missing, the ratio is missing and goes to imputation.
    """
    wrong = np.flatnonzero(np.isinf(by) | (by <= 0))
    if wrong.size:
        raise InapplicableOption(f"{what}: its denominator is not above zero in rows {listed(wrong)}")
    return np.asarray(values / by)


def impute(values: Floats, method: str, groups: NDArray[np.str_] | None, what: str) -> tuple[Floats, NDArray[np.bool_]]:
    """Values without gaps, and where they were filled.

    values: (units,), gaps as NaN; groups: (units,) for the group methods. Raises MissingValue for ``none`` with
    gaps, InapplicableOption where a group has no value to fill from.
    """
    variant_of(method, IMPUTATIONS, "imputation")
    missing = np.isnan(values)
    if not missing.any():
        return values, missing
    if missing.all():
        raise MissingValue(f"{what}: no value in any row; leave the indicator out by name")
    if method == "none":
        raise MissingValue(
            f"{what}: missing in rows {listed(np.flatnonzero(missing))}; choose an imputation, or fill them"
        )
    centre = np.nanmean if method.endswith("mean") else np.nanmedian
    filled = values.copy()
    if method in {"mean", "median"}:
        filled[missing] = centre(values)
        return filled, missing
    if groups is None:
        raise InapplicableOption(
            f"imputation {method!r}: the data has no group column; name one, or choose mean or median"
        )
    for group in dict.fromkeys(groups[missing].tolist()):
        member = groups == group
        if np.isnan(values[member]).all():
            raise InapplicableOption(f"{what}: group {group!r} has no value at all to fill its gaps from")
        filled[member & missing] = centre(values[member])
    return filled, missing
