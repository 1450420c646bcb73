"""Ranges: ``300 bis 350 Mio. Euro``, ``3至3.5亿元``, ``$20-30 million``."""

import re

from hongqiao.evidence.quantity import amount
from hongqiao.evidence.quantity.draft import Block, Draft
from hongqiao.evidence.quantity.fold import past_spaces
from hongqiao.evidence.quantity.number import next_number, read_number, year_like
from hongqiao.evidence.quantity.tail import tail

_JOINED = frozenset("-–—/.")


def spanned(block: Block, draft: Draft, end: int) -> int:
    """Reads on where a second number makes a range: ``300 bis 350 Mio. Euro``, ``3至3.5亿元``."""
    text, pack = block.folded, block.pack
    at = past_spaces(text, end)
    joined = pack.joins.match(text, at)
    begin = draft.start
    while begin > 0 and text[begin - 1] == " ":
        begin -= 1
    between = pack.between.match_before(text, begin)
    origin = pack.origins.match_before(text, begin)
    if joined is None and between is not None:
        for word in pack.conjunctions:
            if text.startswith(word, at):
                joined = (True, at + len(word))
                break
    elif (
        joined is not None
        and (origin is not None or draft.sort != "bare")
        and pack.goals.match(text, at) is not None
        and _changing(block, draft.start)
        and (origin is None or pack.steps.search(text, max(0, origin[1] - 24), origin[1]) is None)
        and not _rising_fall(block, draft, joined[1])
    ):
        return end
    if joined is None or (draft.article and draft.sort == "bare"):
        return end
    second_at = past_spaces(text, joined[1])
    return _second(
        block,
        draft,
        end,
        second_at,
        between[1] if between else origin[1] if origin and not pack.goals.match(text, at) else None,
    )


def _changing(block: Block, at: int) -> bool:
    first, last = max(0, at - 90), min(len(block.folded), at + 120)
    pack = block.pack
    return (
        pack.up.search(block.folded, first, last) is not None
        or pack.down.search(block.folded, first, last) is not None
        or pack.moved.search(block.folded, first, at) is not None
    )


def _rising_fall(block: Block, draft: Draft, at: int) -> bool:
    """Whether something is said to fall by a larger number: "une chute de 60 à 80%" is a range, not two levels."""
    following = next_number(block, at)
    if following is None or following.value <= draft.value:
        return False
    pack, first = block.pack, max(0, draft.start - 40)
    return (
        pack.down.search(block.folded, first, draft.start) is not None
        and pack.up.search(block.folded, first, draft.start) is None
    )


def _second(block: Block, draft: Draft, end: int, at: int, wrap: int | None) -> int:
    text, pack = block.folded, block.pack
    prefix = pack.money_before.match(block.text, at)
    money_at = None
    if prefix is not None and prefix[1] < len(text) and draft.sort in {"money", "bare"}:
        money_at = at
        at = past_spaces(text, prefix[1])
    following = pack.scanner.match(text, at)
    if following is None or following.lastgroup not in {"digits", "word", "han", "vulgar"}:
        return end
    second = read_number(block, following)
    if second is None or second.start != at:
        return end
    if money_at is not None and prefix is not None:
        second.sort, second.unit = "money", prefix[0].partition("*")[0]
    elif draft.sort == "money":
        second.sort, second.unit = "money", draft.unit
    last = tail(block, second, second.end)
    if last is None:
        return end
    low, raw_low = draft.value, draft.value / draft.magnitude
    if pack.numbers.han:
        low, second_magnitude = _elliptical(draft, second, text)
    elif draft.magnitude == 1.0 and second.magnitude > 1.0 and raw_low <= second.value / second.magnitude:
        low, second_magnitude = raw_low * second.magnitude, second.magnitude
    else:
        second_magnitude = second.magnitude
    same = draft.sort in {"bare", second.sort} and (draft.sort == "bare" or draft.unit == second.unit)
    if draft.sort == "money" and second.sort == "bare":
        same = True
    if not same or second.value < 0 or low > second.value or (low == second.value and second.sort == "bare"):
        return end
    if (
        second.sort == "bare"
        and draft.sort == "bare"
        and (year_like(draft) or text[end : end + 1] in _JOINED)
        and second_magnitude == 1.0
        and wrap is None
    ):
        probe = Draft(draft.start, last, draft.number, draft.value)
        if year_like(draft) or amount.noun_after(block, probe, last) == last:
            return end
    if draft.sort == "bare" and second.sort in {"unit", "money"} and second.value_hi is None:
        factor = _coin(block, second)
        low = low * factor
    draft.value, draft.value_hi = low, second.value
    draft.magnitude = second_magnitude
    draft.comparator = "range"
    if draft.sort == "bare":
        draft.sort, draft.unit = second.sort, second.unit
    if wrap is not None:
        draft.start = wrap
    return last


def _coin(block: Block, second: Draft) -> float:
    found = amount.meaning_at(block, past_spaces(block.folded, second.number_end))
    return found[0][2] if found is not None and found[0][0] == second.sort else 1.0


def _elliptical(draft: Draft, second: Draft, text: str) -> tuple[float, float]:
    """``3至3.5亿``: the first number shares the magnitude of the second."""
    if draft.magnitude > 1 or second.magnitude == 1:
        return draft.value, second.magnitude
    raw = re.match(r"[0-9.,]+", text[second.number : second.number_end])
    if raw is None:
        return draft.value, second.magnitude
    plain = float(raw[0].replace(",", "").rstrip("."))
    if plain and draft.value <= plain:
        return float(f"{draft.value * (second.value / plain):.12g}"), second.magnitude
    return draft.value, second.magnitude
