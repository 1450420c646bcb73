"""Composite: data and metadata in, scores, ranks and their intervals out."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from hongqiao.errors import BrokenHierarchy, HongqiaoError, InapplicableOption
from hongqiao.ground.basis import Basis, Column, Scalar, Step
from hongqiao.ground.figure import Figure
from hongqiao.ground.panel import Panel
from hongqiao.measure.admissible import Floats
from hongqiao.measure.composite.hierarchy import Hierarchy
from hongqiao.measure.composite.pipeline import Prepared, group_column, prepare, scores_of, weighted
from hongqiao.measure.composite.recipe import Recipe
from hongqiao.measure.composite.table import table_of
from hongqiao.measure.composite.uncertainty import drawn_shares, ranks, reweighted

_VERSION = "1"


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """What was varied, and what could not be, with the reason."""

    draws: int
    noise: float
    seed: int
    methods: tuple[str, ...]
    left_out: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Opened:
    """A score and what it is made of, down to the indicators and the columns that they stand in."""

    code: str
    name: str
    score: float
    weight: float
    parts: tuple["Opened", ...] = ()
    raw: float | None = None
    unit: str = ""
    column: str | None = None
    denominator: str | None = None
    imputed: bool = False
    treatment: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Scored:
    """Scores and ranks of all aggregates from the root down, and intervals of the root's.

    ``scores`` and ``ranks`` have one row per row of the data, ``intervals`` the root's score and rank with the
    quantiles of 5, 50 and 95 % over the draws.
    """

    scores: pl.DataFrame
    ranks: pl.DataFrame
    intervals: pl.DataFrame
    uncertainty: Uncertainty
    notes: tuple[str, ...]
    tree: Hierarchy
    recipe: Recipe
    key: str
    rows: tuple[str, ...]
    prepared: dict[str, Prepared] = field(repr=False)
    dataset: str = field(repr=False)

    def open(self, row: str, code: str | None = None) -> Opened:
        """The make-up of one score of one row (a unit, or unit and time joined by ``|`` in a panel)."""
        return self._opened(self._at(row), code or self.tree.root.code, 1.0)

    def _opened(self, at: int, code: str, weight: float) -> Opened:
        node = self.tree.node(code)
        if not node.is_indicator:
            parts = tuple(self._opened(at, child.code, share) for child, share in self.tree.shares(code))
            return Opened(code, node.name, float(self.scores[code][at]), weight, parts)
        made = self.prepared[code]
        raw = None if np.isnan(made.raw[at]) else float(made.raw[at])
        return Opened(
            code, node.name, float(made.normalised[at]), weight, (), raw, node.unit, code,
            node.denominator if self.recipe.denominate else None, bool(made.imputed[at]), made.treatment,
        )  # fmt: skip

    def figure(self, row: str, code: str | None = None) -> Figure:
        """One score as a figure: a step over steps, down to the columns of the data set."""
        at, wanted = self._at(row), code or self.tree.root.code
        node = self.tree.node(wanted)
        value = self.prepared[wanted].normalised[at] if node.is_indicator else self.scores[wanted][at]
        return Figure(float(value), "index", self._basis(wanted, row))

    def _basis(self, code: str, row: str) -> Basis:
        node = self.tree.node(code)
        if node.is_indicator:
            # a unit's own cell first, then the whole column, whose ends and spread set the scale
            columns: list[Basis] = [Column(self.dataset, code, row)]
            if self.recipe.denominate and node.denominator is not None:
                columns.append(Column(self.dataset, node.denominator, row))
            if code not in self.recipe.goalposts:
                columns.append(Column(self.dataset, code))
            chosen: tuple[tuple[str, Scalar], ...] = (
                ("direction", node.direction),
                ("normalise", self.recipe.normalise),
                ("treatment", self.prepared[code].treatment),
            )
            return Step("normalised indicator", _VERSION, tuple(columns), chosen, selector=f"{self.key}={row}; {code}")
        below = self.tree.shares(code)
        share: tuple[tuple[str, Scalar], ...] = tuple((f"weight {child.code}", part) for child, part in below)
        return Step(
            f"{self.recipe.method_of(code)} mean",
            _VERSION,
            tuple(self._basis(child.code, row) for child, _ in below),
            share,
            selector=f"{self.key}={row}; {code}",
        )

    def _at(self, row: str) -> int:
        if row not in self.rows:
            raise InapplicableOption(f"no row {row!r} among {len(self.rows)}, such as {self.rows[0]!r}")
        return self.rows.index(row)


class Composite:
    """A composite index in the manner of COINr and the handbook of OECD and JRC (2008).

    data: one row per unit (column ``uCode``), or per unit and time (``Time`` with more than one value makes a
    panel, normalised over all years so that they are comparable); meta: one row per indicator and aggregate (see
    ``Hierarchy.from_meta``). Both as a CSV path, polars, pandas or mapping. Further keywords are choices of
    ``Recipe``; ``weights`` gives weights by code. An option that cannot apply is refused by name.

    >>> data = {"uCode": ["a", "b", "c", "d"], "rail": [4.0, 2.0, 1.0, 3.0], "minutes": [17.0, 40.0, 30.0, 20.0]}
    >>> meta = [{"iCode": "rail", "Parent": "link", "Type": "Indicator", "Direction": 1},
    ...         {"iCode": "minutes", "Parent": "link", "Type": "Indicator", "Direction": -1},
    ...         {"iCode": "link", "Parent": None, "Type": "Aggregate", "Direction": 1}]
    >>> Composite(data, meta).run(draws=100).scores["link"].round(2).to_list()
    [100.0, 16.67, 21.74, 76.81]
    """

    def __init__(
        self,
        data: Any,
        meta: Any,
        *,
        weights: dict[str, float] | None = None,
        recipe: Recipe | None = None,
        **choices: Any,
    ) -> None:
        self.data = table_of(data, "data")
        self.tree = Hierarchy.from_meta(table_of(meta, "metadata")).reweighted(weights or {})
        self.recipe = (recipe or Recipe()).but(**choices) if choices else recipe or Recipe()
        self.key = "uCode" if "uCode" in self.data.columns else self.data.columns[0]
        panel = "Time" in self.data.columns and self.data["Time"].n_unique() > 1
        units = [str(value) for value in self.data[self.key].to_list()]
        self.times = np.array([f"{value:g}" for value in self.data["Time"].cast(pl.Float64)]) if panel else None
        self.rows = tuple(units if self.times is None else [f"{u}|{t}" for u, t in zip(units, self.times, strict=True)])
        if len(set(self.rows)) != len(self.rows):
            doubled = sorted({row for row in self.rows if self.rows.count(row) > 1})[:8]
            raise BrokenHierarchy(f"data: rows that stand more than once: {', '.join(doubled)}")

    def run(self, *, draws: int = 1000, noise: float = 0.25, seed: int = 0) -> Scored:
        """Scores, ranks and their intervals.

        The intervals come from ``draws`` random weightings (each weight times 1 ± ``noise``), shared out over the
        methods that can apply: as chosen, without treatment of outliers, with z-scores, with geometric means on a
        span from 1. Those that cannot apply are listed with their reason.
        """
        prepared = prepare(self.data, self.tree, self.recipe, self.times)
        tree = weighted(self.tree, self.recipe, prepared)
        scores = scores_of(tree, self.recipe, {code: made.normalised for code, made in prepared.items()})
        drawn, uncertainty = self._drawn(tree, prepared, draws, noise, seed)
        names = self._names()
        root = scores[tree.root.code]
        low, middle, high = np.quantile(drawn, (0.05, 0.5, 0.95), axis=0, method="inverted_cdf")
        ordered = {code: self._ranked(values[None])[0] for code, values in scores.items()}
        intervals = names.with_columns(
            pl.Series("score", root),
            pl.Series("rank", ordered[tree.root.code]),
            pl.Series("rank_low", low.astype(np.int64)),
            pl.Series("rank_median", middle.astype(np.int64)),
            pl.Series("rank_high", high.astype(np.int64)),
        )
        keyed = self.data.with_columns(pl.Series("__row", self.rows))
        return Scored(
            names.with_columns([pl.Series(code, values) for code, values in scores.items()]),
            names.with_columns([pl.Series(code, values) for code, values in ordered.items()]),
            intervals, uncertainty, self._notes(tree, prepared), tree, self.recipe, self.key, self.rows, prepared,
            Panel(keyed, "__row", dict.fromkeys(self.data.columns, "1"),
                  dict.fromkeys(self.data.columns, Column("content", "all"))).sha256,
        )  # fmt: skip

    def _names(self) -> pl.DataFrame:
        names = self.data.select(pl.col(self.key).cast(pl.String))
        return names if self.times is None else names.with_columns(self.data["Time"])

    def _ranked(self, scores: Floats) -> NDArray[np.int32]:
        """Ranks (draws, rows), within each year of a panel."""
        if self.times is None:
            return ranks(scores)
        found = np.empty(scores.shape, dtype=np.int32)
        for time in dict.fromkeys(self.times.tolist()):
            found[:, self.times == time] = ranks(scores[:, self.times == time])
        return found

    def _drawn(
        self, tree: Hierarchy, prepared: dict[str, Prepared], draws: int, noise: float, seed: int
    ) -> tuple[NDArray[np.int32], Uncertainty]:
        lowest = self.recipe.span[0] if self.recipe.span[0] > 0 else 0.01 * (self.recipe.span[1] - self.recipe.span[0])
        alternatives = {"as chosen": self.recipe}
        if self.recipe.treat != "none":
            alternatives["outliers untreated"] = self.recipe.but(treat="none")
        if self.recipe.normalise != "zscore" and not self.recipe.goalposts:
            alternatives["z-scores"] = self.recipe.but(normalise="zscore")
        if self.recipe.one_method == "arithmetic" and self.recipe.normalise == "range":
            span = (lowest, max(self.recipe.span[1], 2 * lowest))
            alternatives[f"geometric means on {span[0]:g} to {span[1]:g}"] = self.recipe.but(
                aggregate="geometric", span=span
            )
        rng = np.random.default_rng(seed)
        each = -(-draws // len(alternatives))
        ordered, methods, left_out = [], [], []
        for name, recipe in alternatives.items():
            try:
                made = prepared if recipe is self.recipe else prepare(self.data, tree, recipe, self.times)
                normalised = {code: one.normalised for code, one in made.items()}
                ordered.append(self._draw_of(tree, recipe, normalised, each, noise, rng))
                methods.append(name)
            except HongqiaoError as error:
                left_out.append((name, str(error)))
        return np.concatenate(ordered), Uncertainty(
            sum(map(len, ordered)), noise, seed, tuple(methods), tuple(left_out)
        )

    def _draw_of(
        self, tree: Hierarchy, recipe: Recipe, normalised: dict[str, Floats], draws: int, noise: float,
        rng: np.random.Generator,
    ) -> NDArray[np.int32]:  # fmt: skip
        codes = [node.code for node in tree.indicators]
        levels = {
            node.code: drawn_shares(np.array([part for _, part in tree.shares(node.code)]), draws, noise, rng)
            for node in tree.aggregates
        }
        if recipe.one_method is not None:
            # means of one kind nest: the weight of an indicator is the product of the weights above it
            above = {tree.root.code: np.ones(draws)}
            for node in tree.aggregates:
                for position, (child, _) in enumerate(tree.shares(node.code)):
                    above[child.code] = above[node.code] * levels[node.code][:, position]
            weights = np.column_stack([above[code] for code in codes])
            table = np.column_stack([normalised[code] for code in codes])
            scores, _ = reweighted(table, weights, recipe.one_method)
            return self._ranked(scores)
        found = []
        for draw in range(draws):
            weights_now = {
                child.code: float(levels[node.code][draw, position])
                for node in tree.aggregates
                for position, (child, _) in enumerate(tree.shares(node.code))
            }
            found.append(scores_of(tree.reweighted(weights_now), recipe, normalised)[tree.root.code])
        return self._ranked(np.array(found))

    def _notes(self, tree: Hierarchy, prepared: dict[str, Prepared]) -> tuple[str, ...]:
        notes = []
        filled = {code: int(made.imputed.sum()) for code, made in prepared.items() if made.imputed.any()}
        if filled:
            column = group_column(self.data, tree, self.recipe)
            method = self.recipe.impute or "group-mean"
            by = f" by {column}" if method.startswith("group") else ""
            each = ", ".join(f"{code} {count}" for code, count in filled.items())
            notes.append(f"imputed {sum(filled.values())} values with {method}{by}: {each}")
        notes.extend(self._missing_rows())
        for treatment in ("winsorised", "logarithm"):
            codes = [code for code, made in prepared.items() if made.treatment == treatment]
            if codes:
                notes.append(f"outliers, {treatment}: {', '.join(codes)}")
        return tuple(notes)

    def _missing_rows(self) -> list[str]:
        """Units of a panel that lack a year which others have."""
        if self.times is None:
            return []
        years = list(dict.fromkeys(self.times.tolist()))
        units = dict.fromkeys(str(value) for value in self.data[self.key].to_list())
        lacking = {unit: [year for year in years if f"{unit}|{year}" not in self.rows] for unit in units}
        return [f"no row for {unit} in {', '.join(gaps)}" for unit, gaps in lacking.items() if gaps]
