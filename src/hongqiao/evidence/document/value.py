"""What a document is once it has been read: its text, what it says of itself, and what was repaired."""

from bisect import bisect_right
from dataclasses import dataclass, field

from hongqiao.ground.basis import StoredText
from hongqiao.ground.period import Period

type Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Contact:
    """A press contact: personal data, kept apart from the story so that it can be erased."""

    name: str | None = None
    phone: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True)
class Dateline:
    """Place and date as the wire writes them at the head of a story; `date` is the text, not a period."""

    place: str | None = None
    date: str | None = None


@dataclass(frozen=True, slots=True)
class Repair:
    """One kind of damage that was repaired in the text: how often, and one example as it stood in the file."""

    name: str
    count: int
    example: str


@dataclass(frozen=True, slots=True)
class Document:
    """One document: the text that quotes are taken from, and what its frame says.

    `text` is the decoded text of the file (of HTML, PDF and DOCX the extracted text) after the `repairs`; where there
    are none, positions in it are positions in the file. `story` are the spans of `text` that are the story itself;
    header, links, contacts and photo credits lie outside them. `agencies` stand in their order in the text. `original`
    is the address that the document names as its original. A document that `retells` another page is no source.
    """

    name: str
    text: str = field(repr=False)
    stored: StoredText = field(repr=False)
    raw_sha256: str
    media_type: str
    encoding: str
    language: str
    title: str | None = None
    dateline: Dateline = Dateline()
    published: Period | None = None
    publisher: str | None = None
    agencies: tuple[str, ...] = ()
    original: str | None = None
    links: tuple[str, ...] = ()
    contacts: tuple[Contact, ...] = ()
    credits: tuple[str, ...] = ()
    retells: str | None = None
    licence: str | None = None
    story: tuple[Span, ...] = ()
    repairs: tuple[Repair, ...] = ()
    edits: tuple[tuple[int, int], ...] = field(default=(), repr=False)

    @property
    def id(self) -> str:
        """The SHA-256 of the text: what its quotes and claims name it by."""
        return self.stored.sha256

    def file_position(self, position: int) -> int:
        """Where a position of `text` lies in the decoded file before the repairs.

        `edits` holds (position in `text`, code points that the file has more up to there), ascending.
        """
        index = bisect_right(self.edits, position, key=lambda edit: edit[0]) - 1
        return position + (self.edits[index][1] if index >= 0 else 0)

    def file_end(self, position: int) -> int:
        """The same for the end of a span: what was taken out right behind the span stays outside it."""
        return self.file_position(position - 1) + 1 if position > 0 else 0

    def in_story(self, start: int, end: int) -> bool:
        """Whether a span of `text` lies wholly in the story."""
        return any(first <= start and end <= last for first, last in self.story)
