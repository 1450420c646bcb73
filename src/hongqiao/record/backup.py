"""Backups: one zip for either database, with every table as lines of JSON, checksums, and the head of the chain."""

import base64
import datetime as dt
import hashlib
import json
import os
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from django.apps import apps
from django.conf import settings
from django.core.management.color import no_style
from django.db import connection, models, transaction

from hongqiao.errors import BadBackup
from hongqiao.record import ledger, projections, triggers, verifying

FORMAT = "hongqiao-backup-1"
LEFT_OUT = {
    "record.comparedkey": "made anew from the claims",
    "record.currentclaim": "made anew from claims and judgements",
    "record.currentfact": "made anew from claims and judgements",
    "record.currentproject": "made anew from the events of projects",
    "record.searchtext": "made anew from what it finds",
    "record.textvector": "made anew from the texts",
    "record.job": "work on its way belongs to the site that ordered it; what it wrote is in the record",
    "record.jobline": "what a job found goes with the job",
    "record.answer": "answers kept for a repeated request, for a day",
    "record.refusal": "who was refused where: a log of the site, forgotten after ninety days",
    "sessions.session": "who is signed in just now; after a restore everybody signs in again",
    "django_tasks_database.dbtaskresult": "the queue of the worker",
    "account.emailconfirmation": "mails on their way; the site sends none",
    "contenttypes.contenttype": "made by the migrations",
    "auth.permission": "made by the migrations; the record's own roles count",
    "auth.group": "not used; the record's own roles count",
    "auth.group_permissions": "not used; the record's own roles count",
    "auth.user_groups": "not used; the record's own roles count",
    "auth.user_user_permissions": "not used; the record's own roles count",
}
"""What no backup holds, table by table, and why; whatever is not named here is in every backup."""

_STAY = frozenset(
    {"record.refusal", "contenttypes.contenttype", "auth.permission", "auth.group", "auth.group_permissions"}
)
"""Of those, what a restore leaves as it finds it; the rest is emptied, since it speaks of rows that are gone."""
_MANIFEST = "manifest.json"
_CHUNK = 500
_LINE = 512 * 2**20  # characters of one row; a longer line is no backup of ours


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds."""

    path: Path
    position: int
    head: str
    rows: dict[str, int]
    sealed: int = 0
    """Second factors that cannot be opened here: another secret sealed them."""

    @property
    def total(self) -> int:
        """All rows."""
        return sum(self.rows.values())


def tables() -> list[type[models.Model]]:
    """The tables of a backup, those that others point to first: all that the database has, but for `LEFT_OUT`."""
    found = [model for model in apps.get_models(include_auto_created=True) if model._meta.label_lower not in LEFT_OUT]
    ordered: list[type[models.Model]] = []
    waiting = sorted(found, key=lambda model: (str(model._meta.app_label) == "record", model._meta.label_lower))
    while waiting:
        ready = [model for model in waiting if _needs(model) <= {*ordered, model}]
        if not ready:  # tables that point to each other: the constraints are checked at the end of the transaction
            ready = waiting[:1]
        ordered.append(ready[0])
        waiting.remove(ready[0])
    return ordered


def _needs(model: type[models.Model]) -> set[type[models.Model]]:
    return {field.related_model for field in model._meta.concrete_fields if field.is_relation and field.related_model}


def backup(path: Path, progress: Callable[[int, int], None] | None = None) -> Manifest:
    """Write everything to one file, from one state of the database; the file appears only when it is whole."""
    path = path.absolute()
    if path.is_dir():
        path /= f"hongqiao-{dt.datetime.now(dt.UTC):%Y%m%d-%H%M%S}.zip"
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    temporary = Path(name)
    try:
        with (
            os.fdopen(handle, "wb") as file,
            zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive,
        ):
            manifest = _write(archive, path, progress)
        with temporary.open("rb") as written:
            os.fsync(written.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    return manifest


def _write(archive: zipfile.ZipFile, path: Path, progress: Callable[[int, int], None] | None) -> Manifest:
    rows: dict[str, int] = {}
    sums: dict[str, str] = {}
    models_ = tables()
    outermost = not connection.in_atomic_block  # within a transaction, that one's isolation holds
    with transaction.atomic():
        if connection.vendor == "postgresql" and outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        position, head = ledger.head()
        for done, model in enumerate(models_, start=1):
            name = f"tables/{model._meta.label_lower}.jsonl"
            hashed, count = hashlib.sha256(), 0
            with archive.open(name, "w", force_zip64=True) as file:
                for row in model._default_manager.order_by("pk").iterator(chunk_size=_CHUNK):
                    line = (json.dumps(_plain(row), ensure_ascii=False) + "\n").encode()
                    hashed.update(line)
                    file.write(line)
                    count += 1
            rows[model._meta.label_lower], sums[name] = count, hashed.hexdigest()
            if progress:
                progress(done, len(models_))
    content = {
        "format": FORMAT,
        "made": dt.datetime.now(dt.UTC).isoformat(),
        "position": position,
        "head": head,
        "rows": rows,
        "sha256": sums,
        "secret": _secret_mark(),
    }
    archive.writestr(_MANIFEST, json.dumps(content, indent=1))
    return Manifest(path, position, head, rows)


def _secret_mark() -> str:
    """A mark by which the site's secret is known again: with another one, second factors do not open."""
    return hashlib.sha256(b"hongqiao backup" + settings.SECRET_KEY.encode()).hexdigest()[:16]


def _plain(row: models.Model) -> dict[str, Any]:
    found = {}
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        found[field.attname] = _portable(value)
    return found


def _portable(value: Any) -> Any:
    match value:
        case bytes() | bytearray() | memoryview():
            return {"base64": base64.b64encode(bytes(value)).decode("ascii")}
        case dt.datetime() | dt.date():
            return value.isoformat()
        case _:
            return value


def _value(field: models.Field[Any, Any], value: Any) -> Any:
    if isinstance(field, models.BinaryField) and value is not None:
        return base64.b64decode(value["base64"])
    return field.to_python(value) if isinstance(field, models.DateTimeField | models.DateField) else value


def restore(path: Path, *, replace: bool = False, progress: Callable[[int, int], None] | None = None) -> Manifest:
    """Bring a backup back, in one transaction, and verify it against its own ledger before that ends.

    Raises BadBackup for a file that is no whole backup, and for a database that is not empty unless `replace`.
    """
    with _opened(path) as archive:
        manifest, sums = _manifest(archive, path)
        _check_sums(archive, path, sums)
        with transaction.atomic():
            _empty(replace=replace)
            _load(archive, progress)
            projections.rebuild()
            triggers.install(connection)
            result = verifying.verify()
            if not result.sound or result.head != manifest.head:
                first = result.disagreements[0] if result.disagreements else f"its ledger ends in {result.head}"
                raise BadBackup(f"{path}: the backup does not agree with its ledger: {first}")
    return manifest


def _opened(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except FileNotFoundError:
        raise BadBackup(f"{path}: there is no such file") from None
    except (zipfile.BadZipFile, IsADirectoryError) as error:
        raise BadBackup(f"{path}: this is no backup ({error}); `hongqiao backup FILE` makes one") from None


def _manifest(archive: zipfile.ZipFile, path: Path) -> tuple[Manifest, dict[str, str]]:
    try:
        content = json.loads(archive.read(_MANIFEST))
        if content["format"] != FORMAT:
            raise BadBackup(f"{path}: its format is {content['format']!r}; {FORMAT} would be right")
        rows = content["rows"]
        sealed = rows.get("mfa.authenticator", 0) if content.get("secret") != _secret_mark() else 0
        return Manifest(path, content["position"], content["head"], rows, sealed), content["sha256"]
    except (KeyError, ValueError, zipfile.BadZipFile) as error:
        raise BadBackup(f"{path}: its manifest cannot be read ({error}); it was not written to its end") from None


def _check_sums(archive: zipfile.ZipFile, path: Path, sums: dict[str, str]) -> None:
    known = {f"tables/{model._meta.label_lower}.jsonl" for model in tables()}
    for name, expected in sums.items():
        if name not in known:
            raise BadBackup(f"{path}: {name} belongs to no table of this version")
        hashed = hashlib.sha256()
        try:
            with archive.open(name) as file:
                while part := file.read(2**20):
                    hashed.update(part)
        except (KeyError, zipfile.BadZipFile) as error:
            raise BadBackup(f"{path}: {name} is damaged ({error})") from None
        if hashed.hexdigest() != expected:
            raise BadBackup(f"{path}: {name} has another checksum than its manifest says; the file is damaged")


def _empty(*, replace: bool) -> None:
    """Give up what is there; what is left out of backups goes too where it speaks of the record that was here."""
    filled = [model for model in tables() if model._default_manager.exists()]
    if filled and not replace:
        raise BadBackup(
            f"the database is not empty ({filled[0]._meta.verbose_name} has rows); "
            "restore into an empty one, or say --replace to give up what is in it"
        )
    if filled:
        triggers.lift(connection)
    passing = [apps.get_model(label) for label in LEFT_OUT if label not in _STAY]
    for model in (*passing, *reversed(tables())):
        # straight from the table: rows that protect each other all go together
        model._default_manager.all()._raw_delete(connection.alias)


def _load(archive: zipfile.ZipFile, progress: Callable[[int, int], None] | None) -> None:
    models_ = tables()
    names = set(archive.namelist())
    for done, model in enumerate(models_, start=1):
        name = f"tables/{model._meta.label_lower}.jsonl"
        if name in names:
            with archive.open(name) as file:
                batch: list[models.Model] = []
                for row in _rows(model, file):
                    batch.append(row)
                    if len(batch) == _CHUNK:
                        model._default_manager.bulk_create(batch)
                        batch = []
                model._default_manager.bulk_create(batch)
        if progress:
            progress(done, len(models_))
    with connection.cursor() as cursor:  # the next number of tables that count their rows
        for statement in connection.ops.sequence_reset_sql(no_style(), models_):
            cursor.execute(statement)


def _rows(model: type[models.Model], file: IO[bytes]) -> Iterator[models.Model]:
    fields = {field.attname: field for field in model._meta.concrete_fields}
    while line := file.readline(_LINE):
        values = {}
        for name, value in json.loads(line).items():
            if name not in fields:
                raise BadBackup(f"{model._meta.label}: the column {name!r} is unknown to this version")
            values[name] = _value(fields[name], value)
        yield model(**values)
