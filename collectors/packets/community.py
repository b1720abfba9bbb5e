"""Community ID v1: one text for a conversation that every sensor computes alike.

Source: corelight/community-id-spec (README, "Technical details"); the baseline values of that repository are in the
tests. VLANs and tunnels do not enter the hash.
"""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha1

TCP, UDP, SCTP, ICMP, ICMP6 = 6, 17, 132, 1, 58

# What a message type is answered by; a type without a counterpart is one-way (specification: "as Zeek does it").
ICMP_COUNTERPART = {8: 0, 0: 8, 13: 14, 14: 13, 15: 16, 16: 15, 10: 9, 17: 18, 18: 17}
ICMP6_COUNTERPART = {
    128: 129, 129: 128, 133: 134, 134: 133, 135: 136, 136: 135, 130: 131, 131: 130, 139: 140, 140: 139, 144: 145, 145: 144,
}  # fmt: skip
PORTED = frozenset({TCP, UDP, SCTP, ICMP, ICMP6})


def icmp_ports(protocol: int, kind: int, code: int) -> tuple[int, int, bool]:
    """Stand-ins for ports: the type and its counterpart, or the type and code when nothing answers it (one_way)."""
    table = ICMP_COUNTERPART if protocol == ICMP else ICMP6_COUNTERPART
    if kind in table:
        return kind, table[kind], False
    return kind, code, True


def community_id(
    source: bytes, destination: bytes, protocol: int, sport: int, dport: int, one_way: bool = False
) -> str:
    """Addresses in network byte order (4 or 16 bytes each); ports as `icmp_ports` gives them for ICMP."""
    if not one_way and (destination, dport) < (source, sport):
        source, destination, sport, dport = destination, source, dport, sport
    data = b"\x00\x00" + source + destination + bytes((protocol, 0))
    if protocol in PORTED:
        data += sport.to_bytes(2, "big") + dport.to_bytes(2, "big")
    return "1:" + b64encode(sha1(data, usedforsecurity=False).digest()).decode("ascii")
