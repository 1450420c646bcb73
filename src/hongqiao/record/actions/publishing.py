"""Figures in use: a publisher takes a fact back, saying why, and may put it out again; nothing is ever deleted.

What was accepted is published. A retracted fact keeps its claims, its page and its whole story; it is counted nowhere
and is no figure of an overview, a brief or an export until it is published again.
"""

from hongqiao.errors import NothingToJudge, UnknownRow, WrongState
from hongqiao.record import models, projections
from hongqiao.record.ledger import acting
from hongqiao.record.roles import Actor, require

RETRACT, PUBLISH = "retract", "publish"


def retract_figure(actor: Actor, programme: str, fact: str, *, reason: str) -> models.Publication:
    """Take the figure of a fact back; its page shows it struck, with who did so, when and why.

    Raises NothingToJudge without a reason or where no accepted claim states it, WrongState where it is retracted
    already.
    """
    require(actor, "retract a figure")
    row = _row(programme, fact)
    if not reason.strip():
        raise NothingToJudge("a retraction says why; got no reason")
    if row.id in projections.retracted(programme, [fact]):
        raise WrongState(f"the figure of {fact!r} is retracted already; publishing it would put it out again")
    if not models.CurrentClaim.objects.filter(programme=programme, fact=fact, state="accepted").exists():
        raise NothingToJudge(f"no accepted claim states {fact!r}: there is no figure to retract")
    return _decide(actor, "retract a figure", RETRACT, row, reason.strip())


def publish_figure(actor: Actor, programme: str, fact: str, *, reason: str = "") -> models.Publication:
    """Put a retracted figure out again: its claims count as they did; the retraction stays in its story.

    Raises WrongState where it is not retracted.
    """
    require(actor, "publish a figure")
    row = _row(programme, fact)
    if row.id not in projections.retracted(programme, [fact]):
        raise WrongState(f"the figure of {fact!r} is published; only one that was retracted is published again")
    return _decide(actor, "publish a figure", PUBLISH, row, reason.strip())


def _decide(actor: Actor, verb: str, verdict: str, fact: models.Fact, reason: str) -> models.Publication:
    programme = fact.programme_id
    with acting(actor, verb, subject=f"fact:{fact.id}", programme=programme, reason=reason) as act:
        if (verdict == RETRACT) == (fact.id in projections.retracted(programme, [fact.id])):
            raise WrongState(f"somebody else has just decided about {fact.id!r}; look at its page again")
        row = models.Publication(
            fact=fact, programme_id=programme, verdict=verdict, reason=reason, by=actor.name, at=act.at
        )
        act.add([row])
        held = models.CurrentClaim.objects.filter(programme=programme, fact=fact.id, state__in=projections.HELD)
        claims = list(held.values_list("claim_id", flat=True))
        act.summary = {"fact": fact.id, "claims": len(claims)}
        documents = set(models.Claim.objects.filter(pk__in=claims).values_list("document_id", flat=True))
        projections.project_claims(programme, claims)
        projections.project_facts(programme, [fact.id], documents)
    return row


def _row(programme: str, fact: str) -> models.Fact:
    row = models.Fact.objects.filter(pk=fact, programme=programme).first()
    if row is None:
        raise UnknownRow(f"no fact of the programme {programme!r} has the id {fact!r}")
    return row
