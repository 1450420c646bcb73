"""Clusters: specialisation, concentration, localisation, stars, and industries as objects."""
