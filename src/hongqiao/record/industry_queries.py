"""Industries as objects: their codes, the sets they belong to, and where in the record's places they are strong."""

from dataclasses import dataclass

from hongqiao.ground.basis import Assumption
from hongqiao.ground.figure import Figure
from hongqiao.measure.cluster.divisions import division_names, section_of
from hongqiao.measure.cluster.industries import METAVERSE, SCHEMES, sections, to_isic
from hongqiao.measure.integration.structure import quotient_figure, share_figure
from hongqiao.record import models
from hongqiao.record.computed_indicators import codes_of, jobs_tables
from hongqiao.record.place_profile import SCHEME
from hongqiao.record.programme_shown import Names

SETS = (METAVERSE,)
MOST_PLACES = 10


@dataclass(frozen=True, slots=True)
class CodeLine:
    """A section's code in one classification; `whole` says whether the two coincide."""

    scheme: str
    code: str
    names: Names
    whole: bool


@dataclass(frozen=True, slots=True)
class SetLine:
    """A named set of divisions that reaches into a section, with whoever drew its border."""

    id: str
    names: Names
    basis: Assumption
    divisions: tuple[tuple[str, Names], ...]


@dataclass(frozen=True, slots=True)
class Strong:
    """A place with the industry's share of its jobs and its location quotient."""

    place: str
    names: Names
    share: Figure
    quotient: Figure


@dataclass(frozen=True, slots=True)
class IndustryShown:
    """One section of the classification."""

    code: str
    names: Names
    codes: tuple[CodeLine, ...]
    sets: tuple[SetLine, ...]
    places: tuple[Strong, ...]


def industries() -> tuple[tuple[str, Names, tuple[SetLine, ...]], ...]:
    """Every section, with the sets that reach into it."""
    return tuple((one.code, dict(one.names.entries), _sets(one.code)) for one in sections(SCHEME))


def industry(code: str) -> IndustryShown | None:
    """One section, or None where the classification has none of this code."""
    names = {one.code: dict(one.names.entries) for one in sections(SCHEME)}
    if code not in names:
        return None
    return IndustryShown(code, names[code], _codes(code, names[code]), _sets(code), _strong(code))


def _codes(code: str, names: Names) -> tuple[CodeLine, ...]:
    by_name = {one.names.in_language("de"): one for one in sections("GB/T 4754-2002")}
    found = [CodeLine(SCHEME, code, names, whole=True)]
    before = by_name.get(names.get("de"))
    if before is not None:
        found.append(CodeLine(before.scheme, before.code, dict(before.names.entries), whole=True))
    targets, whole = to_isic(code)
    for scheme in SCHEMES[2:]:
        titles = {one.code: one for one in sections(scheme)}
        found += [CodeLine(scheme, one, dict(titles[one].names.entries), whole) for one in targets]
    return tuple(found)


def _sets(code: str) -> tuple[SetLine, ...]:
    found = []
    for one in SETS:
        inside = [division for division in one.codes if section_of(division, one.scheme) == code]
        if inside:
            inner: list[tuple[str, Names]] = []
            for division in inside:
                title = division_names(division, one.scheme)
                inner.append((division, dict(title.entries) if title else {"en": division}))
            found.append(SetLine(one.id, dict(one.names.entries), one.basis, tuple(inner)))
    return tuple(found)


def _strong(code: str) -> tuple[Strong, ...]:
    """The places of the record in which the industry is strongest, by the latest table of jobs of each pack."""
    found: list[Strong] = []
    for pack in models.DataSet.objects.exclude(pack="").order_by("pack").values_list("pack", flat=True).distinct():
        tables = jobs_tables(pack, "census")
        if not tables or code not in tables[-1].panel.columns:
            continue
        table, names = tables[-1], dict(models.Place.objects.filter(pack=pack).values_list("id", "names"))
        borne = codes_of(list(names))
        for place, named in names.items():
            rows = table.rows(place, borne.get(place, ()))
            # districts of one city would crowd out the others: a place of several rows, or one in its own right
            if not rows or (len(rows) == 1 and table.is_district(rows[0])):
                continue
            quotient = quotient_figure(table.panel, rows, code, whole=table.whole, grain="rows", unit="index")
            share = share_figure(table.panel, rows, code, grain="rows").to("%")
            found.append(Strong(place, named, share, quotient))
    return tuple(sorted(found, key=lambda one: -one.quotient.value)[:MOST_PLACES])
