"""A measurement as a file: tables, indices, composites, profiles, targets and checks named in one TOML."""

from hongqiao.measure.specification.result import Line, Result
from hongqiao.measure.specification.run import run

__all__ = ["Line", "Result", "run"]
