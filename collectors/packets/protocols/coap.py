"""CoAP (RFC 7252) and, by its paths, LwM2M: requests of constrained devices with their answers. Payloads are measured only."""

from __future__ import annotations

from typing import Any, NamedTuple

from collectors.packets.conversation import Conversation
from collectors.packets.protocols.waiting import Asked, Waiting
from model.errors import BadRecord
from model.times import SECOND, Micros

PORT = 5683
TIMEOUT_US: Micros = 93 * SECOND  # MAX_TRANSMIT_WAIT, RFC 7252 section 4.8.2
WAITING_MOST = 256
REQUEST_BYTES = 600
OPTIONS_MOST = 64
TEXT_MOST = 1024
KEPT_MOST = 256

METHODS = {1: "GET", 2: "POST", 3: "PUT", 4: "DELETE", 5: "FETCH", 6: "PATCH", 7: "iPATCH"}
TYPES = {0: "confirmable", 1: "non_confirmable", 2: "acknowledgement", 3: "reset"}
_HOST, _OBSERVE, _PATH, _FORMAT, _QUERY, _PROXY = 3, 6, 11, 12, 15, 35
# Options of RFC 7252, 7641, 7959, 8613: others are allowed, but a datagram of nothing else is hardly CoAP.
_KNOWN = frozenset({1, 3, 4, 5, 6, 7, 8, 9, 11, 12, 14, 15, 16, 17, 20, 23, 27, 28, 35, 39, 60, 252, 258, 292})


class Message(NamedTuple):
    """code: class * 32 + detail; options: (number, value) in order."""

    kind: int
    code: int
    identity: int
    token: bytes
    options: tuple[tuple[int, bytes], ...]
    payload_bytes: int


def parse(data: bytes) -> Message:
    """Raises BadRecord when the bytes are no CoAP message."""
    if len(data) < 4 or data[0] >> 6 != 1:
        raise BadRecord("coap.head", "no CoAP version 1 message")
    length = data[0] & 15
    if length > 8 or len(data) < 4 + length:
        raise BadRecord("coap.token", f"a token of {length} bytes")
    if data[1] == 0 and len(data) != 4:
        raise BadRecord("coap.empty", "an empty message with content")
    at, number = 4 + length, 0
    options: list[tuple[int, bytes]] = []
    while at < len(data) and data[at] != 0xFF:
        delta, size = data[at] >> 4, data[at] & 15
        at += 1
        delta, at = _extended(data, at, delta)
        size, at = _extended(data, at, size)
        number += delta
        if at + size > len(data) or len(options) >= OPTIONS_MOST:
            raise BadRecord("coap.option", f"option {number} of {size} bytes does not fit")
        options.append((number, data[at : at + size]))
        at += size
    if at < len(data) and at + 1 == len(data):
        raise BadRecord("coap.payload", "a payload mark without payload")
    payload = len(data) - at - 1 if at < len(data) else 0
    return Message(
        data[0] >> 4 & 3, data[1], int.from_bytes(data[2:4], "big"), data[4 : 4 + length], tuple(options), payload
    )


def _extended(data: bytes, at: int, value: int) -> tuple[int, int]:
    if value == 15:
        raise BadRecord("coap.option", "15 is reserved for the payload mark")
    if value < 13:
        return value, at
    size = value - 12
    if at + size > len(data):
        raise BadRecord("coap.option", "a message ends inside an option")
    return int.from_bytes(data[at : at + size], "big") + (13 if size == 1 else 269), at + size


def looks_like(data: bytes, *, expected: bool) -> bool:
    """A sound message with a code of the specification; away from its port a request with a path or an answer's token too."""
    try:
        message = parse(data)
    except BadRecord:
        return False
    group, detail = message.code >> 5, message.code & 31
    if not (message.code == 0 or (group == 0 and detail in METHODS) or (group in (2, 4, 5) and detail < 24)):
        return False
    if any(number not in _KNOWN for number, _ in message.options):
        return False
    if expected:
        return True
    paths = [value for number, value in message.options if number == _PATH]
    return group == 0 and detail > 0 and bool(paths) and all(_printable(value) for value in paths)


def request_facts(message: Message) -> dict[str, Any]:
    method = METHODS.get(message.code, f"method_{message.code}")
    path = "/" + "/".join(_text(value) for number, value in message.options if number == _PATH)
    query = "&".join(_text(value) for number, value in message.options if number == _QUERY)
    facts: dict[str, Any] = {
        "event.action": f"coap_{method.lower()}",
        "fengsui.coap.method": method,
        "fengsui.coap.type": TYPES[message.kind],
        "url.path": path[:TEXT_MOST],
        "fengsui.coap.request_bytes": message.payload_bytes,
        "fengsui.ics.operation": "read" if method in ("GET", "FETCH") else "write",
    }
    if query:
        facts["url.query"] = query[:TEXT_MOST]
    for number, value in message.options:
        if number == _HOST:
            facts["url.domain"] = _text(value)
        elif number == _OBSERVE:
            facts["fengsui.coap.observe"] = True
        elif number == _PROXY:
            facts["fengsui.coap.proxied"] = True
    first = path.split("/")[1] if path != "/" else ""
    if first in ("rd", "bs") or (first.isdigit() and len(first) < 6):
        facts["network.application"] = "lwm2m"
        endpoint = next((part[3:] for part in query.split("&") if part.startswith("ep=")), "")
        if endpoint:
            facts["device.id"] = endpoint[:128]
    return facts


class CoapDatagrams:
    """Requests wait for the answer with their token, from the other side."""

    def __init__(self, conversation: Conversation) -> None:
        self.conversation = conversation
        self._waiting = Waiting[tuple[int, bytes, int]](
            self._emit, timeout_us=TIMEOUT_US, most=WAITING_MOST, weight=REQUEST_BYTES
        )

    @property
    def held(self) -> int:
        return self._waiting.held

    def message(self, side: int, raw: bytes, number: int, time: Micros) -> bool:
        try:
            message = parse(raw)
        except BadRecord as bad:
            self.conversation.fault(bad.reason, bad.message, side=side, time=time, number=number)
            return False
        group = message.code >> 5
        if group == 0 and message.code:
            key = (side, message.token, message.identity if not message.token else 0)
            if key not in self._waiting:  # else it is sent again
                self._waiting.add(key, Asked(request_facts(message), side, number, time, raw))
        elif group >= 2:
            self._answer(message, side, raw, number, time)
        return True

    def finish(self) -> None:
        self._waiting.finish()

    def _answer(self, message: Message, side: int, raw: bytes, number: int, time: Micros) -> None:
        asked = self._waiting.take((1 - side, message.token, message.identity if not message.token else 0))
        if asked is None:
            if message.kind in (0, 1):
                return  # a notification of an observed resource, or the second part of an answer
            asked = Asked({"event.action": "coap_response"}, 1 - side, number, time, raw)
        asked.answered(time, success=message.code >> 5 == 2)
        asked.facts["fengsui.coap.response_code"] = f"{message.code >> 5}.{message.code & 31:02d}"
        asked.facts["fengsui.coap.response_bytes"] = message.payload_bytes
        self._emit(asked, number)

    def _emit(self, asked: Asked, last: int) -> None:
        self.conversation.emit(
            "network.coap", asked.facts, sender=asked.side, time=asked.time, first=asked.first, last=last, raw=asked.raw
        )


def _text(value: bytes) -> str:
    return value[:KEPT_MOST].decode("utf-8", "backslashreplace")


def _printable(value: bytes) -> bool:
    try:
        return value.decode("utf-8").isprintable()
    except UnicodeDecodeError:
        return False
