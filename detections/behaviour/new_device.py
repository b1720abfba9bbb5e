"""New device: a hardware address nobody has seen in this part of the network.

Sources: LBL arpwatch (C. Leres, 1992), "new station"; NIST SP 800-53 Rev. 5, CM-8(3), automated detection of unauthorised
components; IEEE 802-2014 section 8.2: bit 1 of the first octet marks an address that was chosen locally, as phones do for
privacy, which is said in the finding. Where a sensor sees no hardware addresses, its inside IP addresses are used instead.
"""

from __future__ import annotations

from collections.abc import Iterator

from detections.behaviour.catalogue import Config
from detections.behaviour.contract import Detector, Finding, key
from detections.behaviour.observed import Connection, Sighting
from detections.behaviour.rarity import Learned, Mark
from model.times import SECOND, Micros


class NewDevice(Detector):
    name = "new_device"
    reads = (Sighting, Connection)

    def __init__(self, config: Config) -> None:
        super().__init__(config)
        limits = self.limits
        self._learning, self._sightings = int(limits["learning"] * SECOND), int(limits["sightings"])
        self._daily = int(limits["daily"])
        self._zones = self.table("zones", Learned, limits["memory"])
        self._devices = self.table("devices", Mark, limits["memory"])
        self._with_mac = self.table("zones_with_mac", Mark, limits["memory"])

    def observe(self, seen: Sighting | Connection, now: Micros) -> Iterator[Finding]:
        if isinstance(seen, Sighting):
            zone = seen.zone or seen.source
            self._with_mac.touch(key(seen.source), now, Mark).count += 1
            yield from self._meet(seen, now, zone, seen.mac, seen.address)
            return
        speaks = seen.answered and not seen.part and self.networks.inside(seen.client)
        if speaks and self._with_mac.get(key(seen.source)) is None:
            yield from self._meet(seen, now, seen.source, "", seen.client)

    def _meet(self, seen: Sighting | Connection, now: Micros, zone: str, mac: str, address: str) -> Iterator[Finding]:
        known = self._zones.touch(key(zone), now, lambda: Learned(first=seen.time))
        known.seen += 1
        mark = self._devices.touch(key(zone, mac or address), now, Mark)
        mark.count += 1
        if mark.count > 1 or not known.ready(seen.time, self._learning, self._sightings):
            return
        if known.may_tell(seen.time, self._daily):
            yield self._told(seen, known, zone, mac, address)

    def _told(self, seen: Sighting | Connection, known: Learned, zone: str, mac: str, address: str) -> Finding:
        days = (seen.time - known.first) / (86_400 * SECOND)
        local = bool(mac) and bool(int(mac[:2], 16) & 2)
        shown = f"{mac} ({address})" if mac and address else mac or address
        note = ", an address chosen locally (random or virtual)" if local else ""
        note_zh = "，为本地指定地址（随机化或虚拟网卡）" if local else ""
        group = {"source.mac": mac} if mac else {}
        return self.finding(
            seen,
            first_time=seen.time,
            event_ids=(seen.id,),
            group=group | ({"source.ip": address} if address else {}),
            measured={
                "zone": zone,
                "days_known": round(days, 1),
                "sightings": known.seen,
                "locally_administered": local,
                "held_back": known.held_back,
            },
            limits=("learning", "sightings", "daily"),
            why=f"{shown} appeared at {zone} for the first time in {days:.0f} days{note}",
            why_zh=f"{zone} 在 {days:.0f} 天内首次出现 {shown}{note_zh}",
        )
