"""Which language a text is in: by its script, and where scripts are shared by its commonest words."""

import re
from collections import Counter
from collections.abc import Mapping

_ENOUGH = 20_000  # characters that are looked at
_WORD = re.compile(r"[^\W\d_]+")


def detect_among(text: str, stopwords: Mapping[str, frozenset[str]]) -> str:
    """The language whose script and commonest words a text shows; English where nothing speaks for any.

    >>> detect_among("昆山の計画です", {"ja": frozenset(), "zh": frozenset()})
    'ja'
    """
    sample = text[:_ENOUGH]
    kana = sum("\u3041" <= letter <= "\u30ff" for letter in sample)
    han = sum("\u4e00" <= letter <= "\u9fff" for letter in sample)
    letters = sum(letter.isalpha() for letter in sample)
    if "ja" in stopwords and kana * 20 > kana + han and kana + han > letters * 0.15:
        return "ja"
    if "zh" in stopwords and han > letters * 0.25:
        return "zh"
    counts = Counter(_WORD.findall(sample.lower()))
    scores = {code: sum(counts[word] for word in listed) for code, listed in stopwords.items()}
    best = max(scores, key=lambda code: (scores[code], code == "en"), default="en")
    return best if scores.get(best) else "en"
