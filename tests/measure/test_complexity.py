"""Complexity: a published table, plain references, invariances."""

import csv

import numpy as np
import polars as pl
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from hongqiao.errors import (
    BadSpecification,
    EmptyIndustry,
    EmptyPlace,
    MissingValue,
    NegativeShare,
    SeparateBlocks,
    ShapeMismatch,
    TooFewPoints,
)
from hongqiao.measure import (
    balassa,
    balassa_index,
    complexity_table,
    density,
    eci,
    fitness,
    outlook,
    proximity,
    reflections,
)
from hongqiao.measure.complexity import complexity

tables = arrays(np.float64, st.tuples(st.integers(3, 7), st.integers(3, 7)), elements=st.integers(1, 1000).map(float))


@pytest.fixture(scope="module")
def world_trade(shared_data):
    folder = shared_data / "measure" / "economiccomplexity"
    rows = list(csv.DictReader((folder / "world_trade_avg_1998_to_2000.csv").read_text().splitlines()))
    places = sorted({row["country"] for row in rows})
    products = sorted({row["product"] for row in rows})
    table = np.zeros((len(places), len(products)))
    at = {name: i for i, name in enumerate(places)}, {name: i for i, name in enumerate(products)}
    for row in rows:
        table[at[0][row["country"]], at[1][row["product"]]] = float(row["value"])
    expected = [
        {row[""]: float(row["0"]) for row in csv.DictReader((folder / name).read_text().splitlines())}
        for name in ("expected_eci_country.csv", "expected_pci_product.csv")
    ]
    return places, products, table, expected


def test_no_balassa_cell_of_world_trade_differs(world_trade):
    places, products, table, _ = world_trade
    found = balassa(table)
    literal = (table / table.sum(axis=1)[:, None]) / (table.sum(axis=0) / table.sum()) >= 1
    assert (len(places), len(products), int(found.sum())) == (226, 785, 31951)
    assert int((found != literal).sum()) == 0


def test_fitness_of_world_trade_is_as_published(world_trade):
    places, products, table, (of_country, of_product) = world_trade
    published = [of_country[name] for name in places]
    np.testing.assert_allclose(fitness(balassa(table), iterations=20)[0], published, atol=2e-4, rtol=0)
    np.testing.assert_array_equal(fitness(table, iterations=20)[0], fitness(balassa(table), iterations=20)[0])
    # the three products that the published summary prints, to four significant digits
    goods = dict(zip(products, fitness(table, iterations=20)[1], strict=True))
    for product, value in (("7433", 25.5809), ("6750", 9.1511), ("9110", 8.6705)):
        assert goods[product] == pytest.approx(value, rel=2e-4)
    # the published run counts the initial state as its first iteration: that gives every digit of both sides
    countries, goods = fitness(balassa(table), iterations=20, counting="states")
    np.testing.assert_allclose(countries, published, atol=1e-12, rtol=0)
    np.testing.assert_allclose(goods, [of_product[name] for name in products], atol=1e-12, rtol=0)


def test_the_eigenvector_agrees_with_the_whole_transition_matrix(world_trade):
    m = balassa(world_trade[2]).astype(float)
    many, rare = m.sum(axis=1), m.sum(axis=0)
    step = (m / many[:, None]) @ (m / rare).T
    # plain power iteration, with the leading eigenvector (all ones, weighted by diversity) taken out at each step
    plain = many.copy()
    for _ in range(2000):
        plain = step @ plain
        plain -= (plain @ many) / many.sum()
        plain /= np.abs(plain).max()
    plain *= np.sign(np.corrcoef(plain, many)[0, 1])
    places, products = eci(m)
    np.testing.assert_allclose(places, (plain - plain.mean()) / plain.std(), atol=1e-8)
    goods = plain @ m / rare
    np.testing.assert_allclose(products, (goods - goods.mean()) / goods.std(), atol=1e-8)


def test_reflections_tend_to_the_eigenvector(world_trade):
    m = balassa(world_trade[2])
    assert np.corrcoef(reflections(m, 30)[0], eci(m)[0])[0, 1] > 0.999


def _connected(table):
    try:
        return eci(balassa(table))
    except SeparateBlocks:
        assume(False)


@settings(max_examples=60, deadline=None)
@given(x=tables, factor=st.floats(0.01, 100), data=st.data())
def test_complexity_is_free_of_scale_and_order(x, factor, data):
    # values a rounding away from the threshold of 1 may fall on either side when scaled
    assume((np.abs(balassa_index(x) - 1) > 1e-9).all())
    rows = list(data.draw(st.permutations(range(x.shape[0]))))
    columns = list(data.draw(st.permutations(range(x.shape[1]))))
    np.testing.assert_array_equal(balassa(x * factor), balassa(x))
    moved = x[np.ix_(rows, columns)]
    np.testing.assert_array_equal(balassa(moved), balassa(x)[np.ix_(rows, columns)])
    m = balassa(x)
    places, products = fitness(m)
    moved_places, moved_products = fitness(balassa(moved))
    np.testing.assert_allclose(moved_places, places[rows], rtol=1e-6, atol=1e-12)
    np.testing.assert_allclose(moved_products, products[columns], rtol=1e-6, atol=1e-12)
    np.testing.assert_allclose(proximity(m[:, columns]), proximity(m)[np.ix_(columns, columns)])
    np.testing.assert_allclose(density(m[rows], proximity(m)), density(m, proximity(m))[rows])


@settings(max_examples=40, deadline=None)
@given(x=tables)
def test_a_place_counted_twice_leaves_proximity_and_the_order_of_complexity(x):
    places, products = _connected(x)
    m = balassa(x)
    twice = np.vstack([m, m])
    np.testing.assert_allclose(proximity(twice), proximity(m))
    again, goods = eci(twice)
    # where diversity does not tell the direction the sign is free
    assume(abs(np.corrcoef(places, m.sum(axis=1))[0, 1]) > 1e-6 if m.sum(axis=1).std() else False)
    np.testing.assert_allclose(again[: len(places)], places, atol=1e-6)
    np.testing.assert_allclose(goods, products, atol=1e-6)


@settings(max_examples=40, deadline=None)
@given(x=tables)
def test_fitness_and_density_match_a_plain_loop(x):
    m = balassa(x)
    place, product = [1.0] * m.shape[0], [1.0] * m.shape[1]
    for _ in range(5):
        p = [sum(product[j] for j in range(m.shape[1]) if m[i, j]) for i in range(m.shape[0])]
        q = [1 / sum(1 / place[i] for i in range(m.shape[0]) if m[i, j]) for j in range(m.shape[1])]
        place, product = [v / np.mean(p) for v in p], [v / np.mean(q) for v in q]
    found = fitness(m, iterations=5)
    np.testing.assert_allclose(found[0], place)
    np.testing.assert_allclose(found[1], product)
    near = proximity(m)
    goods = range(m.shape[1])
    for j in goods:
        for k in goods:
            both = sum(m[i, j] and m[i, k] for i in range(m.shape[0]))
            assert near[j, k] == pytest.approx(min(both / m[:, j].sum(), both / m[:, k].sum()))
    wanted = [[sum(near[k, j] for k in goods if m[i, k]) / sum(near[:, j]) for j in goods] for i in range(m.shape[0])]
    np.testing.assert_allclose(density(m, near), wanted)


@pytest.mark.parametrize("variant", ["minimum", "cosine", "jaccard", "correlation"])
def test_every_proximity_is_one_with_itself_and_symmetric(variant):
    m = np.array([[1, 1, 0], [1, 0, 1], [0, 1, 1], [1, 0, 0]])
    near = proximity(m, variant)
    np.testing.assert_allclose(np.diag(near), 1.0)
    np.testing.assert_allclose(near, near.T)


def test_standardised_means_mean_zero_and_deviation_one():
    places, products = eci([[1, 1, 1, 0], [1, 1, 0, 0], [1, 0, 0, 1]])
    for values in (places, products):
        assert values.mean() == pytest.approx(0, abs=1e-12)
        assert values.std() == pytest.approx(1)


def long_table():
    rows = [
        (year, place, product, value)
        for year, last in ((2010, 1.0), (2020, 2.0))
        for place, values in zip("abc", ([9, 9, 9], [9, 9, 1], [9, 1, last]), strict=True)
        for product, value in zip("xyz", values, strict=True)
    ]
    return pl.DataFrame(rows, schema=["year", "place", "product", "value"], orient="row", strict=False)


def test_a_long_table_gets_every_measure_by_place_product_and_year():
    found = complexity_table(long_table(), year="year")
    late = found.filter(year=2020).sort("place", "product")
    whole = complexity([[9, 9, 9], [9, 9, 1], [9, 1, 2]])
    assert (found.height, found["year"].unique().sort().to_list()) == (18, [2010, 2020])
    np.testing.assert_allclose(late["density"].to_numpy().reshape(3, 3), whole.density)
    np.testing.assert_allclose(late["eci"].to_numpy().reshape(3, 3)[:, 0], whole.eci)
    np.testing.assert_allclose(late["pci"].to_numpy().reshape(3, 3)[0], whole.pci)


def test_the_whole_table_is_its_single_measures():
    x = np.random.default_rng(5).lognormal(size=(12, 9))
    whole, m = complexity(x), balassa(x)
    index, gain = outlook(m, proximity(m), eci(m)[1])
    np.testing.assert_allclose(whole.density, density(m, proximity(m)))
    np.testing.assert_allclose(whole.outlook_index, index)
    np.testing.assert_allclose(whole.outlook_gain, gain)
    np.testing.assert_allclose(whole.eci, eci(m)[0])


def test_a_long_table_that_repeats_or_lacks_a_value_is_refused():
    table = long_table()
    with pytest.raises(ShapeMismatch, match="more than once"):
        complexity_table(pl.concat([table, table]), year="year")
    with pytest.raises(MissingValue, match="'value'"):
        complexity_table(table.with_columns(pl.when(pl.col("place") == "b").then(pl.col("value")).alias("value")))
    with pytest.raises(NegativeShare):
        complexity_table(table.with_columns(-pl.col("value")))
    with pytest.raises(BadSpecification, match="no column region"):
        complexity_table(table, place="region")


def test_two_blocks_without_a_common_product_have_no_common_order():
    with pytest.raises(SeparateBlocks):
        eci([[1, 0, 0], [1, 0, 0], [0, 1, 1]])


def test_tables_that_complexity_cannot_take_are_refused():
    with pytest.raises(EmptyPlace, match=r"rows \[1\]"):
        balassa([[1.0, 2.0], [0.0, 0.0]])
    with pytest.raises(EmptyIndustry, match=r"columns \[1\]"):
        fitness([[1, 0], [1, 0]])
    with pytest.raises(ShapeMismatch, match="0 and 1"):
        proximity([[1, 2], [1, 0]])
    with pytest.raises(TooFewPoints):
        reflections([[1, 1], [1, 0]], iterations=3)
    with pytest.raises(TooFewPoints):
        fitness([[1, 1], [1, 0]], iterations=0)
