"""What a quantity is about: its indicator, place and institution, in the words of the text."""

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from hongqiao.evidence.language.lexicon import Lexicon
from hongqiao.evidence.quantity.draft import Block, Draft

_REACH = 90
_EDGES = " \t\n,，、;；:：.。()（）\"“”„»«'’-–—"


@dataclass(frozen=True, slots=True)
class Indicator:
    """An indicator of the catalogue in one language."""

    key: str
    units: frozenset[str]


@lru_cache(maxsize=64)
def catalogue(code: str) -> tuple[re.Pattern[str], Lexicon[Indicator]]:
    """The indicators that a language has words for, as one pattern and what each phrase means."""
    tables = tomllib.loads(files(__package__).joinpath("indicators.toml").read_text(encoding="utf-8"))
    entries: dict[str, Indicator] = {}
    for key, row in tables.items():
        units = frozenset(row.get("units", "").split())
        for phrase in row.get(code, "").split("|"):
            if phrase:
                entries[phrase.lower()] = Indicator(key, units)
    listed = sorted(entries, key=len, reverse=True)
    body = "|".join(map(re.escape, listed))
    return re.compile(f"(?:{body})" if listed else r"(?!)"), Lexicon(entries)


def indicator(block: Block, draft: Draft, sentence: tuple[int, int], within: tuple[int, int]) -> tuple[str | None, str]:
    """The canonical key where the catalogue knows one, and the words of the text that say what is measured."""
    pattern, meanings = catalogue(block.pack.code)
    text = block.folded
    first, last = max(sentence[0], draft.start - _REACH), min(sentence[1], draft.end + _REACH)
    key, nearest = None, 1e9
    for match in pattern.finditer(text, first, last):
        meaning = meanings.get(match[0])
        if meaning is None or (meaning.units and draft.unit not in meaning.units and draft.sort not in meaning.units):
            continue
        if match.end() <= draft.number:
            distance = draft.number - match.end()
        elif match.start() >= draft.number_end:
            distance = match.start() - draft.end + 8
        else:
            distance = 0
        if not within[0] <= match.start() < within[1]:
            distance += 30
        if distance < nearest:
            key, nearest = meaning.key, distance
    return key, _words(block, draft, within)


def _words(block: Block, draft: Draft, within: tuple[int, int]) -> str:
    if draft.noun:
        return draft.noun
    before = block.text[max(within[0], draft.start - _REACH) : draft.start].strip(_EDGES)
    after = block.text[draft.end : min(within[1], draft.end + _REACH)].strip(_EDGES)
    return " … ".join(part for part in (before, after) if part)


def place(block: Block, sentence: tuple[int, int], draft: Draft) -> str | None:
    """The place named last before the quantity in its sentence, else the first after it."""
    first, last = max(sentence[0], draft.start - 3 * _REACH), min(sentence[1], draft.end + 2 * _REACH)
    answer = None
    for match in block.pack.place.finditer(block.text, first, last):
        if match[0] in block.pack.not_place:
            continue
        if match.end() <= draft.start or answer is None:
            answer = match[0]
    return answer


def institution(block: Block, sentence: tuple[int, int], draft: Draft) -> str | None:
    """The institution named in the sentence, the last before the quantity first."""
    first, last = max(sentence[0], draft.start - 3 * _REACH), min(sentence[1], draft.end + 2 * _REACH)
    answer = None
    for match in block.pack.institution.finditer(block.text, first, last):
        if match.end() <= draft.start or answer is None:
            answer = match[0]
    return answer
