"""``hongqiao match OFFERS NEEDS``: the best offers for each need, across languages, with reasons."""

import argparse
import datetime as dt
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from hongqiao.match.exchange import Exchange, Store, chosen_encoder
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
    with encoding() as progress:
        store = Store(chosen_encoder(), progress)
        found = Exchange(profiles(args.offers), store=store).find(needs, args.k, as_of=args.as_of)
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


@contextmanager
def encoding() -> Iterator[Callable[[int, int], None]]:
    """A bar on standard error while texts are encoded; nothing where that is no terminal."""
    if not sys.stderr.isatty():
        yield lambda _done, _total: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("encoding texts", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
