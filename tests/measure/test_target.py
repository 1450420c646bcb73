"""Targets: every kind of status, from bounds and dates, in three languages."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hongqiao.errors import UnitMismatch
from hongqiao.ground.basis import Assumption
from hongqiao.ground.figure import Figure
from hongqiao.ground.names import Names
from hongqiao.ground.period import Period
from hongqiao.ground.place import Place
from hongqiao.measure.target import Verdict, statuses, target_status, words
from hongqiao.measure.target.status import judge, wanted_values

WHY = Assumption("a test", "an example")
DAY = dt.date(2024, 6, 30)
LATER = dt.date(2026, 11, 1)


def figure(value, comparator="=", period=None, unit="CNY", value_hi=None, place=None):
    when = Period.parse(period) if period else None
    return Figure(value, unit, WHY, comparator, value_hi, when, place)


def verdict(target, *seen, day=DAY, direction="up"):
    return target_status(target, seen, day, direction=direction).verdict


BILLION = 1e9


@pytest.mark.parametrize(
    ("wanted", "seen", "says"),
    [
        ((">=", 470), (">", 470), Verdict.REACHED),
        ((">", 470), (">", 470), Verdict.REACHED),
        ((">", 470), (">=", 470), Verdict.CANNOT_SAY),
        ((">", 470), ("=", 470), Verdict.NOT_YET),
        ((">=", 470), ("=", 470), Verdict.REACHED),
        ((">=", 470), (">", 400), Verdict.CANNOT_SAY),
        ((">=", 470), ("<", 470), Verdict.NOT_YET),
        ((">=", 470), ("<=", 470), Verdict.CANNOT_SAY),
        (("=", 470), ("=", 500), Verdict.REACHED),
        ((">=", 470), ("~", 472), Verdict.CANNOT_SAY),
        ((">=", 470), ("~", 600), Verdict.REACHED),
        (("<=", 1000), ("=", 5000), Verdict.NO_FLOOR),
        (("<=", 1000), ("=", 10), Verdict.NO_FLOOR),
        (("<", 1000), ("=", 10), Verdict.NO_FLOOR),
    ],
)
def test_a_bound_decides_only_what_it_can(wanted, seen, says):
    assert verdict(figure(wanted[1], wanted[0], "2025"), figure(seen[1], seen[0], "2023")) == says


def test_up_to_states_no_floor_and_says_so_even_after_the_deadline():
    status = target_status(figure(100 * BILLION, "<=", "2025"), [], LATER)
    assert (status.verdict, status.reason, status.passed) == (Verdict.NO_FLOOR, "no floor", True)
    assert words(status, "de").startswith("Kein Mindestwert genannt (Frist 2025, abgelaufen): „bis zu 100 Mrd. Yuan“")


def test_each_translation_is_judged_by_itself():
    variants = [figure(15, ">", "2025", "count"), figure(15, ">=", "2025", "count"), figure(15, "<=", "2025", "count")]
    seen = [figure(15, "=", "2025", "count")]
    assert [one.verdict for one in statuses(variants, seen, LATER)] == [
        Verdict.MISSED,
        Verdict.REACHED,
        Verdict.NO_FLOOR,
    ]


def test_a_deadline_that_passed_in_silence_is_an_answer():
    target = figure(100, ">=", "2025")
    assert verdict(target, day=LATER) == Verdict.DEADLINE_PASSED
    assert verdict(target, figure(50, "=", "2022"), day=LATER) == Verdict.DEADLINE_PASSED
    assert verdict(target, figure(50, "=", "2025"), day=LATER) == Verdict.MISSED
    assert verdict(target, figure(50, "=", "2025-H1"), day=LATER) == Verdict.DEADLINE_PASSED
    assert verdict(target, figure(150, "=", "2026-03"), day=LATER) == Verdict.REACHED_LATE
    assert verdict(target, day=DAY) == Verdict.NO_EVIDENCE


def test_the_last_day_of_the_deadline_still_counts():
    target = figure(100, ">=", "2025")
    assert verdict(target, day=dt.date(2025, 12, 31)) == Verdict.NO_EVIDENCE
    assert verdict(target, day=dt.date(2026, 1, 1)) == Verdict.DEADLINE_PASSED


def test_pace_needs_two_values_and_bounds_tell_none():
    target = figure(100, ">=", "2025")
    fast = target_status(target, [figure(40, "=", "2021"), figure(80, "=", "2023")], DAY)
    assert (fast.verdict, round(fast.achieved.value, 1), round(fast.required.value, 1)) == (
        Verdict.ON_TRACK,
        20.0,
        10.0,
    )
    assert fast.achieved.unit == "CNY/a"
    assert fast.achieved.roots() == [WHY]
    assert verdict(target, figure(40, "=", "2021"), figure(44, "=", "2023")) == Verdict.BEHIND
    bound = target_status(target, [figure(40, ">", "2021"), figure(44, "=", "2023")], DAY)
    assert (bound.verdict, bound.reason, bound.achieved) == (Verdict.NOT_YET, "a bound tells no growth", None)


def test_less_is_better_where_the_direction_says_so():
    target = figure(17, "<=", "2025", "min")
    assert verdict(target, figure(16, "=", "2023", "min"), direction="down") == Verdict.REACHED
    assert (
        verdict(target, figure(40, "=", "2021", "min"), figure(19, "=", "2023", "min"), direction="down")
        == Verdict.ON_TRACK
    )
    assert verdict(figure(17, ">=", "2025", "min"), direction="down") == Verdict.NO_FLOOR
    assert verdict(target, figure(0.25, "=", "2023", "h"), direction="down") == Verdict.REACHED


def test_figures_that_do_not_count_are_listed_with_their_reason():
    kunshan, taicang = (Place(i, "county-city", Names.of(en=i)) for i in ("kunshan", "taicang"))
    target = figure(100, ">=", "2025", place=kunshan)
    seen = [figure(500), figure(500, "=", "2025"), figure(500, "=", "2023", place=taicang)]
    status = target_status(target, seen, DAY)
    assert (status.verdict, status.reason) == (Verdict.NO_EVIDENCE, "no usable figure")
    assert [why for _, why in status.ignored] == ["without a period", "after the date", "of another place"]


def test_figures_of_one_period_that_contradict_each_other_decide_nothing():
    status = target_status(figure(100, ">=", "2025"), [figure(90, "=", "2023"), figure(110, "=", "2023")], DAY)
    assert (status.verdict, status.reason) == (Verdict.CANNOT_SAY, "figures of one period disagree")


def test_another_dimension_is_refused():
    with pytest.raises(UnitMismatch):
        target_status(figure(100, ">=", "2025"), [figure(100, "=", "2023", "m2")], DAY)


@settings(max_examples=40, deadline=None)
@given(
    wanted=st.tuples(st.sampled_from(["=", ">", ">=", "<", "<="]), st.integers(1, 50)),
    seen=st.tuples(st.sampled_from(["=", ">", ">=", "<", "<="]), st.integers(1, 50)),
    truth=st.floats(0, 60),
    direction=st.sampled_from(["up", "down"]),
)
def test_no_verdict_contradicts_a_value_that_the_figure_admits(wanted, seen, truth, direction):
    values = wanted_values(figure(wanted[1], wanted[0]), direction)
    observed = figure(seen[1], seen[0])
    if values is None or not observed.admits(truth):
        return
    fulfils = (truth > values.low or (truth == values.low and not values.low_open)) and (
        truth < values.high or (truth == values.high and not values.high_open)
    )
    assert judge(observed, values) in ({"within", "open"} if fulfils else {"outside", "open"})


@pytest.mark.parametrize("language", ["de", "en", "zh"])
def test_every_status_has_its_words(language):
    target = figure(100, ">=", "2025")
    cases = [
        target_status(target, [figure(40, "=", "2021"), figure(80, "=", "2023")], DAY),
        target_status(target, [figure(40, ">", "2021")], DAY),
        target_status(target, [figure(40, "=", "2021")], DAY),
        target_status(target, [figure(40, "=", "2021")], LATER),
        target_status(target, [figure(40, "=", "2025")], LATER),
        target_status(target, [figure(140, "=", "2025")], LATER),
        target_status(target, [], LATER),
        target_status(figure(100, "<=", "2025"), [], LATER),
        target_status(figure(100, ">="), [], LATER),
        target_status(target, [figure(500)], DAY),
        target_status(target, [figure(90, "=", "2023"), figure(110, "=", "2023")], DAY),
    ]
    said = [words(case, language) for case in cases]
    assert len(set(said)) == len(said)
    assert not any("{" in one for one in said)
