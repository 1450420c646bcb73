"""``hongqiao brief PROGRAMME``: the mayor's brief as PDF, and release drafts whose every figure the record must hold."""

import argparse
import datetime as dt
import sys
from pathlib import Path

from hongqiao.cli.opening import database_argument, open_record
from hongqiao.errors import BadDay

LANGUAGES = {"de": "de", "en": "en", "zh": "zh-hans"}


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("programme", help="the programme's id, as in its address")
    parser.add_argument("--as-of", metavar="DATE", help="the day that the brief is as of (default: today)")
    parser.add_argument(
        "--language", choices=tuple(LANGUAGES), default="en", help="the language of the words (default: en)"
    )
    parser.add_argument(
        "-o", "--output", type=Path, metavar="FILE", help="where to write (default: PROGRAMME-DATE-LANGUAGE.pdf)"
    )
    parser.add_argument("--site", metavar="URL", default="", help="the address of the site, for the links of the notes")
    parser.add_argument(
        "--draft", type=Path, metavar="FILE.md",
        help="check a release draft instead: every figure in it must have a fact; a file that is not there is begun from the record",
    )  # fmt: skip
    database_argument(parser)


def run(args: argparse.Namespace) -> int:
    """Write the brief, or check the draft; exit code 1 where a figure of the draft has no fact."""
    day = _day(args.as_of)
    open_record(args)
    from django.utils.translation import override

    with override(LANGUAGES[args.language]):
        return _draft(args, day) if args.draft else _brief(args, day)


def _day(text: str | None) -> dt.date:
    if text is None:
        return dt.datetime.now(tz=dt.UTC).date()
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise BadDay(f"--as-of {text!r} is no day; write it as 2025-12-31") from None


def _brief(args: argparse.Namespace, day: dt.date) -> int:
    from hongqiao.publish.brief import brief, pdf

    made = brief(args.programme, day, args.site)
    path = args.output or Path(f"{args.programme}-{day}-{args.language}.pdf")
    path.write_bytes(pdf(made))
    ledger = made.data["ledger"]
    print(f"{path}: {len(made.figures)} figures, {len(made.data['notes'])} sources")
    print(f"head of the ledger: entry {ledger['position']}, {ledger['hash']}")
    return 0


def _draft(args: argparse.Namespace, day: dt.date) -> int:
    from hongqiao.publish import release
    from hongqiao.record import drafting

    if not args.draft.exists():
        args.draft.write_text(release.begin(args.programme, day), encoding="utf-8")
        print(f"{args.draft}: a draft begun from the record; edit it and run this command again")
        return 0
    draft = drafting.check(args.programme, args.draft.read_text(encoding="utf-8"), day, args.language)
    if draft.refused:
        for item in draft.refused:
            print(release.refusal(item), file=sys.stderr)
        print(
            f"{args.draft}: {len(draft.refused)} of {len(draft.figures)} figures have no fact; nothing was written",
            file=sys.stderr,
        )
        return 1
    written = release.footnoted(draft, lambda path: args.site.rstrip("/") + path)
    if args.output:
        args.output.write_text(written, encoding="utf-8")
        print(f"{args.output}: {len(draft.figures)} figures, each with its footnote")
    else:
        print(written, end="")
    return 0
