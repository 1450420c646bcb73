"""What was refused at the door, kept: who wanted what, and why it was refused."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.utils import timezone

from hongqiao.errors import HongqiaoError
from hongqiao.record import models
from hongqiao.record.roles import Actor


@contextmanager
def noted(actor: Actor, verb: str, subject: str) -> Iterator[None]:
    """Note every error of ours that leaves the block, and let it go on."""
    try:
        yield
    except HongqiaoError as error:
        note(actor, verb, subject, error)
        raise


def note(actor: Actor, verb: str, subject: str, error: HongqiaoError) -> models.Refusal:
    """Note one refusal."""
    return models.Refusal.objects.create(
        at=timezone.now(), actor=actor.name, verb=verb, subject=subject[:2000], error=type(error).__name__,
        reason=str(error)[:2000],
    )  # fmt: skip
