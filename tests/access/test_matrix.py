"""The matrix of permissions: every page, operation and verb has a row, and each row holds for each role."""

import json
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, reverse
from townsfolk import PEOPLE, Town

from hongqiao.errors import HongqiaoError, NotAllowed
from hongqiao.publish.api import api
from hongqiao.publish.urls import urlpatterns
from hongqiao.record import actions, ledger
from hongqiao.record.membership import actor_named
from hongqiao.record.roles import VERBS, Actor, Role, may

MATRIX: dict[str, dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "permissions.toml").read_text(encoding="utf-8")
)
#: from the least to the most: cal is of the institution that the objects belong to, bea of another one
ORDER = (None, "sue", "bea", "cal", "edo", "pia", "ann")
LET_IN: dict[str, set[str | None]] = {
    "everybody": set(ORDER),
    "account": {"sue", "bea", "cal", "edo", "pia", "ann"},
    "member": {"bea", "cal", "edo", "pia", "ann"},
    "own": {"cal", "edo", "pia", "ann"},
    "editor": {"edo", "pia", "ann"},
    "publisher": {"pia", "ann"},
    "administrator": {"ann"},
    "own account": {"cal", "ann"},  # the account in question is cal's
    "halfway": set(),  # between password and second factor; whoever is elsewhere is led to the entrance
    "nobody": set(),
}


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
    "make-token": lambda _town: {"name": "t", "days": "9"},
    "account_login": lambda _town: {"login": "nobody", "password": "nothing"},
}


def address(name: str, town: Town) -> str:
    wanted = list(_pattern(name).pattern.converters) or (
        ["pk"] if "_webauthn" in name and name[4:8] in {"remo", "edit"} else []
    )
    return reverse(name, args=[town.ids.get(key, "1") for key in wanted])


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


@pytest.mark.parametrize("name", sorted(MATRIX["pages"]))
def test_a_page_lets_in_whom_its_row_names(town, token, sue, name):
    town.ids["token"] = actions.issue_token(Actor("local", Role.ADMINISTRATOR), "cal", "cal's", [])[0]
    for method, who in MATRIX["pages"][name].items():
        let_in = set()
        for person in ORDER:
            client = town.client(person)
            sent = SENT.get(name, lambda _town: {})(town) if method == "POST" else {}
            response = getattr(client, method.lower())(address(name, town), sent)
            assert response.status_code < 500
            led_away = name == "mfa_authenticate" and response.status_code == 302
            if not refused(response) and not led_away:
                let_in.add(person)
        assert let_in == LET_IN[who], f"{method} {name}"


@pytest.mark.parametrize("name", sorted(name for name, row in MATRIX["pages"].items() if "POST" not in row))
def test_a_page_that_takes_no_form_changes_nothing(town, head, name):
    town.client("ann").post(address(name, town), {"name": "x", "verdict": "accept", "programme": town.ids["programme"]})
    assert ledger.head() == head


BODIES: dict[str, Callable[[Town], dict[str, Any]]] = {
    "POST /programmes": lambda _town: {"id": "new", "names": {"en": "New"}},
    "POST /programmes/{programme}/documents": lambda _town: {"name": "a.txt", "text": "Bern has 9 gates."},
    "POST /programmes/{programme}/facts/{fact}/merge": lambda town: {"others": [town.ids["other_fact"]]},
    "POST /programmes/{programme}/facts/{fact}/split": lambda town: {"claims": [town.ids["claim"]]},
    "POST /programmes/{programme}/facts/{fact}/leave-open": lambda _town: {"reason": "both may be right"},
    "POST /programmes/{programme}/claims/{claim}/correct": lambda _town: {"value": 12.0},
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


@pytest.mark.parametrize("operation", sorted(MATRIX["interface"]))
def test_an_operation_lets_in_whom_its_row_names(town, token, operation):
    let_in: set[str | None] = set()
    for person in ORDER:
        if person == "sue":
            continue  # without a role there is no token
        response = ask(operation, town, token(person) if person else None)
        assert response.status_code in {200, 201, 401, 403, 404, 409}, response.content
        if not refused(response):
            let_in.add(person)
    assert let_in == LET_IN[MATRIX["interface"][operation]] - {"sue"}


@pytest.mark.parametrize("operation", sorted(name for name in MATRIX["interface"] if not name.startswith("GET")))
def test_an_operation_that_writes_refuses_stale_revoked_narrow_and_missing_tokens_and_cookies(
    town, token, head, operation
):
    for text, status in (
        (token("ann", stale=True), 401),
        (token("ann", revoked=True), 401),
        (token("ann", []), 403),
        (token("ann")[:-2] + "xx", 401),
        (None, 401),
    ):
        before = ledger.head()
        response = ask(operation, town, text, town.client("ann"))
        assert (response.status_code, ledger.head()) == (status, before), response.content
        assert response.json()["detail"]


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
    "create a programme": lambda who, _town: actions.create_programme(who, f"by-{who.name}", {"en": "New"}),
    "load a pack": lambda who, town: actions.load_pack(who, town.pack),
    "erase personal data": lambda who, town: actions.erase_contact(who, town.ids["contact"], reason="asked"),
    "grant a role": lambda who, _town: actions.give_role(who, "bea", "editor"),
    "issue a token": lambda who, _town: actions.issue_token(who, "cal", "t", []),
    "revoke a token": lambda who, town: actions.revoke_token(who, town.ids["token"]),
}
#: verbs that no action carries out yet
AWAITED = {
    "fetch a document", "import a table", "record an event of a project", "edit a project", "edit an institution",
    "edit an offer", "edit a plan", "edit a measure", "edit an event", "publish a figure", "retract a figure", "restore",
}  # fmt: skip


def _claims_of(fact: str) -> list[str]:
    from hongqiao.record import models

    return list(models.CurrentClaim.objects.filter(fact=fact).order_by("claim").values_list("claim_id", flat=True))


def actors() -> dict[str | None, Actor]:
    named = {name: Actor(name, Role(role), institution) for name, (role, institution) in PEOPLE.items()}
    return {None: Actor("public", Role.PUBLIC), **named}


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_the_rules_of_a_verb_are_those_of_its_row(verb):
    allowed = {name for name, actor in actors().items() if may(actor, verb, frozenset({"ald-council"}))}
    who = MATRIX["verbs"][verb]
    # whose account it is, the action looks at
    assert allowed == LET_IN["own" if who == "own account" else who] - {"sue"}


def test_every_verb_has_an_action_or_is_awaited():
    assert sorted(set(VERBS) - set(CALLS)) == sorted(AWAITED)


@pytest.mark.parametrize("verb", sorted(CALLS))
def test_the_action_of_a_verb_refuses_whom_its_row_does_not_name(town, pack, verb):
    town.pack = pack
    town.ids["token"] = actions.issue_token(Actor("local", Role.ADMINISTRATOR), "cal", "cal's", [])[0]
    allowed: set[str | None] = set()
    for person in ORDER:
        if person == "sue":
            continue
        actor = (actor_named(person) if person else None) or actors()[None]
        before = ledger.head()
        try:
            CALLS[verb](actor, town)
        except NotAllowed:
            assert ledger.head() == before
        except HongqiaoError:
            allowed.add(person)  # let in; somebody before had done it
        else:
            allowed.add(person)
    assert allowed == LET_IN[MATRIX["verbs"][verb]] - {"sue"}
