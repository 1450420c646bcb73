"""The tables of one GTFS feed as polars frames of text, from a zip file or a folder.

GTFS Schedule reference: https://gtfs.org/documentation/schedule/reference/. Every cell is read as text, stripped, an
empty one is null; what the tables mean is decided in `schedule`.
"""

import hashlib
import io
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from hongqiao.connect.repair import Repairs
from hongqiao.errors import FeedBroken, FeedFileMissing

REQUIRED = {
    "stops": ("stop_id",),
    "trips": ("trip_id", "service_id"),
    "stop_times": ("trip_id", "stop_id", "stop_sequence"),
}
OPTIONAL = {
    "calendar": (
        "service_id", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "start_date",
        "end_date",
    ),
    "calendar_dates": ("service_id", "date", "exception_type"),
    "frequencies": ("trip_id", "start_time", "end_time", "headway_secs"),
    "transfers": ("from_stop_id", "to_stop_id"),
}  # fmt: skip
KEPT = {
    "stops": ("stop_name", "stop_lat", "stop_lon", "parent_station", "location_type"),
    "trips": ("route_id", "trip_short_name", "trip_headsign"),
    "stop_times": ("arrival_time", "departure_time", "pickup_type", "drop_off_type"),
    "transfers": ("transfer_type", "min_transfer_time", "from_route_id", "to_route_id", "from_trip_id", "to_trip_id"),
}
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Feed:
    """One feed: its name, where it lies, and its tables; a table that the feed lacks is an empty frame."""

    name: str
    path: Path
    tables: dict[str, pl.DataFrame]


def contents(path: Path) -> Iterator[tuple[str, bytes]]:
    """The name and bytes of each table file of a feed that is read, in a fixed order.

    Raises FeedFileMissing where there is no feed or a table that every feed needs, FeedBroken for a damaged zip.
    """
    if not path.exists():
        raise FeedFileMissing(f"no feed at {path}: a GTFS zip file or a folder with stops.txt was expected")
    wanted = [*REQUIRED, *OPTIONAL]
    if path.is_dir():
        found = {name: path / f"{name}.txt" for name in wanted if (path / f"{name}.txt").is_file()}
        _complete(path, set(found))
        for name, file in found.items():
            yield name, file.read_bytes()
        return
    try:
        with zipfile.ZipFile(path) as archive:
            # some publishers zip the folder and not its files
            entries = [entry for entry in archive.namelist() if not entry.startswith("__MACOSX")]
            # of two files of one name the one that lies less deep is meant
            members = {Path(entry).name: entry for entry in sorted(entries, key=lambda entry: -entry.count("/"))}
            inside = {name: members[f"{name}.txt"] for name in wanted if f"{name}.txt" in members}
            _complete(path, set(inside))
            for name, entry in inside.items():
                yield name, archive.read(entry)
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise FeedBroken(f"{path} is no whole zip file ({error}): download it again") from error


def _complete(path: Path, found: set[str]) -> None:
    missing = [f"{name}.txt" for name in REQUIRED if name not in found]
    if not found & {"calendar", "calendar_dates"}:
        missing.append("calendar.txt or calendar_dates.txt")
    if missing:
        raise FeedFileMissing(f"{path} lacks {', '.join(missing)}; every GTFS feed has them")


def fingerprint(path: Path) -> str:
    """The SHA-256 over the tables of a feed, whatever their packing."""
    digest = hashlib.sha256()
    for name, data in contents(path):
        digest.update(f"{name}\0{len(data)}\0".encode())
        digest.update(data)
    return digest.hexdigest()


def read_feed(path: Path, repairs: Repairs) -> Feed:
    """The tables of a feed; raises FeedBroken where a table lacks a column that it needs."""
    name = path.stem if path.is_file() else path.name
    tables = {table: _table(path, table, data, repairs) for table, data in contents(path)}
    for table, columns in OPTIONAL.items():
        tables.setdefault(table, _empty((*columns, *KEPT.get(table, ()))))
    once = tables["trips"].unique("trip_id", keep="first", maintain_order=True)
    if once.height < tables["trips"].height:
        twice = tables["trips"].filter(~pl.col("trip_id").is_first_distinct())
        where = f"{path.name}/trips.txt, line {twice['line'][0]}, trip {twice['trip_id'][0]}"
        repairs.note("second trip with the same id left out", twice.height, where)
        tables["trips"] = once
    return Feed(name, path, tables)


def _empty(columns: Sequence[str]) -> pl.DataFrame:
    return pl.DataFrame(schema={"line": pl.UInt32, **dict.fromkeys(columns, pl.String)})


def _table(path: Path, table: str, data: bytes, repairs: Repairs) -> pl.DataFrame:
    where = f"{path.name}/{table}.txt"
    data = data.removeprefix(_BOM)
    needed = REQUIRED.get(table) or OPTIONAL[table]
    wanted = [*needed, *KEPT.get(table, ())]
    if not data.strip():
        if table in REQUIRED:
            raise FeedBroken(f"{where} is empty; it should have the columns {', '.join(needed)}")
        repairs.note("empty table taken as absent", 1, where)
        return _empty(wanted)
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        # the names become unreadable where they are not UTF-8; the times and ids stay
        repairs.note("bytes that are not UTF-8 replaced", 1, f"{where}, byte {error.start}")
        data = data.decode("utf-8", "replace").encode()
    try:
        frame = pl.read_csv(io.BytesIO(data), infer_schema=False, truncate_ragged_lines=True)
    except pl.exceptions.ComputeError as error:
        # the reader's first sentence; what follows are hints for its own callers
        raise FeedBroken(f"{where} cannot be read as a table: {str(error).splitlines()[0][:200]}") from error
    frame = frame.rename({column: column.strip().strip('"').strip() for column in frame.columns})
    missing = [column for column in needed if column not in frame.columns]
    if missing:
        raise FeedBroken(f"{where} lacks the column {', '.join(missing)}; it has {', '.join(frame.columns)}")
    cells = pl.col([column for column in wanted if column in frame.columns]).str.strip_chars()
    frame = frame.select(cells.replace("", None)).with_row_index("line", offset=2)
    frame = frame.filter(~pl.all_horizontal(pl.exclude("line").is_null()))  # a line without anything is no row
    # every feed's table has the same columns in the same order, so that tables of several can be joined
    frame = frame.select(
        "line", *(column if column in frame.columns else pl.lit(None, pl.String).alias(column) for column in wanted)
    )
    broken = frame.filter(pl.any_horizontal(pl.col(column).is_null() for column in needed))
    if broken.height:
        repairs.note("row without a needed cell left out", broken.height, f"{where}, line {broken['line'][0]}")
        frame = frame.filter(pl.all_horizontal(pl.col(column).is_not_null() for column in needed))
    return frame
