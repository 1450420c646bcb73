"""What a quantity is about: its indicator, place and institution, in the words of the text."""

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from hongqiao.evidence.language.lexicon import Lexicon
from hongqiao.evidence.language.phrases import any_of
from hongqiao.evidence.quantity.draft import Block, Draft

_REACH = 90
_SHORT = 4  # letters up to which a word of the catalogue must stand alone
_EDGES = " \t\n,，、;；:：.。()（）\"“”„»«'’-–—"


@dataclass(frozen=True, slots=True)
class Indicator:
    """An indicator of the catalogue in one language."""

    key: str
    units: frozenset[str]
    general: bool = False


@lru_cache(maxsize=64)
def catalogue(code: str, *, apart: bool = True) -> tuple[re.Pattern[str], Lexicon[Indicator]]:
    """The indicators that a language has words for, as one pattern and what each phrase means."""
    tables = tomllib.loads(files(__package__).joinpath("indicators.toml").read_text(encoding="utf-8"))
    entries: dict[str, Indicator] = {}
    for key, row in tables.items():
        units = frozenset(row.get("units", "").split())
        for phrase in row.get(code, "").split("|"):
            if phrase:
                entries[phrase.lower()] = Indicator(key, units, bool(row.get("general", False)))
    listed = sorted(entries, key=len, reverse=True)
    if not listed:
        return re.compile(r"(?!)"), Lexicon(entries)
    if not apart:
        return re.compile(any_of(listed)), Lexicon(entries)
    long = any_of([phrase for phrase in listed if len(phrase) > _SHORT])
    short = any_of([phrase for phrase in listed if len(phrase) <= _SHORT])
    return re.compile(rf"(?<!\w)(?:{long}|(?:{short})(?!\w))"), Lexicon(entries)


type Mention = tuple[int, int, Indicator]


def mentions(block: Block, sentence: tuple[int, int]) -> list[Mention]:
    """The words of a sentence that the catalogue of indicators knows."""
    pattern, meanings = catalogue(block.pack.code, apart=block.pack.spaced)
    found = []
    for match in pattern.finditer(block.folded, *sentence):
        meaning = meanings.get(match[0])
        if meaning is not None:
            found.append((match.start(), match.end(), meaning))
    return found


def indicator(block: Block, draft: Draft, said: list[Mention], within: tuple[int, int]) -> tuple[str | None, str]:
    """The canonical key where the catalogue knows one, and the words of the text that say what is measured."""
    key, cheapest = None, float(2 * _REACH)
    for begin, end, meaning in said:
        if meaning.units and draft.unit not in meaning.units and draft.sort not in meaning.units:
            continue
        if end <= draft.number:
            price = float(draft.number - end)
        elif begin >= draft.number_end:
            price = float(max(0, begin - draft.end) + 8) if begin >= draft.end else 0.0
        else:
            price = 0.0
        if meaning.general:
            price += 60  # a word such as "area" gives way to one that says of what
        if not within[0] <= begin < within[1]:
            price += 30
        if price < cheapest:
            key, cheapest = meaning.key, price
    return key, _words(block, draft, within)


def _words(block: Block, draft: Draft, within: tuple[int, int]) -> str:
    if draft.noun:
        return draft.noun
    before = block.text[max(within[0], draft.start - _REACH) : draft.start].strip(_EDGES)
    after = block.text[draft.end : min(within[1], draft.end + _REACH)].strip(_EDGES)
    return " … ".join(part for part in (before, after) if part)


type Named = tuple[int, int, str]


def places(block: Block, sentence: tuple[int, int]) -> list[Named]:
    """The places that a sentence names."""
    found = block.found("places", block.pack.place, block.text, *sentence)
    return [(one.start(), one.end(), one[0]) for one in found if one[0] not in block.pack.not_place]


def institutions(block: Block, sentence: tuple[int, int]) -> list[Named]:
    """The institutions that a sentence names."""
    return [(one.start(), one.end(), one[0]) for one in block.pack.institution.finditer(block.text, *sentence)]


def main_place(block: Block) -> str | None:
    """The place that a text names most often, if it does so at least three times."""
    names = {name for _, _, name in places(block, (0, len(block.text)))}
    counted = sorted(((block.text.count(name), name) for name in names), reverse=True)
    return counted[0][1] if counted and counted[0][0] >= 3 else None


def place(block: Block, named: list[Named], draft: Draft, sentence: tuple[int, int], main: str | None) -> str | None:
    """The place of a quantity: the text's main place where the sentence names it or none, else the nearest."""
    if main is not None and (not named or block.text.find(main, *sentence) >= 0):
        return main
    return nearest(named, draft)


def nearest(named: list[Named], draft: Draft) -> str | None:
    """Of what a sentence names the last before the quantity, else the first after it."""
    answer = None
    for _, end, name in named:
        if end <= draft.start or answer is None:
            answer = name
    return answer
