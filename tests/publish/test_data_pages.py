"""Data in and out by pages: who may, what is said, and what stands in the record afterwards."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hongqiao.record import actions, jobs, ledger, models, verifying
from hongqiao.record.roles import LOCAL

HOME = "/en/programme/town/data/"


@pytest.fixture
def town(db: None, settings: Any) -> Client:
    settings.HONGQIAO_OPEN = True
    actions.create_programme(LOCAL, "town", {"en": "Town", "de": "Stadt", "zh": "城"})
    actions.add_documents(LOCAL, "town", [("a.txt", b"The town of Ald has 12 halls.")])
    return Client()


@pytest.fixture
def public(town: Client, settings: Any) -> Client:
    settings.HONGQIAO_OPEN = False
    return town


def sent(client: Client, name: str, content: bytes, **fields: str) -> Any:
    return client.post(HOME, {"file": SimpleUploadedFile(name, content), **fields})


def test_a_file_becomes_a_job_whose_page_tells_what_happened(town: Client) -> None:
    answer = sent(town, "projects.csv", b"id,name_en\nA,First\nB b,Second\n", what="import", skip="on")
    assert answer.status_code == 302
    key = answer["Location"].rstrip("/").rpartition("/")[2]
    waiting = town.get(answer["Location"]).content.decode()
    assert f'hx-get="/en/job/{key}/state/"' in waiting
    assert jobs.carry_on.call(key) == "done"
    page = town.get(answer["Location"]).content.decode()
    assert "hx-get" not in page.partition('id="job-state"')[2].partition(">")[0]
    for words in ("imported", "B b", "a short lasting id", "BadValue"):
        assert words in page
    report = b"".join(town.get(f"/en/job/{key}/report/").streaming_content).decode()
    assert list(csv.reader(io.StringIO(report))) == [
        ["table", "row", "id", "column", "error", "got", "right"],
        [
            "projects",
            "3",
            "",
            "id",
            "BadValue",
            "B b",
            "a short lasting id without spaces or slashes, such as KS-2022-001, would be right",
        ],
    ]
    assert "projects.csv" in town.get(HOME).content.decode()
    assert models.Project.objects.get().id == "A"


@pytest.mark.parametrize("language", ["de", "en", "zh"])
def test_the_pages_speak_three_languages(town: Client, language: str) -> None:
    job = actions.ask_for_import(LOCAL, "town", "projects.csv", b"id,name_en\nA,First\n")
    words = {"de": "Daten: mitnehmen, einbringen", "en": "Data: take along, bring in", "zh": "数据：带走与带入"}[
        language
    ]
    assert words in town.get(f"/{language}/programme/town/data/").content.decode()
    assert words in town.get(f"/{language}/job/{job.id}/").content.decode()


def test_a_job_that_has_not_begun_is_cancelled_and_never_runs(town: Client) -> None:
    job = actions.ask_for_import(LOCAL, "town", "projects.csv", b"id,name_en\nA,First\n")
    assert town.post(f"/en/job/{job.id}/cancel/").status_code == 302
    assert jobs.carry_on.call(job.id) == "cancelled"
    assert not models.Project.objects.exists()
    assert "has ended (cancelled)" in town.post(f"/en/job/{job.id}/cancel/", follow=True).content.decode()


def test_a_job_on_its_way_stops_after_its_chunk(town: Client) -> None:
    rows = "".join(f"P-{number},Project {number}\n" for number in range(1600))
    job = actions.ask_for_import(LOCAL, "town", "projects.csv", f"id,name_en\n{rows}".encode())

    def stop(done: int, total: int) -> None:
        if done > total // 2:
            actions.cancel_job(LOCAL, job.id)

    ended = actions.run_job(job.id, stop)
    assert (ended.state, ended.message) == ("cancelled", "cancelled; 1,000 rows had been written and stay")
    assert models.Project.objects.count() == 1000
    assert verifying.verify().sound


def test_a_path_in_the_name_of_a_file_is_refused_and_noted(town: Client) -> None:
    for name in ("../../etc/passwd.csv", "..\\..\\projects.csv", "/etc/projects.csv"):
        for address, field in ((HOME, "file"), ("/en/add/", "files")):
            head = f'Content-Disposition: form-data; name="{field}"; filename="{name}"\r\nContent-Type: text/csv'
            body = f'--x\r\n{head}\r\n\r\nid\r\n--x\r\nContent-Disposition: form-data; name="programme"\r\n\r\ntown\r\n--x--\r\n'
            answer = town.post(address, body.encode(), content_type="multipart/form-data; boundary=x")
            assert (answer.status_code, "is a path; a plain file name" in answer.content.decode()) == (400, True)
            assert models.Refusal.objects.filter(kind="PathInName", path=name).exists()


def test_the_public_takes_along_what_is_free_and_brings_nothing_in(public: Client) -> None:
    page = public.get(HOME).content.decode()
    assert "/export/town/json" in page
    assert 'type="file"' not in page
    assert sent(public, "projects.csv", b"id\nA\n").status_code == 403
    job = actions.ask_for_import(LOCAL, "town", "projects.csv", b"id,name_en\nA,First\n")
    for address in (f"/en/job/{job.id}/", f"/en/job/{job.id}/state/", f"/en/job/{job.id}/report/"):
        assert public.get(address).status_code == 403
    assert public.post(f"/en/job/{job.id}/cancel/").status_code == 403
    assert public.post("/en/add/fetch/", {"programme": "town", "address": "https://example.org"}).status_code == 403
    content = json.loads(b"".join(public.get("/export/town/json").streaming_content))
    assert content["tables"]["parts"] == []
    assert [row["name"] for row in content["tables"]["documents"]] == ["a.txt"]
    assert content["tables"]["claims"] == content["tables"]["offers"] == []
    actions.accept_claims(LOCAL, "town", list(models.CurrentClaim.objects.values_list("claim", flat=True)))
    content = json.loads(b"".join(public.get("/export/town/json").streaming_content))
    assert [row["quote_exact"] for row in content["tables"]["claims"]] == ["12 halls"]
    assert [row["verdict"] for row in content["tables"]["judgements"]] == ["accept"]


def test_downloads_bear_the_head_of_the_ledger(town: Client) -> None:
    for form in ("json", "csv", "zip", "xlsx", "data-package", "prov", "web-annotation", "schema-org", "ical"):
        answer = town.get(f"/export/town/{form}")
        assert answer["X-Hongqiao-Ledger"] == " ".join(map(str, ledger.head()))
        assert len(b"".join(answer.streaming_content)) > 100
    assert town.get("/export/town/exe").status_code == 404
    assert town.get("/export/nowhere/json").status_code == 404
    assert town.get("/export/town/json?as_of=soon").status_code == 400


def test_an_address_inside_is_refused_on_the_page(town: Client) -> None:
    answer = town.post("/en/add/fetch/", {"programme": "town", "address": "http://169.254.169.254/latest/meta-data/"})
    assert (answer.status_code, "169.254.169.254" in answer.content.decode()) == (400, True)
    assert models.Refusal.objects.filter(kind="PrivateAddress").exists()


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str]]:
    """The command line: its exit code and all that it printed."""

    def run(*arguments: str) -> tuple[int, str]:
        from hongqiao.cli import main

        code = main(list(arguments))
        said = capsys.readouterr()
        return code, said.out or said.err

    return run


def test_the_commands_say_what_they_did(town: Client, tmp_path: Path, command: Callable[..., tuple[int, str]]) -> None:
    table = tmp_path / "projects.csv"
    table.write_text("id,name_en\nA,First\nB b,Second\n")
    code, said = command("import", str(table), "--programme", "town", "--dry-run", "--json")
    told = json.loads(said)
    assert (code, told["state"], told["added"], told["refused"]) == (1, "checked", 1, 1)
    assert told["errors"] == [
        {"table": "projects", "row": 3, "id": "", "column": "id", "error": "BadValue", "got": "B b",
         "right": "a short lasting id without spaces or slashes, such as KS-2022-001, would be right"}
    ]  # fmt: skip
    code, said = command("import", str(table), "--programme", "town")
    assert (code, "1 of 2 rows are wrong, and nothing was changed" in said) == (1, True)
    report = str(tmp_path / "wrong.csv")
    code, said = command("import", str(table), "--programme", "town", "--skip-bad-rows", "--report", report)
    assert (code, "2 rows: 1 new, 0 changed, 0 the same, 1 refused" in said) == (0, True)
    assert Path(report).read_text().count("\n") == 2
    assert command("export", "town", "--as", "json", "-o", str(tmp_path / "all.json"))[0] == 0
    projects = json.loads((tmp_path / "all.json").read_text())["tables"]["projects"]
    assert projects == [{"id": "A", "name_en": "First", "programme": "town"}]
    code, said = command("fetch", "http://127.0.0.1/", "--programme", "town")
    assert (code, "this machine itself" in said) == (1, True)
    assert "The ledger verifies." in command("ledger", "verify")[1]


def test_any_table_becomes_figures_that_rest_on_its_cells(
    town: Client, tmp_path: Path, command: Callable[..., tuple[int, str]]
) -> None:
    world = {"tables": {
        "places": [{"id": "ald", "kind": "town", "name_en": "Ald"}, {"id": "bern", "kind": "town", "name_en": "Bern"}],
        "place_codes": [{"place": "bern", "scheme": "X", "code": "0351"}],
        "indicators": [{"id": "people", "name_en": "Inhabitants", "unit": "count"},
                       {"id": "output", "name_en": "Output", "unit": "EUR"}],
    }}  # fmt: skip
    (tmp_path / "world.json").write_text(json.dumps(world))
    assert command("import", str(tmp_path / "world.json"), "--programme", "town")[0] == 0
    numbers = tmp_path / "numbers.csv"
    numbers.write_text("town;inhabitants;gdp\nAld;90000;\n0351;70000;5e9\nNowhere;1;\nAld;=1+1;\n")
    arguments = ["import", str(numbers), "--programme", "town", "--place", "town", "--period", "=2024", "--json"]
    arguments += ["--figure", "inhabitants=people", "--figure", "gdp=output:EUR", "--title", "Yearbook"]
    code, said = command(*arguments)
    wrong = [(item["row"], item["column"], item["got"], item["error"]) for item in json.loads(said)["errors"]]
    assert (code, wrong) == (
        1, [(4, "place", "Nowhere", "UnknownRow"), (5, "value", "=1+1", "FormulaInCell"), (5, "id", wrong[2][2], "DuplicateId")]
    )  # fmt: skip
    code, said = command(*arguments, "--skip-bad-rows")
    assert (code, json.loads(said)["added"]) == (0, 3)
    rows = models.Figure.objects.order_by("place", "indicator")
    assert [(row.place, row.indicator, row.value, row.unit, row.period) for row in rows] == [
        ("ald", "people", 90000.0, "count", "2024"), ("bern", "output", 5e9, "EUR", "2024"),
        ("bern", "people", 70000.0, "count", "2024"),
    ]  # fmt: skip
    bases = [next(iter(row.basis["parts"].values())) for row in rows]
    kept = models.DataSet.objects.get(title="Yearbook")
    assert [(part["dataset"], part["column"], part["row"]) for part in bases] == [
        (kept.hash, "inhabitants", "line 2"), (kept.hash, "gdp", "line 3"), (kept.hash, "inhabitants", "line 3")
    ]  # fmt: skip
    page = town.get("/en/place/bern/").content.decode()
    assert "inhabitants 70000" in page
    assert json.loads(command(*arguments, "--skip-bad-rows")[1])["same"] == 3
    money = [
        "import",
        str(numbers),
        "--programme",
        "town",
        "--place",
        "town",
        "--period",
        "=",
        "--figure",
        "gdp=output:EUR",
    ]
    assert "CurrencyWithoutYear" in command(*money)[1]
