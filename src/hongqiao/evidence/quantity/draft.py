"""What is known of a quantity while it is being read, and the quantity when it has been read."""

from dataclasses import dataclass, field

from hongqiao.evidence.language.pack import Pack

type Span = tuple[int, int]


@dataclass(slots=True)
class Draft:
    """A quantity that is still being read; places count in its block."""

    start: int
    end: int
    number: int
    value: float
    sort: str = "bare"  # unit, money, count, share, multiple, or bare where nothing names what is counted
    unit: str = ""
    value_hi: float | None = None
    magnitude: float = 1.0
    comparator: str = "="
    per: str | None = None
    unit_implied: bool = False
    conversion: bool = False
    noun: str = ""
    grouped: bool = False
    growing: bool = False
    signed: bool = False
    number_end: int = 0
    article: bool = False
    weak: bool = False
    counted: bool = False
    age: bool = False
    earlier: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of a text that is read at once: as it stands, folded, and cut into sentences."""

    text: str
    folded: str
    pack: Pack
    offset: int
    sentences: tuple[Span, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Quantity:
    """One quantity of a text: its quote's place, its value, bound and unit, and what is said about it."""

    start: int
    end: int
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
