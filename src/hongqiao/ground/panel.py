"""Panel: many figures as one polars frame, with a basis for every column or row.

A panel of a million cells holds a frame and a handful of bases, not a million objects; the basis of one cell is
made when somebody asks for it. `apply` is the one seam where the results of a formula over arrays get their basis.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import narwhals as nw
import numpy as np
import polars as pl
from numpy.typing import NDArray

from hongqiao.errors import PanelMismatch
from hongqiao.ground import unit as units
from hongqiao.ground.basis import Basis, Column, Scalar, Step, require, sha256
from hongqiao.ground.figure import Figure
from hongqiao.ground.period import Period

type Formula = Callable[..., NDArray[Any] | float | tuple[NDArray[Any], ...]]


@dataclass(frozen=True, slots=True, eq=False)
class Panel:
    """Figures in rows and columns: `key` names the column of row keys, `units` the unit of each value column.

    Each value column rests on one basis (`bases[column]`: a data set's column, or the step that made it), or, where
    every row has a source of its own, on a sequence of bases, one a row. Gaps are nulls.

    >>> panel = Panel.from_dataset(pl.DataFrame({"code": ["a", "b"], "jobs": [3.0, 4.0]}), key="code",
    ...                            units={"jobs": "count"}, title="an example")
    >>> panel.figure("b", "jobs").value, panel.figure("b", "jobs").basis.row
    (4.0, 'b')
    """

    frame: pl.DataFrame
    key: str
    units: Mapping[str, str]
    bases: Mapping[str, Basis | Sequence[Basis]]
    period: Period | None = None
    sha256: str = field(init=False)
    _rows: dict[str, int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        if self.key not in self.frame.columns:
            raise PanelMismatch(f"the frame has no key column {self.key!r}; it has {', '.join(self.frame.columns)}")
        keys = [str(value) for value in self.frame[self.key].to_list()]
        rows = {value: index for index, value in enumerate(keys)}
        if len(rows) != len(keys):
            twice = sorted({value for value in keys if keys.count(value) > 1})[:5] if len(keys) < 10_000 else ["…"]
            raise PanelMismatch(f"row keys are unique; {', '.join(twice)} stand more than once in {self.key!r}")
        for column in self.columns:
            if column not in self.units or column not in self.bases:
                raise PanelMismatch(f"the column {column!r} needs a unit and a basis")
            units.unit(self.units[column])
            basis = self.bases[column]
            if isinstance(basis, Sequence):
                if len(basis) != self.frame.height:
                    raise PanelMismatch(f"{column!r} has {len(basis)} bases for {self.frame.height} rows")
            else:
                require(basis)
        object.__setattr__(self, "sha256", _digest(self.frame))
        object.__setattr__(self, "_rows", rows)

    @classmethod
    def from_dataset(
        cls, data: Any, *, key: str, units: Mapping[str, str], title: str = "", period: Period | None = None
    ) -> "Panel":
        """A panel over a data set (polars, pandas, pyarrow …); every cell rests on its column and row of it.

        The data set is named by the hash of its content; columns without a unit stay out of the panel.
        """
        frame = nw.from_native(data, eager_only=True).to_polars()
        missing = [column for column in (key, *units) if column not in frame.columns]
        if missing:
            raise PanelMismatch(f"the data set has no {', '.join(missing)}; it has {', '.join(frame.columns)}")
        digest = _digest(frame)
        kept = frame.select(pl.col(key).cast(pl.String), *[pl.col(column).cast(pl.Float64) for column in units])
        bases = {column: Column(digest, column, title=title) for column in units}
        return cls(kept, key, dict(units), bases, period)

    @property
    def columns(self) -> list[str]:
        """The value columns, in order."""
        return [column for column in self.frame.columns if column != self.key]

    @property
    def keys(self) -> list[str]:
        """The row keys, in order."""
        return list(self._rows)

    def array(self, *columns: str) -> NDArray[np.float64]:
        """Values as (rows, columns), float64, gaps as NaN; all columns where none is named."""
        chosen = list(columns) or self.columns
        return self.frame.select(pl.col(chosen).cast(pl.Float64).fill_null(float("nan"))).to_numpy()

    def basis(self, row: str, column: str) -> Basis:
        """What one cell rests on."""
        index, basis = self._index(row, column), self.bases[column]
        if isinstance(basis, Sequence):
            return basis[index]
        if isinstance(basis, Column) and basis.row is None:
            return replace(basis, row=row)
        if isinstance(basis, Step):
            return replace(basis, selector=f"{self.key}={row}; {column}")
        return basis

    def figure(self, row: str, column: str) -> Figure | None:
        """One cell as a figure with its basis, or None where the panel has a gap."""
        index = self._index(row, column)
        value = self.frame[column][index]
        if value is None or not np.isfinite(value):
            return None
        return Figure(float(value), self.units[column], self.basis(row, column), period=self.period)

    def _index(self, row: str, column: str) -> int:
        if column not in self.units or column not in self.frame.columns:
            raise PanelMismatch(f"no value column {column!r}; there are {', '.join(self.columns)}")
        if row not in self._rows:
            raise PanelMismatch(f"no row {row!r} in {self.key!r} ({self.frame.height} rows)")
        return self._rows[row]

    def _column_bases(self, columns: Sequence[str]) -> tuple[Basis, ...]:
        found: dict[str, Basis] = {}
        for column in columns:
            basis = self.bases[column]
            for part in basis if isinstance(basis, Sequence) else (basis,):
                found[part.key] = part
        return tuple(found.values())


def apply(
    formula: Formula,
    panel: Panel,
    *,
    columns: Sequence[str] | None = None,
    into: Sequence[str] | str | None = None,
    unit: str = "1",
    version: str = "1",
    arguments: Mapping[str, Any] | None = None,
    **parameters: Scalar,
) -> Panel:
    """A formula over a panel's values: a panel of its results, each cell with a `Step` as its basis.

    formula: takes an array (rows, columns) and keyword arguments; returns one of the same number of rows: the same
    shape keeps the column names, another shape needs `into`. parameters: plain values, kept in the basis.
    arguments: further arrays, kept in the basis by their hash. Raises PanelMismatch where shapes do not fit.

    >>> data = pl.DataFrame({"code": ["a", "b"], "jobs": [3.0, 1.0]})
    >>> panel = Panel.from_dataset(data, key="code", units={"jobs": "count"})
    >>> def share(x): return x / x.sum(axis=0)
    >>> apply(share, panel).figure("a", "jobs").value
    0.75
    """
    chosen = list(columns) if columns is not None else panel.columns
    result = formula(panel.array(*chosen), **dict(arguments or {}), **parameters)
    if isinstance(result, tuple) or not isinstance(result, np.ndarray):
        raise PanelMismatch(f"{formula.__name__} returned {type(result).__name__}; a panel needs one array")
    values = result if result.ndim == 2 else result.reshape(-1, 1)
    names = [into] if isinstance(into, str) else list(into) if into is not None else chosen
    if values.shape != (panel.frame.height, len(names)):
        raise PanelMismatch(
            f"{formula.__name__} returned {result.shape} for {panel.frame.height} rows; "
            f"{len(names)} column names were given ({', '.join(names[:5])})"
        )
    hashes: list[tuple[str, Scalar]] = [
        (name, f"sha256:{sha256(np.ascontiguousarray(value).tobytes())}") for name, value in (arguments or {}).items()
    ]
    stated: list[tuple[str, Scalar]] = list(parameters.items())
    step = Step(
        formula.__name__,
        version,
        panel._column_bases(chosen),
        tuple(sorted([*stated, *hashes], key=lambda pair: pair[0])),
        panel=panel.sha256,
    )
    frame = pl.DataFrame({panel.key: panel.frame[panel.key]} | {name: values[:, i] for i, name in enumerate(names)})
    frame = frame.with_columns(pl.col(names).cast(pl.Float64).fill_nan(None))
    return Panel(frame, panel.key, dict.fromkeys(names, unit), dict.fromkeys(names, step), panel.period)


def _digest(frame: pl.DataFrame) -> str:
    # the content in a fixed order of bytes, so that equal frames have equal hashes on every machine and version
    whole = hashlib.sha256()
    for name in frame.columns:
        series = frame[name]
        whole.update(f"{name}\x1f{series.len()}\x1f".encode())
        if series.dtype.is_numeric():
            values = series.cast(pl.Float64).fill_null(float("nan")).to_numpy()
            whole.update(np.ascontiguousarray(values, dtype="<f8").tobytes())
        else:
            whole.update("\x1e".join("" if value is None else str(value) for value in series.to_list()).encode())
    return whole.hexdigest()
