"""Facts: everything that is known of one quantity, down to its roots."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from hongqiao.publish import entry_forms as forms
from hongqiao.publish.language import ours
from hongqiao.publish.page_tags import name_of
from hongqiao.publish.people import actor
from hongqiao.record import actions, fact_queries
from hongqiao.record.roles import may


def fact(request: HttpRequest, fact: str) -> HttpResponse:
    """One fact: all variants, languages, independent sources, conflicts."""
    found = fact_queries.fact(fact, ours())
    if found is None:
        raise Http404
    banner = name_of(found.programme.banner)[0] if found.programme.banner else ""
    context = {"section": "programmes", "fact": found, "programme": found.programme, "banner": banner}
    person = actor(request)
    context["may_judge"] = may(person, "judge a claim")
    # one of the two is to be done at a time
    context["may_retract"] = found.retracted is None and bool(found.claims) and may(person, "retract a figure")
    context["may_publish"] = found.retracted is not None and may(person, "publish a figure")
    return render(request, "fact.html", context)


@require_POST
def publication(request: HttpRequest, fact: str) -> HttpResponse:
    """Retract the figure of a fact, saying why, or publish it again."""
    programme, reason = request.POST.get("programme", ""), request.POST.get("reason", "").strip()[:2000]
    verb = actions.publish_figure if request.POST.get("do") == "publish" else actions.retract_figure
    refused = forms.attempt(lambda: verb(actor(request), programme, fact, reason=reason))
    if refused:
        messages.error(request, refused)
    return HttpResponseRedirect(reverse("fact", args=[fact]))
