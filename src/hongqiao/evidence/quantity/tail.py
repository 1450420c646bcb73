"""What follows a number: its magnitude and unit, small coins, and a second unit (``5 feet 2 inches``)."""

import re

from hongqiao.evidence.language.lexicon import spaced
from hongqiao.evidence.quantity import amount
from hongqiao.evidence.quantity.draft import Block, Draft
from hongqiao.evidence.quantity.fold import past_spaces
from hongqiao.evidence.quantity.number import next_number

_COMPOUND = {"ft": ("in", 1.0, 1 / 12, "ft"), "h": ("min", 60.0, 1.0, "min"), "min": ("s", 60.0, 1.0, "s")}


def tail(block: Block, draft: Draft, end: int) -> int | None:
    """Magnitude and unit after a number."""
    money = draft.sort == "money"
    if money and not block.pack.numbers.han:
        # "75 USD million": the magnitude may stand after the currency
        end = amount.magnitude_after(block, draft, end, money=True)
        again = amount.meaning_at(block, past_spaces(block.folded, end))
        if again is not None and again[0][0] == "money" and again[0][2] == 1.0 and block.folded[again[1] - 1].isalpha():
            dollars = draft.unit == "USD" and not block.folded[draft.start].isalpha()
            if again[0][1] == draft.unit or (dollars and again[0][1].endswith("D")):
                draft.unit = again[0][1]
                return again[1]
        return end
    end = amount.magnitude_after(block, draft, end, money=money)
    if money:
        code = draft.unit
        after = amount.unit_after(block, draft, end)
        if draft.unit == "CNY" and block.pack.numbers.han:
            draft.unit = code  # 新台币12亿元: the currency named before
        return end if after is None else after
    return amount.unit_after(block, draft, end)


def change(block: Block, draft: Draft, end: int) -> int:
    """Reads the small coins after an amount (``3 dollars 50 cents``) and a magnitude after a currency."""
    pack = block.pack
    if draft.magnitude == 1.0 and not pack.numbers.han:
        at = past_spaces(block.folded, end)
        late = pack.numbers.magnitudes.match(block.folded, at)
        if late is not None and at > end:
            draft.value, draft.magnitude, end = draft.value * late[0], late[0], late[1]
    if draft.value_hi is not None or (draft.value % 1 and draft.value > 1):
        return end
    for _ in range(2):
        coins = next_number(block, end)
        if coins is None or not 0 < coins.value < 100 or coins.value % 1:
            break
        near = amount.meaning_at(block, past_spaces(block.folded, coins.end))
        if near is not None and near[0][0] == "money" and 0.001 < near[0][2] < 1.0:
            draft.value = float(f"{draft.value + coins.value * near[0][2]:.12g}")
            end = near[1]
            continue
        probe = Draft(coins.start, coins.end, coins.start, coins.value)
        after = block.folded[coins.end : coins.end + 1]
        alone = near is None and after not in {",", "-", "%", ":", "/"} and not (after and spaced(after))
        if (
            draft.magnitude == 1.0
            and draft.value % 1 == 0
            and alone
            and amount.noun_after(block, probe, coins.end) == coins.end
        ) and amount.magnitude_after(block, probe, coins.end, money=True) == coins.end:
            draft.value = float(f"{draft.value + coins.value / 100:.12g}")
            end = coins.end
        break
    return end


def compound(block: Block, draft: Draft, end: int) -> int:
    """``5 feet 2 inches``, ``1 Stunde 20 Minuten``: one quantity in two units."""
    small, large, factor, unit = _COMPOUND[draft.unit]
    second = next_number(block, end)
    if second is None or draft.value_hi is not None or draft.value % 1 or not 0 < second.value < 60:
        return end
    at = past_spaces(block.folded, second.end)
    near = amount.meaning_at(block, at)
    if near is None and small == "in" and re.match(r"in(?!\w)", block.folded[at : at + 3]):
        near = (("unit", "in", 1.0), at + 2)
    if small == "min" and block.folded[at : at + 1] == "分":
        near = (("unit", "min", 1.0), at + (2 if block.folded[at : at + 2] == "分钟" else 1))
    if near is None or near[0][1] != small:
        return end
    draft.value = draft.value * large + second.value * factor
    draft.unit = unit
    return near[1]
