"""Composite indices: a tree of indicators, a recipe of named choices, scores that open down to their columns."""

from hongqiao.measure.composite.composite import Composite, Opened, Scored, Uncertainty
from hongqiao.measure.composite.hierarchy import Hierarchy, Node
from hongqiao.measure.composite.recipe import Recipe
from hongqiao.measure.composite.uncertainty import ranks, reweighted

__all__ = ["Composite", "Hierarchy", "Node", "Opened", "Recipe", "Scored", "Uncertainty", "ranks", "reweighted"]
