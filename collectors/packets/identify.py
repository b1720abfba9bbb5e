"""Which protocol a TCP stream speaks, told by its first bytes.

A port proves nothing: it may only break a tie (who is the client of a symmetric protocol), never decide.
"""

from __future__ import annotations

from collectors.packets.dns_stream import DnsStream
from collectors.packets.meter import Flow
from collectors.packets.protocols import dns
from collectors.packets.stream import StreamParser


def identify(source: bytes, destination: bytes, flow: Flow) -> tuple[type[StreamParser], int] | None:
    """The parser for a stream and which side is the client; None while, or because, the bytes fit nothing.

    source, destination: what each side has said so far, from its first byte.
    """
    for side, said in ((0, source), (1, destination)):
        if said:
            found = _dns(side, said, flow)
            if found is not None:
                return found
    return None


def _dns(side: int, said: bytes, flow: Flow) -> tuple[type[StreamParser], int] | None:
    if len(said) < 19:
        return None
    size = int.from_bytes(said[:2], "big")
    if size < 17 or len(said) < 2 + size:
        return None
    message = said[2 : 2 + size]
    if not dns.looks_like(message, expected=53 in flow.ports):
        return None
    return DnsStream, 1 - side if message[2] & 0x80 else side
