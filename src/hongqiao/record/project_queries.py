"""What the page of a project asks of the record: how it stands as of a day, and everything that this rests on."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.apps import apps

from hongqiao.ground.basis import Basis, Entry, Quote
from hongqiao.ground.figure import Figure
from hongqiao.ground.period import Period
from hongqiao.record import models, storing
from hongqiao.record.page_queries import QuoteShown, count_of, keep_texts, quote_shown
from hongqiao.record.programme_queries import citations, programme
from hongqiao.record.programme_shown import Names, ProgrammeHead
from hongqiao.record.project_life import MONEY, SILENT_AFTER, fold_life


@dataclass(frozen=True, slots=True)
class Dated:
    """Something dated in a project's life: a stage or money, its evidence, and why it was withdrawn if it was."""

    id: str
    stage: str
    money: str
    period: str
    note: str
    quote: QuoteShown | None
    figure: Figure | None
    by: str
    position: int
    withdrawn: str


@dataclass(frozen=True, slots=True)
class PartnerShown:
    """An institution in a project."""

    id: str
    institution: str
    names: Names
    role: str
    side: tuple[str, Names] | None


@dataclass(frozen=True, slots=True)
class Origin:
    """What a project came of."""

    kind: str
    id: str
    names: Names


@dataclass(frozen=True, slots=True)
class ProjectShown:
    """A project as of a day."""

    id: str
    names: Names
    programme: ProgrammeHead
    external_id: str
    field: str
    industry: str
    scenario: str
    place: tuple[str, Names] | None
    park: tuple[str, Names] | None
    stage: str
    since: str
    last_evidence: str
    silent_months: Figure | None
    silent: bool
    silent_after: int
    origins: tuple[Origin, ...]
    partners: tuple[PartnerShown, ...]
    life: tuple[Dated, ...]
    money: tuple[tuple[str, tuple[Dated, ...]], ...]
    quotes: tuple[QuoteShown, ...]


def project(project_id: str, as_of: dt.date) -> ProjectShown | None:
    """One project as of a day, or None."""
    row = (
        models.Project.objects.filter(pk=project_id)
        .select_related("place", "park", "announced_at", "programme")
        .first()
    )
    head = programme(row.programme_id) if row else None
    if row is None or head is None:
        return None
    events = list(row.life.select_related("quote__document", "figure"))
    bases = bases_of(events)
    life = fold_life(events, as_of)
    after = silent_after(row.programme)
    months = life.silent_months(as_of)
    shown = _dated(events, as_of)
    stands = [item for item in shown if not item.withdrawn]
    counts = {item.id for item in stands}
    latest = [event for event in events if event.on == life.last_evidence and event.id in counts & bases.keys()]
    return ProjectShown(
        row.id,
        row.names,
        head,
        row.external_id,
        row.field,
        row.industry,
        row.scenario,
        (row.place.id, row.place.names) if row.place else None,
        (row.park.id, row.park.names) if row.park else None,
        life.stage,
        next((item.period for item in stands if item.stage == life.stage and _starts(item) == life.since), ""),
        latest[-1].period if latest else "",
        count_of("whole months since the last evidence", months, [bases[event.id] for event in latest], "month")
        if months is not None
        else None,
        months is not None and months >= after,
        after,
        _origins(row),
        tuple(
            PartnerShown(item.id, item.institution_id, item.institution.names, item.role, _side(item.side, head))
            for item in row.partners.select_related("institution").order_by("side", "id")
        ),
        tuple(shown),
        tuple((kind, tuple(item for item in stands if item.money == kind)) for kind in MONEY),
        citations("project", [row.id]).get(row.id, ()),
    )


def silent_after(row: models.Programme) -> int:
    """After how many months without evidence a project of a programme counts as silent."""
    return row.silent_after or SILENT_AFTER


def bases_of(events: Iterable[models.ProjectEvent]) -> dict[str, Basis]:
    """What each event rests on: its quote, or the entry of the person who recorded it; those with neither are left out.

    The events must have been fetched with their quote and its document.
    """
    rows = list(events)
    texts = keep_texts(row.quote.document_id for row in rows if row.quote is not None)
    found: dict[str, Basis] = {}
    for row in rows:
        if row.quote is not None:
            found[row.id] = Quote(texts[row.quote.document_id], row.quote.start, row.quote.end, row.quote.exact)
        elif row.by or row.figure_id:
            found[row.id] = Entry(str(row.position))
    return found


def _dated(events: list[models.ProjectEvent], as_of: dt.date) -> list[Dated]:
    withdrawn = {row.withdraws_id: row.note for row in events if row.withdraws_id}
    figures = [row.figure for row in events if row.figure is not None]
    ground = dict(zip((row.id for row in figures), storing.ground_figures(figures), strict=True))
    rows = [row for row in events if not row.withdraws_id and (row.on is None or row.on <= as_of)]
    return [
        Dated(
            row.id,
            row.stage,
            row.money_kind,
            row.period,
            row.note,
            quote_shown(row.quote, row.quote.document) if row.quote else None,
            ground[row.figure_id] if row.figure_id else None,
            row.by or "",
            row.position,
            withdrawn.get(row.id, ""),
        )
        for row in sorted(rows, key=lambda row: (row.on or dt.date.min, row.id))
    ]


def _starts(item: Dated) -> dt.date | None:
    return Period.parse(item.period).start if item.period else None


def _side(place: str, head: ProgrammeHead) -> tuple[str, Names] | None:
    if not place:
        return None
    return place, next((names for key, names in head.places if key == place), {"en": place})


def _origins(row: models.Project) -> tuple[Origin, ...]:
    found = []
    if row.announced_at is not None:
        found.append(Origin("event", row.announced_at.id, row.announced_at.names))
    kind, _, key = row.came_from.partition(":")
    if kind and (kind, key) != ("event", row.announced_at_id):
        model = models.Event if kind == "event" else apps.all_models["record"].get(kind)
        came = model._default_manager.filter(pk=key).first() if model else None
        if came is not None:
            found.append(Origin(kind, key, getattr(came, "names", None) or {"en": key}))
    return tuple(found)
