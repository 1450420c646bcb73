"""Specialisation, similarity and concentration: invariances, published numbers, refusals."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from hongqiao.errors import EmptyIndustry, EmptyPlace, InapplicableOption, MissingValue, NegativeShare, ShapeMismatch
from hongqiao.measure import (
    METAVERSE,
    cluster_stars,
    concentration,
    ellison_glaeser,
    herfindahl,
    isomorphism,
    krugman,
    location_quotient,
    locational_gini,
    plant_herfindahl,
    sections,
)
from hongqiao.measure.cluster.industries import check_labels, to_isic

counts = st.integers(1, 10_000).map(float)
jobs_tables = arrays(np.float64, st.tuples(st.integers(2, 6), st.integers(2, 6)), elements=counts)
structures = st.integers(2, 8).flatmap(
    lambda n: st.tuples(arrays(np.float64, n, elements=counts), arrays(np.float64, n, elements=counts))
)
SHARES = (location_quotient, locational_gini)
PAIRS = (isomorphism, krugman)


@pytest.mark.parametrize("index", SHARES)
@settings(max_examples=40, deadline=None)
@given(jobs=jobs_tables, factor=st.floats(0.01, 100))
def test_counting_in_thousands_changes_no_quotient(index, jobs, factor):
    np.testing.assert_allclose(index(jobs * factor), index(jobs), rtol=1e-9, atol=1e-9)


@settings(max_examples=40, deadline=None)
@given(jobs=jobs_tables, data=st.data())
def test_a_quotient_moves_with_its_place_and_industry(jobs, data):
    rows = data.draw(st.permutations(range(jobs.shape[0])))
    columns = data.draw(st.permutations(range(jobs.shape[1])))
    moved = jobs[np.ix_(rows, columns)]
    np.testing.assert_allclose(location_quotient(moved), location_quotient(jobs)[np.ix_(rows, columns)], rtol=1e-12)
    np.testing.assert_allclose(locational_gini(moved), locational_gini(jobs)[list(columns)], atol=1e-12)


@settings(max_examples=40, deadline=None)
@given(jobs=jobs_tables)
def test_a_country_twice_as_large_has_the_same_quotients(jobs):
    twice = np.vstack([jobs, jobs])
    np.testing.assert_allclose(location_quotient(twice), np.vstack([location_quotient(jobs)] * 2), rtol=1e-12)
    np.testing.assert_allclose(locational_gini(twice), locational_gini(jobs), atol=1e-9)


@settings(max_examples=40, deadline=None)
@given(jobs=jobs_tables)
def test_quotients_weighted_by_all_places_average_to_one(jobs):
    everywhere = jobs.sum(axis=1) / jobs.sum()
    np.testing.assert_allclose(everywhere @ location_quotient(jobs), 1.0, rtol=1e-12)


@pytest.mark.parametrize("index", PAIRS)
@settings(max_examples=40, deadline=None)
@given(pair=structures, factor=st.floats(0.01, 100), data=st.data())
def test_a_pair_is_symmetric_and_free_of_scale_and_order(index, pair, factor, data):
    a, b = pair
    order = list(data.draw(st.permutations(range(a.size))))
    first = index(a, b)
    assert index(b, a) == pytest.approx(first, abs=1e-12)
    assert index(a * factor, b) == pytest.approx(first, abs=1e-9)
    assert index(a[order], b[order]) == pytest.approx(first, abs=1e-12)
    assert -1e-12 <= first <= 1 + 1e-12


@settings(max_examples=40, deadline=None)
@given(pair=structures)
def test_a_place_is_fully_similar_to_itself(pair):
    assert isomorphism(pair[0], pair[0]) == pytest.approx(1.0)
    assert krugman(pair[0], pair[0]) == 0.0


@settings(max_examples=40, deadline=None)
@given(pair=structures)
def test_industries_split_in_equal_halves_leave_krugman_as_it_was(pair):
    a, b = (np.repeat(one / 2, 2) for one in pair)
    assert krugman(a, b) == pytest.approx(krugman(*pair), abs=1e-12)
    assert isomorphism(a, b) == pytest.approx(isomorphism(*pair), abs=1e-12)


def test_places_without_a_common_industry_share_nothing():
    assert isomorphism([1.0, 0.0], [0.0, 5.0]) == 0.0
    assert krugman([1.0, 0.0], [0.0, 5.0]) == 1.0


@settings(max_examples=40, deadline=None)
@given(values=arrays(np.float64, st.integers(2, 9), elements=counts), factor=st.floats(0.01, 100))
def test_the_herfindahl_index_is_free_of_scale_and_halves_when_parts_double(values, factor):
    found = herfindahl(values)
    assert herfindahl(values * factor) == pytest.approx(found)
    assert herfindahl(values[::-1]) == pytest.approx(found)
    assert herfindahl(np.repeat(values, 2)) == pytest.approx(found / 2)
    assert herfindahl(values, normalised=True) + 1e-12 >= 0


def test_the_herfindahl_index_of_equal_parts_is_one_over_their_number():
    assert herfindahl([5.0] * 4) == pytest.approx(0.25)
    assert herfindahl([5.0] * 4, normalised=True) == pytest.approx(0.0)
    assert herfindahl([5.0], normalised=True) == 1.0


@settings(max_examples=40, deadline=None)
@given(jobs=jobs_tables, factor=st.floats(0.01, 100), data=st.data())
def test_concentration_is_free_of_scale_and_order(jobs, factor, data):
    plants = np.full(jobs.shape[1], 0.1)
    found = ellison_glaeser(jobs, plants)
    rows = list(data.draw(st.permutations(range(jobs.shape[0]))))
    np.testing.assert_allclose(ellison_glaeser(jobs * factor, plants), found, atol=1e-9)
    np.testing.assert_allclose(ellison_glaeser(jobs[rows], plants), found, atol=1e-12)


def test_concentration_follows_the_formula_written_out():
    jobs = np.array([[80.0, 10.0], [15.0, 30.0], [5.0, 60.0]])
    plants = np.array([0.02, 0.05])
    x = jobs.sum(axis=1) / jobs.sum()
    wanted = []
    for industry in range(2):
        s = jobs[:, industry] / jobs[:, industry].sum()
        g = sum((s[i] - x[i]) ** 2 for i in range(3))
        room = 1 - sum(x[i] ** 2 for i in range(3))
        wanted.append((g - room * plants[industry]) / (room * (1 - plants[industry])))
    np.testing.assert_allclose(ellison_glaeser(jobs, plants), wanted, rtol=1e-12)


def test_plants_thrown_like_darts_show_no_concentration():
    rng = np.random.default_rng(7)
    areas = np.array([0.4, 0.3, 0.2, 0.1])
    found = []
    for _ in range(400):
        size = rng.integers(1, 50, 60).astype(float)
        place = rng.choice(4, 60, p=areas)
        jobs = np.bincount(place, weights=size, minlength=4)[:, None]
        found.append(ellison_glaeser(jobs, plant_herfindahl(size, np.zeros(60, dtype=int)), areas)[0])
    assert abs(np.mean(found)) < 4 * np.std(found) / np.sqrt(len(found))


def test_the_variant_of_maurel_and_sedillot_differs_by_name():
    jobs, plants = np.array([[80.0, 10.0], [20.0, 90.0]]), np.array([0.02, 0.05])
    whole = concentration(jobs, plants, variant="maurel-sedillot")
    x = jobs.sum(axis=1) / jobs.sum()
    s = jobs / jobs.sum(axis=0)
    np.testing.assert_allclose(whole.raw, (s**2).sum(axis=0) - (x**2).sum())
    assert not np.allclose(whole.gamma, ellison_glaeser(jobs, plants))


def test_stars_need_size_specialisation_and_focus():
    stars = cluster_stars([[9000.0, 1000.0], [2000.0, 9000.0], [500.0, 400.0]], top=0.34, quotient=1.5)
    assert stars.count.tolist() == [[3, 0], [0, 3], [0, 0]]


def test_an_empty_place_is_refused_by_its_row():
    with pytest.raises(EmptyPlace, match=r"rows \[1\]"):
        location_quotient([[1.0, 2.0], [0.0, 0.0]])
    with pytest.raises(EmptyPlace):
        isomorphism([0.0, 0.0], [1.0, 2.0])


def test_an_industry_found_nowhere_is_refused_by_its_column():
    with pytest.raises(EmptyIndustry, match=r"columns \[0\]"):
        location_quotient([[0.0, 2.0], [0.0, 3.0]])


@pytest.mark.parametrize("index", [location_quotient, locational_gini])
def test_negative_values_are_refused_where_shares_are_needed(index):
    with pytest.raises(NegativeShare, match=r"\[\[0, 1\]\]"):
        index([[1.0, -2.0], [3.0, 4.0]])


def test_missing_values_are_refused_by_cell():
    with pytest.raises(MissingValue, match=r"\[\[1, 0\]\]"):
        location_quotient([[1.0, 2.0], [np.nan, 4.0]])


def test_structures_of_different_length_are_refused():
    with pytest.raises(ShapeMismatch, match="2 industries against 3"):
        krugman([1.0, 2.0], [1.0, 2.0, 3.0])


def test_an_industry_of_one_plant_has_no_concentration():
    with pytest.raises(InapplicableOption, match="one plant"):
        ellison_glaeser([[1.0, 2.0], [3.0, 4.0]], [1.0, 0.2])


def test_each_classification_has_its_sections_in_three_languages():
    sizes = {
        scheme: len(sections(scheme)) for scheme in ("GB/T 4754-2002", "GB/T 4754-2017", "ISIC Rev.4", "NACE Rev.2")
    }
    assert sizes == {"GB/T 4754-2002": 20, "GB/T 4754-2017": 20, "ISIC Rev.4": 21, "NACE Rev.2": 21}
    assert {
        s.names.in_language(tongue) is not None for s in sections("ISIC Rev.4") for tongue in ("de", "en", "zh")
    } == {True}
    assert all(
        part in {s.code for s in sections("ISIC Rev.4")}
        for s in sections("GB/T 4754-2017")
        for part in to_isic(s.code)[0]
    )


def test_a_named_set_of_codes_says_who_drew_its_border():
    assert METAVERSE.covers("6513")
    assert not METAVERSE.covers("6210")
    assert METAVERSE.basis.who


def test_shifted_sector_labels_are_found_by_their_column():
    labels = [section.names.in_language("zh") for section in sections("GB/T 4754-2002")]
    assert check_labels(labels, "GB/T 4754-2002") == ()
    labels[5:8] = ["仓储和邮政业", "交通运输、计算机服务和软件业", "信息传输、批发和零售业"]
    assert [gap.where for gap in check_labels(labels, "GB/T 4754-2002")] == ["column 6", "column 7", "column 8"]
