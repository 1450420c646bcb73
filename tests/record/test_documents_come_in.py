from pathlib import Path

import pytest

from hongqiao.errors import UnknownRow
from hongqiao.record import actions, ledger, models, projections, verifying
from hongqiao.record.roles import LOCAL

RELEASE = (
    "ALD, March 2, 2026 /PRNewswire/ -- The towns signed 12 cooperation projects. By 2030 more than 15 bridges are to be "
    "built. The train takes 19 minutes. The museum has 7 halls.\nMedia contact: Jo Person, +49-30-1234567"
)


def added(towns: str, *texts: str) -> actions.Batch:
    return actions.add_documents(LOCAL, towns, [(f"{count}.txt", text.encode()) for count, text in enumerate(texts)])


def findings(batch: actions.Batch) -> dict[str, tuple[str, str | None, list[str]]]:
    rows = models.CurrentClaim.objects.filter(batch=batch.id).select_related("claim__quote")
    return {row.claim.quote.exact: (row.relation, row.fact_id, row.differs) for row in rows}


def test_each_claim_says_what_it_adds(towns: str) -> None:
    assert findings(added(towns, RELEASE)) == {
        "12 cooperation projects": ("confirms", "signing-announced", []),
        "more than 15 bridges": ("confirms", "bridge-count", []),
        "19 minutes": ("contradicts", "train", ["value"]),
        "7 halls": ("new", None, []),
    }


def test_the_same_bytes_are_taken_in_once(towns: str) -> None:
    first = added(towns, RELEASE)
    before = ledger.head()
    second = added(towns, RELEASE)
    assert [item.new for item in (*first.taken, *second.taken)] == [True, False]
    assert (second.taken[0].document, ledger.head()) == (first.taken[0].document, before)


def test_a_document_already_known_can_join_another_programme(towns: str) -> None:
    added(towns, RELEASE)
    actions.create_programme(LOCAL, "other", {"en": "Other"})
    batch = added("other", RELEASE)
    assert (batch.taken[0].new, {row[0] for row in findings(batch).values()}) == (False, {"new"})
    assert models.Document.objects.count() == 3


def test_what_cannot_be_read_is_reported_and_holds_up_nothing(towns: str, tmp_path: Path) -> None:
    empty, missing = tmp_path / "empty.txt", tmp_path / "missing.txt"
    empty.write_bytes(b"")
    sources = [empty, missing, tmp_path, ("binary.bin", bytes(range(256)) * 40), ("good.txt", b"It has 7 halls.")]
    batch = actions.add_documents(LOCAL, towns, sources)
    assert [bool(item.refused) for item in batch.taken] == [True, True, True, True, False]
    assert all(item.name in item.refused for item in batch.refused)
    assert models.Filing.objects.filter(batch=batch.id).count() == 1


def test_a_document_without_a_number_is_kept_with_nothing_to_judge(towns: str) -> None:
    batch = added(towns, "Nothing was said of how many.")
    assert (batch.taken[0].claims, findings(batch)) == (0, {})


def test_a_programme_that_is_not_there_is_named(towns: str) -> None:
    with pytest.raises(UnknownRow, match=r"'nowhere'; the programmes are: ald-bern"):
        added("nowhere", RELEASE)


def test_press_contacts_are_kept_apart_and_only_hashed_in_the_ledger(towns: str) -> None:
    added(towns, RELEASE)
    contact = models.Contact.objects.get()
    after = models.Revision.objects.get(table="contact").after
    assert ("Jo Person" in contact.text, list(after)) == (True, ["salted"])
    assert "Person" not in str(list(models.LedgerEntry.objects.values()))


def test_the_projection_made_anew_is_what_was_there(towns: str) -> None:
    batch = added(towns, RELEASE)
    claim = models.CurrentClaim.objects.get(batch=batch.id, relation="new")
    actions.accept_claim(LOCAL, towns, claim.claim_id)

    def everything() -> list[object]:
        claims = models.CurrentClaim.objects.order_by("claim_id").values(
            "claim", "fact", "state", "relation", "differs", "batch"
        )
        facts = models.CurrentFact.objects.order_by("fact_id").values()
        projects = models.CurrentProject.objects.order_by("project_id").values()
        search = models.SearchText.objects.order_by("kind", "object").values(
            "kind", "object", "programme", "title", "tokens"
        )
        return [list(claims), list(facts), list(projects), list(search)]

    before = everything()
    projections.rebuild()
    assert everything() == before
    assert verifying.verify().sound


def test_the_original_release_confirms_what_its_retellings_say(db: None, shared_data: Path) -> None:
    programme = actions.load_pack(LOCAL, "kunshan").programmes[0]
    seeds = sorted((shared_data.parent / "seeds").iterdir())
    batch = actions.add_documents(LOCAL, programme, seeds)
    assert batch.taken[0].claims == 7
    found = {(row[0], row[1]) for row in findings(batch).values()}
    assert found >= {
        ("confirms", "floor-area"),
        ("confirms", "industry-scale"),
        ("confirms", "scenario-projects"),
        ("confirms", "road-time"),
        ("confirms", "gdp-2021"),
    }
    waiting = list(
        models.CurrentClaim.objects.filter(batch=batch.id).exclude(fact=None).values_list("claim_id", flat=True)
    )
    actions.accept_claims(LOCAL, programme, waiting)
    assert models.CurrentFact.objects.get(fact="floor-area").sources == 1
