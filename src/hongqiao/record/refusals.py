"""What was refused: one line in the server's log, one counted row in a table that is forgotten after a while.

Refusals do not go into the ledger: whoever is refused must not be able to make the record grow. Addresses and account
names that somebody tried are kept as keyed hashes, so that equal ones can be counted and none can be read.
"""

import datetime as dt
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import DatabaseError, transaction
from django.db.models import F, Sum
from django.utils import timezone
from django.utils.crypto import salted_hmac

from hongqiao.errors import HongqiaoError
from hongqiao.record.models import Refusal
from hongqiao.record.roles import Actor

_LOG = logging.getLogger("hongqiao.refused")
KEPT = dt.timedelta(days=90)
_SWEEP = 500  # every so many new rows, those that are too old go


@dataclass(frozen=True, slots=True)
class Asked:
    """A request, as far as a refusal remembers it."""

    method: str = ""
    path: str = ""
    who: str = ""
    client: str = ""
    about: str = ""


def hidden(text: str) -> str:
    """A keyed hash of an address or an account's name; empty for nothing."""
    return salted_hmac("hongqiao.refusals", text.casefold(), algorithm="sha256").hexdigest()[:32] if text else ""


def note(kind: str, status: int, what: str, asked: Asked) -> None:
    """Write down one refusal: `asked.client` and `asked.about` as they are, they are hashed here."""
    fields = {
        "kind": kind[:40],
        "status": status,
        "method": asked.method[:8],
        "path": _line(asked.path)[:200],
        "who": _line(asked.who)[:200],
        "client": hidden(asked.client),
        "about": hidden(asked.about),
    }
    said = _line(what)[:2000]
    _LOG.warning("%s", json.dumps({**fields, "what": said}, ensure_ascii=False))
    minute = timezone.now().replace(second=0, microsecond=0)
    try:
        with transaction.atomic():
            row, new = Refusal.objects.get_or_create(minute=minute, **fields, defaults={"what": said})
            if not new:
                Refusal.objects.filter(pk=row.pk).update(count=F("count") + 1)
            elif row.pk % _SWEEP == 0:
                Refusal.objects.filter(minute__lt=minute - KEPT).delete()
    except DatabaseError:
        # the refusal stands, and the log has it; what it must not become is a failure of the site
        _LOG.exception("a refusal could not be written to its table")


@contextmanager
def noted(actor: Actor, verb: str, subject: str) -> Iterator[None]:
    """Note every error of ours that leaves the block, by its name, and let it go on."""
    try:
        yield
    except HongqiaoError as error:
        note(type(error).__name__, 0, f"{verb}: {error}", Asked(path=subject, who=actor.name))
        raise


def _line(text: str) -> str:
    return "".join(letter if letter.isprintable() else " " for letter in text)


def counted(kind: str, since: dt.datetime, *, client: str | None = None, about: str | None = None) -> int:
    """How often a kind was refused since then, to a client, about an account."""
    rows = Refusal.objects.filter(kind=kind, minute__gte=since.replace(second=0, microsecond=0))
    if client is not None:
        rows = rows.filter(client=hidden(client))
    if about is not None:
        rows = rows.filter(about=hidden(about))
    return int(rows.aggregate(total=Sum("count"))["total"] or 0)


def latest(count: int) -> list[Refusal]:
    """The latest refusals, newest first."""
    return list(Refusal.objects.order_by("-minute", "-id")[:count])
