"""What a place reaches within one, two and four hours, each minute with its journey and the rows of its tables.

The journeys are computed once and kept on disk under the hash of all that they rest on; pages only read them.
"""

import functools
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hongqiao.connect import cache
from hongqiao.ground.basis import Assumption, Basis, Column, Step, sha256
from hongqiao.ground.figure import Figure
from hongqiao.ground.period import Period
from hongqiao.record import models
from hongqiao.record.ledger import head
from hongqiao.record.page_queries import DataSetHead, dataset_head, records
from hongqiao.record.travel_network import LineTable, NoTravelNetwork, TravelNetwork, travel_network

type Names = Mapping[str, str]
type Point = tuple[float, float]

_VERSION = "1"  # of the kept form


@dataclass(frozen=True, slots=True)
class StopReached:
    """A stop with the smallest circle that holds it, its two times, and the vehicles of the typical journey.

    typical: minutes at the median of the departures, the wait included. fastest: the shortest journey that leaves
    within the window. point: (latitude, longitude), None where no table has it.
    """

    id: str
    names: Names
    point: Point | None
    hours: float
    typical: Figure
    fastest: Figure
    by: tuple[str, ...]
    leaving: str


@dataclass(frozen=True, slots=True)
class PlaceReach:
    """The circles of a place on a day: where it is entered, what is reached, along which links, by which assumptions."""

    place: str
    date: Period
    depart: str
    until: str
    hours: tuple[float, ...]
    entered: tuple[tuple[str, Names, Point | None], ...]
    stops: tuple[StopReached, ...]
    links: tuple[tuple[Point, Point], ...]
    assumptions: tuple[Assumption, ...]
    tables: tuple[DataSetHead, ...]

    def circle(self, hours: float) -> tuple[StopReached, ...]:
        """The stops of one circle that no smaller one holds."""
        return tuple(stop for stop in self.stops if stop.hours == hours)

    def hull(self, hours: float) -> tuple[Point, ...]:
        """The outermost of the stops within some hours, as a ring (anticlockwise); empty for fewer than three."""
        inside = [stop.point for stop in self.stops if stop.hours <= hours and stop.point]
        return convex_hull([*inside, *(point for _, _, point in self.entered if point)])


@dataclass(frozen=True, slots=True)
class NoReach:
    """Why there are no circles: `file` or `table` (see NoTravelNetwork), or `place` (no stop of the tables)."""

    reason: str


def place_reach(place: str) -> PlaceReach | NoReach:
    """The circles of a place of the record, or why there are none."""
    return _place_reach(place, head())


@functools.lru_cache(maxsize=64)
def _place_reach(place: str, _position: tuple[int, str]) -> PlaceReach | NoReach:
    row = models.Place.objects.filter(pk=place).first()
    try:
        network = travel_network(row.pack) if row and row.pack else None
    except NoTravelNetwork as none:
        return NoReach(none.reason)
    if network is None:
        return NoReach("file")
    if place not in network.entered:
        return NoReach("place")
    return _shown(place, network, _kept(network, network.entered[place]))


def waiting(programme: str) -> list[str]:
    """The programme's own places whose circles have not been computed yet."""
    row = models.Programme.objects.filter(pk=programme).first()
    try:
        network = travel_network(row.pack) if row and row.pack else None
    except NoTravelNetwork:
        return []
    if row is None or network is None:
        return []
    own = [place for place in row.places if place in network.entered]
    return [place for place in own if not _place_of_keeping(network, network.entered[place]).is_file()]


def _place_of_keeping(network: TravelNetwork, origins: Sequence[str]) -> Path:
    about = (
        _VERSION, [table.hash for table in network.tables], network.stations.hash,
        network.services.hash if network.services else "", network.date, network.depart, network.window, network.hours,
        network.change, [(j.stops, j.seconds) for j in network.joins],
        [(n.first, n.last, n.headway, sorted((k, v[0]) for k, v in n.hops.items())) for n in network.lines],
        tuple(origins),
    )  # fmt: skip
    return cache.folder() / "circles" / f"{sha256(repr(about))}.json"


def _kept(network: TravelNetwork, origins: Sequence[str]) -> list[dict[str, Any]]:
    path = _place_of_keeping(network, origins)
    try:
        found: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):  # not computed yet, or not whole
        found = _computed(network, origins)
        cache.write(path, json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode())
    return found


def _computed(network: TravelNetwork, origins: Sequence[str]) -> list[dict[str, Any]]:
    from hongqiao.connect.line import Line
    from hongqiao.connect.reach import reached
    from hongqiao.connect.timetable import Timetable

    timetable = Timetable.read_table(
        bytes(network.calls.body), bytes(network.stations.body),
        None if network.services is None else bytes(network.services.body), date=network.date,
        lines=[
            Line(bytes(line.table.body), line.table.name, line.headway, line.first, line.last,
                 {pair: minutes for pair, (minutes, _) in line.hops.items()})
            for line in network.lines
        ],
        joins=[(*join.stops, join.seconds) for join in network.joins],
    )  # fmt: skip
    schedule = timetable.schedule
    feeds = dict(zip(schedule.trips["trip_id"], schedule.trips["feed"], strict=True))

    def told(journey: Any) -> dict[str, Any]:
        legs = []
        for leg in journey.legs:
            lines, stops = [], []
            if leg.calls is not None:
                span = slice(leg.calls[0], leg.calls[1] + 1)
                lines = schedule.line[span].tolist()
                stops = [str(timetable.stops["stop_id"][stop]) for stop in schedule.stop[span].tolist()]
            legs.append(
                {"from": leg.origin, "to": leg.target, "leaves": leg.departure, "arrives": leg.arrival, "trip": leg.trip,
                 "name": leg.name, "feed": feeds.get(leg.trip), "lines": lines, "stops": stops}
            )  # fmt: skip
        return {"seconds": journey.seconds, "legs": legs}

    found = reached(
        timetable, origins, hours=network.hours, depart=network.depart, window=network.window,
        change_seconds=network.change,
    )  # fmt: skip
    return [
        {"stop": item.stop, "hours": item.hours, "typical": item.typical, "leaving": item.leaving,
         "journey": told(item.journey), "fastest": told(item.fastest)}
        for item in found
    ]  # fmt: skip


def _shown(place: str, network: TravelNetwork, found: Sequence[Mapping[str, Any]]) -> PlaceReach:
    from hongqiao.connect.clock import clock, seconds

    named, points = _stops(network)
    date = Period.parse(network.date)
    until = clock(seconds(network.depart) + seconds(network.window))[:5]
    assumed: dict[str, Assumption] = {}
    links: dict[tuple[str, str], tuple[Point, Point]] = {}
    stops = []
    for item in found:
        rows = tuple(_bases(item["journey"]["legs"], network))
        quick = tuple(_bases(item["fastest"]["legs"], network))
        assumed |= {part.key: part for part in (*rows, *quick) if isinstance(part, Assumption)}
        rides = [leg for leg in item["journey"]["legs"] if leg["trip"]]
        for leg in rides:
            for a, b in zip(leg["stops"], leg["stops"][1:], strict=False):
                first, second = points.get(a), points.get(b)
                if first and second:
                    links[min(a, b), max(a, b)] = (first, second)
        leaving = clock(item["leaving"])[:5]
        trips = "; ".join(str(leg["trip"]) for leg in rides)
        when = (("departures", f"each minute {network.depart} to {until}"), ("leaving", leaving), ("trips", trips))
        median = Step("median over departures, the wait included", "1", rows, when, selector=item["stop"])
        legs = item["fastest"]["legs"]
        best = Step("arrival less departure", "1", quick, (("trips", "; ".join(str(leg["trip"]) for leg in legs)),))
        stops.append(
            StopReached(
                item["stop"], named.get(item["stop"], {"en": item["stop"]}), points.get(item["stop"]), item["hours"],
                Figure(item["typical"] / 60, "min", median, period=date),
                Figure(item["fastest"]["seconds"] / 60, "min", best, period=date),
                tuple(str(leg["name"]) for leg in rides), leaving,
            )
        )  # fmt: skip
    entered = tuple((stop, named.get(stop, {"en": stop}), points.get(stop)) for stop in network.entered[place])
    used = {leg["feed"] for item in found for leg in item["journey"]["legs"] + item["fastest"]["legs"] if leg["trip"]}
    tables = tuple(dataset_head(table) for number, table in enumerate(network.tables) if number in used)
    return PlaceReach(
        place, date, network.depart, until, network.hours, entered, tuple(stops), tuple(links.values()),
        tuple(assumed.values()), tables,
    )  # fmt: skip


def _stops(network: TravelNetwork) -> tuple[dict[str, Names], dict[str, Point]]:
    named: dict[str, Names] = {}
    points: dict[str, Point] = {}
    for row in records(network.stations.pk):
        named[row["station"]] = {"en": row.get("name_en", ""), "zh": row.get("name_zh", "")}
        if row.get("lat") and row.get("lon"):
            points[row["station"]] = (float(row["lat"]), float(row["lon"]))
    for line in network.lines:
        for row in records(line.table.pk):
            stop = f"{row['line']}:{row['name_zh']}"
            if row.get("name_en") or stop not in named:
                named[stop] = {"en": row.get("name_en", ""), "zh": row["name_zh"]}
    return named, points


def _bases(legs: Sequence[Mapping[str, Any]], network: TravelNetwork) -> Iterator[Basis]:
    """The rows that a journey uses, and the assumptions that join them."""
    rides = 0
    for leg in legs:
        if not leg["trip"]:
            ends = {leg["from"], leg["to"]}
            yield from (join.assumed for join in network.joins if set(join.stops) == ends)
            continue
        rides += 1
        if rides == 2 and network.changing is not None:
            yield network.changing
        table = network.tables[leg["feed"]]
        if leg["feed"] == 0:
            for column, line in (("departure", leg["lines"][0]), ("arrival", leg["lines"][-1])):
                yield Column(table.hash, column, f"line {line}", table.title)
            continue
        yield from _hops(leg, network.lines[leg["feed"] - 1])


def _hops(leg: Mapping[str, Any], line: LineTable) -> Iterator[Basis]:
    yield line.runs
    table = line.table
    onward = leg["lines"][0] < leg["lines"][-1]
    column, lines = ("minutes_to_next", leg["lines"][:-1]) if onward else ("minutes_back", leg["lines"][1:])
    rows = records(table.pk)
    for number in lines:
        row = rows[number - 2]
        if row[column]:
            yield Column(table.hash, column, f"line {number}", table.title)
        else:
            yield from (why for pair, (_, why) in line.hops.items() if row["name_zh"] in pair)


def convex_hull(points: Sequence[Point]) -> tuple[Point, ...]:
    """The convex hull of points as a closed ring (Andrew 1979, monotone chain); empty for fewer than three corners.

    >>> convex_hull([(0, 0), (0, 2), (2, 0), (2, 2), (1, 1)])
    ((0, 0), (2, 0), (2, 2), (0, 2), (0, 0))
    """
    ordered = sorted(set(points))

    def half(chain: Sequence[Point]) -> list[Point]:
        kept: list[Point] = []
        for point in chain:
            while len(kept) > 1 and _turn(kept[-2], kept[-1], point) <= 0:
                kept.pop()
            kept.append(point)
        return kept[:-1]

    ring = half(ordered) + half(ordered[::-1])
    return (*ring, ring[0]) if len(ring) > 2 else ()


def _turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
