"""Writing to a place, and taking a message back."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from hongqiao.errors import BadMessage, NotAllowed, UnknownRow
from hongqiao.publish.people import actor
from hongqiao.record import actions, models
from hongqiao.record.roles import may


@never_cache
def write(request: HttpRequest, place: str) -> HttpResponse:
    """The form; a message that was kept leads to its own page, by which it can be taken back."""
    row = models.Place.objects.filter(pk=place).first()
    if row is None:
        raise Http404
    given = {key: request.POST.get(key, "") for key in ("name", "reply_to", "text")}
    if request.method == "POST":
        if request.POST.get("website"):  # people do not see this field; what fills it is a machine
            return HttpResponseRedirect(reverse("place", args=[place]))
        try:
            kept = actions.send_message(actor(request), place, **given)
        except BadMessage:
            messages.error(request, _("Please give a name, an address to reply to, and a text of at most 5,000 signs."))
        else:
            return HttpResponseRedirect(reverse("message", args=[kept]))
    shown = {"section": "places", "place": row, "given": given, "may_read": may(actor(request), "read messages")}
    return render(request, "write.html", shown)


@never_cache
def message(request: HttpRequest, message: str) -> HttpResponse:
    """One message for whoever knows its address; it can be erased here."""
    if request.method == "POST":
        try:
            place = actions.take_back_message(actor(request), message)
        except UnknownRow as error:
            raise Http404 from error
        messages.success(request, _("The message is erased, and nothing of it is left."))
        return HttpResponseRedirect(reverse("place", args=[place]))
    found = actions.message_of(message)
    if found is None:
        raise Http404
    place = models.Place.objects.get(pk=found.place)
    return render(request, "message.html", {"section": "places", "place": place, "message": found})


@never_cache
def received(request: HttpRequest, place: str) -> HttpResponse:
    """The messages to a place, for those who may read them."""
    row = models.Place.objects.filter(pk=place).first()
    if row is None:
        raise Http404
    try:
        found = actions.messages_to(actor(request), place)
    except NotAllowed as error:
        raise PermissionDenied(str(error)) from error
    return render(request, "messages.html", {"section": "places", "place": row, "received": found})
