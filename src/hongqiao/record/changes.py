"""What changed since a day, told by the ledger: documents taken in, claims judged, stages reached, things edited.

Each change names the thing that changed and the page where it is shown, never the person: feeds are public.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from hongqiao.record import models
from hongqiao.record.page_queries import Said, said
from hongqiao.record.programme_shown import Names

MOST = 60
_EDITED: Mapping[str, tuple[str, Any]] = {
    "target": ("target", models.Target),
    "plan": ("plan", models.Plan),
    "measure": ("measure", models.Measure),
    "event": ("event", models.Event),
    "project": ("project", models.Project),
    "institution": ("institution", models.Institution),
    "place": ("place", models.Place),
    "indicator": ("indicator", models.Indicator),
    "programme": ("programme", models.Programme),
}


@dataclass(frozen=True, slots=True)
class Changed:
    """One thing that changed: how (`added`, `accepted`, `rejected`, `stage`, `edited`, `removed`, `retracted`,
    `published` again), and which thing.

    `said` is the claim that was judged, `stage` the stage that a project reached.
    """

    position: int
    at: dt.datetime
    how: str
    kind: str
    id: str
    names: Names
    said: Said | None = None
    stage: str = ""
    period: str = ""

    @property
    def key(self) -> str:
        """What tells this change from every other, for ever: the entry of the ledger and the thing."""
        return f"{self.position}/{self.how}/{self.kind}/{self.id}" + (f"/{self.said.id}" if self.said else "")


@dataclass(frozen=True, slots=True)
class Subject:
    """What is watched: a programme, or one target, project or place of it."""

    kind: str
    id: str
    names: Names
    programmes: tuple[str, ...]


def subject(kind: str, key: str) -> Subject | None:
    """The thing to watch, or None where there is none of this kind and id."""
    if kind == "programme":
        programme = models.Programme.objects.filter(pk=key).first()
        return Subject(kind, key, programme.names, (key,)) if programme else None
    if kind == "target":
        target = models.Target.objects.filter(pk=key).select_related("plan").first()
        return Subject(kind, key, target.names, (target.plan.programme_id,)) if target else None
    if kind == "project":
        project = models.Project.objects.filter(pk=key).first()
        return Subject(kind, key, project.names, (project.programme_id,)) if project else None
    place = models.Place.objects.filter(pk=key).first() if kind == "place" else None
    if place is None:
        return None
    programmes = tuple(item.id for item in models.Programme.objects.all() if key in item.places)
    return Subject(kind, key, place.names, programmes)


def since(of: Subject, day: dt.date, most: int = MOST) -> list[Changed]:
    """What changed of a thing since a day, newest first, at most so many."""
    start = dt.datetime.combine(day, dt.time.min, dt.UTC)
    found = [
        *_filed(of, start, most),
        *_judged(of, start, most),
        *_published(of, start, most),
        *_stages(of, start, most),
        *_edited(of, start, most),
    ]
    found.sort(key=lambda item: (-item.position, item.how, item.kind, item.id))
    return found[:most]


def _filed(of: Subject, start: dt.datetime, most: int) -> list[Changed]:
    if of.kind != "programme":
        return []
    filed = models.Filing.objects.filter(programme=of.id, at__gte=start).order_by("-position", "-id")
    newest = list(filed.values_list("pk", flat=True)[:most])  # sorted without what is joined
    rows = models.Filing.objects.filter(pk__in=newest).select_related("document").order_by("-position", "-id")
    return [
        Changed(
            row.position, row.at, "added", "document", row.document_id,
            {row.document.language or "und": row.document.title or row.document.name}, period=row.document.published,
        )
        for row in rows
    ]  # fmt: skip


def _judged(of: Subject, start: dt.datetime, most: int) -> list[Changed]:
    rows = models.Judgement.objects.filter(programme__in=of.programmes, at__gte=start).exclude(fact="")
    wanted = _own_facts(of)
    if wanted is not None:
        rows = rows.filter(fact__in=wanted)
    # what is retracted is told as such, and not as a figure in use
    rows = rows.exclude(fact__in=models.CurrentFact.objects.filter(retracted=True).values("fact"))
    newest = list(
        rows.order_by("-position", "-id").values_list("pk", flat=True)[:most]
    )  # sorted without what is joined
    latest = list(
        models.Judgement.objects.filter(pk__in=newest)
        .select_related("claim__quote", "claim__document")
        .order_by("-position", "-id")
    )
    shown = {item.id: item for item in said(row.claim for row in latest)}
    names = _names_of_facts({row.fact for row in latest})
    return [
        Changed(
            row.position, row.at, {"accept": "accepted", "reject": "rejected"}.get(row.verdict, row.verdict), "fact",
            row.fact, names.get(row.fact) or _worded(shown[row.claim_id]), shown[row.claim_id],
        )
        for row in latest
    ]  # fmt: skip


def _published(of: Subject, start: dt.datetime, most: int) -> list[Changed]:
    """Figures that were taken back or put out again."""
    rows = models.Publication.objects.filter(programme__in=of.programmes, at__gte=start)
    wanted = _own_facts(of)
    if wanted is not None:
        rows = rows.filter(fact__in=wanted)
    how = {"retract": "retracted", "publish": "published"}
    latest = rows.select_related("fact").order_by("-position", "-id")[:most]
    return [Changed(row.position, row.at, how[row.verdict], "fact", row.fact_id, row.fact.names) for row in latest]


def _own_facts(of: Subject) -> list[str] | None:
    """The facts of a thing that is watched; None for all of its programme's."""
    match of.kind:
        case "target":
            return [of.id]
        case "project":
            return []
        case "place":
            return _facts_of(of.id)
        case _:
            return None


def _worded(item: Said) -> Names:
    return {item.language: item.indicator_text} if item.indicator_text else {}


def _facts_of(place: str) -> list[str]:
    rows = models.Fact.objects.filter(Q(place=place) | Q(target__place=place) | Q(watch__place=place))
    return list(rows.values_list("id", flat=True))


def _names_of_facts(facts: Iterable[str]) -> dict[str, Names]:
    return {row.id: row.names for row in models.Fact.objects.filter(pk__in=set(facts)) if row.names}


def _stages(of: Subject, start: dt.datetime, most: int) -> list[Changed]:
    rows = models.ProjectEvent.objects.filter(at__gte=start, withdraws__isnull=True)
    if of.kind == "programme":
        rows = rows.filter(project__programme=of.id)
    elif of.kind == "project":
        rows = rows.filter(project=of.id)
    elif of.kind == "place":
        rows = rows.filter(Q(project__place=of.id) | Q(project__park=of.id))
    else:
        return []
    latest = rows.select_related("project").order_by("-position", "-id")[:most]
    return [
        Changed(row.position, row.at, "stage", "project", row.project_id, row.project.names,
                stage=row.stage or row.money_kind, period=row.period)
        for row in latest
    ]  # fmt: skip


def _edited(of: Subject, start: dt.datetime, most: int) -> list[Changed]:
    """Things that were made or changed: each is told once, with its latest change."""
    rows = models.Revision.objects.filter(at__gte=start, table__in=list(_EDITED))
    if of.kind == "programme":
        rows = rows.filter(table__in=["target", "plan", "measure", "event", "project", "programme"])
    else:
        rows = rows.filter(table=of.kind, row=of.id)
    if of.kind == "programme":
        own = _own(of.id)
        latest = [row for row in rows.order_by("-position", "-id")[: most * 6] if row.row in own[row.table]][: most * 2]
    else:
        latest = list(rows.order_by("-position", "-id")[:most])
    first = _first_states(latest)
    told: dict[tuple[str, str], Changed] = {}
    named = _names(latest)
    for row in latest:
        how = "removed" if row.after is None else "added" if first[row.table, row.row] == row.id else "edited"
        names = (row.after or {}).get("names") or named.get((row.table, row.row), {})
        told.setdefault((row.table, row.row), Changed(row.position, row.at, how, _EDITED[row.table][0], row.row, names))
    return list(told.values())[:most]


def _own(programme: str) -> dict[str, set[str]]:
    """The ids of a programme's own things, by table."""
    return {
        "programme": {programme},
        "plan": set(models.Plan.objects.filter(programme=programme).values_list("id", flat=True)),
        "target": set(models.Target.objects.filter(plan__programme=programme).values_list("id", flat=True)),
        "measure": set(models.Measure.objects.filter(programme=programme).values_list("id", flat=True)),
        "event": set(models.Event.objects.filter(programme=programme).values_list("id", flat=True)),
        "project": set(models.Project.objects.filter(programme=programme).values_list("id", flat=True)),
    }


def _first_states(rows: Sequence[models.Revision]) -> dict[tuple[str, str], str]:
    """The id of the first state of each thing among the rows."""
    wanted = {row.row for row in rows}
    found: dict[tuple[str, str], str] = {}
    kept = models.Revision.objects.filter(row__in=wanted, table__in={row.table for row in rows}).order_by("id")
    for table, key, revision in kept.values_list("table", "row", "id"):
        found.setdefault((table, key), revision)
    return found


def _names(rows: Sequence[models.Revision]) -> dict[tuple[str, str], Names]:
    by_table: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        by_table[row.table].add(row.row)
    return {
        (table, key): names
        for table, keys in by_table.items()
        for key, names in _EDITED[table][1].objects.filter(pk__in=keys).values_list("id", "names")
    }
