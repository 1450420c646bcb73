"""Events: created and edited; an event ends after it begins, and names institutions that the record holds."""

from collections.abc import Mapping, Sequence
from typing import Any

from hongqiao.errors import BadPeriod, BadValue, DeadlineBeforeStart, UnknownRow
from hongqiao.ground.period import Period
from hongqiao.record import models, search_rows
from hongqiao.record.actions import quoting
from hongqiao.record.actions.documents import require_programme
from hongqiao.record.actions.quoting import Words
from hongqiao.record.ledger import acting
from hongqiao.record.roles import Actor, require

_COLUMNS = ("names", "kind", "period", "place", "description", "institutions")


def create_event(
    actor: Actor, programme: str, names: Mapping[str, str], *, quotes: Sequence[Words] = (), reason: str = "", **columns: Any
) -> models.Event:  # fmt: skip
    """An event of a programme: a signing, a promotion week, with the words that tell of it."""
    require(actor, "edit an event")
    require_programme(programme)
    with acting(actor, "edit an event", programme=programme, reason=reason) as act:
        row = models.Event(programme_id=programme)
        act.subject, act.summary = f"event:{row.id}", {"created": row.id}
        _set(row, {**columns, "names": names})
        act.keep([row], new=True)
        quoting.cite(act, "event", row.id, quotes)
        _search(row)
    return row


def edit_event(
    actor: Actor, event: str, *, quotes: Sequence[Words] | None = None, reason: str = "", **columns: Any
) -> models.Event:
    """Change an event: names, kind, period, place, description, institutions, its quotes.

    Raises DeadlineBeforeStart where it would end before it begins.
    """
    require(actor, "edit an event")
    row = models.Event.objects.filter(pk=event).first()
    if row is None:
        raise UnknownRow(f"no event has the id {event!r}")
    with acting(
        actor, "edit an event", subject=f"event:{event}", programme=row.programme_id, reason=reason
    ) as act:  # fmt: skip
        act.summary = {"columns": sorted(columns)}
        _set(row, columns)
        act.keep([row], new=False)
        if quotes is not None:
            quoting.cite(act, "event", row.id, quotes)
        _search(row)
    return row


def _set(row: models.Event, columns: Mapping[str, Any]) -> None:
    wrong = sorted(set(columns) - set(_COLUMNS))
    if wrong:
        raise BadValue(f"an event has no column {wrong[0]!r}; it has {', '.join(_COLUMNS)}")
    if "names" in columns:
        row.names = quoting.names(columns["names"], "an event")
    if "kind" in columns:
        row.kind = str(columns["kind"] or "").strip()[:40]
    if "place" in columns:
        row.place = quoting.known(models.Place, columns["place"], "place")
    if "description" in columns:
        given = columns["description"] or {}
        row.description = {language: text.strip() for language, text in given.items() if text.strip()}
    if "institutions" in columns:
        wanted = list(dict.fromkeys(columns["institutions"] or ()))
        for key in wanted:
            quoting.known(models.Institution, key, "institution")
        row.institutions = wanted
    if "period" in columns:
        _when(row, str(columns["period"] or ""))


def _when(row: models.Event, text: str) -> None:
    first, slash, last = text.partition("/")
    if slash:
        try:
            begins, ends = Period.parse(first), Period.parse(last)
        except BadPeriod as error:
            raise BadValue(f"the event's dates: {error}") from None
        if ends.end < begins.start:
            raise DeadlineBeforeStart(
                f"the event ends {ends.text}, before it begins {begins.text}; an end after the beginning would be right"
            )
    row.period = quoting.period(text, "the event's dates")
    found = Period.parse(row.period) if row.period else None
    row.starts, row.ends = (found.start, found.end) if found else (None, None)


def _search(row: models.Event) -> None:
    more = row.description.values()
    search_rows.put([search_rows.thing_row("event", row.id, row.programme_id, row.names, *more)])
