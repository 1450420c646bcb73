"""An event's meetings: set up, registered for, asked for, scheduled, confirmed, locked, held; persons erased."""

import datetime as dt
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Router
from pydantic import Field, StringConstraints

from hongqiao.publish.api.answers import READ, WRITE, found
from hongqiao.publish.api.asked import Id, Key, Line, Reason, Sent, Text, Tongue
from hongqiao.publish.api.figures import Figures
from hongqiao.publish.api.gate import reader
from hongqiao.publish.api.interface import TOKEN
from hongqiao.publish.api.judging import DoneOut
from hongqiao.publish.api.once import actor, done, write
from hongqiao.publish.api.shapes.matching import MeetingsOut, ScheduleOut
from hongqiao.publish.api.writing import CreatedOut
from hongqiao.record import actions, meeting_queries
from hongqiao.record.roles import may

router = Router()
type Count = Annotated[int, Field(ge=1, le=500, strict=True)]
type Slot = Annotated[int, Field(ge=1, le=100_000, strict=True)]


class SessionIn(Sent):
    """A session; one that begins when a former one did is that session."""

    day: Annotated[dt.date, Field(ge=dt.date(1990, 1, 1), le=dt.date(2200, 1, 1))]
    begins: Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
    slots: Annotated[int, Field(ge=1, le=200, strict=True)]
    minutes: Annotated[int, Field(ge=1, le=480, strict=True)]
    pause: Annotated[int, Field(ge=0, le=480, strict=True)] = 0


class SetUpIn(Sent):
    """Tables, interpreters and sessions; sessions stay as they are once a schedule was made."""

    tables: Count
    sessions: Annotated[list[SessionIn], Field(max_length=60)]
    interpreters: Annotated[int, Field(ge=0, le=500, strict=True)] | None = None
    fairness: Annotated[int, Field(ge=0, le=100, strict=True)] = 2


class SeatIn(Sent):
    """An institution that comes; name and e-mail of the person are personal data, and erased on request."""

    institution: Key
    name: Annotated[Line, StringConstraints(max_length=200)] = ""
    email: Annotated[Line, StringConstraints(max_length=200)] = ""
    languages: Annotated[list[Tongue], Field(max_length=20)] = Field(default_factory=list)
    away: Annotated[list[Slot | Key], Field(max_length=500)] = Field(default_factory=list)
    most: Count | None = None


class RequestIn(Sent):
    """Two seats of the event, and what they want to speak about."""

    asks: Key
    asked: Key
    need: Key | None = None
    offer: Key | None = None
    session: Key | None = None


class ScheduleIn(Sent):
    """How long the search for a schedule may take."""

    seconds: Annotated[float, Field(ge=0.1, le=20)] = actions.SCHEDULE_SECONDS


class OutcomeIn(Sent):
    """The project that came of a meeting, where one did."""

    project: Key | None = None
    note: Text = ""


class TouchedOut(Sent):
    """The requests whose meetings were cancelled."""

    cancelled: list[str]


@router.get("/events/{event}/meetings", response={200: MeetingsOut, **READ}, tags=["meetings"])
def meetings(request: HttpRequest, event: Id) -> Any:
    """Sessions, seats, requests and the schedule of an event; persons for those who make the schedule."""
    people = may(reader(request), "schedule meetings")
    shown = found(meeting_queries.meetings(event, people=people), "event")
    plan = {"breaks": shown.plan.breaks, "bound": shown.plan.bound} if shown.plan else {}
    figures = Figures(plan.values())
    return {
        "event": shown.id,
        "tables": shown.settings.tables if shown.settings else None,
        "sessions": shown.sessions,
        "seats": [
            {"id": seat.id, "institution": seat.institution[0], "languages": seat.languages, "away": seat.away,
             "participant": seat.participant, "person": seat.person}
            for seat in shown.seats
        ],
        "meetings": [
            {"id": item.id, "asks": item.asks.id, "asked": item.asked.id, "need": item.need[0] if item.need else None,
             "offer": item.offer[0] if item.offer else None, "state": item.state, "slot": item.slot, "start": item.start,
             "end": item.end, "table": item.table, "project": item.project[0] if item.project else None}
            for item in shown.meetings
        ],
        "breaks": None,
        "bound": None,
        **{name: figures.out(figure) for name, figure in plan.items()},
    }  # fmt: skip


@router.put("/events/{event}/meetings", response={200: DoneOut, **WRITE}, auth=TOKEN, tags=["meetings"])
def set_up_meetings(request: HttpRequest, event: Id, sent: SetUpIn) -> Any:
    """State an event's tables and sessions."""
    who, sessions = actor(request), [session.dict() for session in sent.sessions]

    return write(
        request,
        done(
            lambda: actions.set_up_meetings(
                who,
                event,
                tables=sent.tables,
                sessions=sessions,
                interpreters=sent.interpreters,
                fairness=sent.fairness,
            )
        ),
        about=f"/events/{event}/meetings",
    )


@router.post("/events/{event}/seats", response={201: CreatedOut, **WRITE}, auth=TOKEN, tags=["meetings"])
def register(request: HttpRequest, event: Id, sent: SeatIn) -> Any:
    """Register an institution for an event; a contributor the own one."""
    who = actor(request)
    return write(
        request,
        lambda: {
            "id": actions.register(
                who, event, sent.institution, name=sent.name, email=sent.email, languages=sent.languages,
                away=sent.away, most=sent.most,
            ).id
        },
        status=201,
        about=f"/events/{event}/meetings",
    )  # fmt: skip


@router.post("/events/{event}/requests", response={201: CreatedOut, **WRITE}, auth=TOKEN, tags=["meetings"])
def request_meeting(request: HttpRequest, event: Id, sent: RequestIn) -> Any:
    """Ask for a meeting of two seats of the event; it gets its seat with the next schedule."""
    who = actor(request)

    def work() -> dict[str, str]:
        made = actions.request_meeting(
            who, sent.asks, sent.asked, need=sent.need, offer=sent.offer, session=sent.session, event=event
        )
        return {"id": made.id}

    return write(request, work, status=201, about=f"/events/{event}/meetings")


@router.post("/events/{event}/schedule", response={200: ScheduleOut, **WRITE}, auth=TOKEN, tags=["meetings"])
def schedule(request: HttpRequest, event: Id, sent: ScheduleIn) -> Any:
    """Seat every request; where a schedule exists, only what has to moves, and nothing that is confirmed or locked."""
    who = actor(request)
    prepared = actions.prepare_schedule(who, event, seconds=sent.seconds)  # the costly part, outside the transaction

    def work() -> dict[str, Any]:
        made = actions.seat_schedule(who, event, prepared)
        return {"id": made.id, "moved": made.moved}

    return write(request, work, about=f"/events/{event}/meetings")


@router.post("/seats/{attendance}/withdraw", response={200: TouchedOut, **WRITE}, auth=TOKEN, tags=["meetings"])
def withdraw_seat(request: HttpRequest, attendance: Id, sent: Reason) -> Any:
    """Take a seat back; its open meetings are cancelled."""
    who = actor(request)
    return write(request, lambda: {"cancelled": list(actions.withdraw_seat(who, attendance, reason=sent.reason))})


@router.post("/participants/{participant}/erase", response={200: DoneOut, **WRITE}, auth=TOKEN, tags=["personal data"])
def erase_participant(request: HttpRequest, participant: Id, sent: Reason) -> Any:
    """Erase the person behind a seat with the salt: the seat stays, and the ledger goes on verifying."""
    who = actor(request)

    return write(request, done(lambda: actions.erase_participant(who, participant, reason=sent.reason)))


@router.post("/meetings/{meeting}/confirm", response={200: DoneOut, **WRITE}, auth=TOKEN, tags=["meetings"])
def confirm_meeting(request: HttpRequest, meeting: Id, sent: Reason) -> Any:
    """Confirm a meeting that was proposed; a contributor one of the own institution."""
    return _step(request, meeting, "confirm", sent.reason)


@router.post("/meetings/{meeting}/cancel", response={200: DoneOut, **WRITE}, auth=TOKEN, tags=["meetings"])
def cancel_meeting(request: HttpRequest, meeting: Id, sent: Reason) -> Any:
    """Cancel a meeting: its slot is free for the next schedule."""
    return _step(request, meeting, "cancel", sent.reason)


@router.post("/meetings/{meeting}/lock", response={200: DoneOut, **WRITE}, auth=TOKEN, tags=["meetings"])
def lock_meeting(request: HttpRequest, meeting: Id, sent: Reason) -> Any:
    """Lock a meeting in its place: no schedule moves it."""
    return _step(request, meeting, "lock", sent.reason)


@router.post("/meetings/{meeting}/unlock", response={200: DoneOut, **WRITE}, auth=TOKEN, tags=["meetings"])
def unlock_meeting(request: HttpRequest, meeting: Id, sent: Reason) -> Any:
    """Take a lock away; the meeting is confirmed."""
    return _step(request, meeting, "unlock", sent.reason)


@router.post("/meetings/{meeting}/outcome", response={200: DoneOut, **WRITE}, auth=TOKEN, tags=["meetings"])
def record_outcome(request: HttpRequest, meeting: Id, sent: OutcomeIn) -> Any:
    """Say that a meeting was held, and which project came of it."""
    who = actor(request)

    return write(
        request,
        done(lambda: actions.record_outcome(who, meeting, project=sent.project, note=sent.note)),
        about=_board(meeting),
    )


def _step(request: HttpRequest, meeting: str, step: str, reason: str) -> Any:
    who = actor(request)

    return write(
        request, done(lambda: actions.change_meeting(who, meeting, step, reason=reason)), about=_board(meeting)
    )


def _board(meeting: str) -> str:
    """The address of the event's meetings, in which a meeting is read."""
    event = meeting_queries.event_of(meeting)
    return f"/events/{event}/meetings" if event else ""
