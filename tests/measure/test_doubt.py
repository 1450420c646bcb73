"""How far a field's score may move: seeded, within its bounds, and zero where nothing can be chosen otherwise."""

import pytest

from hongqiao.errors import InapplicableOption
from hongqiao.ground.basis import Assumption, Column
from hongqiao.ground.figure import Figure
from hongqiao.ground.period import Period
from hongqiao.measure import profile, read_indicators
from hongqiao.measure.integration import Doubt, Value

YEAR = Period.of_year(2020)


def made(values, *, by_definition=False, doubt=None, names=("a", "b")):
    indicators = read_indicators(
        {
            "indicator": [
                {
                    "id": name, "names": {"en": name}, "definition": {"en": "an example"}, "unit": "count",
                    "direction": "up", "field": "industry", "aspect": "capacity", "would_fill": {"en": "a register"},
                    "goalposts": {"worst": 0, "best": 10, "who": "a test", "why": "ends", "by_definition": by_definition},
                }
                for name in names
            ]
        }
    )  # fmt: skip
    rows = [
        Value(name, "x", Figure(value, "count", Column("0" * 64, name), comparator, period=YEAR), "", "")
        for name, (comparator, value) in zip(names, values, strict=True)
    ]
    (field,) = [one for one in profile(indicators, rows, doubt=doubt).fields if one.field == "industry"]
    return field


def ends(field):
    return field.interval.value, field.interval.value_hi


def test_equal_scores_with_ends_by_definition_cannot_move():
    assert ends(made([("=", 6), ("=", 6)], by_definition=True)) == pytest.approx((0.6, 0.6))


def test_chosen_ends_and_weights_move_a_score_around_itself():
    field = made([("=", 2), ("=", 8)])
    low, high = ends(field)
    assert low < field.score.figure.value < high
    only_weights = ends(made([("=", 2), ("=", 8)], doubt=Doubt(goalposts=0.0)))
    assert low < only_weights[0] < only_weights[1] < high


def test_a_bound_leaves_its_whole_band_open():
    low, high = ends(made([(">", 5), ("=", 5)], by_definition=True))
    assert 0.5 <= low < 0.55
    assert 0.7 < high <= 0.78


def test_the_same_seed_gives_the_same_range_and_the_choice_is_among_the_roots():
    first, again = made([("=", 2), ("=", 8)]), made([("=", 2), ("=", 8)])
    assert ends(first) == ends(again) != ends(made([("=", 2), ("=", 8)], doubt=Doubt(seed=1)))
    assert "1,000 draws" in " ".join(root.why for root in first.interval.roots() if isinstance(root, Assumption))


def test_a_withheld_score_has_no_range():
    assert made([("=", 2)], names=("a",)).interval is None


@pytest.mark.parametrize("wrong", [{"draws": 0}, {"weights": 1.0}, {"goalposts": 0.5}])
def test_doubt_that_has_no_meaning_is_refused(wrong):
    with pytest.raises(InapplicableOption, match="doubt"):
        Doubt(**wrong)
