"""Prepared rows into the record, with what belongs to them; within the transaction of a verb."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from hongqiao.record import models, projections, search_rows
from hongqiao.record.bulk.parts import Parts
from hongqiao.record.bulk.tables import Table

if TYPE_CHECKING:
    from hongqiao.record.bulk.checking import Prepared
    from hongqiao.record.ledger import Act

_SEARCHED = frozenset(
    {"place", "institution", "indicator", "programme", "plan", "measure", "event", "project", "target"}
)
_FACT_KINDS = {"targets": "target", "watches": "watch"}


def write(act: "Act", table: Table, prepared: "Sequence[Prepared]", parts: Parts, job: models.Job) -> None:
    """Write the rows of one table that are new or changed."""
    from hongqiao.record.actions.documents import file_documents, stored_quotes

    stored_quotes(act, [quote for item in prepared if item.outcome in {"added", "changed"} for quote in item.quotes])
    added = [item.row for item in prepared if item.outcome == "added"]
    changed = [item.row for item in prepared if item.outcome == "changed"]
    implied = [_fact(table, item.row) for item in prepared if item.implied and item.outcome == "added"]
    act.keep(implied)
    if table.only_grows:
        rows = [*added, *changed]  # a changed value is a row of its own, which supersedes the one before
        for row in rows:
            if hasattr(row, "at"):
                row.at = act.at
        if table.code == "dataset":
            for row in rows:
                row.body = parts.bytes(row.pk)
        act.add(rows)
        if table.code == "document":
            _documents(act, rows, parts)
            present = models.Document.objects.filter(
                pk__in=[item.key for item in prepared if item.outcome != "refused"]
            )
            file_documents(act, job.programme, list(present), f"import:{job.id}"[:64])
    else:
        act.keep(added, new=True)
        act.keep(changed, new=False)
    _shown(table, [*added, *changed, *implied], job.programme)


def _fact(table: Table, row: Any) -> models.Fact:
    period = getattr(row, "deadline", "")
    return models.Fact(
        id=row.pk, programme_id=_programme_of(row), kind=_FACT_KINDS[table.name], names=row.names, indicator=row.indicator,
        place=row.place_id or "", period=period,
    )  # fmt: skip


def _programme_of(row: Any) -> str:
    if hasattr(row, "programme_id"):
        return str(row.programme_id)
    return str(models.Plan.objects.values_list("programme", flat=True).get(pk=row.plan_id))


def _documents(act: "Act", rows: Sequence[models.Document], parts: Parts) -> None:
    contents = []
    for row in rows:
        text = (parts.bytes(row.pk, "text") or b"").decode("utf-8", "surrogatepass")
        contents.append(models.Content(document=row, text=text, body=parts.bytes(row.pk) or b""))
    act.add(contents)
    search_rows.put([search_rows.document_row(item.document, item.text) for item in contents])


def _shown(table: Table, rows: Sequence[Any], programme: str) -> None:
    """Bring rows into the search, and projects onto their pages."""
    if table.code in _SEARCHED:
        search_rows.put(
            [
                search_rows.thing_row(
                    table.code, row.pk, programme if table.paths or table.code == "programme" else "", row.names,
                    *getattr(row, "aliases", ()),
                )
                for row in rows
                if row._meta.model_name == table.code
            ]
        )  # fmt: skip
    if table.code == "project":
        projections.project_projects(programme, [row.pk for row in rows])
    if table.code == "projectevent":
        projections.project_projects(programme, sorted({row.project_id for row in rows}))
