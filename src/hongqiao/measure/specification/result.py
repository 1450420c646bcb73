"""What a specification yields: results of lines, each with its figure or its gap."""

from dataclasses import dataclass, field
from typing import Any

from hongqiao.ground.basis import as_json
from hongqiao.ground.figure import Figure


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a result: a figure, or words where there is none."""

    row: str
    column: str
    figure: Figure | None
    says: str = ""
    details: tuple[tuple[str, Any], ...] = ()

    def plain(self, *, with_basis: bool) -> dict[str, Any]:
        """The line as plain values."""
        found: dict[str, Any] = {"row": self.row, "column": self.column}
        if self.figure is not None:
            found |= {"value": self.figure.value, "unit": self.figure.unit, "comparator": self.figure.comparator}
            if self.figure.value_hi is not None:
                found["value_hi"] = self.figure.value_hi
            if self.figure.period is not None:
                found["period"] = self.figure.period.text
            if with_basis:
                found["basis"] = as_json(self.figure.basis)
        if self.says:
            found["says"] = self.says
        return found | dict(self.details)


@dataclass(frozen=True, slots=True)
class Result:
    """The outcome of one table of a specification."""

    id: str
    kind: str
    formula: str
    lines: tuple[Line, ...]
    notes: tuple[str, ...] = ()
    with_basis: bool = True
    parameters: tuple[tuple[str, Any], ...] = field(default=())

    def plain(self) -> list[dict[str, Any]]:
        """The result as one head and its lines, each a plain mapping."""
        head = {"result": self.id, "kind": self.kind, "formula": self.formula, "notes": list(self.notes)}
        head |= dict(self.parameters)
        return [head, *({"result": self.id} | line.plain(with_basis=self.with_basis) for line in self.lines)]
