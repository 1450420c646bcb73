"""Runs a specification: every table of it that names a measurement becomes one result."""

import datetime as dt
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from hongqiao.errors import BadPeriod, BadSpecification, HongqiaoError
from hongqiao.ground.basis import Column, sha256
from hongqiao.ground.figure import Figure
from hongqiao.ground.period import Period
from hongqiao.measure.composite import Composite, Recipe
from hongqiao.measure.consistency import check_series, check_shares, check_total
from hongqiao.measure.integration import profile, read_indicators, read_values
from hongqiao.measure.specification.indices import run_index
from hongqiao.measure.specification.published import examine_published
from hongqiao.measure.specification.result import Line, Result
from hongqiao.measure.specification.tables import Table, needed, read_table
from hongqiao.measure.target import target_status, words

KINDS = ("table", "index", "composite", "profile", "target", "check")
_COMPOSITE_OWN = {"id", "data", "meta", "draws", "noise", "seed", "weights", "show", "code"}


def run(path: str | Path, as_of: dt.date | None = None, language: str = "en") -> list[Result]:
    """Every measurement of a TOML specification, in its order by kind; paths are relative to the file.

    Raises BadSpecification with the table and key that is wrong; errors of formulas say which table they came from.
    """
    source = Path(path)
    if not source.is_file():
        raise BadSpecification(f"no file {source}")
    raw = source.read_bytes()
    try:
        content = tomllib.loads(raw.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadSpecification(f"{source.name}: no readable TOML: {error}") from None
    stray = [key for key in content if key not in {*KINDS, "title"}]
    if stray:
        raise BadSpecification(f"{source.name}: unknown {', '.join(stray)}; a specification has {', '.join(KINDS)}")
    folder, digest = source.parent, sha256(raw)
    tables: dict[str, Table] = {}
    for number, given in enumerate(content.get("table", []), start=1):
        where = f"{source.name}, table {given.get('id', number)}"
        name = str(needed(given, "id", where))
        if name in tables:
            raise BadSpecification(f"{source.name}: two tables are called {name!r}")
        tables[name] = read_table(given, folder, where)

    def composite(given: Mapping[str, Any], where: str) -> Result:
        return _composite(given, folder, where)

    def five_fields(given: Mapping[str, Any], where: str) -> Result:
        return _profile(given, folder, where, as_of, language)

    def target(given: Mapping[str, Any], where: str) -> Result:
        return _target(given, where, digest, source.name, as_of, language)

    runners: dict[str, Callable[[Mapping[str, Any], str], Result]] = {
        "index": lambda given, where: run_index(given, tables, where),
        "composite": composite,
        "profile": five_fields,
        "target": target,
        "check": lambda given, where: _check(given, tables, where),
    }
    found = []
    for kind, runner in runners.items():
        for number, given in enumerate(content.get(kind, []), start=1):
            where = f"{source.name}, {kind} {given.get('id', number)}"
            try:
                found.append(runner(given, where))
            except BadSpecification:
                raise
            except HongqiaoError as error:
                raise type(error)(f"{where}: {error}") from error
    if not found:
        raise BadSpecification(f"{source.name}: nothing to measure; name {', '.join(KINDS[1:])}")
    return found


def _composite(given: Mapping[str, Any], folder: Path, where: str) -> Result:
    choices = {key: value for key, value in given.items() if key not in _COMPOSITE_OWN}
    if "span" in choices:
        choices["span"] = tuple(choices["span"])
    if "goalposts" in choices:
        choices["goalposts"] = {code: tuple(ends) for code, ends in choices["goalposts"].items()}
    try:
        recipe = Recipe(**choices)
    except TypeError as error:
        raise BadSpecification(f"{where}: {error}") from None
    data, meta = (folder / str(needed(given, key, where)) for key in ("data", "meta"))
    made = Composite(data, meta, recipe=recipe, weights=given.get("weights"))
    found = made.run(draws=given.get("draws", 1000), noise=given.get("noise", 0.25), seed=given.get("seed", 0))
    code = str(given.get("code", found.tree.root.code))
    order = sorted(range(len(found.rows)), key=lambda at: int(found.ranks[code][at]))
    interval = found.intervals
    lines = []
    for at in order:
        row = found.rows[at]
        if "show" in given and row not in given["show"]:
            continue
        details: list[tuple[str, Any]] = [("rank", int(found.ranks[code][at]))]
        if code == found.tree.root.code:
            details += [(name, int(interval[name][at])) for name in ("rank_low", "rank_median", "rank_high")]
        lines.append(Line(row, code, found.figure(row, code), "", tuple(details)))
    doubt = found.uncertainty
    notes = [*found.notes, f"ranks: {doubt.draws} draws, weights ± {doubt.noise:.0%}, {'; '.join(doubt.methods)}"]
    notes += [f"left out of the uncertainty: {name} ({reason})" for name, reason in doubt.left_out]
    return Result(
        str(given.get("id", code)),
        "composite",
        "composite index",
        tuple(lines),
        tuple(notes),
        with_basis=len(lines) <= 10,
    )


def _profile(given: Mapping[str, Any], folder: Path, where: str, as_of: dt.date | None, language: str) -> Result:
    indicators = read_indicators(folder / str(needed(given, "indicators", where)))
    values = read_values(folder / str(needed(given, "values", where)), indicators)
    there = {value.indicator for value in values}
    elsewhere = [one.id for one in indicators if one.computed and one.id not in there]
    kept = [one for one in indicators if one.id not in elsewhere]
    found = profile(kept, values, given.get("places"), as_of, weights=given.get("weights"))
    notes = (f"left to a record, which computes them from its tables: {', '.join(elsewhere)}",) if elsewhere else ()
    lines = []
    for field in found.fields:
        for cell in field.cells:
            name, _ = cell.indicator.names.shown(language)
            where_is = (("field", field.field), ("aspect", cell.indicator.aspect), ("indicator", cell.indicator.id))
            figure = None if cell.latest is None else cell.latest.figure
            place = "" if cell.latest is None else cell.latest.place
            lines.append(Line(name, place, figure, cell.gap(language) or "", where_is))
        score = field.score.figure if field.score else None
        told = (("field", field.field), *_range(field.interval))
        lines.append(Line(field.field, "score", score, field.withheld(language) or "", told))
    index = found.index.figure if found.index else None
    lines.append(Line("index", "score", index, found.withheld(language) or "", _range(found.index_interval)))
    return Result(str(given.get("id", "profile")), "profile", "five fields", tuple(lines), notes)


def _range(interval: Figure | None) -> tuple[tuple[str, Any], ...]:
    """Where nine in ten draws under other weights and goalposts lie."""
    return () if interval is None else (("low", interval.value), ("high", interval.value_hi))


def _target(
    given: Mapping[str, Any], where: str, digest: str, name: str, as_of: dt.date | None, language: str
) -> Result:
    identifier = str(needed(given, "id", where))

    def figure(part: Mapping[str, Any], period: str, row: str) -> Figure:
        try:
            comparator: Any = part.get("comparator", "=")
            when = Period.parse(str(needed(part, period, where)))
            column = Column(digest, "value", row, str(part.get("source", name)))
            return Figure(
                float(needed(part, "value", where)),
                str(needed(part, "unit", where)),
                column,
                comparator,
                part.get("value_hi"),
                when,
            )
        except BadPeriod as error:
            raise BadSpecification(f"{where}, {period}: {error}") from None
        except ValueError as error:
            raise BadSpecification(f"{where}: {error}") from error

    wanted = figure(given, "deadline", identifier)
    unit = {"unit": given["unit"]}
    seen = [
        figure(unit | one, "period", f"{identifier}/observation {number}")
        for number, one in enumerate(given.get("observation", []), start=1)
    ]
    status = target_status(wanted, seen, as_of, direction=str(given.get("direction", "up")))
    details = (("verdict", status.verdict.value), ("reason", status.reason), ("as_of", status.as_of.isoformat()),
               ("deadline_passed", status.passed))  # fmt: skip
    line = Line(identifier, "", status.evidence, words(status, language), details)
    paces = tuple(
        Line(identifier, kind, pace)
        for kind, pace in (("required a year", status.required), ("achieved a year", status.achieved))
        if pace is not None
    )
    return Result(identifier, "target", "target status", (line, *paces))


def _check(given: Mapping[str, Any], tables: Mapping[str, Table], where: str) -> Result:
    kind, name = str(needed(given, "kind", where)), str(given.get("id", given.get("kind", "check")))
    if kind == "published":
        return examine_published(given, tables, where)
    if kind == "series":
        gaps = check_series(needed(given, "years", where), needed(given, "values", where), given.get("units"))
    elif kind == "total":
        gaps = check_total(
            needed(given, "parts", where), float(needed(given, "total", where)), int(given.get("digits", 0)), name
        )
    elif kind == "shares":
        gaps = check_shares(needed(given, "shares", where), int(given.get("digits", 4)), name)
    else:
        raise BadSpecification(f"{where}: no check {kind!r}; there are series, total, shares, published")
    lines = tuple(Line(gap.where, gap.kind, None, gap.says) for gap in gaps)
    return Result(name, "check", kind, lines, () if gaps else ("no gap found",))
