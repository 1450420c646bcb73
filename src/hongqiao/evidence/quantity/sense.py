"""What is said with a quantity: level, share or change, up or down, and whether it is fact, goal, plan or rule."""

import re

from hongqiao.evidence.quantity.draft import Block, Draft

_CLAUSE = re.compile(r"[;；。!?！？\n]|[,，](?!\d)|、(?=.{4})| – | - | -- |：|: ")
_YEAR = re.compile(r"20\d\d")
_DIGIT = re.compile(r"\d")
_LISTED = 4  # fewer characters than this between 、 and a number make an item of a list
_WINDOW = 420
_BEFORE, _AFTER = 60, 34


def clause(block: Block, draft: Draft, sentence: tuple[int, int]) -> tuple[int, int]:
    """The clause that a quantity stands in."""
    first, last = max(sentence[0], draft.start - _WINDOW), min(sentence[1], draft.end + _WINDOW)
    begin = first
    if block.folded[draft.start - 1 : draft.start] in {",", "，"}:
        begin = draft.start  # between digits a comma ends no clause, unless it is clear of the number
    for match in (
        () if begin == draft.start else reversed(block.found("clauses", _CLAUSE, block.folded, first, draft.start))
    ):
        if match[0] != "、" or draft.start - match.end() >= _LISTED:
            begin = match.end()
            break
    after = block.found("clauses", _CLAUSE, block.folded, draft.end, last)
    return begin, after[0].start() if after else last


def kind(block: Block, draft: Draft, within: tuple[int, int]) -> tuple[str, str | None]:
    """``level``, ``share`` or ``change``, and for a change its direction."""
    if draft.growing:
        return "change", "up"
    relative = draft.unit in {"%", "pp", "‰"}
    if draft.sort == "share" and not _by(block, draft):
        return "share", None
    direction = None
    if relative or draft.sort == "multiple" or _by(block, draft):
        direction = _direction(block, draft, within)
        if direction is None and _by(block, draft):
            direction = _direction(block, draft, (max(0, within[0] - 80), within[1]))
    if relative:
        if draft.signed or draft.value < 0:
            return "change", None
        if direction and not _to(block, draft) and not _origin(block, draft):
            return "change", direction
        return ("change", None) if draft.unit == "pp" else ("share", None)
    if direction is not None and (_by(block, draft) or draft.sort == "multiple"):
        return "change", direction
    return "share" if draft.sort == "share" else "level", None


def _by(block: Block, draft: Draft) -> bool:
    end = _trim(block.folded, draft.start)
    found = block.pack.by.match_before(block.folded, end)
    return found is not None or block.pack.by.match(block.folded, draft.start) is not None


def _origin(block: Block, draft: Draft) -> bool:
    text, pack = block.folded, block.pack
    if pack.origins.match_before(text, _trim(text, draft.start)) is None:
        return False
    after = draft.end + (1 if text[draft.end : draft.end + 1] == " " else 0)
    return pack.goals.match(text, after) is not None


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
    first, last = max(within[0], draft.start - 2 * _BEFORE), min(within[1], draft.end + _AFTER)
    nearest, answer = 1e9, None
    for pattern, name in ((pack.up, "up"), (pack.down, "down")):
        for match in pattern.finditer(text, first, last):
            distance = draft.start - match.end() if match.end() <= draft.start else match.start() - draft.end + 6
            if distance < nearest:
                nearest, answer = distance, name
    return answer


type Cue = tuple[int, int, str, str]  # from, to, what it says, its words


def cues(block: Block, sentence: tuple[int, int], year: int | None = None) -> list[Cue]:
    """The words of a sentence that speak of goals, plans, forecasts and rules, seen from a year."""
    return [
        (match.start(), match.end(), match.lastgroup or "", match[0])
        for match in block.pack.cues.finditer(block.folded, *sentence)
        if year is None or (named := _YEAR.search(match[0])) is None or int(named[0]) >= year
    ]


def status(
    block: Block,
    draft: Draft,
    said: list[Cue],
    sentence: tuple[int, int],
    within: tuple[int, int],
    *,
    share: bool,
    past: bool,
) -> str | None:
    """``TARGET``, ``PLAN``, ``FORECAST`` or ``RULE`` where a word of its clause says so, or one that governs it.

    A word in an earlier clause governs those that follow up to a semicolon, unless a clause states a fact itself.
    """
    text, pack = block.folded, block.pack
    first = max(sentence[0], draft.start - _WINDOW)
    answer = _cue(block, draft, said, within[0], within[1], share=share)
    if answer is not None:
        return _framed(block, draft, answer, sentence)
    if past or pack.fact.search(text, *within):
        return None
    for mark in ";；":
        first = max(first, text.rfind(mark, first, draft.start) + 1)
    answer = _cue(block, draft, said, first, within[0], share=share)
    return None if answer is None else _framed(block, draft, answer, sentence)


def _framed(block: Block, draft: Draft, answer: str, sentence: tuple[int, int]) -> str:
    """What a plan that the sentence begins with provides for is its target."""
    if answer == "PLAN" and block.pack.cue_head.search(block.folded, sentence[0], draft.start):
        return "TARGET"
    return answer


def _cue(block: Block, draft: Draft, said: list[Cue], first: int, last: int, *, share: bool) -> str | None:
    text, pack = block.folded, block.pack
    if first >= last:
        return None
    near = pack.cue_near.search(text, max(first, draft.start - 16), max(first, min(last, draft.start)))
    if near is not None and _DIGIT.search(text, near.end(), draft.start) is None:
        return "PLAN"
    cheapest, answer = 1e9, None
    for begin, end, name, words in said:
        if begin < first or end > last or (share and pack.survey.search(words) is not None):
            continue
        if begin > draft.end and any(f" {word} " in text[draft.end : begin] for word in pack.conjunctions):
            continue
        price = float(draft.start - end if end <= draft.start else 2 * (begin - draft.end) + 25)
        if price < cheapest:
            cheapest, answer = price, name
    return answer
