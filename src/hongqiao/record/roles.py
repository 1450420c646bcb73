"""Who may do what: five roles, rules per verb and per object, and scopes that narrow a token.

A draft is what waits for somebody: a claim that nobody judged, and the batch it came in. Drafts are read by members
alone. What was accepted, recorded or published is public. Editors turn drafts into facts; publishers put out figures
that are computed from them, and take them back.
"""

from dataclasses import dataclass
from enum import StrEnum

from hongqiao.errors import NotAllowed


class Role(StrEnum):
    """What a person (or a job, on a person's behalf) is in the programme."""

    PUBLIC = "public"
    CONTRIBUTOR = "contributor"
    EDITOR = "editor"
    PUBLISHER = "publisher"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a name for the ledger, a role, for contributors their own institution, for tokens their scopes.

    `scopes` narrows what the role allows and never widens it; None leaves it as it is.
    """

    name: str
    role: Role
    institution: str | None = None
    scopes: frozenset[str] | None = None


LOCAL = Actor("local", Role.ADMINISTRATOR)
"""The person at the keyboard of the machine on which the record lies."""

_EVERYBODY = frozenset(Role)
_CONTRIBUTORS = frozenset({Role.CONTRIBUTOR, Role.EDITOR, Role.PUBLISHER, Role.ADMINISTRATOR})
_EDITORS = frozenset({Role.EDITOR, Role.PUBLISHER, Role.ADMINISTRATOR})
_PUBLISHERS = frozenset({Role.PUBLISHER, Role.ADMINISTRATOR})
_ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})

VERBS: dict[str, frozenset[Role]] = {
    "add documents": _EDITORS,
    "fetch a document": _EDITORS,
    "judge a claim": _EDITORS,
    "correct a claim": _EDITORS,
    "merge facts": _EDITORS,
    "split a fact": _EDITORS,
    "leave a conflict open": _EDITORS,
    "undo": _EDITORS,
    "record an event of a project": _CONTRIBUTORS,
    "edit a project": _CONTRIBUTORS,
    "edit an institution": _CONTRIBUTORS,
    "edit a programme": _EDITORS,
    "merge institutions": _EDITORS,
    "decide a conflict": _EDITORS,
    "edit a plan": _EDITORS,
    "edit a measure": _EDITORS,
    "edit an event": _EDITORS,
    "edit an offer": _CONTRIBUTORS,
    "review an offer": _EDITORS,
    "publish an offer": _PUBLISHERS,
    "judge a match": _CONTRIBUTORS,
    "edit what is known of a firm": _CONTRIBUTORS,
    "set up meetings": _EDITORS,
    "take part in an event": _CONTRIBUTORS,
    "schedule meetings": _EDITORS,
    "confirm a meeting": _CONTRIBUTORS,
    "record an outcome": _EDITORS,
    "import a table": _EDITORS,
    "publish a figure": _PUBLISHERS,
    "retract a figure": _PUBLISHERS,
    "create a programme": _ADMINISTRATORS,
    "load a pack": _ADMINISTRATORS,
    "erase personal data": _ADMINISTRATORS,
    "grant a role": _ADMINISTRATORS,
    "send a message": _EVERYBODY,
    "take back a message": _EVERYBODY,
    "read messages": _EDITORS,
    "issue a token": _CONTRIBUTORS,
    "revoke a token": _CONTRIBUTORS,
    "restore": _ADMINISTRATORS,
}
"""Every verb that changes something, and the roles that may."""


SCOPES: dict[str, frozenset[str]] = {
    "documents": frozenset({"add documents", "fetch a document", "import a table"}),
    "claims": frozenset(
        {
            "judge a claim", "correct a claim", "merge facts", "split a fact", "leave a conflict open",
            "decide a conflict", "undo",
        }
    ),
    "projects": frozenset({"record an event of a project", "edit a project"}),
    "programme": frozenset(
        {
            "edit a programme", "edit a plan", "edit a measure", "edit an event", "edit an institution",
            "merge institutions",
        }
    ),
    "exchange": frozenset(
        {
            "edit an offer", "review an offer", "publish an offer", "judge a match", "edit what is known of a firm",
            "set up meetings", "take part in an event", "schedule meetings", "confirm a meeting", "record an outcome",
        }
    ),
    "messages": frozenset({"send a message", "take back a message", "read messages"}),
    "figures": frozenset({"publish a figure", "retract a figure"}),
    "administration": frozenset(
        {"create a programme", "load a pack", "erase personal data", "grant a role", "restore"}
    ),
    "account": frozenset({"issue a token", "revoke a token"}),
}  # fmt: skip
"""What a token may be narrowed to; every verb lies in exactly one scope. A token without any scope reads."""

FOR_TOKENS = tuple(scope for scope in SCOPES if scope != "account")
"""The scopes that tokens may have: a token makes no tokens."""


def scope_of(verb: str) -> str:
    """The scope in which a verb lies."""
    return next(scope for scope, verbs in SCOPES.items() if verb in verbs)


def may(actor: Actor, verb: str, institutions: frozenset[str] | None = None) -> bool:
    """Whether an actor may; `institutions` are those that the object belongs to (None: it belongs to none).

    A contributor may act on objects of the own institution alone; a token only within its scopes.
    """
    if verb not in VERBS:
        raise LookupError(f"no verb is called {verb!r}; there are {', '.join(VERBS)}")
    if actor.role not in VERBS[verb] or not _in_scope(actor, verb):
        return False
    if actor.role is Role.CONTRIBUTOR and Role.PUBLIC not in VERBS[verb]:
        return actor.institution is not None and institutions is not None and actor.institution in institutions
    return True


def may_read_drafts(actor: Actor) -> bool:
    """Whether an actor may read what waits for a judgement: every member may, the public may not."""
    return actor.role is not Role.PUBLIC


def require(actor: Actor, verb: str, institutions: frozenset[str] | None = None) -> None:
    """Raise NotAllowed where the actor may not."""
    if may(actor, verb, institutions):
        return
    allowed = ", ".join(sorted(VERBS[verb]))
    if actor.role not in VERBS[verb]:
        raise NotAllowed(f"{actor.name} is {actor.role} and may not {verb}; that takes one of: {allowed}")
    if not _in_scope(actor, verb):
        has = ", ".join(sorted(actor.scopes or ())) or "reading alone"
        raise NotAllowed(
            f"the token of {actor.name} may not {verb}: that takes the scope {scope_of(verb)!r}, it has {has}"
        )
    raise NotAllowed(f"{actor.name} may {verb} for the own institution ({actor.institution or 'none set'}) only")


def _in_scope(actor: Actor, verb: str) -> bool:
    return actor.scopes is None or scope_of(verb) in actor.scopes
