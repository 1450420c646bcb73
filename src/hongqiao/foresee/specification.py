"""A question to the model as a TOML file: flows or sizes, scenarios, link values, the chance of a target."""

import datetime as dt
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from hongqiao.errors import BadScenario
from hongqiao.foresee.equilibrium.model import Gravity
from hongqiao.foresee.equilibrium.results import position
from hongqiao.foresee.forecast import chance
from hongqiao.foresee.potential import modelled_flows
from hongqiao.ground.basis import Assumption, Column, sha256
from hongqiao.ground.figure import Figure
from hongqiao.ground.period import Period

type Matrix = NDArray[np.float64]
_SECTIONS = {"flows", "sizes", "elasticity", "model", "scenario", "links", "chance"}


@dataclass(frozen=True, slots=True)
class _World:
    model: Gravity
    source: str
    modelled: str | None
    minutes: Matrix | None


def answer(path: Path) -> dict[str, Any]:
    """Everything that a specification asks, as plain values: scenarios, links, chance, assumptions and sources.

    Raises BadScenario for a file that cannot be read or a field that is missing or wrong, with its place.
    """
    spec = _load(path)
    result: dict[str, Any] = {"specification": path.name, "assumptions": [], "sources": []}
    if "flows" in spec or "sizes" in spec:
        world = _world(spec, path.parent)
        result["sources"].append(world.source)
        result["assumptions"] += _assumptions(spec, world)
        result["regions"] = list(world.model.names)
        result["scenarios"] = [_scenario(entry, spec, world) for entry in spec.get("scenario", [])]
        if "links" in spec:
            result["links"] = _links(spec["links"], world)
    elif spec.get("scenario") or "links" in spec:
        raise BadScenario(f"{path.name}: scenarios and links need [flows], or [sizes] with travel times")
    if "chance" in spec:
        result["chance"] = _chance(spec["chance"], path)
    if len(result) == 3:
        raise BadScenario(f"{path.name} asks nothing; give [flows] with [[scenario]] or [links], or [chance]")
    return result


def _load(path: Path) -> dict[str, Any]:
    try:
        spec = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise BadScenario(f"there is no file {path}") from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, IsADirectoryError) as error:
        raise BadScenario(f"{path} is no TOML specification: {error}") from error
    unknown = sorted(set(spec) - _SECTIONS)
    if unknown:
        raise BadScenario(
            f"{path.name} has unknown sections {', '.join(unknown)}; known are {', '.join(sorted(_SECTIONS))}"
        )
    return spec


def _need(entry: Mapping[str, Any], field: str, where: str) -> Any:
    if field not in entry:
        raise BadScenario(f"{where} lacks {field!r}; it has {', '.join(entry) or 'nothing'}")
    return entry[field]


def _table(entry: Mapping[str, Any], folder: Path, where: str) -> tuple[pl.DataFrame, str]:
    path = folder / str(_need(entry, "file", where))
    try:
        frame = pl.read_csv(path, infer_schema_length=None)
    except FileNotFoundError:
        raise BadScenario(f"{where}: there is no file {path}") from None
    except pl.exceptions.PolarsError as error:
        raise BadScenario(f"{where}: {path.name} is no CSV table: {error}") from error
    for column, wanted in dict(entry.get("where", {})).items():
        if column not in frame.columns:
            raise BadScenario(f"{where}: {path.name} has no column {column!r}; it has {', '.join(frame.columns)}")
        frame = frame.filter(pl.col(column) == wanted)
    if frame.is_empty():
        raise BadScenario(f"{where}: no row of {path.name} is left after {dict(entry.get('where', {}))}")
    return frame, sha256(path.read_bytes())


def _square(frame: pl.DataFrame, names: list[str], first: str, second: str, value: str, where: str) -> Matrix:
    for column in (first, second, value):
        if column not in frame.columns:
            raise BadScenario(f"{where}: no column {column!r}; there are {', '.join(frame.columns)}")
    if frame.select(first, second).is_duplicated().any():
        raise BadScenario(
            f"{where}: some pairs of {first} and {second} stand more than once; filter with where = {{…}}"
        )
    index = {name: k for k, name in enumerate(names)}
    matrix = np.full((len(names), len(names)), np.nan)
    for a, b, amount in frame.select(
        pl.col(first).cast(pl.String), pl.col(second).cast(pl.String), pl.col(value).cast(pl.Float64)
    ).iter_rows():
        if a in index and b in index and amount is not None:
            matrix[index[a], index[b]] = amount
    return matrix


def _world(spec: Mapping[str, Any], folder: Path) -> _World:
    elasticity = float(_need(spec.get("elasticity", {}), "value", "[elasticity]"))
    deficits = spec.get("model", {}).get("deficits", "multiplicative")
    if "flows" in spec:
        entry = spec["flows"]
        frame, digest = _table(entry, folder, "[flows]")
        first, second, value = (str(entry.get(key, key)) for key in ("exporter", "importer", "value"))
        if first not in frame.columns or second not in frame.columns:
            raise BadScenario(
                f"[flows] names columns {first!r} and {second!r}; the file has {', '.join(frame.columns)}"
            )
        names = sorted({str(name) for column in (first, second) for name in frame[column].to_list()})
        flows = _square(frame, names, first, second, value, "[flows]")
        source = f"{entry.get('source', entry['file'])}, column {value}, sha256 {digest[:12]}"
        return _World(Gravity.from_flows(flows, elasticity, deficits, names), source, None, None)
    entry = spec["sizes"]
    frame, digest = _table(entry, folder, "[sizes]")
    name, value = str(entry.get("name", "name")), str(entry.get("value", "value"))
    if name not in frame.columns or value not in frame.columns:
        raise BadScenario(f"[sizes] names columns {name!r} and {value!r}; the file has {', '.join(frame.columns)}")
    names = [str(item) for item in frame[name].to_list()]
    times = _need(entry, "minutes", "[sizes]")
    matrix, other = _table(times, folder, "[sizes.minutes]")
    minutes = _square(
        matrix,
        names,
        str(times.get("from", "from")),
        str(times.get("to", "to")),
        str(times.get("value", "minutes")),
        "[sizes.minutes]",
    )
    np.fill_diagonal(
        minutes, np.where(np.isfinite(np.diag(minutes)), np.diag(minutes), float(entry.get("within_minutes", np.nan)))
    )
    decay = float(_need(entry, "decay", "[sizes]"))
    flows = modelled_flows(frame[value].cast(pl.Float64).to_numpy(), minutes, decay)
    source = (
        f"{entry.get('source', entry['file'])}, column {value}, sha256 {digest[:12]}; travel times sha256 {other[:12]}"
    )
    label = f"flows are modelled from sizes and travel times with a decay of {decay:g}, not observed"
    return _World(Gravity.from_flows(flows, elasticity, deficits, names), source, label, minutes)


def _assumptions(spec: Mapping[str, Any], world: _World) -> list[str]:
    entry = spec["elasticity"]
    stated = [
        f"elasticity of substitution {world.model.elasticity:g} ({entry.get('who', 'nobody named')}: {entry.get('why', 'no reason given')})"
    ]
    stated.append(f"{world.model.deficits} deficits")
    if world.modelled:
        stated.append(world.modelled)
    return stated


def _scenario(entry: Mapping[str, Any], spec: Mapping[str, Any], world: _World) -> dict[str, Any]:
    label = str(entry.get("name", "scenario"))
    model, size = world.model, len(world.model.output)
    factors = np.ones((size, size))
    links = entry.get("links", "all")
    factor = _cost_factor(entry, label)
    if links == "all":
        factors[~np.eye(size, dtype=bool)] = factor
    else:
        for pair in links:
            if not isinstance(pair, Sequence) or isinstance(pair, str) or len(pair) != 2:
                raise BadScenario(
                    f'scenario {label!r}: a link is a pair of names such as ["Kunshan", "Shanghai"], got {pair!r}'
                )
            a, b = position(model.names, str(pair[0])), position(model.names, str(pair[1]))
            factors[a, b] = factor
            if entry.get("both_directions", True):
                factors[b, a] = factor
    found = model.counterfactual(factors, entry.get("mode", "converged"))
    answer: dict[str, Any] = {
        "name": label, "cost_factor": factor, "procedure": found.procedure, "residual": found.residual,
        "iterations": found.iterations,
        "welfare": dict(zip(model.names, found.welfare.tolist(), strict=True)),
        "price": dict(zip(model.names, found.price.tolist(), strict=True)),
        "price_index": dict(zip(model.names, found.price_index.tolist(), strict=True)),
    }  # fmt: skip
    draws = spec["elasticity"].get("draws")
    if draws:
        span = model.welfare_interval(factors, draws)
        answer["welfare_interval"] = {
            name: [low, high]
            for name, low, high in zip(model.names, span.low.tolist(), span.high.tolist(), strict=True)
        }
        answer["interval_level"] = span.level
    return answer


def _cost_factor(entry: Mapping[str, Any], label: str) -> float:
    if "cost_factor" in entry:
        return float(entry["cost_factor"])
    if "minutes_before" in entry and "minutes_after" in entry:
        power = float(_need(entry, "time_elasticity", f"scenario {label!r} (given in minutes)"))
        return float((float(entry["minutes_after"]) / float(entry["minutes_before"])) ** power)
    raise BadScenario(f"scenario {label!r} needs cost_factor, or minutes_before, minutes_after and time_elasticity")


def _links(entry: Mapping[str, Any], world: _World) -> list[dict[str, Any]]:
    found = world.model.top_links(int(entry.get("top", 10)))
    listed = [{"from": link.names[0], "to": link.names[1], "value": link.value} for link in found]
    if world.minutes is not None and "time_elasticity" in entry:
        gains = world.model.value_per_minute(world.minutes, float(entry["time_elasticity"]))
        for row, link in zip(listed, found, strict=True):
            row["per_minute_saved"] = float(gains[link.a, link.b])
    return listed


def _chance(entry: Mapping[str, Any], path: Path) -> dict[str, Any]:
    stated = _need(entry, "target", "[chance]")
    where = "[chance.target]"
    who = Assumption(str(entry.get("who", "specification")), str(entry.get("why", f"stated in {path.name}")))
    target = Figure(
        float(_need(stated, "value", where)), str(_need(stated, "unit", where)), who, stated.get("comparator", ">="),
        period=Period.parse(str(_need(stated, "deadline", where)), by=True),
    )  # fmt: skip
    observations = [
        Figure(
            float(_need(row, "value", f"[[chance.observations]] {k}")), str(row.get("unit", target.unit)),
            Column(sha256(path.read_bytes()), "chance.observations.value", str(k)), row.get("comparator", "="),
            period=Period.parse(str(_need(row, "period", f"[[chance.observations]] {k}"))),
        )
        for k, row in enumerate(entry.get("observations", []))
    ]  # fmt: skip
    as_of = entry.get("as_of")
    day = dt.date.fromisoformat(str(as_of)) if as_of is not None else None
    found = chance(target, observations, day, int(entry.get("seed", 0)))
    return {
        "probability": found.probability, "interval": found.interval, "level": found.level, "median": found.median,
        "reason": found.reason, "method": found.method, "left_out": list(found.left_out),
    }  # fmt: skip
