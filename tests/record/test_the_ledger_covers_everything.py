from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction

from hongqiao.errors import NotAllowed
from hongqiao.record import actions, ledger, models, triggers, verifying
from hongqiao.record.ledger import acting
from hongqiao.record.roles import LOCAL, Actor, Role


def named() -> list[tuple[str, str]]:
    found = verifying.verify(limit=1000).disagreements
    return [(item.table, item.row) for item in found if item.table != "trigger"]


def test_one_verb_leaves_one_row_that_covers_all_it_touched(towns: str) -> None:
    entry = models.LedgerEntry.objects.get()
    touched = sum(model._default_manager.count() for model in triggers.guarded() if model is not models.LedgerEntry)
    assert (entry.verb, entry.subject, entry.actor, entry.rows) == ("load a pack", "pack:two-towns", "local", touched)
    result = verifying.verify()
    assert (result.sound, result.entries, result.rows, result.head) == (True, 1, touched, entry.hash)


def test_a_verb_that_changes_nothing_leaves_no_row(towns: str, make_pack: Callable[..., Path]) -> None:
    before = ledger.head()
    assert actions.load_pack(LOCAL, make_pack()).changed == 0
    actions.create_programme(LOCAL, towns, {"en": "another name"})
    assert ledger.head() == before


def test_a_verb_that_fails_leaves_nothing_behind(towns: str) -> None:
    before = ledger.head()
    half = models.Programme(id="half", names={"en": "Half"})
    with pytest.raises(DatabaseError), acting(LOCAL, "create a programme") as act:
        act.keep([half, models.Programme(id="half", names={"en": "Again"})], new=True)
    assert (ledger.head(), models.Programme.objects.filter(pk="half").exists()) == (before, False)


def test_entries_are_chained_each_to_the_one_before(towns: str) -> None:
    actions.create_programme(LOCAL, "second", {"en": "Second"})
    first, second = models.LedgerEntry.objects.order_by("position")
    assert (first.previous, second.previous, second.position) == (ledger.GENESIS, first.hash, 2)


@pytest.mark.parametrize("model", ["document", "content", "quote", "claim", "judgement", "figure", "filing",
                                   "dataset", "projectevent", "revision", "ledgerentry"])  # fmt: skip
def test_rows_that_only_grow_refuse_update_and_delete(towns: str, model: str) -> None:
    table = next(item for item in triggers.guarded() if item._meta.model_name == model)
    row = table._default_manager.first()
    assert row is not None
    for change in (
        lambda: table._default_manager.filter(pk=row.pk).update(position=99),
        lambda: table._default_manager.filter(pk=row.pk)._raw_delete(connection.alias),
    ):
        with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
            change()
    assert verifying.verify().sound


def _change_claim() -> tuple[str, str]:
    claim = models.Claim.objects.earliest("id")
    models.Claim.objects.filter(pk=claim.pk).update(value=claim.value + 1)
    return "claim", claim.pk


def _change_text() -> tuple[str, str]:
    content = models.Content.objects.order_by("pk").first()
    assert content is not None
    models.Content.objects.filter(pk=content.pk).update(text=content.text + " ")
    return "content", str(content.pk)


def _change_basis() -> tuple[str, str]:
    figure = models.Figure.objects.earliest("id")
    models.Figure.objects.filter(pk=figure.pk).update(basis={})
    return "figure", figure.pk


def _remove_judgement() -> tuple[str, str]:
    judgement = models.Judgement.objects.earliest("id")
    models.Judgement.objects.filter(pk=judgement.pk)._raw_delete(connection.alias)
    return "ledger entry", str(judgement.position)


def _rename_programme() -> tuple[str, str]:
    models.Programme.objects.update(names={"en": "Renamed"})
    return "programme", "ald-bern"


def _remove_institution() -> tuple[str, str]:
    models.Institution.objects.all()._raw_delete(connection.alias)
    return "institution", "ald-council"


def _add_place() -> tuple[str, str]:
    models.Place.objects.create(id="ghost", kind="town", names={"en": "Ghost"}, position=1)
    return "place", "ghost"


def _rewrite_entry() -> tuple[str, str]:
    models.LedgerEntry.objects.update(actor="nobody")
    return "ledger entry", "1"


@pytest.mark.parametrize(
    "tamper",
    [_change_claim, _change_text, _change_basis, _remove_judgement, _rename_programme, _remove_institution, _add_place,
     _rewrite_entry],
)  # fmt: skip
def test_a_row_changed_behind_the_ledgers_back_is_named(towns: str, tamper: Callable[[], tuple[str, str]]) -> None:
    triggers.lift(connection)
    where = tamper()
    assert where in named()


def test_a_digest_that_was_made_to_fit_is_caught_by_its_entry(towns: str) -> None:
    triggers.lift(connection)
    claim = models.Claim.objects.earliest("id")
    claim.value += 1
    models.Claim.objects.filter(pk=claim.pk).update(value=claim.value, digest=ledger.digest(claim))
    assert named() == [("ledger entry", "1")]


def test_personal_data_can_be_erased_and_the_ledger_still_verifies(towns: str) -> None:
    document = models.Document.objects.earliest("id")
    with acting(LOCAL, "add documents") as act:
        contact = act.confide([models.Contact(document=document, text="A. Person, +49 1")])[0]
    assert verifying.verify().sound
    actions.erase_contact(LOCAL, contact.pk, reason="asked for by the person")
    revisions = list(
        models.Revision.objects.filter(table="contact").order_by("position").values_list("after", flat=True)
    )
    assert (models.Contact.objects.count(), verifying.verify().sound) == (0, True)
    assert [sorted(after) for after in revisions] == [["salted"], ["erased"]]
    assert "Person" not in str(revisions)


def test_personal_data_changed_behind_the_ledgers_back_is_named(towns: str) -> None:
    with acting(LOCAL, "add documents") as act:
        contact = act.confide([models.Contact(document=models.Document.objects.earliest("id"), text="A. Person")])[0]
    models.Contact.objects.update(text="B. Person")
    assert named() == [("contact", contact.pk)]


@pytest.mark.parametrize("role", [Role.PUBLIC, Role.CONTRIBUTOR])
def test_who_may_not_changes_nothing(towns: str, role: Role, make_pack: Callable[..., Path]) -> None:
    nobody = Actor("nobody", role, "ald-council")
    claim = models.Claim.objects.earliest("id").id
    before = ledger.head()
    for attempt in (
        lambda: actions.load_pack(nobody, make_pack()),
        lambda: actions.add_documents(nobody, towns, [("a.txt", b"It has 12 bridges.")]),
        lambda: actions.accept_claim(nobody, towns, claim),
        lambda: actions.reject_claim(nobody, towns, claim),
        lambda: actions.create_programme(nobody, "mine", {"en": "Mine"}),
    ):
        with pytest.raises(NotAllowed):
            attempt()
    assert ledger.head() == before


def test_missing_triggers_are_found_and_come_back(towns: str) -> None:
    triggers.lift(connection)
    assert len(triggers.missing(connection)) == 2 * len(triggers.guarded())
    assert "record_claim_refuses_update" in str(verifying.verify().disagreements[0:200])
    triggers.install(connection)
    assert (triggers.missing(connection), verifying.verify().sound) == ([], True)
