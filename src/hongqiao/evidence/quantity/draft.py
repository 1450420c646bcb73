"""What is known of a quantity while it is being read, and the quantity when it has been read."""

import re
from bisect import bisect_left
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
    """A stretch of a text that is read at once: as it stands and folded; what is found in all of it is kept."""

    text: str
    folded: str
    pack: Pack
    offset: int
    kept: dict[str, tuple[list[int], list[re.Match[str]]]] = field(default_factory=dict, compare=False, repr=False)
    said: dict[tuple[str, Span], bool] = field(default_factory=dict, compare=False, repr=False)

    def found(self, name: str, pattern: re.Pattern[str], text: str, first: int, last: int) -> list[re.Match[str]]:
        """The matches of a pattern that begin in a stretch; the whole block is searched once."""
        held = self.kept.get(name)
        if held is None:
            matches = list(pattern.finditer(text))
            held = self.kept[name] = ([match.start() for match in matches], matches)
        return held[1][bisect_left(held[0], first) : bisect_left(held[0], last)]

    def says(self, name: str, pattern: re.Pattern[str], stretch: Span) -> bool:
        """Whether a pattern is found in a stretch of the folded text; asked once."""
        key = (name, stretch)
        held = self.said.get(key)
        if held is None:
            held = self.said[key] = pattern.search(self.folded, *stretch) is not None
        return held


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
