"""The anytime method: seated at once, then improved by exchanges until the time is up or nothing is left to gain."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hongqiao.match.meetings import exchanges
from hongqiao.match.meetings.problem import MeetingProblem

type Int = NDArray[np.int64]
SLOTS_A_DAY = 62  # one day's slots are the bits of a machine word


@dataclass(frozen=True, slots=True)
class Arrays:
    """A meeting problem as the compiled search reads it; see `exchanges.anneal` for the shapes."""

    pairs: Int
    allowed: Int
    day: Int
    place: Int
    caps: Int
    limits: Int
    before: Int
    after: Int
    fairness: int


def arrays(problem: MeetingProblem) -> Arrays:
    """The problem's arrays; raises ValueError for a day of more than 62 slots."""
    meetings, slots = len(problem.requests), problem.slots
    allowed = np.zeros((meetings, slots + 1), np.int64)
    allowed[:, slots] = 1
    for meeting, options in enumerate(problem.allowed()):
        allowed[meeting, options] = 1
    days = {name: number for number, name in enumerate(dict.fromkeys(problem.days))}
    day = np.array([days[name] for name in problem.days], np.int64)
    place = np.array([problem.days[:slot].count(name) for slot, name in enumerate(problem.days)], np.int64)
    if place.max(initial=0) >= SLOTS_A_DAY:
        raise ValueError(f"a day holds at most {SLOTS_A_DAY} slots, got {int(place.max()) + 1}")
    caps = np.zeros((len(problem.caps), meetings), np.int64)
    for row, cap in enumerate(problem.caps):
        caps[row, sorted(cap.requests)] = 1
    later: list[list[int]] = [[] for _ in range(meetings)]
    for meeting, request in enumerate(problem.requests):
        for earlier in request.after:
            later[earlier].append(meeting)
    fairness = problem.fairness if problem.fairness is not None else slots
    return Arrays(
        np.array([(request.first, request.second) for request in problem.requests], np.int64).reshape(-1, 2),
        allowed,
        day,
        place,
        caps,
        np.array([cap.limit for cap in problem.caps], np.int64),
        _padded([sorted(request.after) for request in problem.requests]),
        _padded(later),
        fairness,
    )


def _padded(rows: Sequence[Sequence[int]]) -> Int:
    table = np.full((len(rows), max((len(row) for row in rows), default=0) + 1), -1, np.int64)
    for number, row in enumerate(rows):
        table[number, : len(row)] = row
    return table


def search(
    problem: MeetingProblem,
    seconds: float,
    *,
    enough: int = 0,
    start: Sequence[int] | None = None,
    home: Sequence[int] | None = None,
    seed: int = 1,
    stopped: Callable[[], bool] = lambda: False,
    news: Callable[[int, list[int]], None] = lambda _cost, _slots: None,
) -> tuple[int, list[int]] | None:
    """The best schedule found, with its cost: breaks, plus meetings away from `home` where that is given.

    None where no schedule that keeps every rule was found. `enough`: stop at this cost. `start`: a schedule (-1
    where unplaced) to begin from. `news` hears of each better schedule, `stopped` may end the search between rounds.
    """
    data = arrays(problem)
    meetings, slots = len(problem.requests), problem.slots
    if meetings == 0:
        return 0, []
    given = np.array(start if start is not None else [-1] * meetings, np.int64)
    current = np.where(given < 0, slots, given)
    homes = np.array(home if home is not None else [-1] * meetings, np.int64)
    best: tuple[int, list[int]] | None = None
    until = time.monotonic() + seconds
    moves, heat = 20_000 if home is not None else 200_000, 0.3 if start is not None else 1.0
    round_ = 0
    champion = current.copy()
    while True:
        found = np.empty_like(current)
        begun = time.monotonic()
        work = champion.copy()
        cost, unplaced = exchanges.anneal(
            work, data.pairs, data.allowed, data.day, data.place, data.caps, data.limits, data.before, data.after,
            homes, data.fairness, moves, heat, 0.08, seed + round_, found,
        )  # fmt: skip
        lasted = time.monotonic() - begun
        round_ += 1
        if not unplaced and (best is None or cost < best[0]) and _keeps_every_rule(data, found):
            best = int(cost), [int(slot) for slot in found]
            news(*best)
        champion = found
        if stopped() or (best is not None and best[0] <= enough) or time.monotonic() >= until:
            return best
        left = until - time.monotonic()
        # each round is longer than the last, never longer than a quarter of what is left, and warms up again
        moves = int(max(20_000, min(moves * 2, moves / max(lasted, 1e-3) * max(left / 4, 0.05))))
        heat = (0.9, 0.5, 0.3)[round_ % 3] if best is not None else 2.0


def _keeps_every_rule(data: Arrays, slots: Int) -> bool:
    for cap in range(data.caps.shape[0]):
        if (np.bincount(slots[data.caps[cap] == 1], minlength=data.day.shape[0]) > data.limits[cap]).any():
            return False
    earlier = data.before
    rows, columns = np.nonzero(earlier >= 0)
    if (slots[earlier[rows, columns]] >= slots[rows]).any():
        return False
    busy = np.zeros((int(data.pairs.max()) + 1, int(data.day.max()) + 1), np.int64)
    for side in range(2):
        np.bitwise_or.at(busy, (data.pairs[:, side], data.day[slots]), 1 << data.place[slots])
    most = max(sum(exchanges.breaks_in(int(mask)) for mask in row) for row in busy)
    return bool(most <= data.fairness)
