"""Indicators that the record computes from its own tables and values, each result resting on their columns."""

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from hongqiao.ground.basis import Column
from hongqiao.ground.figure import Figure, computed
from hongqiao.ground.panel import Panel
from hongqiao.ground.period import Period
from hongqiao.measure.integration.indicators import Value
from hongqiao.measure.integration.structure import (
    PAIRINGS,
    pair_figure,
    parity_figure,
    quotient_figure,
    share_figure,
)
from hongqiao.record import models
from hongqiao.record.pack.formulas import IndicatorFormula, formula_of, table_years
from hongqiao.record.page_queries import records

_UNIT = "index"
_CITY = "city_code"
_LAST_DISTRICT = 79


@dataclass(frozen=True, slots=True)
class JobsTable:
    """Jobs by unit and industry in one year, the whole country beside it, and which rows make up which place."""

    year: str
    panel: Panel
    whole: Panel
    by_place: Mapping[str, tuple[str, ...]]
    by_city: Mapping[str, tuple[str, ...]]

    def rows(self, place: str, codes: Sequence[str]) -> tuple[str, ...]:
        """The rows of a place: its own, or those of the city whose code it bears, together; none where it has none."""
        own = self.by_place.get(place, ())
        return own or next((self.by_city[code] for code in codes if code in self.by_city), ())

    def is_district(self, row: str) -> bool:
        """Whether a row is a district of a city, by its code of GB/T 2260: those of cities in their own right are
        above 80.
        """
        return row[4:6].isdecimal() and int(row[4:6]) <= _LAST_DISTRICT


def jobs_tables(pack: str, jobs: str) -> tuple[JobsTable, ...]:
    """The tables of jobs of a pack, by year; data sets never change, so that they are kept."""
    found = {
        item.name.rsplit("/", 1)[-1].removesuffix(".csv"): (item.pk, item.hash, item.title)
        for item in models.DataSet.objects.filter(pack=pack, name__endswith=".csv").defer("body").order_by("pk")
    }
    return tuple(
        _jobs_table(year, found[f"{jobs}_{year}"], found[f"{jobs}_{year}_country"]) for year in table_years(jobs, found)
    )


@functools.lru_cache(maxsize=16)
def _jobs_table(year: str, own: tuple[str, str, str], country: tuple[str, str, str]) -> JobsTable:
    rows, whole = records(own[0]), records(country[0])
    sections = [name for name in rows[0] if len(name) == 1]
    by_place: dict[str, list[str]] = {}
    by_city: dict[str, list[str]] = {}
    for row in rows:
        if row.get("place"):
            by_place.setdefault(row["place"], []).append(row["code"])
        if row.get(_CITY):
            by_city.setdefault(row[_CITY], []).append(row["code"])
    period = Period.parse(year)
    return JobsTable(
        year, _panel(rows, "code", sections, own, period), _panel(whole, "place", sections, country, period),
        {place: tuple(codes) for place, codes in by_place.items()}, {city: tuple(codes) for city, codes in by_city.items()},
    )  # fmt: skip


def _panel(
    rows: Sequence[Mapping[str, str]], key: str, sections: Sequence[str], table: tuple[str, str, str], period: Period
) -> Panel:
    frame = pl.DataFrame(
        {key: [row[key] for row in rows]} | {name: [float(row[name] or 0) for row in rows] for name in sections}
    )
    bases = {name: Column(table[1], name, title=table[2]) for name in sections}
    return Panel(frame, key, dict.fromkeys(sections, "count"), bases, period)


def codes_of(places: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Every code that each place bears or has borne, those in force first."""
    found: dict[str, tuple[str, ...]] = {}
    rows = models.PlaceCode.objects.filter(place__in=list(places)).values_list("place_id", "code", "valid_to")
    for place, code, _ in sorted(rows, key=lambda row: (row[2] is not None, row[1])):
        found[place] = (*found.get(place, ()), code)
    return found


@dataclass(frozen=True, slots=True)
class Structure:
    """Jobs of a place by section in one year: shares of all its jobs, and quotients against its country."""

    year: str
    shares: Mapping[str, Figure]
    quotients: Mapping[str, Figure]


def structures(pack: str, place: str, jobs: str = "census") -> tuple[Structure, ...]:
    """Structure of a place's jobs in each year, ascending; none where no table has the place."""
    codes = codes_of([place]).get(place, ())
    found = []
    for table in jobs_tables(pack, jobs):
        rows, sections = table.rows(place, codes), table.panel.columns
        if not rows or not table.panel.array()[[table.panel.keys.index(row) for row in rows]].any():
            continue
        found.append(
            Structure(
                table.year,
                {one: share_figure(table.panel, rows, one, grain="rows", unit="1").to("%") for one in sections},
                {
                    one: quotient_figure(table.panel, rows, one, whole=table.whole, grain="rows", unit=_UNIT)
                    for one in sections
                },
            )
        )
    return tuple(found)


def computed_values(
    pack: str, places: Sequence[str], indicators: Sequence[models.Indicator], stored: Sequence[Value]
) -> list[Value]:
    """What the record computes for the first place, or for the first two as a pair, of every year there is."""
    found: list[Value] = []
    for row in indicators:
        if row.computed is None or not places:
            continue
        formula = formula_of(row.computed, f"indicator {row.id}")
        if formula.jobs:
            found += _of_jobs(row.id, formula, pack, places)
        elif len(places) > 1:
            found += _of_values(row.id, formula, places[0], places[1], stored)
    return found


def _of_jobs(indicator: str, formula: IndicatorFormula, pack: str, places: Sequence[str]) -> list[Value]:
    codes, found = codes_of(places[:2]), []
    for table in jobs_tables(pack, formula.jobs):
        first = table.rows(places[0], codes.get(places[0], ()))
        second = table.rows(places[1], codes.get(places[1], ())) if len(places) > 1 else ()
        if not first or (formula.industry and formula.industry not in table.panel.columns):
            continue
        if formula.formula == "location_quotient":
            figure = quotient_figure(table.panel, first, formula.industry, whole=table.whole, grain="rows", unit=_UNIT)
            found.append(Value(indicator, places[0], figure, "", ""))
        elif second:
            if formula.formula in PAIRINGS:
                figure = pair_figure(table.panel, first, second, formula=formula.formula, grain="rows", unit=_UNIT)
            else:
                shares = [share_figure(table.panel, rows, formula.industry, grain="rows") for rows in (first, second)]
                figure = parity_figure(*shares, unit=_UNIT)
            found.append(Value(indicator, f"{places[0]}+{places[1]}", figure, "", ""))
    return found


def _of_values(
    indicator: str, formula: IndicatorFormula, first: str, second: str, stored: Sequence[Value]
) -> list[Value]:
    known = {(one.indicator, one.place, one.figure.period): one.figure for one in stored}
    found = []
    for period in dict.fromkeys(one.figure.period for one in stored if one.indicator == formula.of):
        pair = []
        for place in (first, second):
            figure = known.get((formula.of, place, period))
            by = known.get((formula.per, place, period)) if formula.per else None
            if figure is None or figure.comparator != "=" or (formula.per and by is None):
                break
            if by is not None:
                value = figure.value / by.value
                figure = computed("share", "1", value, "1", [figure, by])
            pair.append(figure)
        if len(pair) == 2 and any(figure.value for figure in pair):
            made = parity_figure(*pair, unit=_UNIT)
            dated = Figure(made.value, made.unit, made.basis, made.comparator, period=period)
            found.append(Value(indicator, f"{first}+{second}", dated, "", ""))
    return found
