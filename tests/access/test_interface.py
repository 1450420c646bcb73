"""The interface for machines: pages by key, versions, writing once, and what it says when it refuses."""

import json
import re

import pytest
from django.test import Client

from hongqiao.publish.api import api
from hongqiao.record import actions, ledger, models
from hongqiao.record.roles import LOCAL


def get(path: str, **headers: str):
    return Client().get(f"/api/v1{path}", headers=headers)


def post(path: str, body: object, text: str, **headers: str):
    sent = body if isinstance(body, str) else json.dumps(body)
    return Client().post(
        f"/api/v1{path}", sent, content_type="application/json", headers={"authorization": f"Bearer {text}", **headers}
    )


LISTS = ["programmes", "plans", "clauses", "targets", "events", "projects", "documents", "quotes", "claims", "facts",
         "figures", "datasets", "places", "institutions", "indicators"]  # fmt: skip


@pytest.mark.parametrize("what", LISTS)
def test_a_list_read_page_by_page_is_the_whole_list(town, what):
    whole = get(f"/{what}?limit=500").json()
    path, seen = f"/api/v1/{what}?limit=1", []
    while path:
        answer = Client().get(path)
        seen += answer.json()
        link = re.fullmatch(r'<(.+)>; rel="next"', answer.headers.get("Link", ""))
        path = link[1] if link else ""
    assert seen == whole
    assert len(whole) > 0


def test_entries_of_the_ledger_are_read_page_by_page(town):
    whole = get("/ledger/entries?limit=500").json()
    assert [item["position"] for item in whole] == list(range(1, ledger.head()[0] + 1))
    answer = get("/ledger/entries?limit=2&after=3")
    assert answer.json() == whole[3:5]
    assert answer.headers["Link"] == '</api/v1/ledger/entries?limit=2&after=5>; rel="next"'
    assert get("/ledger").json() == {"position": ledger.head()[0], "hash": ledger.head()[1]}


@pytest.mark.parametrize("what", [name for name in LISTS if name != "clauses"])
def test_each_thing_of_a_list_can_be_read_alone(town, what):
    for row in get(f"/{what}?limit=3").json():
        alone = get(f"/{what}/{row['id']}").json()
        if what == "programmes":
            alone = alone["programme"]
        same = (set(alone) & set(row)) - {"period", "deadline", "place", "parent", "claims"}  # said more fully alone
        assert {name: alone[name] for name in same} == {name: row[name] for name in same}


def test_every_figure_names_its_roots(town):
    figures = [row["figure"] for row in get("/figures").json()]
    figures += [row["figure"] for row in get("/claims").json()]
    figures += list(get(f"/programmes/{town.ids['programme']}").json()["counts"].values())
    figures += [figure for line in get("/places/ald").json()["series"] for figure in line["figures"]]
    assert figures
    assert [figure for figure in figures if not figure["roots"]] == []


def test_drafts_are_read_by_members_alone(town, token):
    states = {row["state"] for row in get("/claims").json()}
    assert states == {"accepted"}
    assert get(f"/claims/{town.ids['claim']}").status_code == 404
    assert get("/claims?state=waiting").json() == []
    bearer = {"authorization": f"Bearer {token('bea', [])}"}
    waiting = get("/claims?state=waiting", **bearer).json()
    assert {row["id"] for row in waiting} >= {town.ids["claim"], town.ids["other_claim"]}
    assert get(f"/claims/{town.ids['claim']}", **bearer).json()["states"] == {town.ids["programme"]: "waiting"}


def test_a_text_without_a_licence_is_withheld_and_says_so(town):
    withheld = get(f"/documents/{town.ids['document']}").json()
    assert (withheld["text"], "no licence" in withheld["text_withheld"]) == (None, True)
    licensed = next(row for row in get("/documents").json() if row["licence"])
    shown = get(f"/documents/{licensed['id']}").json()
    assert "signed 12" in shown["text"] or "12 Kooperationsprojekte" in shown["text"]


def test_an_answer_that_did_not_change_is_not_sent_again(town):
    first = get("/plans")
    tag = first.headers["ETag"]
    again = get("/plans", **{"if-none-match": tag})
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", tag)
    assert get("/plans", **{"if-none-match": f'"other", W/{tag}'}).status_code == 304
    assert get("/plans", **{"if-none-match": '"other"'}).status_code == 200
    actions.create_programme(LOCAL, "third", {"en": "Third"})
    assert get("/programmes", **{"if-none-match": tag}).status_code == 200


def accept(town, text, **headers):
    path = f"/programmes/{town.ids['programme']}/claims/{town.ids['claim']}/accept"
    return post(path, {"reason": "seen"}, text, **headers)


def test_writing_goes_through_the_action_and_leaves_its_ledger_row(town, token):
    answer = accept(town, token("edo"))
    assert answer.status_code == 200
    current = models.CurrentClaim.objects.get(claim=town.ids["claim"])
    assert (current.state, current.fact_id) == ("accepted", answer.json()["fact"])
    entry = models.LedgerEntry.objects.order_by("-position")[0]
    assert (entry.actor, entry.role, entry.verb, entry.reason) == ("edo", "editor", "judge a claim", "seen")


def test_the_same_key_does_the_same_thing_once(town, token):
    text = token("edo")
    first = accept(town, text, **{"idempotency-key": "k1"})
    head = ledger.head()
    again = accept(town, text, **{"idempotency-key": "k1"})
    assert (again.status_code, again.json(), ledger.head()) == (first.status_code, first.json(), head)
    other = post(f"/programmes/{town.ids['programme']}/claims/{town.ids['claim']}/accept", {}, text,
                 **{"idempotency-key": "k1"})  # fmt: skip
    assert (other.status_code, ledger.head()) == (409, head)
    assert "came before with another request" in other.json()["detail"]
    somebody_else = accept(town, token("pia"), **{"idempotency-key": "k1"})
    assert somebody_else.status_code == 200
    assert (
        post("/programmes", {"id": "a", "names": {"en": "A"}}, token("ann"), **{"idempotency-key": "ü"}).status_code
        == 422
    )


def test_work_that_failed_may_be_tried_again_with_its_key(town, token):
    text, body = token("edo"), {"name": "a.txt", "text": " "}
    path = f"/programmes/{town.ids['programme']}/documents"
    assert post(path, body, text, **{"idempotency-key": "k2"}).status_code == 422
    again = post(path, {**body, "text": "Bern has 9 gates."}, text, **{"idempotency-key": "k2"})
    assert (again.status_code, again.json()["claims"], again.json()["new"]) == (201, 1, True)


def test_writing_about_what_changed_since_is_refused(town, token):
    text = token("edo")
    read = get(f"/claims/{town.ids['claim']}", authorization=f"Bearer {text}")
    stale = read.headers["ETag"]
    assert accept(town, text, **{"if-match": f"W/{stale}"}).status_code == 200
    head = ledger.head()
    refused = accept(town, text, **{"if-match": stale})
    assert (refused.status_code, ledger.head()) == (412, head)
    assert "has changed since it was read" in refused.json()["detail"]
    assert post("/programmes", {"id": "a", "names": {"en": "A"}}, token("ann"), **{"if-match": "*"}).status_code == 412


def test_a_document_is_added_and_the_same_bytes_are_taken_in_once(town, token):
    path, text = f"/programmes/{town.ids['programme']}/documents", token("edo")
    first = post(path, {"name": "gates.txt", "text": "Bern has 9 gates."}, text).json()
    second = post(path, {"name": "again.txt", "base64": "QmVybiBoYXMgOSBnYXRlcy4="}, text).json()
    assert (first["new"], second["new"], second["document"]) == (True, False, first["document"])
    for wrong in (
        {"name": "a.txt"},
        {"name": "a.txt", "text": "x", "base64": "eA=="},
        {"name": "a.txt", "base64": "????"},
    ):
        assert post(path, wrong, text).status_code == 422


def test_a_correction_by_machine_is_one_by_a_person(town, token):
    path = f"/programmes/{town.ids['programme']}/claims/{town.ids['claim']}/correct"
    made = post(path, {"value": 12.0, "reason": "misread"}, token("edo")).json()["claim"]
    assert models.Claim.objects.get(pk=made).value == 12.0
    assert models.CurrentClaim.objects.get(claim=town.ids["claim"]).state == "corrected"


def test_too_many_requests_are_told_when_to_go_on(town, token, settings):
    settings.API_READS_PER_MINUTE = settings.API_WRITES_PER_MINUTE = 2
    codes = [get("/ledger").status_code for _ in range(4)]
    last = get("/ledger")
    assert (codes.count(429) + (last.status_code == 429)) >= 1
    assert 1 <= int(last.headers["Retry-After"]) <= 60
    assert "more than 2 requests in a minute" in last.json()["detail"]
    text = token("edo")
    assert [accept(town, text).status_code for _ in range(3)][-1] == 429


def test_every_operation_describes_every_refusal_and_each_has_its_own_name():
    described = api.get_openapi_schema(path_prefix="/api/v1/")
    names = [operation["operationId"] for path in described["paths"].values() for operation in path.values()]
    assert len(names) == len(set(names))
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            needed = {"400", "401", "404", "405", "422", "429"} | (
                {"304"} if method == "get" else {"403", "409", "412", "413"}
            )
            assert needed <= {str(code) for code in operation["responses"]}, (method, path)
            assert bool(operation.get("security")) is (method != "get")
            assert operation["description"]


def test_an_address_that_is_none_and_a_method_that_is_not_taken_answer_in_json(db):
    assert get("/nothing").json()["detail"].startswith("Nothing stands at this address")
    wrong = Client().delete("/api/v1/ledger")
    assert (wrong.status_code, wrong.headers["Allow"]) == (405, "GET")
    assert wrong.json()["detail"] == "this address takes GET, not DELETE"
