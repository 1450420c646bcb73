"""What the pages of places, institutions and indicators ask of the record."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from hongqiao.ground import basis as bases
from hongqiao.ground.figure import Figure
from hongqiao.ground.period import Period
from hongqiao.record import institution_names, models
from hongqiao.record.page_queries import QuoteShown, Said, keep_texts
from hongqiao.record.programme_queries import citations, claims_of_facts
from hongqiao.record.programme_shown import Names

PROJECTS = 200  # of an institution, so many are listed


@dataclass(frozen=True, slots=True)
class Series:
    """One indicator of one place over time; `tables` says which data set each column comes from."""

    indicator: str
    names: Names
    place: str
    place_names: Names
    figures: tuple[Figure, ...]
    tables: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Listed:
    """A place in the list of all, with its depth below the outermost."""

    id: str
    names: Names
    kind: str
    depth: int


@dataclass(frozen=True, slots=True)
class PlaceShown:
    """A place with its codes, what lies in it, its values, and the programmes that speak of it."""

    id: str
    names: Names
    kind: str
    above: tuple[tuple[str, Names], ...]
    within: tuple[tuple[str, Names], ...]
    codes: tuple[tuple[str, str, str, str], ...]
    point: tuple[float, float] | None
    source: str
    series: tuple[Series, ...]
    programmes: tuple[tuple[str, Names], ...]
    targets: tuple[tuple[str, Names], ...]
    watches: tuple[tuple[str, Names, Said | None], ...]
    events: tuple[tuple[str, Names, str], ...]
    institutions: tuple[tuple[str, Names], ...]


@dataclass(frozen=True, slots=True)
class InstitutionShown:
    """An institution with its aliases and what it takes part in."""

    id: str
    names: Names
    kind: str
    aliases: tuple[str, ...]
    place: tuple[str, Names] | None
    source: str
    events: tuple[tuple[str, Names, str, tuple[QuoteShown, ...]], ...]
    projects: tuple[tuple[str, Names], ...]
    identifiers: tuple[tuple[str, str], ...] = ()
    merged_into: str | None = None
    merged: tuple[tuple[str, Names], ...] = ()


@dataclass(frozen=True, slots=True)
class IndicatorShown:
    """An indicator with its definition and values."""

    id: str
    names: Names
    definition: Names
    unit: str
    field: str
    aspect: str
    would_fill: Names
    series: tuple[Series, ...]


def places() -> list[Listed]:
    """All places, each below the one it lies in."""
    rows = list(models.Place.objects.order_by("id").values_list("id", "parent_id", "names", "kind"))
    below: dict[str | None, list[tuple[str, Names, str]]] = defaultdict(list)
    for place_id, parent, names, kind in rows:
        below[parent].append((place_id, names, kind))
    found: list[Listed] = []
    waiting = [(item, 0) for item in reversed(below[None])]
    while waiting:
        (place_id, names, kind), depth = waiting.pop()
        found.append(Listed(place_id, names, kind, depth))
        waiting.extend((item, depth + 1) for item in reversed(below[place_id]))
    return found


def place(place_id: str, as_of: dt.date, language: str = "en") -> PlaceShown | None:
    """One place as of a day, or None."""
    row = models.Place.objects.filter(pk=place_id).first()
    if row is None:
        return None
    named = dict(models.Place.objects.values_list("id", "parent_id"))
    above: list[str] = []
    while (parent := named.get(above[-1] if above else place_id)) and parent not in above:
        above.append(parent)
    names = dict(models.Place.objects.filter(pk__in=above).values_list("id", "names"))
    point = (row.latitude, row.longitude) if row.latitude is not None and row.longitude is not None else None
    programmes = [item for item in models.Programme.objects.all() if place_id in item.places]
    return PlaceShown(
        row.id,
        row.names,
        row.kind,
        tuple((item, names[item]) for item in above if item in names),
        tuple(row.children.order_by("id").values_list("id", "names")),
        tuple(
            (code.scheme, code.code, str(code.valid_from or ""), str(code.valid_to or ""))
            for code in row.codes.order_by("scheme", "valid_from")
        ),
        point,
        row.source,
        series(models.Figure.objects.filter(place=place_id)),
        tuple((item.id, item.names) for item in programmes),
        tuple(row.targets.values_list("id", "names")),
        _watched(row, as_of, language),
        tuple(row.events.values_list("id", "names", "period")),
        tuple(row.institutions.order_by("id").values_list("id", "names")),
    )


def _watched(row: models.Place, as_of: dt.date, language: str) -> tuple[tuple[str, Names, Said | None], ...]:
    watches = list(row.watches.values_list("fact_id", "names", "programme_id"))
    said: dict[str, list[Said]] = {}
    for programme in {item[2] for item in watches}:
        facts = [item[0] for item in watches if item[2] == programme]
        said |= claims_of_facts(programme, as_of, facts, language)
    return tuple((fact, names, next(iter(said.get(fact, [])), None)) for fact, names, _ in watches)


def series(rows: QuerySet[models.Figure]) -> tuple[Series, ...]:
    """Published figures as series, one per indicator and place, each figure with its basis."""
    found = list(rows.filter(corrections__isnull=True).order_by("indicator", "place", "starts", "id"))
    texts = texts_of(found)
    groups: dict[tuple[str, str], list[models.Figure]] = defaultdict(list)
    for row in found:
        groups[row.indicator, row.place].append(row)
    indicators = dict(models.Indicator.objects.filter(pk__in={key[0] for key in groups}).values_list("id", "names"))
    named = dict(models.Place.objects.filter(pk__in={key[1] for key in groups}).values_list("id", "names"))
    tables = dict(models.DataSet.objects.values_list("hash", "id"))
    return tuple(
        Series(
            indicator,
            indicators.get(indicator, {"en": indicator}),
            place_id,
            named.get(place_id, {"en": place_id}),
            tuple(figure_of(row, texts) for row in group),
            tables,
        )
        for (indicator, place_id), group in groups.items()
    )


def texts_of(rows: Iterable[models.Figure]) -> dict[str, bases.StoredText]:
    """The texts of all documents that the bases of figures quote, by document."""
    hashes = {
        part["document"] for row in rows for part in row.basis.get("parts", {}).values() if part.get("kind") == "quote"
    }
    if not hashes:
        return {}
    documents = dict(models.Document.objects.filter(text_hash__in=hashes).values_list("id", "text_hash"))
    return {documents[key]: text for key, text in keep_texts(documents).items()}


def figure_of(row: models.Figure, texts: Mapping[str, bases.StoredText]) -> Figure:
    """A published figure with its whole basis, checked again as it is made."""
    period = Period.parse(row.period) if row.period else None
    basis = bases.from_json(row.basis, texts)
    return Figure(row.value, row.unit, basis, row.comparator, row.value_hi, period, about=row.about)  # type: ignore[arg-type]  # checked by Figure


def institutions() -> Sequence[models.Institution]:
    """All institutions that stand for themselves; the page takes a slice."""
    return models.Institution.objects.filter(merged_into__isnull=True).order_by("id")  # type: ignore[return-value]  # a query set is sliced lazily


def institution(institution_id: str) -> InstitutionShown | None:
    """One institution, or None."""
    row = models.Institution.objects.filter(pk=institution_id).select_related("place").first()
    if row is None:
        return None
    # few events name institutions, and JSON membership differs between the databases: they are looked through here
    ids = institution_names.all_ids([institution_id])
    taking_part = [item for item in models.Event.objects.order_by("starts") if ids & set(item.institutions)]
    quotes = citations("event", [item.id for item in taking_part])
    return InstitutionShown(
        row.id,
        row.names,
        row.kind,
        tuple(row.aliases),
        (row.place.id, row.place.names) if row.place else None,
        row.source,
        tuple((item.id, item.names, item.period, quotes.get(item.id, ())) for item in taking_part),
        tuple(
            models.Partner.objects.filter(institution__in=ids)
            .order_by("project_id")
            .values_list("project_id", "project__names")
            .distinct()[:PROJECTS]
        ),
        tuple(row.identifiers.items()),
        row.merged_into_id,
        tuple(
            models.Institution.objects.filter(pk__in=ids - {institution_id}).order_by("id").values_list("id", "names")
        ),
    )


def indicator(indicator_id: str) -> IndicatorShown | None:
    """One indicator, or None."""
    row = models.Indicator.objects.filter(pk=indicator_id).first()
    if row is None:
        return None
    found = series(models.Figure.objects.filter(indicator=indicator_id))
    return IndicatorShown(row.id, row.names, row.definition, row.unit, row.field, row.aspect, _filling(row), found)


def _filling(row: models.Indicator) -> Names:
    """Which source would fill the indicator's gaps, in the languages that the pack says it in."""
    return row.would_fill_names or ({"en": row.would_fill} if row.would_fill else {})
