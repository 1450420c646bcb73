"""Rows of a file held against the record: what each would add or change, and what is wrong with it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from hongqiao.errors import CircularPlan, DuplicateId, OnlyGrows, UnknownColumn, UnknownRow
from hongqiao.record import models
from hongqiao.record.bulk import columns
from hongqiao.record.bulk.cells import DERIVED, cells_of, complete, in_bulk, link_id
from hongqiao.record.bulk.columns import LANGUAGES, Column, empty
from hongqiao.record.bulk.meaning import Meaning
from hongqiao.record.bulk.order import Order, Pass
from hongqiao.record.bulk.parts import Texts
from hongqiao.record.bulk.spool import Line, Spool, Wrong
from hongqiao.record.bulk.tables import PARTS, Table, tables
from hongqiao.record.storing import quote_row

CHUNK = 500
_NAMED = frozenset({"place", "institution", "indicator", "programme", "plan", "measure", "event", "project", "target"})


@dataclass(slots=True)
class Prepared:
    """One row of a file: what it would become, and what became of it."""

    number: int
    key: str
    row: Any = None
    outcome: str = "refused"
    wrong: list[Wrong] = field(default_factory=list)
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    quotes: list[models.Quote] = field(default_factory=list)
    given: frozenset[str] = frozenset()
    implied: bool = False

    def refuse(self, column: str, got: object, right: str, error: str) -> None:
        """Note what is wrong with it."""
        self.wrong.append((column, columns.shown(got), right, error))


class Checker:
    """Prepares the rows of a file, a chunk at a time; rows of the file that come later may refer to earlier ones.

    While a file is looked through, nothing of it is stored: `coming` remembers the ids that would be there by then.
    """

    def __init__(self, order: Order, texts: Texts, meaning: Meaning) -> None:
        self.order, self.texts, self.meaning = order, texts, meaning
        self.rows_of: dict[str, dict[str, int]] = {}
        self.coming: dict[str, set[str]] = {}
        self.taken: set[tuple[Any, ...]] = set()
        self.aliases = dict(_aliases(order.spool))

    def chunks(self, step: Pass) -> Iterator[list[Line]]:
        """The rows of a pass in chunks."""
        chunk: list[Line] = []
        for line in self.order.rows(step):
            chunk.append(line)
            if len(chunk) == CHUNK:
                yield chunk
                chunk = []
        if chunk:
            yield chunk

    def prepare(self, table: Table, lines: Sequence[Line], *, looking: bool) -> list[Prepared]:
        """What becomes of some rows; `looking` where nothing is stored on the way."""
        self.meaning.look_up(table, lines)
        prepared = [self._read(table, line) for line in lines]
        existing = in_bulk(table, {item.key for item, _ in prepared if item.key})
        for item, values in prepared:
            self._fill(table, item, values, existing.get(item.key))
        if table.code in DERIVED:  # the id of a link is known only now
            existing |= in_bulk(table, {item.key for item, _ in prepared if item.row is not None} - set(existing))
            for item, values in prepared:
                if item.row is not None and item.key in existing:
                    item.quotes.clear()
                    self._fill(table, item, values, existing[item.key])
        found = [item for item, _ in prepared]
        self._once(table, found, looking=looking)
        self._references(table, found)
        self._unique(table, [item for item in found if item.row is not None], looking=looking)
        self.meaning.check(table, found, existing)
        for item in found:
            if not item.wrong and item.row is not None:
                self._compare(table, item, existing.get(item.key))
            if item.wrong:
                item.outcome = "refused"
            elif looking:
                self.coming.setdefault(table.name, set()).add(item.key)
        return found

    # ---- cells --------------------------------------------------------------------------------------------

    def _read(self, table: Table, line: Line) -> tuple[Prepared, dict[str, Any]]:
        number, cells, wrong = line
        item = Prepared(number, "", wrong=list(wrong))
        values: dict[str, Any] = {}
        for name, cell in cells.items():
            column = table.by_name[name]
            if empty(cell):
                values[name] = None
                continue
            try:
                values[name] = columns.read(column, cell)
            except columns.Wrong as error:
                item.refuse(name, cell, error.right, error.error)
        item.given = frozenset(name for name, value in values.items() if value is not None)
        key = values.get("id") or self.meaning.key_of(table, values) or ""
        item.key = self.aliases.get((table.name, key), key)
        return item, values

    def _fill(self, table: Table, item: Prepared, values: dict[str, Any], existing: Any) -> None:
        self.meaning.defaults(table, item, values, existing)
        attributes = (
            {column.attribute: getattr(existing, column.attribute) for column in table.columns} if existing else {}
        )
        if table.code not in DERIVED and not item.key:
            if not any(column == "id" for column, *_ in item.wrong):
                item.refuse("id", None, table.by_name["id"].right, "BadValue")
            return
        quotes: dict[str, dict[str, Any]] = {}
        for name, value in values.items():
            column = table.by_name[name]
            if column.kind in {"name", "others"}:
                names = attributes[column.attribute] = dict(attributes.get(column.attribute) or {})
                _name(names, column, value)
            elif column.kind.startswith("quote "):
                quotes.setdefault(column.key, {})[column.kind.removeprefix("quote ")] = value
            elif name != "id":
                attributes[column.attribute] = self._value(table, column, value)
        for column in table.columns:
            if column.needed and column.name != "id" and not column.kind.startswith("quote "):
                value = attributes.get(column.attribute)
                if value in (None, "") and not any(name == column.name for name, *_ in item.wrong):
                    item.refuse(column.name, None, column.right, "BadValue")
        named = any((attributes.get("names") or {}).values()) or any(
            name.startswith("name_") for name, *_ in item.wrong
        )
        if table.code in _NAMED and not named:
            item.refuse("name_en", None, "a name in at least one language would be right", "BadValue")
        for key, parts in quotes.items():
            self._quote(table, item, key, parts, attributes)
        if item.wrong:
            return
        attributes.pop("id", None)
        row = table.model(**attributes)
        row.pk = item.key
        if table.code in DERIVED and not item.key:
            row.pk = item.key = link_id(row)
        complete(row)
        item.row = row

    def _value(self, table: Table, column: Column, value: Any) -> Any:
        if value is None:
            model = table.model._meta.get_field(column.attribute)
            return None if model.null or model.has_default() is False else model.get_default()
        if column.kind == "reference":
            return self.aliases.get((column.to, value), value)
        return value

    def _quote(self, table: Table, item: Prepared, key: str, parts: dict[str, Any], attributes: dict[str, Any]) -> None:
        document, exact, start = parts.get("document"), parts.get("exact"), parts.get("start")
        attribute = table.by_name[f"{key}_document"].attribute
        if document is None and exact is None:
            if table.by_name[f"{key}_document"].needed:
                item.refuse(
                    f"{key}_exact", None, "words that stand in a document, and its id, would be right", "BadValue"
                )
            attributes[attribute] = None
            return
        document = self.aliases.get(("documents", document), document)
        text = self.texts.of(document) if document else None
        if text is None:
            item.refuse(
                f"{key}_document",
                document,
                "the id of a document in the record or in this file would be right",
                UnknownRow.__name__,
            )
            return
        if start is None:
            if not exact or text.text.count(exact) != 1:
                count = text.text.count(exact) if exact else 0
                item.refuse(
                    f"{key}_exact",
                    exact,
                    f"words that stand in the document once would be right, these stand {count} times: say where by {key}_start",
                    "QuoteMismatch",
                )
                return
            start = text.text.index(exact)
        end = parts.get("end") or start + len(exact or "")
        if exact is not None and text.text[start:end] != exact:
            item.refuse(
                f"{key}_exact", exact, f"the document says {text.text[start:end][:200]!r} there", "QuoteMismatch"
            )
            return
        quote = quote_row(models.Document(id=document), text, start, end)
        item.quotes.append(quote)
        attributes[attribute] = quote.id

    # ---- rows among each other ------------------------------------------------------------------------------

    def _once(self, table: Table, found: Iterable[Prepared], *, looking: bool) -> None:
        if not looking:
            return
        rows = self.rows_of.setdefault(table.name, {})
        for item in found:
            if not item.key:
                continue
            if item.key in rows:
                item.refuse(
                    "id",
                    item.key,
                    f"an id of its own would be right; row {rows[item.key]} bears this one already",
                    DuplicateId.__name__,
                )
            else:
                rows[item.key] = item.number
            if way := self.order.circles.get((table.name, item.key)):
                item.refuse(
                    table.tree, way, "a parent that does not lie in its own part would be right", CircularPlan.__name__
                )

    def _references(self, table: Table, found: Sequence[Prepared]) -> None:
        for column in table.columns:
            if column.kind != "reference" and not (column.kind == "id" and column.to):
                continue
            wanted = {
                str(getattr(item.row, column.attribute))
                for item in found
                if item.row is not None and getattr(item.row, column.attribute)
            }
            wanted -= self.coming.get(column.to, set())
            if not wanted:
                continue
            target = next(other for other in tables() if other.name == column.to)
            absent = wanted - set(target.model._default_manager.filter(pk__in=wanted).values_list("pk", flat=True))
            for item in found:
                if item.row is not None and getattr(item.row, column.attribute) in absent:
                    got = getattr(item.row, column.attribute)
                    if item.implied and column.name == "fact" and got == item.key:
                        continue  # the fact that a target or a watched quantity shares its id with is made with it
                    if column.name == table.tree and (table.name, got) in self.order.circles:
                        continue
                    item.refuse(column.name, got, column.right, UnknownRow.__name__)

    def _unique(self, table: Table, found: Sequence[Prepared], *, looking: bool) -> None:
        """No two rows share what only one may bear."""
        for names in _unique_columns(table):
            attributes = [table.model._meta.get_field(name).attname for name in names]
            mine = {item.key: tuple(getattr(item.row, name) for name in attributes) for item in found}
            first = {values[0] for values in mine.values()}
            others = table.model._default_manager.filter(**{f"{attributes[0]}__in": first}).values_list(
                "pk", *attributes
            )
            taken = {tuple(values): key for key, *values in others}
            for item in found:
                values = mine[item.key]
                if None in values or item.wrong:
                    continue
                bearer = taken.get(values, item.key)
                mark = (table.code, names, values)
                if bearer != item.key or (looking and mark in self.taken):
                    item.refuse(
                        names[-1],
                        " · ".join(map(str, values)),
                        f"{' and '.join(names)} of its own would be right; another row bears this already",
                        DuplicateId.__name__,
                    )
                elif looking:
                    self.taken.add(mark)

    def _compare(self, table: Table, item: Prepared, existing: Any) -> None:
        if existing is None:
            item.outcome = "added"
            return
        item.row.position = existing.position
        before = cells_of(table, existing)
        after = _with_quotes(table, item)
        differ = [name for name in {**before, **after} if before.get(name) != after.get(name)]
        if not differ:
            item.outcome = "same"
            return
        item.before = {name: before.get(name) for name in differ}
        item.after = {name: after.get(name) for name in differ}
        item.outcome = "changed"
        if table.only_grows and not self.meaning.corrected(table, item, existing) and item.outcome == "changed":
            item.refuse(
                differ[0],
                after.get(differ[0]),
                f"{before.get(differ[0])!r} stands in the record, where this table only grows: a correction is a row with an id of its own",
                OnlyGrows.__name__,
            )


def _name(names: dict[str, Any], column: Column, value: Any) -> None:
    if column.kind == "name":
        names.pop(column.key, None)
        if value:
            names[column.key] = value
        return
    for language in [language for language in names if language not in LANGUAGES]:
        del names[language]
    names |= value or {}


def _with_quotes(table: Table, item: Prepared) -> dict[str, Any]:
    for quote in item.quotes:
        for column in table.columns:
            if column.kind == "quote document" and getattr(item.row, column.attribute) == quote.id:
                setattr(item.row, column.key, quote)
    return cells_of(table, item.row)


def _unique_columns(table: Table) -> Iterator[tuple[str, ...]]:
    for column in table.model._meta.concrete_fields:
        if column.unique and not column.primary_key:
            yield (column.name,)
    for constraint in table.model._meta.constraints:
        if names := getattr(constraint, "fields", ()):
            yield tuple(names)


_NATURAL = {"documents": "bytes_hash", "data_sets": "hash", "claims": "key"}


def _aliases(spool: Spool) -> Iterator[tuple[tuple[str, str], str]]:
    """Ids of the file that the record knows under another one: the same bytes are one document."""
    for table in tables():
        natural = _NATURAL.get(table.name)
        if natural is None or table.name not in spool.counts:
            continue
        waiting: dict[str, str] = {}
        for _row, cells, _wrong in spool.rows(table.name):
            if cells.get(natural) and cells.get("id"):
                waiting[str(cells[natural])] = str(cells["id"])
            if len(waiting) >= CHUNK:
                yield from _known(table, natural, waiting)
                waiting = {}
        yield from _known(table, natural, waiting)


def _known(table: Table, natural: str, waiting: dict[str, str]) -> Iterator[tuple[tuple[str, str], str]]:
    rows = table.model._default_manager.filter(**{f"{natural}__in": list(waiting)}).values_list(natural, "pk")
    for value, key in rows:
        if waiting[value] != key:
            yield (table.name, waiting[value]), key


def require_known(spool: Spool) -> None:
    """Raise where a table or a column of the file is unknown: nothing is dropped silently."""
    from hongqiao.record.bulk.parts import COLUMNS
    from hongqiao.record.bulk.tables import table as named

    for name, header in spool.headers.items():
        if name == PARTS:
            unknown = [column for column in header if column not in COLUMNS]
            if unknown:
                raise UnknownColumn(f"{PARTS} has no column {unknown[0]!r}; it has {', '.join(COLUMNS)}")
            continue
        found = named(name)
        for column in header:
            found.column(column)
