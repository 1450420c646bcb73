"""`hongqiao foresee SPEC.toml`: counterfactuals, link values and the chance of a target, from one file."""

import argparse
import json
from pathlib import Path
from typing import Any


def configure(parser: argparse.ArgumentParser) -> None:
    """Name the arguments."""
    parser.add_argument(
        "specification", type=Path, metavar="SPEC.toml", help="what to compute; see docs/reference/foresee.md"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--most", type=int, default=12, help="regions shown per scenario in the table (default 12)")


def run(args: argparse.Namespace) -> int:
    """Compute and print."""
    from hongqiao.foresee.specification import answer

    found = answer(args.specification)
    if args.json:
        print(json.dumps(found, ensure_ascii=False))
        return 0
    _print(found, args.most)
    return 0


def _print(found: dict[str, Any], most: int) -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console()
    for scenario in found.get("scenarios", []):
        table = Table(title=f"{scenario['name']} (trade cost × {scenario['cost_factor']:.4g})", title_justify="left")
        table.add_column("region")
        table.add_column("welfare, %", justify="right")
        span = scenario.get("welfare_interval")
        if span:
            table.add_column(f"{100 * scenario['interval_level']:.0f} % interval", justify="right")
        ranked = sorted(scenario["welfare"].items(), key=lambda pair: -abs(pair[1] - 1))
        for name, value in ranked[:most]:
            cells = [name, f"{100 * (value - 1):+.4f}"]
            if span:
                cells.append(" to ".join(f"{100 * (end - 1):+.4f}" for end in span[name]))
            table.add_row(*cells)
        console.print(table)
        if len(ranked) > most:
            console.print(f"  and {len(ranked) - most} regions that change less (--most {len(ranked)} shows all)")
        console.print(
            f"  {scenario['procedure']}; {scenario['iterations']} iterations, market-clearing residual {scenario['residual']:.1e}"
        )
    if found.get("links"):
        table = Table(title="Links whose dearer trade would hurt most", title_justify="left")
        for heading in found["links"][0]:
            table.add_column(heading.replace("_", " "), justify="left" if heading in {"from", "to"} else "right")
        for row in found["links"]:
            table.add_row(*(value if isinstance(value, str) else f"{value:.3e}" for value in row.values()))
        console.print(table)
    if "chance" in found:
        verdict = found["chance"]
        said = "cannot say" if verdict["probability"] is None else f"{100 * verdict['probability']:.0f} %"
        console.print(f"chance of reaching the target: {said} ({verdict['reason']})")
        if verdict["interval"]:
            low, high = verdict["interval"]
            console.print(
                f"  {100 * verdict['level']:.0f} % interval at the deadline: {low:,.6g} to {high:,.6g}, median {verdict['median']:,.6g}"
            )
        for note in verdict["left_out"]:
            console.print(f"  left out: {note}")
    for text in found["assumptions"]:
        console.print(f"assumed: {text}")
    for text in found["sources"]:
        console.print(f"source: {text}")
