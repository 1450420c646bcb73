"""Copy with source: a figure as a sentence, a footnote or a row of a table, each with all that it rests on."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from hongqiao.ground.figure import Figure
from hongqiao.ground.words import figure_words, period_words

_QUOTES = {"de": ("„", "“"), "en": ("“", "”"), "zh": ("“", "”")}


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
        return f"{self._head(language)} ({'; '.join(self._source(source, language) for source in self.sources)})"

    def as_footnote(self, language: str) -> str:
        """The sources alone, as a footnote to a number that already stands in the text."""
        return "; ".join(self._source(source, language) for source in self.sources) + "."

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
            " | ".join(source.exact for source in self.sources),
            " | ".join(dict.fromkeys(source.speaker for source in self.sources)),
            " | ".join(dict.fromkeys(source.date for source in self.sources)),
            " | ".join(dict.fromkeys(self._address(source) for source in self.sources)),
        ]
        return "\t".join(cell(text) if text != figure.comparator else text for text in cells)

    def _head(self, language: str) -> str:
        words = figure_words(self.figure, language)
        when = f" ({period_words(self.figure.period, language)})" if self.figure.period else ""
        return f"{self.about}: {words}{when}" if self.about else f"{words}{when}"

    def _source(self, source: Source, language: str) -> str:
        opening, closing = _QUOTES[language]
        quoted = f"{opening}{' '.join(source.exact.split())}{closing}" if source.exact else ""
        return ", ".join(part for part in (quoted, source.speaker, source.date, self._address(source)) if part)

    def _address(self, source: Source) -> str:
        return source.original or self.address(source.path)


def cell(text: str) -> str:
    """Text for one cell: no line breaks or tabs; what a spreadsheet would compute gets a mark that keeps it text."""
    flat = " ".join(text.split())
    return f"'{flat}" if flat[:1] in {"=", "+", "@"} or (flat[:1] == "-" and not flat[1:2].isdigit()) else flat


def _plain(value: float) -> str:
    return f"{value:.0f}" if value == int(value) else repr(value)
