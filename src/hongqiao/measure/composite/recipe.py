"""The choices a composite is made by, each named; nothing else influences a score."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self

from hongqiao.errors import InapplicableOption
from hongqiao.measure.admissible import variant_of
from hongqiao.measure.composite.combination import AGGREGATIONS
from hongqiao.measure.composite.preparation import IMPUTATIONS
from hongqiao.measure.composite.scaling import NORMALISATIONS

TREATMENTS = ("winsorise", "none")
WEIGHTINGS = ("given", "equal", "entropy")


@dataclass(frozen=True, slots=True)
class Recipe:
    """How indicators become scores.

    ``impute`` is ``None`` for group means by the coarsest group column (the one with the fewest groups) where the
    data has one; without gaps it does nothing. ``goalposts`` fixes the ends of an indicator's scale by code.
    ``aggregate`` is one method for all aggregates, or a mapping of aggregate code to method.
    """

    denominate: bool = True
    impute: str | None = None
    impute_by: str | None = None
    treat: str = "winsorise"
    skew: float = 2.0
    kurt: float = 3.5
    most_points: int = 5
    normalise: str = "range"
    span: tuple[float, float] = (0.0, 100.0)
    goalposts: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    weight: str = "given"
    aggregate: str | Mapping[str, str] = "arithmetic"

    def __post_init__(self) -> None:
        if self.impute is not None:
            variant_of(self.impute, IMPUTATIONS, "imputation")
        variant_of(self.treat, TREATMENTS, "treatment of outliers")
        variant_of(self.normalise, NORMALISATIONS, "normalisation")
        variant_of(self.weight, WEIGHTINGS, "weighting")
        for method in [self.aggregate] if isinstance(self.aggregate, str) else self.aggregate.values():
            variant_of(method, AGGREGATIONS, "aggregation")
        if not self.span[0] < self.span[1]:
            raise InapplicableOption(f"a span runs upwards, got {self.span}")
        if self.goalposts and self.normalise != "range":
            raise InapplicableOption(f"goalposts belong to the normalisation `range`; {self.normalise!r} has none")

    def method_of(self, code: str) -> str:
        """The aggregation of one aggregate; arithmetic where a mapping does not name it."""
        return self.aggregate if isinstance(self.aggregate, str) else self.aggregate.get(code, "arithmetic")

    def but(self, **changes: Any) -> Self:
        """The same recipe with some choices changed."""
        return replace(self, **changes)

    @property
    def one_method(self) -> str | None:
        """The aggregation where all aggregates share one that nests into effective weights, else None."""
        return self.aggregate if isinstance(self.aggregate, str) and self.aggregate != "topsis" else None
