"""Who asks: the person at the keyboard of an open site, a member of the record, or the public."""

from django.conf import settings
from django.http import HttpRequest

from hongqiao.record.roles import LOCAL, Actor, Role

PUBLIC = Actor("public", Role.PUBLIC)


def actor(request: HttpRequest) -> Actor:
    """The actor of a request.

    An open site (`HONGQIAO_OPEN`, which `hongqiao up` sets, and which serves this machine alone) takes everybody who
    reaches it for the person at its keyboard; any other site asks for an account with a role.
    """
    if settings.HONGQIAO_OPEN:
        return LOCAL
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return PUBLIC
    member = getattr(user, "member", None)
    if member is None:
        return PUBLIC
    return Actor(user.get_username(), Role(member.role), member.institution_id)
