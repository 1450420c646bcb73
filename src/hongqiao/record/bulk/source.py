"""A table that came in as a data set: the numbers of it that name no other source rest on its cells."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hongqiao.errors import BadTable
from hongqiao.ground.basis import Column, as_json, sha256
from hongqiao.record import models, storing
from hongqiao.record.bulk.columns import empty
from hongqiao.record.bulk.spool import Spool
from hongqiao.record.ledger import canonical

VALUES = "values"


@dataclass(frozen=True, slots=True)
class Source:
    """A table as a data set: its bytes as CSV, with each row on the line that it had."""

    hash: str
    body: bytes
    columns: tuple[str, ...]
    rows: int


def source_of(spool: Spool, table: str) -> Source | None:
    """A table of a file as a data set; None where the file does not hold it."""
    if table not in spool.counts:
        return None
    columns = spool.headers[table]
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    line, rows = 1, 0
    for row, cells, _wrong in spool.rows(table):
        text.write("\n" * (row - line - 1))  # a row that was empty stays a line, so that numbers of lines agree
        writer.writerow([_flat(cells.get(column)) for column in columns])
        line, rows = row, rows + 1
    body = text.getvalue().encode()
    return Source(sha256(body), body, tuple(columns), rows)


def _flat(cell: Any) -> str:
    if empty(cell):
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return cell if isinstance(cell, str) else canonical(cell) if isinstance(cell, dict | list) else str(cell)


@dataclass(frozen=True, slots=True)
class Reading:
    """How a table's columns become figures.

    Each of `place`, `period`, `indicator`, `unit`, `comparator` names a column, or a value for all rows after ``=``.
    `figures` maps columns of numbers to indicators, with a unit after a colon where it is not the indicator's own.
    """

    figures: Mapping[str, str]
    place: str
    period: str
    indicator: str = ""
    unit: str = ""
    comparator: str = ""
    title: str = ""

    @property
    def named(self) -> dict[str, str]:
        """The columns that were named, by what they say."""
        parts = {"place": self.place, "period": self.period, "indicator": self.indicator, "unit": self.unit}
        parts["comparator"] = self.comparator
        return {part: column for part, column in parts.items() if column}


def as_values(spool: Spool, table: str, reading: Reading, source: Source) -> None:
    """Add the rows of `values` that a table holds, each resting on its cell; an empty cell is a gap, and no row."""
    known = set(spool.headers[table])
    for part, column in [*reading.named.items(), *(("figure", column) for column in reading.figures)]:
        if not column.startswith("=") and column not in known:
            raise BadTable(f"{table} has no column {column!r} for {part}; it has {', '.join(spool.headers[table])}")
    places, units = _places(), dict(models.Indicator.objects.values_list("id", "unit"))
    for row, cells, wrong in spool.rows(table):
        said = {part: _said(column, cells) for part, column in reading.named.items()}
        said["place"] = places.get(said["place"].casefold(), said["place"])
        for column, meant in reading.figures.items():
            if empty(cells.get(column)) and not any(name == column for name, *_ in wrong):
                continue
            indicator, _, unit = meant.partition(":")
            indicator = indicator or said.get("indicator", "")
            key = sha256(canonical([reading.title, indicator, said["place"], said["period"]]))[:40]
            value = {
                "id": key, "indicator": indicator, "place": said["place"], "period": said["period"],
                "comparator": said.get("comparator") or "=", "value": cells.get(column),
                "unit": unit or said.get("unit") or units.get(indicator, ""),
                "basis": as_json(Column(source.hash, column, f"line {row}", reading.title)),
                "notes": {"source_title": reading.title, "column": column},
            }  # fmt: skip
            concerned = [entry for entry in wrong if entry[0] in {column, *reading.named.values()}]
            spool.add(VALUES, row, value, [("value" if name == column else name, *rest) for name, *rest in concerned])  # type: ignore[misc]  # four texts


def _said(column: str, cells: Mapping[str, Any]) -> str:
    return column[1:] if column.startswith("=") else _flat(cells.get(column)).strip()


def _places() -> dict[str, str]:
    """Ids of places by their ids, their names where one place bears them, and their codes."""
    found = {str(code).casefold(): place for code, place in models.PlaceCode.objects.values_list("code", "place_id")}
    return {**found, **storing.place_names()}
