"""Integration of places: five fields, and the formulas of convergence, markets and linkage."""

from hongqiao.measure.integration.doubt import Doubt
from hongqiao.measure.integration.fields import Band, Cell, FieldScore, Profile, profile
from hongqiao.measure.integration.indicators import (
    ASPECTS,
    FIELDS,
    Goalposts,
    Indicator,
    Value,
    goalposts_of,
    read_indicators,
    read_values,
)

__all__ = [
    "ASPECTS",
    "FIELDS",
    "Band",
    "Cell",
    "Doubt",
    "FieldScore",
    "Goalposts",
    "Indicator",
    "Profile",
    "Value",
    "goalposts_of",
    "profile",
    "read_indicators",
    "read_values",
]
