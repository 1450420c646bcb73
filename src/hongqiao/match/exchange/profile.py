"""What the exchange takes and gives: profiles, matches with their reasons, and declines."""

import datetime as dt
import re
from dataclasses import dataclass

from hongqiao.errors import EmptyProfile, UnknownReason

_WORD = re.compile(r"[^\W\d_]+|\d+")
_HAN = re.compile(r"[\u3400-\u9fff]")
_KANA = re.compile(r"[\u3040-\u30ff]")
_GERMAN = frozenset(
    "der die das und ist sind wir ein eine einen einem für mit auf von im zum zur nicht wie wer was welche welcher welches wann warum wo den dem des sich auch durch bei nach oder suchen bieten".split()
)
_ENGLISH = frozenset(
    "the and is are we a an for with on of in to not how who what which when why where by from or that as at it was were did does do be our".split()
)


@dataclass(frozen=True, slots=True)
class Profile:
    """An offer, a need, or any text that seeks its counterpart.

    language: a code such as ``"de"``; recognised from the text where it is None. expires: the last day on which it
    is shown. organisation and refuses: a profile is never matched with an id or organisation that it refuses.
    """

    id: str
    text: str
    language: str | None = None
    organisation: str = ""
    expires: dt.date | None = None
    refuses: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        # Chinese writes no spaces: two characters are about a word
        words = len(_WORD.findall(_HAN.sub(" ", self.text))) + len(_HAN.findall(self.text)) / 2
        if words < 2:
            raise EmptyProfile(
                f"profile {self.id!r} says {self.text.strip()!r}: at least two words are needed to match"
            )


@dataclass(frozen=True, slots=True)
class Reason:
    """A sentence of the query that meets a sentence of the profile, and how closely (cosine, at most 1)."""

    query_text: str
    profile_text: str
    score: float


@dataclass(frozen=True, slots=True)
class Objection:
    """What speaks against a match: `kind` is "no counterpart", "far apart", "other language" or "other numbers"."""

    kind: str
    ours: str = ""
    """The query's sentence, language or numbers."""
    theirs: str = ""
    """The profile's language or numbers, or the cosine of the texts."""

    @property
    def says(self) -> str:
        """The same in an English sentence."""
        match self.kind:
            case "no counterpart":
                return f"nothing close to: {self.ours}"
            case "far apart":
                return f"the texts as a whole are far apart (cosine {self.theirs})"
            case "other language":
                return f"the profile is in {self.theirs}, the query in {self.ours}"
            case _:
                return f"no number in common: {self.ours} against {self.theirs}"


@dataclass(frozen=True, slots=True)
class Parts:
    """What a score is made of, before it is set beside the other profiles of the same language."""

    whole: float
    """Cosine of the texts, each without the mean of its language."""
    sentence: float
    """The same of the query and the profile's closest sentence."""
    lexical: float
    """BM25 of the shared terms."""
    hub: float
    """How close the profile is to everything; taken off."""
    like: float = 0.0
    """How close it lies to the two best of the query."""


@dataclass(frozen=True, slots=True)
class Match:
    """A profile that fits a query; `score` runs from 0 to 1 and is comparable across languages."""

    id: str
    score: float
    reasons: tuple[Reason, ...]
    shared_terms: tuple[str, ...]
    against: tuple[Objection, ...]
    parts: Parts
    grade: str


@dataclass(frozen=True, slots=True)
class DeclineReason:
    """Why a match was declined, and what follows: `spreads` to like profiles, or `withdraws` the profile for all."""

    key: str
    says: str
    spreads: float = 0.0
    withdraws: bool = False


DECLINE_REASONS = {
    reason.key: reason
    for reason in (
        DeclineReason("other-field", "it is of another field of technology", spreads=1.0),
        DeclineReason("other-use", "the technology fits, the use does not", spreads=0.5),
        DeclineReason("too-early", "it is not mature enough for us", spreads=0.25),
        DeclineReason("too-dear", "it costs more than we can pay"),
        DeclineReason("rights", "the rights are not as we need them"),
        DeclineReason("known", "we already work together"),
        DeclineReason("competitor", "they compete with us"),
        DeclineReason("gone", "the offer or need no longer exists", withdraws=True),
    )
}


def decline_reason(key: str) -> DeclineReason:
    """The reason of this key; UnknownReason lists the keys there are."""
    if key not in DECLINE_REASONS:
        raise UnknownReason(f"{key!r} is no decline reason; there are {', '.join(DECLINE_REASONS)}")
    return DECLINE_REASONS[key]


def recognised(text: str) -> str:
    """The language of a text, told between Chinese, Japanese, German and English; "" where nothing tells.

    >>> recognised("Wir suchen einen Partner"), recognised("寻求合作伙伴"), recognised("We seek a partner")
    ('de', 'zh', 'en')
    """
    letters = len(re.findall(r"[^\W\d_]", text))
    if _KANA.search(text):
        return "ja"
    if letters and len(_HAN.findall(text)) > 0.2 * letters:
        return "zh"
    words = [word.lower() for word in _WORD.findall(text)]
    german = sum(word in _GERMAN for word in words) + 2 * len(re.findall(r"[äöüß]", text.lower()))
    english = sum(word in _ENGLISH for word in words)
    if german == english == 0:
        return ""
    return "de" if german > english else "en"


_END = re.compile(r"(?<=[.!?])[\"”»)]*\s+(?=[\"„“«(]?[A-ZÄÖÜÀ-Ý0-9\u3400-\u9fff])|(?<=[。！？；])|\n+")
_ABBREVIATION = re.compile(
    r"(?:\b(?:z\.\s?B|d\.\s?h|u\.\s?a|ca|bzw|Nr|Dr|Prof|e\.g|i\.e|Mr|Mrs|Ltd|Inc|vs|No|St|approx)|\b[A-Z])\.$"
)


def sentences(text: str) -> list[str]:
    """The sentences of a text, in order; abbreviations do not end one.

    >>> sentences("We coat steel, e.g. Pipes. It lasts.")
    ['We coat steel, e.g. Pipes.', 'It lasts.']
    """
    found: list[str] = []
    for part in _END.split(text):
        piece = part.strip()
        if not piece:
            continue
        if found and _ABBREVIATION.search(found[-1]):
            found[-1] = f"{found[-1]} {piece}"
        else:
            found.append(piece)
    return found or [text.strip()]
