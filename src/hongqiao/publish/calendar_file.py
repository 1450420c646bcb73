"""An iCalendar (RFC 5545) of meetings; the formatting is that of `hongqiao schedule --agendas`."""

import datetime as dt
from collections.abc import Iterable

from hongqiao.match.meetings.agenda import vcalendar


def calendar(
    event: str, place: str, entries: Iterable[tuple[str, dt.datetime, dt.datetime, str, str]], stamp: dt.datetime
) -> str:
    """The meetings (id, start, end, whom, table) of one participant as one calendar."""
    made = [
        (f"{key}.{start:%Y%m%d}@{event}", start, end, whom, f"{table}, {place}" if place else table)
        for key, start, end, whom, table in entries
    ]
    return vcalendar(made, stamp)
