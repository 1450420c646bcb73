"""The technology exchange: offers and needs, the match list of each with its reasons, and what is decided about it."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hongqiao.errors import HongqiaoError, NotAllowed
from hongqiao.match.exchange import DECLINE_REASONS
from hongqiao.publish.page_tags import name_of
from hongqiao.publish.pages.as_of import default_day
from hongqiao.publish.people import actor
from hongqiao.record import actions
from hongqiao.record import matching_queries as queries
from hongqiao.record.roles import may

TEXT_LIMIT = 20_000


def exchange(request: HttpRequest, programme: str) -> HttpResponse:
    """Every offer and need of a programme, what waits for a review, and the form for a new one."""
    found = queries.exchange(programme, default_day())
    if found is None:
        raise Http404
    person = actor(request)
    sent: dict[str, str] = {}
    refused = ""
    if request.method == "POST":
        sent = {name: request.POST.get(name, "") for name in ("kind", "institution", "title", "text", "expires")}
        try:
            row = actions.submit_listing(
                person, sent["kind"], programme, sent["institution"], sent["text"][:TEXT_LIMIT],
                title=sent["title"][:200], expires=_day(sent["expires"]),
            )  # fmt: skip
        except NotAllowed as error:
            raise PermissionDenied(str(error)) from error
        except (HongqiaoError, ValueError) as error:
            refused = str(error)
        else:
            messages.success(request, _("Submitted. It is shown to others once it was reviewed and published."))
            return HttpResponseRedirect(reverse(sent["kind"], args=[row.id]))
    context = {
        "section": "programmes",
        "programme": found.programme,
        "banner": name_of(found.programme.banner)[0] if found.programme.banner else "",
        "exchange": found,
        "waiting": [item for item in found.waiting if _concerns(person, item)],
        "may_submit": may(person, "edit an offer", frozenset({person.institution}) if person.institution else None),
        "own": person.institution,
        "sent": sent,
        "refused": refused,
    }
    return render(request, "matching/exchange.html", context, status=400 if refused else 200)


def offer(request: HttpRequest, key: str) -> HttpResponse:
    """One offer and the needs that it meets."""
    return _listing(request, "offer", key)


def need(request: HttpRequest, key: str) -> HttpResponse:
    """One need and the offers that meet it."""
    return _listing(request, "need", key)


def _listing(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    found = queries.matches(kind, key, default_day())
    person = actor(request)
    if found is None or not (found.listing.state == "published" or _concerns(person, found.listing)):
        raise Http404
    institution = frozenset({found.listing.institution[0]})
    context = {
        "section": "programmes",
        "programme": found.programme,
        "banner": name_of(found.programme.banner)[0] if found.programme.banner else "",
        "matches": found,
        "listing": found.listing,
        "other": queries.OTHER[kind],
        "decline_reasons": list(DECLINE_REASONS),
        "may_judge": may(person, "judge a match", institution) and found.listing.state == "published",
        "may_review": may(person, "review an offer"),
        "may_publish": may(person, "publish an offer"),
        "may_withdraw": may(person, "edit an offer", institution),
    }
    return render(request, "matching/listing.html", context)


def _concerns(person: Any, listing: queries.ListingShown) -> bool:
    """What is not published is seen by its own institution and by those who review."""
    return may(person, "review an offer") or may(person, "edit an offer", frozenset({listing.institution[0]}))


@require_POST
def step(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """Pass, return, publish or withdraw an offer or need."""
    person, note = actor(request), request.POST.get("note", "").strip()[:1000]
    try:
        match request.POST.get("step"):
            case "pass":
                actions.review_listing(person, kind, key)
            case "return":
                actions.review_listing(person, kind, key, passes=False, note=note)
            case "publish":
                actions.publish_listing(person, kind, key)
            case "withdraw":
                actions.withdraw_listing(person, kind, key, note=note)
            case _:
                messages.error(request, _("This step is not known."))
    except NotAllowed as error:
        raise PermissionDenied(str(error)) from error
    except HongqiaoError as error:
        messages.error(request, str(error))
    if kind not in queries.KINDS:
        raise Http404
    return HttpResponseRedirect(reverse(kind, args=[key]))


@require_POST
def judge(request: HttpRequest, kind: str, key: str, other: str) -> HttpResponse:
    """Accept or decline a match, or undo that."""
    if kind not in queries.KINDS:
        raise Http404
    pair = {kind: key, queries.OTHER[kind]: other}
    verdict, reason = request.POST.get("verdict", ""), request.POST.get("reason", "")
    try:
        found = queries.matches(kind, key, default_day())
        score = next((item.score.value for item in found.found if item.other.id == other), None) if found else None
        actions.judge_match(
            actor(request), pair["need"], pair["offer"], verdict, reason, side=kind, score=score,
            encoder=found.encoder if found else "",
        )  # fmt: skip
    except NotAllowed as error:
        raise PermissionDenied(str(error)) from error
    except HongqiaoError as error:
        messages.error(request, str(error))
    return HttpResponseRedirect(f"{reverse(kind, args=[key])}#matches")


def _day(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
