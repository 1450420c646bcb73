"""The connection scan in rounds of rides, one origin and one departure, with what led to each arrival."""
# numba ships no types
# mypy: disable-error-code="untyped-decorator"

import numpy as np
from numpy.typing import NDArray

from hongqiao.connect.compiling import njit

NEVER = 2**31 - 1

type Ints = NDArray[np.int32]


@njit(cache=True, nogil=True)
def scan_rounds(
    links: Ints,
    loops: NDArray[np.int64],
    paths: Ints,
    path_to: Ints,
    walk_seconds: Ints,
    board_seconds: Ints,
    runs: int,
    origin: int,
    begin: int,
    end: int,
    rides: int,
) -> tuple[Ints, Ints, tuple[Ints, Ints], Ints, Ints]:
    """Arrivals at each stop with at most r rides, r from 0 to `rides`.

    Arguments as of `lanes.ranked_times`, times in seconds. Returns, each (rides + 1, stops): arrivals on foot or by
    vehicle; times from which one can board; the stop where the last vehicle was left, for the arrival and for the
    boarding; the connection at which that vehicle was boarded; and the one at which it was left.
    """
    stops = paths.size - 1
    shape = (rides + 1, stops)
    arrived, ready, reached = (
        np.full(shape, NEVER, np.int32),
        np.full(shape, NEVER, np.int32),
        np.full(shape, NEVER, np.int32),
    )
    from_arrived, from_ready = np.full(shape, -1, np.int32), np.full(shape, -1, np.int32)
    entered, left = np.full(shape, -1, np.int32), np.full(shape, -1, np.int32)
    aboard = np.full((rides + 1, runs), -1, np.int32)
    for k in range(paths[origin], paths[origin + 1]):
        time = begin + walk_seconds[k]
        if time <= end:
            arrived[0, path_to[k]] = ready[0, path_to[k]] = time
    i = np.searchsorted(links[:, 0], begin)
    loop = np.searchsorted(loops[:, 0], i)
    improved = False
    before = np.empty((rides + 1, 0), np.int32)
    while i < links.shape[0] and links[i, 0] <= end:
        if loop < loops.shape[0] and i == loops[loop, 0]:
            improved = False
            before = aboard[:, links[i : loops[loop, 1], 4]]
        run, departure, arrival, to = links[i, 4], links[i, 0], links[i, 1], links[i, 3]
        for ride in range(1, rides + 1):
            if aboard[ride, run] < 0 and ready[ride - 1, links[i, 2]] <= departure:
                aboard[ride, run] = i
            if aboard[ride, run] < 0 or arrival > end or arrival >= reached[ride, to]:
                continue
            improved = True
            reached[ride, to] = arrival
            entered[ride, to], left[ride, to] = aboard[ride, run], i
            for k in range(paths[to], paths[to + 1]):
                other = path_to[k]
                if arrival + walk_seconds[k] <= min(end, arrived[ride, other] - 1):
                    arrived[ride, other] = arrival + walk_seconds[k]
                    from_arrived[ride, other] = to
                if arrival + board_seconds[k] <= min(end, ready[ride, other] - 1):
                    ready[ride, other] = arrival + board_seconds[k]
                    from_ready[ride, other] = to
        i += 1
        if loop < loops.shape[0] and i == loops[loop, 1]:
            if improved:
                i = loops[loop, 0]
                # who boards a run at a later call must not seem to sit in it at an earlier one when scanned again
                for link in range(loops[loop, 0], loops[loop, 1]):
                    aboard[:, links[link, 4]] = before[:, link - loops[loop, 0]]
            else:
                loop += 1
    return arrived, ready, (from_arrived, from_ready), entered, left
