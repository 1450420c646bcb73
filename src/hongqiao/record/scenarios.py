"""What a faster train between two cities would change: the record's sizes and timetable, through the model.

Nothing is stored: a scenario lives as long as its page. Each number rests on the sizes' sources, on the columns of
the timetable, and on the assumptions that the page states.
"""

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hongqiao.foresee.cities import Call, cost_of_time, fastest_chain, fastest_direct, minutes_of
from hongqiao.foresee.equilibrium.model import Gravity
from hongqiao.foresee.potential import modelled_flows
from hongqiao.ground.basis import Assumption, Basis, Column, Step, StoredText
from hongqiao.ground.figure import Figure
from hongqiao.ground.period import Period
from hongqiao.record import models, pack_files
from hongqiao.record.ledger import head
from hongqiao.record.page_queries import records
from hongqiao.record.world_queries import figure_of

type Names = Mapping[str, str]
type Matrix = NDArray[np.float64]

CALLS, STATIONS, SIZES = "rail_2016.csv", "rail_stations.csv", "population"
FEWEST_CITIES = 3
FEWEST_MINUTES, MOST_MINUTES = 1.0, 1440.0
CHANGE_MINUTES, WITHIN_MINUTES = 20.0, 30.0
DECAY, ELASTICITY = 1.1, 5.0
_STATED = Assumption(
    "Hongqiao",
    "flows fall with travel time as trade falls with distance, elasticity -1.1: the mean of structural estimates in "
    "Head & Mayer (2014), Handbook of International Economics 4, table 4; to apply it to minutes is our choice",
)
_SIGMA = Assumption(
    "Hongqiao",
    "elasticity of substitution 5, a trade elasticity of 4 as estimated by Simonovska & Waugh (2014), Journal of "
    "International Economics 92; within one country it may be higher",
)
_INSIDE = Assumption("Hongqiao", "a trip within a city takes 30 minutes, a change of trains 20: round numbers")


@dataclass(frozen=True, slots=True)
class City:
    """A city of the model: its size, and where it lies (latitude, longitude)."""

    id: str
    names: Names
    size: Figure
    point: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Network:
    """The cities, the minutes between them (N, N), the model, and what was left out and why."""

    cities: tuple[City, ...]
    direct: Matrix
    minutes: Matrix
    model: Gravity
    flows: Basis
    timetable: tuple[Basis, ...]
    period: Period | None
    left_out: tuple[tuple[str, Names, str], ...]

    def index(self, city: str) -> int | None:
        """The row of a city, or None."""
        return next((k for k, item in enumerate(self.cities) if item.id == city), None)

    def travel_time(self, a: int, b: int) -> Figure:
        """The fastest train from a to b, by chain where none runs through."""
        chained = not np.isfinite(self.direct[a, b])
        formula = "fastest chain of trains" if chained else "fastest train without a change"
        inputs = (*self.timetable, _INSIDE) if chained else self.timetable
        where = f"{self.cities[a].id} → {self.cities[b].id}"
        step = Step(formula, "1", inputs, selector=where)
        return Figure(float(self.minutes[a, b]), "min", step, period=self.period)


@dataclass(frozen=True, slots=True)
class Change:
    """What the scenario changes for one city, in per cent of real output."""

    city: City
    change: Figure


@dataclass(frozen=True, slots=True)
class Valuable:
    """One link between two cities: the gain of mean welfare, in per cent, if trade on it were one per cent cheaper."""

    a: City
    b: City
    gain: Figure
    minutes: Figure


@dataclass(frozen=True, slots=True)
class Scenario:
    """The answer for one link and one new travel time."""

    a: City
    b: City
    before: Figure
    after: Figure
    changes: tuple[Change, ...]
    valuable: tuple[Valuable, ...]
    assumptions: tuple[Assumption, ...]
    residual: float
    procedure: str


def network(programme: str) -> Network | None:
    """The network of a programme's pack, or None where its data do not carry one."""
    return _network(programme, head())


@functools.lru_cache(maxsize=8)
def _network(programme: str, _position: tuple[int, str]) -> Network | None:
    row = models.Programme.objects.filter(pk=programme).first()
    if row is None:
        return None
    tables = {item.name.rsplit("/", 1)[-1]: item for item in models.DataSet.objects.filter(pack=row.pack)}
    if CALLS not in tables or STATIONS not in tables:
        return None
    serves = {station["station"]: station.get("city", "") for station in records(tables[STATIONS].pk)}
    calls = [
        Call(
            item["trip"],
            int(item["stop_order"]),
            serves.get(item["station"], ""),
            minutes_of(item["arrival"]),
            minutes_of(item["departure"]),
        )
        for item in records(tables[CALLS].pk)
    ]
    named = {city for city in serves.values() if city}
    places = {place.id: place for place in models.Place.objects.filter(pk__in=named)}
    sizes = _sizes(named)
    left_out = [(city, _names(places, city), "size") for city in sorted(named - set(sizes))]
    candidates = sorted(city for city in named & set(sizes) & set(places))
    direct, _ = fastest_direct(calls, candidates)
    minutes = fastest_chain(direct, CHANGE_MINUTES)
    joined = np.isfinite(minutes).sum(axis=1) > len(candidates) / 2
    left_out += [
        (city, _names(places, city), "train") for city, good in zip(candidates, joined, strict=True) if not good
    ]
    keep = np.flatnonzero(joined)
    if len(keep) < FEWEST_CITIES:
        return None
    direct, minutes = direct[np.ix_(keep, keep)], minutes[np.ix_(keep, keep)]
    cities = tuple(_city(places[candidates[k]], sizes[candidates[k]]) for k in keep)
    both = np.fmin(minutes, minutes.T)
    np.fill_diagonal(both, WITHIN_MINUTES)
    mass = np.array([city.size.value for city in cities])
    timetable = (
        Column(tables[CALLS].hash, "departure", title=tables[CALLS].title),
        Column(tables[CALLS].hash, "arrival", title=tables[CALLS].title),
    )
    inputs = (*(city.size.basis for city in cities), *timetable, _STATED, _INSIDE)
    flows = Step("doubly constrained flows from sizes and travel times", "1", inputs, (("decay", DECAY),))
    model = Gravity.from_flows(modelled_flows(mass, both, DECAY), ELASTICITY, "balanced", [city.id for city in cities])
    return Network(cities, direct, minutes, model, flows, timetable, Period.parse("2016"), tuple(left_out))


def scenario(found: Network, a: int, b: int, minutes: float, top: int = 8) -> Scenario:
    """The counterfactual in which the fastest journey between two cities takes `minutes`, both ways."""
    before = found.travel_time(a, b)
    chosen = Assumption("reader of this page", f"a journey of {minutes:g} minutes, both ways")
    after = Figure(minutes, "min", chosen)
    factor = cost_of_time(before.value, minutes, DECAY, ELASTICITY)
    answer = found.model.counterfactuals([[a, b]], factor)[0]
    changes = [Change(city, answer.figure(k, found.flows, _SIGMA, chosen)) for k, city in enumerate(found.cities)]
    changes.sort(key=lambda item: -item.change.value)
    return Scenario(
        found.cities[a], found.cities[b], before, after, tuple(changes), _valuable(found, top),
        (_STATED, _SIGMA, _INSIDE, chosen), answer.residual, answer.procedure,
    )  # fmt: skip


def _valuable(found: Network, top: int) -> tuple[Valuable, ...]:
    rows = []
    for link in found.model.top_links(top):
        step = Step("value of a link", "1", (found.flows, _SIGMA), selector=f"{link.names[0]} – {link.names[1]}")
        gain = Figure(-link.value, "%", step)
        rows.append(Valuable(found.cities[link.a], found.cities[link.b], gain, found.travel_time(link.a, link.b)))
    return tuple(rows)


def outline(programme: str) -> list[dict[str, Any]]:
    """The features of the pack's map (GeoJSON), or none where the record has no map of it."""
    row = models.Programme.objects.filter(pk=programme).first()
    return list(pack_files.outline(row.pack)) if row else []


def _sizes(cities: set[str]) -> dict[str, Figure]:
    """The newest size of each city; what lies in another of them is taken out of it."""
    newest: dict[str, models.Figure] = {}
    wanted = models.Figure.objects.filter(indicator=SIZES, place__in=cities, corrections__isnull=True)
    for row in wanted.order_by("starts", "id"):
        newest[row.place] = row
    texts: dict[str, StoredText] = {}
    sizes = {place: figure_of(row, texts) for place, row in newest.items()}
    parents = dict(models.Place.objects.filter(pk__in=cities).values_list("id", "parent_id"))
    for inner, outer in parents.items():
        if inner in sizes and outer in sizes and sizes[inner].period == sizes[outer].period:
            sizes[outer] -= sizes[inner]
    return sizes


def _city(place: models.Place, size: Figure) -> City:
    point = (place.latitude, place.longitude) if place.latitude is not None and place.longitude is not None else None
    return City(place.id, place.names, size, point)


def _names(places: Mapping[str, models.Place], city: str) -> Names:
    return places[city].names if city in places else {"en": city}
