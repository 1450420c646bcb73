"""What rows mean beyond their cells: defaults, and what no single cell can be wrong about."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from hongqiao.errors import (
    CurrencyWithoutYear,
    DeadlineBeforeStart,
    HongqiaoError,
    NoBasis,
    NotAllowed,
    UnknownRow,
)
from hongqiao.ground import basis as bases
from hongqiao.ground import unit as units
from hongqiao.ground.basis import Column as ColumnBasis
from hongqiao.ground.basis import StoredText, sha256
from hongqiao.ground.figure import Figure
from hongqiao.ground.period import Period
from hongqiao.record import models
from hongqiao.record.bulk import firms, permissions
from hongqiao.record.bulk.cells import at_home, cells_of
from hongqiao.record.bulk.tables import Table
from hongqiao.record.ledger import canonical
from hongqiao.record.roles import Actor, may

if TYPE_CHECKING:
    from hongqiao.record.bulk.checking import Checker, Prepared
    from hongqiao.record.bulk.parts import Parts
    from hongqiao.record.bulk.spool import Line

_SHARED_FACT = {"targets": "target", "watches": "watch"}
_LISTS = {("events", "institutions"): "institutions", ("programmes", "places"): "places"}


@dataclass(slots=True)
class Meaning:
    """The rules of one import: who brings what into which programme, from which file."""

    actor: Actor
    programme: str
    source: str
    parts: "Parts"
    title: str = ""
    checker: "Checker | None" = None
    needs_source: bool = False
    external: dict[str, str] = field(default_factory=dict)
    starts: dict[str, dt.date | None] = field(default_factory=dict)
    text_hashes: dict[str, str] = field(default_factory=dict)
    data_hashes: set[str] = field(default_factory=set)
    asked: dict[str, str] = field(default_factory=dict)

    # ---- before a row is made -------------------------------------------------------------------------------

    def look_up(self, table: Table, lines: "Sequence[Line]") -> None:
        """Find the projects that rows name by the id which another register gave them."""
        if table.code != "project":
            return
        wanted = [str(cells["external_id"]) for _row, cells, _wrong in lines if cells.get("external_id")]
        rows = models.Project.objects.filter(programme=self.programme, external_id__in=wanted)
        self.external = dict(rows.values_list("external_id", "id"))

    def key_of(self, table: Table, values: Mapping[str, Any]) -> str:
        """The id of a row that has none: a project is found by its id in another register."""
        external = values.get("external_id")
        if table.code != "project" or not external:
            return ""
        return self.external.get(external) or sha256(canonical(["project", self.programme, external]))[:40]

    def defaults(self, table: Table, item: "Prepared", values: dict[str, Any], existing: Any) -> None:
        """Fill in what a row may leave out."""
        if (
            existing is None
            and table.by_name.get("programme")
            and table.code != "programme"
            and not values.get("programme")
        ):
            values["programme"] = self.programme
        if table.name in _SHARED_FACT and existing is None and not values.get("fact") and item.key:
            values["fact"] = item.key
            item.implied = True
        if table.code == "figure" and not values.get("basis"):
            values.pop("basis", None)
            if existing is None:
                values["basis"] = self._cell_of(item)
        if table.code in {"judgement", "matchjudgement", "publication"} and existing is None and not values.get("by"):
            values["by"] = self.actor.name
        if table.code in {"offer", "need"} and existing is None and not values.get("submitted_by"):
            values["submitted_by"] = self.actor.name
        if table.code == "claim" and not values.get("document"):
            values["document"] = values.get("quote_document")

    def _cell_of(self, item: "Prepared") -> dict[str, Any]:
        """The basis of a number that names none: its cell in the table that came in."""
        self.needs_source = True
        return bases.as_json(ColumnBasis(self.source, "value", f"line {item.number}", self.title))

    # ---- afterwards -----------------------------------------------------------------------------------------

    def check(self, table: Table, found: "Sequence[Prepared]", existing: Mapping[str, Any]) -> None:
        """Note what is wrong with rows beyond their cells."""
        rows = [item for item in found if item.row is not None]
        permissions.check(self.actor, self.programme, table, rows, existing)
        for (name, attribute), target in _LISTS.items():
            if name == table.name:
                self._lists(rows, attribute, target)
        if check := getattr(self, f"_{table.code}", None):
            check(table, rows, existing)

    def _lists(self, rows: "Sequence[Prepared]", attribute: str, target: str) -> None:
        assert self.checker is not None  # noqa: S101 -- set by whoever makes both
        wanted = {str(key) for item in rows for key in getattr(item.row, attribute)} - self.checker.coming.get(
            target, set()
        )
        model = models.Institution if target == "institutions" else models.Place
        absent = (
            wanted - set(model._default_manager.filter(pk__in=wanted).values_list("pk", flat=True)) if wanted else set()
        )
        for item in rows:
            for key in getattr(item.row, attribute):
                if key in absent:
                    item.refuse(
                        attribute,
                        key,
                        f"ids of rows of {target}, in the record or in this file, would be right",
                        UnknownRow.__name__,
                    )

    def _plan(self, _table: Table, rows: "Sequence[Prepared]", _existing: Mapping[str, Any]) -> None:
        for item in rows:
            self.starts[item.key] = Period.parse(item.row.period).start if item.row.period else None

    def _target(self, _table: Table, rows: "Sequence[Prepared]", _existing: Mapping[str, Any]) -> None:
        unknown = {item.row.plan_id for item in rows} - set(self.starts)
        for key, period in models.Plan.objects.filter(pk__in=unknown).values_list("id", "period"):
            self.starts[key] = Period.parse(period).start if period else None
        for item in rows:
            start = self.starts.get(item.row.plan_id)
            if start and item.row.deadline_on and item.row.deadline_on < start:
                item.refuse(
                    "deadline",
                    item.row.deadline,
                    f"a deadline on or after {start}, when the plan {item.row.plan_id} starts, would be right",
                    DeadlineBeforeStart.__name__,
                )

    def _factasked(self, _table: Table, rows: "Sequence[Prepared]", _existing: Mapping[str, Any]) -> None:
        self.asked |= {item.key: item.row.type for item in rows}

    def _rule(self, _table: Table, rows: "Sequence[Prepared]", _existing: Mapping[str, Any]) -> None:
        firms.check_rules(rows, self.asked)

    def _firmfacts(self, _table: Table, rows: "Sequence[Prepared]", _existing: Mapping[str, Any]) -> None:
        firms.check_known(rows, self.asked)

    def _placecode(self, _table: Table, rows: "Sequence[Prepared]", _existing: Mapping[str, Any]) -> None:
        for item in rows:
            if item.row.valid_from and item.row.valid_to and item.row.valid_to < item.row.valid_from:
                item.refuse(
                    "valid_to",
                    item.row.valid_to,
                    f"a day after {item.row.valid_from} would be right",
                    DeadlineBeforeStart.__name__,
                )

    def _place(self, _table: Table, rows: "Sequence[Prepared]", _existing: Mapping[str, Any]) -> None:
        for item in rows:
            for name, limit in (("latitude", 90), ("longitude", 180)):
                value = getattr(item.row, name)
                if value is not None and abs(value) > limit:
                    item.refuse(name, value, f"degrees between -{limit} and {limit} would be right", "BadValue")

    def _document(self, _table: Table, rows: "Sequence[Prepared]", existing: Mapping[str, Any]) -> None:
        for item in rows:
            if item.key in existing:
                continue
            body, text = self.parts.bytes(item.key), self.parts.bytes(item.key, "text")
            if body is None or text is None:
                item.refuse(
                    "id",
                    item.key,
                    "its bytes and its text in the table parts, or a document that the record holds, would be right",
                    UnknownRow.__name__,
                )
            elif sha256(body) != item.row.bytes_hash or sha256(text) != item.row.text_hash:
                item.refuse(
                    "bytes_hash",
                    item.row.bytes_hash,
                    f"the hashes of its parts, {sha256(body)} and {sha256(text)}, would be right",
                    "QuoteMismatch",
                )
            else:
                self.text_hashes[item.row.text_hash] = item.key

    def _dataset(self, _table: Table, rows: "Sequence[Prepared]", existing: Mapping[str, Any]) -> None:
        for item in rows:
            self.data_hashes.add(item.row.hash)
            body = self.parts.bytes(item.key)
            if item.key in existing:
                continue
            if body is None:
                item.refuse(
                    "id",
                    item.key,
                    "its bytes in the table parts, or a data set that the record holds, would be right",
                    UnknownRow.__name__,
                )
            elif sha256(body) != item.row.hash:
                item.refuse(
                    "hash", item.row.hash, f"the hash of its parts, {sha256(body)}, would be right", "QuoteMismatch"
                )

    def _figure(self, _table: Table, rows: "Sequence[Prepared]", existing: Mapping[str, Any]) -> None:
        fresh = [item for item in rows if item.key not in existing or "basis" in item.given]
        named = (part.get("dataset") for item in fresh for part in _parts(item.row.basis))
        wanted = {str(key) for key in named if key} - {self.source}
        wanted -= self.data_hashes
        known = set(models.DataSet.objects.filter(hash__in=wanted).values_list("hash", flat=True)) if wanted else set()
        self.data_hashes |= known
        for item in rows:
            if units.is_money(item.row.unit.partition("/")[0]) and not item.row.period:
                item.refuse(
                    "period",
                    None,
                    f"the year in whose prices and rates these {item.row.unit} are would be right: money without a year cannot be converted",
                    CurrencyWithoutYear.__name__,
                )
        texts = self._texts([item.row.basis for item in fresh])
        for item in fresh:
            self._basis(item, texts)

    def _basis(self, item: "Prepared", texts: Mapping[str, StoredText]) -> None:
        stored = item.row.basis
        try:
            for part in stored["parts"].values():
                if part["kind"] == "column" and part["dataset"] not in {*self.data_hashes, self.source}:
                    raise NoBasis(
                        f"a data set that the record or this file holds would be right, not {part['dataset']}"
                    )
            basis = bases.from_json(stored, texts)
            if isinstance(basis, bases.Step) and not may(self.actor, "publish a figure"):
                raise NotAllowed(
                    f"a number that was read would be right: {self.actor.role} may not put out what was computed"
                )
            Figure(item.row.value, item.row.unit, basis, item.row.comparator, item.row.value_hi)
        except (HongqiaoError, ValueError) as error:
            item.refuse(
                "basis" if isinstance(error, HongqiaoError) else "value",
                item.row.value,
                f"{error}",
                type(error).__name__ if isinstance(error, HongqiaoError) else "BadValue",
            )
        except (KeyError, TypeError, AttributeError):
            item.refuse(
                "basis", str(stored), "a basis as the export writes it, or nothing, would be right", NoBasis.__name__
            )
        else:
            item.row.basis = at_home(bases.as_json(basis))
            item.row.basis_key = item.row.basis["root"]

    def _texts(self, stored: Sequence[Mapping[str, Any]]) -> dict[str, StoredText]:
        """The texts that bases quote: of the record, and of documents that came with the file."""
        parts = [part for basis in stored for part in _parts(basis)]
        wanted = {str(part["document"]) for part in parts if part.get("kind") == "quote" and part.get("document")}
        if not wanted:
            return {}
        found = models.Content.objects.filter(document__text_hash__in=wanted).values_list("document__text_hash", "text")
        texts = {key: StoredText(text) for key, text in found}
        for key in wanted - set(texts):
            body = self.parts.bytes(self.text_hashes[key], "text") if key in self.text_hashes else None
            if body is not None:
                texts[key] = StoredText(body.decode("utf-8", "surrogatepass"))
        return texts

    # ---- corrections ----------------------------------------------------------------------------------------

    def corrected(self, table: Table, item: "Prepared", existing: Any) -> bool:
        """Whether a row that differs from one that only grows can stand as its correction.

        A value under the same id is a later value: it supersedes the one before. Where the record holds it already, it
        is the same. Other rows that only grow are corrected by rows with ids of their own.
        """
        if table.code != "figure":
            return False
        mine = _said(table, item.row)
        latest = existing
        while (later := models.Figure.objects.filter(supersedes=latest.pk).order_by("id").first()) is not None:
            latest = later
            if _said(table, latest) == mine:
                item.outcome = "same"
                item.before = item.after = {}
                return False
        if "basis" not in item.given and _said(table, existing) == mine:
            item.outcome = "same"
            return False
        if "basis" not in item.given:
            item.row.basis = self._cell_of(item)
            item.row.basis_key = item.row.basis["root"]
        item.row.pk = sha256(canonical([item.key, latest.pk, mine]))[:40]
        item.row.supersedes_id = latest.pk
        item.row.key = sha256(canonical(["figure", item.row.pk]))
        return True


def _parts(basis: Any) -> list[Mapping[str, Any]]:
    """The parts of a stored basis, as far as it has the form of one."""
    parts = basis.get("parts") if isinstance(basis, Mapping) else None
    return [part for part in parts.values() if isinstance(part, Mapping)] if isinstance(parts, Mapping) else []


def _said(table: Table, row: Any) -> dict[str, Any]:
    kept = {"value", "value_hi", "unit", "comparator", "period", "place", "indicator", "status"}
    return {name: cell for name, cell in cells_of(table, row).items() if name in kept}
