"""A job that ends its process each time is given up with a word on what to do; one that gets on is not."""

import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError
from django.tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from hongqiao.record import actions, jobs, models, verifying
from hongqiao.record.actions import importing
from hongqiao.record.bulk import running
from hongqiao.record.roles import LOCAL

DYING = """
import os, django
django.setup()
from django.core.management import call_command
from django.db import connections
from hongqiao.record import actions, models
from hongqiao.record.bulk import running
from hongqiao.record.roles import LOCAL

call_command("migrate", verbosity=0)
actions.create_programme(LOCAL, "town", {"en": "Town"})
content = b"id,name_en\\n" + b"".join(b"P-%d,Project %d\\n" % (n, n) for n in range(1200))
written = running.write

def dying(*given):
    if models.Project.objects.count() >= 500:
        os._exit(9)
    written(*given)

def attempt():
    return actions.run_job(actions.ask_for_import(LOCAL, "town", "projects.csv", content).id)

running.write = dying
for _ in range(3):
    connections.close_all()
    if (child := os.fork()) == 0:
        attempt()
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), models.Project.objects.count())
job = attempt()
print(job.state, models.Project.objects.count(), job.message)
running.write = written
job = attempt()
print(job.state, models.Project.objects.count(), job.message)
"""


def test_a_job_that_kills_its_process_each_time_is_failed_and_nothing_is_lost_or_doubled(
    own_record: dict[str, str],
) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", DYING], env=own_record, stdout=subprocess.PIPE, text=True, check=True
    )
    *ends, failed, again = done.stdout.splitlines()
    assert ends == ["9 500"] * 3
    assert failed == (
        "failed 500 given up after attempt 3 of 3: each time its process ended without a word while rows were written. "
        "500 of 1,200 rows had been written and stay. Look into the site's log and at its memory, then import the file "
        "again, in smaller parts if it is large: what is there already is not written twice"
    )
    assert again == "done 1200 700 added, 0 changed, 500 the same"


@pytest.fixture
def job(towns: str) -> models.Job:
    rows = b"".join(b"P-%d,Project %d\n" % (number, number) for number in range(1200))
    return actions.ask_for_import(LOCAL, towns, "projects.csv", b"id,name_en\n" + rows)


def stopping(monkeypatch: pytest.MonkeyPatch, when: Callable[[], bool]) -> None:
    written = running.write

    def write(*given: Any) -> None:
        if when():
            raise DatabaseError("the disk is full")
        written(*given)

    monkeypatch.setattr(running, "write", write)


def test_one_that_gets_on_between_its_ends_is_carried_to_its_end(
    job: models.Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = iter(range(1000))
    stopping(monkeypatch, lambda: next(calls) % 2 == 0)
    for _ in range(3):
        with pytest.raises(DatabaseError):
            actions.run_job(job.id)
        assert "ended by DatabaseError: the disk is full" in models.Job.objects.get().message
    done = actions.run_job(job.id)
    assert (done.state, models.Project.objects.filter(id__startswith="P-").count()) == ("done", 1200)
    assert verifying.verify().sound


def test_the_worker_tries_again_and_gives_up(job: models.Job, monkeypatch: pytest.MonkeyPatch) -> None:
    stopping(monkeypatch, lambda: True)
    for attempt in range(1, importing.TRIES + 1):
        with pytest.raises(DatabaseError):
            jobs.carry_on.func(job.id)
        ready = DBTaskResult.objects.filter(status=TaskResultStatus.READY)
        assert (models.Job.objects.get().tries, ready.count()) == (attempt, attempt)
    assert jobs.carry_on.func(job.id) == "failed"
    message = models.Job.objects.get().message
    assert "given up after attempt 3 of 3" in message
    assert "nothing was written" in message.lower()
    assert "The last word was: attempt 3 of 3 ended by DatabaseError: the disk is full." in message
    assert jobs.take_up() == []
    assert not models.Project.objects.filter(id__startswith="P-").exists()


def test_who_finds_that_another_process_carries_the_job_on_leaves_it_alone(
    job: models.Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = running.write

    def overtaken(*given: Any) -> None:
        written(*given)
        if models.Project.objects.filter(id__startswith="P-").count() > 500:
            models.Job.objects.update(checkpoint=[0, 99])

    monkeypatch.setattr(running, "write", overtaken)
    left = actions.run_job(job.id)
    assert (left.state, left.ended, left.message) == ("writing", None, "")
    assert (left.written, models.Project.objects.filter(id__startswith="P-").count()) == (500, 500)
    monkeypatch.undo()
    done = actions.run_job(job.id)
    assert (done.state, models.Project.objects.filter(id__startswith="P-").count()) == ("done", 1200)
