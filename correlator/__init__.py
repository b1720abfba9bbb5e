"""Alert to Incident: alerts that tell one attack, each with the reason it belongs.

In:  Alerts in arrival order.
Out: IncidentChange values; a snapshot from which the same engine can go on.
Not: detection, storage, clocks. The same alerts in the same order give the same incidents.

    engine.py    Correlator: which incident an alert joins, when incidents merge, what is forgotten
    index.py     who was seen where and when; which entities are hubs
    linking.py   how strongly a shared entity speaks, and the stated reason
    scoring.py   score, routine, escalation
    titles.py    what, who, where, in Chinese and English
    foreign.py   alerts from outside; inventory.py: a register of machines; export.py: the incident as it is printed
"""

from correlator.engine import Correlator
from correlator.settings import CorrelatorSettings

__all__ = ["Correlator", "CorrelatorSettings"]
