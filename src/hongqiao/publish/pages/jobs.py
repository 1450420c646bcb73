"""Background work as a page: how far it is, what it found row by row, and a way to stop it."""

import csv
from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from hongqiao.errors import HongqiaoError, NotAllowed
from hongqiao.publish.people import actor
from hongqiao.record import actions, job_queries
from hongqiao.record.bulk.columns import neutral
from hongqiao.record.roles import may

SHOWN = 100
VERB = "import a table"


def _job(request: HttpRequest, key: str) -> job_queries.JobShown:
    if not may(actor(request), VERB):
        raise PermissionDenied
    found = job_queries.job(key)
    if found is None:
        raise Http404
    return found


@never_cache
@require_safe
def job(request: HttpRequest, job: str) -> HttpResponse:
    """One job, its errors first."""
    return render(request, "jobs/job.html", {"section": "programmes", **_context(request, job)})


@never_cache
@require_safe
def state(request: HttpRequest, job: str) -> HttpResponse:
    """The part of the page that moves while the job runs."""
    return render(request, "jobs/state.html", _context(request, job))


def _context(request: HttpRequest, key: str) -> dict[str, Any]:
    found = _job(request, key)
    return {
        "job": found,
        "refused": job_queries.lines(key, "refused", SHOWN) if found.ended else [],
        "changes": job_queries.lines(key, "changed", SHOWN) if found.ended else [],
        "shown": SHOWN,
    }


@require_POST
def cancel(request: HttpRequest, job: str) -> HttpResponse:
    """Stop a job after the chunk that it is at."""
    try:
        actions.cancel_job(actor(request), job)
    except NotAllowed as error:
        raise PermissionDenied(str(error)) from error
    except HongqiaoError as error:
        messages.error(request, str(error))
    return HttpResponseRedirect(reverse("job", args=[job]))


@require_safe
def report(request: HttpRequest, job: str) -> StreamingHttpResponse:
    """Every wrong cell as CSV: row, column, what was got, what would be right."""
    _job(request, job)
    answer = StreamingHttpResponse(_lines(job), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="report-{job}.csv"'
    return answer


class _Echo:
    def write(self, text: str) -> str:
        return text


def _lines(key: str) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield writer.writerow(["table", "row", "id", "column", "error", "got", "right"])
    for line in job_queries.every_line(key, "refused"):
        yield writer.writerow(
            [
                neutral(str(cell))
                for cell in (line.table, line.row, line.key, line.column, line.error, line.got, line.right)
            ]
        )
