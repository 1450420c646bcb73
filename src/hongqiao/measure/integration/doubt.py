"""How firm is a field's score? The same cells under other weights, other goalposts and within their own bounds."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from hongqiao.errors import InapplicableOption
from hongqiao.ground.basis import Assumption, Basis, Step
from hongqiao.ground.figure import Figure
from hongqiao.measure.admissible import Floats
from hongqiao.measure.integration.indicators import Goalposts

_VERSION = "1"
LOW, HIGH = 0.05, 0.95


@dataclass(frozen=True, slots=True)
class Doubt:
    """What is varied, and by how much: each weight by ± ``weights``, each chosen goalpost by ± ``goalposts`` of the
    span between both, values within their bounds, all evenly. Goalposts that hold by definition stay.
    """

    draws: int = 1000
    weights: float = 0.25
    goalposts: float = 0.1
    seed: int = 0

    def __post_init__(self) -> None:
        if self.draws < 1 or not 0 <= self.weights < 1 or not 0 <= self.goalposts < 0.5:
            raise InapplicableOption(
                f"doubt: one draw or more, weights in [0, 1), goalposts in [0, .5); got {self.draws}, {self.weights}, "
                f"{self.goalposts}"
            )

    @property
    def basis(self) -> Assumption:
        """The choice itself, as a root of every range that is made by it."""
        return Assumption(
            "The Hongqiao developers",
            f"How far a score may move is told by {self.draws:,} draws: weights ± {self.weights:.0%}, chosen goalposts "
            f"± {self.goalposts:.0%} of their span, values anywhere within their bounds; shown is where nine in ten lie.",
        )


@dataclass(frozen=True, slots=True)
class Placed:
    """One scored cell: the values that it admits, its ends, its score's band and its weight."""

    low: float
    high: float
    ends: Goalposts
    score_low: float
    score_high: float
    weight: float


def drawn_scores(cells: Sequence[Placed], doubt: Doubt, rng: np.random.Generator) -> Floats:
    """Scores of one field (draws,), the weighted mean of its cells in each draw."""
    scores, weights = [], []
    for cell in cells:
        if math.isfinite(cell.low) and math.isfinite(cell.high):
            value = rng.uniform(cell.low, cell.high, doubt.draws)
            span = cell.ends.best - cell.ends.worst
            moved = 0.0 if cell.ends.by_definition else doubt.goalposts * span
            shift = rng.uniform(-1.0, 1.0, (2, doubt.draws)) * moved
            worst, best = cell.ends.worst + shift[0], cell.ends.best + shift[1]
            scores.append(np.clip((value - worst) / (best - worst), 0.0, 1.0))
        else:
            # nothing says where beyond its bound a value lies: its score is anywhere within the band
            scores.append(rng.uniform(cell.score_low, cell.score_high, doubt.draws))
        weights.append(cell.weight * rng.uniform(1.0 - doubt.weights, 1.0 + doubt.weights, doubt.draws))
    table, share = np.array(scores), np.array(weights)
    return np.asarray((table * share).sum(axis=0) / share.sum(axis=0))


def range_of(draws: Floats, basis: Basis, doubt: Doubt) -> Figure:
    """Where nine in ten of the draws lie, as a range that rests on the score and on the choice of what to vary."""
    low, high = (float(end) for end in np.quantile(draws, (LOW, HIGH)))
    step = Step(
        "range under other weights and goalposts",
        _VERSION,
        (basis, doubt.basis),
        (("draws", doubt.draws), ("seed", doubt.seed)),
    )
    return Figure(low, "1", step, comparator="range", value_hi=high)


def ranges(
    fields: Mapping[str, tuple[Sequence[Placed], Basis]], index: Basis | None, doubt: Doubt
) -> tuple[dict[str, Figure], Figure | None]:
    """The range of each scored field, and of the index where there is one.

    fields: name -> (its scored cells, the basis of its score).
    """
    rng = np.random.default_rng(doubt.seed)
    draws = {name: drawn_scores(cells, doubt, rng) for name, (cells, _) in fields.items()}
    found = {name: range_of(draws[name], fields[name][1], doubt) for name in fields}
    if index is None:
        return found, None
    share = rng.uniform(1.0 - doubt.weights, 1.0 + doubt.weights, (len(draws), doubt.draws))
    whole = (np.array(list(draws.values())) * share).sum(axis=0) / share.sum(axis=0)
    return found, range_of(whole, index, doubt)
