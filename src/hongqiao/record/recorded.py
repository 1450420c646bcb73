"""The record as it stood: what had been recorded by the end of a day, read from rows that only grow and revisions.

Whatever is asked within `by` is answered from a copy of the record that holds the rows of the ledger up to that day's
last entry and nothing later: every page and every export can be had as recorded by a day, and the copy's ledger ends in
the head that backups of that day bear. Copies are made once per entry and kept in a cache folder; of personal data they
hold nothing.
"""

import datetime as dt
import functools
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import DEFAULT_DB_ALIAS, connections, models, transaction

from hongqiao.errors import NothingRecorded
from hongqiao.record import search, triggers
from hongqiao.record.database import database
from hongqiao.record.models import Added, Derived, Erasable, Kept, LedgerEntry, Passing, Revision

KEPT = 6  # copies; the one used longest ago goes first
_CHUNK = 500
_ALIAS: ContextVar[str | None] = ContextVar("past", default=None)
_MAKING: ContextVar[str | None] = ContextVar("making", default=None)


class PastRouter:
    """Sends what is asked of the record to the copy that stands for a day, within `by`; nothing is ever written there."""

    def db_for_read(self, model: type[models.Model], **_hints: object) -> str | None:
        """The copy, for tables of the record."""
        return _ALIAS.get() if _has_past(model) else None

    def db_for_write(self, model: type[models.Model], **_hints: object) -> str | None:
        """The copy, while it is made; the past is never written to otherwise."""
        return _MAKING.get() if _has_past(model) else None

    def allow_relation(self, *_rows: object, **_hints: object) -> bool | None:
        """Rows of a copy relate to each other."""
        return True if _ALIAS.get() else None


def position_by(day: dt.date) -> int:
    """The last entry of the ledger by the end of a day (UTC); raises NothingRecorded before the first."""
    end = dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), dt.UTC)
    entry = LedgerEntry.objects.filter(at__lt=end).order_by("-position").values_list("position", flat=True).first()
    if entry is None:
        first = LedgerEntry.objects.order_by("position").values_list("at", flat=True).first()
        since = f"the first entry is of {first:%Y-%m-%d}" if first else "the ledger is empty"
        raise NothingRecorded(f"nothing was recorded by {day}: {since}")
    return int(entry)


@contextmanager
def by(day: dt.date) -> Iterator[int]:
    """Answer what is asked within from the record as it stood at the end of a day; gives the entry it stood at."""
    with at(position_by(day)) as position:
        yield position


@contextmanager
def at(position: int) -> Iterator[int]:
    """The same, for an entry of the ledger."""
    head = LedgerEntry.objects.values_list("hash", flat=True).get(position=position)
    path = _folder() / f"{head}.sqlite3"
    if not path.is_file():
        _make(path, position)
        _forget(path)
    path.touch()
    alias = f"past-{head[:16]}"
    if alias not in connections.databases:
        template = dict(connections.databases[DEFAULT_DB_ALIAS])
        template.update(database(path))
        connections.databases[alias] = {**template, "TEST": {}, "CONN_MAX_AGE": 0}
    token = _ALIAS.set(alias)
    try:
        yield position
    finally:
        _ALIAS.reset(token)
        connections[alias].close()


def is_past() -> bool:
    """Whether what is asked now is answered from the past."""
    return _ALIAS.get() is not None


def _folder() -> Path:
    """Where copies lie: beside a SQLite record, else in the folder for temporary files; its owner's alone."""
    name = str(connections.databases[DEFAULT_DB_ALIAS]["NAME"])
    beside = Path(name).parent if connections[DEFAULT_DB_ALIAS].vendor == "sqlite" and Path(name).is_file() else None
    folder = (beside or Path(tempfile.gettempdir()) / f"hongqiao-{os.getuid()}") / "past"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _forget(newest: Path) -> None:
    found = sorted(newest.parent.glob("*.sqlite3"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in found[KEPT:]:
        path.unlink(missing_ok=True)


def _make(path: Path, position: int) -> None:
    """Write the copy beside its place, and put it there when it is whole."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".making-", suffix=".sqlite3")
    os.close(handle)
    alias = f"making-{path.stem[:16]}-{os.getpid()}"
    template = dict(connections.databases[DEFAULT_DB_ALIAS])
    template.update(database(name))
    template["OPTIONS"] = {"init_command": "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA foreign_keys=OFF;"}
    connections.databases[alias] = {**template, "TEST": {}, "CONN_MAX_AGE": 0}
    try:
        with connections[alias].schema_editor() as editor:
            for model in apps.get_app_config("record").get_models():
                editor.create_model(model)
        triggers.install(connections[alias])
        search.install(connections[alias])
        with transaction.atomic(using=alias):
            for model in apps.get_app_config("record").get_models():
                if _has_past(model) and not issubclass(model, Derived | Erasable):
                    _copy(model, position, alias)
            _project(alias)
        connections[alias].close()
        Path(name).replace(path)
    finally:
        connections[alias].close()
        del connections.databases[alias]
        Path(name).unlink(missing_ok=True)


def _copy(model: type[models.Model], position: int, alias: str) -> None:
    target = model._default_manager.using(alias)
    batch: list[models.Model] = []
    for row in _rows(model, position):
        batch.append(row)
        if len(batch) == _CHUNK:
            target.bulk_create(batch)
            batch = []
    target.bulk_create(batch)


@functools.cache
def _has_past(model: type[models.Model]) -> bool:
    """Whether a table belongs to what is shown as of a day: not who may do what, nor what is on its way."""
    return model._meta.app_label == "record" and not issubclass(model, Passing) and not _of_accounts(model)


def _of_accounts(model: type[models.Model]) -> bool:
    """Who may do what is no business of the past."""
    for column in model._meta.concrete_fields:
        target = column.related_model
        if isinstance(target, type) and target is not model and (target is get_user_model() or _of_accounts(target)):
            return True
    return False


def _rows(model: type[models.Model], position: int) -> Iterator[Any]:
    if issubclass(model, Added) or model is LedgerEntry:
        rows = model._default_manager.filter(position__lte=position)
        yield from rows.order_by("pk").iterator(chunk_size=_CHUNK)
        return
    if issubclass(model, Kept):
        yield from states(model, position)


def states(model: type[Kept], position: int) -> Iterator[Kept]:
    """Rows that may change, as they were at an entry of the ledger: the latest state of each up to it."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    rows = Revision.objects.filter(table=str(model._meta.model_name), position__lte=position).order_by(
        "row", "position", "id"
    )
    latest: tuple[str, int, Any] | None = None
    for row, place, after in rows.values_list("row", "position", "after").iterator(chunk_size=2000):
        if latest is not None and latest[0] != row and latest[2] is not None:
            yield _state(model, fields, latest)
        latest = (row, place, after)
    if latest is not None and latest[2] is not None:
        yield _state(model, fields, latest)


def _state(model: type[Kept], fields: dict[str, Any], latest: tuple[str, int, Any]) -> Kept:
    values = {name: fields[name].to_python(value) for name, value in latest[2].items() if name in fields}
    return model(**{**values, "position": latest[1]})


def _project(alias: str) -> None:
    """Make the projection of the copy: what pages read."""
    from hongqiao.record import projections

    reading, making = _ALIAS.set(alias), _MAKING.set(alias)
    try:
        projections.make()
    finally:
        _ALIAS.reset(reading)
        _MAKING.reset(making)
