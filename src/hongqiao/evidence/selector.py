"""Selectors that find a quote again after its document was fetched anew with small edits.

A selector is the W3C's pair of a text quote (exact words with what stands before and behind) and a text position
(Sanderson, Ciccarese & Young 2017, Web Annotation Data Model, 4.2.4 and 4.2.5). A document is cut into words and
signs of Han script; blanks, punctuation, case and typography do not count. Where the quote's words stand in the text,
the words around them and the old position decide among several places; where some were dropped, the best run of the
remaining ones is taken, if the figures are all still there. What is not found for certain is an error.
"""

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from hongqiao.errors import AnchorLost
from hongqiao.ground.basis import SURROUNDINGS, Quote

_TOKEN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|\d+(?:[.,:']\d+)*|[^\W\d_]+|[%‰°€$£¥㎡]")
_THOUSANDS = re.compile(r"[.,'](?=\d{3}(?:\D|$))")
_REACH = 14  # words on each side that speak for a place
_LEAST = 0.5  # share of the quote's words that must still stand there
_BARE = 0.3  # the same where the figures stand and the words around them agree
_AGREED = 0.8  # of 2: how far the words on both sides must then agree
_FADE = 0.88  # each word further away speaks less


@dataclass(frozen=True, slots=True)
class Selector:
    """Where a quote stands: its words, what stands around them, and its position. All in code points."""

    exact: str
    prefix: str
    suffix: str
    start: int
    end: int

    @classmethod
    def of(cls, text: str, start: int, end: int, reach: int = SURROUNDINGS) -> "Selector":
        """The selector of a span of a text.

        >>> Selector.of("Only 17 minutes by train.", 5, 15).exact
        '17 minutes'
        """
        return cls(text[start:end], text[max(0, start - reach) : start], text[end : end + reach], start, end)

    @classmethod
    def of_quote(cls, quote: Quote) -> "Selector":
        """The selector of a ground quote."""
        return cls(quote.exact, quote.prefix, quote.suffix, quote.start, quote.end)

    def as_json(self) -> list[dict[str, Any]]:
        """Both selectors as in the Web Annotation Data Model."""
        return [
            {"type": "TextQuoteSelector", "exact": self.exact, "prefix": self.prefix, "suffix": self.suffix},
            {"type": "TextPositionSelector", "start": self.start, "end": self.end},
        ]


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a selector was found again; `how` is ``unchanged``, ``moved`` or ``edited``, `score` from 0 to 1."""

    start: int
    end: int
    exact: str
    how: str
    score: float


@dataclass(slots=True)
class _Words:
    words: list[str]
    starts: list[int]
    ends: list[int]


def _cut(text: str) -> _Words:
    """The words of a text in a form in which typography, case and width do not count, and where each stands."""
    found = _Words([], [], [])
    for match in _TOKEN.finditer(text):
        word = match[0]
        if word[0].isdigit():
            word = _THOUSANDS.sub("", word).replace(",", ".")
        if not word.isascii():
            word = unicodedata.normalize("NFKC", word)
        found.words.append(word.casefold())
        found.starts.append(match.start())
        found.ends.append(match.end())
    return found


class Anchors:
    """A text that selectors are opened in; its words are indexed once.

    >>> Anchors("Nach Shanghai sind es nur  17 Minuten.").find(Selector("17 Minuten", "nur ", "", 0, 10)).start
    27
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._cut = _cut(text)
        self._places: dict[str, list[int]] = defaultdict(list)
        for place, word in enumerate(self._cut.words):
            self._places[word].append(place)

    def find(self, selector: Selector) -> Anchor:
        """Where the selector's quote stands now; raises AnchorLost where it stands no longer, or not for certain."""
        text = self.text
        unchanged = text[selector.start : selector.end] == selector.exact and selector.exact != ""
        before = text[max(0, selector.start - len(selector.prefix)) : selector.start]
        after = text[selector.end : selector.end + len(selector.suffix)]
        if unchanged and before == selector.prefix and after == selector.suffix:
            return Anchor(selector.start, selector.end, selector.exact, "unchanged", 1.0)
        quote = _cut(selector.exact).words
        if not quote:
            raise AnchorLost(f"the quote {selector.exact!r} holds no word or figure that could be looked for")
        prefix, suffix = _cut(selector.prefix).words, _cut(selector.suffix).words
        whole = self._whole(quote)
        candidates = [(first, first + len(quote) - 1, 1.0) for first in whole] if whole else self._parts(quote)
        if not candidates:
            raise AnchorLost(f"{selector.exact!r} no longer stands in the document")
        return self._chosen(selector, candidates, prefix, suffix)

    def _whole(self, quote: list[str]) -> list[int]:
        """The places where all the quote's words stand in a row."""
        words, count = self._cut.words, len(quote)
        rarest = min(range(count), key=lambda at: len(self._places.get(quote[at], ())))
        found = []
        for place in self._places.get(quote[rarest], ()):
            first = place - rarest
            if first >= 0 and words[first : first + count] == quote:
                found.append(first)
        return found

    def _parts(self, quote: list[str]) -> list[tuple[int, int, float]]:
        """Runs that hold the quote's figures and most of its other words, in order, with little between them."""
        figures = [at for at, word in enumerate(quote) if word[0].isdigit()]
        around = figures or [min(range(len(quote)), key=lambda at: len(self._places.get(quote[at], ())) or 10**9)]
        pivot = min(around, key=lambda at: len(self._places.get(quote[at], ())))
        found = []
        for place in self._places.get(quote[pivot], ()):
            left = self._walk(quote[:pivot][::-1], place, -1)
            right = self._walk(quote[pivot + 1 :], place, 1)
            held = 1 + len(left) + len(right)
            kept = {quote[pivot]} | {self._cut.words[at] for at in (*left, *right)}
            least = _BARE if figures else _LEAST
            if held >= least * len(quote) and all(quote[at] in kept for at in figures):
                found.append((min((place, *left)), max((place, *right)), held / len(quote)))
        return found

    def _walk(self, wanted: list[str], place: int, step: int) -> list[int]:
        """The places of wanted words, walking away from a place; up to two other words may stand between."""
        words, found, here = self._cut.words, [], place
        for word in wanted:
            for ahead in (1, 2, 3):
                there = here + step * ahead
                if 0 <= there < len(words) and words[there] == word:
                    found.append(there)
                    here = there
                    break
        return found

    def _chosen(
        self, selector: Selector, candidates: list[tuple[int, int, float]], prefix: list[str], suffix: list[str]
    ) -> Anchor:
        words = self._cut
        best: tuple[float, int, int, float] | None = None
        second = -1.0
        total = max(1, len(self.text))
        for first, last, held in candidates:
            near = 1.0 - abs(words.starts[first] - selector.start) / max(total, selector.start)
            around = _agreement(prefix[::-1], words.words[max(0, first - 2 * _REACH) : first][::-1])
            around += _agreement(suffix, words.words[last + 1 : last + 1 + 2 * _REACH])
            if held < _LEAST and around < _AGREED:
                continue
            score = 2 * held + around + 0.05 * near
            if best is None or score > best[0]:
                second = best[0] if best is not None else -1.0
                best = (score, first, last, held)
            else:
                second = max(second, score)
        if best is None:
            raise AnchorLost(f"{selector.exact!r} no longer stands in the document; only its figures do, elsewhere")
        score, first, last, held = best
        if held < 1.0 and score - second < 1e-9:
            raise AnchorLost(f"{selector.exact!r} stands in several places, all of them changed")
        start, end = words.starts[first], words.ends[last]
        start, end = self._with_signs(selector.exact, start, end)
        exact = self.text[start:end]
        how = "moved" if exact == selector.exact else "edited"
        return Anchor(start, end, exact, how, round(min(1.0, held * (0.6 + 0.2 * (score - 2 * held))), 4))

    def _with_signs(self, exact: str, start: int, end: int) -> tuple[int, int]:
        """The span widened by signs that the quote begins or ends with, where they still stand there."""
        tokens = list(_TOKEN.finditer(exact))
        head, tail = exact[: tokens[0].start()], exact[tokens[-1].end() :]
        if head and self.text[max(0, start - len(head)) : start] == head:
            start -= len(head)
        if tail and self.text[end : end + len(tail)] == tail:
            end += len(tail)
        return start, end


def _agreement(wanted: list[str], there: list[str]) -> float:
    """How far two runs of words that go away from a quote agree, from 0 to 1; nearer words count more.

    A greedy walk with skips on both sides, so that dropped and added words do little harm.
    """
    wanted, there = wanted[:_REACH], there[: 2 * _REACH]
    if not wanted:
        return 0.0
    total = got = 0.0
    weight, here = 1.0, 0
    for word in wanted:
        total += weight
        for ahead in range(here, min(here + 4, len(there))):
            if there[ahead] == word:
                got += weight
                here = ahead + 1
                break
        weight *= _FADE
    return got / total


def anchor(selector: Selector, text: str) -> Anchor:
    r"""A selector opened in one text; for many selectors of a text, make its `Anchors` once.

    >>> anchor(Selector.of("Only 17 minutes by train.", 5, 15), "By train it is only\n17 minutes.").start
    20
    """
    return Anchors(text).find(selector)
