"""NTLM messages (MS-NLMP section 2.2.1) inside whatever carries them: names and the version of the answer, never its value."""

from __future__ import annotations

import struct
from typing import Any

from model.errors import BadRecord

SIGNATURE = b"NTLMSSP\0"
NAME_MOST = 512
TARGETS_MOST = 16
_field = struct.Struct("<HHI").unpack_from
_pair = struct.Struct("<HH").unpack_from
_UNICODE = 1
_V1_ANSWER = 24  # bytes; a version 2 answer holds a structure besides (section 2.2.2.8)
# MsvAv pairs of the server's challenge (section 2.2.2.1).
_TARGETS = {2: "target_domain", 3: "target_computer", 4: "target_domain"}


def facts(blob: bytes) -> dict[str, Any]:
    """Facts of the first NTLM message in `blob`; none when there is none. Raises BadRecord when it does not fit."""
    at = blob.find(SIGNATURE)
    if at < 0 or at + 12 > len(blob):
        return {}
    message = blob[at:]
    kind = int.from_bytes(message[8:12], "little")
    if kind == 2 and len(message) >= 48:
        return _challenge(message)
    if kind == 3 and len(message) >= 64:
        return _answer(message)
    return {"fengsui.ntlm.message": kind}


def _part(message: bytes, at: int) -> bytes:
    size, _, offset = _field(message, at)
    if offset + size > len(message):
        raise BadRecord("ntlm.field", f"a field of {size} bytes at {offset} in a message of {len(message)}")
    return message[offset : offset + size]


def _challenge(message: bytes) -> dict[str, Any]:
    found: dict[str, Any] = {"fengsui.ntlm.message": 2}
    pairs, at = _part(message, 40), 0
    for _ in range(TARGETS_MOST):
        if at + 4 > len(pairs):
            break
        kind, size = _pair(pairs, at)
        if kind == 0:
            break
        name = _TARGETS.get(kind)
        if name is not None:
            value = pairs[at + 4 : at + 4 + min(size, NAME_MOST)].decode("utf-16-le", "replace").rstrip("\0")
            if value:
                found[f"fengsui.ntlm.{name}"] = value
        at += 4 + size
    return found


def _answer(message: bytes) -> dict[str, Any]:
    wide = message[60] & _UNICODE if len(message) > 60 else 1
    found: dict[str, Any] = {"fengsui.ntlm.message": 3}
    for at, name in ((28, "user.domain"), (36, "user.name"), (44, "fengsui.ntlm.workstation")):
        raw = _part(message, at)[:NAME_MOST]
        value = raw.decode("utf-16-le" if wide else "ascii", "replace")
        if value:
            found[name] = value
    size = len(_part(message, 20))
    if size:
        found["fengsui.ntlm.version"] = "2" if size > _V1_ANSWER else "1"
    elif "user.name" not in found:
        found["fengsui.ntlm.anonymous"] = True
    return found
