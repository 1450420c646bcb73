"""Data in and out by pages: who may, what is said, and what stands in the record afterwards."""

import csv
import io
import json
import subprocess
import sys
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
    for words in ("imported", "1 added", "B b", "a short lasting id", "BadValue"):
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


@pytest.mark.parametrize("name", ["../../etc/passwd.csv", "..\\..\\projects.csv", "/etc/projects.csv"])
def test_a_path_in_the_name_of_a_file_is_refused_and_noted(town: Client, name: str) -> None:
    body = f'--x\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\nContent-Type: text/csv\r\n\r\nid\r\n--x--\r\n'
    answer = town.post(HOME, body.encode(), content_type="multipart/form-data; boundary=x")
    assert (answer.status_code, "is a path; a plain file name" in answer.content.decode()) == (400, True)
    refusal = models.Refusal.objects.get()
    assert (refusal.verb, refusal.error, refusal.subject) == ("import a table", "PathInName", name)
    body = body.replace('name="file"', 'name="files"').replace(
        "--x--", '--x\r\nContent-Disposition: form-data; name="programme"\r\n\r\ntown\r\n--x--'
    )
    assert town.post("/en/add/", body.encode(), content_type="multipart/form-data; boundary=x").status_code == 400
    assert list(models.Refusal.objects.order_by("id").values_list("verb", flat=True)) == [
        "import a table",
        "add documents",
    ]


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
    assert models.Refusal.objects.get().error == "PrivateAddress"


def test_the_commands_say_what_they_did(
    tmp_path: Path, hongqiao_in: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    assert hongqiao_in("up", "pomerania", "--once").returncode == 0
    programme = json.loads(_exported(hongqiao_in, tmp_path / "all.json"))["about"]["programme"]
    table = tmp_path / "projects.csv"
    table.write_text("id,name_en\nA,First\nB b,Second\n")
    tried = hongqiao_in("import", str(table), "--programme", programme, "--dry-run", "--json")
    told = json.loads(tried.stdout)
    assert (tried.returncode, told["state"], told["added"], told["refused"]) == (1, "checked", 1, 1)
    assert told["errors"][0]["got"] == "B b"
    refused = hongqiao_in("import", str(table), "--programme", programme)
    assert (refused.returncode, "1 of 2 rows are wrong, and nothing was changed" in refused.stdout) == (1, True)
    taken = hongqiao_in(
        "import", str(table), "--programme", programme, "--skip-bad-rows", "--report", str(tmp_path / "wrong.csv")
    )
    assert (taken.returncode, (tmp_path / "wrong.csv").read_text().count("\n")) == (0, 2)
    numbers = tmp_path / "people.csv"
    numbers.write_text("town,people\nPoland,400000\nNowhere,1\n")
    indicators = tmp_path / "indicators.csv"
    indicators.write_text("id,name_en,unit\ninhabitants,Inhabitants,count\n")
    assert hongqiao_in("import", str(indicators), "--programme", programme).returncode == 0
    read = hongqiao_in("import", str(numbers), "--programme", programme, "--place", "town", "--period", "=2019", "--figure", "people=inhabitants:count", "--skip-bad-rows", "--json")  # fmt: skip
    told = json.loads(read.stdout)
    assert [(item["row"], item["column"], item["got"]) for item in told["errors"]] == [(3, "place", "Nowhere")]
    assert json.loads(_exported(hongqiao_in, tmp_path / "again.json"))["tables"]["projects"] == [
        {"id": "A", "name_en": "First", "programme": programme}
    ]
    assert "The ledger verifies." in hongqiao_in("ledger", "verify").stdout
    private = hongqiao_in("fetch", "http://127.0.0.1/", "--programme", programme)
    assert (private.returncode, "this machine itself" in private.stderr) == (1, True)


def _exported(run: Callable[..., subprocess.CompletedProcess[str]], path: Path) -> str:
    listed = run("export", "small-projects-fund", "--as", "json", "-o", str(path))
    assert listed.returncode == 0, listed.stderr
    return path.read_text()


@pytest.fixture
def hongqiao_in(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    from os import environ

    kept = {name: value for name, value in environ.items() if not name.startswith(("HONGQIAO_", "DATABASE_URL"))}

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "hongqiao.cli", *arguments], env={**kept, "HONGQIAO_HOME": str(tmp_path / "home")},
            capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip

    return run
