"""What an event's schedule is asked to do: participants, requested meetings, slots, and what binds them.

A `MeetingProblem` is plain data that pickles; `require_possible` checks it and explains what cannot be met.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from hongqiao.errors import ImpossibleEvent

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Request:
    """A meeting that two participants want, numbered by its place in the event (from 0)."""

    first: int
    second: int
    allowed: frozenset[int] | None = None
    """Slots the request itself admits (its session, its fixed slot); None admits every slot."""
    after: frozenset[int] = frozenset()
    """Requests that must lie in an earlier slot."""


@dataclass(frozen=True, slots=True)
class Cap:
    """At most `limit` of these meetings in one slot: tables, interpreters, or a kind of meeting."""

    name: str
    limit: int
    requests: frozenset[int]


@dataclass(frozen=True, slots=True)
class MeetingProblem:
    """Participants and slots are numbered from 0; `days` gives the day of each slot, in order of time.

    A break is a run of free slots between two meetings of one participant on one day; the night is none.
    """

    participants: tuple[str, ...]
    requests: tuple[Request, ...]
    days: tuple[int, ...]
    caps: tuple[Cap, ...]
    forbidden: tuple[frozenset[int], ...]
    fairness: int | None = 2
    """No participant has more than this many breaks more than another; None leaves it open."""
    titles: tuple[str, ...] = field(default=())
    """The name of each request, for messages; empty numbers them from 1."""

    @property
    def slots(self) -> int:
        """How many slots there are."""
        return len(self.days)

    def title(self, request: int) -> str:
        """How messages call a request."""
        return self.titles[request] if self.titles else f"meeting {request + 1}"

    def of_participant(self) -> list[list[int]]:
        """The requests of each participant, in order."""
        found: list[list[int]] = [[] for _ in self.participants]
        for number, request in enumerate(self.requests):
            found[request.first].append(number)
            found[request.second].append(number)
        return found

    def allowed(self) -> list[list[int]]:
        """The slots each request may take, in order: its own, not forbidden to either side, within its precedences."""
        slots = [
            {
                slot
                for slot in (request.allowed if request.allowed is not None else range(self.slots))
                if slot not in self.forbidden[request.first] and slot not in self.forbidden[request.second]
            }
            for request in self.requests
        ]
        narrowed = True
        while narrowed:
            narrowed = False
            for later, request in enumerate(self.requests):
                for earlier in request.after:
                    if not slots[later] or not slots[earlier]:
                        continue
                    kept_later = {slot for slot in slots[later] if slot > min(slots[earlier])}
                    kept_earlier = {slot for slot in slots[earlier] if slot < max(slots[later], default=-1)}
                    narrowed |= kept_later != slots[later] or kept_earlier != slots[earlier]
                    slots[later], slots[earlier] = kept_later, kept_earlier
        return [sorted(item) for item in slots]


def require_possible(problem: MeetingProblem) -> None:
    """Raise ImpossibleEvent, naming everyone and everything that cannot be met, where that shows at a glance.

    Checked: a circle of precedences, requests without any slot, participants with more meetings than slots (and by
    how much), participants forbidden everywhere, two fixed meetings of one person in one slot, more fixed meetings
    in a slot than tables, more meetings than tables × slots.
    """
    complaints = [*_circle(problem)]
    if complaints:  # narrowing precedences in a circle would empty their slots and hide the reason
        raise ImpossibleEvent("; ".join(complaints))
    allowed = problem.allowed()
    mine = problem.of_participant()
    complaints += _participants(problem, mine, allowed)
    if not complaints:
        complaints += [
            f"{problem.title(number)} ({_pair(problem, number)}) has no slot that both sides, its session and its order allow"
            for number, slots in enumerate(allowed)
            if not slots
        ]
    complaints += _fixed_twice(problem, mine, allowed)
    if not complaints:
        complaints += _unfair(problem, mine, allowed)
    for cap in problem.caps:
        room = cap.limit * problem.slots
        if len(cap.requests) > room:
            complaints.append(
                f"{len(cap.requests)} meetings need {cap.name}, {cap.limit} × {problem.slots} slots give {room}: "
                f"{len(cap.requests) - room} too many"
            )
        fixed: dict[int, int] = {}
        for number in cap.requests:
            if len(allowed[number]) == 1:
                fixed[allowed[number][0]] = fixed.get(allowed[number][0], 0) + 1
        complaints += [
            f"slot {slot + 1} has {count} fixed meetings and {cap.limit} {cap.name}"
            for slot, count in sorted(fixed.items())
            if count > cap.limit
        ]
    if complaints:
        raise ImpossibleEvent("; ".join(complaints))


def _participants(problem: MeetingProblem, mine: list[list[int]], allowed: list[list[int]]) -> "Iterable[str]":
    for person, numbers in enumerate(mine):
        if not numbers:
            continue
        open_slots = [slot for slot in range(problem.slots) if slot not in problem.forbidden[person]]
        name = problem.participants[person]
        if not open_slots:
            yield f"{name} is forbidden in every slot but has {len(numbers)} requested meetings"
        elif len(numbers) > len(open_slots):
            yield (
                f"{name} has {len(numbers)} requested meetings and {len(open_slots)} free slots: "
                f"{len(numbers) - len(open_slots)} too many"
            )
        else:
            reachable = {slot for number in numbers for slot in allowed[number]}
            if all(allowed[number] for number in numbers) and len(reachable) < len(numbers):
                yield (
                    f"{name}'s {len(numbers)} meetings have only {len(reachable)} slots that both sides share: "
                    f"{len(numbers) - len(reachable)} too many"
                )


def _unfair(problem: MeetingProblem, mine: list[list[int]], allowed: list[list[int]]) -> "Iterable[str]":
    # whoever has a single meeting never waits, so that fairness then caps everyone's breaks
    if problem.fairness is None or all(len(numbers) > 1 for numbers in mine):
        return
    for person, numbers in enumerate(mine):
        least = _fewest_of(problem, numbers, allowed)
        if least > problem.fairness:
            yield (
                f"{problem.participants[person]} cannot have fewer than {least} breaks with the slots open to the "
                f"{len(numbers)} meetings; fairness allows {problem.fairness}, since others have none"
            )


def _fixed_twice(problem: MeetingProblem, mine: list[list[int]], allowed: list[list[int]]) -> "Iterable[str]":
    for person, numbers in enumerate(mine):
        taken: dict[int, int] = {}
        for number in numbers:
            if len(allowed[number]) == 1:
                slot = allowed[number][0]
                if slot in taken:
                    yield (
                        f"{problem.participants[person]} has {problem.title(taken[slot])} and {problem.title(number)} "
                        f"both fixed to slot {slot + 1}"
                    )
                taken[slot] = number


def _circle(problem: MeetingProblem) -> "Iterable[str]":
    waiting = {number: set(request.after) for number, request in enumerate(problem.requests) if request.after}
    while ready := [number for number, after in waiting.items() if not after & waiting.keys()]:
        for number in ready:
            del waiting[number]
    if waiting:
        yield "these meetings must each come before another in a circle: " + ", ".join(
            problem.title(number) for number in sorted(waiting)
        )


def _pair(problem: MeetingProblem, number: int) -> str:
    request = problem.requests[number]
    return f"{problem.participants[request.first]} with {problem.participants[request.second]}"


def breaks_of(slots: "Iterable[int]", days: tuple[int, ...]) -> int:
    """The runs of free slots between one participant's meetings, within each day.

    >>> breaks_of([0, 1, 3, 5], (0, 0, 0, 0, 1, 1))
    1
    """
    ordered = sorted(slots)
    return sum(later != earlier + 1 and days[later] == days[earlier] for earlier, later in pairwise(ordered))


def fewest_breaks(problem: MeetingProblem) -> int:
    """A bound below every schedule: each participant alone, with the slots that participant's meetings may take.

    A run of open slots on one day holds its length in meetings; k runs of one day cost k - 1 breaks at least.
    """
    allowed = problem.allowed()
    return sum(_fewest_of(problem, numbers, allowed) for numbers in problem.of_participant())


def _fewest_of(problem: MeetingProblem, numbers: list[int], allowed: list[list[int]]) -> int:
    if len(numbers) < 2:
        return 0
    by_day: dict[int, list[int]] = {}
    previous = -2
    for slot in sorted({slot for number in numbers for slot in allowed[number]}):
        runs = by_day.setdefault(problem.days[slot], [])
        if slot == previous + 1 and runs and problem.days[previous] == problem.days[slot]:
            runs[-1] += 1
        else:
            runs.append(1)
        previous = slot
    return _fewest(len(numbers), by_day)


def _fewest(meetings: int, by_day: Mapping[int, list[int]]) -> int:
    longest = sum(max(runs) for runs in by_day.values())
    rest = sorted((run for runs in by_day.values() for run in sorted(runs)[:-1]), reverse=True)
    count = 0
    while longest < meetings and count < len(rest):
        longest += rest[count]
        count += 1
    return count
