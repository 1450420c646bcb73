"""A timetable of one day: stops, calls and runs of one or several feeds, read once and kept compiled on disk."""

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import Any, Self

import numpy as np
import polars as pl
from numpy.typing import NDArray

from hongqiao.connect import cache
from hongqiao.connect.coordinates import System, to_wgs84
from hongqiao.connect.feed import Feed, fingerprint, read_feed
from hongqiao.connect.line import Line, feed_of_line
from hongqiao.connect.repair import Repair, Repairs
from hongqiao.connect.schedule import Schedule, calls_of, runs_of
from hongqiao.connect.service import ServiceDays
from hongqiao.connect.table import Table, feed_of_table
from hongqiao.errors import BadRoutingOption, DateOutsideCalendar, FeedBroken, NoServiceOnDay, UnknownStop

type PathOrPaths = str | PathLike[str] | Sequence[str | PathLike[str]]

_VERSION = "2"  # of the compiled form: a change of any rule below makes old cache files unread


@dataclass(frozen=True, slots=True)
class Source:
    """A feed that a timetable rests on: its name and the SHA-256 of its tables."""

    name: str
    sha256: str


@dataclass(frozen=True, eq=False)  # no slots: the frame of stops by id is looked up once and kept
class Timetable:
    """The runs of a day and the days beside it, over the stops of one or several feeds.

    stops: frame of `stop_id`, `name`, `lat`, `lon` (WGS-84 degrees, null where the feed has none), one row a stop.
    schedule: calls and runs. transfers: rows (from, to, seconds) of transfers.txt, −1 where no time is given.
    changes: seconds that a change at a stop takes as transfers.txt says, −1 where it says nothing. repairs: what was
    found odd and how it was taken. sources: the feeds with their hashes.
    """

    date: dt.date
    stops: pl.DataFrame
    schedule: Schedule
    transfers: NDArray[np.int32]
    changes: NDArray[np.int32]
    repairs: tuple[Repair, ...]
    sources: tuple[Source, ...]
    pickup_rules: bool = False
    kept: dict[Any, Any] = field(default_factory=dict, repr=False)

    @classmethod
    def read(
        cls,
        path: PathOrPaths,
        date: str | dt.date,
        *,
        coordinates: System = "wgs84",
        station_transfers: bool = False,
        pickup_rules: bool = False,
        cached: bool = True,
    ) -> Self:
        """The timetable of one day from GTFS feeds, each a zip file or a folder; several are merged.

        date: the day, ISO 8601. coordinates: the map system of the feed's coordinates, converted to WGS-84.
        station_transfers: rows of transfers.txt that name a station apply to each of its stops (as GTFS says), not
        only to the station's own entry. pickup_rules: nobody boards where `pickup_type` is 1 nor alights where
        `drop_off_type` is 1. What is not applied is said in `repairs`. cached: keep and use the compiled form on disk.

        Raises FeedFileMissing, FeedBroken, DateOutsideCalendar, NoServiceOnDay.
        """
        paths = [Path(path)] if isinstance(path, str | PathLike) else [Path(each) for each in path]
        if not paths:
            raise BadRoutingOption("a timetable needs at least one feed, got an empty list")
        day = as_day(date)
        sources = tuple(Source(each.name, fingerprint(each)) for each in paths)
        options = (coordinates, station_transfers, pickup_rules)
        key = hashlib.sha256(repr((_VERSION, sources, day, options)).encode()).hexdigest()
        stored = cache.load(key) if cached else None
        if stored is not None:
            return cls._unpacked(stored, day, sources, pickup_rules=pickup_rules)
        repairs = Repairs()
        feeds = [read_feed(each, repairs) for each in paths]
        made = cls._of_feeds(feeds, day, sources, repairs, coordinates, station_transfers, pickup_rules)
        if cached:
            cache.store(key, made._packed())
        return made

    @classmethod
    def read_table(
        cls,
        calls: Table,
        stations: Table,
        services: Table | None = None,
        *,
        date: str | dt.date,
        coordinates: System = "wgs84",
        lines: Sequence[Line] = (),
        joins: Sequence[tuple[str, str, int]] = (),
    ) -> Self:
        """The timetable of one day from a table of calls, such as a pack's own table of trains; paths or bytes of CSV.

        calls: trip, stop_order, station, arrival, departure (H:MM, on past 24:00), and, where they are known, train
        and service. stations: station, name (or name_en, name_zh …), lat, lon. services: service and dates (days and
        day/day ranges, separated by blanks); without it every trip runs on the day. lines: lines of which only the
        minutes between stations are known. joins: stop, stop and the seconds of a walk between them, both ways.
        """
        day = as_day(date)
        read = [feed_of_table(calls, stations, services, day), *(feed_of_line(line) for line in lines)]
        sources = tuple(Source(feed.path.name, digest) for feed, digest in read)
        feeds = [feed for feed, _ in read]
        made = cls._of_feeds(
            feeds, day, sources, Repairs(), coordinates, station_transfers=False, pickup_rules=False
        )  # fmt: skip
        ways = [(made.number(x), made.number(y), time) for a, b, time in joins for x, y in ((a, b), (b, a))]
        transfers = np.concatenate([made.transfers, np.array(ways, np.int32).reshape(-1, 3)])
        return replace(made, transfers=transfers)

    @cached_property
    def stop_numbers(self) -> Mapping[str, int]:
        """The row of each stop id."""
        return {stop: row for row, stop in enumerate(self.stops["stop_id"].to_list())}

    @property
    def has_coordinates(self) -> NDArray[np.bool_]:
        """Whether each stop has coordinates."""
        known: NDArray[np.bool_] = (self.stops["lat"].is_not_null() & self.stops["lon"].is_not_null()).to_numpy()
        return known

    def number(self, stop_id: str) -> int:
        """The row of a stop; raises UnknownStop with stops that look alike."""
        if stop_id in self.stop_numbers:
            return self.stop_numbers[stop_id]
        from difflib import get_close_matches

        ids, names = self.stops["stop_id"].to_list(), self.stops["name"].fill_null("").to_list()
        named = [f"{number} ({name})" for number, name in zip(ids, names, strict=True) if name == stop_id]
        alike = named or [str(each) for each in get_close_matches(str(stop_id), ids, 3)]
        hint = f"; did you mean {', '.join(alike[:5])}?" if alike else f"; the timetable has {len(ids)} stops"
        raise UnknownStop(f"no stop has the id {stop_id!r}{hint}")

    def named(self, name: str) -> list[str]:
        """The ids of the stops of a name, exactly as written."""
        return [str(each) for each in self.stops.filter(pl.col("name") == name)["stop_id"]]

    @classmethod
    def _of_feeds(
        cls,
        feeds: Sequence[Feed],
        day: dt.date,
        sources: tuple[Source, ...],
        repairs: Repairs,
        coordinates: System,
        station_transfers: bool,
        pickup_rules: bool,
    ) -> Self:
        days = [ServiceDays(feed, repairs) for feed in feeds]
        active = _active(feeds, days, day, repairs)
        stops = merged_stops(feeds, coordinates, repairs)
        calls, runs, trips = [], [], []
        for number, (feed, service, wanted) in enumerate(zip(feeds, days, active, strict=True)):
            index = stops.filter(pl.col("feed") == number).select("stop_id", "stop")
            mine = calls_of(feed, index, wanted, repairs)
            running = runs_of(feed, mine, day, service, repairs)
            mine = mine.join(running.select("trip_id").unique(), on="trip_id", how="semi", maintain_order="left")
            calls.append(mine.with_columns(feed=pl.lit(number, pl.Int32)))
            runs.append(running.with_columns(feed=pl.lit(number, pl.Int32)))
            names = pl.coalesce("trip_short_name", "route_id", "trip_id").alias("name")
            trips.append(feed.tables["trips"].select("trip_id", names, feed=pl.lit(number, pl.Int32)))
        schedule = _schedule(pl.concat(calls), pl.concat(runs), pl.concat(trips))
        if schedule.run_trip.size == 0:
            raise FeedBroken(
                f"services run on {day}, but none of their trips has calls that could be used; repairs: {repairs.all()}"
            )
        if not pickup_rules:
            closed = np.flatnonzero(schedule.closed)
            example = f"stop_times line {schedule.line[closed[0]]}" if closed.size else ""
            repairs.note("pickup_type or drop_off_type 1 not applied (pickup_rules is off)", closed.size, example)
        transfers, changes = _transfers(feeds, stops, repairs, station_transfers)
        frame = stops.select(stop_id="id", name="stop_name", lat="lat", lon="lon")
        return cls(day, frame, schedule, transfers, changes, repairs.all(), sources, pickup_rules)

    def _packed(self) -> dict[str, Any]:
        schedule = {name: getattr(self.schedule, name) for name in Schedule.__slots__ if name != "trips"}
        return {
            "arrays": {**schedule, "transfers": self.transfers, "changes": self.changes},
            "frames": {"stops": self.stops, "trips": self.schedule.trips},
            "repairs": [[each.name, each.count, each.example] for each in self.repairs],
        }

    @classmethod
    def _unpacked(
        cls, stored: dict[str, Any], day: dt.date, sources: tuple[Source, ...], *, pickup_rules: bool
    ) -> Self:
        arrays, frames = stored["arrays"], stored["frames"]
        flat = {name: arrays[name] for name in Schedule.__slots__ if name != "trips"}
        repairs = tuple(Repair(*each) for each in stored["repairs"])
        schedule = Schedule(trips=frames["trips"], **flat)
        return cls(
            day, frames["stops"], schedule, arrays["transfers"], arrays["changes"], repairs, sources, pickup_rules
        )


def as_day(date: str | dt.date) -> dt.date:
    """A day from ISO 8601 text, or the day itself."""
    if isinstance(date, dt.date):
        return date
    try:
        return dt.date.fromisoformat(date)
    except (TypeError, ValueError) as error:
        raise BadRoutingOption(f"a day is written 2016-03-10, got {date!r}") from error


def _active(feeds: Sequence[Feed], days: Sequence[ServiceDays], day: dt.date, repairs: Repairs) -> list[set[str]]:
    """The services of each feed that run on the day or so near it that their trips may reach into it."""
    near, today = [], []
    spans = [service.span for service in days]
    known = [span for span in spans if span is not None]
    if not known:
        raise FeedBroken(f"{', '.join(feed.name for feed in feeds)}: the calendars name no day at all")
    first, last = min(span[0] for span in known), max(span[1] for span in known)
    if not first <= day <= last:
        raise DateOutsideCalendar(f"{day} lies outside the calendar, which runs from {first} to {last}")
    nearest: list[dt.date] = []
    for feed, service, span in zip(feeds, days, spans, strict=True):
        services = set(feed.tables["trips"]["service_id"])
        running = service.running(day) & services
        today.append(running)
        if not running:
            nearest.extend(service.nearest(day, services))
            reach = "no day" if span is None else f"{span[0]} to {span[1]}"
            repairs.note("feed without service on the day", 1, f"{feed.name}, whose calendar runs from {reach}")
        beside = (service.running(day + dt.timedelta(offset)) for offset in range(-7, 2))
        near.append(services & set().union(*beside))
    if not any(today):
        when = " and ".join(str(each) for each in sorted(set(nearest)))
        hint = (
            f"the nearest days with service are {when}"
            if when
            else f"nor within 400 days of it; the calendar runs from {first} to {last}"
        )
        raise NoServiceOnDay(f"nothing runs on {day}; {hint}")
    return near


def merged_stops(feeds: Sequence[Feed], coordinates: System, repairs: Repairs) -> pl.DataFrame:
    """The stops of all feeds: `stop` (row), `feed`, `stop_id` (the feed's), `id` (unique), name, lat, lon, parent."""
    parts = []
    taken: set[str] = set()
    for number, feed in enumerate(feeds):
        table = feed.tables["stops"]
        once = table.unique("stop_id", keep="first", maintain_order=True)
        if once.height < table.height:
            twice = table.filter(pl.col("stop_id").is_duplicated())["stop_id"][0]
            repairs.note(
                "second stop with the same id left out", table.height - once.height, f"{feed.name}, stop {twice}"
            )
        clash = pl.col("stop_id").is_in(list(taken & set(once["stop_id"])))
        part = once.with_columns(
            id=pl.when(clash).then(pl.lit(f"{feed.name}:") + pl.col("stop_id")).otherwise("stop_id"),
            feed=pl.lit(number, pl.Int32),
            lat=pl.col("stop_lat").cast(pl.Float64, strict=False),
            lon=pl.col("stop_lon").cast(pl.Float64, strict=False),
        )
        renamed = part.filter(clash)
        if renamed.height:
            repairs.note("stop id that two feeds use prefixed with the feed's name", renamed.height, renamed["id"][0])
        taken |= set(part["id"])
        parts.append(part)
    stops = pl.concat(parts).with_row_index("stop").with_columns(pl.col("stop").cast(pl.Int32))
    lost = (
        pl.col("lat").is_null() | pl.col("lon").is_null() | ~pl.col("lat").is_between(-90, 90)
        | ~pl.col("lon").is_between(-180, 180) | ((pl.col("lat") == 0) & (pl.col("lon") == 0))
    )  # fmt: skip
    without = stops.filter(lost)
    if without.height:
        repairs.note(
            "stop without usable coordinates: reached by vehicle or transfer only",
            without.height,
            f"stop {without['id'][0]}",
        )
    stops = stops.with_columns(pl.when(~lost).then("lat").alias("lat"), pl.when(~lost).then("lon").alias("lon"))
    if coordinates != "wgs84":
        lat, lon = to_wgs84(
            stops["lat"].fill_null(np.nan).to_numpy(), stops["lon"].fill_null(np.nan).to_numpy(), coordinates
        )
        repairs.note(f"coordinates converted from {coordinates} to wgs84", stops.height - without.height)
        stops = stops.with_columns(lat=pl.Series(lat).fill_nan(None), lon=pl.Series(lon).fill_nan(None))
    return stops


def _schedule(calls: pl.DataFrame, runs: pl.DataFrame, trips: pl.DataFrame) -> Schedule:
    order = calls.select("feed", "trip_id").unique(maintain_order=True).with_row_index("trip")
    named = order.join(
        trips.unique(["feed", "trip_id"], keep="first"), on=["feed", "trip_id"], how="left", maintain_order="left"
    )
    counts = calls.group_by("feed", "trip_id", maintain_order=True).len()["len"].to_numpy()
    runs = runs.join(order, on=["feed", "trip_id"], how="inner", maintain_order="left")

    def column(frame: pl.DataFrame, name: str, kind: type) -> NDArray[Any]:
        return np.ascontiguousarray(frame[name].to_numpy(), dtype=kind)

    return Schedule(
        trips=named.select("trip_id", "name", "feed"),
        first=np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        stop=column(calls, "stop", np.int32),
        arrival=column(calls, "arrival", np.int32),
        departure=column(calls, "departure", np.int32),
        sequence=column(calls, "sequence", np.int32),
        line=column(calls, "line", np.int32),
        blank=column(calls, "blank", np.bool_),
        closed=column(calls, "closed", np.uint8),
        run_trip=column(runs, "trip", np.int32),
        run_shift=column(runs, "shift", np.int32),
    )


def _transfers(
    feeds: Sequence[Feed], stops: pl.DataFrame, repairs: Repairs, station_transfers: bool
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    rows: list[tuple[int, int, int]] = []
    changes = np.full(stops.height, -1, np.int32)
    for number, feed in enumerate(feeds):
        mine = stops.filter(pl.col("feed") == number)
        index = dict(zip(mine["stop_id"], mine["stop"], strict=True))
        inside: dict[str, list[int]] = {}
        for parent, stop in zip(mine["parent_station"], mine["stop"], strict=True):
            inside.setdefault(parent, []).append(stop)
        stations = 0
        for row in feed.tables["transfers"].iter_rows(named=True):
            where = f"{feed.name}/transfers.txt, line {row['line']}"
            a, b = row["from_stop_id"], row["to_stop_id"]
            if a not in index or b not in index:
                repairs.note("transfer at a stop that stops.txt lacks left out", 1, where)
                continue
            if row["transfer_type"] not in {None, "0", "1", "2"}:
                repairs.note("transfer that is not possible or keeps its seat left out", 1, where)
                continue
            if any(row[column] for column in ("from_route_id", "to_route_id", "from_trip_id", "to_trip_id")):
                repairs.note("transfer between single routes or trips left out", 1, where)
                continue
            time = row["min_transfer_time"]
            wait = int(time) if time is not None and time.isdecimal() else -1
            is_station = a in inside or b in inside
            stations += is_station
            ends_a = inside.get(a, [index[a]]) if station_transfers else [index[a]]
            ends_b = inside.get(b, [index[b]]) if station_transfers else [index[b]]
            for x in ends_a:
                for y in ends_b:
                    if x != y:
                        rows.append((x, y, wait))
                    elif wait >= 0:
                        changes[x] = max(changes[x], wait)
        if stations and not station_transfers:
            repairs.note(
                "transfer of a station applied to its own entry only (station_transfers is off)", stations, feed.name
            )
    return np.array(rows, np.int32).reshape(-1, 3), changes
