"""What the forms of plans and measures ask of the record, and the roll-up of a plan with the plans below it."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import Any

from hongqiao.ground.figure import Figure
from hongqiao.record import models
from hongqiao.record.page_queries import count_of, counted_in_ledger
from hongqiao.record.programme_queries import claims_of_facts, plans_of, programme
from hongqiao.record.programme_shown import Names, TargetShown

FEW = 40  # targets beyond which a roll-up counts without judging each
NAMED = 20
_MODELS = {
    "plan": models.Plan,
    "clause": models.Clause,
    "target": models.Target,
    "measure": models.Measure,
    "event": models.Event,
}


def columns(kind: str, key: str) -> dict[str, Any] | None:
    """The columns of a plan, clause, target, measure or event as a form shows them; None where there is none."""
    found: dict[str, Any] | None = _MODELS[kind]._default_manager.filter(pk=key).values().first()
    return found


def clauses_of(plan: str) -> dict[str, str]:
    """The clauses of a plan by id, each with a name to choose it by."""
    rows = models.Clause.objects.filter(plan=plan).values_list("id", "names")
    return {key: next(iter(names.values()), key) for key, names in rows}


def parts_of(plan: str) -> list[tuple[str, str, Names, int]]:
    """The clauses and targets of a plan: kind, id, names, order."""
    clauses = models.Clause.objects.filter(plan=plan).values_list("id", "names", "order")
    targets = models.Target.objects.filter(plan=plan).values_list("id", "names", "order")
    return [("clause", *row) for row in clauses] + [("target", *row) for row in targets]


def parts_of_measure(measure: str) -> list[tuple[str, str, Names, int]]:
    """The clauses of a measure: kind, id, names, order."""
    return [
        ("clause", *row) for row in models.Clause.objects.filter(measure=measure).values_list("id", "names", "order")
    ]


@dataclass(frozen=True, slots=True)
class Left:
    """A target that a roll-up leaves out, and why: it is nested in another one, or states no quantity."""

    id: str
    names: Names
    why: str
    within: tuple[str, Names] | None


@dataclass(frozen=True, slots=True)
class RollUp:
    """A plan and all plans below it: how many targets stand how; what was left out of the count, and why."""

    plans: int
    counted: Figure
    by_status: tuple[tuple[str, Figure], ...]
    left_out: tuple[Left, ...]


def roll_up(plan_id: str, as_of: dt.date, language: str = "en") -> RollUp | None:
    """The roll-up of a plan as of a day; None where no plan lies below it and nothing is nested.

    A target nested in another one is linked and never counted beside it; one without a quantity is a gap.
    """
    row = models.Plan.objects.filter(pk=plan_id).values_list("programme_id", flat=True).first()
    head = programme(row) if row else None
    if head is None:
        return None
    wanted = _below(plan_id, dict(models.Plan.objects.filter(programme=head.id).values_list("id", "parent_id")))
    facts = list(models.Target.objects.filter(plan__in=wanted).values_list("fact_id", flat=True))
    if len(facts) > FEW:
        return _large(wanted)
    plans = plans_of(head, as_of, claims_of_facts(head.id, as_of, facts, language), only=wanted)
    targets = {target.id: target for plan in plans for target in plan.targets}
    left = [item for target in targets.values() if (item := _left(target, targets))]
    out = {item.id for item in left}
    counted = [target for target in targets.values() if target.id not in out]
    if len(wanted) == 1 and not left:
        return None
    states = Counter(target.status for target in counted)
    return RollUp(
        len(wanted),
        _count("number of targets of the plan and the plans below it", counted),
        tuple(
            (state, _count(f"number of targets: {state}", [item for item in counted if item.status == state]))
            for state in states
        ),
        tuple(left),
    )


def _large(plans: set[str]) -> RollUp:
    """Of many targets: how many count, and the first of those that are nested; how each stands its own page says."""
    rows = models.Target.objects.filter(plan__in=plans)
    nested = rows.filter(parent__plan__in=plans).order_by("id")
    shown = nested.select_related("parent")[:NAMED]
    return RollUp(
        len(plans),
        counted_in_ledger("number of targets of the plan and the plans below it", rows.count() - nested.count()),
        (),
        tuple(
            Left(row.id, row.names, "nested", (row.parent.id, row.parent.names) if row.parent else None)
            for row in shown
        ),
    )


def _below(plan: str, parents: dict[str, str | None]) -> set[str]:
    found, grown = {plan}, True
    while grown:
        more = {key for key, parent in parents.items() if parent in found} - found
        found |= more
        grown = bool(more)
    return found


def _left(target: TargetShown, targets: dict[str, TargetShown]) -> Left | None:
    if target.parent in targets:
        parent = targets[str(target.parent)]
        return Left(target.id, target.names, "nested", (parent.id, parent.names))
    if target.main is None:
        return Left(target.id, target.names, "no quantity", None)
    return None


def _count(formula: str, targets: list[TargetShown]) -> Figure:
    return count_of(formula, len(targets), [target.main.basis for target in targets if target.main is not None])
