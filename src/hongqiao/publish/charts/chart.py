"""A chart: what it draws, and the figures it draws, each with the way to its source."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.safestring import SafeString

from hongqiao.ground.figure import Figure
from hongqiao.publish.charts import drawing


@dataclass(frozen=True, slots=True)
class Point:
    """One figure of a chart: the words of its row and series, its fact, and the page where it stands."""

    label: str
    figure: Figure
    series: str = ""
    link: str = ""
    fact: str | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """A Vega-Lite specification with the figures that it draws.

    `kind` and `subject` make its address, so that what is downloaded later is drawn anew from the record; `note` says
    how to read it. `phone` is the same at the width of a telephone, where a chart made smaller could not be read; a
    `small` chart is as well read at that width everywhere, and is drawn once.
    """

    kind: str
    subject: str
    title: str
    specification: Mapping[str, Any]
    points: tuple[Point, ...]
    note: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    phone: Mapping[str, Any] = field(default_factory=dict)
    small: bool = False

    @property
    def svg(self) -> SafeString:
        """The chart for a page."""
        return self.narrow if self.small else drawing.svg(dict(self.specification), self.title, self.words)

    @property
    def narrow(self) -> SafeString:
        """The chart for a page on a telephone."""
        return drawing.svg(dict(self.phone or self.specification), self.title, self.words)

    @property
    def plain(self) -> str:
        """The chart for paper: no links."""
        return drawing.plain_svg(dict(self.specification))

    @property
    def has_series(self) -> bool:
        """Whether a table of it needs a column that says which series."""
        return any(point.series for point in self.points)
