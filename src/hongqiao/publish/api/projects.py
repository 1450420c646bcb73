"""Projects: read with their life, partners, money and evidence, and written."""

from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from pydantic import Field

from hongqiao.publish.api.answers import READ, WRITE, found
from hongqiao.publish.api.asked import (
    LIMIT,
    After,
    AmountIn,
    AsOf,
    Id,
    Key,
    Limit,
    Line,
    NamesIn,
    Only,
    PeriodIn,
    Reason,
    Sent,
    Text,
    WordsIn,
    all_words,
    amount,
    columns,
    words,
)
from hongqiao.publish.api.figures import Figures, quote, with_next
from hongqiao.publish.api.interface import TOKEN
from hongqiao.publish.api.judging import DoneOut
from hongqiao.publish.api.once import actor, done, write
from hongqiao.publish.api.shapes import FigureOut, Names, QuoteOut
from hongqiao.publish.api.writing import CreatedOut
from hongqiao.publish.pages.as_of import default_day
from hongqiao.record import actions, listed_queries, project_queries

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
    """Something dated in a project's life: a stage or money, and what it rests on."""

    id: str
    stage: str
    money: str
    period: str
    note: str
    quote: QuoteOut | None
    figure: FigureOut | None
    by: str = Field(description="Who entered it, where no document says it.")
    withdrawn: str = Field(description="Why it was withdrawn; empty where it counts.")


class PartnerOut(Schema):
    """An institution in a project."""

    id: str
    institution: str
    names: Names
    role: str
    side: str | None


class ProjectOut(Schema):
    """A project as of a day, with its partners and its life."""

    id: str
    names: Names
    programme: str
    external_id: str
    field: str
    industry: str
    scenario: str
    place: str | None
    park: str | None
    stage: str
    since: str
    last_evidence: str
    silent: bool
    silent_months: FigureOut | None
    partners: list[PartnerOut]
    life: list[DatedOut]
    quotes: list[QuoteOut]


class PartnerIn(Reason):
    """An institution that joins."""

    institution: Key
    role: Annotated[str, Field(max_length=40, pattern=r"^[^\x00-\x1f\x7f]*$")] = ""
    side: Key | None = None


class ProjectChange(Reason):
    """What of a project changes; what is not sent stays."""

    names: NamesIn | None = None
    external_id: Line = ""
    field: Line = ""
    industry: Annotated[str, Field(max_length=80, pattern=r"^[^\x00-\x1f\x7f]*$")] = ""
    scenario: Annotated[str, Field(max_length=120, pattern=r"^[^\x00-\x1f\x7f]*$")] = ""
    place: Key | None = None
    park: Key | None = None
    came_from: Annotated[str, Field(max_length=160, pattern=r"^((event|meeting):[^\x00-\x1f\x7f/]+)?$")] = ""
    announced_at: Key | None = None
    quotes: Annotated[list[WordsIn], Field(max_length=50)] | None = None


class PartOf(Sent):
    """A partner of a new project."""

    institution: Key
    role: Annotated[str, Field(max_length=40, pattern=r"^[^\x00-\x1f\x7f]*$")] = ""
    side: Key | None = None


class ProjectIn(ProjectChange):
    """A new project; a contributor's has the own institution among its partners."""

    programme: Key
    names: NamesIn
    partners: Annotated[list[PartOf], Field(max_length=50)] = Field(default_factory=list)


class StageIn(Sent):
    """A stage reached, with words of a document that say so, or a note that says how it is known."""

    stage: Literal["lead", "negotiating", "signed", "started", "operating", "completed", "paused", "cancelled"]
    period: PeriodIn
    words: WordsIn | None = None
    note: Text = ""


class MoneyIn(Sent):
    """Money announced, committed or paid; the three are never mixed."""

    kind: Literal["announced", "committed", "paid"]
    amount: AmountIn
    period: PeriodIn
    note: Text = ""


class SilenceIn(Reason):
    """After how many months without evidence a project counts as silent; none for the usual number."""

    months: Annotated[int, Field(ge=1, le=600, strict=True)] | None


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
def project(request: HttpRequest, project: Id, as_of: AsOf = None) -> Any:  # noqa: ARG001 - a view's signature
    """One project as of a day."""
    shown = found(project_queries.project(project, as_of or default_day()), "project")
    wanted = [item.figure for item in shown.life if item.figure] + (
        [shown.silent_months] if shown.silent_months else []
    )
    figures = Figures(wanted)
    return {
        **{name: getattr(shown, name) for name in ("id", "names", "external_id", "field", "industry", "scenario", "stage",
                                                   "since", "last_evidence", "silent")},
        "programme": shown.programme.id,
        "place": shown.place[0] if shown.place else None,
        "park": shown.park[0] if shown.park else None,
        "silent_months": figures.out(shown.silent_months) if shown.silent_months else None,
        "partners": [
            {"id": item.id, "institution": item.institution, "names": item.names, "role": item.role,
             "side": item.side[0] if item.side else None}
            for item in shown.partners
        ],
        "life": [
            {"id": item.id, "stage": item.stage, "money": item.money, "period": item.period, "note": item.note,
             "by": item.by, "withdrawn": item.withdrawn, "quote": quote(item.quote) if item.quote else None,
             "figure": figures.out(item.figure) if item.figure else None}
            for item in shown.life
        ],
        "quotes": [quote(item) for item in shown.quotes],
    }  # fmt: skip


@router.post("/projects", response={201: CreatedOut, **WRITE}, auth=TOKEN, tags=["projects"])
def create_project(request: HttpRequest, sent: ProjectIn) -> Any:
    """Make a project that a source, or the person who enters it, names."""
    who, made = actor(request), columns(sent, "programme", "names", "partners", "quotes")
    partners = [(item.institution, item.role, item.side or "") for item in sent.partners]
    quotes = all_words(sent.quotes) or []

    def work() -> dict[str, str]:
        row = actions.create_project(
            who, sent.programme, sent.names, partners=partners, quotes=quotes, reason=sent.reason, **made
        )
        return {"id": row.id}

    return write(request, work, status=201)


@router.patch("/projects/{project}", response={200: CreatedOut, **WRITE}, auth=TOKEN, tags=["projects"])
def edit_project(request: HttpRequest, project: Id, sent: ProjectChange) -> Any:
    """Change a project; its id, and so every link to it, stays."""
    who, changes = actor(request), columns(sent, "quotes")
    quotes = all_words(sent.quotes) if "quotes" in sent.model_fields_set else None
    return write(
        request,
        lambda: {"id": actions.edit_project(who, project, quotes=quotes, reason=sent.reason, **changes).id},
        about=f"/projects/{project}",
    )


@router.post("/projects/{project}/partners", response={201: CreatedOut, **WRITE}, auth=TOKEN, tags=["projects"])
def add_partner(request: HttpRequest, project: Id, sent: PartnerIn) -> Any:
    """Add an institution to a project."""
    who = actor(request)
    return write(
        request,
        lambda: {
            "id": actions.add_partner(
                who, project, sent.institution, role=sent.role, side=sent.side or "", reason=sent.reason
            ).id
        },
        status=201,
        about=f"/projects/{project}",
    )


@router.post("/partners/{partner}/remove", response={200: DoneOut, **WRITE}, auth=TOKEN, tags=["projects"])
def remove_partner(request: HttpRequest, partner: Id, sent: Reason) -> Any:
    """Take an institution out of a project; that it was there stays in the ledger."""
    who = actor(request)

    return write(request, done(lambda: actions.remove_partner(who, partner, reason=sent.reason)))


@router.post("/projects/{project}/stages", response={201: CreatedOut, **WRITE}, auth=TOKEN, tags=["projects"])
def record_stage(request: HttpRequest, project: Id, sent: StageIn) -> Any:
    """Record that a project reached a stage."""
    who, said = actor(request), words(sent.words) if sent.words else None
    return write(
        request,
        lambda: {"id": actions.record_stage(who, project, sent.stage, sent.period, words=said, note=sent.note).id},
        status=201,
        about=f"/projects/{project}",
    )


@router.post("/projects/{project}/money", response={201: CreatedOut, **WRITE}, auth=TOKEN, tags=["projects"])
def record_money(request: HttpRequest, project: Id, sent: MoneyIn) -> Any:
    """Record money announced, committed or paid."""
    who, much = actor(request), amount(sent.amount)
    return write(
        request,
        lambda: {"id": actions.record_money(who, project, sent.kind, much, sent.period, note=sent.note).id},
        status=201,
        about=f"/projects/{project}",
    )


@router.post(
    "/project-events/{project_event}/withdraw", response={200: DoneOut, **WRITE}, auth=TOKEN, tags=["projects"]
)
def withdraw_event(request: HttpRequest, project_event: Id, sent: Reason) -> Any:
    """Withdraw something recorded of a project: it stays to be read, and counts for nothing."""
    who = actor(request)

    return write(request, done(lambda: actions.withdraw_event(who, project_event, reason=sent.reason)))


@router.put("/programmes/{programme}/silence", response={200: DoneOut, **WRITE}, auth=TOKEN, tags=["programmes"])
def set_silence(request: HttpRequest, programme: Id, sent: SilenceIn) -> Any:
    """Say after how many months without evidence a project counts as silent."""
    who = actor(request)

    return write(
        request,
        done(lambda: actions.set_silence(who, programme, sent.months, reason=sent.reason)),
        about=f"/programmes/{programme}",
    )
