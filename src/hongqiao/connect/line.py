"""A line of which only the minutes between its stations are known, as the tables of a feed.

No table says when its trains leave: how often they run is the caller's assumption, named wherever a time rests on it.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import polars as pl

from hongqiao.connect.clock import clock, seconds
from hongqiao.connect.feed import KEPT, OPTIONAL, Feed
from hongqiao.connect.table import Table, opened
from hongqiao.errors import BadRoutingOption, FeedBroken

_NEEDED = ("line", "branch", "stop_order", "name_zh", "minutes_to_next", "minutes_back")


@dataclass(frozen=True, slots=True)
class Line:
    """A table of stations in order with the minutes of each hop, and the assumptions that make it run.

    table: CSV of line, branch, stop_order, name_zh (name_en), minutes_to_next, minutes_back; a path or its bytes. name:
    what the table is called. first, last: departures of the first and last train at each end; headway: seconds or H:MM
    between trains. filled: minutes of a hop that the table leaves empty, by its two stations; where neither says it,
    the line is cut in two there. A stop's id is the line's name, a colon, and its name_zh.
    """

    table: Table
    name: str
    headway: str | float
    first: str | float = "06:00"
    last: str | float = "22:00"
    filled: Mapping[tuple[str, str], float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Station:
    stop: str
    name: str
    native: str
    line: int
    onward: int | None
    back: int | None


def feed_of_line(line: Line) -> tuple[Feed, str]:
    """The feed of a line, and the SHA-256 of its table; `line` of each call is the station's line of the table.

    Raises FeedBroken where a number of minutes cannot be read, BadRoutingOption for a headway of nothing.
    """
    table, data = opened(line.table, line.name, _NEEDED, "line_number")
    first, last, headway = seconds(line.first), seconds(line.last), seconds(line.headway)
    if headway <= 0 or last < first:
        raise BadRoutingOption(f"a line runs from its first to its last train with a headway, got {line}")
    rows = table.with_columns(pl.col("stop_order").cast(pl.Int32)).sort("line", "branch", "stop_order")
    stops: dict[str, tuple[int, str]] = {}
    trips, calls = [], []
    for _, branch in rows.group_by("line", "branch", maintain_order=True):
        stations = _filled([_station(row, line) for row in branch.iter_rows(named=True)], line.filled)
        for station in stations:
            stops.setdefault(station.stop, (station.line, station.name))
        for number, part in enumerate(_parts(stations)):
            label = f"{branch['line'][0]} {branch['branch'][0]}"
            for way, chain in (("onward", part), ("back", part[::-1])):
                trip = f"{label} {number + 1} {way}"
                trips.append((trip, str(branch["line"][0])))
                at = 0
                for place, station in enumerate(chain):
                    calls.append((station.line, trip, station.stop, str(place + 1), clock(at), clock(at)))
                    if place + 1 < len(chain):
                        at += (station.onward if way == "onward" else chain[place + 1].back) or 0
    return _feed(line, stops, trips, calls, (first, last, headway)), hashlib.sha256(data).hexdigest()


def _feed(
    line: Line,
    stops: Mapping[str, tuple[int, str]],
    trips: list[tuple[str, str]],
    calls: list[tuple[int, str, str, str, str, str]],
    running: tuple[int, int, int],
) -> Feed:
    first, last, headway = running
    named = [(number, stop, name) for stop, (number, name) in stops.items()]
    weekly = ("line", *OPTIONAL["calendar"])
    often = [(2, trip, clock(first), clock(last + 1), str(headway)) for trip, _ in trips]
    frames = {
        "stops": pl.DataFrame(named, schema=["line", "stop_id", "stop_name"], orient="row"),
        "trips": pl.DataFrame(
            [(2, trip, "daily", name) for trip, name in trips],
            schema=["line", "trip_id", "service_id", "trip_short_name"], orient="row",
        ),
        "stop_times": pl.DataFrame(
            calls, schema=["line", "trip_id", "stop_id", "stop_sequence", "arrival_time", "departure_time"], orient="row"
        ),
        "calendar": pl.DataFrame([(2, "daily", *["1"] * 7, "19000101", "29991231")], schema=weekly, orient="row"),
        "frequencies": pl.DataFrame(often, schema=["line", *OPTIONAL["frequencies"]], orient="row"),
    }  # fmt: skip
    for name in ("calendar_dates", "transfers"):
        columns = (*OPTIONAL[name], *KEPT.get(name, ()))
        frames[name] = pl.DataFrame(schema={"line": pl.UInt32, **dict.fromkeys(columns, pl.String)})
    wanted = {"stops": ("stop_id", *KEPT["stops"])}
    wanted["trips"] = ("trip_id", "service_id", *KEPT["trips"])
    wanted["stop_times"] = ("trip_id", "stop_id", "stop_sequence", *KEPT["stop_times"])
    for name, columns in wanted.items():
        frames[name] = frames[name].select(
            pl.col("line").cast(pl.UInt32),
            *(c if c in frames[name].columns else pl.lit(None, pl.String).alias(c) for c in columns),
        )
    return Feed(line.name, Path(line.name), frames)


def _station(row: Mapping[str, Any], line: Line) -> _Station:
    def minutes(column: str) -> int | None:
        text = row[column]
        if text is None:
            return None
        try:
            value = round(float(text) * 60)
        except ValueError:
            value = -1
        if value < 0:
            raise FeedBroken(f"{line.name}, line {row['line_number']}, {column}: {text!r} is no number of minutes")
        return value

    stop = f"{row['line']}:{row['name_zh']}"
    named = row.get("name_en") or row["name_zh"]
    return _Station(
        stop, named, row["name_zh"], int(row["line_number"]), minutes("minutes_to_next"), minutes("minutes_back")
    )


def _filled(stations: list[_Station], filled: Mapping[tuple[str, str], float]) -> list[_Station]:
    out = []
    for here, there in zip(stations, [*stations[1:], None], strict=True):
        known = None
        if there is not None:
            known = filled.get((here.native, there.native), filled.get((there.native, here.native)))
        seconds_known = None if known is None else round(known * 60)
        out.append(
            replace(
                here,
                onward=seconds_known if here.onward is None else here.onward,
                back=seconds_known if here.back is None else here.back,
            )
        )
    return out


def _parts(stations: list[_Station]) -> list[list[_Station]]:
    """The stretches of a branch over which every hop has its minutes, of two stations or more."""
    parts = [[stations[0]]]
    for before, after in pairwise(stations):
        if before.onward is None or before.back is None:
            parts.append([])
        parts[-1].append(after)
    return [part for part in parts if len(part) > 1]
