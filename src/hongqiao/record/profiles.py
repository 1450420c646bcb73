"""The five-field profile of a programme: what the record holds of each indicator, what it can compute, what is a gap."""

import datetime as dt
import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hongqiao.ground.names import Names
from hongqiao.measure.integration.fields import Profile, profile
from hongqiao.measure.integration.indicators import Indicator, Value, goalposts_of
from hongqiao.record import models
from hongqiao.record.computed_indicators import computed_values
from hongqiao.record.ledger import head
from hongqiao.record.world_queries import figure_of


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
    return of_places(row.pack, row.places, day)


def of_places(pack: str, places: Sequence[str], day: dt.date) -> ProfileShown | None:
    """The profile of one place or of a pair, by the indicators of a pack; None where the pack has none."""
    rows = list(models.Indicator.objects.filter(pack=pack).exclude(field="").order_by("pk"))
    if not rows:
        return None
    indicators = tuple(_indicator(item) for item in rows)
    # of values of one year the first partner's is shown, so that the page does not depend on the order of rows
    rank = {place: position for position, place in enumerate(places)}
    stored = _stored(indicators, _within(places))
    values = [*stored, *computed_values(pack, places, rows, stored)]
    values.sort(key=lambda value: rank.get(value.place, len(rank)))
    found = profile(indicators, values, None, day)
    return ProfileShown(found, _named({value.place for cell in found.cells for value in cell.values}))


def _named(places: set[str]) -> dict[str, Mapping[str, str]]:
    """The names of places, and of pairs by those of both."""
    single = {part for place in places for part in place.split("+")}
    names = dict(models.Place.objects.filter(pk__in=single).values_list("id", "names"))
    found: dict[str, Mapping[str, str]] = {}
    for place in places:
        ends = [names[part] for part in place.split("+") if part in names]
        tongues = set.intersection(*(set(end) for end in ends)) if ends else set()
        found[place] = {tongue: " – ".join(end[tongue] for end in ends) for tongue in tongues}
    return found


def _within(places: Sequence[str]) -> set[str]:
    """The programme's places, and what lies directly within the first: stations and towns of the smaller partner."""
    nested = models.Place.objects.filter(parent__in=places[:1]).values_list("id", flat=True)
    return {*places, *nested}


def _indicator(row: models.Indicator) -> Indicator:
    definition = Names.of(row.definition) if row.definition else Names.of(row.names)
    would_fill = Names.of(row.would_fill_names or {"en": row.would_fill or "a source with this figure"})
    ends = goalposts_of(row.goalposts, row.direction, f"indicator {row.id}") if row.goalposts else None
    return Indicator(
        row.id, Names.of(row.names), definition, row.unit, row.direction, row.field, row.aspect, would_fill, ends
    )


def _stored(indicators: Sequence[Indicator], places: set[str]) -> list[Value]:
    rows = models.Figure.objects.filter(
        indicator__in=[one.id for one in indicators], place__in=places, corrections__isnull=True
    ).order_by("starts", "id")
    return [Value(row.indicator, row.place, figure_of(row, {}), "", "") for row in rows if _of_columns(row)]


def _of_columns(row: models.Figure) -> bool:
    # figures of documents are shown with their quotes on the overview; the profile is of data sets and computations
    return all(part["kind"] != "quote" for part in row.basis.get("parts", {}).values())
