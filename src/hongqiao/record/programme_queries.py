"""What the pages of a programme ask of the record, as of a day.

As of a day means: documents published by then, evidence for periods that had ended by then. A fixed number of
queries per page, however large the programme is.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.db.models import Q, QuerySet

from hongqiao.ground.basis import Basis
from hongqiao.ground.period import Period
from hongqiao.record import large_programmes, models
from hongqiao.record.measure_queries import measure, measures
from hongqiao.record.page_queries import QuoteShown, Said, count_of, counted, said
from hongqiao.record.programme_parts import (
    citations,
    claims_of_facts,
    period_of,
    place_of,
    programme,
    programmes,
    quote_bases,
)
from hongqiao.record.programme_shown import (
    ClauseShown,
    ConflictShown,
    EventShown,
    Names,
    Overview,
    PlanShown,
    ProgrammeHead,
    Reading,
    TargetShown,
    WatchShown,
)
from hongqiao.record.target_evidence import outcome, status, verdict

__all__ = [
    "citations", "claims_of_facts", "conflict_of", "conflicts", "conflicts_after", "event", "events", "measure", "measures", "nested", "overview",
    "plan", "plan_page", "plans_of", "programme", "programmes", "target",
]  # fmt: skip


TARGETS_A_PAGE = 12


def overview(programme_id: str, as_of: dt.date, language: str = "en") -> Overview | None:
    """A programme as of a day, or None where there is none of this id; wordings in `language` come first."""
    head = programme(programme_id)
    if head is None:
        return None
    large = large_programmes.is_large(programme_id)
    part = large_programmes.part(programme_id) if large else None
    readings = claims_of_facts(programme_id, as_of, part.facts if part else None, language)
    plans = plans_of(head, as_of, readings, targets_shown=part.targets if part else None)
    targets = _own_targets(head, plans)
    found = conflicts(programme_id, as_of, readings)
    everything = [item for items in readings.values() for item in items]
    examined = _bases(everything)
    waiting = models.CurrentClaim.objects.filter(programme_id=programme_id, state="waiting").select_related(
        "claim__quote", "claim__document"
    )[: large_programmes.WAITING if large else 1000]
    documents = dict.fromkeys(item.document.id for item in everything)
    firsts = {item.document.id: item.figure.basis for item in reversed(everything)}
    return Overview(
        head,
        as_of,
        plans,
        found,
        events(head, readings, as_of, limit=large_programmes.EVENTS if large else None),
        _watches(programme_id, readings, large_programmes.WATCHES if large else None),
        measures(head, limit=large_programmes.MEASURES if large else None),
        _stated(programme_id, readings, large_programmes.STATED_LARGE if large else large_programmes.STATED),
        tuple(dict.fromkeys(row.batch for row in waiting))[:5],
        large_programmes.waiting_count(programme_id)
        if large
        else counted(
            "number of claims that wait for a judgement", _bases(said(row.claim for row in waiting)), examined
        ),
        large_programmes.document_count(programme_id)
        if large
        else counted("number of documents with accepted claims", [firsts[document] for document in documents]),
        *(
            large_programmes.target_counts({head.id: [place for place, _ in head.places]}, as_of)[head.id]
            if large
            else (
                counted("number of targets", _mains(targets), examined),
                counted(
                    f"number of targets whose deadline lies before {as_of}",
                    _mains(target for target in targets if target.passed),
                    _mains(targets),
                ),
                counted(
                    f"number of targets with evidence by {as_of}",
                    _mains(target for target in targets if target.evidence),
                    _mains(targets),
                ),
            )
        ),
        large_programmes.conflict_count(programme_id)
        if large
        else counted(
            "number of facts on which sources differ",
            [conflict.sides[0][0].figure.basis for conflict in found if conflict.sides],
            examined,
        ),
    )


def _own_targets(head: ProgrammeHead, plans: Iterable[PlanShown]) -> list[TargetShown]:
    """The targets that the programme's sentence counts: a plan of a place above its own is shown, and never added."""
    own = {place for place, _ in head.places}
    counted_plans = [plan for plan in plans if plan.place is None or plan.place[0] in own]
    return [target for plan in counted_plans for target in plan.targets]


def _mains(targets: Iterable[TargetShown]) -> list[Basis]:
    return [target.main.basis for target in targets if target.main is not None]


def _bases(items: Iterable[Said]) -> list[Basis]:
    return [item.figure.basis for item in items]


def plans_of(
    head: ProgrammeHead,
    as_of: dt.date,
    readings: Mapping[str, list[Said]],
    only: Iterable[str] | None = None,
    targets_shown: Iterable[str] | None = None,
) -> tuple[PlanShown, ...]:
    """The plans of a programme (all, or some) with their clauses and targets (all, or some), from the claims given."""
    rows = models.Plan.objects.filter(programme_id=head.id).select_related("place", "parent")
    if only is not None:
        rows = rows.filter(pk__in=list(only))
    plans = list(rows)
    rows_of_targets = models.Target.objects.filter(plan__in=[plan.pk for plan in plans])
    if targets_shown is not None:
        rows_of_targets = rows_of_targets.filter(pk__in=list(targets_shown))
    targets = list(rows_of_targets.select_related("place", "fact__current"))
    clauses = list(models.Clause.objects.filter(plan__in=[plan.pk for plan in plans]))
    quotes = citations("clause", [clause.id for clause in clauses])
    measured = {target.indicator for target in targets}
    direction = dict(models.Indicator.objects.filter(pk__in=measured).values_list("id", "direction"))
    shown = {
        target.id: target_shown(target, as_of, readings.get(target.fact_id, []), direction.get(target.indicator, "up"))
        for target in targets
    }
    found = []
    for plan in plans:
        own = [target for target in targets if target.plan_id == plan.id]
        parts = tuple(
            ClauseShown(
                clause.id,
                clause.names,
                quotes.get(clause.id, ()),
                tuple(shown[target.id] for target in own if target.clause_id == clause.id),
            )
            for clause in clauses
            if clause.plan_id == plan.id
        )
        loose = tuple(shown[target.id] for target in own if target.clause_id is None)
        parent = (plan.parent.id, plan.parent.names) if plan.parent else None
        found.append(
            PlanShown(
                plan.id,
                plan.names,
                head,
                period_of(plan.period),
                place_of(plan.place),
                parent,
                plan.field,
                parts,
                loose,
            )
        )
    return tuple(found)


def target_shown(row: models.Target, as_of: dt.date, claims: list[Said], direction: str = "up") -> TargetShown:
    """A target as of a day, from the claims of its fact; the row must have been fetched with its place and fact."""
    deadline = Period.parse(row.deadline, by=True) if row.deadline else None
    passed = deadline is not None and deadline.passed(as_of)
    # what was announced stands apart from what was later found to be so
    evidence = tuple(item for item in claims if outcome(item, claims))
    goals = [item for item in claims if item not in evidence]
    readings = tuple(Reading(item, verdict(item.figure, evidence, deadline, as_of, direction)) for item in goals)
    conflicts_found = getattr(getattr(row.fact, "current", None), "conflict_count", 0)
    return TargetShown(
        row.id,
        row.names,
        row.plan_id,
        row.clause_id,
        row.parent_id,
        place_of(row.place),
        row.indicator,
        deadline,
        passed,
        readings,
        evidence,
        conflicts_found,
        status(readings, evidence, passed=passed),
        getattr(getattr(row.fact, "current", None), "retracted", False),
    )


def conflicts(
    programme_id: str, as_of: dt.date, readings: Mapping[str, list[Said]] | None = None, language: str = "en"
) -> tuple[ConflictShown, ...]:
    """Every fact of a programme on which its sources differ; of `readings` alone where the caller shows those."""
    rows = _differing(programme_id)
    if readings is not None:  # the others have pages of their own
        rows = rows.filter(fact_id__in=list(readings))
        return _sides(list(rows), readings)
    found = list(rows)
    return _sides(found, claims_of_facts(programme_id, as_of, [row.fact_id for row in found], language))


def conflicts_after(
    programme_id: str, as_of: dt.date, after: str, language: str = "en", limit: int = large_programmes.CONFLICTS_A_PAGE
) -> tuple[tuple[ConflictShown, ...], str]:
    """A page of the facts on which sources differ, and the fact after which the next one begins (empty for none)."""
    found = list(_differing(programme_id).filter(fact_id__gt=after)[: limit + 1])
    more, found = found[limit:], found[:limit]
    known = claims_of_facts(programme_id, as_of, [row.fact_id for row in found], language)
    return _sides(found, known), str(found[-1].fact_id) if more else ""


def _differing(programme_id: str) -> QuerySet[models.CurrentFact]:
    rows = models.CurrentFact.objects.filter(programme_id=programme_id, conflict_count__gt=0)
    return rows.select_related("fact").order_by("fact_id")


def _sides(rows: list[models.CurrentFact], known: Mapping[str, list[Said]]) -> tuple[ConflictShown, ...]:
    found = [conflict_of(row, known.get(row.fact_id, [])) for row in rows]
    return tuple(conflict for conflict in found if conflict.sides)


def conflict_of(row: models.CurrentFact, claims: list[Said]) -> ConflictShown:
    """One fact's conflict: its claims put side by side, those that say the same thing together."""
    sides: dict[tuple[object, ...], list[Said]] = defaultdict(list)
    for item in claims:
        figure = item.figure
        sides[figure.comparator, figure.value, figure.value_hi, figure.unit, item.indicator].append(item)
    kinds = tuple(dict.fromkeys(str(entry.get("kind", "")) for entry in row.conflicts if isinstance(entry, dict)))
    missing = tuple(
        (str(entry.get("language", "")), str(entry.get("document", "")), str(entry.get("title", "")))
        for entry in row.conflicts
        if isinstance(entry, dict) and entry.get("kind") == "missing"
    )
    return ConflictShown(
        row.fact_id,
        row.fact.names,
        kinds,
        tuple(tuple(side) for side in sides.values()),
        missing,
        row.fact.conflict_left_open,
    )


def events(
    head: ProgrammeHead,
    readings: Mapping[str, list[Said]],
    as_of: dt.date,
    only: str | None = None,
    limit: int | None = None,
) -> tuple[EventShown, ...]:
    """The events of a programme that had begun by the day; the latest `limit` of them where there is one."""
    rows = models.Event.objects.filter(programme_id=head.id).filter(Q(starts__lte=as_of) | Q(starts__isnull=True))
    if only is not None:
        rows = rows.filter(pk=only)
    if limit is not None:
        rows = rows.filter(pk__in=list(rows.order_by("-starts", "id").values_list("pk", flat=True)[:limit]))
    found = list(rows.select_related("place"))
    quotes = citations("event", [row.id for row in found])
    wanted = {item for row in found for item in row.institutions}
    names = dict(models.Institution.objects.filter(pk__in=wanted).values_list("id", "names"))
    projects: dict[str, list[tuple[str, Names]]] = defaultdict(list)
    for event_id, project_id, project_names in models.Project.objects.filter(
        announced_at__in=[row.id for row in found]
    ).values_list("announced_at_id", "id", "names"):
        projects[event_id].append((project_id, project_names))
    cited = citations("project", [project for items in projects.values() for project, _ in items])
    named_in = dict(zip(cited, quote_bases(items[0] for items in cited.values()), strict=True))
    return tuple(_event(row, head, quotes, names, readings, projects.get(row.id, []), named_in) for row in found)


def _event(
    row: models.Event,
    head: ProgrammeHead,
    quotes: Mapping[str, tuple[QuoteShown, ...]],
    names: Mapping[str, Names],
    readings: Mapping[str, list[Said]],
    projects: list[tuple[str, Names]],
    named_in: Mapping[str, Basis],
) -> EventShown:
    announced = tuple(readings.get(row.announces_id, [])) if row.announces_id else ()
    identified = None
    if announced:
        bases = [named_in[project] for project, _ in projects if project in named_in]
        identified = count_of("number of projects that a source names", len(bases), bases or _bases(announced))
    return EventShown(
        row.id,
        row.names,
        row.kind,
        row.period,
        place_of(row.place),
        head,
        tuple((item, names[item]) for item in row.institutions if item in names),
        quotes.get(row.id, ()),
        announced,
        identified,
        tuple(projects),
        row.description,
    )


def _watches(programme_id: str, readings: Mapping[str, list[Said]], limit: int | None = None) -> tuple[WatchShown, ...]:
    rows = models.Watch.objects.filter(programme_id=programme_id).select_related("place", "fact__current")[:limit]
    return tuple(
        WatchShown(
            row.id,
            row.names or row.fact.names,
            place_of(row.place),
            tuple(readings.get(row.fact_id, [])),
            getattr(getattr(row.fact, "current", None), "conflict_count", 0),
        )
        for row in rows
    )


def _stated(programme_id: str, readings: Mapping[str, list[Said]], limit: int) -> tuple[WatchShown, ...]:
    """What was accepted and is neither target nor watched: stated once, shown with its first wording."""
    rows = models.Fact.objects.filter(programme_id=programme_id, kind="stated").order_by("id")[:limit]
    found = [(row, readings.get(row.id, [])) for row in rows]
    return tuple(WatchShown(row.id, row.names, None, tuple(claims), 0) for row, claims in found if claims)


def plan(plan_id: str, as_of: dt.date, language: str = "en") -> PlanShown | None:
    """One plan as of a day with all of its targets, or None."""
    found = plan_page(plan_id, as_of, language, limit=None)
    return found[0] if found else None


def plan_page(
    plan_id: str, as_of: dt.date, language: str = "en", after: int = 0, limit: int | None = TARGETS_A_PAGE
) -> tuple[PlanShown, int] | None:
    """One plan as of a day with a page of its targets, and the number to go on from (0 for none); or None."""
    programme_id = models.Plan.objects.filter(pk=plan_id).values_list("programme_id", flat=True).first()
    head = programme(programme_id) if programme_id else None
    if head is None:
        return None
    rows = models.Target.objects.filter(plan_id=plan_id).order_by("clause__order", "order", "id")
    page = list(rows.values_list("id", "fact_id")[after : None if limit is None else after + limit + 1])
    shown = dict(page[:limit])
    readings = claims_of_facts(head.id, as_of, shown.values(), language)
    found = plans_of(head, as_of, readings, only=[plan_id], targets_shown=shown)[0]
    return found, 0 if limit is None or len(page) <= limit else after + limit


def target(target_id: str, as_of: dt.date, language: str = "en") -> tuple[PlanShown, TargetShown] | None:
    """One target with its plan, or None."""
    row = models.Target.objects.filter(pk=target_id).values_list("plan_id", "plan__programme_id", "fact_id").first()
    head = programme(row[1]) if row else None
    if row is None or head is None:
        return None
    readings = claims_of_facts(head.id, as_of, [row[2]], language)
    shown = plans_of(head, as_of, readings, only=[row[0]], targets_shown=[target_id])[0]
    return shown, next(item for item in shown.targets if item.id == target_id)


def nested(target_id: str) -> tuple[tuple[str, tuple[str, Names]], ...]:
    """The target above one, and those nested in it: they are linked, and never added."""
    row = models.Target.objects.filter(pk=target_id).select_related("parent").first()
    if row is None:
        return ()
    above = (("above", (row.parent.id, row.parent.names)),) if row.parent else ()
    return (*above, *(("below", (key, names)) for key, names in row.parts.order_by("id").values_list("id", "names")))


def event(event_id: str, as_of: dt.date, language: str = "en") -> EventShown | None:
    """One event, or None."""
    row = models.Event.objects.filter(pk=event_id).values_list("programme_id", "announces_id").first()
    head = programme(row[0]) if row else None
    if head is None or row is None:
        return None
    readings = claims_of_facts(head.id, as_of, [row[1]] if row[1] else [], language)
    return next(iter(events(head, readings, dt.date.max, only=event_id)), None)
