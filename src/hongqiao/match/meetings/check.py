"""The checker that every schedule passes: it shares no code with the methods that make schedules."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from hongqiao.match.meetings.problem import MeetingProblem


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a schedule breaks, in words, and the breaks it leaves."""

    violations: tuple[str, ...]
    breaks: int
    most: int
    fewest: int

    @property
    def passed(self) -> bool:
        """Whether nothing is broken."""
        return not self.violations


def check(problem: MeetingProblem, slots: Sequence[int]) -> Verdict:
    """Hold a schedule (one slot per request, from 0) to everything that the problem states."""
    wrong: list[str] = []
    if len(slots) != len(problem.requests):
        return Verdict((f"{len(slots)} slots for {len(problem.requests)} meetings",), 0, 0, 0)
    calendar: dict[int, list[tuple[int, int]]] = {person: [] for person in range(len(problem.participants))}
    for number, (request, slot) in enumerate(zip(problem.requests, slots, strict=True)):
        name = problem.title(number)
        if not 0 <= slot < len(problem.days):
            wrong.append(f"{name} lies in slot {slot + 1}, there are 1 to {len(problem.days)}")
            continue
        if request.allowed is not None and slot not in request.allowed:
            wrong.append(f"{name} lies in slot {slot + 1}, outside its session or fixed slot")
        for person in (request.first, request.second):
            if slot in problem.forbidden[person]:
                wrong.append(f"{name} lies in slot {slot + 1}, forbidden to {problem.participants[person]}")
            calendar[person].append((slot, number))
        wrong.extend(
            f"{name} lies before {problem.title(earlier)}, which must precede it"
            for earlier in sorted(request.after)
            if slots[earlier] >= slot
        )
    for cap in problem.caps:
        for slot, count in sorted(Counter(slots[number] for number in cap.requests).items()):
            if count > cap.limit:
                wrong.append(f"slot {slot + 1} holds {count} meetings for {cap.limit} {cap.name}")
    waits = []
    for person, entries in calendar.items():
        entries.sort()
        waiting = 0
        for (slot, number), (following, other) in pairwise(entries):
            if slot == following:
                wrong.append(
                    f"{problem.participants[person]} has {problem.title(number)} and {problem.title(other)} "
                    f"in slot {slot + 1}"
                )
            elif following - slot > 1 and problem.days[slot] == problem.days[following]:
                waiting += 1
        waits.append(waiting)
    most, fewest = max(waits, default=0), min(waits, default=0)
    if problem.fairness is not None and most - fewest > problem.fairness:
        wrong.append(f"breaks range from {fewest} to {most} per participant; fairness allows {problem.fairness}")
    return Verdict(tuple(wrong), sum(waits), most, fewest)
