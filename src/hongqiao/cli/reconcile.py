"""``hongqiao reconcile FILE…``: the same claim across documents and languages, and the conflicts."""

import argparse
import datetime as dt
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from hongqiao.cli.progress import followed
from hongqiao.cli.read import shown_unit, shown_value
from hongqiao.errors import BadJudgement
from hongqiao.evidence.bulk import files_in, read_files
from hongqiao.evidence.document import Document
from hongqiao.evidence.reconciling import Fact, Judgement, reconcile

if TYPE_CHECKING:
    from hongqiao.evidence.claim import Claim


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument(
        "files", nargs="+", metavar="FILE", help="text, Markdown, HTML, PDF or DOCX; or a folder of them"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object a line, one per fact")
    parser.add_argument("--language", choices=("de", "en", "zh"), default="en", help="language of the explanations")
    parser.add_argument("--judgements", type=Path, metavar="FILE", help="JSON lines: verdict, claims, who, why")


def run(args: argparse.Namespace) -> int:
    """Reconcile the files; 0 where all were read, 1 where one was refused (it is named, the others still count)."""
    judgements = _judgements(args.judgements) if args.judgements else []
    files = files_in(args.files)
    documents: list[Document] = []
    claims: list[Claim] = []
    refused = 0
    for reading in followed(read_files(files), len(files), "reading"):
        if reading.document is None:
            refused += 1
            print(f"hongqiao reconcile: {reading.error}", file=sys.stderr)
            continue
        documents.append(reading.document)
        claims += reading.claims
    facts = reconcile(claims, documents, judgements)
    if args.json:
        for fact in facts:
            print(json.dumps(fact.as_json(), ensure_ascii=False))
    else:
        _show(facts, documents, args.language)
    if not claims and not refused:
        print("hongqiao reconcile: the documents state no quantity, so there is nothing to reconcile", file=sys.stderr)
    return 1 if refused else 0


def _judgements(path: Path) -> list[Judgement]:
    found = []
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BadJudgement(f"{path}: cannot be read as JSON lines ({error})") from None
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            entry = json.loads(line)
            when = dt.datetime.fromisoformat(entry["when"]) if entry.get("when") else None
            found.append(Judgement(entry["verdict"], tuple(entry["claims"]), entry["who"], entry["why"], when))
        except (json.JSONDecodeError, KeyError, TypeError, ValueError) as error:
            raise BadJudgement(
                f'{path}, line {number}: {error!r}; right is {{"verdict": "same", "claims": [ids], "who": …, "why": …}}'
            ) from None
    return found


def _show(facts: Iterable[Fact], documents: list[Document], language: str) -> None:
    from rich.console import Console
    from rich.text import Text

    console = Console()
    facts = list(facts)
    shared = [fact for fact in facts if len(fact.documents) > 1]
    torn = [fact for fact in facts if fact.conflicts]
    console.print(
        Text(
            f"{len(documents)} documents, {sum(len(fact.claims) for fact in facts)} claims, {len(facts)} facts, "
            f"{len(shared)} stated by more than one document, {len(torn)} with conflicts",
            style="bold",
        )
    )
    for fact in sorted(facts, key=lambda fact: (not fact.conflicts, -len(fact.documents))):
        what = fact.indicator or fact.indicator_text or "–"
        sources = f"{fact.independent_sources} independent source{'' if fact.independent_sources == 1 else 's'}"
        head = [what, fact.place or "", fact.period or "", ", ".join(fact.languages), sources]
        console.print(Text("\n" + " · ".join(part for part in head if part), style="bold"))
        for variant in fact.variants:
            first = variant.claims[0]
            names = ", ".join(dict.fromkeys(f"{claim.document} “{claim.quote}”" for claim in variant.claims[:8]))
            console.print(Text(f"  {shown_value(first)} {shown_unit(first)}  {variant.status}  {names}"))
        for name, page in fact.retellings:
            console.print(Text(f"  retelling, no source: {name} retells {page}", style="dim"))
        for conflict in fact.conflicts:
            words = conflict.explanation.in_language(language) or ""
            console.print(Text(f"  conflict, {conflict.kind}: {words}", style="red"))
        for note in fact.notes:
            console.print(Text(f"  note, {note.kind}: {note.explanation.in_language(language)}", style="dim"))
