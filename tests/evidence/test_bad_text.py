"""Text that is hard to bear: never a crash, never a claim whose quote is not in the text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hongqiao.evidence import claims_of_text
from hongqiao.evidence.language import OWN

_ALPHABET = (
    "0123456789.,-–%€$ /:+'\"()\n元万亿多余约至分之一二三百角hundert Mio. bis und to 年月\u200b\u200f\u202e½３．"
)


def check(text, language):
    last = 0
    for claim in claims_of_text(text, language):
        assert claim.quote
        assert text[claim.start : claim.end] == claim.quote
        assert claim.start >= last
        last = claim.start
        assert claim.sentence[0] <= claim.start < claim.sentence[1] + 1


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=_ALPHABET, max_size=80), st.sampled_from(OWN))
def test_whatever_is_read_stands_in_the_text(text, language):
    check(text, language)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=120), st.sampled_from(OWN))
def test_any_unicode_is_borne(text, language):
    check(text, language)


@pytest.mark.prove
@settings(max_examples=20_000, deadline=None)
@given(st.text(alphabet=_ALPHABET, max_size=200), st.sampled_from(OWN))
def test_much_more_noise_is_borne(text, language):
    check(text, language)


@pytest.mark.parametrize("language", OWN)
def test_a_document_of_digits_only_states_nothing(language):
    assert claims_of_text("1234567890" * 2_000, language) == []


def test_a_long_line_is_read_to_its_end():
    text = "Die Stadt hat 12 Projekte begonnen. " * 1500
    claims = claims_of_text(text, "de")
    assert len(claims) == 1500
    assert {(claim.quote, claim.value) for claim in claims} == {("12 Projekte", 12)}
    assert all(text[claim.start : claim.end] == claim.quote for claim in claims)


@pytest.mark.parametrize("language", OWN)
@pytest.mark.parametrize("unit", ["1.", "1,", "12 ", "1-", "1万", "$ ", "- ", "eine ", "(", "1/2/", "+1 ", "1'"])
def test_repetition_is_borne(language, unit):
    check(unit * 300, language)


def test_an_empty_text_states_nothing():
    assert claims_of_text("", None) == []
