"""The people of the two towns, and whom the matrix of permissions lets in."""

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction
from django.test import Client

PASSWORD = "a bridge of 3 arches"  # noqa: S105 -- of nobody
PEOPLE = {
    "ann": ("administrator", None),
    "pia": ("publisher", None),
    "edo": ("editor", None),
    "cal": ("contributor", "ald-council"),
    "bea": ("contributor", "bern-council"),
}
MATRIX: dict[str, dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "permissions.toml").read_text(encoding="utf-8")
)
#: from the least to the most: cal is of the institution that the objects belong to, bea of another one
ORDER = (None, "sue", "bea", "cal", "edo", "pia", "ann")
LET_IN: dict[str, set[str | None]] = {
    "everybody": set(ORDER),
    "account": {"sue", "bea", "cal", "edo", "pia", "ann"},
    "member": {"bea", "cal", "edo", "pia", "ann"},
    "own": {"cal", "edo", "pia", "ann"},
    "editor": {"edo", "pia", "ann"},
    "publisher": {"pia", "ann"},
    "administrator": {"ann"},
    "own account": {"cal", "ann"},  # the account in question is cal's
    "halfway": set(),  # between password and second factor; whoever is elsewhere is led to the entrance
    "nobody": set(),
}


@dataclass
class Town:
    """What there is: ids by name."""

    ids: dict[str, str]

    def client(self, name: str | None, **options: Any) -> Client:
        """A browser, signed in as somebody or nobody."""
        client = Client(**options)
        if name is not None:
            assert client.login(username=name, password=PASSWORD)
        return client


def refusals() -> list[tuple[str, int, str]]:
    """What was written down, in order: kind, status, who."""
    from hongqiao.record import models

    return list(models.Refusal.objects.order_by("id").values_list("kind", "status", "who"))


@contextmanager
def undone() -> Iterator[None]:
    """What is done within is undone afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
