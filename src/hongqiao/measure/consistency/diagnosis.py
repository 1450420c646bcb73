"""A published table, examined: which variant made it, or which gap keeps every variant from doing so."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from hongqiao.measure.admissible import Floats
from hongqiao.measure.consistency import candidates
from hongqiao.measure.consistency.gap import Gap
from hongqiao.measure.consistency.published import Reproduction, rounding_allowance
from hongqiao.measure.consistency.slips import find_slips
from hongqiao.measure.consistency.variants import which_variant

_FEW = 6
"""How many of the best variants are examined for a slip when none reproduces the table."""


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What was found: the best variant, others that reproduce the table as well, and the gaps that remain.

    ``slips`` are single errors in the inputs that would explain the whole table, each with the variant it goes with;
    ``gaps`` are what is left between the best variant and the table.
    """

    best: Reproduction
    equals: tuple[str, ...]
    gaps: tuple[Gap, ...]
    slips: tuple[tuple[str, Gap], ...]

    @property
    def reproduced(self) -> bool:
        """Whether some variant gives every cell."""
        return self.best.reproduced

    @property
    def explained(self) -> bool:
        """Whether the table is reproduced, or one named gap explains why it is not."""
        return self.reproduced or bool(self.slips) or (0 < len(self.gaps) <= max(1, self.best.cells // 4))

    def __str__(self) -> str:
        if self.reproduced:
            more = f" (so do: {'; '.join(self.equals)})" if self.equals else ""
            return f"reproduced by {self.best.name}, {self.best.exact} of {self.best.cells} cells to the digit{more}"
        lines = [f"not reproduced; nearest is {self.best.name}, {self.best.within_rounding} of {self.best.cells} cells"]
        lines += [f"with {name}: {gap.says}" for name, gap in self.slips]
        if len(self.gaps) > max(1, self.best.cells // 2):
            lines.append(
                f"{len(self.gaps)} cells differ, by {self.best.typical:.2g} in the middle: no single gap explains that"
            )
        else:
            lines += [str(gap) for gap in self.gaps]
        return "\n".join(lines)


def diagnose(
    published: ArrayLike,
    formulas: Mapping[str, Callable[..., Floats]],
    inputs: Sequence[ArrayLike],
    decimals: int,
    *,
    names: Sequence[str] = (),
    input_decimals: int | None = None,
) -> Diagnosis:
    """Ranks every candidate against a published table; where none reproduces it, looks for one slip that explains it.

    published: the printed cells, NaN for blanks; formulas: name -> formula over the inputs, the usual first; inputs:
    arrays; decimals, input_decimals: digits printed behind the point. A slip in a single printed cell shows as a gap
    of the best variant; a slip in the inputs is found by undoing each possible one.
    """
    ranked = which_variant(published, formulas, tuple(inputs), decimals, input_decimals)
    best = ranked[0]
    if best.reproduced:
        return Diagnosis(best, tuple(one.name for one in ranked[1:] if one.reproduced), (), ())
    slips: list[tuple[str, Gap]] = []
    near = [one.name for one in ranked[:_FEW] if one.name in formulas]
    # where a single cell differs the variant is known; else an input may be wrong, under any of them
    rounds = [[best.name]] if len(best.gaps) == 1 else [
        [*dict.fromkeys([*near, *list(formulas)[:2]])], [name for name in formulas if name not in near]
    ]  # fmt: skip
    for these in rounds:
        for name in these:
            allowed = _allowance(formulas[name], inputs, input_decimals)
            found = find_slips(formulas[name], inputs, published, decimals, names, allowed)
            slips += [(name, gap) for gap in found]
        if slips:
            break
    return Diagnosis(best, (), best.gaps, tuple(slips))


def _allowance(formula: Callable[..., Floats], inputs: Sequence[ArrayLike], decimals: int | None) -> Floats | float:
    if decimals is None:
        return 0.0
    try:
        return rounding_allowance(formula, inputs, [0.5 * 10.0**-decimals] * len(inputs))
    except ValueError:
        return 0.0


def diagnose_coupling(
    u: ArrayLike,
    published: ArrayLike,
    decimals: int,
    *,
    composite: ArrayLike | None = None,
    weights: ArrayLike | None = None,
    input_decimals: int | None = None,
) -> Diagnosis:
    """A published column of coupling coordination: its variant, or its gap.

    >>> print(diagnose_coupling([[0.5, 0.5], [0.2, 0.8], [0.3, 0.6]], [0.71, 0.63, 0.65], 2))
    reproduced by D = √(C·T), C geometric, T equal mean, 3 of 3 cells to the digit
    """
    formulas = candidates.couplings(composite=composite is not None, weights=weights)
    inputs = (u,) if composite is None else (u, composite)
    return diagnose(
        published, formulas, inputs, decimals, names=("subsystems", "composite"), input_decimals=input_decimals
    )


def diagnose_topsis(
    x: ArrayLike,
    weights: ArrayLike,
    benefit: ArrayLike,
    published: ArrayLike,
    decimals: int,
    *,
    input_decimals: int | None = None,
) -> Diagnosis:
    """A published column of TOPSIS scores: its variant (directions turned and weights exchanged among them), or its gap."""
    formulas = candidates.ideals(weights, benefit, np.asarray(x).shape[1], slips=True)
    return diagnose(published, formulas, (x,), decimals, names=("indicators",), input_decimals=input_decimals)


def diagnose_entropy_weights(
    x: ArrayLike, benefit: ArrayLike, published: ArrayLike, decimals: int, *, input_decimals: int | None = None
) -> Diagnosis:
    """A published row of entropy weights: its variant (a direction turned among them), or its gap."""
    formulas = candidates.entropies(benefit, np.asarray(x).shape[1], slips=True)
    return diagnose(published, formulas, (x,), decimals, names=("indicators",), input_decimals=input_decimals)
