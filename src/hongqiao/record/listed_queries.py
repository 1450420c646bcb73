"""Rows in the order of their keys, a page at a time: what the interface for machines lists.

Each function takes the key after which to begin and how many rows at most, and makes a fixed number of queries.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Model, Q, QuerySet

from hongqiao.ground.figure import Figure
from hongqiao.record import models, projections
from hongqiao.record.matching_queries import KINDS
from hongqiao.record.page_queries import Said, said
from hongqiao.record.roles import Actor, may
from hongqiao.record.world_queries import figure_of, texts_of

type Listing = models.Offer | models.Need


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A published figure with what it is about."""

    id: str
    programme: str
    indicator: str
    subject: str
    place: str
    status: str
    supersedes: str | None
    superseded_by: str | None
    figure: Figure


def after[M: Model](rows: QuerySet[M], key: str, limit: int) -> list[M]:
    """The rows after a key, in the order of their ids."""
    return list((rows.filter(pk__gt=key) if key else rows).order_by("pk")[:limit])


def plans(key: str, limit: int, programme: str = "") -> list[models.Plan]:
    """Plans, of one programme or all."""
    return after(_of(models.Plan.objects.all(), programme=programme), key, limit)


def clauses(key: str, limit: int, plan: str = "") -> list[models.Clause]:
    """Clauses, of one plan or all."""
    return after(_of(models.Clause.objects.all(), plan=plan), key, limit)


def targets(key: str, limit: int, programme: str = "") -> list[models.Target]:
    """Targets, of one programme or all."""
    return after(_of(models.Target.objects.select_related("plan"), plan__programme=programme), key, limit)


def measures(key: str, limit: int, programme: str = "") -> list[models.Measure]:
    """Measures, of one programme or all."""
    return after(_of(models.Measure.objects.all(), programme=programme), key, limit)


def projects(key: str, limit: int, programme: str = "") -> list[models.Project]:
    """Projects, of one programme or all."""
    return after(_of(models.Project.objects.select_related("current"), programme=programme), key, limit)


def events(key: str, limit: int, programme: str = "") -> list[models.Event]:
    """Events, of one programme or all."""
    return after(_of(models.Event.objects.all(), programme=programme), key, limit)


def facts(key: str, limit: int, programme: str = "") -> list[models.Fact]:
    """Facts, of one programme or all."""
    return after(_of(models.Fact.objects.select_related("current"), programme=programme), key, limit)


def places(key: str, limit: int) -> list[models.Place]:
    """Places."""
    return after(models.Place.objects.all(), key, limit)


def institutions(key: str, limit: int) -> list[models.Institution]:
    """Institutions."""
    return after(models.Institution.objects.all(), key, limit)


def indicators(key: str, limit: int) -> list[models.Indicator]:
    """Indicators."""
    return after(models.Indicator.objects.all(), key, limit)


def datasets(key: str, limit: int) -> list[models.DataSet]:
    """Data sets without their rows."""
    return after(models.DataSet.objects.defer("body"), key, limit)


def quotes(key: str, limit: int, document: str = "") -> list[models.Quote]:
    """Quotes, of one document or all."""
    return after(_of(models.Quote.objects.select_related("document"), document=document), key, limit)


def quote(quote_id: str) -> models.Quote | None:
    """One quote, or None."""
    return models.Quote.objects.filter(pk=quote_id).select_related("document").first()


def claims(
    key: str, limit: int, *, programme: str = "", document: str = "", fact: str = "", state: str = "", drafts: bool
) -> list[tuple[str, Said]]:
    """Claims as they stand in a programme, each with the programme's id; without `drafts` the accepted ones alone, or those retracted.

    A claim that stands in two programmes is listed once for each: the key is the claim's id, ``~``, the programme's.
    """
    rows = models.CurrentClaim.objects.select_related("claim__quote", "claim__document")
    rows = _of(rows, programme=programme, claim__document=document, fact=fact, state=state)
    if not drafts and state != "retracted":
        rows = rows.filter(state="accepted")
    if key:
        first, _, second = key.partition("~")
        rows = rows.filter(Q(claim__gt=first) | Q(claim=first, programme__gt=second))
    found = list(rows.order_by("claim", "programme")[:limit])
    shown: dict[tuple[str, str], Said] = {}
    for where in {item.programme_id for item in found}:  # the same claim may stand differently in two programmes
        there = {item.claim_id: item for item in found if item.programme_id == where}
        shown |= {(where, row.id): row for row in said((item.claim for item in there.values()), there)}
    return [(item.programme_id, shown[item.programme_id, item.claim_id]) for item in found]


def claim(claim_id: str, *, drafts: bool) -> tuple[Said, dict[str, str]] | None:
    """One claim, and how it stands in each programme; None where it is a draft that is not to be read."""
    rows = models.CurrentClaim.objects.filter(claim=claim_id).select_related("claim__quote", "claim__document")
    standing = list(rows if drafts else rows.filter(state__in=projections.HELD))
    if not standing:
        return None
    shown = said([standing[0].claim], {claim_id: standing[0]})[0]
    return shown, {item.programme_id: item.state for item in standing}


def figures(key: str, limit: int, *, programme: str = "", indicator: str = "", place: str = "") -> list[FigureRow]:
    """Published figures, those that were superseded too."""
    wanted = _of(models.Figure.objects.all(), programme=programme, indicator=indicator, place=place)
    return _figures(after(wanted, key, limit))


def figure(figure_id: str) -> FigureRow | None:
    """One published figure, or None."""
    rows = _figures(models.Figure.objects.filter(pk=figure_id))
    return rows[0] if rows else None


def _figures(rows: Iterable[models.Figure]) -> list[FigureRow]:
    found = list(rows)
    texts = texts_of(found)
    later = dict(
        models.Figure.objects.filter(supersedes__in=[row.id for row in found]).values_list("supersedes_id", "id")
    )
    return [
        FigureRow(
            row.id, row.programme, row.indicator, row.subject, row.place, row.status, row.supersedes_id,
            later.get(row.id), figure_of(row, texts),
        )
        for row in found
    ]  # fmt: skip


def listings(kind: str, key: str, limit: int, *, programme: str = "", reader: Actor) -> list[Listing]:
    """Offers or needs: published ones for everybody, others for their own institution and for those who review."""
    rows = _of(KINDS[kind]._default_manager.all(), programme=programme)
    if not may(reader, "review an offer"):
        rows = rows.filter(Q(state="published") | Q(institution=reader.institution or ""))
    return after(rows, key, limit)


def listing(kind: str, key: str, reader: Actor) -> Listing | None:
    """One offer or need, or None where there is none that the reader may see."""
    row = KINDS[kind]._default_manager.filter(pk=key).first()
    if row is None or row.state == "published" or may(reader, "review an offer"):
        return row
    return row if reader.institution == row.institution_id else None


def job(key: str) -> models.Job | None:
    """One job, or None."""
    return models.Job.objects.filter(pk=key).first()


def entries(position: int, limit: int) -> list[models.LedgerEntry]:
    """Ledger entries after a position, oldest first."""
    return list(models.LedgerEntry.objects.filter(position__gt=position).order_by("position")[:limit])


def entry(position: int) -> models.LedgerEntry | None:
    """One ledger entry, or None."""
    return models.LedgerEntry.objects.filter(position=position).first()


def _of[M: Model](rows: QuerySet[M], **wanted: str) -> QuerySet[M]:
    return rows.filter(**{name: value for name, value in wanted.items() if value})
