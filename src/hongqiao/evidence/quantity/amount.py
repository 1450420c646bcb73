"""From a number outwards: magnitude, unit, counted noun and denominator to its right, money and bounds to its left."""

import re

from hongqiao.evidence.language.lexicon import spaced
from hongqiao.evidence.language.pack import Meaning, Pack, Sense
from hongqiao.evidence.quantity.draft import Block, Draft
from hongqiao.evidence.quantity.fold import past_spaces

_GAP = re.compile(r"[ ]{0,3}-?[ ]{0,3}")
_BRACKETED = re.compile(r" ?[(\[{<]([^()\[\]{}<>\s]{1,8})[)\]}>]")
_WORD = re.compile(r"[^\W_][\w'’&-]*", re.UNICODE)
_FRACTION_BAR = re.compile(r"(?: (\d{1,2}))? ?/ ?(\d{1,2})(?![\d/.,])")
_MIXED = re.compile(r" (\d{1,2}) ?/ ?(\d{1,2})(?![\d/.,])")
_BOUNDS = {">", ">=", "<", "<="}
_SLASH_PER = re.compile(r" ?/ ?")
_SIGN = re.compile(r"[^\w\s]+ ?\d")
_DEGREES = re.compile(r"[cf](?!\w)")
_MOST_WORDS = 7
_TIME = {"s", "min", "h", "d", "week", "month", "a"}


def _gap(text: str, at: int) -> int:
    """The place after spaces and a hyphen that joins a number to its unit: ``3-inch``, ``12 - Pfund``."""
    gap = _GAP.match(text, at)
    return gap.end() if gap else at


def fraction_after(block: Block, draft: Draft, end: int) -> int:
    """Reads ``1/4``, ``10 1/2`` and ``3½`` on from the digits before; the new end."""
    text = block.folded
    if draft.value % 1 == 0:
        mixed = _MIXED.match(text, end)
        if mixed and 0 < int(mixed[1]) < int(mixed[2]) <= 16:
            draft.value += int(mixed[1]) / int(mixed[2])
            return mixed.end()
        simple = _FRACTION_BAR.match(text, end)
        if simple and simple[1] is None and 0 < draft.value < int(simple[2]) <= 16:
            draft.value /= int(simple[2])
            draft.signed = True  # a fraction stands only where a unit follows
            return simple.end()
    for half in block.pack.numbers.and_half:
        for lead in ("", " "):
            if (
                text.startswith(lead + half, end)
                and not text[end + len(lead + half) : end + len(lead + half) + 1].isalpha()
            ):
                draft.value += 0.5
                return end + len(lead + half)
    return end


def magnitude_after(block: Block, draft: Draft, end: int, *, money: bool) -> int:
    """Multiplies by the magnitudes that follow (``1.5 bn``, ``300 Mio.``); the new end."""
    text, numbers = block.folded, block.pack.numbers
    factor = 1.0
    for _ in range(2):
        at = _gap(text, end)
        found = numbers.magnitudes.match(text, at)
        if found is None:
            break
        factor *= found[0]
        end = found[1]
    if factor == 1.0 and draft.magnitude == 1.0:
        at = past_spaces(text, end)
        short = numbers.magnitudes_money.match(block.text, at) if at < end + 2 else None
        if short is not None and (
            money or _money_follows(block, short[1]) or (at == end and _noun_follows(block, short[1]))
        ):
            factor, end = short
    if factor != 1.0:
        draft.magnitude *= factor
        draft.value = _clean(draft.value * factor)
        if draft.value_hi is not None:
            draft.value_hi = _clean(draft.value_hi * factor)
    return end


def _noun_follows(block: Block, at: int) -> bool:
    """``3.2m households``: a counted noun after the letter makes it a magnitude."""
    probe = Draft(at, at, at, 2.0)
    return noun_after(block, probe, at) != at and probe.unit == "count"


def _money_follows(block: Block, at: int) -> bool:
    at = past_spaces(block.folded, at)
    found = meaning_at(block, at)
    return found is not None and found[0][0] == "money"


def meaning_at(block: Block, at: int) -> tuple[Meaning, int] | None:
    """The unit, currency or counting word that begins at a place: the longer of word and symbol."""
    word = block.pack.units.match(block.folded, at)
    symbol = block.pack.symbols.match(block.text, at)
    if word is None or (symbol is not None and symbol[1] > word[1]):
        return symbol
    return word


def unit_after(block: Block, draft: Draft, end: int) -> int | None:
    """Reads the unit that follows; the new end, or None where a word says that this is no quantity."""
    text, pack = block.folded, block.pack
    gap = _gap(text, end)
    degrees = _DEGREES.match(text, end) if pack.spaced else None
    if degrees is not None and draft.value <= 150:
        draft.sort, draft.unit = "unit", "deg" if degrees[0] == "c" else "degF"
        return degrees.end()
    found = meaning_at(block, gap) if pack.spaced or gap - end <= 2 else None
    apart = not pack.spaced and gap > end and draft.magnitude > 1
    if found is not None and apart and text[draft.start - 1 : draft.start] not in {"", " "}:
        # "近240万 里约市": after a space another word begins, unless spaces stand around the number too
        found = found if spaced(text[gap]) or text[gap] in "%％" or found[0][0] == "money" else None
    if found is not None and draft.article and draft.value == 1 and _SIGN.match(text, gap):
        found = None  # "won a $48m contract": the sign belongs to what follows
    if found is not None and "-" in text[end:gap] and (text[end:gap].strip(" ") != "-" or not text[gap].isalpha()):
        found = None
    if found is None:
        link = pack.links.match(text, gap) if pack.links else None
        if link is not None and (draft.magnitude > 1 or not pack.spaced):
            at = past_spaces(text, link[1])
            linked = meaning_at(block, at)
            if linked is not None and linked[0][0] in {"money", "unit"}:
                found, gap = linked, at
    if found is None:
        bracket = _BRACKETED.match(block.text, end)
        if bracket is not None:
            inner = meaning_at(block, bracket.start(1))
            if inner is not None and inner[1] == bracket.end(1) and inner[0][0] == "unit":
                take(draft, inner[0])
                return bracket.end()
        return end
    meaning, last = found
    senses = pack.senses.get(text[gap:last])
    if senses is not None:
        meaning = _sense(block, draft, senses, meaning, last)
    if meaning[0] == "stop":
        return None
    take(draft, meaning)
    if pack.speeds and draft.unit in _SPEEDS:
        _speed(block, draft)
    return _half_after(block, draft, last)


_SPEEDS = {"m": "m/{}", "km": "km/{}", "mi": "mi/{}"}


def _speed(block: Block, draft: Draft) -> None:
    """``时速120公里``: a distance after a word for speed is one."""
    found = block.pack.speeds.match_before(block.folded, draft.start)
    if found is not None:
        unit = _SPEEDS[draft.unit].format(found[0])
        draft.unit, draft.start = "mph" if unit == "mi/h" else unit, found[1]


def _sense(block: Block, draft: Draft, senses: tuple[Sense, ...], usual: Meaning, end: int) -> Meaning:
    before = block.folded[max(0, draft.start - 48) : draft.number_end]
    after = block.folded[end : end + 32]
    for sense in senses:
        if sense.magnitude and draft.magnitude == 1:
            continue
        if (
            sense.before is not None
            and sense.before.search(before[: draft.start - max(0, draft.start - 48)] if not sense.magnitude else before)
            is None
            and sense.before.search(before) is None
        ):
            continue
        if sense.after is not None and sense.after.search(after) is None:
            continue
        if sense.not_after is not None and sense.not_after.search(after) is not None:
            continue
        return sense.meaning
    return usual


def _half_after(block: Block, draft: Draft, end: int) -> int:
    """Reads the half after a unit: ``一吨半``, ``两年半``."""
    if not block.pack.spaced and block.folded.startswith("半", end) and draft.sort == "unit":
        draft.value += 0.5
        return end + 1
    return end


# energy and power are stated in one unit each, so that 13.73 TWh and 13,730 GWh are one value
_BASE_SCALE = {
    "Wh": ("kWh", 1e-3), "MWh": ("kWh", 1e3), "GWh": ("kWh", 1e6), "TWh": ("kWh", 1e9),
    "W": ("kW", 1e-3), "MW": ("kW", 1e3), "GW": ("kW", 1e6), "TW": ("kW", 1e9),
}  # fmt: skip


def take(draft: Draft, meaning: Meaning) -> None:
    """Gives a draft its unit, in the base scale of energy and power."""
    sort, code, factor = meaning
    code, scale = _BASE_SCALE.get(code, (code, 1.0))
    factor *= scale
    draft.sort, draft.unit = sort, code
    if factor != 1.0:
        draft.value = _clean(draft.value * factor)
        if draft.value_hi is not None:
            draft.value_hi = _clean(draft.value_hi * factor)


def _clean(value: float) -> float:
    """The product without the noise of binary fractions: 50 cents are 0.5, not 0.5000000001."""
    return float(f"{value:.15g}")


def noun_after(block: Block, draft: Draft, end: int) -> int:
    """Reads the counted noun that follows a bare number; the new end."""
    pack = block.pack
    if not pack.spaced:
        return end
    gap = _gap(block.folded, end)
    if gap == end or "-" in block.folded[end:gap]:
        return end
    if pack.noun is not None:
        linked = draft.magnitude >= 1e6 or draft.comparator == "~"
        link = pack.links.match(block.folded, gap) if linked and pack.links else None
        match = pack.noun.match(block.text, past_spaces(block.folded, link[1])) if link else None
        match = match or pack.noun.match(block.text, gap)
        if match is None:
            return end
        last = match[0].rsplit(" ", 1)[-1].lower()
        if last in pack.noun_bare:
            return end
        if last in pack.noun_left and draft.magnitude >= 1e6:
            return end  # "45 millions apportés par": money, as it will turn out
        if last in pack.noun_left:
            draft.sort, draft.unit = "count", "count"  # "as 150 registadas": what is counted was named before
            return end
        return _counted(block, draft, match.start(), match.end(), match.end() - len(last))
    if pack.noun_head:
        return _headed(block, draft, gap, end)
    return end


def _headed(block: Block, draft: Draft, at: int, end: int) -> int:
    """The noun phrase up to its first plural: ``38 photovoltaic power generation projects``."""
    pack, begin = block.pack, at
    last = None
    for _ in range(_MOST_WORDS):
        word = _WORD.match(block.folded, at)
        if word is None:
            break
        text = word[0].rstrip("'")
        plain = text.replace("-", "").replace("'", "").replace("&", "")
        more = last is None and text == pack.noun_more
        if (text in pack.noun_stop and not more) or not (text.isascii() and plain[0].isalpha() and plain.isalnum()):
            break
        last = word
        plural = text in pack.noun_irregular or (
            len(text) > 2 and text.endswith(pack.noun_head) and text not in pack.noun_not_plural
            and not text.endswith(("ss", "'s", "’s", "ous"))
        )  # fmt: skip
        if plural:
            return _counted(block, draft, begin, word.end(), word.start())
        at = word.end()
        if block.folded[at : at + 1] != " ":
            break
        at += 1
    if last is not None and draft.value == 1:
        return _counted(block, draft, begin, last.end(), last.start())
    return end


def _counted(block: Block, draft: Draft, begin: int, end: int, head: int) -> int:
    """A counted noun; where its head is a unit (``3,200 annual sunshine hours``), that unit."""
    found = meaning_at(block, head)
    if found is not None and found[1] == end and found[0][0] in {"unit", "money"} and found[0][1] in _TIME:
        take(draft, found[0])
    else:
        draft.sort, draft.unit = "count", "count"
    draft.noun = block.text[begin:end]
    return end


def per_after(block: Block, draft: Draft, end: int) -> int:
    """Reads the denominator that follows: ``€/m²``, ``per square meter``, ``pro Jahr``; the quote ends before words."""
    text, pack = block.folded, block.pack
    slash = _SLASH_PER.match(text, end)
    if slash is not None:
        unit = pack.per_nouns.match(text, slash.end())
        if unit is not None:
            draft.per = unit[0]
            return unit[1]
        return end
    at = past_spaces(text, end)
    adverb = pack.per_after.match(text, at)
    if adverb is not None and text[adverb[1] : adverb[1] + 2].strip()[:1].isdigit():
        adverb = None  # "im Jahr 2017"
    if adverb is not None and pack.moments.reference_after.search(text[adverb[1] : adverb[1] + 12]) is None:
        draft.per = adverb[0]
        return end
    word = pack.per_words.match(text, at)
    if word is not None:
        noun_at = past_spaces(text, word[1])
        noun = pack.per_nouns.match(text, noun_at)
        if noun is not None:
            draft.per = noun[0]
    return end


def money_before(block: Block, draft: Draft, floor: int) -> None:
    """Reads a currency that stands before the number: ``$ 300m``, ``RMB 14 billion``."""
    text, pack = block.text, block.pack
    at = draft.start
    while at > 0 and text[at - 1] in "  \u202f" and draft.start - at < 3:
        at -= 1
    found = pack.money_before.match_before(text, at)
    if found is None and pack.spaced:
        found = pack.money_before.match_before(block.folded, at) if text[at - 1 : at].islower() else None
    if found is None:
        return
    code, start = found
    if start < floor:
        return
    if start and spaced(text[start]) and spaced(text[start - 1]):
        return
    code, _, factor = code.partition("*")
    draft.unit, draft.sort, draft.start = code, "money", start
    if factor:
        draft.magnitude *= float(factor)
        draft.value *= float(factor)


def bounds(block: Block, draft: Draft) -> None:
    """Reads the words around a quantity that say whether it is a bound, and widens the quote to them."""
    _bound_before(block, draft)
    _bound_after(block, draft)


def _bound_before(block: Block, draft: Draft) -> None:
    text, pack = block.folded, block.pack
    at = draft.start
    for _ in range(4):
        end = at
        while end > 0 and text[end - 1] == " ":
            end -= 1
        found = pack.before.match_before(text, end)
        if found is None:
            break
        sign, at = found
        if sign == "=":
            draft.counted = True
        else:
            draft.age = text[at:end] in pack.ages
            draft.comparator = stronger(sign, draft.comparator)
            draft.start = at
    if draft.comparator == "=" and draft.unit == "%":
        apart = pack.apart.search(text, max(0, draft.start - 24), draft.start)
        if apart is not None:
            draft.comparator = pack.before.get(apart[1]) or "="


def _bound_after(block: Block, draft: Draft) -> None:
    text, pack = block.folded, block.pack
    at = past_spaces(text, draft.end)
    found = pack.after.match(text, at)
    if found is None:
        return
    sign, end = found
    if sign == "=":
        return  # "and more than": the bound of what follows
    if text[at] == "+" and at > draft.end:
        return
    if text[at:end] == "多" and (draft.sort != "unit" or draft.unit == "count"):
        return  # 4项多轮竞价
    draft.comparator = stronger(sign, draft.comparator)
    draft.end = end


def stronger(sign: str, other: str) -> str:
    """Of two bounds on one number the one that binds: "up to about 100" is at most 100.

    >>> stronger("<=", "~"), stronger("~", ">"), stronger("~<", "=")
    ('<=', '>', '~<')
    """
    if (other in _BOUNDS or other == "range") and sign not in _BOUNDS:
        return other
    return sign


def labelled(pack: Pack, text: str, at: int) -> bool:
    """Whether the word before a number makes it a label: ``Nr. 5``, ``Linie 11``, ``第3``."""
    end = at
    while end > 0 and text[end - 1] in " :":
        end -= 1
    return pack.labels.match_before(text, end) is not None
