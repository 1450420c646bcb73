"""The matrix of permissions: every page, operation and verb has a row, and the rows of pages and operations hold."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, reverse
from townsfolk import LET_IN, MATRIX, ORDER, Town, undone

from hongqiao.publish.api import api
from hongqiao.publish.urls import urlpatterns
from hongqiao.record import actions, ledger
from hongqiao.record.roles import VERBS, Actor, Role


def routes(patterns: list[Any]) -> Iterator[str]:
    for item in patterns:
        if isinstance(item, URLResolver):
            if item.namespace != "api-1":
                yield from routes(item.url_patterns)
        elif isinstance(item, URLPattern):
            yield item.name or str(item.pattern)


def operations() -> Iterator[str]:
    for path, methods in api.get_openapi_schema(path_prefix="").get("paths").items():
        for method in methods:
            yield f"{method.upper()} {path}"


def test_every_page_has_a_row():
    assert sorted(routes(urlpatterns)) == sorted(MATRIX["pages"])


def test_every_operation_of_the_interface_has_a_row():
    assert sorted(operations()) == sorted(MATRIX["interface"])


def test_every_verb_has_a_row():
    assert sorted(VERBS) == sorted(MATRIX["verbs"])


def refused(response: Any) -> bool:
    """Whether somebody was not let in: told so, or led to the entrance."""
    if response.status_code in {401, 403}:
        return True
    return response.status_code == 302 and "/account/login/" in response.headers["Location"]


# What is sent where something has to be; what comes of it is not asked here, only whether one is let in.
SENT: dict[str, Callable[[Town], dict[str, Any]]] = {
    "intake": lambda town: {"programme": town.ids["programme"], "text": "Bern has 9 gates."},
    "judge": lambda town: {"programme": town.ids["programme"], "batch": town.ids["batch"], "verdict": "accept"},
    "add-member": lambda _town: {"name": "new", "role": "editor"},
    "change-role": lambda _town: {"name": "bea", "role": "editor"},
    "plan-new": lambda _town: {"name_en": "Second plan"},
    "measure-new": lambda _town: {"name_en": "Second measure"},
    "plan-edit": lambda _town: {"do": "columns", "name_en": "Plan"},
    "clause-edit": lambda _town: {"do": "columns", "name_en": "Clause"},
    "target-edit": lambda _town: {"do": "columns", "name_en": "Target"},
    "measure-edit": lambda _town: {"do": "columns", "name_en": "Measure"},
    "event-new": lambda _town: {"name_en": "Fair"},
    "event-edit": lambda _town: {"do": "columns", "name_en": "Signing", "period": "2026-03"},
    "project-new": lambda _town: {"name_en": "West bridge", "institution": "ald-council"},
    "project-edit": lambda _town: {"do": "columns", "name_en": "East bridge"},
    "silence": lambda _town: {"months": "6"},
    "exchange": lambda _town: {"kind": "offer", "institution": "ald-council", "text": "tunnels for trains"},
    "listing-step": lambda _town: {"step": "pass"},
    "judge-match": lambda _town: {"verdict": "accept"},
    "change-meetings": lambda _town: {"institution": "ald-council"},
    "institution-new": lambda town: {"name_en": "Council of the land"},
    "institution-edit": lambda town: {"do": "columns", "name_en": "Council"},
    "contacts": lambda town: {"contact": town.ids["contact"], "reason": "asked"},
    "participants": lambda town: {"participant": town.ids["participant"], "reason": "asked"},
    "firm-facts": lambda _town: {"fact": "employees", "value": "9", "source": "told"},
    "measure-rules": lambda _town: {"do": "table", "table": ""},
    "contact": lambda _town: {"name": "Jo", "reply_to": "jo@example.org", "text": "Hello"},
    "review-history": lambda _town: {"step": "1"},
    "review-judge": lambda town: {"programme": town.ids["programme"], "verdict": "reject", "reason": "r"},
    "fact-judge": lambda town: {"programme": town.ids["programme"], "do": "open", "reason": "r"},
    "fact-publish": lambda town: {"programme": town.ids["programme"], "do": "retract", "reason": "r"},
    "make-token": lambda _town: {"name": "t", "days": "9"},
    "account_login": lambda _town: {"login": "nobody", "password": "nothing"},
}

FIXED = {"kind": "offer", "step": "register", "form": "atom", "subject": "ald", "code": "1", "other": "bern"}
FIXED_FOR = {"card": {"kind": "programme", "key": "ald-bern"}, "feed": {"kind": "programme", "key": "ald-bern"}}


def address(name: str, town: Town) -> str:
    wanted = list(_pattern(name).pattern.converters) or (
        ["pk"] if "_webauthn" in name and name[4:8] in {"remo", "edit"} else []
    )
    if name in {"offer", "need", "listing-step", "judge-match"}:
        town.ids |= {"key": town.ids["need" if name == "need" else "offer"]}
        FIXED_FOR["judge-match"] = {"other": town.ids["need"]}
    given = {**FIXED, **town.ids, **FIXED_FOR.get(name, {})}
    return reverse(name, args=[given.get(key, "1") for key in wanted])


def _pattern(name: str, patterns: list[Any] | None = None) -> URLPattern:
    for item in urlpatterns if patterns is None else patterns:
        if isinstance(item, URLPattern) and item.name == name:
            return item
        if isinstance(item, URLResolver) and item.namespace != "api-1":
            try:
                return _pattern(name, item.url_patterns)
            except LookupError:
                continue
    raise LookupError(name)


@pytest.fixture
def sue(town: Town) -> None:
    """Somebody with an account and no role."""
    from django.contrib.auth import get_user_model
    from townsfolk import PASSWORD

    get_user_model().objects.create_user("sue", password=PASSWORD)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_each_page_lets_in_whom_its_row_names(town, token, sue, method):
    town.ids["token"] = actions.issue_token(Actor("local", Role.ADMINISTRATOR), "cal", "cal's", [])[0]
    clients = {person: town.client(person) for person in ORDER}
    wrong = {}
    for name, row in MATRIX["pages"].items():
        if method not in row:
            continue
        let_in = set()
        with undone():
            for person in ORDER:
                client = town.client(person) if name == "account_logout" else clients[person]
                sent = SENT.get(name, lambda _town: {})(town) if method == "POST" else {}
                response = getattr(client, method.lower())(address(name, town), sent)
                led_away = name == "mfa_authenticate" and response.status_code == 302
                if response.status_code >= 500:
                    wrong[name, person] = response.status_code
                if not refused(response) and not led_away:
                    let_in.add(person)
        if let_in != LET_IN[row[method]]:
            wrong[name] = (row[method], let_in)
    assert wrong == {}


def test_a_page_that_takes_no_form_changes_nothing(town, head):
    client = town.client("ann")
    for name, row in MATRIX["pages"].items():
        if "POST" not in row:
            client.post(address(name, town), {"name": "x", "verdict": "accept", "programme": town.ids["programme"]})
            assert ledger.head() == head, name


BODIES: dict[str, Callable[[Town], dict[str, Any]]] = {
    "POST /programmes": lambda _town: {"id": "new", "names": {"en": "New"}},
    "POST /programmes/{programme}/documents": lambda _town: {"name": "a.txt", "text": "Bern has 9 gates."},
    "POST /programmes/{programme}/facts/{fact}/merge": lambda town: {"others": [town.ids["other_fact"]]},
    "POST /programmes/{programme}/facts/{fact}/split": lambda town: {"claims": [town.ids["claim"]]},
    "POST /programmes/{programme}/facts/{fact}/leave-open": lambda _town: {"reason": "both may be right"},
    "POST /programmes/{programme}/claims/{claim}/correct": lambda _town: {"value": 12.0},
    "POST /programmes/{programme}/facts/{fact}/decide": lambda town: {"keep": [town.ids["claim"]], "reason": "r"},
    "POST /programmes/{programme}/facts/{fact}/retract": lambda _town: {"reason": "wrong table"},
    "POST /programmes/{programme}/fetch": lambda _town: {"address": "http://127.0.0.1/secret"},
    "POST /programmes/{programme}/imports": lambda _town: {"name": "places.csv", "text": "id,kind\n", "dry_run": True},
    "PUT /programmes/{programme}/silence": lambda _town: {"months": 6},
    "POST /plans": lambda town: {"programme": town.ids["programme"], "names": {"en": "P"}},
    "PATCH /plans/{plan}": lambda _town: {"names": {"en": "P"}},
    "POST /clauses": lambda town: {"plan": town.ids["plan"], "names": {"en": "C"}},
    "PATCH /clauses/{clause}": lambda _town: {"names": {"en": "C"}},
    "POST /targets": lambda town: {"plan": town.ids["plan"], "names": {"en": "T"}},
    "PATCH /targets/{target}": lambda _town: {"names": {"en": "T"}},
    "POST /measures": lambda town: {"programme": town.ids["programme"], "names": {"en": "M"}},
    "PATCH /measures/{measure}": lambda _town: {"names": {"en": "M"}},
    "POST /events": lambda town: {"programme": town.ids["programme"], "names": {"en": "Fair"}},
    "PATCH /events/{event}": lambda _town: {"names": {"en": "Signing"}},
    "POST /institutions": lambda _town: {"names": {"en": "I"}},
    "PATCH /institutions/{institution}": lambda _town: {"names": {"en": "I"}},
    "POST /institutions/{institution}/merge": lambda _town: {"others": ["bern-council"], "reason": "r"},
    "POST /projects": lambda town: {
        "programme": town.ids["programme"],
        "names": {"en": "W"},
        "partners": [{"institution": "ald-council"}],
    },
    "PATCH /projects/{project}": lambda _town: {"names": {"en": "E"}},
    "POST /projects/{project}/partners": lambda _town: {"institution": "bern-council"},
    "POST /projects/{project}/stages": lambda _town: {"stage": "operating", "period": "2026-05", "note": "told"},
    "POST /projects/{project}/money": lambda _town: {
        "kind": "announced",
        "amount": {"value": 5.0, "unit": "EUR"},
        "period": "2026-05",
        "note": "told",
    },
    "POST /project-events/{project_event}/withdraw": lambda _town: {"reason": "wrong day"},
    "POST /offers": lambda town: {
        "programme": town.ids["programme"],
        "institution": "ald-council",
        "text": "tunnels for trains",
    },
    "POST /needs": lambda town: {
        "programme": town.ids["programme"],
        "institution": "ald-council",
        "text": "tunnels for trains",
    },
    "PATCH /offers/{offer}": lambda _town: {"title": "Sensors"},
    "PATCH /needs/{need}": lambda _town: {"title": "Sensors"},
    "POST /offers/{offer}/review": lambda _town: {"passes": True},
    "POST /needs/{need}/review": lambda _town: {"passes": True},
    "PUT /events/{event}/meetings": lambda _town: {"tables": 2, "sessions": []},
    "POST /events/{event}/seats": lambda _town: {"institution": "ald-council"},
    "POST /events/{event}/requests": lambda town: {"asks": town.ids["attendance"], "asked": town.ids["other_seat"]},
    "POST /asked-facts": lambda _town: {"id": "people", "type": "number", "names": {"en": "People"}},
    "PUT /measures/{measure}/rules": lambda _town: {"rules": []},
    "PATCH /institutions/{institution}/facts": lambda _town: {"facts": {"employees": 9}, "source": "told"},
    "POST /places/{place}/messages": lambda _town: {"name": "Jo", "reply_to": "jo@example.org", "text": "Hello"},
    "POST /matches": lambda town: {"need": town.ids["need"], "offer": town.ids["offer"], "verdict": "accept"},
}
QUERIES = {
    "GET /search": "?q=bridges",
    "GET /programmes/{programme}/scenario": "?a=ald&b=bern&minutes=9",
}


def ask(operation: str, town: Town, text: str | None, client: Client | None = None) -> Any:
    method, _, path = operation.partition(" ")
    body = json.dumps(BODIES.get(operation, lambda _town: {})(town)) if method != "GET" else None
    return (client or Client()).generic(
        method,
        "/api/v1" + path.format(**town.ids) + QUERIES.get(operation, ""),
        body or "",
        content_type="application/json",
        headers={"authorization": f"Bearer {text}"} if text else {},
    )


def test_each_operation_lets_in_whom_its_row_names(town, token):
    holders = [person for person in ORDER if person != "sue"]  # without a role there is no token
    tokens = {person: token(person) if person else None for person in holders}
    wrong = {}
    for operation, who in MATRIX["interface"].items():
        let_in: set[str | None] = set()
        with undone():
            for person in holders:
                response = ask(operation, town, tokens[person])
                if response.status_code not in {200, 201, 202, 401, 403, 404, 409, 422}:
                    wrong[operation, person] = (response.status_code, response.content)
                if not refused(response):
                    let_in.add(person)
        if let_in != LET_IN[who] - {"sue"}:
            wrong[operation] = (who, let_in)
    assert wrong == {}


def test_what_writes_refuses_stale_revoked_narrow_and_missing_tokens_and_cookies(town, token):
    client = town.client("ann")
    tried = [
        (token("ann", stale=True), 401),
        (token("ann", revoked=True), 401),
        (token("ann", []), 403),
        (token("ann")[:-2] + "xx", 401),
        (None, 401),
    ]
    before, wrong = ledger.head(), {}
    for operation in MATRIX["interface"]:
        if operation.startswith("GET"):
            continue
        for text, status in tried:
            response = ask(operation, town, text, client)
            if (response.status_code, ledger.head(), bool(response.json()["detail"])) != (status, before, True):
                wrong[operation, text] = (response.status_code, response.content)
    assert wrong == {}
