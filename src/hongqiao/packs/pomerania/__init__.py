"""The pomerania pack: data only."""
