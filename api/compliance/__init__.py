"""Compliance: posture of the district and of every system, items with their evidence, gates, papers, the plan."""
