"""Languages as data: what packs must hold, how the language is found, and one plugged in from outside."""

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hongqiao.errors import BadLanguagePack, UnknownLanguage
from hongqiao.evidence import claims_of_text
from hongqiao.evidence.language import OWN, compile_pack, detect, languages, pack, refresh
from hongqiao.evidence.quantity import numeral

TOY = """
code = "eo"
name = "Esperanto"
spaced = true
stopwords = "la kaj de en estas por"

[numbers]
decimal = ","
group = "."

[numbers.words]
2 = "du"
3 = "tri"
10 = "dek"
100 = "cent"

[magnitudes]
1e6 = "miliono|milionoj"

[units]
km = "kilometro|kilometroj"
"%" = "elcento|elcentoj"

[currencies]
EUR = "eŭro|eŭroj"

[comparators.before]
">" = "pli ol"
"~" = "ĉirkaŭ"
"""


@pytest.fixture
def esperanto(tmp_path, monkeypatch):
    """A distribution with a language of its own, as pip would install it."""
    site = tmp_path / "site"
    info = site / "hongqiao_eo-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: hongqiao-eo\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[hongqiao.languages]\neo = hongqiao_eo:PACK\n")
    (site / "eo.toml").write_text(TOY, encoding="utf-8")
    (site / "hongqiao_eo.py").write_text(
        "from pathlib import Path\nPACK = Path(__file__).with_name('eo.toml')\n", encoding="utf-8"
    )
    monkeypatch.syspath_prepend(str(site))
    refresh()
    yield
    monkeypatch.undo()
    refresh()
    sys.modules.pop("hongqiao_eo", None)


@pytest.mark.usefixtures("esperanto")
def test_a_language_from_outside_is_one_pack():
    text = "La linio estas pli ol 12,5 kilometroj kaj kostas ĉirkaŭ tri milionoj eŭroj, du elcentoj."
    assert [(c.quote, c.value, c.unit, c.comparator) for c in claims_of_text(text, "eo")] == [
        ("pli ol 12,5 kilometroj", 12.5, "km", ">"),
        ("ĉirkaŭ tri milionoj eŭroj", 3e6, "EUR", "~"),
        ("du elcentoj", 2, "%", "="),
    ]


@pytest.mark.usefixtures("esperanto")
def test_a_language_from_outside_is_detected():
    assert "eo" in languages()
    assert detect("La urbo kaj la vilaĝo estas por la homoj en la lando.") == "eo"


def test_a_pack_that_lacks_a_table_is_refused_with_its_name():
    with pytest.raises(BadLanguagePack, match="comparators"):
        compile_pack({"code": "xx", "name": "X", "spaced": True, "numbers": {}, "units": {}})


def test_a_pack_with_a_broken_pattern_is_refused():
    tables = {"code": "xx", "name": "X", "spaced": True, "numbers": {}, "units": {}, "comparators": {}}
    with pytest.raises(BadLanguagePack, match="xx"):
        compile_pack(tables | {"status": {"PLAN": "("}})


def test_a_language_without_a_pack_is_refused():
    with pytest.raises(UnknownLanguage, match="'tlh'"):
        pack("tlh")


def test_variants_of_a_language_find_its_pack():
    assert {pack(code).code for code in ("zh-Hant", "zh_CN", "zh")} == {"zh"}


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("de", "Die Stadt hat einen Plan für das Gebiet und will die Wirtschaft stärken."),
        ("en", "The city has a plan for the area and wants to strengthen its economy."),
        ("fr", "La ville a un plan pour le quartier et veut renforcer les entreprises."),
        ("pt", "A cidade tem um plano para a região e não quer perder os empregos."),
        ("ja", "市はこの地域の計画を発表した。"),
        ("zh", "该市公布了这一地区的发展计划。"),
        ("zh", "該市公佈了這一地區的發展計劃。"),
    ],
)
def test_the_language_of_a_text_is_found(code, text):
    assert detect(text) == code


@pytest.mark.parametrize("code", OWN)
def test_each_pack_says_what_every_language_needs(code):
    own = pack(code)
    assert own.stopwords
    for sign in (">", ">=", "<", "<=", "~", "~<"):
        assert any(
            sign in (own.before.get(phrase), own.after.get(phrase))
            for phrase in [*own.before.phrases(), *own.after.phrases()]
        )
    assert set(own.cues.groupindex) == {"TARGET", "PLAN", "FORECAST", "RULE"}


@given(st.integers(0, 10**12), st.sampled_from(OWN))
def test_grouped_digits_read_back_to_their_number(value, code):
    numbers = pack(code).numbers
    assert numeral.digits(f"{value:,}".replace(",", numbers.group), numbers) == value


@given(st.integers(0, 10**9), st.integers(1, 9), st.sampled_from(OWN))
def test_decimals_read_back_to_their_number(whole, tenth, code):
    numbers = pack(code).numbers
    written = f"{whole:,}".replace(",", numbers.group) + numbers.decimal + str(tenth)
    assert numeral.digits(written, numbers) == pytest.approx(whole + tenth / 10)


_HAN = "零一二三四五六七八九"


def chinese(value):
    """A number up to 99,999,999 in Chinese numerals, without abbreviations."""
    if value >= 10_000:
        rest = value % 10_000
        return chinese(value // 10_000) + "万" + (("零" if rest < 1000 else "") + chinese(rest) if rest else "")
    text, gap = "", False
    for size, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // size % 10
        if digit:
            text += ("零" if gap and text else "") + _HAN[digit] + name
            gap = False
        else:
            gap = bool(text)
    return text


@given(st.integers(1, 99_999_999).filter(lambda value: value % 10_000 >= 1000 or value % 10_000 == 0))
def test_chinese_numerals_read_back_to_their_number(value):
    written = chinese(value)
    found = numeral.han(written, 0, pack("zh"))
    assert found is not None
    assert found[:2] == (value, len(written))
