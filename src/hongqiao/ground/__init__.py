"""Values that every room shares: figures, their bases, units, periods, places, panels. No files, no network."""
