"""What the detectors of rare things share: learning per host, and not flooding after an upgrade.

Source: W. U. Hassan et al., "NoDoze: Combatting Threat Alert Fatigue with Automated Provenance Triage", NDSS 2019, section
V: how unusual an event is follows from how often it was seen on this host and on others.
"""

from __future__ import annotations

import msgspec

from model.times import DAY, Micros


class Learned(msgspec.Struct, array_like=True):
    """A host: since when it is known, how much was seen of it, and what was reported today."""

    first: Micros = 0
    seen: int = 0
    day: int = 0
    told: int = 0
    held_back: int = 0

    def ready(self, time: Micros, learning: Micros, least: int) -> bool:
        return self.seen >= least and time - self.first >= learning

    def may_tell(self, time: Micros, most: int) -> bool:
        """Whether another finding today is within the daily number; counts it either way."""
        if time // DAY != self.day:
            self.day, self.told, self.held_back = time // DAY, 0, 0
        if self.told >= most:
            self.held_back += 1
            return False
        self.told += 1
        return True


class Holders(msgspec.Struct, array_like=True):
    """Hosts a thing was seen on, at most as many as decide whether it is rare."""

    hosts: list[str] = msgspec.field(default_factory=list)

    def add(self, host: str, most: int) -> None:
        if host not in self.hosts and len(self.hosts) <= most:
            self.hosts.append(host)


class Mark(msgspec.Struct, array_like=True):
    """Seen before; how often."""

    count: int = 0
