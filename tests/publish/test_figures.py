"""A number with its basis, or not at all; in the words of each language; copied with its source."""

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from hongqiao.errors import NoBasis
from hongqiao.ground.basis import Assumption, Step
from hongqiao.ground.figure import Figure
from hongqiao.ground.period import Period
from hongqiao.publish.citing import Cited
from hongqiao.publish.figures import Sheet
from hongqiao.publish.sources import RootShown, sentence

CHOSEN = Assumption("analyst", "an example")
GDP = Figure(470e9, "CNY", CHOSEN, comparator=">", period=Period.parse("2021"))
SCALE = Figure(100e9, "CNY", CHOSEN, comparator="<=", period=Period.parse("2025", by=True))


def rendered(source: str, language: str = "en", **values: object) -> str:
    request = RequestFactory().get("/")
    with translation.override(language):
        return Template(source).render(Context({"sheet": Sheet(), "request": request, **values}))


@pytest.mark.parametrize("value", [470e9, "470", None, 20])
def test_a_number_without_a_basis_cannot_be_shown(value):
    with pytest.raises(NoBasis, match="a page shows figures with a basis"):
        rendered("{% figure value %}", value=value)


@pytest.mark.parametrize(
    ("language", "figure", "words"),
    [
        ("de", GDP, "mehr als 470 Mrd. Yuan (2021)"),
        ("en", GDP, "more than 470 billion yuan (2021)"),
        ("zh-hans", GDP, "超过4700亿元 (2021年)"),
        ("de", SCALE, "bis zu 100 Mrd. Yuan (bis 2025)"),
        ("en", SCALE, "up to 100 billion yuan (by 2025)"),
        ("zh-hans", SCALE, "不超过1000亿元 (2025年前)"),
    ],
)
def test_values_bounds_and_dates_are_written_as_the_language_writes_them(language, figure, words):
    shown = rendered("{% figure value period=True %}", language, value=figure)
    assert f">{words}<" in shown.replace('<span class="on">', "").replace("</span>", "", 1)


def test_a_figure_is_noted_once_however_often_it_is_shown(db):
    page = rendered("{% figure value %}{% figure value %}{% figure other %}{% bases %}", value=GDP, other=SCALE)
    assert page.count('<button type="button" class="figure"') == 3
    assert page.count('popover class="basis"') == 2


def test_a_computed_figure_shows_its_formula_and_every_root(db):
    other = Assumption("officer", "another example")
    both = Figure(2, "count", Step("number of examples", "1", (CHOSEN, other)))
    page = rendered("{% figure value %}{% bases %}", value=both)
    assert "number of examples" in page
    assert page.count('data-root="assumption"') == 2


def test_hostile_words_are_escaped(db):
    figure = Figure(1, "count", Assumption("<script>alert(1)</script>", 'x"onmouseover="y'))
    page = rendered("{% figure value about=about %}{% bases %}", value=figure, about="<b>")
    assert "<script>" not in page
    assert "<b>" not in page
    assert '"onmouseover' not in page


def test_a_copy_holds_value_bound_quote_speaker_date_and_address():
    source = RootShown("k", "quote", "mehr als 470 Milliarden Yuan", "Xinhua", "November 2022", "/de/document/d/#q1-29")
    cited = Cited(GDP, "BIP", [source], lambda path: f"http://h{path}")
    assert cited.as_text("de") == (
        "BIP: mehr als 470 Mrd. Yuan (2021) "
        "(„mehr als 470 Milliarden Yuan“, Xinhua, November 2022, http://h/de/document/d/#q1-29)"
    )
    assert cited.as_footnote("en") == (
        "“mehr als 470 Milliarden Yuan”, Xinhua, November 2022, http://h/de/document/d/#q1-29."
    )
    assert cited.as_row().split("\t") == [
        "BIP", ">", "470000000000", "", "CNY", "2021", "mehr als 470 Milliarden Yuan", "Xinhua", "November 2022",
        "http://h/de/document/d/#q1-29",
    ]  # fmt: skip


def test_a_formula_in_a_quote_is_no_formula_in_a_table():
    source = RootShown("k", "quote", "=HYPERLINK(1)", "+x", "", "/")
    cells = Cited(GDP, "@about", [source], str).as_row().split("\t")
    assert [cell for cell in cells if cell[:1] in {"=", "+", "-", "@"}] == []


@pytest.mark.parametrize(
    ("text", "words", "around"),
    [
        ("One. Of 300.000 yuan, 20 were spent.Three.", "20", ("Of 300.000 yuan, ", " were spent.")),
        ("面积超过30万平方米。到2025年，规模达到1000亿元。", "1000亿元", ("到2025年，规模达到", "。")),
        ("no end and no beginning 7 here", "7", ("no end and no beginning ", " here")),
    ],
)
def test_a_quote_is_shown_in_its_sentence(text, words, around):
    start = text.index(words)
    assert sentence(text, start, start + len(words)) == around


def test_what_the_platform_assumes_is_told_in_each_language():
    from hongqiao.publish import assumptions
    from hongqiao.record import eligibility_queries, matching_queries, scenarios

    made = [
        scenarios._STATED,
        scenarios._SIGMA,
        scenarios._INSIDE,
        eligibility_queries._STATED,
        matching_queries._WEIGHTS,
    ]
    whys = [item.why for item in made] + ["a journey of 7 minutes, both ways"]
    for code, tongue in (("de", "de"), ("zh-hans", "zh")):
        with translation.override(code):
            told = [assumptions.assumed(why) for why in whys]
        assert {language for _text, language in told} == {tongue}
        assert [text for text, _language in told if text in whys] == []
    assert assumptions.assumed("of a pack") == ("of a pack", "en")
