"""QUIC (RFC 9000): the two hellos in its Initial packets. One Event per connection, with what TLS over TCP would tell."""

from __future__ import annotations

from typing import Any

from collectors.packets.conversation import Conversation
from collectors.packets.protocols import quic_packets, tls_hello
from collectors.packets.protocols.tls_ciphers import CIPHERS
from model.errors import BadRecord
from model.times import Micros

HELLO_MOST = 64 * 1024
PIECES_MOST = 64
PATIENCE = 12  # datagrams after the client's hello in which the server's is waited for
_CLIENT_HELLO, _SERVER_HELLO = 1, 2
_DATAGRAM_LEAST = 1200  # RFC 9000 section 14.1


def looks_like(data: bytes) -> bool:
    """An Initial packet of a version we know, in a datagram as large as a client must send."""
    try:
        found = quic_packets.packet(data, 0)
    except BadRecord:
        return False
    return found is not None and found.kind == quic_packets.INITIAL and len(data) >= _DATAGRAM_LEAST


class _Handshake:
    """One side's handshake bytes, whose pieces may come in any order."""

    def __init__(self) -> None:
        self._pieces: dict[int, bytes] = {}
        self.size = 0

    def add(self, offset: int, data: bytes) -> None:
        if offset + len(data) > HELLO_MOST or len(self._pieces) >= PIECES_MOST:
            raise BadRecord("quic.handshake", f"a hello of more than {HELLO_MOST} bytes or {PIECES_MOST} pieces")
        known = self._pieces.get(offset, b"")
        if len(data) > len(known):
            self._pieces[offset] = data
            self.size += len(data) - len(known)

    def message(self, kind: int) -> bytes | None:
        """The body of the first handshake message when it is whole. Raises BadRecord when it is another."""
        whole = bytearray()
        for offset, piece in sorted(self._pieces.items()):
            if offset > len(whole):
                break
            whole[offset : offset + len(piece)] = piece
        if len(whole) < 4:
            return None
        if whole[0] != kind:
            raise BadRecord("quic.handshake", f"a handshake begins with message {whole[0]}, not {kind}")
        size = int.from_bytes(whole[1:4], "big")
        return bytes(whole[4 : 4 + size]) if len(whole) >= 4 + size else None


class QuicDatagrams:
    def __init__(self, conversation: Conversation) -> None:
        self.conversation = conversation
        self.held = 0
        self._client = -1
        self._identifier = b""
        self._handshakes = (_Handshake(), _Handshake())  # of the client, of the server
        self._done = [False, False]
        self._facts: dict[str, Any] = {}
        self._first = self._last = 0
        self._time: Micros = 0
        self._raw = b""
        self._seen = 0

    def message(self, side: int, raw: bytes, number: int, time: Micros) -> bool:
        self._last = number
        self._seen += 1
        try:
            for found in quic_packets.packets(raw):
                self._packet(side, raw, found, number, time)
        except BadRecord as bad:
            self.conversation.fault(bad.reason, bad.message, side=side, time=time, number=number)
            self._leave()
            return False
        self.held = sum(h.size for h in self._handshakes)
        if all(self._done) or self._seen > PATIENCE:
            self._leave()
        return True

    def finish(self) -> None:
        if not self._facts:
            return
        facts = {"event.action": "quic_handshake", "event.type": ["protocol", "connection"], **self._facts}
        self._facts = {}
        self.held = 0
        self.conversation.emit(
            "network.quic",
            facts,
            sender=self._client,
            time=self._time,
            first=self._first,
            last=self._last,
            raw=self._raw,
        )

    def _leave(self) -> None:
        self.finish()
        self.held = 0
        self.conversation.active = False

    def _packet(self, side: int, raw: bytes, found: quic_packets.Packet, number: int, time: Micros) -> None:
        if found.kind == quic_packets.RETRY and self._client == 1 - side:
            self._identifier = found.source
            self._facts["fengsui.quic.retry"] = True
            return
        if found.kind != quic_packets.INITIAL:
            return
        if self._client < 0:
            self._client, self._identifier = side, found.destination
            self._first, self._time, self._raw = number, time, raw[found.start : found.at]
            self._facts["fengsui.quic.version"] = quic_packets.VERSIONS[found.version]
        server = side != self._client
        if self._done[server]:
            return
        frames = quic_packets.opened(raw, found, quic_packets.keys(found.version, self._identifier, server=server))
        if frames is None and not server:
            # The client's first Initial was not seen, or it took up the server's identifier.
            frames = quic_packets.opened(raw, found, quic_packets.keys(found.version, found.destination, server=False))
        if frames is None:
            self.conversation.recording.count("quic.unopened")
            if not self._handshakes[0].size:
                self._client = -1  # what came first was no client's
                self._facts.clear()
            return
        handshake = self._handshakes[server]
        for offset, piece in quic_packets.crypto(frames):
            handshake.add(offset, piece)
        body = handshake.message(_SERVER_HELLO if server else _CLIENT_HELLO)
        if body is not None:
            self._done[server] = True
            (self._answered if server else self._asked)(body)

    def _asked(self, body: bytes) -> None:
        hello = tls_hello.client_hello(body)
        facts = self._facts
        if hello.server_name:
            facts["tls.client.server_name"] = hello.server_name
        if hello.alpn:
            facts["fengsui.tls.client.alpn"] = [p.decode("utf-8", "backslashreplace") for p in hello.alpn]
        facts["tls.client.ja3"] = tls_hello.ja3(hello)
        facts["tls.client.ja4"] = tls_hello.ja4(hello, "q")
        facts["fengsui.tls.client.cipher_count"] = sum(c not in tls_hello.GREASE for c in hello.ciphers)

    def _answered(self, body: bytes) -> None:
        hello = tls_hello.server_hello(body)
        facts = self._facts
        name, number = tls_hello.VERSIONS.get(hello.offered, ("tls", hex(hello.offered)))
        facts["tls.version_protocol"], facts["tls.version"] = name, number
        facts["tls.cipher"] = CIPHERS.get(hello.ciphers[0], f"0x{hello.ciphers[0]:04X}")
        facts["tls.server.ja3s"] = tls_hello.ja3s(hello)
        if hello.group:
            facts["tls.curve"] = tls_hello.GROUPS.get(hello.group, str(hello.group))
