"""Accounts and their roles: given, changed, taken away. Every change of a role is in the ledger; no password ever is."""

import secrets

from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from hongqiao.errors import BadAccount, LastAdministrator, UnknownRow
from hongqiao.record import models
from hongqiao.record.ledger import acting
from hongqiao.record.roles import LOCAL, Actor, Role

_LONGEST = 60


def add_member(
    actor: Actor, name: str, role: str, *, institution: str | None = None, password: str | None = None
) -> str:
    """Give a new account, or one that has no role yet, a role; returns the password, made here where none is given.

    A contributor needs an institution, which must be recorded; the other roles act for all.
    """
    chosen = _role(role, institution)
    with acting(actor, "grant a role", subject=f"member:{name}"[:200]) as act:
        user = _account(name)
        if models.Member.objects.filter(user__pk=user.pk).exists():
            raise BadAccount(f"{name} has a role already; change it, or choose another name")
        made = password or secrets.token_urlsafe(15)
        _set_password(user, made)
        user.is_active = True
        user.save()
        act.keep([models.Member(user=user, role=chosen, institution_id=_institution(institution))], new=True)
        act.summary = {"role": chosen, "institution": institution or ""}
    return made


def give_role(actor: Actor, name: str, role: str, *, institution: str | None = None) -> None:
    """Give an account that exists (it signed up itself, or has another role) this role."""
    chosen = _role(role, institution)
    with acting(actor, "grant a role", subject=f"member:{name}"[:200]) as act:
        user = get_user_model().objects.filter(username=name, is_active=True).first()
        if user is None:
            raise UnknownRow(f"no account is called {name!r}")
        row = models.Member.objects.filter(user=user).first() or models.Member(user=user)
        if row.role == Role.ADMINISTRATOR and chosen is not Role.ADMINISTRATOR:
            _not_the_last(actor, name)
        row.role, row.institution_id = chosen, _institution(institution)
        act.keep([row])
        act.summary = {"role": chosen, "institution": institution or ""}


def remove_member(actor: Actor, name: str, *, reason: str = "") -> None:
    """Take a role away and close the account: its sessions and tokens end at once. Its name stays taken."""
    with acting(actor, "grant a role", subject=f"member:{name}"[:200], reason=reason) as act:
        row = _member(name)
        if row.role == Role.ADMINISTRATOR:
            _not_the_last(actor, name)
        act.remove(list(row.tokens.all()))
        act.remove([row])
        _close(row)
        act.summary = {"role": "none"}


def reset_password(actor: Actor, name: str) -> str:
    """A new password for an account whose own was lost; its sessions end, its second factor is taken off."""
    with acting(actor, "grant a role", subject=f"member:{name}"[:200], reason="password reset") as act:
        row = _member(name)
        made = secrets.token_urlsafe(15)
        _set_password(row.user, made)
        row.user.save()
        act.attest([row])
    return made


def _account(name: str):
    model = get_user_model()
    if not name or len(name) > _LONGEST:
        raise BadAccount(f"an account's name has 1 to {_LONGEST} letters, got {len(name)}")
    known = model.objects.filter(username__iexact=name).first()
    if known is not None:
        if known.username != name or not known.is_active:
            raise BadAccount(f"the name {known.username!r} is taken")
        return known
    user = model(username=name)
    try:
        user.clean_fields(exclude=["password"])
    except ValidationError as error:
        raise BadAccount(f"{name!r} is no name of an account: {' '.join(error.messages)}") from None
    return user


def _set_password(user, password: str) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise BadAccount(f"this password will not do: {' '.join(error.messages)}") from None
    user.set_password(password)


def _role(role: str, institution: str | None) -> Role:
    if role not in set(Role) - {Role.PUBLIC}:
        listed = ", ".join(item for item in Role if item is not Role.PUBLIC)
        raise BadAccount(f"{role!r} is no role; the roles are {listed}")
    if role == Role.CONTRIBUTOR and not institution:
        raise BadAccount("a contributor acts for an institution: name it")
    if role != Role.CONTRIBUTOR and institution:
        raise BadAccount(f"the role {role} acts for all institutions; only a contributor is of one")
    return Role(role)


def _institution(institution: str | None) -> str | None:
    if not institution:
        return None
    if not models.Institution.objects.filter(pk=institution).exists():
        raise UnknownRow(f"no institution has the id {institution!r}")
    return institution


def _member(name: str) -> models.Member:
    row = models.Member.objects.filter(user__username=name).select_related("user").first()
    if row is None:
        raise UnknownRow(f"nobody called {name!r} has a role here")
    return row


def _not_the_last(actor: Actor, name: str) -> None:
    if actor == LOCAL:  # whoever sits at the machine can give the role back
        return
    others = models.Member.objects.filter(role=Role.ADMINISTRATOR, user__is_active=True).exclude(user__username=name)
    if not others.exists():
        raise LastAdministrator(f"{name} is the only administrator; make somebody else one first")


def _close(row: models.Member) -> None:
    user = row.user
    user.set_unusable_password()  # which also ends every session
    user.is_active = False
    user.save()
