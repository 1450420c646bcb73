import json
import pickle

import pytest

from hongqiao.errors import NoBasis, QuoteMismatch
from hongqiao.ground.basis import Assumption, Column, Entry, Quote, Step, StoredText, as_json, from_json, roots

SOURCE = StoredText("Die Fahrt dauert 17 Minuten. 昆山到虹桥只要17分钟。")


def test_a_quote_is_made_only_where_its_words_stand():
    quote = Quote(SOURCE, 17, 27, "17 Minuten")
    assert (quote.document, quote.prefix, quote.suffix[:3]) == (SOURCE.sha256, "Die Fahrt dauert ", ". 昆")
    with pytest.raises(QuoteMismatch, match="says '17 Minuten' from 17 to 27, not '18 Minuten'"):
        Quote(SOURCE, 17, 27, "18 Minuten")
    with pytest.raises(QuoteMismatch, match="outside its document of 41 characters"):
        Quote(SOURCE, 17, 270, "17 Minuten")


def test_a_quote_cannot_be_made_from_a_bare_hash_or_text():
    with pytest.raises(NoBasis, match="got str"):
        Quote("Die Fahrt dauert 17 Minuten.", 17, 27, "17 Minuten")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "make",
    [
        lambda: Column("", "population"),
        lambda: Entry(""),
        lambda: Assumption("analyst", "  "),
        lambda: Step("sum", "1", ()),
        lambda: Step("sum", "1", ("a sentence",)),  # type: ignore[arg-type]
    ],
)
def test_an_empty_basis_is_refused(make):
    with pytest.raises(NoBasis):
        make()


def test_roots_come_in_reading_order_each_once():
    a, b, c = Assumption("me", "a"), Assumption("me", "b"), Column("f" * 64, "jobs")
    inner = Step("sum", "1", (b, c))
    assert roots(Step("ratio", "1", (a, inner, inner, a))) == [a, b, c]


def test_roots_of_a_deep_shared_computation_are_found_without_an_exponential_walk():
    step = Step("start", "1", (Assumption("me", "the one root"),))
    for depth in range(5_000):  # 2 ** 5000 paths lead down
        step = Step("double", str(depth), (step, step))
    assert roots(step) == [Assumption("me", "the one root")]
    assert len(as_json(step)["parts"]) == 5_002


def test_two_bases_are_the_same_when_their_content_is():
    assert Step("ratio", "1", (Entry("7"),), (("k", 2),)) == Step("ratio", "1", (Entry("7"),), (("k", 2),))
    assert Step("ratio", "1", (Entry("7"),), (("k", 2),)) != Step("ratio", "1", (Entry("7"),), (("k", 3),))
    assert Column("f" * 64, "jobs") != Column("f" * 64, "jobs", "320583")
    assert len({Entry("7"), Entry("7"), Entry("8")}) == 2


def test_a_basis_survives_being_stored_and_its_quotes_are_checked_again():
    quote = Quote(SOURCE, 17, 27, "17 Minuten")
    basis = Step(
        "mean", "2", (quote, Column("f" * 64, "minutes", "G7001", title="timetable")), (("p", 0.5), ("mode", None))
    )
    stored = json.loads(json.dumps(as_json(basis)))
    assert from_json(stored, {SOURCE.sha256: SOURCE}) == basis
    with pytest.raises(NoBasis, match="is not at hand"):
        from_json(stored, {})
    changed = StoredText(SOURCE.text.replace("17", "19"))
    with pytest.raises(QuoteMismatch):
        from_json(stored, {SOURCE.sha256: changed})


def test_a_stored_basis_without_one_of_its_parts_is_refused():
    stored = as_json(Step("mean", "1", (Entry("7"),)))
    del stored["parts"][Entry("7").key]
    with pytest.raises(NoBasis, match="lacks its part"):
        from_json(stored, {})


def test_bases_travel_between_processes():
    step = Step("mean", "1", (Quote(SOURCE, 17, 27, "17 Minuten"), Entry("7")))
    assert pickle.loads(pickle.dumps(step)) == step  # noqa: S301 -- our own bytes
