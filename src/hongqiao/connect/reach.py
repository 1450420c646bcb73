"""The circles of a place with a journey behind every minute: what it typically takes to each stop, and at best."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hongqiao.connect.clock import seconds
from hongqiao.connect.journey import Journey, Planner
from hongqiao.connect.timetable import Timetable
from hongqiao.connect.travel import departure_seconds, rank, travel_times
from hongqiao.errors import BadRoutingOption

_NEVER = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Reached:
    """A stop within the widest circle.

    hours: the smallest circle that holds it. typical: seconds at the percentile of the departures, the wait included;
    leaving: the earliest departure at which it takes exactly that long, and `journey` the journey then taken. fastest:
    the journey of the shortest time from any departure of the window.
    """

    stop: str
    hours: float
    typical: int
    leaving: int
    journey: Journey
    fastest: Journey


def reached(
    timetable: Timetable,
    origins: Sequence[str],
    *,
    hours: Sequence[float] = (1, 2, 4),
    depart: str | float = "06:00",
    window: str | float = "14:00",
    step: str | float = "00:01",
    percentile: float = 50,
    walk_metres: float = 0,
    change_seconds: int = 0,
) -> list[Reached]:
    """The stops that a place reaches within its circles, from the best of its own stops (`origins`), nearest first.

    The times are those of `circles`; here each rests on a journey, which `Planner.rows` expands to rows of stop_times.
    The place's own stops are left out.
    """
    limits = sorted(hours)
    if not limits or limits[0] <= 0:
        raise BadRoutingOption(f"circles are hours above 0, got {list(hours)}")
    horizon = int(limits[-1] * 3600)
    departures = departure_seconds(depart, window, seconds(step))
    each = [
        travel_times(
            timetable, origins, depart=int(departure), horizon=horizon, walk_metres=walk_metres,
            change_seconds=change_seconds,
        ).seconds[:, :, 0]
        for departure in departures
    ]  # fmt: skip
    times = np.stack(each)  # (departures, origins, stops)
    times = np.where(times >= 0, times, _NEVER)
    ranked = np.sort(times, axis=0)[rank(percentile, departures.size) - 1]
    own = {timetable.number(origin) for origin in origins}
    planner = Planner(timetable, walk_metres=walk_metres, change_seconds=change_seconds, rides=12)
    found = []
    for row in np.flatnonzero(ranked.min(axis=0) <= horizon).tolist():
        if row in own:
            continue
        best = int(ranked[:, row].argmin())
        typical = int(ranked[best, row])
        at = int(departures[int((times[:, best, row] == typical).argmax())])
        quick, start = np.unravel_index(int(times[:, :, row].argmin()), times.shape[:2])
        stop = str(timetable.stops["stop_id"][row])
        usual = planner.earliest(origins[best], stop, at, horizon)
        fastest = planner.earliest(origins[int(start)], stop, int(departures[int(quick)]), horizon)
        if usual is None or fastest is None:
            raise AssertionError(f"the labels reach {stop}, the planner does not")
        ring = float(limits[int(np.searchsorted(np.array(limits) * 3600, typical))])
        found.append(Reached(stop, ring, typical, at, usual, fastest))
    return sorted(found, key=lambda item: (item.typical, item.stop))
