"""An event of the record as the schedule takes it: slots from sessions, seats from attendances, open requests."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hongqiao.errors import NotSetUp, UnreadableEvent
from hongqiao.match.meetings import Event
from hongqiao.match.meetings.event import Slot, from_plain
from hongqiao.record import models

OPEN = ("proposed", "confirmed", "locked")
"""States in which a meeting will take place."""


@dataclass(frozen=True, slots=True)
class Planned:
    """An event with its rows: requests in the order of the problem, and the meeting of each where it has one."""

    event: Event
    requests: tuple[models.MeetingRequest, ...]
    meetings: Mapping[str, models.Meeting]
    attendances: Mapping[str, models.Attendance]


def planned(event_id: str) -> Planned:
    """The event's meeting problem; raises NotSetUp where it has no tables or no sessions."""
    settings = models.MeetingSettings.objects.filter(event=event_id).first()
    sessions = list(models.Session.objects.filter(event=event_id))
    if settings is None or not sessions:
        raise NotSetUp(f"the event {event_id!r} offers no meetings yet: set its tables and sessions first")
    attendances = {row.id: row for row in models.Attendance.objects.filter(event=event_id, withdrawn=False)}
    meetings = {row.request_id: row for row in models.Meeting.objects.filter(request__event=event_id)}
    requests = tuple(
        row
        for row in models.MeetingRequest.objects.filter(event=event_id, withdrawn=False)
        if row.asks_id in attendances
        and row.asked_id in attendances
        and (row.id not in meetings or meetings[row.id].state in OPEN)
    )
    given: dict[str, Any] = {
        "event": {"name": event_id, "tables": settings.tables, "fairness": settings.fairness},
        "sessions": [_session(row) for row in sessions],
        "participants": [_participant(row) for row in attendances.values()],
        "requests": [_request(row) for row in requests],
    }
    if settings.interpreters is not None:
        given["event"]["interpreters"] = settings.interpreters
    return Planned(from_plain(given), requests, meetings, attendances)


def slots_of(sessions: Sequence[models.Session]) -> list[Slot]:
    """The slots of an event's sessions in order of time; a slot's number is its place here, from 1."""
    found = []
    for row in sessions:
        start = starts(row)
        step = row.minutes + row.pause
        found += [Slot(row.id, start + dt.timedelta(minutes=step * number), row.minutes) for number in range(row.slots)]
    return sorted(found, key=lambda slot: slot.start)


def starts(session: models.Session) -> dt.datetime:
    """When a session begins, by the clock on the wall of the event."""
    try:
        return dt.datetime.combine(session.day, dt.time.fromisoformat(session.begins))
    except ValueError as error:
        raise UnreadableEvent(f"a session begins at {session.begins!r}; write it as 09:30") from error


def _session(row: models.Session) -> dict[str, Any]:
    return {"name": row.id, "start": starts(row), "slots": row.slots, "minutes": row.minutes, "pause": row.pause}


def _participant(row: models.Attendance) -> dict[str, Any]:
    most = {"most": row.most} if row.most is not None else {}
    return {"id": row.id, "name": row.id, "languages": row.languages, "forbidden": row.away, **most}


def _request(row: models.MeetingRequest) -> dict[str, Any]:
    session = {"session": row.session_id} if row.session_id else {}
    return {"id": row.id, "between": [row.asks_id, row.asked_id], **session}
