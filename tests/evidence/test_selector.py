"""Selectors: quotes found again in documents that were fetched anew."""

import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hongqiao.errors import AnchorLost
from hongqiao.evidence.selector import Anchor, Anchors, Selector, anchor
from hongqiao.ground.basis import Quote, StoredText

TEXT = (
    "Die Stadt baut zwei Hallen. Die erste Halle misst 4.500 Quadratmeter, die zweite misst 4.500 Quadratmeter und "
    "liegt am Hafen. Zum Bahnhof sind es 12 Minuten, zum Flughafen „nur“ 40 Minuten. Bis 2027 entstehen mehr als 300 "
    "Stellen. Die Kosten von 1,5 Millionen Euro trägt der Bund; weitere 15 Millionen Euro kommen vom Land."
)
QUOTES = (
    "4.500 Quadratmeter",
    "12 Minuten",
    "40 Minuten",
    "mehr als 300 Stellen",
    "1,5 Millionen Euro",
    "15 Millionen Euro",
)


def spans() -> list[tuple[int, int]]:
    return [
        (match.start(), match.end()) for quote in QUOTES for match in re.finditer(rf"(?<!\d,){re.escape(quote)}", TEXT)
    ]


def test_a_quote_that_did_not_move_is_unchanged() -> None:
    assert anchor(Selector.of(TEXT, *spans()[0]), TEXT) == Anchor(*spans()[0], "4.500 Quadratmeter", "unchanged", 1.0)


def test_equal_quotes_are_told_apart_by_what_stands_around_them() -> None:
    first, second = spans()[:2]
    turned = TEXT.replace("Die Stadt baut zwei Hallen. ", "")
    for start, end in (first, second):
        assert anchor(Selector.of(TEXT, start, end), turned).start == start - 28


@pytest.mark.parametrize("seed", range(20))
def test_blanks_typography_dropped_words_and_shuffled_sentences_do_no_harm(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311 -- repeatable, no secret
    sentences = re.split(r"(?<=\.) (?=[A-Z])", TEXT)
    held = [
        [
            Selector.of(TEXT, start, end)
            for start, end in spans()
            if TEXT.find(part) <= start < TEXT.find(part) + len(part)
        ]
        for part in sentences
    ]
    order = list(range(len(sentences)))
    rng.shuffle(order)
    changed, ranges = "", {}
    for number in order:
        words = [
            word
            for word in sentences[number].split(" ")
            if any(sign.isdigit() for sign in word)
            or word in {"erste", "zweite", "Minuten", "Quadratmeter", "Quadratmeter,", "Millionen"}
            or rng.random() > 0.08
        ]
        begin = len(changed)
        changed += rng.choice(["  ", "\n", "\u00a0"]).join(words).replace("„", '"').replace("“", '"') + "\n\n"
        ranges[number] = (begin, len(changed))
    anchors = Anchors(changed)
    for number, selectors in enumerate(held):
        for selector in selectors:
            found = anchors.find(selector)
            first, last = ranges[number]
            assert first <= found.start < found.end <= last
            assert re.findall(r"\d+", found.exact) == re.findall(r"\d+", selector.exact)


def test_a_figure_that_changed_is_lost_and_not_replaced() -> None:
    selector = Selector.of(TEXT, *next(match.span() for match in re.finditer("12 Minuten", TEXT)))
    with pytest.raises(AnchorLost, match="no longer stands"):
        anchor(selector, TEXT.replace("12 Minuten", "14 Minuten"))


def test_decimals_are_no_thousands() -> None:
    start = TEXT.index("15 Millionen Euro")
    found = anchor(Selector.of(TEXT, start, start + 17), TEXT.replace(" ", "  "))
    assert found.exact == "15  Millionen  Euro"


def test_selectors_follow_the_web_annotation_model() -> None:
    quote = Quote(StoredText(TEXT), *spans()[2], "12 Minuten")
    shown = Selector.of_quote(quote).as_json()
    assert [part["type"] for part in shown] == ["TextQuoteSelector", "TextPositionSelector"]
    assert shown[0]["exact"] == "12 Minuten"
    assert (shown[1]["start"], shown[1]["end"]) == spans()[2]


@given(st.text(max_size=60), st.integers(0, 60), st.integers(1, 20))
@settings(max_examples=60, deadline=None)
def test_any_span_with_a_word_is_found_in_its_own_text(text: str, start: int, length: int) -> None:
    exact = text[start : start + length]
    if not exact:
        return
    assert anchor(Selector.of(text, start, start + len(exact)), text).exact == exact
