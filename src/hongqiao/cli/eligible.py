"""``hongqiao eligible FIRMS MEASURES``: who may claim which measure, and why not."""

import argparse
import datetime as dt
import json
from dataclasses import asdict
from pathlib import Path

from hongqiao.match.eligibility import Bulk
from hongqiao.match.reading import firms_of, measures_of


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("firms", type=Path, help="firms with their facts, as .json, .jsonl, .yaml, .csv or .xlsx")
    parser.add_argument("measures", type=Path, help="measures with their conditions, in the same form")
    parser.add_argument(
        "--as-of", type=dt.date.fromisoformat, metavar="DAY", help="the day that is asked about (default today)"
    )
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace) -> int:
    """Answer and print."""
    day = args.as_of or dt.datetime.now(dt.UTC).date()
    measures = measures_of(args.measures)
    bulk = Bulk(firms_of(args.firms, measures), measures, as_of=day)
    answers = [bulk.open(row, column) for row in range(len(bulk.firms)) for column in range(len(bulk.measures))]
    if args.json:
        print(json.dumps([asdict(answer) for answer in answers], ensure_ascii=False))
        return 0
    for answer in answers:
        amount = "" if answer.amount is None else f", {answer.amount:,.2f} {answer.currency}".rstrip()
        print(f"{answer.firm} – {answer.measure}: {answer.verdict}{amount}")
        for finding in answer.findings:
            if finding.answer in {"no", "need data"}:
                print(f"  {finding.answer}: “{finding.quote}”")
                changes = [change.says for change in finding.change]
                for words, items in (("missing", finding.missing), ("would change it", changes)):
                    if items:
                        print(f"    {words}: {'; '.join(items)}")
    return 0
