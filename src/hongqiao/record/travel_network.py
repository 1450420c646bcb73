"""The timetable of a pack's places: which of its recorded tables are joined, and by which assumptions.

`travel.toml` of the pack names the tables; it and they are read from the record, never from the pack's folder.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hongqiao.errors import BadPack, NoBasis
from hongqiao.ground.basis import Assumption
from hongqiao.record import models, pack_files
from hongqiao.record.page_queries import records

FILE = "travel.toml"
_NEEDED = ("calls", "stations", "date")


@dataclass(frozen=True, slots=True)
class LineTable:
    """A line with its table and the assumptions that make it run: its headway, and hops that the table leaves empty."""

    table: models.DataSet
    first: str
    last: str
    headway: int
    runs: Assumption
    hops: Mapping[tuple[str, str], tuple[float, Assumption]]


@dataclass(frozen=True, slots=True)
class Join:
    """Two stops of different tables and the seconds of a walk between them, with who assumed it and why."""

    stops: tuple[str, str]
    seconds: int
    assumed: Assumption


@dataclass(frozen=True, slots=True)
class TravelNetwork:
    """What the circles of a pack's places are computed from."""

    pack: str
    calls: models.DataSet
    stations: models.DataSet
    services: models.DataSet | None
    date: str
    depart: str
    window: str
    hours: tuple[float, ...]
    change: int
    changing: Assumption | None
    lines: tuple[LineTable, ...]
    joins: tuple[Join, ...]
    entered: Mapping[str, tuple[str, ...]]

    @property
    def tables(self) -> tuple[models.DataSet, ...]:
        """The tables whose rows a journey may use, in the order of the timetable's feeds."""
        return (self.calls, *(line.table for line in self.lines))


class NoTravelNetwork(Exception):
    """Why there is none: `file` (the pack names no tables for it), `table` (a table that it names is not recorded)."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def travel_network(pack: str) -> TravelNetwork:
    """The network of a pack; raises NoTravelNetwork with the reason where there is none, BadPack for a broken file."""
    said = pack_files.said(pack, FILE)
    if said is None:
        raise NoTravelNetwork("file")
    missing = [name for name in _NEEDED if name not in said]
    if missing:
        raise BadPack(f"{FILE}: {', '.join(missing)} is missing; it has {', '.join(said)}")
    tables = pack_files.recorded(pack)

    def table(name: str) -> models.DataSet:
        if name not in tables:
            raise NoTravelNetwork("table")
        return tables[name]

    stations = table(said["stations"])
    entered: dict[str, list[str]] = {}
    for row in records(stations.pk):
        if row.get("city"):
            entered.setdefault(row["city"], []).append(row["station"])
    entered |= {place: list(stops) for place, stops in said.get("places", {}).items()}
    change = said.get("change")
    return TravelNetwork(
        pack, table(said["calls"]), stations, table(said["services"]) if "services" in said else None,
        str(said["date"]), str(said.get("depart", "06:00")), str(said.get("window", "14:00")),
        tuple(float(each) for each in said.get("hours", (1, 2, 4))),
        round(change["minutes"] * 60) if change else 0, _assumed(change, "[change]") if change else None,
        tuple(_line(each, table(each["table"])) for each in said.get("line", ())),
        tuple(_join(each) for each in said.get("join", ())),
        {place: tuple(stops) for place, stops in entered.items()},
    )  # fmt: skip


def _line(said: Mapping[str, Any], table: models.DataSet) -> LineTable:
    hops = {
        _pair(hop.get("stations"), "[[line.hop]]"): (float(hop["minutes"]), _assumed(hop, "[[line.hop]]"))
        for hop in said.get("hop", ())
    }
    headway = round(float(said["headway_minutes"]) * 60)
    return LineTable(table, str(said["first"]), str(said["last"]), headway, _assumed(said, "[[line]]"), hops)


def _join(said: Mapping[str, Any]) -> Join:
    return Join(_pair(said.get("stops"), "[[join]]"), round(said["minutes"] * 60), _assumed(said, "[[join]]"))


def _pair(given: Sequence[str] | None, where: str) -> tuple[str, str]:
    if given is None or len(given) != 2:
        raise BadPack(f"{FILE}, {where}: two stops are joined, got {given!r}")
    return given[0], given[1]


def _assumed(said: Mapping[str, Any], where: str) -> Assumption:
    if not said.get("who") or not said.get("why"):
        raise BadPack(f"{FILE}, {where}: an assumption says who made it and why; got {dict(said)}")
    try:
        return Assumption.stated(said["who"], said["why"])
    except NoBasis as error:
        raise BadPack(f"{FILE}, {where}: {error}") from None
