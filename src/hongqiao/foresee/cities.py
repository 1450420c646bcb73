"""A world of cities from what is known of them: sizes, the fastest trains, and stated assumptions for the rest."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hongqiao.errors import BadFlows

type Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a train: its trip, the order in the run, the city served, minutes after midnight (None at an end)."""

    trip: str
    order: int
    city: str
    arrival: int | None
    departure: int | None


def minutes_of(clock: str) -> int | None:
    """Minutes after midnight of ``HH:MM``, hours beyond 24 allowed; None for an empty cell.

    >>> minutes_of("25:10"), minutes_of("")
    (1510, None)
    """
    if not clock.strip():
        return None
    hours, _, minutes = clock.strip().partition(":")
    return 60 * int(hours) + int(minutes)


def fastest_direct(calls: Iterable[Call], cities: list[str]) -> tuple[Matrix, Mapping[tuple[str, str], str]]:
    """Minutes in the fastest train without a change between each pair of cities (N, N), NaN where there is none.

    Also the trip that is so fast, by pair; of several equally fast ones the first in the table.
    """
    index = {city: k for k, city in enumerate(cities)}
    runs: dict[str, list[Call]] = {}
    for call in calls:
        if call.city in index:
            runs.setdefault(call.trip, []).append(call)
    best = np.full((len(cities), len(cities)), np.nan)
    trips: dict[tuple[str, str], str] = {}
    for trip, run in runs.items():
        run.sort(key=lambda call: call.order)
        for k, start in enumerate(run):
            for end in run[k + 1 :]:
                if start.departure is None or end.arrival is None or start.city == end.city:
                    continue
                taken = end.arrival - start.departure
                a, b = index[start.city], index[end.city]
                if taken > 0 and not best[a, b] <= taken:
                    best[a, b] = taken
                    trips[start.city, end.city] = trip
    return best, trips


def fastest_chain(direct: Matrix, change_minutes: float) -> Matrix:
    """Minutes by the fastest chain of direct trains, each change costing a stated time (Floyd 1962).

    direct: (N, N) minutes, NaN where no train runs. Returns (N, N), NaN where no chain leads; the diagonal is 0.

    >>> fastest_chain(np.array([[0, 10, np.nan], [10, 0, 20], [np.nan, 20, 0.0]]), 15.0)[0, 2]
    np.float64(45.0)
    """
    times = np.where(np.isnan(direct), math.inf, direct)
    np.fill_diagonal(times, math.inf)
    for k in range(len(times)):
        times = np.minimum(times, times[:, [k]] + change_minutes + times[[k], :])
    np.fill_diagonal(times, 0.0)
    return np.where(np.isinf(times), np.nan, times)


def cost_of_time(before: float, after: float, decay: float, elasticity: float) -> float:
    """The ratio of trade cost when a journey takes `after` instead of `before` minutes.

    Flows that fall with minutes to the power `decay` at an elasticity σ mean costs that rise with minutes to the
    power decay/(σ − 1): the same assumption, said twice.

    >>> round(cost_of_time(17, 10, 1.1, 5.0), 4)
    0.8642
    """
    if before <= 0 or after <= 0:
        raise BadFlows(f"a journey takes more than 0 minutes, got {before:g} and {after:g}")
    return float((after / before) ** (decay / (elasticity - 1)))
