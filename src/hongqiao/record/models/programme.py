"""A programme: plans, clauses, targets, measures, events, and what to watch besides."""

from django.db import models

from hongqiao.record.models.kinds import Kept, id_field, period_field
from hongqiao.record.models.sources import Quote
from hongqiao.record.models.world import Place


class Programme(Kept):
    """What places do together, over years; everything else hangs on it."""

    id = id_field()
    names = models.JSONField(default=dict)
    description = models.JSONField(default=dict)
    banner = models.JSONField(default=dict)
    places = models.JSONField(default=list)
    fields = models.JSONField(default=list)
    started = period_field()
    pack = models.CharField(max_length=80, blank=True, default="")
    licence = models.TextField(blank=True, default="")
    silent_after = models.PositiveIntegerField(null=True, blank=True)  # months; null is the usual number

    def __str__(self) -> str:
        return self.id


class Plan(Kept):
    """A plan of a programme, for a period; plans nest."""

    id = id_field()
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="plans")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts")
    names = models.JSONField(default=dict)
    period = period_field()
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="plans")
    field = models.CharField(max_length=40, blank=True, default="")
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.id


class Clause(Kept):
    """One clause of a plan or of a measure, with the sentences that state it."""

    id = id_field()
    plan = models.ForeignKey(Plan, null=True, blank=True, on_delete=models.PROTECT, related_name="clauses")
    measure = models.ForeignKey(
        "record.Measure", null=True, blank=True, on_delete=models.PROTECT, related_name="clauses"
    )
    names = models.JSONField(default=dict)
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.id


class Fact(Kept):
    """What several claims say, each in its own words: a target, a watched quantity, or whatever was accepted.

    Targets, watched quantities and announcements share their id with their fact, so that one address serves both.
    """

    id = id_field()
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="facts")
    kind = models.CharField(max_length=16, default="stated")
    names = models.JSONField(default=dict)
    indicator = models.CharField(max_length=200, blank=True, default="")
    place = models.CharField(max_length=120, blank=True, default="")
    period = period_field()
    conflict_left_open = models.TextField(blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["programme", "kind"])]

    def __str__(self) -> str:
        return self.id


class Target(Kept):
    """A goal of a plan, with a deadline; a nested target is linked to its parent and never added to it."""

    id = id_field()
    fact = models.OneToOneField(Fact, on_delete=models.PROTECT, related_name="target")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="targets")
    clause = models.ForeignKey(Clause, null=True, blank=True, on_delete=models.PROTECT, related_name="targets")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts")
    names = models.JSONField(default=dict)
    indicator = models.CharField(max_length=120, blank=True, default="")
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="targets")
    deadline = period_field()
    deadline_on = models.DateField(null=True, blank=True)
    baseline = models.ForeignKey(
        "record.Figure", null=True, blank=True, on_delete=models.PROTECT, related_name="baseline_of"
    )
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.id


class Measure(Kept):
    """A measure: support, funding, a voucher; valid for a period, with a budget where one is stated."""

    id = id_field()
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="measures")
    names = models.JSONField(default=dict)
    kind = models.CharField(max_length=40, blank=True, default="")
    valid = period_field()
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="measures")
    field = models.CharField(max_length=40, blank=True, default="")
    rules = models.JSONField(default=list)
    budget = models.ForeignKey(
        "record.Figure", null=True, blank=True, on_delete=models.PROTECT, related_name="budget_of"
    )

    def __str__(self) -> str:
        return self.id


class Event(Kept):
    """Something that happened: a promotion week, a signing, a founding."""

    id = id_field()
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="events")
    names = models.JSONField(default=dict)
    kind = models.CharField(max_length=40, blank=True, default="")
    period = period_field()
    starts = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="events")
    institutions = models.JSONField(default=list)
    description = models.JSONField(default=dict)
    announces = models.ForeignKey(Fact, null=True, blank=True, on_delete=models.PROTECT, related_name="announced_at")

    class Meta:
        ordering = ["starts", "id"]

    def __str__(self) -> str:
        return self.id


class Watch(Kept):
    """A quantity that the overview shows besides the targets: a travel time, the output of a city."""

    id = id_field()
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="watches")
    fact = models.OneToOneField(Fact, on_delete=models.PROTECT, related_name="watch")
    indicator = models.CharField(max_length=120, blank=True, default="")
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="watches")
    names = models.JSONField(default=dict)
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.id


class Citation(Kept):
    """A quote that something rests on: a clause, an event, a measure, a project, a link between institutions."""

    id = id_field()
    kind = models.CharField(max_length=20)
    subject = models.CharField(max_length=120)
    quote = models.ForeignKey(Quote, on_delete=models.PROTECT, related_name="citations")
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["kind", "subject", "quote"], name="cited_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"
