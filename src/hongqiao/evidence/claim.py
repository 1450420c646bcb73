"""Claims: each a quantity that a document states, with the words that state it.

A claim's quote stands in the document to the letter, from `start` to `end` in code points; its fields follow the
order of the contract, and `as_json` prints them so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from hongqiao.ground.basis import SURROUNDINGS, StoredText
from hongqiao.ground.period import Period

type Span = tuple[int, int]

CONTRACT = (
    "document", "language", "quote", "start", "end", "prefix", "suffix", "value", "value_hi", "unit", "per",
    "comparator", "kind", "direction", "status", "period", "place", "indicator", "indicator_text",
    "deadline", "institution", "unit_implied", "conversion", "sentence", "document_id", "source",
)  # fmt: skip


class Readable(Protocol):
    """What a document must offer so that its claims can be read."""

    @property
    def name(self) -> str:
        """The file name."""
        ...

    @property
    def text(self) -> str:
        """The whole text that offsets count in."""
        ...

    @property
    def language(self) -> str | None:
        """A language code, or None where it is to be detected."""
        ...

    @property
    def published(self) -> Period | None:
        """When the document was published."""
        ...

    @property
    def story(self) -> Sequence[Span]:
        """The spans of story text; the wire frame lies outside."""
        ...

    @property
    def stored(self) -> StoredText:
        """The text together with its hash."""
        ...


@dataclass(frozen=True, slots=True)
class Claim:
    """One quantity of one document, with the words that state it.

    `comparator` is one of ``= > >= < <= ~ ~< ~> range``; `kind` is ``level``, ``share`` or ``change``; `status` is
    ``ACTUAL``, ``TARGET``, ``PLAN``, ``FORECAST`` or ``RULE``; `period` is an ISO-like text or None.
    """

    document: str
    document_id: str
    language: str
    quote: str
    start: int
    end: int
    prefix: str
    suffix: str
    value: float
    unit: str
    value_hi: float | None = None
    per: str | None = None
    comparator: str = "="
    kind: str = "level"
    direction: str | None = None
    status: str = "ACTUAL"
    period: str | None = None
    deadline: str | None = None
    place: str | None = None
    institution: str | None = None
    indicator: str | None = None
    indicator_text: str = ""
    unit_implied: bool = False
    conversion: bool = False
    sentence: Span = (0, 0)
    source: str = "reader"

    def as_json(self) -> dict[str, Any]:
        """The claim as a JSON object, its fields in the contract's order."""
        fields = {name: getattr(self, name) for name in CONTRACT}
        fields["sentence"] = list(self.sentence)
        return fields


def claims(document: Readable) -> list[Claim]:
    """Every quantity that a document states, in reading order.

    >>> import hongqiao
    >>> [claim.value for claim in claims_of_text("The line is 12 km long.", "en")]
    [12.0]
    """
    from hongqiao.evidence.second_opinion import second_opinions

    found = claims_of_text(
        document.text,
        document.language,
        published=document.published,
        story=document.story,
        name=document.name,
        stored=document.stored,
    )
    return second_opinions(document, found)


def claims_of_text(
    text: str,
    language: str | None = None,
    *,
    published: Period | None = None,
    story: Sequence[Span] | None = None,
    name: str = "",
    stored: StoredText | None = None,
) -> list[Claim]:
    """Every quantity that a text states; `language` None has it detected, `story` None reads the whole text.

    >>> [(c.value, c.unit, c.comparator) for c in claims_of_text("mehr als 470 Milliarden Yuan", "de")]
    [(470000000000.0, 'CNY', '>')]
    """
    from hongqiao.evidence.language import detect, pack
    from hongqiao.evidence.quantity import read_quantities

    if not text:
        return []
    code = language if language is not None else detect(text)
    stored = stored or StoredText(text)
    return [
        Claim(
            document=name,
            document_id=stored.sha256,
            language=code,
            quote=text[found.start : found.end],
            start=found.start,
            end=found.end,
            prefix=text[max(0, found.start - SURROUNDINGS) : found.start],
            suffix=text[found.end : found.end + SURROUNDINGS],
            value=found.value,
            unit=found.unit,
            value_hi=found.value_hi,
            per=found.per,
            comparator=found.comparator,
            kind=found.kind,
            direction=found.direction,
            status=found.status,
            period=found.period,
            deadline=found.deadline,
            place=found.place,
            institution=found.institution,
            indicator=found.indicator,
            indicator_text=found.indicator_text,
            unit_implied=found.unit_implied,
            conversion=found.conversion,
            sentence=found.sentence,
        )
        for found in read_quantities(text, pack(code), published=published, story=story)
    ]
