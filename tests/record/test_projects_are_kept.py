"""Projects: what they are called, who takes part, what happened to them, and what that rests on."""

import datetime as dt

import pytest

from hongqiao.errors import (
    BadValue,
    DuplicateId,
    ImpossibleLife,
    NoEvidence,
    NotAllowed,
    NothingToJudge,
    QuoteMismatch,
    UnknownRow,
)
from hongqiao.record import actions, models, storing, verifying
from hongqiao.record.actions import Amount, Words
from hongqiao.record.project_life import impossible, silent_since
from hongqiao.record.roles import LOCAL, Actor, Role

COUNCIL = Actor("c", Role.CONTRIBUTOR, "ald-council")
STRANGER = Actor("s", Role.CONTRIBUTOR, "bern-council")
EDITOR = Actor("e", Role.EDITOR)
NAMES = {"en": "West bridge", "zh": "西桥"}
MONEY = "The council pays more than 5 million euros for the bridge. It lent 2 to 3 million yuan."


@pytest.fixture
def bridge(towns: str) -> models.Project:
    return actions.create_project(
        EDITOR, towns, NAMES, field="infrastructure", industry="E42", scenario="crossing", place="ald", external_id="W-1",
        came_from="event:signing", announced_at="signing", partners=[("ald-council", "builder", "ald")],
    )  # fmt: skip


@pytest.fixture
def news(towns: str) -> str:
    """A document that states money; its id."""
    return actions.add_documents(LOCAL, towns, [("money.txt", MONEY.encode())]).taken[0].document


def signing() -> str:
    return models.Document.objects.get(name="signing-en.md").id


def stands(project: models.Project) -> tuple[str, dt.date | None, dt.date | None]:
    row = models.CurrentProject.objects.get(project=project)
    return row.stage, row.since, row.last_evidence


def test_a_project_keeps_all_that_it_is_and_its_id_is_made_from_none_of_it(bridge: models.Project) -> None:
    partner = bridge.partners.get()
    assert (bridge.field, bridge.industry, bridge.scenario, bridge.place_id) == (
        "infrastructure",
        "E42",
        "crossing",
        "ald",
    )
    assert (bridge.came_from, bridge.announced_at_id, bridge.external_id) == ("event:signing", "signing", "W-1")
    assert (partner.institution_id, partner.role, partner.side) == ("ald-council", "builder", "ald")
    assert "west" not in bridge.id.casefold()
    assert verifying.verify().sound


def test_correcting_a_title_breaks_no_link_and_is_found_by_its_new_words(bridge: models.Project) -> None:
    actions.edit_project(EDITOR, bridge.id, names={"en": "Western crossing"}, reason="official name")
    row = models.Project.objects.get(pk=bridge.id)
    found = models.SearchText.objects.get(kind="project", object=bridge.id)
    entry = models.LedgerEntry.objects.order_by("-position").first()
    assert (row.names, found.title) == ({"en": "Western crossing"}, "Western crossing")
    assert entry is not None
    assert entry.summary == {"before": {"names": NAMES}, "after": {"names": {"en": "Western crossing"}}}


def test_a_life_is_recorded_with_the_words_that_say_so_or_with_a_persons_word(bridge: models.Project) -> None:
    signed = actions.record_stage(EDITOR, bridge.id, "signed", "2026-03", words=Words(signing(), "signed"))
    started = actions.record_stage(EDITOR, bridge.id, "started", "2026-05-04", note="seen on site")
    assert (signed.quote is not None, signed.by) == (True, None)
    assert (started.quote, started.by, started.note) == (None, "e", "seen on site")
    assert stands(bridge) == ("started", dt.date(2026, 5, 4), dt.date(2026, 5, 4))
    assert verifying.verify().sound


def test_orders_that_cannot_be_are_refused_by_name(bridge: models.Project) -> None:
    actions.record_stage(EDITOR, bridge.id, "started", "2026-03", note="seen")
    actions.record_stage(EDITOR, bridge.id, "completed", "2026-06", note="seen")
    with pytest.raises(ImpossibleLife, match=r"operating \(2026-07\) cannot come after completed \(2026-06\)"):
        actions.record_stage(EDITOR, bridge.id, "operating", "2026-07", note="seen")
    with pytest.raises(ImpossibleLife, match=r"started \(2026-03\) cannot come after operating \(2026-02\)"):
        actions.record_stage(EDITOR, bridge.id, "operating", "2026-02", note="seen")
    assert stands(bridge)[0] == "completed"


@pytest.mark.parametrize(
    ("stage", "period", "more", "error"),
    [
        ("signed", "2026-03", {}, NoEvidence),
        ("signed", "2026-03", {"note": "  "}, NoEvidence),
        ("signed", "", {"note": "seen"}, BadValue),
        ("signed", "last spring", {"note": "seen"}, BadValue),
        ("signed", "2199", {"note": "seen"}, BadValue),
        ("blessed", "2026-03", {"note": "seen"}, BadValue),
        ("signed", "2026-03", {"words": Words("nothing", "signed")}, UnknownRow),
    ],
)
def test_an_event_without_day_stage_or_evidence_is_refused(
    bridge: models.Project, stage: str, period: str, more: dict[str, object], error: type[Exception]
) -> None:
    before = models.LedgerEntry.objects.count()
    with pytest.raises(error):
        actions.record_stage(EDITOR, bridge.id, stage, period, **more)  # type: ignore[arg-type]  # some are wrong on purpose
    assert (bridge.life.count(), models.LedgerEntry.objects.count()) == (0, before)


def test_words_that_do_not_stand_or_stand_twice_are_refused(bridge: models.Project) -> None:
    with pytest.raises(QuoteMismatch, match=r"do not stand in signing-en\.md"):
        actions.record_stage(EDITOR, bridge.id, "signed", "2026-03", words=Words(signing(), "unterzeichnet"))
    with pytest.raises(QuoteMismatch, match="stand 2 times"):
        actions.record_stage(EDITOR, bridge.id, "signed", "2026-03", words=Words(signing(), "Ald"))


def test_what_was_recorded_wrongly_is_withdrawn_and_stays_to_be_read(bridge: models.Project) -> None:
    actions.record_stage(EDITOR, bridge.id, "signed", "2026-03", note="seen")
    wrong = actions.record_stage(EDITOR, bridge.id, "completed", "2026-04", note="misread")
    actions.withdraw_event(EDITOR, wrong.id, reason="another bridge")
    assert stands(bridge)[:2] == ("signed", dt.date(2026, 3, 1))
    assert bridge.life.count() == 3
    with pytest.raises(NothingToJudge, match="withdrawn already"):
        actions.withdraw_event(EDITOR, wrong.id, reason="again")
    with pytest.raises(NoEvidence, match="says why"):
        actions.withdraw_event(EDITOR, bridge.life.filter(stage="signed").get().id, reason=" ")


def test_a_withdrawal_that_would_leave_an_impossible_life_is_refused(bridge: models.Project) -> None:
    actions.record_stage(EDITOR, bridge.id, "signed", "2026-01", note="seen")
    off = actions.record_stage(EDITOR, bridge.id, "cancelled", "2026-02", note="seen")
    actions.record_stage(EDITOR, bridge.id, "lead", "2026-03", note="taken up again")
    with pytest.raises(ImpossibleLife, match="withdraw the later one first"):
        actions.withdraw_event(EDITOR, off.id, reason="not so")


def test_money_is_a_figure_with_its_bound_on_its_quote(bridge: models.Project, news: str) -> None:
    claim = models.Claim.objects.get(document=news, unit="EUR")
    event = actions.record_money(EDITOR, bridge.id, "committed", Amount(claim=claim.id), "2026-04")
    (figure,) = storing.ground_figures([event.figure])  # type: ignore[list-item]  # it has one
    assert (figure.comparator, figure.value, figure.unit) == (">", 5_000_000, "EUR")
    assert figure.roots()[0].exact == claim.quote.exact  # type: ignore[union-attr]  # a quote
    assert event.quote_id == claim.quote_id


def test_money_that_a_person_states_rests_on_the_entry_and_kinds_are_kept_apart(bridge: models.Project) -> None:
    announced = actions.record_money(
        EDITOR, bridge.id, "announced", Amount(2e6, "EUR", value_hi=3e6), "2026-04", note="told at the meeting"
    )
    actions.record_money(EDITOR, bridge.id, "paid", Amount(1e6, "EUR"), "2026-05", note="bank note")
    (figure,) = storing.ground_figures([announced.figure])  # type: ignore[list-item]  # it has one
    money = models.CurrentProject.objects.get(project=bridge).money
    assert (figure.comparator, figure.value, figure.value_hi) == ("range", 2e6, 3e6)
    assert figure.roots()[0].ledger == str(announced.position)  # type: ignore[union-attr]  # an entry
    assert {kind: [item["value"] for item in items] for kind, items in money.items()} == {
        "announced": [2e6],
        "paid": [1e6],
    }
    assert verifying.verify().sound


def test_an_amount_that_its_words_do_not_state_is_refused(bridge: models.Project, news: str) -> None:
    words = Words(news, "more than 5 million euros")
    with pytest.raises(BadValue, match="enter what the words say"):
        actions.record_money(EDITOR, bridge.id, "paid", Amount(6e6, "EUR", words=words), "2026-04")
    event = actions.record_money(EDITOR, bridge.id, "paid", Amount(5e6, "EUR", words=words), "2026-04")
    assert event.figure is not None
    assert event.figure.comparator == ">"  # as the words have it


@pytest.mark.parametrize(
    ("kind", "amount", "note", "message"),
    [
        ("given", Amount(1, "EUR"), "x", "announced, committed, paid"),
        ("paid", Amount(1, "m2"), "x", "currency"),
        ("paid", Amount(), "x", "names the claim"),
        ("paid", Amount(2, "EUR", value_hi=1), "x", "upwards"),
        ("paid", Amount(1, "EUR"), "", "rests on"),
    ],
)
def test_money_of_no_kind_currency_value_or_evidence_is_refused(
    bridge: models.Project, kind: str, amount: Amount, note: str, message: str
) -> None:
    with pytest.raises((BadValue, NoEvidence), match=message):
        actions.record_money(EDITOR, bridge.id, kind, amount, "2026-04", note=note)
    assert not models.Figure.objects.filter(subject=f"project:{bridge.id}").exists()


def test_partners_join_once_in_a_role_and_leave(bridge: models.Project) -> None:
    with pytest.raises(DuplicateId, match="'builder' already"):
        actions.add_partner(EDITOR, bridge.id, "ald-council", role="builder")
    other = actions.add_partner(EDITOR, bridge.id, "ald-council", role="payer", side="bern")
    actions.remove_partner(EDITOR, other.id, reason="withdrew")
    assert [row.role for row in bridge.partners.all()] == ["builder"]
    assert verifying.verify().sound


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"external_id": "W-1"}, "'W-1' is that of the project"),
        ({"field": "culture"}, "infrastructure, sci-tech"),
        ({"came_from": "dream:1"}, "event:ID or meeting:ID"),
        ({"came_from": "event:no"}, "no event has the id 'no'"),
        ({"place": "nowhere"}, "no place has the id 'nowhere'"),
        ({"colour": "red"}, "no column 'colour'"),
    ],
)
def test_what_a_project_cannot_hold_is_refused_by_name(
    towns: str, bridge: models.Project, columns: dict[str, str], message: str
) -> None:
    with pytest.raises((BadValue, DuplicateId, UnknownRow), match=message):
        actions.create_project(EDITOR, towns, {"en": "Another"}, **columns)
    with pytest.raises(BadValue, match="at least one language"):
        actions.create_project(EDITOR, towns, {"en": " "})


def test_a_contributor_acts_on_projects_of_the_own_institution_alone(towns: str, bridge: models.Project) -> None:
    actions.record_stage(COUNCIL, bridge.id, "signed", "2026-03", note="we signed")
    event = bridge.life.get()
    before = models.LedgerEntry.objects.count()
    for attempt in (
        lambda: actions.edit_project(STRANGER, bridge.id, names={"en": "Ours"}),
        lambda: actions.add_partner(STRANGER, bridge.id, "ald-council", role="spy"),
        lambda: actions.remove_partner(STRANGER, bridge.partners.get().id),
        lambda: actions.record_stage(STRANGER, bridge.id, "cancelled", "2026-04", note="no"),
        lambda: actions.record_money(STRANGER, bridge.id, "paid", Amount(1, "EUR"), "2026-04", note="no"),
        lambda: actions.withdraw_event(STRANGER, event.id, reason="no"),
        lambda: actions.create_project(COUNCIL, towns, {"en": "Nobody's"}),
        lambda: actions.set_silence(COUNCIL, towns, 3),
    ):
        with pytest.raises(NotAllowed):
            attempt()
    assert models.LedgerEntry.objects.count() == before


def test_what_a_person_edited_is_not_overwritten_by_loading_the_pack_again(towns: str, make_pack: object) -> None:
    actions.edit_project(EDITOR, "east-bridge", names={"en": "Great east bridge"})
    actions.set_silence(EDITOR, towns, 3)
    actions.load_pack(LOCAL, make_pack({"pack.toml": ("East bridge", "Eastern bridge")}))  # type: ignore[operator]  # the fixture
    assert models.Project.objects.get(pk="east-bridge").names == {"en": "Great east bridge"}
    assert models.Programme.objects.get(pk=towns).silent_after == 3


def test_silence_is_a_number_of_months_that_a_programme_sets(towns: str) -> None:
    with pytest.raises(BadValue, match="from 1 to 600"):
        actions.set_silence(EDITOR, towns, 0)
    actions.set_silence(EDITOR, towns, None)
    assert models.Programme.objects.get(pk=towns).silent_after is None


@pytest.mark.parametrize(
    ("as_of", "months", "day"),
    [
        (dt.date(2026, 11, 26), 6, dt.date(2026, 5, 26)),
        (dt.date(2026, 1, 31), 2, dt.date(2025, 11, 30)),
        (dt.date(2026, 12, 1), 12, dt.date(2025, 12, 1)),
        (dt.date(2024, 3, 31), 1, dt.date(2024, 2, 29)),
        (dt.date(2026, 1, 15), 1, dt.date(2025, 12, 15)),
    ],
)
def test_the_day_of_silence_is_so_many_months_ago(as_of: dt.date, months: int, day: dt.date) -> None:
    assert silent_since(as_of, months) == day


def test_a_life_without_impossible_orders_has_none() -> None:
    row = models.ProjectEvent(stage="signed", on=dt.date(2026, 1, 1), period="2026-01-01")
    assert impossible([row, models.ProjectEvent(stage="", on=dt.date(2026, 1, 2))]) is None
