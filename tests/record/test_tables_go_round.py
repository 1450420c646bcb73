"""What was exported and imported into an empty record is exported again as it was."""

import datetime as dt
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.apps import apps

from hongqiao.record import actions, backup, ledger, models, triggers, verifying
from hongqiao.record.bulk.exporting import FORMATS, Export
from hongqiao.record.bulk.tables import PARTS, PUBLIC, tables
from hongqiao.record.ledger import acting
from hongqiao.record.roles import LOCAL


def exported(form: str = "json", **options: Any) -> bytes:
    sink = io.BytesIO()
    FORMATS[form](Export("ald-bern", **options), sink)
    return sink.getvalue()


def imported(name: str, content: bytes, programme: str = "ald-bern", **options: Any) -> models.Job:
    return actions.run_job(actions.ask_for_import(LOCAL, programme, name, content, **options).id)


def wrong(job: models.Job) -> list[tuple[str, int, str, str, str]]:
    rows = job.lines.filter(kind="refused").order_by("id")
    return [(row.table, row.row, row.column, row.got, row.error) for row in rows]


def emptied() -> None:
    """The database as `migrate` leaves it."""
    backup._empty(replace=True)
    from django.db import connection

    triggers.install(connection)
    models.Job.objects.all().delete()


def sheets(form: str, content: bytes) -> dict[str, bytes]:
    """The tables of an export as they stand in its file, without what it says about the ledger that it came from."""
    match form:
        case "json":
            return {"": content.partition(b'"tables"')[2]}
        case "csv":
            return {"": b"\n".join(line for line in content.splitlines() if not line.startswith(b"about,"))}
        case _:
            archive = zipfile.ZipFile(io.BytesIO(content))
            about = {"about.json", "xl/worksheets/sheet1.xml"}
            return {name: archive.read(name) for name in archive.namelist() if name not in about}


def test_an_export_comes_back_as_it_was_and_a_second_time_changes_nothing(peopled: str) -> None:
    files, before = {form: exported(form) for form in FORMATS}, json.loads(exported())["tables"]
    assert [name for name, rows in before.items() if not rows] == [], "give the example rows of these tables"
    assert len(before["project_events"]) == 3
    current = list(models.CurrentClaim.objects.order_by("claim_id").values_list("claim_id", "state", "fact_id"))
    lives = list(models.CurrentProject.objects.order_by("pk").values_list("pk", "stage", "money"))
    for form, content in files.items():
        emptied()
        job = imported(f"towns.{form}", content)
        assert (job.state, wrong(job)) == ("done", [])
        assert sheets(form, exported(form)) == sheets(form, content)
        assert sheets("json", exported()) == sheets("json", files["json"])
        assert current == list(
            models.CurrentClaim.objects.order_by("claim_id").values_list("claim_id", "state", "fact_id")
        )
        assert lives == list(models.CurrentProject.objects.order_by("pk").values_list("pk", "stage", "money"))
        assert verifying.verify().disagreements == ()
        entries = ledger.head()
        again = imported(f"towns.{form}", exported(form))
        assert (again.state, again.added, again.changed, again.refused, again.same) == ("done", 0, 0, 0, job.added)
        assert ledger.head() == entries


def test_every_table_is_in_the_format_or_left_out_with_a_reason() -> None:
    found = {model._meta.label_lower for model in apps.get_app_config("record").get_models()}
    held = {table.model._meta.label_lower for table in tables()}
    apart = {label for label in found if label in backup.LEFT_OUT}
    carried = {"record.content", "record.quote", "record.filing"}  # with their documents, and beside what rests on them
    ledgers = {"record.ledgerentry", "record.revision"}  # the history of this record, which another begins anew
    people = {"record.member", "record.token", "record.contact", "record.message", "record.participant"}
    assert found == held | apart | carried | ledgers | people
    assert {PARTS, *(table.name for table in tables())} >= PUBLIC


def test_no_export_holds_a_person_and_readers_without_a_role_get_public_tables_alone(peopled: str) -> None:
    whole, public = exported(), exported(whole=False)
    for table in (models.Participant, models.Message, models.Contact, models.Token, models.Member):
        for row in table._default_manager.all():
            said = [str(value) for value in backup._plain(row).values() if isinstance(value, str) and len(value) > 40]
            assert not [value for value in said if value.encode() in whole]
    assert not [name for name in (b"Jo Person", b"Mo Person", b"jo@example.org") if name in whole]
    assert {name for name, rows in json.loads(public)["tables"].items() if rows} == PUBLIC
    assert b"employees" in public  # what rules ask is public
    assert b"its own word" not in public  # what is known of a firm is not


def test_every_export_bears_the_head_of_the_ledger_and_every_number_its_basis(full: str) -> None:
    content = json.loads(exported())
    position, head = ledger.head()
    assert content["about"] == {
        "format": "hongqiao-tables-1", "programme": "ald-bern", "ledger_position": position, "ledger_head": head
    }  # fmt: skip
    assert all(row["basis"]["parts"] for row in content["tables"]["values"])
    assert all(row["quote_exact"] for row in content["tables"]["claims"])


def test_texts_without_a_licence_stay_where_they_are(full: str) -> None:
    whole, public = json.loads(exported()), json.loads(exported(whole=False))
    owners = {row["of"] for row in whole["tables"]["parts"]} - {row["of"] for row in public["tables"]["parts"]}
    assert owners == set(models.Document.objects.filter(licence="").values_list("id", flat=True))
    assert "licence" in public["about"]["left_out"]


def test_only_the_programme_and_its_world_is_exported(full: str, make_pack: Callable[..., Path]) -> None:
    actions.create_programme(LOCAL, "other", {"en": "Other"})
    with acting(LOCAL, "edit a project") as act:
        act.keep([models.Place(id="far", kind="town", names={"en": "Far"})])
        act.keep([models.Institution(id="stranger", names={"en": "Stranger"}, place_id="far")])
        act.keep([models.Project(id="theirs", programme_id="other", names={"en": "Theirs"})])
        act.keep([models.PlaceCode(id="far-code", place_id="far", scheme="X", code="9")])
    found = json.loads(exported())["tables"]
    ids = {row["id"] for name, rows in found.items() if name != "parts" for row in rows}
    assert not ids & {"other", "far", "stranger", "theirs", "far-code"}
    assert {"ald-bern", "ald", "land", "ald-council", "west-bridge"} <= ids


def test_the_same_document_under_another_id_is_one_document(full: str) -> None:
    content, before = json.loads(exported()), exported()
    text = json.dumps(content)
    for row in content["tables"]["documents"]:
        text = text.replace(row["id"], f"other-{row['name'].replace('.', '-')}")
    job = imported("towns.json", text.encode())
    assert (job.state, wrong(job), job.added) == ("done", [], 0)
    assert exported() == before


def test_an_entry_of_another_ledger_is_named_by_its_hash(full: str) -> None:
    first = models.LedgerEntry.objects.get(position=1).hash
    content = exported()
    emptied()
    imported("towns.json", content)
    stored = models.Figure.objects.get(key="k2").basis["parts"]
    assert [part["ledger"] for part in stored.values()] == [first]


def test_an_export_as_of_a_day_leaves_out_what_came_later(full: str) -> None:
    found = json.loads(exported(as_of=dt.date(2026, 3, 15)))["tables"]
    assert {row["period"] for row in found["project_events"]} == {"2026-03"}
    assert json.loads(exported(as_of=dt.date(2026, 2, 1)))["tables"]["claims"] == [
        row for row in json.loads(exported())["tables"]["claims"] if row["document"] in _undated()
    ]


def _undated() -> set[str]:
    return set(models.Document.objects.filter(published_on=None).values_list("id", flat=True))
