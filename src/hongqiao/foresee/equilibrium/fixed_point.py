"""The fixed point of prices, accelerated after Anderson (1965) in the form of Walker & Ni (2011)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hongqiao.errors import EmptiedMarket, NotConverged
from hongqiao.foresee.equilibrium.closure import Closure
from hongqiao.foresee.equilibrium.kernels import sales

type Vector = NDArray[np.float64]
type Matrix = NDArray[np.float64]

TOLERANCE = 2e-13  # of the market-clearing residual, a thousand roundings of float64
MOST_ITERATIONS = 5_000
_MEMORY = 6


@dataclass(frozen=True, slots=True)
class Equilibrium:
    """Prices and price indices as ratios to the baseline (N,), largest |excess demand| / output, iterations."""

    price: Vector
    price_index: Vector
    residual: float
    iterations: int


def equilibrium(shares: Matrix, output: Vector, closure: Closure, elasticity: float) -> Equilibrium:
    """Prices that clear every market at shocked shares (N, N; importers in rows), world output as numeraire.

    Raises NotConverged with the residual reached, and returns nothing that looks like an answer;
    EmptiedMarket where additive deficits leave a region without spending.
    """
    size = len(output)
    world = output.sum()
    log_price = np.zeros(size)
    demand, inner = np.empty(size), np.empty(size)
    points: list[Vector] = []
    steps: list[Vector] = []
    best = np.inf
    for iteration in range(1, MOST_ITERATIONS + 1):
        price = np.exp(log_price)
        spent = closure.expenditure(price, output)
        if spent.min() <= 0:
            if not steps:
                raise EmptiedMarket(
                    f"regions {np.flatnonzero(spent <= 0).tolist()[:10]} would spend nothing or less: their deficits "
                    "cannot stay the same amount; choose deficits='multiplicative' or 'balanced'"
                )
            log_price, points, steps = _restart(points)
            continue
        competitiveness = np.exp((1 - elasticity) * log_price)
        sales(shares, competitiveness, spent, demand, inner)
        # excess demand in logs: zero where what is sold equals what is made
        excess = np.log(demand * competitiveness / (price * output))
        residual = float(np.abs(np.expm1(excess)).max())
        if not np.isfinite(residual):
            raise NotConverged(f"prices left the range of float64 after {iteration} iterations (residual {best:.1e})")
        if residual <= TOLERANCE:
            return Equilibrium(price, inner ** (1 / (1 - elasticity)), residual, iteration)
        if residual > 10 * best and len(steps) > 1:
            log_price, points, steps = _restart(points)
            best = residual
            continue
        best = min(best, residual)
        renewed = log_price + excess / elasticity
        renewed -= np.log((np.exp(renewed) * output).sum() / world)
        points.append(renewed)
        steps.append(renewed - log_price)
        del points[: -_MEMORY - 1], steps[: -_MEMORY - 1]
        log_price = _mixed(points, steps)
        log_price = log_price - np.log((np.exp(log_price) * output).sum() / world)
    raise NotConverged(
        f"no equilibrium found: after {MOST_ITERATIONS} iterations the largest excess demand is still {best:.1e} "
        f"of output (needed {TOLERANCE:.0e}); nothing is returned"
    )


def _mixed(points: list[Vector], steps: list[Vector]) -> Vector:
    if len(steps) == 1:
        return points[-1]
    differences = np.diff(np.array(steps), axis=0).T
    moved = np.diff(np.array(points), axis=0).T
    weights = np.linalg.lstsq(differences, steps[-1], rcond=1e-12)[0]
    mixed: Vector = points[-1] - moved @ weights
    return mixed


def _restart(points: list[Vector]) -> tuple[Vector, list[Vector], list[Vector]]:
    # an overshooting mixture is dropped; the last plain step is where the iteration is known to go on from
    return points[-1], [], []
