import pytest

from hongqiao.errors import BadValue, NothingToJudge, UnknownRow
from hongqiao.record import actions, models, verifying
from hongqiao.record.roles import LOCAL


@pytest.fixture
def halls(towns: str) -> str:
    """A waiting claim that is new to the programme; its id."""
    batch = actions.add_documents(LOCAL, towns, [("museum.txt", b"The museum has 7 halls.")])
    return models.CurrentClaim.objects.get(batch=batch.id).claim_id


def stands(claim: str) -> tuple[str, str | None]:
    row = models.CurrentClaim.objects.get(claim=claim)
    return row.state, row.fact_id


def latest() -> models.Judgement:
    return models.Judgement.objects.order_by("-position", "-id")[0]


def test_an_accepted_new_claim_makes_a_fact_of_its_own(towns: str, halls: str) -> None:
    fact = actions.accept_claim(LOCAL, towns, halls, reason="seen on site")
    row = models.CurrentFact.objects.get(fact=fact)
    judgement = latest()
    assert stands(halls) == ("accepted", fact)
    assert (row.claims, row.sources, row.fact.kind) == (1, 1, "stated")
    assert (judgement.verdict, judgement.by, judgement.reason) == ("accept", "local", "seen on site")


def test_a_rejected_claim_stays_and_counts_for_nothing(towns: str, halls: str) -> None:
    actions.reject_claim(LOCAL, towns, halls, reason="a joke")
    assert stands(halls) == ("rejected", None)
    assert models.Claim.objects.filter(pk=halls).exists()


def test_undoing_brings_back_what_held_before_and_can_be_undone(towns: str, halls: str) -> None:
    fact = actions.accept_claim(LOCAL, towns, halls)
    actions.reject_claim(LOCAL, towns, halls)
    rejection = latest()
    actions.undo(LOCAL, rejection.id, reason="hasty")
    assert stands(halls) == ("accepted", fact)
    actions.undo(LOCAL, latest().id)
    assert stands(halls) == ("rejected", None)


def test_the_same_judgement_cannot_be_undone_twice(towns: str, halls: str) -> None:
    actions.reject_claim(LOCAL, towns, halls)
    judgement = latest()
    actions.undo(LOCAL, judgement.id)
    with pytest.raises(NothingToJudge, match="undone already"):
        actions.undo(LOCAL, judgement.id)
    assert stands(halls)[0] == "waiting"


def test_a_correction_supersedes_and_keeps_the_quote(towns: str, halls: str) -> None:
    made = actions.correct_claim(LOCAL, towns, halls, {"comparator": ">=", "period": "2026"}, reason="says: at least")
    old = models.Claim.objects.get(pk=halls)
    assert (made.supersedes_id, made.quote_id, made.comparator, made.period) == (old.id, old.quote_id, ">=", "2026")
    assert (old.comparator, stands(halls)[0], stands(made.id)[0]) == ("=", "corrected", "accepted")
    actions.undo(LOCAL, models.Judgement.objects.get(claim=halls, verdict="correct").id)
    assert (stands(halls)[0], stands(made.id)[0]) == ("waiting", "waiting")


def test_a_correction_of_what_cannot_be_corrected_is_refused(towns: str, halls: str) -> None:
    with pytest.raises(NothingToJudge, match="got quote"):
        actions.correct_claim(LOCAL, towns, halls, {"quote": "another"})


def test_a_correction_to_none_leaves_the_place_empty_and_a_claim_never_without_a_value(towns: str, halls: str) -> None:
    made = actions.correct_claim(LOCAL, towns, halls, {"place": None, "per": None, "period": "2026"})
    assert (made.place, made.per, made.period) == ("", "", "2026")
    for changes, said in (({"value": None}, "states a value"), ({"comparator": None}, "one of =")):
        with pytest.raises(BadValue, match=said):
            actions.correct_claim(LOCAL, towns, made.id, changes)


def test_a_correction_into_a_fact_that_there_is_not_is_refused(towns: str, halls: str) -> None:
    with pytest.raises(UnknownRow, match="nowhere"):
        actions.correct_claim(LOCAL, towns, halls, {"value": 5}, fact="nowhere")
    assert stands(halls)[0] == "waiting"


def test_facts_merge_and_split(towns: str, halls: str) -> None:
    fact = actions.accept_claim(LOCAL, towns, halls)
    actions.merge_facts(LOCAL, towns, "train", [fact], reason="the same after all")
    assert stands(halls) == ("accepted", "train")
    assert models.CurrentFact.objects.get(fact=fact).claims == 0
    apart = actions.split_fact(LOCAL, towns, "train", [halls], reason="not the same")
    assert stands(halls) == ("accepted", apart)
    assert (models.CurrentFact.objects.get(fact="train").claims, apart == fact) == (1, False)


def test_a_conflict_can_be_left_open_on_purpose(towns: str) -> None:
    actions.leave_open(LOCAL, towns, "bridge-count", reason="both wordings are official")
    assert models.Fact.objects.get(pk="bridge-count").conflict_left_open == "both wordings are official"


def test_what_is_not_there_is_named(towns: str, halls: str) -> None:
    before = models.LedgerEntry.objects.count()
    for attempt, message in (
        (lambda: actions.accept_claim(LOCAL, towns, "nothing"), "'nothing'"),
        (lambda: actions.accept_claim(LOCAL, "nowhere", halls), "'nowhere'"),
        (lambda: actions.accept_claim(LOCAL, towns, halls, fact="no-fact"), "'no-fact'"),
        (lambda: actions.undo(LOCAL, "no-judgement"), "'no-judgement'"),
        (lambda: actions.leave_open(LOCAL, towns, "no-fact", reason="x"), "'no-fact'"),
    ):
        with pytest.raises(UnknownRow, match=message):
            attempt()
    assert models.LedgerEntry.objects.count() == before


def test_a_judgement_by_a_person_is_not_overruled_by_loading_the_pack_again(towns: str, make_pack: object) -> None:
    claim = models.CurrentClaim.objects.get(fact="train").claim_id
    actions.reject_claim(LOCAL, towns, claim, reason="outdated")
    actions.load_pack(LOCAL, make_pack({"pack.toml": ("Two towns", "The two towns")}))  # type: ignore[operator]  # the fixture
    assert stands(claim)[0] == "rejected"


def test_everything_done_in_a_review_stands_in_the_ledger(towns: str, halls: str) -> None:
    fact = actions.accept_claim(LOCAL, towns, halls, reason="first")
    actions.merge_facts(LOCAL, towns, "train", [fact], reason="second")
    rows = models.LedgerEntry.objects.order_by("-position").values_list("verb", "programme", "reason")[:2]
    assert list(rows) == [("merge facts", towns, "second"), ("judge a claim", towns, "first")]
    assert verifying.verify().sound


def test_a_claim_is_accepted_apart_from_what_it_was_found_to_contradict(towns: str) -> None:
    batch = actions.add_documents(LOCAL, towns, [("train.txt", b"The train takes 23 minutes.")])
    claim = models.CurrentClaim.objects.get(batch=batch.id)
    fact = actions.accept_claim(LOCAL, towns, claim.claim_id, apart=True, reason="another train")
    assert fact != claim.fact_id
    assert models.CurrentFact.objects.get(fact="train").claims == 1


def test_a_conflict_is_decided_and_the_decision_undone_in_one_step(towns: str) -> None:
    kept = models.CurrentClaim.objects.get(fact="bridge-count", claim__language="de").claim_id
    actions.decide_conflict(LOCAL, towns, "bridge-count", [kept], reason="the German text is the signed one")
    decided = models.CurrentFact.objects.get(fact="bridge-count")
    step = models.LedgerEntry.objects.order_by("-position")[0]
    assert (decided.claims, decided.conflict_count, step.verb) == (1, 0, "decide a conflict")
    assert actions.undo_step(LOCAL, towns, step.position) == 1
    again = models.CurrentFact.objects.get(fact="bridge-count")
    assert (again.claims, again.conflict_count) == (2, 1)
    with pytest.raises(NothingToJudge, match=f"step {step.position} holds no judgement"):
        actions.undo_step(LOCAL, towns, step.position)
    actions.undo_step(LOCAL, towns, step.position + 1)
    assert models.CurrentFact.objects.get(fact="bridge-count").claims == 1
    assert verifying.verify().sound


def test_a_decision_names_some_claims_and_says_why(towns: str) -> None:
    both = list(models.CurrentClaim.objects.filter(fact="bridge-count").values_list("claim_id", flat=True))
    for keep, reason in (([], "x"), (both, "x"), (both[:1], " ")):
        with pytest.raises(NothingToJudge):
            actions.decide_conflict(LOCAL, towns, "bridge-count", keep, reason=reason)


def test_a_claim_is_accepted_and_its_conflict_left_open_in_one_step(towns: str) -> None:
    batch = actions.add_documents(LOCAL, towns, [("hall.txt", b"Ald has 95,000 inhabitants.")])
    claim = models.CurrentClaim.objects.get(batch=batch.id).claim_id
    actions.accept_claims(LOCAL, towns, [claim], fact="people", open_because="two counts")
    row = models.Fact.objects.select_related("current").get(pk="people")
    assert (row.conflict_left_open, row.current.conflict_count > 0) == ("two counts", True)


def test_undoing_a_move_makes_both_facts_anew(towns: str, halls: str) -> None:
    fact = actions.accept_claim(LOCAL, towns, halls)
    actions.merge_facts(LOCAL, towns, "train", [fact], reason="the same after all")
    actions.undo_step(LOCAL, towns, models.LedgerEntry.objects.order_by("-position")[0].position)
    assert stands(halls) == ("accepted", fact)
    assert [models.CurrentFact.objects.get(fact=key).claims for key in (fact, "train")] == [1, 1]
