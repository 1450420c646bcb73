"""``hongqiao measure SPEC.toml``: indices, composites, profiles, targets and checks from one specification."""

import argparse
import datetime as dt
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.table import Table

    from hongqiao.measure.specification import Line


def configure(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument("specification", metavar="SPEC.toml", help="what to measure; paths in it are relative to it")
    parser.add_argument("--json", action="store_true", help="one JSON object a line, each figure with its basis")
    parser.add_argument("--as-of", metavar="DATE", help="judge as of this day (default: today)")
    parser.add_argument("--language", choices=("de", "en", "zh"), default="en", help="language of the words")


def run(args: argparse.Namespace) -> int:
    """Measure, and print a table for people or lines of JSON."""
    from hongqiao.errors import BadSpecification
    from hongqiao.measure.specification import run as measure

    try:
        as_of = dt.date.fromisoformat(args.as_of) if args.as_of else None
    except ValueError:
        raise BadSpecification(f"--as-of {args.as_of!r} is no day; write it as 2025-12-31") from None
    results = measure(args.specification, as_of, args.language)
    if args.json:
        for result in results:
            for line in result.plain():
                print(json.dumps(line, ensure_ascii=False))
        return 0
    from rich.console import Console
    from rich.text import Text

    console = Console(soft_wrap=False)
    for result in results:
        console.print(Text(f"{result.id} ({result.formula})", style="bold"))
        rows = [_cells(line, args.language) for line in result.lines]
        if rows:
            console.print(_table(rows))
        for note in result.notes:
            console.print(Text(f"  {note}"))
        console.print()
    return 0


def _cells(line: "Line", language: str) -> tuple[str, ...]:
    from hongqiao.ground.words import figure_words, period_words

    figure = line.figure
    value = "" if figure is None else figure_words(figure, language)
    when = "" if figure is None or figure.period is None else period_words(figure.period, language)
    details = dict(line.details)
    rank = str(details.get("rank", ""))
    if "rank_low" in details:
        rank += f" ({details['rank_low']}–{details['rank_high']})"
    # a status is a sentence that holds its figure already
    words = line.says if "verdict" in details or not value else f"{value} {line.says}".strip()
    return (line.row, line.column, words, when if words != line.says else "", rank)


def _table(rows: list[tuple[str, ...]]) -> "Table":
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(show_header=False, box=box.SIMPLE, pad_edge=False)
    used = [column for column in range(len(rows[0])) if any(row[column] for row in rows)]
    for column in used:
        table.add_column(overflow="fold", ratio=None, no_wrap=column in {3, 4})
    for row in rows:
        # texts may hold brackets, which the console would take for markup
        table.add_row(*(Text(row[column]) for column in used))
    return table
