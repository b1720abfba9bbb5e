"""Community ids of many conversations at once: SHA-1 over whole columns (FIPS 180-4), the same as `community_id`'s.

A conversation's message has 16 bytes (IPv4) or 40 (IPv6), which with its padding is one block.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np

from collectors.packets.community import ICMP, ICMP6, PORTED, icmp_ports

Array: TypeAlias = np.ndarray[Any, Any]
_START = (0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0)
_ROUNDS = ((0x5A827999, 20), (0x6ED9EBA1, 40), (0x8F1BBCDC, 60), (0xCA62C1D6, 80))
_LETTERS = np.frombuffer(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", np.uint8)


def community_ids(source: Array, destination: Array, protocol: Array, sport: Array, dport: Array) -> list[str]:
    """source, destination: rows of 4 or 16 bytes; protocol u8; ports u16, for ICMP its type and code."""
    count, size = source.shape
    sport, dport, one_way = _icmp(protocol, sport.astype(np.uint16), dport.astype(np.uint16))
    ends = np.zeros((count, 2, size + 2), np.uint8)
    ends[:, 0, :size], ends[:, 1, :size] = source, destination
    ends[:, 0, size:] = sport.astype(">u2").view(np.uint8).reshape(count, 2)
    ends[:, 1, size:] = dport.astype(">u2").view(np.uint8).reshape(count, 2)
    swap = _after(ends[:, 0], ends[:, 1]) & ~one_way
    first = np.where(swap[:, None], ends[:, 1], ends[:, 0])
    second = np.where(swap[:, None], ends[:, 0], ends[:, 1])
    block = np.zeros((count, 64), np.uint8)
    block[:, 2 : 2 + size], block[:, 2 + size : 2 + 2 * size] = first[:, :size], second[:, :size]
    at = 2 + 2 * size
    block[:, at] = protocol
    ported = np.isin(protocol, [*PORTED])
    block[:, at + 2 : at + 4] = np.where(ported[:, None], first[:, size:], 0)
    block[:, at + 4 : at + 6] = np.where(ported[:, None], second[:, size:], 0)
    length = np.where(ported, at + 6, at + 2)
    block[np.arange(count), length] = 0x80
    block[:, 62:64] = (length * 8).astype(">u2").view(np.uint8).reshape(count, 2)
    return _base64(_sha1(block))


def _icmp(protocol: Array, sport: Array, dport: Array) -> tuple[Array, Array, Array]:
    one_way = np.zeros(len(protocol), bool)
    for kind in (ICMP, ICMP6):
        for row in np.flatnonzero(protocol == kind).tolist():
            sport[row], dport[row], one_way[row] = icmp_ports(kind, int(sport[row]), int(dport[row]))
    return sport, dport, one_way


def _after(left: Array, right: Array) -> Array:
    """Where left is the greater, byte by byte from the first."""
    differs = left != right
    where = differs.argmax(axis=1)
    rows = np.arange(len(left))
    found: Array = left[rows, where] > right[rows, where]
    return found


def _sha1(block: Array) -> Array:
    words = block.view(">u4").astype(np.uint32).T
    schedule = [words[t] for t in range(16)]
    for t in range(16, 80):
        schedule.append(_turn(schedule[t - 3] ^ schedule[t - 8] ^ schedule[t - 14] ^ schedule[t - 16], 1))
    a, b, c, d, e = (np.full(len(block), value, np.uint32) for value in _START)
    begun, t = (a, b, c, d, e), 0
    for constant, until in _ROUNDS:
        k = np.uint32(constant)
        for t in range(t, until):  # noqa: B020 - goes on where the last group ended
            if until == 20:
                f = d ^ (b & (c ^ d))
            elif until == 60:
                f = (b & c) | (d & (b | c))
            else:
                f = b ^ c ^ d
            a, b, c, d, e = _turn(a, 5) + f + e + k + schedule[t], a, _turn(b, 30), c, d
        t = until
    digest = np.stack([x + y for x, y in zip(begun, (a, b, c, d, e), strict=True)], axis=1)
    return digest.astype(">u4").view(np.uint8)


def _turn(words: Array, by: int) -> Array:
    turned: Array = (words << np.uint32(by)) | (words >> np.uint32(32 - by))
    return turned


def _base64(digests: Array) -> list[str]:
    """20 bytes each, which is 28 letters, the last of them `=`; `1:` before them."""
    padded = np.zeros((len(digests), 21), np.uint8)
    padded[:, :20] = digests
    three = padded.reshape(-1, 7, 3).astype(np.uint32)
    bits = three[:, :, 0] << 16 | three[:, :, 1] << 8 | three[:, :, 2]
    out = np.empty((len(digests), 30), np.uint8)
    out[:, 0], out[:, 1] = ord("1"), ord(":")
    for place, shift in enumerate((18, 12, 6, 0)):
        out[:, 2 + place :: 4] = _LETTERS[bits >> shift & 63]
    out[:, 29] = ord("=")
    text: list[str] = out.view("S30").reshape(-1).astype("U30").tolist()
    return text
