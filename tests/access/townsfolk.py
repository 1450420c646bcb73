"""The people of the two towns."""

from dataclasses import dataclass
from typing import Any

from django.test import Client

PASSWORD = "a bridge of 3 arches"  # noqa: S105 -- of nobody
PEOPLE = {
    "ann": ("administrator", None),
    "pia": ("publisher", None),
    "edo": ("editor", None),
    "cal": ("contributor", "ald-council"),
    "bea": ("contributor", "bern-council"),
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
