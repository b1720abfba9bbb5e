"""Sampled values (IEC 61850-9-2): which merging unit publishes which stream, counted; measured values are never kept.

A stream is thousands of frames a second. What two publishers of one stream look like, the sample count coming again or
going back by less than its wrap, is said as a fact.
"""

from __future__ import annotations

from typing import Any

from collectors.packets.conversation import Conversation
from collectors.packets.protocols import ber
from collectors.packets.protocols.tally import Tally
from model.errors import BadRecord
from model.times import Micros

ETHER = 0x88BA
ASDUS_MOST = 16
STREAMS_MOST = 64
TEXT_MOST = 128
WRAP = 64  # a count below it follows on the end of a second, when counting begins anew


def read(payload: bytes) -> tuple[dict[str, Any], int]:
    """Facts of one frame behind its Ethernet type, and its first sample count. Raises BadRecord when it is none."""
    if len(payload) < 10:
        raise BadRecord("sv.length", f"a frame of {len(payload)} bytes")
    length = int.from_bytes(payload[2:4], "big")
    if not 10 <= length <= len(payload):
        raise BadRecord("sv.length", f"the frame says {length} bytes; {len(payload)} are there")
    pdu = ber.value(payload, 8, length)
    if pdu.tag != 0x60:
        raise BadRecord("sv.tag", f"tag {pdu.tag:#04x} is no sampled values message")
    facts: dict[str, Any] = {
        "event.action": "sv_samples",
        "fengsui.ics.operation": "report",
        "fengsui.sv.appid": int.from_bytes(payload[0:2], "big"),
        "fengsui.sv.simulated": bool(payload[4] & 0x80),
    }
    for member in ber.values(payload, pdu, most=8):
        if member.tag == 0x80 and 0 < member.end - member.start <= 4:
            facts["fengsui.sv.asdus"] = int.from_bytes(payload[member.start : member.end], "big")
        elif member.tag == 0xA2:
            first = next(iter(ber.values(payload, member, most=ASDUS_MOST)), None)
            if first is None:
                raise BadRecord("sv.samples", "a message without samples")
            return facts, _asdu(payload, first, facts)
    raise BadRecord("sv.samples", "a message without samples")


def _asdu(payload: bytes, asdu: Any, facts: dict[str, Any]) -> int:
    count = -1
    for member in ber.values(payload, asdu, most=16):
        content = payload[member.start : member.end]
        if member.tag == 0x80:
            facts["fengsui.sv.id"] = content[:TEXT_MOST].decode("utf-8", "backslashreplace")
        elif member.tag == 0x81:
            facts["fengsui.sv.data_set"] = content[:TEXT_MOST].decode("utf-8", "backslashreplace")
        elif member.tag == 0x82 and len(content) == 2:
            count = int.from_bytes(content, "big")
        elif member.tag == 0x83 and len(content) == 4:
            facts["fengsui.sv.configuration_revision"] = int.from_bytes(content, "big")
        elif member.tag == 0x85 and len(content) == 1:
            facts["fengsui.sv.synchronised"] = content[0]
    if count < 0 or "fengsui.sv.id" not in facts:
        raise BadRecord("sv.members", "samples without a stream's name or a count")
    return count


class SampledValues:
    """Frames of one sender to one group address."""

    def __init__(self, conversation: Conversation) -> None:
        self._tally = Tally(conversation, "network.sv")
        self._last: dict[tuple[int, str], int] = {}

    def message(self, side: int, payload: bytes, number: int, time: Micros) -> None:
        facts, count = read(payload)
        stream = facts["fengsui.sv.id"]
        last = self._last.pop((side, stream), None)
        while len(self._last) >= STREAMS_MOST:
            del self._last[next(iter(self._last))]
        self._last[side, stream] = count
        if last is not None and count <= last and count >= WRAP:
            facts["fengsui.sv.out_of_order"] = True
        same = ("configuration_revision", "simulated", "synchronised", "out_of_order")
        kind = (side, stream, *(facts.get(f"fengsui.sv.{name}") for name in same))
        self._tally.add(kind, facts, side, number, number, time, payload)

    def finish(self) -> None:
        self._tally.finish()
