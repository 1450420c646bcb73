"""Sums that a document states and that hold: three sectors and the whole, eight and three are eleven."""

import re
from collections.abc import Sequence

from hongqiao.evidence.reconciling.measured import Measured

MOST = 6  # parts of a whole that are looked for
_WHOLE = re.compile(
    r"together|in total|total(?:ling|s)?\b|altogether|sum of|insgesamt|zusammen|gesamt|总计|合计|共计|总额|共|計|合計|au total|ensemble|no total|ao todo",
    re.IGNORECASE,
)


def sums(claims: Sequence[Measured]) -> list[tuple[Measured, list[Measured]]]:
    """Wholes of one document with the parts beside them that add up to them.

    Parts stand in a row right before or behind the whole and have its unit. A whole of few digits counts only where
    the words say that it is one, since small numbers add up by chance.
    """
    found: list[tuple[Measured, list[Measured]]] = []
    for at, whole in enumerate(claims):
        one = whole.claim
        if one.kind == "change" or whole.base_hi is not None or one.comparator not in {"=", "~", "~<", ">"}:
            continue
        telling = len(f"{one.value:.12g}".split("e")[0].replace(".", "").strip("0")) >= 3
        if not telling and _WHOLE.search(one.prefix + one.quote) is None:
            continue
        parts = _row(claims[at + 1 :], whole) or _row(claims[at - 1 :: -1] if at else (), whole)
        if parts:
            found.append((whole, parts))
    return found


def _row(beside: Sequence[Measured], whole: Measured) -> list[Measured]:
    """The first parts of a row that add up to the whole, as far as their rounding allows."""
    parts: list[Measured] = []
    total = slack = 0.0
    for part in beside[: 3 * MOST]:
        if part.dimension != whole.dimension or part.claim.kind == "change":
            continue
        if part.base_hi is not None or abs(part.base) >= abs(whole.base):
            return []
        parts.append(part)
        total += part.base
        slack += 0.5 * _step(part)
        if len(parts) >= 2 and abs(total - whole.base) <= min(slack, 2e-3 * abs(whole.base)) + 1e-9 * abs(whole.base):
            return parts
        if len(parts) == MOST or total > 1.01 * whole.base:
            return []
    return []


def _step(part: Measured) -> float:
    """The size of the last digit that is written."""
    digits = f"{part.claim.value:.12g}"
    decimals = len(digits.partition(".")[2]) if "e" not in digits else 0
    if decimals:
        return 10.0**-decimals * (part.base / part.claim.value if part.claim.value else 1.0)
    zeros = len(digits) - len(digits.rstrip("0"))
    return 10.0**zeros if part.claim.unit != "count" else 0.0
