"""The demo pack: data only."""
