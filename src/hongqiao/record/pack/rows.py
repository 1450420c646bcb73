"""The things of pack.toml as rows of the record."""

from collections.abc import Callable, Mapping
from typing import Any

from hongqiao.ground.period import Period
from hongqiao.record import models
from hongqiao.record.models import Kept
from hongqiao.record.pack.contents import Thing


def _plan(order: int, thing: Thing, programme: str) -> models.Plan:
    get = thing.fields.get
    return models.Plan(
        id=thing.id, programme_id=programme, parent_id=get("parent"), names=get("names"), period=get("period", ""),
        place_id=get("place"), field=get("field", ""), order=order,
    )  # fmt: skip


def _measure(_order: int, thing: Thing, programme: str) -> models.Measure:
    get = thing.fields.get
    return models.Measure(
        id=thing.id, programme_id=programme, names=get("names"), kind=get("kind", ""), valid=get("valid", ""),
        place_id=get("place"), field=get("field", ""), rules=get("rules", []),
    )  # fmt: skip


def _clause(order: int, thing: Thing, _programme: str) -> models.Clause:
    get = thing.fields.get
    return models.Clause(id=thing.id, plan_id=get("plan"), measure_id=get("measure"), names=get("names"), order=order)


def _target(order: int, thing: Thing, _programme: str) -> models.Target:
    get = thing.fields.get
    deadline = get("deadline", "")
    return models.Target(
        id=thing.id, fact_id=thing.id, plan_id=get("plan"), clause_id=get("clause"), parent_id=get("parent"),
        names=get("names"), indicator=get("indicator", ""), place_id=get("place"), deadline=deadline,
        deadline_on=Period.parse(deadline).end if deadline else None, order=order,
    )  # fmt: skip


def _event(_order: int, thing: Thing, programme: str) -> models.Event:
    get = thing.fields.get
    period = Period.parse(get("period")) if get("period") else None
    return models.Event(
        id=thing.id, programme_id=programme, names=get("names"), kind=get("kind", ""), period=get("period", ""),
        starts=period.start if period else None, ends=period.end if period else None, place_id=get("place"),
        institutions=get("institutions", []), announces_id=f"{thing.id}-announced" if thing.announces else None,
    )  # fmt: skip


def _project(_order: int, thing: Thing, programme: str) -> models.Project:
    get = thing.fields.get
    return models.Project(
        id=thing.id, programme_id=programme, names=get("names"), field=get("field", ""), industry=get("industry", ""),
        scenario=get("scenario", ""), place_id=get("place"), park_id=get("park"), announced_at_id=get("event"),
    )  # fmt: skip


def _watch(order: int, thing: Thing, programme: str) -> models.Watch:
    get = thing.fields.get
    return models.Watch(
        id=thing.id, fact_id=thing.id, programme_id=programme, indicator=get("indicator", ""), place_id=get("place"),
        names=get("names"), order=order,
    )  # fmt: skip


def _rule(order: int, thing: Thing, _programme: str) -> models.Rule:
    get = thing.fields.get
    return models.Rule(
        id=thing.id, measure_id=get("measure"), condition=get("condition"), facts=get("facts", {}), order=order
    )


ROWS: Mapping[str, Callable[[int, Thing, str], Kept]] = {
    "plan": _plan, "measure": _measure, "clause": _clause, "target": _target, "event": _event, "project": _project,
    "watch": _watch, "rule": _rule,
}  # fmt: skip
MODELS: Mapping[str, type[Kept]] = {
    "plan": models.Plan, "measure": models.Measure, "clause": models.Clause, "target": models.Target,
    "event": models.Event, "project": models.Project, "watch": models.Watch,
    "rule": models.Rule,
}  # fmt: skip


def filling(given: object) -> dict[str, Any]:
    """Which source would fill a gap: one text, or one a language, of which the English (or the first) is the text."""
    if not isinstance(given, dict):
        return {"would_fill": str(given)}
    names = {str(tongue): str(text) for tongue, text in given.items()}
    return {"would_fill": names.get("en") or next(iter(names.values()), ""), "would_fill_names": names}
