"""The connection scan for one origin and one departure, said plainly: what the lanes are held to."""

import numpy as np
from numpy.typing import NDArray

type Ints = NDArray[np.int32]


def earliest_arrivals(
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
) -> NDArray[np.int64]:
    """The second of the earliest arrival at each stop when one leaves the origin at `begin`; −1 where after `end`.

    Arguments as of `lanes.ranked_times`, times in seconds. Dibbelt et al. (2013), the earliest arrival scan.
    """
    never = 2**31 - 1
    stops = paths.size - 1
    arrived = np.full(stops, never, np.int64)
    ready = np.full(stops, never, np.int64)
    reached = np.full(stops, never, np.int64)
    aboard = np.zeros(runs, np.bool_)
    for k in range(paths[origin], paths[origin + 1]):
        arrived[path_to[k]] = ready[path_to[k]] = begin + walk_seconds[k]
    first = np.searchsorted(links[:, 0], begin)
    last = np.searchsorted(links[:, 0], end, "right")
    loop = np.searchsorted(loops[:, 0], first)
    at = first
    while at < last:
        circle = loop < loops.shape[0] and at == loops[loop, 0]
        until = loops[loop, 1] if circle else (min(last, loops[loop, 0]) if loop < loops.shape[0] else last)
        before = aboard[links[at:until, 4]]
        earlier = True
        while earlier:
            for i in range(at, until):
                aboard[links[i, 4]] = before[i - at]
            earlier = False
            for i in range(at, until):
                run, to, arrival = links[i, 4], links[i, 3], links[i, 1]
                if not aboard[run] and ready[links[i, 2]] > links[i, 0]:
                    continue
                aboard[run] = True
                if arrival >= reached[to]:
                    continue
                reached[to] = arrival
                earlier = circle
                for k in range(paths[to], paths[to + 1]):
                    arrived[path_to[k]] = min(arrived[path_to[k]], arrival + walk_seconds[k])
                    ready[path_to[k]] = min(ready[path_to[k]], arrival + board_seconds[k])
        at = until
        loop += circle
    return np.where(arrived <= end, arrived, -1)
