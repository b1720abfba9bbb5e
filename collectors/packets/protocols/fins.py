"""Omron FINS over UDP and TCP: what is asked of the controllers, joined with the end code of the answer.

Which command on which memory area; values are not kept, like reads are counted. There is no sign-in in FINS: who reaches the
port may stop the controller. Source: Omron W342, Communications Commands Reference Manual, sections 3 and 5.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from collectors.packets.conversation import Conversation
from collectors.packets.framed import FramedStream, seek
from collectors.packets.meter import Flow
from collectors.packets.protocols.tally import Tally
from collectors.packets.protocols.waiting import Asked, Waiting
from collectors.packets.stream import Found
from model.errors import BadRecord
from model.times import SECOND, Micros

if TYPE_CHECKING:
    from collectors.packets.tcp import TcpConversation

PORT = 9600
MARK = b"FINS"
FRAME_MOST = 4096
WAITING_MOST = 64
REQUEST_BYTES = 900  # a waiting request in memory, roughly
TIMEOUT_US: Micros = 30 * SECOND

COMMANDS = {
    0x0101: "memory_area_read", 0x0102: "memory_area_write", 0x0103: "memory_area_fill", 0x0104: "multiple_area_read",
    0x0105: "memory_area_transfer", 0x0201: "parameter_area_read", 0x0202: "parameter_area_write",
    0x0203: "parameter_area_clear", 0x0304: "program_area_protect", 0x0305: "program_area_protect_clear",
    0x0306: "program_area_read", 0x0307: "program_area_write", 0x0308: "program_area_clear", 0x0401: "run",
    0x0402: "stop", 0x0501: "controller_data_read", 0x0502: "connection_data_read", 0x0601: "controller_status_read",
    0x0602: "network_status_read", 0x0603: "data_link_status_read", 0x0620: "cycle_time_read", 0x0701: "clock_read",
    0x0702: "clock_write", 0x0801: "loopback_test", 0x0802: "broadcast_test", 0x0920: "message_read",
    0x0C01: "access_right_acquire", 0x0C02: "access_right_forced_acquire", 0x0C03: "access_right_release",
    0x2101: "error_clear", 0x2102: "error_log_read", 0x2103: "error_log_clear", 0x2140: "write_access_log_read",
    0x2141: "write_access_log_clear", 0x2201: "file_name_read", 0x2202: "file_read", 0x2203: "file_write",
    0x2204: "file_memory_format", 0x2205: "file_delete", 0x2207: "file_copy", 0x2208: "file_rename",
    0x220A: "memory_area_file_transfer", 0x220B: "parameter_area_file_transfer", 0x220C: "program_area_file_transfer",
    0x2215: "directory_change", 0x2301: "forced_set_reset", 0x2302: "forced_set_reset_cancel",
}  # fmt: skip
_CONTROL = frozenset({0x0401, 0x0402, 0x2301, 0x2302})
_PROGRAM = frozenset({0x0202, 0x0203, 0x0304, 0x0305, 0x0307, 0x0308, 0x220B, 0x220C})
_WRITE = frozenset(
    {0x0102, 0x0103, 0x0105, 0x0702, 0x2101, 0x2103, 0x2141, 0x2203, 0x2204, 0x2205, 0x2207, 0x2208, 0x220A, 0x2215}
)
_SESSION = frozenset({0x0801, 0x0802, 0x0C01, 0x0C02, 0x0C03})
# Area codes of CS/CJ-mode controllers, bit and word (W342 5-2-2).
_AREAS = {0x30: "CIO", 0xB0: "CIO", 0x31: "work", 0xB1: "work", 0x32: "holding", 0xB2: "holding", 0x33: "auxiliary",
          0xB3: "auxiliary", 0x02: "DM", 0x82: "DM", 0x98: "EM", 0x0A: "EM", 0x09: "timer_counter", 0x89: "timer_counter",
          0x06: "task", 0x46: "task", 0xDC: "index_register", 0xBC: "data_register"}  # fmt: skip
_AREA_COMMANDS = frozenset({0x0101, 0x0102, 0x0103})


def operation(code: int) -> str:
    for codes, name in ((_CONTROL, "control"), (_PROGRAM, "program"), (_WRITE, "write"), (_SESSION, "session")):
        if code in codes:
            return name
    return "read"


def looks_like(data: bytes, *, expected: bool) -> bool:
    """A FINS head with a gateway count and a known command; `expected`, on its port, a command need not be known."""
    if len(data) < 12 or data[0] & 0x3E or not data[0] & 0x80 or data[1] or data[2] > 7:
        return False
    if data[0] & 0x40 and len(data) < 14:
        return False
    if data[3] > 127 or data[6] > 127:  # network addresses
        return False
    code = int.from_bytes(data[10:12], "big")
    return code in COMMANDS and (expected or (data[2] == 2 and not data[5] & 0x0F))


def command(data: bytes) -> dict[str, Any]:
    """Facts of a command's head and parameters. data: at least twelve bytes."""
    code = int.from_bytes(data[10:12], "big")
    name = COMMANDS.get(code, f"command_{code:04x}")
    facts: dict[str, Any] = {
        "event.action": f"fins_{name}",
        "fengsui.fins.command_code": code,
        "fengsui.fins.command": name,
        "fengsui.fins.destination_node": ".".join(map(str, data[3:6])),
        "fengsui.fins.source_node": ".".join(map(str, data[6:9])),
        "fengsui.ics.operation": operation(code),
    }
    if code in _AREA_COMMANDS and len(data) >= 18:
        facts["fengsui.fins.area"] = _AREAS.get(data[12], f"area_{data[12]:02x}")
        facts["fengsui.fins.address"] = int.from_bytes(data[13:15], "big")
        facts["fengsui.fins.items"] = int.from_bytes(data[16:18], "big")
    return facts


class _Exchange:
    """Commands of one conversation and their answers."""

    def __init__(self, conversation: Conversation) -> None:
        self._conversation = conversation
        self._tally = Tally(conversation, "network.fins")
        self._waiting = Waiting[tuple[int, int, int]](
            self._done, timeout_us=TIMEOUT_US, most=WAITING_MOST, weight=REQUEST_BYTES
        )

    @property
    def held(self) -> int:
        return self._waiting.held

    def message(self, side: int, data: bytes, number: int, time: Micros) -> None:
        """Raises BadRecord when it is no FINS message."""
        if len(data) < 12 or not data[0] & 0x80:
            raise BadRecord("fins.head", f"a message of {len(data)} bytes that begins with {data[:1].hex()}")
        code = int.from_bytes(data[10:12], "big")
        if data[0] & 0x40:
            asked = self._waiting.take((1 - side, data[9], code))
            if asked is not None and len(data) >= 14:
                # Bit 7 says a relay failed, bits 6 and 7 of the second byte that the CPU has an error: neither is the answer's.
                end = (data[12] & 0x7F) << 8 | data[13] & 0x3F
                asked.answered(time, success=not end)
                if end:
                    asked.facts["fengsui.fins.end_code"] = f"0x{end:04x}"
                self._done(asked, number)
            return
        asked = Asked(command(data), side, number, time, data[:256])
        if data[0] & 1:  # no answer is asked for
            self._done(asked, number)
            return
        self._waiting.add((side, data[9], code), asked)

    def finish(self) -> None:
        self._waiting.finish()
        self._tally.finish()

    def _done(self, asked: Asked, last: int) -> None:
        facts = asked.facts
        if facts["fengsui.ics.operation"] == "read":
            names = ("fengsui.fins.command_code", "fengsui.fins.area", "fengsui.fins.address", "event.outcome")
            kind = (asked.side, *(facts.get(name) for name in names))
            self._tally.add(kind, facts, asked.side, asked.first, last, asked.time, asked.raw)
            return
        self._conversation.emit(
            "network.fins", facts, sender=asked.side, time=asked.time, first=asked.first, last=last, raw=asked.raw
        )


class FinsDatagrams:
    def __init__(self, conversation: Conversation) -> None:
        self._conversation = conversation
        self._exchange = _Exchange(conversation)

    @property
    def held(self) -> int:
        return self._exchange.held

    def message(self, side: int, raw: bytes, number: int, time: Micros) -> bool:
        try:
            self._exchange.message(side, raw, number, time)
        except BadRecord as bad:
            self._conversation.fault(bad.reason, bad.message, side=side, time=time, number=number)
            return False
        return True

    def finish(self) -> None:
        self._exchange.finish()


def tell(side: int, said: bytes, flow: Flow) -> Found | None:  # noqa: ARG001
    """A FINS/TCP head. Command 0 (node address) is asked by the client and 1 its answer."""
    if len(said) < 16 or not said.startswith(MARK):
        return None
    size, code = int.from_bytes(said[4:8], "big"), int.from_bytes(said[8:12], "big")
    if not 8 <= size <= FRAME_MOST or code not in (0, 1, 2, 3, 6):
        return None
    asks = code == 0 or (code == 2 and len(said) > 16 and not said[16] & 0x40)
    return FinsStream, side if asks else 1 - side


class FinsStream(FramedStream):
    protocol = "fins"
    marked = True

    def __init__(self, conversation: TcpConversation, client: int) -> None:
        super().__init__(conversation, client)
        self._exchange = _Exchange(conversation)

    def size(self, side: int, data: bytearray) -> int:  # noqa: ARG002
        away = seek(data, MARK)
        if away or len(data) < 8:
            return away
        size = int.from_bytes(data[4:8], "big")
        if not 8 <= size <= FRAME_MOST:
            raise BadRecord("fins.length", f"a FINS/TCP frame of {size} bytes")
        return 8 + size

    def frame(self, side: int, frame: bytes, first: int, last: int, time: Micros) -> None:  # noqa: ARG002
        if int.from_bytes(frame[8:12], "big") == 2:
            self._exchange.message(side, frame[16:], first, time)
            self.waiting_bytes = self._exchange.held

    def finish(self) -> None:
        self._exchange.finish()
