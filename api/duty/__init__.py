"""The duty roster and the mode the district is in."""
