"""Integration of places: five fields, and the formulas of convergence, markets and linkage."""
