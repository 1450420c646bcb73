"""One's own account: the role, the second factor, and the tokens for machines."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from hongqiao.errors import HongqiaoError, NotAllowed
from hongqiao.publish.people import actor, lacks_second_factor
from hongqiao.record import actions, membership
from hongqiao.record.roles import FOR_TOKENS, SCOPES, VERBS, Role


@never_cache
@login_required
def account(request: HttpRequest) -> HttpResponse:
    """The account's page."""
    return render(request, "account_page/account.html", _context(request))


@never_cache
@login_required
@require_POST
def make_token(request: HttpRequest) -> HttpResponse:
    """Make a token; its text stands on the answer's page and nowhere else."""
    name = request.user.get_username()
    if membership.member_named(name) is None:
        raise PermissionDenied(f"{name} has no role yet, and a token cannot go beyond its holder")
    days = request.POST.get("days", "90")
    shown: dict[str, Any] = {}
    try:
        _key, text = actions.issue_token(
            actor(request),
            name,
            request.POST.get("name", ""),
            request.POST.getlist("scope"),
            days=int(days) if days.isdecimal() and len(days) < 5 else 0,
        )
    except NotAllowed as error:
        raise PermissionDenied(str(error)) from error
    except HongqiaoError as error:
        shown = {"refused": str(error)}
    else:
        shown = {"made": text}
    status = 400 if "refused" in shown else 200
    return render(request, "account_page/account.html", _context(request) | shown, status=status)


@never_cache
@login_required
@require_POST
def revoke_token(request: HttpRequest, token: str) -> HttpResponse:
    """End one of one's own tokens; an administrator ends anybody's."""
    try:
        actions.revoke_token(actor(request), token)
    except NotAllowed as error:
        raise PermissionDenied(str(error)) from error
    except HongqiaoError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The token is revoked."))
    return HttpResponseRedirect(reverse("account"))


def _context(request: HttpRequest) -> dict[str, Any]:
    member = membership.member_named(request.user.get_username())
    person = actor(request)
    possible = [
        scope
        for scope in FOR_TOKENS
        if member is not None and any(Role(member.role) in VERBS[verb] for verb in SCOPES[scope])
    ]
    return {
        "section": "account",
        "member": member,
        "person": person,
        "tokens": membership.tokens_of(member) if member else [],
        "scopes": possible,
        "lacks_second_factor": lacks_second_factor(request),
        "open_site": settings.HONGQIAO_OPEN,
    }
