"""Lists of phrases that a pack separates by "|", as lists, patterns and tables."""

import re
from collections.abc import Mapping
from typing import Any

from hongqiao.evidence.language.pack import Pattern

NEVER = re.compile(r"(?!)")


def words(text: str) -> list[str]:
    """The phrases of a list that is separated by "|"."""
    return [part for part in text.split("|") if part]


def sounds(table: Mapping[str, Any] | None) -> dict[str, float]:
    """What number words and the like stand for."""
    return {phrase.lower(): float(value) for value, phrases in (table or {}).items() for phrase in words(str(phrases))}


def any_of(phrases: list[str] | str) -> str:
    """An alternative of phrases, the longest first, as a pattern."""
    listed = words(phrases) if isinstance(phrases, str) else phrases
    ordered = sorted({phrase.lower() for phrase in listed}, key=len, reverse=True)
    # by first letter, so that at most places a few looks decide instead of one for every phrase
    letters: dict[str, list[str]] = {}
    for phrase in ordered:
        letters.setdefault(phrase[0], []).append(re.escape(phrase[1:]))
    return "|".join(f"{re.escape(letter)}(?:{'|'.join(rests)})" for letter, rests in letters.items()) or "(?!)"


def pattern(text: str | None, flags: int = 0) -> Pattern:
    """A pattern, or one that never matches where there is none."""
    return re.compile(text, flags) if text else NEVER
