"""HTTP/2 in clear, with prior knowledge (RFC 9113): settings, and each request joined with its answer; gRPC among them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from collectors.packets.meter import Flow
from collectors.packets.protocols import http_head
from collectors.packets.protocols.hpack import Decoder
from collectors.packets.protocols.measured import MeasuredStream
from collectors.packets.protocols.waiting import Asked, Waiting
from collectors.packets.stream import Found
from model.errors import BadRecord
from model.times import SECOND, Micros

if TYPE_CHECKING:
    from collectors.packets.tcp import TcpConversation

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
FRAME_MOST = 1 << 24
BLOCK_MOST = 64 * 1024
WAITING_MOST, TIMEOUT_US = 256, 300 * SECOND
_DATA, _HEADERS, _RESET, _SETTINGS, _PUSH, _GOAWAY, _CONTINUATION = 0, 1, 3, 4, 5, 7, 9
_SETTING_NAMES = {1: "header_table_size", 2: "enable_push", 3: "max_concurrent_streams", 4: "initial_window_size",
                  5: "max_frame_size", 6: "max_header_list_size", 8: "enable_connect_protocol"}  # fmt: skip


def tell(side: int, said: bytes, flow: Flow) -> Found | None:  # noqa: ARG001
    return (Http2Stream, side) if said.startswith(PREFACE) else None


class Http2Stream(MeasuredStream):
    protocol = "http2"
    kept = BLOCK_MOST

    def __init__(self, conversation: TcpConversation, client: int) -> None:
        super().__init__(conversation, client)
        self._greeted = False
        self._decoders = (Decoder(), Decoder())
        # A header block that goes on in CONTINUATION frames: stream, bytes so far, END_STREAM, packet, time.
        self._block: list[tuple[int, bytearray, bool, int, Micros] | None] = [None, None]
        self._waiting = Waiting[int](self._tell, timeout_us=TIMEOUT_US, most=WAITING_MOST, weight=2048)
        self._sizes: dict[tuple[int, int], int] = {}  # (side, stream): bytes of its body
        self._settings_told = [False, False]

    def held(self) -> int:
        blocks = sum(len(block[1]) for block in self._block if block is not None)
        tables = self._decoders[0].held + self._decoders[1].held
        return super().held() + blocks + tables + self._waiting.held

    def whole(self, side: int, data: bytearray) -> int:
        if side == self.client and not self._greeted:
            if len(data) < len(PREFACE):
                return 0
            self._greeted = True
            return -len(PREFACE)
        if len(data) < 9:
            return 0
        size = 9 + int.from_bytes(data[:3], "big")
        if side != self.client and not self._settings_told[side] and data[3] != _SETTINGS:
            raise BadRecord("http2.preface", f"the server begins with {bytes(data[:9]).hex()}")
        if data[3] in (_HEADERS, _CONTINUATION) and size > BLOCK_MOST:
            raise BadRecord("http2.block", f"a header block of {size} bytes")
        return size

    def head(self, side: int, head: bytes, whole: int, first: int, last: int, time: Micros) -> None:
        kind, flags, stream = head[3], head[4], int.from_bytes(head[5:9], "big") & 0x7FFF_FFFF
        body = head[9:]
        if kind == _SETTINGS and not flags & 1:
            self._settings(side, body, first, last, time)
        elif kind == _HEADERS:
            body = _unpadded(body, flags)
            body = body[5:] if flags & 0x20 else body
            self._piece(side, stream, body, bool(flags & 4), bool(flags & 1), first, last, time)
        elif kind == _CONTINUATION:
            held = self._block[side]
            if held is None or held[0] != stream:
                raise BadRecord("http2.continuation", "the continuation of no header block")
            self._piece(side, stream, body, bool(flags & 4), held[2], held[3], last, time)
        elif kind == _DATA:
            self._body(side, stream, whole - 9, bool(flags & 1), last)
        elif kind == _RESET and (asked := self._waiting.take(stream)) is not None:
            asked.facts["fengsui.http2.reset"] = int.from_bytes(body[:4], "big")
            self._tell(asked, last)
        elif kind == _PUSH:
            raise BadRecord("http2.push", "pushed answers are not followed")  # their fields are in the server's table

    def frame(self, side: int, frame: bytes, first: int, last: int, time: Micros) -> None:
        try:
            super().frame(side, frame, first, last, time)
        except BadRecord:
            # Header tables are not what the peer's are any more: nothing after this can be read.
            self.finish()
            self.conversation.give_up()
            raise

    def finish(self) -> None:
        self._waiting.finish()

    def _settings(self, side: int, body: bytes, first: int, last: int, time: Micros) -> None:
        if self._settings_told[side]:
            return
        self._settings_told[side] = True
        pairs = [(int.from_bytes(body[i : i + 2], "big"), int.from_bytes(body[i + 2 : i + 6], "big"))
                 for i in range(0, min(len(body) - 5, 192), 6)]  # fmt: skip
        # Their order and values tell implementations apart.
        words = [f"{_SETTING_NAMES.get(number, number)}={value}" for number, value in pairs]
        facts = {"event.action": "http2_settings", "http.version": "2", "fengsui.http2.settings": words}
        self.conversation.emit("network.http2", facts, sender=side, time=time, first=first, last=last, raw=body)

    def _piece(
        self, side: int, stream: int, body: bytes, done: bool, ends: bool, first: int, last: int, time: Micros
    ) -> None:
        held = self._block[side]
        block = held[1] if held is not None else bytearray()
        block += body
        if len(block) > BLOCK_MOST:
            raise BadRecord("http2.block", f"a header block of more than {BLOCK_MOST} bytes")
        if not done:
            self._block[side] = stream, block, ends, first, held[4] if held is not None else time
            return
        began = held[4] if held is not None else time
        self._block[side] = None
        fields: dict[str, str] = {}
        for name, value in self._decoders[side].decode(bytes(block)):
            fields.setdefault(name[:256], value)
        if side == self.client:
            if ":method" in fields:
                self._waiting.add(stream, Asked(_request(fields), side, first, began, bytes(block)))
        else:
            self._answered(stream, fields, ends, last, time)

    def _answered(self, stream: int, fields: dict[str, str], ends: bool, last: int, time: Micros) -> None:
        asked = self._waiting.get(stream)
        if asked is None:
            return
        status = fields.get(":status", "")
        if status.isdigit() and len(status) == 3 and not status.startswith("1"):
            head = http_head.Head(version="2", status=int(status), fields=_readable(fields))
            asked.facts.update(http_head.response_facts(head))
            asked.answered(time, success=int(status) < 400)
        if fields.get("grpc-status", "").isdigit():
            asked.facts["fengsui.grpc.status"] = int(fields["grpc-status"][:6])
        if ends:
            self._complete(stream, last)

    def _body(self, side: int, stream: int, size: int, ends: bool, last: int) -> None:
        if stream not in self._waiting:
            return
        key = side, stream
        self._sizes[key] = self._sizes.get(key, 0) + size
        if ends and side != self.client:
            self._complete(stream, last)

    def _complete(self, stream: int, last: int) -> None:
        asked = self._waiting.take(stream)
        if asked is not None:
            for side, name in ((self.client, "http.request.body.bytes"), (1 - self.client, "http.response.body.bytes")):
                asked.facts[name] = self._sizes.pop((side, stream), 0)
            self._tell(asked, last)

    def _tell(self, asked: Asked, last: int) -> None:
        if not self._waiting.held:
            self._sizes.clear()
        # The same Events as of HTTP/1, so that whoever asks about HTTP finds both.
        asked.facts.update({"network.protocol": "http", "event.type": ["protocol", "access"]})
        self.conversation.emit(
            "network.http", asked.facts, sender=asked.side, time=asked.time, first=asked.first, last=last, raw=asked.raw
        )


def _unpadded(body: bytes, flags: int) -> bytes:
    if not flags & 8:
        return body
    if not body or body[0] >= len(body):
        raise BadRecord("http2.padding", "more padding than frame")
    return body[1 : len(body) - body[0]]


def _readable(fields: dict[str, str]) -> dict[str, str]:
    return {name: http_head.readable(value.encode("latin-1")) for name, value in fields.items()}


def _request(fields: dict[str, str]) -> dict[str, Any]:
    fields = _readable(fields)
    fields.setdefault("host", fields.get(":authority", ""))
    target = fields.get(":path", "") or fields.get(":authority", "")
    head = http_head.Head(method=fields[":method"][:32], target=target, version="2", fields=fields)
    facts = http_head.request_facts(head)
    if fields.get("content-type", "").startswith("application/grpc"):
        facts["network.application"] = "grpc"
    return facts
