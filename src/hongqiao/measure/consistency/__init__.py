"""Checks that name a gap: sums, shares, units, digits, aggregates, labels, and which variant made a table."""

from hongqiao.measure.consistency.diagnosis import (
    Diagnosis,
    diagnose,
    diagnose_coupling,
    diagnose_entropy_weights,
    diagnose_topsis,
)
from hongqiao.measure.consistency.gap import Gap
from hongqiao.measure.consistency.parts import (
    aggregate_codes,
    aggregate_rows,
    check_shares,
    check_total,
    refuse_aggregates,
)
from hongqiao.measure.consistency.published import (
    Printed,
    Reproduction,
    explain,
    printed,
    reproduce,
    rounding_allowance,
)
from hongqiao.measure.consistency.series import check_series, require_series
from hongqiao.measure.consistency.slips import find_slips
from hongqiao.measure.consistency.variants import (
    which_coupling,
    which_entropy_topsis,
    which_entropy_weights,
    which_spread,
    which_topsis,
    which_variant,
)

__all__ = [
    "Diagnosis",
    "Gap",
    "Printed",
    "Reproduction",
    "aggregate_codes",
    "aggregate_rows",
    "check_series",
    "check_shares",
    "check_total",
    "diagnose",
    "diagnose_coupling",
    "diagnose_entropy_weights",
    "diagnose_topsis",
    "explain",
    "find_slips",
    "printed",
    "refuse_aggregates",
    "reproduce",
    "require_series",
    "rounding_allowance",
    "which_coupling",
    "which_entropy_topsis",
    "which_entropy_weights",
    "which_spread",
    "which_topsis",
    "which_variant",
]
