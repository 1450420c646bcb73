"""A file that is no table, hides a formula or explodes is refused as a whole, with words, and noted."""

import csv
import io
import json
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
from tables_sent import imported, sheet, wrong

from hongqiao.errors import BadTable, DocumentMissing, NotAllowed, PathInName, UnknownRow
from hongqiao.record import actions, ledger, models
from hongqiao.record.bulk.exporting import FORMATS, Export
from hongqiao.record.roles import LOCAL, Actor, Role


def bomb(name: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, b"0" * 40_000_000)
    return file.getvalue()


def formula() -> bytes:
    book = openpyxl.Workbook()
    book.active.title = "projects"
    for row in (["id", "name_en"], ["A", "=HYPERLINK(1)"], ["B", "fine"]):
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_a_formula_of_a_workbook_is_refused(towns: str) -> None:
    job = imported("x.xlsx", formula(), skip_bad_rows=True)
    assert (wrong(job), job.added) == ([(2, "name_en", "=HYPERLINK(1)", "FormulaInCell")], 1)


def test_what_a_spreadsheet_would_compute_leaves_as_text(towns: str) -> None:
    content = {
        "tables": {"projects": [{"id": "A", "name_en": "=cmd|' /C calc'!A0", "name_de": "'=1", "name_zh": "-5"}]}
    }
    assert imported("p.json", json.dumps(content).encode()).state == "done"
    for form in ("csv", "zip", "xlsx"):
        sink = io.BytesIO()
        FORMATS[form](Export(towns, only="projects"), sink)
        sink.seek(0)
        if form == "xlsx":
            book = openpyxl.load_workbook(sink)
            cells = [cell for row in book["projects"].iter_rows() for cell in row]
            assert {cell.data_type for cell in cells} <= {"s", "n"}
            found = [str(cell.value) for cell in cells]
        else:
            body = zipfile.ZipFile(sink).read("projects.csv") if form == "zip" else sink.getvalue()
            found = [cell for row in csv.reader(io.StringIO(body.decode())) for cell in row]
        assert not [cell for cell in found if cell.startswith("=")]
        assert {"'=cmd|' /C calc'!A0", "''=1", "-5"} <= set(found)


NO_TABLES: list[tuple[str, bytes, str]] = [
    ("bomb.xlsx", bomb("xl/workbook.xml"), "ArchiveBomb: bomb.xlsx: .* would unpack to 40,000,000"),
    ("bomb.zip", bomb("projects.csv"), "ArchiveBomb"),
    ("cut.xlsx", formula()[:900], "BadTable: cut.xlsx: it cannot be opened"),
    ("x.xlsx", b"PK no", "BadTable"),
    ("projects.csv", b"", "BadTable: projects.csv: it is empty"),
    ("projects.csv", b"id,id\n", "BadTable: projects.csv: the column 'id' stands twice"),
    ("projects.csv", "id,name_en\nA,Stra\xdfe\n".encode("latin-1"), "BadTable: .* is no UTF-8"),
    ("projects.csv", b'id,name_en\nA,"x', "BadTable"),
    ("projects.csv", b"id,nom\nA,x\n", "UnknownColumn: projects has no column 'nom'; it has id, "),
    ("projets.csv", b"id\nA\n", "UnknownTable: no table is called 'projets'; the tables are "),
    ("x.json", b'{"tables": {"projects": [{"id": ', "BadTable: x.json: it is no JSON"),
    ("x.json", b'{"tables": {"projects": [7]}}', "BadTable: x.json: tables.projects.item is 7"),
]


def test_a_file_that_is_no_table_is_refused_as_a_whole_and_noted(towns: str) -> None:
    before = ledger.head()
    for name, content, message in NO_TABLES:
        job = imported(name, content)
        assert job.state == "failed"
        assert re.match(message, job.message), job.message
        kind = job.message.partition(":")[0]  # of equal refusals in a minute one row counts
        assert models.Refusal.objects.filter(who="local", path=name, kind=kind).exists()
    assert ledger.head() == before


def test_a_part_of_an_archive_that_leads_out_of_it_is_refused(towns: str) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("../../etc/projects.csv", "id\nA\n")
    assert imported("x.zip", file.getvalue()).message.startswith("PathInName: x.zip: the part '../../etc/projects.csv'")


NOT_BEGUN: list[tuple[Actor, str, bytes | Path, type[Exception]]] = [
    (LOCAL, "../../etc/passwd.csv", b"id\n", PathInName),
    (LOCAL, "C:\\x.csv", b"id\n", PathInName),
    (LOCAL, "x.exe", b"id\n", BadTable),
    (LOCAL, "gone.csv", Path("/nowhere/gone.csv"), DocumentMissing),
    (Actor("jo", Role.CONTRIBUTOR, "ald-council"), "projects.csv", b"id\n", NotAllowed),
    (Actor("nobody", Role.PUBLIC), "projects.csv", b"id\n", NotAllowed),
]


def test_what_may_not_even_begin_is_refused_and_noted(towns: str) -> None:
    for actor, name, content, error in NOT_BEGUN:
        with pytest.raises(error):
            actions.ask_for_import(actor, towns, name, content)
        refusal = models.Refusal.objects.order_by("-id")[0]
        assert (refusal.who, refusal.kind) == (actor.name, error.__name__)
    assert not models.Job.objects.exists()


def test_an_unknown_programme_is_refused(towns: str) -> None:
    job = imported("projects.csv", sheet("id,name_en", ["A", "A"]), programme="atlantis")
    assert job.message.startswith(f"{UnknownRow.__name__}: no programme has the id 'atlantis'")
