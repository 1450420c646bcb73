"""The tables of a pack, row by row; a broken row is refused with file, row, column, what was got and what is right."""

import csv
import datetime as dt
import io
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from hongqiao.errors import BadPack, BadPeriod, UnitMismatch
from hongqiao.ground import unit as units
from hongqiao.ground.figure import COMPARATORS
from hongqiao.ground.period import Period
from hongqiao.record.pack.contents import PackCode, PackInstitution, PackPlace, PackTable, PackValue

LANGUAGES = ("en", "de", "zh")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table, which knows where it stands."""

    file: str
    line: int
    cells: dict[str, str]

    def refuse(self, column: str, right: str) -> NoReturn:
        """Raise BadPack for one cell."""
        raise BadPack(f"{self.file}, row {self.line}, column {column}: got {self.cells.get(column, '')!r}; {right}")

    def text(self, column: str) -> str:
        """A cell that may be empty."""
        return self.cells.get(column, "").strip()

    def needed(self, column: str, right: str) -> str:
        """A cell that must not be empty."""
        return self.text(column) or self.refuse(column, right)

    def number(self, column: str, right: str) -> float:
        """A cell that holds a finite number."""
        try:
            value = float(self.text(column))
        except ValueError:
            self.refuse(column, right)
        return value if math.isfinite(value) else self.refuse(column, right)

    def maybe[T](self, column: str, read: Callable[[str], T], right: str) -> T | None:
        """A cell that is empty or reads well."""
        if not self.text(column):
            return None
        try:
            return read(self.text(column))
        except ValueError:
            self.refuse(column, right)

    def names(self) -> dict[str, str]:
        """The names in the columns name_en, name_de, name_zh; the first of several is the one to show."""
        found = {language: self.text(f"name_{language}") for language in LANGUAGES}
        return {language: name for language, name in found.items() if name}


def decoded(path: Path, body: bytes) -> str:
    """A table's text: UTF-8, with or without its mark."""
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = body[: error.start].count(b"\n") + 1
        raise BadPack(
            f"{path.name}, row {line}: byte {body[error.start]:#x} is no UTF-8; save the table as UTF-8"
        ) from None


def rows(path: Path, needed: tuple[str, ...] = ()) -> Iterator[Row]:
    """The rows of a CSV file, its columns checked; a missing file has none."""
    if not path.is_file():
        return
    yield from _rows(path, decoded(path, path.read_bytes()), needed)


def _rows(path: Path, text: str, needed: tuple[str, ...]) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [name.strip() for name in next(reader, [])]
        absent = [name for name in needed if name not in header]
        if absent:
            raise BadPack(f"{path.name}, row 1: the columns {', '.join(absent)} are missing; got {', '.join(header)}")
        twice = {name for name in header if header.count(name) > 1}
        if twice:
            raise BadPack(f"{path.name}, row 1: the column {min(twice)!r} stands twice; name each column once")
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(header):
                raise BadPack(
                    f"{path.name}, row {reader.line_num}: got {len(cells)} cells, {len(header)} would be right "
                    f"({', '.join(header)}); quote a cell that holds a comma"
                )
            yield Row(path.name, reader.line_num, dict(zip(header, cells, strict=True)))
    except csv.Error as error:
        raise BadPack(f"{path.name}, row {reader.line_num}: {error}; quotes within a quoted cell are doubled") from None


def once(found: dict[str, int], row: Row, key: str) -> None:
    """Refuse an id that stands in a table twice."""
    if key in found:
        raise BadPack(f"{row.file}, row {row.line}, column id: got {key!r}, which row {found[key]} bears already")
    found[key] = row.line


def read_places(folder: Path) -> tuple[PackPlace, ...]:
    """places.csv; every parent must be a place, and none may lie in itself."""
    found: list[PackPlace] = []
    lines: dict[str, int] = {}
    kept: list[Row] = []
    for row in rows(folder / "places.csv", ("id", "kind", "parent", "name_en")):
        key = row.needed("id", "a short lasting id such as kunshan would be right")
        once(lines, row, key)
        names = row.names()
        if not names:
            row.refuse("name_en", "a name in at least one language would be right")
        latitude = row.maybe("lat", float, "degrees such as 31.38 would be right")
        longitude = row.maybe("lon", float, "degrees such as 120.95 would be right")
        if latitude is not None and not -90 <= latitude <= 90:
            row.refuse("lat", "degrees between -90 and 90 would be right")
        if longitude is not None and not -180 <= longitude <= 180:
            row.refuse("lon", "degrees between -180 and 180 would be right")
        kind = row.needed("kind", "a kind such as country, province, prefecture, county-city would be right")
        found.append(PackPlace(key, kind, row.text("parent") or None, names, latitude, longitude, row.text("source")))
        kept.append(row)
    parents = {place.id: place.parent for place in found}
    for place, row in zip(found, kept, strict=True):
        if place.parent is not None and place.parent not in parents:
            row.refuse("parent", "the id of a place of this table would be right")
        seen, above = {place.id}, place.parent
        while above is not None:
            if above in seen:
                row.refuse("parent", f"{place.id} would lie in itself; a place that contains it would be right")
            seen.add(above)
            above = parents.get(above)
    return tuple(found)


def read_codes(folder: Path, places: frozenset[str]) -> tuple[PackCode, ...]:
    """place_codes.csv."""
    found = []
    for row in rows(folder / "place_codes.csv", ("place", "scheme", "code")):
        start = row.maybe("valid_from", _first_day, "a day or year such as 1989-09-28 would be right")
        end = row.maybe("valid_to", _last_day, "a day or year such as 2012-08-31 would be right")
        if start and end and end < start:
            row.refuse("valid_to", f"a day after {start} would be right")
        found.append(
            PackCode(_place(row, "place", places), row.needed("scheme", "a scheme such as GB/T 2260 would be right"),
                     row.needed("code", "the code would be right"), start, end, row.text("source"))
        )  # fmt: skip
    return tuple(found)


def _first_day(text: str) -> dt.date:
    return Period.parse(text).start


def _last_day(text: str) -> dt.date:
    return Period.parse(text).end


def _place(row: Row, column: str, places: frozenset[str]) -> str:
    key = row.needed(column, "the id of a place in places.csv would be right")
    return key if key in places else row.refuse(column, "the id of a place in places.csv would be right")


def read_institutions(folder: Path, places: frozenset[str], documents: frozenset[str]) -> tuple[PackInstitution, ...]:
    """institutions.csv."""
    found = []
    lines: dict[str, int] = {}
    for row in rows(folder / "institutions.csv", ("id", "name_en")):
        key = row.needed("id", "a short lasting id would be right")
        once(lines, row, key)
        names = row.names() or row.refuse("name_en", "a name in at least one language would be right")
        place = _place(row, "place", places) if row.text("place") else None
        aliases = [alias.strip() for alias in row.text("aliases").split("|") if alias.strip()]
        source = row.text("source_document")
        if source and source not in documents:
            row.refuse("source_document", "the name of a file in documents/ would be right")
        found.append(PackInstitution(key, row.text("kind"), place, names, aliases, source))
    return tuple(found)


def read_values(folder: Path, places: frozenset[str], indicators: dict[str, str]) -> tuple[PackValue, ...]:
    """values.csv; each value names its source, and its unit is that of its indicator or converts to it."""
    found = []
    lines: dict[str, int] = {}
    for row in rows(folder / "values.csv", ("indicator", "place", "period", "value", "unit", "source_title")):
        indicator = row.needed("indicator", "an id of indicators.toml would be right")
        if indicator not in indicators:
            row.refuse("indicator", "an id of indicators.toml would be right")
        place = _place(row, "place", places)
        try:
            period = Period.parse(row.text("period")).text
        except BadPeriod as error:
            row.refuse("period", str(error))
        comparator = row.text("comparator") or "="
        if comparator not in COMPARATORS or comparator == "range":
            row.refuse("comparator", "one of = > >= < <= ~ ~< ~> would be right")
        unit = row.needed("unit", "a unit such as count, min or CNY would be right")
        try:
            units.unit(unit)
        except UnitMismatch as error:
            row.refuse("unit", str(error))
        title = row.needed(
            "source_title", "the title of the source would be right: a number without a basis cannot be made"
        )
        key = f"{indicator}|{place}|{period}|{title}"
        if key in lines:
            row.refuse("period", f"row {lines[key]} gives this value already, from the same source")
        lines[key] = row.line
        found.append(
            PackValue(row.line, key, indicator, place, period, comparator, row.number("value", "a number would be right"),
                      unit, title, row.text("source_url"), row.text("retrieved"), row.text("note"))
        )  # fmt: skip
    return tuple(found)


def read_table(path: Path, about: dict[str, object]) -> PackTable:
    """A data set: any CSV with a header, every row as long as it."""
    body = path.read_bytes()
    found = list(_rows(path, decoded(path, body), ()))
    columns = list(found[0].cells) if found else []
    return PackTable(path.name, body, columns, len(found), dict(about))
