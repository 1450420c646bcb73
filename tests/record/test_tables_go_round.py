"""What was exported and imported into an empty record is exported again as it was."""

import datetime as dt
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hongqiao.ground.basis import Assumption, Entry, Step
from hongqiao.ground.figure import Figure
from hongqiao.ground.period import Period
from hongqiao.record import actions, backup, ledger, models, projections, storing, triggers, verifying
from hongqiao.record.bulk.exporting import FORMATS, Export
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


@pytest.fixture
def full(towns: str) -> str:
    """The two towns, with a project's whole life, judged and corrected claims, and figures of every kind of basis."""
    actions.add_documents(LOCAL, towns, [("more.txt", b"The port has 12 cranes. A bridge costs 3 million euros.")])
    waiting = list(
        models.CurrentClaim.objects.filter(state="waiting").order_by("claim_id").values_list("claim", flat=True)
    )
    actions.accept_claim(LOCAL, towns, waiting[0], reason="stands there")
    made = actions.correct_claim(LOCAL, towns, waiting[1], {"value": 4.0}, reason="misread")
    actions.undo(LOCAL, models.Judgement.objects.get(claim=made.id, verdict="accept").id, reason="was right after all")
    with acting(LOCAL, "edit a project") as act:
        act.keep(
            [models.Project(id="west-bridge", programme_id=towns, names={"en": "West = east", "pl": "Most"},
                            external_id="R/17", place_id="ald", announced_at_id="signing")]
        )  # fmt: skip
        act.keep(
            [models.Partner(id="p1", project_id="west-bridge", institution_id="ald-council", role="lead", side="ald")]
        )
        whose = Step("sum", "1", (Assumption("Jo", "a round number"), Entry("1")), (("n", 2),))
        figures = [
            storing.figure_row(
                Figure(3e6, "EUR", whose, period=Period.parse("2026")),
                at=act.at,
                key="k1",
                programme=towns,
                subject="west-bridge",
            ),
            storing.figure_row(Figure(2, "count", Entry("1"), "range", 5), at=act.at, key="k2", programme=towns),
        ]
        quote = models.Quote.objects.order_by("id").first()
        act.add(figures)
        act.add(
            [
                models.ProjectEvent(key="e1", project_id="west-bridge", stage="signed", period="2026-03", on=dt.date(2026, 3, 1), at=act.at,
                                    quote=quote),
                models.ProjectEvent(key="e2", project_id="west-bridge", money_kind="announced", period="2026-04",
                                    on=dt.date(2026, 4, 1), at=act.at, figure=figures[0], note="- by letter"),
            ]
        )  # fmt: skip
        act.keep(
            [
                models.Measure(
                    id="voucher", programme_id=towns, names={"en": "Voucher"}, valid="2026/2027", budget=figures[0]
                )
            ]
        )
    projections.project_projects(towns)
    actions.retract_figure(LOCAL, towns, "park", reason="the survey was withdrawn")
    return towns


@pytest.mark.parametrize("form", ["json", "csv", "zip", "xlsx"])
def test_an_export_comes_back_as_it_was_and_a_second_time_changes_nothing(full: str, form: str) -> None:
    content, before = exported(form), json.loads(exported())["tables"]
    current = list(models.CurrentClaim.objects.order_by("claim_id").values_list("claim_id", "state", "fact_id"))
    lives = list(models.CurrentProject.objects.order_by("pk").values_list("pk", "stage", "money"))
    emptied()
    job = imported(f"towns.{form}", content)
    assert (job.state, wrong(job)) == ("done", [])
    assert json.loads(exported())["tables"] == before
    assert list(models.CurrentClaim.objects.order_by("claim_id").values_list("claim_id", "state", "fact_id")) == current
    assert list(models.CurrentProject.objects.order_by("pk").values_list("pk", "stage", "money")) == lives
    assert verifying.verify().disagreements == ()
    assert len(before["project_events"]) == 3
    entries = ledger.head()
    again = imported(f"towns.{form}", exported(form))
    assert (again.state, again.added, again.changed, again.refused, again.same) == ("done", 0, 0, 0, job.added)
    assert ledger.head() == entries


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
    tables = json.loads(exported())["tables"]
    ids = {row["id"] for name, rows in tables.items() if name != "parts" for row in rows}
    assert not ids & {"other", "far", "stranger", "theirs"}
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
    tables = json.loads(exported(as_of=dt.date(2026, 3, 15)))["tables"]
    assert {row["period"] for row in tables["project_events"]} == {"2026-03"}
    assert json.loads(exported(as_of=dt.date(2026, 2, 1)))["tables"]["claims"] == [
        row for row in json.loads(exported())["tables"]["claims"] if row["document"] in _undated()
    ]


def _undated() -> set[str]:
    return set(models.Document.objects.filter(published_on=None).values_list("id", flat=True))
