"""The life of a project: a fold of its dated events. What it says is computed, never typed in."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from hongqiao.record.models import ProjectEvent

STAGES = ("lead", "negotiating", "signed", "started", "operating", "completed", "paused", "cancelled")
MONEY = ("announced", "committed", "paid")
ENDED = frozenset({"completed", "cancelled"})
SILENT_AFTER = 6
"""Months without evidence after which a project counts as silent, where its programme says nothing else."""

_AFTER: dict[str, frozenset[str]] = {
    "": frozenset(STAGES),
    "lead": frozenset(STAGES) - {"lead"},
    "negotiating": frozenset({"lead", "signed", "started", "operating", "completed", "paused", "cancelled"}),
    "signed": frozenset({"started", "operating", "completed", "paused", "cancelled"}),
    "started": frozenset({"operating", "completed", "paused", "cancelled"}),
    "operating": frozenset({"completed", "paused", "cancelled"}),
    "paused": frozenset({"negotiating", "signed", "started", "operating", "completed", "cancelled"}),
    "completed": frozenset(),
    "cancelled": frozenset({"lead", "negotiating", "signed"}),
}


@dataclass(frozen=True, slots=True)
class Life:
    """How a project stands after its events up to a day."""

    stage: str = ""
    since: dt.date | None = None
    last_evidence: dt.date | None = None
    money: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def silent_months(self, as_of: dt.date) -> int | None:
        """Whole months without evidence up to a day; None where there never was any, or the project has ended."""
        if self.last_evidence is None or self.stage in ENDED:
            return None
        months = (as_of.year - self.last_evidence.year) * 12 + as_of.month - self.last_evidence.month
        return max(0, months - (as_of.day < self.last_evidence.day))


def silent_since(as_of: dt.date, months: int) -> dt.date:
    """The day up to which the last evidence of a project lies that has been silent for so many months.

    >>> silent_since(dt.date(2026, 3, 31), 1).isoformat()
    '2026-02-28'
    """
    year, month = divmod(as_of.year * 12 + as_of.month - 1 - months, 12)
    last = (dt.date(year + (month == 11), (month + 1) % 12 + 1, 1) - dt.timedelta(days=1)).day
    return dt.date(year, month + 1, min(as_of.day, last))


def may_follow(before: str, stage: str) -> bool:
    """Whether one stage can follow another; a repeated stage is further evidence of it."""
    return stage == before or stage in _AFTER[before]


def impossible(events: Iterable[ProjectEvent]) -> tuple[ProjectEvent, ProjectEvent] | None:
    """The first two events of a life that cannot follow each other; None where all can.

    Withdrawn events count for nothing; events of one day come in the order in which they were recorded.
    """
    rows = list(events)
    withdrawn = {row.withdraws_id for row in rows if row.withdraws_id}
    before: ProjectEvent | None = None
    for row in sorted(rows, key=lambda row: (row.on or dt.date.min, row.id)):
        if not row.stage or row.id in withdrawn:
            continue
        if before is not None and not may_follow(before.stage, row.stage):
            return before, row
        before = row
    return None


def fold_life(events: Iterable[ProjectEvent], as_of: dt.date | None = None, *, with_money: bool = True) -> Life:
    """Fold a project's events, in the order of their days, into how it stands; withdrawn ones count for nothing.

    Money announced, committed and paid is kept apart, each amount with its figure: they are never added to each other.
    """
    rows = list(events)
    withdrawn = {row.withdraws_id for row in rows if row.withdraws_id}
    stage, since, last = "", None, None
    money: dict[str, list[dict[str, Any]]] = {}
    for row in sorted(rows, key=lambda row: (row.on or dt.date.min, row.id)):
        if row.id in withdrawn or row.withdraws_id or (as_of and row.on and row.on > as_of):
            continue
        if row.stage and row.stage != stage:
            stage, since = row.stage, row.on
        if row.quote_id or row.figure_id or row.by:
            last = max(filter(None, (last, row.on)), default=None)
        if with_money and row.money_kind and row.figure is not None:
            money.setdefault(row.money_kind, []).append(
                {
                    "figure": row.figure_id,
                    "value": row.figure.value,
                    "value_hi": row.figure.value_hi,
                    "comparator": row.figure.comparator,
                    "unit": row.figure.unit,
                    "period": row.period,
                    "on": row.on.isoformat() if row.on else "",
                }
            )
    return Life(stage, since, last, money)
