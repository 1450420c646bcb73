"""One pass over a block: every number that may be a quantity, with its unit, bound and range."""

import re
from collections.abc import Iterator

from hongqiao.evidence.language.lexicon import spaced
from hongqiao.evidence.quantity import amount, numeral
from hongqiao.evidence.quantity.draft import Block, Draft

_SPACE = re.compile(r" {0,3}")
_WEB = ("@", "://", "www.")
_JOINED = frozenset("-–—/.")
_YEAR_FROM, _YEAR_TO = 1500, 2199
_LARGEST = 1e27
_VAGUE = frozenset("几数数幾")
_PLAIN = re.compile(r"[0-9.,]+")
_SMALL_COINS = frozenset("角分毛")
_IDLE_ONES = frozenset({"s", "min", "h", "d", "week", "month", "a", "index", "deg", "bit", "%", "x"})
_MORE = {"多": ">", "余": ">", "来": "~"}


def drafts(block: Block) -> Iterator[Draft]:
    """The quantities of a block in reading order, as far as their own words tell."""
    done = at = 0
    scanner = block.pack.scanner
    while (match := scanner.search(block.folded, at)) is not None:
        at = match.end()
        if match.lastgroup in {"skip", "name"}:
            done = at
            continue
        draft = _read(block, match, done)
        if draft is None:
            if match.lastgroup in {"of", "share"}:
                # no share after all: read the first of the two numbers by itself
                at = match.start() + max(1, match[0].find(" "))
            continue
        draft.start = max(done, draft.start)
        at = done = draft.end
        yield draft


def _read(block: Block, match: re.Match[str], floor: int) -> Draft | None:
    kind = match.lastgroup or ""
    if kind.startswith("phrase"):
        number = int(kind.removeprefix("phrase"))
        return _fraction(block, match, block.pack.phrases[number][1])
    if kind in {"every", "of", "share"}:
        return _every(block, match)
    if kind == "multiple":
        return _multiple(block, match)
    draft = _number(block, match)
    if draft is None:
        return None
    if not block.pack.spaced and block.pack.per_before.match(block.folded, draft.start) is not None:
        return None  # 1平方メートル当たり: the denominator of what follows
    return _extended(block, draft, kind, floor)


def _number(block: Block, match: re.Match[str]) -> Draft | None:
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
        draft.grouped = not raw.isdigit() and value >= 1000 and value % 1 == 0
        return _signed(block, draft)
    if kind == "vulgar":
        return Draft(start, end, start, numeral.vulgar(raw), number_end=end)
    if kind == "whole":
        return Draft(start, end, start, numbers.wholes.get(raw) or 0.0, number_end=end, article=True)
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
    if numbers.words.get(numbers.part.match(raw)[0] if numbers.part.match(raw) else "", 0) >= 100:  # type: ignore[index] -- matched on the same line
        before = re.compile(r"(?:%s)[ -]$" % "|".join(numbers.articles or {"(?!)"})).search(text, max(0, start - 6), start)
        if before is not None:
            draft.start = draft.number = before.start()
    draft.article = value == 1
    return draft


def _han(block: Block, start: int) -> Draft | None:
    text = block.folded
    if text[start] == "半":
        return Draft(start, start + 1, start, 0.5, number_end=start + 1, article=True) if text[start - 1 : start] not in {"上", "下", "大", "多", "过", "一"} else None
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
    if more is None and text[end : end + 1] in _MORE and block.pack.units.match(text, end + 1) is not None:
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


def _extended(block: Block, draft: Draft, kind: str, floor: int) -> Draft | None:
    text, pack = block.folded, block.pack
    if kind == "digits":
        draft.number_end = draft.end = amount.fraction_after(block, draft, draft.end)
    amount.money_before(block, draft, floor)
    before = text[draft.start - 1 : draft.start]
    glued = draft.sort != "money" and bool(before) and (spaced(before) or before == "_")
    if glued and (pack.spaced or kind == "digits"):
        return None
    if pack.spaced and kind in {"word", "article", "whole"}:
        share = _denominator(block, draft)
        if share is not None:
            return share
    end = _tail(block, draft, draft.end) if draft.sort in {"bare", "money"} else draft.end
    if end is None:
        return None
    if not pack.spaced and draft.sort == "count" and draft.number_end - draft.number == 1 and kind == "han" and text[draft.number_end : end] in pack.weak_units:
        return None  # 两国, 三次: a phrase rather than a count
    end = _range(block, draft, end)
    if draft.article and draft.magnitude == 1 and draft.value == 1:
        # "a week", "a point": an article, not a number; "one mile" is one
        if draft.sort in {"bare", "count"} or draft.weak or draft.unit in _IDLE_ONES:
            return None
    elif draft.article and draft.sort in {"bare", "count"} and draft.magnitude == 1 and draft.value != 12:
        return None
    if pack.numbers.han and draft.article and draft.value == 0.5 and draft.unit in _IDLE_ONES:
        return None
    if pack.numbers.han and draft.sort == "money" and text[end - 1 : end] in _SMALL_COINS:
        return None  # a coin stands after its currency: 三角 is a triangle
    if text[end - 1 : end] in {'"', "'"} and draft.unit == "in" and (draft.magnitude > 1 or text.count('"', max(0, draft.start - 120), draft.start) % 2):
        return None
    if pack.numbers.han and draft.unit == "a" and draft.comparator in {"=", "range"} and _plain_year(draft, text):
        return None
    if draft.signed and draft.sort == "bare":
        return None  # a fraction without a unit: 24/7, 20/21
    end = _multiple_after(block, draft, end)
    if draft.sort == "money":
        end = _change(block, draft, end)
    elif draft.unit in _COMPOUND and (pack.spaced or draft.unit == "h"):
        end = _compound(block, draft, end)
    end = amount.per_after(block, draft, end)
    if draft.sort == "bare":
        if _plain_year(draft, text) or _inside_word(block, draft, end) or amount.labelled(pack, text, draft.start):
            return None
        end = amount.noun_after(block, draft, end)
        if draft.sort != "bare":
            end = amount.per_after(block, draft, end)
    elif draft.sort == "count" and amount.labelled(pack, text, draft.start):
        return None
    draft.end = end
    amount.bounds(block, draft)
    return draft


def _tail(block: Block, draft: Draft, end: int) -> int | None:
    """Magnitude and unit after a number."""
    money = draft.sort == "money"
    if money and not block.pack.numbers.han:
        # "75 USD million": the magnitude may stand after the currency
        end = amount.magnitude_after(block, draft, end, money=True)
        again = amount.meaning_at(block, _SPACE.match(block.folded, end).end())  # type: ignore[union-attr] -- matches the empty string
        if again is not None and again[0][0] == "money" and again[0][2] == 1.0 and block.folded[again[1] - 1].isalpha():
            dollars = draft.unit == "USD" and not block.folded[draft.start].isalpha()
            if again[0][1] == draft.unit or (dollars and again[0][1].endswith("D")):
                draft.unit = again[0][1]
                return again[1]
        return end
    end = amount.magnitude_after(block, draft, end, money=money)
    if money:
        code = draft.unit
        after = amount.unit_after(block, draft, end)
        if draft.unit == "CNY" and block.pack.numbers.han:
            draft.unit = code  # 新台币12亿元: the currency named before
        return end if after is None else after
    return amount.unit_after(block, draft, end)


def _change(block: Block, draft: Draft, end: int) -> int:
    """Reads the small coins after an amount (``3 dollars 50 cents``) and a magnitude after a currency."""
    pack = block.pack
    if draft.magnitude == 1.0 and not pack.numbers.han:
        at = _SPACE.match(block.folded, end).end()  # type: ignore[union-attr] -- matches the empty string
        late = pack.numbers.magnitudes.match(block.folded, at)
        if late is not None and at > end:
            draft.value, draft.magnitude, end = draft.value * late[0], late[0], late[1]
    if draft.value_hi is not None or (draft.value % 1 and draft.value > 1):
        return end
    for _ in range(2):
        coins = _next_number(block, end)
        if coins is None or not 0 < coins.value < 100 or coins.value % 1:
            break
        near = amount.meaning_at(block, _SPACE.match(block.folded, coins.end).end())  # type: ignore[union-attr] -- matches the empty string
        if near is not None and near[0][0] == "money" and 0.001 < near[0][2] < 1.0:
            draft.value = float(f"{draft.value + coins.value * near[0][2]:.12g}")
            end = near[1]
            continue
        probe = Draft(coins.start, coins.end, coins.start, coins.value)
        after = block.folded[coins.end : coins.end + 1]
        alone = near is None and after not in {",", "-", "%", ":", "/"} and not (after and spaced(after))
        if draft.magnitude == 1.0 and draft.value % 1 == 0 and alone and amount.noun_after(block, probe, coins.end) == coins.end:
            if amount.magnitude_after(block, probe, coins.end, money=True) == coins.end:
                draft.value = float(f"{draft.value + coins.value / 100:.12g}")
                end = coins.end
        break
    return end


_COMPOUND = {"ft": ("in", 1.0, 1 / 12, "ft"), "h": ("min", 60.0, 1.0, "min"), "min": ("s", 60.0, 1.0, "s")}


def _compound(block: Block, draft: Draft, end: int) -> int:
    """``5 feet 2 inches``, ``1 Stunde 20 Minuten``: one quantity in two units."""
    small, large, factor, unit = _COMPOUND[draft.unit]
    second = _next_number(block, end)
    if second is None or draft.value_hi is not None or draft.value % 1 or not 0 < second.value < 60:
        return end
    at = _SPACE.match(block.folded, second.end).end()  # type: ignore[union-attr] -- matches the empty string
    near = amount.meaning_at(block, at)
    if near is None and small == "in" and re.match(r"in(?!\w)", block.folded[at : at + 3]):
        near = (("unit", "in", 1.0), at + 2)
    if small == "min" and block.folded[at : at + 1] == "分":
        near = (("unit", "min", 1.0), at + (2 if block.folded[at : at + 2] == "分钟" else 1))
    if near is None or near[0][1] != small:
        return end
    draft.value = draft.value * large + second.value * factor
    draft.unit = unit
    return near[1]


def _next_number(block: Block, end: int) -> Draft | None:
    """The number that follows an amount directly or after "and"."""
    at = end
    for link in (" und ", " and ", " et ", " e ", "又", "と", " "):
        if block.folded.startswith(link, end):
            at = end + len(link)
            break
    following = block.pack.scanner.match(block.folded, at)
    if following is None or following.lastgroup not in {"digits", "word", "han", "article"}:
        return None
    return _number(block, following)


def _range(block: Block, draft: Draft, end: int) -> int:
    """Reads on where a second number makes a range: ``300 bis 350 Mio. Euro``, ``3至3.5亿元``."""
    text, pack = block.folded, block.pack
    at = _SPACE.match(text, end).end()  # type: ignore[union-attr] -- matches the empty string
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
    elif joined is not None and (origin is not None or draft.sort != "bare") and pack.goals.match(text, at) is not None and _changing(block, draft.start):
        return end
    if joined is None or (draft.article and draft.sort == "bare"):
        return end
    second_at = _SPACE.match(text, joined[1]).end()  # type: ignore[union-attr] -- matches the empty string
    return _second(block, draft, end, second_at, between[1] if between else origin[1] if origin and not pack.goals.match(text, at) else None)


def _changing(block: Block, at: int) -> bool:
    first, last = max(0, at - 90), min(len(block.folded), at + 120)
    pack = block.pack
    return pack.up.search(block.folded, first, last) is not None or pack.down.search(block.folded, first, last) is not None


def _second(block: Block, draft: Draft, end: int, at: int, wrap: int | None) -> int:
    text, pack = block.folded, block.pack
    prefix = pack.money_before.match(block.text, at)
    money_at = None
    if prefix is not None and prefix[1] < len(text) and draft.sort in {"money", "bare"}:
        money_at = at
        at = _SPACE.match(text, prefix[1]).end()  # type: ignore[union-attr] -- matches the empty string
    following = pack.scanner.match(text, at)
    if following is None or following.lastgroup not in {"digits", "word", "han", "vulgar"}:
        return end
    second = _number(block, following)
    if second is None or second.start != at:
        return end
    if money_at is not None and prefix is not None:
        second.sort, second.unit = "money", prefix[0].partition("*")[0]
    elif draft.sort == "money":
        second.sort, second.unit = "money", draft.unit
    last = _tail(block, second, second.end)
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
    if second.sort == "bare" and draft.sort == "bare" and (_year_like(draft) or text[end : end + 1] in _JOINED) and second_magnitude == 1.0 and wrap is None:
        probe = Draft(draft.start, last, draft.number, draft.value)
        if _year_like(draft) or amount.noun_after(block, probe, last) == last:
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
    found = amount.meaning_at(block, _SPACE.match(block.folded, second.number_end).end())  # type: ignore[union-attr] -- matches the empty string
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


def _denominator(block: Block, draft: Draft) -> Draft | None:
    """``zwei Drittel``, ``two-thirds``."""
    text, fractions = block.folded, block.pack.numbers.fractions
    if text[draft.end : draft.end + 1] not in {" ", "-"} or draft.value >= 100:
        return None
    found = fractions.match(text, draft.end + 1)
    if found is None or draft.value >= found[0] or draft.article:
        return None
    draft.value /= found[0]
    magnitude = block.pack.numbers.magnitudes.match(text, _SPACE.match(text, found[1]).end())  # type: ignore[union-attr] -- matches the empty string
    if magnitude is not None:
        draft.end = draft.number_end = found[1]
        return None
    unit = amount.meaning_at(block, _SPACE.match(text, found[1]).end())  # type: ignore[union-attr] -- matches the empty string
    if unit is not None and unit[0][0] in {"unit", "money"} and unit[0][1] != "%":
        draft.end = draft.number_end = found[1]
        return None
    draft.sort, draft.unit, draft.end = "share", "1", found[1]
    amount.bounds(block, draft)
    return draft


def _fraction(block: Block, match: re.Match[str], value: float) -> Draft:
    end = match.start() + len(match[0].rstrip())
    draft = Draft(match.start(), end, match.start(), value, "share", "1", number_end=end)
    amount.bounds(block, draft)
    return draft


def _every(block: Block, match: re.Match[str]) -> Draft | None:
    """``jedes dritte Unternehmen`` is a third, ``one in three`` too."""
    numbers = block.pack.numbers
    if match.lastgroup == "every":
        word = match[0].rsplit(" ", 1)[-1]
        count = numbers.ordinals.get(word)
        if not count or count < 2:
            return None
        draft = Draft(match.start(), match.end(), match.start(), 1.0 / count, "share", "1", number_end=match.end())
        noun = Draft(0, 0, 0, count)
        end = amount.noun_after(block, noun, match.end()) if block.pack.noun is not None else match.end()
        draft.end = end
        draft.noun = noun.noun
    else:
        found = [_value(part, block) for part in numbers.part.findall(match[0]) or []] if not re.search(r"\d", match[0]) else [float(part) for part in re.findall(r"\d+", match[0])]
        if len(found) != 2 or not found[0] or not found[1] or found[0] >= found[1]:
            return None
        draft = Draft(match.start(), match.end(), match.start(), found[0] / found[1], "share", "1", number_end=match.end())
    amount.bounds(block, draft)
    return draft


def _value(part: str, block: Block) -> float:
    return block.pack.numbers.words.get(part, 0.0)


def _multiple(block: Block, match: re.Match[str]) -> Draft | None:
    found = block.pack.multiples.get(match[0])
    if found is None:
        return None
    draft = Draft(match.start(), match.end(), match.start(), found[0], "multiple", "x", number_end=match.end())
    draft.growing = found[1]
    amount.bounds(block, draft)
    return draft


def _multiple_after(block: Block, draft: Draft, end: int) -> int:
    if draft.sort != "bare" or draft.value_hi is not None and draft.magnitude > 1:
        return end
    at = _SPACE.match(block.folded, end).end()  # type: ignore[union-attr] -- matches the empty string
    found = block.pack.multiples_after.match(block.folded, at)
    if found is None:
        return end
    draft.sort, draft.unit = "multiple", "x"
    return found[1]


def _year_like(draft: Draft) -> bool:
    return _YEAR_FROM <= draft.value <= _YEAR_TO and draft.value % 1 == 0 and not draft.grouped and draft.magnitude == 1


def _plain_year(draft: Draft, text: str) -> bool:
    return _year_like(draft) and draft.number_end - draft.number == 4 and text[draft.number : draft.number_end].isdigit()


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
    left = max(text.rfind(" ", max(0, draft.start - 60), draft.start), text.rfind("\n", max(0, draft.start - 60), draft.start), draft.start - 60)
    chunk = text[left + 1 : end + 40].partition("\n")[0]
    head = chunk[: max(0, chunk.find(" ", end - left - 1))] if " " in chunk[end - left - 1 :] else chunk
    return any(mark in head for mark in _WEB)
