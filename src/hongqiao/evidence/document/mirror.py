"""Repairs of texts that a careless mirror has damaged; each is counted and reported.

Chinese content farms copy a page in converted script and gloss converted characters with their pinyin,
產(chǎn)業(yè); others read UTF-8 as Windows-1252 (Ã¼ for ü) or leave HTML entities in plain text. A repair is made
only where the damage is a pattern of the text, never for a single odd spot, which may be meant.
"""

import html
import re
import unicodedata

from hongqiao.evidence.document.value import Repair

AT_LEAST = 3  # so many spots make a pattern

# initials and finals of Hanyu Pinyin (GB/T 16159); tone marks are taken off before the match
_SYLLABLE = re.compile(
    r"(?:[bpmfdtnlgkhjqxrzcsyw]|zh|ch|sh)?"
    r"(?:iang|iong|uang|ueng|ang|eng|ing|ong|ian|iao|uai|uan|ai|ei|ui|ao|ou|iu|ie|ue|ve|er|an|en|in|un|vn|ia|ua|uo|a|o|e|i|u|v)"
)
_GLOSS = re.compile(r"(?<=[\u3400-\u9fff\uf900-\ufaff])[(（]([^\W\d_]{1,6}\u0300?)[)）]")
_ENTITY = re.compile(
    r"&(?:nbsp|amp|quot|lt|gt|ndash|mdash|rsquo|lsquo|ldquo|rdquo|hellip|[aouAOU]uml|szlig|euro|#\d{2,5});"
)
_CP1252 = "".join(sorted({bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(0x80, 0xC0)}))
_MOJIBAKE = re.compile(rf"[ÂÃ][{re.escape(_CP1252)}]|[â-ï][{re.escape(_CP1252)}]{{2}}")


def is_pinyin(word: str) -> bool:
    """Whether a word is one syllable of pinyin, with or without its tone mark.

    >>> is_pinyin("chǎn"), is_pinyin("GDP"), is_pinyin("xlq")
    (True, False, False)
    """
    plain = "".join(
        letter for letter in unicodedata.normalize("NFD", word.replace("ü", "v")) if not unicodedata.combining(letter)
    ).replace("ɡ", "g")
    return _SYLLABLE.fullmatch(plain) is not None


def repaired(text: str) -> tuple[str, tuple[Repair, ...], tuple[tuple[int, int], ...]]:
    """The text without its damage, what was repaired, and how positions have moved.

    The last part holds (position in the new text, code points that the old text has more up to there).

    >>> text, repairs, _ = repaired("產(chǎn)業(yè)規(guī)模")
    >>> text, repairs[0].count
    ('產業規模', 3)
    """
    done: list[Repair] = []
    spots: _Spots = []
    for name, found_in in (("pinyin glosses", _glosses), ("mojibake", _mojibake), ("HTML entities", _entities)):
        found = found_in(text)
        if len(found) < AT_LEAST:
            continue
        start, end, _ = found[0]
        done.append(Repair(name, len(found), text[max(0, start - 1) : end]))
        spots += found
    if not spots:
        return text, (), ()
    new, edits = _replaced(text, sorted(spots))
    return new, tuple(done), tuple(edits)


type _Spots = list[tuple[int, int, str]]


def _glosses(text: str) -> _Spots:
    return [(match.start(), match.end(), "") for match in _GLOSS.finditer(text) if is_pinyin(match[1])]


def _mojibake(text: str) -> _Spots:
    spots = []
    for match in _MOJIBAKE.finditer(text):
        try:
            raw = b"".join(_byte(letter) for letter in match[0])
            spots.append((match.start(), match.end(), raw.decode("utf-8")))
        except UnicodeError:
            continue
    return spots


def _byte(letter: str) -> bytes:
    try:
        return letter.encode("cp1252")
    except UnicodeEncodeError:
        return letter.encode("latin-1")


def _entities(text: str) -> _Spots:
    return [(match.start(), match.end(), html.unescape(match[0])) for match in _ENTITY.finditer(text)]


def _replaced(text: str, spots: _Spots) -> tuple[str, list[tuple[int, int]]]:
    parts: list[str] = []
    edits: list[tuple[int, int]] = []
    last = length = surplus = 0
    for start, end, new in spots:
        if start < last:  # two kinds of damage at one spot: the first is repaired, the other stays visible
            continue
        parts += [text[last:start], new]
        length += start - last + len(new)
        surplus += end - start - len(new)
        edits.append((length, surplus))
        last = end
    parts.append(text[last:])
    return "".join(parts), edits
