"""Tables that come in: files, polars, pandas or plain mappings, as one polars frame with nulls for gaps."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import narwhals as nw
import polars as pl

from hongqiao.errors import BadSpecification

GAPS = ["NA", "", "NaN", "nan", "null"]


def table_of(given: Any, what: str) -> pl.DataFrame:
    """The given table as a polars frame; a path is read as CSV with NA and empty cells as gaps."""
    if isinstance(given, str | Path):
        path = Path(given)
        if not path.is_file():
            raise BadSpecification(f"{what}: no file {path}")
        frame = pl.read_csv(path, null_values=GAPS, infer_schema_length=None)
    elif isinstance(given, Mapping):
        frame = pl.DataFrame(dict(given))
    elif isinstance(given, list):
        frame = pl.DataFrame(given, infer_schema_length=None)
    else:
        frame = nw.from_native(given, eager_only=True).to_polars()
    return frame.with_columns(pl.col(pl.Float64, pl.Float32).fill_nan(None))
