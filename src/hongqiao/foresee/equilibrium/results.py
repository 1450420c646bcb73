"""What the model answers: values that hold arrays, and the figures made from them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import overload

import numpy as np
from numpy.typing import NDArray

from hongqiao.errors import BadShock
from hongqiao.ground.basis import Assumption, Basis, Scalar, Step
from hongqiao.ground.figure import Figure

type Vector = NDArray[np.float64]
type Matrix = NDArray[np.float64]
QUANTITIES = ("welfare", "price", "price_index")


@dataclass(frozen=True, slots=True, eq=False)
class Counterfactual:
    """One counterfactual, as ratios to the baseline.

    welfare, price, price_index: (N,); price is that of a region's output, world output being numeraire. Welfare is
    real output p / P, and real expenditure where deficits are additive. residual: largest |excess demand| / output.
    procedure: how it was solved, with the closure. Flows (N, N; exporters in rows) are computed when asked for.
    """

    welfare: Vector
    price: Vector
    price_index: Vector
    residual: float
    iterations: int
    procedure: str
    elasticity: float
    names: tuple[str, ...]
    _shares: Matrix  # importers in rows, shocked, before prices
    _spent: Vector
    _flows: Matrix | None = None

    @property
    def flows(self) -> Matrix:
        """Flows in the counterfactual, in the units of the baseline flows (N, N; exporters in rows)."""
        if self._flows is not None:
            return self._flows
        weighted = self._shares * self.price ** (1 - self.elasticity)
        weighted *= (self._spent / weighted.sum(axis=1))[:, None]
        return np.ascontiguousarray(weighted.T)

    def figure(
        self, region: int | str, flows: Basis, elasticity: Assumption, shock: Basis, quantity: str = "welfare"
    ) -> Figure:
        """The change of one region in per cent as a figure, resting on the flows, the elasticity and the shock."""
        if quantity not in QUANTITIES:
            raise BadShock(f"a counterfactual has {', '.join(QUANTITIES)}, got {quantity!r}")
        index = region if isinstance(region, int) else position(self.names, region)
        value = 100 * (float(getattr(self, quantity)[index]) - 1)
        stated: tuple[tuple[str, Scalar], ...] = (
            ("elasticity", self.elasticity),
            ("procedure", self.procedure),
            ("quantity", quantity),
            ("residual", self.residual),
        )
        label = self.names[index] if self.names else str(index)
        return Figure(value, "%", Step("gravity in changes", "1", (flows, elasticity, shock), stated, selector=label))


@dataclass(frozen=True, slots=True, eq=False)
class Counterfactuals:
    """M counterfactuals stacked: welfare, price, price_index (M, N); residual and iterations (M,)."""

    welfare: Matrix
    price: Matrix
    price_index: Matrix
    residual: Vector
    iterations: NDArray[np.int64]
    links: NDArray[np.int64]
    cost_factor: Vector
    _one: "tuple[Matrix, Matrix, float, str, tuple[str, ...]]"  # shares, spending (M, N), elasticity, procedure, names

    def __len__(self) -> int:
        return len(self.links)

    @overload
    def __getitem__(self, index: int) -> Counterfactual: ...
    @overload
    def __getitem__(self, index: slice) -> list[Counterfactual]: ...
    def __getitem__(self, index: int | slice) -> Counterfactual | list[Counterfactual]:
        if isinstance(index, slice):
            return [self[k] for k in range(*index.indices(len(self)))]
        k = range(len(self))[index]
        shares, spent, elasticity, procedure, names = self._one
        a, b = self.links[k]
        shocked = shares.copy()
        power = self.cost_factor[k] ** (1 - elasticity)
        shocked[a, b] *= power
        shocked[b, a] *= power
        return Counterfactual(
            self.welfare[k], self.price[k], self.price_index[k], float(self.residual[k]), int(self.iterations[k]),
            procedure, elasticity, names, shocked, spent[k],
        )  # fmt: skip

    def __iter__(self) -> Iterator[Counterfactual]:
        return (self[k] for k in range(len(self)))


@dataclass(frozen=True, slots=True)
class LinkValue:
    """One link: its two regions, their names, and what 1 % dearer trade on it does to log welfare, per unit of log cost."""

    a: int
    b: int
    names: tuple[str, str]
    value: float


@dataclass(frozen=True, slots=True, eq=False)
class Interval:
    """Welfare over draws of the elasticity: median and the ends of the central `level` (N,), and the draws' count."""

    low: Vector
    median: Vector
    high: Vector
    level: float
    draws: int


def position(names: tuple[str, ...], wanted: str) -> int:
    """The index of a region by name; raises BadShock with the nearest names where there is none."""
    if wanted in names:
        return names.index(wanted)
    from difflib import get_close_matches

    near = get_close_matches(wanted, names, 3) or list(names[:5])
    raise BadShock(f"no region is called {wanted!r}; near it: {', '.join(near) or 'the model has no names'}")
