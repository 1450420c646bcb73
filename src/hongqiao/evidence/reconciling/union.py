"""Sets that grow together: union-find with path halving (Tarjan & van Leeuwen 1984)."""

from collections import defaultdict


class Groups:
    """Numbers from 0 to `count` - 1 in groups; every number begins alone."""

    def __init__(self, count: int) -> None:
        self._above = list(range(count))

    def find(self, item: int) -> int:
        """The number that stands for the item's group."""
        above = self._above
        while above[item] != item:
            above[item] = above[above[item]]
            item = above[item]
        return item

    def unite(self, a: int, b: int) -> None:
        """Put two groups together; the smaller number stands for them."""
        first, second = sorted((self.find(a), self.find(b)))
        self._above[second] = first

    def lists(self) -> list[list[int]]:
        """The groups, each ascending, in the order of their first members."""
        found: dict[int, list[int]] = defaultdict(list)
        for item in range(len(self._above)):
            found[self.find(item)].append(item)
        return list(found.values())
