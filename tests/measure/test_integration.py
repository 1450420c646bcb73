"""The five-field profile: gaps named, scores withheld, every number to its root."""

import datetime as dt
from importlib.resources import files
from pathlib import Path

import pytest

from hongqiao.errors import BadSpecification
from hongqiao.ground.basis import Assumption, Column
from hongqiao.measure import profile, read_indicators, read_values
from hongqiao.measure.integration import FIELDS

HEAD = "indicator,place,period,comparator,value,unit,source_title,source_url,retrieved,note\n"


def indicator(name, field="infrastructure", aspect="capacity", unit="count", direction="up", goalposts=(0.0, 100.0)):
    found = {
        "id": name, "names": {"en": name, "de": f"{name} (de)"}, "definition": {"en": "an example"}, "unit": unit,
        "direction": direction, "field": field, "aspect": aspect, "would_fill": {"en": f"the register of {name}", "zh": "登记簿"},
    }  # fmt: skip
    if goalposts is not None:
        found["goalposts"] = {"worst": goalposts[0], "best": goalposts[1], "who": "a test", "why": "an example"}
    return found


def made(tmp_path, indicators, rows, **choices):
    path = tmp_path / "values.csv"
    path.write_text(
        HEAD + "".join(f"{row},a source,https://example.org,2026-01-01,\n" for row in rows), encoding="utf-8"
    )
    read = read_indicators({"indicator": indicators})
    return profile(read, read_values(path, read), **choices)


def test_a_cell_without_a_source_says_which_source_would_fill_it(tmp_path):
    found = made(tmp_path, [indicator("trains"), indicator("metro")], ["trains,kunshan,2016,=,62,count"])
    assert [cell.gap("en") for cell in found.cells] == [
        None,
        "No source. What would fill the gap: the register of metro.",
    ]
    assert found.gaps[0].gap("zh") == "暂无来源。可填补空缺的来源：登记簿。"
    assert found.fields[0].withheld("de") == "Kein Wert: 1 von 2 Indikatoren belegt, 1 davon bewertbar; nötig sind 2."


def test_a_field_is_scored_from_two_sourced_indicators_on(tmp_path):
    names = [indicator("trains"), indicator("minutes", unit="min", direction="down", goalposts=(60.0, 10.0))]
    found = made(tmp_path, names, ["trains,kunshan,2016,=,62,count", "minutes,kunshan,2016,=,20,min"])
    score = found.fields[0].score
    assert score.figure.value == pytest.approx((0.62 + 0.8) / 2)
    roots = score.figure.roots()
    assert [root.row for root in roots if isinstance(root, Column)] == ["trains/kunshan/2016", "minutes/kunshan/2016"]
    assert any(isinstance(root, Assumption) for root in roots)
    assert found.index is None
    assert found.withheld("en") == "Index withheld: 1 of 5 fields scored; 3 are needed."


def three_fields(count=3):
    names = [indicator(f"{field}-{n}", field) for field in FIELDS[:count] for n in (1, 2)]
    return names, [f"{one['id']},kunshan,2020,=,{40 + 10 * i},count" for i, one in enumerate(names)]


def test_the_index_is_withheld_below_three_fields(tmp_path):
    assert made(tmp_path, *three_fields(2)).index is None
    found = made(tmp_path, *three_fields(3))
    assert found.index.figure.value == pytest.approx((0.45 + 0.65 + 0.85) / 3)
    assert len([root for root in found.index.figure.roots() if isinstance(root, Column)]) == 6


def test_a_bound_becomes_a_band_and_never_a_value(tmp_path):
    names = [indicator("members"), indicator("contracts")]
    found = made(tmp_path, names, ["members,kunshan,2022-11,>,20,count", "contracts,kunshan,2022,~,50,count"])
    members, contracts = (cell.score for cell in found.fields[0].cells)
    assert (members.low, members.high, members.figure.comparator) == (0.2, 1.0, "range")
    assert (contracts.low, contracts.high) == pytest.approx((0.475, 0.525))
    assert (found.fields[0].score.low, found.fields[0].score.high) == pytest.approx((0.3375, 0.7625))


def test_what_cannot_be_scored_is_shown_with_its_reason(tmp_path):
    names = [
        indicator("quotient", direction="none", goalposts=None),
        indicator("gdp", goalposts=None),
        indicator("rail"),
    ]
    rows = [
        "quotient,kunshan,2020,=,2.7,count",
        "gdp,kunshan,2021,=,470,count",
        "rail,a,2020,=,1,count",
        "rail,b,2020,=,2,count",
    ]
    found = made(tmp_path, names, rows)
    assert [cell.unscored for cell in found.cells] == ["no direction", "no goalposts", "several values"]
    assert [cell.latest is None for cell in found.cells] == [False, False, False]


def test_a_profile_knows_its_day_and_its_places(tmp_path):
    rows = ["trains,kunshan,2016,=,62,count", "trains,kunshan,2024,=,99,count", "trains,taicang,2025,=,5,count"]
    names = [indicator("trains")]
    early = made(tmp_path, names, rows, places=["kunshan"], day=dt.date(2020, 1, 1))
    assert [value.figure.value for value in early.cells[0].values] == [62.0]
    now = made(tmp_path, names, rows, places=["kunshan"])
    assert [value.figure.value for value in now.cells[0].values] == [99.0, 62.0]


def test_every_number_of_a_profile_rests_on_a_row_of_its_file(tmp_path):
    found = made(tmp_path, *three_fields())
    for cell in found.cells:
        for value in cell.values:
            assert [type(root) for root in value.figure.roots()] == [Column]


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("bus,kunshan,2016,=,62,count", "row 2, column indicator: no indicator 'bus'"),
        ("trains,kunshan,2016,=,many,count", "row 2, column value: 'many' is no number"),
        ("trains,kunshan,sometime,=,62,count", "row 2, column period"),
        ("trains,kunshan,2016,≈,62,count", "row 2, column comparator"),
        ("trains,kunshan,2016,=,62,m2", "row 2, column unit: m2, while trains is in count"),
        ("trains,kunshan,2016,=,62,furlong", "row 2, column unit"),
        ("trains,,2016,=,62,count", "row 2: nothing in column place"),
    ],
)
def test_a_broken_row_is_refused_with_its_row_and_column(tmp_path, row, says):
    with pytest.raises(BadSpecification, match=says):
        made(tmp_path, [indicator("trains")], [row])


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"field": "sports"}, "field is 'sports'"),
        ({"aspect": "beauty"}, "aspect is 'beauty'"),
        ({"direction": "sideways"}, "direction is 'sideways'"),
        ({"would_fill": ""}, "no would_fill"),
        ({"goalposts": {"worst": 9, "best": 1, "who": "me", "why": "so"}}, "contradict the direction 'up'"),
        ({"goalposts": {"worst": 1}}, "goalposts need"),
    ],
)
def test_a_broken_indicator_is_refused_by_its_key(change, says):
    with pytest.raises(BadSpecification, match=says):
        read_indicators({"indicator": [indicator("trains") | change]})


def test_an_indicator_that_stands_twice_is_refused():
    with pytest.raises(BadSpecification, match="more than once: trains"):
        read_indicators({"indicator": [indicator("trains"), indicator("trains")]})


@pytest.mark.parametrize("pack", ["kunshan", "pomerania"])
def test_every_number_of_a_packs_profile_has_a_root_and_every_gap_a_source(pack):
    folder = Path(str(files(f"hongqiao.packs.{pack}")))
    indicators = read_indicators(folder / "indicators.toml")
    values = read_values(folder / "values.csv", indicators)
    found = profile(indicators, values)
    assert len(found.cells) == len(indicators)
    for cell in found.cells:
        assert cell.is_gap == (cell.gap("en") is not None)
        assert all(len(value.figure.roots()) == 1 and value.source_title for value in cell.values)
    for field in found.fields:
        assert (field.score is None) == (field.withheld("zh") is not None)
        assert field.score is None or field.scored >= 2
    assert sum(len(cell.values) for cell in found.cells) == len(values)
