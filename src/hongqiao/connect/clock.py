"""Times of day and durations as seconds, and back."""

import re

from hongqiao.errors import BadTimeOfDay

DAY = 86_400
_CLOCK = re.compile(r"(\d{1,3}):([0-5]\d)(?::([0-5]\d))?")


def seconds(text: str | float) -> int:
    """Seconds of a time of day or duration written H:MM or H:MM:SS; a number is taken as seconds.

    >>> seconds("08:00"), seconds("25:10:30"), seconds(90)
    (28800, 90630, 90)
    """
    if isinstance(text, bool):
        raise BadTimeOfDay(f"a time is written 8:00 or 8:00:00, got {text!r}")
    if isinstance(text, int | float):
        if text < 0 or text != int(text):
            raise BadTimeOfDay(f"a time in seconds is a whole number from 0 upwards, got {text!r}")
        return int(text)
    match = _CLOCK.fullmatch(str(text).strip())
    if match is None:
        raise BadTimeOfDay(f"a time is written 8:00 or 8:00:00, got {text!r}")
    hours, minutes, rest = match.groups()
    return int(hours) * 3600 + int(minutes) * 60 + int(rest or 0)


def clock(value: int) -> str:
    """Seconds as HH:MM:SS; hours run on past 24, times of the day before have a minus sign.

    >>> clock(90630)
    '25:10:30'
    """
    sign, rest = ("-", -value) if value < 0 else ("", value)
    return f"{sign}{rest // 3600:02}:{rest // 60 % 60:02}:{rest % 60:02}"
