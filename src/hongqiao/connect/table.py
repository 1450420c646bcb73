"""A plain table of calls, such as a pack's own table of trains, as the tables of a feed."""

import datetime as dt
import hashlib
from os import PathLike
from pathlib import Path

import polars as pl

from hongqiao.connect.feed import KEPT, OPTIONAL, Feed
from hongqiao.errors import FeedBroken, FeedFileMissing

_LANGUAGES = ("name", "name_en", "name_zh", "name_de")


type Table = str | PathLike[str] | bytes


def opened(table: Table, name: str, needed: tuple[str, ...], index: str = "line") -> tuple[pl.DataFrame, bytes]:
    """A CSV from its path or its bytes: a frame of stripped text with each row's line as `index`, and the bytes.

    Raises FeedFileMissing where there is no file, FeedBroken where it lacks a column of `needed`.
    """
    if isinstance(table, bytes):
        data = table
    elif Path(table).is_file():
        data = Path(table).read_bytes()
    else:
        raise FeedFileMissing(f"no table at {table}: a CSV with {', '.join(needed)} was expected")
    try:
        frame = pl.read_csv(data, infer_schema=False)
    except (pl.exceptions.ComputeError, pl.exceptions.NoDataError) as error:
        raise FeedBroken(f"{name} cannot be read as a table: {str(error).splitlines()[0][:200]}") from error
    missing = [column for column in needed if column not in frame.columns]
    if missing:
        raise FeedBroken(f"{name} lacks the column {', '.join(missing)}; it has {', '.join(frame.columns)}")
    return frame.with_columns(pl.all().str.strip_chars().replace("", None)).with_row_index(index, offset=2), data


def _named(table: Table, otherwise: str) -> str:
    return otherwise if isinstance(table, bytes) else Path(table).name


def feed_of_table(calls: Table, stations: Table, services: Table | None, day: dt.date) -> tuple[Feed, str]:
    """The feed of a table of calls, and the SHA-256 of that table (see `Timetable.read_table`)."""
    called, stated = _named(calls, "calls"), _named(stations, "stations")
    table, data = opened(calls, called, ("trip", "stop_order", "station", "arrival", "departure"))
    places, _ = opened(stations, stated, ("station", "lat", "lon"))
    names = [column for column in _LANGUAGES if column in places.columns]
    if not names:
        raise FeedBroken(f"{stated} lacks the column {' or '.join(_LANGUAGES)}; it has {', '.join(places.columns)}")
    if services is not None and "service" not in table.columns:
        raise FeedBroken(f"{called} lacks the column service, which {_named(services, 'services')} explains")
    service = pl.col("service") if services is not None else pl.lit("every day")
    number = pl.col("train") if "train" in table.columns else pl.col("trip")
    dates = _dates(services) if services is not None else [("every day", day + dt.timedelta(n)) for n in (-1, 0, 1)]
    frames = {
        "stops": places.select(
            "line", stop_id="station", stop_name=pl.coalesce(names), stop_lat="lat", stop_lon="lon"
        ),
        "trips": table.select("line", trip_id="trip", service_id=service, trip_short_name=number).unique(
            "trip_id", keep="first", maintain_order=True
        ),
        "stop_times": table.select(
            "line", trip_id="trip", stop_id="station", stop_sequence="stop_order",
            arrival_time="arrival", departure_time="departure",
        ),
        "calendar_dates": pl.DataFrame(
            [(each, f"{when:%Y%m%d}", "1") for each, when in dates],
            schema=dict.fromkeys(OPTIONAL["calendar_dates"], pl.String), orient="row",
        ),
    }  # fmt: skip
    for name in ("stops", "trips", "stop_times"):
        absent = [column for column in KEPT[name] if column not in frames[name].columns]
        frames[name] = frames[name].with_columns(pl.lit(None, pl.String).alias(column) for column in absent)
    for name in ("calendar", "frequencies", "transfers"):
        columns = (*OPTIONAL[name], *KEPT.get(name, ()))
        frames[name] = pl.DataFrame(schema={"line": pl.UInt32, **dict.fromkeys(columns, pl.String)})
    return Feed(Path(called).stem, Path(called), frames), hashlib.sha256(data).hexdigest()


def _dates(services: Table) -> list[tuple[str, dt.date]]:
    found = []
    name = _named(services, "services")
    for row in opened(services, name, ("service", "dates"))[0].iter_rows(named=True):
        for part in (row["dates"] or "").split():
            first, _, last = part.partition("/")
            try:
                day, end = dt.date.fromisoformat(first), dt.date.fromisoformat(last or first)
            except ValueError as error:
                raise FeedBroken(f"{name}, line {row['line']}: {part!r} is no day and no day/day") from error
            while day <= end:
                found.append((row["service"], day))
                day += dt.timedelta(1)
    return found
