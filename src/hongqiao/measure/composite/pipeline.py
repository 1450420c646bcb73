"""From a table and a tree to scores: each step keeps what it did to which indicator."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from hongqiao.errors import BrokenHierarchy, InapplicableOption, UnmatchedWeights
from hongqiao.measure.admissible import Floats
from hongqiao.measure.composite.combination import combine
from hongqiao.measure.composite.hierarchy import Hierarchy, Node
from hongqiao.measure.composite.outlier import treat
from hongqiao.measure.composite.preparation import denominate, impute
from hongqiao.measure.composite.recipe import Recipe
from hongqiao.measure.composite.scaling import normalise
from hongqiao.measure.weighting import entropy_weights


@dataclass(frozen=True, slots=True)
class Prepared:
    """One indicator on its way: raw, complete, treated, normalised; each array has one entry per row."""

    raw: Floats
    complete: Floats
    imputed: NDArray[np.bool_]
    treated: Floats
    treatment: str
    normalised: Floats


def indicator_values(data: pl.DataFrame, node: Node) -> Floats:
    """One indicator's column as float64 with gaps as NaN."""
    if node.code not in data.columns:
        raise BrokenHierarchy(f"the data has no column {node.code!r}, which the metadata names as an indicator")
    if not data[node.code].dtype.is_numeric() and data[node.code].null_count() < data.height:
        raise InapplicableOption(f"{node.code}: the column holds text, not numbers")
    return np.asarray(data[node.code].cast(pl.Float64).fill_null(float("nan")).to_numpy())


def group_column(data: pl.DataFrame, tree: Hierarchy, recipe: Recipe) -> str | None:
    """The column to impute by: the one named, else the group column with the fewest groups."""
    if recipe.impute_by is not None:
        if recipe.impute_by not in data.columns:
            raise InapplicableOption(f"imputation by {recipe.impute_by!r}: the data has no such column")
        return recipe.impute_by
    candidates = [code for code in tree.groups if code in data.columns]
    return min(candidates, key=lambda code: data[code].n_unique()) if candidates else None


def grouping(data: pl.DataFrame, column: str | None, times: NDArray[np.str_] | None) -> NDArray[np.str_] | None:
    """Group names per row; in a panel a group is one of a year."""
    if column is None:
        return None
    names = np.array([str(value) for value in data[column].to_list()])
    return names if times is None else np.char.add(np.char.add(names, "|"), times)


def prepare(
    data: pl.DataFrame, tree: Hierarchy, recipe: Recipe, times: NDArray[np.str_] | None = None
) -> dict[str, Prepared]:
    """Every indicator denominated, imputed, treated and normalised by the recipe."""
    column = group_column(data, tree, recipe)
    method = recipe.impute or ("none" if column is None else "group-mean")
    groups = grouping(data, column, times)
    stray = sorted(set(recipe.goalposts) - {node.code for node in tree.indicators})
    if stray:
        raise InapplicableOption(f"goalposts for unknown indicators: {', '.join(stray)}")
    found = {}
    for node in tree.indicators:
        raw = indicator_values(data, node)
        scaled = raw
        if recipe.denominate and node.denominator is not None:
            if node.denominator not in data.columns:
                raise BrokenHierarchy(f"{node.code}: the data has no denominator column {node.denominator!r}")
            by = data[node.denominator].cast(pl.Float64).fill_null(float("nan")).to_numpy()
            scaled = denominate(raw, by, node.code)
        complete, filled = impute(scaled, method, groups, node.code)
        treated, treatment = complete, "untouched"
        if recipe.treat == "winsorise" and node.code not in recipe.goalposts:
            done = treat(complete, skew=recipe.skew, kurt=recipe.kurt, most=recipe.most_points)
            treated, treatment = done.values, done.method
        ends = recipe.goalposts.get(node.code)
        normalised = normalise(
            treated, node.direction, recipe.normalise, span=recipe.span, goalposts=ends, what=node.code
        )
        found[node.code] = Prepared(raw, complete, filled, treated, treatment, normalised)
    return found


def weighted(tree: Hierarchy, recipe: Recipe, prepared: dict[str, Prepared]) -> Hierarchy:
    """The tree with the weights of the recipe: as given, equal within each level, or by entropy among indicators."""
    if recipe.weight == "given":
        return tree
    everyone = {node.code: 1.0 for node in (*tree.indicators, *tree.aggregates)}
    if recipe.weight == "equal":
        return tree.reweighted(everyone)
    for node in tree.aggregates:
        below = [child for child in tree.children(node.code) if child.is_indicator]
        if len(below) > 1:
            table = np.column_stack([prepared[child.code].normalised for child in below])
            share = entropy_weights(table, np.ones(len(below), dtype=bool), normalise="range")
            everyone |= {child.code: float(value) for child, value in zip(below, share, strict=True)}
    return tree.reweighted(everyone)


def scores_of(tree: Hierarchy, recipe: Recipe, normalised: dict[str, Floats]) -> dict[str, Floats]:
    """Scores of every aggregate, from the leaves up; returned from the root down."""
    missing = [node.code for node in tree.indicators if node.code not in normalised]
    if missing:
        raise UnmatchedWeights(f"no normalised values for {', '.join(missing)}")
    found: dict[str, Floats] = {}
    for node in reversed(tree.aggregates):
        below = tree.shares(node.code)
        table = np.column_stack([{**normalised, **found}[child.code] for child, _ in below])
        share = np.array([part for _, part in below])
        method = recipe.method_of(node.code)
        combined = combine(table, share, method, what=node.code)
        if method == "topsis":
            combined = recipe.span[0] + combined * (recipe.span[1] - recipe.span[0])
        found[node.code] = combined
    return {node.code: found[node.code] for node in tree.aggregates}
