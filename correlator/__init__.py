"""Alert to Incident: alerts that tell one attack, each with the reason it belongs.

In:  Alerts in arrival order.
Out: IncidentChange values; a snapshot from which the same engine can go on.
Not: detection, storage, clocks. The same alerts in the same order give the same incidents.
"""
