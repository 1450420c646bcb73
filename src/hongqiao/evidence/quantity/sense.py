"""What is said with a quantity: level, share or change, up or down, and whether it is fact, goal, plan or rule."""

import re

from hongqiao.evidence.quantity.draft import Block, Draft

_CLAUSE = re.compile(r"[;；。!?！？\n]|[,，](?!\d)| – | -- |：|: ")
_WINDOW = 220
_BEFORE, _AFTER = 60, 34


def clause(block: Block, draft: Draft, sentence: tuple[int, int]) -> tuple[int, int]:
    """The clause that a quantity stands in."""
    text = block.folded
    first, last = max(sentence[0], draft.start - _WINDOW), min(sentence[1], draft.end + _WINDOW)
    begin = first
    for match in _CLAUSE.finditer(text, first, draft.start):
        begin = match.end()
    after = _CLAUSE.search(text, draft.end, last)
    return begin, after.start() if after else last


def kind(block: Block, draft: Draft, within: tuple[int, int]) -> tuple[str, str | None]:
    """``level``, ``share`` or ``change``, and for a change its direction."""
    if draft.growing:
        return "change", "up"
    relative = draft.unit in {"%", "pp", "‰"}
    if draft.sort == "share":
        return "share", None
    direction = None
    if relative or draft.sort == "multiple" or _by(block, draft):
        direction = _direction(block, draft, within)
    if relative:
        if draft.signed or draft.value < 0:
            return "change", None
        if direction and not _to(block, draft):
            return "change", direction
        return ("change", None) if draft.unit == "pp" else ("share", None)
    if direction is not None and (_by(block, draft) or draft.sort == "multiple"):
        return "change", direction
    return "level", None


def _by(block: Block, draft: Draft) -> bool:
    end = _trim(block.folded, draft.start)
    found = block.pack.by.match_before(block.folded, end)
    return found is not None or block.pack.by.match(block.folded, draft.start) is not None


def _to(block: Block, draft: Draft) -> bool:
    text = block.folded
    if draft.start >= draft.number:
        found = block.pack.goals.match_before(text, _trim(text, draft.start))
        return found is not None
    return block.pack.goals.match(text, draft.start) is not None


def _trim(text: str, end: int) -> int:
    while end > 0 and text[end - 1] == " ":
        end -= 1
    return end


def _direction(block: Block, draft: Draft, within: tuple[int, int]) -> str | None:
    text, pack = block.folded, block.pack
    first, last = max(within[0], draft.start - _BEFORE), min(within[1], draft.end + _AFTER)
    nearest, answer = 1e9, None
    for pattern, name in ((pack.up, "up"), (pack.down, "down")):
        for match in pattern.finditer(text, first, last):
            distance = draft.start - match.end() if match.end() <= draft.start else match.start() - draft.end + 6
            if distance < nearest:
                nearest, answer = distance, name
    return answer


def status(block: Block, draft: Draft, sentence: tuple[int, int], within: tuple[int, int], *, share: bool) -> str | None:
    """``TARGET``, ``PLAN``, ``FORECAST`` or ``RULE`` where a word near the quantity says so, else None."""
    text = block.folded
    first, last = max(sentence[0], draft.start - _WINDOW), min(sentence[1], draft.end + _WINDOW)
    nearest, answer = 1e9, None
    for name, pattern in block.pack.cues:
        for match in pattern.finditer(text, first, last):
            distance = float(draft.start - match.end() if match.end() <= draft.start else match.start() - draft.end + 10)
            if not within[0] <= match.start() < within[1]:
                distance += 60
            if name == "FORECAST" and share and match.start() > draft.end:
                continue
            if distance < nearest:
                nearest, answer = distance, name
    return answer
