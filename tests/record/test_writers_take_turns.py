"""Writers of one SQLite file queue at a file beside it; nothing queues twice, and nothing where no file is shared."""

import contextlib
import fcntl
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.transaction import atomic

from hongqiao.record.database import database
from hongqiao.record.turns import turn


@pytest.fixture
def shared(tmp_path: Path) -> Iterator[BaseDatabaseWrapper]:
    """A connection to a file of its own."""
    connections.databases["queued"] = {
        **connections.databases["default"], **database(tmp_path / "record.sqlite3"), "TEST": {}, "CONN_MAX_AGE": 0,
    }  # fmt: skip
    yield connections["queued"]  # never opened in this thread
    del connections["queued"]
    del connections.databases["queued"]


def is_free(path: Path) -> bool:
    with path.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


@pytest.mark.django_db(databases=["default"])
def test_the_place_is_taken_while_somebody_writes_and_free_after_even_when_it_fails(shared, tmp_path):
    queue = tmp_path / "record.sqlite3-queue"
    with turn(shared):
        assert not is_free(queue)
    assert is_free(queue)
    with contextlib.suppress(ZeroDivisionError), turn(shared):
        raise ZeroDivisionError
    assert is_free(queue)


def test_who_is_in_a_transaction_does_not_wait_for_itself(shared, tmp_path, django_db_blocker):
    queue = tmp_path / "record.sqlite3-queue"

    def nested() -> tuple[bool, bool]:
        mine = connections["queued"]  # a thread has a connection of its own
        with turn(mine), atomic(using="queued"), turn(mine):
            held = is_free(queue)
        mine.close()
        return held, is_free(queue)

    with django_db_blocker.unblock(), ThreadPoolExecutor(1) as threads:
        assert threads.submit(nested).result(timeout=60) == (False, True)


def test_a_database_in_memory_has_no_queue(tmp_path, monkeypatch, db):
    monkeypatch.chdir(tmp_path)
    with turn(connections["default"]):
        pass
    assert list(tmp_path.iterdir()) == []
