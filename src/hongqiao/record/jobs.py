"""Background work: tasks of Django, run by the worker that `hongqiao up` starts, and taken up again after a crash."""

import datetime as dt

from django.tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from hongqiao.record import models
from hongqiao.record.actions import importing
from hongqiao.record.models.jobs import ENDED

SILENT = dt.timedelta(seconds=60)  # a job that nobody has touched for so long has lost its worker


@task()
def carry_on(key: str) -> str:
    """Carry a job out, or on from where it stopped; its state afterwards.

    Where that ends by an error that nobody foresaw, it is tried again, as often as `importing.TRIES` says.
    """
    try:
        return str(importing.run_job(key).state)
    except Exception:
        if models.Job.objects.filter(pk=key).exclude(state__in=ENDED).exists():
            carry_on.enqueue(key)
        raise


def begin(job: models.Job) -> None:
    """Hand a job to the worker."""
    carry_on.enqueue(job.id)


def take_up() -> list[str]:
    """Hand every job that was left unfinished to the worker again; a job's checkpoint lets nobody write twice."""
    waiting = {
        str(result.args_kwargs["args"][0])
        for result in DBTaskResult.objects.filter(task_path=carry_on.module_path, status=TaskResultStatus.READY)
    }
    found = [key for key in importing.unfinished() if key not in waiting]
    for key in found:
        carry_on.enqueue(key)
    return found
