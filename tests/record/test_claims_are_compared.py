"""What a further claim adds to a fact: another bound of a goal is another goal, a vaguer outcome is none."""

import pytest

from hongqiao.record.comparing import Facts, Stated


def stated(number: str, comparator: str, value: float, status: str) -> Stated:
    return Stated(
        id=number, document=f"d{number}", origin=f"o{number}", retold=False, language="en", title="", value=value,
        value_hi=None, unit="count", per="", comparator=comparator, kind="level", status=status, period="2025",
        starts=None, ends=None, place="ald", indicator="bridges", indicator_text="bridges over the river",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("first", "second", "relation", "differs"),
    [
        ((">", 40.0, "GOAL"), (">", 25.0, "GOAL"), "contradicts", ("value",)),
        (("<", 40.0, "GOAL"), ("<=", 25.0, "GOAL"), "contradicts", ("value",)),
        ((">", 40.0, "GOAL"), (">=", 40.0, "GOAL"), "contradicts", ("comparator",)),
        ((">", 40.0, "GOAL"), (">", 40.0, "GOAL"), "confirms", ()),
        ((">", 470.0, "ACTUAL"), ("=", 474.8, "ACTUAL"), "confirms", ()),
        ((">", 470.0, "ACTUAL"), (">", 400.0, "ACTUAL"), "confirms", ()),
        ((">", 470.0, "ACTUAL"), ("=", 460.0, "ACTUAL"), "contradicts", ("value",)),
    ],
)
def test_goals_that_bind_at_different_numbers_contradict_each_other(first, second, relation, differs):
    found = Facts({"bridges": [stated("1", *first)]}).compare(stated("2", *second))
    assert (found.relation, found.fact, found.differs) == (relation, "bridges", differs)
