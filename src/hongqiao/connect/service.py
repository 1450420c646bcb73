"""Which services run on a day and on the days beside it: calendar.txt with the exceptions of calendar_dates.txt."""

import datetime as dt

import polars as pl

from hongqiao.connect.feed import Feed
from hongqiao.connect.repair import Repairs

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class ServiceDays:
    """The days on which each service of a feed runs.

    A service runs on a day if calendar.txt has the day's weekday within the service's first and last day, unless
    calendar_dates.txt takes the day out (exception type 2) or puts it in (1).
    """

    def __init__(self, feed: Feed, repairs: Repairs) -> None:
        weeks = feed.tables["calendar"].with_columns(
            pl.col("start_date", "end_date").str.to_date("%Y%m%d", strict=False),
            pl.col(_WEEKDAYS) == "1",
        )
        unread = weeks.filter(pl.col("start_date").is_null() | pl.col("end_date").is_null())
        repairs.note("calendar row without a readable date left out", unread.height, f"{feed.name}/calendar.txt")
        self._weeks = weeks.filter(pl.col("start_date").is_not_null() & pl.col("end_date").is_not_null())
        again = self._weeks.filter(~pl.col("service_id").is_first_distinct())
        repairs.note(
            "service with several calendar rows runs on the days of each",
            again.height,
            f"{feed.name}/calendar.txt, line {again['line'][0] if again.height else 0}",
        )
        dates = feed.tables["calendar_dates"].with_columns(pl.col("date").str.to_date("%Y%m%d", strict=False))
        repairs.note(
            "calendar exception without a readable date left out",
            dates["date"].null_count(),
            f"{feed.name}/calendar_dates.txt",
        )
        self._dates = dates.filter(pl.col("date").is_not_null())
        both = self._dates.filter(
            pl.struct("service_id", "date").is_duplicated()
            & (pl.col("exception_type").n_unique().over("service_id", "date") > 1)
        )
        repairs.note(
            "day both added and taken out taken as out",
            both.select("service_id", "date").n_unique() if both.height else 0,
            f"{feed.name}/calendar_dates.txt, line {both['line'][0] if both.height else 0}",
        )

    @property
    def span(self) -> tuple[dt.date, dt.date] | None:
        """The first and the last day that the calendar speaks of; None where it speaks of none."""
        added = self._dates.filter(pl.col("exception_type") == "1")
        days = [
            *self._weeks["start_date"].to_list(), *self._weeks["end_date"].to_list(), *added["date"].to_list(),
        ]  # fmt: skip
        return (min(days), max(days)) if days else None

    def running(self, day: dt.date) -> set[str]:
        """The ids of the services that run on a day."""
        weekly = self._weeks.filter(
            (pl.col("start_date") <= day) & (pl.col("end_date") >= day) & pl.col(_WEEKDAYS[day.weekday()])
        )
        special = self._dates.filter(pl.col("date") == day)
        added = set(special.filter(pl.col("exception_type") == "1")["service_id"])
        removed = set(special.filter(pl.col("exception_type") == "2")["service_id"])
        return (set(weekly["service_id"]) | added) - removed

    def nearest(self, day: dt.date, services: set[str]) -> list[dt.date]:
        """The last day before and the first day after on which one of `services` runs, within the calendar's span."""
        if self.span is None:
            return []
        first, last = self.span
        found = []
        for step in (-1, 1):
            other = day + dt.timedelta(step)
            while first <= other <= last and abs((other - day).days) <= 400:
                if self.running(other) & services:
                    found.append(other)
                    break
                other += dt.timedelta(step)
        return found
