"""The kunshan pack: data only."""
