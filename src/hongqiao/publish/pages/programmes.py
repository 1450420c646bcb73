"""Programmes: the overview as of a day, plans, targets, conflicts, events, measures."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import get_language_from_request, override

from hongqiao.publish import drawn, language
from hongqiao.publish.page_tags import name_of
from hongqiao.publish.pages.as_of import as_of, since
from hongqiao.publish.people import actor
from hongqiao.record import (
    changes,
    meeting_queries,
    plan_queries,
    programme_shown,
    programme_states,
    project_funnel,
)
from hongqiao.record import programme_queries as queries
from hongqiao.record.roles import may

MOST_WHOLE, SHOWN = 12, 8
"""The overview shows all targets of a plan up to so many, else the first few; of the conflicts the first few."""

CHANGES = 12
"""Lines of what changed on the overview; the feed has more."""


def front(request: HttpRequest) -> HttpResponse:
    """The front door: on to the reader's language."""
    with override(get_language_from_request(request)):
        response = HttpResponseRedirect(f"/{language.ours()}/")
    response.headers["Vary"] = "Accept-Language, Cookie"
    return response


def _page(request: HttpRequest, template: str, head: programme_shown.ProgrammeHead, **context: Any) -> HttpResponse:
    banner = name_of(head.banner)[0] if head.banner else ""
    return render(request, template, {"section": "programmes", "programme": head, "banner": banner, **context})


def _found[T](thing: T | None) -> T:
    if thing is None:
        raise Http404
    return thing


def home(request: HttpRequest) -> HttpResponse:
    """Every programme with its state in one sentence."""
    day, wrong = as_of(request)
    found = programme_states.states(day, language.ours())
    context = {"section": "programmes", "overviews": found, "as_of": day, "wrong": wrong}
    return render(request, "home.html", context)


def overview(request: HttpRequest, programme: str) -> HttpResponse:
    """One programme as of a day: its state in a sentence, plans, projects, conflicts, and what changed since a day."""
    day, wrong = as_of(request)
    found = _found(queries.overview(programme, day, language.ours()))
    projects = project_funnel.funnel(programme, day, found.events)
    back, wrong_since = since(request)
    watched = changes.subject("programme", programme)
    context = {
        "overview": found,
        "as_of": day,
        "wrong": wrong or wrong_since,
        "plans": [_in_short(plan, found) for plan in found.plans],
        "conflicts": found.conflicts[:SHOWN],
        "projects": projects,
        "funnel": drawn.of_projects(programme, projects),
        "since": back,
        "may_keep": may(actor(request), "edit a plan"),
        "changes": _told(changes.since(watched, back) if watched else []),
    }
    return _page(request, "programme.html", found.programme, **context)


def _in_short(plan: programme_shown.PlanShown, found: programme_shown.Overview) -> tuple[Any, ...]:
    """A plan for the overview: its chart, its targets (of many the first), and whether there are more on its page."""
    shown = plan.targets if len(plan.targets) <= MOST_WHOLE else plan.targets[:SHOWN]
    # of a large programme the record gives a part of the targets, and the count of all
    more = len(shown) < len(plan.targets) or found.target_count.value > len(found.targets)
    return plan, drawn.of_plan(plan, len(shown)), shown, more


def _told(found: list[changes.Changed]) -> list[changes.Changed]:
    """Each thing that changed once, with its latest change: several claims of one fact are one line."""
    once: dict[tuple[str, str, str], changes.Changed] = {}
    for item in found:
        once.setdefault((item.how, item.kind, item.id), item)
    return list(once.values())[:CHANGES]


def conflicts(request: HttpRequest, programme: str) -> HttpResponse:
    """Every conflict of a programme, its quotes side by side."""
    day, wrong = as_of(request)
    head = _found(queries.programme(programme))
    after = request.GET.get("after", "")[:120]
    found, following = queries.conflicts_after(programme, day, after, language.ours())
    context = {"conflicts": found, "as_of": day, "wrong": wrong, "following": _following(request, "after", following)}
    return _page(request, "conflicts.html", head, **context)


def _following(request: HttpRequest, name: str, value: object) -> str:
    """This page's address with another start; empty where nothing follows."""
    asked = request.GET.copy()
    asked[name] = str(value)
    return f"?{asked.urlencode()}" if value else ""


def plan(request: HttpRequest, plan: str) -> HttpResponse:
    """One plan: clauses, their sentences, targets."""
    day, wrong = as_of(request)
    first = request.GET.get("from", "")
    start = int(first) if first.isdecimal() and len(first) < 7 else 0
    found, more = _found(queries.plan_page(plan, day, language.ours(), start))
    context = {"plan": found, "as_of": day, "wrong": wrong, "following": _following(request, "from", more)}
    context["roll_up"] = plan_queries.roll_up(plan, day, language.ours()) if start == 0 else None
    return _page(request, "plan.html", found.programme, may_edit=may(actor(request), "edit a plan"), **context)


def target(request: HttpRequest, target: str) -> HttpResponse:
    """One target: every wording of it, and what can be said of each."""
    day, wrong = as_of(request)
    in_plan, found = _found(queries.target(target, day, language.ours()))
    context = {"plan": in_plan, "target": found, "as_of": day, "wrong": wrong, "chart": drawn.of_target(found)}
    context |= {"may_edit": may(actor(request), "edit a plan"), "nested": queries.nested(target)}
    return _page(request, "target.html", in_plan.programme, **context)


def event(request: HttpRequest, event: str) -> HttpResponse:
    """One event: what was said, who took part, what was announced and what is identified."""
    day, wrong = as_of(request)
    found = _found(queries.event(event, day, language.ours()))
    counted = meeting_queries.counted(event)
    context = {"event": found, "as_of": day, "wrong": wrong, "counted": counted}
    return _page(request, "event.html", found.programme, may_edit=may(actor(request), "edit an event"), **context)


def measure(request: HttpRequest, measure: str) -> HttpResponse:
    """One measure with its quotes."""
    found = _found(queries.measure(measure))
    return _page(
        request, "measure.html", found.programme, measure=found, may_edit=may(actor(request), "edit a measure")
    )
