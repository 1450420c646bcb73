"""``hongqiao restore``: a backup back into a database, verified against its own ledger before it counts."""

import argparse
from pathlib import Path

from hongqiao.cli.opening import bar, database_argument, open_record


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("file", type=Path, help="a file that `hongqiao backup` wrote")
    parser.add_argument("--replace", action="store_true", help="give up what the database holds now")
    database_argument(parser)


def run(args: argparse.Namespace) -> int:
    """Restore, and print the head of the chain."""
    open_record(args, migrate=True)
    from hongqiao.record.backup import restore

    with bar("restoring") as step:
        manifest = restore(args.file, replace=args.replace, progress=step)
    print(f"{manifest.total:,} rows restored from {manifest.path}; the ledger verifies")
    print(f"head of the ledger: entry {manifest.position}, {manifest.head}")
    if manifest.sealed:
        print(
            f"{manifest.sealed:,} second factors were sealed with the secret of another site and do not open here: start the "
            "site with that HONGQIAO_SECRET_KEY, or give their owners a new password (`hongqiao member password NAME`), which "
            "takes the old second factor off"
        )
    return 0
