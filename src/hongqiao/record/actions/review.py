"""The review of claims: accept, reject, correct, merge, split, leave open, and undo; each with who, when and why."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from hongqiao.errors import BadPeriod, BadValue, NothingToJudge, UnknownRow, WrongState
from hongqiao.record import models, projections, search_rows, storing
from hongqiao.record.actions.documents import require_programme
from hongqiao.record.ledger import Act, acting, canonical, sha256
from hongqiao.record.roles import Actor, require

CORRECTABLE = (
    "value",
    "value_hi",
    "unit",
    "per",
    "comparator",
    "kind",
    "direction",
    "status",
    "period",
    "place",
    "indicator",
)


CHOICES = {
    "comparator": ("=", ">", ">=", "<", "<=", "~", "~<", "~>", "range"),
    "kind": ("level", "share", "change"),
    "status": ("ACTUAL", "TARGET", "PLAN", "FORECAST", "RULE"),
}


def accept_claim(
    actor: Actor, programme: str, claim: str, *, fact: str | None = None, apart: bool = False, reason: str = ""
) -> str:
    """Accept a claim into a fact: the one named, else the one it was found to speak of, else a new one; its id.

    `apart` says that it speaks of something of its own, whatever it was found to speak of.
    """
    return accept_claims(actor, programme, [claim], fact=fact, apart=apart, reason=reason)[0]


def accept_claims(
    actor: Actor,
    programme: str,
    claims: Sequence[str],
    *,
    fact: str | None = None,
    apart: bool = False,
    open_because: str = "",
    reason: str = "",
) -> list[str]:
    """Accept several claims in one step; `open_because` leaves the conflicts that they bring open on purpose."""
    with _judging(actor, programme, claims, reason or open_because) as (act, current):
        facts: list[str] = []
        new: list[models.Fact] = []
        judgements = []
        for row in current:
            chosen = fact or (None if apart else row.fact_id)
            if chosen is None:
                made = _new_fact(programme, row.claim)
                new.append(made)
                chosen = made.id
            judgements.append(_judgement(act, row, "accept", reason, fact=chosen, relation=row.relation))
            facts.append(chosen)
        if fact is not None:
            _require_fact(programme, fact)
        act.keep(new, new=True)
        act.add(judgements)
        if open_because:
            rows = list(models.Fact.objects.filter(pk__in=facts))
            for item in rows:
                item.conflict_left_open = open_because
            act.keep(rows, new=False)
        _project(programme, claims)
    return facts


def accepting(act: Act, programme: str, claims: Sequence[str], fact: str, reason: str) -> None:
    """Accept claims into a fact as a part of another verb."""
    rows = list(models.CurrentClaim.objects.filter(programme=programme, claim__in=claims))
    absent = set(claims) - {row.claim_id for row in rows}
    if absent:
        raise UnknownRow(f"no claim of the programme {programme!r} has the id {min(absent)!r}")
    act.add([_judgement(act, row, "accept", reason, fact=fact, relation=row.relation) for row in rows])
    _project(programme, claims)


def decide_conflict(actor: Actor, programme: str, fact: str, keep: Sequence[str], *, reason: str) -> None:
    """Decide a conflict: of the fact's claims those of `keep` stand, the others are rejected, saying why."""
    require(actor, "decide a conflict")
    _require_in_use(programme, fact)
    rows = list(models.CurrentClaim.objects.filter(programme=programme, fact=fact, state="accepted"))
    kept = {row.claim_id for row in rows} & set(keep)
    if not kept or len(kept) == len(rows):
        raise NothingToJudge("a conflict is decided by naming some of the fact's claims, not none and not all of them")
    if not reason.strip():
        raise NothingToJudge("a decision between sources says why; got no reason")
    with acting(actor, "decide a conflict", subject=f"fact:{fact}", programme=programme, reason=reason) as act:
        gone = [row for row in rows if row.claim_id not in kept]
        act.summary = {"keep": sorted(kept), "rejected": sorted(row.claim_id for row in gone)}
        act.add([_judgement(act, row, "reject", reason) for row in gone])
        _project(programme, [row.claim_id for row in gone])


def reject_claim(actor: Actor, programme: str, claim: str, *, reason: str = "") -> None:
    """Reject a claim: it stays, with who rejected it and why, and counts for nothing."""
    reject_claims(actor, programme, [claim], reason=reason)


def reject_claims(actor: Actor, programme: str, claims: Sequence[str], *, reason: str = "") -> None:
    """Reject several claims in one step."""
    with _judging(actor, programme, claims, reason) as (act, current):
        act.add([_judgement(act, row, "reject", reason) for row in current])
        _project(programme, claims)


def correct_claim(
    actor: Actor,
    programme: str,
    claim: str,
    changes: Mapping[str, object],
    *,
    reason: str = "",
    fact: str | None = None,
) -> models.Claim:
    """Put a corrected claim in the place of one that was read wrongly; the quote stays the same, the old one stays."""
    wrong = sorted(set(changes) - set(CORRECTABLE))
    if wrong or not changes:
        raise NothingToJudge(
            f"a correction changes some of {', '.join(CORRECTABLE)}; got {', '.join(wrong) or 'nothing'}"
        )
    with _judging(actor, programme, [claim], reason, verb="correct a claim") as (act, current):
        row = current[0]
        if fact is not None:
            _require_fact(programme, fact)
        made = _corrected(act, row.claim, _sound(row.claim, changes))
        chosen = fact or row.fact_id
        if chosen is None:
            fresh = _new_fact(programme, made)
            act.keep([fresh], new=True)
            chosen = fresh.id
        old = _judgement(act, row, "correct", reason)
        old.replacement = made
        act.add([made])
        act.add([old, _accepting(act, programme, made, chosen, reason)])
        _project(programme, [claim, made.id])
    return made


def _corrected(act: Act, claim: models.Claim, changes: Mapping[str, object]) -> models.Claim:
    fields = {field.attname: getattr(claim, field.attname) for field in models.Claim._meta.concrete_fields}
    for name in ("id", "position", "digest"):
        fields.pop(name)
    fields |= changes
    period = storing.Period.parse(str(fields["period"])) if fields["period"] else None
    fields |= {
        "period": period.text if period else "",
        "starts": period.start if period else None,
        "ends": period.end if period else None,
        "origin": "person",
        "supersedes_id": claim.id,
        "value": float(fields["value"]),
        "value_hi": None if fields["value_hi"] in (None, "") else float(fields["value_hi"]),
    }
    fields["key"] = sha256(canonical([claim.key, act.position, dict(changes)]))
    return models.Claim(**fields)


def _sound(claim: models.Claim, changes: Mapping[str, object]) -> dict[str, object]:
    """The changes that change something, each of a kind that a claim can hold; raises BadValue for the first that is not."""
    found: dict[str, object] = {}
    for name, given in changes.items():
        value: object = "" if given is None else given
        if name in {"value", "value_hi"}:
            try:
                value = None if given in (None, "") else float(str(given))
            except ValueError:
                raise BadValue(f"{name} is {given!r}; a number would be right") from None
            if value is None and name == "value":
                raise BadValue("a claim states a value; got none")
        elif name in CHOICES and value not in CHOICES[name]:
            raise BadValue(f"{name} is {given!r}; one of {', '.join(CHOICES[name])} would be right")
        elif name == "period" and given:
            try:
                value = storing.Period.parse(str(given)).text
            except BadPeriod as error:
                raise BadValue(f"period: {error}") from None
        if value != getattr(claim, name):
            found[name] = value
    if not found:
        raise NothingToJudge("a correction changes something; every value given is the one that was read")
    value, high, unit, per, comparator = (
        found.get(name, getattr(claim, name)) for name in ("value", "value_hi", "unit", "per", "comparator")
    )
    try:
        storing.checked(float(str(value)), high, str(unit), str(per), str(comparator))
    except ValueError as error:
        raise BadValue(str(error)) from None
    return found


def merge_facts(actor: Actor, programme: str, into: str, others: Sequence[str], *, reason: str = "") -> None:
    """Take the claims of other facts into one: they speak of the same thing."""
    require(actor, "merge facts")
    for fact in (into, *others):
        _require_in_use(programme, fact)
    rows = list(models.CurrentClaim.objects.filter(programme=programme, fact__in=others, state="accepted"))
    with acting(actor, "merge facts", subject=f"fact:{into}", programme=programme, reason=reason) as act:
        act.summary = {"into": into, "others": list(others), "claims": len(rows)}
        act.add([_judgement(act, row, "move", reason, fact=into) for row in rows])
        _project(programme, [row.claim_id for row in rows])


def split_fact(actor: Actor, programme: str, fact: str, claims: Sequence[str], *, reason: str = "") -> str:
    """Take some claims out of a fact into one of their own: they speak of something else; its id."""
    require(actor, "split a fact")
    _require_in_use(programme, fact)
    rows = list(
        models.CurrentClaim.objects.filter(
            programme=programme, fact=fact, claim__in=claims, state="accepted"
        ).select_related("claim")
    )
    if not rows:
        raise NothingToJudge(f"none of the claims named is an accepted claim of the fact {fact!r}")
    with acting(actor, "split a fact", subject=f"fact:{fact}", programme=programme, reason=reason) as act:
        made = _new_fact(programme, rows[0].claim)
        act.keep([made], new=True)
        act.add([_judgement(act, row, "move", reason, fact=made.id) for row in rows])
        _project(programme, [row.claim_id for row in rows])
    return str(made.id)


def leave_open(actor: Actor, programme: str, fact: str, *, reason: str) -> None:
    """Leave a conflict open on purpose, saying why; an empty reason takes that back."""
    require(actor, "leave a conflict open")
    row = _require_fact(programme, fact)
    with acting(actor, "leave a conflict open", subject=f"fact:{fact}", programme=programme, reason=reason) as act:
        row.conflict_left_open = reason
        act.keep([row], new=False)


def undo_step(actor: Actor, programme: str, position: int, *, reason: str = "") -> int:
    """Undo every judgement of one step of the history (a ledger entry); how many there were.

    Undoing a step that was itself an undoing brings back what it had undone.
    """
    require(actor, "undo")
    rows = list(models.Judgement.objects.filter(programme=programme, position=position, undone_by__isnull=True))
    if not rows:
        raise NothingToJudge(f"step {position} holds no judgement of this programme that stands")
    with acting(actor, "undo", subject=f"step:{position}", programme=programme, reason=reason) as act:
        act.summary = {"step": position, "judgements": len(rows)}
        _undo(act, programme, rows, reason)
    return len(rows)


def undo(actor: Actor, judgement: str, *, reason: str = "") -> None:
    """Undo a judgement: what held before it holds again. Undoing an undoing brings it back."""
    require(actor, "undo")
    row = models.Judgement.objects.filter(pk=judgement).first()
    if row is None:
        raise UnknownRow(f"no judgement has the id {judgement!r}")
    if row.undone_by.exists():
        raise NothingToJudge("this judgement is undone already; undo the undoing to bring it back")
    programme = row.programme_id
    with acting(actor, "undo", subject=f"judgement:{judgement}", programme=programme, reason=reason) as act:
        undone = [row]
        if row.replacement_id is not None:  # with a correction goes the acceptance of what replaced it
            undone += models.Judgement.objects.filter(
                claim=row.replacement_id, programme=programme, position=row.position, undoes=None
            )
        _undo(act, programme, undone, reason)


def _undo(act: Act, programme: str, undone: Sequence[models.Judgement], reason: str) -> None:
    act.add(
        [
            models.Judgement(
                claim_id=item.claim_id, programme_id=programme, verdict="undo", undoes=item, reason=reason,
                by=act.actor.name, at=act.at,
            )
            for item in undone
        ]
    )  # fmt: skip
    _project(programme, [item.claim_id for item in undone])


@contextmanager
def _judging(
    actor: Actor, programme: str, claims: Sequence[str], reason: str, verb: str = "judge a claim"
) -> Iterator[tuple[Act, list[models.CurrentClaim]]]:
    """The frame of a judgement: the claims are there, in this programme, and what was done is summed up."""
    require(actor, verb)
    wanted = list(dict.fromkeys(claims))
    require_programme(programme)
    subject = f"claim:{wanted[0]}" if len(wanted) == 1 else f"{len(wanted)} claims"
    with acting(actor, verb, subject=subject, programme=programme, reason=reason) as act:
        rows = models.CurrentClaim.objects.filter(programme=programme, claim__in=wanted).select_related("claim")
        found = {row.claim_id: row for row in rows}
        absent = [claim for claim in wanted if claim not in found]
        if absent:
            raise UnknownRow(f"no claim of the programme {programme!r} has the id {absent[0]!r}")
        act.summary = {"claims": wanted[:50], "count": len(wanted)}
        yield act, [found[claim] for claim in wanted]


def _judgement(
    act: Act, row: models.CurrentClaim, verdict: str, reason: str, *, fact: str = "", relation: str = ""
) -> models.Judgement:
    return models.Judgement(
        claim_id=row.claim_id, programme_id=row.programme_id, verdict=verdict, fact=fact, relation=relation, reason=reason,
        by=act.actor.name, at=act.at,
    )  # fmt: skip


def _accepting(act: Act, programme: str, claim: models.Claim, fact: str, reason: str) -> models.Judgement:
    return models.Judgement(
        claim=claim, programme_id=programme, verdict="accept", fact=fact, reason=reason, by=act.actor.name, at=act.at
    )


def _new_fact(programme: str, claim: models.Claim) -> models.Fact:
    return models.Fact(
        programme_id=programme,
        kind="stated",
        names={claim.language: claim.indicator_text} if claim.indicator_text else {},
        indicator=claim.indicator,
        place=claim.place,
        period=claim.period,
    )


def _require_fact(programme: str, fact: str) -> models.Fact:
    row = models.Fact.objects.filter(pk=fact, programme=programme).first()
    if row is None:
        raise UnknownRow(f"no fact of the programme {programme!r} has the id {fact!r}")
    return row


def _require_in_use(programme: str, fact: str) -> None:
    """A retracted fact is published again before its claims are moved or decided between."""
    _require_fact(programme, fact)
    if projections.retracted(programme, [fact]):
        raise WrongState(f"the figure of {fact!r} is retracted; publish it again first")


def _project(programme: str, claims: Sequence[str]) -> None:
    touched = projections.after_judging(programme, claims)
    named = models.Fact.objects.filter(pk__in=touched, kind="stated").exclude(names={})
    search_rows.put([search_rows.thing_row("fact", row.id, programme, row.names) for row in named])
