"""Journeys with their legs: earliest arrival, latest departure, the profile of a window, fewest changes.

A scan in rounds: round r holds what is reached with r rides, so that of equally early journeys the one with the fewest
rides is found (Delling, Pajor & Werneck 2015, "Round-based public transit routing", on the connections of a scan).
Each leg by vehicle expands to its trip and its rows of stop_times.
"""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from hongqiao.connect.clock import clock, seconds
from hongqiao.connect.network import Network, Walking, network
from hongqiao.connect.rounds import NEVER, scan_rounds
from hongqiao.connect.schedule import LAST
from hongqiao.connect.timetable import Timetable
from hongqiao.connect.walking import CrowFly, Ground
from hongqiao.errors import BadTimeOfDay

type Ints = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Leg:
    """One part of a journey: a ride (`trip` is its trip_id, `calls` its first and last call) or a walk (`trip` None).

    Times are seconds from midnight of the timetable's day.
    """

    origin: str
    target: str
    departure: int
    arrival: int
    trip: str | None = None
    name: str | None = None
    calls: tuple[int, int] | None = None
    shift: int = 0

    @property
    def is_ride(self) -> bool:
        """Whether the leg is by vehicle."""
        return self.trip is not None


@dataclass(frozen=True, slots=True)
class Journey:
    """Legs from an origin to a destination; none where both are the same stop."""

    origin: str
    target: str
    departure: int
    arrival: int
    legs: tuple[Leg, ...]

    @property
    def rides(self) -> int:
        """How many vehicles are boarded."""
        return sum(leg.is_ride for leg in self.legs)

    @property
    def seconds(self) -> int:
        """From departure to arrival."""
        return self.arrival - self.departure

    def __str__(self) -> str:
        parts = [
            f"{clock(leg.departure)} {leg.origin} → {clock(leg.arrival)} {leg.target} ({leg.name or 'walk'})"
            for leg in self.legs
        ]
        return "; ".join(parts) or f"{self.origin}: already there"


@dataclass(frozen=True)
class Planner:
    """Finds journeys in a timetable, for one way of walking and changing (as in `travel_times`)."""

    timetable: Timetable
    walk_metres: float = 500
    walk_speed: float = 1.2
    change_seconds: int = 0
    ground: Ground = field(default_factory=CrowFly)
    rides: int = 8

    @property
    def network(self) -> Network:
        """The connections and footpaths in use."""
        walking = Walking(float(self.walk_metres), float(self.walk_speed), self.change_seconds, self.ground)
        return network(self.timetable, walking)

    def earliest(self, origin: str, target: str, depart: str | float, horizon: str | float = "03:00") -> Journey | None:
        """The journey that arrives first when one leaves from `depart` on, with the fewest rides of these; None if there is none."""
        found = self.by_rides(origin, target, depart, horizon)
        return min(found, key=lambda journey: journey.arrival) if found else None

    def fewest_changes(
        self, origin: str, target: str, depart: str | float, horizon: str | float = "03:00"
    ) -> Journey | None:
        """The journey with the fewest rides that arrives within the horizon, the earliest of these."""
        found = self.by_rides(origin, target, depart, horizon)
        return found[0] if found else None

    def by_rides(self, origin: str, target: str, depart: str | float, horizon: str | float = "03:00") -> list[Journey]:
        """The journeys of which none with fewer or as many rides arrives earlier, the fewest rides first."""
        begin, limit = self._span(depart, horizon)
        a, b = self.timetable.number(origin), self.timetable.number(target)
        if a == b:
            return [Journey(origin, target, begin, begin, ())]
        made = self.network
        state = scan_rounds(
            made.links, made.loops, made.paths, made.path_to, made.walk_seconds, made.board_seconds, made.runs, a,
            begin, begin + limit, self.rides,
        )  # fmt: skip
        found, best = [], NEVER
        for ride in range(self.rides + 1):
            if state[0][ride, b] < best:
                best = int(state[0][ride, b])
                found.append(self._traced(made, state, a, b, ride, begin))
        return found

    def latest(self, origin: str, target: str, arrive: str | float, horizon: str | float = "03:00") -> Journey | None:
        """The journey that leaves last and arrives not after `arrive`; None if none leaves within the horizon before."""
        end = seconds(arrive)
        limit = min(seconds(horizon), end)
        a, b = self.timetable.number(origin), self.timetable.number(target)
        if a == b:
            return Journey(origin, target, end, end, ())
        made = self._backwards()
        state = scan_rounds(
            made.links, made.loops, made.paths, made.path_to, made.walk_seconds, made.board_seconds, made.runs, b,
            LAST - end, LAST - end + limit, self.rides,
        )  # fmt: skip
        best = int(state[0][:, a].min())
        if best == NEVER:
            return None
        # the journey itself is then told forwards, so that its legs wait at the right ends
        return self.earliest(origin, target, LAST - best, end - (LAST - best))

    def profile(
        self, origin: str, target: str, depart: str | float, window: str | float, horizon: str | float = "03:00"
    ) -> list[Journey]:
        """Every journey worth taking that leaves within the window: none leaves later and arrives as early.

        A walk all the way, which leaves at any time, is the last where it is faster than every ride.
        """
        at, width = seconds(depart), seconds(window)
        end = at + width
        found: list[Journey] = []
        while at < end:
            first = self.earliest(origin, target, at, horizon)
            if first is None:
                break
            last = self.latest(origin, target, first.arrival, first.arrival - at)
            best = last if last is not None and last.departure >= at else first
            if best.departure >= end:
                break
            found.append(best)
            if best.rides == 0:
                break
            at = best.departure + 1
        return found

    def rows(self, journey: Journey) -> pl.DataFrame:
        """The rows of stop_times that a journey uses: leg, trip_id, stop_id, stop_sequence, arrival, departure, line.

        `line` is the line of the feed's stop_times.txt (or table of calls), `interpolated` whether its times were blank.
        """
        schedule, stops = self.timetable.schedule, self.timetable.stops["stop_id"]
        found = []
        for number, leg in enumerate(journey.legs):
            if leg.calls is None:
                continue
            for call in range(leg.calls[0], leg.calls[1] + 1):
                arrival, departure = int(schedule.arrival[call]), int(schedule.departure[call])
                found.append(
                    (number, leg.trip, stops[int(schedule.stop[call])], int(schedule.sequence[call]), clock(arrival + leg.shift),
                     clock(departure + leg.shift), int(schedule.line[call]), bool(schedule.blank[call]))
                )  # fmt: skip
        columns = ["leg", "trip_id", "stop_id", "stop_sequence", "arrival", "departure", "line", "interpolated"]
        return pl.DataFrame(found, schema=columns, orient="row")

    @staticmethod
    def _span(depart: str | float, horizon: str | float) -> tuple[int, int]:
        begin, limit = seconds(depart), seconds(horizon)
        if begin + limit >= LAST:
            raise BadTimeOfDay(f"a timetable reaches to 48:00 of its day; {clock(begin)} and {clock(limit)} pass it")
        return begin, limit

    def _backwards(self) -> Network:
        made = self.network
        key = ("backwards", id(made))
        if key not in self.timetable.kept:
            self.timetable.kept[key] = backwards(made)
        turned: Network = self.timetable.kept[key]
        return turned

    def _traced(
        self, made: Network, state: tuple[Any, ...], origin: int, target: int, rides: int, begin: int
    ) -> Journey:
        arrived, _, by_walk, entered, left = state
        ids, schedule = self.timetable.stops["stop_id"], self.timetable.schedule
        names = schedule.trips
        legs: list[Leg] = []
        place, at = target, int(arrived[rides, target])
        for ride in range(rides, 0, -1):
            came_from = int(by_walk[0][ride, place]) if ride == rides else int(by_walk[1][ride, place])
            link = int(left[ride, came_from])
            alight = int(made.links[link, 1])
            if came_from != place:
                walk = self._walk(made, came_from, place)
                legs.append(Leg(ids[came_from], ids[place], alight, alight + walk))
            enter = int(entered[ride, came_from])
            run = int(made.links[link, 4])
            first_call, last_call = int(made.calls[enter]), int(made.calls[link]) + 1
            trip = int(schedule.run_trip[run])
            begin_stop = int(made.links[enter, 2])
            legs.append(
                Leg(ids[begin_stop], ids[came_from], int(made.links[enter, 0]), alight, names["trip_id"][trip],
                    names["name"][trip], (first_call, last_call), int(schedule.run_shift[run]))
            )  # fmt: skip
            place = begin_stop
        if place != origin:
            walk = self._walk(made, origin, place)
            leave = legs[-1].departure - walk if legs else begin
            legs.append(Leg(ids[origin], ids[place], leave, leave + walk))
        legs.reverse()
        return Journey(ids[origin], ids[target], begin if not legs else legs[0].departure, at, tuple(legs))

    @staticmethod
    def _walk(made: Network, origin: int, target: int) -> int:
        row = slice(int(made.paths[origin]), int(made.paths[origin + 1]))
        here = int(np.flatnonzero(made.path_to[row] == target)[0])
        return int(made.walk_seconds[row][here])


def backwards(made: Network) -> Network:
    """The network run backwards in time, from 48:00: every connection and footpath turned round."""
    links = np.stack(
        [LAST - made.links[:, 1], LAST - made.links[:, 0], made.links[:, 3], made.links[:, 2], made.links[:, 4]], axis=1
    )
    order = np.lexsort((-np.arange(len(links)), links[:, 0]))  # of one second: the order turned round as well
    start = np.repeat(np.arange(made.paths.size - 1), np.diff(made.paths))
    turned = np.lexsort((start != made.path_to, made.path_to))
    paths = np.searchsorted(made.path_to[turned], np.arange(made.paths.size)).astype(np.int32)
    links = np.ascontiguousarray(links[order].astype(np.int32))
    # instant connections come first in a second, those feeding one another in turn: scan every such second repeatedly
    instant = np.flatnonzero(links[:, 0] == links[:, 1])
    times = np.unique(links[instant, 0])
    loops = np.stack([np.searchsorted(links[:, 0], times), np.searchsorted(links[:, 0], times, "right")], axis=1)
    return Network(
        links, made.calls[order], loops.astype(np.int64), paths, start[turned].astype(np.int32),
        made.walk_seconds[turned], made.board_seconds[turned], made.runs,
    )  # fmt: skip
