"""Signing in: password, second factor, recovery codes; who is let through, who has to wait."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.contrib.auth import get_user_model
from django.test import Client
from townsfolk import PASSWORD, refusals

from hongqiao.publish.accounts import SecondFactor, take_off_second_factor
from hongqiao.record import actions
from hongqiao.record.roles import LOCAL

SECRET = "JBSWY3DPEHPK3PXP"  # noqa: S105 - of nobody


def code() -> str:
    return format_hotp_value(hotp_value(SECRET, int(time.time()) // 30))


@pytest.fixture
def guarded(town):
    """Edo with an authenticator app and recovery codes."""
    user = get_user_model().objects.get(username="edo")
    TOTP.activate(user, SECRET)
    codes = RecoveryCodes.activate(user)
    return user, codes.get_unused_codes()


def sign_in(client: Client, password: str = PASSWORD, name: str = "edo"):
    return client.post("/en/account/login/", {"login": name, "password": password})


def test_a_password_alone_lets_in_whoever_has_no_second_factor(town):
    client = Client()
    answer = sign_in(client)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/en/account/")
    page = client.get("/en/account/").content.decode()
    assert "edo" in page
    assert "Sign out" in page


def test_with_a_second_factor_the_password_is_half_the_way(town, guarded):
    client = Client()
    assert sign_in(client).headers["Location"] == "/en/account/second-factor/authenticate/"
    assert client.get("/en/account/").status_code == 302
    assert client.post("/en/account/second-factor/authenticate/", {"code": "000000"}).status_code == 200
    assert client.get("/en/account/").status_code == 302
    answer = client.post("/en/account/second-factor/authenticate/", {"code": code()})
    assert answer.headers["Location"] == "/en/account/"
    assert client.get("/en/account/").status_code == 200
    assert refusals() == [("second factor", 401, "public")]


def test_a_recovery_code_opens_once(town, guarded):
    _user, codes = guarded
    for expected in (302, 200):
        client = Client()
        sign_in(client)
        assert client.post("/en/account/second-factor/authenticate/", {"code": codes[0]}).status_code == expected


def test_guessing_codes_is_stopped(town, guarded):
    client = Client()
    sign_in(client)
    answers = [client.post("/en/account/second-factor/authenticate/", {"code": "000000"}) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    assert answers[-1].headers["Retry-After"] == "900"
    right = client.post("/en/account/second-factor/authenticate/", {"code": code()})
    assert right.status_code == 429


def test_the_second_factor_lies_encrypted(town, guarded):
    stored = Authenticator.objects.get(type=Authenticator.Type.TOTP)
    assert SECRET not in str(stored.data)
    assert SecondFactor().decrypt(stored.data["secret"]) == SECRET


def test_a_lost_second_factor_is_taken_off_with_the_password(town, guarded):
    made = actions.reset_password(LOCAL, "edo")
    take_off_second_factor("edo")
    client = Client()
    assert sign_in(client, made).headers["Location"] == "/en/account/"


def test_a_role_that_takes_a_second_factor_reads_alone_until_it_is_set_up(town, settings):
    settings.SECOND_FACTOR_ROLES = ["editor"]
    client = town.client("edo")
    sent = {"programme": town.ids["programme"], "text": "Bern has 9 gates."}
    refused = client.post("/en/add/", sent)
    assert refused.status_code == 403
    assert "takes a second factor" in refused.content.decode()
    assert "Until it is set up you can only read" in client.get("/en/account/").content.decode()
    TOTP.activate(get_user_model().objects.get(username="edo"), SECRET)
    assert client.post("/en/add/", sent).status_code == 302


def test_wrong_passwords_end_in_a_wait_and_the_right_one_waits_too(town):
    answers = [sign_in(Client(), "wrong") for _ in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    assert sign_in(Client()).status_code == 429
    assert "Too many attempts" in answers[-1].content.decode()
    elsewhere = Client().post("/en/account/login/", {"login": "edo", "password": PASSWORD}, REMOTE_ADDR="203.0.113.7")
    assert elsewhere.status_code == 302  # one who guesses does not lock out whom the account belongs to


def test_one_address_cannot_try_many_accounts(town, settings):
    settings.LOGIN_TRIES_FROM_ADDRESS = 8
    codes = [sign_in(Client(), "wrong", f"name{count}").status_code for count in range(10)]
    assert codes == [200] * 8 + [429] * 2


def test_accounts_are_made_from_outside_only_where_that_is_switched_on(town, settings):
    sent = {"username": "eve", "password1": PASSWORD, "password2": PASSWORD}
    assert "no sign-up from outside" in Client().post("/en/account/signup/", sent).content.decode()
    settings.SIGNUP_OPEN = True
    client = Client()
    assert client.post("/en/account/signup/", sent).status_code == 302
    assert "no role yet" in client.get("/en/account/").content.decode()
    refused = client.post("/en/add/", {"programme": town.ids["programme"], "text": "Bern has 9 gates."})
    assert refused.status_code == 403


@pytest.mark.parametrize("language", ["en", "de", "zh"])
def test_every_page_of_accounts_speaks_the_readers_language(town, language):
    client = town.client("ann")
    client.post(f"/{language}/account/reauthenticate/", {"password": PASSWORD})
    for path in ("account/", "people/", "people/refusals/", "account/password/", "account/logout/",
                 "account/second-factor/", "account/second-factor/totp/activate/", "account/second-factor/webauthn/",
                 "account/second-factor/webauthn/add/", "account/second-factor/recovery-codes/generate/"):  # fmt: skip
        answer = client.get(f"/{language}/{path}", follow=True)
        assert answer.status_code == 200, path
        page = answer.content.decode()
        assert f'<html lang="{"zh-Hans" if language == "zh" else language}">' in page
        heading = re.search(r"<h1>\s*(.+?)\s*</h1>", page)
        assert heading is not None, path
        if language == "zh":
            assert re.search(r"[\u4e00-\u9fff]", heading[1]), (path, heading[1])
        assert re.search(r"<script(?![^>]*(src=|application/json))", page) is None, path
        assert re.search(r"<[^>]+ style=", page) is None, path
