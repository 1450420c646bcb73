"""Tables into a programme: looked through as a whole first, then written in chunks that survive a crash.

Each chunk is one transaction, one row of the ledger, and one step of the job's checkpoint: a job that was killed goes
on after its last chunk, and a file that comes again changes nothing.
"""

import datetime as dt
import hashlib
import tempfile
from collections.abc import Callable, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import IO, Any

from django.utils import timezone

from hongqiao.errors import DocumentMissing, HongqiaoError, JobEnded, RowsRefused, UnknownRow
from hongqiao.record import membership, models, refusals
from hongqiao.record.actions.documents import require_programme
from hongqiao.record.bulk.opening import safe_name, suffix_of
from hongqiao.record.bulk.running import Cancelled, CarriedOn, Run
from hongqiao.record.ledger import canonical
from hongqiao.record.models.jobs import ENDED
from hongqiao.record.roles import Actor, Role, require

type Progress = Callable[[int, int], None]

VERB = "import a table"
TRIES = 3
"""How often a job is begun at one place before it is given up: whoever carried it ended each time without a word."""


def ask_for_import(
    actor: Actor,
    programme: str,
    name: str,
    content: bytes | Path,
    *,
    dry_run: bool = False,
    skip_bad_rows: bool = False,
    table: str = "",
    reading: Mapping[str, Any] | None = None,
) -> models.Job:
    """A job that will import a file of tables; `run_job` carries it out, here or in the background.

    A file that is on its way into the same programme already is taken up where it stopped. `reading` says how any
    table's columns become figures; without it the file is in the exchange format. Raises NotAllowed, PathInName,
    BadTable, UnknownRow; each refusal is noted.
    """
    with refusals.noted(actor, VERB, name):
        require(actor, VERB)
        safe_name(name)
        suffix_of(name)
        if isinstance(content, Path) and not content.is_file():
            raise DocumentMissing(f"{content}: there is no such file")
        if reading and not models.Programme.objects.filter(pk=programme).exists():
            require_programme(programme)
    options: dict[str, Any] = {"dry_run": dry_run, "skip_bad_rows": skip_bad_rows, "table": table}
    options["reading"] = dict(reading or {})
    if actor.scopes is not None:
        options["scopes"] = sorted(actor.scopes)  # what a token may not do, its job may not do either
    hashed = _hash(content)
    for job in models.Job.objects.filter(sha256=hashed, programme=programme, actor=actor.name).exclude(state__in=ENDED):
        if canonical(job.options) == canonical(options):
            return job
    now = timezone.now()
    return models.Job.objects.create(
        kind="import", programme=programme, actor=actor.name, role=str(actor.role), institution=actor.institution or "",
        name=name, path=str(content.absolute()) if isinstance(content, Path) else "",
        body=None if isinstance(content, Path) else content, sha256=hashed, options=options, asked=now, seen=now,
    )  # fmt: skip


def run_job(key: str, progress: Progress | None = None) -> models.Job:
    """Carry a job out, or on; what is wrong with the file as a whole stands in its message afterwards.

    A job that was begun `TRIES` times at one place, and whose process ended each time without a word (killed, out of
    memory), is failed: what it wrote stays, and the same file can be imported again.
    """
    job = models.Job.objects.filter(pk=key).first()
    if job is None:
        raise UnknownRow(f"no job has the id {key!r}")
    if job.state in ENDED:
        return job
    if job.tries >= TRIES:
        _end(job, "failed", _given_up(job))
        job.refresh_from_db()
        return job
    job.tries += 1
    job.save(update_fields=["tries"])
    ordered = Actor(job.actor, Role(job.role), job.institution or None)
    with tempfile.TemporaryDirectory(prefix="hongqiao-import-") as folder:
        try:
            with refusals.noted(ordered, VERB, job.name), _opened(job) as file:
                actor = replace(membership.still(ordered), scopes=_scopes(job))
                require(actor, VERB)
                Run(job, actor, Path(folder), progress).run(file)
        except Cancelled:
            _end(job, "cancelled", f"cancelled; {job.written:,} rows had been written and stay")
        except CarriedOn:  # its state is the other's to tell
            return models.Job.objects.get(pk=key)
        except RowsRefused as error:
            _end(job, "refused", str(error))
        except HongqiaoError as error:
            _end(job, "failed", f"{type(error).__name__}: {error}")
        except Exception as error:  # no word to whoever ordered it: the job's own page says what is known
            said = f"attempt {job.tries} of {TRIES} ended by {type(error).__name__}: {error}"
            models.Job.objects.filter(pk=key).update(message=said[:2000])
            raise
    job.refresh_from_db()
    return job


_PLACES = {
    "writing": "while rows were written",
    "finishing": "while what it wrote was brought onto the pages",
}


def _given_up(job: models.Job) -> str:
    """What is known of a job whose process ended each time: where, what stays, and what to do."""
    place = _PLACES.get(job.state, f"while the file was looked through (row {job.looked_at:,} of {job.rows:,})")
    stays = f"{job.written:,} of {job.rows:,} rows had been written and stay" if job.written else "nothing was written"
    last = f" The last word was: {job.message}." if job.message else ""
    return (
        f"given up after attempt {job.tries} of {TRIES}: each time its process ended without a word {place}. {stays[0].upper()}"
        f"{stays[1:]}.{last} Look into the site's log and at its memory, then import the file again, in smaller parts if it is "
        "large: what is there already is not written twice"
    )


def _scopes(job: models.Job) -> frozenset[str] | None:
    found = job.options.get("scopes")
    return None if found is None else frozenset(found)


def cancel_job(actor: Actor, key: str) -> models.Job:
    """Ask a job to stop after the chunk that it is at; what it wrote stays."""
    require(actor, VERB)
    job = models.Job.objects.filter(pk=key).first()
    if job is None:
        raise UnknownRow(f"no job has the id {key!r}")
    if job.state in ENDED:
        raise JobEnded(f"the job has ended ({job.state}); what it wrote is corrected by another import")
    job.cancel = True
    job.save(update_fields=["cancel"])
    if job.state == "waiting":
        _end(job, "cancelled", "cancelled before it began")
    return job


def unfinished(before: dt.datetime | None = None) -> list[str]:
    """Jobs that nobody carries on since a moment: to be taken up again."""
    jobs = models.Job.objects.exclude(state__in=ENDED).filter(path="").order_by("id")
    if before is not None:
        jobs = jobs.filter(seen__lt=before)
    return list(jobs.values_list("id", flat=True))


def _end(job: models.Job, state: str, message: str) -> None:
    models.Job.objects.filter(pk=job.pk).update(state=state, message=message[:2000], ended=timezone.now(), body=None)
    job.state = state


@contextmanager
def _opened(job: models.Job) -> Any:
    if not job.path:
        with tempfile.TemporaryFile() as file:
            file.write(bytes(job.body or b""))
            file.seek(0)
            yield file
        return
    try:
        with Path(job.path).open("rb") as file:
            if _digest(file) != job.sha256:
                raise UnknownRow(f"{job.path} has changed since the import began; start another one with it")
            file.seek(0)
            yield file
    except FileNotFoundError:
        raise DocumentMissing(f"{job.path}: there is no such file any more") from None


def _hash(content: bytes | Path) -> str:
    if isinstance(content, bytes):
        return hashlib.sha256(content).hexdigest()
    with content.open("rb") as file:
        return _digest(file)


def _digest(file: IO[bytes]) -> str:
    return hashlib.file_digest(file, "sha256").hexdigest()
