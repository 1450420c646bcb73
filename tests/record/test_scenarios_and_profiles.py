"""What the record can compute for the programme of Kunshan and Shanghai: scenarios and the five-field profile."""

import datetime as dt

import pytest

from hongqiao.ground.basis import Assumption, Column
from hongqiao.record import actions, checked_times, models, page_queries, profiles, scenarios
from hongqiao.record.pack.finding import find
from hongqiao.record.roles import LOCAL

TODAY = dt.date(2026, 1, 15)
SCORES = {"infrastructure": 0.803922, "sci-tech": 0.440632, "industry": None, "finance": None, "resources": 0.624575}
INDEX = 0.623043


@pytest.fixture
def delta(db):
    return actions.load_pack(LOCAL, find("kunshan")).programmes[0]


@pytest.fixture
def pomerania(db):
    return actions.load_pack(LOCAL, find("pomerania")).programmes[0]


def test_the_network_joins_the_cities_that_have_a_size_and_a_train(delta):
    network = scenarios.network(delta)
    names = [city.id for city in network.cities]
    assert {"kunshan", "shanghai", "suzhou", "hangzhou", "nanjing", "hefei", "ningbo"} <= set(names)
    a, b = network.index("kunshan"), network.index("shanghai")
    there = network.travel_time(a, b)
    assert 14 <= there.value <= 17
    assert {root.column for root in there.roots() if isinstance(root, Column)} == {"departure", "arrival"}


def test_a_city_within_another_is_counted_once(delta):
    network = scenarios.network(delta)
    sizes = {city.id: city.size for city in network.cities}
    # Suzhou's census figure holds Kunshan: 12,748,262 less 2,092,496
    assert sizes["suzhou"].value == 12_748_262 - 2_092_496
    assert len(sizes["suzhou"].roots()) == 2


def test_a_faster_train_helps_its_ends_most_and_rests_on_sizes_timetable_and_assumptions(delta):
    network = scenarios.network(delta)
    a, b = network.index("kunshan"), network.index("shanghai")
    found = scenarios.scenario(network, a, b, 10)
    changes = {item.city.id: item.change for item in found.changes}
    assert found.changes[0].city.id == "kunshan"
    assert changes["kunshan"].value > changes["shanghai"].value > 0
    assert found.residual <= 1e-10
    roots = changes["hefei"].roots()
    assert {type(root) for root in roots} == {Column, Assumption}
    assert any("10 minutes" in root.why for root in roots if isinstance(root, Assumption))
    assert any("Head & Mayer" in root.why for root in roots if isinstance(root, Assumption))


def test_a_slower_train_hurts_its_ends(delta):
    network = scenarios.network(delta)
    a, b = network.index("kunshan"), network.index("shanghai")
    changes = {item.city.id: item.change.value for item in scenarios.scenario(network, a, b, 60).changes}
    assert changes["kunshan"] < 0
    assert changes["shanghai"] < 0


def test_where_nothing_carries_a_model_there_is_none(pomerania):
    assert scenarios.network(pomerania) is None
    assert scenarios.network("no-such-programme") is None


def test_the_profile_shows_what_has_a_source_and_names_what_would_fill_each_gap(delta):
    shown = profiles.five_fields(delta, TODAY)
    cells = {cell.indicator.id: cell for cell in shown.profile.cells}
    assert [field.field for field in shown.profile.fields] == [
        "infrastructure",
        "sci-tech",
        "industry",
        "finance",
        "resources",
    ]
    assert cells["population"].latest.figure.value == 2_092_496
    assert cells["co-patents"].is_gap
    assert "patent" in cells["co-patents"].gap("en")
    assert all(cell.latest.figure.roots() for cell in cells.values() if cell.latest)
    # two fields have too few indicators that somebody could state ends for, and say so
    scored = {field.field: field.score and round(field.score.figure.value, 6) for field in shown.profile.fields}
    assert scored == SCORES
    assert "2 are needed" in shown.profile.fields[2].withheld("en")
    assert round(shown.profile.index.figure.value, 6) == INDEX


def test_every_score_opens_to_columns_and_to_the_ends_that_somebody_chose(delta):
    found = profiles.five_fields(delta, TODAY).profile
    hashes = set(models.DataSet.objects.values_list("hash", flat=True))
    for one in [field for field in found.fields if field.score]:
        roots = one.score.figure.roots()
        assert {type(root) for root in roots} == {Column, Assumption}
        assert {root.dataset for root in roots if isinstance(root, Column)} <= hashes
        assert one.interval.value <= one.score.figure.value <= one.interval.value_hi
        assert len(one.interval.roots()) == len(roots) + 1
    assert found.index_interval.value < found.index.figure.value < found.index_interval.value_hi
    ends = [root.why for root in found.fields[0].score.figure.roots() if isinstance(root, Assumption)]
    assert any("release of November 2022" in why for why in ends)


def test_the_structure_of_jobs_is_computed_from_both_censuses(delta):
    cells = {cell.indicator.id: cell for cell in profiles.five_fields(delta, TODAY).profile.cells}
    found = {
        name: {str(value.figure.period.start.year): round(value.figure.value, 6) for value in cells[name].values}
        for name in (
            "industrial-isomorphism",
            "structure-distance",
            "manufacturing-location-quotient",
            "science-location-quotient",
        )
    }
    assert found == {
        "industrial-isomorphism": {"2020": 0.874390, "2010": 0.943712},
        "structure-distance": {"2020": 0.270314, "2010": 0.278719},
        "manufacturing-location-quotient": {"2020": 2.766223, "2010": 3.901821},
        "science-location-quotient": {"2020": 1.286153, "2010": 0.898986},
    }
    # Kunshan's row; the sixteen of Shanghai are named in the step, and the table once
    alike = cells["industrial-isomorphism"].latest.figure
    assert [(root.column, root.row) for root in alike.roots()] == [("A–T", "320583"), ("A–T", None)]
    assert len(dict(alike.basis.parameters)["second"].split(",")) == 16
    roots = cells["manufacturing-location-quotient"].latest.figure.roots()
    assert [(root.column, root.row) for root in roots] == [("A–T", "320583"), ("A–T", "china")]


def test_the_profile_of_an_earlier_day_knows_only_what_had_begun(delta):
    early = profiles.five_fields(delta, dt.date(2015, 1, 1))
    cells = {cell.indicator.id: cell for cell in early.profile.cells}
    assert cells["population"].latest.figure.value == 1_644_860
    assert [value.figure.period.text for value in cells["manufacturing-location-quotient"].values] == ["2010"]
    assert cells["gdp"].is_gap


def test_the_stated_seventeen_minutes_are_checked_against_the_trains_of_the_day(delta):
    (found,) = checked_times.checked(delta)
    assert (found.watch, found.said.figure.value) == ("rail-time-airport", 17)
    assert (found.best.value, found.median.value, found.longest.value, found.rides.value) == (17, 19, 23, 64)
    assert found.typical.value > found.median.value
    assert sum(ride.minutes.value == 17 for ride in found.trains) == 22
    assert all(len(ride.minutes.roots()) == 2 for ride in found.trains)
    assert "2016" in found.verdicts["en"]
    assert "2022" in found.verdicts["en"]
    for language, words in (("en", "airport"), ("de", "Flughafen"), ("zh", "机场")):
        assert words in found.verdicts[language]


def test_each_train_leads_to_its_two_rows_of_the_table(delta):
    (found,) = checked_times.checked(delta)
    first = found.trains[0]
    departure, arrival = first.minutes.roots()
    table = models.DataSet.objects.get(hash=departure.dataset)
    assert page_queries.cells_of(table.pk, departure.row)["departure"] == first.departure.removeprefix("0").zfill(5)
    assert page_queries.cells_of(table.pk, arrival.row)["arrival"] == first.arrival.removeprefix("0").zfill(5)


def test_a_programme_whose_pack_names_no_check_has_none(pomerania):
    assert checked_times.checked(pomerania) == ()


def test_a_road_time_without_roads_is_unchecked_and_says_why(delta, pomerania, monkeypatch):
    monkeypatch.delenv("HONGQIAO_ROADS", raising=False)
    (road,) = checked_times.unchecked(delta)
    assert (road.reason, road.said.figure.value, checked_times.by_road(delta)) == ("roads", 40, ())
    (none,) = checked_times.unchecked(pomerania)
    assert (none.reason, none.names) == ("none", None)
