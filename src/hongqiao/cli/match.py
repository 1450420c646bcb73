"""``hongqiao match OFFERS NEEDS``: the best offers for each need, across languages, with reasons."""

import argparse
import datetime as dt
import json
from dataclasses import asdict
from pathlib import Path

from hongqiao.match import Exchange
from hongqiao.match.reading import profiles


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("offers", type=Path, help="offers, as .json, .jsonl, .yaml, .csv or .xlsx with id and text")
    parser.add_argument("needs", type=Path, help="needs, in the same form")
    parser.add_argument("-k", type=int, default=10, help="matches per need (default 10)")
    parser.add_argument(
        "--as-of", type=dt.date.fromisoformat, metavar="DAY", help="leave out what expired before (default today)"
    )
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace) -> int:
    """Match and print."""
    needs = profiles(args.needs)
    found = Exchange(profiles(args.offers)).find(needs, args.k, as_of=args.as_of)
    if args.json:
        answer = [
            {"need": need.id, "matches": [asdict(item) for item in row]} for need, row in zip(needs, found, strict=True)
        ]
        print(json.dumps(answer, ensure_ascii=False))
        return 0
    for need, row in zip(needs, found, strict=True):
        print(need.id)
        for item in row:
            print(f"  {item.score:.2f} {item.grade:8} {item.id}")
            for reason in item.reasons[:1]:
                print(f"       {reason.query_text}  ↔  {reason.profile_text}  ({reason.score:.2f})")
            for objection in item.against:
                print(f"       against: {objection.says}")
    return 0
