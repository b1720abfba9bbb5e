"""DHCP (RFC 2131, 2132): who asks for an address, as what, and what it is given by whom."""

from __future__ import annotations

from ipaddress import IPv4Address
from typing import Any

from collectors.packets.conversation import Conversation
from model.errors import BadRecord
from model.times import Micros

COOKIE = b"\x63\x82\x53\x63"
HEAD = 240
OPTIONS_MOST = 128
TEXT_MOST = 255
TYPES = {1: "discover", 2: "offer", 3: "request", 4: "decline", 5: "ack", 6: "nak", 7: "release", 8: "inform"}


def looks_like(data: bytes) -> bool:
    return len(data) >= HEAD and data[0] in (1, 2) and data[2] <= 16 and data[236:240] == COOKIE


def options(data: bytes) -> dict[int, bytes]:
    """Options by number, the first of each. Raises BadRecord when one does not fit."""
    found: dict[int, bytes] = {}
    at = HEAD
    for _ in range(OPTIONS_MOST):
        if at >= len(data) or data[at] == 255:
            break
        if data[at] == 0:
            at += 1
            continue
        if at + 2 > len(data) or at + 2 + data[at + 1] > len(data):
            raise BadRecord("dhcp.option", f"option {data[at]} does not fit into the message")
        found.setdefault(data[at], data[at + 2 : at + 2 + data[at + 1]])
        at += 2 + data[at + 1]
    return found


def parse(data: bytes) -> dict[str, Any]:
    """Facts of one message. Raises BadRecord."""
    found = options(data)
    kind = found.get(53, b"")
    name = TYPES.get(kind[0], f"type_{kind[0]}") if kind else ("bootp_request" if data[0] == 1 else "bootp_reply")
    facts: dict[str, Any] = {
        "event.action": f"dhcp_{name}",
        "fengsui.dhcp.type": name,
        "fengsui.dhcp.transaction_id": data[4:8].hex(),
        "fengsui.dhcp.client_mac": data[28 : 28 + min(data[2], 16)].hex(":"),
    }
    for at, field in ((12, "client_ip"), (16, "assigned_ip"), (24, "relay_ip")):
        if any(data[at : at + 4]):
            facts[f"fengsui.dhcp.{field}"] = str(IPv4Address(data[at : at + 4]))
    for number, field in ((50, "requested_ip"), (54, "server_ip")):
        if len(found.get(number, b"")) == 4:
            facts[f"fengsui.dhcp.{field}"] = str(IPv4Address(found[number]))
    for number, field in ((3, "routers"), (6, "name_servers")):
        raw = found.get(number, b"")
        if len(raw) >= 4:
            facts[f"fengsui.dhcp.{field}"] = [
                str(IPv4Address(raw[i : i + 4])) for i in range(0, min(len(raw) - 3, 32), 4)
            ]
    for number, field in ((12, "host_name"), (60, "vendor_class"), (15, "domain")):
        text = found.get(number, b"").rstrip(b"\0")
        if text:
            facts[f"fengsui.dhcp.{field}"] = text[:TEXT_MOST].decode("utf-8", "backslashreplace")
    if len(found.get(51, b"")) == 4:
        facts["fengsui.dhcp.lease_s"] = int.from_bytes(found[51], "big")
    if found.get(55):
        facts["fengsui.dhcp.wanted_options"] = ",".join(map(str, found[55]))  # what a client asks for tells what it is
    if name in ("ack", "nak"):
        facts["event.outcome"] = "success" if name == "ack" else "failure"
    return facts


class DhcpDatagrams:
    held = 0

    def __init__(self, conversation: Conversation) -> None:
        self.conversation = conversation

    def message(self, side: int, raw: bytes, number: int, time: Micros) -> bool:
        try:
            if not looks_like(raw):
                raise BadRecord("dhcp.message", "no DHCP message")
            facts = parse(raw)
        except BadRecord as bad:
            self.conversation.fault(bad.reason, bad.message, side=side, time=time, number=number)
            return False
        self.conversation.emit("network.dhcp", facts, sender=side, time=time, first=number, last=number, raw=raw)
        return True

    def finish(self) -> None:
        """Nothing waits."""
