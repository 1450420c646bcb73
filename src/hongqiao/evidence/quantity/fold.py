"""Text made ready for lookup: the same length, without the accidents of typography.

Letters become lower case, full-width digits and letters become ASCII, kinds of spaces, hyphens and quotation marks
become one each, and traditional characters become simplified where a pack says so. Characters that are not seen
(zero-width spaces, direction marks) are taken out beforehand, with a map back to the places of the original.
"""

import re
from array import array
from collections.abc import Sequence
from functools import lru_cache

_UNSEEN = re.compile("[\u200b\u200c\u200d\u200e\u200f\u061c\u2060-\u2064\u202a-\u202e\u2066-\u2069\ufeff\u00ad]+")

_FOLDS = {
    ord(wide): ord(narrow)
    for wide, narrow in zip("０１２３４５６７８９．％＄（）：－＋／", "0123456789.%$():-+/", strict=True)
}
_FOLDS |= {0xFF21 + i: ord("a") + i for i in range(26)} | {0xFF41 + i: ord("a") + i for i in range(26)}
_FOLDS |= dict.fromkeys(map(ord, "\u00a0\u2009\u202f\u2007\u2002\u2003\u2005\u2006\u2008\u200a\u3000\t"), ord(" "))
_FOLDS |= dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2212"), ord("-"))
_FOLDS |= dict.fromkeys(map(ord, "\u2018\u2019\u02bc"), ord("'"))
_FOLDS[ord("～")] = ord("~")


def seen(text: str) -> tuple[str, Sequence[int] | None]:
    """The text without unseen characters, and for each place of it the place in the original (None: unchanged).

    >>> clean, places = seen("17\u200b min")
    >>> clean, list(places)
    ('17 min', [0, 1, 3, 4, 5, 6, 7])
    """
    if text.isascii() or _UNSEEN.search(text) is None:
        return text, None
    parts: list[str] = []
    places = array("q")
    at = 0
    for gap in _UNSEEN.finditer(text):
        parts.append(text[at : gap.start()])
        places.extend(range(at, gap.start()))
        at = gap.end()
    parts.append(text[at:])
    places.extend(range(at, len(text) + 1))
    return "".join(parts), places


def fold(text: str, characters: dict[int, int]) -> str:
    """The text in lower case and plain typography, of the same length.

    >>> fold("3 000 ＫＭ", {})
    '3 000 km'
    """
    lower = text.lower()
    if len(lower) != len(text):
        # a few capitals become two characters; those keep their place as they are
        lower = "".join(low if len(low := letter.lower()) == 1 else letter for letter in text)
    if lower.isascii():
        return lower.replace("\t", " ")
    pattern, plain = _folding(tuple(characters.items()))
    return pattern.sub(lambda match: plain[match[0]], lower)


@lru_cache(maxsize=64)
def _folding(characters: tuple[tuple[int, int], ...]) -> tuple[re.Pattern[str], dict[str, str]]:
    plain = {chr(a): chr(b) for a, b in (_FOLDS | dict(characters)).items()}
    return re.compile("[" + re.escape("".join(plain)) + "]"), plain


def past_spaces(text: str, at: int) -> int:
    """The place after at most three spaces."""
    for end in range(at, at + 3):
        if text[end : end + 1] != " ":
            return end
    return at + 3
