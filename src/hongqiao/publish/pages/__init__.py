"""The pages: each asks the record one thing and shows it; what changes something calls an action."""
