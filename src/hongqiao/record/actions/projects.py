"""Projects: created, edited, joined by partners; their life and money recorded as dated events, each with evidence."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.apps import apps

from hongqiao.errors import BadValue, DuplicateId, ImpossibleLife, NoEvidence, NothingToJudge, UnknownRow
from hongqiao.ground.period import Period
from hongqiao.record import institution_names, models, projections, search_rows
from hongqiao.record.actions import quoting
from hongqiao.record.actions.documents import require_programme
from hongqiao.record.actions.quoting import Amount, Words
from hongqiao.record.ledger import Act, acting, canonical, sha256
from hongqiao.record.page_queries import today
from hongqiao.record.project_life import MONEY, STAGES, impossible
from hongqiao.record.roles import Actor, require

FIELDS = ("infrastructure", "sci-tech", "industry", "finance", "resources")
"""The five fields of integration."""
_COLUMNS = ("names", "external_id", "field", "industry", "scenario", "place", "park", "came_from", "announced_at")


def create_project(
    actor: Actor,
    programme: str,
    names: Mapping[str, str],
    *,
    partners: Sequence[tuple[str, str, str]] = (),
    quotes: Sequence[Words] = (),
    reason: str = "",
    **columns: Any,
) -> models.Project:
    """A project that a source (a quote) or a person names.

    `partners` are (institution, role, side); columns are those of `edit_project`. A contributor may create one in
    which the own institution is a partner. Raises DuplicateId where the programme has the external id already.
    """
    own = institution_names.all_ids([institution for institution, _, _ in partners])
    require_programme(programme)
    with acting(
        actor, "edit a project", subject="project: new", programme=programme, reason=reason, institutions=own
    ) as act:
        row = models.Project(programme_id=programme)
        _set(row, {**columns, "names": names})
        act.subject = f"project:{row.id}"
        act.summary = {"created": row.id, "names": row.names}
        act.keep([row], new=True)
        for institution, role, side in partners:
            _join(act, row, institution, role, side)
        if quotes:
            quoting.cite(act, "project", row.id, quotes)
        _project(row)
    return row


def edit_project(
    actor: Actor, project: str, *, quotes: Sequence[Words] | None = None, reason: str = "", **columns: Any
) -> models.Project:
    """Change some columns of a project: names, external_id, field, industry, scenario, place, park, came_from, announced_at.

    Its id, and so every link to it, stays as it is. `came_from` is what the project came of: ``event:ID`` or
    ``meeting:ID``.
    """
    row = _row(project)
    with _acting(actor, "edit a project", row, reason) as act:
        before = {name: _shown(row, name) for name in columns if name in _COLUMNS}
        _set(row, columns)
        act.summary = {"before": before, "after": {name: _shown(row, name) for name in before}}
        act.keep([row], new=False)
        if quotes is not None:
            quoting.cite(act, "project", row.id, quotes)
        _project(row)
    return row


def add_partner(
    actor: Actor, project: str, institution: str, *, role: str = "", side: str = "", reason: str = ""
) -> models.Partner:
    """Add an institution to a project, with its role and the side (a place of the programme) that it stands on."""
    row = _row(project)
    with _acting(actor, "edit a project", row, reason) as act:
        partner = _join(act, row, institution, role, side)
        act.summary = {"partner": institution, "role": role, "side": side}
    return partner


def remove_partner(actor: Actor, partner: str, *, reason: str = "") -> None:
    """Take an institution out of a project; that it was there stays in the ledger."""
    row = models.Partner.objects.select_related("project").filter(pk=partner).first()
    if row is None:
        raise UnknownRow(f"no partner has the id {partner!r}")
    with _acting(actor, "edit a project", row.project, reason) as act:
        act.summary = {"removed": row.institution_id, "role": row.role, "side": row.side}
        act.remove([row])


def record_stage(
    actor: Actor, project: str, stage: str, period: str, *, words: Words | None = None, note: str = ""
) -> models.ProjectEvent:
    """Record that a project reached a stage, with the words of a document that say so or the person's own word.

    Raises ImpossibleLife where the stage cannot come at that time (nothing follows a completed project), NoEvidence
    without words and without a note.
    """
    if stage not in STAGES:
        raise BadValue(f"stage is {stage!r}; one of {', '.join(STAGES)} would be right")
    row = _row(project)
    with _acting(actor, "record an event of a project", row, note) as act:
        event = _event(act, row, period, words, note)
        event.stage = stage
        _possible(row, event)
        act.summary = {"stage": stage, "period": event.period, "quote": event.quote_id or ""}
        _add(act, row, event)
    return event


def record_money(
    actor: Actor, project: str, kind: str, amount: Amount, period: str, *, note: str = ""
) -> models.ProjectEvent:
    """Record money announced, committed or paid: a figure with its bounds; the three kinds are never mixed."""
    if kind not in MONEY:
        raise BadValue(f"money is {kind!r}; one of {', '.join(MONEY)} would be right")
    row = _row(project)
    with _acting(actor, "record an event of a project", row, note) as act:
        if not amount.claim and amount.words is None and not note.strip():
            raise NoEvidence("an amount rests on a claim, on quoted words, or on a note that says how it is known")
        event = _event(act, row, period, amount.words, note or "a claim")
        event.note = note
        event.figure = quoting.figure(
            act, amount, programme=row.programme_id, subject=f"project:{row.id}", indicator=f"money {kind}",
            period=event.period,
        )  # fmt: skip
        event.money_kind = kind
        if amount.claim:
            event.quote_id = models.Claim.objects.values_list("quote_id", flat=True).get(pk=amount.claim)
            event.by = None
        act.summary = {"money": kind, "value": event.figure.value, "unit": event.figure.unit, "period": event.period}
        _add(act, row, event)
    return event


def withdraw_event(actor: Actor, event: str, *, reason: str) -> None:
    """Withdraw something recorded of a project: it stays to be read, and counts for nothing."""
    row = models.ProjectEvent.objects.select_related("project").filter(pk=event).first()
    if row is None:
        raise UnknownRow(f"no event of a project has the id {event!r}")
    if row.withdraws_id or row.withdrawn_by.exists():
        raise NothingToJudge("this event is a withdrawal or withdrawn already; record the event again instead")
    if not reason.strip():
        raise NoEvidence("a withdrawal says why; got no reason")
    with _acting(actor, "record an event of a project", row.project, reason) as act:
        gone = models.ProjectEvent(
            project=row.project, period=row.period, on=row.on, at=act.at, note=reason, withdraws=row, by=actor.name
        )
        _possible(row.project, gone)
        act.summary = {"withdrawn": event, "stage": row.stage, "money": row.money_kind}
        _add(act, row.project, gone)


def set_silence(actor: Actor, programme: str, months: int | None, *, reason: str = "") -> None:
    """After how many months without evidence a project of the programme counts as silent; None for the usual number."""
    require(actor, "edit a programme")
    row = require_programme(programme)
    if months is not None and not 1 <= months <= 600:
        raise BadValue(f"silence is counted in months from 1 to 600; got {months}")
    with acting(actor, "edit a programme", subject=f"programme:{programme}", programme=programme, reason=reason) as act:
        act.summary = {"silent_after": {"before": row.silent_after, "after": months}}
        row.silent_after = months
        act.keep([row], new=False)


def institutions_of(project: models.Project) -> frozenset[str]:
    """The institutions that a project belongs to: those of its partners, under every id that they were merged from."""
    return institution_names.all_ids(project.partners.values_list("institution_id", flat=True))


def _acting(actor: Actor, verb: str, row: models.Project, reason: str) -> Any:
    return acting(
        actor, verb, subject=f"project:{row.id}", programme=row.programme_id, reason=reason,
        institutions=institutions_of(row),
    )  # fmt: skip


def _row(project: str) -> models.Project:
    row = models.Project.objects.filter(pk=project).first()
    if row is None:
        raise UnknownRow(f"no project has the id {project!r}")
    return row


def _shown(row: models.Project, name: str) -> object:
    return getattr(row, f"{name}_id", None) if name in {"place", "park", "announced_at"} else getattr(row, name)


def _set(row: models.Project, columns: Mapping[str, Any]) -> None:
    wrong = sorted(set(columns) - set(_COLUMNS))
    if wrong:
        raise BadValue(f"a project has no column {wrong[0]!r}; it has {', '.join(_COLUMNS)}")
    if "names" in columns:
        row.names = quoting.names(columns["names"], "a project")
    if "field" in columns:
        row.field = quoting.one_of(columns["field"], FIELDS, "field")
    for name in ("industry", "scenario", "external_id"):
        if name in columns:
            setattr(row, name, str(columns[name] or "").strip())
    for name in ("place", "park"):
        if name in columns:
            setattr(row, name, quoting.known(models.Place, columns[name], "place"))
    if "announced_at" in columns:
        row.announced_at = quoting.known(models.Event, columns["announced_at"], "event")
    if "came_from" in columns:
        row.came_from = _origin(str(columns["came_from"] or ""))
    if row.external_id:
        same = models.Project.objects.filter(programme=row.programme_id, external_id=row.external_id)
        twin = same.exclude(pk=row.pk).values_list("id", flat=True).first()
        if twin:
            raise DuplicateId(f"the external id {row.external_id!r} is that of the project {twin!r} of this programme")


def _origin(text: str) -> str:
    """What a project came of: an event, or a meeting where the record knows meetings."""
    if not text:
        return ""
    kind, _, key = text.partition(":")
    model = {"event": models.Event, "meeting": apps.all_models["record"].get("meeting")}.get(kind)
    if model is None or not key:
        raise BadValue(f"came_from is {text!r}; event:ID or meeting:ID would be right")
    quoting.known(model, key, kind)
    return text


def _join(act: Act, row: models.Project, institution: str, role: str, side: str) -> models.Partner:
    found = quoting.known(models.Institution, institution, "institution")
    if found is None:
        raise BadValue("a partner is an institution; got none")
    if side:
        quoting.known(models.Place, side, "place")
    if row.partners.filter(institution=found, role=role.strip()).exists():
        raise DuplicateId(
            f"{institution!r} is a partner of this project in the role {role.strip() or 'none'!r} already"
        )
    partner = models.Partner(project=row, institution=found, role=role.strip()[:40], side=side)
    act.keep([partner], new=True)
    return partner


def _event(act: Act, row: models.Project, period: str, words: Words | None, note: str) -> models.ProjectEvent:
    when = quoting.period(period, "when it happened")
    if not when:
        raise BadValue("an event of a project is dated; got no day, month or year")
    on = Period.parse(when).start
    if on > today():
        raise BadValue(f"{when} lies ahead: a life holds what has happened, a plan's target what is to come")
    if words is None and not note.strip():
        raise NoEvidence("an event rests on quoted words, or on a note that says how the person who enters it knows")
    quoted = quoting.quote(act, words) if words else None
    return models.ProjectEvent(
        project=row, period=when, on=on, at=act.at, quote=quoted, note=note, by=None if quoted else act.actor.name
    )


def _possible(row: models.Project, event: models.ProjectEvent) -> None:
    """Raise ImpossibleLife where the life with this event holds an order that cannot be."""
    wrong = impossible([*row.life.all(), event])
    if wrong:
        before, after = wrong
        advice = "withdraw the later one first" if event.withdraws_id else "check the days, or withdraw the wrong one"
        raise ImpossibleLife(
            f"{after.stage} ({after.period}) cannot come after {before.stage} ({before.period}); {advice}"
        )


def _add(act: Act, row: models.Project, event: models.ProjectEvent) -> None:
    event.key = sha256(canonical([row.id, act.position, event.stage, event.money_kind, event.period]))
    act.add([event])
    projections.project_projects(row.programme_id, [row.id])


def _project(row: models.Project) -> None:
    projections.project_projects(row.programme_id, [row.id])
    more = (row.external_id, row.industry, row.scenario)
    search_rows.put([search_rows.thing_row("project", row.id, row.programme_id, row.names, *more)])
