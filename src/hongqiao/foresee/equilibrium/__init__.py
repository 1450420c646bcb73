"""Structural gravity in changes: counterfactuals, the value of every link, the trade guide's own procedure."""
