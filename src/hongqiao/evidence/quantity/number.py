"""The number at a place, by itself: digits, words, Chinese and Japanese numerals, and its sign."""

import re

from hongqiao.evidence.quantity import numeral
from hongqiao.evidence.quantity.draft import Block, Draft

_LARGEST = 1e27
_VAGUE = frozenset("几数数幾")
_PLAIN = re.compile(r"[0-9.,]+")
_MORE = {"多": ">", "余": ">", "来": "~"}
_YEAR_FROM = 1500
_YEAR_TO = 2199


def read_number(block: Block, match: re.Match[str]) -> Draft | None:
    """The number alone, without what stands around it."""
    text, numbers = block.folded, block.pack.numbers
    start, end = match.span()
    raw, kind = match[0], match.lastgroup
    if kind in {"digits", "han"} and numbers.han:
        return _han(block, start)
    if kind == "digits":
        if " " in raw and not numbers.group_space and " " in block.text[start:end]:
            raw = raw.partition(" ")[0]
            end = start + len(raw)
        value = numeral.digits(raw, numbers)
        if value is None or value > _LARGEST:
            return None
        draft = Draft(start, end, start, value, number_end=end)
        draft.grouped = not raw.isdigit() and value >= 1000 and (value % 1 == 0 or len(raw) > 6)
        return _signed(block, draft)
    if kind == "vulgar":
        return Draft(start, end, start, numeral.vulgar(raw), number_end=end)
    if kind == "whole":
        sign = "~" if raw in numbers.rough else "="
        return Draft(
            start, end, start, numbers.wholes.get(raw) or 0.0, number_end=end, article=sign == "=", comparator=sign
        )
    if kind == "article":
        return Draft(start, end, start, 1.0, number_end=end, article=True, weak=raw in numbers.weak)
    value = numeral.spelled(raw, numbers)
    if value is None and " " in raw:
        # "quarante-cinq cents": the last word may be a coin
        raw = raw.rpartition(" ")[0]
        value, end = numeral.spelled(raw, numbers), start + len(raw)
    if value is None:
        return None
    draft = Draft(start, end, start, value, number_end=end)
    first = numbers.part.match(raw)
    if first is not None and numbers.words[first[0]] >= 100:
        # "a hundred": the article belongs to the number
        head = text[max(0, start - 6) : start]
        article = next((word for word in numbers.articles if head.endswith((f"{word} ", f"{word}-"))), None)
        if article is not None:
            draft.start = draft.number = start - len(article) - 1
    draft.article = value == 1
    return draft


def _han(block: Block, start: int) -> Draft | None:
    text = block.folded
    if text[start] == "半":
        return (
            Draft(start, start + 1, start, 0.5, number_end=start + 1, article=True)
            if text[start - 1 : start] not in {"上", "下", "大", "多", "过", "一"}
            else None
        )
    found = numeral.han(text, start, block.pack)
    if found is None or found[0] > _LARGEST:
        return None
    value, end, more = found
    if text[end : end + 1] in _VAGUE or (text[start] in "十百千" and text[start - 1 : start] in _VAGUE):
        return None  # 十几名, 数百人: no value is stated
    if text.startswith(("分之", "分の"), end):
        share = _share(block, start, value, end + 2)
        if share is not None:
            return share
    pack = block.pack
    if (
        more is None
        and text[end : end + 1] in _MORE
        and (pack.units.match(text, end + 1) is not None or pack.multiples_after.match(text, end + 1) is not None)
    ):
        more = _MORE[text[end]]
        end += 1
    draft = Draft(start, end, start, value, number_end=end)
    draft.comparator = more or "="
    raw = text[start:end]
    draft.grouped = "," in raw
    draft.article = raw == "一"
    if any(letter in raw for letter in "万亿兆億萬憶"):
        plain = _PLAIN.match(raw)
        leading = float(plain[0].replace(",", "").rstrip(".")) if plain else 0.0
        draft.magnitude = value / leading if leading else 1e4
    return _signed(block, draft)


def _share(block: Block, start: int, whole: float, at: int) -> Draft | None:
    """``三分之二`` is two thirds, ``百分之三十`` thirty per cent."""
    found = numeral.han(block.folded, at, block.pack)
    if found is None or whole < 2:
        return None
    part, end, _ = found
    draft = Draft(start, end, start, part, number_end=end)
    if whole in {100.0, 1000.0}:
        draft.sort, draft.unit = "unit", "%" if whole == 100.0 else "‰"
    elif part < whole:
        draft.sort, draft.unit, draft.value = "share", "1", part / whole
    else:
        return None
    return draft


def _signed(block: Block, draft: Draft) -> Draft:
    """Reads a sign, unless the hyphen joins the number to a word or to another number."""
    text = block.folded
    before = text[draft.start - 1 : draft.start]
    if before in {"-", "+", "±"} and (draft.start < 2 or text[draft.start - 2] in " (:,;>~"):
        if before == "-" and draft.start >= 3 and text[draft.start - 3].isdigit():
            return draft
        draft.start -= 1
        draft.value = -draft.value if before == "-" else draft.value
        draft.growing = False
        draft.signed = False
        return draft
    at = draft.start
    while at > 0 and text[at - 1] == " ":
        at -= 1
    minus = block.pack.numbers.minus.match_before(text, at)
    bound = block.pack.before.match_before(text, at) if minus is not None else None
    if minus is not None and (bound is None or bound[1] >= minus[1]):
        draft.start, draft.value = minus[1], -draft.value
    return draft


def next_number(block: Block, end: int) -> Draft | None:
    """The number that follows an amount directly or after "and"."""
    at = end
    for link in (" und ", " and ", " et ", " e ", "又", "と", " "):
        if block.folded.startswith(link, end):
            at = end + len(link)
            break
    following = block.pack.scanner.match(block.folded, at)
    if following is None or following.lastgroup not in {"digits", "word", "han", "article"}:
        return None
    return read_number(block, following)


def year_like(draft: Draft) -> bool:
    """Whether a number may be a year."""
    return _YEAR_FROM <= draft.value <= _YEAR_TO and draft.value % 1 == 0 and not draft.grouped and draft.magnitude == 1
