"""Travel times from real timetables, and what they make reachable.

Names are loaded when they are first used, so that the import is light.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hongqiao.connect.access import change, circles, cumulative, dual, gravity, weighted_mean
    from hongqiao.connect.claimed import CheckedTime, check
    from hongqiao.connect.isochrone import isochrones
    from hongqiao.connect.journey import Journey, Leg, Planner
    from hongqiao.connect.line import Line
    from hongqiao.connect.repair import Repair
    from hongqiao.connect.road import Roads
    from hongqiao.connect.street import Streets
    from hongqiao.connect.timetable import Timetable
    from hongqiao.connect.travel import TravelTimes, travel_times
    from hongqiao.connect.walking import CrowFly
    from hongqiao.connect.whatif import Faster, MoreTrains, NewLine, compare, edited

_HOMES = {
    "CheckedTime": "claimed",
    "CrowFly": "walking",
    "Faster": "whatif",
    "Journey": "journey",
    "Leg": "journey",
    "Line": "line",
    "MoreTrains": "whatif",
    "NewLine": "whatif",
    "Planner": "journey",
    "Repair": "repair",
    "Roads": "road",
    "Streets": "street",
    "Timetable": "timetable",
    "TravelTimes": "travel",
    "change": "access",
    "check": "claimed",
    "circles": "access",
    "compare": "whatif",
    "cumulative": "access",
    "dual": "access",
    "edited": "whatif",
    "gravity": "access",
    "isochrones": "isochrone",
    "travel_times": "travel",
    "weighted_mean": "access",
}

__all__ = [
    "CheckedTime", "CrowFly", "Faster", "Journey", "Leg", "Line", "MoreTrains", "NewLine", "Planner", "Repair", "Roads",
    "Streets", "Timetable", "TravelTimes", "change", "check", "circles", "compare", "cumulative", "dual", "edited", "gravity",
    "isochrones", "travel_times", "weighted_mean",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"hongqiao.connect has no public name {name!r}; there are {', '.join(__all__)}")
    value = getattr(import_module(f"hongqiao.connect.{_HOMES[name]}"), name)
    globals()[name] = value
    return value
