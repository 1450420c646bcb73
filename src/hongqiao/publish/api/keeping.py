"""Writing about plans, clauses, targets, measures, events and institutions."""

from typing import Annotated, Any

from django.http import HttpRequest
from pydantic import Field

from hongqiao.publish.api import programmes, world
from hongqiao.publish.api.answers import WRITE
from hongqiao.publish.api.asked import (
    AmountIn,
    Id,
    Key,
    Line,
    NamesIn,
    PeriodIn,
    Reason,
    Text,
    TextsIn,
    WordsIn,
    all_words,
    amount,
    columns,
)
from hongqiao.publish.api.interface import TOKEN
from hongqiao.publish.api.judging import DoneOut
from hongqiao.publish.api.once import actor, done, write
from hongqiao.publish.api.writing import CreatedOut
from hongqiao.record import actions

type Order = Annotated[int, Field(ge=0, le=10_000, strict=True)]
type Quotes = Annotated[list[WordsIn], Field(max_length=50)]
type Claims = Annotated[list[Key], Field(max_length=200)]


class PlanChange(Reason):
    """What of a plan changes; what is not sent stays."""

    names: NamesIn | None = None
    parent: Key | None = None
    period: PeriodIn = ""
    place: Key | None = None
    field: Line = ""
    order: Order = 0


class PlanIn(PlanChange):
    """A new plan of a programme."""

    programme: Key
    names: NamesIn


class ClauseChange(Reason):
    """What of a clause changes."""

    names: NamesIn | None = None
    order: Order = 0
    quotes: Quotes | None = None


class ClauseIn(Reason):
    """A new clause of a plan or of a measure: one of the two is named."""

    names: NamesIn
    plan: Key | None = None
    measure: Key | None = None
    quotes: Quotes = Field(default_factory=list)


class TargetChange(Reason):
    """What of a target changes; `claims` gives it more of the claims that state it."""

    names: NamesIn | None = None
    clause: Key | None = None
    parent: Key | None = None
    indicator: Key | None = None
    place: Key | None = None
    deadline: PeriodIn = ""
    order: Order = 0
    baseline: Key | None = None
    claims: Claims = Field(default_factory=list)


class TargetIn(TargetChange):
    """A new target of a plan; its quantity is that of the claims that state it."""

    plan: Key
    names: NamesIn


class MeasureChange(Reason):
    """What of a measure changes."""

    names: NamesIn | None = None
    kind: Line = ""
    valid: PeriodIn = ""
    place: Key | None = None
    field: Line = ""
    quotes: Quotes | None = None
    budget: AmountIn | None = None


class MeasureIn(MeasureChange):
    """A new measure of a programme."""

    programme: Key
    names: NamesIn


class EventChange(Reason):
    """What of an event changes."""

    names: NamesIn | None = None
    kind: Line = ""
    period: PeriodIn = ""
    place: Key | None = None
    description: TextsIn = Field(default_factory=dict)
    institutions: Annotated[list[Key], Field(max_length=200)] = Field(default_factory=list)
    quotes: Quotes | None = None


class EventIn(EventChange):
    """A new event of a programme."""

    programme: Key
    names: NamesIn


class InstitutionChange(Reason):
    """What of an institution changes."""

    names: NamesIn | None = None
    kind: Line = ""
    place: Key | None = None
    aliases: Annotated[list[Line], Field(max_length=50)] = Field(default_factory=list)
    identifiers: Annotated[dict[Line, Line], Field(max_length=20)] = Field(default_factory=dict)
    source: Text = ""


class InstitutionIn(InstitutionChange):
    """A new institution."""

    names: NamesIn


class MergeInstitutionsIn(Reason):
    """Other ids that mean the same institution."""

    others: Annotated[list[Key], Field(min_length=1, max_length=50)]


def _made(row: Any) -> dict[str, str]:
    return {"id": row.id}


def _quotes(changes: dict[str, Any], sent: Any) -> dict[str, Any]:
    return changes | ({"quotes": all_words(sent.quotes)} if "quotes" in sent.model_fields_set else {})


@programmes.router.post("/plans", response={201: CreatedOut, **WRITE}, auth=TOKEN, tags=["plans"])
def create_plan(request: HttpRequest, sent: PlanIn) -> Any:
    """Make a plan."""
    made = columns(sent, "programme", "names")
    who = actor(request)
    return write(
        request,
        lambda: _made(actions.create_plan(who, sent.programme, sent.names, reason=sent.reason, **made)),
        status=201,
    )


@programmes.router.patch("/plans/{plan}", response={200: CreatedOut, **WRITE}, auth=TOKEN, tags=["plans"])
def edit_plan(request: HttpRequest, plan: Id, sent: PlanChange) -> Any:
    """Change a plan; a tree stays a tree."""
    who, changes = actor(request), columns(sent)
    return write(
        request, lambda: _made(actions.edit_plan(who, plan, reason=sent.reason, **changes)), about=f"/plans/{plan}"
    )


@programmes.router.post("/clauses", response={201: CreatedOut, **WRITE}, auth=TOKEN, tags=["plans"])
def create_clause(request: HttpRequest, sent: ClauseIn) -> Any:
    """Make a clause of a plan or of a measure."""
    who, quotes = actor(request), all_words(sent.quotes) or []
    return write(
        request,
        lambda: _made(
            actions.create_clause(
                who, sent.names, plan=sent.plan or "", measure=sent.measure or "", quotes=quotes, reason=sent.reason
            )
        ),
        status=201,
    )


@programmes.router.patch("/clauses/{clause}", response={200: CreatedOut, **WRITE}, auth=TOKEN, tags=["plans"])
def edit_clause(request: HttpRequest, clause: Id, sent: ClauseChange) -> Any:
    """Change a clause."""
    who, changes = actor(request), _quotes(columns(sent, "quotes"), sent)
    return write(request, lambda: _made(actions.edit_clause(who, clause, reason=sent.reason, **changes)))


@programmes.router.post("/targets", response={201: CreatedOut, **WRITE}, auth=TOKEN, tags=["plans"])
def create_target(request: HttpRequest, sent: TargetIn) -> Any:
    """Make a target; without claims it is a gap, and says so."""
    who, made = actor(request), columns(sent, "plan", "names")
    return write(
        request,
        lambda: _made(actions.create_target(who, sent.plan, sent.names, reason=sent.reason, **made)),
        status=201,
    )


@programmes.router.patch("/targets/{target}", response={200: CreatedOut, **WRITE}, auth=TOKEN, tags=["plans"])
def edit_target(request: HttpRequest, target: Id, sent: TargetChange) -> Any:
    """Change a target, or give it more claims."""
    who, changes = actor(request), columns(sent)
    return write(
        request,
        lambda: _made(actions.edit_target(who, target, reason=sent.reason, **changes)),
        about=f"/targets/{target}",
    )


@programmes.router.post("/measures", response={201: CreatedOut, **WRITE}, auth=TOKEN, tags=["measures"])
def create_measure(request: HttpRequest, sent: MeasureIn) -> Any:
    """Make a measure."""
    who, made = actor(request), columns(sent, "programme", "names", "quotes", "budget")
    more = {"quotes": all_words(sent.quotes) or [], "budget": amount(sent.budget) if sent.budget else None}
    return write(
        request,
        lambda: _made(actions.create_measure(who, sent.programme, sent.names, reason=sent.reason, **made, **more)),
        status=201,
    )


@programmes.router.patch("/measures/{measure}", response={200: CreatedOut, **WRITE}, auth=TOKEN, tags=["measures"])
def edit_measure(request: HttpRequest, measure: Id, sent: MeasureChange) -> Any:
    """Change a measure."""
    who, changes = actor(request), _quotes(columns(sent, "quotes", "budget"), sent)
    budget = amount(sent.budget) if sent.budget else None
    return write(
        request,
        lambda: _made(actions.edit_measure(who, measure, reason=sent.reason, budget=budget, **changes)),
        about=f"/measures/{measure}",
    )


@programmes.router.post("/events", response={201: CreatedOut, **WRITE}, auth=TOKEN, tags=["events"])
def create_event(request: HttpRequest, sent: EventIn) -> Any:
    """Make an event."""
    who, made, quotes = actor(request), columns(sent, "programme", "names", "quotes"), all_words(sent.quotes) or []
    return write(
        request,
        lambda: _made(actions.create_event(who, sent.programme, sent.names, quotes=quotes, reason=sent.reason, **made)),
        status=201,
    )


@programmes.router.patch("/events/{event}", response={200: CreatedOut, **WRITE}, auth=TOKEN, tags=["events"])
def edit_event(request: HttpRequest, event: Id, sent: EventChange) -> Any:
    """Change an event; it ends after it begins."""
    who, changes = actor(request), _quotes(columns(sent, "quotes"), sent)
    return write(
        request, lambda: _made(actions.edit_event(who, event, reason=sent.reason, **changes)), about=f"/events/{event}"
    )


@world.router.post("/institutions", response={201: CreatedOut, **WRITE}, auth=TOKEN, tags=["institutions"])
def create_institution(request: HttpRequest, sent: InstitutionIn) -> Any:
    """Make an institution; no other may bear its identifiers."""
    who, made = actor(request), columns(sent, "names")
    return write(
        request, lambda: _made(actions.create_institution(who, sent.names, reason=sent.reason, **made)), status=201
    )


@world.router.patch(
    "/institutions/{institution}", response={200: CreatedOut, **WRITE}, auth=TOKEN, tags=["institutions"]
)
def edit_institution(request: HttpRequest, institution: Id, sent: InstitutionChange) -> Any:
    """Change an institution; a contributor the own one."""
    who, changes = actor(request), columns(sent)
    return write(
        request,
        lambda: _made(actions.edit_institution(who, institution, reason=sent.reason, **changes)),
        about=f"/institutions/{institution}",
    )


@world.router.post(
    "/institutions/{institution}/merge", response={200: DoneOut, **WRITE}, auth=TOKEN, tags=["institutions"]
)
def merge_institutions(request: HttpRequest, institution: Id, sent: MergeInstitutionsIn) -> Any:
    """Say that other ids mean this institution; nothing is moved, and it can be taken back."""
    who = actor(request)

    return write(
        request,
        done(lambda: actions.merge_institutions(who, institution, sent.others, reason=sent.reason)),
        about=f"/institutions/{institution}",
    )


@world.router.post(
    "/institutions/{institution}/unmerge", response={200: DoneOut, **WRITE}, auth=TOKEN, tags=["institutions"]
)
def unmerge_institution(request: HttpRequest, institution: Id, sent: Reason) -> Any:
    """Take a merging back."""
    who = actor(request)

    return write(
        request,
        done(lambda: actions.unmerge_institution(who, institution, reason=sent.reason)),
        about=f"/institutions/{institution}",
    )
