"""One import on its way: looked through, written chunk by chunk, and brought onto the pages."""

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO, Any

from django.db import transaction
from django.utils import timezone

from hongqiao.errors import RowsRefused
from hongqiao.record import models, projections
from hongqiao.record.actions.documents import require_programme
from hongqiao.record.bulk.checking import Checker, Prepared, require_known
from hongqiao.record.bulk.meaning import Meaning
from hongqiao.record.bulk.order import Order, Pass, ordered
from hongqiao.record.bulk.parts import Parts, Texts
from hongqiao.record.bulk.source import VALUES, Reading, Source, as_values, source_of
from hongqiao.record.bulk.spool import Spool, spooled
from hongqiao.record.bulk.tables import PARTS
from hongqiao.record.bulk.writing import write
from hongqiao.record.ledger import acting
from hongqiao.record.roles import Actor

LISTED = 1000  # rows that would be added or changed and are listed one by one; all of them are counted
_CLAIMS = frozenset({"documents", "claims", "judgements", "facts", "targets", "watches", "publications"})


class Cancelled(Exception):
    """The job was asked to stop."""


class CarriedOn(Exception):
    """Another process carries the job on: this one leaves it alone."""


class Run:
    """The import of one file."""

    def __init__(
        self, job: models.Job, actor: Actor, folder: Path, progress: Callable[[int, int], None] | None = None
    ) -> None:
        self.job, self.actor, self.folder, self.progress = job, actor, folder, progress
        self.dataset: Source | None = None

    def run(self, file: IO[bytes]) -> None:
        """Carry the job out, or on from its checkpoint."""
        spool = spooled(file, self.job.name, self.folder, self.job.options.get("table", ""))
        try:
            self._prepare(spool)
            if self.job.state in {"waiting", "checking"}:
                self._look()
            if self.job.state == "writing":
                self._write()
            if self.job.state == "finishing":
                self._finish()
        finally:
            spool.close()

    def _prepare(self, spool: Spool) -> None:
        title = self.job.options.get("reading", {}).get("title") or self.job.name
        if said := self.job.options.get("reading"):
            raw = next(iter(spool.counts))
            self.dataset = source_of(spool, raw)
            spool.rename(raw, "")
            assert self.dataset is not None  # noqa: S101 -- the table is in the spool
            as_values(spool, "", Reading(**{**said, "title": title}), self.dataset)
            spool.counts.pop("")
            spool.headers.pop("")
        elif VALUES in spool.counts and any(not cells.get("basis") for _row, cells, _wrong in spool.rows(VALUES)):
            self.dataset = source_of(spool, VALUES)
        require_known(spool)
        if not any(str(cells.get("id")) == self.job.programme for _row, cells, _wrong in spool.rows("programmes")):
            require_programme(self.job.programme)
        self.order: Order = ordered(spool)
        self.parts = Parts(spool, self.folder)
        source = self.dataset.hash if self.dataset else ""
        meaning = Meaning(self.actor, self.job.programme, source, self.parts, title)
        self.checker = meaning.checker = Checker(self.order, Texts(self.parts), meaning)
        self.total = spool.total - spool.counts.get(PARTS, 0)

    # ---- looking ------------------------------------------------------------------------------------------

    def _look(self) -> None:
        job = self.job
        job.lines.all().delete()
        counts: Counter[str] = Counter()
        job.state, job.rows, job.looked_at = "checking", self.total, 0
        listed: Counter[str] = Counter()
        self._save("state", "rows")
        for row, column, got, right in self.parts.wrong:
            models.JobLine.objects.create(
                job=job, kind="refused", table=PARTS, row=row, column=column, got=got, right=right, error="BadValue"
            )
            counts["refused"] += 1
        for step in self.order.passes:
            for lines in self.checker.chunks(step):
                prepared = self.checker.prepare(step.table, lines, looking=True)
                counts.update(item.outcome for item in prepared)
                self._list(step.table.name, prepared, listed)
                job.looked_at += len(lines)
                job.added, job.changed, job.same, job.refused = (
                    counts[name] for name in ("added", "changed", "same", "refused")
                )
                self._save("looked_at", "added", "changed", "same", "refused")
                self._tell(job.looked_at)
        if job.options.get("dry_run"):
            self._end("checked", "looked through; nothing was changed")
        elif job.refused and not job.options.get("skip_bad_rows"):
            raise RowsRefused(
                f"{job.refused:,} of {job.rows:,} rows are wrong, and nothing was changed; mend them, or import the others "
                "without them by --skip-bad-rows"
            )
        else:
            job.state, job.checkpoint, job.tries = "writing", [0, 0], 1
            job.added = job.changed = job.same = 0
            self._save("state", "checkpoint", "tries", "added", "changed", "same")

    def _list(self, table: str, prepared: Sequence[Prepared], listed: Counter[str]) -> None:
        lines = []
        for item in prepared:
            if item.outcome == "refused":
                lines += [
                    models.JobLine(
                        job=self.job, kind="refused", table=table, row=item.number, key=item.key[:120], column=column[:120],
                        got=got, right=right, error=error,
                    )
                    for column, got, right, error in item.wrong
                ]  # fmt: skip
            elif item.outcome in {"added", "changed"} and listed[item.outcome] < LISTED:
                listed[item.outcome] += 1
                lines.append(
                    models.JobLine(
                        job=self.job, kind=item.outcome, table=table, row=item.number, key=item.key[:120],
                        before=item.before or None, after=item.after or None,
                    )
                )  # fmt: skip
        models.JobLine.objects.bulk_create(lines, batch_size=500)

    # ---- writing ------------------------------------------------------------------------------------------

    def _write(self) -> None:
        job = self.job
        refused = set(job.lines.filter(kind="refused").values_list("table", "row"))
        if self.dataset is not None and not models.DataSet.objects.filter(hash=self.dataset.hash).exists():
            self._keep_source(self.dataset)
        for number, step in enumerate(self.order.passes):
            for count, lines in enumerate(self.checker.chunks(step)):
                if [number, count] < job.checkpoint:
                    continue
                good = [line for line in lines if (step.table.name, line[0]) not in refused]
                self._chunk(step, good, [number, count + 1], len(lines))
            if [number + 1, 0] > job.checkpoint:
                self._move([number + 1, 0])
        job.state, job.tries = "finishing", 1
        self._save("state", "tries")

    def _keep_source(self, source: Source) -> None:
        reading = self.job.options.get("reading", {})
        with acting(self.actor, "import a table", subject=f"job:{self.job.id}", programme=self.job.programme) as act:
            act.summary = {"file": self.job.name, "sha256": self.job.sha256, "data set": source.hash}
            act.add(
                [
                    models.DataSet(
                        hash=source.hash, name=self.job.name, title=reading.get("title") or self.job.name,
                        description=f"the table of {self.job.name} (SHA-256 {self.job.sha256}) as it came in",
                        retrieved=f"{act.at:%Y-%m-%d}", columns=list(source.columns), row_count=source.rows,
                        body=source.body,
                    )
                ]
            )  # fmt: skip

    def _chunk(self, step: Pass, lines: Sequence[Any], after: list[int], count: int) -> None:
        job = self.job
        with acting(self.actor, "import a table", subject=f"job:{job.id}", programme=job.programme) as act:
            prepared = self.checker.prepare(step.table, lines, looking=False)
            late = [item for item in prepared if item.outcome == "refused"]
            if late and not job.options.get("skip_bad_rows"):
                column, got, right, _error = late[0].wrong[0]
                raise RowsRefused(
                    f"{step.table.name}, row {late[0].number}, column {column}: got {got!r}; {right} (the record has changed "
                    "since the file was looked through; what was written before this row stays)"
                )
            self._list(step.table.name, late, Counter())
            write(act, step.table, prepared, self.parts, job)
            counts = Counter(item.outcome for item in prepared)
            if lines:
                act.summary = {
                    "file": job.name, "sha256": job.sha256, "table": step.table.name, "rows": [lines[0][0], lines[-1][0]],
                    "added": counts["added"], "changed": counts["changed"],
                }  # fmt: skip
            moved = models.Job.objects.filter(pk=job.pk, checkpoint=job.checkpoint).update(
                checkpoint=after, written=job.written + count, added=job.added + counts["added"],
                changed=job.changed + counts["changed"], same=job.same + counts["same"],
                refused=job.refused + len(late), seen=timezone.now(), tries=1,
            )  # fmt: skip
            if not moved:
                raise CarriedOn
        job.refresh_from_db(fields=["checkpoint", "written", "added", "changed", "same", "refused", "cancel"])
        self._tell(self.total + job.written)
        if job.cancel:
            raise Cancelled

    def _move(self, after: list[int]) -> None:
        self.job.checkpoint = after
        self._save("checkpoint")

    def _finish(self) -> None:
        """Bring onto the pages what came in; made anew from what is stored, as often as need be."""
        programme = self.job.programme
        if any(step.table.name in _CLAIMS for step in self.order.passes):
            with transaction.atomic():
                projections.project_claims(programme)
                projections.project_facts(programme)
                projections.compare_waiting(programme)
        job = self.job
        if job.added >= 1000:
            projections.refresh_statistics()
        message = f"{job.added:,} added, {job.changed:,} changed, {job.same:,} the same"
        self._end("done", f"{message}, {job.refused:,} refused and left out" if job.refused else message)

    # ---- telling ------------------------------------------------------------------------------------------

    def _end(self, state: str, message: str) -> None:
        self.job.state, self.job.message, self.job.ended, self.job.body = state, message, timezone.now(), None
        self._save("state", "message", "ended", "body")

    def _save(self, *names: str) -> None:
        self.job.seen = timezone.now()
        self.job.save(update_fields=[*names, "seen"])

    def _tell(self, done: int) -> None:
        if self.progress:
            self.progress(done, 2 * self.total)
        if self.job.state == "checking" and models.Job.objects.filter(pk=self.job.pk, cancel=True).exists():
            raise Cancelled
