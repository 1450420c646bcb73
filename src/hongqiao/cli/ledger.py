"""``hongqiao ledger verify``: does every row agree with the chain of changes? A row that does not is named."""

import argparse
import json

from hongqiao.cli.opening import bar, database_argument, open_record


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("what", choices=["verify"], help="verify: hash every row again and hold it against the ledger")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    database_argument(parser)


def run(args: argparse.Namespace) -> int:
    """Verify; exit code 1 where something does not agree."""
    open_record(args)
    from hongqiao.record.verifying import verify

    with bar("verifying") as step:
        result = verify(step)
    if args.json:
        rows = [{"table": item.table, "row": item.row, "what": item.what} for item in result.disagreements]
        shown = {"sound": result.sound, "entries": result.entries, "rows": result.rows, "head": result.head}
        print(json.dumps({**shown, "disagreements": rows}, ensure_ascii=False))
        return 0 if result.sound else 1
    print(f"{result.entries:,} entries cover {result.rows:,} rows; head of the ledger: {result.head}")
    for item in result.disagreements:
        print(f"  {item}")
    print(
        "The ledger verifies."
        if result.sound
        else f"{len(result.disagreements)} disagreements: the record was changed behind its ledger."
    )
    return 0 if result.sound else 1
