"""What a place offers to somebody who might invest there: industries, measures, parks, projects; or the gap of each."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hongqiao.ground.figure import Figure
from hongqiao.ground.period import Period
from hongqiao.measure.cluster.industries import sections
from hongqiao.record import models
from hongqiao.record.computed_indicators import Structure, structures
from hongqiao.record.page_queries import QuoteShown
from hongqiao.record.programme_queries import citations
from hongqiao.record.programme_shown import Names

SCHEME = "GB/T 4754-2017"
PARK_KINDS = ("park", "zone", "industrial-park", "development-zone")
MOST_INDUSTRIES = 6


@dataclass(frozen=True, slots=True)
class IndustryLine:
    """One section of the classification in a place: its share of jobs and its quotient, and the quotient before."""

    code: str
    names: Names
    share: Figure
    quotient: Figure
    before: Figure | None


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """A measure that a firm in the place may use, with its wording and whose measure it is."""

    id: str
    names: Names
    valid: str
    place: tuple[str, Names] | None
    quotes: tuple[QuoteShown, ...]


@dataclass(frozen=True, slots=True)
class PlaceProfile:
    """The parts of a place's page that are written for a firm."""

    place: str
    industries: tuple[IndustryLine, ...]
    year: str
    year_before: str
    measures: tuple[MeasureLine, ...]
    parks: tuple[tuple[str, Names], ...]
    floor_targets: tuple[tuple[str, Names], ...]
    projects: tuple[tuple[str, Names], ...]
    programmes: tuple[tuple[str, Names], ...]
    beside: tuple[tuple[str, Names], ...]
    """Places that the programmes join it with: what it may be compared with at a click."""
    others: tuple[tuple[str, Names], ...]
    """Every other place with a value, for a choice by hand."""


def place_profile(place_id: str, day: dt.date) -> PlaceProfile | None:
    """The profile of a place as of a day, or None where there is no such place."""
    row = models.Place.objects.filter(pk=place_id).first()
    if row is None:
        return None
    upwards = _upwards(row)
    programmes = [item for item in models.Programme.objects.order_by("id") if place_id in item.places]
    joined = {place for item in programmes for place in item.places if place != place_id}
    names = dict(models.Place.objects.filter(pk__in=joined).values_list("id", "names"))
    by_year = [one for one in structures(row.pack, place_id) if Period.parse(one.year).start <= day]
    areas = list(models.Indicator.objects.filter(unit__in=("m2", "ha", "km2", "mu")).values_list("id", flat=True))
    valued = models.Figure.objects.exclude(place=place_id).values_list("place", flat=True).distinct()
    return PlaceProfile(
        place_id,
        industry_lines(by_year, MOST_INDUSTRIES),
        by_year[-1].year if by_year else "",
        by_year[-2].year if len(by_year) > 1 else "",
        _measures(upwards, day),
        tuple(row.children.filter(kind__in=PARK_KINDS).order_by("id").values_list("id", "names")),
        tuple(row.targets.filter(indicator__in=areas).values_list("id", "names")),
        tuple(
            (models.Project.objects.filter(place=place_id) | models.Project.objects.filter(park=place_id))
            .order_by("id").values_list("id", "names")
        ),
        tuple((item.id, item.names) for item in programmes),
        tuple(sorted(names.items())),
        tuple(models.Place.objects.filter(pk__in=list(valued)).order_by("id").values_list("id", "names")),
    )  # fmt: skip


def _upwards(row: models.Place) -> list[str]:
    """A place and all that it lies in."""
    parents = dict(models.Place.objects.values_list("id", "parent_id"))
    found = [row.id]
    while (above := parents.get(found[-1])) and above not in found:
        found.append(above)
    return found


def _measures(places: Sequence[str], day: dt.date) -> tuple[MeasureLine, ...]:
    """Measures of the place or of one above it that had begun and were not known to have ended by the day."""
    rows = models.Measure.objects.filter(place__in=list(places)).select_related("place").order_by("id")
    usable = [row for row in rows if not row.valid or _holds(Period.parse(row.valid), day)]
    quotes = citations("measure", [row.id for row in usable])
    return tuple(
        MeasureLine(
            row.id, row.names, row.valid, (row.place.id, row.place.names) if row.place else None, quotes.get(row.id, ())
        )
        for row in usable
    )


def _holds(valid: Period, day: dt.date) -> bool:
    """A range of days ends; a single day, month or year says when a measure began, and no more."""
    return valid.start <= day and ("/" not in valid.text or day <= valid.end)


def industry_lines(by_year: Sequence[Structure], most: int | None = None) -> tuple[IndustryLine, ...]:
    """The sections of the latest year, the most specialised first; those with less than one job in a hundred last."""
    if not by_year:
        return ()
    latest, before = by_year[-1], by_year[-2] if len(by_year) > 1 else None
    names: Mapping[str, Names] = {one.code: dict(one.names.entries) for one in sections(SCHEME)}
    order = sorted(latest.quotients, key=lambda code: (latest.shares[code].value < 1.0, -latest.quotients[code].value))
    return tuple(
        IndustryLine(
            code,
            names.get(code, {"en": code}),
            latest.shares[code],
            latest.quotients[code],
            before.quotients.get(code) if before else None,
        )
        for code in order[:most]
    )
