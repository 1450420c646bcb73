import datetime as dt

import pytest

from hongqiao.errors import NotAllowed
from hongqiao.record import models, roles
from hongqiao.record.project_life import STAGES, Life, fold_life, may_follow
from hongqiao.record.roles import VERBS, Actor, Role

COUNCIL = frozenset({"ald-council"})


def test_the_public_may_change_nothing_but_its_own_messages() -> None:
    allowed = [verb for verb in VERBS if roles.may(Actor("anyone", Role.PUBLIC), verb)]
    assert allowed == ["send a message", "take back a message"]


def test_an_administrator_may_do_everything() -> None:
    assert [verb for verb in VERBS if not roles.may(roles.LOCAL, verb)] == []


@pytest.mark.parametrize(
    ("institution", "objects", "allowed"),
    [
        ("ald-council", COUNCIL, True),
        ("bern-council", COUNCIL, False),
        (None, COUNCIL, False),
        ("ald-council", None, False),
    ],
)
def test_a_contributor_acts_for_the_own_institution_alone(
    institution: str | None, objects: frozenset[str] | None, allowed: bool
) -> None:
    contributor = Actor("c", Role.CONTRIBUTOR, institution)
    assert roles.may(contributor, "edit a project", objects) is allowed
    assert roles.may(contributor, "judge a claim", objects) is False


def test_a_refusal_says_which_roles_may() -> None:
    with pytest.raises(NotAllowed, match="e is editor and may not load a pack; that takes one of: administrator"):
        roles.require(Actor("e", Role.EDITOR), "load a pack")


def test_a_verb_that_is_none_is_named() -> None:
    with pytest.raises(LookupError, match="no verb is called 'fly'"):
        roles.may(roles.LOCAL, "fly")


def event(day: int, stage: str = "", **more: object) -> models.ProjectEvent:
    on = dt.date(2026, 1, day)
    return models.ProjectEvent(stage=stage, on=on, period=on.isoformat(), quote_id="q", **more)


def test_a_life_is_the_fold_of_its_events_in_the_order_of_their_days() -> None:
    events = [event(20, "started"), event(5, "lead"), event(12, "signed"), event(25, "started")]
    assert fold_life(events) == Life("started", dt.date(2026, 1, 20), dt.date(2026, 1, 25), {})
    assert fold_life(events, dt.date(2026, 1, 15)) == Life("signed", dt.date(2026, 1, 12), dt.date(2026, 1, 12), {})
    assert fold_life([]) == Life()


def test_a_withdrawn_event_counts_for_nothing() -> None:
    signed = event(12, "signed")
    assert fold_life([event(5, "lead"), signed, event(14, withdraws=signed)]).stage == "lead"


def test_money_announced_committed_and_paid_is_kept_apart() -> None:
    figure = models.Figure(value=5.0, unit="CNY")
    life = fold_life([event(5, money_kind="announced", figure=figure), event(6, money_kind="paid", figure=figure)])
    assert {kind: [item["value"] for item in items] for kind, items in life.money.items()} == {
        "announced": [5.0],
        "paid": [5.0],
    }


@pytest.mark.parametrize(
    ("stage", "as_of", "months"),
    [
        ("signed", dt.date(2026, 4, 19), 2),
        ("signed", dt.date(2026, 4, 20), 3),
        ("completed", dt.date(2027, 1, 1), None),
    ],
)
def test_silence_is_counted_in_whole_months_until_a_project_ends(
    stage: str, as_of: dt.date, months: int | None
) -> None:
    assert fold_life([event(20, stage)]).silent_months(as_of) == months


def test_nothing_follows_a_completed_project() -> None:
    assert [stage for stage in STAGES if may_follow("completed", stage)] == ["completed"]
    assert may_follow("paused", "operating")
    assert not may_follow("operating", "lead")
