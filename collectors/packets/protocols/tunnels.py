"""Handshakes of encrypted tunnels over UDP: WireGuard, IKE (IPsec) and OpenVPN. Who builds one, when, with which ciphers.

Sources: WireGuard whitepaper section 5.4; RFC 7296 and RFC 2408 with the IANA IKEv2 parameters; RFC 3948 for port 4500;
the OpenVPN wire protocol (draft openvpn-wire-protocol, section 2).
"""

from __future__ import annotations

from typing import Any, ClassVar

from collectors.packets.conversation import Conversation
from collectors.packets.protocols.tally import Tally
from model.errors import BadRecord
from model.times import Micros

IKE_PORT, IKE_NAT_PORT, OPENVPN_PORT = 500, 4500, 1194
IKE_HEAD = 28
PAYLOADS_MOST, TRANSFORMS_MOST = 32, 64
_WIREGUARD = {1: ("handshake_initiation", 148), 2: ("handshake_response", 92), 3: ("cookie_reply", 64)}
_EXCHANGES = {2: "main_mode", 4: "aggressive_mode", 5: "informational_v1", 32: "quick_mode", 34: "sa_init", 35: "auth",
              36: "create_child_sa", 37: "informational", 43: "intermediate"}  # fmt: skip
_ENCRYPTION = {2: "des", 3: "3des", 11: "null", 12: "aes_cbc", 13: "aes_ctr", 14: "aes_ccm_8", 16: "aes_ccm_16",
               18: "aes_gcm_8", 20: "aes_gcm_16", 28: "chacha20_poly1305", 30: "sm4_cbc", 23: "camellia_cbc"}  # fmt: skip
_PRF = {1: "hmac_md5", 2: "hmac_sha1", 5: "hmac_sha2_256", 6: "hmac_sha2_384", 7: "hmac_sha2_512"}
_INTEGRITY = {0: "none", 1: "hmac_md5_96", 2: "hmac_sha1_96", 5: "aes_xcbc_96", 12: "hmac_sha2_256_128",
              13: "hmac_sha2_384_192", 14: "hmac_sha2_512_256"}  # fmt: skip
_GROUPS = {1: "modp768", 2: "modp1024", 5: "modp1536", 14: "modp2048", 15: "modp3072", 16: "modp4096", 19: "ecp256",
           20: "ecp384", 21: "ecp521", 31: "curve25519", 32: "curve448"}  # fmt: skip
_TRANSFORMS = {1: ("encryption", _ENCRYPTION), 2: ("prf", _PRF), 3: ("integrity", _INTEGRITY), 4: ("group", _GROUPS)}
_OPCODES = {1: "hard_reset_client_v1", 2: "hard_reset_server_v1", 3: "soft_reset", 4: "control", 5: "ack", 6: "data_v1",
            7: "hard_reset_client_v2", 8: "hard_reset_server_v2", 9: "data_v2", 10: "hard_reset_client_v3"}  # fmt: skip
_OPENVPN_HANDSHAKE = frozenset((1, 2, 3, 7, 8, 10))


def is_wireguard(data: bytes) -> bool:
    """A handshake message, of its exact length; data alone has nothing of its own."""
    kind = _WIREGUARD.get(data[0])
    return kind is not None and data[1:4] == b"\0\0\0" and len(data) == kind[1]


def is_ike(data: bytes, *, expected: bool) -> bool:
    """expected: the flow uses a port of IKE. A header that says the datagram's own length, and begins an exchange."""
    start = 4 if data[:4] == b"\0\0\0\0" else 0
    head = data[start : start + IKE_HEAD]
    if len(head) < IKE_HEAD or head[17] not in (0x10, 0x20) or head[18] not in _EXCHANGES:
        return False
    fits = int.from_bytes(head[24:28], "big") == len(data) - start and head[:8] != bytes(8)
    return fits and (expected or (head[18] in (2, 4, 34) and head[17] in (0x10, 0x20) and not any(head[20:24])))


def is_openvpn(data: bytes, *, expected: bool) -> bool:
    """expected: the flow uses OpenVPN's port. The first message of a client that has received nothing yet."""
    if data[0] >> 3 not in (1, 7, 10) or data[0] & 7 or len(data) < 14 or data[1:9] == bytes(8):
        return False
    return (len(data) == 14 and data[9:14] == bytes(5)) or (expected and len(data) <= 1500)


class TunnelDatagrams:
    """Handshake messages are told as they come, other ones of the tunnel are counted by kind."""

    held = 0
    name: ClassVar[str] = ""

    def __init__(self, conversation: Conversation) -> None:
        self.conversation = conversation
        self._tally = Tally(conversation, f"network.{self.name}")

    def read(self, raw: bytes) -> tuple[dict[str, Any], bool]:
        """Facts of a datagram, and whether it belongs to a handshake. Raises BadRecord."""
        raise NotImplementedError

    def message(self, side: int, raw: bytes, number: int, time: Micros) -> bool:
        try:
            facts, handshake = self.read(raw)
        except BadRecord as bad:
            self.conversation.fault(bad.reason, bad.message, side=side, time=time, number=number)
            return False
        if handshake:
            self.conversation.emit(
                f"network.{self.name}", facts, sender=side, time=time, first=number, last=number, raw=raw
            )
        else:
            self._tally.add((side, facts["event.action"]), facts, side, number, number, time, raw[:16])
        return True

    def finish(self) -> None:
        self._tally.finish()


class WireguardDatagrams(TunnelDatagrams):
    name = "wireguard"

    def read(self, raw: bytes) -> tuple[dict[str, Any], bool]:
        if raw[0] == 4 and raw[1:4] == b"\0\0\0" and len(raw) >= 32:
            return {"event.action": "wireguard_data", "fengsui.tunnel.message": "data"}, False
        if not is_wireguard(raw):
            raise BadRecord("wireguard.message", f"no message begins with {raw[:4].hex()} and has {len(raw)} bytes")
        word = _WIREGUARD[raw[0]][0]
        facts = {
            "event.action": f"wireguard_{word}",
            "fengsui.tunnel.message": word,
            "event.type": ["start", "protocol"],
        }
        return facts | {"fengsui.tunnel.session": raw[4:8].hex()}, True


class OpenvpnDatagrams(TunnelDatagrams):
    name = "openvpn"

    def read(self, raw: bytes) -> tuple[dict[str, Any], bool]:
        code = raw[0] >> 3
        if code not in _OPCODES:
            raise BadRecord("openvpn.opcode", f"no message begins with {raw[:1].hex()}")
        word = _OPCODES[code]
        facts: dict[str, Any] = {"event.action": f"openvpn_{word}", "fengsui.tunnel.message": word}
        if code in _OPENVPN_HANDSHAKE and len(raw) >= 9:
            facts |= {"fengsui.tunnel.session": raw[1:9].hex(), "event.type": ["start", "protocol"]}
            return facts, True
        return facts, False


class IkeDatagrams(TunnelDatagrams):
    name = "ike"

    def read(self, raw: bytes) -> tuple[dict[str, Any], bool]:
        if raw == b"\xff":
            return {"event.action": "ike_keepalive", "fengsui.tunnel.message": "keepalive"}, False
        if raw[:4] != b"\0\0\0\0" and not is_ike(raw, expected=True):
            return {"event.action": "ike_data", "fengsui.tunnel.message": "data"}, False  # ESP in UDP, RFC 3948
        message = raw[4:] if raw[:4] == b"\0\0\0\0" else raw
        if not is_ike(message, expected=True):
            raise BadRecord("ike.message", f"no IKE message of {len(message)} bytes")
        exchange, answer = message[18], bool(message[19] & 0x20)
        facts: dict[str, Any] = {
            "event.action": f"ike_{_EXCHANGES[exchange]}",
            "fengsui.tunnel.message": _EXCHANGES[exchange],
            "fengsui.tunnel.session": message[:8].hex(),
            "fengsui.ike.version": message[17] >> 4,
            "fengsui.ike.response": answer if message[17] == 0x20 else any(message[8:16]),
        }
        if message[17] == 0x20 and exchange == 34:
            facts.update(proposals(message))
        first = exchange in (2, 4, 34, 35)
        if first:
            facts["event.type"] = ["start", "protocol"]
        return facts, first


def proposals(message: bytes) -> dict[str, Any]:
    """What the security association payloads of an IKEv2 message offer or choose, RFC 7296 section 3.3. Raises BadRecord."""
    found: dict[str, list[str]] = {}
    kind, at = message[16], IKE_HEAD
    for _ in range(PAYLOADS_MOST):
        if not kind or at + 4 > len(message):
            break
        size = int.from_bytes(message[at + 2 : at + 4], "big")
        if size < 4 or at + size > len(message):
            raise BadRecord("ike.payload", f"payload {kind} does not fit into the message")
        if kind == 33:
            _transforms(message[at + 4 : at + size], found)
        elif kind == 41 and size >= 8:
            number = int.from_bytes(message[at + 6 : at + 8], "big")
            if number < 16384:  # above are status types
                found.setdefault("errors", []).append(str(number))
        kind, at = message[at], at + size
    return {f"fengsui.ike.{name}": values for name, values in found.items()}


def _transforms(data: bytes, found: dict[str, list[str]]) -> None:
    at = 0
    while at + 8 <= len(data):
        size = int.from_bytes(data[at + 2 : at + 4], "big")
        if size < 8 or at + size > len(data):
            raise BadRecord("ike.proposal", "a proposal does not fit into its payload")
        inner = at + 8 + data[at + 6]
        for _ in range(TRANSFORMS_MOST):
            if inner + 8 > at + size:
                break
            length = int.from_bytes(data[inner + 2 : inner + 4], "big")
            if length < 8:
                raise BadRecord("ike.transform", f"a transform of {length} bytes")
            known = _TRANSFORMS.get(data[inner + 4])
            if known is not None:
                number = int.from_bytes(data[inner + 6 : inner + 8], "big")
                word = known[1].get(number, f"id_{number}")
                if length >= 12 and data[inner + 8 : inner + 10] == b"\x80\x0e":
                    word += f"_{int.from_bytes(data[inner + 10 : inner + 12], 'big')}"
                values = found.setdefault(known[0], [])
                if word not in values and len(values) < TRANSFORMS_MOST:
                    values.append(word)
            inner += length
        at += size
