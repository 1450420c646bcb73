"""Plans, their clauses and targets, and measures: created and edited; a tree stays a tree, a deadline follows a start."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from hongqiao.errors import BadValue, CircularPlan, DeadlineBeforeStart, UnknownRow
from hongqiao.ground.period import Period
from hongqiao.record import models, projections, search_rows
from hongqiao.record.actions import quoting
from hongqiao.record.actions.documents import require_programme
from hongqiao.record.actions.projects import FIELDS
from hongqiao.record.actions.quoting import Amount, Words
from hongqiao.record.actions.review import accepting
from hongqiao.record.ledger import Act, acting
from hongqiao.record.roles import Actor, require

_PLAN = ("names", "parent", "period", "place", "field", "order")
_CLAUSE = ("names", "order")
_TARGET = ("names", "clause", "parent", "indicator", "place", "deadline", "order")
_MEASURE = ("names", "kind", "valid", "place", "field")


def create_plan(
    actor: Actor, programme: str, names: Mapping[str, str], *, reason: str = "", **columns: Any
) -> models.Plan:
    """A plan of a programme; `parent` makes it a part of another."""
    require(actor, "edit a plan")
    require_programme(programme)
    with acting(actor, "edit a plan", programme=programme, reason=reason) as act:
        row = models.Plan(programme_id=programme)
        act.subject, act.summary = f"plan:{row.id}", {"created": row.id}
        _plan(row, {**columns, "names": names})
        act.keep([row], new=True)
        _search("plan", row.id, programme, row.names)
    return row


def edit_plan(actor: Actor, plan: str, *, reason: str = "", **columns: Any) -> models.Plan:
    """Change a plan: names, parent, period, place, field, order.

    Raises CircularPlan where it would be part of itself, DeadlineBeforeStart where a deadline of it would lie before
    its start.
    """
    require(actor, "edit a plan")
    row = _row(models.Plan, plan, "plan")
    with acting(actor, "edit a plan", subject=f"plan:{plan}", programme=row.programme_id, reason=reason) as act:
        act.summary = {"columns": sorted(columns)}
        _plan(row, columns)
        for target in row.targets.exclude(deadline=""):
            _in_time(row, target.deadline, f"target {target.id}")
        act.keep([row], new=False)
        _search("plan", row.id, row.programme_id, row.names)
    return row


def _plan(row: models.Plan, columns: Mapping[str, Any]) -> None:
    _only(columns, _PLAN, "a plan")
    _plain(row, columns, "a plan")
    if "period" in columns:
        row.period = quoting.period(str(columns["period"] or ""), "the plan's period")
    if "parent" in columns:
        row.parent = quoting.known(models.Plan, columns["parent"], "plan")
        if row.parent is not None and row.parent.programme_id != row.programme_id:
            raise BadValue(f"the plan {row.parent_id!r} belongs to another programme")
        _no_circle(row, lambda item: item.parent)


def create_clause(
    actor: Actor, names: Mapping[str, str], *, plan: str = "", measure: str = "", quotes: Sequence[Words] = (),
    reason: str = "",
) -> models.Clause:  # fmt: skip
    """A clause of a plan or of a measure, with the sentences that state it."""
    require(actor, "edit a plan" if plan else "edit a measure")
    if bool(plan) == bool(measure):
        raise BadValue("a clause belongs to a plan or to a measure; name one of them")
    owner = _row(models.Plan, plan, "plan") if plan else _row(models.Measure, measure, "measure")
    verb = "edit a plan" if plan else "edit a measure"
    with acting(actor, verb, programme=owner.programme_id, reason=reason) as act:
        order = owner.clauses.count()
        row = models.Clause(plan_id=plan or None, measure_id=measure or None, order=order)
        act.subject, act.summary = f"clause:{row.id}", {"created": row.id, "of": plan or measure}
        row.names = quoting.names(names, "a clause")
        act.keep([row], new=True)
        quoting.cite(act, "clause", row.id, quotes)
    return row


def edit_clause(
    actor: Actor, clause: str, *, quotes: Sequence[Words] | None = None, reason: str = "", **columns: Any
) -> models.Clause:
    """Change a clause's names, order or quotes."""
    require(actor, "edit a plan")  # the same roles keep plans and measures
    row = _row(models.Clause, clause, "clause")
    owner = row.plan or row.measure
    verb = "edit a plan" if row.plan_id else "edit a measure"
    with acting(
        actor, verb, subject=f"clause:{clause}", programme=owner.programme_id if owner else "", reason=reason
    ) as act:
        act.summary = {"columns": sorted(columns)}
        _only(columns, _CLAUSE, "a clause")
        _plain(row, columns, "a clause")
        act.keep([row], new=False)
        if quotes is not None:
            quoting.cite(act, "clause", row.id, quotes)
    return row


def create_target(
    actor: Actor, plan: str, names: Mapping[str, str], *, claims: Sequence[str] = (), reason: str = "", **columns: Any
) -> models.Target:
    """A target of a plan; comparator, value and unit are those of the claims that state it.

    A target without claims is a gap: no quantity is recorded. `baseline` is the published figure that it starts
    from; a nested target names its `parent` and is never added to it.
    """
    require(actor, "edit a plan")
    owner = _row(models.Plan, plan, "plan")
    with acting(actor, "edit a plan", programme=owner.programme_id, reason=reason) as act:
        fact = models.Fact(programme_id=owner.programme_id, kind="target")
        row = models.Target(id=fact.id, fact=fact, plan=owner, order=owner.targets.count())
        act.subject, act.summary = f"target:{row.id}", {"created": row.id, "claims": list(claims)}
        _target(row, {**columns, "names": names})
        _as_fact(row, fact)
        act.keep([fact], new=True)
        act.keep([row], new=True)
        _state(act, row, claims, reason)
    return row


def edit_target(
    actor: Actor, target: str, *, claims: Sequence[str] = (), reason: str = "", **columns: Any
) -> models.Target:
    """Change a target (names, clause, parent, indicator, place, deadline, order, baseline), or give it more claims."""
    require(actor, "edit a plan")
    row = _row(models.Target, target, "target")
    programme = row.plan.programme_id
    with acting(actor, "edit a plan", subject=f"target:{target}", programme=programme, reason=reason) as act:
        act.summary = {"columns": sorted(columns), "claims": list(claims)}
        _target(row, columns)
        _as_fact(row, row.fact)
        act.keep([row.fact], new=False)
        act.keep([row], new=False)
        _state(act, row, claims, reason)
    return row


def _state(act: Act, row: models.Target, claims: Sequence[str], reason: str) -> None:
    programme = row.plan.programme_id
    if claims:
        accepting(act, programme, claims, row.fact_id, reason or "states the target")
    else:
        projections.project_facts(programme, [row.fact_id])
    _search("target", row.id, programme, row.names)


def _target(row: models.Target, columns: Mapping[str, Any]) -> None:
    _only(columns, (*_TARGET, "baseline"), "a target")
    _plain(row, columns, "a target")
    if "clause" in columns:
        row.clause = quoting.known(models.Clause, columns["clause"], "clause")
        if row.clause is not None and row.clause.plan_id != row.plan_id:
            raise BadValue(f"the clause {row.clause_id!r} belongs to another plan")
    if "parent" in columns:
        row.parent = quoting.known(models.Target, columns["parent"], "target")
        if row.parent is not None and row.parent.plan.programme_id != row.plan.programme_id:
            raise BadValue(f"the target {row.parent_id!r} belongs to another programme")
        _no_circle(row, lambda item: item.parent)
    if "indicator" in columns:
        found = quoting.known(models.Indicator, columns["indicator"], "indicator")
        row.indicator = found.id if found else ""
    if "deadline" in columns:
        row.deadline = quoting.period(str(columns["deadline"] or ""), "the deadline")
        row.deadline_on = Period.parse(row.deadline).end if row.deadline else None
        if row.deadline:
            _in_time(row.plan, row.deadline, "the target")
    if "baseline" in columns:
        row.baseline = quoting.known(models.Figure, columns["baseline"], "figure")


def _as_fact(row: models.Target, fact: models.Fact) -> None:
    fact.names, fact.indicator, fact.place, fact.period = row.names, row.indicator, row.place_id or "", row.deadline


def create_measure(
    actor: Actor, programme: str, names: Mapping[str, str], *, quotes: Sequence[Words] = (), budget: Amount | None = None,
    reason: str = "", **columns: Any,
) -> models.Measure:  # fmt: skip
    """A support measure, fund or voucher of a programme, with its validity and the words that state it."""
    require(actor, "edit a measure")
    require_programme(programme)
    with acting(actor, "edit a measure", programme=programme, reason=reason) as act:
        row = models.Measure(programme_id=programme)
        act.subject, act.summary = f"measure:{row.id}", {"created": row.id}
        _measure(act, row, {**columns, "names": names}, budget)
        act.keep([row], new=True)
        quoting.cite(act, "measure", row.id, quotes)
        _search("measure", row.id, programme, row.names)
    return row


def edit_measure(
    actor: Actor, measure: str, *, quotes: Sequence[Words] | None = None, budget: Amount | None = None, reason: str = "",
    **columns: Any,
) -> models.Measure:  # fmt: skip
    """Change a measure: names, kind, valid, place, field, its quotes, its budget."""
    require(actor, "edit a measure")
    row = _row(models.Measure, measure, "measure")
    with acting(
        actor, "edit a measure", subject=f"measure:{measure}", programme=row.programme_id, reason=reason
    ) as act:
        act.summary = {"columns": sorted(columns), "budget": budget is not None}
        _measure(act, row, columns, budget)
        act.keep([row], new=False)
        if quotes is not None:
            quoting.cite(act, "measure", row.id, quotes)
        _search("measure", row.id, row.programme_id, row.names)
    return row


def _measure(act: Act, row: models.Measure, columns: Mapping[str, Any], budget: Amount | None) -> None:
    _only(columns, _MEASURE, "a measure")
    _plain(row, columns, "a measure")
    if "kind" in columns:
        row.kind = str(columns["kind"] or "").strip()[:40]
    if "valid" in columns:
        row.valid = quoting.period(str(columns["valid"] or ""), "the measure's validity")
    if budget is not None:
        row.budget = quoting.figure(
            act, budget, programme=row.programme_id, subject=f"measure:{row.id}", indicator="budget", period=row.valid
        )


def _plain(row: Any, columns: Mapping[str, Any], what: str) -> None:
    if "names" in columns:
        row.names = quoting.names(columns["names"], what)
    if "order" in columns:
        row.order = int(columns["order"])
    if "place" in columns:
        row.place = quoting.known(models.Place, columns["place"], "place")
    if "field" in columns:
        row.field = quoting.one_of(str(columns["field"] or ""), FIELDS, "field")


def _only(columns: Mapping[str, Any], allowed: Sequence[str], what: str) -> None:
    wrong = sorted(set(columns) - set(allowed))
    if wrong:
        raise BadValue(f"{what} has no column {wrong[0]!r}; it has {', '.join(allowed)}")


def _no_circle(row: Any, above: Callable[[Any], Any]) -> None:
    path, at = [row.pk], above(row)
    while at is not None:
        path.append(at.pk)
        if at.pk == row.pk:
            raise CircularPlan(f"it would be part of itself: {' → '.join(path)}; choose another parent")
        at = above(at)


def _in_time(plan: models.Plan, deadline: str, what: str) -> None:
    if not plan.period:
        return
    begins, ends = Period.parse(plan.period).start, Period.parse(deadline).end
    if ends < begins:
        raise DeadlineBeforeStart(f"{what}: its deadline {deadline} lies before the start of its plan, {begins}")


def _row(model: type[Any], key: str, what: str) -> Any:
    row = model._default_manager.filter(pk=key).first()
    if row is None:
        raise UnknownRow(f"no {what} has the id {key!r}")
    return row


def _search(kind: str, key: str, programme: str, names: Mapping[str, str]) -> None:
    search_rows.put([search_rows.thing_row(kind, key, programme, dict(names))])
