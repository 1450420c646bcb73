import pytest

from hongqiao.ground.basis import Assumption
from hongqiao.ground.figure import Figure
from hongqiao.ground.period import Period
from hongqiao.ground.words import figure_words, number, period_words

BASIS = Assumption("tests", "an example")


@pytest.mark.parametrize(
    ("figure", "de", "en", "zh"),
    [
        (Figure(470e9, "CNY", BASIS, ">"), "mehr als 470 Mrd. Yuan", "more than 470 billion yuan", "超过4700亿元"),
        (Figure(100e9, "CNY", BASIS, "<="), "bis zu 100 Mrd. Yuan", "up to 100 billion yuan", "不超过1000亿元"),
        (Figure(300_000, "m2", BASIS, ">"), "mehr als 300.000 m²", "more than 300,000 m²", "超过30万平方米"),
        (Figure(15, "count", BASIS, ">="), "mindestens 15", "at least 15", "15以上"),
        (Figure(17, "min", BASIS), "17 Minuten", "17 minutes", "17分钟"),
        (Figure(8.3, "%", BASIS, "~<"), "knapp 8,3\u00a0%", "nearly 8.3%", "近8.3%"),
        (Figure(3e8, "CNY", BASIS, "range", 3.5e8), "300 Mio. bis 350 Mio. Yuan", "300 million to 350 million yuan", "3亿至3.5亿元"),
        (Figure(2_092_496, "count", BASIS), "2.092.496", "2,092,496", "2,092,496"),
        (Figure(235_000, "CNY/count", BASIS, ">", about=True), "etwa mehr als 235.000 Yuan/Kopf oder Stück",
         "about more than 235,000 yuan/head or piece", "约超过23.5万元/每个"),
        (Figure(-2.5, "pp", BASIS), "−2,5 Prozentpunkte", "−2.5 percentage points", "−2.5个百分点"),
    ],
)  # fmt: skip
def test_a_figure_reads_as_its_reader_would_write_it(figure, de, en, zh):
    assert (figure_words(figure, "de"), figure_words(figure, "en"), figure_words(figure, "zh")) == (de, en, zh)


def test_a_magnitude_never_rounds_a_digit_away():
    assert number(474_806_000_000, "en") == "474.806 billion"
    assert number(474_806_123_456, "en") == "474,806,123,456"
    assert number(0.1 + 0.2, "en") == "0.3"


@pytest.mark.parametrize(
    ("period", "de", "en", "zh"),
    [
        (Period.parse("2022-11-14"), "14. November 2022", "14 November 2022", "2022年11月14日"),
        (Period.parse("2022-11"), "November 2022", "November 2022", "2022年11月"),
        (Period.parse("2020-Q3"), "3. Quartal 2020", "Q3 2020", "2020年第3季度"),
        (Period.parse("2020-H1"), "1. Halbjahr 2020", "first half of 2020", "2020年上半年"),
        (Period.parse("2022/2025"), "2022 bis 2025", "2022 to 2025", "2022年至2025年"),
        (Period.parse("2025", by=True), "bis 2025", "by 2025", "2025年前"),
    ],
)
def test_a_period_reads_as_its_reader_would_write_it(period, de, en, zh):
    assert (period_words(period, "de"), period_words(period, "en"), period_words(period, "zh")) == (de, en, zh)
