"""What was found wrong in a feed and how it was taken, in words and counts."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Repair:
    """One kind of oddity in a feed: what was done about it, how often, and one example.

    >>> Repair("blank times interpolated", 65, "trip 1200, stop 750000").count
    65
    """

    name: str
    count: int
    example: str


class Repairs:
    """Collects repairs while a feed is read; kinds that did not occur leave no trace."""

    def __init__(self) -> None:
        self._found: dict[str, Repair] = {}

    def note(self, name: str, count: int, example: str = "") -> None:
        """Add `count` cases of a kind; the first example of a kind is kept."""
        if count <= 0:
            return
        before = self._found.get(name)
        self._found[name] = Repair(name, count + (before.count if before else 0), before.example if before else example)

    def all(self) -> tuple[Repair, ...]:
        """Every repair, in the order of its first appearance."""
        return tuple(self._found.values())
