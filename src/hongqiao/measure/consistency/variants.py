"""Which variant of a formula made a published table? All of them are computed and ranked by how they fit."""

import itertools
from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import ArrayLike

from hongqiao.errors import HongqiaoError
from hongqiao.measure.admissible import Floats
from hongqiao.measure.consistency.published import Reproduction, reproduce, rounding_allowance
from hongqiao.measure.coupling import COUPLINGS, coupling, development
from hongqiao.measure.ideal import NORMALISATIONS, WEIGHINGS, topsis
from hongqiao.measure.weighting import ENTROPY_VARIANTS, entropy_weights

SHIFTS = (0.0, 1e-6, 1e-4, 1e-3, 1e-2, 0.1, 1.0)


def which_variant(
    published: ArrayLike,
    candidates: Mapping[str, Callable[..., Floats]],
    inputs: tuple[ArrayLike, ...],
    decimals: int,
    input_decimals: int | None = None,
) -> tuple[Reproduction, ...]:
    """Every candidate compared with a published table, the best first; among equals, in the order given.

    candidates: name -> formula over the inputs; input_decimals: how the inputs were printed, so that their rounding
    is allowed for. A candidate that refuses the inputs stands last with no cell agreeing and its reason as its name.
    """
    found = []
    for name, formula in candidates.items():
        try:
            computed = formula(*[np.asarray(one, dtype=np.float64) for one in inputs])
            allowed: Floats | float = 0.0
            if input_decimals is not None:
                half = 0.5 * 10.0**-input_decimals
                allowed = rounding_allowance(formula, inputs, [half] * len(inputs))
            found.append(reproduce(published, computed, decimals, allowance=allowed, name=name))
        except HongqiaoError as error:
            cells = int(np.isfinite(np.asarray(published, dtype=np.float64)).sum())
            found.append(Reproduction(f"{name}: {error}", cells, 0, 0, float("inf"), ()))
    return tuple(
        sorted(found, key=lambda one: (-one.within_rounding, -one.exact, 0.0 if one.reproduced else one.largest))
    )


def which_coupling(
    u: ArrayLike,
    published: ArrayLike,
    decimals: int,
    *,
    composite: ArrayLike | None = None,
    weights: ArrayLike | None = None,
    input_decimals: int | None = None,
) -> tuple[Reproduction, ...]:
    """Which degree of coupling and which level of development give a published column, the best first.

    u: (places, subsystems); published: (places,). Tried are all couplings of ``hongqiao.measure.coupling`` with T as
    the equal mean, the weighted mean and the composite, D as their root, and C and T by themselves.

    >>> best = which_coupling([[0.5, 0.5], [0.2, 0.8]], [0.707, 0.632], 3)[0]
    >>> best.name, best.reproduced
    ('D = √(C·T), C geometric, T equal mean', True)
    """
    levels: dict[str, Callable[..., Floats]] = {"T equal mean": lambda s, *_: development(s)}
    if weights is not None:
        levels["T weighted mean"] = lambda s, *_: development(s, weights)
    if composite is not None:
        levels["T composite"] = lambda s, c: development(s, composite=c)

    def root(variant: str, level: Callable[..., Floats]) -> Callable[..., Floats]:
        return lambda *given: np.sqrt(coupling(given[0], variant) * level(*given))

    def alone(variant: str) -> Callable[..., Floats]:
        return lambda *given: coupling(given[0], variant)

    candidates = {
        f"D = √(C·T), C {variant}, {name}": root(variant, level)
        for variant, (name, level) in itertools.product(COUPLINGS, levels.items())
    }
    candidates |= {f"C alone, {variant}": alone(variant) for variant in COUPLINGS}
    candidates |= {f"{name} alone": level for name, level in levels.items()}
    inputs = (u,) if composite is None else (u, composite)
    return which_variant(published, candidates, inputs, decimals, input_decimals)


def which_topsis(
    x: ArrayLike, weights: ArrayLike, benefit: ArrayLike, published: ArrayLike, decimals: int
) -> tuple[Reproduction, ...]:
    """Which normalisation and weighing of TOPSIS give published scores, the best first; with d⁺/(d⁺ + d⁻) too,
    which some tables print by mistake.
    """

    def scored(normalise: str, weigh: str) -> Callable[..., Floats]:
        return lambda table: topsis(table, weights, benefit, normalise=normalise, weigh=weigh)

    candidates = {
        f"{normalise} normalisation, weights on {weigh}": scored(normalise, weigh)
        for normalise, weigh in itertools.product(NORMALISATIONS, WEIGHINGS)
    }
    turned = {f"{name}, d⁺ over the sum": _one_minus(formula) for name, formula in candidates.items()}
    return which_variant(published, candidates | turned, (x,), decimals)


def _one_minus(formula: Callable[..., Floats]) -> Callable[..., Floats]:
    return lambda table: 1.0 - formula(table)


def which_entropy_weights(
    x: ArrayLike, benefit: ArrayLike, published: ArrayLike, decimals: int
) -> tuple[Reproduction, ...]:
    """Which normalisation and shift give published entropy weights, the best first."""

    def weighed(normalise: str, shift: float) -> Callable[..., Floats]:
        return lambda table: entropy_weights(table, benefit, normalise=normalise, shift=shift)

    candidates = {
        f"{normalise} normalisation, shift {shift:g}": weighed(normalise, shift)
        for normalise, shift in itertools.product(ENTROPY_VARIANTS, SHIFTS)
        if shift == 0 or normalise == "range"
    }
    return which_variant(published, candidates, (x,), decimals)
