"""`hongqiao import` on sheets with faults: each is named by row and column, and nothing is taken that was not asked for."""

import csv
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

RUN = """
import io, json, sys
from contextlib import redirect_stdout
from hongqiao.cli import main

def command(*words):
    out = io.StringIO()
    with redirect_stdout(out):
        try:
            code = main(list(words))
        except SystemExit as end:
            code = end.code
    return code, out.getvalue()

answers = []
for words in json.load(sys.stdin):
    code, said = command(*words)
    answers.append([code, said])
from hongqiao.record import models, verifying
counts = {"projects": models.Project.objects.count(), "plans": models.Plan.objects.count(),
          "targets": models.Target.objects.count(), "values": models.Figure.objects.count(),
          "sound": verifying.verify().sound, "entries": models.LedgerEntry.objects.count()}
print(json.dumps([answers, counts]))
"""
FIRST = 'import django; django.setup()\nfrom django.core.management import call_command\ncall_command("migrate", verbosity=0)\n'
MAKE = FIRST + (
    "from hongqiao.record import actions\nfrom hongqiao.record.roles import LOCAL\n"
    'actions.create_programme(LOCAL, "town", {"en": "Town"})\n'
    'actions.create_plan(LOCAL, "town", {"en": "Plan"}, period="2022/2025")\n'
)


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., str]:
    """Writes a sheet; its path."""

    def made(name: str, header: str, rows: list[list[object]]) -> str:
        path = tmp_path / name
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(header.split(","))
            writer.writerows(rows)
        return str(path)

    return made


def errors(said: str) -> list[tuple[int, str, str, str]]:
    return [(item["row"], item["column"], item["got"], item["error"]) for item in json.loads(said)["errors"]]


def test_each_fault_is_named_and_only_what_is_right_comes_in_when_told_to(
    own_record: dict[str, str], write: Callable[..., str], tmp_path: Path
) -> None:
    rows: list[list[object]] = [[f"P-{n}", f"Project {n}", "infrastructure"] for n in range(4000)]
    bad = list(range(40, 40 + 37 * 100, 100))
    for number in bad:
        rows[number][0] = f"no id {number}"
    sheet = write("projects.csv", "id,name_en,field", rows)
    report = str(tmp_path / "report.csv")
    faulty = {
        write("twice.csv", "id,name_en", [["A", "a"], ["B", "b"], ["A", "c"]]): ("projects", [(4, "id", "A", "DuplicateId")]),
        write("circle.csv", "id,name_en,parent", [["a", "A", "b"], ["b", "B", "a"], ["c", "C", ""]]): (
            "plans", [(2, "parent", "a in b in a", "CircularPlan"), (3, "parent", "a in b in a", "CircularPlan")],
        ),
        write("early.csv", "id,name_en,plan,deadline", [["t", "T", "PLAN", "2021"], ["u", "U", "PLAN", "2025"]]): (
            "targets", [(2, "deadline", "2021", "DeadlineBeforeStart")],
        ),
        write("backwards.csv", "id,name_en,valid", [["m", "M", "2025/2022"]]): (
            "measures", [(2, "valid", "2025/2022", "DeadlineBeforeStart")],
        ),
        write("money.csv", "id,period,value,unit", [["v", "", 100, "CNY"], ["w", "2022", 100, "CNY"]]): (
            "values", [(2, "period", "", "CurrencyWithoutYear")],
        ),
    }  # fmt: skip
    subprocess.run([sys.executable, "-c", MAKE], env=own_record, check=True)

    def asked(commands: list[list[str]]) -> Any:
        done = subprocess.run(
            [sys.executable, "-W", "ignore", "-c", RUN], env=own_record, input=json.dumps(commands),
            stdout=subprocess.PIPE, text=True, check=True,
        )  # fmt: skip
        return json.loads(done.stdout.splitlines()[-1])

    for path in faulty:
        text = Path(path).read_text(encoding="utf-8")
        if "PLAN" in text:
            listed = [
                sys.executable,
                "-c",
                FIRST + "from hongqiao.record.models import Plan\nprint(Plan.objects.get().id)",
            ]
            key = subprocess.run(listed, env=own_record, stdout=subprocess.PIPE, text=True, check=True).stdout.strip()
            Path(path).write_text(text.replace("PLAN", key), encoding="utf-8")
    base = ["--programme", "town", "--json"]
    commands = [["import", sheet, *base, "--report", report]]
    commands += [["import", path, *base, "--table", table] for path, (table, _) in faulty.items()]
    (whole, *single), counts = asked(commands)
    assert counts == {"projects": 0, "plans": 1, "targets": 0, "values": 0, "sound": True, "entries": 2}
    expected = [(number + 2, "id", f"no id {number}", "BadValue") for number in bad]
    assert (whole[0], errors(whole[1])) == (1, expected)
    with Path(report).open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    assert [int(line["row"]) for line in lines] == [number + 2 for number in bad]
    assert {line["right"] for line in lines} == {
        "a short lasting id without spaces or slashes, such as KS-2022-001, would be right"
    }
    for (code, said), (_table, wrong) in zip(single, faulty.values(), strict=True):
        assert (code, errors(said)) == (1, wrong)
        assert all(item["right"] for item in json.loads(said)["errors"])
    ((code, said),), counts = asked([["import", sheet, *base, "--skip-bad-rows"]])
    assert (code, json.loads(said)["added"], json.loads(said)["refused"], errors(said)) == (0, 3963, 37, expected)
    assert (counts["projects"], counts["sound"]) == (3963, True)
