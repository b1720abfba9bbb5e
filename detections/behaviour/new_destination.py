"""New destination: a server, which talks to the same few places for weeks, calls an outside address it never called.

Source: T.-F. Yen et al., "Beehive: Large-Scale Log Analysis for Detecting Suspicious Activity in Enterprise Networks", ACSAC 2013,
section 4.2.1 (destination-based features: new destinations, those the network has no history of). Restricted to servers, whose
destinations are few; on desktops the same feature is noise. A machine counts as a server while several clients call it.
"""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import IPv4Address, ip_address, ip_network

import msgspec

from detections.behaviour.catalogue import Config
from detections.behaviour.contract import Detector, Finding, key
from detections.behaviour.observed import Connection
from detections.behaviour.rarity import Learned, Mark
from model.times import SECOND, Micros


class Served(msgspec.Struct, array_like=True):
    clients: list[str] = msgspec.field(default_factory=list)


def neighbourhood(address: str) -> str:
    """/24 or /48: services move among neighbouring addresses."""
    parsed = ip_address(address)
    if isinstance(parsed, IPv4Address):
        return f"{address.rpartition('.')[0]}.0/24"
    return str(ip_network((int(parsed) >> 80 << 80, 48)))


class NewDestination(Detector):
    name = "new_destination"
    reads = (Connection,)

    def __init__(self, config: Config) -> None:
        super().__init__(config)
        limits = self.limits
        self._learning, self._calls = int(limits["learning"] * SECOND), int(limits["calls"])
        self._clients, self._daily = int(limits["clients"]), int(limits["daily"])
        self._served = self.table("served", Served, limits["memory"])
        self._servers = self.table("servers", Learned, limits["memory"])
        self._destinations = self.table("destinations", Mark, limits["memory"])

    def observe(self, seen: Connection, now: Micros) -> Iterator[Finding]:
        if not seen.answered or seen.part:
            return
        if self.networks.inside(seen.server):
            served = self._served.touch(key(seen.server), now, Served).clients
            if len(served) < self._clients and seen.client not in served:
                served.append(seen.client)
        if not self.networks.inside(seen.client) or not self.networks.outside(seen.server):
            return
        host = self._servers.touch(key(seen.client), now, lambda: Learned(first=seen.time))
        host.seen += 1
        place = neighbourhood(seen.server)
        mark = self._destinations.touch(key(seen.client, place), now, Mark)
        mark.count += 1
        served_by = self._served.get(key(seen.client))
        if mark.count > 1 or served_by is None or len(served_by.clients) < self._clients:
            return
        if host.ready(seen.time, self._learning, self._calls) and host.may_tell(seen.time, self._daily):
            yield self._told(seen, place, host)

    def _told(self, seen: Connection, place: str, host: Learned) -> Finding:
        days = (seen.time - host.first) / (86_400 * SECOND)
        target = f"{seen.server}:{seen.port}"
        return self.finding(
            seen,
            first_time=seen.start,
            event_ids=(seen.id,),
            group={"source.ip": seen.client, "destination.ip": seen.server},
            measured={
                "destination.port": seen.port,
                "neighbourhood": place,
                "days_known": round(days, 1),
                "calls_seen": host.seen,
                "bytes_out": seen.out,
                "bytes_back": seen.back,
                "held_back": host.held_back,
            },
            limits=("learning", "calls", "clients", "daily"),
            why=(
                f"the server {seen.client} called {target} outside, in a network it had not called once in {days:.0f} days and "
                f"{host.seen} calls"
            ),
            why_zh=f"服务器 {seen.client} 连接外部 {target}，该网段在过去 {days:.0f} 天、{host.seen} 次外联中从未出现",
        )
