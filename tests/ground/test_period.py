import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hongqiao.errors import BadPeriod
from hongqiao.ground.period import Period


@pytest.mark.parametrize(
    ("text", "start", "end", "precision"),
    [
        ("2022-11-14", "2022-11-14", "2022-11-14", "day"),
        ("2024-02", "2024-02-01", "2024-02-29", "month"),
        ("2020-Q3", "2020-07-01", "2020-09-30", "quarter"),
        ("2020-H1", "2020-01-01", "2020-06-30", "half"),
        ("2020-H2", "2020-07-01", "2020-12-31", "half"),
        ("2021", "2021-01-01", "2021-12-31", "year"),
        ("2022/2025", "2022-01-01", "2025-12-31", "range"),
        ("2019-11/2020-03", "2019-11-01", "2020-03-31", "range"),
    ],
)
def test_every_text_form_is_read_and_written_back(text, start, end, precision):
    period = Period.parse(text)
    assert (str(period.start), str(period.end), period.precision, period.text) == (start, end, precision, text)


@pytest.mark.parametrize(
    "text", ["", "22", "2022-13", "2022-02-30", "2025/2022", "2020-Q5", "2020-H3", "soon", "2022/", "0000"]
)
def test_what_is_no_period_is_refused(text):
    with pytest.raises(BadPeriod):
        Period.parse(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("民国113年", "2024"),
        ("民國一百一十三年", "2024"),
        ("令和4年", "2022"),
        ("令和元年", "2019"),
        ("平成三十一年", "2019"),
        ("二〇二五年", "2025"),
        ("พ.ศ. 2565", "2022"),
        ("“十四五”", "2021/2025"),
        ("“十四五”时期", "2021/2025"),
    ],
)
def test_years_of_other_eras_are_converted(text, expected):
    assert Period.of_era(text).text == expected


def test_buddhist_years_are_converted():
    assert [Period.of_buddhist_year(year).text for year in (2565, 2568)] == ["2022", "2025"]
    with pytest.raises(BadPeriod, match="began in April"):
        Period.of_buddhist_year(2480)


def test_a_year_of_no_known_era_is_refused():
    with pytest.raises(BadPeriod, match="no year of a known era"):
        Period.of_era("天宝三年")


def test_a_deadline_has_passed_only_when_its_whole_period_has():
    deadline = Period.parse("2025", by=True)
    assert (deadline.text, deadline.by) == ("2025", True)
    assert not deadline.passed(dt.date(2025, 12, 31))
    assert deadline.passed(dt.date(2026, 1, 1))


def test_contains_and_overlaps():
    plan = Period.parse("2022/2025")
    assert plan.contains(Period.parse("2023-H1"))
    assert plan.contains(dt.date(2025, 12, 31))
    assert plan.overlaps(Period.parse("2025-12/2026-02"))
    assert not plan.overlaps(Period.parse("2026"))


@given(st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1)), st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1)))
def test_any_range_of_days_survives_its_text_form(a, b):
    first, last = sorted((a, b))
    period = Period.parse(f"{first}/{last}")
    assert Period.parse(period.text) == period
    assert (period.start, period.end) == (first, last)
