"""Writers of one SQLite file take turns in the order in which they came.

SQLite lets a writer that finds the file taken try again after a pause: under many writers a late one may get in first,
and an early one wait until its time is up. So each writer first queues at a file beside the database; the kernel wakes
them one after another, and lets go of a place whose process was killed. PostgreSQL queues by itself.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db.backends.base.base import BaseDatabaseWrapper

try:
    import fcntl
except ImportError:  # where there is no flock, SQLite's own waiting remains
    fcntl = None  # type: ignore[assignment]


@contextmanager
def turn(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Hold the one place of a writer; nothing where a transaction is open already, or no file is shared.

    The queue is a file of its own: closing any handle of the database's file would drop SQLite's locks on it.
    """
    name = str(connection.settings_dict["NAME"])
    shared = connection.vendor == "sqlite" and not name.startswith((":memory:", "file:"))
    if fcntl is None or not shared or connection.in_atomic_block:
        yield
        return
    with Path(f"{name}-queue").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)  # given back when the file is closed, or the process ends
        yield
