"""What the search page asks of the record."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connections
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from hongqiao.record import models, search
from hongqiao.record.roles import Actor, may

KINDS = (
    "programme", "place", "plan", "target", "project", "event", "institution", "measure", "indicator", "fact", "offer",
    "need", "document",
)  # fmt: skip
"""Kinds of things in the order in which a reader looks for them; documents hold almost every word, so they come last."""


@dataclass(frozen=True, slots=True)
class Asking:
    """Who looks, and on which day: what is not public yet, or has expired, is found by those whom it concerns."""

    actor: Actor
    day: dt.date


def found(text: str, asking: Asking) -> Sequence[models.SearchText]:
    """Everything that holds every word of the text, what bears it as its name first; the page takes a slice."""
    everything = models.SearchText.objects.all()
    rows = search.matching(everything, connections[everything.db], text)  # the past lies in a database of its own
    named = Case(
        When(title__iexact=text, then=Value(0)),
        When(title__istartswith=text, then=Value(1)),
        When(title__icontains=text, then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    kind = Case(
        *(When(kind=name, then=Value(place)) for place, name in enumerate(KINDS)),
        default=Value(len(KINDS)),
        output_field=IntegerField(),
    )
    rows = rows.filter(_findable(asking)).annotate(named=named, rank=kind)
    return rows.order_by("named", "rank", "title", "object")  # type: ignore[return-value]  # a query set is sliced lazily


def _findable(asking: Asking) -> Q:
    """Offers and needs are found by all once published and until they expire, before and after by whom they concern."""
    if may(asking.actor, "review an offer"):
        return Q()
    offers, needs = (_open(model._default_manager.all(), asking) for model in (models.Offer, models.Need))
    listed = Q(kind="offer", object__in=offers) | Q(kind="need", object__in=needs)
    return ~Q(kind__in=("offer", "need")) | listed


def _open[T: models.Offer | models.Need](rows: QuerySet[T], asking: Asking) -> QuerySet[T, str]:
    shown = Q(state="published") & (Q(expires=None) | Q(expires__gte=asking.day))
    own = asking.actor.institution
    if own and may(asking.actor, "edit an offer", frozenset({own})):
        shown |= Q(institution=own)
    return rows.filter(shown).values_list("id", flat=True)
