"""Which variant of a formula made a published table? All of them are computed and ranked by how they fit."""

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import ArrayLike

from hongqiao.errors import HongqiaoError
from hongqiao.measure.admissible import Floats
from hongqiao.measure.consistency import candidates
from hongqiao.measure.consistency.published import Reproduction, reproduce, rounding_allowance


def which_variant(
    published: ArrayLike,
    formulas: Mapping[str, Callable[..., Floats]],
    inputs: tuple[ArrayLike, ...],
    decimals: int,
    input_decimals: int | None = None,
) -> tuple[Reproduction, ...]:
    """Every candidate compared with a published table, the best first; among equals, in the order given.

    formulas: name -> formula over the inputs; input_decimals: how the inputs were printed, so that their rounding
    is allowed for. A candidate that refuses the inputs stands last with no cell agreeing and its reason as its name.
    Several candidates may reproduce a table of few digits: see each one's ``reproduced``.
    """
    found = []
    for name, formula in formulas.items():
        try:
            computed = formula(*[np.asarray(one, dtype=np.float64) for one in inputs])
            allowed: Floats | float = 0.0
            if input_decimals is not None:
                half = 0.5 * 10.0**-input_decimals
                allowed = rounding_allowance(formula, inputs, [half] * len(inputs))
            found.append(reproduce(published, computed, decimals, allowance=allowed, name=name))
        except HongqiaoError as error:
            cells = int(np.isfinite(np.asarray(published, dtype=np.float64)).sum())
            found.append(Reproduction(f"{name}: {error}", cells, 0, 0, float("inf"), float("inf"), ()))
    return tuple(
        sorted(
            found,
            key=lambda one: (
                not one.reproduced,
                # a table that is one factor or shift away everywhere is nearer than one with a few lucky cells
                not one.reproduced and not one.whole_table,
                -one.within_rounding,
                -one.exact,
                0.0 if one.reproduced else one.typical,
            ),
        )
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
    the equal mean, the weighted mean and the composite, D as their root, C and T by themselves, and rarer ones (see
    ``candidates.couplings``).

    >>> best = which_coupling([[0.5, 0.5], [0.2, 0.8]], [0.707, 0.632], 3)[0]
    >>> best.name, best.reproduced
    ('D = √(C·T), C geometric, T equal mean', True)
    """
    tried = candidates.couplings(composite=composite is not None, weights=weights)
    inputs = (u,) if composite is None else (u, composite)
    return which_variant(published, tried, inputs, decimals, input_decimals)


def which_topsis(
    x: ArrayLike,
    weights: ArrayLike,
    benefit: ArrayLike,
    published: ArrayLike,
    decimals: int,
    *,
    input_decimals: int | None = None,
) -> tuple[Reproduction, ...]:
    """Which normalisation and weighing of TOPSIS give published scores, the best first; with d⁺/(d⁺ + d⁻) too,
    which some tables print by mistake.
    """
    tried = candidates.ideals(weights, benefit, np.asarray(x).shape[1])
    return which_variant(published, tried, (x,), decimals, input_decimals)


def which_entropy_weights(
    x: ArrayLike, benefit: ArrayLike, published: ArrayLike, decimals: int, *, input_decimals: int | None = None
) -> tuple[Reproduction, ...]:
    """Which normalisation and shift give published entropy weights, the best first."""
    tried = candidates.entropies(benefit, np.asarray(x).shape[1])
    return which_variant(published, tried, (x,), decimals, input_decimals)


def which_entropy_topsis(
    x: ArrayLike, benefit: ArrayLike, published: ArrayLike, decimals: int
) -> tuple[Reproduction, ...]:
    """Which entropy weights together with which TOPSIS give published scores, the best first."""
    return which_variant(published, candidates.weighted_ideals(benefit, np.asarray(x).shape[1]), (x,), decimals)


def which_spread(
    values: ArrayLike, published: ArrayLike, decimals: int, *, input_decimals: int | None = None
) -> tuple[Reproduction, ...]:
    """Which measure of spread between places gives a published row of years, the best first.

    values: (places, years); published: (years,).

    >>> which_spread([[1.0, 2.0], [3.0, 4.0], [8.0, 7.0]], [0.7360, 0.4744], 4)[0].name
    'coefficient of variation, population'
    """
    return which_variant(published, candidates.spreads(), (values,), decimals, input_decimals)
