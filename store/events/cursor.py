"""The opaque text that continues a page: the place of the last event shown, and the direction."""

from __future__ import annotations

import base64
import binascii
import struct
from dataclasses import dataclass

from model.errors import QueryError
from model.times import Micros

_FORM = struct.Struct(">B?q16s")
_VERSION = 1


@dataclass(frozen=True, slots=True)
class Position:
    time: Micros
    id: bytes


def write_cursor(position: Position, ascending: bool) -> str:
    return base64.urlsafe_b64encode(_FORM.pack(_VERSION, ascending, position.time, position.id)).decode().rstrip("=")


def read_cursor(text: str, ascending: bool) -> Position:
    """Raises QueryError when the text is no cursor, or one of a search in the other direction."""
    try:
        data = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        version, was_ascending, time, event_id = _FORM.unpack(data)
    except (binascii.Error, struct.error, ValueError):
        version = 0
    if version != _VERSION:
        raise QueryError("this cursor is not one of ours", hint="start again without a cursor")
    if was_ascending != ascending:
        raise QueryError("this cursor belongs to a search in the other direction", hint="start again without a cursor")
    return Position(time, event_id)
