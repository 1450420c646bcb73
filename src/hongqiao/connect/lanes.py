"""The connection scan over 64 lanes at once: a lane is one departure from one origin.

Connection scan: Dibbelt, Pajor, Strasser & Wagner (2013), "Intriguingly simple and fast transit routing". Times of all
lanes at one stop lie side by side as a vector of 64 unsigned integers; boarding, arriving and walking are each a few
vector instructions, and which lanes sit in a vehicle is a mask of 64 bits. `plain` says the same in plain Python.

The vector type follows from the type of the time given (16 or 32 bits); addresses are plain integers.
"""
# numba and llvmlite ship no types
# mypy: disable-error-code="untyped-decorator,no-any-unimported,no-untyped-call,misc"
# ruff: noqa: ARG001 -- an intrinsic takes its arguments by name only to give them types

from typing import Any

import numpy as np
from llvmlite import ir
from numba import types
from numba.extending import intrinsic
from numpy.typing import NDArray

from hongqiao.connect.compiling import njit

LANES = 64
TILE = 16  # stops written together, a cache line of 32-bit numbers
_I32 = ir.IntType(32)
_BITS = ir.IntType(LANES)
_MASK = ir.VectorType(ir.IntType(1), LANES)


def _vector(kind: Any) -> Any:
    return ir.VectorType(ir.IntType(kind.bitwidth), LANES)


def _load(builder: Any, address: Any, kind: Any) -> tuple[Any, Any]:
    pointer = builder.inttoptr(address, _vector(kind).as_pointer())
    value = builder.load(pointer)
    value.align = 64
    return value, pointer


def _store(builder: Any, value: Any, pointer: Any) -> None:
    builder.store(value, pointer).align = 64


def _splat(builder: Any, value: Any, kind: Any) -> Any:
    empty = ir.Constant(_vector(kind), ir.Undefined)
    single = builder.insert_element(empty, value, _I32(0))
    return builder.shuffle_vector(single, empty, ir.Constant(ir.VectorType(_I32, LANES), [0] * LANES))


@intrinsic
def board(_context: Any, address: Any, time: Any, aboard: Any) -> Any:
    """The lanes aboard, with those added whose time at the address is not after `time`."""

    def emit(_c: Any, builder: Any, _s: Any, args: Any) -> Any:
        here, _ = _load(builder, args[0], time)
        in_time = builder.icmp_unsigned("<=", here, _splat(builder, args[1], time))
        return builder.or_(builder.bitcast(in_time, _BITS), args[2])

    return types.uint64(types.int64, time, types.uint64), emit


@intrinsic
def lower(_context: Any, address: Any, time: Any, lanes: Any) -> Any:
    """Lower the times at the address to `time` in the lanes given; returns the lanes in which it was later."""

    def emit(_c: Any, builder: Any, _s: Any, args: Any) -> Any:
        here, pointer = _load(builder, args[0], time)
        new = _splat(builder, args[1], time)
        earlier = builder.and_(builder.icmp_unsigned("<", new, here), builder.bitcast(args[2], _MASK))
        _store(builder, builder.select(earlier, new, here), pointer)
        return builder.bitcast(earlier, _BITS)

    return types.uint64(types.int64, time, types.uint64), emit


@intrinsic
def lower_from(_context: Any, target: Any, origin: Any, walk: Any) -> Any:
    """Lower all lanes at the target to those at the origin plus a walk, which stays below the largest time."""

    def emit(_c: Any, builder: Any, _s: Any, args: Any) -> Any:
        here, pointer = _load(builder, args[0], walk)
        there, _ = _load(builder, args[1], walk)
        seconds = _splat(builder, args[2], walk)
        # where the sum runs over it is smaller than its part: such a lane is left alone
        total = builder.add(there, seconds)
        better = builder.and_(builder.icmp_unsigned(">=", total, there), builder.icmp_unsigned("<", total, here))
        _store(builder, builder.select(better, total, here), pointer)
        return _c.get_dummy_value()

    return types.void(types.int64, types.int64, walk), emit


@intrinsic
def elapsed(_context: Any, address: Any, start: Any, longest: Any) -> Any:
    """Turn times at the address into seconds since each lane's start; the largest number where over `longest`."""

    def emit(_c: Any, builder: Any, _s: Any, args: Any) -> Any:
        here, pointer = _load(builder, args[0], longest)
        begun, _ = _load(builder, args[1], longest)
        since = builder.sub(here, begun)
        late = builder.or_(
            builder.icmp_unsigned(">", since, _splat(builder, args[2], longest)),
            builder.icmp_unsigned("<", here, begun),
        )
        never = ir.Constant(_vector(longest), [2**longest.bitwidth - 1] * LANES)
        _store(builder, builder.select(late, never, since), pointer)
        return _c.get_dummy_value()

    return types.void(types.int64, types.int64, longest), emit


@intrinsic
def count_at_most(_context: Any, address: Any, time: Any) -> Any:
    """In how many lanes the time at the address is not above `time`."""

    def emit(_c: Any, builder: Any, _s: Any, args: Any) -> Any:
        here, _ = _load(builder, args[0], time)
        low = builder.icmp_unsigned("<=", here, _splat(builder, args[1], time))
        return builder.ctpop(builder.bitcast(low, _BITS))

    return types.uint64(types.int64, time), emit


@njit(cache=True, nogil=True, boundscheck=False, error_model="numpy")
def scan(
    links: NDArray[np.int32],
    begin: int,
    end: int,
    base: int,
    zero: Any,
    width: int,
    paths: NDArray[np.int32],
    path_to: NDArray[np.int32],
    path_seconds: NDArray[np.int32],
    limit: int,
    ready: int,
    reached: int,
    aboard: NDArray[np.uint64],
) -> bool:
    """One pass over connections `begin` to `end`; returns whether any arrival became earlier.

    links: (connections, 5) departure, arrival, from, to, run, in order of departure. base: the time that stands for 0.
    zero: a time 0 of the lane's type; width: bytes of one stop's lanes. ready, reached: addresses of the times from
    which one can board, and of arrivals by vehicle, of all stops. aboard: a mask of lanes for each run.
    """
    changed = False
    kind = type(zero)
    for i in range(begin, end):
        run = links[i, 4]
        sitting = aboard[run]
        lanes = board(ready + np.int64(links[i, 2]) * width, kind(links[i, 0] - base), sitting)
        if lanes == 0:
            continue
        if lanes != sitting:
            aboard[run] = lanes
        arrival = np.int64(links[i, 1]) - base
        if arrival > limit:
            continue
        to = np.int64(links[i, 3])
        earlier = lower(reached + to * width, kind(arrival), lanes)
        if earlier != 0:
            changed = True
            for k in range(paths[to], paths[to + 1]):
                time = arrival + path_seconds[k]
                if time <= limit:
                    lower(ready + np.int64(path_to[k]) * width, kind(time), earlier)
    return changed


@njit(cache=True, nogil=True, boundscheck=False, error_model="numpy")
def scan_all(
    links: NDArray[np.int32],
    loops: NDArray[np.int64],
    begin: int,
    end: int,
    base: int,
    zero: Any,
    width: int,
    paths: NDArray[np.int32],
    path_to: NDArray[np.int32],
    path_seconds: NDArray[np.int32],
    limit: int,
    ready: int,
    reached: int,
    aboard: NDArray[np.uint64],
) -> None:
    """Scan connections `begin` to `end`; stretches in `loops` (connections of one second that feed one another in a
    circle) are scanned until nothing becomes earlier. Arguments as of `scan`.
    """
    at = begin
    for loop in range(np.searchsorted(loops[:, 0], begin), loops.shape[0]):
        if loops[loop, 1] > end:
            break
        scan(links, at, loops[loop, 0], base, zero, width, paths, path_to, path_seconds, limit, ready, reached, aboard)
        first, at = loops[loop, 0], loops[loop, 1]
        before = aboard[links[first:at, 4]]
        again = True
        while again:
            # who boards a run at a later call must not seem to sit in it at an earlier one when it is scanned again
            for i in range(first, at):
                aboard[links[i, 4]] = before[i - first]
            again = scan(
                links, first, at, base, zero, width, paths, path_to, path_seconds, limit, ready, reached, aboard
            )
    scan(links, at, end, base, zero, width, paths, path_to, path_seconds, limit, ready, reached, aboard)


@njit(cache=True, nogil=True, boundscheck=False, error_model="numpy")
def _ranked(times: int, blocks: int, block_bytes: int, longest: int, rank: int, zero: Any) -> int:
    """The `rank`-th smallest of the times in `blocks` vectors, or −1 where fewer are not above `longest`."""
    kind = type(zero)
    low, high = -1, longest
    while True:  # the first question is whether there are enough at all, the others halve the span
        middle = high if low == -1 else (low + high) // 2
        count = 0
        for block in range(blocks):
            count += count_at_most(times + block * block_bytes, kind(middle))
        if low == -1:
            if count < rank:
                return -1
            low = 0
            if high == 0:
                return 0
        elif count >= rank:
            high = middle
        else:
            low = middle + 1
        if low == high:
            return high


@njit(cache=True, nogil=True, boundscheck=False, error_model="numpy")
def ranked_times(
    links: NDArray[np.int32],
    loops: NDArray[np.int64],
    paths: NDArray[np.int32],
    path_to: NDArray[np.int32],
    walk_seconds: NDArray[np.int32],
    board_seconds: NDArray[np.int32],
    runs: int,
    origins: NDArray[np.int32],
    places: NDArray[np.int64],
    departures: NDArray[np.int64],
    longest: int,
    ranks: NDArray[np.int64],
    changing: bool,
    blank: NDArray[Any],
    out: NDArray[np.int32],
) -> None:
    """Seconds from each origin to each stop at the given ranks among the departures.

    links, loops: see `scan_all`. paths: (stops + 1), where each stop's footpaths begin, itself the first of them;
    path_to, walk_seconds, board_seconds: one value a path; the last with the time that a change takes. origins: rows of
    stops; places: the row of `out` for each of them. departures: seconds, rising. longest: the horizon. ranks: from 1.
    changing: whether walk and board seconds differ. blank: an empty array of the lanes' type. out: (origins, stops,
    ranks), −1 where not reached.
    """
    kind = blank.dtype.type
    zero = kind(0)
    width = LANES * blank.itemsize
    never = kind(2 ** (8 * blank.itemsize) - 1)
    stops = paths.size - 1
    count = departures.size
    together = max(1, LANES // count)  # origins in one batch
    blocks = (count + LANES - 1) // LANES  # batches of one origin
    size = stops * LANES
    ready, reached, start = np.empty(size + 64, kind), np.empty(size + 64, kind), np.empty(LANES + 64, kind)
    # one batch without time to change: the times from which one can board are the arrivals
    alone = blocks == 1 and not changing
    arrival = ready if alone else np.empty(blocks * size + 64, kind)
    ready_at = (-ready.ctypes.data) % 64 // blank.itemsize
    reached_at = (-reached.ctypes.data) % 64 // blank.itemsize
    start_at = (-start.ctypes.data) % 64 // blank.itemsize
    arrival_at = (-arrival.ctypes.data) % 64 // blank.itemsize
    ready_address = ready.ctypes.data + ready_at * blank.itemsize
    reached_address = reached.ctypes.data + reached_at * blank.itemsize
    start_address = start.ctypes.data + start_at * blank.itemsize
    arrival_address = arrival.ctypes.data + arrival_at * blank.itemsize
    aboard = np.zeros(runs, np.uint64)
    few = np.empty(LANES, np.int64)
    for first in range(0, origins.size, together):
        mine = min(together, origins.size - first)
        for block in range(blocks):
            low, high = block * LANES, min(count, block * LANES + LANES)
            base = departures[low]
            limit = departures[high - 1] + longest - base
            ready[:], reached[:], start[:], aboard[:] = never, never, zero, 0
            for origin in range(mine):
                for departure in range(low, high):
                    lane = origin * count + departure - low
                    begin = departures[departure] - base
                    start[start_at + lane] = begin
                    stop = np.int64(origins[first + origin])
                    for k in range(paths[stop], paths[stop + 1]):
                        cell = ready_at + np.int64(path_to[k]) * LANES + lane
                        if begin + walk_seconds[k] <= limit:  # the first boarding needs no time to change
                            ready[cell] = min(ready[cell], begin + walk_seconds[k])
            here = arrival_at + block * size
            if changing:
                arrival[here : here + size] = ready[ready_at : ready_at + size]
            scan_all(
                links, loops, np.searchsorted(links[:, 0], base), np.searchsorted(links[:, 0], base + limit, "right"),
                base, zero, width, paths, path_to, board_seconds, limit, ready_address, reached_address, aboard,
            )  # fmt: skip
            times = arrival_address + block * stops * width
            if changing:
                for row in range(stops):
                    if count_at_most(reached_address + row * width, kind(limit)) != 0:
                        for k in range(paths[row], paths[row + 1]):
                            if walk_seconds[k] <= limit:
                                lower_from(
                                    times + np.int64(path_to[k]) * width, reached_address + row * width,
                                    kind(walk_seconds[k]),
                                )  # fmt: skip
            elif not alone:
                arrival[here : here + size] = ready[ready_at : ready_at + size]
            for row in range(stops):
                elapsed(times + row * width, start_address, kind(longest))
        if together == 1:
            place = places[first]
            for row in range(out.shape[1]):  # without the two that stand for closed stops
                for r in range(ranks.size):
                    out[place, row, r] = _ranked(
                        arrival_address + row * width, blocks, stops * width, longest, ranks[r], zero
                    )
        elif count == 1:
            for tile in range(0, out.shape[1], TILE):  # whole cache lines of each origin's row at a time
                for origin in range(mine):
                    place = places[first + origin]
                    for row in range(tile, min(tile + TILE, out.shape[1])):
                        time = np.int64(arrival[arrival_at + row * LANES + origin])
                        for r in range(ranks.size):
                            out[place, row, r] = time if time <= longest else -1
        else:
            for row in range(out.shape[1]):
                for origin in range(mine):
                    for departure in range(count):
                        few[departure] = arrival[arrival_at + row * LANES + origin * count + departure]
                    few[:count].sort()
                    for r in range(ranks.size):
                        time = few[ranks[r] - 1]
                        out[places[first + origin], row, r] = time if time <= longest else -1
