"""A stated travel time against the timetable: claimed, best, typical with the wait, door to door, and what differs."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from hongqiao.connect.clock import DAY, clock
from hongqiao.connect.journey import Journey, Leg
from hongqiao.connect.timetable import Timetable
from hongqiao.connect.travel import departure_seconds, travel_times
from hongqiao.errors import UnknownTrip
from hongqiao.ground.basis import Assumption, Basis, Column, Scalar, Step
from hongqiao.ground.figure import Figure, computed
from hongqiao.ground.period import Period
from hongqiao.ground.place import Place
from hongqiao.ground.words import figure_words, number, period_words

_VERSION = "1"


@dataclass(frozen=True, slots=True)
class CheckedTime:
    """A stated travel time beside what a timetable says.

    claimed: as stated. best: the shortest ride of the day. median, longest: of the direct rides of the day. typical:
    the median over departures in the window, the wait included. door_to_door: typical with the ways at both ends.
    share: of the day's direct rides, per cent that take no longer than claimed. rides: how many direct rides. trips: the
    ids of the trips behind the best. stated, measured: the places that the statement names and those of the stops.
    modes: the mode stated and the one measured.
    """

    claimed: Figure
    best: Figure
    median: Figure
    longest: Figure
    typical: Figure | None
    door_to_door: Figure | None
    share: Figure
    rides: Figure
    trips: tuple[str, ...]
    journeys: tuple[Journey, ...]
    date: dt.date
    stated: tuple[Place, Place] | None
    measured: tuple[Place, Place] | None
    modes: tuple[str, str]

    @property
    def holds(self) -> bool:
        """Whether at least one ride of the day takes no longer than claimed."""
        return self.best.value <= self._limit

    @property
    def _limit(self) -> float:
        stated = self.claimed.to("min")
        return stated.value_hi if stated.value_hi is not None else stated.value

    def mismatches(self, language: str = "en") -> tuple[tuple[str, str, str], ...]:
        """What differs between statement and timetable: (place, mode or year; as stated; as measured), in words."""
        found = []
        if self.stated is not None and self.measured is not None:
            found = [
                ("place", _place_words(a, language), _place_words(b, language))
                for a, b in zip(self.stated, self.measured, strict=True)
                if a.id != b.id
            ]
        if self.modes[0] != self.modes[1]:
            before, after = (_MODES.get(mode, {}).get(language, mode) for mode in self.modes)
            found.append(("mode", before, after))
        period = self.claimed.period
        if period is not None and not period.start.year <= self.date.year <= period.end.year:
            found.append(
                ("year", period_words(period, language), period_words(Period.of_year(self.date.year), language))
            )
        return tuple(found)

    def verdict(self, language: str = "en") -> str:
        """The verdict in words (de, en, zh), every mismatch of place, mode and year named."""
        words = _WORDS[language]
        held = "holds" if self.holds else "fails"
        parts = [
            words[held].format(
                claimed=figure_words(self.claimed, language),
                best=number(self.best.value, language),
                count=len(self.trips),
                rides=number(self.rides.value, language),
                share=number(round(self.share.value, 1), language),
                median=number(self.median.value, language),
                longest=number(self.longest.value, language),
                date=period_words(Period.of_day(self.date), language),
            )
        ]
        if self.typical is not None:
            parts.append(words["typical"].format(typical=number(round(self.typical.value, 1), language)))
        else:
            parts.append(words["no typical"])
        if self.door_to_door is not None:
            parts.append(words["door"].format(door=number(round(self.door_to_door.value, 1), language)))
        parts.extend(
            words[what].format(stated=before, measured=after) for what, before, after in self.mismatches(language)
        )
        return ("" if language == "zh" else " ").join(parts)


def check(
    claimed: Figure,
    timetable: Timetable,
    origins: Sequence[str],
    targets: Sequence[str],
    *,
    stated: tuple[Place, Place] | None = None,
    measured: tuple[Place, Place] | None = None,
    stated_mode: str = "rail",
    measured_mode: str = "rail",
    depart: str | float = "06:00",
    window: str | float = "14:00",
    horizon: str | float = "03:00",
    access: Figure | None = None,
    egress: Figure | None = None,
    **options: Any,
) -> CheckedTime:
    """Check a stated travel time between two places against the direct rides and the waits of a timetable.

    claimed: a time with its basis. origins, targets: the stop ids that stand for the two places. stated, measured: the
    places that the statement names and those that the stops stand for; where they differ the verdict says so, as it
    does for the mode and for the year (the claim's period against the timetable's day). access, egress: the way to the
    first and from the last stop, each with a basis; without them nothing is said of door to door. options: those of `travel_times`.

    Raises UnknownTrip where nothing runs directly between the stops on the day.
    """
    rides = direct_rides(timetable, origins, targets)
    if not rides:
        raise UnknownTrip(
            f"on {timetable.date} nothing runs directly from {', '.join(origins)} to {', '.join(targets)}"
        )
    minutes = np.array([ride.seconds for ride in rides]) / 60
    period = Period.of_day(timetable.date)
    used = [_columns(timetable, ride) for ride in rides]
    # one basis for each distinct call used: the figures of the day rest on all of them
    every: tuple[Basis, ...] = tuple(dict.fromkeys(part for parts in used for part in parts))
    limit_figure = claimed.to("min")
    limit = limit_figure.value_hi if limit_figure.value_hi is not None else limit_figure.value

    def figure(formula: str, value: float, inputs: tuple[Basis, ...], unit: str = "min", **parameters: Any) -> Figure:
        step = Step(formula, _VERSION, inputs, tuple(sorted(parameters.items())))
        return Figure(float(value), unit, step, period=period)

    shortest = minutes.min()
    fastest = [place for place in range(len(rides)) if minutes[place] == shortest]
    best = figure("shortest direct ride", shortest, tuple(dict.fromkeys(p for f in fastest for p in used[f])))
    typical = _typical(timetable, origins, targets, every, period, depart, window, horizon, options)
    door = None
    if typical is not None and access is not None and egress is not None:
        ways = [access.to("min"), egress.to("min")]
        door = computed(
            "door to door", _VERSION, typical.value + ways[0].value + ways[1].value, "min", [typical, *ways]
        )
    within = 100.0 * float((minutes <= limit).mean())
    share = figure("share of direct rides within the claim", within, (*every, claimed.basis), "%", limit_minutes=limit)
    return CheckedTime(
        claimed=claimed,
        best=best,
        median=figure("median of direct rides", float(np.median(minutes)), every),
        longest=figure("longest direct ride", minutes.max(), every),
        typical=typical,
        door_to_door=door,
        share=share,
        rides=figure("number of direct rides", len(rides), every, "count"),
        trips=tuple(str(rides[place].legs[0].trip) for place in fastest),
        journeys=tuple(rides),
        date=timetable.date,
        stated=stated,
        measured=measured,
        modes=(stated_mode, measured_mode),
    )


def direct_rides(timetable: Timetable, origins: Sequence[str], targets: Sequence[str]) -> list[Journey]:
    """Every ride without a change that leaves one of the origins on the timetable's day, by departure."""
    schedule = timetable.schedule
    starts = np.isin(schedule.stop, [timetable.number(stop) for stop in origins])
    ends = np.isin(schedule.stop, [timetable.number(stop) for stop in targets])
    found = []
    ids = timetable.stops["stop_id"]
    for trip in np.unique(np.searchsorted(schedule.first, np.flatnonzero(starts), "right") - 1).tolist():
        calls = range(int(schedule.first[trip]), int(schedule.first[trip + 1]))
        shifts = schedule.run_shift[schedule.run_trip == trip]
        for enter in (call for call in calls if starts[call]):
            leave = next((call for call in range(enter + 1, calls.stop) if ends[call]), None)
            # the last of several origins that a train calls at before the target is the one to board at
            if leave is None or starts[enter + 1 : leave].any():
                continue
            for shift in shifts.tolist():
                departure, arrival = int(schedule.departure[enter]) + shift, int(schedule.arrival[leave]) + shift
                if 0 <= departure < DAY:
                    a, b = str(ids[int(schedule.stop[enter])]), str(ids[int(schedule.stop[leave])])
                    names = schedule.trips.row(trip, named=True)
                    leg = Leg(a, b, departure, arrival, names["trip_id"], names["name"], (enter, leave), shift)
                    found.append(Journey(a, b, departure, arrival, (leg,)))
    return sorted(found, key=lambda ride: (ride.departure, ride.arrival))


def _typical(
    timetable: Timetable,
    origins: Sequence[str],
    targets: Sequence[str],
    inputs: tuple[Basis, ...],
    period: Period,
    depart: str | float,
    window: str | float,
    horizon: str | float,
    options: dict[str, Any],
) -> Figure | None:
    departures = departure_seconds(depart, window, options.get("step", "00:01"))
    best: float | None = None
    for origin in origins:
        found = travel_times(timetable, [origin], depart=depart, window=window, horizon=horizon, **options)
        for target in targets:
            value = int(found.seconds[0, timetable.number(target), 0])
            if value >= 0 and (best is None or value < best):
                best = value
    if best is None:
        return None
    parameters: dict[str, Scalar] = {
        "first": clock(int(departures[0])),
        "last": clock(int(departures[-1])),
        "departures": int(departures.size),
    }
    step = Step("median travel time with the wait", _VERSION, inputs, tuple(sorted(parameters.items())))
    return Figure(best / 60, "min", step, period=period)


def _columns(timetable: Timetable, ride: Journey) -> tuple[Column, Column]:
    leg = ride.legs[0]
    assert leg.calls is not None  # noqa: S101 -- a direct ride has its calls
    schedule = timetable.schedule
    trip = int(np.searchsorted(schedule.first, leg.calls[0], "right")) - 1
    number_of_feed = int(schedule.trips["feed"][trip])
    source = timetable.sources[max(number_of_feed, 0)]
    title = f"{source.name}, {ride.legs[0].name}"
    enter, leave = (f"line {int(schedule.line[call])}" for call in leg.calls)
    return Column(source.sha256, "departure", enter, title), Column(source.sha256, "arrival", leave, title)


def _place_words(place: Place, language: str) -> str:
    kind = _KINDS.get(place.kind, {}).get(language)
    name = place.names.shown(language)[0]
    return f"{name} ({kind})" if kind else name


_KINDS = {
    "airport": {"de": "Flughafen", "en": "airport", "zh": "机场"},
    "station": {"de": "Bahnhof", "en": "station", "zh": "车站"},
    "county-city": {"de": "Stadt", "en": "city", "zh": "市"},
    "city": {"de": "Stadt", "en": "city", "zh": "市"},
    "port": {"de": "Hafen", "en": "port", "zh": "港口"},
}
_MODES = {
    "rail": {"de": "Bahn", "en": "rail", "zh": "铁路"},
    "road": {"de": "Straße", "en": "road", "zh": "公路"},
    "air": {"de": "Flug", "en": "air", "zh": "航空"},
}
_WORDS = {
    "en": {
        "holds": "{claimed} is the best case: on {date}, {count} of {rides} direct trains take {best} minutes and {share} % are within the claim; median {median}, longest {longest} minutes.",
        "fails": "{claimed} was not reached: on {date} the best of {rides} direct trains takes {best} minutes; median {median}, longest {longest} minutes.",
        "typical": "With the wait, a typical departure takes {typical} minutes.",
        "no typical": "Most departures in the window do not arrive in time, so there is no typical time.",
        "door": "Door to door it is {door} minutes, with the ways at both ends as assumed.",
        "place": "The statement speaks of {stated}, the timetable of {measured}.",
        "mode": "The statement speaks of {stated}, the timetable of {measured}.",
        "year": "The statement is of {stated}, the timetable of {measured}.",
    },
    "de": {
        "holds": "{claimed} sind der beste Fall: Am {date} brauchen {count} von {rides} direkten Zügen {best} Minuten, {share} % bleiben in der Angabe; Median {median}, längste Fahrt {longest} Minuten.",
        "fails": "{claimed} wurden nicht erreicht: Am {date} braucht der schnellste von {rides} direkten Zügen {best} Minuten; Median {median}, längste Fahrt {longest} Minuten.",
        "typical": "Mit der Wartezeit dauert eine gewöhnliche Abfahrt {typical} Minuten.",
        "no typical": "Die meisten Abfahrten im Zeitraum kommen nicht rechtzeitig an; eine gewöhnliche Dauer gibt es nicht.",
        "door": "Von Tür zu Tür sind es {door} Minuten, mit den angenommenen Wegen an beiden Enden.",
        "place": "Die Angabe spricht von {stated}, der Fahrplan von {measured}.",
        "mode": "Die Angabe spricht von {stated}, der Fahrplan von {measured}.",
        "year": "Die Angabe ist von {stated}, der Fahrplan von {measured}.",
    },
    "zh": {
        "holds": "{claimed}是最好的情况：{date}共有{rides}趟直达列车，其中{count}趟用时{best}分钟，{share}%不超过所称时间；中位数{median}分钟，最长{longest}分钟。",
        "fails": "{claimed}未能达到：{date}共有{rides}趟直达列车，最快用时{best}分钟；中位数{median}分钟，最长{longest}分钟。",
        "typical": "加上候车时间，通常需要{typical}分钟。",
        "no typical": "时段内多数出发时刻未能按时到达，因此没有通常用时。",
        "door": "按假定的两端路程，门到门为{door}分钟。",
        "place": "所称地点为{stated}，时刻表中为{measured}。",
        "mode": "所称方式为{stated}，时刻表中为{measured}。",
        "year": "所称年份为{stated}，时刻表为{measured}。",
    },
}


def assumed_way(minutes: float, who: str, why: str) -> Figure:
    """A way to or from a station as somebody assumes it; who and why are its basis."""
    return Figure(minutes, "min", Assumption(who, why))
