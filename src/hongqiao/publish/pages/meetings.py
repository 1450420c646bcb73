"""An event's meetings: registration, requests, the schedule board, and each participant's agenda."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST

from hongqiao.errors import HongqiaoError, NotAllowed
from hongqiao.publish.calendar_file import calendar
from hongqiao.publish.page_tags import name_of
from hongqiao.publish.people import actor
from hongqiao.record import actions
from hongqiao.record import meeting_queries as queries
from hongqiao.record.roles import may

LANGUAGES = ("de", "en", "zh")


def _context(request: HttpRequest, found: queries.MeetingsShown) -> dict[str, Any]:
    person = actor(request)
    own = frozenset({person.institution}) if person.institution else None
    return {
        "section": "programmes",
        "programme": found.programme,
        "banner": name_of(found.programme.banner)[0] if found.programme.banner else "",
        "event": found,
        "own": person.institution,
        "languages": LANGUAGES,
        "may_take_part": may(person, "take part in an event", own),
        "may_schedule": may(person, "schedule meetings"),
        "may_set_up": may(person, "set up meetings"),
        "may_record": may(person, "record an outcome"),
        "may_confirm": may(person, "confirm a meeting", own),
    }


def meetings(request: HttpRequest, event: str) -> HttpResponse:
    """The whole board."""
    found = queries.meetings(event, people=may(actor(request), "schedule meetings"))
    if found is None:
        raise Http404
    return render(request, "matching/meetings.html", _context(request, found))


def agenda(request: HttpRequest, attendance: str) -> HttpResponse:
    """One participant's meetings, to print or to take into a calendar."""
    found = queries.agenda(attendance, people=may(actor(request), "schedule meetings"))
    if found is None:
        raise Http404
    event, seat = found
    context = _context(request, event) | {"seat": seat, "mine": _mine(event, attendance)}
    return render(request, "matching/agenda.html", context)


def agenda_file(request: HttpRequest, attendance: str) -> HttpResponse:
    """The same as an iCalendar file, in the language that `tongue` names."""
    found = queries.agenda(attendance)
    if found is None:
        raise Http404
    with override({"zh": "zh-hans"}.get(request.GET.get("tongue", ""), request.GET.get("tongue") or "en")):
        return _file(*found)


def _file(event: queries.MeetingsShown, seat: queries.SeatShown) -> HttpResponse:
    entries = [
        (item.id, item.start, item.end, _name(_other(item, seat.id)), _("table %(number)s") % {"number": item.table})
        for item in _mine(event, seat.id)
        if item.start is not None and item.end is not None
    ]
    text = calendar(event.id, name_of(event.place)[0], entries, dt.datetime.now(dt.UTC))
    answer = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="agenda.ics"'
    return answer


def _mine(event: queries.MeetingsShown, attendance: str) -> list[queries.MeetingShown]:
    return [item for row in event.board for item in row.meetings if attendance in {item.asks.id, item.asked.id}]


def _other(item: queries.MeetingShown, seat: str) -> queries.SeatShown:
    return item.asked if item.asks.id == seat else item.asks


def _name(seat: queries.SeatShown) -> str:
    return name_of(seat.institution[1], seat.institution[0])[0]


@require_POST
def change(request: HttpRequest, event: str, step: str) -> HttpResponse:
    """One step of the event: register, request, schedule, confirm, lock, cancel, and what came of a meeting."""
    if step not in _STEPS:
        raise Http404
    try:
        said = _STEPS[step](request, event)
    except NotAllowed as error:
        raise PermissionDenied(str(error)) from error
    except (HongqiaoError, ValueError) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, said)
    return HttpResponseRedirect(f"{reverse('meetings', args=[event])}#{'board' if step in _BOARD else step}")


def _set_up(request: HttpRequest, event: str) -> str:
    form = request.POST
    given = zip(*(form.getlist(name) for name in ("day", "begins", "slots", "minutes")), strict=False)
    sessions = [
        {"day": dt.date.fromisoformat(day), "begins": begins, "slots": int(slots), "minutes": int(minutes)}
        for day, begins, slots, minutes in given
        if day
    ]
    actions.set_up_meetings(actor(request), event, tables=int(form.get("tables", "0")), sessions=sessions)
    return _("Tables and sessions are set.")


def _register(request: HttpRequest, event: str) -> str:
    form = request.POST
    actions.register(
        actor(request), event, form.get("institution", ""), name=form.get("name", "")[:200],
        email=form.get("email", "")[:200], languages=[item for item in form.getlist("languages") if item in LANGUAGES],
        away=form.getlist("away"),
    )  # fmt: skip
    return _("Registered.")


def _request(request: HttpRequest, event: str) -> str:  # noqa: ARG001 - every step has this signature
    form = request.POST
    actions.request_meeting(
        actor(request), form.get("asks", ""), form.get("asked", ""), need=form.get("need") or None,
        offer=form.get("offer") or None,
    )  # fmt: skip
    return _("The request is noted; it gets its seat with the next schedule.")


def _schedule(request: HttpRequest, event: str) -> str:
    made = actions.schedule_meetings(actor(request), event)
    return _("%(meetings)s meetings have their seats, %(moved)s moved.") % {
        "meetings": made.meetings, "moved": len(made.moved),
    }  # fmt: skip


def _meeting(request: HttpRequest, event: str) -> str:  # noqa: ARG001 - every step has this signature
    actions.change_meeting(
        actor(request), request.POST.get("meeting", ""), request.POST.get("to", ""),
        reason=request.POST.get("reason", "")[:300],
    )  # fmt: skip
    return _("The meeting is changed.")


def _withdraw(request: HttpRequest, event: str) -> str:  # noqa: ARG001 - every step has this signature
    actions.withdraw_seat(actor(request), request.POST.get("seat", ""), reason=request.POST.get("reason", "")[:300])
    return _("The seat is withdrawn; its open meetings are cancelled.")


def _outcome(request: HttpRequest, event: str) -> str:  # noqa: ARG001 - every step has this signature
    actions.record_outcome(actor(request), request.POST.get("meeting", ""), project=request.POST.get("project") or None)
    return _("The outcome is recorded.")


_STEPS: dict[str, Callable[[HttpRequest, str], str]] = {
    "set-up": _set_up, "register": _register, "request": _request, "schedule": _schedule, "meeting": _meeting,
    "outcome": _outcome, "withdraw": _withdraw,
}  # fmt: skip
_BOARD = {"schedule", "meeting", "outcome", "withdraw"}
