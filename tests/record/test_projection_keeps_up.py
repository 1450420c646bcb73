"""What verbs leave on the pages, one after the other, is what making everything anew would show."""

import random
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hongqiao.errors import HongqiaoError
from hongqiao.record import actions, comparing, models, projections
from hongqiao.record.roles import LOCAL

TEXTS = (
    "The port of Ald has 12 cranes. More than 15 bridges are planned by 2030.",
    "Ald has 90,000 inhabitants. The museum has 7 halls. The port has 14 cranes.",
    "Der Hafen hat 12 Kräne. Bis 2030 sind mindestens 15 Brücken geplant.",
    "The park covers 30,000 square meters. The port has 12 cranes and 7 halls.",
    "By 2030 more than 25 bridges are planned. The train takes 17 minutes.",
    "Ald has 91,000 inhabitants in 2027. The train takes 19 minutes.",
)


def shown() -> dict[str, list[Any]]:
    """The whole projection, without the numbers that rows bear."""
    facts = [field.attname for field in models.CurrentFact._meta.concrete_fields]
    claims = ("programme_id", "claim_id", "state", "fact_id", "relation", "differs", "batch")
    return {
        "claims": sorted(models.CurrentClaim.objects.values_list(*claims), key=repr),
        "keys": sorted(models.ComparedKey.objects.values_list("current__claim", "key")),
        "facts": sorted(models.CurrentFact.objects.values_list(*facts), key=repr),
        "search": sorted(models.SearchText.objects.values_list("kind", "object", "programme", "title", "tokens")),
    }


def step(programme: str, rng: random.Random) -> None:
    """One verb, chosen at random, with whatever it can be given."""
    claims = list(models.CurrentClaim.objects.filter(programme=programme).order_by("claim_id"))
    facts = sorted(models.Fact.objects.filter(programme=programme).values_list("id", flat=True))
    pick = lambda: [row.claim_id for row in rng.sample(claims, min(len(claims), rng.randint(1, 3)))]  # noqa: E731 -- said often
    match rng.randrange(11):
        case 0:
            actions.add_documents(LOCAL, programme, [(f"{rng.random()}.txt", rng.choice(TEXTS).encode())])
        case 1 | 2:
            actions.accept_claims(LOCAL, programme, pick(), fact=rng.choice([None, rng.choice(facts)]))
        case 3:
            actions.accept_claim(LOCAL, programme, pick()[0], apart=True)
        case 4:
            actions.reject_claims(LOCAL, programme, pick(), reason="no")
        case 5:
            value = float(rng.choice([7, 12, 15, 17, 90000]))
            actions.correct_claim(LOCAL, programme, pick()[0], {"value": value}, fact=rng.choice([None, *facts]))
        case 6:
            actions.merge_facts(LOCAL, programme, rng.choice(facts), [rng.choice(facts)])
        case 7:
            fact = rng.choice(facts)
            held = [row.claim_id for row in claims if row.fact_id == fact and row.state == "accepted"]
            actions.split_fact(LOCAL, programme, fact, held[:1])
        case 8:
            fact = rng.choice(facts)
            held = [row.claim_id for row in claims if row.fact_id == fact and row.state == "accepted"]
            actions.decide_conflict(LOCAL, programme, fact, held[:1], reason="the later one")
        case 9:
            actions.undo(LOCAL, rng.choice(list(models.Judgement.objects.order_by("id"))).id)
        case _:
            actions.undo_step(LOCAL, programme, rng.choice(list(models.LedgerEntry.objects.all())).position)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32))
def test_after_any_verbs_the_pages_show_what_making_them_anew_shows(towns: str, seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311 -- no secret
    for _ in range(8):
        try:
            step(towns, rng)
        except HongqiaoError:
            continue  # a verb that refuses changes nothing
    before = shown()
    projections.rebuild()
    assert shown() == before


def waiting(programme: str, text: str) -> models.CurrentClaim:
    batch = actions.add_documents(LOCAL, programme, [(f"{len(text)}-{text[:9]}.txt", text.encode())])
    return models.CurrentClaim.objects.get(batch=batch.id)


def test_what_waits_is_compared_with_a_fact_as_soon_as_it_is_one(towns: str) -> None:
    first, second = (waiting(towns, text) for text in ("The port has 12 cranes.", "The port has 14 cranes."))
    assert (second.relation, second.fact_id) == ("new", None)
    fact = actions.accept_claim(LOCAL, towns, first.claim_id)
    second.refresh_from_db()
    assert (second.relation, second.fact_id, second.differs) == ("contradicts", fact, ["value"])
    actions.undo(LOCAL, models.Judgement.objects.order_by("-position")[0].id)
    second.refresh_from_db()
    assert (second.relation, second.fact_id, second.differs) == ("new", None, [])


def test_a_word_that_comes_to_be_common_stops_to_help(towns: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (comparing, projections.compared):
        monkeypatch.setattr(module, "COMMON", 1)
    other = waiting(towns, "The port has 14 cranes.")
    for text in ("The port has 12 cranes.", "The port has 13 cranes."):
        row = waiting(towns, text)
        actions.accept_claim(LOCAL, towns, row.claim_id, apart=True)
        before = shown()
        projections.rebuild()
        assert shown() == before
    other = models.CurrentClaim.objects.get(claim=other.claim_id)
    assert (other.relation, other.fact_id) == ("new", None)


def test_a_judgement_asks_the_no_more_questions_however_much_waits(towns: str) -> None:
    def judged(count: int) -> int:
        text = " ".join(f"Hall {number} has {number + 100} doors." for number in range(count))
        actions.add_documents(LOCAL, towns, [(f"many-{count}.txt", text.encode())])
        row = waiting(towns, f"The museum has {count + 7000} windows.")
        with CaptureQueriesContext(connection) as asked:
            actions.accept_claim(LOCAL, towns, row.claim_id)
        return len(asked)

    few = judged(5)
    assert judged(120) <= few
