"""The tables of a pack that name dates and periods, as patterns."""

import re
from collections.abc import Mapping
from typing import Any

from hongqiao.evidence.language.pack import Moments
from hongqiao.evidence.language.phrases import any_of, pattern, sounds, words

_LETTER = re.compile(r"(?:\\b|\(\?<=[^)]*\))*\(?(?:\?:)?([^\W\d_{])")
_PLACEHOLDERS = {
    "y": r"(?P<y>(?:1[5-9]|20|2[1])\d\d)(?!\d)",
    "y2": r"(?P<y2>(?:(?:19|20)?\d\d))(?!\d)",
    "d": r"(?P<d>(?<!\d)\d{1,2})",
    "mnum": r"(?P<mnum>(?<!\d)\d{1,2})",
    "q": r"(?P<q>(?<!\d)[1-4])",
    "mnum2": r"(?P<mnum2>\d{1,2})(?!\d)",
    "yy": r"(?P<yy>(?<!\d)[0-4]\d)",
    "era": r"(?P<era>令和|平成|昭和)(?P<ey>\d{1,2}|元)",
}
_WORD_BEGINS = r"\b"
_MOST_MONTHS = 12
_HAN_COUNTS = {letter: 2 + place for place, letter in enumerate("二三四五六七八九十")} | {
    "两": 2,
    "十一": 11,
    "十二": 12,
}


def moments(data: Mapping[str, Any]) -> Moments:
    """How a language names periods, from the table `periods`."""
    raw = data.get("periods", {})
    tables: dict[str, dict[str, int]] = {}
    for name, key in (
        ("month", "months"), ("qword", "quarter_words"), ("hword", "half_words"),
        ("ryear", "relative_years"), ("rmonth", "relative_months"),
    ):  # fmt: skip
        tables[name] = {p.lower(): int(v) for v, phrases in raw.get(key, {}).items() for p in words(str(phrases))}
    slots = dict(_PLACEHOLDERS)
    spelled = sounds(data["numbers"].get("words")) if data["spaced"] else _HAN_COUNTS
    counts = {phrase: int(value) for phrase, value in spelled.items() if 2 <= value <= _MOST_MONTHS}
    for name, table in tables.items():
        slots[name] = f"(?P<{name}>{any_of(list(table))})"
    slots["month2"] = f"(?P<month2>{any_of(list(tables['month']))})"
    slots["ryear2"] = f"(?P<ryear2>{any_of(list(tables['ryear']))})"
    slots["qto"] = f"(?P<qto>{any_of(list(tables['qword']))})"
    whole = r"(?!\w)" if data["spaced"] else ""
    count = rf"(?:{any_of(list(counts))}){whole}|(?<!\d)\d{{1,2}}(?!\d)"
    slots |= {"n": f"(?P<n>{count})", "ny": f"(?P<ny>{count})"}
    if not data["spaced"]:
        slots["y"] = r"(?P<y>(?<!\d)(?:1[5-9]|20)\d\d(?!\d)|[一二][九〇零○][〇零○一二三四五六七八九]{2})"
        slots["y2"] = r"(?P<y2>(?<!\d)(?:19|20)?\d\d(?!\d)|二[〇零○][〇零○一二三四五六七八九]{2})"
    plans = {str(k).lower(): str(v) for k, v in raw.get("five_year_plans", {}).items()}
    templates = []
    for template in raw.get("templates", []):
        filled = re.sub(r"\{([a-z]\w*)\}", lambda slot: slots[slot[1]], template)
        compiled = re.compile(filled)
        templates.append((compiled, tuple(compiled.groupindex)))
    finder = "|".join(
        # the finder looks at beginnings of words only
        f"(?P<t{number}>{re.sub(r'[(][?]P<[a-z0-9]+>', '(?:', one.pattern).removeprefix(_WORD_BEGINS)})"
        for number, (one, _) in enumerate(templates)
    )
    if data["spaced"]:
        firsts = {phrase[0] for table in tables.values() for phrase in table}
        firsts |= {phrase[0] for phrase in counts}
        firsts |= {found[1] for one in raw.get("templates", []) if (found := _LETTER.match(one))}
        finder = rf"(?<!\w)(?=[0-9{re.escape(''.join(sorted(firsts)))}])(?:{finder})" if finder else finder
    elif finder:
        firsts = {phrase[0] for table in tables.values() for phrase in table} | {plan[0] for plan in plans}
        firsts |= set(raw.get("firsts", ""))
        finder = f"(?=[0-9一二{re.escape(''.join(sorted(firsts)))}])(?:{finder})"
    return Moments(
        finder=pattern(finder),
        templates=tuple(templates),
        months=tables["month"],
        quarters=tables["qword"],
        halves=tables["hword"],
        counts=counts,
        relative_years=tables["ryear"],
        relative_months=tables["rmonth"],
        in_context=frozenset(words(raw.get("context_years", ""))),
        plans=plans,
        deadline=pattern(raw.get("deadline")),
        deadline_after=pattern(raw.get("deadline_after")),
        coming=pattern(raw.get("coming")),
        since=pattern(raw.get("since")),
        since_after=pattern(raw.get("since_after")),
        as_of=pattern(raw.get("as_of")),
        event=pattern(raw.get("event")),
        day=pattern(raw.get("day")),
        told=pattern(raw.get("told")),
        again=pattern(raw.get("again")),
        whole=pattern(raw.get("whole")),
        state=pattern(raw.get("state")),
        compared=pattern(raw.get("reference")),
        compared_after=pattern(raw.get("reference_after")),
        carry=pattern(raw.get("carry")),
        reference_after=pattern(raw.get("time_reference")),
        reference_before=pattern(raw.get("time_before")),
    )
