"""Programmes and their parts: plans, clauses, targets, measures, events, projects, conflicts."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from hongqiao.publish.api.answers import READ, found
from hongqiao.publish.api.asked import LIMIT, After, AsOf, Id, Limit, Only
from hongqiao.publish.api.figures import Figures, of_targets, quote, with_next
from hongqiao.publish.api.shapes import (
    ClauseRowOut,
    ConflictOut,
    EventDetailOut,
    EventRowOut,
    MeasureOut,
    MeasureRowOut,
    OverviewOut,
    PlanOut,
    PlanRowOut,
    ProgrammeOut,
    TargetOut,
    TargetRowOut,
)
from hongqiao.publish.pages.as_of import default_day
from hongqiao.record import listed_queries, programme_queries

router = Router()


@router.get("/programmes", response={200: list[ProgrammeOut], **READ}, tags=["programmes"])
def programmes(request: HttpRequest, response: HttpResponse, after: After = "", limit: Limit = LIMIT) -> Any:
    """Programmes in the order of their ids."""
    rows = sorted(programme_queries.programmes(), key=lambda row: row.id)
    page = [row for row in rows if row.id > after][:limit]
    with_next(request, response, [row.id for row in page], limit)
    return page


@router.get("/programmes/{programme}", response={200: OverviewOut, **READ}, tags=["programmes"])
def programme(request: HttpRequest, programme: Id, as_of: AsOf = None) -> Any:  # noqa: ARG001 - a view's signature
    """One programme as of a day: targets, conflicts, events, each figure with its roots."""
    shown = found(programme_queries.overview(programme, as_of or default_day()), "programme")
    claims = of_targets(shown.targets)
    claims += [item for conflict in shown.conflicts for side in conflict.sides for item in side]
    claims += [item for event in shown.events for item in event.announced]
    counts = {
        "targets": shown.target_count,
        "deadline_passed": shown.passed_count,
        "with_evidence": shown.evidenced_count,
        "conflicts": shown.conflict_count,
        "documents": shown.documents,
        "waiting_claims": shown.waiting,
    }
    identified = [event.identified for event in shown.events if event.identified is not None]
    figures = Figures([*(item.figure for item in claims), *counts.values(), *identified])
    return {
        "programme": shown.programme,
        "as_of": shown.as_of,
        "targets": [figures.target(target) for target in shown.targets],
        "conflicts": [figures.conflict(conflict) for conflict in shown.conflicts],
        "events": [figures.event(event) for event in shown.events],
        "counts": {name: figures.out(figure) for name, figure in counts.items()},
    }


@router.get("/programmes/{programme}/conflicts", response={200: list[ConflictOut], **READ}, tags=["programmes"])
def conflicts(request: HttpRequest, programme: Id, as_of: AsOf = None) -> Any:  # noqa: ARG001 - a view's signature
    """Where a programme's sources differ as of a day, all at once: there are few."""
    found(programme_queries.programme(programme), "programme")
    shown = programme_queries.conflicts(programme, as_of or default_day())
    figures = Figures(item.figure for conflict in shown for side in conflict.sides for item in side)
    return [figures.conflict(conflict) for conflict in shown]


@router.get("/plans", response={200: list[PlanRowOut], **READ}, tags=["plans"])
def plans(
    request: HttpRequest, response: HttpResponse, programme: Only = "", after: After = "", limit: Limit = LIMIT
) -> Any:
    """Plans."""
    rows = listed_queries.plans(after, limit, programme)
    with_next(request, response, [row.id for row in rows], limit)
    return [
        {"id": row.id, "names": row.names, "programme": row.programme_id, "period": row.period, "place": row.place_id,
         "parent": row.parent_id, "field": row.field}
        for row in rows
    ]  # fmt: skip


@router.get("/plans/{plan}", response={200: PlanOut, **READ}, tags=["plans"])
def plan(request: HttpRequest, plan: Id, as_of: AsOf = None) -> Any:  # noqa: ARG001 - a view's signature
    """One plan as of a day."""
    shown = found(programme_queries.plan(plan, as_of or default_day()), "plan")
    figures = Figures(item.figure for item in of_targets(shown.targets))
    return {
        "id": shown.id,
        "names": shown.names,
        "programme": shown.programme.id,
        "period": shown.period.text if shown.period else None,
        "place": shown.place[0] if shown.place else None,
        "parent": shown.parent[0] if shown.parent else None,
        "field": shown.field,
        "clauses": [
            {"id": clause.id, "names": clause.names, "quotes": [quote(item) for item in clause.quotes],
             "targets": [target.id for target in clause.targets]}
            for clause in shown.clauses
        ],
        "targets": [figures.target(target) for target in shown.targets],
    }  # fmt: skip


@router.get("/clauses", response={200: list[ClauseRowOut], **READ}, tags=["plans"])
def clauses(
    request: HttpRequest, response: HttpResponse, plan: Only = "", after: After = "", limit: Limit = LIMIT
) -> Any:
    """Clauses of plans and measures; a plan gives its own with their quotes."""
    rows = listed_queries.clauses(after, limit, plan)
    with_next(request, response, [row.id for row in rows], limit)
    return [{"id": row.id, "names": row.names, "plan": row.plan_id, "measure": row.measure_id} for row in rows]


@router.get("/targets", response={200: list[TargetRowOut], **READ}, tags=["plans"])
def targets(
    request: HttpRequest, response: HttpResponse, programme: Only = "", after: After = "", limit: Limit = LIMIT
) -> Any:
    """Targets."""
    rows = listed_queries.targets(after, limit, programme)
    with_next(request, response, [row.id for row in rows], limit)
    return [
        {"id": row.id, "names": row.names, "programme": row.plan.programme_id, "plan": row.plan_id,
         "clause": row.clause_id, "parent": row.parent_id, "place": row.place_id, "indicator": row.indicator,
         "deadline": row.deadline}
        for row in rows
    ]  # fmt: skip


@router.get("/targets/{target}", response={200: TargetOut, **READ}, tags=["plans"])
def target(request: HttpRequest, target: Id, as_of: AsOf = None) -> Any:  # noqa: ARG001 - a view's signature
    """One target as of a day: every wording with its verdict, and the evidence."""
    _plan, shown = found(programme_queries.target(target, as_of or default_day()), "target")
    return Figures(item.figure for item in of_targets([shown])).target(shown)


@router.get("/measures", response={200: list[MeasureRowOut], **READ}, tags=["measures"])
def measures(
    request: HttpRequest, response: HttpResponse, programme: Only = "", after: After = "", limit: Limit = LIMIT
) -> Any:
    """Measures."""
    rows = listed_queries.measures(after, limit, programme)
    with_next(request, response, [row.id for row in rows], limit)
    return [
        {"id": row.id, "names": row.names, "programme": row.programme_id, "kind": row.kind, "valid": row.valid,
         "place": row.place_id}
        for row in rows
    ]  # fmt: skip


@router.get("/measures/{measure}", response={200: MeasureOut, **READ}, tags=["measures"])
def measure(request: HttpRequest, measure: Id) -> Any:  # noqa: ARG001 - a view's signature
    """One measure."""
    shown = found(programme_queries.measure(measure), "measure")
    return {
        "id": shown.id,
        "names": shown.names,
        "programme": shown.programme.id,
        "kind": shown.kind,
        "valid": shown.valid,
        "place": shown.place[0] if shown.place else None,
        "quotes": [quote(item) for item in shown.quotes],
    }


@router.get("/events", response={200: list[EventRowOut], **READ}, tags=["events"])
def events(
    request: HttpRequest, response: HttpResponse, programme: Only = "", after: After = "", limit: Limit = LIMIT
) -> Any:
    """Events."""
    rows = listed_queries.events(after, limit, programme)
    with_next(request, response, [row.id for row in rows], limit)
    return [
        {"id": row.id, "names": row.names, "programme": row.programme_id, "kind": row.kind, "period": row.period,
         "place": row.place_id, "institutions": row.institutions}
        for row in rows
    ]  # fmt: skip


@router.get("/events/{event}", response={200: EventDetailOut, **READ}, tags=["events"])
def event(request: HttpRequest, event: Id, as_of: AsOf = None) -> Any:  # noqa: ARG001 - a view's signature
    """One event as of a day."""
    shown = found(programme_queries.event(event, as_of or default_day()), "event")
    wanted = [item.figure for item in shown.announced] + ([shown.identified] if shown.identified else [])
    return {
        **Figures(wanted).event(shown),
        "programme": shown.programme.id,
        "quotes": [quote(item) for item in shown.quotes],
        "projects": [project for project, _names in shown.projects],
        "description": shown.description,
    }
