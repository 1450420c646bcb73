"""Numbers as languages write them: digits with their separators, number words, and Chinese and Japanese numerals."""

import re
import unicodedata

from hongqiao.evidence.language.lexicon import Lexicon
from hongqiao.evidence.language.pack import Numbers, Pack

_LONGEST_HAN = 40  # characters of the longest numeral that is read
_LONGEST = 24  # more digits than this are an identifier
_ARABIC = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d{1,9})?(?!\d)|\d{1,24}(?:[.・]\d{1,12})?")
_HAN_DIGITS = {
    "零": 0,
    "〇": 0,
    "○": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
_SMALL = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
_LARGE = {"万": 1e4, "亿": 1e8, "億": 1e8, "憶": 1e8, "忆": 1e8, "兆": 1e12, "萬": 1e4}
_MORE = {"多": ">", "余": ">", "餘": ">"}
_VAGUE = {"几", "数", "幾"}
_OVER_HUNDREDS = {"百分之": "%", "百分之百": "%", "千分之": "‰"}


def digits(raw: str, numbers: Numbers) -> float | None:
    """The value of digits with separators as a language writes them; None where they are no number of it.

    A separator of thousands that stands where none can stand is a decimal one, and the other way round.
    """
    body = raw.replace(" ", "").replace("'", "")
    if len(body) > _LONGEST:
        return None
    dots, commas = body.count("."), body.count(",")
    if not dots and not commas:
        return float(body)
    if dots and commas:
        decimal = "." if body.rfind(".") > body.rfind(",") else ","
        group = "," if decimal == "." else "."
        if body.count(decimal) > 1:
            return None
        whole, _, rest = body.partition(decimal)
        return _whole(whole, group, rest) if rest.isdigit() else None
    mark = "." if dots else ","
    parts = body.split(mark)
    grouped = all(len(part) == 3 for part in parts[1:]) and 0 < len(parts[0]) <= 3 and parts[0] != "0"
    if grouped and (mark == numbers.group or len(parts) > 2):
        return float("".join(parts))
    if len(parts) == 2 and parts[0] and parts[1]:
        return float(f"{parts[0]}.{parts[1]}")
    return _whole(body, mark, "")


def _whole(text: str, group: str, rest: str) -> float | None:
    parts = text.split(group)
    western = all(len(part) == 3 for part in parts[1:])
    indian = group == "," and len(parts) > 2 and len(parts[-1]) == 3 and all(len(part) == 2 for part in parts[1:-1])
    if not (western or indian) or not all(part.isdigit() for part in parts):
        return None
    return float("".join(parts) + ("." + rest if rest else ""))


def spelled(raw: str, numbers: Numbers) -> float | None:
    """The value of number words such as ``zweihundertfünfzigtausend`` or ``forty-five``."""
    known = numbers.words
    total = current = 0.0
    for part in numbers.part.findall(raw):
        value = known[part]
        if value >= 1000:
            total += (current or 1.0) * value
            current = 0.0
        elif value == 100:
            current = (current or 1.0) * 100 if current < 10 else -1.0
        elif (
            current % 100 == 0
            or (current % 100 < 10 and value >= 20)
            or (value < 10 and current % 10 == 0)
            or (value < 20 and current % 100 in {60.0, 80.0})
        ):
            current += value
        else:
            return None
        if current < 0:
            return None
    return total + current


def vulgar(letter: str) -> float:
    """The value of a fraction that is one character, such as ``½``."""
    return unicodedata.numeric(letter)


def han(text: str, at: int, pack: Pack) -> tuple[float, int, str | None] | None:
    """A numeral in Arabic or Chinese digits with 十百千万亿兆, its end, and ``>`` where 多 or 余 stand in it.

    A unit that begins with a magnitude (千瓦, 兆焦) is left to the unit.
    """
    units = pack.units
    larger: list[tuple[float, float]] = []
    section = 0.0
    current: float | None = None
    more: str | None = None
    began = at
    size = min(len(text), at + _LONGEST_HAN)
    while at < size:
        letter = text[at]
        if "0" <= letter <= "9":
            if current is not None:
                break
            match = _ARABIC.match(text, at)
            if match is None or len(match[0]) > _LONGEST:
                return None
            current = float(match[0].replace(",", "").replace("・", "."))
            at = match.end()
        elif letter in _HAN_DIGITS and current is None:
            following = text[at + 1 : at + 2]
            if letter == "两" and at > began and following not in _SMALL and following not in _LARGE:
                break  # the ounce, not the two
            current, end = _positional(text, at)
            if end - at == 2 and current >= 11:
                return None  # 五六十: "fifty or sixty" has no value
            at = end
            if (
                at < size
                and text[at] == "点"
                and at + 1 < size
                and text[at + 1] in _HAN_DIGITS
                and text[at + 1] != "两"
            ):
                rest, end = "", at + 1
                while end < size and text[end] in _HAN_DIGITS:
                    rest += str(_HAN_DIGITS[text[end]])
                    end += 1
                current, at = float(f"{current:.0f}.{rest}"), end
        elif letter in _SMALL:
            if at > began and _is_unit(units, text, at):
                break
            section += (1.0 if current is None else current) * _SMALL[letter]
            current = None
            at += 1
        elif letter in _LARGE:
            if at == began or (letter == "兆" and _is_unit(units, text, at)):
                break
            scale = _LARGE[letter]
            below = section + (current or 0.0) + sum(value for value, large in larger if large < scale)
            larger = [(value, large) for value, large in larger if large >= scale]
            larger.append(((below or 1.0) * scale, scale))
            section, current = 0.0, None
            at += 1
        elif letter in _MORE and at > began and more is None:
            following = text[at + 1 : at + 2]
            if following and (following in _LARGE or following in _SMALL):
                more = ">"
                at += 1
            else:
                break
        elif (letter == " " and at > began and text[at : at + 4].lstrip(" ")[:1] in _LARGE) or (
            letter == " "
            and at > began
            and "0" <= text[at + 1 : at + 2] <= "9"
            and larger
            and current is None
            and section == 0
        ):
            at += 1
        else:
            break
    if at == began:
        return None
    return section + (current or 0.0) + sum(value for value, _ in larger), at, more


def _is_unit(units: Lexicon[tuple[str, str, float]], text: str, at: int) -> bool:
    found = units.match(text, at)
    return found is not None and found[1] > at + 1 and found[0][0] != "stop"


def _positional(text: str, at: int) -> tuple[float, int]:
    value = 0.0
    end = at
    while end < len(text) and text[end] in _HAN_DIGITS and end - at < 12 and (end == at or text[end] != "两"):
        value = value * 10 + _HAN_DIGITS[text[end]]
        end += 1
    return value, end
