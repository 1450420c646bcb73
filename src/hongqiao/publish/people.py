"""Who asks: the person at the keyboard of an open site, a member of the record, a token, or the public."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from hongqiao.record.membership import actor_of
from hongqiao.record.roles import LOCAL, Actor, Role, may_read_drafts

PUBLIC = Actor("public", Role.PUBLIC)


def actor(request: HttpRequest) -> Actor:
    """The actor of a request.

    An open site (`HONGQIAO_OPEN`, which `hongqiao up` sets, and which serves this machine alone) takes everybody who
    reaches it for the person at its keyboard; any other site asks for an account with a role. Roles that take a second
    factor (`HONGQIAO_SECOND_FACTOR`) count only once it is set up.
    """
    known: Actor | None = getattr(request, "actor", None)
    if known is None:
        known = LOCAL if settings.HONGQIAO_OPEN else _signed_in(request)
        request.actor = known  # type: ignore[attr-defined]  # ours: asked for several times on a page
    return known


def _signed_in(request: HttpRequest) -> Actor:
    user = getattr(request, "user", None)
    member = getattr(user, "member", None) if user is not None and user.is_authenticated else None
    if member is None or lacks_second_factor(request):
        return PUBLIC
    return actor_of(member)


def lacks_second_factor(request: HttpRequest) -> bool:
    """Whether somebody signed in whose role takes a second factor that is not set up yet."""
    user = getattr(request, "user", None)
    member = getattr(user, "member", None) if user is not None and user.is_authenticated else None
    if member is None or member.role not in settings.SECOND_FACTOR_ROLES:
        return False
    from hongqiao.publish.accounts import has_second_factor

    return not has_second_factor(user)


def require_member(request: HttpRequest) -> None:
    """Refuse readers without a role: what waits for a judgement is a draft."""
    if not may_read_drafts(actor(request)):
        raise PermissionDenied("what waits for a judgement is read by members")
