"""Tokens: keys to the interface for machines, shown once, stored hashed, with scopes and an end."""

import datetime as dt
import secrets

from django.utils import timezone

from hongqiao.errors import BadScope, NotAllowed, UnknownRow
from hongqiao.record import models
from hongqiao.record.ledger import acting
from hongqiao.record.membership import PREFIX, member_named, secret_hash
from hongqiao.record.models import new_id
from hongqiao.record.roles import FOR_TOKENS, SCOPES, VERBS, Actor, Role

LONGEST_DAYS = 366
_NAME = 80


def issue_token(actor: Actor, member: str, name: str, scopes: list[str], *, days: int = 90) -> tuple[str, str]:
    """A token for a member: its id and its text, which is shown now and never again.

    Members make tokens for themselves, administrators for everybody. A scope narrows the member's role and cannot go
    beyond it; without scopes the token reads. Raises BadScope and UnknownRow.
    """
    row = _member(member)
    name = name.strip()
    if not 0 < len(name) <= _NAME:
        raise BadScope(f"a token's name has 1 to {_NAME} letters, got {len(name)}")
    if not 1 <= days <= LONGEST_DAYS:
        raise BadScope(f"a token lives from 1 to {LONGEST_DAYS} days, got {days}")
    _fit(row, scopes)
    with acting(actor, "issue a token", subject=f"member:{member}", institutions=_whose(actor, row)) as act:
        _own(actor, member, "issue a token")
        key = new_id()
        text = f"{PREFIX}_{key.replace('-', '')}_{secrets.token_urlsafe(32)}"
        made = models.Token(
            id=key,
            member=row,
            name=name,
            hash=secret_hash(text),
            scope=sorted(set(scopes)),
            expires=timezone.now() + dt.timedelta(days=days),
        )
        act.keep([made], new=True)
        act.summary = {"name": name, "scopes": made.scope, "days": days}
    return key, text


def revoke_token(actor: Actor, token: str) -> None:
    """End a token at once."""
    row = models.Token.objects.filter(pk=token).select_related("member__user").first()
    if row is None:
        raise UnknownRow(f"no token has the id {token!r}")
    owner = row.member.user.get_username()
    with acting(actor, "revoke a token", subject=f"member:{owner}", institutions=_whose(actor, row.member)) as act:
        _own(actor, owner, "revoke a token")
        if row.revoked is None:
            row.revoked = act.at
            act.keep([row], new=False)
            act.summary = {"name": row.name}


def _member(name: str) -> models.Member:
    row = member_named(name)
    if row is None:
        raise UnknownRow(f"nobody called {name!r} has a role here")
    return row


def _own(actor: Actor, owner: str, verb: str) -> None:
    if actor.role is not Role.ADMINISTRATOR and actor.name != owner:
        raise NotAllowed(f"{actor.name} may {verb} for the own account only, not for {owner}")


def _whose(actor: Actor, row: models.Member) -> frozenset[str] | None:
    """A contributor's own account counts as of the own institution, whether or not one is set."""
    return frozenset({row.institution_id}) if row.institution_id and actor.institution else None


def _fit(row: models.Member, scopes: list[str]) -> None:
    for scope in scopes:
        if scope not in FOR_TOKENS:
            raise BadScope(f"{scope!r} is no scope of tokens; the scopes are {', '.join(FOR_TOKENS)}")
        if not any(Role(row.role) in VERBS[verb] for verb in SCOPES[scope]):
            raise BadScope(
                f"the role {row.role} may do nothing in the scope {scope!r}: a token cannot go beyond its holder"
            )
