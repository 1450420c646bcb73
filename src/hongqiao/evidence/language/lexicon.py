"""Phrases that are looked up at a place in a text, the longest first."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

T = TypeVar("T")

_FIRST_IDEOGRAPH = "\u2e80"  # from here on, scripts write words without spaces between them


def spaced(letter: str) -> bool:
    """Whether a character is a letter or digit of a script that sets words apart by spaces."""
    return letter < _FIRST_IDEOGRAPH and letter.isalnum()


class Lexicon[T]:
    """Phrases with what they mean; a lookup costs a few hash lookups, however many phrases there are.

    >>> units = Lexicon({"square metres": "m2", "metres": "m"})
    >>> units.match("48 square metres each", 3)
    ('m2', 16)
    >>> Lexicon({"more than": ">"}).match_before("no more than", 12)
    ('>', 3)
    """

    __slots__ = ("_ends", "_entries", "_starts")

    def __init__(self, entries: Mapping[str, T]) -> None:
        self._entries = dict(entries)
        # by two letters, or the one where a phrase has but one: so that few sizes are tried
        starts: dict[str, set[int]] = {}
        ends: dict[str, set[int]] = {}
        for phrase in self._entries:
            starts.setdefault(phrase[:2], set()).add(len(phrase))
            ends.setdefault(phrase[-2:], set()).add(len(phrase))
        for sizes, place in ((starts, 0), (ends, -1)):
            for pair in sizes:
                if pair[place] in sizes:
                    sizes[pair].add(1)
        self._starts = {pair: tuple(sorted(sizes, reverse=True)) for pair, sizes in starts.items()}
        self._ends = {pair: tuple(sorted(sizes, reverse=True)) for pair, sizes in ends.items()}

    def __len__(self) -> int:
        return len(self._entries)

    def __contains__(self, phrase: object) -> bool:
        return phrase in self._entries

    def get(self, phrase: str) -> T | None:
        """What a phrase means, or None."""
        return self._entries.get(phrase)

    def phrases(self) -> Iterable[str]:
        """Every phrase."""
        return self._entries

    def first_letters(self) -> set[str]:
        """The letters that phrases begin with."""
        return {pair[0] for pair in self._starts}

    def match(self, text: str, at: int) -> tuple[T, int] | None:
        """The longest phrase that begins at a place and ends with a word, and where it ends."""
        pair = text[at : at + 2]
        sizes = self._starts.get(pair) or self._starts.get(pair[:1])
        if sizes is None:
            return None
        entries = self._entries
        for size in sizes:
            phrase = text[at : at + size]
            if phrase in entries:
                end = at + len(phrase)  # less than the size at the end of the text
                if end < len(text) and spaced(phrase[-1]) and spaced(text[end]):
                    continue
                return entries[phrase], end
        return None

    def match_before(self, text: str, end: int) -> tuple[T, int] | None:
        """The longest phrase that ends at a place and begins with a word, and where it begins."""
        if end <= 0:
            return None
        pair = text[end - 2 : end] if end > 1 else text[:end]
        sizes = self._ends.get(pair) or self._ends.get(pair[-1:])
        if sizes is None:
            return None
        entries = self._entries
        for size in sizes:
            start = end - size
            if start < 0:
                continue
            phrase = text[start:end]
            if phrase in entries:
                if start and spaced(phrase[0]) and spaced(text[start - 1]):
                    continue
                return entries[phrase], start
        return None
