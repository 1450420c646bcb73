"""What neighbouring quantities share: a unit said once, a change and its level, an amount in a second currency."""

import re

from hongqiao.evidence.quantity.draft import Block, Draft
from hongqiao.evidence.quantity.fold import past_spaces
from hongqiao.ground.unit import UNITS

_OPEN = re.compile(r"^[ ,，]*[(（=][ =≈~]*")
_FAR = 120
_MONEY_MAGNITUDE = 1e6


def link(block: Block, drafts: list[Draft]) -> list[Draft]:
    """Completes the drafts of one block from their neighbours, and drops those that nothing explains."""
    for index in range(len(drafts) - 2, -1, -1):
        _share_unit(block, drafts[index], drafts[index + 1])
    for index in range(1, len(drafts) - 1) if block.pack.spaced else ():
        _listed(block, drafts[index - 1], drafts[index], drafts[index + 1])
    for index in range(len(drafts) - 1):
        _origin(block, drafts[index], drafts[index + 1])
        _change_and_level(block, drafts[index], drafts[index + 1])
        _restated(block, drafts[index], drafts[index + 1])
    return drafts


def _origin(block: Block, first: Draft, second: Draft) -> None:
    """``from £81.2m to £88.4m``, ``to £88.4m from £81.2m``: one level is the earlier."""
    if second.start - first.end > 12 or first.sort != second.sort or first.unit != second.unit:
        return
    text, pack = block.folded, block.pack
    between = text[first.end : second.start].strip()
    end = first.start
    while end > 0 and text[end - 1] == " ":
        end -= 1
    led = pack.origins.match_before(text, end) is not None
    if between in pack.goals and led:
        first.earlier = True
    elif between in pack.origins and pack.goals.match_before(text, end) is not None:
        second.earlier = True


def _share_unit(block: Block, first: Draft, second: Draft) -> None:
    """``von 58 auf 40 Minuten``, ``22, 23 und 11 Prozent``: the unit stands at the last."""
    if (
        first.sort not in {"bare", "count"}
        or first.noun
        or second.sort not in {"unit", "money", "bare", "count", "multiple"}
    ):
        return
    if first.magnitude >= _MONEY_MAGNITUDE and second.unit in {"%", "pp", "x"}:
        return
    if second.start - first.end > 30 or (first.sort == "count" and first.unit == "count" and not first.unit_implied):
        return
    between = block.folded[first.end : second.start].strip()
    pack = block.pack
    if between in pack.parts and first.sort == "bare" and second.sort == "count" and 2 <= first.value < second.value:
        first.sort, first.unit = "count", "count"  # "300 der 2.150 Stellen"
        return
    pair = between in pack.goals
    listed = between in pack.lists or (all(part in pack.lists for part in between.split()) and bool(between))
    if not (pair or listed):
        return
    if second.sort == "bare" and not pair:
        return
    if second.sort == "bare":
        if first.magnitude == 1 and second.magnitude >= _MONEY_MAGNITUDE and first.value < 1000 and not first.grouped:
            first.value *= second.magnitude  # "de 540 à 790 millions"
            first.magnitude = second.magnitude
        if first.grouped or second.grouped:
            first.sort = second.sort = "count"
            first.unit = second.unit = "count"
        return
    if (pair and first.magnitude == 1 and second.magnitude > 1 and first.value < 1000 and not first.grouped) or (
        listed and first.magnitude == 1 and second.magnitude > 1 and second.sort == "money" and first.value < 1000
    ):
        first.value *= second.magnitude
        first.magnitude = second.magnitude
    first.sort, first.unit, first.unit_implied, first.per = second.sort, second.unit, True, second.per


def _change_and_level(block: Block, first: Draft, second: Draft) -> None:
    """``um 3,5 Prozent auf 20,7 Milliarden``: both quotes hold their preposition."""
    text, pack = block.folded, block.pack
    if not pack.by_quoted:
        return
    end = first.start
    while end > 0 and text[end - 1] == " ":
        end -= 1
    by = pack.by.match_before(text, end)
    if by is None:
        return
    between = text[first.end : second.start]
    goal = pack.goals.match(text, first.end + 1) if between.startswith(" ") else None
    if goal is not None and between.strip() in pack.goals:
        first.start, second.start = by[1], first.end + 1


def _restated(block: Block, first: Draft, second: Draft) -> None:
    """An amount in brackets, or after a word such as ``umgerechnet``, in another unit of the same dimension."""
    between = block.folded[first.end : second.start]
    if len(between) > 40 or not _same_dimension(first, second):
        return
    if _OPEN.match(between) or any(
        cue in between for cue in block.pack.raw.get("ranges", {}).get("conversion", "").split("|") if cue
    ):
        second.conversion = True


def _same_dimension(first: Draft, second: Draft) -> bool:
    if first.unit == second.unit:
        return False
    if first.sort == "money" and second.sort == "money":
        return True
    a, b = UNITS.get(first.unit), UNITS.get(second.unit)
    return a is not None and b is not None and first.sort == second.sort == "unit" and a.dimension == b.dimension


def imply_money(blocks: list[tuple[Block, list[Draft]]]) -> None:
    """Gives large numbers without a unit the currency that the text uses: ``dont 50 millions``."""
    drafts = [draft for _, listed in blocks for draft in listed]
    known = [draft.unit if draft.sort == "money" and not draft.unit_implied else None for draft in drafts]
    following: str | None = None
    ahead: list[str | None] = [None] * len(drafts)
    for index in range(len(drafts) - 1, -1, -1):
        following = known[index] or following
        ahead[index] = following
    latest: str | None = None
    position = 0
    for block, listed in blocks:
        before: Draft | None = None
        for draft in listed:
            latest = known[position] or latest
            wanted = draft.sort == "bare" and draft.magnitude >= (_MONEY_MAGNITUDE if block.pack.spaced else 1e4)
            if not wanted and draft.sort == "count" and draft.magnitude >= _MONEY_MAGNITUDE and draft.noun:
                wanted = block.pack.money_noun.match(draft.noun.lower()) is not None
                if wanted and draft.end > draft.number_end:
                    draft.end = max(draft.number_end, block.text.rfind(draft.noun, 0, draft.end + 1))
                    while block.text[draft.end - 1] == " ":
                        draft.end -= 1
            if wanted and (_counting(block, draft) or _counted_before(block, before, draft)):
                draft.sort, draft.unit, wanted = "count", "count", False
            if wanted:
                currency = latest or ahead[position]
                if currency is not None:
                    draft.sort, draft.unit, draft.unit_implied = "money", currency, True
            position += 1
            before = draft


def _counted_before(block: Block, before: Draft | None, draft: Draft) -> bool:
    """Whether the sentence last counted something: ``1,4 milhão de pessoas – das oito milhões``."""
    if before is None or before.sort != "count" or not before.noun or before.magnitude < _MONEY_MAGNITUDE:
        return False
    between = block.folded[before.end : draft.start]
    return len(between) <= _FAR and ". " not in between and "\n" not in between


def _counting(block: Block, draft: Draft) -> bool:
    """Whether words around a large number say that it counts something: ``旅客人次可达1200万``, ``2,5 millions d'EVP``."""
    text, pack = block.folded, block.pack
    if pack.no_money.search(text, max(0, draft.start - _FAR), draft.start) is not None:
        return True
    link = pack.links.match(text, past_spaces(text, draft.end)) if pack.links and pack.spaced else None
    return link is not None and block.text[past_spaces(text, link[1]) :][:2].isupper()


def explained(block: Block, draft: Draft) -> bool:
    """Whether anything says what a number counts; a bare one stays only where it is a number beyond doubt."""
    if draft.sort != "bare":
        return True
    if draft.magnitude == 1 and draft.value >= 10 and (draft.grouped or draft.value % 1) and _indexed(block, draft):
        draft.sort, draft.unit = "index", "index"
        return True
    if draft.age and draft.value < 100:
        return False
    if draft.comparator not in {"=", "range"} and (draft.value >= 2 or draft.value % 1):
        draft.sort, draft.unit = "count", "count"
        return True
    if draft.counted and draft.value >= 10 and draft.value % 1 == 0 and draft.comparator == "=":
        draft.sort, draft.unit = "count", "count"
        return True
    if draft.magnitude > 1 and (block.pack.spaced or draft.magnitude > 1e4):
        draft.sort, draft.unit = "count", "count"
        return True
    if _standing(block, draft) or _opening(block, draft):
        draft.sort, draft.unit = "count", "count"
        return True
    if _compared(block, draft):
        draft.sort, draft.unit = "count", "count"
        return True
    if draft.grouped and draft.comparator != "range":
        draft.sort, draft.unit = "count", "count"
        return True
    return False


def _standing(block: Block, draft: Draft) -> bool:
    """A large number that stands by itself after a plain word: ``tags darauf waren es 6012``."""
    if not (block.pack.spaced and draft.comparator == "=" and 2200 <= draft.value < 1e7 and draft.value % 1 == 0):
        return False
    before = block.text[max(0, draft.start - 14) : draft.start]
    after = block.text[draft.end : draft.end + 2]
    word = before.rstrip(" ").rsplit(" ", 1)[-1]
    return (
        before.endswith(" ")
        and word.isalpha()
        and word.islower()
        and len(word) > 1
        and (not after.strip() or after[0] in ".,;)" or after[1:2].islower())
    )


def _opening(block: Block, draft: Draft) -> bool:
    """A number that a sentence begins with: ``200 schwer Erkrankte wurden behandelt``."""
    if not block.pack.spaced or draft.comparator != "=" or draft.value < 10 or draft.value % 1:
        return False
    if 1500 <= draft.value <= 2199 or not block.text[draft.end : draft.end + 2].strip(" ").islower():
        return False
    before = block.text[max(0, draft.start - 3) : draft.start]
    return not before.strip() or before.rstrip(" ")[-1:] in {"\n", ".", "!", "?"}


def _listed(block: Block, first: Draft, middle: Draft, last: Draft) -> None:
    """``8 cities are orange, 119 in the yellow category, and 321 cities``: one noun for all of a list."""
    if middle.sort != "bare" or first.sort != "count" or last.sort != "count" or middle.value % 1 or middle.value < 2:
        return
    text, pack = block.folded, block.pack
    before, after = text[first.end : middle.start], text[middle.end : last.start]
    if len(before) > 60 or len(after) > 60 or "." in before + after or 1500 <= middle.value <= 2199:
        return
    if (
        "," in before
        and text[middle.end : middle.end + 1] == " "
        and any(f" {word} " in after for word in pack.conjunctions)
    ):
        middle.sort, middle.unit = "count", "count"


def _compared(block: Block, draft: Draft) -> bool:
    """A number that an earlier one is compared with: ``20 planes, down from 239``."""
    if draft.comparator != "=" or draft.value < 10 or draft.value % 1 or 1500 <= draft.value <= 2199:
        return False
    end = draft.start
    while end > 0 and block.folded[end - 1] == " ":
        end -= 1
    return block.pack.before_compared.match_before(block.folded, end) is not None


def _indexed(block: Block, draft: Draft) -> bool:
    return block.pack.index.search(block.folded, max(0, draft.start - 90), draft.start) is not None
