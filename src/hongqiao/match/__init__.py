"""Match: the exchange across languages, eligibility with reasons, the event's meetings, allocation."""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hongqiao.match.exchange import DECLINE_REASONS, Encoder, Exchange, Match, Profile, Reason
    from hongqiao.match.meetings.planning import Schedule, replan, schedule

_HOMES = {
    **dict.fromkeys(
        ("DECLINE_REASONS", "Encoder", "Exchange", "Match", "Profile", "Reason"), "hongqiao.match.exchange"
    ),
    **dict.fromkeys(("Schedule", "replan", "schedule"), "hongqiao.match.meetings.planning"),
}
__all__ = ["DECLINE_REASONS", "Encoder", "Exchange", "Match", "Profile", "Reason", "Schedule", "replan", "schedule"]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(_HOMES[name]), name)
