"""MMS (ISO 9506) as IEC 61850 uses it, over TPKT and COTP: which service on which variable, joined with how it was answered.

Values are not kept; reads and reports are counted. Of a message in several COTP segments the first is read. Sources: ISO
9506-2 (PDU and service tags), ISO 8327-1 and 8823-1 (what stands before them); service names are ours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from collectors.packets.framed import FramedStream
from collectors.packets.meter import Flow
from collectors.packets.protocols import ber
from collectors.packets.protocols.tally import Tally
from collectors.packets.protocols.waiting import Asked, Waiting
from collectors.packets.stream import Found
from model.errors import BadRecord
from model.times import SECOND, Micros

if TYPE_CHECKING:
    from collectors.packets.tcp import TcpConversation

PORT = 102
TPKT_MOST = 65_535
TIMEOUT_US: Micros = 60 * SECOND
WAITING_MOST = 64
REQUEST_BYTES = 1200  # a waiting request in memory, roughly
SEARCHED = 512  # bytes of a request in which the first variable's name is looked for
NAME_MOST = 128
_MMS = bytes.fromhex("28ca220201")  # the abstract syntax mms-abstract-syntax-version1, 1.0.9506.2.1
_DATA = b"\x01\x00\x01\x00\x61"  # session: give tokens, data transfer; presentation: user data
_CONNECT, _ACCEPT = 0x0D, 0x0E

KINDS = {
    0xA0: "request", 0xA1: "response", 0xA2: "error", 0xA3: "unconfirmed", 0xA4: "reject", 0xA8: "initiate",
    0xA9: "initiate_answer", 0xAA: "initiate_error", 0x8B: "conclude", 0x8C: "conclude_answer", 0x85: "cancel",
    0x86: "cancel_answer",
}  # fmt: skip
SERVICES = {
    0: "status", 1: "get_name_list", 2: "identify", 3: "rename", 4: "read", 5: "write", 6: "get_variable_attributes",
    7: "define_named_variable", 8: "define_scattered_access", 9: "get_scattered_access_attributes",
    10: "delete_variable_access", 11: "define_named_variable_list", 12: "get_named_variable_list_attributes",
    13: "delete_named_variable_list", 14: "define_named_type", 15: "get_named_type_attributes",
    16: "delete_named_type", 17: "input", 18: "output", 26: "initiate_download", 27: "download_segment",
    28: "terminate_download", 29: "initiate_upload", 30: "upload_segment", 31: "terminate_upload",
    32: "request_domain_download", 33: "request_domain_upload", 34: "load_domain", 35: "store_domain",
    36: "delete_domain", 37: "get_domain_attributes", 38: "create_program_invocation",
    39: "delete_program_invocation", 40: "start", 41: "stop", 42: "resume", 43: "reset", 44: "kill",
    45: "get_program_invocation_attributes", 46: "obtain_file", 65: "read_journal", 66: "write_journal",
    67: "initialize_journal", 72: "file_open", 73: "file_read", 74: "file_close", 75: "file_rename",
    76: "file_delete", 77: "file_directory",
}  # fmt: skip
_WRITE = frozenset({3, 5, 7, 8, 10, 11, 13, 14, 16, 18, 46, 66, 67, 75, 76})
_PROGRAM = frozenset({26, 27, 28, 32, 34, 36, 38, 39})
_CONTROL = frozenset({40, 41, 42, 43, 44})


def user_data(tpkt: bytes) -> bytes:
    """What a COTP data frame carries; nothing for the others."""
    size = tpkt[4]
    if tpkt[5] >> 4 != 0xF or len(tpkt) < 5 + size:
        return b""
    return tpkt[5 + size :]


def pdu(data: bytes) -> bytes:
    """The MMS message in a session's data, as far as it is there; nothing when there is none. Raises BadRecord."""
    if not data.startswith(_DATA):
        return b""
    at = 4
    for tag in (0x61, 0x30):
        at = _into(data, at, tag)
    at = _into(data, at, 0x02) + 1  # the presentation context, one byte
    return data[_into(data, at, 0xA0) :]


def _into(data: bytes, at: int, tag: int) -> int:
    """Where the content of the value at `at` begins. It may end beyond the data. Raises BadRecord for another tag."""
    if data[at : at + 1] != bytes((tag,)):
        raise BadRecord("mms.presentation", f"tag {tag:#04x} is due at byte {at}")
    found = ber.head(data, at)
    if found is None:
        raise BadRecord("mms.presentation", "the message ends inside a length")
    return at + found[0]


def service(data: bytes) -> tuple[str, int, int]:
    """(kind, invoke id or -1, service number or -1) of a message. Raises BadRecord."""
    kind = KINDS.get(data[0]) if data else None
    if kind is None:
        raise BadRecord("mms.kind", f"no MMS message begins with {data[:1].hex()}")
    if kind not in ("request", "response", "error"):
        return kind, -1, -1
    at = _into(data, 0, data[0])
    if data[at : at + 1] == b"\x80" and kind == "error":
        head = ber.head(data, at)
    else:
        _into(data, at, 0x02)
        head = ber.head(data, at)
    if head is None or head[1] > 5 or at + sum(head) > len(data):
        raise BadRecord("mms.invoke", "the message has no invoke identifier")
    invoke = int.from_bytes(data[at + head[0] : at + sum(head)], "big")
    at += sum(head)
    if kind == "error":
        return kind, invoke, -1
    if data[at : at + 1] == b"\x30":  # modifiers of the request
        head = ber.head(data, at)
        at += sum(head) if head is not None else 1
    if at >= len(data):
        raise BadRecord("mms.service", "the message names no service")
    number = data[at] & 0x1F
    if number == 0x1F:
        if at + 1 >= len(data) or data[at + 1] & 0x80:
            raise BadRecord("mms.service", "no service has so large a tag")
        number = data[at + 1]
    return kind, invoke, number


def variable(data: bytes) -> tuple[str, str]:
    """Domain and name of the first variable a request names: [1] { VisibleString, VisibleString }; empty when it names none."""
    window = data[:SEARCHED]
    at = window.find(b"\xa1")
    while at >= 0 and at + 4 < len(window):
        whole = window[at + 1]
        first = window[at + 3]
        second = at + 4 + first
        if (
            whole < 0x80
            and window[at + 2] == 0x1A
            and window[second : second + 1] == b"\x1a"
            and second + 1 < len(window)
        ):
            last = window[second + 1]
            if whole == 4 + first + last:
                domain, name = data[at + 4 : second], data[second + 2 : second + 2 + last]
                return tuple(v[:NAME_MOST].decode("ascii", "backslashreplace") for v in (domain, name))  # type: ignore[return-value]
        at = window.find(b"\xa1", at + 1)
    return "", ""


def operation(number: int, name: str) -> str:
    """What a service does. Controls of IEC 61850 are writes of variables below CO (IEC 61850-8-1, 20)."""
    if number == 5 and "$CO$" in name:
        return "control"
    for numbers, what in ((_WRITE, "write"), (_PROGRAM, "program"), (_CONTROL, "control")):
        if number in numbers:
            return what
    return "read"


def tell(side: int, said: bytes, flow: Flow) -> Found | None:
    """TPKT frames, and in one of them a session that names MMS, or one of its messages."""
    at = 0
    while at + 7 <= len(said):
        if said[at : at + 2] != b"\x03\x00":
            return None
        size = int.from_bytes(said[at + 2 : at + 4], "big")
        if size < 7:
            return None
        frame = said[at : at + size]
        inner = user_data(frame) if len(frame) == size else b""
        if inner[:1] in (b"\x0d", b"\x0e") and _MMS in inner:
            return MmsStream, side if inner[0] == _CONNECT else 1 - side
        try:
            kind = service(pdu(inner))[0] if inner.startswith(_DATA) else ""
        except BadRecord:
            return None
        if kind:
            asks = kind in ("request", "initiate", "conclude", "cancel")
            return MmsStream, 0 if flow.ports[1] == PORT else 1 if flow.ports[0] == PORT else side if asks else 1 - side
        at += size
    return None


class MmsStream(FramedStream):
    protocol = "mms"

    def __init__(self, conversation: TcpConversation, client: int) -> None:
        super().__init__(conversation, client)
        self._tally = Tally(conversation, "network.mms")
        self._waiting = Waiting[tuple[int, int]](
            self._done, timeout_us=TIMEOUT_US, most=WAITING_MOST, weight=REQUEST_BYTES
        )
        self._inside = [False, False]  # whether a side is within a message of several segments

    def size(self, side: int, data: bytearray) -> int:  # noqa: ARG002
        if len(data) < 7:
            return 0
        size = int.from_bytes(data[2:4], "big")
        if data[0] != 3 or size < 7:
            raise BadRecord("mms.tpkt", f"no TPKT frame begins with {bytes(data[:4]).hex()}")
        return size

    def frame(self, side: int, frame: bytes, first: int, last: int, time: Micros) -> None:
        inner = user_data(frame)
        if not inner:
            return
        inside, self._inside[side] = self._inside[side], not frame[6] & 0x80
        if inside:
            return
        if inner[0] in (_CONNECT, _ACCEPT):
            if _MMS in inner:
                kind = "initiate" if inner[0] == _CONNECT else "initiate_answer"
                self._session(kind, side, frame, first, last, time)
            return
        data = pdu(inner)
        if not data:
            return
        kind, invoke, number = service(data)
        if kind == "request":
            self._ask(number, invoke, data, side, first, time)
        elif kind in ("response", "error"):
            asked = self._waiting.take((1 - side, invoke))
            if asked is not None:
                good = kind == "response" and not (number == 5 and b"\x80\x01" in data[-8:-1])
                asked.answered(time, success=good)
                self._done(asked, last)
        elif kind == "unconfirmed":
            facts = self._facts(kind, "information_report", "report")
            self._tally.add((side, kind), facts, side, first, last, time, data)
        else:
            self._session(kind, side, data, first, last, time)

    def finish(self) -> None:
        self._waiting.finish()
        self._tally.finish()

    def _facts(self, kind: str, name: str, what: str) -> dict[str, Any]:
        return {
            "event.action": f"mms_{name}",
            "fengsui.mms.kind": kind,
            "fengsui.mms.service": name,
            "fengsui.ics.operation": what,
        }

    def _session(self, kind: str, side: int, raw: bytes, first: int, last: int, time: Micros) -> None:
        facts = self._facts(kind, kind, "session")
        if kind in ("reject", "initiate_error"):
            facts["event.outcome"] = "failure"
        self.conversation.emit("network.mms", facts, sender=side, time=time, first=first, last=last, raw=raw)

    def _ask(self, number: int, invoke: int, data: bytes, side: int, first: int, time: Micros) -> None:
        domain, name = variable(data)
        facts = self._facts("request", SERVICES.get(number, f"service_{number}"), operation(number, name))
        facts["fengsui.mms.invoke_id"] = invoke
        if domain:
            facts["fengsui.mms.domain"], facts["fengsui.mms.item"] = domain, name
        self._waiting.add((side, invoke), Asked(facts, side, first, time, data[:SEARCHED]))
        self.waiting_bytes = self._waiting.held

    def _done(self, asked: Asked, last: int) -> None:
        facts = asked.facts
        self.waiting_bytes = self._waiting.held
        if facts["fengsui.ics.operation"] == "read":
            kind = (asked.side, facts["fengsui.mms.service"], facts.get("fengsui.mms.item"), facts.get("event.outcome"))
            self._tally.add(kind, facts, asked.side, asked.first, last, asked.time, asked.raw)
            return
        self.conversation.emit(
            "network.mms", facts, sender=asked.side, time=asked.time, first=asked.first, last=last, raw=asked.raw
        )
