"""Travel times from many origins to every stop, over a window of departures."""

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from hongqiao.connect.clock import clock, seconds
from hongqiao.connect.network import Network, Walking, network
from hongqiao.connect.schedule import LAST
from hongqiao.connect.timetable import Timetable
from hongqiao.connect.walking import CrowFly, Ground
from hongqiao.errors import BadRoutingOption, BadTimeOfDay

_SHORT = 2**16 - 2  # the largest time that a lane of 16 bits holds beside "never"
_ORIGINS = 256  # origins of one task of an executor


@dataclass(frozen=True, slots=True, eq=False)
class TravelTimes:
    """Seconds from each origin to each stop at each percentile of the departures; −1 where not within the horizon."""

    seconds: NDArray[np.int32]
    origins: tuple[str, ...]
    stops: tuple[str, ...]
    percentiles: tuple[float, ...]
    departures: NDArray[np.int64]


def departure_seconds(depart: str | float, window: str | float, step: str | float) -> NDArray[np.int64]:
    """The departures from `depart` on, every `step` while less than `window` has passed.

    >>> departure_seconds("08:00", "00:03", "00:01").tolist()
    [28800, 28860, 28920]
    """
    first, width, every = seconds(depart), seconds(window), seconds(step)
    if every <= 0 or width <= 0:
        raise BadTimeOfDay(f"window and step are longer than nothing, got {window!r} and {step!r}")
    return np.arange(first, first + width, every, dtype=np.int64)


def rank(percentile: float, count: int) -> int:
    """Which of `count` sorted values the percentile is: the ceil(p/100·n)-th smallest, the smallest for 0.

    Counted in exact fractions: the 7th percentile of 100 values is the 7th, though 7 / 100 * 100 is more than 7 in
    floating point.

    >>> rank(50, 120), rank(0, 5), rank(7, 100), rank(100, 5)
    (60, 1, 7, 5)
    """
    try:
        part = Fraction(str(percentile))
    except (TypeError, ValueError) as error:
        raise BadRoutingOption(f"a percentile is a number from 0 to 100, got {percentile!r}") from error
    if not 0 <= part <= 100:
        raise BadRoutingOption(f"a percentile is a number from 0 to 100, got {percentile!r}")
    return max(1, -((-part * count) // 100))


def travel_times(
    timetable: Timetable,
    origins: Sequence[str],
    *,
    depart: str | float = "08:00",
    window: str | float = "00:01",
    step: str | float = "00:01",
    horizon: str | float = "03:00",
    percentiles: Sequence[float] = (50,),
    walk_metres: float = 500,
    walk_speed: float = 1.2,
    change_seconds: int = 0,
    ground: Ground = CrowFly(),  # noqa: B008 -- frozen and without content
    executor: Executor | None = None,
) -> TravelTimes:
    """Seconds from departure to arrival, the wait included, from each origin to every stop of the timetable.

    origins: stop ids. depart, window, step, horizon: H:MM[:SS] or seconds. percentiles: over the departures; percentile
    p is the ceil(p/100·n)-th smallest, departures that do not arrive within the horizon counting as infinite.
    walk_metres, walk_speed (m/s): footpaths between stops take ceil(distance / speed) seconds. change_seconds: needed
    between arriving at a stop and boarding there, not for the first boarding. ground: crow-fly, or streets. executor:
    where blocks of origins run; without one, in this process.

    Raises UnknownStop, BadTimeOfDay, BadRoutingOption.
    """
    if isinstance(origins, str):
        raise BadRoutingOption(f"origins are a list of stop ids, got the text {origins!r}")
    departures = departure_seconds(depart, window, step)
    longest = seconds(horizon)
    if int(departures[-1]) + longest >= LAST:
        raise BadTimeOfDay(
            f"a timetable reaches to 48:00 of its day; the last departure {clock(int(departures[-1]))} "
            f"and a horizon of {clock(longest)} pass it"
        )
    ranks = np.array([rank(percentile, departures.size) for percentile in percentiles], np.int64)
    if ranks.size == 0:
        raise BadRoutingOption("at least one percentile is needed, got none")
    rows = np.array([timetable.number(origin) for origin in origins], np.int32)
    made = network(timetable, Walking(float(walk_metres), float(walk_speed), change_seconds, ground))
    order = _near_ones_together(timetable, rows)
    out = np.empty((rows.size, timetable.stops.height, ranks.size), np.int32)
    if executor is None:
        block(made, rows[order], departures, longest, ranks, out, order)
    else:
        parts = np.array_split(order, max(1, -(-rows.size // _ORIGINS)))
        tasks = [executor.submit(block, made, rows[part], departures, longest, ranks) for part in parts]
        for part, task in zip(parts, tasks, strict=True):
            out[part] = task.result()
    stops = tuple(timetable.stops["stop_id"].to_list())
    return TravelTimes(out, tuple(origins), stops, tuple(percentiles), departures)


def block(
    made: Network,
    origins: NDArray[np.int32],
    departures: NDArray[np.int64],
    longest: int,
    ranks: NDArray[np.int64],
    out: NDArray[np.int32] | None = None,
    places: NDArray[np.int64] | None = None,
) -> NDArray[np.int32]:
    """Travel times of some origins: (origins, stops, ranks) in seconds, −1 where not reached. See `lanes`.

    Without `out` in an array of their own; with it, in the rows of it that `places` names.
    """
    from hongqiao.connect.lanes import LANES, ranked_times

    if out is None:
        out = np.empty((origins.size, made.paths.size - 3, ranks.size), np.int32)
    if places is None:
        places = np.arange(origins.size)
    first = departures[::LANES]
    last = departures[np.minimum(np.arange(first.size) * LANES + LANES, departures.size) - 1]
    short = int((last - first).max()) + longest <= _SHORT
    blank = np.empty(0, np.uint16 if short else np.uint32)
    ranked_times(
        made.links, made.loops, made.paths, made.path_to, made.walk_seconds, made.board_seconds, made.runs, origins,
        places, departures, longest, ranks, made.changing, blank, out,
    )  # fmt: skip
    return out


def _near_ones_together(timetable: Timetable, rows: NDArray[np.int32]) -> NDArray[np.int64]:
    """An order of origins in which neighbours share a batch: along a Z-curve (Morton 1966) over the coordinates."""
    code = np.zeros(rows.size, np.int64)
    for shift, axis in enumerate(("lat", "lon")):
        degrees = timetable.stops[axis].fill_null(0.0).to_numpy()[rows]
        cell = np.argsort(np.argsort(degrees, kind="stable"), kind="stable")
        for bit in range(20):
            code |= ((cell >> bit) & 1) << (2 * bit + shift)
    return np.argsort(code, kind="stable")
