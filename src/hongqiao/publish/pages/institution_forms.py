"""The forms of institutions, and the page on which press contacts are erased."""

from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from hongqiao.publish import entry_forms as forms
from hongqiao.publish.entry_forms import Field, Form
from hongqiao.publish.people import actor
from hongqiao.record import actions, institution_queries, meeting_queries
from hongqiao.record.roles import may


def new(request: HttpRequest) -> HttpResponse:
    """A new institution."""
    made: list[Any] = []
    refused = ""
    if request.method == "POST":
        refused = forms.attempt(
            lambda: made.append(
                actions.create_institution(actor(request), forms.read_names(request.POST), **_read(request.POST))
            )
        )
        if made:
            return HttpResponseRedirect(reverse("institution", args=[made[0].id]))
    shown = (Form("create", "", _fields({}), _("Create")),)
    return _page(request, _("New institution"), shown, refused, may(actor(request), "edit an institution"))


def edit(request: HttpRequest, institution: str) -> HttpResponse:
    """An institution's columns; and the ids that mean the same."""
    row = institution_queries.columns(institution)
    if row is None:
        raise Http404
    refused = ""
    if request.method == "POST":
        refused = forms.attempt(lambda: _do(request, institution, row))
        if not refused:
            return HttpResponseRedirect(reverse("institution", args=[institution]))
    person = actor(request)
    shown = (
        Form("columns", _("What it is"), (*_fields(row), Field("reason", _("Reason"))), _("Save"), open=True),
        *(_merging(row) if may(person, "merge institutions") else ()),
    )
    own = institution_queries.family(institution)
    context = {
        "institution": {"id": institution, "names": row["names"]},
        "alike": institution_queries.alike(institution),
        "crumbs": [
            (reverse("institutions"), _("Institutions")),
            (reverse("institution", args=[institution]), row["names"]),
        ],
    }
    return _page(request, _("Keep the institution"), shown, refused, may(person, "edit an institution", own), **context)


def _merging(row: Mapping[str, Any]) -> tuple[Form, ...]:
    if row["merged_into_id"]:
        return (
            Form(
                "unmerge", _("It stands for itself again"), (Field("reason", _("Reason")),), _("Take the merging back")
            ),
        )
    fields = (
        Field("into", _("Merge into"), suggest="institutions", required=True),
        Field("reason", _("Reason"), required=True),
    )
    return (Form("merge", _("It is the same as another one"), fields, _("Merge")),)


def _do(request: HttpRequest, institution: str, row: Mapping[str, Any]) -> None:
    person, posted = actor(request), request.POST
    reason = posted.get("reason", "").strip()
    match posted.get("do"):
        case "merge":
            actions.merge_institutions(person, posted.get("into", "").strip(), [institution], reason=reason)
        case "unmerge":
            actions.unmerge_institution(person, institution, reason=reason)
        case _:
            actions.edit_institution(
                person, institution, names=forms.read_names(posted, row["names"]), reason=reason, **_read(posted)
            )


def _fields(row: Mapping[str, Any]) -> tuple[Field, ...]:
    identifiers = "\n".join(f"{scheme}: {value}" for scheme, value in (row.get("identifiers") or {}).items())
    return (
        *forms.names(row.get("names")),
        Field("kind", _("Kind"), value=row.get("kind") or ""),
        Field("place", _("Place"), value=row.get("place_id") or "", suggest="places"),
        Field("source", _("Source"), value=row.get("source") or ""),
        Field("aliases", _("Also called"), "textarea", "\n".join(row.get("aliases") or []), hint=_("one a line")),
        Field("identifiers", _("Identifiers"), "textarea", identifiers, hint="LEI: 5299…, USCC: 9132…"),
    )


def _read(posted: Mapping[str, str]) -> dict[str, Any]:
    pairs = [line.partition(":") for line in forms.lines(posted, "identifiers")]
    return {
        "kind": posted.get("kind", ""),
        "place": posted.get("place", "").strip(),
        "source": posted.get("source", ""),
        "aliases": forms.lines(posted, "aliases"),
        "identifiers": {scheme.strip(): value.strip() for scheme, _colon, value in pairs},
    }


def _page(
    request: HttpRequest,
    title: str,
    shown: tuple[Form, ...],
    refused: str,
    allowed: bool,
    **more: Any,
) -> HttpResponse:
    context = {
        "section": "institutions",
        "title": title,
        "forms": forms.refilled(shown, request) if refused else shown,
        "refused": refused,
        "may": allowed,
        "suggestions": institution_queries.suggested(),
        **more,
    }
    return render(request, "institution_edit.html", context, status=400 if refused else 200)


def contacts(request: HttpRequest) -> HttpResponse:
    """Press contacts named in documents: seen and erased by administrators alone."""
    return _erasing(request, "contact", institution_queries.contacts, actions.erase_contact)


def participants(request: HttpRequest) -> HttpResponse:
    """The persons who come to events: seen together and erased by administrators alone; their seats stay."""
    return _erasing(request, "participant", meeting_queries.participants, actions.erase_participant)


def _erasing(
    request: HttpRequest, what: str, listed: Callable[[str], tuple[Any, Any]], erase: Callable[..., object]
) -> HttpResponse:
    """A list of people, each to be erased, saying why."""
    person = actor(request)
    if not may(person, "erase personal data"):
        raise PermissionDenied(_("Personal data is seen by administrators alone."))
    refused = ""
    if request.method == "POST":
        key, reason = request.POST.get(what, ""), request.POST.get("reason", "").strip()
        refused = forms.attempt(lambda: erase(person, key, reason=reason))
        if not refused:
            return HttpResponseRedirect(reverse(f"{what}s"))
    found, following = listed(request.GET.get("after", "")[:120])
    context = {"section": "about", f"{what}s": found, "following": following, "refused": refused}
    return render(request, f"{what}s.html", context, status=400 if refused else 200)
