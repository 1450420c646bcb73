"""Requests that were answered already: the same key does the same work once, and gets the same answer."""

import datetime as dt
from collections.abc import Callable

from django.db import connection, transaction
from django.utils import timezone

from hongqiao.errors import AlreadyAnswered
from hongqiao.record import models
from hongqiao.record.ledger import hold
from hongqiao.record.turns import turn

KEPT = dt.timedelta(days=1)


def once(token: models.Token, key: str, request: str, work: Callable[[], tuple[int, str]]) -> tuple[int, str]:
    """Do the work in one transaction and keep its answer; without a key, only the former.

    `request` is a digest of what was asked: the same key with another one raises AlreadyAnswered. Two at once: the
    second waits for the first and gets its answer. Work that fails leaves nothing, and may be tried again.
    """
    with turn(connection), transaction.atomic():
        hold(connection)
        if not key:
            return work()
        now = timezone.now()
        models.Answer.objects.filter(at__lt=now - KEPT).delete()
        known = models.Answer.objects.filter(token=token, key=key).first()
        if known is not None:
            if known.request != request:
                raise AlreadyAnswered(f"the idempotency key {key!r} came before with another request; use a new one")
            return known.status, known.body
        status, body = work()
        models.Answer.objects.create(token=token, key=key, request=request, status=status, body=body, at=now)
        return status, body
