"""From a number to a quantity: its currency, magnitude, unit, denominator, noun and bounds."""

import re

from hongqiao.evidence.language.lexicon import spaced
from hongqiao.evidence.quantity import amount, share, span, tail
from hongqiao.evidence.quantity.draft import Block, Draft
from hongqiao.evidence.quantity.fold import past_spaces
from hongqiao.evidence.quantity.number import next_number, year_like

_WEB = ("@", "://", "www.")
_NAMED = re.compile(r"(?<![a-z0-9])[a-z]{2,8}$", re.ASCII)
_JOINED = frozenset("-–—/.")
_SMALL_COINS = frozenset("角分毛")
_IDLE_ONES = frozenset({"s", "min", "h", "d", "week", "month", "a", "index", "deg", "bit", "%", "x"})
_COMPOUND = {"ft": ("in", 1.0, 1 / 12, "ft"), "h": ("min", 60.0, 1.0, "min"), "min": ("s", 60.0, 1.0, "s")}


def extended(block: Block, draft: Draft, kind: str, floor: int) -> Draft | None:
    """Everything around a number that makes it a quantity; None where it is none."""
    text, pack = block.folded, block.pack
    if kind == "digits":
        draft.number_end = draft.end = amount.fraction_after(block, draft, draft.end)
    amount.money_before(block, draft, floor)
    before = text[draft.start - 1 : draft.start]
    glued = draft.sort != "money" and bool(before) and (spaced(before) or before == "_")
    if glued and (
        pack.spaced or (kind == "digits" and _NAMED.search(text, max(0, draft.start - 12), draft.start) is None)
    ):
        return None
    if pack.spaced and kind in {"word", "article", "whole"}:
        part = share.denominator(block, draft)
        if part is not None:
            return part
    end = tail.tail(block, draft, draft.end) if draft.sort in {"bare", "money"} else draft.end
    if end is None:
        return None
    if draft.value == 1 and pack.per_around.match(text, end) is not None:
        return None  # 1事業者当たり: the denominator of what follows
    if (
        not pack.spaced
        and draft.sort == "count"
        and draft.number_end - draft.number == 1
        and kind == "han"
        and text[draft.number_end : end] in pack.weak_units
    ):
        return None  # 两国, 三次: a phrase rather than a count
    if glued and kind == "digits" and not (draft.sort == "money" or draft.unit == "%" or draft.magnitude >= 1e4):
        return None  # Mate50, PM2.5: a name; GDP5380.17亿元 is an amount
    end = span.spanned(block, draft, end)
    if draft.article and draft.magnitude == 1 and draft.value == 1:
        # "a week", "a point": an article, not a number; "one mile" is one
        if draft.sort in {"bare", "count"} or draft.weak or draft.unit in _IDLE_ONES:
            return None
    elif draft.article and draft.sort in {"bare", "count"} and draft.magnitude == 1 and draft.value < 1.5:
        return None
    if pack.numbers.han and draft.article and draft.value == 0.5 and draft.unit in _IDLE_ONES:
        return None
    if pack.numbers.han and draft.sort == "money" and text[end - 1 : end] in _SMALL_COINS:
        return None  # a coin stands after its currency: 三角 is a triangle
    if (
        text[end - 1 : end] in {'"', "'"}
        and draft.unit == "in"
        and (draft.magnitude > 1 or text.count('"', max(0, draft.start - 120), draft.start) % 2)
    ):
        return None
    if pack.numbers.han and draft.unit == "a" and draft.comparator in {"=", "range"} and _plain_year(draft, text):
        return None
    if draft.signed and draft.sort == "bare":
        return None  # a fraction without a unit: 24/7, 20/21
    end = _multiple_after(block, draft, end)
    if draft.sort == "money":
        end = tail.change(block, draft, end)
    elif draft.unit in _COMPOUND and (pack.spaced or draft.unit == "h"):
        end = tail.compound(block, draft, end)
    end = amount.per_after(block, draft, end)
    if draft.sort == "bare":
        if _inside_word(block, draft, end) or amount.labelled(pack, text, draft.start):
            return None
        if _plain_year(draft, text) and not _bounded_count(block, draft, end):
            return None
        end = amount.noun_after(block, draft, end)
        if draft.sort == "bare" and draft.per in _TIMES:
            draft.sort, draft.unit = "count", "count"  # "une moyenne de 275 par jour"
        if draft.sort != "bare":
            end = amount.per_after(block, draft, end)
    elif draft.sort == "count" and amount.labelled(pack, text, draft.start):
        return None
    draft.end = end
    if kind == "word" and draft.noun and draft.value <= _FEW and draft.noun.lower() in pack.noun_plain:
        return None  # "the two cities": a turn of phrase, not a count
    if draft.sort == "count" and pack.spaced and draft.value in _ROUND and _denominator(block, draft):
        return None
    amount.bounds(block, draft)
    return draft


_TIMES = frozenset({"d", "week", "month", "a", "h"})
_FEW = 4
_ROUND = {100.0, 1000.0, 10_000.0, 100_000.0, 1e6}


def _denominator(block: Block, draft: Draft) -> bool:
    """Whether a round number is what another counts per: ``35 Fälle pro 100.000 Einwohner``."""
    end = draft.start
    while end > 0 and block.folded[end - 1] == " ":
        end -= 1
    word = block.pack.per_words.match_before(block.folded, end)
    return word is not None and end - word[1] > 1


def _bounded_count(block: Block, draft: Draft, end: int) -> bool:
    """Whether a number that could be a year counts something: ``fast 1700 Felder``, ``more than 2,000 people``."""
    at = draft.start
    while at > 0 and block.folded[at - 1] == " ":
        at -= 1
    found = block.pack.before.match_before(block.folded, at)
    probe = Draft(draft.start, end, draft.number, draft.value)
    return found is not None and found[0] != "=" and amount.noun_after(block, probe, end) != end


def _multiple_after(block: Block, draft: Draft, end: int) -> int:
    if draft.sort != "bare" or (draft.value_hi is not None and draft.magnitude > 1):
        return end
    at = past_spaces(block.folded, end)
    pack = block.pack
    found = pack.multiples_after.match(block.folded, at)
    if found is None:
        return end
    draft.sort, draft.unit = "multiple", "x"
    joined = pack.joins.match(block.folded, found[1])
    second = next_number(block, joined[1]) if joined is not None else None
    last = pack.multiples_after.match(block.folded, second.end) if second is not None else None
    if second is not None and last is not None and second.start == joined[1] and second.value > draft.value:  # type: ignore[index]
        draft.value_hi, draft.comparator = second.value, "range"  # 6倍至7倍
        return last[1]
    return found[1]


def _plain_year(draft: Draft, text: str) -> bool:
    return year_like(draft) and draft.number_end - draft.number == 4 and text[draft.number : draft.number_end].isdigit()


def _inside_word(block: Block, draft: Draft, end: int) -> bool:
    """Whether the number is part of a name, a date, an address or a score rather than a number of its own."""
    text = block.folded
    after, before = text[end : end + 1], text[draft.start - 1 : draft.start]
    if after and spaced(after):
        return True
    if before in {"/", "#", "№", "§"} or after in {"/", "@"}:
        return True
    if before in _JOINED and draft.start >= 2 and spaced(text[draft.start - 2]):
        return True
    left = max(
        text.rfind(" ", max(0, draft.start - 60), draft.start),
        text.rfind("\n", max(0, draft.start - 60), draft.start),
        draft.start - 60,
    )
    chunk = text[left + 1 : end + 40].partition("\n")[0]
    head = chunk[: max(0, chunk.find(" ", end - left - 1))] if " " in chunk[end - left - 1 :] else chunk
    return any(mark in head for mark in _WEB)
