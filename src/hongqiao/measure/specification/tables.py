"""The tables of a specification: read, cleaned of totals where asked, and turned into panels."""

import fnmatch
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from hongqiao.errors import AggregateRow, BadSpecification
from hongqiao.ground.panel import Panel
from hongqiao.ground.period import Period
from hongqiao.measure.composite.table import GAPS
from hongqiao.measure.consistency.parts import aggregate_codes, aggregate_rows

_MOST_ROWS = 3000
"""Up to here every row is compared with the sums of its neighbours."""


@dataclass(frozen=True, slots=True)
class Table:
    """A named table as a panel, with what was left out of it."""

    id: str
    panel: Panel
    notes: tuple[str, ...]

    def rows(self, wanted: Sequence[str]) -> list[str]:
        """Row keys named, or matched by a pattern such as ``3101*``; refuses what matches nothing."""
        found: list[str] = []
        for name in wanted:
            matched = [key for key in self.panel.keys if fnmatch.fnmatchcase(key, name)]
            if not matched:
                raise BadSpecification(f"table {self.id}: no row {name!r}")
            found.extend(matched)
        return list(dict.fromkeys(found))


def needed(given: Mapping[str, Any], key: str, where: str) -> Any:
    """The value of a key that must be there."""
    if key not in given:
        raise BadSpecification(f"{where}: no {key}; there are {', '.join(given)}")
    return given[key]


def read_frame(path: Path, where: str) -> pl.DataFrame:
    """A CSV, Excel or Parquet file as a frame."""
    if not path.is_file():
        raise BadSpecification(f"{where}: no file {path}")
    try:
        if path.suffix == ".parquet":
            return pl.read_parquet(path)
        if path.suffix in {".xlsx", ".xls"}:
            return pl.read_excel(path, engine="calamine")
        return pl.read_csv(path, null_values=GAPS, infer_schema_length=None)
    except (pl.exceptions.PolarsError, OSError) as error:
        raise BadSpecification(f"{where}: {path.name} is no readable table: {error}") from None


def read_table(given: Mapping[str, Any], folder: Path, where: str) -> Table:
    """One ``[[table]]``: path, key, unit, columns, period, totals.

    ``totals`` is ``refuse`` (the default for Chinese district codes when ``scheme = "GB/T 2260"``) or ``drop``; which
    rows were dropped is said in the notes. Missing values in the chosen columns are refused unless ``gaps = "zero"``.
    """
    frame = read_frame(folder / needed(given, "path", where), where)
    key = given.get("key", frame.columns[0])
    if key not in frame.columns:
        raise BadSpecification(f"{where}: no key column {key!r}; there are {', '.join(frame.columns[:12])}")
    frame = frame.with_columns(pl.col(key).cast(pl.String))
    notes: list[str] = []
    if given.get("scheme") == "GB/T 2260" or "totals" in given:
        frame = _without_totals(frame, key, given, where, notes)
    columns = list(given.get("columns", [c for c in frame.columns if c != key and frame[c].dtype.is_numeric()]))
    absent = [column for column in columns if column not in frame.columns]
    if absent or not columns:
        raise BadSpecification(f"{where}: no columns {', '.join(absent) or '(none holds numbers)'}")
    frame = frame.with_columns(pl.col(columns).cast(pl.Float64, strict=False))
    gaps = {column: frame[column].null_count() for column in columns if frame[column].null_count()}
    if gaps:
        if given.get("gaps") != "zero":
            raise BadSpecification(
                f'{where}: missing or no numbers: {gaps}; fill them, or say gaps = "zero" if that is meant'
            )
        notes.append(f"missing values taken as zero, as the specification says: {gaps}")
        frame = frame.with_columns(pl.col(columns).fill_null(0.0))
    notes.extend(_sums_among(frame, key, columns))
    period = Period.parse(str(given["period"])) if "period" in given else None
    units = dict.fromkeys(columns, str(given.get("unit", "count")))
    panel = Panel.from_dataset(
        frame.select(key, *columns), key=key, units=units, title=str(given.get("title", "")), period=period
    )
    return Table(str(given.get("id", "")), panel, tuple(notes))


def _sums_among(frame: pl.DataFrame, key: str, columns: list[str]) -> list[str]:
    """Rows that are the exact sum of their neighbours, said but not dropped: nothing but the sum speaks for it."""
    if frame.height > _MOST_ROWS or len(columns) < 2:
        return []
    names = [str(name) for name in frame[key].to_list()]
    return [
        f"row {names[row]} is the exact sum of rows {names[first]} to {names[last]}: a total among its own parts?"
        for row, first, last in aggregate_rows(frame.select(columns).to_numpy())
    ]


def _without_totals(
    frame: pl.DataFrame, key: str, given: Mapping[str, Any], where: str, notes: list[str]
) -> pl.DataFrame:
    names = [str(name) for name in frame[given["names"]].to_list()] if "names" in given else None
    marked = aggregate_codes([str(code) for code in frame[key].to_list()], names)
    choice = given.get("totals", "refuse")
    if choice not in {"refuse", "drop"}:
        raise BadSpecification(f"{where}: totals is 'refuse' or 'drop', got {choice!r}")
    if not marked.any():
        return frame
    codes = [code for code, total in zip(frame[key].to_list(), marked, strict=True) if total]
    if choice == "refuse":
        raise AggregateRow(
            f"{where}: {len(codes)} totals stand among their parts, such as {', '.join(map(str, codes[:5]))}; "
            'say totals = "drop" to leave them out'
        )
    notes.append(f"{len(codes)} totals left out, such as {', '.join(map(str, codes[:5]))}")
    return frame.filter(~pl.Series(marked))
