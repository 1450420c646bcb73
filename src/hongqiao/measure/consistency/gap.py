"""A named gap between what stands in a table and what should."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that does not fit, and what would explain it.

    ``kind`` is a stable word: ``sum``, ``share``, ``factor``, ``shift``, ``rounding``, ``digits``, ``sign``, ``row``,
    ``unit``, ``missing``, ``aggregate``, ``label``, ``value``. ``where`` names the cell, row or year.
    """

    kind: str
    where: str
    got: float | str
    expected: float | str
    says: str
    factor: float | None = None

    def __str__(self) -> str:
        return f"{self.kind} at {self.where}: {self.says}"
