"""Offers and needs: submitted, reviewed by a second person, published; and what is decided about their matches."""

import datetime as dt
from contextlib import AbstractContextManager
from typing import Any

from hongqiao.errors import NotAllowed, UnknownLanguage, UnknownRow, WrongState
from hongqiao.match.exchange import Profile, recognised
from hongqiao.match.exchange.profile import decline_reason
from hongqiao.record import matching_vectors, models, search_rows
from hongqiao.record.actions.documents import require_programme
from hongqiao.record.ledger import Act, acting
from hongqiao.record.roles import Actor, Role, require

type Listing = models.Offer | models.Need
KINDS: dict[str, type[models.Offer] | type[models.Need]] = {"offer": models.Offer, "need": models.Need}
SUBMITTED, REVIEWED, PUBLISHED, RETURNED, WITHDRAWN = "submitted", "reviewed", "published", "returned", "withdrawn"
EDITABLE = ("title", "text", "language", "expires", "refuses")


def listing(kind: str, key: str) -> Listing:
    """An offer or need by its id; UnknownRow where there is none."""
    row = KINDS[kind].objects.filter(pk=key).select_related("institution").first() if kind in KINDS else None
    if row is None:
        raise UnknownRow(f"no {kind} has the id {key!r}")
    return row


def submit_listing(
    actor: Actor,
    kind: str,
    programme: str,
    institution: str,
    text: str,
    *,
    title: str = "",
    language: str | None = None,
    expires: dt.date | None = None,
) -> Listing:
    """Submit an offer or need of an institution; it is shown to others once reviewed and published.

    Raises EmptyProfile for fewer than two words, UnknownRow for an institution that the record does not hold.
    """
    if kind not in KINDS:
        raise UnknownRow(f"an offer or a need can be submitted, no {kind!r}")
    require_programme(programme)
    if not models.Institution.objects.filter(pk=institution).exists():
        raise UnknownRow(f"no institution has the id {institution!r}")
    with _acting(actor, "edit an offer", kind, "", programme, institution) as act:
        row = KINDS[kind](
            programme_id=programme,
            institution_id=institution,
            title=title.strip(),
            text=text.strip(),
            language=language or "",
            expires=expires,
            submitted_by=actor.name,
        )
        row.language = _spoken(row)
        act.subject = f"{kind}:{row.id}"
        act.keep([row], new=True)
        search_rows.put([search_rows.listing_row(kind, row)])
    return row


def edit_listing(actor: Actor, kind: str, key: str, changes: dict[str, Any]) -> Listing:
    """Change an offer or need; whatever was reviewed or published goes back to be reviewed again."""
    row = listing(kind, key)
    if unknown := sorted(set(changes) - set(EDITABLE)):
        raise UnknownRow(f"{unknown[0]!r} of an {kind} cannot be changed; {', '.join(EDITABLE)} can")
    with _acting(actor, "edit an offer", kind, key, row.programme_id, row.institution_id) as act:
        for name, value in changes.items():
            setattr(row, name, value)
        row.language = _spoken(row)
        row.state, row.submitted_by, row.reviewed_by, row.published_by = SUBMITTED, actor.name, "", ""
        act.keep([row], new=False)
        search_rows.put([search_rows.listing_row(kind, row)])
    return row


def review_listing(actor: Actor, kind: str, key: str, *, passes: bool = True, note: str = "") -> Listing:
    """The first step: a second person reads it and passes it on, or returns it saying why."""
    require(actor, "review an offer")
    row = listing(kind, key)
    _in_state(row, kind, SUBMITTED)
    if row.submitted_by == actor.name and actor.role is not Role.ADMINISTRATOR:
        raise NotAllowed(f"{actor.name} submitted this {kind}; another person reviews it")
    with _acting(actor, "review an offer", kind, key, row.programme_id, None, note) as act:
        row.state, row.reviewed_by, row.note = (REVIEWED if passes else RETURNED), actor.name, note
        act.keep([row], new=False)
    return row


def publish_listing(actor: Actor, kind: str, key: str) -> Listing:
    """The second step: what was reviewed is shown to all and takes part in matching; its vectors are made here."""
    require(actor, "publish an offer")
    row = listing(kind, key)
    _in_state(row, kind, REVIEWED)
    with _acting(actor, "publish an offer", kind, key, row.programme_id, None) as act:
        row.state, row.published_by = PUBLISHED, actor.name
        act.keep([row], new=False)
        matching_vectors.make_ready([profile(row)])
    return row


def withdraw_listing(actor: Actor, kind: str, key: str, *, note: str = "") -> Listing:
    """Take an offer or need back; it is no longer matched, its history stays."""
    row = listing(kind, key)
    require(actor, "edit an offer", frozenset({row.institution_id}))
    if row.state == WITHDRAWN:
        raise WrongState(f"the {kind} {key} is withdrawn already")
    with _acting(actor, "edit an offer", kind, key, row.programme_id, row.institution_id, note) as act:
        row.state, row.note = WITHDRAWN, note
        act.keep([row], new=False)
    return row


def judge_match(
    actor: Actor,
    need: str,
    offer: str,
    verdict: str,
    reason: str = "",
    *,
    side: str = "need",
    score: float | None = None,
    encoder: str = "",
) -> models.MatchJudgement:
    """Accept or decline a need and an offer together, or take that back ("undo").

    A decline takes a reason of the fixed list, which the ranking then follows: UnknownReason lists them. `side` says
    who judges; with the reason "gone" it is the other side that no longer exists.
    """
    a, b = listing("need", need), listing("offer", offer)
    institutions = frozenset({a.institution_id, b.institution_id})
    require(actor, "judge a match", institutions)
    if verdict not in {"accept", "decline", "undo"}:
        raise WrongState(f"a match is accepted, declined, or that is undone; got {verdict!r}")
    if verdict == "decline":
        decline_reason(reason)
    if verdict != "undo" and {a.state, b.state} != {PUBLISHED}:
        raise WrongState(f"the need is {a.state} and the offer {b.state}; a match is judged where both are published")
    with acting(
        actor, "judge a match", subject=f"need:{need}", programme=a.programme_id, institutions=institutions,
        reason=reason,
    ) as act:  # fmt: skip
        row = models.MatchJudgement(
            need_id=need, offer_id=offer, verdict=verdict, reason=reason if verdict == "decline" else "",
            side=side, score=score, encoder=encoder, by=actor.name, at=act.at,
        )  # fmt: skip
        act.summary = {"need": need, "offer": offer, "verdict": verdict}
        act.add([row])
    return row


def profile(row: Listing) -> Profile:
    """An offer or need as the exchange takes it; two of one institution are never matched with each other."""
    text = f"{row.title}. {row.text}" if row.title else row.text
    refuses = frozenset(map(str, row.refuses)) | {row.institution_id}
    return Profile(row.id, text, row.language or None, row.institution_id, row.expires, refuses)


def _spoken(row: Listing) -> str:
    made = profile(row)  # refuses what is too short to match
    known = matching_vectors.encoder().languages
    if row.language and row.language.split("-")[0] not in known:
        raise UnknownLanguage(f"the text is said to be in {row.language!r}; known are {', '.join(sorted(known))}")
    return row.language or recognised(made.text)


def _in_state(row: Listing, kind: str, wanted: str) -> None:
    if row.state != wanted:
        raise WrongState(f"the {kind} {row.id} is {row.state}; this step takes one that is {wanted}")


def _acting(
    actor: Actor, verb: str, kind: str, key: str, programme: str, institution: str | None, reason: str = ""
) -> AbstractContextManager[Act]:
    return acting(
        actor,
        verb,
        subject=f"{kind}:{key}",
        programme=programme,
        reason=reason,
        institutions=None if institution is None else frozenset({institution}),
    )
