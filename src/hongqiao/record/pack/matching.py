"""What a pack brings for matching: offers and needs, firms and rules, and an event's meetings."""

import datetime as dt
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from hongqiao.errors import BadPack, HongqiaoError
from hongqiao.match.eligibility import measure as compiled
from hongqiao.match.eligibility.measure import FACT_TYPES
from hongqiao.match.exchange import Profile
from hongqiao.record.pack.contents import Names, PackQuote, Thing
from hongqiao.record.pack.tables import Row, once, rows

_TRUE, _FALSE = {"true", "yes", "1"}, {"false", "no", "0"}


@dataclass(frozen=True, slots=True)
class PackListing:
    """A row of offers.csv or needs.csv."""

    id: str
    institution: str
    language: str
    title: str
    text: str
    expires: dt.date | None


@dataclass(frozen=True, slots=True)
class PackFact:
    """A fact that rules name, as rules.toml states it."""

    id: str
    type: str
    names: Names
    unit: str


@dataclass(frozen=True, slots=True)
class PackMeetings:
    """An event's meetings as meetings.toml states them."""

    event: str
    tables: int
    sessions: tuple[dict[str, Any], ...]
    requests: tuple[dict[str, str], ...]
    absent: tuple[tuple[str, dt.date], ...]


@dataclass(frozen=True, slots=True)
class PackMatching:
    """Everything of a pack that serves matching; empty for most packs."""

    offers: tuple[PackListing, ...] = ()
    needs: tuple[PackListing, ...] = ()
    facts: tuple[PackFact, ...] = ()
    firms: Mapping[str, dict[str, Any]] = field(default_factory=dict)
    meetings: PackMeetings | None = None


type Quoting = Callable[[Mapping[str, Any], str], PackQuote]


def read_matching(folder: Path, institutions: frozenset[str], events: frozenset[str]) -> PackMatching:
    """The files offers.csv, needs.csv, rules.toml, firms.csv and meetings.toml, where they are there."""
    facts = _facts(folder)
    return PackMatching(
        _listings(folder / "offers.csv", institutions),
        _listings(folder / "needs.csv", institutions),
        facts,
        _firms(folder / "firms.csv", institutions, {fact.id: fact.type for fact in facts}),
        _meetings(folder / "meetings.toml", institutions, events),
    )


def read_rules(folder: Path, measures: Mapping[str, str], quoting: Quoting) -> tuple[Thing, ...]:
    """rules.toml: each condition with the measure it belongs to (and that one's programme), its facts and its quote."""
    types = {fact.id: fact.type for fact in _facts(folder)}
    found: dict[str, Thing] = {}
    for entry in _toml(folder / "rules.toml").get("rule", []):
        key = str(entry.get("id", ""))
        where = f"rules.toml, rule {key}"
        if not key or key in found:
            raise BadPack(f"{where}: an id of its own would be right")
        if entry.get("measure") not in measures:
            raise BadPack(f"{where}: measure is {entry.get('measure')!r}; a measure of pack.toml would be right")
        needs = [str(name) for name in entry.get("needs", [])]
        if unknown := [name for name in needs if name not in types]:
            raise BadPack(f"{where}: needs {unknown[0]!r}, which no [[fact]] of rules.toml states")
        quote = quoting(entry.get("quote", {}), where)
        facts = {name: types[name] for name in needs}
        condition = {"id": key, "when": str(entry.get("condition", "")), "quote": quote.exact}
        try:
            compiled({"id": entry["measure"], "facts": facts or types, "conditions": [condition]})
        except HongqiaoError as error:
            raise BadPack(f"{where}: {error}") from None
        fields = {"programme": measures[entry["measure"]], "measure": entry["measure"], "facts": facts}
        found[key] = Thing("rule", key, {**fields, "condition": condition["when"]}, (quote,))
    return tuple(found.values())


def _toml(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadPack(f"{path.name}: {error}") from None


def _facts(folder: Path) -> tuple[PackFact, ...]:
    found: dict[str, PackFact] = {}
    for entry in _toml(folder / "rules.toml").get("fact", []):
        key, kind, names = str(entry.get("id", "")), entry.get("type"), entry.get("names")
        if not key or key in found:
            raise BadPack(f"rules.toml, fact {key!r}: an id of its own would be right")
        if kind not in FACT_TYPES:
            raise BadPack(f"rules.toml, fact {key}: type is {kind!r}; one of {', '.join(FACT_TYPES)} would be right")
        if not isinstance(names, dict) or not names:
            raise BadPack(f"rules.toml, fact {key}: a name per language would be right, got {names!r}")
        found[key] = PackFact(key, kind, dict(names), str(entry.get("unit", "")))
    return tuple(found.values())


def _listings(path: Path, institutions: frozenset[str]) -> tuple[PackListing, ...]:
    found = []
    lines: dict[str, int] = {}
    for row in rows(path, ("id", "institution", "language", "text")):
        key = row.needed("id", "a short lasting id would be right")
        once(lines, row, key)
        if row.text("institution") not in institutions:
            row.refuse("institution", "the id of an institution in institutions.csv would be right")
        try:
            Profile(key, f"{row.text('title')} {row.text('text')}")
        except HongqiaoError as error:
            row.refuse("text", str(error))
        expires = row.maybe("valid_until", dt.date.fromisoformat, "a day such as 2028-12-31 would be right")
        columns = (row.text(name) for name in ("institution", "language", "title", "text"))
        found.append(PackListing(key, *columns, expires))
    return tuple(found)


def _firms(path: Path, institutions: frozenset[str], types: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for row in rows(path, ("institution",)):
        key = row.text("institution")
        if key not in institutions:
            row.refuse("institution", "the id of an institution in institutions.csv would be right")
        known = {name: _cell(row, name, types.get(name, "text")) for name in row.cells if name != "institution"}
        found[key] = {name: value for name, value in known.items() if value is not None}
    return found


def _cell(row: Row, column: str, kind: str) -> str | float | bool | list[str] | None:
    text = row.text(column)
    if not text:
        return None
    match kind:
        case "number":
            number = row.number(column, "a number would be right")
            return int(number) if number.is_integer() else number
        case "flag":
            if text.lower() not in _TRUE | _FALSE:
                row.refuse(column, "true or false would be right")
            return text.lower() in _TRUE
        case "list":
            return [part.strip() for part in text.split("|") if part.strip()]
        case _:
            return text


def _meetings(path: Path, institutions: frozenset[str], events: frozenset[str]) -> PackMeetings | None:
    given = _toml(path)
    if not given:
        return None
    if given.get("event") not in events:
        raise BadPack(f"meetings.toml: event is {given.get('event')!r}; an event of pack.toml would be right")
    requests = []
    for entry in given.get("request", []):
        for side in ("from", "to"):
            if entry.get(side) not in institutions:
                raise BadPack(
                    f"meetings.toml, request {entry.get('id')}: {side} is {entry.get(side)!r}, no institution"
                )
        requests.append({str(name): str(value) for name, value in entry.items()})
    try:
        days = [dt.date.fromisoformat(str(day)) for day in given["days"]]
        clocks = [dt.time.fromisoformat(str(clock)) for clock in given["slots"]]
        absent = tuple(
            (str(entry["institution"]), dt.date.fromisoformat(str(entry["day"]))) for entry in given.get("absent", [])
        )
        minutes, tables = int(given["minutes"]), int(given["tables"])
    except (KeyError, ValueError, TypeError) as error:
        raise BadPack(f"meetings.toml needs days, slots (clock times), minutes and tables: {error!r}") from None
    sessions = tuple(
        {"day": day, "begins": f"{run[0]:%H:%M}", "slots": len(run), "minutes": minutes, "pause": step - minutes}
        for day in days
        for run, step in _runs(clocks, minutes)
    )
    return PackMeetings(str(given["event"]), tables, sessions, tuple(requests), absent)


def _runs(clocks: Iterable[dt.time], minutes: int) -> list[tuple[list[dt.time], int]]:
    """Slots that follow each other at one pace, as sessions: their clock times and the minutes from one to the next."""
    found: list[tuple[list[dt.time], int]] = []
    ordered = sorted(clocks)
    steps = [60 * (later.hour - earlier.hour) + later.minute - earlier.minute for earlier, later in pairwise(ordered)]
    pace = min((step for step in steps if step >= minutes), default=minutes)
    for number, clock in enumerate(ordered):
        if number and steps[number - 1] == pace:
            found[-1][0].append(clock)
        else:
            found.append(([clock], pace))
    return found
