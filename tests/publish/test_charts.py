"""Charts: bounds are drawn as bounds, each point leads to its source, and what is taken away carries every source."""

import csv
import io
import re
import zipfile

import pytest
from django.utils import translation

from hongqiao.ground.basis import Assumption
from hongqiao.ground.figure import Figure
from hongqiao.ground.period import Period
from hongqiao.publish.charts import Point, funnel, series, targets
from hongqiao.publish.charts.bounds import Row
from hongqiao.publish.charts.downloads import Download

CHOSEN = Assumption("analyst", "an example that is long enough to be read")
PNG = b"\x89PNG\r\n\x1a\n"


def figure(value, comparator="=", unit="CNY", period=None, high=None):
    return Figure(value, unit, CHOSEN, comparator, high, Period.parse(period) if period else None)


def marks(chart):
    """What the specification draws of each figure: where it stands, from where to where, and how it ends."""
    rows = chart.specification["data"]["values"]
    return [
        (round(row["from"], 3), round(row["at"], 3), round(row["to"], 3), row["hollow"], row["end"])
        for row in rows
        if row["kind"] != "label"
    ]


@pytest.mark.parametrize(
    ("comparator", "drawn"),
    [
        ("=", (0.725, 0.725, 0.725, False, None)),
        (">", (0.725, 0.725, 1.0, True, 1.0)),
        (">=", (0.725, 0.725, 1.0, False, 1.0)),
        ("<", (0.0, 0.725, 0.725, True, 0.0)),
        ("<=", (0.0, 0.725, 0.725, False, 0.0)),
    ],
)
def test_a_bound_is_an_arrow_into_what_it_admits_and_a_hollow_end_does_not_belong_to_it(comparator, drawn):
    assert marks(targets("plan", [Row("Area", (Point("Area", figure(300, comparator)),))])) == [drawn]


def test_wordings_that_differ_stand_on_lines_of_their_own():
    goals = (Point("Scale", figure(100e9, "<=")), Point("Scale", figure(100e9)))
    chart = targets("plan", [Row("Scale", goals, (Point("Scale", figure(80e9)),), "missed")])
    rows = chart.specification["data"]["values"]
    assert [row["row"] for row in rows if row["kind"] == "goal"] == [0, 1]
    assert [row["label"] for row in rows if row["kind"] == "label"] == ["Scale", ""]


def test_evidence_in_another_unit_is_not_drawn_on_the_scale_of_the_goal():
    assert targets("plan", [Row("Scale", (Point("", figure(1)),), (Point("", figure(2, unit="m2")),))]) is None


def test_a_line_is_drawn_only_where_three_values_of_one_unit_are_known():
    known = [Point("", figure(value, period=str(2018 + value))) for value in (1, 2, 3)]
    assert series("series", "x", "t", known[:2]) is None
    assert series("series", "x", "t", [*known[:2], Point("", figure(3, unit="m2", period="2021"))]) is None
    bound = series("series", "x", "t", [*known, Point("", figure(4, ">", period="2022"))])
    assert [row["bound"] for row in bound.specification["data"]["values"]] == [None, None, None, 0]


def test_a_funnel_of_nothing_is_no_funnel():
    assert funnel("p", [Point("announced", figure(0, unit="count"))]) is None


def test_each_point_is_a_link_with_a_name_and_a_point_without_a_source_page_is_none():
    drawn = targets(
        "p", [Row("A", (Point("A", figure(3), link="/en/fact/a/"),)), Row("B", (Point("B", figure(4)),))]
    ).svg
    assert re.findall(r"<a [^>]*>", drawn) == ['<a href="/en/fact/a/" aria-label="A: 3 yuan">']
    assert "style=" not in drawn
    assert "<script" not in drawn


@pytest.mark.parametrize(
    ("language", "word"), [("en", "470 billion yuan"), ("de", "470 Mrd. Yuan"), ("zh-hans", "4700亿元")]
)
def test_the_words_at_a_mark_are_those_of_the_language(language, word):
    with translation.override(language):
        drawn = targets("p", [Row("GDP", (Point("GDP", figure(470e9, ">")),))]).plain
    assert word in drawn


@pytest.mark.parametrize(
    ("language", "words", "bound", "axis"),
    [
        ("en", "470 billion yuan", "more than 15", "billion yuan"),
        ("de", "470 Mrd. Yuan", "mehr als 15", "Mrd. Yuan"),
        ("zh-hans", "4700亿元", "超过15", "亿元"),
    ],
)
def test_what_is_taken_away_speaks_the_language_and_its_cells_are_the_same_in_each(db, language, words, bound, axis):
    with translation.override(language):
        rows = [
            Row("GDP", (Point("GDP", figure(470e9, period="2021")),)),
            Row("P", (Point("P", figure(15, ">", "count")),)),
        ]
        taken = Download.of(targets("p", rows), str)
        line = series(
            "series", "s", "t", [Point("GDP", figure(470e9 + year, period=str(year))) for year in range(2019, 2022)]
        )
        drawn, cells = taken.data("svg").decode(), taken.data("csv").decode("utf-8-sig")
    assert words in drawn
    assert bound in drawn
    assert axis in line.plain
    assert [(row["comparator"], row["value"], row["period"]) for row in csv.DictReader(io.StringIO(cells))] == [
        ("=", "470000000000", "2021"), (">", "15", ""),
    ]  # fmt: skip


def test_a_chart_for_a_telephone_draws_the_same_in_letters_that_can_be_read():
    rows = [
        Row(
            "A name that is too long to stand on one line of a telephone's screen", (Point("A", figure(3), link="/a/"),)
        )
    ]
    for chart in (targets("p", rows), funnel("f", [Point("announced", figure(20, unit="count"), link="/a/")])):
        assert float(re.search(r'width="([\d.]+)"', chart.narrow)[1]) <= 330
        assert re.findall("<a [^>]*>", chart.narrow) == re.findall("<a [^>]*>", chart.svg)
        sizes = [float(size) for size in re.findall(r'font-size="([\d.]+)px"', chart.narrow)]
        assert sizes
        assert min(sizes) >= 12


HOSTILE = '=HYPERLINK("x")<script>alert(1)</script>\u202e\u0301' + "long " * 300


@pytest.fixture
def taken(db):
    chart = targets(
        "p", [Row(HOSTILE, (Point(HOSTILE, figure(15, ">", "count")), Point(HOSTILE, figure(15, ">=", "count"))))]
    )
    return Download.of(chart, lambda path: f"http://h{path}")


def test_a_table_taken_away_has_a_line_for_each_figure_and_source(taken):
    rows = list(csv.DictReader(io.StringIO(taken.data("csv").decode("utf-8-sig"))))
    assert [(row["comparator"], row["value"], row["unit"], row["source_kind"], row["speaker"]) for row in rows] == [
        (">", "15", "count", "assumption", "analyst"), (">=", "15", "count", "assumption", "analyst"),
    ]  # fmt: skip
    assert {"retrieved", "source_address", "page", "licence", "retells"} <= set(rows[0])
    assert rows[0]["row"].startswith("'=HYPERLINK")


def test_a_workbook_has_the_figures_and_every_source_once(taken):
    import polars as pl

    data = pl.read_excel(io.BytesIO(taken.data("xlsx")), sheet_name="data")
    told = pl.read_excel(io.BytesIO(taken.data("xlsx")), sheet_name="sources")
    assert data["value"].to_list() == [15, 15]
    assert told["speaker"].to_list() == ["analyst"]
    with zipfile.ZipFile(io.BytesIO(taken.data("xlsx"))) as parts:
        assert not any(b"<f>" in parts.read(name) for name in parts.namelist())


def test_a_drawing_taken_away_names_its_sources_and_runs_nothing(taken):
    drawn = taken.data("svg").decode()
    assert "an example that is long enough to be read" in drawn
    assert "<script>" not in drawn
    assert taken.data("png")[:8] == PNG


def test_a_form_that_there_is_not_is_refused_with_those_that_there_are(taken):
    with pytest.raises(LookupError, match="csv, xlsx, svg, png"):
        taken.data("exe")
