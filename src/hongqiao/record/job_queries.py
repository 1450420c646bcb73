"""What the pages of background work ask of the record."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from hongqiao.record import models
from hongqiao.record.models.jobs import ENDED


@dataclass(frozen=True, slots=True)
class JobShown:
    """A job as a page shows it."""

    id: str
    programme: str
    name: str
    state: str
    message: str
    dry_run: bool
    rows: int
    looked_at: int
    written: int
    added: int
    changed: int
    same: int
    refused: int
    asked: dt.datetime
    finished: dt.datetime | None
    actor: str
    stopping: bool

    @property
    def ended(self) -> bool:
        """Whether nothing more will come."""
        return self.state in ENDED

    @property
    def percent(self) -> int:
        """How far it is, looking and writing taken together."""
        if self.ended or not self.rows:
            return 100 if self.ended else 0
        done = self.looked_at if self.dry_run else (self.looked_at + self.written) / 2
        return min(99, int(100 * done / self.rows))


@dataclass(frozen=True, slots=True)
class LineShown:
    """What a job found in a row."""

    table: str
    row: int
    key: str
    column: str
    error: str
    got: str
    right: str
    differences: tuple[tuple[str, Any, Any], ...]


def job(key: str) -> JobShown | None:
    """One job, or None."""
    row = models.Job.objects.filter(pk=key).defer("body").first()
    return _shown(row) if row else None


def latest(programme: str, count: int = 20) -> list[JobShown]:
    """The latest jobs of a programme."""
    return [_shown(row) for row in models.Job.objects.filter(programme=programme).defer("body")[:count]]


def lines(key: str, kind: str, count: int) -> list[LineShown]:
    """The first lines of a job, of one kind."""
    return [
        _line(row) for row in models.JobLine.objects.filter(job=key, kind=kind).order_by("table", "row", "id")[:count]
    ]


def every_line(key: str, kind: str) -> Iterator[LineShown]:
    """All lines of one kind, one by one."""
    for row in (
        models.JobLine.objects.filter(job=key, kind=kind).order_by("table", "row", "id").iterator(chunk_size=1000)
    ):
        yield _line(row)


def _shown(row: models.Job) -> JobShown:
    names = (
        "id",
        "programme",
        "name",
        "state",
        "message",
        "rows",
        "looked_at",
        "written",
        "added",
        "changed",
        "same",
        "refused",
        "asked",
    )
    values = {name: getattr(row, name) for name in names}
    return JobShown(
        **values, dry_run=bool(row.options.get("dry_run")), finished=row.ended, actor=row.actor, stopping=row.cancel
    )


def _line(row: models.JobLine) -> LineShown:
    before, after = row.before or {}, row.after or {}
    differences = tuple((name, before.get(name), after.get(name)) for name in {**before, **after})
    return LineShown(row.table, row.row, row.key, row.column, row.error, row.got, row.right, differences)
