"""What one may not do, tried: each refused with words that say why, nothing changed, and written down."""

import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from townsfolk import PASSWORD, Town, refusals

from hongqiao.record import actions, ledger, membership, models, verifying
from hongqiao.record.roles import LOCAL


def api(town: Town, path: str, body: Any, text: str = "", method: str = "post", **headers: str) -> Any:
    if text:
        headers["authorization"] = f"Bearer {text}"
    sent = body if isinstance(body, bytes | str) else json.dumps(body)
    path = "/api/v1" + path.format(**town.ids)
    return Client().generic(method.upper(), path, sent, content_type="application/json", headers=headers)


ACCEPT = "/programmes/{programme}/claims/{claim}/accept"
DOCUMENTS = "/programmes/{programme}/documents"


def others_token(town, token):
    key, _ = actions.issue_token(LOCAL, "cal", "cal's", [])
    return town.client("bea").post(f"/en/account/tokens/{key}/revoke/")


def verb_beyond_the_role(town, token):
    return api(town, ACCEPT, {}, token("bea"))


def stale_token(town, token):
    return api(town, ACCEPT, {}, token("edo", stale=True))


def revoked_token(town, token):
    return api(town, ACCEPT, {}, token("edo", revoked=True))


def scope_missing(town, token):
    return api(town, ACCEPT, {}, token("edo", ["documents"]))


def guessed_secret(town, token):
    return api(town, ACCEPT, {}, token("edo")[:-8] + "aaaaaaaa")


def another_scheme(town, token):
    return api(town, "/plans", "", method="get", authorization="Basic ZWRvOnB3")


def a_cookie_instead_of_a_token(town, token):
    client = town.client("ann")
    return client.post("/api/v1" + ACCEPT.format(**town.ids), "{}", content_type="application/json")


def forged_form(town, token):
    strict = town.client("edo", enforce_csrf_checks=True)
    return strict.post("/en/add/", {"programme": town.ids["programme"], "text": "37 parks"})


def form_from_another_site(town, token):
    strict = town.client("ann", enforce_csrf_checks=True)
    page = strict.get("/en/people/").content.decode()
    key = page.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    sent = {"csrfmiddlewaretoken": key, "name": "new", "role": "editor"}
    return strict.post("/en/people/add/", sent, headers={"origin": "https://evil.example"})


def path_in_an_upload_name(town, token):
    return api(town, DOCUMENTS, {"name": "../../etc/passwd.txt", "text": "37 parks"}, token("edo"))


def zip_bomb(town, token):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b"<w>" + b" " * 300_000_000)
    sent = SimpleUploadedFile("bomb.docx", packed.getvalue())
    return town.client("edo").post("/en/add/", {"programme": town.ids["programme"], "files": sent})


def oversized_upload(town, token):
    sent = SimpleUploadedFile("large.txt", b"x" * (21 * 1024 * 1024))
    return town.client("edo").post("/en/add/", {"programme": town.ids["programme"], "files": sent})


def too_many_files(town, token):
    files = [SimpleUploadedFile(f"{count}.txt", b"37 parks") for count in range(60)]
    return town.client("edo").post("/en/add/", {"programme": town.ids["programme"], "files": files})


def too_many_fields(town, token):
    return town.client("ann").post("/en/people/role/", {f"f{count}": "x" for count in range(500)})


def giant_json(town, token):
    return api(town, DOCUMENTS, {"name": "a.txt", "text": "x" * (3 * 1024 * 1024)}, token("edo"))


def deep_json(town, token):
    return api(town, DOCUMENTS, "[" * 100_000, token("edo"))


def another_host(town, token):
    return Client().get("/en/", headers={"host": "evil.example"})


def sent_on_to_another_site(town, token):
    client = Client()
    response = client.post("/en/account/login/?next=https://evil.example/", {"login": "edo", "password": PASSWORD})
    assert response.headers["Location"] == "/en/account/"
    return response


def fields_that_are_not_asked_for(town, token):
    return api(town, ACCEPT, {"reason": "x", "by": "ann", "position": 1}, token("edo"))


def a_higher_role_by_form(town, token):
    return town.client("edo").post("/en/people/role/", {"name": "edo", "role": "administrator"})


def a_token_beyond_its_holder(town, token):
    return town.client("edo").post("/en/account/tokens/", {"name": "t", "scope": "administration", "days": "9"})


def a_token_without_end(town, token):
    return town.client("edo").post("/en/account/tokens/", {"name": "t", "days": "99999999999"})


def the_last_administrator(town, token):
    return town.client("ann").post("/en/people/role/", {"name": "ann", "role": "editor"})


def guessing_names_of_accounts(town, token):
    answers = []
    for name in ("edo", "nobody-of-this-name"):
        client = Client()
        page = client.post("/en/account/login/", {"login": name, "password": "wrong"}).content.decode()
        answers.append(page.replace(name, "NAME").partition("<main")[2].partition('name="csrf')[0])
    assert answers[0] == answers[1]
    return client.post("/en/account/login/", {"login": "edo", "password": "wrong"})


def guessing_a_password(town, token):
    for _ in range(5):
        Client().post("/en/account/login/", {"login": "edo", "password": "wrong"})
    return Client().post("/en/account/login/", {"login": "edo", "password": PASSWORD})


def an_idempotency_key_with_another_request(town, token):
    text = token("edo")
    api(town, DOCUMENTS, {"name": "a.txt", "text": "It has 9 gates."}, text, **{"idempotency-key": "k"})
    return api(town, DOCUMENTS, {"name": "b.txt", "text": "It has 8 gates."}, text, **{"idempotency-key": "k"})


def writing_over_what_changed(town, token):
    return api(town, ACCEPT, {}, token("edo"), **{"if-match": '"0123"'})


def a_page_below_zero(town, token):
    return api(town, "/documents?limit=-1", "", method="get")


def a_page_without_end(town, token):
    return api(town, "/documents?limit=1000000", "", method="get")


def a_nul_in_an_id(town, token):
    return api(town, "/plans/a%00b", "", method="get")


def half_a_letter(town, token):
    return api(town, "/programmes", '{"id": "x", "names": {"en": "\\ud800"}}', token("ann"))


def a_number_that_is_none(town, token):
    return api(town, "/programmes/{programme}/claims/{claim}/correct", '{"value": NaN}', token("edo"))


def more_than_the_rate(town, token):
    with override_settings(API_READS_PER_MINUTE=3):  # two minutes may share the requests
        return [Client().get("/api/v1/nothing-at-all") for _ in range(8)][-1]


def sign_up_where_none_is_taken(town, token):
    sent = {"username": "eve", "password1": PASSWORD, "password2": PASSWORD}
    response = Client().post("/en/account/signup/", sent)
    assert "takes no sign-up from outside" in response.content.decode()
    return response


def reading_drafts(town, token):
    return Client().get(f"/en/add/{town.ids['batch']}/")


def anothers_project(town, token):
    return api(
        town, "/projects/{project}/stages", {"stage": "operating", "period": "2026-05", "note": "x"}, token("bea")
    )


def anothers_project_by_form(town, token):
    return town.client("bea").post("/en/project/east-bridge/edit/", {"do": "columns", "name_en": "Mine"})


def anothers_institution(town, token):
    return api(town, "/institutions/{institution}", {"names": {"en": "Mine"}}, token("bea"), method="patch")


def an_offer_in_anothers_name(town, token):
    sent = {"programme": town.ids["programme"], "institution": "ald-council", "text": "bridges for sale"}
    return api(town, "/offers", sent, token("bea"))


def reading_the_queue_of_the_review(town, token):
    return Client().get("/en/programme/ald-bern/review/")


def reviewing_the_own_offer(town, token):
    actions.edit_listing(membership.actor_named("edo"), "offer", town.ids["offer"], {"title": "Sensors"})
    return api(town, "/offers/{offer}/review", {"passes": True}, token("edo"))


def an_address_within_a_private_network(town, token):
    return api(
        town, "/programmes/{programme}/fetch", {"address": "http://169.254.169.254/latest/meta-data/"}, token("edo")
    )


def an_address_that_is_none_of_the_web(town, token):
    return api(town, "/programmes/{programme}/fetch", {"address": "file:///etc/passwd"}, token("edo"))


def a_path_in_the_name_of_a_table(town, token):
    return api(town, "/programmes/{programme}/imports", {"name": "..\\..\\secret.csv", "text": "id,kind"}, token("edo"))


def a_table_by_whom_may_not(town, token):
    return api(town, "/programmes/{programme}/imports", {"name": "places.csv", "text": "id,kind"}, token("cal"))


def reading_personal_data(town, token):
    return town.client("pia").get("/en/contacts/")


def reading_messages(town, token):
    return town.client("cal").get("/en/place/ald/messages/")


ATTEMPTS: dict[Callable[[Town, Any], Any], tuple[int, str, str]] = {
    others_token: (403, "right", "bea"),
    verb_beyond_the_role: (403, "right", "bea"),
    stale_token: (401, "token", "public"),
    revoked_token: (401, "token", "public"),
    scope_missing: (403, "right", "edo"),
    guessed_secret: (401, "token", "public"),
    another_scheme: (401, "token", "public"),
    a_cookie_instead_of_a_token: (401, "token", "ann"),
    forged_form: (403, "forged form", "edo"),
    form_from_another_site: (403, "forged form", "ann"),
    path_in_an_upload_name: (422, "content", "edo"),
    zip_bomb: (400, "request", "edo"),
    oversized_upload: (400, "request", "edo"),
    too_many_files: (400, "request", "edo"),
    too_many_fields: (400, "request", "ann"),
    giant_json: (413, "size", "public"),
    deep_json: (400, "request", "edo"),
    another_host: (400, "request", "public"),
    sent_on_to_another_site: (302, "redirect", "edo"),
    fields_that_are_not_asked_for: (422, "content", "edo"),
    a_higher_role_by_form: (403, "right", "edo"),
    a_token_beyond_its_holder: (400, "request", "edo"),
    a_token_without_end: (400, "request", "edo"),
    the_last_administrator: (400, "request", "ann"),
    guessing_names_of_accounts: (200, "login", "public"),
    guessing_a_password: (429, "rate", "public"),
    an_idempotency_key_with_another_request: (409, "state", "edo"),
    writing_over_what_changed: (412, "precondition", "edo"),
    a_page_below_zero: (422, "content", "public"),
    a_page_without_end: (422, "content", "public"),
    a_nul_in_an_id: (422, "content", "public"),
    half_a_letter: (422, "content", "ann"),
    a_number_that_is_none: (422, "content", "edo"),
    more_than_the_rate: (429, "rate", "public"),
    sign_up_where_none_is_taken: (200, "sign-up", "public"),
    reading_drafts: (403, "right", "public"),
    anothers_project: (403, "right", "bea"),
    anothers_project_by_form: (403, "right", "bea"),
    anothers_institution: (403, "right", "bea"),
    an_offer_in_anothers_name: (403, "right", "bea"),
    reading_the_queue_of_the_review: (403, "right", "public"),
    reviewing_the_own_offer: (403, "right", "edo"),
    an_address_within_a_private_network: (422, "content", "edo"),
    an_address_that_is_none_of_the_web: (422, "content", "edo"),
    a_path_in_the_name_of_a_table: (422, "content", "edo"),
    a_table_by_whom_may_not: (403, "right", "cal"),
    reading_personal_data: (403, "right", "pia"),
    reading_messages: (403, "right", "cal"),
}


@pytest.mark.parametrize("attempt", ATTEMPTS, ids=lambda attempt: attempt.__name__)
def test_what_one_may_not_do_is_refused_said_and_written_down(town, token, attempt):
    people = set(models.Member.objects.values_list("user__username", "role"))
    response = attempt(town, token)
    status, kind, who = ATTEMPTS[attempt]
    assert response.status_code == status, response.content[:500]
    written = refusals()[-1]
    assert written == (kind, {200: 401 if kind == "login" else 403}.get(status, status), who)
    if status >= 400:
        said = (
            response.json()["detail"]
            if response.headers["Content-Type"].startswith("application/json")
            else _words(response)
        )
        assert len(said) > 15
    assert set(models.Member.objects.values_list("user__username", "role")) == people
    assert models.CurrentClaim.objects.get(claim=town.ids["claim"]).state == "waiting"
    assert verifying.verify().sound


def _words(response: Any) -> str:
    page = response.content.decode()
    return page.partition("<main")[2].partition("</main")[0]


def test_refusals_never_reach_the_ledger(town, token):
    text = token("bea")
    before = ledger.head()
    verb_beyond_the_role(town, lambda _name: text)
    forged_form(town, token)
    assert ledger.head() == before


def test_equal_refusals_of_a_minute_are_one_row_and_name_nobody_who_was_not_let_in(town, token):
    for _ in range(3):
        Client().post("/en/account/login/", {"login": "edo", "password": "wrong"}, REMOTE_ADDR="203.0.113.9")
    rows = list(models.Refusal.objects.filter(kind="login"))
    assert sum(row.count for row in rows) == 3
    written = json.dumps([{name: str(value) for name, value in vars(row).items()} for row in rows])
    assert "203.0.113.9" not in written
    assert "edo" not in written
