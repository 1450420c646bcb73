"""Events as organisers write them, in TOML: participants, sessions with times, requests, tables and caps.

See the reference page of ``hongqiao schedule`` for the file, with an example that runs.
"""

import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from hongqiao.errors import DuplicateId, ImpossibleEvent, UnreadableEvent
from hongqiao.match.meetings.problem import Cap, MeetingProblem, Request

_EVENT_KEYS = {"name", "tables", "fairness", "interpreters", "place"}
_PARTICIPANT_KEYS = {"id", "name", "languages", "kind", "forbidden", "most"}
_REQUEST_KEYS = {"id", "between", "session", "fixed", "after"}


@dataclass(frozen=True, slots=True)
class Participant:
    """Someone who comes to meet; `most` caps that participant's meetings."""

    id: str
    name: str
    languages: tuple[str, ...] = ()
    kind: str = ""
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Slot:
    """A stretch of time in which each table holds one meeting."""

    session: str
    start: dt.datetime
    minutes: int

    @property
    def end(self) -> dt.datetime:
        """When it is over."""
        return self.start + dt.timedelta(minutes=self.minutes)


@dataclass(frozen=True, slots=True)
class Event:
    """An event with names and times, and the meeting problem that it states."""

    name: str
    place: str
    participants: tuple[Participant, ...]
    slots: tuple[Slot, ...]
    ids: tuple[str, ...]
    interpreted: frozenset[int]
    """Requests whose two sides share no language."""
    problem: MeetingProblem


def read(text: str) -> Event:
    """An event from its TOML text; UnreadableEvent or ImpossibleEvent says what is wrong, by name."""
    try:
        given = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UnreadableEvent(f"the event is not TOML: {error}") from error
    return from_plain(given)


def from_plain(given: Mapping[str, Any]) -> Event:
    """An event from plain values, in the shape of the TOML file."""
    event = _known(given.get("event", {}), _EVENT_KEYS, "[event]")
    slots = _slots(given.get("sessions", []))
    participants, forbidden = _participants(given.get("participants", []), slots)
    ids, requests = _requests(given.get("requests", []), participants, slots)
    every = frozenset(range(len(requests)))
    interpreted = frozenset(
        number
        for number, request in enumerate(requests)
        if _strangers(participants[request.first], participants[request.second])
    )
    caps = [Cap("tables", _whole(event.get("tables"), "tables of [event]"), every)]
    if "interpreters" in event:
        caps.append(Cap("interpreters", _whole(event["interpreters"], "interpreters of [event]"), interpreted))
    for entry in given.get("caps", []):
        kind, limit = entry.get("kind"), _whole(entry.get("limit"), "limit of [[caps]]")
        members = frozenset(
            number
            for number, request in enumerate(requests)
            if kind in {participants[request.first].kind, participants[request.second].kind}
        )
        if not members:
            raise UnreadableEvent(f"[[caps]] names the kind {kind!r}; no requested meeting has a participant of it")
        caps.append(Cap(f"tables for kind {kind}", limit, members))
    fairness = event.get("fairness", 2)
    days = [slot.start.date() for slot in slots]
    order = {day: number for number, day in enumerate(dict.fromkeys(days))}
    problem = MeetingProblem(
        tuple(person.name for person in participants),
        tuple(requests),
        tuple(order[day] for day in days),
        tuple(caps),
        tuple(forbidden),
        None if fairness is False else _whole(fairness, "fairness of [event]"),
        tuple(ids),
    )
    _most(problem, participants)
    return Event(
        str(event.get("name", "Event")), str(event.get("place", "")), tuple(participants), slots, tuple(ids),
        interpreted, problem,
    )  # fmt: skip


def _known(entry: object, keys: set[str], where: str) -> Mapping[str, Any]:
    if not isinstance(entry, dict):
        raise UnreadableEvent(f"{where} is a table of {', '.join(sorted(keys))}")
    if unknown := set(entry) - keys:
        raise UnreadableEvent(f"{where} has {', '.join(sorted(unknown))}; it knows {', '.join(sorted(keys))}")
    return entry


def _whole(value: object, where: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise UnreadableEvent(f"{where} needs a whole number of at least 0, got {value!r}")
    return value


def _slots(sessions: list[Any]) -> tuple[Slot, ...]:
    found: list[Slot] = []
    for entry in sessions:
        _known(entry, {"name", "start", "slots", "minutes", "pause"}, "[[sessions]]")
        start = entry.get("start")
        if not isinstance(start, dt.datetime):
            raise UnreadableEvent(f"a session needs its start as a date and time, got {start!r}")
        minutes = _whole(entry.get("minutes"), "minutes of [[sessions]]")
        if minutes < 1:
            raise UnreadableEvent("a slot lasts at least one minute")
        pause = _whole(entry.get("pause", 0), "pause of [[sessions]]")
        for number in range(_whole(entry.get("slots"), "slots of [[sessions]]")):
            begin = start + dt.timedelta(minutes=number * (minutes + pause))
            found.append(Slot(str(entry.get("name", "session")), begin, minutes))
    if not found:
        raise UnreadableEvent("the event has no slots: write at least one [[sessions]] with start, slots and minutes")
    found.sort(key=lambda slot: slot.start)
    for slot, following in pairwise(found):
        if following.start < slot.end:
            raise UnreadableEvent(
                f"the sessions {slot.session!r} and {following.session!r} overlap at {following.start}"
            )
    return tuple(found)


def _participants(entries: list[Any], slots: tuple[Slot, ...]) -> tuple[list[Participant], list[frozenset[int]]]:
    found: list[Participant] = []
    forbidden: list[frozenset[int]] = []
    for entry in entries:
        _known(entry, _PARTICIPANT_KEYS, "[[participants]]")
        identity = str(entry.get("id", "")).strip()
        if not identity:
            raise UnreadableEvent("a participant needs an id")
        if any(person.id == identity for person in found):
            raise DuplicateId(f"two participants have the id {identity!r}")
        most = _whole(entry["most"], f"most of {identity}") if "most" in entry else None
        found.append(
            Participant(
                identity,
                str(entry.get("name", identity)),
                tuple(map(str, entry.get("languages", ()))),
                str(entry.get("kind", "")),
                most,
            )
        )
        closed: set[int] = set()
        for item in entry.get("forbidden", ()):
            closed |= _slots_named(item, slots, f"forbidden of {identity}")
        forbidden.append(frozenset(closed))
    return found, forbidden


def _slots_named(item: object, slots: tuple[Slot, ...], where: str) -> frozenset[int]:
    if isinstance(item, int) and 1 <= item <= len(slots):
        return frozenset({item - 1})
    named = frozenset(number for number, slot in enumerate(slots) if slot.session == item)
    if not named:
        raise UnreadableEvent(f"{where} names {item!r}; a slot is 1 to {len(slots)}, or a session's name")
    return named


def _requests(
    entries: list[Any], participants: list[Participant], slots: tuple[Slot, ...]
) -> tuple[list[str], list[Request]]:
    by_id = {person.id: number for number, person in enumerate(participants)}
    ids: list[str] = []
    for number, entry in enumerate(entries, 1):
        _known(entry, _REQUEST_KEYS, "[[requests]]")
        identity = str(entry.get("id", number))
        if identity in ids:
            raise DuplicateId(f"two requests have the id {identity!r}")
        ids.append(identity)
    numbers = {identity: number for number, identity in enumerate(ids)}
    found: list[Request] = []
    for identity, entry in zip(ids, entries, strict=True):
        between = entry.get("between", ())
        if len(between) != 2 or between[0] == between[1]:
            raise UnreadableEvent(f"request {identity} needs two different participants in `between`, got {between!r}")
        if strangers := [name for name in between if name not in by_id]:
            raise UnreadableEvent(f"request {identity} names {strangers[0]!r}, who is no participant")
        if unknown := [str(name) for name in entry.get("after", ()) if str(name) not in numbers]:
            raise UnreadableEvent(f"request {identity} comes after {unknown[0]!r}, which is no request")
        allowed: frozenset[int] | None = None
        if "session" in entry:
            allowed = _slots_named(str(entry["session"]), slots, f"session of request {identity}")
        if "fixed" in entry:
            fixed = _slots_named(_whole(entry["fixed"], f"fixed of {identity}"), slots, f"fixed of {identity}")
            allowed = fixed if allowed is None else allowed & fixed
        after = frozenset(numbers[str(name)] for name in entry.get("after", ()))
        found.append(Request(by_id[between[0]], by_id[between[1]], allowed, after))
    return ids, found


def _strangers(first: Participant, second: Participant) -> bool:
    return bool(first.languages and second.languages) and not set(first.languages) & set(second.languages)


def _most(problem: MeetingProblem, participants: list[Participant]) -> None:
    complaints = [
        f"{person.name} takes at most {person.most} meetings and has {len(numbers)} requests: {len(numbers) - person.most} too many"
        for person, numbers in zip(participants, problem.of_participant(), strict=True)
        if person.most is not None and len(numbers) > person.most
    ]
    if complaints:
        raise ImpossibleEvent("; ".join(complaints))
