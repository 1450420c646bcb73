"""The forms of events."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from hongqiao.publish import entry_forms as forms
from hongqiao.publish.entry_forms import Field, Form
from hongqiao.publish.pages.projects import shell
from hongqiao.publish.people import actor
from hongqiao.record import actions, plan_queries, suggestions
from hongqiao.record.programme_queries import programme as programme_head
from hongqiao.record.programme_shown import ProgrammeHead
from hongqiao.record.roles import may


def new(request: HttpRequest, programme: str) -> HttpResponse:
    """A new event of a programme."""
    head = _head(programme)
    made: list[Any] = []
    refused = ""
    if request.method == "POST":

        def deed() -> None:
            given = _read(request.POST, {})
            quotes = forms.read_quotes(request.POST)
            made.append(actions.create_event(actor(request), programme, given.pop("names"), quotes=quotes, **given))

        refused = forms.attempt(deed)
        if made:
            return HttpResponseRedirect(reverse("event", args=[made[0].id]))
    shown = (Form("create", "", (*_fields({}), *forms.words(), Field("reason", _("Reason"))), _("Create")),)
    return _page(request, head, _("New event"), shown, refused)


def edit(request: HttpRequest, event: str) -> HttpResponse:
    """An event's columns, and the words that tell of it: those given now take the place of the earlier ones."""
    row = plan_queries.columns("event", event)
    if row is None:
        raise Http404
    head = _head(row["programme_id"])
    refused = ""
    if request.method == "POST":

        def deed() -> None:
            quotes = forms.read_quotes(request.POST)
            actions.edit_event(actor(request), event, quotes=quotes or None, **_read(request.POST, row))

        refused = forms.attempt(deed)
        if not refused:
            return HttpResponseRedirect(reverse("event", args=[event]))
    columns = (*_fields(row), *forms.words(), Field("reason", _("Reason")))
    shown = (Form("columns", _("What it is"), columns, _("Save"), open=True),)
    crumbs = [(reverse("event", args=[event]), row["names"])]
    return _page(request, head, _("Keep the event"), shown, refused, crumbs=crumbs)


def _head(programme: str) -> ProgrammeHead:
    head = programme_head(programme)
    if head is None:
        raise Http404
    return head


def _fields(row: Mapping[str, Any]) -> tuple[Field, ...]:
    return (
        *forms.names(row.get("names")),
        Field("period", _("When"), value=row.get("period") or "", hint="2022-11-14, 2022-11-14/2022-11-18"),
        Field("place", _("Place"), value=row.get("place_id") or "", suggest="places"),
        Field("kind", _("Kind"), value=row.get("kind") or "", hint=_("signing, promotion week, founding …")),
        Field(
            "institutions", _("Institutions"), "textarea", "\n".join(row.get("institutions") or []),
            hint=_("their ids, one a line"),
        ),
        *forms.descriptions(row.get("description")),
    )  # fmt: skip


def _read(posted: Mapping[str, str], row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "names": forms.read_names(posted, row.get("names")),
        "description": forms.read_descriptions(posted, row.get("description")),
        "institutions": forms.lines(posted, "institutions"),
        "reason": posted.get("reason", "").strip(),
        **{name: posted.get(name, "").strip() for name in ("period", "place", "kind")},
    }


def _page(
    request: HttpRequest, head: ProgrammeHead, title: str, shown: tuple[Form, ...], refused: str, **more: Any
) -> HttpResponse:
    context = {
        **shell(head),
        "title": title,
        "forms": forms.refilled(shown, request) if refused else shown,
        "refused": refused,
        "may": may(actor(request), "edit an event"),
        "suggestions": suggestions.of_programme(head.id),
        **more,
    }
    return render(request, "forms/page.html", context, status=400 if refused else 200)
