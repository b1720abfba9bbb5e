"""IPFIX files (RFC 5655): the messages of an exporter one behind another, read with the templates before them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from collectors.contract import Quarantined, RawRecord
from collectors.flows.exporters import Exporters
from model.errors import BadRecord

_HEADER = 16


def recognises(head: bytes) -> int:
    """An IPFIX message whose first set holds templates or data, and behind which the next begins."""
    if len(head) < 20 or head[:2] != b"\0\x0a":
        return 0
    length = int.from_bytes(head[2:4], "big")
    first = int.from_bytes(head[16:18], "big")
    if length < 20 or not (first in (2, 3) or first >= 256):
        return 0
    return 90 if head[length : length + 2] in (b"\0\x0a", b"") else 0


def records(stream: BinaryIO, start: int = 0) -> Iterator[RawRecord | Quarantined]:
    """Parcels of each message from `start`; what is before it is read for its templates."""
    exporters, position, part = Exporters(), 0, 0
    stream.seek(0)
    while head := stream.read(_HEADER):
        length = int.from_bytes(head[2:4], "big")
        if len(head) < _HEADER or head[:2] != b"\0\x0a" or length < _HEADER:
            yield Quarantined("netflow.version", "no IPFIX message begins here; the rest is not read", position, head)
            return
        data = head + stream.read(length - _HEADER)
        end = position + len(data)
        try:
            exporters.feed(data, "", 0.0)
        except BadRecord as error:
            if position >= start:
                yield Quarantined(error.reason, error.message, position, data, end=end)
        for part, (_, parcel) in enumerate(exporters.take(0.0)):
            if position >= start:
                yield RawRecord(parcel, position + part, end)
        position = end
