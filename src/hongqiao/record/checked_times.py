"""Stated travel times beside the pack's timetable: what the watch list claims, what the trains took.

A pack names the check in `checks.toml`; the tables are those that the record holds, by their hash.
"""

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from hongqiao.connect.claimed import CheckedTime, check
from hongqiao.connect.journey import Journey
from hongqiao.connect.timetable import Timetable
from hongqiao.errors import BadPack, UnknownPack
from hongqiao.ground.basis import Basis, Column, Step, sha256
from hongqiao.ground.figure import Figure
from hongqiao.ground.names import Names
from hongqiao.ground.period import Period
from hongqiao.ground.place import Place
from hongqiao.record import models
from hongqiao.record.ledger import head
from hongqiao.record.pack.finding import find
from hongqiao.record.page_queries import Said, today
from hongqiao.record.programme_queries import claims_of_facts

LANGUAGES = ("en", "de", "zh")
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


def checked(programme: str) -> tuple[Checked, ...]:
    """Every check that the programme's pack names; none where the pack is not at hand or names none."""
    return _checked(programme, head())


@functools.lru_cache(maxsize=8)
def _checked(programme: str, _position: tuple[int, str]) -> tuple[Checked, ...]:
    row = models.Programme.objects.filter(pk=programme).first()
    if row is None or not row.pack:
        return ()
    try:
        folder = find(row.pack)
    except UnknownPack:  # a pack that was loaded from a folder: its checks went with it
        return ()
    path = folder / "checks.toml"
    if not path.is_file():
        return ()
    entries = tomllib.loads(path.read_text(encoding="utf-8")).get("travel_time", [])
    return tuple(found for entry in entries if (found := _check(programme, folder, entry)) is not None)


def _check(programme: str, folder: Path, entry: Mapping[str, Any]) -> Checked | None:
    missing = [name for name in _NEEDED if name not in entry]
    if missing:
        raise BadPack(f"checks.toml, [[travel_time]]: {', '.join(missing)} is missing; it has {', '.join(entry)}")
    watch = models.Watch.objects.filter(programme=programme, pk=entry["watch"]).first()
    calls = folder / "tables" / str(entry["calls"])
    if watch is None or watch.fact_id is None or not calls.is_file():
        return None
    table = models.DataSet.objects.filter(hash=sha256(calls.read_bytes())).first()
    said = claims_of_facts(programme, today(), [watch.fact_id]).get(watch.fact_id, [])
    if table is None or not said:  # the table on disk is not the one recorded, or nobody states the time any more
        return None
    services = entry.get("services")
    timetable = Timetable.read_table(
        calls,
        folder / "tables" / str(entry["stations"]),
        None if services is None else folder / "tables" / str(services),
        date=str(entry["date"]),
    )
    result = check(
        said[0].figure,
        timetable,
        list(entry["origins"]),
        list(entry["targets"]),
        stated=_places(entry.get("stated")),
        measured=_places(entry.get("measured")),
    )
    return _shown(watch, said[0], result, timetable, table)


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
    first, second = (Place(rows[key].id, rows[key].kind, Names.of(rows[key].names)) for key in ids)
    return first, second
