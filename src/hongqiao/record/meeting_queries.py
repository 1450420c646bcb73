"""What the pages of an event's meetings ask of the record: seats, requests, the board, agendas, and what came of it."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from hongqiao.ground.basis import Basis, Entry, Step
from hongqiao.ground.figure import Figure
from hongqiao.match.meetings.event import Slot
from hongqiao.record import models
from hongqiao.record.ledger import head
from hongqiao.record.meeting_events import OPEN, slots_of
from hongqiao.record.programme_queries import programme as programme_head
from hongqiao.record.programme_shown import Names, ProgrammeHead


@dataclass(frozen=True, slots=True)
class SeatShown:
    """One seat at the event; the person's name only for those who may see it."""

    id: str
    institution: tuple[str, Names]
    person: str
    languages: tuple[str, ...]
    away: tuple[object, ...]
    meetings: int
    participant: str = ""


@dataclass(frozen=True, slots=True)
class MeetingShown:
    """One requested meeting, and its seat where it has one."""

    id: str
    asks: SeatShown
    asked: SeatShown
    need: tuple[str, str] | None
    offer: tuple[str, str] | None
    state: str
    slot: int
    start: dt.datetime | None
    end: dt.datetime | None
    table: int
    why: tuple[Mapping[str, Any], ...]
    project: tuple[str, Names] | None
    moved: bool
    position: int


@dataclass(frozen=True, slots=True)
class Row:
    """One slot of the board: its number and time, and the meetings in it by table."""

    number: int
    start: dt.datetime
    end: dt.datetime
    meetings: tuple[MeetingShown, ...]


@dataclass(frozen=True, slots=True)
class PlanShown:
    """The latest schedule: breaks left, the bound below every schedule, and what moved."""

    breaks: Figure
    bound: Figure
    moved: tuple[str, ...]
    optimal: bool


@dataclass(frozen=True, slots=True)
class MeetingsShown:
    """An event's meetings."""

    id: str
    names: Names
    programme: ProgrammeHead
    place: Names
    ready: bool
    seats: tuple[SeatShown, ...]
    meetings: tuple[MeetingShown, ...]
    board: tuple[Row, ...]
    plan: PlanShown | None
    requested: Figure
    seated: Figure
    held: Figure
    projects: Figure
    settings: models.MeetingSettings | None
    sessions: tuple[models.Session, ...]
    institutions: tuple[tuple[str, Names], ...]
    listings: tuple[tuple[str, str, str, str], ...]
    known_projects: tuple[tuple[str, Names], ...]

    @property
    def unseated(self) -> tuple[MeetingShown, ...]:
        """Requests that have no seat, and meetings that were cancelled."""
        return tuple(item for item in self.meetings if item.state in {"waiting", "cancelled"})


def meetings(event_id: str, *, people: bool = False) -> MeetingsShown | None:
    """An event's meetings; `people` shows the names of persons. None where there is no such event."""
    event = models.Event.objects.filter(pk=event_id).select_related("place").first()
    found = programme_head(event.programme_id) if event else None
    if event is None or found is None:
        return None
    sessions = tuple(models.Session.objects.filter(event=event_id))
    slots = slots_of(sessions)
    latest = models.MeetingPlan.objects.filter(event=event_id).order_by("-position").first()
    requests = list(
        models.MeetingRequest.objects.filter(event=event_id, withdrawn=False).select_related("need", "offer")
    )
    seats = _seats(event_id, requests, people=people)
    made = {
        row.request_id: row for row in models.Meeting.objects.filter(request__event=event_id).select_related("project")
    }
    moved = frozenset(latest.moved) if latest else frozenset()
    items = tuple(
        _meeting(row, made.get(row.id), seats, slots, moved)
        for row in requests
        if row.asks_id in seats and row.asked_id in seats
    )
    board = tuple(
        Row(
            number, slot.start, slot.end,
            tuple(sorted((item for item in items if item.slot == number and item.state in {*OPEN, "held"}),
                         key=lambda item: item.table)),
        )
        for number, slot in enumerate(slots, start=1)
    )  # fmt: skip
    seated = [row for row in made.values() if row.state in {*OPEN, "held"}]
    held = [row for row in made.values() if row.state == "held"]
    projects = {row.project_id: row for row in held if row.project_id}
    listings = [
        (kind, row.id, row.title or row.text[:60], row.institution_id)
        for kind, model in (("offer", models.Offer), ("need", models.Need))
        for row in model._default_manager.filter(programme=event.programme_id, state="published")
    ]
    return MeetingsShown(
        event.id,
        event.names,
        found,
        event.place.names if event.place else {},
        bool(sessions) and hasattr(event, "meeting_settings"),
        tuple(seats.values()),
        items,
        board,
        _plan(latest),
        _count("number of requested meetings", requests),
        _count("number of meetings with a seat", seated),
        _count("number of meetings that were held", held),
        _count("number of projects that came of a meeting", projects.values()),
        getattr(event, "meeting_settings", None),
        sessions,
        tuple(models.Institution.objects.order_by("id").values_list("id", "names")),
        tuple(listings),
        tuple(models.Project.objects.filter(programme=event.programme_id).values_list("id", "names")),
    )


def counted(event_id: str) -> tuple[Figure, Figure, Figure, Figure] | None:
    """Requests, meetings, meetings held and projects of an event; None where it offers no meetings."""
    if not models.MeetingSettings.objects.filter(event=event_id).exists():
        return None
    found = meetings(event_id)
    return (found.requested, found.seated, found.held, found.projects) if found else None


def event_of(request: str) -> str:
    """The event of a meeting or request; empty where there is none."""
    return models.MeetingRequest.objects.filter(pk=request).values_list("event_id", flat=True).first() or ""


PEOPLE = 50


@dataclass(frozen=True, slots=True)
class ParticipantShown:
    """A person who comes to an event, for those alone who may erase personal data."""

    id: str
    name: str
    email: str
    event: tuple[str, Names]
    institution: tuple[str, Names] | None


def participants(after: str = "") -> tuple[list[ParticipantShown], str]:
    """Participants of all events in the order of their ids, and the id to go on after (empty for none)."""
    rows = list(models.Participant.objects.filter(pk__gt=after).select_related("event").order_by("id")[: PEOPLE + 1])
    page = rows[:PEOPLE]
    seats = models.Attendance.objects.filter(participant__in=[row.id for row in page]).select_related("institution")
    of = {seat.participant: (seat.institution_id, seat.institution.names) for seat in seats}
    found = [
        ParticipantShown(row.id, row.name, row.email, (row.event_id, row.event.names), of.get(row.id)) for row in page
    ]
    return found, found[-1].id if len(rows) > PEOPLE else ""


def agenda(attendance: str, *, people: bool = False) -> tuple[MeetingsShown, SeatShown] | None:
    """One seat's meetings, in the event's."""
    event = models.Attendance.objects.filter(pk=attendance, withdrawn=False).values_list("event_id", flat=True).first()
    found = meetings(event, people=people) if event else None
    if found is None:
        return None
    return found, next(seat for seat in found.seats if seat.id == attendance)


def _seats(event: str, requests: list[models.MeetingRequest], *, people: bool) -> dict[str, SeatShown]:
    rows = models.Attendance.objects.filter(event=event, withdrawn=False).select_related("institution")
    persons = dict(models.Participant.objects.filter(event=event).values_list("id", "name")) if people else {}
    count: dict[str, int] = {}
    for request in requests:
        for seat in (request.asks_id, request.asked_id):
            count[seat] = count.get(seat, 0) + 1
    return {
        row.id: SeatShown(
            row.id, (row.institution_id, row.institution.names), persons.get(row.participant, ""),
            tuple(row.languages), tuple(row.away), count.get(row.id, 0),
            row.participant if people else "",
        )
        for row in rows
    }  # fmt: skip


def _meeting(
    row: models.MeetingRequest,
    made: models.Meeting | None,
    seats: Mapping[str, SeatShown],
    slots: list[Slot],
    moved: frozenset[str],
) -> MeetingShown:
    slot = slots[made.slot - 1] if made is not None and made.slot <= len(slots) else None
    return MeetingShown(
        row.id,
        seats[row.asks_id],
        seats[row.asked_id],
        (row.need.id, row.need.title or row.need.text[:60]) if row.need else None,
        (row.offer.id, row.offer.title or row.offer.text[:60]) if row.offer else None,
        made.state if made else "waiting",
        made.slot if made else 0,
        slot.start if slot else None,
        slot.end if slot else None,
        made.table if made else 0,
        tuple(made.why) if made else (),
        (made.project.id, made.project.names) if made and made.project else None,
        row.id in moved,
        made.position if made else row.position,
    )


def _plan(row: models.MeetingPlan | None) -> PlanShown | None:
    if row is None:
        return None
    basis = Entry(str(row.position))
    return PlanShown(
        Figure(float(row.breaks), "count", Step("runs of free slots between two meetings", "1", (basis,))),
        Figure(float(row.bound), "count", Step("bound below every schedule", "1", (basis,))),
        tuple(row.moved),
        row.breaks == row.bound,
    )


def _count(formula: str, rows: Iterable[Any]) -> Figure:
    """How many rows, resting on the ledger entries that made them; none rests on the ledger as it stands."""
    found = list(rows)
    entries: tuple[Basis, ...] = tuple(dict.fromkeys(Entry(str(row.position)) for row in found))
    return Figure(
        float(len(found)), "count", Step(formula, "1", entries or (Entry(str(head()[0])),), (("found", len(found)),))
    )
