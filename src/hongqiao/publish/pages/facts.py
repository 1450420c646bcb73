"""Facts: everything that is known of one quantity, down to its roots."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from hongqiao.publish.language import ours
from hongqiao.publish.page_tags import name_of
from hongqiao.publish.people import actor
from hongqiao.record import fact_queries
from hongqiao.record.roles import may


def fact(request: HttpRequest, fact: str) -> HttpResponse:
    """One fact: all variants, languages, independent sources, conflicts."""
    found = fact_queries.fact(fact, ours())
    if found is None:
        raise Http404
    banner = name_of(found.programme.banner)[0] if found.programme.banner else ""
    context = {"section": "programmes", "fact": found, "programme": found.programme, "banner": banner}
    context["may_judge"] = may(actor(request), "judge a claim")
    return render(request, "fact.html", context)
