"""What an importer may bring in: a table is no way round the verbs that change its rows one by one."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from hongqiao.errors import NotAllowed, UnknownRow
from hongqiao.record import projections
from hongqiao.record.bulk.tables import Table
from hongqiao.record.roles import Actor, Role, may

if TYPE_CHECKING:
    from hongqiao.record.bulk.checking import Prepared

_NO, _ABSENT = NotAllowed.__name__, UnknownRow.__name__
_VERBS = {
    "projects": "edit a project", "partners": "edit a project", "project_events": "record an event of a project",
    "institutions": "edit an institution", "programmes": "edit a programme", "plans": "edit a plan",
    "clauses": "edit a plan", "targets": "edit a plan", "measures": "edit a measure", "rules": "edit a measure",
    "events": "edit an event", "documents": "add documents", "claims": "add documents", "judgements": "judge a claim",
    "facts": "judge a claim", "publications": "retract a figure", "facts_asked": "edit a measure", "firm_facts": "edit what is known of a firm", "offers": "edit an offer", "needs": "edit an offer", "match_judgements": "judge a match",
    "sessions": "set up meetings", "meeting_settings": "set up meetings", "attendances": "take part in an event",
    "meeting_requests": "take part in an event", "meetings": "schedule meetings", "meeting_plans": "schedule meetings",
}  # fmt: skip
"""What one has to be allowed besides importing: a table is no way round the verb that changes its rows."""


def check(actor: Actor, programme: str, table: Table, rows: "Sequence[Prepared]", existing: Mapping[str, Any]) -> None:
    """Note which rows an actor may not bring in, or not into this programme."""
    verb = _VERBS.get(table.name)
    if verb is not None and not may(actor, verb):
        for item in rows:
            right = f"rows that {actor.name} may bring in would be right: these take leave to {verb}"
            item.refuse("id", item.key, right, _NO)
    if table.paths:
        _own(programme, table, rows, existing)
    match table.code:
        case "programme":
            _programmes(actor, programme, rows, existing)
        case "judgement":
            _judgements(actor, rows, existing, (*projections._STATES, "undo"))
        case "publication":
            _judgements(actor, rows, existing, ("retract", "publish"))
        case "offer" | "need":
            _listed(actor, rows, existing)


def _own(programme: str, table: Table, rows: "Sequence[Prepared]", existing: Mapping[str, Any]) -> None:
    """A row belongs to the programme of the import, now and before."""
    if any(path == "programme" for path in table.paths):
        right = f"{programme}, the programme of this import, would be right"
        for item in rows:
            if item.row.programme_id != programme:
                item.refuse("programme", item.row.programme_id, right, _ABSENT)
    known = [item.key for item in rows if item.key in existing]
    if not known:
        return
    mine: set[str] = set()
    for path in table.paths:
        found = table.model._default_manager.filter(pk__in=known, **{path: programme})
        mine |= set(found.values_list("pk", flat=True))
    for item in rows:
        if item.key in existing and item.key not in mine:
            right = "an id of its own would be right; this one belongs to another programme"
            item.refuse("id", item.key, right, _NO)


def _programmes(actor: Actor, programme: str, rows: "Sequence[Prepared]", existing: Mapping[str, Any]) -> None:
    for item in rows:
        if item.key not in existing and not may(actor, "create a programme"):
            right = f"a programme that exists would be right; {actor.role} may not create one"
            item.refuse("id", item.key, right, _NO)
        if item.key != programme:
            item.refuse("id", item.key, f"{programme}, the programme of this import, would be right", _ABSENT)


def _judgements(actor: Actor, rows: "Sequence[Prepared]", existing: Mapping[str, Any], verdicts: Sequence[str]) -> None:
    for item in rows:
        if item.row.verdict not in verdicts:
            item.refuse("verdict", item.row.verdict, f"one of {', '.join(verdicts)} would be right", "BadValue")
        if item.key not in existing and item.row.by != actor.name and actor.role is not Role.ADMINISTRATOR:
            right = f"{actor.name} would be right: an administrator alone brings in what others judged"
            item.refuse("by", item.row.by, right, _NO)


def _listed(actor: Actor, rows: "Sequence[Prepared]", existing: Mapping[str, Any]) -> None:
    """Publishers publish offers and needs; whoever may not brings them in as submitted."""
    if may(actor, "publish an offer"):
        return
    for item in rows:
        before = existing.get(item.key)
        if (before.state if before else "submitted") != item.row.state:
            right = "submitted would be right: its review and publication are verbs of their own"
            item.refuse("state", item.row.state, right, _NO)
