"""What the list of a programme's projects asks of the record: a page of it, what is counted, and who has gone silent.

As of today the list reads the current projection; as of an earlier day the lives are folded again up to that day.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from hongqiao.ground.basis import Basis
from hongqiao.ground.figure import Figure
from hongqiao.record import models
from hongqiao.record.page_queries import count_of, counted_in_ledger, today
from hongqiao.record.programme_queries import programme
from hongqiao.record.programme_shown import Names, ProgrammeHead
from hongqiao.record.project_life import ENDED, STAGES, Life, fold_life, silent_since
from hongqiao.record.project_queries import bases_of, silent_after

PER_PAGE = 50
FEW = 60  # projects up to which each count names the evidence of every project; beyond, the record as a whole


@dataclass(frozen=True, slots=True)
class Stands:
    """How one project stands."""

    stage: str
    since: dt.date | None
    last_evidence: dt.date | None


@dataclass(frozen=True, slots=True)
class Listed:
    """A project in the list."""

    id: str
    names: Names
    field: str
    place: tuple[str, Names] | None
    partners: tuple[tuple[str, Names], ...]
    stands: Stands
    last_evidence: str
    silent: bool


@dataclass(frozen=True, slots=True)
class Projects:
    """One page of the list, with what is counted over all of it."""

    programme: ProgrammeHead
    rows: tuple[Listed, ...]
    following: str
    total: Figure
    by_stage: tuple[tuple[str, Figure], ...]
    silent: Figure
    silent_after: int


def projects(
    programme_id: str,
    as_of: dt.date,
    *,
    stage: str = "",
    field: str = "",
    silent: bool = False,
    after: str = "",
    limit: int = PER_PAGE,
) -> Projects | None:
    """A programme's projects as of a day, those after the id `after`; None where there is no such programme."""
    row = models.Programme.objects.filter(pk=programme_id).first()
    head = programme(programme_id) if row else None
    if row is None or head is None:
        return None
    months = silent_after(row)
    quiet = silent_since(as_of, months)
    stands = stands_of(programme_id, as_of)
    chosen = models.Project.objects.filter(programme=programme_id, pk__gt=after).order_by("id")
    if field:
        chosen = chosen.filter(field=field)
    if stage or silent:
        wanted = [
            key
            for key, item in stands.items()
            if (not stage or item.stage == stage) and (not silent or is_silent(item, quiet))
        ]
        ids = sorted(
            key for key in chosen.filter(programme=programme_id).values_list("id", flat=True) if key in set(wanted)
        )
        page = list(models.Project.objects.filter(pk__in=ids[: limit + 1]).select_related("place").order_by("id"))
    else:
        page = list(chosen.select_related("place")[: limit + 1])
    more = page[limit:]
    page = page[:limit]
    partners = _partners(page)
    periods = _periods(page, stands)
    evidence = evidence_of(stands) if len(stands) <= FEW else None
    return Projects(
        head,
        tuple(
            Listed(
                item.id,
                item.names,
                item.field,
                (item.place.id, item.place.names) if item.place else None,
                partners.get(item.id, ()),
                stands.get(item.id, Stands("", None, None)),
                periods.get(item.id, ""),
                is_silent(stands.get(item.id), quiet),
            )
            for item in page
        ),
        page[-1].id if more else "",
        _count("number of projects", stands, evidence),
        tuple((name, _count(f"number of projects: {name}", ids, evidence)) for name, ids in _by_stage(stands).items()),
        _count(
            f"number of projects without evidence for {months} months",
            [key for key, item in stands.items() if is_silent(item, quiet)],
            evidence,
        ),
        months,
    )


def is_silent(item: Stands | None, quiet: dt.date) -> bool:
    """Whether the last evidence of a project that has not ended lies on or before the day of silence."""
    if item is None or item.stage in ENDED:
        return False
    last = item.last_evidence or item.since  # entered without any evidence, it is silent since then
    return last is not None and last <= quiet


def stands_of(programme_id: str, as_of: dt.date) -> dict[str, Stands]:
    """How every project of a programme stands as of a day."""
    if as_of >= today():
        rows = models.CurrentProject.objects.filter(programme=programme_id)
        return {
            key: Stands(stage, since, last)
            for key, stage, since, last in rows.values_list("project_id", "stage", "since", "last_evidence")
        }
    found: dict[str, list[Any]] = {
        key: [] for key in models.Project.objects.filter(programme=programme_id).values_list("id", flat=True)
    }
    columns = ("id", "project_id", "stage", "on", "quote_id", "figure_id", "by", "withdraws_id")
    for event in models.ProjectEvent.objects.filter(project__programme=programme_id).values_list(*columns, named=True):
        found[event.project_id].append(event)
    lives: Mapping[str, Life] = {key: fold_life(items, as_of, with_money=False) for key, items in found.items()}
    return {key: Stands(life.stage, life.since, life.last_evidence) for key, life in lives.items()}


def _by_stage(stands: Mapping[str, Stands]) -> dict[str, list[str]]:
    present = Counter(item.stage for item in stands.values())
    order = [stage for stage in STAGES if present[stage]]
    return {stage: [key for key, item in stands.items() if item.stage == stage] for stage in order}


def _count(formula: str, ids: Iterable[str], evidence: Mapping[str, Basis] | None) -> Figure:
    keys = list(ids)
    if evidence is None:
        return counted_in_ledger(formula, len(keys))
    return count_of(formula, len(keys), [evidence[key] for key in keys if key in evidence])


def evidence_of(stands: Mapping[str, Stands]) -> dict[str, Basis]:
    """The latest evidence of each project: two queries, for few projects."""
    events = models.ProjectEvent.objects.filter(project__in=list(stands), withdraws__isnull=True)
    rows = events.filter(Q(quote__isnull=False) | Q(by__isnull=False)).select_related("quote__document")
    latest = {row.project_id: row for row in rows.order_by("on", "id")}
    bases = bases_of(latest.values())
    return {key: bases[row.id] for key, row in latest.items() if row.id in bases}


def _periods(page: list[models.Project], stands: Mapping[str, Stands]) -> dict[str, str]:
    """When the latest evidence of each project is of, as exactly as it says so itself."""
    rows = models.ProjectEvent.objects.filter(project__in=[item.id for item in page], withdraws__isnull=True)
    return {
        project: period
        for project, on, period in rows.order_by("id").values_list("project_id", "on", "period")
        if project in stands and on == stands[project].last_evidence
    }


def _partners(page: list[models.Project]) -> dict[str, tuple[tuple[str, Names], ...]]:
    found: dict[str, list[tuple[str, Names]]] = {}
    rows = models.Partner.objects.filter(project__in=[item.id for item in page]).order_by("side", "id")
    for project, institution, names in rows.values_list("project_id", "institution_id", "institution__names"):
        found.setdefault(project, []).append((institution, names))
    return {key: tuple(items) for key, items in found.items()}
