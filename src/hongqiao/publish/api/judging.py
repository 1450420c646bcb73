"""Writing about claims: accepted, rejected, corrected, merged, split, left open, undone."""

from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from hongqiao.publish.api.answers import WRITE
from hongqiao.publish.api.asked import Comparator, Id, Key, Line, Number, PeriodIn, Position, Reason, Sent, Text
from hongqiao.publish.api.interface import TOKEN
from hongqiao.publish.api.once import actor, done, write
from hongqiao.record import actions

router = Router()
type Keys = Annotated[list[Key], Field(min_length=1, max_length=500)]


class AcceptIn(Reason):
    """Into which fact; by default the one that the claim was found to speak of, else a new one."""

    fact: Key | None = None


class CorrectIn(Reason):
    """What was read wrongly; what is not named stays."""

    fact: Key | None = None
    value: Number | None = None
    value_hi: Number | None = None
    unit: Line | None = None
    per: Line | None = None
    comparator: Comparator | None = None
    status: Literal["ACTUAL", "TARGET", "PLAN", "FORECAST", "RULE"] | None = None
    period: PeriodIn | None = None
    place: Line | None = None
    indicator: Line | None = None


class MergeIn(Reason):
    """The facts whose claims come into this one."""

    others: Keys


class SplitIn(Reason):
    """The claims that speak of something else."""

    claims: Keys


class DecideIn(Sent):
    """The claims that stand, and why."""

    keep: Keys
    reason: Text


class RetractIn(Sent):
    """Why the figure is taken back."""

    reason: Text


class UndoneOut(Schema):
    """How many judgements were undone."""

    judgements: int


class OpenIn(Sent):
    """Why a conflict is left open; an empty reason takes that back."""

    reason: Text


class FactOfOut(Schema):
    """The fact in which a claim now stands."""

    fact: str


class CorrectedOut(Schema):
    """The claim that now stands in the place of the one corrected."""

    claim: str


class DoneOut(Schema):
    """It is done."""

    done: bool = True


@router.post(
    "/programmes/{programme}/claims/{claim}/accept", response={200: FactOfOut, **WRITE}, auth=TOKEN, tags=["claims"]
)
def accept(request: HttpRequest, programme: Id, claim: Id, sent: AcceptIn) -> Any:
    """Accept a claim into a fact."""

    def work() -> dict[str, str]:
        return {"fact": actions.accept_claim(actor(request), programme, claim, fact=sent.fact, reason=sent.reason)}

    return write(request, work, about=f"/claims/{claim}")


@router.post(
    "/programmes/{programme}/claims/{claim}/reject", response={200: DoneOut, **WRITE}, auth=TOKEN, tags=["claims"]
)
def reject(request: HttpRequest, programme: Id, claim: Id, sent: Reason) -> Any:
    """Reject a claim: it stays on record and counts for nothing."""
    return write(
        request,
        done(lambda: actions.reject_claim(actor(request), programme, claim, reason=sent.reason)),
        about=f"/claims/{claim}",
    )


@router.post(
    "/programmes/{programme}/claims/{claim}/correct", response={200: CorrectedOut, **WRITE}, auth=TOKEN, tags=["claims"]
)
def correct(request: HttpRequest, programme: Id, claim: Id, sent: CorrectIn) -> Any:
    """Put a corrected claim in the place of one that was read wrongly; its quote stays."""
    changes = sent.dict(exclude_unset=True, exclude={"fact", "reason"})

    def work() -> dict[str, str]:
        made = actions.correct_claim(actor(request), programme, claim, changes, reason=sent.reason, fact=sent.fact)
        return {"claim": made.id}

    return write(request, work, about=f"/claims/{claim}")


@router.post("/programmes/{programme}/facts/{fact}/merge", response={200: DoneOut, **WRITE}, auth=TOKEN, tags=["facts"])
def merge(request: HttpRequest, programme: Id, fact: Id, sent: MergeIn) -> Any:
    """Take the claims of other facts into this one."""
    return write(
        request,
        done(lambda: actions.merge_facts(actor(request), programme, fact, sent.others, reason=sent.reason)),
        about=f"/facts/{fact}",
    )


@router.post(
    "/programmes/{programme}/facts/{fact}/split", response={200: FactOfOut, **WRITE}, auth=TOKEN, tags=["facts"]
)
def split(request: HttpRequest, programme: Id, fact: Id, sent: SplitIn) -> Any:
    """Take some claims out of a fact into one of their own."""

    def work() -> dict[str, str]:
        return {"fact": actions.split_fact(actor(request), programme, fact, sent.claims, reason=sent.reason)}

    return write(request, work, about=f"/facts/{fact}")


@router.post(
    "/programmes/{programme}/facts/{fact}/leave-open", response={200: DoneOut, **WRITE}, auth=TOKEN, tags=["facts"]
)
def leave_open(request: HttpRequest, programme: Id, fact: Id, sent: OpenIn) -> Any:
    """Leave a conflict open on purpose."""
    return write(
        request,
        done(lambda: actions.leave_open(actor(request), programme, fact, reason=sent.reason)),
        about=f"/facts/{fact}",
    )


@router.post(
    "/programmes/{programme}/facts/{fact}/decide", response={200: DoneOut, **WRITE}, auth=TOKEN, tags=["facts"]
)
def decide(request: HttpRequest, programme: Id, fact: Id, sent: DecideIn) -> Any:
    """Decide a conflict: the claims named stand, the fact's others are rejected."""
    return write(
        request,
        done(lambda: actions.decide_conflict(actor(request), programme, fact, sent.keep, reason=sent.reason)),
        about=f"/facts/{fact}",
    )


@router.post(
    "/programmes/{programme}/facts/{fact}/retract", response={200: DoneOut, **WRITE}, auth=TOKEN, tags=["facts"]
)
def retract(request: HttpRequest, programme: Id, fact: Id, sent: RetractIn) -> Any:
    """Take the figure of a fact back, saying why: its page and story stay, it is used nowhere."""
    return write(
        request,
        done(lambda: actions.retract_figure(actor(request), programme, fact, reason=sent.reason)),
        about=f"/facts/{fact}",
    )


@router.post(
    "/programmes/{programme}/facts/{fact}/publish", response={200: DoneOut, **WRITE}, auth=TOKEN, tags=["facts"]
)
def publish(request: HttpRequest, programme: Id, fact: Id, sent: Reason) -> Any:
    """Publish a figure again that was retracted."""
    return write(
        request,
        done(lambda: actions.publish_figure(actor(request), programme, fact, reason=sent.reason)),
        about=f"/facts/{fact}",
    )


@router.post(
    "/programmes/{programme}/steps/{position}/undo", response={200: UndoneOut, **WRITE}, auth=TOKEN, tags=["claims"]
)
def undo_step(request: HttpRequest, programme: Id, position: Position, sent: Reason) -> Any:
    """Undo every judgement of one entry of the ledger."""

    def work() -> dict[str, int]:
        return {"judgements": actions.undo_step(actor(request), programme, position, reason=sent.reason)}

    return write(request, work)


@router.post("/judgements/{judgement}/undo", response={200: DoneOut, **WRITE}, auth=TOKEN, tags=["claims"])
def undo(request: HttpRequest, judgement: Id, sent: Reason) -> Any:
    """Undo a judgement: what held before it holds again."""
    return write(request, done(lambda: actions.undo(actor(request), judgement, reason=sent.reason)))
