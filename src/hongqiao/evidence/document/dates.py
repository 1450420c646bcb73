"""Dates as datelines and page heads write them, in the languages of the wires."""

import re
from dataclasses import dataclass

from hongqiao.errors import BadPeriod
from hongqiao.ground.period import Period

_MONTHS = (
    "january jan januar jänner janvier janv janeiro enero ene styczeń stycznia มกราคม ม.ค.",
    "february feb februar février fevrier févr fevereiro fev febrero luty lutego กุมภาพันธ์ ก.พ.",
    "march mar märz maerz mrz mars março marco marzo marzec marca มีนาคม มี.ค.",
    "april apr avril avr abril abr kwiecień kwietnia เมษายน เม.ย.",
    "may mai maio mayo maj maja พฤษภาคม พ.ค.",
    "june jun juni juin junho junio czerwiec czerwca มิถุนายน มิ.ย.",
    "july jul juli juillet juil julho julio lipiec lipca กรกฎาคม ก.ค.",
    "august aug août aout agosto ago sierpień sierpnia สิงหาคม ส.ค.",
    "september sept sep septembre setembro set septiembre wrzesień września กันยายน ก.ย.",
    "october oct oktober okt octobre outubro out octubre październik października ตุลาคม ต.ค.",
    "november nov novembre novembro noviembre listopad listopada พฤศจิกายน พ.ย.",
    "december dec dezember dez décembre déc dezembro diciembre dic grudzień grudnia ธันวาคม ธ.ค.",
)
MONTHS = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}
_NAME = "|".join(sorted((re.escape(name) for name in MONTHS), key=len, reverse=True))
_MONTH = rf"(?:{_NAME})(?![^\W\d_])\.?"
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?<!\d)(?P<y>[12]\d{3})-(?P<m>\d{2})(?:-(?P<d>\d{2}))?(?![\d-])",
        r"(?<!\d)(?P<y>[12]\d{3})\s?[年년]\s?(?P<m>\d{1,2})\s?[月월](?:\s?(?P<d>\d{1,2})\s?[日일号])?",
        rf"(?<!\d)(?P<d>\d{{1,2}})(?:\.|er|º|st|nd|rd|th)?\s*(?:de\s+)?(?P<n>{_MONTH}),?\s*(?:del?\s+)?(?P<y>[12]\d{{3}})(?!\d)",
        rf"(?<![^\W\d_])(?P<n>{_MONTH})\s*(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,\s*(?P<y>[12]\d{{3}})(?!\d)",
        r"(?<![\d.])(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.\s?(?P<y>[12]\d{3})(?!\d)",
        r"(?<![\d/])(?P<y>[12]\d{3})/(?P<m>\d{1,2})/(?P<d>\d{1,2})(?![\d/])",
        rf"(?<![^\W\d_])(?P<n>{_MONTH})\s*(?:de\s+)?(?P<y>[12]\d{{3}})(?!\d)",
        # without a year: the words are kept, no period can be told
        rf"(?<![^\W\d_])(?P<n>{_MONTH})\s*(?P<d>\d{{1,2}})(?!\d)",
        rf"(?<!\d)(?P<d>\d{{1,2}})\.?\s*(?:de\s+)?(?P<n>{_MONTH})(?![^\W\d_])",
        r"(?P<m>\d{1,2})\s?[月월]\s?(?P<d>\d{1,2})\s?[日일]",
    )
)


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in a text: where it stands, and its period where a year is given."""

    start: int
    end: int
    words: str
    period: Period | None


def find_date(text: str) -> FoundDate | None:
    """The first date in a short text, the fullest form first; None where there is none.

    >>> find_date("BEIJING, Nov. 11, 2022").period.text
    '2022-11-11'
    >>> find_date("14 พฤศจิกายน 2565").period.text
    '2022-11-14'
    """
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            period = _period(match.groupdict())
            if period is not None or not match.groupdict().get("y"):
                return FoundDate(match.start(), match.end(), match[0].strip(), period)
    return None


def _period(parts: dict[str, str | None]) -> Period | None:
    if not (year := parts.get("y")):
        return None
    name = (parts.get("n") or "").casefold()
    month = MONTHS.get(name) or MONTHS.get(name.rstrip(".")) or int(parts.get("m") or 0)
    # the Thai wires date by the Buddhist era; no document of ours was written after the year 2400
    number = int(year) - 543 if int(year) > 2400 else int(year)
    try:
        day = f"-{int(parts['d'] or 0):02}" if parts.get("d") else ""
        return Period.parse(f"{number:04}-{month:02}{day}")
    except BadPeriod:
        return None
