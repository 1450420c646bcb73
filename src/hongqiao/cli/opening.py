"""Opening the record from the command line: which database, migrated or not, and a bar for what takes long."""

import argparse
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

type Step = Callable[[int, int], None]


def database_argument(parser: argparse.ArgumentParser) -> None:
    """Declare ``--database``."""
    parser.add_argument(
        "--database",
        metavar="URL",
        help="sqlite:///PATH or postgres://… (default: DATABASE_URL, else a file in HONGQIAO_HOME)",
    )


def open_record(args: argparse.Namespace, *, migrate: bool = False) -> None:
    """Set Django up on the database that was named; `migrate` makes the tables where they are missing."""
    if args.database:
        os.environ["DATABASE_URL"] = args.database
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hongqiao.publish.settings")
    import django

    django.setup()
    from django.db import connection

    if migrate:
        from django.core.management import call_command

        call_command("migrate", verbosity=0, interactive=False)
        return
    from hongqiao.errors import NoRecord

    with connection.cursor() as cursor:
        if "record_ledgerentry" not in connection.introspection.table_names(cursor):
            where = connection.settings_dict["NAME"]
            raise NoRecord(f"{where} holds no record; `hongqiao up` makes one, --database URL names another")


@contextmanager
def bar(what: str) -> Iterator[Step | None]:
    """A progress bar on a terminal; nothing elsewhere."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(what, total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)
