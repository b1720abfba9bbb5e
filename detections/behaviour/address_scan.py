"""Address scan: one source tries the same port on many hosts, and most do not answer.

Source: J. Jung, V. Paxson, A. Berger, H. Balakrishnan, "Fast Portscan Detection Using Sequential Hypothesis Testing", IEEE
Symposium on Security and Privacy 2004 (see walk.py): the paper's own case, kept apart per port so that the alert can say
what was looked for. No time window; the floor of distinct hosts keeps a few dead servers from being a scan.
"""

from __future__ import annotations

from collections.abc import Iterator

from detections.behaviour.catalogue import Config
from detections.behaviour.contract import Detector, Finding, key
from detections.behaviour.observed import Connection
from detections.behaviour.port_scan import unsolicited
from detections.behaviour.walk import SCANNER, Walk
from model.severity import Level
from model.times import SECOND, Micros


class AddressScan(Detector):
    name = "address_scan"
    reads = (Connection,)

    def __init__(self, config: Config) -> None:
        super().__init__(config)
        self._least = int(self.limits["hosts"])
        self._repeat = int(self.limits["repeat"] * SECOND)
        self._walks = self.table("walks", Walk, self.limits["memory"])

    def observe(self, seen: Connection, now: Micros) -> Iterator[Finding]:
        if seen.answered is None or seen.part or unsolicited(seen):
            return
        if not (self.networks.inside(seen.server) or self.networks.outside(seen.server)):
            return  # multicast and broadcast: nobody has to answer
        place = key(seen.client, seen.port, seen.transport)
        if seen.answered and self._walks.get(place) is None:
            return
        walk = self._walks.touch(place, now, Walk)
        if walk.told and seen.time - walk.told < self._repeat:
            return
        if not walk.step(seen.server, seen.answered, seen.start, seen.id):
            return
        if walk.ratio >= SCANNER and walk.failed >= self._least:
            yield self._told(seen, walk)
            walk.begin(seen.time)

    def _told(self, seen: Connection, walk: Walk) -> Finding:
        inside = self.networks.inside(seen.client)
        span = max(1, (seen.time - walk.first) // SECOND)
        service = f"{seen.port}/{seen.transport}"
        return self.finding(
            seen,
            first_time=walk.first,
            event_ids=walk.samples.ids,
            group={"source.ip": seen.client, "destination.port": str(seen.port)},
            about={"destination.ip": seen.server},
            measured={
                "hosts_failed": walk.failed,
                "hosts_answered": walk.answered,
                "seconds": span,
                "likelihood_ratio_log": round(walk.ratio, 3),
                "hosts": walk.lost[:32],
            },
            limits=("hosts",),
            level=Level.HIGH if inside else None,
            why=(
                f"{seen.client} tried {service} on {walk.failed + walk.answered} hosts within {span} s and "
                f"{walk.failed} did not answer: it does not know where the service is"
            ),
            why_zh=(
                f"{seen.client} 在 {span} 秒内对 {walk.failed + walk.answered} 台主机尝试 {service}，"
                f"{walk.failed} 台无应答，说明它并不知道服务在哪里"
            ),
        )
