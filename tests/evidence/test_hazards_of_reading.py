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


def test_a_number_begins_after_a_latin_word_and_never_inside_its_digits():
    assert values("去年全区GDP4012.35亿元。", "zh") == [(4.01235e11, "CNY", "=")]
    assert values("去年的域内GDP4012.35億円。", "ja") == [(4.01235e11, "JPY", "=")]


@pytest.mark.parametrize("name", ["5G", "G60", "COVID-19", "A4纸", "T3航站楼", "Mate50", "PM2.5"])
def test_a_name_with_digits_is_no_quantity_in_chinese(name):
    assert values(f"会上谈到{name}。", "zh") == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Output is to be raised to 90 billion yuan by 2025."),
        ("en", "By 2025 the sector and its suppliers are to be worth 90 billion yuan."),
        ("de", "Der Ertrag ist bis 2025 auf 90 Milliarden Yuan zu steigern."),
        ("fr", "La valeur est appelée à atteindre 90 milliards de yuans d'ici 2025."),
        ("pt", "A receita deve ser elevada para 90 bilhões de yuans até 2025."),
    ],
)
def test_what_is_to_be_reached_is_a_target_of_its_year(language, text):
    (claim,) = claims_of_text(text, language, published=Period.parse("2020-07"))
    assert (claim.value, claim.status, claim.period) == (9e10, "TARGET", "2025")


def test_each_way_of_travelling_keeps_its_own_time():
    text = "The drive from Xin to Yan takes 44 minutes, while the high-speed train needs 19 minutes."
    found = [(claim.value, claim.indicator) for claim in claims_of_text(text, "en")]
    assert found == [(44, "travel time by road"), (19, "travel time by rail")]


def test_a_budget_revenue_that_came_in_is_a_fact():
    text = "一般公共预算收入为301.5亿元，新登记的公司有8120户。"
    assert [claim.status for claim in claims_of_text(text, "zh")] == ["ACTUAL", "ACTUAL"]


def test_signing_is_not_approximating_in_chinese():
    assert values("现场签约21个，最多容纳30人。", "zh") == [(21, "count", "="), (30, "count", "<=")]


def test_the_year_after_a_number_is_no_denominator():
    (claim,) = claims_of_text("Die Stadt hatte 412.600 Einwohner im Jahr 2017.", "de")
    assert (claim.value, claim.per, claim.period) == (412_600, None, "2017")
    (quarter,) = claims_of_text("Die Miete beträgt 500 Euro pro Quartal.", "de")
    assert quarter.per is None


def test_a_month_that_lies_ahead_is_that_of_the_next_year():
    (claim,) = claims_of_text("Bis Januar sollen 40 Anlagen entstehen.", "de", published=Period.parse("2020-07"))
    assert (claim.status, claim.period) == ("TARGET", "2021")


def test_money_that_would_be_put_up_is_planned():
    text = "Ainsi 30 millions d'euros seraient mis sur la table."
    assert [claim.status for claim in claims_of_text(text, "fr")] == ["PLAN"]


def test_a_few_cities_in_passing_are_no_quantity():
    assert values("The two cities signed an agreement.", "en") == []
    assert values("Les deux villes ont signé un accord.", "fr") == []


def test_innings_and_scores_are_no_quantities_in_japanese():
    assert values("9回裏、3球三振に終わり、5の1。7回2失点で、3回に2点を先制した。", "ja") == []


def test_a_decree_number_with_dots_is_no_quantity():
    assert values("Le décret 2.19.604 est entré en vigueur.", "fr") == []


def test_and_more_belongs_to_the_number_that_follows():
    assert values("There were 480 new homes and more than 20 schools.", "en") == [
        (480, "count", "="),
        (20, "count", ">"),
    ]


def test_a_time_of_day_is_no_duration_in_chinese():
    assert values("会议于26日13时55分开始，历时1小时20分钟。", "zh") == [(80, "min", "=")]


def test_decades_are_ten_years_each():
    assert values("It grew for three decades.", "en") == [(30, "a", "=")]


def test_a_fall_by_a_larger_number_is_a_range():
    found = [(one.value, one.value_hi) for one in claims_of_text("On craint une chute de 50 à 70% des ventes.", "fr")]
    assert found == [(50, 70)]
