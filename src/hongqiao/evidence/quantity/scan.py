"""One pass over a block: every number that may be a quantity."""

import re
from collections.abc import Iterator

from hongqiao.evidence.quantity import extend, share
from hongqiao.evidence.quantity.draft import Block, Draft
from hongqiao.evidence.quantity.number import read_number

_BARE_YEAR = re.compile(r"(?:1[5-9]|20)\d\d(?=[.,;:)\n]*(?:[\n ;:)]|$))(?! ?[%€$£¥\d]| [^\W\d_])")


def drafts(block: Block) -> Iterator[Draft]:
    """The quantities of a block in reading order, as far as their own words tell."""
    done = at = 0
    scanner = block.pack.scanner
    while (match := scanner.search(block.folded, at)) is not None:
        at = match.end()
        if match.lastgroup in {"skip", "name"}:
            done = at
            continue
        draft = _read(block, match, done)
        if draft is None:
            continue
        draft.start = max(done, draft.start)
        at = done = draft.end
        yield draft


def _read(block: Block, match: re.Match[str], floor: int) -> Draft | None:
    kind = match.lastgroup or ""
    if kind.startswith("phrase"):
        number = int(kind.removeprefix("phrase"))
        return share.fraction(block, match, block.pack.phrases[number][1])
    if kind == "every":
        return share.every(block, match)
    if kind == "multiple":
        return share.multiple(block, match)
    pair = block.pack.every_of.match(block.folded, match.start())
    if pair is not None and (part := share.one_of(block, pair)) is not None:
        return part
    if kind == "digits" and _BARE_YEAR.match(block.folded, match.start()) is not None:
        return None
    draft = read_number(block, match)
    if draft is None:
        return None
    if not block.pack.spaced and block.pack.per_before.match(block.folded, draft.start) is not None:
        return None  # 1平方メートル当たり: the denominator of what follows
    return extend.extended(block, draft, kind, floor)
