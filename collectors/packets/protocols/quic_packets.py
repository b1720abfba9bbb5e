"""QUIC Initial packets opened (RFC 9000 section 17.2.2, RFC 9001 section 5, RFC 9369): their keys follow from what is on the wire."""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from model.errors import BadRecord

V1, V2 = 0x0000_0001, 0x6B33_43CF
VERSIONS = {V1: "1", V2: "2", **{0xFF00_0000 | n: f"draft-{n}" for n in range(29, 35)}}
INITIAL, RETRY, OTHER = "initial", "retry", "other"
_SALTS = {
    V1: bytes.fromhex("38762cf7f55934b34d179ae6a4c80cadccbb7f0a"),  # RFC 9001 section 5.2
    V2: bytes.fromhex("0dede3def700a6db819381be6e269dcbf9bd2ed9"),  # RFC 9369 section 3.3.1
}
_SALT_29 = bytes.fromhex("afbfec289993d24c9e9786f19c6111e04390a899")  # draft-ietf-quic-tls-29 section 5.2
_SALT_33 = _SALTS[V1]
ID_MOST = 20
PACKETS_MOST = 8  # of one datagram
FRAMES_MOST = 256  # of one packet
_CRYPTO, _PADDING, _PING, _ACK, _ACK_ECN, _CLOSE = 6, 0, 1, 2, 3, 0x1C


class Packet(NamedTuple):
    """One packet with a long header. at: where its packet number begins; end: where the packet ends."""

    kind: str
    version: int
    destination: bytes
    source: bytes
    start: int
    at: int
    end: int


class Keys(NamedTuple):
    key: bytes
    iv: bytes
    hp: bytes


def _expand(secret: bytes, label: str, size: int) -> bytes:
    """HKDF-Expand-Label of one block (RFC 8446 section 7.1)."""
    full = b"tls13 " + label.encode()
    info = size.to_bytes(2, "big") + bytes((len(full),)) + full + b"\0"
    return hmac.digest(secret, info + b"\x01", "sha256")[:size]


@lru_cache(maxsize=256)
def keys(version: int, identifier: bytes, *, server: bool) -> Keys:
    """identifier: the destination connection id of the client's first Initial, or of the Retry it followed."""
    salt = _SALTS.get(version) or (_SALT_29 if version < 0xFF00_0021 else _SALT_33)
    initial = hmac.digest(salt, identifier, "sha256")
    secret = _expand(initial, "server in" if server else "client in", 32)
    name = "quicv2" if version == V2 else "quic"
    return Keys(
        _expand(secret, f"{name} key", 16), _expand(secret, f"{name} iv", 12), _expand(secret, f"{name} hp", 16)
    )


def variable(data: bytes, at: int) -> tuple[int, int]:
    """(value, where it ends) of a variable-length integer (RFC 9000 section 16). Raises BadRecord."""
    if at >= len(data):
        raise BadRecord("quic.length", "a packet ends inside a number")
    size = 1 << (data[at] >> 6)
    if at + size > len(data):
        raise BadRecord("quic.length", "a packet ends inside a number")
    return int.from_bytes(data[at : at + size], "big") & ((1 << (8 * size - 2)) - 1), at + size


def packet(data: bytes, start: int) -> Packet | None:
    """The packet with a long header of a version we know at `start`; None when there is none. Raises BadRecord."""
    if start + 7 > len(data) or data[start] & 0xC0 != 0xC0:
        return None
    version = int.from_bytes(data[start + 1 : start + 5], "big")
    if version not in VERSIONS:
        return None
    at = start + 5
    ids = []
    for _ in range(2):
        if at >= len(data) or data[at] > ID_MOST or at + 1 + data[at] > len(data):
            raise BadRecord("quic.connection_id", "a connection id does not fit into its packet")
        ids.append(data[at + 1 : at + 1 + data[at]])
        at += 1 + data[at]
    kind = ((data[start] >> 4) - (version == V2)) & 3  # RFC 9369 section 3.2 turns the types by one
    if kind == 3:
        return Packet(RETRY, version, ids[0], ids[1], start, at, len(data))
    if kind == 0:
        size, at = variable(data, at)
        at += size
    size, at = variable(data, at)
    if at + size > len(data):
        raise BadRecord("quic.length", f"a packet of {size} bytes with {max(0, len(data) - at)} left")
    return Packet(INITIAL if kind == 0 else OTHER, version, ids[0], ids[1], start, at, at + size)


def packets(data: bytes) -> Iterator[Packet]:
    """What stands in one datagram (RFC 9000 section 12.2)."""
    at = 0
    for _ in range(PACKETS_MOST):
        found = packet(data, at)
        if found is None:
            return
        yield found
        at = found.end


def opened(data: bytes, found: Packet, with_keys: Keys) -> bytes | None:
    """The frames of an Initial packet; None when these are not its keys (RFC 9001 sections 5.3 and 5.4)."""
    sample = data[found.at + 4 : found.at + 20]
    if len(sample) < 16 or found.end < found.at + 20:
        return None
    # One block under a key everybody can derive: header protection, as the RFC has it.
    encryptor = Cipher(algorithms.AES(with_keys.hp), modes.ECB()).encryptor()  # noqa: S305
    mask = encryptor.update(sample)
    first = data[found.start] ^ (mask[0] & 0x0F)
    size = (first & 3) + 1
    number = bytes(b ^ m for b, m in zip(data[found.at : found.at + size], mask[1:], strict=False))
    header = bytes((first,)) + data[found.start + 1 : found.at] + number
    nonce = int.from_bytes(with_keys.iv, "big") ^ int.from_bytes(number, "big")
    try:
        return AESGCM(with_keys.key).decrypt(nonce.to_bytes(12, "big"), data[found.at + size : found.end], header)
    except InvalidTag:
        return None


def crypto(frames: bytes) -> Iterator[tuple[int, bytes]]:
    """(offset, bytes) of the CRYPTO frames of an Initial packet (RFC 9000 section 19.6). Raises BadRecord."""
    at = 0
    for _ in range(FRAMES_MOST):
        while at < len(frames) and frames[at] == _PADDING:
            at += 1
        if at >= len(frames):
            return
        kind, at = frames[at], at + 1
        if kind == _CRYPTO:
            offset, at = variable(frames, at)
            size, at = variable(frames, at)
            if at + size > len(frames):
                raise BadRecord("quic.crypto", f"{size} bytes of handshake with {len(frames) - at} left")
            yield offset, frames[at : at + size]
            at += size
        elif kind in (_ACK, _ACK_ECN):
            at = _after_ack(frames, at, ecn=kind == _ACK_ECN)
        elif kind == _CLOSE:
            return
        elif kind != _PING:
            raise BadRecord("quic.frame", f"no frame of type {kind:#x} belongs into an Initial packet")


def _after_ack(frames: bytes, at: int, *, ecn: bool) -> int:
    """Section 19.3."""
    _, at = variable(frames, at)
    _, at = variable(frames, at)
    count, at = variable(frames, at)
    if count > FRAMES_MOST:
        raise BadRecord("quic.ack", f"an acknowledgement of {count} ranges")
    for _ in range(1 + 2 * count + (3 if ecn else 0)):
        _, at = variable(frames, at)
    return at
