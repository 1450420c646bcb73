"""``hongqiao backup``: the whole record in one file that either database can take back."""

import argparse
from pathlib import Path

from hongqiao.cli.opening import bar, database_argument, open_record


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("file", type=Path, help="where to write; in a folder, a name with the time is chosen")
    database_argument(parser)


def run(args: argparse.Namespace) -> int:
    """Write the backup and print the head of the chain that stands in it."""
    open_record(args)
    from hongqiao.record.backup import backup

    with bar("backing up") as step:
        made = backup(args.file, step)
    size = made.path.stat().st_size
    print(
        f"{made.path}: {made.total:,} rows of {sum(1 for count in made.rows.values() if count)} tables, {size:,} bytes"
    )
    print(f"head of the ledger: entry {made.position}, {made.head}")
    return 0
