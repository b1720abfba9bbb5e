"""Alert to Incident: alerts that tell one attack, each with the reason it belongs.

In:  Alerts in arrival order.
Out: IncidentChange values; a snapshot from which the same engine can go on.
Not: detection, storage, clocks. The same alerts in the same order give the same incidents.

    engine.py     Correlator: alerts in, changes out, snapshot, what people decided
    formation.py  which incident an alert joins, when incidents merge, split and are forgotten
    again.py      when an incident begins again and is two
    identity.py   one thing under several names; sites.py: which machines stand near each other; known.py: what the
                  register says of both
    habits.py     what is usual here, and how much evidence an alert therefore is
    index.py      who was seen where and when; which entities are hubs
    linking.py    how strongly a shared entity speaks, and the stated reason; nearby.py: links without one
    scoring.py    score and escalation; memory.py, state.py: what is remembered
    titles.py     what, who, where, in Chinese and English
    foreign.py    alerts from outside; export.py: the incident as it is printed
"""

from correlator.engine import Correlator
from correlator.settings import CorrelatorSettings

__all__ = ["Correlator", "CorrelatorSettings"]
