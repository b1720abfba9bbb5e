"""HTTP/1 on a stream: heads, bodies, chunks, pipelining; one Event per request with its answer (RFC 9112)."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from collectors.packets.conversation import RAW_KEPT
from collectors.packets.protocols import http_head
from collectors.packets.protocols.http_body import Body
from collectors.packets.protocols.http_head import CHUNKED, HEAD_MOST, UNTIL_CLOSE, Head
from collectors.packets.stream import Inbox, StreamParser
from model.errors import BadRecord
from model.times import Micros

if TYPE_CHECKING:
    from collectors.packets.tcp import TcpConversation

PIPELINED_MOST = 128
EXCHANGE_BYTES = 2000  # a waiting request in memory, besides its head
CHUNK_LINE_MOST = 4096
_HEAD, _LENGTH, _CHUNK_SIZE, _CHUNK, _CHUNK_END, _TRAILER, _CLOSE, _LOST = range(8)


@dataclass(slots=True)
class Exchange:
    """A request and what answered it, so far."""

    facts: dict[str, Any]
    first: int
    last: int
    time: Micros
    raw: bytes
    method: str = ""
    asked: bool = True
    upgrade: bool = False
    weight: int = 0
    oddities: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Side:
    inbox: Inbox = field(default_factory=Inbox)
    state: int = _HEAD
    left: int = 0
    body: Body | None = None
    exchange: Exchange | None = None
    head_bytes: int = 0


class HttpStream(StreamParser):
    protocol = "http"

    def __init__(self, conversation: TcpConversation, client: int) -> None:
        super().__init__(conversation, client)
        self._sides = (_Side(), _Side())
        self.buffers = (self._sides[0].inbox.data, self._sides[1].inbox.data)
        self._waiting: deque[Exchange] = deque()
        self._switched = False

    def data(self, side: int, data: bytes, number: int, time: Micros) -> None:
        at = self._sides[side]
        if at.state in (_LENGTH, _CHUNK, _CLOSE) and not at.inbox.data:
            data = self._body(side, at, data, number)  # the usual case inside a body: nothing is copied
            if not data or self._switched:
                return
        at.inbox.add(data, number, time)
        while at.inbox.data and not self._switched and self._step(side, at, number, time):
            pass

    def gap(self, side: int, missing: int, number: int, time: Micros) -> bool:  # noqa: ARG002
        """Within a body a hole is counted; elsewhere the next head is waited for."""
        at = self._sides[side]
        self.conversation.recording.count("http.gaps")
        if at.state in (_LENGTH, _CLOSE) and (at.state == _CLOSE or missing <= at.left) and at.body is not None:
            at.body.skip(missing)
            at.left -= missing
            if at.state == _LENGTH and not at.left:
                self._complete(side, at, number)
            return True
        if at.exchange is not None:
            at.exchange.oddities.append("gap")
            self._complete(side, at, number)
        at.inbox.data.clear()
        at.state, at.body, at.exchange = _LOST, None, None
        return True

    def end(self, side: int, number: int, time: Micros) -> None:  # noqa: ARG002
        at = self._sides[side]
        if at.state == _CLOSE:
            self._complete(side, at, number)

    def finish(self) -> None:
        for side in (self.client, 1 - self.client):
            at = self._sides[side]
            if at.exchange is not None:
                if at.state != _CLOSE:
                    at.exchange.oddities.append("incomplete")
                self._complete(side, at, at.inbox.last or at.exchange.last)
        while self._waiting:
            self._emit(self._waiting.popleft())

    def _step(self, side: int, at: _Side, number: int, time: Micros) -> bool:
        """One piece of protocol out of the inbox. False: more bytes are needed."""
        data = at.inbox.data
        if at.state in (_LENGTH, _CHUNK, _CLOSE):
            size = len(data) if at.state == _CLOSE else min(at.left, len(data))
            self._body(side, at, at.inbox.cut(size, number, time), number)
            return bool(at.inbox.data)
        if at.state in (_HEAD, _LOST):
            return self._head(side, at, number, time)
        end = data.find(b"\n")
        if end < 0:
            if len(data) > CHUNK_LINE_MOST:
                self._broken(side, at, "http.chunk", f"a chunk line of more than {CHUNK_LINE_MOST} bytes")
            return False
        line = at.inbox.cut(end + 1, number, time).strip()
        if at.state == _CHUNK_SIZE:
            digits = line.partition(b";")[0].strip()
            if not digits or len(digits) > 15 or digits.strip(b"0123456789abcdefABCDEF"):
                self._broken(side, at, "http.chunk", f"no chunk size: {line[:40]!r}")
                return False
            at.left = int(digits, 16)
            at.state = _CHUNK if at.left else _TRAILER
        elif at.state == _CHUNK_END:
            at.state = _CHUNK_SIZE
        elif not line:  # trailer fields end with an empty line
            self._complete(side, at, number)
        return True

    def _body(self, side: int, at: _Side, data: bytes, number: int) -> bytes:
        """Pass bytes to the body; returns those that belong to what follows it."""
        body = at.body
        assert body is not None
        if at.state == _CLOSE:
            body.data(data)
            return b""
        mine = data[: at.left]
        body.data(mine)
        at.left -= len(mine)
        if not at.left:
            if at.state == _CHUNK:
                at.state = _CHUNK_END
            else:
                self._complete(side, at, number)
        return data[len(mine) :]

    def _head(self, side: int, at: _Side, number: int, time: Micros) -> bool:
        data = at.inbox.data
        if at.state == _LOST:
            if not (http_head.METHOD_START.match(data) if side == self.client else data.startswith(b"HTTP/1.")):
                data.clear()
                return False
            at.state = _HEAD
        while data and data[0] in b"\r\n":  # RFC 9112 section 2.2: empty lines before a request are ignored
            at.inbox.cut(1, number, time)
        end, mark = _head_end(data)
        if end < 0:
            if len(data) > HEAD_MOST:
                self._broken(side, at, "http.head", f"a head of more than {HEAD_MOST} bytes")
            return False
        first, began = at.inbox.number, at.inbox.time
        raw = at.inbox.cut(end + mark, number, time)
        answers = self._waiting[0].method if self._waiting else ""
        try:
            head = http_head.parse(raw[:end], request=side == self.client, answers=answers)
        except BadRecord as bad:
            self._broken(side, at, bad.reason, bad.message)
            return False
        head.size = len(raw)
        if side == self.client:
            self._request(at, head, raw, first, number, began)
        else:
            self._response(at, head, raw, first, number, began)
        if at.state == _HEAD and at.exchange is not None:
            self._begin_body(side, at, head, number)
        return True

    def _request(self, at: _Side, head: Head, raw: bytes, first: int, last: int, time: Micros) -> None:
        facts = http_head.request_facts(head)
        facts["event.action"] = "http_request"
        exchange = Exchange(facts, first, last, time, raw[:RAW_KEPT], head.method, oddities=head.oddities)
        exchange.weight = EXCHANGE_BYTES + 3 * len(raw)  # a target stands in up to three fields
        self.waiting_bytes += exchange.weight
        exchange.upgrade = "upgrade" in head.fields or head.method == "CONNECT"
        at.exchange = exchange
        self._waiting.append(exchange)
        if len(self._waiting) > PIPELINED_MOST:
            self._emit(self._waiting.popleft())

    def _response(self, at: _Side, head: Head, raw: bytes, first: int, last: int, time: Micros) -> None:
        if 100 <= head.status < 200 and head.status != 101:  # interim: the final answer is still to come
            if self._waiting:
                self._waiting[0].facts["fengsui.http.interim_status"] = head.status
            return
        if self._waiting:
            exchange = self._waiting[0]
            exchange.facts["event.duration"] = max(0, time - exchange.time) * 1000
        else:
            exchange = Exchange({}, first, last, time, raw, asked=False)
            self._waiting.append(exchange)
        version = exchange.facts.get("http.version")
        exchange.facts.update(http_head.response_facts(head))
        if version:
            exchange.facts["http.version"] = version
        exchange.oddities += head.oddities
        exchange.last = max(exchange.last, last)
        at.exchange = exchange
        if head.status == 101 or (exchange.method == "CONNECT" and 200 <= head.status < 300):
            self._switch(at, exchange)

    def _begin_body(self, side: int, at: _Side, head: Head, number: int) -> None:
        fields = head.fields
        at.head_bytes = head.size
        at.body = Body(fields.get("content-type", ""), fields.get("content-encoding", ""))
        if head.body == CHUNKED:
            at.state = _CHUNK_SIZE
        elif head.body == UNTIL_CLOSE:
            at.state = _CLOSE
        elif head.body:
            at.state, at.left = _LENGTH, head.body
        else:
            self._complete(side, at, number)

    def _complete(self, side: int, at: _Side, number: int) -> None:
        """A message is whole. An exchange is told when its answer is."""
        exchange, body = at.exchange, at.body
        at.state, at.body, at.exchange, at.left = _HEAD, None, None, 0
        if exchange is None:
            return
        if number > exchange.last:
            exchange.last = number
        who = "request" if side == self.client else "response"
        if body is not None:
            exchange.facts.update(body.facts(who))
            exchange.facts[f"http.{who}.bytes"] = at.head_bytes + body.size
        if side != self.client and self._waiting and self._waiting[0] is exchange:
            client = self._sides[self.client]
            if client.exchange is exchange:  # answered before the request was over (a refusal); what is left is skipped
                exchange.facts.setdefault("http.request.body.bytes", client.body.size if client.body else 0)
                client.exchange = None
            self._waiting.popleft()
            self._emit(exchange)

    def _switch(self, at: _Side, exchange: Exchange) -> None:
        """The connection now speaks something else: tell the exchange and let the content show what it is."""
        self._switched = True
        self._waiting.popleft()
        exchange.facts["fengsui.http.switched"] = True
        self._emit(exchange)
        left = [(side, bytes(s.inbox.data), s.inbox.number, s.inbox.time) for side, s in enumerate(self._sides)]
        at.exchange = None
        self._waiting.clear()
        for s in self._sides:
            s.inbox.data.clear()
            s.exchange = None
        self.conversation.start_over([piece for piece in left if piece[1]])

    def _broken(self, side: int, at: _Side, reason: str, message: str) -> None:
        inbox = at.inbox
        self.conversation.fault(reason, message, side=side, time=inbox.time, number=inbox.number)
        if at.exchange is not None:
            at.exchange.oddities.append("broken")
            self._complete(side, at, inbox.last)
        inbox.data.clear()
        at.state, at.body, at.exchange = _LOST, None, None

    def _emit(self, exchange: Exchange) -> None:
        facts = exchange.facts
        self.waiting_bytes -= exchange.weight
        if exchange.oddities:
            facts["fengsui.http.oddities"] = sorted(set(exchange.oddities))
        facts["event.type"] = ["protocol", "access"]
        self.conversation.emit(
            "network.http",
            facts,
            sender=self.client,
            time=exchange.time,
            first=exchange.first,
            last=exchange.last,
            raw=exchange.raw,
        )


def _head_end(data: bytearray) -> tuple[int, int]:
    """Where a head's last line ends and how long the empty line after it is; (-1, 0) while it is not there."""
    strict, loose = data.find(b"\r\n\r\n"), data.find(b"\n\n")
    if strict >= 0 and (loose < 0 or strict < loose):
        return strict, 4
    return (loose, 2) if loose >= 0 else (-1, 0)
