"""The meeting problem as MaxSAT, after Bofill et al. (JAIR 74, 2022), with its two implied constraints.

Variables: x(m, s) meeting m takes slot s; u(p, s) participant p is used in slot s; h(p, s) p has met by slot s;
e(p, s) a break of p ends after slot s. Implied: each participant is used as often as it has meetings, and an even
number of participants is used in each slot.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from hongqiao.match.meetings.clauses import Clauses
from hongqiao.match.meetings.problem import MeetingProblem


@dataclass(frozen=True, slots=True)
class Encoded:
    """Clauses, and the variable of each meeting and slot."""

    clauses: Clauses
    takes: dict[tuple[int, int], int]

    def slots(self, model: Sequence[int], meetings: int) -> list[int]:
        """The schedule that a model states."""
        true = {literal for literal in model if literal > 0}
        found = [-1] * meetings
        for (meeting, slot), variable in self.takes.items():
            if variable in true:
                found[meeting] = slot
        return found


def encode(problem: MeetingProblem, least: int = 0, most: int | None = None, parity: str = "cap") -> Encoded:
    """All clauses; every participant has `least` to `most` breaks, and every break costs one."""
    clauses = Clauses()
    takes = {(meeting, slot): clauses.new() for meeting, slots in enumerate(problem.allowed()) for slot in slots}
    options = [[takes[meeting, slot] for slot in slots] for meeting, slots in enumerate(problem.allowed())]
    for literals in options:
        clauses.add(*literals)
        clauses.at_most_one(literals)
    _precedences(clauses, problem, takes)
    used = _used(clauses, problem, takes)
    _caps(clauses, problem, takes)
    for person, numbers in enumerate(problem.of_participant()):
        _breaks(clauses, problem, used[person], len(numbers), least, most)
    if parity != "none":
        _even(clauses, problem, used, parity)
    return Encoded(clauses, takes)


def _precedences(clauses: Clauses, problem: MeetingProblem, takes: dict[tuple[int, int], int]) -> None:
    ordered = {number for number, request in enumerate(problem.requests) if request.after}
    ordered |= {earlier for request in problem.requests for earlier in request.after}
    by: dict[tuple[int, int], int] = {}  # by(m, s): meeting m takes slot s or an earlier one
    for meeting in sorted(ordered):
        for slot in range(problem.slots):
            by[meeting, slot] = clauses.new()
            taken = takes.get((meeting, slot))
            if slot:
                clauses.add(-by[meeting, slot - 1], by[meeting, slot])
            if taken:
                clauses.add(-taken, by[meeting, slot])
                if slot:
                    clauses.add(-taken, -by[meeting, slot - 1])
            clauses.add(-by[meeting, slot], *([by[meeting, slot - 1]] if slot else []), *([taken] if taken else []))
        clauses.add(by[meeting, problem.slots - 1])
    for later, request in enumerate(problem.requests):
        for earlier in request.after:
            clauses.add(-by[later, 0])
            for slot in range(1, problem.slots):
                clauses.add(-by[later, slot], by[earlier, slot - 1])


def _used(clauses: Clauses, problem: MeetingProblem, takes: dict[tuple[int, int], int]) -> list[dict[int, int]]:
    found: list[dict[int, int]] = []
    for numbers in problem.of_participant():
        mine: dict[int, int] = {}
        for slot in range(problem.slots):
            literals = [takes[number, slot] for number in numbers if (number, slot) in takes]
            if not literals:
                continue
            clauses.at_most_one(literals)
            mine[slot] = clauses.new()
            clauses.add(-mine[slot], *literals)
            for literal in literals:
                clauses.add(-literal, mine[slot])
        found.append(mine)
        if mine and len(numbers) <= len(mine):
            present = list(mine.values())
            clauses.at_most(present, len(numbers))
            clauses.at_most([-literal for literal in present], len(present) - len(numbers))
    return found


def _caps(clauses: Clauses, problem: MeetingProblem, takes: dict[tuple[int, int], int]) -> None:
    mine = problem.of_participant()
    for cap in problem.caps:
        # meetings of one participant never share a slot, so that one literal may count for all of them
        left, clusters = set(cap.requests), list[list[int]]()
        while left:
            person = max(range(len(mine)), key=lambda candidate: len(left.intersection(mine[candidate])))
            together = left.intersection(mine[person])
            clusters.append(sorted(together))
            left -= together
        for slot in range(problem.slots):
            literals = []
            for cluster in clusters:
                members = [takes[number, slot] for number in cluster if (number, slot) in takes]
                if len(members) > 1:
                    joint = clauses.new()
                    for member in members:
                        clauses.add(-member, joint)
                    literals.append(joint)
                else:
                    literals += members
            clauses.at_most(literals, cap.limit)


def _breaks(
    clauses: Clauses, problem: MeetingProblem, used: dict[int, int], meetings: int, least: int, most: int | None
) -> None:
    ends: list[int] = []
    for day in dict.fromkeys(problem.days):
        slots = [slot for slot, of_day in enumerate(problem.days) if of_day == day]
        held = 0
        for slot, following in pairwise(slots):
            now, then, before = used.get(slot), used.get(following), held
            if now is None and not before:
                continue
            held = clauses.new()
            if now:
                clauses.add(-now, held)
            if before:
                clauses.add(-before, held)
            clauses.add(-held, *([now] if now else []), *([before] if before else []))
            if then and before:
                end = clauses.new()
                ends.append(end)
                clauses.add(*([now] if now else []), -held, -then, end)
                if now:
                    clauses.add(-end, -now)
                clauses.add(-end, held)
                clauses.add(-end, then)
    if meetings > 1:
        if most is not None:
            clauses.at_most(ends, most)
        clauses.soft += [-end for end in ends]
    if least:
        if len(ends) < least:
            clauses.add()
        clauses.at_most([-end for end in ends], len(ends) - least)


def _even(clauses: Clauses, problem: MeetingProblem, used: list[dict[int, int]], parity: str) -> None:
    everything = frozenset(range(len(problem.requests)))
    tables = min((cap.limit for cap in problem.caps if cap.requests == everything), default=len(everything))
    for slot in range(problem.slots):
        literals = [mine[slot] for mine in used if slot in mine]
        outputs = clauses.totalizer(literals, 2 * tables + 1)
        if len(outputs) > 2 * tables:
            clauses.add(-outputs[2 * tables])
        if parity == "full":
            for odd in range(0, min(2 * tables, len(outputs)), 2):
                clauses.add(-outputs[odd], *([outputs[odd + 1]] if odd + 1 < len(outputs) else []))
