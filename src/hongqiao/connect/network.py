"""A timetable made ready for scanning: connections in the order of their departure, and footpaths.

A connection is a run from one call to the next. Footpaths are one hop: a walk leads from a stop where a vehicle was
left (or from the origin) to another stop, never on to a third.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from hongqiao.connect.compiling import njit
from hongqiao.connect.schedule import LAST
from hongqiao.connect.timetable import Timetable
from hongqiao.connect.walking import CrowFly, Ground, haversine
from hongqiao.errors import BadRoutingOption


@dataclass(frozen=True, slots=True)
class Walking:
    """How one walks and changes: farthest crow-fly walk, speed in m/s, seconds that a change takes, and the ground."""

    metres: float = 500.0
    speed: float = 1.2
    change_seconds: int = 0
    ground: Ground = field(default_factory=CrowFly)

    def __post_init__(self) -> None:
        if not self.metres >= 0:
            raise BadRoutingOption(f"walk_metres is 0 or more, got {self.metres}")
        if not 0 < self.speed < 100:
            raise BadRoutingOption(f"walk_speed is in metres per second and above 0, got {self.speed}")
        if not 0 <= self.change_seconds < LAST or self.change_seconds != int(self.change_seconds):
            raise BadRoutingOption(f"change_seconds is a whole number, 0 or more, got {self.change_seconds}")


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """Connections and footpaths in flat arrays.

    links: (connections, 5) departure, arrival, from, to, run; calls: (connections) the call where each departs; loops:
    (n, 2) stretches of links of one second that feed one another in a circle. paths: (stops + 1) where each stop's
    footpaths begin, itself the first of them; path_to, walk_seconds and board_seconds (with the time to change).
    Stops behind the last one of the timetable stand for "no boarding here" and "no alighting here".
    """

    links: NDArray[np.int32]
    calls: NDArray[np.int32]
    loops: NDArray[np.int64]
    paths: NDArray[np.int32]
    path_to: NDArray[np.int32]
    walk_seconds: NDArray[np.int32]
    board_seconds: NDArray[np.int32]
    runs: int

    @property
    def changing(self) -> bool:
        """Whether a change takes time anywhere."""
        return not np.array_equal(self.walk_seconds, self.board_seconds)


def network(timetable: Timetable, walking: Walking) -> Network:
    """The network of a timetable for one way of walking; kept with the timetable, so that it is made once."""
    key = ("network", walking.metres, walking.speed, walking.change_seconds, walking.ground.key)
    if key not in timetable.kept:
        timetable.kept[key] = _made(timetable, walking)
    made: Network = timetable.kept[key]
    return made


def _made(timetable: Timetable, walking: Walking) -> Network:
    paths, path_to, walk, board = footpaths(timetable, walking)
    if "links" not in timetable.kept:
        timetable.kept["links"] = connections(timetable)
    links, calls = timetable.kept["links"]
    links, calls, loops = in_feeding_order(links, calls, same_second_places(paths, path_to, walk))
    return Network(links, calls, loops, paths, path_to, walk, board, timetable.schedule.run_trip.size)


def connections(timetable: Timetable) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """The connections of every run within the timetable's two days, by departure; and the call where each departs."""
    schedule = timetable.schedule
    hops = np.diff(schedule.first)[schedule.run_trip] - 1
    run = np.repeat(np.arange(hops.size), hops)
    place = np.arange(run.size) - np.repeat(np.cumsum(hops) - hops, hops)
    call = schedule.first[schedule.run_trip][run] + place
    shift = schedule.run_shift[run].astype(np.int64)
    departure, arrival = schedule.departure[call] + shift, schedule.arrival[call + 1] + shift
    origin, target = schedule.stop[call], schedule.stop[call + 1]
    if timetable.pickup_rules:
        stops = timetable.stops.height
        origin = np.where(schedule.closed[call] & 1, stops, origin)
        target = np.where(schedule.closed[call + 1] & 2, stops + 1, target)
    inside = (departure >= 0) & (departure < LAST)
    links = np.stack([departure, arrival, origin, target, run], axis=1)[inside].astype(np.int32)
    order = np.argsort(links[:, 0], kind="stable")
    return np.ascontiguousarray(links[order]), call[inside][order].astype(np.int32)


def footpaths(
    timetable: Timetable, walking: Walking
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]]:
    """Footpaths by stop: where each stop's begin, where they lead, their seconds, and these with the time to change.

    Stops within the walking distance of one another, and the rows of transfers.txt; of two footpaths between the same
    stops the shorter holds. A row of transfers.txt without a time takes the crow-fly walk at any distance.
    """
    stops = timetable.stops.height
    lat = timetable.stops["lat"].fill_null(np.nan).to_numpy()
    lon = timetable.stops["lon"].fill_null(np.nan).to_numpy()
    start, end, metres = walking.ground.pairs(lat, lon, lat, lon, walking.metres)
    given = timetable.transfers.astype(np.int64)
    crow = haversine(lat[given[:, 0]], lon[given[:, 0]], lat[given[:, 1]], lon[given[:, 1]])
    stated = given[:, 2].astype(np.float64)
    given_seconds = np.where(stated >= 0, stated, np.ceil(np.nan_to_num(crow) / walking.speed))
    every = np.arange(stops + 2)  # each stop to itself, first of its row
    start = np.concatenate([every, start, given[:, 0]])
    end = np.concatenate([every, end, given[:, 1]])
    seconds = np.concatenate([np.zeros(stops + 2), np.ceil(metres / walking.speed), given_seconds])
    order = np.lexsort((seconds, end, end != start, start))
    start, end, seconds = start[order], end[order], seconds[order].astype(np.int32)
    once = np.concatenate([[True], (start[1:] != start[:-1]) | (end[1:] != end[:-1])])
    start, end, seconds = start[once], end[once], seconds[once]
    changes = np.where(timetable.changes >= 0, timetable.changes, walking.change_seconds)
    changes = np.concatenate([changes, [0, 0]]).astype(np.int32)
    first = np.searchsorted(start, np.arange(stops + 3)).astype(np.int32)
    return first, end.astype(np.int32), seconds, seconds + changes[end]


def same_second_places(
    paths: NDArray[np.int32], path_to: NDArray[np.int32], walk_seconds: NDArray[np.int32]
) -> NDArray[np.int32]:
    """A number for each stop, the same for stops that walks of no seconds join."""
    stops = paths.size - 1
    start = np.repeat(np.arange(stops, dtype=np.int32), np.diff(paths))
    at_once = (walk_seconds == 0) & (start != path_to)
    a, b = start[at_once], path_to[at_once]
    labels = np.arange(stops, dtype=np.int32)
    while True:  # the smallest number spreads along the walks; chains of them are short
        before = labels.copy()
        np.minimum.at(labels, a, before[b])
        np.minimum.at(labels, b, before[a])
        if np.array_equal(before, labels):
            return labels


def in_feeding_order(
    links: NDArray[np.int32], calls: NDArray[np.int32], places: NDArray[np.int32]
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int64]]:
    """Connections of one second so ordered that one which arrives at once comes before those that it can feed.

    Where they feed one another in a circle no order suffices: such stretches are listed to be scanned until nothing
    changes. links: by departure. places: see `same_second_places`. Returns links, calls and the stretches (n, 2).
    """
    instant = links[:, 1] <= links[:, 0]
    if not instant.any():
        return links, calls, np.empty((0, 2), np.int64)
    # the instant ones first within each second, else as they stand
    order = np.lexsort((np.arange(instant.size), ~instant, links[:, 0]))
    links, calls, instant = links[order], calls[order], instant[order]
    rows = np.flatnonzero(instant)
    edges = np.flatnonzero(np.diff(links[rows, 0])) + 1
    groups = np.split(rows, edges)
    again = np.arange(instant.size)
    loops = []
    for group in groups:
        if group.size == 1:
            continue
        found, circular = _fed(places[links[group, 2]], places[links[group, 3]], links[group, 4], calls[group])
        again[group] = group[found]
        if circular:
            loops.append((int(group[-1]) + 1 - circular, int(group[-1]) + 1))
    stretches = np.array(loops, np.int64).reshape(-1, 2)
    return np.ascontiguousarray(links[again]), calls[again], stretches


@njit(cache=True)  # type: ignore[untyped-decorator]  # numba ships no types
def _fed(
    start: NDArray[np.int32], end: NDArray[np.int32], run: NDArray[np.int32], call: NDArray[np.int32]
) -> tuple[NDArray[np.int64], int]:
    """Kahn's (1962) order of a few instant connections, and how many at its end stand in or behind a circle.

    One feeds another where it ends at its start, and where both are parts of one run, also past a closed stop.
    """
    size = start.size
    waits = np.zeros(size, np.int64)
    for a in range(size):
        for b in range(size):
            if a != b and (end[a] == start[b] or (run[a] == run[b] and call[a] + 1 == call[b])):
                waits[b] += 1
    order = np.empty(size, np.int64)
    done = np.zeros(size, np.bool_)
    found = 0
    grown = True
    while grown:
        grown = False
        for a in range(size):
            if not done[a] and waits[a] == 0:
                done[a] = True
                order[found] = a
                found += 1
                grown = True
                for b in range(size):
                    if a != b and (end[a] == start[b] or (run[a] == run[b] and call[a] + 1 == call[b])):
                        waits[b] -= 1
    circular = size - found
    for a in range(size):
        if not done[a]:
            order[found] = a
            found += 1
    return order, circular
