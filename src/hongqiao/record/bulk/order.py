"""In which order the rows of a file can be written: parents before their parts, and no row above itself."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from hongqiao.record.bulk.columns import empty
from hongqiao.record.bulk.spool import Line, Spool
from hongqiao.record.bulk.tables import Table, tables

_STEPS = 10_000  # a chain of parents longer than this is taken for a circle


@dataclass(frozen=True, slots=True)
class Pass:
    """One way through a table: the rows that lie equally deep in their tree."""

    table: Table
    depth: int


@dataclass(slots=True)
class Order:
    """The passes over a file, how deep each row lies, and which rows lie above themselves, with the way round."""

    spool: Spool
    passes: list[Pass] = field(default_factory=list)
    circles: dict[tuple[str, str], str] = field(default_factory=dict)
    depths: dict[str, dict[str, int]] = field(default_factory=dict)

    def rows(self, step: Pass) -> Iterator[Line]:
        """The rows of one pass."""
        depths = self.depths.get(step.table.name, {})
        for line in self.spool.rows(step.table.name):
            if depths.get(_text(line[1].get("id")), 0) == step.depth:
                yield line


def ordered(spool: Spool) -> Order:
    """Find the order; only rows that name a parent are remembered on the way."""
    order = Order(spool)
    for table in tables():
        if table.name not in spool.counts:
            continue
        deepest = 0
        if table.tree:
            parents = {
                _text(cells.get("id")): _text(cells[table.tree])
                for _row, cells, _wrong in spool.rows(table.name)
                if not empty(cells.get(table.tree)) and not empty(cells.get("id"))
            }
            depths = _depths(table, parents, order)
            order.depths[table.name] = depths
            deepest = max(depths.values(), default=0)
        order.passes += [Pass(table, depth) for depth in range(deepest + 1)]
    return order


def _depths(table: Table, parents: dict[str, str], order: Order) -> dict[str, int]:
    depths: dict[str, int] = {}
    stored = _Stored(table)
    for key in parents:
        way = [key]
        while way[-1] in parents and way[-1] not in depths and len(way) < _STEPS:
            above = parents[way[-1]]
            if above in way:
                round_ = [*way[way.index(above) :], above]
                for item in round_:
                    order.circles[table.name, item] = " in ".join(round_)
                break
            way.append(above)
        for item in reversed(way):
            above = parents.get(item)
            if item not in depths:
                depths[item] = depths.get(above, 0) + 1 if above is not None else 0
        if (table.name, key) not in order.circles and (found := _through_the_record(key, parents, stored)):
            order.circles[table.name, key] = " in ".join(found)
    return {key: depth for key, depth in depths.items() if key in parents}


def _through_the_record(key: str, parents: dict[str, str], stored: "_Stored") -> list[str]:
    """The way from a row back to itself, where it leads through rows that the record holds already."""
    way, above = [key], parents.get(key)
    while above is not None and len(way) < _STEPS:
        way.append(above)
        if above == key:
            return way
        above = parents[above] if above in parents else stored.parent(above)
        if above in way[1:]:
            return []
    return []


class _Stored:
    """The parents that the record holds, looked up one by one and remembered."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.known: dict[str, str | None] = {}

    def parent(self, key: str) -> str | None:
        if key not in self.known:
            if len(self.known) > _STEPS:
                self.known.clear()
            column = self.table.by_name[self.table.tree].attribute
            row = self.table.model._default_manager.filter(pk=key).values_list(column, flat=True).first()
            self.known[key] = row
        return self.known[key]


def _text(cell: Any) -> str:
    return "" if cell is None else str(cell).strip()
