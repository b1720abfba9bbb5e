"""RDP up to where it is encrypted (MS-RDPBCGR section 2.2.1): who asks, which protection is agreed on, what the client says it is."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any

from collectors.packets.framed import FramedStream
from collectors.packets.meter import Flow
from collectors.packets.stream import Found
from model.errors import BadRecord
from model.times import Micros

if TYPE_CHECKING:
    from collectors.packets.tcp import TcpConversation

CONNECT_MOST = 16 * 1024
COOKIE_MOST = 256
BLOCKS_MOST = 16
CHANNELS_MOST = 31  # section 2.2.1.3.4
_COOKIE = b"Cookie: mstshash="
_REQUEST, _CONFIRM, _DATA = 0xE0, 0xD0, 0xF0
_NEGOTIATE, _AGREED, _REFUSED = 1, 2, 3
PROTOCOLS = {0: "rdp", 1: "tls", 2: "nla", 4: "rdstls", 8: "nla_early_authorization", 16: "aad"}
FAILURES = {1: "tls_required", 2: "tls_not_allowed", 3: "no_certificate", 4: "inconsistent_flags", 5: "nla_required",
            6: "tls_client_authentication_required"}  # fmt: skip
_METHODS = {0: "none", 1: "rc4_40", 2: "rc4_128", 8: "rc4_56", 16: "fips"}
_LEVELS = {0: "none", 1: "low", 2: "client_compatible", 3: "high", 4: "fips"}
_CLIENT_CORE, _CLIENT_NETWORK, _SERVER_SECURITY = 0xC001, 0xC003, 0x0C02
_CLIENT_KEY, _SERVER_KEY = b"Duca", b"McDn"  # section 2.2.1.3: the H.221 keys of the two sides
_block = struct.Struct("<HH").unpack_from
_negotiation = struct.Struct("<BBHI").unpack_from


def asked(frame: bytes) -> dict[str, Any] | None:
    """Facts of an X.224 connection request (section 2.2.1.1); None when nothing in it is RDP's."""
    body = frame[11:]
    facts: dict[str, Any] = {}
    if body.startswith((_COOKIE, b"Cookie: msts=", b"tsv://")):
        end = body.find(b"\r\n")
        if end < 0:
            raise BadRecord("rdp.cookie", "a cookie without end")
        if body.startswith(_COOKIE):
            facts["fengsui.rdp.cookie"] = body[len(_COOKIE) : min(end, COOKIE_MOST)].decode("utf-8", "backslashreplace")
        else:
            facts["fengsui.rdp.routed"] = True
        body = body[end + 2 :]
    if len(body) >= 8 and body[0] == _NEGOTIATE and body[2:4] == b"\x08\0":
        _, flags, _, wanted = _negotiation(body)
        facts["fengsui.rdp.offered"] = [name for bit, name in PROTOCOLS.items() if bit and wanted & bit] or ["rdp"]
        if flags & 1:
            facts["fengsui.rdp.restricted_admin"] = True
    elif not facts:
        return None
    return facts


def agreed(frame: bytes) -> dict[str, Any]:
    """Facts of the confirmation (section 2.2.1.2). Raises BadRecord."""
    body = frame[11:]
    if not body:
        return {"fengsui.rdp.protection": "rdp"}  # a server that does not know negotiation
    if len(body) < 8 or body[2:4] != b"\x08\0" or body[0] not in (_AGREED, _REFUSED):
        raise BadRecord("rdp.negotiation", f"no answer to a negotiation begins with {body[:4].hex()}")
    kind, _, _, value = _negotiation(body)
    if kind == _REFUSED:
        return {"fengsui.rdp.refused": FAILURES.get(value, f"failure_{value}"), "event.outcome": "failure"}
    return {"fengsui.rdp.protection": PROTOCOLS.get(value, f"protocol_{value}")}


def _blocks(frame: bytes, key: bytes) -> dict[int, bytes]:
    """The settings behind `key` (section 2.2.1.3.1), by type."""
    at = frame.find(key)
    found: dict[int, bytes] = {}
    if at < 0:
        return found
    at += len(key)
    at += 2 if at < len(frame) and frame[at] & 0x80 else 1  # length of all, in packed encoding rules
    while at + 4 <= len(frame) and len(found) < BLOCKS_MOST:
        kind, size = _block(frame, at)
        if size < 4 or at + size > len(frame):
            raise BadRecord("rdp.settings", f"settings of {size} bytes with {len(frame) - at} left")
        found.setdefault(kind, frame[at + 4 : at + size])
        at += size
    return found


def client_settings(frame: bytes) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    blocks = _blocks(frame, _CLIENT_KEY)
    core = blocks.get(_CLIENT_CORE, b"")
    if len(core) >= 52:
        facts["fengsui.rdp.keyboard"] = f"0x{int.from_bytes(core[12:16], 'little'):08x}"
        facts["fengsui.rdp.client_build"] = int.from_bytes(core[16:20], "little")
        facts["fengsui.rdp.client_name"] = core[20:52].decode("utf-16-le", "replace").split("\0")[0]
    network = blocks.get(_CLIENT_NETWORK, b"")
    if len(network) >= 4:
        count = min(int.from_bytes(network[:4], "little"), CHANNELS_MOST)
        names = [network[4 + 12 * i : 12 + 12 * i].split(b"\0")[0] for i in range(count)]
        facts["fengsui.rdp.channels"] = [name.decode("ascii", "backslashreplace") for name in names if name]
    return facts


def server_settings(frame: bytes) -> dict[str, Any]:
    security = _blocks(frame, _SERVER_KEY).get(_SERVER_SECURITY, b"")
    if len(security) < 8:
        return {}
    method, level = (int.from_bytes(security[i : i + 4], "little") for i in (0, 4))
    return {
        "fengsui.rdp.encryption": _METHODS.get(method, f"method_{method}"),
        "fengsui.rdp.encryption_level": _LEVELS.get(level, f"level_{level}"),
    }


def tell(side: int, said: bytes, flow: Flow) -> Found | None:  # noqa: ARG001
    """A connection request in a TPKT frame, with a cookie or a negotiation."""
    if said[:2] != b"\x03\0" or len(said) < 19 or said[5] != _REQUEST or said[6:8] != b"\0\0":
        return None
    size = int.from_bytes(said[2:4], "big")
    if said[4] + 5 != size or len(said) < size:
        return None
    try:
        return (RdpStream, side) if asked(said[:size]) is not None else None
    except BadRecord:
        return None


class RdpStream(FramedStream):
    protocol = "rdp"

    def __init__(self, conversation: TcpConversation, client: int) -> None:
        super().__init__(conversation, client)
        self._facts: dict[str, Any] = {}
        self._first = self._last = 0
        self._time: Micros = -1
        self._over = False

    def size(self, side: int, data: bytearray) -> int:  # noqa: ARG002
        if len(data) < 4:
            return 0
        size = int.from_bytes(data[2:4], "big")
        if data[:2] != b"\x03\0" or not 9 <= size <= CONNECT_MOST:
            raise BadRecord("rdp.frame", f"no TPKT frame begins with {bytes(data[:4]).hex()}")
        return size

    def frame(self, side: int, frame: bytes, first: int, last: int, time: Micros) -> None:
        if self._time < 0:
            self._first, self._time = first, time
        self._last = last
        code = frame[5]
        if code == _REQUEST and side == self.client:
            self._facts |= asked(frame) or {}
        elif code == _CONFIRM and side != self.client:
            self._facts |= agreed(frame)
            if "fengsui.rdp.refused" in self._facts:
                self._leave()
            elif self._facts["fengsui.rdp.protection"] != "rdp":
                self._turn()
        elif code == _DATA and frame[7:9] == b"\x7f\x65" and side == self.client:
            self._facts |= client_settings(frame)
        elif code == _DATA and frame[7:9] == b"\x7f\x66" and side != self.client:
            self._facts |= server_settings(frame)
            self._leave()
        else:
            self._leave()

    def finish(self) -> None:
        if self._time < 0 or self._over:
            return
        self._over = True
        facts = {"event.action": "rdp_connect", "event.type": ["protocol", "connection"], **self._facts}
        raw = self._facts.get("fengsui.rdp.cookie", "").encode()
        self.conversation.emit(
            "network.rdp", facts, sender=self.client, time=self._time, first=self._first, last=self._last, raw=raw
        )

    def _leave(self) -> None:
        self.finish()
        self.conversation.give_up()

    def _turn(self) -> None:
        """TLS begins with the next byte."""
        self.finish()
        self.hand_over()
