"""Projects: the list with its filters, one project with its life, and the forms by which both are kept."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hongqiao.publish import entry_forms as forms
from hongqiao.publish.entry_forms import FIELDS, MONEY, STAGES, Field, Form
from hongqiao.publish.page_tags import name_of
from hongqiao.publish.pages.as_of import as_of
from hongqiao.publish.people import actor
from hongqiao.record import actions, project_list_queries, project_queries, project_rollups, suggestions
from hongqiao.record.programme_queries import programme as programme_head
from hongqiao.record.programme_shown import ProgrammeHead
from hongqiao.record.roles import may

_ID_LENGTH = 120


def shell(head: ProgrammeHead | None) -> dict[str, Any]:
    """What every page within a programme says of it."""
    banner = name_of(head.banner)[0] if head and head.banner else ""
    return {"section": "programmes", "programme": head, "banner": banner}


def listed(request: HttpRequest, programme: str) -> HttpResponse:
    """A programme's projects: filtered by stage, field and silence, a page at a time."""
    day, wrong = as_of(request)
    stage, field = request.GET.get("stage", ""), request.GET.get("field", "")
    chosen = {
        "stage": stage if stage in STAGES else "",
        "field": field if field in FIELDS else "",
        "silent": request.GET.get("silent") == "1",
    }
    found = project_list_queries.projects(programme, day, after=request.GET.get("after", "")[:_ID_LENGTH], **chosen)
    if found is None:
        raise Http404
    first = not request.GET.get("after")
    context = {
        **shell(found.programme),
        "found": found,
        "as_of": day,
        "wrong": wrong,
        "chosen": chosen,
        "stages": STAGES,
        "fields": FIELDS,
        "money": project_rollups.money(programme, day) if first else (),
        "paths": project_rollups.paths(programme, day) if first else (),
        "may_edit": may(actor(request), "edit a programme"),
        "may_create": may(actor(request), "edit a project", _own(request)),
        "following": _following(request, found.following),
    }
    return render(request, "projects.html", context)


def _own(request: HttpRequest) -> frozenset[str] | None:
    institution = actor(request).institution
    return frozenset({institution}) if institution else None


def _following(request: HttpRequest, after: str) -> str:
    if not after:
        return ""
    asked = request.GET.copy()
    asked["after"] = after
    return f"?{asked.urlencode()}"


def project(request: HttpRequest, project: str) -> HttpResponse:
    """One project as of a day: partners, life, money, what it came of."""
    day, wrong = as_of(request)
    found = project_queries.project(project, day)
    if found is None:
        raise Http404
    context = {
        **shell(found.programme),
        "project": found,
        "as_of": day,
        "wrong": wrong,
        "may_edit": _may_edit(request, found),
        "stage_word": STAGES.get(found.stage, found.stage),
        "field_word": FIELDS.get(found.field, found.field),
        "stages": STAGES,
        "money_words": MONEY,
    }
    return render(request, "project.html", context)


def _may_edit(request: HttpRequest, found: project_queries.ProjectShown) -> bool:
    return may(actor(request), "edit a project", frozenset(item.institution for item in found.partners))


@require_POST
def silence(request: HttpRequest, programme: str) -> HttpResponse:
    """Set after how many months without evidence a project counts as silent."""
    given = request.POST.get("months", "").strip()
    months = int(given) if given.isdecimal() and len(given) < 5 else None if not given else 0
    refused = forms.attempt(lambda: actions.set_silence(actor(request), programme, months))
    if refused:
        from django.contrib import messages

        messages.error(request, refused)
    return HttpResponseRedirect(reverse("projects", args=[programme]))


def new(request: HttpRequest, programme: str) -> HttpResponse:
    """A new project of a programme."""
    head = programme_head(programme)
    if head is None:
        raise Http404
    shown = (_columns({}, "create", _("Create")),)
    refused = ""
    if request.method == "POST":
        made: list[Any] = []
        refused = forms.attempt(lambda: made.append(_create(request, programme)))
        if not refused:
            return HttpResponseRedirect(reverse("project", args=[made[0].id]))
        shown = forms.refilled(shown, request)  # type: ignore[assignment]  # as many forms as before
    context = {
        **shell(head),
        "title": _("New project"),
        "forms": shown,
        "refused": refused,
        "may": may(actor(request), "edit a project", _own(request)),
        "suggestions": suggestions.of_programme(programme),
        "crumbs": [(reverse("projects", args=[programme]), _("Projects"))],
    }
    return render(request, "forms/page.html", context, status=400 if refused else 200)


def _create(request: HttpRequest, programme: str) -> Any:
    posted = request.POST
    words = forms.read_words(posted)
    partner = posted.get("institution", "").strip()
    return actions.create_project(
        actor(request), programme, forms.read_names(posted), quotes=[words] if words else [],
        partners=[(partner, posted.get("role", ""), posted.get("side", ""))] if partner else [],
        **_read_columns(posted),
    )  # fmt: skip


def _read_columns(posted: Mapping[str, str]) -> dict[str, str]:
    columns = ("external_id", "field", "industry", "scenario", "place", "park", "came_from", "announced_at")
    return {name: posted.get(name, "").strip() for name in columns}


def _columns(row: Mapping[str, Any], do: str, button: str) -> Form:
    def value(name: str) -> str:
        return str(row.get(name) or "")

    fields = (
        *forms.names(row.get("names")),
        forms.choice("field", _("Field"), FIELDS, value("field")),
        Field("industry", _("Industry"), value=value("industry"), hint=_("a code or a word")),
        Field("scenario", _("Application scenario"), value=value("scenario")),
        Field("place", _("Place"), value=value("place_id"), suggest="places"),
        Field("park", _("Park"), value=value("park_id"), suggest="places"),
        Field("announced_at", _("Announced at the event"), value=value("announced_at_id"), suggest="events"),
        Field("came_from", _("Came of"), value=value("came_from"), hint="event:… / meeting:…"),
        Field("external_id", _("Number elsewhere"), value=value("external_id"), hint=_("of a register or a file")),
    )
    if do == "create":
        fields = (*fields, *_partner_fields(), *forms.words())
    else:
        fields = (*fields, Field("reason", _("Reason")))
    return Form(do, "" if do == "create" else _("What it is"), fields, button)


def _partner_fields() -> tuple[Field, ...]:
    return (
        Field("institution", _("Partner"), suggest="institutions"),
        Field("role", _("Role")),
        Field("side", _("Side"), suggest="places"),
    )


def edit(request: HttpRequest, project: str) -> HttpResponse:
    """The forms of one project: what it is, its partners, stages and money, withdrawals."""
    day, _wrong = as_of(request)
    found = project_queries.project(project, day)
    if found is None:
        raise Http404
    shown = _forms(project)
    refused = ""
    if request.method == "POST":
        refused = forms.attempt(lambda: _do(request, project))
        if not refused:
            return HttpResponseRedirect(request.get_full_path())
        shown = forms.refilled(shown, request)
    context = {
        **shell(found.programme),
        "title": _("Keep the project"),
        "project": found,
        "forms": shown,
        "refused": refused,
        "may": _may_edit(request, found),
        "suggestions": suggestions.of_programme(found.programme.id),
        "stages": STAGES,
        "money_words": MONEY,
        "crumbs": [
            (reverse("projects", args=[found.programme.id]), _("Projects")),
            (reverse("project", args=[project]), found.names),
        ],
    }
    return render(request, "project_edit.html", context, status=400 if refused else 200)


def _forms(project: str) -> tuple[Form, ...]:
    note = Field("note", _("Note"), "textarea", hint=_("how you know it, where no document says it"))
    when = Field("period", _("When"), hint="2026-03, 2026-03-14", required=True)
    return (
        Form(
            "stage",
            _("A stage was reached"),
            (forms.choice("stage", _("Stage"), STAGES, empty=False), when, *forms.words(), note),
            _("Record"),
        ),
        Form(
            "money",
            _("Money was announced, committed or paid"),
            (forms.choice("kind", _("Kind"), MONEY, empty=False), when, *forms.amount(), *forms.words(), note),
            _("Record"),
        ),
        Form("partner", _("A partner joins"), _partner_fields(), _("Add")),
        _columns(suggestions.columns_of_project(project), "columns", _("Save")),
    )


def _do(request: HttpRequest, project: str) -> None:
    posted, person = request.POST, actor(request)
    match posted.get("do"):
        case "stage":
            actions.record_stage(
                person, project, posted.get("stage", ""), posted.get("period", ""), words=forms.read_words(posted),
                note=posted.get("note", "").strip(),
            )  # fmt: skip
        case "money":
            amount = forms.read_amount(posted) or actions.Amount()
            actions.record_money(
                person, project, posted.get("kind", ""), amount, posted.get("period", ""),
                note=posted.get("note", "").strip(),
            )  # fmt: skip
        case "partner":
            actions.add_partner(
                person, project, posted.get("institution", "").strip(), role=posted.get("role", ""),
                side=posted.get("side", "").strip(),
            )  # fmt: skip
        case "leave":
            actions.remove_partner(person, posted.get("subject", ""), reason=posted.get("reason", ""))
        case "withdraw":
            actions.withdraw_event(person, posted.get("subject", ""), reason=posted.get("reason", ""))
        case _:
            given = suggestions.columns_of_project(project)["names"]
            actions.edit_project(
                person, project, names=forms.read_names(posted, given), reason=posted.get("reason", ""),
                **_read_columns(posted),
            )  # fmt: skip
