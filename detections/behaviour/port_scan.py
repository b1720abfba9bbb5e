"""Port scan: one source tries many ports of one host, and most do not answer.

Source: J. Jung, V. Paxson, A. Berger, H. Balakrishnan, "Fast Portscan Detection Using Sequential Hypothesis Testing", IEEE
Symposium on Security and Privacy 2004 (see walk.py), applied to the ports of one host instead of the hosts of one network.
The walk has no time window, so that a slow scan is a scan; the floor of distinct ports keeps a handful of dead services
from being one.
"""

from __future__ import annotations

from collections.abc import Iterator

from detections.behaviour.catalogue import Config
from detections.behaviour.contract import Detector, Finding, key
from detections.behaviour.observed import Connection
from detections.behaviour.walk import SCANNER, Walk
from model.severity import Level
from model.times import SECOND, Micros

TRACEROUTE = range(33434, 33535)
"""Ports traceroute sends to and expects no service on (RFC 1393 names the method; LBL traceroute, port 32768+666)."""


def unsolicited(seen: Connection) -> bool:
    """A late answer or an error report, not somebody's attempt: UDP from a service's port, or traceroute's."""
    return seen.transport == "udp" and (0 < seen.client_port < 1024 or seen.port in TRACEROUTE)


class PortScan(Detector):
    name = "port_scan"
    reads = (Connection,)

    def __init__(self, config: Config) -> None:
        super().__init__(config)
        self._least = int(self.limits["ports"])
        self._repeat = int(self.limits["repeat"] * SECOND)
        self._walks = self.table("walks", Walk, self.limits["memory"])

    def observe(self, seen: Connection, now: Micros) -> Iterator[Finding]:
        if seen.answered is None or seen.part or unsolicited(seen):
            return
        place = key(seen.client, seen.server)
        if seen.answered and self._walks.get(place) is None:
            return  # nothing failed so far: an answer can only argue for innocence
        walk = self._walks.touch(place, now, Walk)
        if walk.told and seen.time - walk.told < self._repeat:
            return
        if not walk.step(f"{seen.port}/{seen.transport}", seen.answered, seen.start, seen.id):
            return
        if walk.ratio >= SCANNER and walk.failed >= self._least:
            yield self._told(seen, walk)
            walk.begin(seen.time)

    def _told(self, seen: Connection, walk: Walk) -> Finding:
        inside = self.networks.inside(seen.client)
        span = max(1, (seen.time - walk.first) // SECOND)
        return self.finding(
            seen,
            first_time=walk.first,
            event_ids=walk.samples.ids,
            group={"source.ip": seen.client, "destination.ip": seen.server},
            measured={
                "ports_failed": walk.failed,
                "ports_answered": walk.answered,
                "seconds": span,
                "likelihood_ratio_log": round(walk.ratio, 3),
                "ports": walk.lost[:32],
            },
            limits=("ports",),
            level=Level.HIGH if inside else None,
            why=(
                f"{seen.client} tried {walk.failed + walk.answered} ports of {seen.server} within {span} s and "
                f"{walk.failed} did not answer; a client that knows its services fails far less often"
            ),
            why_zh=(
                f"{seen.client} 在 {span} 秒内尝试 {seen.server} 的 {walk.failed + walk.answered} 个端口，其中 "
                f"{walk.failed} 个无应答，远高于正常访问的失败比例"
            ),
        )
