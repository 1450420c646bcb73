"""Who makes what, and what that says: advantage, proximity, density, complexity, fitness."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from hongqiao.errors import SeparateBlocks, ShapeMismatch, TooFewPoints
from hongqiao.measure.admissible import (
    Flags,
    Floats,
    finite,
    no_empty_place,
    not_negative,
    presence,
    suspect_total,
    variant_of,
)

PROXIMITIES = ("minimum", "cosine", "jaccard", "correlation")
COUNTINGS = ("steps", "states")
_SAME = 1e-9
_LEAST = 2


def balassa_index(x: ArrayLike) -> Floats:
    """Revealed comparative advantage: share of a product in a place over its share everywhere.

    x: (places, products), values. Returns the same shape; a product that nobody makes gives 0.
    Raises EmptyPlace, NegativeShare, MissingValue. Source: Balassa (1965).
    """
    values = no_empty_place(not_negative(x, 2, "Balassa index"), "Balassa index")
    suspect_total(values, "Balassa index")
    column = values.sum(axis=0)
    # a product that stands nowhere has no share to divide by: it is nobody's advantage
    everywhere = np.where(column > 0, column, 1.0) / values.sum()
    return np.asarray(values / values.sum(axis=1, keepdims=True) / everywhere, dtype=np.float64)


def balassa(x: ArrayLike) -> Flags:
    """Where a place has revealed comparative advantage: (x / row) / (column / total) >= 1.

    x: (places, products), values. Returns a matrix of booleans. Source: Balassa (1965).

    >>> balassa([[30.0, 10.0], [10.0, 50.0]]).tolist()
    [[True, False], [False, True]]
    """
    return np.asarray(balassa_index(x) >= 1.0)


def diversity(m: ArrayLike) -> Floats:
    """Number of products in which each place is present."""
    return np.asarray(presence(m, "diversity").sum(axis=1))


def ubiquity(m: ArrayLike) -> Floats:
    """Number of places in which each product is present."""
    return np.asarray(presence(m, "ubiquity").sum(axis=0))


def fitness(x: ArrayLike, iterations: int = 20, *, counting: str = "steps") -> tuple[Floats, Floats]:
    """Fitness of places and complexity of products by the non-linear map, normalised to mean 1 at each step.

    x: (places, products): presence (booleans, or zeros and ones), taken as it stands; or other values, such as exports
    or jobs, of which the advantage is taken first (``balassa``). Returns (places, products). Each step gives a place the
    sum of its products' complexities, and a product the harmonic sum of its places' fitness, both from the step before.
    ``counting="steps"`` makes as many steps as there are iterations; ``"states"`` counts the initial state of ones as
    the first iteration, as the R package economiccomplexity does, and so makes one step less.
    Some fitness values tend to zero as iterations grow (Pugliese, Zaccaria & Pietronero 2016), so number and counting
    belong to the result. Raises TooFewPoints, EmptyPlace, EmptyIndustry, UnknownVariant.
    Source: Tacchella, Cristelli, Caldarelli, Gabrielli & Pietronero (2012).

    >>> places, products = fitness([[1, 1, 1], [1, 1, 0], [1, 0, 0]], iterations=2)
    >>> places.round(4).tolist(), products.round(4).tolist()
    ([1.8333, 0.8333, 0.3333], [0.3448, 0.7586, 1.8966])
    """
    variant_of(counting, COUNTINGS, "fitness, counting")
    values = finite(x, 2, "fitness")
    table = presence(values if ((values == 0) | (values == 1)).all() else balassa(values), "fitness")
    if iterations < 1:
        raise TooFewPoints(f"fitness: got {iterations} iterations, need at least one")
    of_place, of_product = np.ones(table.shape[0]), np.ones(table.shape[1])
    for _ in range(iterations if counting == "steps" else iterations - 1):
        place, product = table @ of_product, 1.0 / ((1.0 / of_place) @ table)
        of_place, of_product = place / place.mean(), product / product.mean()
    return of_place, of_product


def _common(table: Floats) -> Floats:
    """How many places hold both products: exact in float32 while counts stay below 2**24, and twice as fast."""
    if table.shape[0] < 1 << 24:
        single = table.astype(np.float32)
        return np.asarray((single.T @ single).astype(np.float64))
    return np.asarray(table.T @ table)


def proximity(m: ArrayLike, variant: str = "minimum") -> Floats:
    """How often two products stand in the same places.

    m: (places, products), zeros and ones. Returns (products, products), symmetric, 1 on the diagonal. Variants:
    ``minimum``: the smaller conditional probability (Hidalgo, Klinger, Barabási & Hausmann 2007);
    ``cosine``; ``jaccard``; ``correlation`` (Pearson, from −1). Some packages set the diagonal to 0: say so when
    comparing with them.

    >>> proximity([[1, 1, 1], [1, 1, 0], [1, 0, 0]]).round(3).tolist()
    [[1.0, 0.667, 0.333], [0.667, 1.0, 0.5], [0.333, 0.5, 1.0]]
    """
    variant_of(variant, PROXIMITIES, "proximity")
    table = presence(m, "proximity")
    many = table.sum(axis=0)
    both = _common(table)
    if variant == "minimum":
        both /= np.maximum(many[:, None], many)
        return both
    if variant == "cosine":
        return np.asarray(both / np.sqrt(np.outer(many, many)))
    if variant == "jaccard":
        return np.asarray(both / (many[:, None] + many - both))
    places = table.shape[0]
    if (many == places).any():
        raise ShapeMismatch("proximity by correlation: a product that stands in every place has no correlation")
    spread = np.sqrt(many * (places - many))
    return np.asarray((places * both - np.outer(many, many)) / np.outer(spread, spread))


def density(m: ArrayLike, proximity: ArrayLike) -> Floats:
    """How near a place is to a product: the share of the product's proximity that the place already holds.

    m: (places, products), zeros and ones; proximity: (products, products). Returns (places, products), 0 to 1
    for proximities that are not negative. Source: Hidalgo, Klinger, Barabási & Hausmann (2007), equation S10.

    >>> m = [[1, 1, 1], [1, 1, 0], [1, 0, 0]]
    >>> density(m, proximity(m)).round(3).tolist()
    [[1.0, 1.0, 1.0], [0.833, 0.769, 0.455], [0.5, 0.308, 0.182]]
    """
    table, near = presence(m, "density"), finite(proximity, 2, "proximity")
    if near.shape != (table.shape[1], table.shape[1]):
        raise ShapeMismatch(f"proximity of shape {near.shape} for {table.shape[1]} products")
    held = table @ near
    held /= near.sum(axis=0)
    return held


def _standard(values: Floats) -> Floats:
    return np.asarray((values - values.mean()) / values.std())


def eci(m: ArrayLike) -> tuple[Floats, Floats]:
    """Economic complexity of places and of products, both standardised (mean 0, standard deviation 1).

    m: (places, products), zeros and ones. Returns (eci, pci). The ECI is the eigenvector to the second largest
    eigenvalue of the places' transition matrix D⁻¹ M U⁻¹ Mᵀ; it is found from the symmetric matrix of the
    smaller side. Its sign is such that it correlates with diversity; a product's index is the mean over its
    places. Raises SeparateBlocks where that eigenvector is not unique, TooFewPoints under two places or products.
    Source: Hidalgo & Hausmann (2009); Hausmann, Hidalgo et al. (2014), The Atlas of Economic Complexity.

    >>> places, products = eci([[1, 1, 1, 1], [1, 1, 0, 0], [1, 0, 0, 0]])
    >>> places.round(3).tolist(), products.round(3).tolist()
    ([1.336, -0.267, -1.069], [-1.414, -0.471, 0.943, 0.943])
    """
    table = presence(m, "complexity")
    if min(table.shape) < _LEAST:
        raise TooFewPoints(f"complexity: got {table.shape[0]} places and {table.shape[1]} products, need two of each")
    many, rare = table.sum(axis=1), table.sum(axis=0)
    balanced = table * (1.0 / np.sqrt(many))[:, None]
    balanced *= 1.0 / np.sqrt(rare)
    by_place = table.shape[0] <= table.shape[1]
    vector, values = _second(balanced @ balanced.T if by_place else balanced.T @ balanced)
    if values[0] > 1 - _SAME:
        raise SeparateBlocks("complexity: the places fall into groups that share no product; take one group at a time")
    if len(values) > 1 and values[0] - values[1] < _SAME:
        raise SeparateBlocks("complexity: the second eigenvalue is double, so that no single order of places exists")
    of_place = vector / np.sqrt(many) if by_place else (table @ (vector / np.sqrt(rare))) / many
    sign = float(np.corrcoef(of_place, many)[0, 1]) if many.std() > 0 else 1.0
    of_place = of_place if sign >= 0 else -of_place
    of_product = (of_place @ table) / rare
    return _standard(of_place), _standard(of_product)


def _second(symmetric: Floats) -> tuple[Floats, Floats]:
    """The eigenvector to the second largest eigenvalue, with that eigenvalue and the third."""
    from scipy.linalg import eigh

    size = symmetric.shape[0]
    values, vectors = eigh(symmetric, subset_by_index=[max(size - 3, 0), size - 1], check_finite=False)
    return np.asarray(vectors[:, -2]), np.asarray(values[:-1][::-1])


def reflections(m: ArrayLike, iterations: int = 18) -> tuple[Floats, Floats]:
    """The method of reflections: averages of averages, standardised at the end.

    m: (places, products), zeros and ones; iterations: an even number, so that places are described by places.
    Returns (places, products). Its order tends to that of ``eci`` while its spread tends to zero.
    Source: Hidalgo & Hausmann (2009), equations 3 and 4.
    """
    table = presence(m, "reflections")
    if iterations < _LEAST or iterations % 2:
        raise TooFewPoints(f"reflections: got {iterations} iterations, need an even number of two or more")
    many, rare = table.sum(axis=1), table.sum(axis=0)
    of_place, of_product = many, rare
    for _ in range(iterations):
        of_place, of_product = table @ of_product / many, of_place @ table / rare
        # each average shrinks the spread; centring and rescaling changes nothing in the standardised result
        # but keeps it above rounding
        centre, scale = of_place.mean(), max(float(np.ptp(of_place)), float(np.ptp(of_product)), 1e-300)
        of_place, of_product = (of_place - centre) / scale, (of_product - centre) / scale
    return _standard(of_place), _standard(of_product)


def outlook(m: ArrayLike, proximity: ArrayLike, pci: ArrayLike) -> tuple[Floats, Floats]:
    """How much complexity lies near a place, and what each new product would add to it.

    m: (places, products), zeros and ones; proximity: (products, products); pci: (products,). Returns the complexity
    outlook index (places,): Σ density · PCI over products that a place lacks; and the complexity outlook gain
    (places, products): Σ φ/Σφ · PCI over the lacking products, zero where the product is held already.
    Source: Hausmann, Hidalgo et al. (2014), The Atlas of Economic Complexity, technical box 4.
    """
    table, near, worth = presence(m, "outlook"), finite(proximity, 2, "proximity"), finite(pci, 1, "pci")
    if near.shape != (table.shape[1], table.shape[1]) or worth.shape != (table.shape[1],):
        raise ShapeMismatch(f"proximity {near.shape} and pci {worth.shape} for {table.shape[1]} products")
    whole = near.sum(axis=0)
    lacking = 1.0 - table
    index = (lacking * (table @ near / whole)) @ worth
    return np.asarray(index), np.asarray(lacking * ((lacking * worth / whole) @ near))


@dataclass(frozen=True, slots=True)
class Complexity:
    """All measures of one table of places and products."""

    advantage: Floats
    presence: Flags
    proximity: Floats
    density: Floats
    eci: Floats
    pci: Floats
    diversity: Floats
    ubiquity: Floats
    outlook_index: Floats
    outlook_gain: Floats


def complexity(x: ArrayLike) -> Complexity:
    """Advantage, proximity, density, complexity and outlook of one table of values, in one pass.

    x: (places, products), values such as exports or jobs.

    >>> complexity([[9.0, 9.0, 9.0], [9.0, 9.0, 1.0], [9.0, 1.0, 1.0]]).diversity.tolist()
    [2.0, 2.0, 1.0]
    """
    advantage = balassa_index(x)
    there = advantage >= 1.0
    table = presence(there, "complexity")
    near = proximity(table)
    of_place, of_product = eci(table)
    # the same products as in `density` and `outlook`, each computed once
    whole = near.sum(axis=0)
    held = table @ near
    held /= whole
    lacking = 1.0 - table
    index = np.einsum("ij,ij,j->i", lacking, held, of_product)
    gain = (lacking * (of_product / whole)) @ near
    gain *= lacking
    return Complexity(
        advantage, there, near, held, of_place, of_product, table.sum(axis=1), table.sum(axis=0), index, gain
    )
