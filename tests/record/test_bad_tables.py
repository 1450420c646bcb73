"""What is wrong with a table is named by row, column, what was got and what would be right; nothing is guessed."""

import json

from tables_sent import imported, sheet, wrong

from hongqiao.ground import basis as bases
from hongqiao.record import actions, ledger, models, verifying
from hongqiao.record.roles import LOCAL, Actor, Role

EDITOR = Actor("ed", Role.EDITOR)


def projects(count: int) -> list[list[object]]:
    return [[f"P-{n}", f"Project {n}", "ald", "infrastructure"] for n in range(count)]


def test_a_sheet_with_37_bad_rows_is_imported_without_them_only_if_told_to(towns: str) -> None:
    rows = projects(4000)
    bad = list(range(100, 100 + 37 * 50, 50))
    for place, number in enumerate(bad):
        rows[number][(0, 2)[place % 2]] = ("", "nowhere")[place % 2]
    content = sheet("id,name_en,place,field", *rows)
    before = models.Project.objects.count(), ledger.head()
    job = imported("projects.csv", content)
    assert (job.state, job.rows, job.refused, job.added) == ("refused", 4000, 37, 3963)
    assert "37 of 4,000 rows are wrong, and nothing was changed" in job.message
    assert (models.Project.objects.count(), ledger.head()) == before
    expected = [
        (number + 2, "id", "", "BadValue") if place % 2 == 0 else (number + 2, "place", "nowhere", "UnknownRow")
        for place, number in enumerate(bad)
    ]
    assert wrong(job) == expected
    job = imported("projects.csv", content, skip_bad_rows=True)
    assert (job.state, job.added, job.refused) == ("done", 3963, 37)
    assert models.Project.objects.count() == before[0] + 3963
    assert wrong(job) == expected
    assert verifying.verify().sound


def test_a_dry_run_says_what_would_change_and_changes_nothing(towns: str) -> None:
    imported("projects.csv", sheet("id,name_en,place", ["A", "First", "ald"], ["B", "Second", ""]))
    before = ledger.head()
    content = sheet(
        "id,name_en,place",
        ["A", "First", "ald"],
        ["B", "Second bridge", "bern"],
        ["C", "Third", ""],
        ["D d", "Fourth", ""],
    )
    job = imported("projects.csv", content, dry_run=True)
    assert (job.state, job.added, job.changed, job.same, job.refused) == ("checked", 1, 1, 1, 1)
    changes = job.lines.exclude(kind="refused").order_by("id").values_list("kind", "row", "key", "before", "after")
    assert list(changes) == [
        ("changed", 3, "B", {"name_en": "Second", "place": None}, {"name_en": "Second bridge", "place": "bern"}),
        ("added", 4, "C", None, None),
    ]
    assert wrong(job) == [(5, "id", "D d", "BadValue")]
    assert ledger.head() == before


def test_a_column_that_is_not_there_leaves_what_stands_and_an_empty_cell_empties(towns: str) -> None:
    imported("projects.csv", sheet("id,name_en,name_de,place", ["A", "First", "Erstes", "ald"]))
    job = imported("projects.csv", sheet("id,name_en,place", ["A", "First bridge", ""]))
    assert (job.state, job.changed) == ("done", 1)
    row = models.Project.objects.get(pk="A")
    assert (row.names, row.place_id) == ({"en": "First bridge", "de": "Erstes"}, None)


def test_a_project_is_found_by_the_id_of_another_register(towns: str) -> None:
    first = imported("projects.csv", sheet("external_id,name_en", ["R/1", "One"], ["R/2", "Two"]))
    second = imported("projects.csv", sheet("external_id,name_en", ["R/1", "One"], ["R/2", "Two!"]))
    assert (first.added, second.same, second.changed, second.added) == (2, 1, 1, 0)
    assert models.Project.objects.filter(external_id__in=["R/1", "R/2"]).count() == 2


WRONG: list[tuple[str, bytes, list[tuple[int, str, str, str]]]] = [
    ("projects", sheet("id,name_en", ["A", "x"], ["B", "y"], ["A", "z"]), [(4, "id", "A", "DuplicateId")]),
    (
        "plans",
        sheet("id,name_en,parent", ["a", "A", "b"], ["b", "B", "c"], ["c", "C", "a"], ["d", "D", ""]),
        [
            (2, "parent", "a in b in c in a", "CircularPlan"),
            (3, "parent", "a in b in c in a", "CircularPlan"),
            (4, "parent", "a in b in c in a", "CircularPlan"),
        ],
    ),
    ("plans", sheet("id,name_en,parent", ["a", "A", "a"]), [(2, "parent", "a in a", "CircularPlan")]),
    (
        "targets",
        sheet("id,name_en,plan,deadline", ["t", "T", "bridges-plan", "2024"]),
        [(2, "deadline", "2024", "DeadlineBeforeStart")],
    ),
    ("plans", sheet("id,name_en,period", ["a", "A", "2030/2026"]), [(2, "period", "2030/2026", "DeadlineBeforeStart")]),
    (
        "values",
        sheet("id,indicator,place,value,unit", ["v", "bridge-number", "ald", 3, "CNY"]),
        [(2, "period", "", "CurrencyWithoutYear")],
    ),
    ("values", sheet("id,place,period,value,unit", ["v", "ald", "2025", "", "count"]), [(2, "value", "", "BadValue")]),
    (
        "values",
        sheet("id,place,period,value,unit", ["v", "ald", "2025", "1e999", "count"]),
        [(2, "value", "1e999", "BadValue")],
    ),
    (
        "values",
        sheet("id,place,period,value,unit", ["v", "ald", "2025", 3, "bridges"]),
        [(2, "unit", "bridges", "UnitMismatch")],
    ),
    (
        "values",
        sheet("id,place,period,value,unit", ["v", "ald", "20-25", 3, "count"]),
        [(2, "period", "20-25", "BadPeriod")],
    ),
    (
        "values",
        sheet("id,period,value,unit,comparator", ["v", "2025", 3, "count", "range"]),
        [(2, "value", "3.0", "BadValue")],
    ),
    (
        "values",
        sheet("id,period,value,unit,basis", ["v", "2025", 3, "count", '{"root":"x","parts":{}}']),
        [(2, "basis", "3.0", "NoBasis")],
    ),
    (
        "project_events",
        sheet(
            "id,project,stage,period", ["e", "east-bridge", "finished", "2026"], ["f", "no-bridge", "signed", "2026"]
        ),
        [(2, "stage", "finished", "BadValue"), (3, "project", "no-bridge", "UnknownRow")],
    ),
    (
        "projects",
        sheet("id,name_en", ["A", "=cmd|' /C calc'!A0"], ["B", "@SUM(1)"], ["C", "-2+3"], ["D", "+1 bridge"]),
        [
            (2, "name_en", "=cmd|' /C calc'!A0", "FormulaInCell"),
            (3, "name_en", "@SUM(1)", "FormulaInCell"),
            (4, "name_en", "-2+3", "FormulaInCell"),
            (5, "name_en", "+1 bridge", "FormulaInCell"),
        ],
    ),
    (
        "places",
        sheet("id,kind,name_en,latitude", ["x", "town", "X", "91"], ["y", "", "Y", ""]),
        [(2, "latitude", "91.0", "BadValue"), (3, "kind", "", "BadValue")],
    ),
    ("projects", sheet("id,name_en", ["A", "x", "and more"]), [(2, "", "3 cells", "BadValue")]),
    (
        "events",
        sheet("id,name_en,institutions", ["e", "E", "ald-council|nobody"]),
        [(2, "institutions", "nobody", "UnknownRow")],
    ),
    (
        "facts_asked",
        sheet("id,type,name_en", ["size", "length", "Size"]),
        [(2, "type", "length", "BadValue")],
    ),
    (
        "firm_facts",
        sheet("id,facts", ["ald-council", '{"size": 3}'], ["nobody", "{}"], ["bern", "[]"]),
        [
            (2, "facts", "size", "UnknownFact"),
            (3, "id", "nobody", "UnknownRow"),
            (4, "id", "bern", "UnknownRow"),
            (4, "facts", "[]", "BadValue"),
        ],
    ),
    (
        "partners",
        sheet(
            "project,institution,role", ["east-bridge", "ald-council", "lead"], ["east-bridge", "ald-council", "lead"]
        ),
        [(3, "id", "", "DuplicateId")],
    ),
]


def test_a_wrong_row_is_named_and_nothing_changes(towns: str) -> None:
    before = ledger.head()
    for table, content, expected in WRONG:
        job = imported(f"{table}.csv", content)
        found = [
            (row, column, "" if column == "id" and table == "partners" else got, error)
            for row, column, got, error in wrong(job)
        ]
        assert (job.state, found) == ("refused", expected)
    assert ledger.head() == before


def test_a_link_without_an_id_is_found_again(towns: str) -> None:
    header = "project,institution,role,side"
    imported("partners.csv", sheet(header, ["east-bridge", "ald-council", "lead", "ald"]))
    job = imported("partners.csv", sheet(header[:-5], ["east-bridge", "ald-council", "lead"]))
    assert (job.same, models.Partner.objects.get(role="lead").side) == (1, "ald")


def test_what_no_database_can_hold_is_refused(towns: str) -> None:
    rows = '{"id": "A", "name_en": "a\\u0000"}, {"id": "B", "name_en": "\\ud800"}, {"id": "C", "name_en": ""}'
    plans = '{"id": "p", "name_en": "P", "order": 3000000000}'
    content = f'{{"tables": {{"projects": [{rows}], "plans": [{plans}]}}}}'
    found = {(column, error) for _row, column, _got, error in wrong(imported("x.json", content.encode()))}
    assert found == {("name_en", "BadValue"), ("order", "BadValue")}


def test_a_circle_through_the_record_is_found(towns: str) -> None:
    imported("plans.csv", sheet("id,name_en,parent", ["up", "Up", ""], ["down", "Down", "up"]))
    job = imported("plans.csv", sheet("id,parent", ["up", "down"]))
    assert wrong(job) == [(2, "parent", "up in down in up", "CircularPlan")]


def test_parts_may_stand_before_their_parents(towns: str) -> None:
    job = imported("plans.csv", sheet("id,name_en,parent", ["c", "C", "b"], ["b", "B", "a"], ["a", "A", ""]))
    assert (job.state, job.added) == ("done", 3)
    assert models.Plan.objects.get(pk="c").parent.parent_id == "a"


def test_what_refers_to_a_wrong_row_is_wrong_too(towns: str) -> None:
    content = {"tables": {"projects": [{"id": "A", "name_en": "A", "place": "nowhere"}],
                          "partners": [{"project": "A", "institution": "ald-council"}]}}  # fmt: skip
    job = imported("both.json", json.dumps(content).encode(), skip_bad_rows=True)
    assert (job.state, job.added) == ("done", 0)
    assert wrong(job) == [(2, "place", "nowhere", "UnknownRow"), (2, "project", "A", "UnknownRow")]


def test_a_quote_must_stand_in_its_document(towns: str) -> None:
    document = models.Document.objects.get(name="signing-en.md").id
    header = "id,project,stage,period,quote_document,quote_exact"
    rows = [
        ["e", "east-bridge", "started", "2026-04", document, "17 minutes"],
        ["f", "east-bridge", "started", "2026-05", document, "18 minutes"],
    ]
    job = imported("project_events.csv", sheet(header, *rows), skip_bad_rows=True)
    assert (job.added, wrong(job)) == (1, [(3, "quote_exact", "18 minutes", "QuoteMismatch")])
    assert models.ProjectEvent.objects.get(pk="e").quote.exact == "17 minutes"


def test_a_row_that_only_grows_is_not_changed(towns: str) -> None:
    header = "id,project,stage,period"
    imported("project_events.csv", sheet(header, ["e", "east-bridge", "started", "2026-04"]))
    job = imported("project_events.csv", sheet(header, ["e", "east-bridge", "started", "2026-05"]))
    assert wrong(job) == [(2, "period", "2026-05", "OnlyGrows")]


def test_a_later_value_under_the_same_id_supersedes(towns: str) -> None:
    header = "id,indicator,place,period,value,unit"
    for value in (3, 4, 4, 5):
        job = imported("values.csv", sheet(header, ["v", "bridge-number", "ald", "2026", value, "count"]))
        assert job.state == "done"
    rows = list(models.Figure.objects.filter(indicator="bridge-number", period="2026").order_by("id"))
    latest = next(row for row in rows if not row.corrections.exists())
    assert sorted(row.value for row in rows) == [3.0, 4.0, 5.0]
    assert latest.value == 5.0
    parts = list(latest.basis["parts"].values())
    body = bytes(models.DataSet.objects.get(hash=parts[0]["dataset"]).body).decode()
    assert (parts[0]["column"], parts[0]["row"]) == ("value", "line 2")
    assert body.splitlines() == [header, "v,bridge-number,ald,2026,5,count"]


def test_an_editor_judges_in_the_own_name_and_creates_no_programme(towns: str) -> None:
    claim = models.Claim.objects.order_by("id").values_list("id", flat=True)[0]
    content = {"tables": {"judgements": [{"id": "j", "claim": claim, "verdict": "reject", "by": "the mayor"}]}}
    assert wrong(imported("j.json", json.dumps(content).encode(), EDITOR)) == [(2, "by", "the mayor", "NotAllowed")]
    content = {"tables": {"programmes": [{"id": "new", "name_en": "New"}]}}
    assert wrong(imported("p.json", json.dumps(content).encode(), EDITOR, "new")) == [(2, "id", "new", "NotAllowed")]


def test_a_table_is_no_way_round_the_verbs_of_its_rows(towns: str) -> None:
    basis = bases.as_json(bases.Step("sum", "1", (bases.Assumption("ed", "a guess"),)))
    offer = {"id": "o", "institution": "ald-council", "language": "en", "text": "Cranes for rent", "state": "published"}
    rows = {
        "values": [{"id": "v", "period": "2025", "unit": "count", "value": 3, "basis": basis}],
        "offers": [offer, {**offer, "id": "p", "state": "submitted"}],
    }
    content = json.dumps({"tables": rows}).encode()
    job = imported("x.json", content, EDITOR, skip_bad_rows=True)
    assert wrong(job) == [(2, "basis", "3.0", "NotAllowed"), (2, "state", "published", "NotAllowed")]
    assert (job.added, models.Offer.objects.get().submitted_by) == (1, "ed")
    assert imported("x.json", content, Actor("pia", Role.PUBLISHER)).state == "done"
    token = Actor("local", Role.ADMINISTRATOR, None, frozenset({"documents"}))
    assert wrong(imported("projects.csv", sheet("id,name_en", ["A", "A"]), token)) == [(2, "id", "A", "NotAllowed")]


def test_rows_of_another_programme_are_left_alone(towns: str) -> None:
    actions.create_programme(LOCAL, "other", {"en": "Other"})
    imported("projects.csv", sheet("id,name_en", ["theirs", "Theirs"]), programme="other")
    job = imported("projects.csv", sheet("id,name_en,programme", ["theirs", "Ours", ""], ["mine", "Mine", "other"]))
    assert wrong(job) == [(2, "programme", "", "BadValue"), (3, "programme", "other", "UnknownRow")]
