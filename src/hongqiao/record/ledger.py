"""The ledger: every verb leaves one row, chained to the one before, covering every row that it touched.

A verb runs inside `acting`: may you, change, ledger, in one transaction. Rows that are only added carry a digest of
their content; rows that may change leave each state as a `Revision`, which is such a row too. The ledger entry's
`rows_digest` is the SHA-256 over the sorted digests of all of them, and its `hash` the SHA-256 over the hash of the
entry before and its own content (Haber & Stornetta 1991): changing one row, or taking one out, breaks the chain.
"""

import datetime as dt
import hashlib
import json
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone

from hongqiao.record.models import Added, Erasable, Kept, LedgerEntry, Revision
from hongqiao.record.roles import Actor, require
from hongqiao.record.turns import turn

GENESIS = "0" * 64
_LOCK = 7_105_108_119  # any number, the same for all who write: PostgreSQL's advisory lock of the chain
_BATCH = 500


def canonical(content: object) -> str:
    """JSON in one form only: keys sorted, no spaces, whole floats as integers, days and times in ISO 8601.

    >>> canonical({"b": 2.0, "a": "虹"})
    '{"a":"虹","b":2}'
    """
    return json.dumps(_plain(content), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _plain(value: object) -> object:
    match value:
        case float() if value.is_integer():
            return int(value)
        case dt.datetime():
            return value.astimezone(dt.UTC).isoformat()
        case dt.date():
            return value.isoformat()
        case bytes() | bytearray() | memoryview():
            return {"sha256": hashlib.sha256(bytes(value)).hexdigest()}
        case Mapping():
            return {str(key): _plain(item) for key, item in value.items()}
        case list() | tuple():
            return [_plain(item) for item in value]
        case _:
            return value


def sha256(text: str) -> str:
    """SHA-256 of a text in UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()


def state(row: models.Model, without: frozenset[str] = frozenset({"digest", "position"})) -> dict[str, Any]:
    """A row's content, by column; empty ones are left out, so that a column added later changes no digest."""
    content = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    return {
        name: value
        for name, value in content.items()
        if name not in without and value is not None and value not in ("", [], {})
    }


def digest(row: models.Model) -> str:
    """The digest of a row that is only added: of its table, position and content."""
    return sha256(canonical([row._meta.model_name, getattr(row, "position", None), state(row)]))


def salted(row: Erasable) -> str:
    """The hash that the ledger keeps of personal data."""
    return sha256(row.salt + canonical(state(row, frozenset({"position", "salt"}))))


def rows_digest(digests: Iterable[str]) -> str:
    """One digest over many, in any order."""
    return sha256("".join(sorted(digests)))


def entry_hash(entry: LedgerEntry) -> str:
    """The hash of an entry: of the one before, and of all of its own content."""
    content = {field.attname: getattr(entry, field.attname) for field in entry._meta.concrete_fields}
    previous, _ = content.pop("previous"), content.pop("hash")
    return sha256(previous + canonical(content))


def head() -> tuple[int, str]:
    """Position and hash of the latest entry; what every backup, export and brief prints."""
    last = LedgerEntry.objects.order_by("-position").values_list("position", "hash").first()
    return last or (0, GENESIS)


@dataclass(slots=True)
class Act:
    """One verb on its way: what it added, changed and erased so far."""

    actor: Actor
    verb: str
    position: int
    at: dt.datetime
    subject: str = ""
    programme: str = ""
    reason: str = ""
    summary: dict[str, Any] = field(default_factory=dict)
    digests: list[str] = field(default_factory=list)

    def add[M: Added](self, rows: Sequence[M]) -> Sequence[M]:
        """Add rows that only grow."""
        for row in rows:
            row.position = self.position
            row.digest = digest(row)
        if rows:
            type(rows[0])._default_manager.bulk_create(rows, batch_size=_BATCH)
        self.digests += [row.digest for row in rows]
        return rows

    def keep(self, rows: Sequence[Kept], *, new: bool | None = None) -> int:
        """Write rows that may change, leaving a revision of each that is new or differs; returns how many.

        `new` says that none (True) or all (False) of them exist; by default it is looked up.
        """
        if not rows:
            return 0
        model = type(rows[0])
        known: dict[Any, dict[str, Any]] = {}
        if new is not True:
            ids = [row.pk for row in rows]
            for start in range(0, len(ids), _BATCH):
                known |= {
                    row.pk: state(row) for row in model._default_manager.filter(pk__in=ids[start : start + _BATCH])
                }
        fresh = [row for row in rows if row.pk not in known]
        changed = [row for row in rows if row.pk in known and canonical(known[row.pk]) != canonical(state(row))]
        for row in (*fresh, *changed):
            row.position = self.position
        model._default_manager.bulk_create(fresh, batch_size=_BATCH)
        if changed:
            columns = [field.name for field in model._meta.concrete_fields if not field.primary_key]
            model._default_manager.bulk_update(changed, columns, batch_size=100)
        self._revise([(row, state(row)) for row in (*fresh, *changed)])
        return len(fresh) + len(changed)

    def remove(self, rows: Sequence[Kept]) -> None:
        """Take rows away; their former states stay as revisions."""
        self._revise([(row, None) for row in rows])
        for row in rows:
            row.delete()

    def confide[M: Erasable](self, rows: Sequence[M]) -> Sequence[M]:
        """Add personal data: the ledger gets a salted hash alone."""
        for row in rows:
            row.position = self.position
            row.salt = secrets.token_hex(32)
        if rows:
            type(rows[0])._default_manager.bulk_create(rows, batch_size=_BATCH)
        self._revise([(row, {"salted": salted(row)}) for row in rows])
        return rows

    def erase(self, rows: Sequence[Erasable]) -> None:
        """Erase personal data and its salt for good."""
        self._revise([(row, {"erased": True}) for row in rows])
        for row in rows:
            row.delete()

    def attest(self, rows: Sequence[Kept]) -> None:
        """Cover rows as they stand: something was done about them that no column holds, such as a new password."""
        for row in rows:
            row.position = self.position
            row.save(update_fields=["position"])
        self._revise([(row, state(row)) for row in rows])

    def _revise(self, states: Sequence[tuple[models.Model, dict[str, Any] | None]]) -> None:
        revisions = [
            Revision(
                id=f"{self.position:012d}-{len(self.digests) + count:08d}",
                table=str(row._meta.model_name),
                row=str(row.pk),
                at=self.at,
                after=None if after is None else json.loads(canonical(after)),
            )
            for count, (row, after) in enumerate(states)
        ]
        self.add(revisions)


def hold(on: BaseDatabaseWrapper) -> None:
    """Keep every other writer out until this transaction ends; SQLite's transactions do so from their start."""
    if on.vendor == "postgresql":
        with on.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


@contextmanager
def acting(
    actor: Actor,
    verb: str,
    *,
    subject: str = "",
    programme: str = "",
    reason: str = "",
    institutions: frozenset[str] | None = None,
) -> Iterator[Act]:
    """One verb in one transaction: refused without the right; all or nothing; one ledger row if anything changed."""
    require(actor, verb, institutions)
    with turn(connection), transaction.atomic():
        hold(connection)
        position, previous = head()
        act = Act(actor, verb, position + 1, timezone.now(), subject, programme, reason)
        yield act
        if act.digests:
            _write(act, previous)


def _write(act: Act, previous: str) -> None:
    entry = LedgerEntry(
        position=act.position,
        at=act.at,
        actor=act.actor.name,
        role=str(act.actor.role),
        verb=act.verb,
        subject=act.subject,
        programme=act.programme,
        reason=act.reason,
        summary=json.loads(canonical(act.summary)),
        rows=len(act.digests),
        rows_digest=rows_digest(act.digests),
        previous=previous,
        hash="",
    )
    entry.hash = entry_hash(entry)
    entry.save(force_insert=True)
