"""``hongqiao export``: a programme with all its sources, as tables, in an open standard, or as a plain site."""

import argparse
import datetime as dt
from contextlib import nullcontext
from pathlib import Path

from hongqiao.cli.opening import bar, database_argument, open_record
from hongqiao.errors import BadDay, BadSpecification

TABLES = ("csv", "xlsx", "json")
STANDARDS = ("data-package", "prov", "web-annotation", "schema-org", "ical")


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    forms = [*TABLES, *STANDARDS]
    parser.add_argument("programme", help="the programme's id, as in its address")
    parser.add_argument("--as", dest="form", choices=forms, metavar="FORMAT", help=", ".join(forms))
    parser.add_argument(
        "-o", "--output", type=Path, metavar="PATH", help="the file to write; csv into a .zip is one file per table"
    )
    parser.add_argument("--table", default="", help="csv, xlsx, json: this table alone")
    parser.add_argument(
        "--as-of", metavar="DATE", help="what was true by this day: later events, values, documents left out"
    )
    parser.add_argument("--recorded-by", metavar="DATE", help="what this record held by the end of this day (UTC)")
    parser.add_argument(
        "--address", default="https://hongqiao.invalid", metavar="URL", help="the site that identifiers stand on"
    )
    parser.add_argument(
        "--site", type=Path, metavar="DIR", help="write the programme's pages as plain files into a folder"
    )
    parser.add_argument("--base", metavar="URL", default="", help="with --site: where the folder will stand on the web")
    database_argument(parser)


def run(args: argparse.Namespace) -> int:
    """Write one file, or one folder, and print the head of the ledger that stands in it."""
    as_of, by = _day(args.as_of, "--as-of"), _day(args.recorded_by, "--recorded-by")
    if args.site is not None:
        if args.form or args.output or by:
            raise BadSpecification(
                "--site DIR writes pages as of a day; --as, -o and --recorded-by go with a single file"
            )
        return _site(args, as_of)
    if args.form is None or args.output is None:
        raise BadSpecification("an export needs --as FORMAT and -o PATH, or --site DIR")
    return _file(args, as_of, by)


def _file(args: argparse.Namespace, as_of: dt.date | None, by: dt.date | None) -> int:
    open_record(args)
    from hongqiao.record import ledger, recorded
    from hongqiao.record.actions.documents import require_programme

    with recorded.by(by) if by else nullcontext():
        require_programme(args.programme)
        if args.form in TABLES:
            from hongqiao.record.bulk.exporting import Export, form_of, to_file

            export = Export(args.programme, as_of, by, only=args.table)
            to_file(export, form_of(args.form, args.output), args.output)
        else:
            from hongqiao.publish import exports

            exports.to_file(
                args.form, exports.Subject(args.programme, args.address, as_of, by, whole=True), args.output
            )
        position, head = ledger.head()
    print(f"{args.output}: {args.form}, {args.output.stat().st_size:,} bytes")
    if as_of:
        print(f"as of {as_of}: what was true by then")
    if by:
        print(f"recorded by {by}: what this record held by the end of that day")
    print(f"head of the ledger: entry {position}, {head}")
    return 0


def _site(args: argparse.Namespace, as_of: dt.date | None) -> int:
    open_record(args)
    from hongqiao.publish.static_site import export_site

    with bar("writing pages") as step:
        done = export_site(args.programme, args.site, as_of or dt.datetime.now(tz=dt.UTC).date(), args.base, step)
    print(f"{done.folder}: {done.pages} pages and {done.files} other files")
    print(f"head of the ledger: entry {done.position}, {done.head}")
    return 0


def _day(text: str | None, option: str) -> dt.date | None:
    if not text:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise BadDay(f"{option} {text!r} is no day; write it as 2025-12-31") from None
