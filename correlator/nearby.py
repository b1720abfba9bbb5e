"""Links that no shared entity makes: what happens beside an incident, at the same moment or next door.

    moment     a background alert on a machine in the very second of an alert of an incident: another view of one event
    neighbour  what is unusual on a machine while an escalated incident goes on next to it: two weak reasons together

They join single alerts, and speak for nothing else: they neither merge incidents nor make the machine part of one.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from correlator.identity import Part
from correlator.index import EntityIndex
from correlator.linking import Link
from correlator.settings import CorrelatorSettings
from correlator.sites import Sites
from correlator.state import OpenIncident
from model.times import MINUTE, SECOND, Micros

KINDS = frozenset({"moment", "neighbour"})
MOMENT_WEIGHT = 0.6
NEAR_WEIGHT, NEAR_TAU = 0.5, 60 * MINUTE
UNUSUAL_WEIGHT = 0.35
UNUSUAL_HOURS = 2
"""Seen in at most so many different hours of a day: not new, but nothing that goes on all day."""
OF_ONE_RULE = 3
"""So many machines or actors of one rule an incident takes as neighbours: more would be a flood, not a detail."""
MAX_HOT = 64
DETAILS = 8
"""So many alerts of one rule of low level an escalated incident takes as details."""


def takes_detail(incident: OpenIncident, rule: str) -> bool:
    known = incident.rules.get(rule)
    return known is None or known.count < DETAILS


def moments(
    machines: Iterable[Part], time: Micros, index: EntityIndex, open_: Mapping[str, OpenIncident]
) -> dict[str, Link]:
    links: dict[str, Link] = {}
    for part in machines:
        record = index.seen.get(part.key)
        for incident_id, posting in record.postings.items() if record else ():
            incident = open_.get(incident_id)
            if incident is not None and not incident.background and abs(time - posting.last) <= SECOND:
                links.setdefault(incident_id, Link(MOMENT_WEIGHT, 0.0, "moment", posting.alert, [part.key]))
    return links


def neighbours(
    rule: str,
    machine: Part,
    time: Micros,
    actors: frozenset[str],
    hot: Iterable[OpenIncident],
    sites: Sites,
    settings: CorrelatorSettings,
) -> dict[str, Link]:
    """actors: machines that act in the alert; hot: escalated incidents, each with the machine its last alert was
    about, and when; alerts that were only near do not count, or one neighbour would bring in the next."""
    site = sites.of(machine.key)
    near = sites.nearness(site, settings)
    links = {}
    for incident in hot:
        gap = max(0, time - incident.last_own, incident.first_event - time)
        if incident.kinds.get(rule, 0) >= OF_ONE_RULE or (
            actors and incident.actors and actors.isdisjoint(incident.actors)
        ):
            continue
        if not incident.centre or gap > NEAR_TAU or sites.of(incident.centre) != site:
            continue
        weight = 1.0 - (1.0 - NEAR_WEIGHT * near * math.exp(-gap / NEAR_TAU)) * (1.0 - UNUSUAL_WEIGHT)
        if weight >= settings.join:
            path = [machine.key, f"rule:{rule}", incident.centre]
            links[incident.id] = Link(weight, 0.0, "neighbour", incident.last_alert, path)
    return links
