"""Who asked and was refused, and which requests were answered already: kept for a while, then forgotten."""

from django.db import models

from hongqiao.record.models.kinds import Passing
from hongqiao.record.models.people import Token


class Refusal(Passing):
    """What was refused: equal refusals of one minute are one row with a count, so that a flood fills no disk.

    `client` and `about` (the account that somebody tried to enter) are keyed hashes: equal ones can be counted, none
    can be read.
    """

    minute = models.DateTimeField(db_index=True)
    kind = models.CharField(max_length=40)
    status = models.PositiveSmallIntegerField()
    method = models.CharField(max_length=8, blank=True, default="")
    path = models.CharField(max_length=200, blank=True, default="")
    who = models.CharField(max_length=200, blank=True, default="")
    client = models.CharField(max_length=32, blank=True, default="")
    about = models.CharField(max_length=32, blank=True, default="")
    what = models.TextField(blank=True, default="")
    count = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-minute", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["minute", "kind", "status", "method", "path", "who", "client", "about"],
                name="refused_once_a_minute",
            )
        ]
        indexes = [models.Index(fields=["kind", "minute"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.status} {self.path}"


class Answer(Passing):
    """The answer to a request that carried an idempotency key, given again when the same request comes again."""

    token = models.ForeignKey(Token, on_delete=models.CASCADE, related_name="answers")
    key = models.CharField(max_length=120)
    request = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    body = models.TextField(blank=True, default="")
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["token", "key"], name="answered_once_for_a_key")]

    def __str__(self) -> str:
        return f"{self.key} {self.status}"
