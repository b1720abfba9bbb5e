"""Which open incidents are forgotten when there are too many: candidates with the lowest score, the longest quiet first."""

from __future__ import annotations

from correlator.memory import Memory
from correlator.settings import CorrelatorSettings

SHARE = 20
RETIRED_AT_ONCE = 2
"""An alert opens at most two incidents (one more by a split), so that two with each alert keep the bound."""


def doom(memory: Memory, keep: str, alerts: int, settings: CorrelatorSettings) -> None:
    """Notes in `memory.doomed` a twentieth of the open incidents, or as many as hold a twentieth of the alerts; never
    `keep`. alerts: how many the open incidents hold."""
    order = sorted(
        (incident.escalated, incident.score(settings), incident.last_event, incident.id)
        for incident in memory.open.values()
        if incident.id != keep
    )
    incidents = len(memory.open)
    fewer_incidents = settings.max_open - settings.max_open // SHARE
    fewer_alerts = settings.max_alerts - settings.max_alerts // SHARE
    for *_, incident_id in order:
        if incidents <= fewer_incidents and alerts <= fewer_alerts:
            break
        members = len(memory.open[incident_id].members)
        memory.doomed[incident_id] = members
        incidents -= 1
        alerts -= members
