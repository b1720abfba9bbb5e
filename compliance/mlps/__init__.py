"""Classified protection: grading, evidence rules, posture of a system, both ways to a conclusion."""
