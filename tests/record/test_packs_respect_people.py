"""Loading a pack again undoes nothing that people decided since, and says where it differs."""

from collections.abc import Callable
from pathlib import Path

from hongqiao.record import actions, ledger, models, projections
from hongqiao.record.roles import LOCAL, Actor, Role

ED = Actor("ed", Role.EDITOR)


def again(make_pack: Callable[..., Path], **changed: tuple[str, str]) -> list[str]:
    names = {"pack_toml": "pack.toml", "values_csv": "values.csv", "signing": "documents/signing-en.md"}
    files = {names[name]: change for name, change in changed.items()}
    return list(actions.load_pack(LOCAL, make_pack(files)).kept)


def test_a_removed_citation_stays_removed(towns: str, make_pack: Callable[..., Path]) -> None:
    key = models.Citation.objects.get(kind="clause", subject="bridges").id
    actions.edit_clause(ED, "bridges", quotes=[])
    entry = ledger.head()
    assert again(make_pack) == [f"citation {key}: stays removed, by ed (entry 2)"]
    assert not models.Citation.objects.filter(kind="clause", subject="bridges").exists()
    assert ledger.head() == entry
    again(make_pack, pack_toml=('names = { en = "Bridges" }', 'names = { en = "All bridges" }'))
    assert not models.Citation.objects.filter(kind="clause", subject="bridges").exists()


def test_a_changed_row_stays_changed_and_is_reported_only_where_it_differs(
    towns: str, make_pack: Callable[..., Path]
) -> None:
    actions.edit_plan(ED, "bridges-plan", names={"en": "Plan for many bridges"})
    assert again(make_pack) == ["plan bridges-plan: names as left by ed (entry 2); the pack says otherwise"]
    assert models.Plan.objects.get().names == {"en": "Plan for many bridges"}
    assert again(make_pack, pack_toml=("Plan for bridges", "Plan for many bridges")) == []


def test_an_acceptance_that_was_undone_is_not_made_again(towns: str, make_pack: Callable[..., Path]) -> None:
    judgement = models.Judgement.objects.filter(fact="train").get()
    actions.undo(ED, judgement.id, reason="another train")
    kept = again(make_pack)
    assert kept == [f"claim {judgement.claim_id} in train: undo by ed (entry 2) stands"]
    assert models.CurrentClaim.objects.get(claim=judgement.claim_id).state == "waiting"
    actions.undo(ED, models.Judgement.objects.get(verdict="undo").id)
    assert again(make_pack) == []
    assert models.CurrentClaim.objects.get(claim=judgement.claim_id).fact_id == "train"


def test_a_claim_that_a_person_moved_or_rejected_stays_so(towns: str, make_pack: Callable[..., Path]) -> None:
    train = models.CurrentClaim.objects.get(fact="train").claim_id
    people = models.CurrentClaim.objects.filter(fact="people", claim__language="en").get().claim_id
    actions.reject_claim(ED, towns, train, reason="no")
    moved = actions.split_fact(ED, towns, "people", [people])
    assert sorted(again(make_pack)) == sorted(
        [f"claim {people} in people: move by ed (entry 3) stands", f"claim {train} in train: reject by ed (entry 2) stands"]
    )  # fmt: skip
    before = {row.claim_id: (row.state, row.fact_id) for row in models.CurrentClaim.objects.all()}
    assert (before[train], before[people]) == (("rejected", None), ("accepted", moved))
    projections.rebuild()
    assert {row.claim_id: (row.state, row.fact_id) for row in models.CurrentClaim.objects.all()} == before


def test_what_a_person_accepted_of_an_earlier_wording_stands(towns: str, make_pack: Callable[..., Path]) -> None:
    row = models.CurrentClaim.objects.filter(fact="people", claim__language="en").get()
    actions.accept_claim(ED, towns, row.claim_id, fact="people", reason="checked in the register")
    kept = again(make_pack, signing=("has 90,000", "now has 90,000"))
    assert [item for item in kept if item.startswith(f"claim {row.claim_id}: accept by ed (entry 2) stands")]
    assert models.CurrentClaim.objects.get(claim=row.claim_id).fact_id == "people"


def test_a_value_that_somebody_corrected_is_not_overwritten(towns: str, make_pack: Callable[..., Path]) -> None:
    figure = models.Figure.objects.get(indicator="minutes")
    header = "id,indicator,place,period,value,unit"
    content = f"{header}\n{figure.id},minutes,ald,2025,21,min\n".encode()
    assert actions.run_job(actions.ask_for_import(LOCAL, towns, "values.csv", content).id).state == "done"
    kept = again(make_pack, values_csv=("19.5", "18.5"))
    assert [item for item in kept if item.startswith("value minutes|ald|2025|Timetable: its correction (entry ")]
    assert models.Figure.objects.get(indicator="minutes", corrections=None).value == 21
