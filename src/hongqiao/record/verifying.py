"""Does the record agree with its ledger? Every row is hashed again; the first disagreement of each kind is named."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection, models

from hongqiao.record import triggers
from hongqiao.record.ledger import GENESIS, canonical, digest, entry_hash, rows_digest, salted, state
from hongqiao.record.models import Added, Erasable, Kept, LedgerEntry, Revision

_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One row that does not agree with the ledger."""

    table: str
    row: str
    what: str

    def __str__(self) -> str:
        return f"{self.table} {self.row}: {self.what}"


@dataclass(frozen=True, slots=True)
class Verification:
    """What was checked, and what did not agree."""

    entries: int
    rows: int
    head: str
    disagreements: tuple[Disagreement, ...]

    @property
    def sound(self) -> bool:
        """Whether everything agrees."""
        return not self.disagreements


def verify(progress: Callable[[int, int], None] | None = None, limit: int = 100) -> Verification:
    """Check the chain, the digest of every row that only grows, and the latest state of every row that may change.

    A row that was changed, added or taken out behind the ledger's back is named; at most `limit` are listed.
    """
    found: list[Disagreement] = [Disagreement("trigger", name, "is missing") for name in triggers.missing(connection)]
    entries, head = 0, GENESIS
    covers: dict[int, tuple[int, str]] = {}
    for entry in LedgerEntry.objects.order_by("position").iterator(chunk_size=_CHUNK):
        entries += 1
        found += _entry(entry, entries, head)
        head = entry.hash
        covers[entry.position] = (entry.rows, entry.rows_digest)
    tables = [model for model in triggers.guarded() if model is not LedgerEntry]
    digests: dict[int, list[str]] = defaultdict(list)
    rows = 0
    for done, model in enumerate(tables, start=1):
        for row in model._default_manager.order_by("pk").iterator(chunk_size=_CHUNK):
            rows += 1
            assert isinstance(row, Added)  # noqa: S101 -- guarded() yields these
            digests[row.position].append(row.digest)
            if digest(row) != row.digest:
                found.append(
                    Disagreement(_name(model), str(row.pk), "its content was changed: it no longer has its digest")
                )
            elif row.position not in covers:
                found.append(
                    Disagreement(_name(model), str(row.pk), f"no ledger entry has its position {row.position}")
                )
        if progress:
            progress(done, len(tables) + 1)
    for position, (count, expected) in covers.items():
        actual = digests.get(position, [])
        if len(actual) != count or rows_digest(actual) != expected:
            found.append(
                Disagreement(
                    "ledger entry", str(position), f"covers {count} rows, {len(actual)} are there or they differ"
                )
            )
    found += _kept()
    if progress:
        progress(len(tables) + 1, len(tables) + 1)
    return Verification(entries, rows, head, tuple(found[:limit]))


def _entry(entry: LedgerEntry, expected: int, previous: str) -> list[Disagreement]:
    found = []
    if entry.position != expected:
        found.append(
            Disagreement("ledger entry", str(entry.position), f"entry {expected} would be next: one was taken out")
        )
    if entry.previous != previous:
        found.append(Disagreement("ledger entry", str(entry.position), "does not follow the entry before it"))
    if entry_hash(entry) != entry.hash:
        found.append(
            Disagreement("ledger entry", str(entry.position), "its content was changed: it no longer has its hash")
        )
    return found


def _name(model: type[models.Model]) -> str:
    return str(model._meta.verbose_name)


def _kept() -> Iterator[Disagreement]:
    """Every row that may change is as its latest revision says, and every revision's row is there."""
    for model in apps.get_app_config("record").get_models():
        if not issubclass(model, Kept | Erasable):
            continue
        latest = _latest(str(model._meta.model_name))
        for row in model._default_manager.order_by("pk").iterator(chunk_size=_CHUNK):
            after = latest.pop(str(row.pk), None)
            if after is None:
                yield Disagreement(_name(model), str(row.pk), "the ledger does not know of it")
            elif canonical(after) != canonical({"salted": salted(row)} if isinstance(row, Erasable) else state(row)):
                yield Disagreement(_name(model), str(row.pk), "differs from its latest state in the ledger")
        for key, after in latest.items():
            if after is not None and after != {"erased": True}:
                yield Disagreement(_name(model), key, "was taken out behind the ledger's back")


def _latest(table: str) -> dict[str, Any]:
    rows = Revision.objects.filter(table=table).order_by("position", "id").values_list("row", "after")
    return dict(rows.iterator(chunk_size=2000))
