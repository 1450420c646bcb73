"""The review: claims that wait, judged one by one by keyboard or by form; facts merged, split, decided; steps undone."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from hongqiao.errors import NothingToJudge
from hongqiao.publish import entry_forms as forms
from hongqiao.publish.figures import Sheet
from hongqiao.publish.pages.as_of import default_day
from hongqiao.publish.pages.projects import shell
from hongqiao.publish.people import actor, require_member
from hongqiao.publish.sources import sentence
from hongqiao.record import actions, intake_queries, page_queries
from hongqiao.record import review_queries as queries
from hongqiao.record.actions.review import CORRECTABLE
from hongqiao.record.programme_queries import programme as programme_head
from hongqiao.record.roles import may

QUANTITY = frozenset({"value", "value_hi", "comparator", "unit", "per"})
RELATIONS = {
    "contradicts": gettext_lazy("contradicts"),
    "new": gettext_lazy("new"),
    "confirms": gettext_lazy("confirms"),
}
STATUS = {
    "ACTUAL": gettext_lazy("fact"),
    "TARGET": gettext_lazy("target"),
    "PLAN": gettext_lazy("plan"),
    "FORECAST": gettext_lazy("forecast"),
    "RULE": gettext_lazy("rule"),
}
BOUNDS = {**forms.BOUNDS, "~<": gettext_lazy("nearly"), "~>": gettext_lazy("just over"), "range": gettext_lazy("range")}


def queue(request: HttpRequest, programme: str) -> HttpResponse:
    """The claims of a programme that wait; by htmx the next ones alone, to go on below those on the page."""
    require_member(request)
    after = request.GET.get("after", "")[:20]
    relation = request.GET.get("relation", "")
    found = queries.queue(
        programme, default_day(), after=after, relation=relation if relation in RELATIONS else "",
        batch=request.GET.get("batch", "")[:64],
    )  # fmt: skip
    if found is None:
        raise Http404
    asked = request.GET.copy()
    asked["after"] = found.following
    context = {
        **shell(found.programme),
        "queue": found,
        "claims": [card(item) for item in found.claims],
        "following": f"?{asked.urlencode()}" if found.following else "",
        "relation": relation,
        "relations": RELATIONS,
        "statuses": STATUS,
        "bounds": BOUNDS,
        "may_judge": may(actor(request), "judge a claim"),
    }
    if request.headers.get("HX-Request"):
        return render(request, "review/more.html", context | {"sheet": Sheet(salt=f"after {after}"), "alone": True})
    return render(request, "review/queue.html", context)


def card(item: queries.Waiting) -> dict[str, Any]:
    """A claim as its card shows it: its sentence, what it changes, the values that a correction starts from."""
    quote = item.said.quote
    before, after = sentence(page_queries.stored_text(quote.document_id).text, quote.start, quote.end)
    return {
        "said": item.said,
        "fact": item.fact,
        "beside": item.beside,
        "others": item.others,
        "before": before,
        "after": after,
        "quantity": [change.column for change in item.changes if change.column in QUANTITY],
        "changes": [change for change in item.changes if change.column not in QUANTITY],
        "columns": item.columns,
    }


@require_POST
def judge(request: HttpRequest, claim: str) -> HttpResponse:
    """Judge a claim in the review; by htmx its card comes back, without it the queue."""
    programme = request.POST.get("programme", "")
    refused = forms.attempt(lambda: _judged(request, programme, claim))
    found = queries.one(programme, claim, default_day())
    head = programme_head(programme)
    if found is None or head is None:
        raise Http404
    if not request.headers.get("HX-Request"):
        if refused:
            messages.error(request, refused)
        return HttpResponseRedirect(f"{reverse('review', args=[programme])}")
    context = {
        **shell(head),
        "claim": card(found),
        "refused": refused,
        "statuses": STATUS,
        "bounds": BOUNDS,
        "may_judge": True,
        "sheet": Sheet(salt=f"{claim} {found.said.state} {page_queries.ledger_head()}"),
        "alone": True,
    }
    return render(request, "review/claim.html", context)


def _judged(request: HttpRequest, programme: str, claim: str) -> None:
    person, reason = actor(request), request.POST.get("reason", "").strip()[:2000]
    match request.POST.get("verdict"):
        case "accept":
            actions.accept_claim(person, programme, claim, reason=reason)
        case "into":
            actions.accept_claim(person, programme, claim, fact=request.POST.get("fact", "").strip(), reason=reason)
        case "apart":
            actions.accept_claim(person, programme, claim, apart=True, reason=reason)
        case "open":
            actions.accept_claims(person, programme, [claim], open_because=_required(reason), reason=reason)
        case "reject":
            actions.reject_claim(person, programme, claim, reason=reason)
        case "correct":
            changes = {name: request.POST[name].strip() for name in CORRECTABLE if name in request.POST}
            actions.correct_claim(person, programme, claim, changes, reason=reason)
        case _:
            actions.undo(person, intake_queries.standing_judgement(programme, claim), reason=reason)


def _required(reason: str) -> str:
    if not reason:
        raise NothingToJudge(_("Say why it stays open: the reason stands beside the conflict."))
    return reason


def candidates(request: HttpRequest, programme: str, claim: str) -> HttpResponse:
    """The facts that a claim may be taken into, for the form of its card."""
    require_member(request)
    words = request.GET.get("words", "").replace("\0", "")[:100]
    head = programme_head(programme)
    if head is None:
        raise Http404
    found = queries.candidates(programme, claim, words)
    context = {"programme_id": programme, "claim_id": claim, "candidates": found, "words": words}
    if request.headers.get("HX-Request"):
        return render(request, "review/candidates.html", context)
    return render(request, "review/facts.html", {**shell(head), **context})


def history(request: HttpRequest, programme: str) -> HttpResponse:
    """The steps of the review, latest first; each can be undone, an undoing too."""
    head = programme_head(programme)
    if head is None:
        raise Http404
    if request.method == "POST":
        step = request.POST.get("step", "")
        position = int(step) if step.isdecimal() and len(step) < 12 else 0
        reason = request.POST.get("reason", "").strip()[:2000]
        refused = forms.attempt(lambda: actions.undo_step(actor(request), programme, position, reason=reason))
        if refused:
            messages.error(request, refused)
        return HttpResponseRedirect(request.get_full_path())
    asked = request.GET.get("before", "")
    steps, before = queries.history(programme, before=int(asked) if asked.isdecimal() and len(asked) < 12 else None)
    context = {**shell(head), "steps": steps, "before": before, "may_undo": may(actor(request), "undo")}
    return render(request, "review/history.html", context)


@require_POST
def fact(request: HttpRequest, fact: str) -> HttpResponse:
    """Merge, split or decide a fact, or leave its conflict open on purpose."""
    person, programme = actor(request), request.POST.get("programme", "")
    reason, chosen = request.POST.get("reason", "").strip()[:2000], request.POST.getlist("claim")
    made: list[str] = []

    def deed() -> None:
        match request.POST.get("do"):
            case "decide":
                actions.decide_conflict(person, programme, fact, chosen, reason=reason)
            case "split":
                made.append(actions.split_fact(person, programme, fact, chosen, reason=reason))
            case "merge":
                actions.merge_facts(person, programme, fact, [request.POST.get("other", "").strip()], reason=reason)
            case _:
                actions.leave_open(person, programme, fact, reason=reason)

    refused = forms.attempt(deed)
    if refused:
        messages.error(request, refused)
    return HttpResponseRedirect(reverse("fact", args=[made[0] if made else fact]))
