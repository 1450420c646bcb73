"""Places, institutions, indicators, and search over everything."""

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from hongqiao.publish.api.answers import READ, found
from hongqiao.publish.api.asked import LIMIT, After, AsOf, Id, Limit
from hongqiao.publish.api.figures import Figures, with_next
from hongqiao.publish.api.shapes import (
    FoundOut,
    IndicatorDetailOut,
    IndicatorOut,
    InstitutionDetailOut,
    InstitutionOut,
    PlaceDetailOut,
    PlaceOut,
)
from hongqiao.publish.pages.as_of import default_day
from hongqiao.publish.people import actor
from hongqiao.record import listed_queries, search_queries, world_queries

router = Router()
type Words = Annotated[
    str, Query(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]+$", description="Every word must be found.")
]
type Skip = Annotated[int, Query(ge=0, le=10_000, description="How many to leave out from the start.")]


@router.get("/places", response={200: list[PlaceOut], **READ}, tags=["places"])
def places(request: HttpRequest, response: HttpResponse, after: After = "", limit: Limit = LIMIT) -> Any:
    """Places in the order of their ids, each with the one it lies in."""
    rows = listed_queries.places(after, limit)
    with_next(request, response, [row.id for row in rows], limit)
    return [{"id": row.id, "names": row.names, "kind": row.kind, "parent": row.parent_id} for row in rows]


@router.get("/places/{place}", response={200: PlaceDetailOut, **READ}, tags=["places"])
def place(request: HttpRequest, place: Id, as_of: AsOf = None) -> Any:  # noqa: ARG001 - a view's signature
    """One place with its codes and values."""
    shown = found(world_queries.place(place, as_of or default_day()), "place")
    figures = Figures(figure for line in shown.series for figure in line.figures)
    codes = [dict(zip(("scheme", "code", "valid_from", "valid_to"), code, strict=True)) for code in shown.codes]
    return {
        "id": shown.id,
        "names": shown.names,
        "kind": shown.kind,
        "above": [item for item, _names in shown.above],
        "within": [item for item, _names in shown.within],
        "codes": codes,
        "latitude": shown.point[0] if shown.point else None,
        "longitude": shown.point[1] if shown.point else None,
        "source": shown.source,
        "programmes": [item for item, _names in shown.programmes],
        "institutions": [item for item, _names in shown.institutions],
        "series": figures.series(shown.series),
    }


@router.get("/institutions", response={200: list[InstitutionOut], **READ}, tags=["institutions"])
def institutions(request: HttpRequest, response: HttpResponse, after: After = "", limit: Limit = LIMIT) -> Any:
    """Institutions."""
    rows = listed_queries.institutions(after, limit)
    with_next(request, response, [row.id for row in rows], limit)
    return [
        {"id": row.id, "names": row.names, "kind": row.kind, "aliases": row.aliases, "place": row.place_id}
        for row in rows
    ]


@router.get("/institutions/{institution}", response={200: InstitutionDetailOut, **READ}, tags=["institutions"])
def institution(request: HttpRequest, institution: Id) -> Any:  # noqa: ARG001 - a view's signature
    """One institution and what it takes part in."""
    shown = found(world_queries.institution(institution), "institution")
    return {
        "id": shown.id,
        "names": shown.names,
        "kind": shown.kind,
        "aliases": shown.aliases,
        "place": shown.place[0] if shown.place else None,
        "source": shown.source,
        "events": [item[0] for item in shown.events],
        "projects": [item[0] for item in shown.projects],
    }


@router.get("/indicators", response={200: list[IndicatorOut], **READ}, tags=["indicators"])
def indicators(request: HttpRequest, response: HttpResponse, after: After = "", limit: Limit = LIMIT) -> Any:
    """Indicators."""
    rows = listed_queries.indicators(after, limit)
    with_next(request, response, [row.id for row in rows], limit)
    return [
        {"id": row.id, "names": row.names, "unit": row.unit, "field": row.field, "aspect": row.aspect} for row in rows
    ]


@router.get("/indicators/{indicator}", response={200: IndicatorDetailOut, **READ}, tags=["indicators"])
def indicator(request: HttpRequest, indicator: Id) -> Any:  # noqa: ARG001 - a view's signature
    """One indicator with its values, or the source that would fill the gap."""
    shown = found(world_queries.indicator(indicator), "indicator")
    figures = Figures(figure for line in shown.series for figure in line.figures)
    return {
        "id": shown.id,
        "names": shown.names,
        "definition": shown.definition,
        "unit": shown.unit,
        "field": shown.field,
        "aspect": shown.aspect,
        "would_fill": shown.would_fill,
        "series": figures.series(shown.series),
    }


@router.get("/search", response={200: list[FoundOut], **READ}, tags=["search"])
def search(request: HttpRequest, q: Words, skip: Skip = 0, limit: Limit = LIMIT) -> Any:
    """Everything that holds every word: what bears it as its name first."""
    asking = search_queries.Asking(actor(request), default_day())
    rows = search_queries.found(q.strip(), asking)[skip : skip + limit]
    return [{"kind": row.kind, "id": row.object, "programme": row.programme, "title": row.title} for row in rows]
