"""Indicators and values of the five fields as data: read, checked, refused by file, row and column."""

import csv
import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hongqiao.errors import BadPeriod, BadSpecification, NoBasis, UnitMismatch
from hongqiao.ground.basis import Assumption, Column, sha256
from hongqiao.ground.figure import COMPARATORS, Figure
from hongqiao.ground.names import Names
from hongqiao.ground.period import Period
from hongqiao.ground.place import Place
from hongqiao.ground.unit import unit as unit_of

FIELDS = ("infrastructure", "sci-tech", "industry", "finance", "resources")
ASPECTS = ("interaction", "convergence", "capacity")
DIRECTIONS = ("up", "down", "none")
COLUMNS = ("indicator", "place", "period", "comparator", "value", "unit", "source_title", "source_url")


@dataclass(frozen=True, slots=True)
class Goalposts:
    """The worst and the best value that an indicator is scored between, and who chose them and why.

    ``by_definition`` marks ends that nobody could choose otherwise, such as those of a share.
    """

    worst: float
    best: float
    basis: Assumption
    by_definition: bool = False


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator of one field and aspect; without goalposts it is shown but not scored."""

    id: str
    names: Names
    definition: Names
    unit: str
    direction: str
    field: str
    aspect: str
    would_fill: Names
    goalposts: Goalposts | None = None
    computed: bool = False
    """Whether the record computes it from its own tables, so that a values table need not hold it."""


@dataclass(frozen=True, slots=True)
class Value:
    """One row of a values table as a figure, with the ids and the source that it names."""

    indicator: str
    place: str
    figure: Figure
    source_title: str
    source_url: str
    note: str = ""


def read_indicators(source: str | Path | Mapping[str, Any], fields: tuple[str, ...] = FIELDS) -> tuple[Indicator, ...]:
    """Indicators from an ``indicators.toml`` (or its parsed content), each checked.

    Each ``[[indicator]]`` has id, names, definition, unit, direction (up, down, none), field, aspect, would_fill, and
    if it is to be scored ``goalposts = {worst = …, best = …, who = "…", why = "…"}`` (who and why in English, or by
    language: ``why = {en = "…", de = "…"}``); ``by_definition = true`` where
    nobody could choose them otherwise.
    Raises BadSpecification with the indicator and the key that is wrong.
    """
    where, content = "indicators", source
    if isinstance(source, str | Path):
        path = Path(source)
        where = path.name
        try:
            content = tomllib.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise BadSpecification(f"no file {path}") from None
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise BadSpecification(f"{where}: no readable TOML: {error}") from None
    if not isinstance(content, Mapping):
        raise BadSpecification(f"{where}: need a table with [[indicator]] in it, got {type(content).__name__}")
    rows = content.get("indicator", [])
    found = tuple(_indicator(row, f"{where}, indicator {n}", fields) for n, row in enumerate(rows, start=1))
    ids = [indicator.id for indicator in found]
    doubled = sorted({one for one in ids if ids.count(one) > 1})
    if doubled:
        raise BadSpecification(f"{where}: ids that stand more than once: {', '.join(doubled)}")
    return found


def _indicator(row: Mapping[str, Any], where: str, fields: tuple[str, ...]) -> Indicator:
    wanted = ("id", "names", "definition", "unit", "direction", "field", "aspect", "would_fill")
    missing = [key for key in wanted if not row.get(key)]
    if missing:
        raise BadSpecification(f"{where} ({row.get('id', 'no id')}): no {', '.join(missing)}")
    where = f"{where} ({row['id']})"
    for key, known in (("direction", DIRECTIONS), ("field", fields), ("aspect", ASPECTS)):
        if row[key] not in known:
            raise BadSpecification(f"{where}: {key} is {row[key]!r}; it is one of {', '.join(known)}")
    unit_of(row["unit"])
    goalposts = goalposts_of(row["goalposts"], row["direction"], where) if "goalposts" in row else None
    return Indicator(
        row["id"], _names(row["names"]), _names(row["definition"]), row["unit"], row["direction"], row["field"],
        row["aspect"], _names(row["would_fill"]), goalposts, "computed" in row,
    )  # fmt: skip


def _names(given: Any) -> Names:
    return Names.of(given) if isinstance(given, Mapping) else Names.of(en=str(given))


def goalposts_of(given: Any, direction: str, where: str) -> Goalposts:
    """Goalposts from plain values; raises BadSpecification where a part is missing or contradicts the direction."""
    if not isinstance(given, Mapping) or not {"worst", "best", "who", "why"} <= set(given):
        raise BadSpecification(f"{where}: goalposts need worst, best, who and why; got {given!r}")
    try:
        worst, best = float(given["worst"]), float(given["best"])
    except (TypeError, ValueError):
        raise BadSpecification(f"{where}: goalposts are numbers, got {given['worst']!r}, {given['best']!r}") from None
    if worst == best:
        raise BadSpecification(f"{where}: goalposts must differ, got {worst:g} twice")
    if direction == "none" or (best > worst) != (direction == "up"):
        raise BadSpecification(
            f"{where}: goalposts from {worst:g} (worst) to {best:g} (best) contradict the direction {direction!r}"
        )
    by_definition = bool(given.get("by_definition", False))
    for part in ("who", "why"):
        said = given[part].values() if isinstance(given[part], Mapping) else [given[part]]
        if not all(isinstance(text, str) and text.strip() for text in said):
            raise BadSpecification(
                f"{where}: {part} of the goalposts is a text, or texts by language; got {given[part]!r}"
            )
    try:
        basis = Assumption.stated(given["who"], given["why"])
    except NoBasis as error:
        raise BadSpecification(f"{where}: goalposts: {error}") from None
    return Goalposts(worst, best, basis, by_definition)


def read_values(
    source: str | Path, indicators: tuple[Indicator, ...] | None = None, places: Mapping[str, Place] | None = None
) -> tuple[Value, ...]:
    """Values from a ``values.csv``: each a figure that rests on its column and row of the file.

    Columns: indicator, place, period, comparator, value, unit, source_title, source_url, retrieved, note. A row's
    key is its indicator, place and period, with a count where these repeat. With ``indicators`` an unknown indicator
    or another unit is refused; with ``places`` an unknown place is. Raises BadSpecification with row and column.
    """
    path = Path(source)
    if not path.is_file():
        raise BadSpecification(f"no file {path}")
    raw = path.read_bytes()
    try:
        rows = list(csv.DictReader(raw.decode("utf-8-sig").splitlines()))
    except UnicodeDecodeError as error:
        raise BadSpecification(f"{path.name}: not in UTF-8: {error}") from None
    known = None if indicators is None else {indicator.id: indicator for indicator in indicators}
    lacking = [column for column in COLUMNS if rows and column not in rows[0]]
    if lacking:
        raise BadSpecification(f"{path.name}: no column {', '.join(lacking)}")
    digest, seen, found = sha256(raw), dict[str, int](), []
    for number, row in enumerate(rows, start=2):
        where = f"{path.name}, row {number}"
        key = f"{row['indicator']}/{row['place']}/{row['period']}"
        seen[key] = seen.get(key, 0) + 1
        row_key = key if seen[key] == 1 else f"{key}/{seen[key]}"
        found.append(_value(row, where, Column(digest, "value", row_key, row["source_title"]), known, places))
    return tuple(found)


def _value(
    row: Mapping[str, str], where: str, basis: Column, known: Mapping[str, Indicator] | None,
    places: Mapping[str, Place] | None,
) -> Value:  # fmt: skip
    empty = [column for column in COLUMNS if column != "source_url" and not (row[column] or "").strip()]
    if empty:
        raise BadSpecification(f"{where}: nothing in column {', '.join(empty)}")
    if known is not None and row["indicator"] not in known:
        raise BadSpecification(f"{where}, column indicator: no indicator {row['indicator']!r}")
    if places is not None and row["place"] not in places:
        raise BadSpecification(f"{where}, column place: no place {row['place']!r}")
    if row["comparator"] not in COMPARATORS:
        raise BadSpecification(f"{where}, column comparator: {row['comparator']!r} is none of {' '.join(COMPARATORS)}")
    try:
        low, dots, high = row["value"].partition("..")
        value, value_hi = float(low), float(high) if dots else None
        period = Period.parse(row["period"])
        code = unit_of(row["unit"]).code
    except BadPeriod as error:
        raise BadSpecification(f"{where}, column period: {error}") from None
    except UnitMismatch as error:
        raise BadSpecification(f"{where}, column unit: {error}") from None
    except ValueError:
        raise BadSpecification(f"{where}, column value: {row['value']!r} is no number") from None
    if known is not None and unit_of(code).dimension != unit_of(known[row["indicator"]].unit).dimension:
        raise BadSpecification(
            f"{where}, column unit: {code}, while {row['indicator']} is in {known[row['indicator']].unit}"
        )
    place = places.get(row["place"]) if places is not None else None
    comparator: Any = row["comparator"]
    figure = Figure(value, code, basis, comparator, value_hi, period, place)
    return Value(row["indicator"], row["place"], figure, row["source_title"], row["source_url"], row.get("note") or "")


def as_of(values: tuple[Value, ...], day: dt.date | None) -> tuple[Value, ...]:
    """The values whose period has begun by a day."""
    if day is None:
        return values
    return tuple(one for one in values if one.figure.period is not None and one.figure.period.start <= day)
