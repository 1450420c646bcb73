"""The matrix of verbs: the rules and the action of each are those of its row, for each role; jobs and tables too."""

from collections.abc import Callable
from typing import Any

from townsfolk import LET_IN, MATRIX, ORDER, PEOPLE, Town, undone

from hongqiao.errors import HongqiaoError, NotAllowed
from hongqiao.record import actions, fact_queries, ledger
from hongqiao.record.membership import actor_named
from hongqiao.record.roles import VERBS, Actor, Role, may, require

CALLS: dict[str, Callable[[Actor, Town], Any]] = {
    "add documents": lambda who, town: actions.add_documents(
        who, town.ids["programme"], [("b.txt", b"Bern has 9 gates.")]
    ),
    "judge a claim": lambda who, town: actions.reject_claim(who, town.ids["programme"], town.ids["claim"]),
    "correct a claim": lambda who, town: actions.correct_claim(
        who, town.ids["programme"], town.ids["other_claim"], {"value": 12.0}
    ),
    "merge facts": lambda who, town: actions.merge_facts(
        who, town.ids["programme"], town.ids["fact"], [town.ids["other_fact"]]
    ),
    "split a fact": lambda who, town: actions.split_fact(
        who, town.ids["programme"], "people", _claims_of("people")[:1]
    ),
    "leave a conflict open": lambda who, town: actions.leave_open(
        who, town.ids["programme"], town.ids["fact"], reason="r"
    ),
    "undo": lambda who, town: actions.undo(who, town.ids["judgement"]),
    "decide a conflict": lambda who, town: actions.decide_conflict(
        who, town.ids["programme"], "people", _claims_of("people")[:1], reason="r"
    ),
    "fetch a document": lambda who, town: actions.fetch_document(who, town.ids["programme"], "http://127.0.0.1/secret"),
    "import a table": lambda who, town: actions.ask_for_import(
        who, town.ids["programme"], f"{who.name}.csv", b"id,kind\n"
    ),
    "record an event of a project": lambda who, town: actions.record_stage(
        who, town.ids["project"], "operating", "2026-05", note="told"
    ),
    "edit a project": lambda who, town: actions.edit_project(who, town.ids["project"], scenario=who.name),
    "edit an institution": lambda who, town: actions.edit_institution(who, "ald-council", source=who.name),
    "merge institutions": lambda who, town: actions.merge_institutions(
        who, "ald-council", ["bern-council"], reason="r"
    ),
    "edit a programme": lambda who, town: actions.set_silence(who, town.ids["programme"], 6),
    "edit a plan": lambda who, town: actions.edit_plan(who, town.ids["plan"], period="2026/2030"),
    "edit a measure": lambda who, town: actions.edit_measure(who, town.ids["measure"], kind=who.name),
    "edit an event": lambda who, town: actions.edit_event(who, "signing", kind=who.name),
    "edit an offer": lambda who, town: actions.edit_listing(who, "offer", town.ids["offer"], {"title": who.name}),
    "review an offer": lambda who, town: actions.review_listing(who, "offer", town.ids["offer"]),
    "publish an offer": lambda who, town: actions.publish_listing(who, "offer", town.ids["offer"]),
    "judge a match": lambda who, town: actions.judge_match(who, town.ids["need"], town.ids["offer"], "accept"),
    "edit what is known of a firm": lambda who, town: actions.record_firm_facts(who, "ald-council", {}, source="told"),
    "set up meetings": lambda who, town: actions.set_up_meetings(who, "signing", tables=2, sessions=[]),
    "take part in an event": lambda who, town: actions.register(who, "signing", "ald-council"),
    "schedule meetings": lambda who, town: actions.schedule_meetings(who, "signing"),
    "record an outcome": lambda who, town: actions.record_outcome(who, "none"),
    "confirm a meeting": lambda who, town: require(who, "confirm a meeting", frozenset({"ald-council"})),
    "send a message": lambda who, town: actions.send_message(who, "ald", name="a", reply_to="b", text="c"),
    "take back a message": lambda who, town: actions.take_back_message(who, town.ids["message"]),
    "read messages": lambda who, town: actions.messages_to(who, "ald"),
    "retract a figure": lambda who, town: actions.retract_figure(
        who, town.ids["programme"], town.ids["other_fact"], reason="r"
    ),
    "publish a figure": lambda who, town: actions.publish_figure(who, town.ids["programme"], town.ids["other_fact"]),
    "create a programme": lambda who, _town: actions.create_programme(who, f"by-{who.name}", {"en": "New"}),
    "load a pack": lambda who, town: actions.load_pack(who, town.pack),
    "erase personal data": lambda who, town: actions.erase_contact(who, town.ids["contact"], reason="asked"),
    "grant a role": lambda who, _town: actions.give_role(who, "bea", "editor"),
    "issue a token": lambda who, _town: actions.issue_token(who, "cal", "t", []),
    "revoke a token": lambda who, town: actions.revoke_token(who, town.ids["token"]),
}
#: verbs that no action carries out yet
AWAITED = {"restore"}


def _claims_of(fact: str) -> list[str]:
    from hongqiao.record import models

    return list(models.CurrentClaim.objects.filter(fact=fact).order_by("claim").values_list("claim_id", flat=True))


def actors() -> dict[str | None, Actor]:
    named = {name: Actor(name, Role(role), institution) for name, (role, institution) in PEOPLE.items()}
    return {None: Actor("public", Role.PUBLIC), **named}


def test_the_rules_of_each_verb_are_those_of_its_row():
    wrong = {}
    for verb, who in MATRIX["verbs"].items():
        allowed = {name for name, actor in actors().items() if may(actor, verb, frozenset({"ald-council"}))}
        # whose account it is, the action looks at
        if allowed != LET_IN["own" if who == "own account" else who] - {"sue"}:
            wrong[verb] = allowed
    assert wrong == {}


def test_every_verb_has_an_action_or_is_awaited():
    assert sorted(set(VERBS) - set(CALLS)) == sorted(AWAITED)


def test_the_action_of_each_verb_refuses_whom_its_row_does_not_name(town, pack):
    town.pack = pack
    town.ids["token"] = actions.issue_token(Actor("local", Role.ADMINISTRATOR), "cal", "cal's", [])[0]
    wrong = {}
    for verb, call in CALLS.items():
        allowed: set[str | None] = set()
        with undone():
            for person in ORDER:
                if person == "sue":
                    continue
                actor = (actor_named(person) if person else None) or actors()[None]
                before = ledger.head()
                try:
                    call(actor, town)
                except NotAllowed:
                    assert ledger.head() == before
                except HongqiaoError:
                    allowed.add(person)  # let in; somebody before had done it
                else:
                    allowed.add(person)
        if allowed != LET_IN[MATRIX["verbs"][verb]] - {"sue"}:
            wrong[verb] = allowed
    assert wrong == {}


def test_a_job_acts_with_the_role_that_its_orderer_has_when_it_runs(town):
    edo = actor_named("edo")
    assert edo is not None
    content = b"id,kind,names.en\nnew-town,town,New\n"
    job = actions.ask_for_import(edo, town.ids["programme"], "places.csv", content)
    actions.remove_member(Actor("local", Role.ADMINISTRATOR), "edo")
    before = ledger.head()
    ended = actions.run_job(job.id)
    assert (ended.state, ledger.head()) == ("failed", before)
    assert "edo, who ordered this, has no role any more" in ended.message


def test_a_table_is_no_way_round_the_publisher(town):
    content = b"id,fact,verdict,reason\nbrought-in,park,retract,wrong survey\n"
    told = {}
    for name in ("edo", "pia"):
        actor = actor_named(name)
        assert actor is not None
        job = actions.run_job(actions.ask_for_import(actor, town.ids["programme"], "publications.csv", content).id)
        told[name] = (job.state, [line.error for line in job.lines.filter(kind="refused")], fact_queries.fact("park"))
    retracted = {name: shown.retracted is not None for name, (_state, _errors, shown) in told.items()}
    assert (told["edo"][1], retracted) == (["NotAllowed"], {"edo": False, "pia": True})
