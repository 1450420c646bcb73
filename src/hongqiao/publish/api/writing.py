"""Writing otherwise: programmes made, documents added, personal data erased."""

import base64
import binascii
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Router, Schema
from ninja.errors import HttpError
from pydantic import Field, StringConstraints

from hongqiao.publish.api import programmes
from hongqiao.publish.api.answers import WRITE
from hongqiao.publish.api.asked import Id, NamesIn, Reason, Sent
from hongqiao.publish.api.interface import TOKEN
from hongqiao.publish.api.judging import DoneOut
from hongqiao.publish.api.once import actor, done, write
from hongqiao.record import actions
from hongqiao.record.models import new_id
from hongqiao.record.roles import Actor, require

router = Router()
type NewId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9](-?[a-z0-9]){0,59}$")]


class ProgrammeIn(Sent):
    """A new programme."""

    id: NewId = Field(description="Small letters, digits and hyphens; it stands in addresses and stays.")
    names: NamesIn
    description: dict[str, str] = Field(default_factory=dict, max_length=20)


class FileIn(Sent):
    """A file: its text, or its bytes in base 64."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f/\\\\]+$")] = Field(
        description="The name of the file, without a path; its ending says what it is."
    )
    text: Annotated[str, StringConstraints(min_length=1, max_length=1_000_000)] | None = None
    base64: Annotated[str, StringConstraints(min_length=4, max_length=2_000_000)] | None = None


class DocumentIn(FileIn):
    """A document: text, Markdown, HTML, PDF or Word."""


class CreatedOut(Schema):
    """What was made."""

    id: str


class TakenOut(Schema):
    """What became of a document."""

    document: str
    new: bool = Field(description="Whether it was not there already; the same bytes are taken in once.")
    claims: int
    batch: str
    unread: str = Field(description="Why no claim was read, where the language is not one that is read.")


def body_of(sent: FileIn) -> bytes:
    """The bytes of a file that was sent."""
    if (sent.text is None) == (sent.base64 is None):
        raise HttpError(422, "send either text or base64")
    try:
        return sent.text.encode() if sent.text is not None else base64.b64decode(sent.base64 or "", validate=True)
    except (binascii.Error, ValueError):
        raise HttpError(422, "base64: this is no base 64") from None


@programmes.router.post("/programmes", response={201: CreatedOut, **WRITE}, auth=TOKEN, tags=["programmes"])
def create_programme(request: HttpRequest, sent: ProgrammeIn) -> Any:
    """Make a programme with nothing in it yet; one that is there already stays as it is."""

    def work() -> dict[str, str]:
        made = actions.create_programme(actor(request), sent.id, sent.names, description=sent.description)
        return {"id": made.id}

    return write(request, work, status=201)


@router.post("/programmes/{programme}/documents", response={201: TakenOut, **WRITE}, auth=TOKEN, tags=["documents"])
def add_document(request: HttpRequest, programme: Id, sent: DocumentIn) -> Any:
    """Read a document into a programme; its claims wait for a judgement."""
    require(actor(request), "add documents")  # before the reading, which is the costly part
    reading = actions.read_source((sent.name, body_of(sent)))

    who = actor(request)
    return write(request, lambda: taken(who, programme, reading, "add documents"), status=201)


def taken(who: Actor, programme: str, reading: Any, verb: str) -> dict[str, Any]:
    """Take in what was read, and say what became of it."""
    batch = new_id()
    made = actions.add_reading(who, programme, reading, batch, verb=verb)
    return {"document": made.document, "new": made.new, "claims": made.claims, "batch": batch, "unread": made.unread}


@router.post("/contacts/{contact}/erase", response={200: DoneOut, **WRITE}, auth=TOKEN, tags=["personal data"])
def erase_contact(request: HttpRequest, contact: Id, sent: Reason) -> Any:
    """Erase a press contact with its salt; the ledger goes on verifying."""
    return write(request, done(lambda: actions.erase_contact(actor(request), contact, reason=sent.reason)))
