"""What travel times make reachable: cumulative, gravity and dual access, weighted mean times, circles of hours.

Hansen (1959), "How accessibility shapes land use"; Geurs & van Wee (2004), "Accessibility evaluation of land-use and
transport strategies"; dual access: Cui & Levinson (2020), "Primal and dual access". Times are seconds, −1 where a place
is not reached, as `travel_times` gives them.
"""

from collections.abc import Sequence
from typing import Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from hongqiao.connect.timetable import Timetable
from hongqiao.connect.travel import TravelTimes, travel_times
from hongqiao.errors import BadRoutingOption

type Floats = NDArray[np.float64]
type Times = NDArray[np.int32]


def cumulative(seconds: Times, opportunities: Floats, within: float) -> Floats:
    """Opportunities that each origin reaches within a time.

    seconds: (origins, places). opportunities: (places). within: seconds. Returns (origins).

    >>> import numpy as np
    >>> cumulative(np.array([[0, 600, -1]], np.int32), np.array([1.0, 10.0, 100.0]), 900).tolist()
    [11.0]
    """
    reached = (seconds >= 0) & (seconds <= within)
    result: Floats = reached @ opportunities
    return result


def gravity(
    seconds: Times, opportunities: Floats, beta: float, form: Literal["exponential", "power"] = "exponential"
) -> Floats:
    """Opportunities weighted down by the time to them: sum of a·exp(−β·t) or a·t^(−β), t in minutes (Hansen 1959).

    seconds: (origins, places). opportunities: (places). Returns (origins), in opportunities. In the power form a place
    that is reached at once counts as one minute away, for its weight would have no bound.

    >>> import numpy as np
    >>> gravity(np.array([[0, 600, -1]], np.int32), np.array([1.0, 10.0, 100.0]), 0.1).round(4).tolist()
    [4.6788]
    """
    if not beta >= 0:
        raise BadRoutingOption(f"beta is 0 or more, got {beta}")
    minutes = seconds / 60
    weight = np.exp(-beta * minutes) if form == "exponential" else np.maximum(minutes, 1.0) ** -beta
    result: Floats = np.where(seconds >= 0, weight, 0.0) @ opportunities
    return result


def dual(seconds: Times, opportunities: Floats, wanted: float) -> Times:
    """Seconds until each origin has reached `wanted` opportunities; −1 where it never does. Shapes as `cumulative`.

    >>> import numpy as np
    >>> dual(np.array([[0, 600, -1]], np.int32), np.array([1.0, 10.0, 100.0]), 5).tolist()
    [600]
    """
    far = np.where(seconds >= 0, seconds, np.iinfo(np.int32).max)
    order = np.argsort(far, axis=1, kind="stable")
    gathered = np.cumsum(np.where(np.take_along_axis(seconds, order, 1) >= 0, opportunities[order], 0.0), axis=1)
    enough = gathered >= wanted
    first = np.take_along_axis(far, np.take_along_axis(order, enough.argmax(axis=1)[:, None], 1), 1)[:, 0]
    return np.where(enough.any(axis=1), first, -1).astype(np.int32)


def weighted_mean(seconds: Times, weights: Floats) -> Floats:
    """Mean seconds from each origin to the places that it reaches, by weight; NaN where it reaches none.

    seconds: (origins, places). weights: (places), such as people. Returns (origins).

    >>> import numpy as np
    >>> weighted_mean(np.array([[0, 600, -1]], np.int32), np.array([1.0, 2.0, 4.0])).tolist()
    [400.0]
    """
    reached = seconds >= 0
    total = reached @ weights
    summed = np.where(reached, seconds, 0) @ weights
    with np.errstate(invalid="ignore", divide="ignore"):
        result: Floats = np.where(total > 0, summed / total, np.nan)
    return result


def circles(
    timetable: Timetable,
    origins: Sequence[str],
    *,
    hours: Sequence[float] = (1, 2, 4),
    depart: str | float = "06:00",
    window: str | float = "14:00",
    percentile: float = 50,
    **options: object,
) -> pl.DataFrame:
    """The stops that a place reaches within one, two and four hours, from the best of its own stops.

    Returns `stop_id`, `name`, `lat`, `lon`, `seconds` (at the percentile of the departures) and `hours`, the smallest
    circle that holds the stop; stops outside all circles are left out. options: those of `travel_times`.
    """
    limits = sorted(hours)
    if not limits or limits[0] <= 0:
        raise BadRoutingOption(f"circles are hours above 0, got {list(hours)}")
    options = {"horizon": limits[-1] * 3600, **options}
    found = travel_times(timetable, origins, depart=depart, window=window, percentiles=(percentile,), **options)  # type: ignore[arg-type]  # options are passed on as given
    times = found.seconds[:, :, 0].astype(np.int64)
    best = np.where(times >= 0, times, np.iinfo(np.int64).max).min(axis=0)
    inside = best <= limits[-1] * 3600
    ring = np.array(limits)[np.searchsorted(np.array(limits) * 3600, best[inside])]
    return timetable.stops.filter(pl.Series(inside)).with_columns(
        seconds=pl.Series(best[inside], dtype=pl.Int32), hours=pl.Series(ring.astype(float))
    )


def change(before: TravelTimes, after: TravelTimes) -> pl.DataFrame:
    """What changed between two timetables, by origin and stop that both know.

    Returns `origin`, `stop`, `before`, `after` (seconds at the first percentile, null where not reached) and
    `difference` (null where one of them is).
    """
    frames = []
    for times in (before, after):
        origin = np.repeat(times.origins, len(times.stops))
        values = times.seconds[:, :, 0].ravel()
        frame = pl.DataFrame({"origin": origin, "stop": list(times.stops) * len(times.origins), "seconds": values})
        frames.append(frame.with_columns(pl.when(pl.col("seconds") >= 0).then("seconds")))
    joined = frames[0].join(frames[1], on=["origin", "stop"], how="inner", suffix="_after", maintain_order="left")
    return joined.select(
        "origin",
        "stop",
        before="seconds",
        after="seconds_after",
        difference=pl.col("seconds_after") - pl.col("seconds"),
    )
