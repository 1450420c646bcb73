"""Programmes and their parts: created and edited."""

from collections.abc import Mapping

from hongqiao.record import models, search_rows
from hongqiao.record.ledger import acting
from hongqiao.record.roles import Actor


def create_programme(
    actor: Actor, programme: str, names: Mapping[str, str], *, description: Mapping[str, str] | None = None
) -> models.Programme:
    """A programme with nothing in it yet; one that is there already stays as it is."""
    with acting(actor, "create a programme", subject=f"programme:{programme}", programme=programme) as act:
        existing = models.Programme.objects.filter(pk=programme).first()
        if existing is not None:
            return existing
        row = models.Programme(id=programme, names=dict(names), description=dict(description or {}))
        act.keep([row], new=True)
        search_rows.put([search_rows.thing_row("programme", row.id, row.id, row.names)])
    return row
