"""A claim as reconciling looks at it: its size in base units, how telling that is, and the words around it."""

import math
import re
from dataclasses import dataclass, field
from functools import lru_cache

from hongqiao.errors import UnitMismatch
from hongqiao.evidence.claim import Claim
from hongqiao.evidence.reconciling import cues
from hongqiao.ground.unit import is_money, unit

_LATIN = re.compile(r"[A-Z][A-Za-zÀ-ɏ&'’-]{2,}")
_WORD = re.compile(r"[^\W\d_]+")
_HAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")


@dataclass(slots=True)
class Measured:
    """One claim with what is computed from it once; `rank` is its place among the document's claims, from 0 to 1."""

    claim: Claim
    document: int
    index: int
    rank: float
    dimension: str
    family: str
    base: float
    base_hi: float | None
    signature: tuple[str, str]
    weight: float
    names: frozenset[str]
    words: frozenset[str]
    _cues: dict[str, bool] = field(default_factory=dict)
    _measures: frozenset[str] | None = None

    def says(self, cue: str) -> bool:
        """Whether the words around the figure hold one of the cues, for example ``CUMULATIVE``; looked up once."""
        if cue not in self._cues:
            self._cues[cue] = cues.says(self.claim, cue)
        return self._cues[cue]

    @property
    def measures(self) -> frozenset[str]:
        """What the words say that the figure measures; looked up once."""
        if self._measures is None:
            self._measures = cues.measures(self.claim)
        return self._measures


@lru_cache(maxsize=4096)
def _scale(code: str) -> tuple[str, str, float, float]:
    """Dimension, family, factor and offset of a unit; a unit that ground does not know is its own dimension."""
    if is_money(code):
        return code, "money", 1.0, 0.0
    try:
        found = unit(code)
    except UnitMismatch:
        return code, code, 1.0, 0.0
    if found.dimension in {"ratio", "percentage points"}:
        # one hundred per cent and the fraction 1 are the same size; points are kept in their own dimension
        return found.dimension, "ratio", found.factor if found.dimension == "ratio" else 0.01, 0.0
    return found.dimension, found.dimension, found.factor, found.offset


def measured(claim: Claim, document: int, index: int, count: int) -> Measured:
    """What reconciling needs to know of a claim."""
    dimension, family, factor, offset = _scale(claim.unit)
    base = claim.value * factor + offset
    base_hi = None if claim.value_hi is None else claim.value_hi * factor + offset
    context = f"{claim.prefix} {claim.indicator_text} {claim.suffix}"
    return Measured(
        claim=claim,
        document=document,
        index=index,
        rank=(index + 0.5) / count,
        dimension=dimension,
        family=family,
        base=base,
        base_hi=base_hi,
        signature=(family, f"{base:.6g}" if base_hi is None else f"{base:.6g}/{base_hi:.6g}"),
        weight=_telling(claim.value, family),
        names=frozenset(_LATIN.findall(context)),
        words=words_of(context),
    )


def words_of(text: str) -> frozenset[str]:
    """The words of a text; of Chinese and Japanese the pairs of neighbouring characters."""
    found: set[str] = set()
    for word in _WORD.findall(text.casefold()):
        if _HAN.search(word):
            found.update(word[at : at + 2] for at in range(max(1, len(word) - 1)))
        elif len(word) > 2:
            found.add(word)
    return frozenset(found)


def _telling(value: float, family: str) -> float:
    """How unlikely it is that two unrelated texts share a value: many digits tell more than few, round ones less."""
    digits = len(f"{abs(value):.6g}".replace(".", "").lstrip("0").split("e")[0].rstrip("0"))
    size = math.log10(abs(value)) if value else 0.0
    weight = 0.4 + 0.45 * min(4, max(0, digits - 1)) + 0.08 * min(12.0, max(0.0, size))
    if family == "ratio" and digits == 1:
        weight *= 0.7
    if family == "count" and abs(value) <= 3:
        weight *= 0.5
    return weight


def close(a: float, b: float, tolerance: float = 5e-3) -> bool:
    """Whether two values are the same but for rounding."""
    return abs(abs(a) - abs(b)) <= tolerance * max(abs(a), abs(b))


def slip(a: float, b: float) -> int | None:
    """The power of ten by which two values with the same digits differ, or None.

    >>> slip(5006.7e9, 500.67e9)
    1
    """
    if not a or not b:
        return None
    power = math.log10(abs(a) / abs(b))
    nearest = round(power)
    return nearest if nearest and abs(power - nearest) < 2e-3 and abs(nearest) <= 9 else None
