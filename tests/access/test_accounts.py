"""Accounts, roles and tokens: made, used, ended."""

import datetime as dt
import io
import json

import pytest
from django.contrib.auth import get_user_model
from django.utils.translation import override
from townsfolk import PASSWORD, PEOPLE

from hongqiao.cli import main
from hongqiao.errors import BadAccount, BadScope, BadToken, LastAdministrator, NotAllowed, UnknownRow
from hongqiao.record import actions, membership, models, verifying
from hongqiao.record.membership import actor_named
from hongqiao.record.roles import LOCAL, SCOPES, VERBS, Actor, Role, may


def test_people_have_the_roles_they_were_given_and_the_ledger_covers_them(town):
    shown = {(item.name, item.role, item.institution) for item in membership.members()}
    assert shown == {(name, Role(role), institution) for name, (role, institution) in PEOPLE.items()}
    assert verifying.verify().sound
    assert "bridge of 3" not in json.dumps(list(models.Revision.objects.values_list("after", flat=True)))


@pytest.mark.parametrize(
    ("name", "role", "institution", "error", "said"),
    [
        ("edo", "editor", None, BadAccount, "has a role already"),
        ("EDO", "editor", None, BadAccount, "'edo' is taken"),
        ("", "editor", None, BadAccount, "1 to 60 letters"),
        ("x" * 61, "editor", None, BadAccount, "1 to 60 letters"),
        ("a b", "editor", None, BadAccount, "no name of an account"),
        ("new", "king", None, BadAccount, "'king' is no role; the roles are contributor, editor"),
        ("new", "public", None, BadAccount, "'public' is no role"),
        ("new", "contributor", None, BadAccount, "acts for an institution: name it"),
        ("new", "editor", "ald-council", BadAccount, "acts for all institutions"),
        ("new", "contributor", "atlantis", UnknownRow, "'atlantis'"),
    ],
)
def test_an_account_that_cannot_be_is_refused_by_name(town, head, name, role, institution, error, said):
    with pytest.raises(error, match=said):
        actions.add_member(LOCAL, name, role, institution=institution)
    assert models.Member.objects.count() == len(PEOPLE)


def test_a_weak_password_is_refused(town):
    with pytest.raises(BadAccount, match="12"), override("en"):
        actions.add_member(LOCAL, "new", "editor", password="bridge")  # noqa: S106 -- it is refused
    assert not get_user_model().objects.filter(username="new").exists()


def test_the_only_administrator_keeps_the_role(town):
    ann = actor_named("ann")
    assert ann is not None
    with pytest.raises(LastAdministrator):
        actions.remove_member(ann, "ann")
    with pytest.raises(LastAdministrator):
        actions.give_role(ann, "ann", "editor")
    actions.add_member(ann, "abe", "administrator", password=PASSWORD)
    actions.give_role(ann, "ann", "editor")
    assert actor_named("ann") == Actor("ann", Role.EDITOR)


def test_removing_somebody_ends_sessions_and_tokens_and_keeps_the_name_taken(town, token):
    text, client = token("edo"), town.client("edo")
    assert client.get("/en/account/").status_code == 200
    actions.remove_member(LOCAL, "edo", reason="left")
    assert actor_named("edo") is None
    with pytest.raises(BadToken, match="no token reads like this"):
        membership.holder(text)
    assert client.get("/en/account/").status_code == 302
    with pytest.raises(BadAccount, match="taken"):
        actions.add_member(LOCAL, "edo", "editor")
    assert verifying.verify().sound


def test_a_new_password_ends_the_old_one_and_is_seen_in_the_ledger(town):
    made = actions.reset_password(LOCAL, "edo")
    assert not town.client(None).login(username="edo", password=PASSWORD)
    assert town.client(None).login(username="edo", password=made)
    entry = models.LedgerEntry.objects.order_by("-position")[0]
    assert (entry.verb, entry.subject, entry.reason, entry.rows) == ("grant a role", "member:edo", "password reset", 1)
    assert verifying.verify().sound


def test_every_verb_lies_in_one_scope():
    assert sorted(verb for verbs in SCOPES.values() for verb in verbs) == sorted(VERBS)


def test_a_scope_narrows_a_role_and_never_widens_it():
    editor = Actor("e", Role.EDITOR, scopes=frozenset({"claims", "administration"}))
    assert {verb for verb in VERBS if may(editor, verb)} == SCOPES["claims"]
    assert [verb for verb in VERBS if may(Actor("e", Role.ADMINISTRATOR, scopes=frozenset()), verb)] == []


def test_a_token_is_kept_as_a_hash_alone(town, token):
    text = token("edo")
    row, actor = membership.holder(text)
    assert actor == Actor("edo", Role.EDITOR, None, frozenset(row.scope))
    dump = json.dumps(list(models.Revision.objects.filter(table="token").values_list("after", flat=True)))
    secret = text.rsplit("_", 1)[-1] if text.count("_") == 2 else text.split("_", 2)[2]
    assert row.hash in dump
    assert secret not in dump
    assert row.hash == membership.secret_hash(text)


def test_a_token_that_is_none_stale_or_revoked_says_so(town, token):
    good = token("edo")
    for text, said in (
        (token("edo", stale=True), "expired on"),
        (token("edo", revoked=True), "was revoked on"),
        (good[:-1] + ("a" if good[-1] != "a" else "b"), "no token reads like this"),
        ("hq_" + "0" * 32 + "_x", "no token reads like this"),
        ("nothing", "no token reads like this"),
        ("hq_\u0660_x", "no token reads like this"),
    ):
        with pytest.raises(BadToken, match=said):
            membership.holder(text)


@pytest.mark.parametrize(
    ("member", "scopes", "days", "error", "said"),
    [
        ("edo", ["fly"], 90, BadScope, "'fly' is no scope of tokens; the scopes are documents"),
        ("cal", ["claims"], 90, BadScope, "the role contributor may do nothing in the scope 'claims'"),
        ("ann", ["account"], 90, BadScope, "'account' is no scope of tokens"),
        ("edo", [], 0, BadScope, "from 1 to 366 days, got 0"),
        ("edo", [], 367, BadScope, "got 367"),
        ("nobody", [], 90, UnknownRow, "nobody called 'nobody'"),
    ],
)
def test_a_token_that_cannot_be_is_refused(town, member, scopes, days, error, said):
    with pytest.raises(error, match=said):
        actions.issue_token(LOCAL, member, "t", scopes, days=days)


def test_a_token_is_made_and_ended_by_its_owner_or_an_administrator_alone(town):
    cal, bea, ann = (actor_named(name) for name in ("cal", "bea", "ann"))
    assert cal is not None
    assert bea is not None
    assert ann is not None
    key, _text = actions.issue_token(cal, "cal", "mine", [])
    for verb in (lambda: actions.revoke_token(bea, key), lambda: actions.issue_token(bea, "cal", "not mine", [])):
        with pytest.raises(NotAllowed):
            verb()
    actions.revoke_token(ann, key)
    assert models.Token.objects.get(pk=key).revoked is not None


@pytest.fixture
def command(db, capsys, monkeypatch):
    """The command line, on the tests' own database."""

    def run(*arguments: str, sent: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr("sys.stdin", io.StringIO(sent))
        code = main(list(arguments))
        told = capsys.readouterr()
        return code, told.out, told.err

    return run


def test_the_command_line_makes_lists_and_removes_members_and_tokens(command):
    made = command("member", "add", "ann", "--role", "administrator", "--password-stdin", sent=f"{PASSWORD}\n")
    assert made == (0, "ann is administrator.\n", "")
    assert json.loads(command("member", "list", "--json")[1]) == [
        {"name": "ann", "role": "administrator", "institution": None, "tokens": 0}
    ]
    told = command("token", "add", "ann", "--name", "night job", "--scope", "documents", "--days", "7")[1]
    key = told.split()[1].rstrip(",")
    assert told.splitlines()[1].startswith("hq_")
    ends = (dt.datetime.now(dt.UTC) + dt.timedelta(days=7)).date()
    assert command("token", "list", "ann")[1].split() == [key, "night", "job", "documents", "until", str(ends)]
    assert command("token", "revoke", key)[0] == 0
    assert command("token", "list", "ann")[1].endswith("revoked\n")
    code, _out, error = command("member", "add", "bob", "--role", "king")
    assert (code, "'king' is no role" in error) == (1, True)
    made = command("member", "add", "bob", "--role", "editor")
    assert made[1].startswith("bob is editor.\nPassword, shown only now: ")
    assert "Password of bob, shown only now: " in command("member", "password", "bob")[1]
    assert command("member", "role", "bob", "--role", "publisher")[1] == "bob is publisher.\n"
    assert command("member", "remove", "bob")[0] == 0
    assert command("member", "remove", "ann")[0] == 0
    assert "Nobody has a role yet" in command("member", "list")[1]
    assert verifying.verify().sound
