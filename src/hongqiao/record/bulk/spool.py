"""A file of tables, of whatever kind, as one file of lines per table: read once as a stream, then as often as needed.

Each line is ``[row, cells, wrong]``: the row's number as a spreadsheet shows it (the header is row 1), the cells that
are not missing, by column, and what was wrong with single cells already.
"""

import csv
import functools
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any

import ijson

from hongqiao.errors import BadTable, FormulaInCell
from hongqiao.record.bulk.columns import is_formula, plain
from hongqiao.record.bulk.opening import open_archive, suffix_of
from hongqiao.record.bulk.tables import tables

ABOUT = "about"
OF_TABLE = "of_table"
"""The first column of a CSV file with several tables: which one a row belongs to."""
_LINE = 64 * 2**20  # characters of one row
csv.field_size_limit(16 * 2**20)

type Wrong = tuple[str, str, str, str]  # column, what was got, what would be right, the error's name
type Line = tuple[int, dict[str, Any], list[Wrong]]


@dataclass(slots=True)
class Spool:
    """A folder with the rows of each table."""

    folder: Path
    counts: dict[str, int] = field(default_factory=dict)
    headers: dict[str, list[str]] = field(default_factory=dict)
    _files: dict[str, IO[str]] = field(default_factory=dict)

    def add(self, table: str, row: int, cells: dict[str, Any], wrong: Sequence[Wrong] = ()) -> None:
        """Keep one row."""
        file = self._files.get(table)
        if file is None:
            file = self._files[table] = (self.folder / f"{len(self._files)}.jsonl").open("w+", encoding="utf-8")
            self.counts[table] = 0
        file.write(json.dumps([row, cells, list(wrong)]) + "\n")
        self.counts[table] += 1
        known = self.headers.setdefault(table, [])
        if len(cells) != len(known) or any(name not in known for name in cells):
            known += [name for name in cells if name not in known]

    def rows(self, table: str) -> Iterator[Line]:
        """The rows of a table from its start."""
        file = self._files.get(table)
        if file is None:
            return
        file.flush()
        with Path(file.name).open(encoding="utf-8") as lines:
            while line := lines.readline(_LINE):
                row, cells, wrong = json.loads(line)
                yield row, cells, wrong

    def rename(self, old: str, new: str) -> None:
        """Let a table bear another name."""
        self._files[new], self.counts[new] = self._files.pop(old), self.counts.pop(old)
        self.headers[new] = self.headers.pop(old)

    @property
    def total(self) -> int:
        """All rows."""
        return sum(self.counts.values())

    def close(self) -> None:
        """Close the files; the folder is its maker's to remove."""
        for file in self._files.values():
            file.close()


def spooled(file: IO[bytes], name: str, folder: Path, table: str = "") -> Spool:
    """Read a file of tables into a folder; `table` says which one it is where the file cannot.

    Raises BadTable, PathInName, ArchiveBomb for what cannot be read at all.
    """
    spool = Spool(folder)
    alone = table or PurePosixPath(name).name.rpartition(".")[0]
    try:
        match suffix_of(name):
            case ".csv":
                _csv(spool, file, name, alone, named=bool(table))
            case ".json":
                _json(spool, file, name, alone)
            case ".xlsx":
                _xlsx(spool, file, name, table)
            case _:
                _zip(spool, file, name)
    except BaseException:
        spool.close()
        raise
    return spool


def _zip(spool: Spool, file: IO[bytes], name: str) -> None:
    with open_archive(file, name) as archive:
        found = [item.filename for item in archive.infolist() if item.filename.casefold().endswith(".csv")]
        if not found:
            raise BadTable(f"{name}: it holds no CSV file; one per table, such as projects.csv, would be right")
        for part in found:
            with archive.open(part) as body:
                _csv(spool, body, f"{name}/{part}", PurePosixPath(part).stem, named=True)


def _csv(spool: Spool, file: IO[bytes], name: str, alone: str, *, named: bool) -> None:
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")  # type: ignore[type-var]  # any stream of bytes
    try:
        first = text.readline()
        if "\0" in first:
            raise BadTable(f"{name}: it is no text; save the table as CSV in UTF-8")
        delimiter = max(",;\t", key=first.count)
        header = [cell.strip() for cell in next(csv.reader([first], delimiter=delimiter), [])]
        _require_header(header, name)
        stacked = not named and header[0] == OF_TABLE
        reader = csv.reader(text, delimiter=delimiter, strict=True)
        for number, cells in enumerate(reader, start=2):
            if not any(cells):
                continue
            _sheet_row(spool, number, header, cells, alone, stacked=stacked)
    except UnicodeDecodeError as error:
        raise BadTable(f"{name}: byte {error.object[error.start]:#x} is no UTF-8; save the table as UTF-8") from None
    except csv.Error as error:
        raise BadTable(f"{name}: {error}; quotes within a quoted cell are doubled") from None
    finally:
        text.detach()


def _require_header(header: list[str], name: str) -> None:
    if not any(header):
        raise BadTable(f"{name}: it is empty; a first row with the names of the columns would be right")
    twice = sorted({cell for cell in header if cell and header.count(cell) > 1})
    if twice:
        raise BadTable(f"{name}: the column {twice[0]!r} stands twice; name each column once")


def _sheet_row(
    spool: Spool, number: int, header: list[str], cells: Sequence[Any], alone: str, *, stacked: bool
) -> None:
    table = alone
    wrong: list[Wrong] = []
    if any(cell not in {None, ""} for cell in cells[len(header) :]):
        wrong.append(
            (
                "",
                f"{len(cells)} cells",
                f"{len(header)} cells would be right; quote a cell that holds a comma",
                "BadValue",
            )
        )
    found: dict[str, Any] = {}
    for column, cell in zip(header, cells, strict=False):
        if not column:
            continue
        value = cell
        if isinstance(cell, str):
            if is_formula(cell):
                wrong.append((column, cell, _FORMULA, FormulaInCell.__name__))
                continue
            value = plain(cell)
        found[column] = value
    if stacked:
        table = str(found.pop(OF_TABLE, "") or "").strip()
        if not table:
            raise BadTable(f"row {number}: the column of_table is empty; the name of a table would be right")
        known = _columns_of(
            table
        )  # the header has the columns of all tables: an empty cell of another one says nothing
        found = {column: cell for column, cell in found.items() if column in known or cell not in {None, ""}}
    if table == ABOUT:
        return
    spool.add(table, number, found, wrong)


@functools.cache
def _columns_of(name: str) -> frozenset[str]:
    return frozenset(column for item in tables() if item.name == name for column in item.by_name)


_FORMULA = "a text or a number would be right; a text that begins with = + - or @ takes an apostrophe before it"


def _xlsx(spool: Spool, file: IO[bytes], name: str, table: str) -> None:
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    open_archive(file, name).close()
    file.seek(0)
    try:
        book = openpyxl.load_workbook(file, read_only=True, data_only=False)
    except (InvalidFileException, KeyError, ValueError, OSError, EOFError) as error:
        raise BadTable(f"{name}: the workbook cannot be read ({error})") from None
    sheets = [sheet for sheet in book.worksheets if sheet.title != ABOUT]
    for sheet in sheets:
        rows = sheet.iter_rows()
        header = ["" if cell.value is None else str(cell.value).strip() for cell in next(rows, ())]
        while header and not header[-1]:
            header.pop()
        if not header and len(sheets) > 1:
            continue
        _require_header(header, f"{name}, sheet {sheet.title}")
        alone = table if table and len(sheets) == 1 else sheet.title
        for number, cells in enumerate(rows, start=2):
            values = [_xlsx_cell(cell) for cell in cells]
            if any(value not in {None, ""} for value in values):
                _sheet_row(spool, number, header, values, alone, stacked=False)
    book.close()


def _xlsx_cell(cell: Any) -> Any:
    value = cell.value
    if cell.data_type == "f":
        return f"={str(value).lstrip('=')}"
    if hasattr(value, "isoformat"):
        text: str = value.isoformat()
        return text.removesuffix("T00:00:00")
    return value


def _json(spool: Spool, file: IO[bytes], name: str, alone: str) -> None:
    counts: dict[str, int] = {}
    try:
        builder, end, table = None, "", ""
        for prefix, event, value in ijson.parse(file, use_float=True):
            if builder is None:
                table = _table_of(prefix, alone)
                if not table:
                    continue
                if event != "start_map":
                    raise BadTable(f"{name}: {prefix} is {value!r}; an object with the columns of a row would be right")
                builder, end = ijson.ObjectBuilder(), prefix
            builder.event(event, value)
            if event == "end_map" and prefix == end:
                counts[table] = counts.get(table, 1) + 1
                spool.add(table, counts[table], builder.value)
                builder = None
    except ijson.JSONError as error:
        raise BadTable(f"{name}: it is no JSON ({' '.join(str(error).split())[:200]})") from None
    except UnicodeDecodeError:
        raise BadTable(f"{name}: it is no UTF-8; save it as UTF-8") from None
    except RecursionError:
        raise BadTable(f"{name}: its rows hold one another hundreds deep; flat rows would be right") from None


def _table_of(prefix: str, alone: str) -> str:
    """The table whose row begins at a prefix: ``tables.NAME.item``, or ``item`` in a list without a name."""
    if prefix == "item":
        return alone
    parts = prefix.split(".")
    return parts[1] if len(parts) == 3 and parts[0] == "tables" and parts[2] == "item" else ""
