"""Two claims of one fact side by side: in which fields they differ, and what kind of difference that is."""

import math
import re
from dataclasses import dataclass

from hongqiao.evidence.claim import Claim
from hongqiao.evidence.reconciling import cues
from hongqiao.evidence.reconciling.measured import Measured, slip

APART = 60  # days between publications that make two states of one page
LATER = 20  # days after which a statistic may have been revised
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_EXACT = 1e-9
_ROUNDED = 0.01  # the most that rounding may take
_REVISED = 0.1  # the most that a revision usually takes


@dataclass(frozen=True, slots=True)
class Difference:
    """The kind of a difference, the fields that differ, and whether it is a mere note."""

    kind: str
    differs: tuple[str, ...]
    note: bool = False


def compare(a: Measured, b: Measured, *, one_source: bool, days: int | None) -> Difference | None:
    """How two claims of one fact differ, or None where they agree.

    one_source: whether both documents go back to one release, so that nothing should differ. days: between the
    publications of the two documents, None where a date is missing.
    """
    differs: list[str] = []
    if a.dimension != b.dimension:
        differs.append("unit")
    if not same_value(a, b):
        differs.append("value")
    if a.claim.comparator != b.claim.comparator:
        differs.append("comparator")
    if _measures_differ(a, b):
        differs.append("indicator")
    if _periods_differ(a.claim, b.claim):
        differs.append("period")
    if not differs:
        return None
    fields = tuple(differs)
    if "unit" in fields:
        return Difference("unit", fields)
    if "value" in fields:
        kind, note = _value_kind(a, b, one_source, days, "period" in fields)
        return Difference(kind, fields, note)
    return Difference(fields[0], fields)


def same_value(a: Measured, b: Measured) -> bool:
    """Whether two claims give the same value or range, up to the last bits of a conversion."""
    if (a.base_hi is None) != (b.base_hi is None):
        return False
    if a.base_hi is not None and b.base_hi is not None and not _exactly(a.base_hi, b.base_hi):
        return False
    return _exactly(a.base, b.base)


def _exactly(a: float, b: float) -> bool:
    return abs(abs(a) - abs(b)) <= _EXACT * max(abs(a), abs(b))


def rounded(a: float, b: float) -> bool:
    """Whether one value is the other, rounded to fewer digits (474.81 and 474.806, not 41.27 and 41.25)."""
    if not a or not b:
        return False
    coarse, fine = sorted((abs(a), abs(b)), key=_digits)
    step = 10.0 ** (math.floor(math.log10(coarse)) - _digits(coarse) + 1)
    return abs(coarse - fine) <= min(0.5 * step * (1 + 1e-9), _ROUNDED * fine)


def _digits(value: float) -> int:
    """Significant digits of a value, trailing zeros of whole numbers not counted."""
    return max(1, len(f"{value:.12g}".split("e")[0].replace(".", "").strip("0")))


def _value_kind(a: Measured, b: Measured, one_source: bool, days: int | None, periods: bool) -> tuple[str, bool]:
    apart = days is not None and days >= APART
    one, two = a.claim, b.claim
    one_period = one.period is not None and one.period == two.period
    if periods or (apart and not one_source and not one_period):
        return "as_of", True
    if slip(a.base, b.base) is not None and a.base_hi is None and b.base_hi is None:
        return "scale", False
    if a.says("CUMULATIVE") != b.says("CUMULATIVE") and not rounded(a.base, b.base):
        return "cumulative", False
    if rounded(a.base, b.base):
        return "rounding", True
    if not one_source and agree_as_bounds(a, b):
        return "bound", True
    about = "~" in one.comparator or "~" in two.comparator
    near = abs(a.base - b.base) <= 0.05 * max(abs(a.base), abs(b.base))
    if not one_source and about and near:
        return "rounding", True
    revised = abs(a.base - b.base) <= _REVISED * max(abs(a.base), abs(b.base))
    told = any(part.says(cue) for part in (a, b) for cue in ("PRELIMINARY", "REVISED"))
    if revised and (told or (not one_source and days is not None and days >= LATER)):
        return "revised", False
    return "value", False


def interval(claim: Measured) -> tuple[float, float]:
    """The values that a claim allows, ends included."""
    low = high = claim.base
    match claim.claim.comparator:
        case ">" | ">=":
            high = math.inf
        case "<" | "<=":
            low = -math.inf
        case "range" if claim.base_hi is not None:
            high = claim.base_hi
        case "~" | "~<" | "~>":
            low, high = 0.95 * claim.base, 1.05 * claim.base
        case _:
            pass
    return min(low, high), max(low, high)


def agree_as_bounds(a: Measured, b: Measured) -> bool:
    """Whether at least one claim is a bound or range and the other's value lies within it (over 470 and 474.8).

    A bound that is far off (over 5 and 474.8) says nothing of the same thing: values within a factor of 1.25 agree.
    """
    if a.claim.comparator == b.claim.comparator == "=":
        return False
    (low, high), (lower, higher) = interval(a), interval(b)
    near = max(abs(a.base), abs(b.base)) <= 1.25 * min(abs(a.base), abs(b.base))
    return near and low <= higher and lower <= high


def _measures_differ(a: Measured, b: Measured) -> bool:
    """Whether the words say different measures: investment volume against industry scale, not two words for one."""
    one, two = a.measures, b.measures
    return bool(one and two and not one & two)


def _periods_differ(a: Claim, b: Claim) -> bool:
    """Whether both texts name years and none in common; a period that was only inferred makes no conflict."""
    if not a.period or not b.period or a.period == b.period:
        return False
    one, two = _named_years(a), _named_years(b)
    return bool(one and two and not one & two)


def _named_years(claim: Claim) -> set[str]:
    named = set(_YEAR.findall(cues.around(claim)))
    return named & set(_YEAR.findall(claim.period or ""))
