"""Programmes: the overview as of a day, plans, targets, conflicts, events, measures, projects."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language_from_request, override

from hongqiao.publish import charts, language
from hongqiao.publish.page_tags import name_of
from hongqiao.publish.pages.as_of import as_of
from hongqiao.record import meeting_queries, programme_shown, project_queries
from hongqiao.record import programme_queries as queries


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
    found = [queries.overview(head.id, day, language.ours()) for head in queries.programmes()]
    context = {"section": "programmes", "overviews": found, "as_of": day, "wrong": wrong}
    return render(request, "home.html", context)


def overview(request: HttpRequest, programme: str) -> HttpResponse:
    """One programme as of a day."""
    day, wrong = as_of(request)
    found = _found(queries.overview(programme, day, language.ours()))
    return _page(request, "programme.html", found.programme, overview=found, as_of=day, wrong=wrong)


def conflicts(request: HttpRequest, programme: str) -> HttpResponse:
    """Every conflict of a programme, its quotes side by side."""
    day, wrong = as_of(request)
    head = _found(queries.programme(programme))
    found = queries.conflicts(programme, day, language=language.ours())
    return _page(request, "conflicts.html", head, conflicts=found, as_of=day, wrong=wrong)


def plan(request: HttpRequest, plan: str) -> HttpResponse:
    """One plan: clauses, their sentences, targets."""
    day, wrong = as_of(request)
    found = _found(queries.plan(plan, day, language.ours()))
    return _page(request, "plan.html", found.programme, plan=found, as_of=day, wrong=wrong)


def target(request: HttpRequest, target: str) -> HttpResponse:
    """One target: every wording of it, and what can be said of each."""
    day, wrong = as_of(request)
    in_plan, found = _found(queries.target(target, day, language.ours()))
    chart = charts.readings(
        [(reading.said.language, reading.said.figure, _anchor(reading.said)) for reading in found.readings],
        [(item.language, item.figure, _anchor(item)) for item in found.evidence],
    )
    context = {"plan": in_plan, "target": found, "as_of": day, "wrong": wrong, "chart": chart}
    return _page(request, "target.html", in_plan.programme, **context)


def _anchor(item: Any) -> str:
    return f"{reverse('document', args=[item.quote.document_id])}#q{item.quote.start}-{item.quote.end}"


def event(request: HttpRequest, event: str) -> HttpResponse:
    """One event: what was said, who took part, what was announced and what is identified."""
    day, wrong = as_of(request)
    found = _found(queries.event(event, day, language.ours()))
    counted = meeting_queries.counted(event)
    return _page(request, "event.html", found.programme, event=found, as_of=day, wrong=wrong, counted=counted)


def measure(request: HttpRequest, measure: str) -> HttpResponse:
    """One measure with its quotes."""
    found = _found(queries.measure(measure))
    return _page(request, "measure.html", found.programme, measure=found)


def project(request: HttpRequest, project: str) -> HttpResponse:
    """One project: its life as dated events, each with its quote."""
    found = _found(project_queries.project(project))
    return _page(request, "project.html", found.programme, project=found)
