"""A programme as tables: a stream of rows into CSV, XLSX or JSON, with the head of the ledger beside them."""

import csv
import datetime as dt
import json
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from hongqiao.errors import BadTable
from hongqiao.record import ledger, models
from hongqiao.record.bulk.cells import cells_of
from hongqiao.record.bulk.columns import Cell, in_sheet, neutral
from hongqiao.record.bulk.parts import COLUMNS, pieces
from hongqiao.record.bulk.scope import Scope, scope_of
from hongqiao.record.bulk.spool import ABOUT, OF_TABLE
from hongqiao.record.bulk.tables import FORMAT, PARTS, Table, tables

_LEFT_OUT = "texts of documents for which no licence is recorded, and what waits for a judgement or is not published"
CELL_LIMIT = 32_767  # characters that a cell of a workbook holds


@dataclass(frozen=True, slots=True)
class Export:
    """What goes into an export, and what is said about it."""

    programme: str
    as_of: dt.date | None = None
    recorded_by: dt.date | None = None
    whole: bool = True
    only: str = ""
    left_out: list[str] = field(default_factory=list)

    @property
    def about(self) -> dict[str, Cell]:
        """What the export says about itself: the head of the ledger, and which days it is as of."""
        position, head = ledger.head()
        said: dict[str, Cell] = {
            "format": FORMAT,
            "programme": self.programme,
            "ledger_position": position,
            "ledger_head": head,
        }
        if self.as_of:
            said["as_of"] = self.as_of.isoformat()
        if self.recorded_by:
            said["recorded_by"] = self.recorded_by.isoformat()
        if not self.whole:
            said["left_out"] = _LEFT_OUT
        return said

    def tables(self) -> Iterator[tuple[str, tuple[str, ...], Iterator[dict[str, Cell]]]]:
        """Each table with its columns and rows; parts come first, since documents are made of them."""
        scope = scope_of(self.programme, self.as_of, drafts=self.whole)
        if not self.only or self.only == PARTS:
            yield PARTS, COLUMNS, self._parts(scope)
        for table in tables():
            if not self.only or table.name == self.only:
                yield table.name, tuple(table.by_name), self._rows(scope, table)

    def _rows(self, scope: Scope, table: Table) -> Iterator[dict[str, Cell]]:
        for row in scope.rows(table):
            yield cells_of(table, row)

    def _parts(self, scope: Scope) -> Iterator[dict[str, Cell]]:
        for table in tables():
            if table.code == "document":
                for row in scope.rows(table):
                    if self.whole or row.licence:
                        content = models.Content.objects.get(pk=row.pk)
                        yield from _pieces(row.pk, "text", content.text.encode("utf-8", "surrogatepass"))
                        yield from _pieces(row.pk, "bytes", bytes(content.body))
            elif table.code == "dataset":
                for row in scope.rows(table):
                    yield from _pieces(
                        row.pk, "bytes", bytes(models.DataSet.objects.values_list("body", flat=True).get(pk=row.pk))
                    )


def _pieces(of: str, part: str, data: bytes) -> Iterator[dict[str, Cell]]:
    for number, content in enumerate(pieces(data), start=1):
        yield {"of": of, "part": part, "number": number, "content": content}


class Sink(Protocol):
    """Anything that bytes can be written to."""

    def write(self, data: bytes, /) -> object:
        """Take some bytes."""


def to_json(export: Export, sink: Sink) -> None:
    """One JSON object: what the export is, and a list of rows per table, a row to a line."""
    _put(sink, '{"about": ' + json.dumps(export.about, ensure_ascii=False) + ',\n"tables": {')
    for count, (name, _columns, rows) in enumerate(export.tables()):
        _put(sink, (",\n" if count else "\n") + json.dumps(name) + ": [")
        for number, row in enumerate(rows):
            _put(sink, (",\n" if number else "\n") + json.dumps(_in_order(row), ensure_ascii=False))
        _put(sink, "]")
    _put(sink, "\n}}\n")


def to_csv(export: Export, sink: Sink) -> None:
    """All tables in one CSV file: the first column says which table a row belongs to, the header has all columns."""
    names = [PARTS, *(table.name for table in tables())] if not export.only else [export.only]
    columns = list(dict.fromkeys(column for name in names for column in _columns(name)))
    if "value" not in columns:
        columns.append("value")
    writer = csv.writer(_Lines(sink), lineterminator="\r\n")
    writer.writerow([OF_TABLE, *columns])
    for key, value in export.about.items():
        said = {"id": key, "value": value}
        writer.writerow([ABOUT, *(_plain(said.get(column)) for column in columns)])
    for name, _header, rows in export.tables():
        kinds = _kinds(name)
        for row in rows:
            writer.writerow([name, *(_sheet(kinds, column, row.get(column)) for column in columns)])


def to_csv_folder(export: Export, sink: Any) -> None:
    """One CSV file per table, in a zip, with about.json beside them."""
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        archive.writestr(_entry("about.json"), json.dumps(export.about, ensure_ascii=False, indent=1))
        for name, columns, rows in export.tables():
            with archive.open(_entry(f"{name}.csv"), "w", force_zip64=True) as file:
                write_csv(file, name, columns, rows)


def write_csv(sink: Sink, name: str, columns: Iterable[str], rows: Iterable[dict[str, Cell]]) -> int:
    """One table as CSV; how many rows it has."""
    kinds, header, count = _kinds(name), list(columns), 0
    writer = csv.writer(_Lines(sink), lineterminator="\r\n")
    writer.writerow(header)
    for row in rows:
        writer.writerow([_sheet(kinds, column, row.get(column)) for column in header])
        count += 1
    return count


def to_xlsx(export: Export, sink: Any) -> None:
    """A workbook with a sheet per table, and a first one that says what may stand in each column."""
    import xlsxwriter

    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(sink, options) as book:
        book.set_properties({"created": dt.datetime(2000, 1, 1)})  # noqa: DTZ001 -- the same export is the same file
        _about_sheet(book.add_worksheet(ABOUT), export)
        for name, columns, rows in export.tables():
            sheet, kinds = book.add_worksheet(name), _kinds(name)
            for place, column in enumerate(columns):
                sheet.write_string(0, place, column)
            for number, row in enumerate(rows, start=1):
                for place, column in enumerate(columns):
                    cell = _sheet(kinds, column, row.get(column))
                    if cell != "":
                        _write_cell(sheet, number, place, cell, f"{name}, {row.get('id', number)}, {column}")


def _about_sheet(sheet: Any, export: Export) -> None:
    number = 0
    for key, value in export.about.items():
        sheet.write_string(number, 0, key)
        sheet.write_string(number, 1, str(value))
        number += 1
    for place, text in enumerate(("table", "column", "needed", "what may stand in it")):
        sheet.write_string(number + 1, place, text)
    number += 2
    for table in tables():
        for column in table.columns:
            for place, text in enumerate((table.name, column.name, "needed" if column.needed else "", column.right)):
                sheet.write_string(number, place, text)
            number += 1


def _write_cell(sheet: Any, number: int, place: int, cell: str | int | float, where: str) -> None:
    if isinstance(cell, str):
        if len(cell) > CELL_LIMIT:
            raise BadTable(
                f"{where}: {len(cell):,} characters do not fit into a cell of a workbook; export as json or csv"
            )
        sheet.write_string(number, place, cell)
    else:
        sheet.write_number(number, place, cell)


FORMATS = {"csv": to_csv, "zip": to_csv_folder, "xlsx": to_xlsx, "json": to_json}


def _columns(name: str) -> tuple[str, ...]:
    return COLUMNS if name == PARTS else next(tuple(table.by_name) for table in tables() if table.name == name)


def _kinds(name: str) -> dict[str, Any]:
    return next((table.by_name for table in tables() if table.name == name), {})


def _sheet(kinds: dict[str, Any], column: str, cell: Cell) -> str | int | float:
    found = kinds.get(column)
    return in_sheet(found, cell) if found is not None else _plain(cell)


def _plain(cell: Cell) -> str | int | float:
    return "" if cell is None else neutral(cell) if isinstance(cell, str) else cell  # type: ignore[return-value]  # texts and numbers alone


def _in_order(row: dict[str, Cell]) -> dict[str, Any]:
    """A row whose columns stand in their order, and what lies within them by name: databases keep no order there."""
    return {name: _sorted(cell) for name, cell in row.items()}


def _sorted(cell: Any) -> Any:
    match cell:
        case dict():
            return {name: _sorted(cell[name]) for name in sorted(cell)}
        case list() | tuple():
            return [_sorted(item) for item in cell]
        case _:
            return cell


def _entry(name: str) -> zipfile.ZipInfo:
    """A part of an archive with a fixed time, so that the same export is the same file."""
    entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _put(sink: Sink, text: str) -> None:
    sink.write(text.encode("utf-8", "surrogatepass"))


class _Lines:
    """What csv writes its lines to."""

    def __init__(self, sink: Sink) -> None:
        self.sink = sink

    def write(self, text: str) -> int:
        self.sink.write(text.encode("utf-8", "surrogatepass"))
        return len(text)


def to_file(export: Export, form: str, path: Path) -> None:
    """An export as a file, which appears only when it is whole."""
    temporary = path.with_name(f".{path.name}.part")
    try:
        with temporary.open("wb") as file:
            FORMATS[form](export, file)
        temporary.replace(path)
    finally:
        with suppress(FileNotFoundError):
            temporary.unlink()


def form_of(form: str, path: Path) -> str:
    """How a file is written: CSV into a zip is one file per table."""
    return "zip" if form == "csv" and path.suffix.casefold() == ".zip" else form
