"""DNS tunnel: one machine sends more through the names below one domain than names need.

Sources: V. Paxson et al., "Practical Comprehensive Bounds on Surreptitious Communication over DNS", USENIX Security 2013:
bound what a client could have sent to one registered domain by the information in the distinct names it asked for, and look
at those above 4 kB a day (the paper compresses; we take length times Shannon entropy, an upper bound that needs no window of
names). K. Born, D. Gustafson, "Detecting DNS Tunnels Using Character Frequency Analysis", 2010, and G. Farnham, "Detecting DNS
Tunneling", SANS 2013: length of names and unusual record types, here to tell tunnels from look-ups by hash (reputation
services), which are short and ask for addresses.
"""

from __future__ import annotations

from collections.abc import Iterator
from zlib import crc32

import msgspec

from detections.behaviour.catalogue import Config
from detections.behaviour.contract import Detector, Finding, Samples, key
from detections.behaviour.names import split_name
from detections.behaviour.observed import Query
from detections.behaviour.statistics import entropy
from model.times import SECOND, Micros

CARRIERS = frozenset({"TXT", "NULL", "CNAME", "MX", "SRV", "PRIVATE", "KEY"})
"""Types whose answers carry free data (Farnham 2013, section 4.1; iodine and dnscat2 documentation)."""
SHORTEST = 10
"""Characters below the registered domain under which a name carries too little to be looked at."""
BITS = 4096
"""Places of the map of names met. Two names may share one and count once, which undercounts by an eighth at 1,024."""


class Asked(msgspec.Struct, array_like=True):
    """met: one bit per name met. content: bits of information in the distinct names."""

    start: Micros = 0
    met: bytearray = msgspec.field(default_factory=lambda: bytearray(BITS // 8))
    names: int = 0
    characters: int = 0
    content: float = 0.0
    carriers: int = 0
    told: Micros = 0
    longest: str = ""
    samples: Samples = msgspec.field(default_factory=Samples)


class DnsTunnel(Detector):
    name = "dns_tunnel"
    reads = (Query,)

    def __init__(self, config: Config) -> None:
        super().__init__(config)
        limits = self.limits
        self._window, self._repeat = int(limits["window"] * SECOND), int(limits["repeat"] * SECOND)
        self._names, self._content = int(limits["names"]), limits["content"] * 8
        self._length, self._carriers = limits["length"], limits["carriers"]
        self._asked = self.table("asked", Asked, limits["window"] * 2)

    def observe(self, seen: Query, now: Micros) -> Iterator[Finding]:
        before, domain = split_name(seen.name)
        if len(before) < SHORTEST:
            return
        asked = self._asked.touch(key(seen.client, domain), now, lambda: Asked(start=seen.time))
        if asked.told and 0 <= seen.time - asked.told < self._repeat:
            return
        if seen.time - asked.start > self._window or asked.names >= BITS // 2:
            asked = self._begin(asked, seen.time)
        place = crc32(before.encode()) % BITS
        byte, bit = divmod(place, 8)
        if asked.met[byte] >> bit & 1:
            return
        asked.met[byte] |= 1 << bit
        content = before.replace(".", "")
        asked.names += 1
        asked.characters += len(content)
        asked.content += len(content) * entropy(content)
        asked.carriers += seen.record in CARRIERS
        asked.samples.add(seen.id)
        if len(seen.name) > len(asked.longest):
            asked.longest = seen.name
        if asked.names < self._names or asked.content < self._content:
            return
        mean, carriers = asked.characters / asked.names, asked.carriers / asked.names
        if mean >= self._length or carriers >= self._carriers:
            yield self._told(seen, domain, asked, mean, carriers)
            asked.told = seen.time
            self._begin(asked, seen.time)

    @staticmethod
    def _begin(asked: Asked, time: Micros) -> Asked:
        asked.start, asked.met, asked.samples = time, bytearray(BITS // 8), Samples()
        asked.names = asked.characters = asked.carriers = 0
        asked.content, asked.longest = 0.0, ""
        return asked

    def _told(self, seen: Query, domain: str, asked: Asked, mean: float, carriers: float) -> Finding:
        sent = round(asked.content / 8)
        per = asked.content / asked.characters
        return self.finding(
            seen,
            first_time=asked.start,
            event_ids=asked.samples.ids,
            group={"source.ip": seen.client, "dns.question.registered_domain": domain},
            about={"dns.question.name": domain},
            measured={
                "names": asked.names,
                "content": sent,
                "length": round(mean, 1),
                "entropy": round(per, 2),
                "carriers": round(carriers, 3),
                "example": asked.longest,
            },
            limits=("names", "content", "length", "carriers"),
            why=(
                f"{seen.client} asked for {asked.names} different names below {domain}, {mean:.0f} characters each with "
                f"{per:.1f} bits per character; they can carry {sent:,} bytes, and {carriers:.0%} asked for types that "
                "carry data back"
            ),
            why_zh=(
                f"{seen.client} 查询了 {domain} 下 {asked.names} 个不同子域名，平均 {mean:.0f} 个字符、每字符 {per:.1f} 比特信息量，"
                f"最多可携带 {sent:,} 字节数据，其中 {carriers:.0%} 的查询类型可回传数据"
            ),
        )
