"""SOCKS 4, 4a and 5: which destination a client asks the proxy for, and as whom. What the proxy then carries is identified anew.

Sources: RFC 1928, RFC 1929; "SOCKS: A protocol for TCP proxy across firewalls" (NEC) and "SOCKS 4A" (Ying-Da Lee).
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address
from typing import TYPE_CHECKING, Any

from collectors.packets.framed import FramedStream
from collectors.packets.meter import Flow
from collectors.packets.stream import Found
from model.errors import BadRecord
from model.times import Micros

if TYPE_CHECKING:
    from collectors.packets.tcp import TcpConversation

METHODS_MOST = 16  # a greeting with more is none; DNP3 over TCP begins with 5 and 100
TEXT_MOST = 255
COMMANDS = {1: "connect", 2: "bind", 3: "udp_associate"}
ANSWERS5 = {
    0: "succeeded", 1: "general_failure", 2: "not_allowed", 3: "network_unreachable", 4: "host_unreachable",
    5: "connection_refused", 6: "ttl_expired", 7: "command_not_supported", 8: "address_type_not_supported",
}  # fmt: skip
ANSWERS4 = {90: "succeeded", 91: "rejected", 92: "no_identd", 93: "identd_disagrees"}
_NONE, _GSSAPI, _PASSWORD, _REFUSED = 0, 1, 2, 255
_METHODS = {_NONE: "none", _GSSAPI: "gssapi", _PASSWORD: "password"}


def tell(side: int, said: bytes, flow: Flow) -> Found | None:  # noqa: ARG001
    """A greeting of version 5 with nothing after it, or a whole request of version 4."""
    if len(said) < 3:
        return None
    if said[0] == 5 and 1 <= said[1] <= METHODS_MOST and len(said) == 2 + said[1]:
        methods = said[2:]
        known = all(m < 10 or 0x80 <= m < 0xFF for m in methods)
        return (SocksStream, side) if known and len(set(methods)) == len(methods) else None
    if said[0] == 4 and said[1] in (1, 2) and len(said) >= 9 and _size4(said) == len(said):
        return SocksStream, side
    return None


def _size4(data: bytes | bytearray) -> int:
    """Bytes of a version 4 request, 0 when its end is not there yet."""
    end = data.find(b"\0", 8)
    if end >= 0 and data[4:7] == b"\0\0\0" and data[7:8] != b"\0":  # 4a: a name follows
        end = data.find(b"\0", end + 1)
    return end + 1


class SocksStream(FramedStream):
    protocol = "socks"

    def __init__(self, conversation: TcpConversation, client: int) -> None:
        super().__init__(conversation, client)
        self._facts: dict[str, Any] = {}
        self._asked: tuple[dict[str, Any], int, Micros] | None = None
        self._login: tuple[int, Micros] | None = None
        self._chosen = False  # whether the server has said which method
        self._version = 0

    def size(self, side: int, data: bytearray) -> int:
        if side == self.client:
            return self._client_size(data)
        if self._version == 4:
            return 8
        if not self._chosen or self._login is not None:
            return 2
        return _address_end(data) if len(data) >= 5 else 0

    def _client_size(self, data: bytearray) -> int:
        if not self._version:
            self._version = data[0]
        if self._version == 4:
            size = _size4(data)
            if not size and len(data) > 2 * TEXT_MOST + 16:
                raise BadRecord("socks.request", "a request without an end")
            return size
        if len(data) < 3:
            return 0
        if not self._facts:  # the greeting
            return 2 + data[1]
        if data[0] == 1:  # name and password
            at = 2 + data[1]
            return at + 1 + data[at] if len(data) > at else 0
        if data[0] != 5 or data[1] not in COMMANDS:
            raise BadRecord("socks.request", f"no request begins with {bytes(data[:4]).hex()}")
        return _address_end(data) if len(data) >= 5 else 0

    def frame(self, side: int, frame: bytes, first: int, last: int, time: Micros) -> None:
        if side != self.client:
            self._answer(frame, last)
        elif self._version == 4:
            self._request4(frame, first, time)
        elif not self._facts:
            self._facts = {"fengsui.socks.version": 5}
        elif frame[0] == 1:
            self._facts["user.name"] = frame[2 : 2 + frame[1]].decode("utf-8", "backslashreplace")
            self._facts |= {"fengsui.credentials.cleartext": True, "fengsui.credentials.scheme": "socks"}
            self._login = first, time
        else:
            self._asked = {"fengsui.socks.command": COMMANDS[frame[1]], **_destination(frame)}, first, time

    def finish(self) -> None:
        if self._login is not None:
            self._signed_in("unknown", self._login[0])
        if self._asked is not None:
            self._told({}, self._asked[1])

    def _request4(self, frame: bytes, first: int, time: Micros) -> None:
        facts: dict[str, Any] = {"fengsui.socks.command": COMMANDS.get(frame[1], "unknown")}
        facts["fengsui.socks.port"] = int.from_bytes(frame[2:4], "big")
        user, _, name = frame[8:-1].partition(b"\0")
        if name:
            facts["fengsui.socks.domain"] = name[:TEXT_MOST].decode("utf-8", "backslashreplace").lower()
        else:
            facts["fengsui.socks.ip"] = str(IPv4Address(frame[4:8]))
        self._facts = {"fengsui.socks.version": 4}
        if user:
            self._facts["user.name"] = user[:TEXT_MOST].decode("utf-8", "backslashreplace")
        self._asked = facts, first, time

    def _answer(self, frame: bytes, last: int) -> None:
        if self._version == 4:
            word = ANSWERS4.get(frame[1], f"code_{frame[1]}")
            self._through(word, frame[0] == 0 and frame[1] == 90, last)
        elif not self._chosen:
            self._chosen = True
            self._facts["fengsui.socks.method"] = _METHODS.get(frame[1], f"method_{frame[1]}")
            if frame[0] != 5:
                raise BadRecord("socks.answer", f"version {frame[0]} answers version 5")
            if frame[1] not in (_NONE, _PASSWORD):
                self.conversation.give_up()  # refused, or wrapped in a way of its own
        elif self._login is not None:
            self._signed_in("failure" if frame[1] else "success", last)
        else:
            self._through(ANSWERS5.get(frame[1], f"code_{frame[1]}"), frame[0] == 5 and frame[1] == 0, last)

    def _signed_in(self, outcome: str, last: int) -> None:
        assert self._login is not None
        first, time = self._login
        self._login = None
        facts = {
            "event.category": ["network", "authentication"],
            "event.type": ["start"],
            "event.action": "socks_login",
            "event.outcome": outcome,
            **self._facts,
        }
        self.conversation.emit(
            "network.socks", facts, sender=self.client, time=time, first=first, last=last, raw=b"login"
        )

    def _told(self, answer: dict[str, Any], last: int) -> None:
        assert self._asked is not None
        facts, first, time = self._asked
        self._asked = None
        told = {"event.action": f"socks_{facts['fengsui.socks.command']}", **self._facts, **facts, **answer}
        raw = f"{facts.get('fengsui.socks.domain')} {facts.get('fengsui.socks.ip')} {facts['fengsui.socks.port']}"
        self.conversation.emit(
            "network.socks", told, sender=self.client, time=time, first=first, last=last, raw=raw.encode()
        )

    def _through(self, word: str, success: bool, last: int) -> None:
        if self._asked is None:
            raise BadRecord("socks.answer", "an answer before any request")
        connected = self._asked[0]["fengsui.socks.command"] == "connect"
        self._told({"fengsui.socks.answer": word, "event.outcome": "success" if success else "failure"}, last)
        if success and connected:
            self.hand_over()
        else:
            self.conversation.give_up()


def _address_end(data: bytearray) -> int:
    """Where a version 5 request or answer ends. data: at least five bytes. Raises BadRecord."""
    if data[3] == 1:
        return 10
    if data[3] == 4:
        return 22
    if data[3] == 3:
        return 7 + data[4]
    raise BadRecord("socks.address", f"no kind of address: {data[3]}")


def _destination(frame: bytes) -> dict[str, Any]:
    facts: dict[str, Any] = {"fengsui.socks.port": int.from_bytes(frame[-2:], "big")}
    if frame[3] == 3:
        facts["fengsui.socks.domain"] = frame[5:-2].decode("utf-8", "backslashreplace").lower()
    else:
        facts["fengsui.socks.ip"] = str(IPv4Address(frame[4:8]) if frame[3] == 1 else IPv6Address(frame[4:20]))
    return facts
