"""``hongqiao import``: tables into a programme, looked through as a whole before anything is written."""

import argparse
import csv
import json
from pathlib import Path
from typing import Any

from hongqiao.cli.opening import bar, database_argument, open_record
from hongqiao.errors import BadSpecification

_ERRORS = ("table", "row", "key", "column", "error", "got", "right")
_SHOWN = 20


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("file", type=Path, help="a .csv, .xlsx or .json file, or a .zip of one CSV per table")
    parser.add_argument("--programme", required=True, metavar="P", help="the programme that the rows belong to")
    parser.add_argument("--table", default="", help="which table a CSV file holds, where its name does not say so")
    parser.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")
    parser.add_argument("--skip-bad-rows", action="store_true", help="import the other rows where some are wrong")
    parser.add_argument("--report", type=Path, metavar="PATH", help="write every wrong cell to this CSV file")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    database_argument(parser)
    group = parser.add_argument_group("any table as a data set", "its columns become figures that rest on their cells")
    group.add_argument(
        "--figure", action="append", default=[], metavar="COLUMN=INDICATOR[:UNIT]", help="a column of numbers; repeat"
    )
    group.add_argument(
        "--value", default="", metavar="COLUMN", help="the column of numbers where --indicator names a column"
    )
    for name, what in (("place", "ids, names or codes of places"), ("period", "years or other periods")):
        group.add_argument(
            f"--{name}", default="", metavar="COLUMN", help=f"the column of {what}, or =VALUE for all rows"
        )
    for name in ("indicator", "unit", "comparator"):
        group.add_argument(f"--{name}", default="", metavar="COLUMN", help="a column, or =VALUE for all rows")
    group.add_argument("--title", default="", help="what the data set is called (default: the file's name)")


def run(args: argparse.Namespace) -> int:
    """Look through, import, report; exit code 1 where rows were refused and nothing was imported."""
    reading = _reading(args)
    open_record(args, migrate=True)
    from hongqiao.record.actions import ask_for_import, run_job
    from hongqiao.record.roles import LOCAL

    job = ask_for_import(
        LOCAL, args.programme, args.file.name, args.file, dry_run=args.dry_run, skip_bad_rows=args.skip_bad_rows,
        table=args.table, reading=reading,
    )  # fmt: skip
    resumed = job.written
    with bar("importing") as step:
        job = run_job(job.id, step)
    refused = job.lines.filter(kind="refused")
    if args.report:
        _write(args.report, refused)
    if args.json:
        print(json.dumps(_told(job), ensure_ascii=False))
    else:
        _show(job, refused, resumed)
    return 0 if job.state == "done" or (job.state == "checked" and not job.refused) else 1


def _reading(args: argparse.Namespace) -> dict[str, Any] | None:
    figures = {}
    for item in args.figure:
        column, equals, indicator = item.rpartition("=")
        if not equals or not column or not indicator:
            raise BadSpecification(f"--figure {item!r}: COLUMN=INDICATOR or COLUMN=INDICATOR:UNIT would be right")
        figures[column] = indicator
    if args.value:
        figures[args.value] = ""
    if not figures:
        if args.place or args.period or args.indicator:
            raise BadSpecification("--figure COLUMN=INDICATOR or --value COLUMN says which column holds the numbers")
        return None
    if not args.place or not args.period or (args.value and not args.indicator):
        raise BadSpecification(
            "a number is of a place and a period: say --place, --period and, with --value, --indicator"
        )
    return {
        "figures": figures, "place": args.place, "period": args.period, "indicator": args.indicator, "unit": args.unit,
        "comparator": args.comparator, "title": args.title or args.file.name,
    }  # fmt: skip


def _told(job: Any) -> dict[str, Any]:
    counts = {name: getattr(job, name) for name in ("rows", "added", "changed", "same", "refused")}
    changes = [
        {
            "table": line.table,
            "row": line.row,
            "id": line.key,
            "kind": line.kind,
            "before": line.before,
            "after": line.after,
        }
        for line in job.lines.exclude(kind="refused")
    ]
    return {"job": job.id, "state": job.state, "message": job.message, **counts, "errors": list(_errors(job.lines.filter(kind="refused"))), "changes": changes}  # fmt: skip


def _errors(lines: Any) -> Any:
    for line in lines.order_by("table", "row", "id").iterator():  # as somebody mends a sheet
        yield {("id" if name == "key" else name): getattr(line, name) for name in _ERRORS}


def _write(path: Path, lines: Any) -> None:
    from hongqiao.record.bulk.columns import neutral

    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id" if name == "key" else name for name in _ERRORS])
        for line in _errors(lines):
            writer.writerow([neutral(str(value)) for value in line.values()])


def _show(job: Any, refused: Any, resumed: int) -> None:
    if resumed:
        print(f"taken up after {resumed:,} rows")
    print(f"{job.state}: {job.message}")
    print(
        f"{job.rows:,} rows: {job.added:,} new, {job.changed:,} changed, {job.same:,} the same, {job.refused:,} refused"
    )
    if job.state == "checked":
        for line in job.lines.filter(kind="changed")[:_SHOWN]:
            print(f"  {line.table}, row {line.row}, {line.key}: {line.before} → {line.after}")
    for line in refused.order_by("table", "row", "id")[:_SHOWN]:
        where = f"{line.table}, row {line.row}" + (f", column {line.column}" if line.column else "")
        print(f"  {where}: got {line.got!r}; {line.right} ({line.error})")
    if (count := refused.count()) > _SHOWN:
        print(f"  … and {count - _SHOWN:,} more; --report PATH writes them all")
