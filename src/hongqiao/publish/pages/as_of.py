"""The day that a page is as of: today, or the one asked for."""

import datetime as dt

from django.http import HttpRequest
from django.utils.translation import gettext as _

from hongqiao.record.page_queries import today

EARLIEST, LATEST = dt.date(1900, 1, 1), dt.date(2200, 12, 31)


def as_of(request: HttpRequest) -> tuple[dt.date, str]:
    """The day, and a word to the reader where what was asked for is no day (then it is today, and said so)."""
    asked = request.GET.get("as_of", "").strip()
    if not asked:
        return default_day(), ""
    try:
        day = dt.date.fromisoformat(asked)
    except ValueError:
        day = None
    if day is None or not EARLIEST <= day <= LATEST:
        message = _("“%(asked)s” is no day; write it as 2025-12-31. This page is as of today.")
        return default_day(), message % {"asked": asked[:40]}
    return day, ""


def default_day() -> dt.date:
    """Today, or the day that `hongqiao up --as-of` set for the whole site."""
    import os

    chosen = os.environ.get("HONGQIAO_AS_OF", "")
    return dt.date.fromisoformat(chosen) if chosen else today()


BACK = 30
"""How many days back "what changed" looks unless asked otherwise."""


def since(request: HttpRequest) -> tuple[dt.date, str]:
    """The day from which on changes are told: a month ago unless asked, and a word where what was asked is no day."""
    asked = request.GET.get("since", "").strip()
    usual = today() - dt.timedelta(days=BACK)
    if not asked:
        return usual, ""
    try:
        day = dt.date.fromisoformat(asked)
    except ValueError:
        day = None
    if day is None or not EARLIEST <= day <= LATEST:
        message = _("“%(asked)s” is no day; write it as 2025-12-31. Changes are told for the last month.")
        return usual, message % {"asked": asked[:40]}
    return day, ""
