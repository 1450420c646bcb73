"""Bulk work on any `concurrent.futures.Executor`: processes by default, Dask by its own executor.

The same function gives equal results on each; results come in the order of the items and at most a few
chunks are under way, so that memory stays flat.
"""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context


def in_order[T, R](
    function: Callable[[T], R],
    items: Iterable[T],
    *,
    executor: Executor | None = None,
    chunk: int = 16,
    ahead: int | None = None,
) -> Iterator[R]:
    """`function` of each item, in the items' order; an error of one item is raised at its place.

    executor: any `concurrent.futures.Executor`; None makes a process pool of one worker per core for the time of
    the call. chunk: items per task. ahead: tasks under way at most, twice the cores by default.

    >>> from concurrent.futures import ThreadPoolExecutor
    >>> with ThreadPoolExecutor(2) as threads:
    ...     list(in_order(abs, [-1, 2, -3], executor=threads, chunk=2))
    [1, 2, 3]
    """
    if chunk < 1:
        raise ValueError(f"a chunk holds at least one item, got {chunk}")
    workers = os.cpu_count() or 1
    if executor is None:
        # forkserver: workers start from a clean process, so that threads of numba or polars are never forked
        with ProcessPoolExecutor(workers, mp_context=get_context("forkserver")) as own:
            yield from in_order(function, items, executor=own, chunk=chunk, ahead=ahead)
        return
    waiting: deque[Future[list[R]]] = deque()
    source = iter(items)
    limit = ahead if ahead is not None else 2 * workers
    try:
        while True:
            while len(waiting) < limit and (part := list(islice(source, chunk))):
                waiting.append(executor.submit(_apply, function, part))
            if not waiting:
                return
            yield from waiting.popleft().result()
    finally:
        for future in waiting:
            future.cancel()


def _apply[T, R](function: Callable[[T], R], items: list[T]) -> list[R]:
    return [function(item) for item in items]
