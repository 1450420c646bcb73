"""Which rows belong to a programme: those that hang on it, and the part of the world that they speak of."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet

from hongqiao.record import models
from hongqiao.record.bulk.cells import related
from hongqiao.record.bulk.tables import PUBLIC, WORLD, Table, tables

_BATCH = 500


@dataclass(slots=True)
class Scope:
    """A programme, as of a day where one is given, with the ids of the world's rows that it speaks of."""

    programme: str
    as_of: dt.date | None = None
    drafts: bool = True
    world: dict[str, set[str]] = field(default_factory=dict)

    def rows(self, table: Table) -> Iterator[Any]:
        """The rows of a table that belong to the programme, in the order of their ids."""
        if not self.drafts and table.name not in PUBLIC:
            return
        if table.name in self.world:
            yield from self._named(table, self.world[table.name])
            return
        query = self.query(table)
        for name in related(table):
            query = query.select_related(f"{name}__document") if self.as_of else query.select_related(name)
        # kept rows in the order of their ids; what points to itself is put in order by whoever takes it in
        for row in query.order_by("pk").iterator(chunk_size=_BATCH):
            if not self._later(table, row):
                yield row

    def _named(self, table: Table, ids: Iterable[str]) -> Iterator[Any]:
        wanted = sorted(ids)
        for start in range(0, len(wanted), _BATCH):
            rows = table.model._default_manager.filter(pk__in=wanted[start : start + _BATCH])
            if table.code == "dataset":
                rows = rows.defer("body")
            for row in rows.order_by("pk"):
                if not self._later(table, row):
                    yield row

    def query(self, table: Table) -> QuerySet[Any]:
        """The rows of a table that hang on the programme."""
        rows: QuerySet[Any] = table.model._default_manager.all()
        match table.code:
            case "programme":
                return rows.filter(pk=self.programme)
            case "figure":
                return rows.filter(self._figures())
            case "citation":
                return rows.filter(self._citations())
            case "claim":
                rows = rows.filter(document__filings__programme=self.programme)
                return rows if self.drafts else rows.filter(pk__in=self._accepted())
            case "judgement" if not self.drafts:
                return rows.filter(programme=self.programme, claim__in=self._accepted())
        wanted = Q()
        for path in table.paths:
            wanted |= Q(**{path: self.programme})
        return rows.filter(wanted)

    def _accepted(self) -> "QuerySet[Any]":
        """The claims that count: what waits or was rejected is not for everybody."""
        rows = models.CurrentClaim.objects.filter(programme=self.programme, state="accepted")
        return rows.values("claim")

    def _figures(self) -> Q:
        pack = models.Programme.objects.values_list("pack", flat=True).filter(pk=self.programme).first()
        wanted = Q(programme=self.programme)
        if pack:
            wanted |= Q(programme="", notes__pack=pack)
        wanted |= Q(
            pk__in=models.Measure.objects.filter(programme=self.programme, budget__isnull=False).values("budget")
        )
        targets = models.Target.objects.filter(fact__programme=self.programme, baseline__isnull=False)
        events = models.ProjectEvent.objects.filter(project__programme=self.programme, figure__isnull=False)
        return wanted | Q(pk__in=targets.values("baseline")) | Q(pk__in=events.values("figure"))

    def _citations(self) -> Q:
        wanted = Q()
        for table in tables():
            if table.paths and table.code not in {"citation", "claim", "figure"}:
                wanted |= Q(kind=table.code, subject__in=self.query(table).values("pk"))
        world = {"institutions": "institution", "places": "place"}
        for name, kind in world.items():
            ids = self.world.get(name)
            if ids:
                wanted |= Q(kind=kind, subject__in=sorted(ids))
        return wanted

    def _later(self, table: Table, row: Any) -> bool:
        """Whether a row is dated after the day that the export is as of."""
        if self.as_of is None:
            return False
        for name in ("on", "published_on", "starts"):
            day = getattr(row, name, None)
            if day is not None and day > self.as_of:
                return True
        for name in related(table):
            quote = getattr(row, name)
            if quote is not None and quote.document.published_on and quote.document.published_on > self.as_of:
                return True
        return False


def scope_of(programme: str, as_of: dt.date | None = None, *, drafts: bool = True) -> Scope:
    """A programme's rows; the world is found by following what they name.

    Without `drafts` there is what everybody may read: nothing that waits, was rejected, or is not published.
    """
    scope = Scope(programme, as_of, drafts)
    world: dict[str, set[str]] = {
        name: set() for name in ("places", "institutions", "indicators", "data_sets", "documents")
    }
    home = models.Programme.objects.filter(pk=programme).first()
    pack = home.pack if home else ""
    if home:
        world["places"] |= set(home.places)
    world["documents"] |= set(models.Filing.objects.filter(programme=programme).values_list("document", flat=True))
    hashes: set[str] = set()
    for table in tables():
        if table.name in world:
            if pack and table.code != "document":
                world[table.name] |= set(table.model._default_manager.filter(pack=pack).values_list("pk", flat=True))
            continue
        if table.code in {"claim", "citation", "programme", *WORLD}:
            continue  # the world is what the others name
        _follow(scope, table, world, hashes)
    world["places"] |= set(
        _present(models.Place, models.Fact.objects.filter(programme=programme).values_list("place", flat=True))
    )
    world["data_sets"] |= set(models.DataSet.objects.filter(hash__in=hashes).values_list("pk", flat=True))
    world["institutions"] |= _events_institutions(programme)
    home_places = models.Institution.objects.filter(pk__in=world["institutions"], place__isnull=False)
    world["places"] |= set(home_places.values_list("place", flat=True))
    _above(world["places"])
    codes = models.PlaceCode.objects.filter(place__in=world["places"])
    world["place_codes"] = set(codes.values_list("pk", flat=True))
    _firms(programme, world, drafts=drafts)
    scope.world = world
    return scope


def _firms(programme: str, world: dict[str, set[str]], *, drafts: bool) -> None:
    """What is known of the programme's institutions, and the facts that it or the programme's rules name."""
    known = models.FirmFacts.objects.filter(institution__in=world["institutions"]) if drafts else ()
    world["firm_facts"] = {str(row.pk) for row in known}
    named = {name for row in known for name in row.facts}
    for facts in models.Rule.objects.filter(measure__programme=programme).values_list("facts", flat=True):
        named |= set(facts)
    world["facts_asked"] = set(_present(models.FactAsked, named))


def _follow(scope: Scope, table: Table, world: dict[str, set[str]], hashes: set[str]) -> None:
    wanted = [column for column in table.columns if column.kind == "reference" and column.to in world]
    if not wanted:
        return
    names = [column.attribute for column in wanted] + (["basis"] if table.code == "figure" else [])
    for values in scope.query(table).values_list(*names).iterator(chunk_size=2000):
        for column, value in zip(wanted, values, strict=False):
            if value:
                world[column.to].add(value)
        if table.code == "figure":
            hashes |= {part["dataset"] for part in values[-1]["parts"].values() if part["kind"] == "column"}


def _events_institutions(programme: str) -> set[str]:
    lists = models.Event.objects.filter(programme=programme).values_list("institutions", flat=True)
    return set(_present(models.Institution, {key for ids in lists for key in ids}))


def _present(model: Any, ids: Iterable[str]) -> list[str]:
    return list(model._default_manager.filter(pk__in=[key for key in ids if key]).values_list("pk", flat=True))


def _above(places: set[str]) -> None:
    """Every place lies in others, up to the top."""
    waiting = set(places)
    while waiting:
        parents = models.Place.objects.filter(pk__in=waiting, parent__isnull=False).values_list("parent", flat=True)
        waiting = set(parents) - places
        places |= waiting
