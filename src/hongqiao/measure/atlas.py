"""Complexity of a long table: every measure by place, product and year."""

from typing import Any

import narwhals as nw
import numpy as np
import polars as pl
from numpy.typing import NDArray

from hongqiao.errors import BadSpecification, EmptyPlace, MissingValue, NegativeShare, ShapeMismatch
from hongqiao.measure.complexity import complexity


def complexity_table(
    data: Any, *, place: str = "place", product: str = "product", value: str = "value", year: str | None = None
) -> pl.DataFrame:
    """All measures of complexity of a long table, one row per place and product (and year).

    data: a polars or pandas frame with one row per place and product; pairs that are not there count as zero. A place
    or product without any value in a year is left out of that year. Adds ``rca``, ``present``, ``density``, ``eci``,
    ``pci``, ``diversity``, ``ubiquity``, ``outlook_index`` and ``outlook_gain``. Raises ShapeMismatch for rows that
    repeat a pair, MissingValue, NegativeShare, BadSpecification for absent columns.

    >>> rows = [(p, g, v) for p, values in zip("abc", ([9, 9, 9], [9, 9, 1], [9, 1, 1])) for g, v in zip("xyz", values)]
    >>> frame = pl.DataFrame(rows, schema=["place", "product", "value"], orient="row")
    >>> complexity_table(frame).filter(product="x")["eci"].round(3).to_list()
    [1.309, -0.191, -1.118]
    """
    frame = nw.from_native(data, eager_only=True).to_polars()
    keys = [place, product, *([year] if year else [])]
    absent = [column for column in (*keys, value) if column not in frame.columns]
    if absent:
        raise BadSpecification(f"complexity: no column {', '.join(absent)}; there are {', '.join(frame.columns)}")
    frame = frame.select(*keys, pl.col(value).cast(pl.Float64))
    if frame[value].null_count() or frame[value].is_nan().any():
        raise MissingValue(f"complexity: values missing in column {value!r}; leave such rows out, or fill them")
    if (frame[value] < 0).any():
        raise NegativeShare(f"complexity: negative values in column {value!r}; shares need zero or more")
    if year is None:
        return _of_one(frame, place, product, value)
    parts = frame.partition_by(year, maintain_order=True)
    return pl.concat([_of_one(part, place, product, value, {year: part[year][0]}) for part in parts]).sort(keys[::-1])


def _of_one(
    frame: pl.DataFrame, place: str, product: str, value: str, labels: dict[str, Any] | None = None
) -> pl.DataFrame:
    there = frame if (frame[value] > 0).all() else frame.filter(pl.col(value) > 0)
    if not there.height:
        raise EmptyPlace("complexity: no value above zero")
    (places, row), (products, column) = _coded(there[place]), _coded(there[product])
    flat = row * len(products) + column
    table = np.zeros(len(places) * len(products))
    table[flat] = there[value].to_numpy()
    if np.count_nonzero(table) != there.height:
        raise ShapeMismatch("complexity: some place and product stand more than once; add them up first")
    found = complexity(table.reshape(len(places), len(products)))
    spread = np.arange(len(places), dtype=np.uint32).repeat(len(products))
    each = np.tile(np.arange(len(products), dtype=np.uint32), len(places))
    made = pl.DataFrame(
        {
            place: places.gather(spread),
            product: products.gather(each),
            value: table,
            "rca": found.advantage.ravel(),
            "present": found.presence.ravel(),
            "density": found.density.ravel(),
            "eci": found.eci.repeat(len(products)),
            "pci": np.tile(found.pci, len(places)),
            "diversity": found.diversity.repeat(len(products)),
            "ubiquity": np.tile(found.ubiquity, len(places)),
            "outlook_index": found.outlook_index.repeat(len(products)),
            "outlook_gain": found.outlook_gain.ravel(),
        }
    )
    return made.with_columns([pl.lit(label).alias(name) for name, label in (labels or {}).items()])


def _coded(labels: pl.Series) -> tuple[pl.Series, NDArray[np.int64]]:
    """The distinct labels in order, and the position of each row's label among them."""
    distinct = labels.unique().sort()
    if labels.dtype == pl.String:
        # an enumeration is looked up by hash, which is faster than by bisection
        return distinct, labels.cast(pl.Enum(distinct)).to_physical().to_numpy().astype(np.int64)
    return distinct, distinct.search_sorted(labels).to_numpy().astype(np.int64)
