"""Hazards met in real pages, as far as reading one text goes; each in our own words."""

import pytest

from hongqiao.evidence import claims_of_text
from hongqiao.ground.period import Period


def values(text, language, published="2022-11"):
    return [
        (claim.value, claim.unit, claim.comparator)
        for claim in claims_of_text(text, language, published=Period.parse(published))
    ]


def test_more_than_fifteen_and_fifteen_or_more_are_different_bounds():
    assert values("Completed are more than 15 projects.", "en") == [(15, "count", ">")]
    assert values("建成15项以上场景。", "zh") == [(15, "count", ">=")]
    assert values("15以上のプロジェクト。", "ja") == [(15, "count", ">=")]


def test_up_to_and_reach_are_different_bounds():
    assert values("Es werden bis zu 100 Milliarden Yuan.", "de") == [(1e11, "CNY", "<=")]
    assert values("规模达1000亿元。", "zh") == [(1e11, "CNY", "=")]


def test_a_scale_slip_is_read_as_it_is_written():
    assert values("GDP was 5006.7 billion yuan.", "en") == [(5.0067e12, "CNY", "=")]
    assert values("生产总值5006.7亿元。", "zh") == [(5.0067e11, "CNY", "=")]


def test_one_day_and_the_sum_of_a_year_are_two_claims():
    text = "拍卖会当日成交1.39亿元，累计成交5.03亿元。"
    assert values(text, "zh") == [(1.39e8, "CNY", "="), (5.03e8, "CNY", "=")]


def test_decimals_of_one_number_are_kept_as_precisely_as_they_stand():
    text = "Das BIP betrug 474,806 Mrd. Yuan, vorläufig 474,81 Mrd. Yuan."
    assert values(text, "de") == [(4.74806e11, "CNY", "="), (4.7481e11, "CNY", "=")]


def test_swiss_decimal_points_in_german_are_decimals():
    assert values("Die Schweiz zahlt 14.7 Millionen Franken.", "de") == [(1.47e7, "CHF", "=")]


def test_decimal_commas_in_english_are_decimals():
    assert values("The programme has 7,43 million euros.", "en") == [(7.43e6, "EUR", "=")]


def test_compound_magnitudes_are_read():
    assert values("规模1.8万亿元。", "zh") == [(1.8e12, "CNY", "=")]


def test_a_ratio_and_a_score_are_no_quantities():
    assert values("市与县按1∶1分担。", "zh") == []
    assert values("They won 3:1.", "en") == []


def test_two_figures_of_one_text_that_contradict_each_other_are_both_read():
    assert values("总投资超70亿元。总投资达70亿元。", "zh") == [(7e9, "CNY", ">"), (7e9, "CNY", "=")]


def test_signed_and_started_projects_are_two_claims():
    assert values("13个项目签约，15个项目开工。", "zh") == [(13, "count", "="), (15, "count", "=")]


def test_seventeen_minutes_and_about_twenty_are_two_claims():
    assert values("到机场17分钟，到车站约20分钟。", "zh") == [(17, "min", "="), (20, "min", "~")]


def test_an_area_name_with_a_number_in_it_is_no_quantity():
    assert values("长三角G60科创走廊", "zh") == []


def test_the_year_before_counts_from_the_year_that_was_named():
    (now, before) = claims_of_text("Umsatz 2019: 3,4 Mrd. Euro (Vorjahr: 3,1 Mrd. Euro).", "de")
    assert (now.period, before.period) == ("2019", "2018")


@pytest.mark.parametrize("plan", ["von 2022 bis 2025", "2022-2025", "2022/25"])
def test_the_span_of_a_plan_is_no_quantity(plan):
    assert values(f"Der Aktionsplan {plan} ist beschlossen.", "de") == []
