"""The two kinds of row: those that are only ever added, and those that keep each of their former states."""

import os
import time
import uuid
from typing import Any

from django.db import models

ID_LENGTH = 120


def new_id() -> str:
    """A UUID of version 7 (RFC 9562): ordered by time, random otherwise, derived from nothing that can be edited.

    >>> new_id()[14]
    '7'
    """
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds & (2**48 - 1)) << 80 | int.from_bytes(os.urandom(10))
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return str(uuid.UUID(int=value))


def id_field() -> models.CharField[str, str]:
    """A primary key: a stable slug given by a pack, or a new UUID."""
    return models.CharField(primary_key=True, max_length=ID_LENGTH, default=new_id, editable=False)


def period_field(**options: Any) -> models.CharField[str, str]:
    """A period in its text form; the days it spans are kept beside it where pages order or filter by them."""
    return models.CharField(max_length=32, blank=True, default="", **options)


class Added(models.Model):
    """A row that is added and never changed or deleted; triggers refuse both.

    `position` is the ledger entry that covers it, `digest` the SHA-256 of its canonical content.
    """

    position = models.PositiveBigIntegerField(db_index=True, editable=False)
    digest = models.CharField(max_length=64, editable=False)

    class Meta:
        abstract = True


class Kept(models.Model):
    """A row that may change: each change is a `Revision`, and `position` is the entry of its latest one."""

    position = models.PositiveBigIntegerField(db_index=True, editable=False)

    class Meta:
        abstract = True


class Erasable(models.Model):
    """Personal data: the ledger holds only a salted hash, so that erasing row and salt leaves nothing behind."""

    position = models.PositiveBigIntegerField(db_index=True, editable=False)
    salt = models.CharField(max_length=64, editable=False)

    class Meta:
        abstract = True


class Derived(models.Model):
    """A row of the current projection: made from the others, rebuilt at will, never a source."""

    class Meta:
        abstract = True


class Passing(models.Model):
    """A row that is kept for a while only: no part of the record, in no backup, covered by no ledger entry."""

    class Meta:
        abstract = True
