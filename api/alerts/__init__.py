"""Alerts: what detections report, and what people decide about it."""
