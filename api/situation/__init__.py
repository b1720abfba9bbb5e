"""The situation (态势): an index for the district, its units, systems and zones, and what every point of it goes back to."""
