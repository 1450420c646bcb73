"""Gravity: estimation by PPML, and interaction models from unconstrained to doubly constrained."""

from hongqiao.measure.gravity.estimation import Estimate, Ppml, ppml
from hongqiao.measure.gravity.spatial import Calibration, Interaction, calibrate, interaction

__all__ = ["Calibration", "Estimate", "Interaction", "Ppml", "calibrate", "interaction", "ppml"]
