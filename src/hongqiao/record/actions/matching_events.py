"""An event's meetings: set up, register, request, schedule, lock, cancel, re-plan, hold; and what came of them."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from typing import Any

from hongqiao.errors import AlreadyAsked, ImpossibleEvent, UnknownRow, WrongState
from hongqiao.match.meetings import seats
from hongqiao.match.meetings.planning import Schedule, confirmed, replan, schedule
from hongqiao.record import models
from hongqiao.record.actions.matching import KINDS
from hongqiao.record.ledger import Act, acting
from hongqiao.record.meeting_events import OPEN, Planned, planned, slots_of
from hongqiao.record.roles import Actor, require

SECONDS = 20.0
ATTEMPTS = 3
_NEXT = {
    "confirm": ({"proposed"}, "confirmed"),
    "lock": ({"proposed", "confirmed"}, "locked"),
    "unlock": ({"locked"}, "confirmed"),
    "cancel": (set(OPEN), "cancelled"),
}


def set_up_meetings(
    actor: Actor,
    event: str,
    *,
    tables: int,
    sessions: Sequence[Mapping[str, Any]],
    interpreters: int | None = None,
    fairness: int = 2,
) -> None:
    """State an event's tables and sessions (day, begins, slots, minutes, and a pause between slots).

    Sessions can be changed until a schedule was made, since seats count slots. One that begins when a former one did
    is that session. Raises WrongState where a session goes that somebody has named.
    """
    require(actor, "set up meetings")
    row = _event(event)
    with _acting(actor, "set up meetings", row) as act:
        former = {(item.day, item.begins): item for item in models.Session.objects.filter(event=event)}
        made = [models.Session(event=row, **given) for given in sessions]
        for item in made:
            if item.slots < 1 or item.minutes < 1:
                raise ImpossibleEvent(
                    f"a session has {item.slots} slots of {item.minutes} minutes; at least one of each"
                )
            if (item.day, item.begins) in former:
                item.id = former[item.day, item.begins].id
        for one, following in zip(slots_of(made), slots_of(made)[1:], strict=False):
            if following.start < one.end:
                raise ImpossibleEvent(f"two sessions overlap at {following.start:%Y-%m-%d %H:%M}")
        if models.Meeting.objects.filter(request__event=event).exists():
            raise WrongState("meetings have their seats already; sessions can no longer be changed")
        gone = [item for item in former.values() if item.id not in {one.id for one in made}]
        _require_unnamed(event, gone, len(slots_of(made)))
        act.remove(gone)
        act.keep(made)
        settings = models.MeetingSettings(event=row, tables=tables, interpreters=interpreters, fairness=fairness)
        act.keep([settings])


def _require_unnamed(event: str, gone: Sequence[models.Session], slots: int) -> None:
    """What people have said of sessions and slots stays true."""
    ids = {item.id for item in gone}
    for seat in models.Attendance.objects.filter(event=event, withdrawn=False):
        for item in seat.away:
            if item in ids or (isinstance(item, int) and item > slots):
                raise WrongState(
                    f"{seat.institution_id} cannot meet in {item!r}, which would go; withdraw that seat first"
                )
    asked = models.MeetingRequest.objects.filter(session__in=ids).values_list("id", flat=True).first()
    if asked is not None:
        raise WrongState(f"the request {asked} asks for a session that would go; keep that session")


def _require_slots(event: str, away: Sequence[str | int]) -> None:
    sessions = list(models.Session.objects.filter(event=event))
    known = {row.id for row in sessions}
    slots = len(slots_of(sessions))
    for item in away:
        if item not in known and not (isinstance(item, int) and 1 <= item <= slots):
            raise UnknownRow(
                f"the event has no session or slot {item!r}; it has {slots} slots in {len(known)} sessions"
            )


def register(
    actor: Actor,
    event: str,
    institution: str,
    *,
    name: str = "",
    email: str = "",
    languages: Sequence[str] = (),
    away: Sequence[str | int] = (),
    most: int | None = None,
) -> models.Attendance:
    """Register an institution for an event, with the person who comes (personal data, erased on request).

    `away` names the sessions, by id, and the slots, counted from 1, in which it cannot meet.
    """
    require(actor, "take part in an event", frozenset({institution}))
    row = _event(event)
    _require_slots(event, away)
    if not models.Institution.objects.filter(pk=institution).exists():
        raise UnknownRow(f"no institution has the id {institution!r}")
    with _acting(actor, "take part in an event", row, institution) as act:
        seat = models.Attendance(
            event=row, institution_id=institution, languages=list(languages), away=list(away), most=most
        )
        if name.strip():
            person = models.Participant(event=row, name=name.strip(), email=email.strip())
            act.confide([person])
            seat.participant = person.id
        act.keep([seat], new=True)
    return seat


def erase_participant(actor: Actor, participant: str, *, reason: str) -> None:
    """Erase the person behind a seat, with the salt: the seat stays, named by its institution alone."""
    require(actor, "erase personal data")
    person = models.Participant.objects.filter(pk=participant).first()
    if person is None:
        raise UnknownRow(f"no participant has the id {participant!r}; the person may be erased already")
    with acting(actor, "erase personal data", subject=f"participant:{participant}", reason=reason) as act:
        rows = list(models.Attendance.objects.filter(participant=participant))
        for row in rows:
            row.participant = ""
        act.keep(rows, new=False)
        act.erase([person])


def request_meeting(
    actor: Actor,
    asks: str,
    asked: str,
    *,
    need: str | None = None,
    offer: str | None = None,
    session: str | None = None,
    event: str | None = None,
) -> models.MeetingRequest:
    """Ask for a meeting of two seats at one event; AlreadyAsked where either has asked the other.

    `event` says at which, where the caller holds the seats to it; UnknownRow where they are of another.
    """
    first, second = _seat(asks), _seat(asked)
    require(actor, "take part in an event", frozenset({first.institution_id}))
    if first.event_id != second.event_id or first.id == second.id or event not in {None, first.event_id}:
        raise UnknownRow("a meeting is between two different seats of one event")
    at = first.event
    _require_listed(at, need=need, offer=offer)
    if session and not models.Session.objects.filter(pk=session, event=at).exists():
        raise UnknownRow(f"the event has no session {session!r}")
    with _acting(actor, "take part in an event", at, first.institution_id) as act:
        both = [first.id, second.id]
        if models.MeetingRequest.objects.filter(event=at, asks__in=both, asked__in=both, withdrawn=False).exists():
            raise AlreadyAsked("these two have a request for a meeting already")
        row = models.MeetingRequest(
            event=at, asks=first, asked=second, need_id=need, offer_id=offer, session_id=session
        )
        act.keep([row], new=True)
    return row


def _require_listed(event: models.Event, **listings: str | None) -> None:
    for kind, key in listings.items():
        if key and not KINDS[kind]._default_manager.filter(pk=key, programme=event.programme_id).exists():
            raise UnknownRow(f"no {kind} of the programme {event.programme_id!r} has the id {key!r}")


@dataclass(frozen=True, slots=True)
class Prepared:
    """A schedule that was searched for and seats nobody yet, with the question that it answers."""

    state: Planned
    made: Schedule
    old: tuple[int, ...]


def prepare_schedule(actor: Actor, event: str, *, seconds: float = SECONDS) -> Prepared:
    """Search for a schedule and change nothing: the search takes seconds, and belongs in no transaction.

    Where a schedule exists, only what a rule asks moves (`replan`); ImpossibleEvent says who and by how much.
    """
    require(actor, "schedule meetings")
    _event(event)
    state = planned(event)
    old = tuple(state.meetings[item.id].slot - 1 if item.id in state.meetings else -1 for item in state.requests)
    fixed = [
        number
        for number, item in enumerate(state.requests)
        if item.id in state.meetings and state.meetings[item.id].state in {"confirmed", "locked"}
    ]
    problem = confirmed(state.event.problem, old, fixed)
    made = replan(problem, old) if any(slot >= 0 for slot in old) else schedule(problem, seconds)
    return Prepared(state, made, old)


def seat_schedule(actor: Actor, event: str, prepared: Prepared) -> models.MeetingPlan:
    """Give everybody the seats of a prepared schedule; WrongState where its question no longer stands."""
    row = _event(event)
    with _acting(actor, "schedule meetings", row) as act:
        if _asked(planned(event)) != _asked(prepared.state):
            raise WrongState("requests or seats changed while the schedule was made; nothing was changed, try again")
        return _seated(act, row, prepared.state, prepared.made, prepared.old)


def schedule_meetings(actor: Actor, event: str, *, seconds: float = SECONDS) -> models.MeetingPlan:
    """Seat every open request with as few breaks as can be; confirmed and locked meetings stay where they are."""
    for _ in range(ATTEMPTS - 1):
        with suppress(WrongState):
            return seat_schedule(actor, event, prepare_schedule(actor, event, seconds=seconds))
    return seat_schedule(actor, event, prepare_schedule(actor, event, seconds=seconds))


def _asked(state: Planned) -> tuple[object, ...]:
    return state.event.problem, tuple((row.request_id, row.slot, row.state) for row in state.meetings.values())


def _seated(act: Act, event: models.Event, state: Planned, made: Schedule, old: Sequence[int]) -> models.MeetingPlan:
    kept = {
        number: state.meetings[request.id].table
        for number, request in enumerate(state.requests)
        if request.id in state.meetings and old[number] == made.slots[number]
    }
    known = {seat.request: seat for seat in seats(state.event, made.slots, kept)}
    rows = []
    for number, request in enumerate(state.requests):
        seat, before = known[request.id], state.meetings.get(request.id)
        stays = before is not None and old[number] == made.slots[number]
        rows.append(
            models.Meeting(
                request=request,
                state=before.state if before is not None and stays else "proposed",
                slot=made.slots[number] + 1,
                table=seat.table,
                why=[{"kind": item.kind, "names": item.names, "slots": item.slots} for item in seat.why],
            )
        )
    act.keep(rows)
    moved = [state.requests[number].id for number in made.moved]
    act.summary = {"meetings": len(rows), "breaks": made.breaks, "bound": made.bound, "moved": len(moved)}
    plan = models.MeetingPlan(
        event=event,
        at=act.at,
        meetings=len(rows),
        people=len(state.attendances),
        breaks=made.breaks,
        bound=made.bound,
        moved=moved,
    )
    act.add([plan])
    return plan


def change_meeting(actor: Actor, request: str, step: str, *, reason: str = "") -> models.Meeting:
    """Confirm, lock, unlock or cancel a meeting; a cancelled one leaves its slot to the next schedule."""
    row = _meeting(request)
    if step not in _NEXT:
        raise WrongState(f"a meeting takes the steps {', '.join(_NEXT)}; got {step!r}")
    verb = "confirm a meeting" if step in {"confirm", "cancel"} else "schedule meetings"
    institutions = frozenset({row.request.asks.institution_id, row.request.asked.institution_id})
    require(actor, verb, institutions)
    before, after = _NEXT[step]
    if row.state not in before:
        raise WrongState(f"the meeting is {row.state}; to {step} it, it must be {' or '.join(sorted(before))}")
    with acting(
        actor, verb, subject=f"meeting:{request}", programme=row.request.event.programme_id, reason=reason,
        institutions=institutions,
    ) as act:  # fmt: skip
        row.state, row.note = after, reason
        act.keep([row], new=False)
    return row


def record_outcome(actor: Actor, request: str, *, project: str | None = None, note: str = "") -> models.Meeting:
    """Say that a meeting was held, and which project came of it, where one did."""
    require(actor, "record an outcome")
    row = _meeting(request)
    if row.state not in {*OPEN, "held"}:
        raise WrongState(f"the meeting is {row.state}; only one that was to take place can have been held")
    programme = row.request.event.programme_id
    if project and not models.Project.objects.filter(pk=project, programme=programme).exists():
        raise UnknownRow(f"no project of the programme {programme!r} has the id {project!r}")
    with acting(actor, "record an outcome", subject=f"meeting:{request}", programme=programme) as act:
        row.state, row.project_id, row.note = "held", project or None, note
        act.keep([row], new=False)
    return row


def withdraw_seat(actor: Actor, attendance: str, *, reason: str = "") -> Collection[str]:
    """Take a seat back: its open meetings are cancelled; the requests that this touched."""
    seat = _seat(attendance)
    with _acting(actor, "take part in an event", seat.event, seat.institution_id, reason) as act:
        seat.withdrawn = True
        act.keep([seat], new=False)
        rows = [
            row
            for row in models.Meeting.objects.filter(request__event=seat.event_id, state__in=OPEN).select_related(
                "request"
            )
            if attendance in {row.request.asks_id, row.request.asked_id}
        ]
        for row in rows:
            row.state, row.note = "cancelled", reason
        act.keep(rows, new=False)
    return [row.request_id for row in rows]


def _event(key: str) -> models.Event:
    row = models.Event.objects.filter(pk=key).first()
    if row is None:
        raise UnknownRow(f"no event has the id {key!r}")
    return row


def _seat(key: str) -> models.Attendance:
    row = models.Attendance.objects.filter(pk=key, withdrawn=False).select_related("event").first()
    if row is None:
        raise UnknownRow(f"no seat at an event has the id {key!r}")
    return row


def _meeting(request: str) -> models.Meeting:
    related = ("request__event", "request__asks", "request__asked")
    row = models.Meeting.objects.filter(pk=request).select_related(*related).first()
    if row is None:
        raise UnknownRow(f"no meeting has the id {request!r}; it may not have a seat yet")
    return row


def _acting(
    actor: Actor, verb: str, event: models.Event, institution: str | None = None, reason: str = ""
) -> AbstractContextManager[Act]:
    return acting(
        actor,
        verb,
        subject=f"event:{event.id}",
        programme=event.programme_id,
        reason=reason,
        institutions=None if institution is None else frozenset({institution}),
    )
