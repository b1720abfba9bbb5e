"""TLS on a stream: the handshake up to where it is encrypted, one Event per connection.

Sources: RFC 8446, RFC 5246, RFC 6101 (SSL 3.0), GB/T 38636-2020 (TLCP).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from collectors.packets.conversation import RAW_KEPT
from collectors.packets.protocols import tls_hello, x509
from collectors.packets.protocols.tls_ciphers import CIPHERS
from collectors.packets.protocols.tls_hello import GREASE, GROUPS, VERSIONS, Hello
from collectors.packets.stream import StreamParser
from model.errors import BadRecord
from model.times import Micros

if TYPE_CHECKING:
    from collectors.packets.tcp import TcpConversation

RECORD_MOST = 16_384 + 2048  # RFC 5246 section 6.2.3
HANDSHAKE_MOST = 128 * 1024  # of one side's handshake messages; certificate chains are a few KiB
CHAIN_MOST = 16
# SSL 3.0 to TLS 1.3, and TLCP 1.1 (GB/T 38636-2020), which is TLS 1.1 with SM2, SM3 and SM4 under a number of its own.
RECORD_VERSIONS = frozenset({b"\3\0", b"\3\1", b"\3\2", b"\3\3", b"\3\4", b"\1\1"})
_CHANGE_CIPHER, _ALERT, _HANDSHAKE, _DATA, _HEARTBEAT = 20, 21, 22, 23, 24
_CLIENT_HELLO, _SERVER_HELLO, _CERTIFICATE = 1, 2, 11
# RFC 8446 section 6, with RFC 5246's.
ALERTS = {
    0: "close_notify", 10: "unexpected_message", 20: "bad_record_mac", 21: "decryption_failed", 22: "record_overflow",
    30: "decompression_failure", 40: "handshake_failure", 41: "no_certificate", 42: "bad_certificate",
    43: "unsupported_certificate", 44: "certificate_revoked", 45: "certificate_expired", 46: "certificate_unknown",
    47: "illegal_parameter", 48: "unknown_ca", 49: "access_denied", 50: "decode_error", 51: "decrypt_error",
    60: "export_restriction", 70: "protocol_version", 71: "insufficient_security", 80: "internal_error",
    86: "inappropriate_fallback", 90: "user_canceled", 100: "no_renegotiation", 109: "missing_extension",
    110: "unsupported_extension", 112: "unrecognized_name", 113: "bad_certificate_status_response",
    115: "unknown_psk_identity", 116: "certificate_required", 120: "no_application_protocol",
}  # fmt: skip
# The random of a HelloRetryRequest (RFC 8446 section 4.1.3).
_RETRY = bytes.fromhex("cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c")


def looks_like(said: bytes) -> int:
    """1: a client's first record, 2: a server's, 0: no TLS. Needs six bytes; an SSLv2 hello counts as a client's."""
    if len(said) < 6:
        return 0
    size = said[3] << 8 | said[4]
    if said[0] == _HANDSHAKE and said[1:3] in RECORD_VERSIONS and 4 <= size <= RECORD_MOST:
        return {_CLIENT_HELLO: 1, _SERVER_HELLO: 2}.get(said[5], 0)
    if said[0] == _ALERT and said[1:3] in RECORD_VERSIONS and size == 2 and said[5] in (1, 2):
        return 2
    return 1 if _is_ssl2(said) else 0


def _is_ssl2(said: bytes | bytearray) -> bool:
    """A version 2 client hello (RFC 5246 appendix E.2): lengths that add up, and a version SSL had."""
    if (
        len(said) < 11
        or not said[0] & 0x80
        or said[2] != 1
        or said[3:5] not in (b"\0\2", b"\3\0", b"\3\1", b"\3\2", b"\3\3")
    ):
        return False
    size = (said[0] & 0x7F) << 8 | said[1]
    ciphers, session, challenge = (int.from_bytes(said[i : i + 2], "big") for i in (5, 7, 9))
    return size == 9 + ciphers + session + challenge and ciphers % 3 == 0 and ciphers > 0 and 16 <= challenge <= 32


class TlsStream(StreamParser):
    protocol = "tls"

    def __init__(self, conversation: TcpConversation, client: int) -> None:
        super().__init__(conversation, client)
        self._records = (bytearray(), bytearray())
        self._messages = (bytearray(), bytearray())
        self.buffers = self._records + self._messages
        self._changed = [False, False]
        self._skip = [0, 0]
        self._facts: dict[str, Any] = {}
        self._hello: Hello | None = None
        self._version = 0
        self._time: Micros = -1
        self._first = self._last = 0
        self._raw = b""
        self._told = False

    def data(self, side: int, data: bytes, number: int, time: Micros) -> None:
        if self._time < 0:
            self._time, self._first, self._raw = time, number, data[:RAW_KEPT]
        self._last = number
        held = self._records[side]
        held += data
        try:
            while not self._told and self._record(side, held):
                pass
        except BadRecord as bad:
            self.conversation.fault(bad.reason, bad.message, side=side, time=time, number=number)
            self._tell()
        if self._told:
            self.conversation.give_up()

    def gap(self, side: int, missing: int, number: int, time: Micros) -> bool:  # noqa: ARG002
        return False

    def finish(self) -> None:
        self._tell()

    def _record(self, side: int, held: bytearray) -> bool:
        if len(held) < 5:
            return False
        if held[0] & 0x80 and side == self.client and self._hello is None and _is_ssl2(held):
            return self._ssl2(held)
        kind, size = held[0], held[3] << 8 | held[4]
        if not _CHANGE_CIPHER <= kind <= _HEARTBEAT or bytes(held[1:3]) not in RECORD_VERSIONS or size > RECORD_MOST:
            raise BadRecord("tls.record", f"no TLS record begins with {bytes(held[:5]).hex()}")
        if len(held) < 5 + size:
            return False
        body = bytes(held[5 : 5 + size])
        del held[: 5 + size]
        if kind == _HANDSHAKE and not self._changed[side]:
            self._messages[side].extend(body)
            if len(self._messages[side]) > HANDSHAKE_MOST:
                raise BadRecord("tls.handshake", f"more than {HANDSHAKE_MOST} bytes of handshake")
            while self._message(side):
                pass
        elif kind == _ALERT and size == 2 and not self._changed[side]:
            self._facts["fengsui.tls.alert"] = ALERTS.get(body[1], f"alert_{body[1]}")
            if body[0] == 2:
                self._tell()
        elif kind == _CHANGE_CIPHER:
            # In TLS 1.3 this record means nothing (RFC 8446 appendix D.4); what follows it is encrypted all the same.
            self._changed[side] = True
            if self._changed[0] and self._changed[1] and self._version and self._version < 0x0304:
                self._established()
        elif kind == _DATA and side == self.client and self._version:
            self._established()
        return True

    def _established(self) -> None:
        self._facts["tls.established"] = True
        self._tell()

    def _ssl2(self, held: bytearray) -> bool:
        size = 2 + ((held[0] & 0x7F) << 8 | held[1])
        if len(held) < size:
            return False
        version = held[3] << 8 | held[4]
        self._facts["fengsui.tls.client.ssl2_hello"] = True
        self._facts["fengsui.tls.client.version"] = " ".join(VERSIONS.get(version, ("unknown", hex(version))))
        del held[:size]
        return True

    def _message(self, side: int) -> bool:
        held = self._messages[side]
        if len(held) < 4:
            return False
        size = int.from_bytes(held[1:4], "big")
        if size > HANDSHAKE_MOST:
            raise BadRecord("tls.handshake", f"a handshake message of {size} bytes")
        if len(held) < 4 + size:
            return False
        kind, body = held[0], bytes(held[4 : 4 + size])
        del held[: 4 + size]
        if kind == _CLIENT_HELLO and self._hello is None:
            self._client(body)
        elif kind == _SERVER_HELLO:
            self._server(body)
        elif kind == _CERTIFICATE and self._version < 0x0304:
            self._certificates(side, body)
        return True

    def _client(self, body: bytes) -> None:
        hello = self._hello = tls_hello.client_hello(body)
        facts = self._facts
        if hello.server_name:
            facts["tls.client.server_name"] = hello.server_name
        if hello.alpn:
            facts["fengsui.tls.client.alpn"] = [p.decode("utf-8", "backslashreplace") for p in hello.alpn]
        facts["tls.client.ja3"] = tls_hello.ja3(hello)
        facts["tls.client.ja4"] = tls_hello.ja4(hello)
        facts["fengsui.tls.client.version"] = " ".join(VERSIONS.get(hello.offered, ("unknown", hex(hello.offered))))
        facts["fengsui.tls.client.cipher_count"] = sum(c not in GREASE for c in hello.ciphers)

    def _server(self, body: bytes) -> None:
        if body[2:34] == _RETRY:
            self._facts["fengsui.tls.hello_retry"] = True
            return
        hello = tls_hello.server_hello(body)
        self._version = hello.offered
        facts = self._facts
        name, number = VERSIONS.get(self._version, ("tls", hex(self._version)))
        facts["tls.version_protocol"], facts["tls.version"] = name, number
        cipher = hello.ciphers[0]
        facts["tls.cipher"] = CIPHERS.get(cipher, f"0x{cipher:04X}")
        facts["tls.server.ja3s"] = tls_hello.ja3s(hello)
        if hello.group:
            facts["tls.curve"] = GROUPS.get(hello.group, str(hello.group))
        if hello.alpn:
            facts["tls.next_protocol"] = hello.alpn[0].decode("utf-8", "backslashreplace").lower()
        offered = self._hello.session_id if self._hello is not None else b""
        # In TLS 1.3 the session id is echoed whatever happens; before, an echo means the session was taken up again.
        if self._version < 0x0304:
            facts["tls.resumed"] = bool(offered) and offered == hello.session_id

    def _certificates(self, side: int, body: bytes) -> None:
        """RFC 5246 section 7.4.2: a chain, each certificate with three bytes of length before it."""
        prefix = "tls.client" if side == self.client else "tls.server"
        at, count = 3, 0
        while at + 3 <= len(body) and count < CHAIN_MOST:
            size = int.from_bytes(body[at : at + 3], "big")
            raw = body[at + 3 : at + 3 + size]
            if len(raw) < size:
                raise BadRecord("tls.certificate", f"a certificate claims {size} bytes; {len(raw)} are left")
            if not count:
                self._facts.update(x509.facts(raw, prefix))
            at += 3 + size
            count += 1
        if count:
            self._facts[f"fengsui.{prefix}.chain_length"] = count

    def _tell(self) -> None:
        if self._told or self._time < 0:
            return
        self._told = True
        if not self._facts:
            return
        facts = self._facts
        facts.setdefault("tls.established", False)
        facts["event.type"] = ["protocol", "connection"]
        facts["event.action"] = "tls_handshake"
        self.conversation.emit(
            "network.tls", facts, sender=self.client, time=self._time, first=self._first, last=self._last, raw=self._raw
        )
