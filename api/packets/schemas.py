"""Dissected packets over the wire."""

from __future__ import annotations

from api.wire import Read


class Kept(Read):
    """kept: sensors within the caller's units still keep packets of that time."""

    kept: bool


class Dissection(Read):
    """text: what tshark said; cut: there was more than the limits allow. packets, bytes: of what was found."""

    text: str
    packets: int
    bytes: int
    cut: bool
