"""Local search over schedules by Kempe exchanges, compiled: the anytime method for large events.

A Kempe exchange of slots s and t moves a meeting from s to t and, alternately, every meeting of the people so
displaced, until no one meets twice in a slot; the search accepts by simulated annealing (Kirkpatrick, Gelatt &
Vecchi 1983; Kempe chains in timetabling: Thompson & Dowsland 1998). One further slot holds what is not yet placed.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

type Int = NDArray[np.int64]

UNPLACED, OVERFULL, DISORDER, UNFAIR, MOVED = 60, 60, 60, 20, 1  # what each fault costs beside one break

_compiled = njit(cache=True, nogil=True)


@_compiled  # type: ignore[untyped-decorator]  # numba ships no types
def breaks_in(mask: int) -> int:
    """The runs of free slots between the set bits of one day's mask: runs of set bits, less one."""
    starts = mask & ~(mask << 1)
    count = 0
    while starts:
        starts &= starts - 1
        count += 1
    return count - 1 if count > 0 else 0


@_compiled  # type: ignore[untyped-decorator]  # numba ships no types
def _person_cost(person: int, busy: Int, fairness: int) -> int:
    count = 0
    for day in range(busy.shape[1]):
        count += breaks_in(busy[person, day])
    return count + UNFAIR * max(0, count - fairness)


@_compiled  # type: ignore[untyped-decorator]  # numba ships no types
def _disorder(meeting: int, slot_of: Int, unplaced: int, before: Int, after: Int) -> int:
    # each violated pair, seen from one of its meetings; pairs with an unplaced side wait
    count = 0
    here = slot_of[meeting]
    if here == unplaced:
        return 0
    for i in range(before.shape[1]):
        other = before[meeting, i]
        if other < 0:
            break
        if slot_of[other] != unplaced and slot_of[other] >= here:
            count += 1
    for i in range(after.shape[1]):
        other = after[meeting, i]
        if other < 0:
            break
        if slot_of[other] != unplaced and slot_of[other] <= here:
            count += 1
    return count


@_compiled  # type: ignore[untyped-decorator]  # numba ships no types
def _shift(
    meeting: int, target: int, slot_of: Int, busy: Int, load: Int, pairs: Int, day: Int, place: Int, caps: Int
) -> None:
    # takes a meeting out of its slot and puts it into another; `at` is set by the caller once a chain is whole
    unplaced = day.shape[0]
    source = slot_of[meeting]
    for side in range(2):
        person = pairs[meeting, side]
        if source != unplaced:
            busy[person, day[source]] ^= 1 << place[source]
        if target != unplaced:
            busy[person, day[target]] ^= 1 << place[target]
    for cap in range(caps.shape[0]):
        if caps[cap, meeting]:
            load[cap, source] -= 1
            load[cap, target] += 1
    slot_of[meeting] = target


@_compiled  # type: ignore[untyped-decorator]  # numba ships no types
def _chain(
    meeting: int, target: int, slot_of: Int, at: Int, pairs: Int, allowed: Int, member: Int, limit: int, found: Int
) -> int:
    # the meetings that change places between the two slots; 0 where one of them may not, or there are too many
    unplaced = allowed.shape[1] - 1
    source = slot_of[meeting]
    found[0] = meeting
    member[meeting] = 1
    length, next_ = 1, 0
    good = allowed[meeting, target] == 1
    while good and next_ < length:
        current = found[next_]
        next_ += 1
        to = target if slot_of[current] == source else source
        if to == unplaced:
            continue
        for side in range(2):
            other = at[pairs[current, side], to]
            if other >= 0 and member[other] == 0:
                back = source if slot_of[other] == target else target
                if allowed[other, back] == 0 or length >= limit:
                    good = False
                    break
                member[other] = 1
                found[length] = other
                length += 1
    for i in range(length):
        member[found[i]] = 0
    return length if good else 0


@_compiled  # type: ignore[untyped-decorator]  # numba ships no types
def anneal(
    slot_of: Int,
    pairs: Int,
    allowed: Int,
    day: Int,
    place: Int,
    caps: Int,
    limits: Int,
    before: Int,
    after: Int,
    home: Int,
    fairness: int,
    moves: int,
    hot: float,
    cold: float,
    seed: int,
    best: Int,
) -> tuple[int, int]:
    """Run `moves` exchanges from `slot_of`, which changes in place; `best` receives the best schedule seen.

    slot_of: (meetings,) slot or the number of slots for "not placed". pairs: (meetings, 2). allowed: (meetings,
    slots + 1) 0 or 1. day, place: (slots,) the slot's day and place in it. caps: (kinds, meetings) 0 or 1; limits:
    (kinds,). before, after: (meetings, n) padded with -1. home: (meetings,) the confirmed slot, or -1, that a
    re-plan keeps near. Returns the best cost and how many meetings it leaves unplaced.
    """
    np.random.seed(seed)
    meetings, slots = pairs.shape[0], day.shape[0]
    people, days = pairs.max() + 1, day.max() + 1
    at = np.full((people, slots + 1), -1, np.int64)
    busy = np.zeros((people, days), np.int64)
    load = np.zeros((caps.shape[0], slots + 1), np.int64)
    waiting, where = np.empty(meetings, np.int64), np.full(meetings, -1, np.int64)
    open_count = 0
    for meeting in range(meetings):
        slot = slot_of[meeting]
        for cap in range(caps.shape[0]):
            load[cap, slot] += caps[cap, meeting]
        if slot == slots:
            where[meeting] = open_count
            waiting[open_count] = meeting
            open_count += 1
            continue
        for side in range(2):
            at[pairs[meeting, side], slot] = meeting
            busy[pairs[meeting, side], day[slot]] |= 1 << place[slot]
    cost = 0
    for person in range(people):
        cost += _person_cost(person, busy, fairness)
    for meeting in range(meetings):
        cost += UNPLACED * (slot_of[meeting] == slots) + MOVED * (
            home[meeting] >= 0 and slot_of[meeting] != home[meeting]
        )
        if slot_of[meeting] != slots:
            for i in range(before.shape[1]):
                other = before[meeting, i]
                if other >= 0 and slot_of[other] != slots and slot_of[other] >= slot_of[meeting]:
                    cost += DISORDER
    for cap in range(caps.shape[0]):
        for slot in range(slots):
            cost += OVERFULL * max(0, load[cap, slot] - limits[cap])
    best_cost, best_open = cost, open_count
    best[:] = slot_of
    member, stamp = np.zeros(meetings, np.int64), np.zeros(people, np.int64)
    limit = 80
    found, touched = np.empty(limit + 2, np.int64), np.empty(2 * limit + 4, np.int64)
    cooling = (cold / hot) ** (1.0 / max(1, moves))
    heat, round_ = hot, 0
    for _ in range(moves):
        heat *= cooling
        if open_count and np.random.random() < 0.3:
            meeting = waiting[np.random.randint(open_count)]
        else:
            meeting = np.random.randint(meetings)
        source = slot_of[meeting]
        if np.random.random() < 0.5:  # beside another meeting of the same person
            person = pairs[meeting, np.random.randint(2)]
            target = np.random.randint(slots)
            step = 1 if np.random.random() < 0.5 else -1
            for _try in range(slots):
                if at[person, target] >= 0 and at[person, target] != meeting:
                    break
                target = (target + 1) % slots
            target += step
            if target < 0 or target >= slots:
                continue
        else:
            target = np.random.randint(slots)
        if target == source or allowed[meeting, target] == 0:
            continue
        length = _chain(meeting, target, slot_of, at, pairs, allowed, member, limit, found)
        if length == 0:
            continue
        round_ += 1
        persons, change = 0, 0
        for i in range(length):
            for side in range(2):
                person = pairs[found[i], side]
                if stamp[person] != round_:
                    stamp[person] = round_
                    touched[persons] = person
                    persons += 1
                    change -= _person_cost(person, busy, fairness)
        for cap in range(caps.shape[0]):
            for slot in (source, target):
                if slot != slots:
                    change -= OVERFULL * max(0, load[cap, slot] - limits[cap])
        for i in range(length):
            moved = found[i]
            to = target if slot_of[moved] == source else source
            if home[moved] >= 0:
                change += MOVED * ((to != home[moved]) - (slot_of[moved] != home[moved]))
            change += UNPLACED * ((to == slots) - (slot_of[moved] == slots))
            change -= DISORDER * _disorder(moved, slot_of, slots, before, after)
            _shift(moved, to, slot_of, busy, load, pairs, day, place, caps)
            change += DISORDER * _disorder(moved, slot_of, slots, before, after)
        for cap in range(caps.shape[0]):
            for slot in (source, target):
                if slot != slots:
                    change += OVERFULL * max(0, load[cap, slot] - limits[cap])
        for i in range(persons):
            change += _person_cost(touched[i], busy, fairness)
        if change <= 0 or np.random.random() < np.exp(-change / heat):
            cost += change
            for i in range(length):
                for side in range(2):
                    person = pairs[found[i], side]
                    for slot in (source, target):
                        if slot != slots and at[person, slot] == found[i]:
                            at[person, slot] = -1
            for i in range(length):
                moved, slot = found[i], slot_of[found[i]]
                if slot != slots:
                    at[pairs[moved, 0], slot] = moved
                    at[pairs[moved, 1], slot] = moved
                if slot == slots and where[moved] < 0:
                    where[moved] = open_count
                    waiting[open_count] = moved
                    open_count += 1
                elif slot != slots and where[moved] >= 0:
                    open_count -= 1
                    last = waiting[open_count]
                    waiting[where[moved]] = last
                    where[last] = where[moved]
                    where[moved] = -1
            if cost < best_cost:
                best_cost, best_open = cost, open_count
                best[:] = slot_of
                if best_cost == 0:
                    break
        else:
            for i in range(length):
                moved = found[i]
                _shift(
                    moved,
                    target if slot_of[moved] == source else source,
                    slot_of,
                    busy,
                    load,
                    pairs,
                    day,
                    place,
                    caps,
                )
    return best_cost, best_open
