"""``hongqiao export PROGRAMME --site DIR``: a programme as plain files that any web server can carry."""

import argparse
import datetime as dt
from pathlib import Path

from hongqiao.cli.opening import bar, database_argument, open_record
from hongqiao.errors import BadDay


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("programme", help="the programme's id, as in its address")
    site_arguments(parser)
    database_argument(parser)


def site_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the static site."""
    parser.add_argument(
        "--site", type=Path, metavar="DIR", help="write the programme's pages as plain files into a folder"
    )
    parser.add_argument("--base", metavar="URL", default="", help="with --site: where the folder will stand on the web")
    parser.add_argument("--as-of", metavar="DATE", help="the day that everything is as of (default: today)")


def run(args: argparse.Namespace) -> int:
    """Write the files."""
    open_record(args)
    return site(args)


def site(args: argparse.Namespace) -> int:
    """Write the static site and say what was written."""
    try:
        day = dt.date.fromisoformat(args.as_of) if args.as_of else dt.datetime.now(tz=dt.UTC).date()
    except ValueError:
        raise BadDay(f"--as-of {args.as_of!r} is no day; write it as 2025-12-31") from None
    from hongqiao.publish.static_site import export_site

    with bar("writing pages") as step:
        done = export_site(args.programme, args.site, day, args.base, step)
    print(f"{done.folder}: {done.pages} pages and {done.files} other files")
    print(f"head of the ledger: entry {done.position}, {done.head}")
    return 0
