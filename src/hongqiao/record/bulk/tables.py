"""The tables of the exchange format, taken from the record's own: a new column or table is in it at once.

A table is in the format where it hangs on a programme or is part of the world that programmes speak of. What is made
from other columns, and when a row was recorded, is no column: the record that takes a row in makes it anew.
"""

import functools
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.apps import apps
from django.db import models
from django.db.models.fields import NOT_PROVIDED

from hongqiao.errors import UnknownColumn, UnknownTable
from hongqiao.ground.figure import COMPARATORS
from hongqiao.match.eligibility.measure import FACT_TYPES
from hongqiao.record import models as record
from hongqiao.record.bulk.columns import LANGUAGES, Column
from hongqiao.record.models import Added, Kept
from hongqiao.record.project_life import MONEY, STAGES

FORMAT = "hongqiao-tables-1"
PARTS = "parts"
"""Bytes and texts of documents and data sets, in pieces that fit into a cell."""

PUBLIC = frozenset(
    """parts data_sets documents indicators places institutions place_codes programmes claims facts events values judgements
    measures rules facts_asked plans clauses projects citations partners project_events targets watches publications""".split()
)
"""The tables that readers without a role may take along; of claims and judgements those that were accepted."""

WORLD = ("place", "placecode", "institution", "indicator", "dataset", "document", "factasked", "firmfacts")
_INLINE = frozenset({"quote", "content", "filing", "revision"})
_NAMES = {
    "figure": "values",
    "watch": "watches",
    "meetingsettings": "meeting_settings",
    "factasked": "facts_asked",
    "firmfacts": "firm_facts",
}
_COMPUTED = frozenset({"position", "digest", "salt", "at", "starts", "ends", "on", "deadline_on", "published_on", "basis_key", "batch"})  # fmt: skip
_IN_LANGUAGES = frozenset({"names", "description", "banner", "definition"})
_AFTER = {
    "programme": ("place",), "document": ("programme",), "figure": ("place", "indicator", "dataset", "document", "programme"), "judgement": ("claim", "fact"), "fact": ("place",),
    "citation": ("clause", "measure", "event", "project", "institution", "plan", "document"), "claim": ("place",), "event": ("institution",),
    "rule": ("factasked",), "firmfacts": ("factasked",),
}  # fmt: skip
_CHOICES = {
    ("projectevent", "stage"): STAGES, ("projectevent", "money_kind"): MONEY, ("figure", "comparator"): COMPARATORS,
    ("claim", "comparator"): COMPARATORS, ("factasked", "type"): tuple(FACT_TYPES), ("indicator", "direction"): ("up", "down", "none"),
}  # fmt: skip
_LOOSE = {("figure", "place"): "places", ("figure", "indicator"): "indicators"}
_KINDS = {("figure", "unit"): "unit", ("indicator", "unit"): "unit", ("figure", "basis"): "basis"}
_PERIODS = frozenset({"period", "deadline", "valid", "started", "published"})
_NEEDED = {("place", "kind"), ("projectevent", "period"), ("document", "name"), ("dataset", "name")}


@dataclass(frozen=True, slots=True)
class Table:
    """One table: what it is called, the rows it holds, and its columns in their order."""

    name: str
    model: type[Kept] | type[Added]
    columns: tuple[Column, ...]
    paths: tuple[str, ...] = ()
    tree: str = ""
    by_name: dict[str, Column] = field(default_factory=dict)

    @property
    def code(self) -> str:
        """The name of the record's own table."""
        return str(self.model._meta.model_name)

    @property
    def only_grows(self) -> bool:
        """Whether its rows are never changed."""
        return issubclass(self.model, Added)

    def column(self, name: str) -> Column:
        """A column by its name; raises UnknownColumn."""
        if name not in self.by_name:
            raise UnknownColumn(f"{self.name} has no column {name!r}; it has {', '.join(self.by_name)}")
        return self.by_name[name]


@functools.cache
def tables() -> tuple[Table, ...]:
    """Every table of the format, those that others point to first."""
    found = {
        str(model._meta.model_name): model for model in apps.get_app_config("record").get_models() if _holds(model)
    }
    ordered: list[str] = []
    waiting = sorted(found)
    while waiting:
        ready = [name for name in waiting if _needs(found[name], found) <= {*ordered, name}]
        ordered.append((ready or waiting)[0])
        waiting.remove(ordered[-1])
    return tuple(_table(found[name]) for name in ordered)


def table(name: str) -> Table:
    """A table by its name in the format; raises UnknownTable."""
    for item in tables():
        if item.name == name:
            return item
    raise UnknownTable(f"no table is called {name!r}; the tables are {', '.join(item.name for item in tables())}")


def of_model(model: type[models.Model]) -> str:
    """The name in the format of a table of the record."""
    code = str(model._meta.model_name)
    return _NAMES.get(code, str(model._meta.verbose_name_plural).replace(" ", "_"))


def _holds(model: type[models.Model]) -> bool:
    code = str(model._meta.model_name)
    if not issubclass(model, Kept | Added) or code in _INLINE:
        return False
    return code in {*WORLD, "programme", "figure", "citation", "claim"} or bool(paths(model))


def paths(model: type[models.Model], seen: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """How a row leads to its programme, as look-ups: ``programme``, ``plan__programme`` …"""
    code = str(model._meta.model_name)
    found: list[str] = []
    for column in model._meta.concrete_fields:
        target = column.related_model
        if target is record.Programme:
            found.append(column.name)
        elif isinstance(target, type) and issubclass(target, Kept | Added) and not _outside(target, code, seen):
            found += [f"{column.name}__{path}" for path in paths(target, seen | {code})]
    direct = [path for path in found if "__" not in path]
    sure = [path for path in found if not model._meta.get_field(path.partition("__")[0]).null]
    return tuple(direct or sure[:1] or found)


def _outside(target: type[models.Model], code: str, seen: frozenset[str]) -> bool:
    name = str(target._meta.model_name)
    return name in {*WORLD, "figure", "quote", "claim", code} or name in seen


def _needs(model: type[models.Model], known: dict[str, type[models.Model]]) -> set[str]:
    code = str(model._meta.model_name)
    wanted = {
        str(column.related_model._meta.model_name) for column in model._meta.concrete_fields if column.related_model
    }
    if "quote" in wanted:
        wanted.add("document")
    return (wanted | set(_AFTER.get(code, ()))) & set(known) - {code}


def _table(model: type[models.Model]) -> Table:
    columns = tuple(_columns(model))
    tree = next(
        (c.name for c in columns if c.kind == "reference" and c.to == of_model(model)),
        "",
    )
    return Table(of_model(model), model, columns, paths(model), tree, {column.name: column for column in columns})  # type: ignore[arg-type]  # _holds has checked it


def _columns(model: type[models.Model]) -> Iterator[Column]:
    code = str(model._meta.model_name)
    own = model._meta.pk
    to = of_model(own.related_model) if own.related_model else ""
    yield Column("id", own.attname, "id", needed=True, length=120, to=to)
    for column in model._meta.concrete_fields:
        name = column.name
        if column.primary_key or name in _COMPUTED or isinstance(column, models.BinaryField):
            continue
        kind = _KINDS.get((code, name))
        needed = (code, name) in _NEEDED
        if column.related_model is record.Quote:
            for part in ("document", "start", "end", "exact"):
                wanted = not column.null and part in {"document", "exact"}
                yield Column(f"{name}_{part}", column.attname, f"quote {part}", wanted, to="documents", key=name)
        elif column.related_model is not None:
            target = of_model(column.related_model)
            yield Column(name, column.attname, "reference", not column.null, to=target, length=120)
        elif isinstance(column, models.JSONField):
            if name in _IN_LANGUAGES:
                for language in LANGUAGES:
                    yield Column(f"{_singular(name)}_{language}", name, "name", key=language)
                yield Column(f"{_singular(name)}_other", name, "others", key="other")
            else:
                yield Column(name, name, kind or ("list" if column.default is list else "json"))
        else:
            yield _simple(column, code, kind, needed)


def _simple(column: models.Field[object, object], code: str, kind: str | None, needed: bool) -> Column:
    name = column.name
    if (code, name) in _LOOSE:
        return Column(name, name, "reference", to=_LOOSE[code, name], length=120)
    if kind is None:
        match column:
            case models.DateTimeField():
                kind = "moment"
            case models.DateField():
                kind = "day"
            case models.BooleanField():
                kind = "yes"
            case models.FloatField() | models.DecimalField():
                kind = "number"
            case models.IntegerField():
                kind = "whole"
            case models.TextField():
                kind = "words"
            case _:
                kind = "period" if name in _PERIODS else "text"
    needed = needed or (column.default is NOT_PROVIDED and not column.null and not column.blank and name != "key")
    length = column.max_length if kind in {"text", "period", "unit"} else None
    return Column(name, name, kind, needed, _CHOICES.get((code, name), ()), length=length)


def _singular(name: str) -> str:
    return "name" if name == "names" else name
