"""Projects: their life, partners and evidence."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema

from hongqiao.publish.api.answers import READ, found
from hongqiao.publish.api.asked import LIMIT, After, Id, Limit, Only
from hongqiao.publish.api.figures import quote, with_next
from hongqiao.publish.api.shapes import Names, QuoteOut
from hongqiao.record import listed_queries, project_queries

router = Router()


class ProjectRowOut(Schema):
    """A project in a list."""

    id: str
    names: Names
    programme: str
    external_id: str
    field: str
    industry: str
    place: str | None
    announced_at: str | None
    stage: str


class DatedOut(Schema):
    """Something dated in a project's life."""

    stage: str
    period: str
    note: str
    quote: QuoteOut | None


class PartnerOut(Schema):
    """An institution in a project."""

    institution: str
    names: Names
    role: str


class ProjectOut(Schema):
    """A project with its partners and its life."""

    id: str
    names: Names
    programme: str
    field: str
    stage: str
    partners: list[PartnerOut]
    life: list[DatedOut]
    quotes: list[QuoteOut]


@router.get("/projects", response={200: list[ProjectRowOut], **READ}, tags=["projects"])
def projects(
    request: HttpRequest, response: HttpResponse, programme: Only = "", after: After = "", limit: Limit = LIMIT
) -> Any:
    """Projects."""
    rows = listed_queries.projects(after, limit, programme)
    with_next(request, response, [row.id for row in rows], limit)
    return [
        {"id": row.id, "names": row.names, "programme": row.programme_id, "external_id": row.external_id,
         "field": row.field, "industry": row.industry, "place": row.place_id, "announced_at": row.announced_at_id,
         "stage": getattr(getattr(row, "current", None), "stage", "")}
        for row in rows
    ]  # fmt: skip


@router.get("/projects/{project}", response={200: ProjectOut, **READ}, tags=["projects"])
def project(request: HttpRequest, project: Id) -> Any:  # noqa: ARG001 - a view's signature
    """One project."""
    shown = found(project_queries.project(project), "project")
    return {
        "id": shown.id,
        "names": shown.names,
        "programme": shown.programme.id,
        "field": shown.field,
        "stage": shown.stage,
        "partners": [
            {"institution": institution, "names": names, "role": role} for institution, names, role in shown.partners
        ],
        "life": [
            {"stage": item.stage, "period": item.period, "note": item.note,
             "quote": quote(item.quote) if item.quote else None}
            for item in shown.life
        ],
        "quotes": [quote(item) for item in shown.quotes],
    }  # fmt: skip
