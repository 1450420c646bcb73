"""How expenditure follows output when trade is not balanced: three closures, each by name.

A region's spending E differs from its output Y by its deficit. What happens to the deficit in a counterfactual is
an assumption that changes results by some tenths of a percentage point, so it is named, never implied:

- ``multiplicative``: spending stays the same multiple of output, E' = (E / Y) p Y, scaled by one common factor so
  that the world spends what it earns (Baier, Yotov & Zylkin 2019).
- ``additive``: the deficit stays the same amount in units of world output, E' = p Y + (E - Y)
  (Dekle, Eaton & Kortum 2007).
- ``balanced``: deficits are first removed by solving for the balanced world, then E' = p Y
  (Dekle, Eaton & Kortum 2008).
"""

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

type Deficits = Literal["multiplicative", "additive", "balanced"]
DEFICITS: tuple[str, ...] = get_args(Deficits.__value__)
type Vector = NDArray[np.float64]
type Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Closure:
    """Spending as a function of prices: `ratio` times output plus `amount`, both (N,)."""

    ratio: Vector
    amount: Vector
    scaled: bool

    @classmethod
    def of(cls, deficits: Deficits, output: Vector, expenditure: Vector) -> "Closure":
        """The closure of a name; `balanced` expects flows that are balanced already."""
        none, one = np.zeros_like(output), np.ones_like(output)
        match deficits:
            case "multiplicative":
                return cls(expenditure / output, none, scaled=True)
            case "additive":
                return cls(one, expenditure - output, scaled=False)
            case "balanced":
                return cls(one, none, scaled=False)
            case other:
                raise ValueError(f"deficits is one of {', '.join(DEFICITS)}, got {other!r}")

    def expenditure(self, price: NDArray[np.float64], output: Vector) -> NDArray[np.float64]:
        """Spending at prices (N,) or (N, scenarios), world output being held at its baseline."""
        shape = (-1,) + (1,) * (price.ndim - 1)
        earned = price * output.reshape(shape)
        spent: NDArray[np.float64] = self.ratio.reshape(shape) * earned + self.amount.reshape(shape)
        if self.scaled:
            spent *= earned.sum(axis=0) / spent.sum(axis=0)
        return spent

    def sensitivity(self, output: Vector, expenditure: Vector) -> Vector:
        """The derivative of log E by log p at the baseline (N,), the common scale of `multiplicative` apart."""
        return self.ratio * output / expenditure
