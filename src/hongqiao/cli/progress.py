"""A progress bar for work that takes over a second, on the terminal only."""

import sys
import time
from collections.abc import Iterable, Iterator

AFTER = 1.0  # seconds


def followed[T](items: Iterable[T], total: int, what: str) -> Iterator[T]:
    """The items, with a bar on standard error once they take longer than a second; nothing where it is no terminal."""
    if not sys.stderr.isatty():
        yield from items
        return
    from rich.console import Console
    from rich.progress import Progress

    begun = time.monotonic()
    bar: Progress | None = None
    task = None
    try:
        for done, item in enumerate(items, 1):
            if bar is None and done < total and time.monotonic() - begun > AFTER:
                bar = Progress(console=Console(stderr=True), transient=True)
                task = bar.add_task(what, total=total)
                bar.start()
            if bar is not None and task is not None:
                bar.update(task, completed=done)
            yield item
    finally:
        if bar is not None:
            bar.stop()
