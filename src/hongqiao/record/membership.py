"""Who somebody is in the record: an account's role, and what a token stands for."""

import datetime as dt
import hashlib
import hmac
from dataclasses import dataclass, replace

from django.contrib.auth import get_user_model
from django.utils import timezone

from hongqiao.errors import BadToken, NotAllowed
from hongqiao.record import models
from hongqiao.record.roles import Actor, Role

PREFIX = "hq"
_NOBODY = "0" * 64


@dataclass(frozen=True, slots=True)
class MemberShown:
    """A member as the page of people lists it."""

    id: str
    name: str
    role: Role
    institution: str | None
    tokens: int
    last_seen: dt.datetime | None


@dataclass(frozen=True, slots=True)
class TokenShown:
    """A token as its owner sees it: never its secret."""

    id: str
    name: str
    scopes: tuple[str, ...]
    expires: dt.datetime
    revoked: dt.datetime | None
    stale: bool


def member_named(name: str) -> models.Member | None:
    """The member with this account name, or None."""
    return models.Member.objects.filter(user__username=name, user__is_active=True).select_related("user").first()


def actor_of(member: models.Member) -> Actor:
    """Who a member is as an actor."""
    return Actor(member.user.get_username(), Role(member.role), member.institution_id)


def actor_named(name: str) -> Actor | None:
    """The actor of an account as it stands now; a job asks again when it runs, not only when it was ordered."""
    member = member_named(name)
    return actor_of(member) if member else None


def still(ordered: Actor) -> Actor:
    """Who acts for an order that waited: with the role that the account has now, whatever it was then.

    An order from the command line has no account, and stands. Raises NotAllowed where the account lost its role.
    """
    if not get_user_model().objects.filter(username=ordered.name).exists():
        return ordered
    now = actor_named(ordered.name)
    if now is None:
        raise NotAllowed(f"{ordered.name}, who ordered this, has no role any more")
    return replace(now, scopes=ordered.scopes)


def members() -> list[MemberShown]:
    """Everybody with a role, by name."""
    rows = models.Member.objects.filter(user__is_active=True).select_related("user").prefetch_related("tokens")
    now = timezone.now()
    return [
        MemberShown(
            row.id, row.user.get_username(), Role(row.role), row.institution_id,
            sum(token.revoked is None and token.expires > now for token in row.tokens.all()), row.user.last_login,
        )
        for row in rows.order_by("user__username")
    ]  # fmt: skip


def tokens_of(member: models.Member) -> list[TokenShown]:
    """A member's tokens, latest first."""
    now = timezone.now()
    return [
        TokenShown(row.id, row.name, tuple(row.scope), row.expires, row.revoked, row.expires <= now)
        for row in member.tokens.order_by("-id")
    ]


def secret_hash(text: str) -> str:
    """What is stored of a token: SHA-256, since its secret is 256 random bits and no word that could be guessed."""
    return hashlib.sha256(text.encode()).hexdigest()


def holder(text: str) -> tuple[models.Token, Actor]:
    """The token that a text is, and who acts with it. Raises BadToken where it is none, or no longer one.

    The text names its row, and the whole of it is then compared in constant time: how long that takes tells nothing of
    the secret. That a token has expired or was revoked is said to its holder alone.
    """
    parts = text.split("_", 2)
    key = parts[1] if len(parts) == 3 and parts[0] == PREFIX and parts[1].isascii() else ""
    row = models.Token.objects.filter(pk=_id_of(key)).select_related("member__user").first() if key else None
    given = secret_hash(text)
    if not hmac.compare_digest(given, row.hash if row else _NOBODY) or row is None:
        raise BadToken("no token reads like this; make one on your account's page or with `hongqiao token add`")
    if row.revoked is not None:
        raise BadToken(f"the token {row.name!r} was revoked on {row.revoked.date()}; make a new one")
    if row.expires <= timezone.now():
        raise BadToken(f"the token {row.name!r} expired on {row.expires.date()}; make a new one")
    if not row.member.user.is_active:
        raise BadToken(f"the account of the token {row.name!r} is closed")
    who = actor_of(row.member)
    return row, Actor(who.name, who.role, who.institution, frozenset(row.scope))


def _id_of(key: str) -> str:
    """A token's id from the digits that stand in its text."""
    if len(key) != 32 or not key.isalnum():
        return ""
    return "-".join((key[:8], key[8:12], key[12:16], key[16:20], key[20:]))
