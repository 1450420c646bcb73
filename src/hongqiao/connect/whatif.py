"""What if a link were faster, ten more trains ran, a line were built: edits on a timetable.

An edit is a small value that says what changes; the edited timetable shares with the first whatever stays the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import polars as pl

from hongqiao.connect.clock import seconds
from hongqiao.connect.repair import Repair
from hongqiao.connect.schedule import Schedule
from hongqiao.connect.timetable import Timetable
from hongqiao.connect.travel import travel_times
from hongqiao.errors import BadRoutingOption, UnknownTrip


@dataclass(frozen=True, slots=True)
class Faster:
    """Every run from one stop straight to the next takes at most this long; later calls come earlier by what is saved."""

    origin: str
    target: str
    run: str | float


@dataclass(frozen=True, slots=True)
class MoreTrains:
    """More runs of a trip, leaving its first stop at these times (H:MM or seconds)."""

    trip: str
    departures: tuple[str | float, ...]


@dataclass(frozen=True, slots=True)
class NewLine:
    """A line over stops of the timetable: run seconds between them, from `first` to `last` departure, every `headway`."""

    name: str
    stops: tuple[str, ...]
    runs: tuple[float, ...]
    first: str | float
    last: str | float
    headway: str | float
    dwell: int = 60


type Edit = Faster | MoreTrains | NewLine


def edited(timetable: Timetable, edits: Sequence[Edit]) -> Timetable:
    """The timetable with edits, one after the other; each is listed among its repairs, so that nothing is hidden.

    Raises UnknownStop, UnknownTrip (no train runs straight between the stops, no such trip), BadRoutingOption.
    """
    schedule = timetable.schedule
    for edit in edits:
        match edit:
            case Faster():
                schedule = _faster(timetable, schedule, edit)
            case MoreTrains():
                schedule = _more(schedule, edit)
            case NewLine():
                schedule = _line(timetable, schedule, edit)
    notes = tuple(Repair("what-if edit", 1, str(edit)) for edit in edits)
    return replace(timetable, schedule=schedule, repairs=(*timetable.repairs, *notes), kept={})


def _faster(timetable: Timetable, schedule: Schedule, edit: Faster) -> Schedule:
    a, b, run = timetable.number(edit.origin), timetable.number(edit.target), seconds(edit.run)
    trip = np.repeat(np.arange(schedule.first.size - 1), np.diff(schedule.first))
    hop = np.zeros(trip.size, np.bool_)
    hop[1:] = (schedule.stop[:-1] == a) & (schedule.stop[1:] == b) & (trip[1:] == trip[:-1])
    if not hop.any():
        raise UnknownTrip(f"no trip runs straight from {edit.origin!r} to {edit.target!r}")
    takes = np.zeros(trip.size, np.int64)
    takes[1:] = schedule.arrival[1:] - schedule.departure[:-1]
    saved = np.cumsum(np.where(hop, np.maximum(takes - run, 0), 0))
    before_trip = np.concatenate([[0], saved])[schedule.first[:-1]]
    earlier = (saved - before_trip[trip]).astype(np.int32)
    return replace(schedule, arrival=schedule.arrival - earlier, departure=schedule.departure - earlier)


def _more(schedule: Schedule, edit: MoreTrains) -> Schedule:
    rows = np.flatnonzero((schedule.trips["trip_id"] == edit.trip).to_numpy())
    if rows.size != 1:
        raise UnknownTrip(f"{rows.size} trips have the id {edit.trip!r}; one was expected")
    begin = int(schedule.departure[schedule.first[rows[0]]])
    shifts = np.array([seconds(departure) - begin for departure in edit.departures], np.int32)
    return replace(
        schedule,
        run_trip=np.concatenate([schedule.run_trip, np.full(shifts.size, rows[0], np.int32)]),
        run_shift=np.concatenate([schedule.run_shift, shifts]),
    )


def _line(timetable: Timetable, schedule: Schedule, edit: NewLine) -> Schedule:
    if len(edit.stops) < 2 or len(edit.runs) != len(edit.stops) - 1 or min(edit.runs) < 0 or edit.dwell < 0:
        raise BadRoutingOption(
            f"a line has n ≥ 2 stops and n − 1 run times of 0 or more, got {len(edit.stops)} and {edit.runs}"
        )
    first, last, headway = seconds(edit.first), seconds(edit.last), seconds(edit.headway)
    if headway <= 0 or last < first:
        raise BadRoutingOption(f"a line runs from its first to its last departure with a headway, got {edit}")
    count = len(edit.stops)
    dwell = np.array([0, *[edit.dwell] * (count - 2), 0])
    arrival = np.concatenate([[0], np.cumsum(np.array(edit.runs) + dwell[:-1])]).astype(np.int32)
    trip = schedule.trips.height
    starts = np.arange(first, last + 1, headway, dtype=np.int32)
    row = pl.DataFrame({"trip_id": [edit.name], "name": [edit.name], "feed": [-1]}, schema=schedule.trips.schema)

    def longer(name: str, values: Any) -> Any:
        array = getattr(schedule, name)
        return np.concatenate([array, np.asarray(values, array.dtype)])

    return Schedule(
        trips=pl.concat([schedule.trips, row]),
        first=longer("first", [schedule.first[-1] + count]),
        stop=longer("stop", [timetable.number(stop) for stop in edit.stops]),
        arrival=longer("arrival", arrival),
        departure=longer("departure", arrival + dwell),
        sequence=longer("sequence", np.arange(1, count + 1)),
        line=longer("line", np.zeros(count)),
        blank=longer("blank", np.zeros(count)),
        closed=longer("closed", np.zeros(count)),
        run_trip=longer("run_trip", np.full(starts.size, trip)),
        run_shift=longer("run_shift", starts),
    )


def compare(before: Timetable, after: Timetable, origins: Sequence[str] | None = None, **options: Any) -> pl.DataFrame:
    """What an edit changes, by place: each origin's travel times to all stops before and after.

    Returns `stop_id`, `name`, `reached_before`, `reached_after` (stops within the horizon), `mean_before`, `mean_after`
    (mean seconds to the stops reached in both) and `difference` (of these means; below 0 is faster). options: those of
    `travel_times`; the first percentile counts.
    """
    ids = list(origins) if origins is not None else [str(each) for each in before.stops["stop_id"]]
    old = travel_times(before, ids, **options).seconds[:, :, 0]
    new = travel_times(after, ids, **options).seconds[:, :, 0]
    both = (old >= 0) & (new >= 0)
    count = both.sum(axis=1)
    mean_old, mean_new = np.where(both, old, 0).sum(axis=1) / count, np.where(both, new, 0).sum(axis=1) / count
    names = before.stops["name"].to_list()
    return pl.DataFrame(
        {
            "stop_id": ids,
            "name": [names[before.number(stop)] for stop in ids],
            "reached_before": (old >= 0).sum(axis=1),
            "reached_after": (new >= 0).sum(axis=1),
            "mean_before": mean_old,
            "mean_after": mean_new,
            "difference": mean_new - mean_old,
        }
    )
