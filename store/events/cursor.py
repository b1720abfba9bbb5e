"""The opaque text that continues a page: the place of the last event shown, and the direction."""

from __future__ import annotations

import base64
import binascii
import struct
from dataclasses import dataclass

from model.times import Micros
from store.query.mistakes import mistake

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
        raise mistake("cursor_foreign")
    if was_ascending != ascending:
        raise mistake("cursor_direction")
    return Position(time, event_id)
