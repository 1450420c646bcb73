"""What people take home: tables for the meetings, a printable agenda, an iCalendar (RFC 5545), and why each seat."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from hongqiao.match.meetings.event import Event
from hongqiao.match.meetings.problem import MeetingProblem

_LINE = 75  # octets of an iCalendar content line, RFC 5545 section 3.1


@dataclass(frozen=True, slots=True)
class Why:
    """One reason for a seat: `kind` is requested, admitted, closed, after, beside or open; slots count from 1."""

    kind: str
    names: tuple[str, ...]
    slots: tuple[int, ...] = ()

    @property
    def says(self) -> str:
        """The same in an English sentence."""
        shown = ", ".join(map(str, self.slots))
        match self.kind:
            case "requested":
                return f"requested by {self.names[0]} and {self.names[1]}"
            case "admitted":
                return f"the request admits {'only slot' if len(self.slots) == 1 else 'slots'} {shown}"
            case "closed":
                return f"{self.names[0]} cannot meet in slots {shown}"
            case "after":
                return f"comes after {self.names[0]} in slot {shown}"
            case "beside":
                return f"beside {self.names[0]}'s meeting in slot {' and '.join(map(str, self.slots))}: no wait"
            case _:
                return f"also open to both: slots {shown}" if shown else "no other slot was open to both"


@dataclass(frozen=True, slots=True)
class Seat:
    """One meeting as it will be held."""

    request: str
    start: dt.datetime
    end: dt.datetime
    table: int
    first: str
    second: str
    interpreted: bool
    why: tuple[Why, ...]


def seats(event: Event, slots: Sequence[int], kept: Mapping[int, int] | None = None) -> list[Seat]:
    """Every meeting with its time and table, in order of time; people stay at their table where they can.

    kept: meetings (from 0) whose table is known already and does not change.
    """
    tables = dict(kept or {})
    last: dict[int, int] = {}
    limit = next(cap.limit for cap in event.problem.caps if cap.name == "tables")
    for slot in range(event.problem.slots):
        here = [number for number, taken in enumerate(slots) if taken == slot]
        free = set(range(1, limit + 1)) - {tables[number] for number in here if number in tables}
        waiting = [number for number in here if number not in tables]
        for number in sorted(waiting, key=lambda number: not (_people(event, number) & last.keys())):
            preferred = [last[person] for person in sorted(_people(event, number)) if last.get(person) in free]
            tables[number] = preferred[0] if preferred else min(free)
            free.remove(tables[number])
        for number in here:
            for person in _people(event, number):
                last[person] = tables[number]
    return [
        Seat(
            event.ids[number],
            event.slots[slots[number]].start,
            event.slots[slots[number]].end,
            tables[number],
            event.participants[event.problem.requests[number].first].name,
            event.participants[event.problem.requests[number].second].name,
            number in event.interpreted,
            tuple(why(event.problem, slots, number)),
        )
        for number in sorted(range(len(slots)), key=lambda number: (slots[number], tables[number]))
    ]


def _people(event: Event, number: int) -> set[int]:
    request = event.problem.requests[number]
    return {request.first, request.second}


def why(problem: MeetingProblem, slots: Sequence[int], number: int) -> Iterator[Why]:
    """Why a meeting lies where it does: its rules, the slots that were open to it, and its neighbours.

    Other open slots were open to this meeting alone; other meetings may have needed them.
    """
    request, slot = problem.requests[number], slots[number]
    first, second = problem.participants[request.first], problem.participants[request.second]
    yield Why("requested", (first, second))
    if request.allowed is not None:
        yield Why("admitted", (), tuple(item + 1 for item in sorted(request.allowed)))
    for person, name in ((request.first, first), (request.second, second)):
        if problem.forbidden[person]:
            yield Why("closed", (name,), tuple(item + 1 for item in sorted(problem.forbidden[person])))
    for earlier in sorted(request.after):
        yield Why("after", (problem.title(earlier),), (slots[earlier] + 1,))
    others: set[int] = set()
    for person, name in ((request.first, first), (request.second, second)):
        mine = {slots[other] for other, item in enumerate(problem.requests) if person in {item.first, item.second}} - {
            slot
        }
        others |= mine
        beside = tuple(item + 1 for item in (slot - 1, slot + 1) if item in mine)
        if beside:
            yield Why("beside", (name,), beside)
    yield Why("open", (), tuple(item + 1 for item in problem.allowed()[number] if item != slot and item not in others))


def printable(event: Event, slots: Sequence[int], participant: str) -> str:
    """One participant's agenda as plain text."""
    person = _participant(event, participant)
    lines = [f"{event.name}{', ' + event.place if event.place else ''}", person, ""]
    mine = [seat for seat in seats(event, slots) if person in {seat.first, seat.second}]
    day = None
    for seat in mine:
        if seat.start.date() != day:
            day = seat.start.date()
            lines.append(f"{day:%Y-%m-%d}")
        other = seat.second if seat.first == person else seat.first
        note = ", with interpreter" if seat.interpreted else ""
        lines.append(f"  {seat.start:%H:%M}–{seat.end:%H:%M}  table {seat.table}  {other}{note}")
    if not mine:
        lines.append("no meetings")
    return "\n".join(lines) + "\n"


def calendar(event: Event, slots: Sequence[int], participant: str, stamp: dt.datetime) -> str:
    """One participant's meetings as an iCalendar; `stamp` says when it was made, in UTC."""
    person = _participant(event, participant)
    entries = []
    for seat in seats(event, slots):
        if person in {seat.first, seat.second}:
            place = f"table {seat.table}" + (f", {event.place}" if event.place else "")
            other = seat.second if seat.first == person else seat.first
            entries.append((f"{seat.request}.{seat.start:%Y%m%d}@{event.name}", seat.start, seat.end, other, place))
    return vcalendar(entries, stamp)


def vcalendar(entries: Iterable[tuple[str, dt.datetime, dt.datetime, str, str]], stamp: dt.datetime) -> str:
    """Entries (id, start, end, summary, place) as an iCalendar; times without a zone float, as on the wall there."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Hongqiao//Meetings//EN", "CALSCALE:GREGORIAN"]
    for key, start, end, summary, place in entries:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{_escaped(key)}",
            f"DTSTAMP:{stamp:%Y%m%dT%H%M%SZ}",
            f"DTSTART{_moment(start)}",
            f"DTEND{_moment(end)}",
            f"SUMMARY:{_escaped(summary)}",
            f"LOCATION:{_escaped(place)}",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(_folded(line) for line in lines)


def _participant(event: Event, participant: str) -> str:
    for person in event.participants:
        if participant in {person.id, person.name}:
            return person.name
    raise KeyError(
        f"no participant {participant!r}; there are {', '.join(item.id for item in event.participants[:8])} …"
    )


def _moment(moment: dt.datetime) -> str:
    if moment.tzinfo is None:  # a floating time: the clock on the wall of the event
        return f":{moment:%Y%m%dT%H%M%S}"
    return f":{moment.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> str:
    parts: list[str] = []
    part = ""
    for letter in line:
        if len((part + letter).encode()) > _LINE - (1 if parts else 0):
            parts.append(part)
            part = ""
        part += letter
    return "\r\n ".join([*parts, part]) + "\r\n"
