"""Rows of the record as rows of the format, and what the record makes of other columns by itself."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from hongqiao.ground import basis as bases
from hongqiao.ground.basis import Entry, Step
from hongqiao.ground.period import Period
from hongqiao.record import models
from hongqiao.record.bulk.columns import LANGUAGES, Cell, written
from hongqiao.record.bulk.tables import Table
from hongqiao.record.ledger import canonical, sha256
from hongqiao.record.storing import texts_of

if TYPE_CHECKING:
    from django.db.models import QuerySet

DERIVED = {
    "partner": ("project_id", "institution_id", "role"), "placecode": ("place_id", "scheme", "code", "valid_from"),
    "citation": ("kind", "subject", "quote_id"),
}  # fmt: skip
"""Links between things, whose id is made from the lasting ids of those where none is given."""


def cells_of(table: Table, row: Any) -> dict[str, Cell]:
    """A row of the record as a row of the format; what is empty is left out."""
    found: dict[str, Cell] = {}
    for column in table.columns:
        match column.kind:
            case "name":
                value = (getattr(row, column.attribute) or {}).get(column.key)
            case "others":
                names = getattr(row, column.attribute) or {}
                value = {language: name for language, name in names.items() if language not in LANGUAGES}
            case "quote document" | "quote start" | "quote end" | "quote exact":
                quote = getattr(row, column.key)
                part = column.kind.removeprefix("quote ")
                value = getattr(quote, "document_id" if part == "document" else part) if quote else None
            case "basis":
                value = portable(getattr(row, column.attribute))
            case _:
                value = written(getattr(row, column.attribute))
        if value is not None and value not in ("", [], {}):
            found[column.name] = value
    return found


def complete(row: Any) -> None:
    """Fill in what follows from the other columns: days of periods, the keys of bases, ids of links."""
    match row:
        case models.ProjectEvent():
            row.on = Period.parse(row.period).start if row.period else None
        case models.Target():
            row.deadline_on = Period.parse(row.deadline).end if row.deadline else None
        case models.Document():
            row.published_on = Period.parse(row.published).start if row.published else None
        case models.Figure():
            row.basis_key = row.basis.get("root", "") if row.basis else ""
    if hasattr(row, "period") and hasattr(row, "starts"):
        period = Period.parse(row.period) if row.period else None
        row.starts, row.ends = (period.start, period.end) if period else (None, None)
    if hasattr(row, "key") and not row.key:
        row.key = sha256(canonical([row._meta.model_name, row.pk]))


def link_id(row: Any) -> str:
    """The id of a link, made from the ids of what it links."""
    return sha256(canonical([str(getattr(row, name)) for name in DERIVED[str(row._meta.model_name)]]))[:40]


def portable(stored: Mapping[str, Any]) -> dict[str, Any]:
    """A basis as other records understand it: an entry of this ledger is named by its hash."""
    wanted = {part["ledger"] for part in stored["parts"].values() if part["kind"] == "entry"}
    numbers = {name for name in wanted if name.isdecimal()}
    if not numbers:
        return dict(stored)
    rows = models.LedgerEntry.objects.filter(position__in=numbers).values_list("position", "hash")
    return _renamed(stored, {str(position): name for position, name in rows})


def at_home(stored: Mapping[str, Any]) -> dict[str, Any]:
    """A portable basis as this record keeps it: an entry that stands in its own ledger is named by its position."""
    wanted = {part["ledger"] for part in stored["parts"].values() if part["kind"] == "entry"}
    if not wanted:
        return dict(stored)
    rows = models.LedgerEntry.objects.filter(hash__in=wanted).values_list("hash", "position")
    return _renamed(stored, {name: str(position) for name, position in rows})


def _renamed(stored: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    found = bases.from_json(stored, texts_of([stored]))
    made: dict[str, bases.Basis] = {}

    def renamed(part: bases.Basis) -> bases.Basis:
        if part.key not in made:
            match part:
                case Entry():
                    made[part.key] = Entry(names.get(part.ledger, part.ledger))
                case Step():
                    inputs = tuple(renamed(item) for item in part.inputs)
                    made[part.key] = Step(
                        part.formula, part.version, inputs, part.parameters, part.panel, part.selector
                    )
                case _:
                    made[part.key] = part
        return made[part.key]

    return bases.as_json(renamed(found))


def related(table: Table) -> tuple[str, ...]:
    """What has to be fetched with a row for `cells_of`: its quotes."""
    return tuple(dict.fromkeys(column.key for column in table.columns if column.kind == "quote document"))


def in_bulk(table: Table, ids: Iterable[str]) -> dict[str, Any]:
    """Rows of a table by their ids, as far as they are there."""
    rows: QuerySet[Any] = table.model._default_manager.filter(pk__in=list(ids))
    if table.code == "dataset":
        rows = rows.defer("body")
    for name in related(table):
        rows = rows.select_related(name)
    return {row.pk: row for row in rows}
