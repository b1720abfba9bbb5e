"""DHCPv6 (RFC 8415): who asks for an address, as what, and what it is given by whom; relayed messages too."""

from __future__ import annotations

from ipaddress import IPv6Address
from typing import Any

from collectors.packets.conversation import Conversation
from model.errors import BadRecord
from model.times import Micros

PORTS = frozenset((546, 547))
OPTIONS_MOST, RELAYS_MOST, ADDRESSES_MOST = 64, 8, 16
TYPES = {1: "solicit", 2: "advertise", 3: "request", 4: "confirm", 5: "renew", 6: "rebind", 7: "reply", 8: "release",
         9: "decline", 10: "reconfigure", 11: "information_request"}  # fmt: skip
_RELAYS = (12, 13)
_STATUS = {0: "success", 1: "unspec_fail", 2: "no_addrs_avail", 3: "no_binding", 4: "not_on_link", 5: "use_multicast",
           6: "no_prefix_avail"}  # fmt: skip


def looks_like(data: bytes, *, expected: bool) -> bool:
    return expected and len(data) >= 4 and (data[0] in TYPES or (data[0] in _RELAYS and len(data) >= 34))


def options(data: bytes) -> list[tuple[int, bytes]]:
    """Options in their order. Raises BadRecord when one does not fit."""
    found: list[tuple[int, bytes]] = []
    at = 0
    while at < len(data) and len(found) < OPTIONS_MOST:
        size = int.from_bytes(data[at + 2 : at + 4], "big")
        if at + 4 + size > len(data):
            raise BadRecord("dhcpv6.option", "an option does not fit into the message")
        found.append((int.from_bytes(data[at : at + 2], "big"), data[at + 4 : at + 4 + size]))
        at += 4 + size
    return found


def parse(data: bytes) -> dict[str, Any]:
    """Facts of one message. Raises BadRecord."""
    facts: dict[str, Any] = {}
    for _ in range(RELAYS_MOST):
        if data[:1] == b"" or data[0] not in _RELAYS:
            break
        if len(data) < 34:
            raise BadRecord("dhcpv6.relay", f"a relayed message of {len(data)} bytes")
        facts["fengsui.dhcp.relay_ip"] = str(IPv6Address(data[18:34]))  # the peer the innermost relay names
        inner = next((value for code, value in options(data[34:]) if code == 9), b"")
        data = inner
    if len(data) < 4 or data[0] not in TYPES:
        raise BadRecord("dhcpv6.message", f"no message begins with {data[:4].hex()}")
    name = TYPES[data[0]]
    facts |= {
        "event.action": f"dhcpv6_{name}",
        "fengsui.dhcp.type": name,
        "fengsui.dhcp.transaction_id": data[1:4].hex(),
    }
    addresses: list[str] = []
    for code, value in options(data[4:]):
        _option(code, value, facts, addresses)
    if addresses:
        facts["fengsui.dhcp.leases"] = addresses[:ADDRESSES_MOST]
    return facts


def _option(code: int, value: bytes, facts: dict[str, Any], addresses: list[str]) -> None:
    if code in (1, 2) and value:
        facts["fengsui.dhcp.client_duid" if code == 1 else "fengsui.dhcp.server_duid"] = value[:128].hex()
        if code == 1 and value[:2] in (b"\0\1", b"\0\3") and value[2:4] == b"\0\1":  # DUID-LLT, DUID-LL of Ethernet
            facts["fengsui.dhcp.client_mac"] = value[-6:].hex(":")
    elif code in (3, 4, 25):
        for inner, about in options(value[4 if code == 4 else 12 :]):
            if inner == 5 and len(about) >= 16:
                addresses.append(str(IPv6Address(about[:16])))
            elif inner == 26 and len(about) >= 25:
                addresses.append(f"{IPv6Address(about[9:25])}/{about[8]}")
            elif inner == 13:
                _status(about, facts)
    elif code == 13:
        _status(value, facts)
    elif code == 23:
        facts["fengsui.dhcp.name_servers"] = [
            str(IPv6Address(value[i : i + 16])) for i in range(0, min(len(value) - 15, 128), 16)
        ]
    elif code == 39 and len(value) > 1:  # client FQDN, RFC 4704: labels with their lengths
        labels: list[str] = []
        at = 1
        while at < len(value) and value[at] and len(labels) < 32:
            labels.append(value[at + 1 : at + 1 + value[at]].decode("ascii", "backslashreplace"))
            at += 1 + value[at]
        facts["fengsui.dhcp.host_name"] = ".".join(labels)[:255]
    elif code == 6:
        wanted = [str(int.from_bytes(value[i : i + 2], "big")) for i in range(0, min(len(value) - 1, 128), 2)]
        facts["fengsui.dhcp.wanted_options"] = ",".join(wanted)
    elif code == 16 and len(value) > 6:
        facts["fengsui.dhcp.vendor_class"] = value[6:255].decode("utf-8", "backslashreplace")


def _status(value: bytes, facts: dict[str, Any]) -> None:
    number = int.from_bytes(value[:2], "big")
    facts["fengsui.dhcp.status"] = _STATUS.get(number, f"code_{number}")
    facts["event.outcome"] = "failure" if number else "success"


class Dhcpv6Datagrams:
    held = 0

    def __init__(self, conversation: Conversation) -> None:
        self.conversation = conversation

    def message(self, side: int, raw: bytes, number: int, time: Micros) -> bool:
        try:
            facts = parse(raw)
        except BadRecord as bad:
            self.conversation.fault(bad.reason, bad.message, side=side, time=time, number=number)
            return False
        self.conversation.emit("network.dhcpv6", facts, sender=side, time=time, first=number, last=number, raw=raw)
        return True

    def finish(self) -> None:
        """Nothing waits."""
