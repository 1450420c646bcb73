"""The five-field profile of a programme: what the record holds of each indicator, what it can compute, what is a gap."""

import datetime as dt
import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from hongqiao.ground.basis import Column, Step
from hongqiao.ground.figure import Figure
from hongqiao.ground.names import Names
from hongqiao.ground.period import Period
from hongqiao.measure.integration.fields import Profile, profile
from hongqiao.measure.integration.indicators import Indicator, Value
from hongqiao.record import models
from hongqiao.record.ledger import head
from hongqiao.record.page_queries import records
from hongqiao.record.world_queries import figure_of

JOBS, COUNTRY = "census_2020.csv", "census_2020_country.csv"
_YEAR = Period.parse("2020")
_SECTIONS = "ABCDEFGHIJKLMNOPQRST"
_QUOTIENTS = {"manufacturing-location-quotient": "C", "science-location-quotient": "M"}


@dataclass(frozen=True, slots=True)
class ProfileShown:
    """The profile with the names of the places that its values speak of."""

    profile: Profile
    places: Mapping[str, Mapping[str, str]]


def five_fields(programme: str, day: dt.date) -> ProfileShown | None:
    """The profile of a programme's places as of a day, or None where the programme has no indicators."""
    return _five_fields(programme, day, head())


@functools.lru_cache(maxsize=16)
def _five_fields(programme: str, day: dt.date, _position: tuple[int, str]) -> ProfileShown | None:
    row = models.Programme.objects.filter(pk=programme).first()
    if row is None:
        return None
    indicators = tuple(
        _indicator(item) for item in models.Indicator.objects.filter(pack=row.pack).exclude(field="").order_by("pk")
    )
    if not indicators:
        return None
    within = _within(row.places)
    # of values of one year the first partner's is shown, so that the page does not depend on the order of rows
    rank = {place: position for position, place in enumerate(row.places)}
    values = [*_stored(indicators, within), *_computed(row.pack, row.places)]
    values.sort(key=lambda value: rank.get(value.place, len(rank)))
    found = profile(indicators, values, None, day)
    named = {value.place for cell in found.cells for value in cell.values}
    places = dict(models.Place.objects.filter(pk__in=named).values_list("id", "names"))
    for pair in named - set(places):
        ends = dict(models.Place.objects.filter(pk__in=pair.split("+")).values_list("id", "names"))
        languages = set.intersection(*(set(names) for names in ends.values())) if ends else set()
        places[pair] = {
            tongue: " – ".join(ends[end][tongue] for end in pair.split("+") if end in ends) for tongue in languages
        }
    return ProfileShown(found, places)


def _within(places: Sequence[str]) -> set[str]:
    """The programme's places, and what lies directly within the first: stations and towns of the smaller partner."""
    nested = models.Place.objects.filter(parent__in=places[:1]).values_list("id", flat=True)
    return {*places, *nested}


def _indicator(row: models.Indicator) -> Indicator:
    definition = Names.of(row.definition) if row.definition else Names.of(row.names)
    would_fill = Names.of(en=row.would_fill or "a source with this figure")
    return Indicator(
        row.id, Names.of(row.names), definition, row.unit, row.direction, row.field, row.aspect, would_fill
    )


def _stored(indicators: Sequence[Indicator], places: set[str]) -> list[Value]:
    rows = models.Figure.objects.filter(
        indicator__in=[one.id for one in indicators], place__in=places, corrections__isnull=True
    ).order_by("starts", "id")
    return [Value(row.indicator, row.place, figure_of(row, {}), "", "") for row in rows if _of_columns(row)]


def _of_columns(row: models.Figure) -> bool:
    # figures of documents are shown with their quotes on the overview; the profile is of data sets and computations
    return all(part["kind"] != "quote" for part in row.basis.get("parts", {}).values())


def _computed(pack: str, places: Sequence[str]) -> list[Value]:
    """Structure of jobs from the census: likeness of two places, and location quotients of the first."""
    from hongqiao.measure import isomorphism, location_quotient

    tables = {
        item.name.rsplit("/", 1)[-1]: item for item in models.DataSet.objects.filter(pack=pack, name__endswith=".csv")
    }
    if JOBS not in tables or COUNTRY not in tables or len(places) < 2:
        return []
    first, second = places[:2]
    rows = records(tables[JOBS].pk)
    codes = dict(
        models.PlaceCode.objects.filter(place__in=places[:2], valid_to__isnull=True).values_list("place_id", "code")
    )
    ours = _jobs([row for row in rows if row["place"] == first or row["city_code"] == codes.get(first)])
    theirs = _jobs([row for row in rows if row["place"] == second or row["city_code"] == codes.get(second)])
    nation = _jobs(records(tables[COUNTRY].pk))
    if not (ours.any() and theirs.any() and nation.any()):
        return []
    columns = tuple(Column(tables[JOBS].hash, section, title=tables[JOBS].title) for section in _SECTIONS)
    whole = tuple(Column(tables[COUNTRY].hash, section, title=tables[COUNTRY].title) for section in _SECTIONS)
    alike = Step("industrial isomorphism (UNIDO cosine)", "1", columns, selector=f"{first}, {second}")
    found = [
        Value(
            "industrial-isomorphism",
            f"{first}+{second}",
            Figure(float(isomorphism(ours, theirs)), "index", alike, period=_YEAR),
            "",
            "",
        )
    ]
    quotients = location_quotient(np.vstack([ours, nation - ours]))[0]
    for indicator, section in _QUOTIENTS.items():
        step = Step("location quotient", "1", (*columns, *whole), (("section", section),), selector=first)
        value = float(quotients[_SECTIONS.index(section)])
        found.append(Value(indicator, first, Figure(value, "index", step, period=_YEAR), "", ""))
    return found


def _jobs(rows: Sequence[Mapping[str, str]]) -> np.ndarray:
    return np.array([sum(float(row[section] or 0) for row in rows) for section in _SECTIONS])
