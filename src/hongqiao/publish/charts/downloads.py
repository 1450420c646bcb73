"""A chart to take away: CSV, XLSX, SVG and PNG, each with every source of every figure and when it was retrieved."""

import csv
import io
import json
import textwrap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from django.utils.translation import gettext as _

from hongqiao.ground.basis import Root, Step
from hongqiao.publish import language, sources
from hongqiao.publish.charts import drawing
from hongqiao.publish.charts.chart import Chart, Point
from hongqiao.publish.citing import cell
from hongqiao.publish.typefaces import FAMILY

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "svg": "image/svg+xml",
    "png": "image/png",
}
_FIGURE = ("row", "series", "comparator", "value", "value_hi", "unit", "period", "computed_by")
_SOURCE = (
    "source",
    "source_kind",
    "quote_or_cell",
    "speaker",
    "source_date",
    "retrieved",
    "source_address",
    "page",
    "retells",
    "licence",
)
_LINE, _WIDTH = 15, 104


@dataclass(frozen=True, slots=True)
class Download:
    """A chart with its sources looked up once, ready in every form; `address` makes a path a whole address."""

    chart: Chart
    roots: Mapping[str, sources.RootShown]
    address: Callable[[str], str]

    @classmethod
    def of(cls, chart: Chart, address: Callable[[str], str]) -> "Download":
        """Look up the sources of a chart's figures."""
        return cls(chart, sources.shown(root for point in chart.points for root in point.figure.roots()), address)

    def data(self, form: str) -> bytes:
        """The bytes of one form; raises LookupError for a form that there is not."""
        if form not in TYPES:
            raise LookupError(f"a chart comes as {', '.join(TYPES)}, not as {form!r}")
        return {"csv": self.csv, "xlsx": self.xlsx, "svg": self.svg, "png": self.png}[form]()

    def csv(self) -> bytes:
        """One line for each figure and source; with a byte-order mark, so that spreadsheets read it as UTF-8."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow((*_FIGURE, *_SOURCE))
        for point in self.chart.points:
            for root in point.figure.roots():
                writer.writerow([*_safe(self._figure(point)), *_safe(self._source(root))])
        return text.getvalue().encode("utf-8-sig")

    def xlsx(self) -> bytes:
        """Two sheets: the figures, and the sources that they name by number."""
        import xlsxwriter

        numbers = {key: number for number, key in enumerate(self.roots, 1)}
        buffer = io.BytesIO()
        with xlsxwriter.Workbook(
            buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        ) as book:
            book.set_properties({"title": self.chart.title, "comments": "Hongqiao"})
            head = book.add_format({"bold": True, "bottom": 1})
            data = book.add_worksheet("data")
            data.write_row(0, 0, (*_FIGURE, "sources"), head)
            for line, point in enumerate(self.chart.points, 1):
                named = " ".join(str(numbers[root.key]) for root in point.figure.roots())
                data.write_row(line, 0, [*_typed(self._figure(point)), named])
            data.set_column(0, 0, 42)
            told = book.add_worksheet("sources")
            told.write_row(0, 0, ("number", *_SOURCE), head)
            for line, key in enumerate(self.roots, 1):
                told.write_row(line, 0, [line, *self._told(self.roots[key])])
            told.set_column(3, 4, 40)
            data.freeze_panes(1, 0)
            told.freeze_panes(1, 0)
        return buffer.getvalue()

    def svg(self) -> bytes:
        """The drawing with its title above, its sources below, and all of them once more for machines."""
        return self._drawing().encode()

    def png(self) -> bytes:
        """The same as pixels, at twice the size."""
        return drawing.png(self._drawing(), 2.0)

    def _drawing(self) -> str:
        plain = self.chart.plain
        width, height = drawing.size(plain)
        lines = [line for text in self._credits() for line in _wrapped(text)]
        top, below = 34.0, _LINE * len(lines) + 22.0
        whole_width, whole_height = max(width, 560.0) + 24, height + top + below
        inner = plain[plain.index(">") + 1 : plain.rindex("</svg>")]
        machine = json.dumps(
            [dict(zip(_SOURCE, self._told(root), strict=True)) for root in self.roots.values()], ensure_ascii=False
        )
        text = "".join(
            f'<text x="12" y="{top + height + 18 + _LINE * at:.1f}" font-family="{FAMILY}" font-size="10.5" fill="{drawing.QUIET}">{escape(line)}</text>'
            for at, line in enumerate(lines)
        )
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="{whole_width:g}" height="{whole_height:g}" '
            f'viewBox="0 0 {whole_width:g} {whole_height:g}"><title>{escape(self.chart.title)}</title>'
            f"<metadata>{escape(machine)}</metadata>"
            f'<rect width="100%" height="100%" fill="{drawing.PAPER}"/>'
            f'<text x="12" y="22" font-family="{FAMILY}" font-size="15" font-weight="bold" fill="{drawing.INK}">{escape(self.chart.title)}</text>'
            f'<g transform="translate(12,{top:g})">{inner}</g>{text}</svg>'
        )

    def _credits(self) -> list[str]:
        """Each source once, in words: who, when, where, when retrieved."""
        told = [
            ", ".join(
                part
                for part in (
                    root.speaker,
                    root.date if root.kind != "column" else "",
                    root.original or (root.exact if root.kind == "assumption" else ""),
                    f"{_('retrieved')} {root.retrieved}" if root.retrieved else "",
                )
                if part
            )
            for root in self.roots.values()
        ]
        return [f"{_('Sources')}:", *dict.fromkeys(text for text in told if text)]

    def _figure(self, point: Point) -> list[object]:
        figure = point.figure
        computed = figure.basis.formula if isinstance(figure.basis, Step) else ""
        period = figure.period.text if figure.period else ""
        return [
            point.label,
            point.series,
            figure.comparator,
            figure.value,
            figure.value_hi,
            figure.unit,
            period,
            computed,
        ]

    def _source(self, root: Root) -> list[object]:
        return list(self._told(self.roots[root.key]))

    def _told(self, root: sources.RootShown) -> Sequence[str]:
        return (
            root.key[:16], root.kind, " ".join(root.exact.split()), root.speaker, root.date, root.retrieved, root.original,
            self.address(root.path), root.retells, root.licence,
        )  # fmt: skip


def _typed(values: Sequence[object]) -> list[object]:
    return ["" if value is None else value for value in values]


def _safe(values: Sequence[object]) -> list[str]:
    """Cells as text; what a spreadsheet would compute is kept text."""
    found = []
    for position, value in enumerate(values):
        if isinstance(value, float):
            found.append(f"{value:.0f}" if value == int(value) else repr(value))
        elif position == 2 and str(value) in {"=", "~", "<", ">", "<=", ">=", "~<", "~>", "range"}:
            found.append(str(value))
        else:
            found.append("" if value is None else cell(str(value)))
    return found


def _wrapped(text: str) -> list[str]:
    narrow = _WIDTH if language.ours() != "zh" else _WIDTH // 2
    return textwrap.wrap(text, narrow, break_long_words=True) or [""]
