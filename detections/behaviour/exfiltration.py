"""Exfiltration volume: a machine sends far more outside within an hour than it does in its own busy hours.

Sources: B. Iglewicz, D. Hoaglin, "How to Detect and Handle Outliers", ASQC 1993 (modified z-score, 0.6745·(x − median)/MAD,
outlier above 3.5); MITRE ATT&CK T1048, T1567 for what it may mean. Hours are compared on a logarithmic scale, because
traffic volumes are heavy-tailed (V. Paxson, S. Floyd, "Wide-Area Traffic: The Failure of Poisson Modeling", 1995): the
question is how many times more, not how many bytes more. A floor in bytes keeps quiet machines quiet.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import expm1, log1p

import msgspec

from detections.behaviour.catalogue import Config
from detections.behaviour.contract import Detector, Finding, Samples, key
from detections.behaviour.observed import Connection
from detections.behaviour.statistics import mad, median, modified_z
from model.times import HOUR, SECOND, Micros

LEAST_SPREAD = 0.2
"""Of the logarithm: hours within a fifth of each other count as equal, however steady the machine was."""


class Sent(msgspec.Struct, array_like=True):
    """hours: logarithms of the bytes of past hours in which anything was sent. hour: the one being counted, its number."""

    hour: int = 0
    bytes_out: int = 0
    told: bool = False
    first: Micros = 0
    hours: list[float] = msgspec.field(default_factory=list)
    servers: dict[str, int] = msgspec.field(default_factory=dict)
    samples: Samples = msgspec.field(default_factory=Samples)


class Exfiltration(Detector):
    name = "exfiltration"
    reads = (Connection,)

    def __init__(self, config: Config) -> None:
        super().__init__(config)
        limits = self.limits
        self._hours, self._kept = int(limits["hours"]), int(limits["hours_kept"])
        self._learning = int(limits["learning"] * SECOND)
        self._z, self._floor = limits["z"], limits["bytes"]
        self._sent = self.table("sent", Sent, limits["memory"])

    def observe(self, seen: Connection, now: Micros) -> Iterator[Finding]:
        if not self.networks.inside(seen.client) or not self.networks.outside(seen.server) or not seen.out:
            return
        sent = self._sent.touch(key(seen.client), now, lambda: Sent(first=seen.time))
        hour = seen.time // HOUR
        if hour > sent.hour:
            self._turn(sent, hour)
        elif hour < sent.hour:
            return  # late: its hour is closed
        sent.bytes_out += seen.out
        if len(sent.servers) < 64 or seen.server in sent.servers:
            sent.servers[seen.server] = sent.servers.get(seen.server, 0) + seen.out
        sent.samples.add(seen.id)
        if sent.told or sent.bytes_out < self._floor or len(sent.hours) < self._hours:
            return
        if seen.time - sent.first < self._learning:
            return
        z = modified_z(log1p(sent.bytes_out), sent.hours, LEAST_SPREAD)
        if z >= self._z:
            sent.told = True
            yield self._told(seen, sent, z)

    def _turn(self, sent: Sent, hour: int) -> None:
        if sent.bytes_out:
            sent.hours.append(log1p(sent.bytes_out))
            if len(sent.hours) > self._kept:
                del sent.hours[0]
        sent.hour, sent.bytes_out, sent.told = hour, 0, False
        sent.servers, sent.samples = {}, Samples()

    def _told(self, seen: Connection, sent: Sent, z: float) -> Finding:
        usual = expm1(median(sent.hours))
        most = sorted(sent.servers.items(), key=lambda item: (-item[1], item[0]))[:5]
        times = sent.bytes_out / max(1.0, usual)
        return self.finding(
            seen,
            first_time=seen.time // HOUR * HOUR,
            event_ids=sent.samples.ids,
            group={"source.ip": seen.client},
            about={"destination.ip": most[0][0]},
            measured={
                "bytes": sent.bytes_out,
                "usual_bytes": round(usual),
                "z": round(z, 2),
                "spread": round(mad(sent.hours), 3),
                "hours": len(sent.hours),
                "destinations": [f"{server} {size}" for server, size in most],
            },
            limits=("z", "bytes", "hours", "learning"),
            why=(
                f"{seen.client} sent {sent.bytes_out:,} bytes outside within the hour, {times:,.0f} times its usual "
                f"{usual:,.0f} of {len(sent.hours)} earlier hours; most went to {most[0][0]}"
            ),
            why_zh=(
                f"{seen.client} 本小时向外发送 {sent.bytes_out:,} 字节，是其以往 {len(sent.hours)} 个小时常态（{usual:,.0f} 字节）的 "
                f"{times:,.0f} 倍，主要发往 {most[0][0]}"
            ),
        )
