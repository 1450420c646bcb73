import datetime as dt

import pytest

from hongqiao.errors import AmbiguousPlace, UnknownPlace
from hongqiao.ground.names import Names
from hongqiao.ground.place import Code, Gazetteer, Place

# The county of Kunshan became a county-level city in 1989, with another code.
KUNSHAN = Place(
    "kunshan",
    "county-city",
    Names.of(en="Kunshan", de="Kunshan", zh=["昆山", "昆山市"]),
    parent="suzhou",
    codes=(
        Code("GB/T 2260", "320523", valid_to=dt.date(1989, 9, 27)),
        Code("GB/T 2260", "320583", valid_from=dt.date(1989, 9, 28)),
    ),
    point=(31.38, 120.98),
)
PLACES = [
    Place("jiangsu", "province", Names.of(en="Jiangsu", zh="江苏")),
    Place("anhui", "province", Names.of(en="Anhui", zh="安徽")),
    Place("suzhou", "prefecture", Names.of(en="Suzhou", zh="苏州"), parent="jiangsu"),
    Place("suzhou-anhui", "prefecture", Names.of(en="Suzhou", zh="宿州"), parent="anhui"),
    KUNSHAN,
]


def test_codes_are_looked_up_as_of_a_day():
    delta = Gazetteer(PLACES)
    assert KUNSHAN.code("GB/T 2260") == "320583"
    assert KUNSHAN.code("GB/T 2260", dt.date(1985, 1, 1)) == "320523"
    assert delta.by_code("GB/T 2260", "320523", dt.date(1985, 1, 1)) is KUNSHAN
    with pytest.raises(UnknownPlace, match="'320523' now"):
        delta.by_code("GB/T 2260", "320523")


def test_a_name_that_several_places_bear_is_refused_with_the_list():
    delta = Gazetteer(PLACES)
    with pytest.raises(AmbiguousPlace, match=r"suzhou \(prefecture\), suzhou-anhui \(prefecture\)"):
        delta.named("Suzhou")
    assert delta.named("Suzhou", within="jiangsu").id == "suzhou"
    assert delta.named("宿州").id == "suzhou-anhui"


def test_names_match_in_every_language_and_han_only_as_written():
    delta = Gazetteer(PLACES)
    assert delta.named("kunshan") is delta.named("昆山市") is KUNSHAN
    with pytest.raises(UnknownPlace):
        delta.named("昆 山")


def test_places_nest():
    delta = Gazetteer(PLACES)
    assert [place.id for place in delta.line("kunshan")] == ["kunshan", "suzhou", "jiangsu"]
    assert [place.id for place in delta.children("suzhou")] == ["kunshan"]


def test_a_place_in_an_unknown_place_or_in_itself_is_refused():
    with pytest.raises(UnknownPlace, match="lies in 'suzhou'"):
        Gazetteer([KUNSHAN])
    a = Place("a", "city", Names.of(en="A"), parent="b")
    b = Place("b", "city", Names.of(en="B"), parent="a")
    with pytest.raises(ValueError, match="lies in itself"):
        Gazetteer([a, b])
    with pytest.raises(ValueError, match="two places have the id"):
        Gazetteer([PLACES[0], PLACES[0]])


def test_a_point_is_latitude_then_longitude():
    with pytest.raises(ValueError, match="latitude, longitude"):
        Place("kunshan", "city", Names.of(en="Kunshan"), point=(120.98, 31.38))


def test_a_missing_language_is_said_not_guessed():
    names = Names.of(zh="国家技术转移东部中心")
    assert names.in_language("de") is None
    assert names.shown("de") == ("国家技术转移东部中心", "zh")
    with pytest.raises(ValueError, match="at least one language"):
        Names.of(en=" ")
