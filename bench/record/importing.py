"""How fast tables come in, and how much memory that takes: rows per second and peak memory at two sizes.

    python bench/record/importing.py [--rows 20000] [--database URL]

Each size runs in a process of its own, so that its peak memory is its own; the base is a file of 200 rows.
"""

import argparse
import csv
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

CODE = """
import json, resource, sys, time
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0, interactive=False)
from pathlib import Path
from hongqiao.record import actions, models
from hongqiao.record.roles import LOCAL
actions.create_programme(LOCAL, "town", {"en": "Town"})
path = Path(sys.argv[1])
begun, cpu = time.perf_counter(), time.process_time()
job = actions.run_job(actions.ask_for_import(LOCAL, "town", path.name, path).id)
seconds, cpu = time.perf_counter() - begun, time.process_time() - cpu
again = time.perf_counter()
second = actions.run_job(actions.ask_for_import(LOCAL, "town", path.name, path).id)
again = time.perf_counter() - again
assert (job.state, second.state, second.same) == ("done", "done", job.rows), (job.message, second.message)
print(json.dumps({"rows": job.rows, "seconds": seconds, "cpu": cpu, "again": again,
                  "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}))
"""


def write(path: Path, rows: int) -> None:
    """A file of projects, of values, or of both with partners and events, by its ending."""
    names = [f"Project {n} of the two towns" for n in range(rows)]
    if path.suffix == ".json":
        parts = rows // 4
        content = {
            "institutions": [{"id": f"I-{n}", "name_en": f"Firm {n}"} for n in range(parts)],
            "projects": [{"id": f"P-{n}", "name_en": names[n], "field": "industry"} for n in range(parts)],
            "partners": [{"project": f"P-{n}", "institution": f"I-{n}", "role": "lead"} for n in range(parts)],
            "project_events": [
                {"id": f"E-{n}", "project": f"P-{n}", "stage": "signed", "period": "2025-03"}
                for n in range(rows - 3 * parts)
            ],
        }
        path.write_text(json.dumps({"tables": content}))
        return
    if path.suffix == ".xlsx":
        import xlsxwriter

        with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
            page = book.add_worksheet("projects")
            page.write_row(0, 0, ["id", "name_en", "field"])
            for number, name in enumerate(names):
                page.write_row(number + 1, 0, [f"P-{number}", name, "industry"])
        return
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        if path.name.startswith("values"):
            writer.writerow(["id", "subject", "period", "value", "unit"])
            writer.writerows([f"V-{n}", f"subject {n}", 2000 + n % 25, n, "count"] for n in range(rows))
        else:
            writer.writerow(["id", "name_en", "field"])
            writer.writerows([f"P-{n}", name, "industry"] for n, name in enumerate(names))


def measured(name: str, rows: int, database: str) -> dict[str, float]:
    """One import in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        write(path, rows)
        where = database or f"sqlite:///{folder}/record.sqlite3"
        environment = {**os.environ, "DATABASE_URL": where, "DJANGO_SETTINGS_MODULE": "hongqiao.publish.settings"}
        outcome = subprocess.run(
            [sys.executable, "-c", CODE, str(path)], env=environment, capture_output=True, text=True, check=False
        )
        if outcome.returncode:
            sys.exit(outcome.stderr[-3000:])
        return json.loads(outcome.stdout)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--database", default="", help="an empty database for one kind of file; default: SQLite files")
    parser.add_argument("--kinds", nargs="+", default=["projects.csv", "projects.xlsx", "values.csv", "mixed.json"])
    args = parser.parse_args()
    for name in args.kinds:
        base = measured(name, 200, args.database) if not args.database else {"peak": float("nan")}
        found = measured(name, args.rows, args.database)
        print(
            f"{name:14} {found['rows']:7,} rows in {found['seconds']:5.1f} s: {found['rows'] / found['seconds']:6,.0f} rows/s "
            f"({found['rows'] / found['cpu']:,.0f} per second of processor); again {found['again']:5.1f} s; "
            f"peak {found['peak']:.0f} MB (200 rows: {base['peak']:.0f} MB)"
        )


if __name__ == "__main__":
    main()
