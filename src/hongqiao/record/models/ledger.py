"""The ledger: one row per verb, each chained to the one before; and every former state of every row that changed."""

from django.db import models

from hongqiao.record.models.kinds import Added


class LedgerEntry(models.Model):
    """What was done, by whom and why; `rows_digest` covers all rows that the verb added or changed."""

    position = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor = models.CharField(max_length=200)
    role = models.CharField(max_length=32)
    verb = models.CharField(max_length=64, db_index=True)
    subject = models.CharField(max_length=200, blank=True, default="", db_index=True)
    programme = models.CharField(max_length=120, blank=True, default="", db_index=True)
    reason = models.TextField(blank=True, default="")
    summary = models.JSONField(default=dict)
    rows = models.PositiveIntegerField(default=0)
    rows_digest = models.CharField(max_length=64)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return f"{self.position} {self.verb} {self.subject}"


class Revision(Added):
    """One state of one row that may change: `after` is the whole row, or null where it was removed.

    For personal data `after` holds a salted hash alone.
    """

    id = models.CharField(primary_key=True, max_length=32)
    table = models.CharField(max_length=64)
    row = models.CharField(max_length=120)
    at = models.DateTimeField()
    after = models.JSONField(null=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["table", "row", "position"])]

    def __str__(self) -> str:
        return f"{self.table} {self.row} at {self.position}"
