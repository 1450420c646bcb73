"""A programme as a Frictionless Data Package: a CSV file per table, each column described, each number with its sources.

Data Package and Table Schema, version 1 of the specifications (2017).
"""

import json
import zipfile
from collections.abc import Iterator
from typing import Any

from hongqiao.ground import basis as bases
from hongqiao.publish.exports.subject import Subject, claims, name_of, rows
from hongqiao.record import models
from hongqiao.record.bulk import tables
from hongqiao.record.bulk.cells import cells_of
from hongqiao.record.bulk.columns import Cell, Column
from hongqiao.record.bulk.exporting import write_csv
from hongqiao.record.bulk.scope import Scope
from hongqiao.record.bulk.tables import FORMAT, Table
from hongqiao.record.storing import texts_of

SOURCES = "sources"
_TYPES = {"number": "number", "whole": "integer", "quote start": "integer", "quote end": "integer", "day": "date", "yes": "boolean", "moment": "datetime"}  # fmt: skip
_SOURCE_COLUMNS = (
    ("table", "the table that the number stands in: claims or values"), ("of", "the id of its row"),
    ("kind", "quote, column, entry or assumption"), ("exact", "the quoted words, the column and row, or the reason"),
    ("speaker", "who says so"), ("page", "where this record shows it"), ("address", "the address of the source itself"),
)  # fmt: skip


def write(subject: Subject, file: Any) -> None:
    """The package as a zip."""
    scope = subject.scope()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        resources = []
        for table in tables():
            with archive.open(_entry(f"{table.name}.csv"), "w", force_zip64=True) as part:
                count = write_csv(part, table.name, table.by_name, (cells_of(table, row) for row in scope.rows(table)))
            resources.append({**_resource(table.name, _schema(table, scope)), "hongqiao_rows": count})
        with archive.open(_entry(f"{SOURCES}.csv"), "w", force_zip64=True) as part:
            count = write_csv(part, SOURCES, [name for name, _ in _SOURCE_COLUMNS], _sources(subject, scope))
        fields = [{"name": name, "type": "string", "description": what} for name, what in _SOURCE_COLUMNS]
        resources.append({**_resource(SOURCES, {"fields": fields}), "hongqiao_rows": count})
        archive.writestr(
            _entry("datapackage.json"), json.dumps(_descriptor(subject, scope, resources), ensure_ascii=False, indent=1)
        )


def _descriptor(subject: Subject, scope: Scope, resources: list[dict[str, Any]]) -> dict[str, Any]:
    programme = subject.row()
    position, head = subject.head()
    name = "".join(
        letter if (letter.isalnum() and letter.isascii()) or letter in "-_." else "-"
        for letter in programme.id.casefold()
    )
    found: dict[str, Any] = {
        "profile": "tabular-data-package",
        "name": name,
        "title": name_of(programme.names, programme.id),
        "description": name_of(programme.description),
        "homepage": subject.address("programme", programme.id),
        "hongqiao": {"format": FORMAT, "ledger_position": position, "ledger_head": head},
        "sources": [
            {
                "title": row.title or row.name,
                **({"path": row.address or row.original_link} if row.address or row.original_link else {}),
            }
            for row in rows(scope, "documents")
        ],
        "resources": resources,
    }
    if programme.licence:
        found["licenses"] = [{"name": "other-open", "title": programme.licence}]
    for key, day in (("as_of", subject.as_of), ("recorded_by", subject.recorded_by)):
        if day:
            found["hongqiao"][key] = day.isoformat()
    return {key: value for key, value in found.items() if value not in ("", [])}


def _resource(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource", "name": name, "path": f"{name}.csv", "format": "csv", "mediatype": "text/csv",
        "encoding": "utf-8", "schema": schema,
    }  # fmt: skip


def _schema(table: Table, scope: Scope) -> dict[str, Any]:
    found: dict[str, Any] = {
        "fields": [_field(column) for column in table.columns],
        "primaryKey": "id",
        "missingValues": [""],
    }
    # as of a day, what came later is left out, so that a row may name one that is not there
    if scope.as_of is None:
        found["foreignKeys"] = [
            {
                "fields": column.name,
                "reference": {"resource": "" if column.to == table.name else column.to, "fields": "id"},
            }
            for column in table.columns
            if column.kind in {"reference", "quote document"}
        ]
    return found


def _field(column: Column) -> dict[str, Any]:
    kind = _TYPES.get(column.kind, "string")
    found: dict[str, Any] = {
        "name": column.name,
        "type": kind,
        "description": column.right.removesuffix(" would be right").rstrip(","),
    }
    if kind == "datetime":
        found["format"] = "any"
    constraints: dict[str, Any] = {}
    if column.needed and column.name != "id":
        constraints["required"] = True
    if column.choices:
        constraints["enum"] = list(column.choices)
    return {**found, **({"constraints": constraints} if constraints else {})}


def _sources(subject: Subject, scope: Scope) -> Iterator[dict[str, Cell]]:
    documents = {row.id: row for row in models.Document.objects.filter(pk__in=scope.world["documents"])}
    by_text = {row.text_hash: row for row in documents.values()}
    sets = {row.hash: row for row in models.DataSet.objects.defer("body")}
    for claim, _stands in claims(scope):
        yield {"table": "claims", "of": claim.id, **_quoted(subject, documents[claim.document_id], claim.quote)}
    for row in rows(scope, "values"):
        for root in bases.roots(bases.from_json(row.basis, texts_of([row.basis]))):
            yield {"table": "values", "of": row.id, **_root(subject, root, by_text, sets)}


def _quoted(subject: Subject, document: models.Document, quote: Any) -> dict[str, Cell]:
    return {
        "kind": "quote", "exact": quote.exact, "speaker": document.publisher or document.title or document.name,
        "page": subject.quote(document.id, quote.start, quote.end),
        "address": document.address or document.original_link or document.retells,
    }  # fmt: skip


def _root(
    subject: Subject, root: bases.Root, by_text: dict[str, models.Document], sets: dict[str, models.DataSet]
) -> dict[str, Cell]:
    match root:
        case bases.Quote():
            return (
                _quoted(subject, by_text[root.document], root)
                if root.document in by_text
                else {"kind": "quote", "exact": root.exact}
            )
        case bases.Column():
            table = sets.get(root.dataset)
            said: dict[str, Cell] = {
                "kind": "column",
                "exact": f"{root.column}, {root.row}" if root.row else root.column,
            }
            if table is None:
                return said
            return {
                **said,
                "speaker": table.title or table.name,
                "page": subject.address("dataset", table.id),
                "address": table.source_address,
            }
        case bases.Entry():
            return {
                "kind": "entry",
                "exact": f"ledger entry {root.ledger}",
                "page": subject.entry(root.ledger),
            }
        case _:
            return {"kind": "assumption", "exact": root.why, "speaker": root.who}


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry
