"""Claims, what was judged of them, and published figures."""

from django.db import models

from hongqiao.record.models.kinds import Added, id_field, period_field
from hongqiao.record.models.sources import Document, Quote


class Claim(Added):
    """One quantity that a document states, with the quote that holds it; a correction is a claim that supersedes."""

    id = id_field()
    key = models.CharField(max_length=64, unique=True)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="claims")
    quote = models.ForeignKey(Quote, on_delete=models.PROTECT, related_name="claims")
    origin = models.CharField(max_length=20, default="reader")
    language = models.CharField(max_length=12, blank=True, default="")
    value = models.FloatField()
    value_hi = models.FloatField(null=True, blank=True)
    unit = models.CharField(max_length=40, blank=True, default="")
    per = models.CharField(max_length=40, blank=True, default="")
    comparator = models.CharField(max_length=8, default="=")
    kind = models.CharField(max_length=12, default="level")
    direction = models.CharField(max_length=8, blank=True, default="")
    status = models.CharField(max_length=12, default="ACTUAL")
    period = period_field()
    starts = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)
    place = models.CharField(max_length=120, blank=True, default="")
    indicator = models.CharField(max_length=200, blank=True, default="")
    indicator_text = models.TextField(blank=True, default="")
    speaker = models.TextField(blank=True, default="")
    notes = models.JSONField(default=dict)
    supersedes = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrections")

    class Meta:
        ordering = ["document", "id"]

    def __str__(self) -> str:
        return f"{self.comparator} {self.value:g} {self.unit}"


class Judgement(Added):
    """What a person (or a pack, by its quote) decided about a claim in a programme; undone by a later judgement."""

    id = id_field()
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="judgements")
    programme = models.ForeignKey("record.Programme", on_delete=models.PROTECT, related_name="judgements")
    verdict = models.CharField(max_length=16)
    fact = models.CharField(max_length=120, blank=True, default="")
    relation = models.CharField(max_length=16, blank=True, default="")
    reason = models.TextField(blank=True, default="")
    by = models.CharField(max_length=200)
    at = models.DateTimeField()
    undoes = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="undone_by")
    replacement = models.ForeignKey(Claim, null=True, blank=True, on_delete=models.PROTECT, related_name="replaces")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.verdict} {self.claim_id}"


class Publication(Added):
    """That the figure of a fact is retracted, or published again; the latest holds. What was accepted is published."""

    id = id_field()
    fact = models.ForeignKey("record.Fact", on_delete=models.PROTECT, related_name="publications")
    programme = models.ForeignKey("record.Programme", on_delete=models.PROTECT, related_name="publications")
    verdict = models.CharField(max_length=16)
    reason = models.TextField(blank=True, default="")
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return f"{self.verdict} {self.fact_id}"


class Figure(Added):
    """A published number with its whole basis; one that a later figure supersedes stays readable."""

    id = id_field()
    key = models.CharField(max_length=64, db_index=True)
    programme = models.CharField(max_length=120, blank=True, default="", db_index=True)
    indicator = models.CharField(max_length=120, blank=True, default="")
    subject = models.CharField(max_length=200, blank=True, default="", db_index=True)
    value = models.FloatField()
    value_hi = models.FloatField(null=True, blank=True)
    unit = models.CharField(max_length=40)
    comparator = models.CharField(max_length=8, default="=")
    status = models.CharField(max_length=12, default="ACTUAL")
    period = period_field()
    starts = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)
    place = models.CharField(max_length=120, blank=True, default="")
    about = models.BooleanField(default=False)
    basis = models.JSONField()
    basis_key = models.CharField(max_length=64)
    notes = models.JSONField(default=dict)
    at = models.DateTimeField()
    supersedes = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrections")

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["indicator", "place", "starts"])]

    def __str__(self) -> str:
        return f"{self.comparator} {self.value:g} {self.unit}"
