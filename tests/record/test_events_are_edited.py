"""Events are written by people as well as by packs; they end after they begin."""

import datetime as dt

import pytest

from hongqiao.errors import BadValue, DeadlineBeforeStart, NotAllowed, QuoteMismatch, UnknownRow
from hongqiao.record import actions, ledger, models, programme_queries, search_queries, verifying
from hongqiao.record.actions import Words
from hongqiao.record.roles import Actor, Role

EDITOR = Actor("e", Role.EDITOR)
ASKING = search_queries.Asking(EDITOR, dt.date(2026, 6, 1))


def document() -> str:
    return models.Document.objects.get(name="signing-en.md").id


def test_an_event_is_edited_in_all_of_its_parts_and_keeps_its_address(towns: str) -> None:
    actions.edit_event(
        EDITOR, "signing", names={"en": "Great signing"}, kind="founding", period="2026-03-02/2026-03-04", place="ald",
        description={"en": "In the old quarry hall", "de": ""}, institutions=["ald-council", "ald-council"],
        quotes=[Words(document(), "The train takes 17 minutes")], reason="the invitation says so",
    )  # fmt: skip
    shown = programme_queries.event("signing", dt.date(2026, 6, 1))
    row = models.Event.objects.get(pk="signing")
    entry = models.LedgerEntry.objects.order_by("-position")[0]
    assert shown is not None
    assert (shown.names, shown.kind, shown.period) == ({"en": "Great signing"}, "founding", "2026-03-02/2026-03-04")
    assert (row.starts, row.ends) == (dt.date(2026, 3, 2), dt.date(2026, 3, 4))
    assert shown.place is not None
    assert (shown.place[0], shown.description) == ("ald", {"en": "In the old quarry hall"})
    assert ([key for key, _names in shown.institutions], [quote.exact for quote in shown.quotes]) == (
        ["ald-council"],
        ["The train takes 17 minutes"],
    )
    assert (entry.verb, entry.subject, entry.reason) == ("edit an event", "event:signing", "the invitation says so")
    assert [row.object for row in search_queries.found("quarry", ASKING)] == ["signing"]
    assert verifying.verify().sound


def test_an_event_that_ends_before_it_begins_is_refused_by_name(towns: str) -> None:
    before = ledger.head()
    with pytest.raises(DeadlineBeforeStart, match="the event ends 2026-03-01, before it begins 2026-03-05"):
        actions.edit_event(EDITOR, "signing", period="2026-03-05/2026-03-01")
    with pytest.raises(BadValue, match="no calendar has"):
        actions.edit_event(EDITOR, "signing", period="2026-02-30")
    assert (ledger.head(), models.Event.objects.get(pk="signing").period) == (before, "2026-03")


def test_what_an_event_names_has_to_be_there(towns: str) -> None:
    before = ledger.head()
    with pytest.raises(UnknownRow, match="no institution has the id 'nobody'"):
        actions.edit_event(EDITOR, "signing", institutions=["nobody"])
    with pytest.raises(UnknownRow, match="no place has the id 'nowhere'"):
        actions.edit_event(EDITOR, "signing", place="nowhere")
    with pytest.raises(QuoteMismatch, match="do not stand in"):
        actions.edit_event(EDITOR, "signing", quotes=[Words(document(), "nobody said this")])
    with pytest.raises(BadValue, match="an event has no column 'announces'"):
        actions.edit_event(EDITOR, "signing", announces="x")
    with pytest.raises(UnknownRow, match="no event has the id 'ball'"):
        actions.edit_event(EDITOR, "ball", kind="ball")
    with pytest.raises(NotAllowed, match="may not edit an event"):
        actions.edit_event(Actor("c", Role.CONTRIBUTOR, "ald-council"), "signing", kind="ball")
    assert ledger.head() == before


def test_a_new_event_is_found_and_shown(towns: str) -> None:
    row = actions.create_event(EDITOR, towns, {"en": "Lantern fair"}, period="2026-05", place="bern")
    shown = programme_queries.event(row.id, dt.date(2026, 6, 1))
    assert shown is not None
    assert (shown.names, shown.period, shown.quotes) == ({"en": "Lantern fair"}, "2026-05", ())
    assert [item.object for item in search_queries.found("lantern", ASKING)] == [row.id]
    assert verifying.verify().sound
