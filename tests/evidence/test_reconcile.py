"""Reconciling: alignment across languages, sources, conflicts, judgements. The texts are our own."""

import json
import random
from dataclasses import replace
from pathlib import Path

import pytest

from hongqiao.errors import BadJudgement
from hongqiao.evidence import Claim, Document, Fact, claims, read, reconcile
from hongqiao.evidence.reconciling import Judgement, Meaning, claim_id
from hongqiao.evidence.reconciling.comparing import rounded
from hongqiao.evidence.reconciling.copies import copies, shingles
from hongqiao.evidence.reconciling.measured import slip

GERMAN = (
    "ULM, 3. Mai 2023 /PRNewswire/ -- Die Städte haben 24 Vereinbarungen unterzeichnet. Geplant sind Hallen von mehr als "
    "52.000 Quadratmetern. Bis 2027 sollen 370 Millionen Euro investiert werden. Zum Bahnhof sind es 18 Minuten. Das BIP "
    "der Region lag 2022 bei 61,4 Milliarden Euro."
)
ENGLISH = (
    "ULM, May 3, 2023 /PRNewswire/ -- The cities signed 24 agreements. Halls of more than 52,000 square meters are "
    "planned. By 2027, 370 million euros are to be invested. The station is 18 minutes away. The region's GDP was 61.4 "
    "billion euros in 2022."
)
CHINESE = (
    "乌尔姆2023年5月4日电 -- 两市签署了24项协议。计划建设超过52000平方米的厂房。到2027年计划投资3.7亿欧元。"
    "距车站18分钟。2022年该地区生产总值为614亿欧元。"
)


def documents(**texts: str) -> list[Document]:
    return [read(text.encode(), name=name) for name, text in texts.items()]


def facts_of(*given: Document, judgements: tuple[Judgement, ...] = ()) -> list[Fact]:
    return reconcile([claim for document in given for claim in claims(document)], given, judgements)


def the(facts: list[Fact], quote: str) -> Fact:
    (found,) = [fact for fact in facts if any(quote in claim.quote for claim in fact.claims)]
    return found


def kinds(fact: Fact) -> list[str]:
    return [conflict.kind for conflict in fact.conflicts]


def test_translations_of_one_release_agree_in_five_facts_of_one_source() -> None:
    facts = facts_of(*documents(de=GERMAN, en=ENGLISH, zh=CHINESE))
    assert [(len(fact.claims), fact.languages, fact.independent_sources, kinds(fact)) for fact in facts] == [
        (3, ("de", "en", "zh"), 1, [])
    ] * 5


@pytest.mark.parametrize(
    ("old", "new", "kind", "differs"),
    [
        ("more than 52,000", "52,000", "comparator", ("comparator",)),
        ("370 million", "3.7 billion", "scale", ("value",)),
        ("370 million", "390 million", "value", ("value",)),
        ("370 million euros", "370 million dollars", "unit", ("unit",)),
        ("18 minutes", "28 minutes", "value", ("value",)),
        ("61.4 billion", "614 billion", "scale", ("value",)),
    ],
)
def test_one_changed_word_is_one_conflict_of_its_kind(old: str, new: str, kind: str, differs: tuple[str, ...]) -> None:
    changed = ENGLISH.replace(old, new)
    facts = facts_of(*documents(de=GERMAN, en=changed, zh=CHINESE))
    torn = [fact for fact in facts if fact.conflicts]
    assert len(facts) == 5
    assert [kinds(fact) for fact in torn] == [[kind]]
    (conflict,) = torn[0].conflicts
    assert conflict.differs == differs
    assert {frozenset((pair.a.document, pair.b.document)) for pair in conflict.pairs} == {
        frozenset(("de", "en")),
        frozenset(("en", "zh")),
    }
    assert all(conflict.explanation.in_language(language) for language in ("de", "en", "zh"))


def test_a_claim_that_a_translation_leaves_out_is_named_with_the_document() -> None:
    facts = facts_of(*documents(de=GERMAN, en=ENGLISH, zh=CHINESE.replace("距车站18分钟。", "")))
    (conflict,) = the(facts, "18 minutes").conflicts
    assert (conflict.kind, conflict.documents) == ("missing", ("zh",))


def test_a_copy_counts_as_no_second_source() -> None:
    copy = ENGLISH.replace("/PRNewswire/", "/AsiaNet/") + "\n\nMore news on our pages."
    facts = facts_of(*documents(en=ENGLISH, copy=copy))
    assert [(fact.documents, fact.independent_sources) for fact in facts] == [(("en", "copy"), 1)] * 5


def test_a_retelling_is_no_source_and_names_its_page() -> None:
    retold = (
        '+++\nlanguage = "en"\npublished = "2023-05-09"\nretells = "https://example.org/ulm"\n+++\n'
        "In Ulm, cities have signed 24 agreements. They plan halls of over 52,000 square meters and want to invest 370 "
        "million euros by 2027."
    )
    fact = the(facts_of(*documents(de=GERMAN, retold=retold)), "52,000")
    assert fact.documents == ("de", "retold")
    assert (fact.independent_sources, fact.sources) == (1, (("de",),))
    assert fact.retellings == (("retold", "https://example.org/ulm"),)


def test_documents_of_other_things_are_not_joined() -> None:
    other = "BERN, May 5, 2023 /PRNewswire/ -- The school has 24 classrooms. Its garden has 900 square meters. The bus takes 18 minutes."
    facts = facts_of(*documents(en=ENGLISH, other=other))
    assert all(len(fact.documents) == 1 for fact in facts)


def test_the_order_of_documents_changes_nothing() -> None:
    given = documents(de=GERMAN, en=ENGLISH.replace("18 minutes", "28 minutes"), zh=CHINESE)
    first = {fact.id: sorted(claim_id(claim) for claim in fact.claims) for fact in facts_of(*given)}
    assert {fact.id: sorted(claim_id(claim) for claim in fact.claims) for fact in facts_of(*given[::-1])} == first


def test_reconciling_works_from_claims_alone() -> None:
    stated = [claim for document in documents(de=GERMAN, en=ENGLISH, zh=CHINESE) for claim in claims(document)]
    assert [len(fact.claims) for fact in reconcile(stated)] == [3] * 5


def test_a_judgement_joins_parts_and_splits_and_can_be_left_out() -> None:
    given = documents(de=GERMAN, en=ENGLISH)
    plain = facts_of(*given)
    one, two = the(plain, "18 Minuten").claims
    other = the(plain, "24 agreements").claims[0]
    split = Judgement("split", (claim_id(one),), "officer", "another station")
    assert len(facts_of(*given, judgements=(split,))) == 6
    merge = Judgement("merge", (claim_id(one), claim_id(other)), "officer", "an example")
    assert len(the(facts_of(*given, judgements=(merge,)), "18 Minuten").claims) == 4
    different = Judgement("different", (claim_id(one), claim_id(two)), "officer", "two stations")
    same = Judgement("same", (claim_id(one), claim_id(two)), "officer", "one after all")
    assert len(facts_of(*given, judgements=(different,))) == 6
    assert [fact.as_json() for fact in facts_of(*given, judgements=(different, same))] != []
    assert len(facts_of(*given, judgements=(different, same))) == 5
    assert [fact.as_json() for fact in facts_of(*given)] == [fact.as_json() for fact in plain]


def test_a_judgement_of_no_known_kind_is_refused() -> None:
    with pytest.raises(BadJudgement, match="same, different, merge, split"):
        facts_of(*documents(de=GERMAN), judgements=(Judgement("perhaps", ("a", "b"), "me", "why"),))  # type: ignore[arg-type]  # on purpose


def test_the_json_of_a_fact_lists_pairs_with_what_differs() -> None:
    facts = facts_of(*documents(de=GERMAN, en=ENGLISH.replace("more than 52,000", "52,000")))
    shown = json.loads(json.dumps(the(facts, "52,000").as_json()))
    (conflict,) = shown["conflicts"]
    (pair,) = conflict["pairs"]
    assert (pair["a"]["document"], pair["a"]["quote"]) == ("de", "mehr als 52.000 Quadratmetern")
    assert (pair["b"]["document"], pair["b"]["comparator"], pair["differs"]) == ("en", "=", ["comparator"])
    assert set(conflict["explanation"]) == {"de", "en", "zh"}


@pytest.mark.parametrize("seed", range(4))
def test_changed_values_are_still_aligned(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311 -- repeatable, no secret
    given = documents(de=GERMAN, en=ENGLISH, zh=CHINESE)
    stated = [claims(document) for document in given]
    for number in range(5):
        factor = rng.choice([10.0, 0.1, rng.uniform(0.3, 3)])
        changed = [
            [
                replace(claim, value=claim.value * factor) if (at, place) == (0, number) else claim
                for place, claim in enumerate(part)
            ]
            for at, part in enumerate(stated)
        ]
        facts = reconcile([claim for part in changed for claim in part], given)
        assert sorted(len(fact.claims) for fact in facts) == [3] * 5


def test_rounding_is_told_from_another_value() -> None:
    assert rounded(474.81e9, 474.806e9)
    assert not rounded(41.27, 41.25)
    assert not rounded(300_000, 350_000)


def test_a_slip_is_a_power_of_ten_and_nothing_else() -> None:
    assert [slip(5006.7e9, 500.67e9), slip(1e11, 1e11), slip(129.46, 29.46)] == [1, None, None]


def test_sketches_find_the_pairs_that_a_comparison_of_all_finds() -> None:
    rng = random.Random(3)  # noqa: S311 -- repeatable, no secret
    words = [f"w{number}" for number in range(400)]
    texts = []
    for _ in range(20):
        base = rng.choices(words, k=120)
        copied = [word if rng.random() > 0.05 else rng.choice(words) for word in base]
        texts += [("en", " ".join(base)), ("en", " ".join(copied))]
    sets = [shingles(text) for _, text in texts]
    all_pairs = {
        (a, b)
        for a in range(len(sets))
        for b in range(a + 1, len(sets))
        if len(sets[a] & sets[b]) / len(sets[a] | sets[b]) >= 0.6
    }
    assert all_pairs
    assert all_pairs <= {(a, b) for a, b, _ in copies(texts)}


def gold(shared_data: Path) -> tuple[list[dict[str, object]], list[dict[str, object]]]:
    folder = shared_data / "evidence" / "gold"
    texts = [json.loads(line) for path in sorted(folder.glob("*.jsonl")) for line in path.read_text().splitlines()]
    return texts, json.loads((folder / "conflicts.json").read_text())


def test_the_known_conflicts_are_found_with_few_false_alarms(shared_data: Path) -> None:
    texts, known = gold(shared_data)
    given = [read(text["text"].encode(), name=text["id"]) for text in texts]  # type: ignore[attr-defined]  # JSON
    facts = reconcile(
        [claim for document in given for claim in labelled(texts, given, document)], given, meaning=Meaning(0)
    )
    keys = {(text["id"], part["start"]): part["claim_key"] for text in texts for part in text["quantities"]}  # type: ignore[attr-defined, index]  # JSON
    found = {
        (frozenset((pair.a.document, pair.b.document)), keys[pair.a.document, pair.a.start], pair.differs)
        for fact in facts
        for conflict in fact.conflicts
        for pair in conflict.pairs
        if keys[pair.a.document, pair.a.start] == keys[pair.b.document, pair.b.start]
    }
    pairs = [pair for fact in facts for conflict in fact.conflicts for pair in conflict.pairs]
    expected = {(frozenset((part["a"]["doc"], part["b"]["doc"])), part["claim_key"]) for part in known}  # type: ignore[index]  # JSON
    assert expected <= {(names, key) for names, key, differs in found if "comparator" in differs}
    assert len(pairs) - len(expected) <= 2


def labelled(texts: list[dict[str, object]], given: list[Document], document: Document) -> list[Claim]:
    """The labelled quantities of a document as claims."""
    (text,) = [text for text in texts if text["id"] == document.name]
    return [
        Claim(
            document.name, document.id, str(text["lang"]), part["quote"], part["start"], part["end"],
            document.text[max(0, part["start"] - 40) : part["start"]], document.text[part["end"] : part["end"] + 40],
            part["value"], part["unit"], part["value_hi"], part["per"], part["comparator"], part["kind"],
            part["direction"], part["status"], part["period"],
        )
        for part in text["quantities"]  # type: ignore[attr-defined]  # JSON
    ]  # fmt: skip
