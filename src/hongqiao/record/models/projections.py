"""The current projection: what pages read. Made from the other rows, rebuilt at will, never a source."""

from django.db import models

from hongqiao.record.models.claims import Claim
from hongqiao.record.models.kinds import Derived
from hongqiao.record.models.programme import Fact, Programme
from hongqiao.record.models.projects import Project


class CurrentClaim(Derived):
    """How a claim stands in a programme: waiting, accepted, rejected, corrected, or retracted with its fact; what it adds."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="current")
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="current_claims")
    fact = models.ForeignKey(Fact, null=True, on_delete=models.CASCADE, related_name="current_claims")
    state = models.CharField(max_length=12)
    relation = models.CharField(max_length=16, blank=True, default="")
    differs = models.JSONField(default=list)
    batch = models.CharField(max_length=64, blank=True, default="", db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme", "claim"], name="current_once")]
        indexes = [
            models.Index(fields=["programme", "state", "id"]),
            models.Index(fields=["fact", "state"]),
        ]

    def __str__(self) -> str:
        return f"{self.claim_id} {self.state}"


class ComparedKey(Derived):
    """By what a current claim is compared: a hash of its number, its indicator, or a word (see `record.compared`)."""

    current = models.ForeignKey(CurrentClaim, on_delete=models.CASCADE, related_name="keys")
    key = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["key", "current"])]

    def __str__(self) -> str:
        return f"{self.current_id} {self.key}"


class CurrentFact(Derived):
    """How a fact stands: how many say so, from how many independent sources, and where they differ.

    One that is `retracted` is no figure in use: its claims are kept, and counted nowhere.
    """

    fact = models.OneToOneField(Fact, primary_key=True, on_delete=models.CASCADE, related_name="current")
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="current_facts")
    claims = models.PositiveIntegerField(default=0)
    documents = models.PositiveIntegerField(default=0)
    sources = models.PositiveIntegerField(default=0)
    languages = models.JSONField(default=list)
    conflicts = models.JSONField(default=list)
    conflict_count = models.PositiveIntegerField(default=0)
    retracted = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["programme", "conflict_count"]),
            models.Index(fields=["fact"], condition=models.Q(retracted=True), name="facts_retracted"),
        ]

    def __str__(self) -> str:
        return str(self.fact_id)


class CurrentProject(Derived):
    """How a project stands: its stage, since when, and when evidence was last seen."""

    project = models.OneToOneField(Project, primary_key=True, on_delete=models.CASCADE, related_name="current")
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="current_projects")
    stage = models.CharField(max_length=16, db_index=True)
    since = models.DateField(null=True)
    last_evidence = models.DateField(null=True)
    money = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["programme", "stage"])]

    def __str__(self) -> str:
        return f"{self.project_id} {self.stage}"


class SearchText(Derived):
    """What search looks through: one row per thing that has a page, its words and Han pairs spelt out."""

    kind = models.CharField(max_length=16)
    object = models.CharField(max_length=120)
    programme = models.CharField(max_length=120, blank=True, default="", db_index=True)
    title = models.TextField()
    tokens = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "object", "programme"], name="searched_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.object}"
