"""Periods: a day, a month, a quarter, a half, a year, a range of these, or "by" one of them.

The text form is that of ISO 8601 where it has one (`2022-11-14`, `2022-11`, `2022`, `2022/2025`) and the usual
extension elsewhere (`2020-Q3`, `2020-H1`). `by` marks a deadline: "by 2025" has the text `2025` and `by=True`.
"""

import calendar
import datetime as dt
import re
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Self

from hongqiao.errors import BadPeriod


class Precision(StrEnum):
    """How finely a period is known."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"
    RANGE = "range"


_SINGLE = re.compile(r"(\d{4})(?:-(?:Q([1-4])|H([12])|(\d{2})(?:-(\d{2}))?))?")

# Years of an era begin at: first year of the era minus one (Tsuchihashi 1952 for the Japanese eras).
ERAS = {
    "民国": 1911, "民國": 1911, "令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911, "明治": 1867,
    "公元": 0, "พ.ศ.": -543,
}  # fmt: skip
FIVE_YEAR_PLANS = {"十一五": 2006, "十二五": 2011, "十三五": 2016, "十四五": 2021, "十五五": 2026}
_DIGITS = {digit: str(value) for value, digit in enumerate("〇一二三四五六七八九")} | {"零": "0", "○": "0"}


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """From `start` to `end`, both included.

    >>> Period.parse("2020-H1").end
    datetime.date(2020, 6, 30)
    >>> Period.parse("2022/2025").text
    '2022/2025'
    """

    start: dt.date
    end: dt.date
    precision: Precision
    by: bool = False
    parts: tuple[str, str] | None = None

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise BadPeriod(f"a period runs forwards, got {self.start} to {self.end}")

    @classmethod
    def parse(cls, text: str, *, by: bool = False) -> Self:
        """A period from its text form; raises BadPeriod for anything else."""
        first, slash, last = text.strip().partition("/")
        if not slash:
            return replace(cls._single(first, text), by=by)
        a, b = cls._single(first, text), cls._single(last, text)
        return cls(a.start, b.end, Precision.RANGE, by, (a.text, b.text))

    @classmethod
    def _single(cls, part: str, whole: str) -> Self:
        match = _SINGLE.fullmatch(part.strip())
        if match is None or match[1] == "0000":
            raise BadPeriod(f"{whole!r} is no period; write 2022, 2022-11, 2022-11-14, 2022-Q4, 2022-H2 or 2022/2025")
        year, quarter, half, month, day = (int(group) if group else None for group in match.groups())
        assert year is not None  # noqa: S101 -- the pattern begins with the year
        if quarter is not None:
            return cls._months(year, 3 * quarter - 2, 3 * quarter, Precision.QUARTER)
        if half is not None:
            return cls._months(year, 6 * half - 5, 6 * half, Precision.HALF)
        if month is None:
            return cls._months(year, 1, 12, Precision.YEAR)
        try:
            if day is None:
                return cls._months(year, month, month, Precision.MONTH)
            date = dt.date(year, month, day)
        except (ValueError, calendar.IllegalMonthError):
            raise BadPeriod(f"{whole!r} names a day that no calendar has") from None
        return cls(date, date, Precision.DAY)

    @classmethod
    def _months(cls, year: int, first: int, last: int, precision: Precision) -> Self:
        days = calendar.monthrange(year, last)[1]
        return cls(dt.date(year, first, 1), dt.date(year, last, days), precision)

    @classmethod
    def of_day(cls, date: dt.date) -> Self:
        """The period of one day."""
        return cls(date, date, Precision.DAY)

    @classmethod
    def of_year(cls, year: int) -> Self:
        """The period of one calendar year."""
        return cls._months(year, 1, 12, Precision.YEAR)

    @classmethod
    def of_buddhist_year(cls, year: int) -> Self:
        """A year of the Buddhist era as used in Thailand since 1941: 2565 is 2022."""
        if year <= 2484:
            raise BadPeriod(f"Buddhist years before 2484 began in April and have no single year here, got {year}")
        return cls.of_year(year - 543)

    @classmethod
    def of_era(cls, text: str) -> Self:
        """A year of a named era or five-year plan: 民国113年 (2024), 令和4年 (2022), 二〇二五年, “十四五” (2021/2025)."""
        cleaned = (
            text.strip()
            .strip('“”"「」')
            .removesuffix("规划")
            .removesuffix("時期")
            .removesuffix("时期")
            .strip('“”"「」')
        )
        if cleaned in FIVE_YEAR_PLANS:
            first = FIVE_YEAR_PLANS[cleaned]
            return cls.parse(f"{first}/{first + 4}")
        body = "".join(_DIGITS.get(letter, letter) for letter in cleaned).removesuffix("年").strip()
        for era, before in ERAS.items():
            if body.startswith(era):
                number = body.removeprefix(era).strip()
                count = 1 if number == "元" else int(number) if number.isdecimal() else _chinese_number(cleaned, era)
                return cls.of_year(before + count) if era != "พ.ศ." else cls.of_buddhist_year(count)
        if re.fullmatch(r"\d{4}", body):
            return cls.of_year(int(body))
        raise BadPeriod(f"{text!r} names no year of a known era ({', '.join(ERAS)}) and no five-year plan")

    @property
    def text(self) -> str:
        """The text form, which `parse` reads back (the `by` apart)."""
        match self.precision:
            case Precision.DAY:
                return self.start.isoformat()
            case Precision.MONTH:
                return f"{self.start.year:04}-{self.start.month:02}"
            case Precision.QUARTER:
                return f"{self.start.year:04}-Q{(self.start.month + 2) // 3}"
            case Precision.HALF:
                return f"{self.start.year:04}-H{1 if self.start.month == 1 else 2}"
            case Precision.YEAR:
                return f"{self.start.year:04}"
            case _:
                first, last = self.parts or (self.start.isoformat(), self.end.isoformat())
                return f"{first}/{last}"

    def __str__(self) -> str:
        return self.text

    def contains(self, other: "Period | dt.date") -> bool:
        """Whether a day or a whole period lies within this one."""
        first, last = (other.start, other.end) if isinstance(other, Period) else (other, other)
        return self.start <= first and last <= self.end

    def overlaps(self, other: "Period") -> bool:
        """Whether the two share a day."""
        return self.start <= other.end and other.start <= self.end

    def passed(self, as_of: dt.date) -> bool:
        """Whether the whole period lies before a day: a deadline that has passed."""
        return self.end < as_of

    @property
    def years(self) -> float:
        """Length in years of 365.2425 days."""
        return ((self.end - self.start).days + 1) / 365.2425


def _chinese_number(text: str, era: str) -> int:
    digits = {digit: value for value, digit in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0}
    body = text.removeprefix(era).removesuffix("年").strip()
    total, current = 0, 0
    for letter in body:
        if letter in digits:
            current = digits[letter]
        elif letter == "十":
            total, current = total + (current or 1) * 10, 0
        elif letter == "百":
            total, current = total + (current or 1) * 100, 0
        else:
            raise BadPeriod(f"{text!r} has a year that is no number")
    if not body:
        raise BadPeriod(f"{text!r} names an era but no year")
    return total + current
