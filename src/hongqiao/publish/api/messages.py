"""Messages to a place: sent, read by editors, erased by whoever knows the id; personal data, kept in no cache."""

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from pydantic import StringConstraints

from hongqiao.publish.api.answers import READ, WRITE, found
from hongqiao.publish.api.asked import Id, Sent
from hongqiao.publish.api.gate import reader
from hongqiao.publish.api.interface import TOKEN
from hongqiao.publish.api.once import actor, write
from hongqiao.publish.api.shapes.matching import MessageOut
from hongqiao.publish.api.writing import CreatedOut
from hongqiao.record import actions, models

router = Router()
_LINE, _TEXT = r"^[^\x00-\x1f\x7f]+$", r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]+$"


class MessageIn(Sent):
    """A message: who writes, where an answer goes, what is said."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=_LINE)]
    reply_to: Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=_LINE)]
    text: Annotated[str, StringConstraints(min_length=1, max_length=5000, pattern=_TEXT)]


class OfPlaceOut(Schema):
    """The place that a message was sent to."""

    place: str


@router.get("/places/{place}/messages", response={200: list[MessageOut], 403: READ[404], **READ}, tags=["messages"])
def messages_to(request: HttpRequest, response: HttpResponse, place: Id) -> Any:
    """The messages to a place, the latest first; editors read them."""
    response.headers["Cache-Control"] = "no-store"
    rows = actions.messages_to(reader(request), place)
    found(models.Place.objects.filter(pk=place).first(), "place")
    return rows


@router.post("/places/{place}/messages", response={201: CreatedOut, **WRITE}, auth=TOKEN, tags=["messages"])
def send_message(request: HttpRequest, place: Id, sent: MessageIn) -> Any:
    """Send a message to a place; by its id alone it can be read again and taken back."""
    who = actor(request)
    return write(
        request,
        lambda: {"id": actions.send_message(who, place, name=sent.name, reply_to=sent.reply_to, text=sent.text)},
        status=201,
    )


@router.get("/messages/{message}", response={200: MessageOut, **READ}, tags=["messages"])
def message(request: HttpRequest, response: HttpResponse, message: Id) -> Any:  # noqa: ARG001 - a view's signature
    """One message, for whoever knows its id."""
    response.headers["Cache-Control"] = "no-store"
    return found(actions.message_of(message), "message")


@router.post("/messages/{message}/erase", response={200: OfPlaceOut, **WRITE}, auth=TOKEN, tags=["messages"])
def take_back_message(request: HttpRequest, message: Id) -> Any:
    """Erase a message with its salt for good; whoever knows its id may."""
    who = actor(request)
    return write(request, lambda: {"place": actions.take_back_message(who, message)}, about=f"/messages/{message}")
