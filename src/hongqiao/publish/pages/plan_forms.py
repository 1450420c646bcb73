"""The forms of plans, clauses, targets and measures."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from hongqiao.publish import entry_forms as forms
from hongqiao.publish.entry_forms import FIELDS, Field, Form
from hongqiao.publish.pages.projects import shell
from hongqiao.publish.people import actor
from hongqiao.record import actions, plan_queries, suggestions
from hongqiao.record.programme_queries import programme as programme_head
from hongqiao.record.programme_shown import ProgrammeHead
from hongqiao.record.roles import may

_PLACE = ("place", "field")


def _page(
    request: HttpRequest, head: ProgrammeHead, verb: str, title: str, shown: tuple[Form, ...], refused: str, **more: Any
) -> HttpResponse:
    context = {
        **shell(head),
        "title": title,
        "forms": forms.refilled(shown, request) if refused else shown,
        "refused": refused,
        "may": may(actor(request), verb),
        "suggestions": suggestions.of_plan(head.id),
        **more,
    }
    return render(request, "forms/parts.html", context, status=400 if refused else 200)


def _head(programme: str) -> ProgrammeHead:
    head = programme_head(programme)
    if head is None:
        raise Http404
    return head


def _row(kind: str, key: str) -> dict[str, Any]:
    row = plan_queries.columns(kind, key)
    if row is None:
        raise Http404
    return row


def _plan_fields(row: Mapping[str, Any]) -> tuple[Field, ...]:
    return (
        *forms.names(row.get("names")),
        Field("period", _("Period"), value=row.get("period") or "", hint="2022/2025"),
        Field("parent", _("Part of the plan"), value=row.get("parent_id") or "", suggest="plans"),
        *_where(row),
    )


def _where(row: Mapping[str, Any]) -> tuple[Field, ...]:
    return (
        Field("place", _("Place"), value=row.get("place_id") or "", suggest="places"),
        forms.choice("field", _("Field"), FIELDS, row.get("field") or ""),
    )


def _target_fields(row: Mapping[str, Any], plan: str) -> tuple[Field, ...]:
    clauses = plan_queries.clauses_of(plan)
    return (
        *forms.names(row.get("names")),
        forms.choice("clause", _("Clause"), clauses, row.get("clause_id") or ""),
        Field("deadline", _("Deadline"), value=row.get("deadline") or "", hint="2025, 2025-06-30"),
        Field("parent", _("Part of the target"), value=row.get("parent_id") or "", suggest="targets"),
        Field("indicator", _("Indicator"), value=row.get("indicator") or "", suggest="indicators"),
        Field("place", _("Place"), value=row.get("place_id") or "", suggest="places"),
        Field("claims", _("Claims that state it"), "textarea", hint=_("their ids, one a line; the review lists them")),
    )


def _measure_fields(row: Mapping[str, Any]) -> tuple[Field, ...]:
    return (
        *forms.names(row.get("names")),
        Field("kind", _("Kind"), value=row.get("kind") or "", hint=_("support, funding, voucher …")),
        Field("valid", _("Valid"), value=row.get("valid") or "", hint="2022/2025"),
        *_where(row),
    )


def _given(request: HttpRequest, *columns: str) -> dict[str, str]:
    return {name: request.POST.get(name, "").strip() for name in columns}


def _quotes(request: HttpRequest) -> list[Any]:
    return list(forms.read_quotes(request.POST))


def _reason(request: HttpRequest) -> str:
    return request.POST.get("reason", "").strip()


def plan_new(request: HttpRequest, programme: str) -> HttpResponse:
    """A new plan of a programme."""
    head = _head(programme)
    made: list[Any] = []
    refused = ""
    if request.method == "POST":
        refused = forms.attempt(
            lambda: made.append(
                actions.create_plan(
                    actor(request), programme, forms.read_names(request.POST), reason=_reason(request),
                    **_given(request, "period", "parent", *_PLACE),
                )
            )
        )  # fmt: skip
        if made:
            return HttpResponseRedirect(reverse("plan-edit", args=[made[0].id]))
    shown = (Form("create", "", (*_plan_fields({}), Field("reason", _("Reason"))), _("Create")),)
    return _page(request, head, "edit a plan", _("New plan"), shown, refused)


def plan_edit(request: HttpRequest, plan: str) -> HttpResponse:
    """A plan's columns, a new clause, a new target; and the ways to those there are."""
    row = _row("plan", plan)
    head = _head(row["programme_id"])
    refused = ""
    if request.method == "POST":
        refused = forms.attempt(lambda: _plan_deed(request, plan, row))
        if not refused:
            return HttpResponseRedirect(request.path)
    shown = (
        Form("clause", _("A new clause"), (*forms.names(), *forms.words()), _("Add")),
        Form("target", _("A new target"), _target_fields({}, plan), _("Add")),
        Form("columns", _("What it is"), (*_plan_fields(row), Field("reason", _("Reason"))), _("Save")),
    )
    crumbs = [(reverse("plan", args=[plan]), row["names"])]
    return _page(
        request,
        head,
        "edit a plan",
        _("Keep the plan"),
        shown,
        refused,
        crumbs=crumbs,
        parts=plan_queries.parts_of(plan),
    )


def _plan_deed(request: HttpRequest, plan: str, row: Mapping[str, Any]) -> None:
    person, posted = actor(request), request.POST
    match posted.get("do"):
        case "clause":
            actions.create_clause(person, forms.read_names(posted), plan=plan, quotes=_quotes(request))
        case "target":
            actions.create_target(
                person, plan, forms.read_names(posted), claims=forms.lines(posted, "claims"),
                **_given(request, "clause", "deadline", "parent", "indicator", "place"),
            )  # fmt: skip
        case _:
            actions.edit_plan(
                person, plan, names=forms.read_names(posted, row["names"]), reason=_reason(request),
                **_given(request, "period", "parent", *_PLACE),
            )  # fmt: skip


def clause_edit(request: HttpRequest, clause: str) -> HttpResponse:
    """A clause's names, and the words that state it: those given now take the place of the earlier ones."""
    row = _row("clause", clause)
    kind = "plan" if row["plan_id"] else "measure"
    owner = _row(kind, row[f"{kind}_id"])
    head = _head(owner["programme_id"])
    refused = ""
    if request.method == "POST":

        def deed() -> None:
            quotes = _quotes(request)
            actions.edit_clause(
                actor(request), clause, names=forms.read_names(request.POST, row["names"]), quotes=quotes or None,
                reason=_reason(request),
            )  # fmt: skip

        refused = forms.attempt(deed)
        if not refused:
            return HttpResponseRedirect(reverse(f"{kind}-edit", args=[owner["id"]]))
    fields = (*forms.names(row["names"]), *forms.words(), Field("reason", _("Reason")))
    shown = (Form("columns", "", fields, _("Save")),)
    crumbs = [(reverse(kind, args=[owner["id"]]), owner["names"])]
    return _page(request, head, f"edit a {kind}", _("Keep the clause"), shown, refused, crumbs=crumbs)


def target_edit(request: HttpRequest, target: str) -> HttpResponse:
    """A target's columns, and more claims that state it."""
    row = _row("target", target)
    plan = _row("plan", row["plan_id"])
    head = _head(plan["programme_id"])
    refused = ""
    if request.method == "POST":
        refused = forms.attempt(
            lambda: actions.edit_target(
                actor(request), target, names=forms.read_names(request.POST, row["names"]),
                claims=forms.lines(request.POST, "claims"), reason=_reason(request),
                **_given(request, "clause", "deadline", "parent", "indicator", "place"),
            )
        )  # fmt: skip
        if not refused:
            return HttpResponseRedirect(reverse("target", args=[target]))
    fields = (*_target_fields(row, plan["id"]), Field("reason", _("Reason")))
    shown = (Form("columns", "", fields, _("Save")),)
    crumbs = [(reverse("plan", args=[plan["id"]]), plan["names"]), (reverse("target", args=[target]), row["names"])]
    return _page(request, head, "edit a plan", _("Keep the target"), shown, refused, crumbs=crumbs)


def measure_new(request: HttpRequest, programme: str) -> HttpResponse:
    """A new measure of a programme."""
    head = _head(programme)
    made: list[Any] = []
    refused = ""
    if request.method == "POST":
        refused = forms.attempt(
            lambda: made.append(
                actions.create_measure(
                    actor(request), programme, forms.read_names(request.POST), quotes=_quotes(request),
                    reason=_reason(request), **_given(request, "kind", "valid", *_PLACE),
                )
            )
        )  # fmt: skip
        if made:
            return HttpResponseRedirect(reverse("measure-edit", args=[made[0].id]))
    shown = (Form("create", "", (*_measure_fields({}), *forms.words()), _("Create")),)
    return _page(request, head, "edit a measure", _("New measure"), shown, refused)


def measure_edit(request: HttpRequest, measure: str) -> HttpResponse:
    """A measure's columns, its budget, a new clause."""
    row = _row("measure", measure)
    head = _head(row["programme_id"])
    refused = ""
    if request.method == "POST":
        refused = forms.attempt(lambda: _measure_deed(request, measure, row))
        if not refused:
            return HttpResponseRedirect(request.path)
    shown = (
        Form("clause", _("A new clause"), (*forms.names(), *forms.words()), _("Add")),
        Form("budget", _("Its budget"), (*forms.amount(), *forms.words()), _("Record")),
        Form("columns", _("What it is"), (*_measure_fields(row), Field("reason", _("Reason"))), _("Save")),
    )
    crumbs = [(reverse("measure", args=[measure]), row["names"])]
    return _page(
        request, head, "edit a measure", _("Keep the measure"), shown, refused, crumbs=crumbs,
        parts=plan_queries.parts_of_measure(measure),
    )  # fmt: skip


def _measure_deed(request: HttpRequest, measure: str, row: Mapping[str, Any]) -> None:
    person, posted = actor(request), request.POST
    match posted.get("do"):
        case "clause":
            actions.create_clause(person, forms.read_names(posted), measure=measure, quotes=_quotes(request))
        case "budget":
            actions.edit_measure(person, measure, budget=forms.read_amount(posted) or actions.Amount())
        case _:
            actions.edit_measure(
                person, measure, names=forms.read_names(posted, row["names"]), reason=_reason(request),
                **_given(request, "kind", "valid", *_PLACE),
            )  # fmt: skip
