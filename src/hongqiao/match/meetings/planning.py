"""Schedules: made, with a bound; confirmed; and re-planned with as few moves as can be."""

import os
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from hongqiao.errors import ImpossibleEvent, NoSchedule
from hongqiao.match.meetings.check import check
from hongqiao.match.meetings.exact import PARITIES, Proof, Prover
from hongqiao.match.meetings.problem import MeetingProblem, fewest_breaks, require_possible
from hongqiao.match.meetings.search import search

EXACT_CHOICES = 30_000  # meetings × slots up to which the exact method is tried beside the search


@dataclass(frozen=True, slots=True)
class Schedule:
    """One slot per meeting (from 0), the breaks it leaves, and a bound that no schedule goes below."""

    problem: MeetingProblem
    slots: tuple[int, ...]
    breaks: int
    bound: int
    moved: tuple[int, ...] = ()
    """The meetings that a re-plan moved."""

    @property
    def optimal(self) -> bool:
        """Whether no schedule has fewer breaks."""
        return self.breaks == self.bound


def schedule(problem: MeetingProblem, seconds: float = 120.0, *, seed: int = 1) -> Schedule:
    """The best schedule within the time: exact where the event is small enough, anytime beside it.

    Raises ImpossibleEvent, saying who and by how much, where the requests cannot be met; NoSchedule where the time
    ended before either was known.

    >>> from hongqiao.match.meetings.problem import Cap, MeetingProblem, Request
    >>> pair = MeetingProblem(("a", "b"), (Request(0, 1),), (0, 0), (Cap("tables", 1, frozenset({0})),), (frozenset(), frozenset()))
    >>> schedule(pair, 5).breaks
    0
    """
    require_possible(problem)
    bound = fewest_breaks(problem)
    started = time.monotonic()
    small = sum(len(slots) for slots in problem.allowed()) <= EXACT_CHOICES
    provers = [Prover(problem, parity) for parity in PARITIES[: max(1, os.cpu_count() or 1)]] if small else []
    try:
        return _race(problem, seconds, seed, bound, started, provers)
    finally:
        for prover in provers:
            prover.stop()


def _race(
    problem: MeetingProblem, seconds: float, seed: int, bound: int, started: float, provers: list[Prover]
) -> Schedule:
    proof: Proof | None = None

    def proved() -> bool:
        nonlocal proof
        if proof is None:
            proof = next((item for prover in provers if (item := prover.proof()) is not None), None)
        return proof is not None

    def left() -> float:
        return seconds - (time.monotonic() - started)

    # with provers at work the search looks for a schedule briefly, lends them its core, and comes back at the end
    first = min(1.5, seconds / 4) if provers else seconds
    best = search(problem, first, enough=bound, seed=seed, stopped=proved)
    if best is None or best[0] > bound:
        while provers and not proved() and left() > seconds * 0.3:
            time.sleep(0.02)
        if not proved() and left() > 0:
            again = search(
                problem,
                left(),
                enough=bound,
                seed=seed + 1000,
                start=best[1] if best is not None else None,
                stopped=proved,
            )
            if again is not None and (best is None or again[0] < best[0]):
                best = again
    if proof is not None and proof.slots is None:
        raise ImpossibleEvent(
            "no schedule keeps every slot, table, order and fairness rule together (proved by the exact method)"
        )
    if proof is not None and proof.slots is not None:
        return _checked(problem, proof.slots, proof.breaks)
    if best is None:
        raise NoSchedule(f"no schedule was found in {seconds:g} s, and none was proved impossible: give it more time")
    return _checked(problem, best[1], bound)


def _checked(problem: MeetingProblem, slots: Sequence[int], bound: int, moved: tuple[int, ...] = ()) -> Schedule:
    verdict = check(problem, slots)
    if not verdict.passed:
        raise AssertionError(f"the schedule made fails its own checker: {'; '.join(verdict.violations[:3])}")
    return Schedule(problem, tuple(slots), verdict.breaks, bound, moved)


def confirmed(problem: MeetingProblem, slots: Sequence[int], meetings: Collection[int]) -> MeetingProblem:
    """The same problem with these meetings fixed where they are."""
    fixed = set(meetings)
    return replace(
        problem,
        requests=tuple(
            replace(request, allowed=frozenset({slots[number]})) if number in fixed else request
            for number, request in enumerate(problem.requests)
        ),
    )


def without(problem: MeetingProblem, meetings: Collection[int]) -> tuple[MeetingProblem, list[int]]:
    """The problem without cancelled meetings, and the old number of each one that remains."""
    kept = [number for number in range(len(problem.requests)) if number not in set(meetings)]
    renumbered = {old: new for new, old in enumerate(kept)}
    return (
        replace(
            problem,
            requests=tuple(
                replace(
                    problem.requests[old],
                    after=frozenset(renumbered[item] for item in problem.requests[old].after if item in renumbered),
                )
                for old in kept
            ),
            caps=tuple(
                replace(cap, requests=frozenset(renumbered[item] for item in cap.requests if item in renumbered))
                for cap in problem.caps
            ),
            titles=tuple(problem.title(old) for old in kept),
        ),
        kept,
    )


def replan(
    problem: MeetingProblem, slots: Sequence[int], seconds: float = 1.5, *, most_moves: int | None = None, seed: int = 1
) -> Schedule:
    """A schedule near an earlier one: a meeting moves only where a rule asks it, or where it saves more than a break.

    slots: the earlier slot of each meeting, -1 for a new one. most_moves: give up improving beyond this many moves
    (1 % of the meetings by default); what the rules ask is always moved.
    """
    require_possible(problem)
    limit = most_moves if most_moves is not None else max(1, len(problem.requests) // 100)
    old = list(slots)
    best = old if -1 not in old and check(problem, old).passed else None
    found = search(problem, seconds, start=_seated(problem, old), home=old, seed=seed, enough=fewest_breaks(problem))
    if found is not None:
        asked = sum(new != before for new, before in zip(found[1], old, strict=True))
        if best is None or asked <= limit:
            best = found[1]
    if best is None:
        raise NoSchedule(f"no schedule near the old one was found in {seconds:g} s: give it more time")
    moved = tuple(number for number, slot in enumerate(best) if old[number] not in {-1, slot})
    return _checked(problem, best, fewest_breaks(problem), moved)


def _seated(problem: MeetingProblem, old: list[int]) -> list[int]:
    # the search begins from the seats that still stand: allowed, and each person once in a slot
    taken: set[tuple[int, int]] = set()
    seats = []
    for number, options in enumerate(problem.allowed()):
        request, slot = problem.requests[number], old[number]
        people = {(request.first, slot), (request.second, slot)}
        stands = slot in options and not people & taken
        taken |= people if stands else set()
        seats.append(slot if stands else -1)
    return seats
