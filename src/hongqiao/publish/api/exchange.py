"""Offers and needs: read once they are published, submitted, reviewed, published, matched."""

import datetime as dt
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from pydantic import Field, StringConstraints

from hongqiao.match.exchange import DECLINE_REASONS
from hongqiao.publish.api.answers import READ, WRITE, found
from hongqiao.publish.api.asked import LIMIT, After, Id, Key, Limit, Only, Reason, Sent, Text
from hongqiao.publish.api.figures import with_next
from hongqiao.publish.api.gate import reader
from hongqiao.publish.api.interface import TOKEN
from hongqiao.publish.api.once import actor, write
from hongqiao.publish.api.writing import CreatedOut
from hongqiao.record import actions, listed_queries
from hongqiao.record.listed_queries import Listing

router = Router()
type Body = Annotated[
    str, StringConstraints(min_length=1, max_length=20_000, pattern=r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$")
]
type Title = Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")]
type Spoken = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]


class ListingOut(Schema):
    """An offer or a need."""

    id: str
    programme: str
    institution: str
    title: str
    text: str
    language: str
    state: str = Field(description="submitted, returned, reviewed, published or withdrawn.")
    expires: dt.date | None


class ListingIn(Sent):
    """A new offer or need of an institution."""

    programme: Key
    institution: Key
    text: Body
    title: Title = ""
    language: Spoken | None = None
    expires: dt.date | None = None


class ListingChange(Sent):
    """What changes; whatever was reviewed or published goes back to be reviewed again."""

    text: Body | None = None
    title: Title | None = None
    language: Spoken | None = None
    expires: dt.date | None = None


class ReviewIn(Sent):
    """Whether it passes, and a note where it is returned."""

    passes: Annotated[bool, Field(strict=True)]
    note: Text = ""


class VerdictIn(Sent):
    """What is decided about a need and an offer together."""

    need: Key
    offer: Key
    verdict: Literal["accept", "decline", "undo"]
    reason: Annotated[str, StringConstraints(pattern=f"^({'|'.join(DECLINE_REASONS)})?$")] = Field(
        default="", description=f"For a decline one of {', '.join(DECLINE_REASONS)}."
    )
    side: Literal["need", "offer"] = "need"


def _out(row: Listing) -> dict[str, Any]:
    return {
        "id": row.id,
        "programme": row.programme_id,
        "institution": row.institution_id,
        "title": row.title,
        "text": row.text,
        "language": row.language,
        "state": row.state,
        "expires": row.expires,
    }


def _listed(request: HttpRequest, response: HttpResponse, kind: str, programme: str, after: str, limit: int) -> Any:
    rows = listed_queries.listings(kind, after, limit, programme=programme, reader=reader(request))
    with_next(request, response, [row.id for row in rows], limit)
    return [_out(row) for row in rows]


def _one(request: HttpRequest, kind: str, key: str) -> Any:
    return _out(found(listed_queries.listing(kind, key, reader(request)), kind))


@router.get("/offers", response={200: list[ListingOut], **READ}, tags=["exchange"])
def offers(
    request: HttpRequest, response: HttpResponse, programme: Only = "", after: After = "", limit: Limit = LIMIT
) -> Any:
    """Offers; what is not published yet is read by its institution and by those who review."""
    return _listed(request, response, "offer", programme, after, limit)


@router.get("/offers/{offer}", response={200: ListingOut, **READ}, tags=["exchange"])
def offer(request: HttpRequest, offer: Id) -> Any:
    """One offer."""
    return _one(request, "offer", offer)


@router.get("/needs", response={200: list[ListingOut], **READ}, tags=["exchange"])
def needs(
    request: HttpRequest, response: HttpResponse, programme: Only = "", after: After = "", limit: Limit = LIMIT
) -> Any:
    """Needs; what is not published yet is read by its institution and by those who review."""
    return _listed(request, response, "need", programme, after, limit)


@router.get("/needs/{need}", response={200: ListingOut, **READ}, tags=["exchange"])
def need(request: HttpRequest, need: Id) -> Any:
    """One need."""
    return _one(request, "need", need)


def _submit(request: HttpRequest, kind: str, sent: ListingIn) -> Any:
    who = actor(request)
    return write(
        request,
        lambda: {
            "id": actions.submit_listing(
                who, kind, sent.programme, sent.institution, sent.text, title=sent.title, language=sent.language,
                expires=sent.expires,
            ).id
        },
        status=201,
    )  # fmt: skip


def _edit(request: HttpRequest, kind: str, key: str, sent: ListingChange) -> Any:
    who, changes = actor(request), sent.dict(exclude_unset=True)
    changes = {name: "" if value is None and name != "expires" else value for name, value in changes.items()}
    return write(request, lambda: {"id": actions.edit_listing(who, kind, key, changes).id}, about=f"/{kind}s/{key}")


def _review(request: HttpRequest, kind: str, key: str, sent: ReviewIn) -> Any:
    who = actor(request)
    return write(
        request,
        lambda: {"id": actions.review_listing(who, kind, key, passes=sent.passes, note=sent.note).id},
        about=f"/{kind}s/{key}",
    )


def _publish(request: HttpRequest, kind: str, key: str) -> Any:
    who = actor(request)
    return write(request, lambda: {"id": actions.publish_listing(who, kind, key).id}, about=f"/{kind}s/{key}")


def _withdraw(request: HttpRequest, kind: str, key: str, sent: Reason) -> Any:
    who = actor(request)
    return write(
        request, lambda: {"id": actions.withdraw_listing(who, kind, key, note=sent.reason).id}, about=f"/{kind}s/{key}"
    )


@router.post("/offers", response={201: CreatedOut, **WRITE}, auth=TOKEN, tags=["exchange"])
def submit_offer(request: HttpRequest, sent: ListingIn) -> Any:
    """Submit an offer of an institution; it is shown to others once it was reviewed and published."""
    return _submit(request, "offer", sent)


@router.post("/needs", response={201: CreatedOut, **WRITE}, auth=TOKEN, tags=["exchange"])
def submit_need(request: HttpRequest, sent: ListingIn) -> Any:
    """Submit a need of an institution; it is shown to others once it was reviewed and published."""
    return _submit(request, "need", sent)


@router.patch("/offers/{offer}", response={200: CreatedOut, **WRITE}, auth=TOKEN, tags=["exchange"])
def edit_offer(request: HttpRequest, offer: Id, sent: ListingChange) -> Any:
    """Change an offer."""
    return _edit(request, "offer", offer, sent)


@router.patch("/needs/{need}", response={200: CreatedOut, **WRITE}, auth=TOKEN, tags=["exchange"])
def edit_need(request: HttpRequest, need: Id, sent: ListingChange) -> Any:
    """Change a need."""
    return _edit(request, "need", need, sent)


@router.post("/offers/{offer}/review", response={200: CreatedOut, **WRITE}, auth=TOKEN, tags=["exchange"])
def review_offer(request: HttpRequest, offer: Id, sent: ReviewIn) -> Any:
    """Pass an offer on, or return it; another person than the one who submitted it does."""
    return _review(request, "offer", offer, sent)


@router.post("/needs/{need}/review", response={200: CreatedOut, **WRITE}, auth=TOKEN, tags=["exchange"])
def review_need(request: HttpRequest, need: Id, sent: ReviewIn) -> Any:
    """Pass a need on, or return it; another person than the one who submitted it does."""
    return _review(request, "need", need, sent)


@router.post("/offers/{offer}/publish", response={200: CreatedOut, **WRITE}, auth=TOKEN, tags=["exchange"])
def publish_offer(request: HttpRequest, offer: Id) -> Any:
    """Publish an offer that was reviewed."""
    return _publish(request, "offer", offer)


@router.post("/needs/{need}/publish", response={200: CreatedOut, **WRITE}, auth=TOKEN, tags=["exchange"])
def publish_need(request: HttpRequest, need: Id) -> Any:
    """Publish a need that was reviewed."""
    return _publish(request, "need", need)


@router.post("/offers/{offer}/withdraw", response={200: CreatedOut, **WRITE}, auth=TOKEN, tags=["exchange"])
def withdraw_offer(request: HttpRequest, offer: Id, sent: Reason) -> Any:
    """Take an offer back; its history stays."""
    return _withdraw(request, "offer", offer, sent)


@router.post("/needs/{need}/withdraw", response={200: CreatedOut, **WRITE}, auth=TOKEN, tags=["exchange"])
def withdraw_need(request: HttpRequest, need: Id, sent: Reason) -> Any:
    """Take a need back; its history stays."""
    return _withdraw(request, "need", need, sent)


@router.post("/matches", response={201: CreatedOut, **WRITE}, auth=TOKEN, tags=["exchange"])
def judge_match(request: HttpRequest, sent: VerdictIn) -> Any:
    """Accept or decline a need and an offer together, or undo that."""
    who = actor(request)
    return write(
        request,
        lambda: {"id": actions.judge_match(who, sent.need, sent.offer, sent.verdict, sent.reason, side=sent.side).id},
        status=201,
    )
