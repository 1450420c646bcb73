"""Another reading of GTFS and a plain search, from the rules of docs/methods/travel-times.md alone; no code shared.

csv, dictionaries, and labels repeated over all trips until none improves, so that ties of no duration need no order.
A journey is: stand at the origin or walk once, ride, walk at most once, ride, …
"""

import csv
import datetime as dt
import io
import math
import zipfile
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
EARTH = 6_371_000.0


@dataclass(frozen=True, slots=True)
class Ride:
    """One run of a trip: its calls as (stop, arrival, departure, may board, may alight), seconds of the asked day."""

    trip: str
    calls: tuple[tuple[str, int, int, bool, bool], ...]


@dataclass(frozen=True, slots=True)
class PlainFeed:
    """Stops with their coordinates (None where the feed has none), rides of the days around, stated transfers.

    transfers: pair of stops → seconds, None where the row gives no time; changes: stop → seconds of a change there.
    """

    stops: dict[str, tuple[float, float] | None]
    rides: list[Ride]
    transfers: list[tuple[str, str, int | None]]
    changes: dict[str, int]


def texts(path: Path) -> dict[str, str]:
    """File name (without folder) → text, from a folder or a zip."""
    if path.is_dir():
        return {file.name: file.read_bytes().decode("utf-8-sig") for file in path.rglob("*.txt")}
    with zipfile.ZipFile(path) as packed:
        return {
            Path(name).name: packed.read(name).decode("utf-8-sig")
            for name in packed.namelist()
            if name.endswith(".txt") and not Path(name).name.startswith("._")
        }


def rows(files: dict[str, str], name: str) -> list[dict[str, str]]:
    if name not in files:
        return []
    reader = csv.reader(io.StringIO(files[name], newline=""), skipinitialspace=True)
    head = [cell.strip() for cell in next(reader, [])]
    out = []
    for line in reader:
        if not any(cell.strip() for cell in line):
            continue
        cells = [cell.strip() for cell in line] + [""] * (len(head) - len(line))
        out.append(dict(zip(head, cells, strict=False)))
    return out


def clock(text: str) -> int | None:
    if not text:
        return None
    hours, minutes, seconds = text.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + int(seconds)


def running(files: dict[str, str], day: dt.date) -> set[str]:
    stamp = day.strftime("%Y%m%d")
    on = {
        row["service_id"]
        for row in rows(files, "calendar.txt")
        if row["start_date"] <= stamp <= row["end_date"] and row[DAYS[day.weekday()]] == "1"
    }
    for row in rows(files, "calendar_dates.txt"):
        if row["date"] == stamp:
            if row["exception_type"] == "1":
                on.add(row["service_id"])
            elif row["exception_type"] == "2":
                on.discard(row["service_id"])
    return on


def filled(times: list[tuple[int | None, int | None]]) -> list[tuple[int, int]]:
    """Arrival and departure at each call; blanks lie evenly between the stated calls around them."""
    known = [
        (arrival if arrival is not None else departure, departure if departure is not None else arrival)
        for arrival, departure in times
    ]
    out = []
    for at, (arrival, departure) in enumerate(known):
        if arrival is not None and departure is not None:
            out.append((arrival, departure))
            continue
        before = max(i for i in range(at) if known[i][1] is not None)
        after = min(i for i in range(at + 1, len(known)) if known[i][0] is not None)
        start, end = known[before][1], known[after][0]
        moment = round(Fraction((end - start) * (at - before), after - before)) + start
        out.append((moment, moment))
    return out


def read_plain(path: Path, date: str, *, pickup_rules: bool = False) -> PlainFeed:
    files = texts(path)
    stops: dict[str, tuple[float, float] | None] = {}
    for row in rows(files, "stops.txt"):
        lat, lon = row.get("stop_lat", ""), row.get("stop_lon", "")
        if row["stop_id"] not in stops:
            stops[row["stop_id"]] = (float(lat), float(lon)) if lat and lon else None
    calls: dict[str, list[dict[str, str]]] = {}
    for row in rows(files, "stop_times.txt"):
        calls.setdefault(row["trip_id"], []).append(row)
    repeated: dict[str, list[int]] = {}
    for row in rows(files, "frequencies.txt"):
        start, end, headway = clock(row["start_time"]), clock(row["end_time"]), int(row["headway_secs"])
        repeated.setdefault(row["trip_id"], []).extend(range(start, end, headway))
    trips = {row["trip_id"]: row["service_id"] for row in rows(files, "trips.txt")}
    today = dt.date.fromisoformat(date)
    rides = []
    for shift in range(-4, 2):
        on = running(files, today + dt.timedelta(days=shift))
        for trip, service in trips.items():
            if service not in on or trip not in calls:
                continue
            ordered = sorted(calls[trip], key=lambda row: int(row["stop_sequence"]))
            times = filled([(clock(r.get("arrival_time", "")), clock(r.get("departure_time", ""))) for r in ordered])
            starts = repeated.get(trip, [times[0][1]])
            for start in starts:
                moved = start - times[0][1] + shift * 86400
                rides.append(
                    Ride(
                        trip,
                        tuple(
                            (
                                row["stop_id"],
                                arrival + moved,
                                departure + moved,
                                not (pickup_rules and row.get("pickup_type", "") == "1"),
                                not (pickup_rules and row.get("drop_off_type", "") == "1"),
                            )
                            for row, (arrival, departure) in zip(ordered, times, strict=True)
                        ),
                    )
                )
    transfers: list[tuple[str, str, int | None]] = []
    changes: dict[str, int] = {}
    narrow = ("from_route_id", "to_route_id", "from_trip_id", "to_trip_id")
    for row in rows(files, "transfers.txt"):
        start, end = row["from_stop_id"], row["to_stop_id"]
        if start not in stops or end not in stops or (row.get("transfer_type", "") or "0") not in {"0", "1", "2"}:
            continue
        if any(row.get(column, "") for column in narrow):
            continue
        time = int(row["min_transfer_time"]) if row.get("min_transfer_time", "") else None
        if start != end:
            transfers.append((start, end, time))
        elif time is not None:
            changes[start] = max(time, changes.get(start, 0))
    return PlainFeed(stops, rides, transfers, changes)


def merged(feeds: list[tuple[str, PlainFeed]]) -> PlainFeed:
    """Feeds by name in one; an id that an earlier feed has gets the feed's name before it."""
    whole = PlainFeed({}, [], [], {})
    for name, feed in feeds:
        now = {stop: f"{name}:{stop}" if stop in whole.stops else stop for stop in feed.stops}
        whole.stops.update({now[stop]: at for stop, at in feed.stops.items()})
        whole.rides.extend(
            Ride(ride.trip, tuple((now[call[0]], *call[1:]) for call in ride.calls)) for ride in feed.rides
        )
        whole.transfers.extend((now[a], now[b], time) for a, b, time in feed.transfers)
        whole.changes.update({now[stop]: time for stop, time in feed.changes.items()})
    return whole


def metres(one: tuple[float, float], other: tuple[float, float]) -> float:
    lat_one, lon_one, lat_other, lon_other = map(math.radians, (*one, *other))
    half = math.sin((lat_other - lat_one) / 2) ** 2
    half += math.cos(lat_one) * math.cos(lat_other) * math.sin((lon_other - lon_one) / 2) ** 2
    return 2 * EARTH * math.asin(min(1.0, math.sqrt(half)))


def paths(feed: PlainFeed, walk_metres: float, walk_speed: float) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {stop: {} for stop in feed.stops}
    placed = [(stop, at) for stop, at in feed.stops.items() if at is not None]
    for stop, at in placed:
        for other, there in placed:
            if stop != other and (gap := metres(at, there)) <= walk_metres:
                found[stop][other] = math.ceil(gap / walk_speed)
    for stop, other, stated in feed.transfers:
        here, there = feed.stops[stop], feed.stops[other]
        seconds = stated
        if seconds is None:
            seconds = 0 if here is None or there is None else math.ceil(metres(here, there) / walk_speed)
        found[stop][other] = min(seconds, found[stop].get(other, seconds))
    return found


def earliest(
    feed: PlainFeed, walks: dict[str, dict[str, int]], origin: str, depart: int, change_seconds: int
) -> dict[str, int]:
    """Earliest arrival at each stop that can be reached, seconds of the day."""
    best = {origin: depart}
    ready = {origin: depart}
    for other, seconds in walks[origin].items():
        best[other] = ready[other] = min(depart + seconds, best.get(other, depart + seconds))

    def arrive(stop: str, moment: int) -> bool:
        better = False
        if moment < best.get(stop, 1 << 40):
            best[stop], better = moment, True
        free = moment + feed.changes.get(stop, change_seconds)
        if free < ready.get(stop, 1 << 40):
            ready[stop], better = free, True
        return better

    changed = True
    while changed:
        changed = False
        for ride in feed.rides:
            aboard = False
            for stop, arrival, departure, may_board, may_alight in ride.calls:
                if aboard and may_alight:
                    changed |= arrive(stop, arrival)
                    for other, seconds in walks[stop].items():
                        changed |= arrive(other, arrival + seconds)
                if not aboard and may_board and ready.get(stop, 1 << 40) <= departure:
                    aboard = True
    return best


def plain_seconds(
    feed: PlainFeed,
    stops: list[str],
    origins: list[str],
    *,
    departures: list[int],
    horizon: int,
    percentiles: tuple[float, ...] = (50,),
    walk_metres: float = 500,
    walk_speed: float = 1.2,
    change_seconds: int = 0,
) -> list[list[list[int]]]:
    """origins × stops × percentiles, as the contract says, −1 where that percentile does not arrive."""
    walks = paths(feed, walk_metres, walk_speed)
    out = []
    for origin in origins:
        labels = [earliest(feed, walks, origin, depart, change_seconds) for depart in departures]
        table = []
        for stop in stops:
            taken = sorted(
                label[stop] - depart if stop in label and label[stop] - depart <= horizon else 1 << 40
                for label, depart in zip(labels, departures, strict=True)
            )
            picks = [taken[max(1, math.ceil(p * len(taken) / 100)) - 1] for p in percentiles]
            table.append([-1 if pick == 1 << 40 else pick for pick in picks])
        out.append(table)
    return out
