"""Work in the background, and what it found row by row."""

from django.db import models

from hongqiao.record.models.kinds import Passing, id_field

STATES = ("waiting", "checking", "writing", "finishing", "done", "checked", "refused", "failed", "cancelled")
ENDED = frozenset({"done", "checked", "refused", "failed", "cancelled"})


class Job(Passing):
    """One import on its way: what was asked, by whom, and how far it came; taken up again after a crash.

    `checkpoint` moves in the transaction that writes the rows, so that no row is written twice or left out.
    """

    id = id_field()
    kind = models.CharField(max_length=16, default="import")
    programme = models.CharField(max_length=120, blank=True, default="", db_index=True)
    actor = models.CharField(max_length=200)
    role = models.CharField(max_length=32)
    institution = models.CharField(max_length=120, blank=True, default="")
    name = models.CharField(max_length=300)
    path = models.TextField(blank=True, default="")
    body = models.BinaryField(null=True)
    sha256 = models.CharField(max_length=64, db_index=True)
    options = models.JSONField(default=dict)
    state = models.CharField(max_length=12, default="waiting", db_index=True)
    cancel = models.BooleanField(default=False)
    rows = models.PositiveIntegerField(default=0)
    looked_at = models.PositiveIntegerField(default=0)
    written = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    same = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    checkpoint = models.JSONField(default=list)
    tries = models.PositiveIntegerField(default=0)
    """How often it was begun since its checkpoint last moved; one that ends each time without a word is given up."""
    message = models.TextField(blank=True, default="")
    asked = models.DateTimeField()
    seen = models.DateTimeField()
    ended = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.name} {self.state}"


class JobLine(Passing):
    """What a job found in one cell or row: refused with what would be right, or what would change."""

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="lines")
    kind = models.CharField(max_length=8)
    table = models.CharField(max_length=64)
    row = models.PositiveIntegerField()
    key = models.CharField(max_length=120, blank=True, default="")
    column = models.CharField(max_length=120, blank=True, default="")
    error = models.CharField(max_length=64, blank=True, default="")
    got = models.TextField(blank=True, default="")
    right = models.TextField(blank=True, default="")
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["job", "kind", "id"])]

    def __str__(self) -> str:
        return f"{self.table} row {self.row}: {self.kind}"
