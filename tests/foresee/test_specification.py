import json

import numpy as np
import pytest

from hongqiao.cli import main
from hongqiao.foresee import Gravity, market_potential, modelled_flows

FLOWS = "exporter,importer,year,trade\nA,A,2006,80\nA,B,2006,20\nB,A,2006,25\nB,B,2006,75\nA,A,2005,1\n"
SPEC = """
[flows]
file = "flows.csv"
value = "trade"
where = { year = 2006 }
source = "an example"
[elasticity]
value = 5.0
who = "analyst"
why = "an example"
draws = [4.0, 5.0, 6.0]
[[scenario]]
name = "a faster line"
links = [["A", "B"]]
cost_factor = 0.9
[links]
top = 1
[chance]
target = { value = 150.0, unit = "CNY", deadline = "2025", comparator = ">=" }
as_of = "2022-06-01"
observations = [
  { period = "2018", value = 100.0 }, { period = "2019", value = 108.0 },
  { period = "2020", value = 115.0 }, { period = "2021", value = 127.0 },
]
"""


@pytest.fixture
def asked(tmp_path):
    def ask(text=SPEC, flows=FLOWS):
        (tmp_path / "flows.csv").write_text(flows, encoding="utf-8")
        path = tmp_path / "question.toml"
        path.write_text(text, encoding="utf-8")
        return str(path)

    return ask


def test_a_specification_is_answered_as_the_library_would(asked, capsys):
    assert main(["foresee", asked(), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    expected = Gravity.from_flows([[80.0, 20.0], [25.0, 75.0]], 5.0).counterfactual([[1.0, 0.9], [0.9, 1.0]])
    scenario = found["scenarios"][0]
    assert scenario["welfare"] == pytest.approx(dict(zip("AB", expected.welfare, strict=True)))
    assert scenario["residual"] <= 1e-10
    assert scenario["welfare_interval"]["A"][0] < scenario["welfare"]["A"] < scenario["welfare_interval"]["A"][1]
    assert [(link["from"], link["to"]) for link in found["links"]] == [("A", "B")]
    assert 0 < found["chance"]["probability"] < 1
    assert found["assumptions"] == ["elasticity of substitution 5 (analyst: an example)", "multiplicative deficits"]
    assert found["sources"][0].startswith("an example, column trade, sha256 ")


def test_people_get_a_table_with_method_assumptions_and_sources(asked, capsys):
    assert main(["foresee", asked()]) == 0
    printed = capsys.readouterr().out
    for part in (
        "a faster line",
        "exact hat, multiplicative deficits",
        "residual",
        "chance of reaching",
        "assumed:",
        "source:",
    ):
        assert part in printed


def test_where_no_flows_exist_the_model_says_that_they_are_modelled(asked, tmp_path, capsys):
    (tmp_path / "cities.csv").write_text("name,value\nA,2\nB,24\n", encoding="utf-8")
    (tmp_path / "minutes.csv").write_text("from,to,minutes\nA,B,17\nB,A,17\n", encoding="utf-8")
    text = """
[sizes]
file = "cities.csv"
decay = 1.5
within_minutes = 15
minutes = { file = "minutes.csv" }
[elasticity]
value = 5.0
[[scenario]]
links = [["A", "B"]]
minutes_before = 17
minutes_after = 10
time_elasticity = 0.4
[links]
top = 1
time_elasticity = 0.4
"""
    assert main(["foresee", asked(text), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert any("modelled from sizes and travel times" in line for line in found["assumptions"])
    assert found["scenarios"][0]["cost_factor"] == pytest.approx((10 / 17) ** 0.4)
    assert found["links"][0]["per_minute_saved"] > 0


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda text: text.replace("flows.csv", "missing.csv"), "there is no file"),
        (lambda text: text.replace('value = "trade"', 'value = "export"'), "no column 'export'; there are exporter"),
        (lambda text: text.replace("where = { year = 2006 }", ""), "stand more than once"),
        (lambda text: text.replace("year = 2006", "year = 1999"), "no row of flows.csv is left"),
        (lambda text: text.replace('["A", "B"]', '["A", "C"]'), "no region is called 'C'"),
        (lambda text: text.replace("cost_factor = 0.9", ""), "needs cost_factor, or minutes_before"),
        (lambda text: text.replace("[links]", "[lnks]"), "unknown sections lnks"),
        (lambda text: text.replace("value = 5.0", ""), r"lacks 'value'"),
        (lambda text: text.replace("[flows]", "[flows"), "is no TOML specification"),
        (lambda text: text.replace('unit = "CNY",', ""), "lacks 'unit'"),
        (lambda _: "[elasticity]\nvalue = 5.0\n", "asks nothing"),
    ],
)
def test_a_wrong_specification_is_refused_with_its_place(asked, capsys, change, message):
    assert main(["foresee", asked(change(SPEC))]) == 1
    assert message in capsys.readouterr().err


def test_modelled_flows_keep_their_margins_and_fall_with_travel_time():
    minutes = np.array([[15.0, 17.0, 60.0], [17.0, 20.0, 45.0], [60.0, 45.0, 18.0]])
    sizes = np.array([2.1, 24.0, 7.0])
    flows = modelled_flows(sizes, minutes, 1.5)
    np.testing.assert_allclose(flows.sum(axis=0), sizes, rtol=1e-10)
    np.testing.assert_allclose(flows.sum(axis=1), sizes, rtol=1e-10)
    # a doubly constrained model keeps the odds ratios of its weights
    odds = flows[0, 1] * flows[1, 2] / (flows[0, 2] * flows[1, 1])
    assert odds == pytest.approx(((17 * 45) / (60 * 20)) ** -1.5)


def test_the_market_potential_counts_near_things_more():
    assert market_potential([1.0, 1.0], [[1.0, 2.0], [2.0, 1.0]], 2.0).tolist() == [1.25, 1.25]


@pytest.mark.parametrize(
    ("sizes", "minutes", "message"),
    [
        ([1.0, 2.0], [[1.0]], r"shape \(2, 2\)"),
        ([1.0, 0.0], [[1.0, 1.0], [1.0, 1.0]], "sizes are above 0"),
        ([1.0, 2.0], [[0.0, 1.0], [1.0, 1.0]], "travel times are above 0"),
        ([1.0, 2.0], [[1.0, np.nan], [1.0, 1.0]], "a travel time for every pair"),
    ],
)
def test_sizes_and_times_that_do_not_fit_are_refused(sizes, minutes, message):
    with pytest.raises(ValueError, match=message):
        modelled_flows(sizes, minutes, 1.0)
