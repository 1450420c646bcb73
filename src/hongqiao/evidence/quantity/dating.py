"""From the words of a date or period to its ISO form, as seen from the day of publication."""

import re

from hongqiao.evidence.language.pack import Moments
from hongqiao.ground.period import Period

_HAN = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_LEAD = 24  # characters before a period that say whether it is a deadline
_WHOLE = {(1, 12): "", (1, 6): "-H1", (7, 12): "-H2", (1, 3): "-Q1", (4, 6): "-Q2", (7, 9): "-Q3", (10, 12): "-Q4"}
_ERA_FROM = {"令和": 2018, "平成": 1988, "昭和": 1925}


def months_of(year: int, first: int, last: int) -> str:
    """A run of months of one year: its half, quarter or whole where it is one.

    >>> months_of(2018, 1, 6), months_of(2018, 4, 6), months_of(2018, 1, 9)
    ('2018-H1', '2018-Q2', '2018-01/2018-09')
    """
    name = _WHOLE.get((first, last))
    return f"{year:04}{name}" if name is not None else f"{year:04}-{first:02}/{year:04}-{last:02}"


def resolve(found: re.Match[str], text: str, said: Moments, published: Period | None) -> tuple[str | None, bool]:
    """The period that a match of a pack's finder names, and whether it is finer than a year or a range."""
    if found[0] in said.plans:
        return said.plans[found[0]], True
    template, names = said.templates[int((found.lastgroup or "t0")[1:])]
    match = template.match(text, found.start())
    if match is None:
        return None, False
    coming = said.coming.search(text, max(0, found.start() - _LEAD), found.start()) is not None
    parts = {name: match[name] for name in names if match[name]}
    return _assemble(parts, said, published, coming=coming)


def _assemble(
    parts: dict[str, str], said: Moments, published: Period | None, *, coming: bool
) -> tuple[str | None, bool]:
    if "ny" in parts:
        count = said.counts.get(parts["ny"]) or (int(parts["ny"]) if parts["ny"].isdigit() else 0)
        return (f"{published.start.year + count:04}", False) if published is not None and count else (None, False)
    year = _year(parts, said, published)
    if "month2" in parts or "mnum2" in parts or "n" in parts or "qto" in parts:
        return _run(parts, said, published, year)
    if "y2" in parts:
        last = parts["y2"].translate(_HAN)
        if year is None:
            return None, False
        end = int(last) if len(last) == 4 else year // 100 * 100 + int(last)
        return (f"{year}/{end}", True) if end > year else (None, False)
    if "rmonth" in parts and published is not None:
        index = published.start.year * 12 + published.start.month - 1 + said.relative_months[parts["rmonth"]]
        return f"{index // 12:04}-{index % 12 + 1:02}", True
    if "q" in parts or "qword" in parts:
        quarter = int(parts["q"]) if "q" in parts else said.quarters[parts["qword"]]
        year = year if year is not None else _past_part(published, 3 * quarter - 2)
        return (f"{year:04}-Q{quarter}", True) if year else (None, False)
    if "hword" in parts:
        half = said.halves[parts["hword"]]
        year = year if year is not None else _past_part(published, 6 * half - 5)
        return (f"{year:04}-H{half}", True) if year else (None, False)
    month = _month(parts, said)
    if month is not None:
        if not 1 <= month <= 12:
            return None, False
        year = year if year is not None else _year_of_month(published, month, coming=coming)
        if year is None:
            return None, False
        day = int(parts["d"]) if "d" in parts else None
        if day is not None and not 1 <= day <= 31:
            return None, False
        return (f"{year:04}-{month:02}" + (f"-{day:02}" if day else ""), True)
    return (f"{year:04}", False) if year is not None else (None, False)


def _run(parts: dict[str, str], said: Moments, published: Period | None, year: int | None) -> tuple[str | None, bool]:
    """``von Januar bis Juni``, ``the first nine months of 2018``, ``前三季度``, ``March 2016 to November 2017``."""
    first, last = 1, 0
    if "n" in parts and "month" in parts and year is not None:
        count, last = said.counts.get(parts["n"], 0) or int(parts["n"]), _month(parts, said) or 0
        begun = year * 12 + last - count  # "the twelve months to March 2023"
        return f"{begun // 12:04}-{begun % 12 + 1:02}/{year:04}-{last:02}", True
    if "n" in parts:
        last = said.counts.get(parts["n"], 0) or (int(parts["n"]) if parts["n"].isdigit() else 0)
    elif "qto" in parts:
        last = 3 * said.quarters[parts["qto"]]
    else:
        first = _month(parts, said) or 0
        last = said.months.get(parts["month2"], 0) if "month2" in parts else int(parts["mnum2"])
    if not (1 <= first <= 12 and 1 <= last <= 12):
        return None, False
    if "y2" in parts or "ryear2" in parts:
        end = int(parts["y2"].translate(_HAN)) if "y2" in parts else None
        if end is not None and end < 100:
            end += (year or 2000) // 100 * 100
        if end is None and published is not None:
            end = published.start.year + said.relative_years[parts["ryear2"]]
        begin = year if year is not None else end
        if begin is None or end is None or (begin, first) >= (end, last):
            return None, False
        return (
            (f"{begin:04}-{first:02}/{end:04}-{last:02}", True) if begin != end else (months_of(end, first, last), True)
        )
    if first >= last:
        return None, False
    year = year if year is not None else _year_of_month(published, last, coming=False)
    return (months_of(year, first, last), True) if year is not None else (None, False)


def _month(parts: dict[str, str], said: Moments) -> int | None:
    if "month" in parts:
        return said.months.get(parts["month"])
    return int(parts["mnum"]) if "mnum" in parts else None


def _past_part(published: Period | None, month: int) -> int | None:
    """The year of a quarter or half that begins in a month: early in a year its end is the last one's."""
    if published is None:
        return None
    early = published.start.month <= 3 and published.end.month <= 4
    return published.start.year - (early and month > 6)


def _year_of_month(published: Period | None, month: int, *, coming: bool) -> int | None:
    if published is None:
        return None
    year = published.start.year
    if coming:  # "bis Januar" in a text of July
        return year + (month < published.start.month)
    return year - (month > published.end.month)


def _year(parts: dict[str, str], said: Moments, published: Period | None) -> int | None:
    if "y" in parts:
        return int(parts["y"].translate(_HAN))
    if "era" in parts:
        count = parts["ey"]
        return _ERA_FROM[parts["era"]] + (1 if count == "元" else int(count))
    if "yy" in parts:
        return 2000 + int(parts["yy"])
    if "ryear" in parts and published is not None:
        return published.start.year + said.relative_years[parts["ryear"]]
    return None
