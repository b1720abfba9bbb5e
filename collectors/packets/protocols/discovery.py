"""WS-Discovery as ONVIF cameras use it: who looks for devices, and which devices answer (OASIS WS-Discovery 1.1, ONVIF Core).

Read with bounded patterns, never with an XML parser.
"""

from __future__ import annotations

import re
from typing import Any

from collectors.packets.conversation import Conversation
from model.times import Micros

NAMESPACE = b"ws/2005/04/discovery"
NAMESPACE_1_1 = b"ws-dd/ns/discovery/2009/01"
BODY_MOST = 64 * 1024
VALUES_MOST = 16
TEXT_MOST = 256
_KIND = re.compile(rb"<(?:[A-Za-z0-9_-]{1,32}:)?(ProbeMatches|ResolveMatches|Probe|Resolve|Hello|Bye)[ />]")


def looks_like(data: bytes) -> bool:
    head = data[:4096]
    return b"<" in head[:64] and (NAMESPACE in head or NAMESPACE_1_1 in head)


def read(data: bytes) -> dict[str, Any]:
    """Facts of one message; none when its kind is unknown."""
    data = data[:BODY_MOST]
    kind = _KIND.search(data)
    if kind is None:
        return {}
    name = re.sub(r"(?<!^)([A-Z])", r"_\1", kind[1].decode()).lower()
    facts: dict[str, Any] = {
        "event.action": f"ws_discovery_{name}",
        "fengsui.ws_discovery.kind": name,
        "fengsui.ws_discovery.message_bytes": len(data),
    }
    for tag, field in (("Types", "types"), ("Scopes", "scopes"), ("XAddrs", "addresses")):
        found = re.search(rf"<(?:[A-Za-z0-9_-]{{1,32}}:)?{tag}[^>]{{0,256}}>([^<]{{0,4096}})<".encode(), data)
        if found:
            values = found[1].decode("utf-8", "backslashreplace").split()
            if values:
                facts[f"fengsui.ws_discovery.{field}"] = [value[:TEXT_MOST] for value in values[:VALUES_MOST]]
    if b"onvif.org" in data:
        facts["network.application"] = "onvif"
    return facts


class DiscoveryDatagrams:
    held = 0

    def __init__(self, conversation: Conversation) -> None:
        self.conversation = conversation

    def message(self, side: int, raw: bytes, number: int, time: Micros) -> bool:
        facts = read(raw)
        if not facts:
            self.conversation.fault("ws_discovery.kind", "no kind of WS-Discovery", side=side, time=time, number=number)
            return False
        self.conversation.emit(
            "network.ws_discovery", facts, sender=side, time=time, first=number, last=number, raw=raw
        )
        return True

    def finish(self) -> None:
        """Nothing waits."""
