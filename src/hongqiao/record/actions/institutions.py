"""Institutions: created, edited, and merged where two ids mean one; a merging moves nothing, so that it can be undone."""

from collections.abc import Mapping, Sequence
from typing import Any

from hongqiao.errors import BadValue, CircularPlan, DuplicateId, NothingToJudge, UnknownRow
from hongqiao.record import institution_names, models, search_rows
from hongqiao.record.actions import quoting
from hongqiao.record.ledger import acting
from hongqiao.record.roles import Actor, require

_COLUMNS = ("names", "kind", "place", "aliases", "identifiers", "source")


def create_institution(
    actor: Actor, names: Mapping[str, str], *, reason: str = "", **columns: Any
) -> models.Institution:
    """An institution or firm; `identifiers` are {scheme: identifier}, which no other institution may bear."""
    with acting(actor, "edit an institution", reason=reason) as act:
        row = models.Institution()
        act.subject, act.summary = f"institution:{row.id}", {"created": row.id}
        _set(row, {**columns, "names": names})
        act.keep([row], new=True)
        _search(row)
    return row


def edit_institution(actor: Actor, institution: str, *, reason: str = "", **columns: Any) -> models.Institution:
    """Change an institution: names, kind, place, aliases, identifiers, source. A contributor may change the own one."""
    row = _row(institution)
    own = institution_names.all_ids([institution])
    with acting(
        actor, "edit an institution", subject=f"institution:{institution}", reason=reason, institutions=own
    ) as act:
        act.summary = {"before": {name: _plain(row, name) for name in columns if name in _COLUMNS}}
        _set(row, columns)
        act.keep([row], new=False)
        _search(row)
    return row


def merge_institutions(actor: Actor, into: str, others: Sequence[str], *, reason: str) -> None:
    """Say that several ids mean one institution: the pages of the others lead to it, their projects are its own.

    Nothing is moved; `unmerge_institution` takes it back. Raises CircularPlan where they would stand for each other.
    """
    require(actor, "merge institutions")
    target = _row(into)
    if target.merged_into_id:
        raise CircularPlan(f"{into!r} is itself merged into {target.merged_into_id!r}; merge into that one")
    rows = [_row(other) for other in dict.fromkeys(others)]
    if not rows or any(row.id == into for row in rows):
        raise CircularPlan(f"an institution is merged into another one; got {', '.join(others) or 'none'} into {into}")
    done = [row.id for row in rows if row.merged_into_id]
    if done:
        raise NothingToJudge(f"{done[0]!r} is merged already; take that back first")
    with acting(actor, "merge institutions", subject=f"institution:{into}", reason=reason) as act:
        act.summary = {"into": into, "others": [row.id for row in rows]}
        for row in rows:
            row.merged_into = target
        act.keep(rows, new=False)


def unmerge_institution(actor: Actor, institution: str, *, reason: str = "") -> None:
    """Take a merging back: the institution stands for itself again."""
    require(actor, "merge institutions")
    row = _row(institution)
    if not row.merged_into_id:
        raise NothingToJudge(f"{institution!r} is not merged into another one")
    with acting(actor, "merge institutions", subject=f"institution:{institution}", reason=reason) as act:
        act.summary = {"taken back": institution, "from": row.merged_into_id}
        row.merged_into = None
        act.keep([row], new=False)


def _set(row: models.Institution, columns: Mapping[str, Any]) -> None:
    wrong = sorted(set(columns) - set(_COLUMNS))
    if wrong:
        raise BadValue(f"an institution has no column {wrong[0]!r}; it has {', '.join(_COLUMNS)}")
    if "names" in columns:
        row.names = quoting.names(columns["names"], "an institution")
    if "kind" in columns:
        row.kind = str(columns["kind"] or "").strip()[:40]
    if "source" in columns:
        row.source = str(columns["source"] or "").strip()
    if "place" in columns:
        row.place = quoting.known(models.Place, columns["place"], "place")
    if "aliases" in columns:
        row.aliases = list(dict.fromkeys(alias.strip() for alias in columns["aliases"] if alias.strip()))
    if "identifiers" in columns:
        row.identifiers = {
            scheme.strip(): str(value).strip() for scheme, value in columns["identifiers"].items() if str(value).strip()
        }
        _unique(row)


def _unique(row: models.Institution) -> None:
    """An identifier names one institution; the same one on two ids says that they should be merged."""
    family = institution_names.all_ids([row.id])
    wanted = set(row.identifiers.items())
    for key, identifiers in models.Institution.objects.exclude(pk__in=family).values_list("id", "identifiers"):
        same = wanted & set(identifiers.items())
        if same:
            scheme, value = min(same)
            raise DuplicateId(f"{scheme} {value} is the identifier of {key!r}; merge the two, or correct one of them")


def _row(institution: str) -> models.Institution:
    row = models.Institution.objects.filter(pk=institution).first()
    if row is None:
        raise UnknownRow(f"no institution has the id {institution!r}")
    return row


def _plain(row: models.Institution, name: str) -> object:
    return row.place_id if name == "place" else getattr(row, name)


def _search(row: models.Institution) -> None:
    more = (*row.aliases, *row.identifiers.values())
    search_rows.put([search_rows.thing_row("institution", row.id, "", row.names, *more)])
