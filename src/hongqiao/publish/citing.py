"""Copy with source: a figure as a sentence, a footnote or a row of a table, each with all that it rests on."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from hongqiao.ground.figure import Figure
from hongqiao.ground.words import figure_words, period_words

QUOTES = {"de": ("„", "“"), "en": ("“", "”"), "zh": ("“", "”")}

MOST_QUOTES = 12
"""Quotes that one cell of a table holds; how many more there are is said, and every address follows."""


class Source(Protocol):
    """What a citation needs of a root; the record's answer for quotes, columns, entries and assumptions alike."""

    exact: str
    speaker: str
    date: str
    path: str
    original: str


@dataclass(frozen=True, slots=True)
class Cited:
    """A figure, what it is of, the sources it rests on, and how a path becomes an address."""

    figure: Figure
    about: str
    sources: Sequence[Source]
    address: Callable[[str], str]

    def as_text(self, language: str) -> str:
        """One sentence: what, how much, when, and who said so where."""
        return f"{self.head(language)} ({self.all_sources(language)})"

    def as_footnote(self, language: str) -> str:
        """The sources alone, as a footnote to a number that already stands in the text."""
        return self.all_sources(language) + "."

    def all_sources(self, language: str) -> str:
        """Every source; of several passages of one page the page is named once, after the last of them."""
        opening, closing = QUOTES[language]
        quotes: dict[tuple[str, str, str], list[str]] = {}
        for source in self.sources:
            where = (source.speaker, source.date, self._address(source))
            words = " ".join(source.exact.split())
            quotes.setdefault(where, []).extend([f"{opening}{words}{closing}"] if words else [])
        return "; ".join(
            ", ".join(part for part in (*dict.fromkeys(said), *where) if part) for where, said in quotes.items()
        )

    def as_row(self) -> str:
        """Cells between tabs: what, comparator, value, upper value, unit, period, quote, speaker, date, address."""
        figure = self.figure
        cells = [
            self.about,
            figure.comparator,
            _plain(figure.value),
            "" if figure.value_hi is None else _plain(figure.value_hi),
            figure.unit,
            figure.period.text if figure.period else "",
            " | ".join(source.exact for source in self.sources[:MOST_QUOTES]) + self._more(),
            " | ".join(dict.fromkeys(source.speaker for source in self.sources)),
            " | ".join(dict.fromkeys(source.date for source in self.sources)),
            " | ".join(dict.fromkeys(self._address(source) for source in self.sources)),
        ]
        return "\t".join(cell(text) if text != figure.comparator else text for text in cells)

    def _more(self) -> str:
        left = len(self.sources) - MOST_QUOTES
        return f" | … +{left}" if left > 0 else ""

    def head(self, language: str) -> str:
        """What, how much, when."""
        words = figure_words(self.figure, language)
        when = f" ({period_words(self.figure.period, language)})" if self.figure.period else ""
        return f"{self.about}: {words}{when}" if self.about else f"{words}{when}"

    def _address(self, source: Source) -> str:
        return source.original or self.address(source.path)


def cell(text: str) -> str:
    """Text for one cell: no line breaks or tabs; what a spreadsheet would compute gets a mark that keeps it text."""
    flat = " ".join(text.split())
    return f"'{flat}" if flat[:1] in {"=", "+", "@"} or (flat[:1] == "-" and not flat[1:2].isdigit()) else flat


def _plain(value: float) -> str:
    return f"{value:.0f}" if value == int(value) else repr(value)
