"""A second opinion on documents: other extractors, whose claims pass only if the document bears them out.

An extractor is an entry point in the group ``hongqiao.extractors``: a callable that takes a document and gives claims.
A claim passes if its quote stands in the document to the letter, at the place that it names, and if its value can be
read from that quote alone. What does not pass is logged with the reason; nothing is repaired.
"""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.metadata import EntryPoint

from hongqiao.errors import BadSecondOpinion
from hongqiao.evidence.claim import Claim, Readable, claims_of_text
from hongqiao.hooks import plugs

type Extractor = Callable[[Readable], Iterable[Claim]]

_LOG = logging.getLogger(__name__)
_TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True)
class Rejected:
    """A proposed claim that did not pass, and why."""

    claim: Claim
    reason: str


@lru_cache(maxsize=1)
def _plugged() -> tuple[EntryPoint, ...]:
    # looking through all installed distributions takes milliseconds, longer than reading a document
    return tuple(plugs("hongqiao.extractors"))


def refresh() -> None:
    """Looks for plugged extractors anew, after one was installed while the program runs."""
    _plugged.cache_clear()


def second_opinions(document: Readable, found: list[Claim]) -> list[Claim]:
    """The reader's claims together with those of plugged extractors that pass, in reading order."""
    plugged = _plugged()
    if not plugged:
        return found
    claims = list(found)
    for plug in plugged:
        passed, rejected = examine(document, plug.load()(document), plug.name)
        for one in rejected:
            _LOG.warning("%s: a claim of %s did not pass: %s", document.name, plug.name, one.reason)
        claims.extend(claim for claim in passed if not any(_same(claim, other) for other in claims))
    return sorted(claims, key=lambda claim: (claim.start, claim.end))


def examine(document: Readable, proposed: Iterable[Claim], source: str) -> tuple[list[Claim], list[Rejected]]:
    """Which of the proposed claims the document bears out, marked with their source, and which not, with the reason."""
    passed: list[Claim] = []
    rejected: list[Rejected] = []
    for claim in proposed:
        if not isinstance(claim, Claim):
            raise BadSecondOpinion(f"the extractor {source!r} gave {type(claim).__name__}; it must give claims")
        reason = _objection(document, claim)
        if reason is None:
            passed.append(replace(claim, source=source, document=document.name, document_id=document.stored.sha256))
        else:
            rejected.append(Rejected(claim, reason))
    return passed, rejected


def _objection(document: Readable, claim: Claim) -> str | None:
    if not claim.quote or not 0 <= claim.start < claim.end <= len(document.text):
        return f"its quote lies outside the document: {claim.start} to {claim.end}"
    stands = document.text[claim.start : claim.end]
    if stands != claim.quote:
        return f"the document says {stands!r} there, not {claim.quote!r}"
    readings = claims_of_text(claim.quote, claim.language)
    for reading in readings:
        if _equal(reading.value, claim.value) and _equal(reading.value_hi, claim.value_hi):
            if reading.unit not in {claim.unit, "count"} and not claim.unit_implied:
                return f"the quote {claim.quote!r} has the unit {reading.unit}, not {claim.unit}"
            return None
    values = ", ".join(f"{reading.value:g}" for reading in readings) or "no number"
    return f"{claim.value:g} cannot be read from {claim.quote!r}, which says {values}"


def _equal(a: float | None, b: float | None) -> bool:
    if a is None or b is None:
        return a is b
    return abs(a - b) <= _TOLERANCE * max(1.0, abs(b))


def _same(one: Claim, other: Claim) -> bool:
    return one.start < other.end and other.start < one.end and _equal(one.value, other.value) and one.unit == other.unit
