"""Who has which role, and what was refused; for administrators."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from hongqiao.errors import HongqiaoError, NotAllowed
from hongqiao.publish.people import actor
from hongqiao.record import actions, membership, refusals, world_queries
from hongqiao.record.roles import Role, require

REFUSALS_SHOWN = 100


@never_cache
def people(request: HttpRequest) -> HttpResponse:
    """Everybody with a role."""
    _administrators_only(request)
    return render(request, "people/people.html", _context())


@never_cache
def refused_list(request: HttpRequest) -> HttpResponse:
    """The latest refusals."""
    _administrators_only(request)
    shown = {"section": "people", "refusals": refusals.latest(REFUSALS_SHOWN)}
    return render(request, "people/refusals.html", shown)


@never_cache
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Make an account with a role; its password stands on the answer's page and nowhere else."""
    name = request.POST.get("name", "").strip()
    try:
        made = actions.add_member(actor(request), name, *_role(request)[:1], institution=_role(request)[1])
    except NotAllowed as error:
        raise PermissionDenied(str(error)) from error
    except HongqiaoError as error:
        return render(request, "people/people.html", _context() | {"refused": str(error)}, status=400)
    return render(request, "people/people.html", _context() | {"made_name": name, "made": made})


@never_cache
@require_POST
def change(request: HttpRequest) -> HttpResponse:
    """Give an account another role, or none any more."""
    name = request.POST.get("name", "")
    try:
        if request.POST.get("what") == "remove":
            actions.remove_member(actor(request), name, reason=request.POST.get("reason", "")[:500])
        else:
            role, institution = _role(request)
            actions.give_role(actor(request), name, role, institution=institution)
    except NotAllowed as error:
        raise PermissionDenied(str(error)) from error
    except HongqiaoError as error:
        return render(request, "people/people.html", _context() | {"refused": str(error)}, status=400)
    messages.success(request, _("The role is changed."))
    return HttpResponseRedirect(reverse("people"))


def _administrators_only(request: HttpRequest) -> None:
    try:
        require(actor(request), "grant a role")
    except NotAllowed as error:
        raise PermissionDenied(str(error)) from error


def _role(request: HttpRequest) -> tuple[str, str | None]:
    return request.POST.get("role", ""), request.POST.get("institution", "").strip() or None


def _context() -> dict[str, Any]:
    return {
        "section": "people",
        "members": membership.members(),
        "roles": [role for role in Role if role is not Role.PUBLIC],
        "institutions": world_queries.institutions(),
    }
