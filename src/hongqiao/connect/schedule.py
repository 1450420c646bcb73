"""From the tables of feeds to flat arrays: calls of trips in order, and the runs of a day and the days beside it.

Rules, as the GTFS reference gives them: calls are ordered by `stop_sequence`; a call with only one of its two times has
both equal; blank times between two timed calls are interpolated evenly by the number of calls between (from the
departure of the one before to the arrival of the one after, rounded to the nearest second, halves to even); a trip of
`frequencies.txt` runs from `start_time` on every `headway_secs` seconds while before `end_time`, whether or not its
times are said to be exact; times past 24:00 belong to the service day on which the trip began.
"""

import datetime as dt
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from hongqiao.connect.clock import DAY
from hongqiao.connect.feed import Feed
from hongqiao.connect.repair import Repairs
from hongqiao.connect.service import ServiceDays

LAST = 2 * DAY  # a timetable reaches from midnight of its day to the end of the following one


@dataclass(frozen=True, slots=True, eq=False)
class Schedule:
    """Calls of trips in flat arrays, and runs: which trip runs with which shift in seconds against midnight.

    trips: `trip_id`, `name`, `feed`, one row a trip. first: (trips + 1), where each trip's calls begin. stop, arrival,
    departure, sequence, line: one value a call; `line` is the line of stop_times.txt. blank: times interpolated.
    closed: bit 1 no boarding, bit 2 no alighting. run_trip, run_shift: one value a run.
    """

    trips: pl.DataFrame
    first: NDArray[np.int64]
    stop: NDArray[np.int32]
    arrival: NDArray[np.int32]
    departure: NDArray[np.int32]
    sequence: NDArray[np.int32]
    line: NDArray[np.int32]
    blank: NDArray[np.bool_]
    closed: NDArray[np.uint8]
    run_trip: NDArray[np.int32]
    run_shift: NDArray[np.int32]


def text_seconds(column: str) -> pl.Expr:
    """A column of H:MM:SS (or H:MM) as whole seconds; null where it is blank or no time."""
    parts = pl.col(column).str.extract_groups(r"^(\d{1,3}):([0-5]\d)(?::([0-5]\d))?$")
    return (
        parts.struct.field("1").cast(pl.Int32) * 3600
        + parts.struct.field("2").cast(pl.Int32) * 60
        + parts.struct.field("3").cast(pl.Int32).fill_null(0)
    )


def calls_of(feed: Feed, stop_index: pl.DataFrame, active: set[str], repairs: Repairs) -> pl.DataFrame:
    """The calls of the trips of the services in `active`, in order, with every time known.

    stop_index: frame of `stop_id`, `stop`. Returns a frame of trip_id, stop, arrival, departure, sequence, line, blank,
    closed; what could not be used is noted in `repairs`.
    """
    where = f"{feed.name}/stop_times.txt"
    trips = feed.tables["trips"]
    calls = feed.tables["stop_times"]
    strangers = calls.join(trips.select("trip_id"), on="trip_id", how="anti")
    if strangers.height:
        repairs.note(
            "call of a trip that trips.txt lacks left out", strangers.height, f"{where}, line {strangers['line'][0]}"
        )
    wanted = trips.filter(pl.col("service_id").is_in(list(active))).select("trip_id")
    calls = calls.join(wanted, on="trip_id", how="semi").with_columns(
        sequence=pl.col("stop_sequence").cast(pl.Int32, strict=False),
        arrival=text_seconds("arrival_time"),
        departure=text_seconds("departure_time"),
    )
    for column, text in (("arrival", "arrival_time"), ("departure", "departure_time")):
        unread = calls.filter(pl.col(text).is_not_null() & pl.col(column).is_null())
        if unread.height:
            repairs.note(
                "text that is no time taken as blank",
                unread.height,
                f"{where}, line {unread['line'][0]}: {unread[text][0]}",
            )
    calls = _without(
        calls, pl.col("sequence").is_null(), "call without a whole number as stop_sequence left out", where, repairs
    )
    calls = calls.join(stop_index, on="stop_id", how="left", maintain_order="left")
    calls = _without(calls, pl.col("stop").is_null(), "call at a stop that stops.txt lacks left out", where, repairs)
    twice = calls.select("trip_id", "sequence").is_duplicated()
    if twice.any():
        kept = calls.unique(["trip_id", "sequence"], keep="first", maintain_order=True)
        example = f"{where}, line {calls.filter(twice)['line'][1]}"
        repairs.note("second call with the same trip and stop_sequence left out", calls.height - kept.height, example)
        calls = kept
    calls = calls.sort("trip_id", "sequence", maintain_order=True)
    calls = calls.with_columns(
        arrival=pl.coalesce("arrival", "departure"),
        departure=pl.coalesce("departure", "arrival"),
        blank=pl.col("arrival").is_null() & pl.col("departure").is_null(),
        closed=(pl.col("pickup_type") == "1").fill_null(value=False).cast(pl.UInt8)
        + 2 * (pl.col("drop_off_type") == "1").fill_null(value=False).cast(pl.UInt8),
    )
    return _timed(calls, where, repairs).select(
        "trip_id", "stop", "arrival", "departure", "sequence", "line", "blank", "closed"
    )


def _without(frame: pl.DataFrame, condition: pl.Expr, name: str, where: str, repairs: Repairs) -> pl.DataFrame:
    out = frame.filter(condition)
    if out.height == 0:
        return frame
    repairs.note(name, out.height, f"{where}, line {out['line'][0]}")
    return frame.filter(~condition)


def _timed(calls: pl.DataFrame, where: str, repairs: Repairs) -> pl.DataFrame:
    known = ~pl.col("blank")
    has_before = known.cast(pl.Int32).cum_sum().over("trip_id") > 0
    has_after = known.cast(pl.Int32).cum_sum(reverse=True).over("trip_id") > 0
    calls = _without(
        calls, ~(has_before & has_after), "call before the first or after the last known time left out", where, repairs
    )
    blank = calls["blank"].to_numpy()
    if blank.any():
        at = np.flatnonzero(blank)
        arrival = calls["arrival"].fill_null(0).to_numpy().copy()
        departure = calls["departure"].fill_null(0).to_numpy().copy()
        place = np.arange(blank.size)
        before = np.maximum.accumulate(np.where(blank, 0, place))[at]
        after = np.minimum.accumulate(np.where(blank, blank.size, place)[::-1])[::-1][at]
        between = interpolated(departure[before], arrival[after], at - before, after - before)
        arrival[at] = departure[at] = between
        calls = calls.with_columns(arrival=pl.Series(arrival), departure=pl.Series(departure))
        first = calls.row(int(at[0]), named=True)
        repairs.note(
            "blank time interpolated between timed calls",
            at.size,
            f"{where}, line {first['line']}, trip {first['trip_id']}",
        )
    backwards = calls.filter(
        (pl.col("departure") < pl.col("arrival")) | (pl.col("arrival") < pl.col("departure").shift(1).over("trip_id"))
    )
    if backwards.height:
        bad = backwards["trip_id"].unique(maintain_order=True)
        repairs.note(
            "trip whose times run backwards left out", len(bad), f"{where}, line {backwards['line'][0]}, trip {bad[0]}"
        )
        calls = calls.filter(~pl.col("trip_id").is_in(bad.implode()))
    return calls


def interpolated(
    before: NDArray[np.int32], after: NDArray[np.int32], step: NDArray[np.int64], steps: NDArray[np.int64]
) -> NDArray[np.int32]:
    """Times of calls without one: the `step`-th of `steps` equal parts of the way from one known time to the next.

    All arrays have one value a call; seconds; rounded to the nearest second, halves to even.

    >>> import numpy as np
    >>> at = np.array
    >>> interpolated(at([0, 0]), at([100, 100]), at([1, 2]), at([3, 3])).tolist()
    [33, 67]
    """
    span = (after - before).astype(np.int64)
    return (before + np.rint(span * step / steps)).astype(np.int32)


def runs_of(feed: Feed, calls: pl.DataFrame, day: dt.date, days: ServiceDays, repairs: Repairs) -> pl.DataFrame:
    """Every run that is under way between midnight of a day and the end of the next: `trip_id`, `shift` in seconds."""
    ends = calls.group_by("trip_id", maintain_order=True).agg(
        start=pl.col("departure").first(), end=pl.col("arrival").last()
    )
    trips = feed.tables["trips"].select("trip_id", "service_id").unique("trip_id", keep="first", maintain_order=True)
    single = ends.join(trips, on="trip_id", how="inner", maintain_order="left")
    base = single.join(_starts(feed, repairs), on="trip_id", how="left", maintain_order="left").with_columns(
        shift=(pl.col("at") - pl.col("start")).fill_null(0)
    )
    base = base.filter(~((pl.col("at") == -1).fill_null(value=False)))
    longest = max((base["end"] + base["shift"]).to_list(), default=0)
    found = []
    for offset in range(-(longest // DAY), 2):
        running = days.running(day + dt.timedelta(offset))
        moved = base.filter(pl.col("service_id").is_in(list(running))).with_columns(pl.col("shift") + offset * DAY)
        found.append(moved.filter((pl.col("end") + pl.col("shift") >= 0) & (pl.col("start") + pl.col("shift") < LAST)))
    return pl.concat(found).select("trip_id", pl.col("shift").cast(pl.Int32))


def _starts(feed: Feed, repairs: Repairs) -> pl.DataFrame:
    table = feed.tables["frequencies"]
    starts: dict[str, list[int]] = {}
    rows = table.with_columns(
        begin=text_seconds("start_time") if table.height else None,
        end=text_seconds("end_time") if table.height else None,
        headway=pl.col("headway_secs").cast(pl.Int32, strict=False),
    )
    for row in rows.iter_rows(named=True):
        mine = starts.setdefault(row["trip_id"], [])
        if row["begin"] is None or row["end"] is None or not row["headway"] or row["headway"] <= 0:
            repairs.note(
                "frequency without readable times or headway left out",
                1,
                f"{feed.name}/frequencies.txt, line {row['line']}",
            )
            continue
        mine.extend(range(row["begin"], row["end"], row["headway"]))
    # -1 marks a trip of which no frequency could be used: it does not run at its template times either
    pairs = [(trip, at) for trip, times in starts.items() for at in dict.fromkeys(times or [-1])]
    if pairs:
        repairs.note(
            "trip run by its headway expanded to single runs",
            len(starts),
            f"{feed.name}/frequencies.txt, trip {pairs[0][0]}",
        )
    return pl.DataFrame(pairs, schema={"trip_id": pl.String, "at": pl.Int32}, orient="row")
