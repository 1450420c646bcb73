"""Messages to a place: sent by anybody, read by editors, taken back by whoever knows the id."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from hongqiao.errors import BadMessage, UnknownRow
from hongqiao.record import models
from hongqiao.record.ledger import acting
from hongqiao.record.roles import Actor, require

LONGEST = {"name": 200, "reply_to": 200, "text": 5000}
MOST_AN_HOUR = 50


@dataclass(frozen=True, slots=True)
class MessageShown:
    """A message as those see it who may read it."""

    id: str
    place: str
    at: dt.datetime
    name: str
    reply_to: str
    text: str


def send_message(actor: Actor, place: str, *, name: str, reply_to: str, text: str) -> str:
    """Keep a message to a place and return its id, by which alone it can be taken back.

    The ledger gets a salted hash, no word of it. Raises UnknownRow, BadMessage.
    """
    row = models.Place.objects.filter(pk=place).first()
    if row is None:
        raise UnknownRow(f"no place has the id {place!r}")
    given = {"name": name.strip(), "reply_to": reply_to.strip(), "text": text.strip()}
    empty = [part for part, words in given.items() if not words]
    if empty:
        raise BadMessage(f"a message has a name, an address to reply to and a text; missing: {', '.join(empty)}")
    long = [f"{part} ({len(words)} of {LONGEST[part]})" for part, words in given.items() if len(words) > LONGEST[part]]
    if long:
        raise BadMessage(f"too long: {', '.join(long)}")
    hour = timezone.now() - dt.timedelta(hours=1)
    if models.Message.objects.filter(place=place, at__gte=hour).count() >= MOST_AN_HOUR:
        raise BadMessage(f"{place} had {MOST_AN_HOUR} messages within the hour; please try again later")
    with acting(actor, "send a message", subject=f"place:{place}") as act:
        (message,) = act.confide([models.Message(place=row, at=act.at, **given)])
    return str(message.id)


def messages_to(actor: Actor, place: str) -> list[MessageShown]:
    """The messages to a place, the latest first; raises NotAllowed for those who may not read them."""
    require(actor, "read messages")
    rows = models.Message.objects.filter(place=place).order_by("-at")
    return [MessageShown(row.id, place, row.at, row.name, row.reply_to, row.text) for row in rows]


def message_of(message: str) -> MessageShown | None:
    """One message by its id, which nobody can guess; None where it is erased or never was."""
    row = models.Message.objects.filter(pk=message).first()
    if row is None:
        return None
    return MessageShown(row.id, row.place_id, row.at, row.name, row.reply_to, row.text)


def take_back_message(actor: Actor, message: str) -> str:
    """Erase a message with its salt for good; returns its place. Raises UnknownRow where it is gone already."""
    row = models.Message.objects.filter(pk=message).first()
    if row is None:
        raise UnknownRow("no message has this id; it may be erased already")
    place = row.place_id
    with acting(actor, "take back a message", subject=f"place:{place}") as act:
        act.erase([row])
    return place
