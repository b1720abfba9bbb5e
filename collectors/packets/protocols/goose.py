"""GOOSE (IEC 61850-8-1): what protection devices tell each other many times a second, counted; a change of state is told.

Values of the data set are not kept. A state number that goes back, or a sequence number that comes again, is what a
second sender of the same control block looks like; it is said as a fact.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from collectors.packets.conversation import Conversation
from collectors.packets.protocols import ber
from collectors.packets.protocols.tally import Tally
from model.errors import BadRecord
from model.times import Micros

ETHER = 0x88B8
BLOCKS_MOST = 64
TEXT_MOST = 256

_NUMBERS = {0x81: "time_to_live_ms", 0x85: "state_number", 0x86: "sequence_number", 0x88: "configuration_revision",
            0x8A: "entries"}  # fmt: skip
_TEXTS = {0x80: "control_block", 0x82: "data_set", 0x83: "id"}
_FLAGS = {0x87: "test", 0x89: "needs_commissioning"}


class _Last(NamedTuple):
    state: int
    sequence: int


def read(payload: bytes) -> dict[str, Any]:
    """Facts of one frame behind its Ethernet type. Raises BadRecord when it is none."""
    if len(payload) < 10:
        raise BadRecord("goose.length", f"a frame of {len(payload)} bytes")
    length = int.from_bytes(payload[2:4], "big")
    if not 10 <= length <= len(payload):
        raise BadRecord("goose.length", f"the frame says {length} bytes; {len(payload)} are there")
    pdu = ber.value(payload, 8, length)
    if pdu.tag != 0x61:
        raise BadRecord("goose.tag", f"tag {pdu.tag:#04x} is no GOOSE message")
    facts: dict[str, Any] = {
        "fengsui.goose.appid": int.from_bytes(payload[0:2], "big"),
        "fengsui.goose.simulated": bool(payload[4] & 0x80),
    }
    for member in ber.values(payload, pdu, most=16):
        content = payload[member.start : member.end]
        if member.tag in _NUMBERS and 0 < len(content) <= 5:
            facts[f"fengsui.goose.{_NUMBERS[member.tag]}"] = int.from_bytes(content, "big")
        elif member.tag in _TEXTS:
            facts[f"fengsui.goose.{_TEXTS[member.tag]}"] = content[:TEXT_MOST].decode("utf-8", "backslashreplace")
        elif member.tag in _FLAGS and content:
            facts[f"fengsui.goose.{_FLAGS[member.tag]}"] = any(content)
    if "fengsui.goose.control_block" not in facts or "fengsui.goose.state_number" not in facts:
        raise BadRecord("goose.members", "the message names no control block or no state")
    return facts


class Goose:
    """Messages of one sender to one group address."""

    def __init__(self, conversation: Conversation) -> None:
        self._tally = Tally(conversation, "network.goose")
        self._last: dict[tuple[int, str], _Last] = {}

    def message(self, side: int, payload: bytes, number: int, time: Micros) -> None:
        facts = read(payload)
        block = facts["fengsui.goose.control_block"]
        state, sequence = facts["fengsui.goose.state_number"], facts.get("fengsui.goose.sequence_number", 0)
        last = self._last.get((side, block))
        self._last.pop((side, block), None)
        while len(self._last) >= BLOCKS_MOST:
            del self._last[next(iter(self._last))]
        self._last[side, block] = _Last(state, sequence)
        facts["event.action"] = "goose_message"
        facts["fengsui.ics.operation"] = "report"
        if last is not None and state != last.state:
            facts["event.action"] = "goose_state_change"
            facts["fengsui.goose.state_step"] = state - last.state
        if last is not None and (state < last.state or (state == last.state and sequence <= last.sequence)):
            facts["fengsui.goose.out_of_order"] = True
        same = ("state_number", "configuration_revision", "test", "simulated", "needs_commissioning", "out_of_order")
        kind = (side, block, *(facts.get(f"fengsui.goose.{name}") for name in same))
        self._tally.add(kind, facts, side, number, number, time, payload)

    def finish(self) -> None:
        self._tally.finish()
