"""Indicators that the record computes itself: which formula, from which tables or other indicators."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from hongqiao.errors import BadPack

OF_JOBS = ("isomorphism", "krugman", "location_quotient", "jobs_parity")
OF_VALUES = ("parity",)
OF_ONE_INDUSTRY = ("location_quotient", "jobs_parity")


@dataclass(frozen=True, slots=True)
class IndicatorFormula:
    """A formula over tables of jobs (``census`` stands for census_2010.csv, census_2020.csv, each beside its
    census_2010_country.csv …), or over the values of another indicator, per a third one where wanted.
    """

    formula: str
    jobs: str = ""
    industry: str = ""
    of: str = ""
    per: str = ""


def table_years(jobs: str, tables: Collection[str]) -> list[str]:
    """The years for which there are a table of jobs and one of the whole country, ascending.

    >>> table_years("census", ["census_2020", "census_2020_country", "census_2010", "rail_2016"])
    ['2020']
    """
    years = [match[1] for name in tables if (match := re.fullmatch(rf"{re.escape(jobs)}_(\d{{4}})", name))]
    return sorted(year for year in years if f"{jobs}_{year}_country" in tables)


def formula_of(
    given: Any, where: str, indicators: Collection[str] | None = None, tables: Collection[str] | None = None
) -> IndicatorFormula:
    """A formula from plain values; raises BadPack for whatever it cannot be computed by."""
    if not isinstance(given, Mapping) or given.get("formula") not in {*OF_JOBS, *OF_VALUES}:
        raise BadPack(
            f"{where}: computed is {given!r}; a formula of {', '.join((*OF_JOBS, *OF_VALUES))} would be right"
        )
    parts = {str(key): str(value) for key, value in given.items()}
    stray = sorted(set(parts) - {"formula", "jobs", "industry", "of", "per"})
    if stray:
        raise BadPack(f"{where}: computed has no {', '.join(stray)}; it has formula, jobs, industry, of, per")
    found = IndicatorFormula(**parts)
    if found.formula in OF_JOBS:
        if not found.jobs or (found.formula in OF_ONE_INDUSTRY) != bool(found.industry):
            raise BadPack(f"{where}: {found.formula} needs jobs, and an industry only where it is of one: {parts}")
        if tables is not None and not table_years(found.jobs, tables):
            raise BadPack(
                f"{where}: no tables/{found.jobs}_YEAR.csv with its {found.jobs}_YEAR_country.csv; there are "
                f"{', '.join(sorted(tables)) or '(none)'}"
            )
    elif not found.of:
        raise BadPack(f"{where}: {found.formula} needs `of`, the indicator whose values it compares")
    for name in (found.of, found.per):
        if name and indicators is not None and name not in indicators:
            raise BadPack(f"{where}: computed of {name!r}, which is no indicator of this pack")
    return found
