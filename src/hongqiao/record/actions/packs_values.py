"""The tables and values of a pack into the record: each value rests on its row."""

from collections.abc import Sequence

from hongqiao.ground.basis import Column, sha256
from hongqiao.ground.figure import Figure as GroundFigure
from hongqiao.ground.period import Period
from hongqiao.record import models, pack_files, storing
from hongqiao.record.actions.packs_respect import VERB
from hongqiao.record.ledger import Act, canonical
from hongqiao.record.pack import Contents


def load_values(act: Act, contents: Contents, programmes: Sequence[str], kept: list[str]) -> int:
    """Tables and values of a pack; a value that somebody else corrected stands, and is noted in `kept`."""
    _datasets(act, contents)
    if not contents.values:
        return 0
    body = (contents.folder / "values.csv").read_bytes()
    dataset = sha256(body)
    keys = {
        row.line: sha256(canonical([contents.id, row.key, row.comparator, row.value, row.unit]))
        for row in contents.values
    }
    known = set(models.Figure.objects.filter(key__in=keys.values()).values_list("key", flat=True))
    by_packs = models.LedgerEntry.objects.filter(verb=VERB).values("position")
    before = {
        (row.indicator, row.place, row.period, row.notes.get("source_title")): row.id
        for row in models.Figure.objects.filter(notes__pack=contents.id, position__in=by_packs).order_by(
            "position", "id"
        )
    }
    programme = programmes[0] if len(programmes) == 1 else ""
    corrected = models.Figure.objects.filter(supersedes__in=before.values()).exclude(position__in=by_packs)
    others = dict(corrected.values_list("supersedes", "position"))
    figures = []
    for row in contents.values:
        if keys[row.line] in known:
            continue
        earlier = before.get((row.indicator, row.place, row.period, row.source_title))
        if earlier in others:
            kept.append(f"value {row.key}: its correction (entry {others[earlier]}) stands; the pack says otherwise")
            continue
        figure = GroundFigure(
            row.value, row.unit, Column(dataset, "value", row.key, "values.csv"), row.comparator,  # type: ignore[arg-type]  # checked when read
            period=Period.parse(row.period),
        )  # fmt: skip
        figures.append(
            storing.figure_row(
                figure, at=act.at, key=keys[row.line], programme=programme, indicator=row.indicator, place=row.place,
                notes={
                    "pack": contents.id, "source_title": row.source_title, "source_url": row.source_url,
                    "retrieved": row.retrieved, "note": row.note,
                },
                supersedes_id=earlier,
            )
        )  # fmt: skip
    act.add(figures)
    return len(figures)


def _datasets(act: Act, contents: Contents) -> None:
    rows = [
        models.DataSet(
            hash=sha256(table.body), name=table.name, title=table.about.get("title", table.name),
            description=table.about.get("description", ""), source_address=table.about.get("source_url", ""),
            licence=table.about.get("licence", ""), retrieved=str(table.about.get("retrieved", "")),
            columns=table.columns, row_count=table.row_count, body=table.body, pack=contents.id,
        )
        for table in contents.tables
    ]  # fmt: skip
    path = contents.folder / "values.csv"
    if contents.values:
        columns = "indicator place period comparator value unit source_title source_url retrieved note".split()
        rows.append(
            models.DataSet(
                hash=sha256(path.read_bytes()), name="values.csv", title=f"Indicator values of the pack {contents.id}",
                licence=contents.licence, columns=columns, row_count=len(contents.values),
                body=path.read_bytes(), pack=contents.id,
            )
        )  # fmt: skip
    rows += pack_files.rows_to_keep(contents.folder, contents.id, contents.licence, sha256)
    known = set(models.DataSet.objects.filter(hash__in=[row.hash for row in rows]).values_list("hash", flat=True))
    unique = {row.hash: row for row in rows if row.hash not in known}
    act.add(list(unique.values()))
