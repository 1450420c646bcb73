"""Shares and multiples in words: ``zwei Drittel``, ``one in three``, ``jedes fünfte``, ``doubled``."""

import re

from hongqiao.evidence.quantity import amount
from hongqiao.evidence.quantity.draft import Block, Draft
from hongqiao.evidence.quantity.fold import past_spaces


def denominator(block: Block, draft: Draft) -> Draft | None:
    """``zwei Drittel``, ``two-thirds``."""
    text, fractions = block.folded, block.pack.numbers.fractions
    if text[draft.end : draft.end + 1] not in {" ", "-"} or draft.value >= 100:
        return None
    found = fractions.match(text, draft.end + 1)
    if found is None or draft.value >= found[0] or draft.article:
        return None
    draft.value /= found[0]
    magnitude = block.pack.numbers.magnitudes.match(text, past_spaces(text, found[1]))
    if magnitude is not None:
        draft.end = draft.number_end = found[1]
        return None
    unit = amount.meaning_at(block, past_spaces(text, found[1]))
    if unit is not None and unit[0][0] in {"unit", "money"} and unit[0][1] != "%":
        draft.end = draft.number_end = found[1]
        return None
    draft.sort, draft.unit, draft.end = "share", "1", found[1]
    amount.bounds(block, draft)
    return draft


def fraction(block: Block, match: re.Match[str], value: float) -> Draft:
    """A share that a phrase of the pack names, such as "half of the"."""
    end = match.start() + len(match[0].rstrip())
    draft = Draft(match.start(), end, match.start(), value, "share", "1", number_end=end)
    amount.bounds(block, draft)
    return draft


def every(block: Block, match: re.Match[str]) -> Draft | None:
    """``jedes dritte Unternehmen`` is a third."""
    word = match[0].rsplit(" ", 1)[-1]
    count = block.pack.numbers.ordinals.get(word)
    if not count or count < 2:
        return None
    draft = Draft(match.start(), match.end(), match.start(), 1.0 / count, "share", "1", number_end=match.end())
    if block.pack.noun is not None:
        noun = Draft(0, 0, 0, count)
        draft.end = amount.noun_after(block, noun, match.end())
        draft.noun = noun.noun
    amount.bounds(block, draft)
    return draft


def one_of(block: Block, match: re.Match[str]) -> Draft | None:
    """``one in three``, ``drei von vier``; None where the second number is not the larger."""
    if re.search(r"\d", match[0]):
        found = [float(part) for part in re.findall(r"\d+", match[0])]
    else:
        found = [_value(part, block) for part in block.pack.numbers.part.findall(match[0])]
    if not block.pack.spaced:
        found.sort()  # 3人に1人: of three one
    if len(found) != 2 or not found[0] or found[0] >= found[1]:
        return None
    lead = match.end("lead") if "lead" in match.re.groupindex and match["lead"] else match.start()
    end = match.end()
    unit = amount.meaning_at(block, past_spaces(block.folded, end))
    if unit is not None and unit[0][0] in {"unit", "money"}:
        return None  # "une valeur sur sept jours"
    draft = Draft(lead, end, lead, found[0] / found[1], "share", "1", number_end=end)
    noun = Draft(0, 0, 0, found[1])
    draft.end = amount.noun_after(block, noun, end)
    draft.noun = noun.noun
    amount.bounds(block, draft)
    return draft


def _value(part: str, block: Block) -> float:
    return block.pack.numbers.words.get(part, 0.0)


def multiple(block: Block, match: re.Match[str]) -> Draft | None:
    """A multiple in words: doubled, twice as many."""
    found = block.pack.multiples.get(match[0])
    if found is None:
        return None
    draft = Draft(match.start(), match.end(), match.start(), found[0], "multiple", "x", number_end=match.end())
    draft.growing = found[1]
    amount.bounds(block, draft)
    return draft
