"""Stated travel times beside the pack's timetable: what the watch list claims, what the trains took.

A pack names the check in `checks.toml`; it and the tables are read from the record. A stated road time is checked where
`HONGQIAO_ROADS` names a folder of roads prepared by `hongqiao.connect.Roads.prepare`, and is shown as unchecked elsewhere.
"""

import functools
import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from hongqiao.connect.claimed import CheckedTime, check
from hongqiao.connect.journey import Journey
from hongqiao.connect.road import Roads
from hongqiao.connect.timetable import Timetable
from hongqiao.errors import BadPack, NoCoordinates, RoadsUnavailable
from hongqiao.ground.basis import Assumption, Basis, Column, Step
from hongqiao.ground.figure import Figure
from hongqiao.ground.names import Names
from hongqiao.ground.period import Period
from hongqiao.ground.place import Place
from hongqiao.record import models, pack_files
from hongqiao.record.ledger import head
from hongqiao.record.page_queries import Said, today
from hongqiao.record.programme_queries import claims_of_facts

LANGUAGES = ("en", "de", "zh")
ROADS = "HONGQIAO_ROADS"
_NEEDED = ("watch", "calls", "stations", "date", "origins", "targets")


@dataclass(frozen=True, slots=True)
class Ride:
    """One direct train of the day: its name, times as the table writes them, and the minutes as a figure."""

    train: str
    departure: str
    arrival: str
    minutes: Figure


@dataclass(frozen=True, slots=True)
class Checked:
    """One stated time with four honest numbers, the verdict in each language, and the trains behind them."""

    watch: str
    names: Mapping[str, str]
    said: Said
    best: Figure
    median: Figure
    longest: Figure
    typical: Figure | None
    rides: Figure
    share: Figure
    verdicts: Mapping[str, str]
    trains: tuple[Ride, ...]


@dataclass(frozen=True, slots=True)
class RoadChecked:
    """A stated road time beside the fastest drive over the roads that this installation has."""

    names: Mapping[str, str]
    said: Said
    minutes: Figure
    holds: bool


@dataclass(frozen=True, slots=True)
class Unchecked:
    """A stated time that could not be checked.

    reason: `none` (the pack names no check), `unstated` (nobody states the time),
    `table` (a table is not recorded; `detail` names it), `roads` (no roads are set up), `road` (`detail` says why).
    """

    reason: str
    names: Mapping[str, str] | None = None
    said: Said | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class _Answer:
    checked: tuple[Checked, ...] = ()
    roads: tuple[RoadChecked, ...] = ()
    unchecked: tuple[Unchecked, ...] = ()


def checked(programme: str) -> tuple[Checked, ...]:
    """Every stated time that the programme's pack names and its recorded timetable can check."""
    return _answer(programme, head()).checked


def by_road(programme: str) -> tuple[RoadChecked, ...]:
    """Every stated road time that could be checked on the roads that this installation has."""
    return _answer(programme, head()).roads


def unchecked(programme: str) -> tuple[Unchecked, ...]:
    """What could not be checked, each with its reason; never nothing where there is nothing checked."""
    return _answer(programme, head()).unchecked


@functools.lru_cache(maxsize=8)
def _answer(programme: str, _position: tuple[int, str]) -> _Answer:
    row = models.Programme.objects.filter(pk=programme).first()
    if row is None or not row.pack:
        return _Answer(unchecked=(Unchecked("none"),))
    said = pack_files.said(row.pack, "checks.toml")
    if said is None:
        return _Answer(unchecked=(Unchecked("none"),))
    tables = pack_files.recorded(row.pack)
    found = [_check(programme, tables, entry) for entry in said.get("travel_time", [])]
    found += [_road(programme, entry) for entry in said.get("road_time", [])]
    return _Answer(
        tuple(item for item in found if isinstance(item, Checked)),
        tuple(item for item in found if isinstance(item, RoadChecked)),
        tuple(item for item in found if isinstance(item, Unchecked)) or (() if found else (Unchecked("none"),)),
    )


def _stated(programme: str, entry: Mapping[str, Any]) -> tuple[models.Watch, Said] | Unchecked:
    watch = models.Watch.objects.filter(programme=programme, pk=entry["watch"]).first()
    if watch is None:
        return Unchecked("unstated")
    said = claims_of_facts(programme, today(), [watch.fact_id]).get(watch.fact_id, []) if watch.fact_id else []
    return (watch, said[0]) if said else Unchecked("unstated", watch.names)


def _check(programme: str, tables: Mapping[str, models.DataSet], entry: Mapping[str, Any]) -> Checked | Unchecked:
    _complete("travel_time", entry, _NEEDED)
    stated = _stated(programme, entry)
    if isinstance(stated, Unchecked):
        return stated
    watch, said = stated
    names = [str(entry[name]) for name in ("calls", "stations", "services") if name in entry]
    if absent := [name for name in names if name not in tables]:
        return Unchecked("table", watch.names, said, ", ".join(absent))
    calls, stations, *services = (tables[name] for name in names)
    timetable = Timetable.read_table(
        bytes(calls.body), bytes(stations.body), bytes(services[0].body) if services else None, date=str(entry["date"])
    )
    result = check(
        said.figure, timetable, list(entry["origins"]), list(entry["targets"]),
        stated=_places(entry.get("stated")), measured=_places(entry.get("measured")),
    )  # fmt: skip
    return _shown(watch, said, result, timetable, calls)


def _road(programme: str, entry: Mapping[str, Any]) -> RoadChecked | Unchecked:
    _complete("road_time", entry, ("watch", "from", "to"))
    stated = _stated(programme, entry)
    if isinstance(stated, Unchecked):
        return stated
    watch, said = stated
    folder = os.environ.get(ROADS)
    if not folder:
        return Unchecked("roads", watch.names, said)
    try:
        origin, target = _places([entry["from"], entry["to"]]) or ()
        roads = Roads.opened(folder)
        minutes = roads.minutes(origin, target)
    except (RoadsUnavailable, NoCoordinates) as error:
        return Unchecked("road", watch.names, said, str(error))
    why = (
        f"fastest drive over the roads of {roads.title} (SHA-256 {roads.sha256}) by OSRM's profile for cars, without "
        f"traffic, from the middle point of {entry['from']} to that of {entry['to']}"
    )
    step = Step("road time (OSRM)", "1", (Assumption("who runs this site", why),))
    stated_most = said.figure.to("min")
    limit = stated_most.value_hi if stated_most.value_hi is not None else stated_most.value
    return RoadChecked(watch.names, said, replace(minutes, basis=step), minutes.value <= limit)


def _complete(kind: str, entry: Mapping[str, Any], needed: tuple[str, ...]) -> None:
    missing = [name for name in needed if name not in entry]
    if missing:
        raise BadPack(f"checks.toml, [[{kind}]]: {', '.join(missing)} is missing; it has {', '.join(entry)}")


def _shown(
    watch: models.Watch, said: Said, result: CheckedTime, timetable: Timetable, table: models.DataSet
) -> Checked:
    where = f"{result.journeys[0].origin} → {result.journeys[0].target}, {result.date}"
    whole = tuple(Column(table.hash, column, title=table.title) for column in ("departure", "arrival"))

    def of_the_day(figure: Figure, *further: Basis) -> Figure:
        # the trains of the day are listed on the page one by one: their summary rests on the two columns as a whole
        basis = figure.basis
        if not isinstance(basis, Step):
            return figure
        return replace(
            figure, basis=Step(basis.formula, basis.version, (*whole, *further), basis.parameters, selector=where)
        )

    rides = tuple(_ride(journey, timetable, table) for journey in result.journeys)
    return Checked(
        watch.id, watch.names, said, result.best, of_the_day(result.median), of_the_day(result.longest),
        of_the_day(result.typical) if result.typical is not None else None,
        of_the_day(result.rides), of_the_day(result.share, said.figure.basis),
        {language: result.verdict(language) for language in LANGUAGES}, rides,
    )  # fmt: skip


def _ride(journey: Journey, timetable: Timetable, table: models.DataSet) -> Ride:
    leg = journey.legs[0]
    calls = leg.calls or (0, 0)  # a direct ride has its calls
    lines = (f"line {int(timetable.schedule.line[call])}" for call in calls)
    rows = tuple(
        Column(table.hash, column, line, table.title)
        for column, line in zip(("departure", "arrival"), lines, strict=True)
    )
    step = Step("arrival less departure", "1", rows)
    minutes = Figure((journey.arrival - journey.departure) / 60, "min", step, period=Period.of_day(timetable.date))
    return Ride(leg.name or str(leg.trip), _clock(journey.departure), _clock(journey.arrival), minutes)


def _clock(seconds: int) -> str:
    minutes = round(seconds / 60)
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _places(ids: Any) -> tuple[Place, Place] | None:
    if not ids:
        return None
    rows = {row.id: row for row in models.Place.objects.filter(pk__in=list(ids))}
    if set(rows) != set(ids):
        raise BadPack(f"checks.toml names places that the record has not: {sorted(set(ids) - set(rows))}")
    first, second = (_place(rows[key]) for key in ids)
    return first, second


def _place(row: models.Place) -> Place:
    point = (row.latitude, row.longitude) if row.latitude is not None and row.longitude is not None else None
    return Place(row.id, row.kind, Names.of(row.names), point=point)
