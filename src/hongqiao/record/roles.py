"""Who may do what: five roles, and rules per verb and per object."""

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
    """Who acts: a name for the ledger, a role, and for contributors their own institution."""

    name: str
    role: Role
    institution: str | None = None


LOCAL = Actor("local", Role.ADMINISTRATOR)
"""The person at the keyboard of the machine on which the record lies."""

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
    "issue a token": _CONTRIBUTORS,
    "restore": _ADMINISTRATORS,
}
"""Every verb that changes something, and the roles that may."""


def may(actor: Actor, verb: str, institutions: frozenset[str] | None = None) -> bool:
    """Whether an actor may; `institutions` are those that the object belongs to (None: it belongs to none).

    A contributor may act on objects of the own institution alone.
    """
    if verb not in VERBS:
        raise LookupError(f"no verb is called {verb!r}; there are {', '.join(VERBS)}")
    if actor.role not in VERBS[verb]:
        return False
    if actor.role is Role.CONTRIBUTOR:
        return actor.institution is not None and institutions is not None and actor.institution in institutions
    return True


def require(actor: Actor, verb: str, institutions: frozenset[str] | None = None) -> None:
    """Raise NotAllowed where the actor may not."""
    if may(actor, verb, institutions):
        return
    allowed = ", ".join(sorted(VERBS[verb]))
    if actor.role is Role.CONTRIBUTOR and Role.CONTRIBUTOR in VERBS[verb]:
        raise NotAllowed(f"{actor.name} may {verb} for the own institution ({actor.institution or 'none set'}) only")
    raise NotAllowed(f"{actor.name} is {actor.role} and may not {verb}; that takes one of: {allowed}")
