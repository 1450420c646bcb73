"""Meetings, rules, facts of firms, events and messages through the interface for machines."""

import json
from typing import Any

import pytest
from django.test import Client

from hongqiao.record import ledger, models, verifying


@pytest.fixture
def ask(town, token):
    """Asks as somebody (nobody for None); gives status and answer, and keeps the headers of the latest answer."""

    tokens: dict[str, str] = {}

    def send(who: str | None, method: str, path: str, body: object = None, **headers: str) -> tuple[int, Any]:
        if who and who not in tokens:
            tokens[who] = token(who)
        bearer = {"authorization": f"Bearer {tokens[who]}"} if who else {}
        answer = Client().generic(
            method, f"/api/v1{path}", json.dumps(body) if body is not None else "", content_type="application/json",
            headers={**bearer, **headers},
        )  # fmt: skip
        send.headers = answer.headers
        return answer.status_code, json.loads(answer.content)

    return send


def test_an_event_is_changed_where_it_is_as_it_was_read(ask):
    _status, before = ask(None, "GET", "/events/signing")
    tag = ask.headers["ETag"]
    change = {"period": "2026-03-02/2026-03-04", "description": {"en": "In the hall"}, "kind": "founding"}
    assert ask("edo", "PATCH", "/events/signing", change, **{"if-match": tag}) == (200, {"id": "signing"})
    assert ask(None, "GET", "/events/signing")[1] == {**before, **change}
    assert ask("edo", "PATCH", "/events/signing", {"kind": "ball"}, **{"if-match": tag})[0] == 412
    status, refused = ask("edo", "PATCH", "/events/signing", {"period": "2026-03-05/2026-03-01"})
    assert (status, refused["detail"]) == (
        422,
        "the event ends 2026-03-01, before it begins 2026-03-05; an end after the beginning would be right",
    )


def test_a_figure_is_retracted_and_published_again(ask, town):
    path = f"/programmes/{town.ids['programme']}/facts/park"
    assert ask("edo", "POST", f"{path}/retract", {"reason": "wrong"})[0] == 403
    assert ask("pia", "POST", f"{path}/retract", {"reason": ""})[0] == 409
    assert ask("pia", "POST", f"{path}/retract", {"reason": "wrong survey"}) == (200, {"done": True})
    fact = ask(None, "GET", "/facts/park")[1]
    assert (fact["retracted"], len(fact["claims"]), [item["reason"] for item in fact["publications"]]) == (
        True, 2, ["wrong survey"],
    )  # fmt: skip
    in_use = {item["fact"] for item in ask(None, "GET", "/claims?limit=500")[1]}
    taken_back = {item["fact"] for item in ask(None, "GET", "/claims?state=retracted")[1]}
    assert ("park" in in_use, taken_back) == (False, {"park"})
    assert ask("pia", "POST", f"{path}/publish", {}) == (200, {"done": True})
    assert ask(None, "GET", "/facts/park")[1]["retracted"] is False


def test_two_meet_from_the_registration_to_the_outcome(ask):
    made = ask("edo", "POST", "/events", {"programme": "ald-bern", "names": {"en": "Fair"}, "period": "2026-05-04"})
    event = f"/events/{made[1]['id']}"
    sessions = [{"day": "2026-05-04", "begins": "09:00", "slots": 3, "minutes": 30}]
    assert ask("edo", "PUT", f"{event}/meetings", {"tables": 1, "sessions": sessions}) == (200, {"done": True})
    first = ask("cal", "POST", f"{event}/seats", {"institution": "ald-council", "name": "Jo", "away": [1]})[1]["id"]
    second = ask("bea", "POST", f"{event}/seats", {"institution": "bern-council"})[1]["id"]
    assert ask("cal", "POST", f"{event}/seats", {"institution": "bern-council"})[0] == 403
    assert ask("cal", "POST", f"{event}/seats", {"institution": "ald-council", "away": [9]})[0] == 404
    once = {"idempotency-key": "asked-1"}
    asked = ask("cal", "POST", f"{event}/requests", {"asks": first, "asked": second}, **once)
    meeting = asked[1]["id"]
    assert ask("cal", "POST", f"{event}/requests", {"asks": second, "asked": first})[0] == 403
    assert ask("edo", "POST", f"{event}/requests", {"asks": first, "asked": second})[0] == 422
    assert ask("edo", "POST", "/events/signing/requests", {"asks": first, "asked": second})[0] == 404
    assert ask("edo", "POST", f"{event}/requests", {"asks": first, "asked": second, "offer": "none"})[0] == 404
    assert ask("edo", "POST", f"{event}/schedule", {"seconds": 1})[1]["moved"] == []
    board = ask(None, "GET", f"{event}/meetings")[1]
    tag = ask.headers["ETag"]
    (seated,) = board["meetings"]
    assert (seated["state"], seated["slot"] in {2, 3}, board["breaks"]["value"]) == ("proposed", True, 0)
    assert {seat["person"] for seat in board["seats"]} == {""}
    seats = ask("edo", "GET", f"{event}/meetings")[1]["seats"]
    assert sorted(seat["person"] for seat in seats) == ["", "Jo"]
    assert ask("bea", "POST", f"/meetings/{meeting}/confirm", {}, **{"if-match": tag}) == (200, {"done": True})
    assert ask("edo", "POST", f"/meetings/{meeting}/lock", {}, **{"if-match": tag})[0] == 412
    assert ask("edo", "POST", f"/meetings/{meeting}/lock", {}) == (200, {"done": True})
    assert ask("bea", "POST", f"/meetings/{meeting}/unlock", {})[0] == 403
    assert ask("edo", "POST", f"/meetings/{meeting}/unlock", {}) == (200, {"done": True})
    assert ask("edo", "POST", f"/meetings/{meeting}/outcome", {"project": "none"})[0] == 404
    outcome = {"project": "east-bridge", "note": "agreed"}
    assert ask("edo", "POST", f"/meetings/{meeting}/outcome", outcome) == (200, {"done": True})
    after = ask(None, "GET", f"{event}/meetings")[1]
    assert (after["meetings"][0]["state"], after["meetings"][0]["project"]) == ("held", "east-bridge")
    person = next(seat["participant"] for seat in seats if seat["person"])
    assert ask("edo", "POST", f"/participants/{person}/erase", {"reason": "asked"})[0] == 403
    assert ask("ann", "POST", f"/participants/{person}/erase", {"reason": "asked"}) == (200, {"done": True})
    assert ask("cal", "POST", f"/seats/{first}/withdraw", {}) == (200, {"cancelled": []})
    assert verifying.verify().sound


def test_rules_are_set_as_a_table_and_firms_answer_them(ask, town):
    document = models.Document.objects.get(name="signing-en.md").id
    rule = {"id": "size", "condition": "employees < 250", "needs": ["employees"], "document": document,
            "exact": "The park covers 30,000 square meters"}  # fmt: skip
    path = f"/measures/{town.ids['measure']}/rules"
    assert ask("edo", "PUT", path, {"rules": [rule]}) == (200, {"done": True})
    tag = (ask(None, "GET", path), ask.headers["ETag"])[1]
    assert ask(None, "GET", path)[1] == [rule]
    before = ledger.head()
    for wrong, status in (
        (rule | {"condition": "employees <"}, 422), (rule | {"needs": ["cranes"]}, 404), (rule | {"exact": "x y z"}, 422),
    ):  # fmt: skip
        assert ask("edo", "PUT", path, {"rules": [wrong]})[0] == status
    assert ask("edo", "PUT", path, {"rules": [rule, rule]})[0] == 409
    assert ledger.head() == before
    assert ask("edo", "PUT", path, {"rules": []}, **{"if-match": tag}) == (200, {"done": True})
    assert ask("edo", "PUT", path, {"rules": [rule]}, **{"if-match": tag})[0] == 412
    firm = "/institutions/ald-council/facts"
    told = {"facts": {"employees": 12}, "source": "the council, by telephone"}
    assert ask("cal", "PATCH", firm, told) == (200, {"done": True})
    words = {"document": document, "exact": "signed 12 cooperation projects"}
    assert ask("cal", "PATCH", firm, told | {"quotes": {"employees": words}}) == (200, {"done": True})
    (fact,) = ask(None, "GET", firm)[1]["facts"]
    assert (fact["figure"]["value"], fact["figure"]["roots"][0]["exact"], fact["quote"]["exact"]) == (
        12, words["exact"], words["exact"],
    )  # fmt: skip
    assert ask("bea", "PATCH", firm, told)[0] == 403
    assert ask("cal", "PATCH", firm, told | {"facts": {"employees": "many"}})[0] == 422
    assert ask("cal", "PATCH", firm, told | {"facts": {"cranes": 3}})[0] == 404
    assert ask("cal", "PATCH", firm, told | {"facts": {"employees": None}}) == (200, {"done": True})
    assert ask(None, "GET", firm)[1]["facts"] == []
    asked = {"id": "employees", "type": "text", "names": {"en": "Employees"}}
    assert ask("edo", "POST", "/asked-facts", asked)[0] == 422
    assert verifying.verify().sound


def test_a_message_is_sent_read_and_erased(ask):
    sent = {"name": "Jo", "reply_to": "jo@example.org", "text": "Is there a quarry?"}
    status, made = ask("bea", "POST", "/places/bern/messages", sent, **{"idempotency-key": "one"})
    assert status == 201
    assert ask(None, "GET", f"/messages/{made['id']}")[1] | {"at": ""} == {
        "id": made["id"], "place": "bern", "at": "", **sent,
    }  # fmt: skip
    assert ask.headers["Cache-Control"] == "no-store"
    assert ask(None, "GET", "/places/bern/messages")[0] == 403
    assert [item["id"] for item in ask("edo", "GET", "/places/bern/messages")[1]] == [made["id"]]
    assert ask("bea", "POST", "/places/nowhere/messages", sent)[0] == 404
    assert ask("cal", "POST", f"/messages/{made['id']}/erase") == (200, {"place": "bern"})
    assert ask("cal", "POST", f"/messages/{made['id']}/erase")[0] == 404
    assert ask("edo", "GET", "/places/bern/messages") == (200, [])
    assert not models.Revision.objects.filter(after__icontains="quarry").exists()
    assert verifying.verify().sound
