import datetime as dt
import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hongqiao.cli import main
from hongqiao.errors import DuplicateId, EmptyProfile, EncoderMismatch, UnknownLanguage, UnknownReason
from hongqiao.match import Exchange, Profile
from hongqiao.match.exchange import Store, UniversalSentenceEncoder, recognised, scores, sentences
from hongqiao.match.exchange.nearest import Nearest, nearest, nearest_reference

OFFERS = [
    Profile("laser", "Wir schweißen Kupfer mit grünem Laser. Die Nähte sind frei von Spritzern.", "de"),
    Profile("biogas", "We clean biogas from farms with membranes. The methane reaches 97 percent."),
    Profile("robot", "我们为小型工厂提供协作机器人抓取系统。无需编程即可使用。"),
    Profile("water", "Our sensors find nitrate in river water within a minute."),
]


@pytest.fixture(scope="module")
def store():
    return Store(UniversalSentenceEncoder())


@pytest.fixture
def exchange(store):
    return Exchange(OFFERS, store=store)


@pytest.mark.parametrize(
    ("query", "best"),
    [
        ("需要用激光焊接铜的工艺", "laser"),
        ("Suche Verfahren, um Methan aus Biogas zu gewinnen", "biogas"),
        ("We look for a robot gripper that a small factory can use", "robot"),
    ],
)
def test_a_need_finds_its_offer_in_another_language(exchange, query, best):
    assert exchange.find([query], k=1)[0][0].id == best


def test_every_match_opens_its_reasons_and_what_speaks_against(exchange):
    match = exchange.find(["We weld copper with a laser. It must cost under 100 euros."], k=1)[0][0]
    assert match.reasons[0].query_text == "We weld copper with a laser."
    assert match.reasons[0].profile_text == "Wir schweißen Kupfer mit grünem Laser."
    assert 0 <= match.score <= 1
    assert "laser" in match.shared_terms
    assert "the profile is in de, the query in en" in [objection.says for objection in match.against]


def test_expired_refused_and_declined_profiles_are_left_out(store):
    offers = [
        Profile("old", OFFERS[0].text, expires=dt.date(2026, 1, 1)),
        Profile("foe", OFFERS[0].text, organisation="Foe"),
        Profile("shy", OFFERS[0].text, refuses=frozenset({"Me"})),
        *OFFERS[:2],
    ]
    need = Profile("n", "Laserschweißen von Kupfer gesucht", organisation="Me", refuses=frozenset({"Foe"}))
    pool = Exchange(offers, store=store)
    assert {match.id for match in pool.find([need], as_of=dt.date(2026, 6, 1))[0]} == {"laser", "biogas"}
    pool.decline("n", "laser", "other-field")
    assert [match.id for match in pool.find([need], as_of=dt.date(2026, 6, 1))[0]] == ["biogas"]
    pool.decline("someone else", "biogas", "gone")
    assert pool.find([need], as_of=dt.date(2026, 6, 1)) == [[]]


def test_a_decline_for_its_field_lowers_like_profiles(store):
    twin = Profile("twin", "Wir schweißen Kupfer mit blauem Laser. Die Nähte sind glatt.", "de")
    pool = Exchange([*OFFERS, twin], store=store)
    need = Profile("n", "Laserschweißen von Kupfer gesucht")
    before = {match.id: match.score for match in pool.find([need])[0]}
    pool.decline("n", "laser", "other-field")
    after = {match.id: match.score for match in pool.find([need])[0]}
    assert after["twin"] < before["twin"]


def test_an_unknown_decline_reason_lists_those_there_are(exchange):
    with pytest.raises(UnknownReason, match="other-field"):
        exchange.decline("n", "laser", "just so")


@pytest.mark.parametrize("text", ["", "   ", "laser", "激光"])
def test_an_empty_or_one_word_profile_is_refused(text):
    with pytest.raises(EmptyProfile, match="at least two words"):
        Profile("x", text)


def test_an_unknown_language_is_refused_by_name(store):
    with pytest.raises(UnknownLanguage, match="'tlh'"):
        Exchange([Profile("x", "two words", "tlh")], store=store)


def test_the_same_id_twice_is_refused(store):
    with pytest.raises(DuplicateId, match="'laser'"):
        Exchange([OFFERS[0], OFFERS[0]], store=store)


def test_an_empty_pool_and_no_query_answer_empty_lists(store, exchange):
    assert Exchange([], store=store).find(["two words"]) == [[]]
    assert exchange.find([]) == []


def test_vectors_of_another_model_are_refused(store, tmp_path):
    store.encode(["two words"], "query")
    store.save(tmp_path / "vectors.npz")

    class Other:
        name, dimension, languages = "other 1", 512, frozenset({"en"})

    with pytest.raises(EncoderMismatch, match="other 1"):
        Store(Other()).load(tmp_path / "vectors.npz")
    again = Store(UniversalSentenceEncoder())
    again.load(tmp_path / "vectors.npz")
    assert np.array_equal(again.encode(["two words"], "query"), store.encode(["two words"], "query"))


def test_languages_are_recognised():
    assert [recognised(profile.text) for profile in OFFERS] == ["de", "en", "zh", "en"]


def test_abbreviations_do_not_end_a_sentence():
    assert sentences("Wir liefern z.B. Pumpen. Sie laufen.") == ["Wir liefern z.B. Pumpen.", "Sie laufen."]
    assert sentences("我们提供传感器。精度高！") == ["我们提供传感器。", "精度高！"]


@given(st.integers(1, 30), st.integers(1, 40), st.integers(1, 12), st.integers(0, 99))
@settings(max_examples=30, deadline=None)
def test_the_compiled_nearest_agree_with_a_full_sort(queries, vectors, k, seed):
    dice = np.random.default_rng(seed)
    left, right = (dice.normal(size=(n, 8)).astype(np.float32) for n in (queries, vectors))
    got, rows = nearest(left, right, k)
    wanted, _ = nearest_reference(left, right, k)
    assert np.allclose(got, wanted, atol=1e-5)
    assert np.allclose(np.take_along_axis(left @ right.T, rows, axis=1), got, atol=1e-5)


@pytest.mark.parametrize(
    ("count", "dimension", "asked", "k"), [(4097, 10, 1, 1), (5000, 33, 7, 10), (9000, 64, 13, 50)]
)
def test_the_prepared_nearest_agree_with_a_full_sort(count, dimension, asked, k):
    dice = np.random.default_rng(count)
    vectors, queries = (dice.normal(size=(n, dimension)).astype(np.float32) for n in (count, asked))
    vectors[17] *= 40  # one long vector among short ones
    vectors[18] = 0
    got, rows = Nearest(vectors).search(queries, k)
    wanted, places = nearest_reference(queries, vectors, k)
    assert np.allclose(got, wanted, rtol=1e-5)
    assert np.array_equal(rows, places)


@given(st.integers(0, 99), st.floats(0.1, 5), st.floats(-3, 3))
def test_a_language_with_lower_scores_is_set_beside_the_others(seed, spread, shift):
    dice = np.random.default_rng(seed)
    part = dice.normal(size=(2, 400)).astype(np.float32)
    both = np.concatenate([part, part * np.float32(spread) + np.float32(shift)], axis=1)
    found = scores.beside_their_language(both, np.repeat([0, 1], 400))
    assert np.array_equal(found[:, :400].argmax(axis=1), found[:, 400:].argmax(axis=1))


@pytest.mark.prove
@pytest.mark.parametrize(
    ("asked", "pool", "bar"), [("de", "en", 0.78), ("en", "de", 0.78), ("zh", "en", 0.74), ("en", "zh", 0.72)]
)
def test_questions_find_their_paragraph_in_another_language(shared_data, store, asked, pool, bar):
    def articles(language):
        text = (shared_data / "match" / "xquad" / f"xquad.{language}.json").read_text(encoding="utf-8")
        return [paragraph for article in json.loads(text)["data"] for paragraph in article["paragraphs"]]

    profiles = [Profile(str(number), item["context"], pool) for number, item in enumerate(articles(pool))]
    questions = [(qa["question"], str(number)) for number, item in enumerate(articles(asked)) for qa in item["qas"]]
    found = Exchange(profiles, store=store).find([question for question, _ in questions], k=1)
    right = [row[0].id == gold for row, (_, gold) in zip(found, questions, strict=True)]
    assert sum(right) / len(right) >= bar


def test_the_command_matches_files(tmp_path, capsys):
    lines = [{"id": item.id, "text": item.text} for item in OFFERS]
    (tmp_path / "offers.jsonl").write_text("\n".join(json.dumps(line) for line in lines))
    (tmp_path / "needs.json").write_text(json.dumps([{"id": "n", "text": "需要用激光焊接铜的工艺"}]))
    assert main(["match", str(tmp_path / "offers.jsonl"), str(tmp_path / "needs.json"), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer[0]["matches"][0]["id"] == "laser"
    assert answer[0]["matches"][0]["reasons"][0]["query_text"] == "需要用激光焊接铜的工艺"
