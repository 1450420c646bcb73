"""``hongqiao read FILE…``: every quantity in documents, with its quote."""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from hongqiao.cli.progress import followed
from hongqiao.evidence.bulk import Reading, files_in, read_files, to_file
from hongqiao.evidence.claim import Claim
from hongqiao.evidence.document import Document


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument(
        "files", nargs="+", metavar="FILE", help="text, Markdown, HTML, PDF or DOCX; or a folder of them"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object a line, one per claim")
    parser.add_argument(
        "--out", type=Path, metavar="FILE", help="write the JSON lines to a file; a stopped run goes on"
    )


def run(args: argparse.Namespace) -> int:
    """Read the files; 0 where all were read, 1 where one was refused (it is named, the others are still read)."""
    files = files_in(args.files)
    readings = to_file(files, args.out, _lines) if args.out else read_files(files)
    refused = 0
    for reading in followed(readings, len(files), "reading"):
        if reading.error is not None or reading.document is None:
            refused += 1
            print(f"hongqiao read: {reading.error}", file=sys.stderr)
            continue
        if not reading.claims:
            print(f"hongqiao read: {_nothing(reading.document)}", file=sys.stderr)
        if args.out:
            continue
        if args.json:
            for line in _lines(reading):
                print(json.dumps(line, ensure_ascii=False))
        else:
            _show(reading.document, reading.claims)
    return 1 if refused else 0


def _nothing(document: Document) -> str:
    length = sum(end - start for start, end in document.story)
    return f"{document.name}: no quantity found in {length:,} characters of story (language {document.language})"


def _lines(reading: Reading) -> Iterator[dict[str, Any]]:
    if reading.document is None:
        return
    source = _file_text(reading) if reading.document.edits else None
    for claim in reading.claims:
        fields = claim.as_json()
        if source is not None:
            fields |= _in_file(claim, reading.document, source)
        yield fields


def _file_text(reading: Reading) -> str:
    """The decoded text before repairs, in which the file's positions count."""
    from hongqiao.evidence.document.formats import extract

    path = Path(reading.path)
    return extract(path.read_bytes(), path.suffix.lower()).text


def _in_file(claim: Claim, document: Document, source: str) -> dict[str, Any]:
    """Where a claim stands in the file as it is, damage included; the repaired words beside."""
    start, end = document.file_position(claim.start), document.file_end(claim.end)
    return {
        "quote": source[start:end],
        "start": start,
        "end": end,
        "prefix": source[max(0, start - len(claim.prefix)) : start],
        "suffix": source[end : end + len(claim.suffix)],
        "sentence": [document.file_position(claim.sentence[0]), document.file_end(claim.sentence[1])],
        "repaired_quote": claim.quote,
    }


def _show(document: Document, claims: Iterable[Claim]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console()
    console.print(Text(document.title or document.name, style="bold"))
    about = [
        document.name if document.title else "",
        document.language,
        f"published {document.published}" if document.published else "date unknown",
        ", ".join(document.agencies),
        f"retells {document.retells}" if document.retells else "",
        f"original {document.original}" if document.original else "",
    ]
    console.print(Text(" · ".join(part for part in about if part), style="dim"))
    for repair in document.repairs:
        console.print(
            Text(f"repaired: {repair.name}, {repair.count} times, such as {repair.example!r}", style="yellow")
        )
    table = Table(box=None, pad_edge=False)
    for name, justify in (
        ("claim", "right"),
        ("unit", "left"),
        ("status", "left"),
        ("period", "left"),
        ("what", "left"),
    ):
        table.add_column(name, justify=justify)  # type: ignore[arg-type]  # rich types the word by a Literal
    table.add_column("quote", overflow="fold")
    for claim in claims:
        table.add_row(
            shown_value(claim),
            shown_unit(claim),
            claim.status,
            claim.period or "–",
            claim.indicator or "–",
            _quote(claim),
        )
    if table.row_count:
        console.print(table)
    console.print()


def shown_value(claim: Claim) -> str:
    """A claim's value with its bound, as a table shows it."""
    bound = {"=": "", "range": "", ">=": "≥ ", "<=": "≤ ", "~": "≈ ", "~<": "≲ ", "~>": "≳ "}.get(
        claim.comparator, f"{claim.comparator} "
    )
    sign = {"up": "+", "down": "−"}.get(claim.direction or "", "")
    high = f" – {_number(claim.value_hi)}" if claim.value_hi is not None else ""
    return f"{bound}{sign}{_number(claim.value)}{high}"


def _number(value: float) -> str:
    return f"{value:,.4f}".rstrip("0").rstrip(".") if 1e-3 <= abs(value) < 1e16 or not value else f"{value:.6g}"


def shown_unit(claim: Claim) -> str:
    """A claim's unit with its denominator."""
    return f"{claim.unit}/{claim.per}" if claim.per else claim.unit


def _quote(claim: Claim) -> Any:
    from rich.text import Text

    before, after = " ".join(claim.prefix.split())[-28:], " ".join(claim.suffix.split())[:28]
    return Text.assemble((before, "dim"), " ", (claim.quote, "bold"), " ", (after, "dim"))
