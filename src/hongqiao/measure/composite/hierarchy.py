"""The tree of a composite: indicators with direction and weight, and the aggregates above them."""

import math
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from hongqiao.errors import BrokenHierarchy, UnmatchedWeights

KINDS = ("Indicator", "Aggregate", "Denominator", "Group", "Other")


@dataclass(frozen=True, slots=True)
class Node:
    """One indicator or aggregate; ``direction`` is 1 where more is better, −1 where less is."""

    code: str
    name: str
    parent: str | None
    weight: float
    direction: int = 1
    unit: str = ""
    denominator: str | None = None
    is_indicator: bool = True


@dataclass(frozen=True, slots=True)
class Hierarchy:
    """Indicators, aggregates from the root down, and the columns that scale or group the units."""

    indicators: tuple[Node, ...]
    aggregates: tuple[Node, ...]
    denominators: tuple[str, ...]
    groups: tuple[str, ...]

    @classmethod
    def from_meta(cls, meta: pl.DataFrame) -> "Hierarchy":
        """A tree from a table with columns iCode, Parent, Type and, if wanted, iName, Direction, Weight, Unit,
        Denominator (the layout of COINr's iMeta). Raises BrokenHierarchy with the code that is wrong.
        """
        missing = [column for column in ("iCode", "Parent", "Type") if column not in meta.columns]
        if missing:
            raise BrokenHierarchy(f"metadata: no column {', '.join(missing)}; there are {', '.join(meta.columns)}")
        rows = meta.to_dicts()
        codes = [_text(row["iCode"]) for row in rows]
        doubled = sorted({code for code in codes if codes.count(code) > 1})
        if doubled or "" in codes:
            raise BrokenHierarchy(
                f"metadata: codes must be there once each; doubled or empty: {doubled or ['(empty)']}"
            )
        unknown = {code: row["Type"] for code, row in zip(codes, rows, strict=True) if row["Type"] not in KINDS}
        if unknown:
            raise BrokenHierarchy(f"metadata: types are {', '.join(KINDS)}; got {unknown}")
        of_kind = {kind: [row for row in rows if row["Type"] == kind] for kind in KINDS}
        indicators = tuple(_node(row, is_indicator=True) for row in of_kind["Indicator"])
        aggregates = tuple(_node(row, is_indicator=False) for row in of_kind["Aggregate"])
        scales = tuple(_text(row["iCode"]) for row in of_kind["Denominator"])
        return cls(
            indicators,
            _from_the_root(indicators, aggregates),
            scales,
            tuple(_text(r["iCode"]) for r in of_kind["Group"]),
        )

    @property
    def root(self) -> Node:
        """The one node without a parent."""
        return self.aggregates[0]

    def children(self, code: str) -> list[Node]:
        """What is directly beneath an aggregate, in the order of the metadata."""
        return [node for node in (*self.aggregates, *self.indicators) if node.parent == code]

    def node(self, code: str) -> Node:
        """The indicator or aggregate of this code."""
        for node in (*self.aggregates, *self.indicators):
            if node.code == code:
                return node
        raise BrokenHierarchy(f"no indicator or aggregate {code!r}")

    def shares(self, code: str) -> list[tuple[Node, float]]:
        """Children of an aggregate with their weights scaled to sum to 1."""
        below = self.children(code)
        total = sum(node.weight for node in below)
        return [(node, node.weight / total) for node in below]

    def reweighted(self, weights: dict[str, float]) -> "Hierarchy":
        """The same tree with weights given by code; refuses codes that it does not have."""
        known = {node.code for node in (*self.indicators, *self.aggregates)}
        stray = sorted(set(weights) - known)
        if stray:
            raise UnmatchedWeights(f"weights for unknown codes: {', '.join(stray)}")

        def with_weight(node: Node) -> Node:
            return replace(node, weight=_weight(node.code, weights.get(node.code, node.weight)))

        changed = replace(
            self,
            indicators=tuple(map(with_weight, self.indicators)),
            aggregates=tuple(map(with_weight, self.aggregates)),
        )
        _refuse_weightless(changed.indicators, changed.aggregates)
        return changed

    def effective_weights(self, code: str) -> dict[str, float]:
        """Weight of each indicator in an aggregate: the product of the scaled weights on the way down."""
        found: dict[str, float] = {}
        for node, share in self.shares(code):
            if node.is_indicator:
                found[node.code] = share
            else:
                for inner, part in self.effective_weights(node.code).items():
                    found[inner] = share * part
        return found


def _text(value: Any) -> str:
    return "" if value is None or (isinstance(value, float) and math.isnan(value)) else str(value).strip()


def _weight(code: str, value: Any) -> float:
    weight = float(value)
    if not math.isfinite(weight) or weight < 0:
        raise UnmatchedWeights(f"{code}: a weight is a number of zero or more, got {value!r}")
    return weight


def _node(row: dict[str, Any], *, is_indicator: bool) -> Node:
    code = _text(row["iCode"])
    direction = row.get("Direction")
    if _text(direction) not in {"", "1", "1.0", "-1", "-1.0"}:
        raise BrokenHierarchy(f"{code}: a direction is 1 (more is better) or -1, got {direction!r}")
    weight = row.get("Weight")
    return Node(
        code=code,
        name=_text(row.get("iName")) or code,
        parent=_text(row["Parent"]) or None,
        weight=1.0 if _text(weight) == "" else _weight(code, weight),
        direction=-1 if _text(direction).startswith("-") else 1,
        unit=_text(row.get("Unit")),
        denominator=_text(row.get("Denominator")) or None,
        is_indicator=is_indicator,
    )


def _refuse_weightless(indicators: tuple[Node, ...], aggregates: tuple[Node, ...]) -> None:
    total: dict[str, float] = defaultdict(float)
    for node in (*indicators, *aggregates):
        if node.parent is not None:
            total[node.parent] += node.weight
    empty = [node.code for node in aggregates if total.get(node.code, 0.0) == 0]
    if empty:
        raise BrokenHierarchy(f"aggregates with nothing beneath them, or only weights of zero: {', '.join(empty)}")


def _from_the_root(indicators: tuple[Node, ...], aggregates: tuple[Node, ...]) -> tuple[Node, ...]:
    if not indicators or not aggregates:
        raise BrokenHierarchy(
            f"metadata: {len(indicators)} indicators and {len(aggregates)} aggregates; need some of each"
        )
    known = {node.code for node in aggregates}
    orphans = [node.code for node in (*indicators, *aggregates) if node.parent is not None and node.parent not in known]
    loose = [node.code for node in indicators if node.parent is None]
    if orphans or loose:
        raise BrokenHierarchy(f"metadata: parents that are no aggregate, or none: {', '.join(orphans + loose)}")
    roots = [node for node in aggregates if node.parent is None]
    if len(roots) != 1:
        raise BrokenHierarchy(
            f"metadata: one aggregate stands above all; without a parent are {[n.code for n in roots]}"
        )
    _refuse_weightless(indicators, aggregates)
    ordered, level = list(roots), list(roots)
    while level:
        above = {node.code for node in level}
        level = [node for node in aggregates if node.parent in above]
        ordered.extend(level)
    if len(ordered) != len(aggregates):
        circular = sorted(known - {node.code for node in ordered})
        raise BrokenHierarchy(f"metadata: aggregates above themselves: {', '.join(circular)}")
    return tuple(ordered)
