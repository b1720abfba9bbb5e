"""SMB 1 messages to facts (MS-CIFS section 2.2.4, MS-SMB section 2.2.4): who, which share, which file."""

from __future__ import annotations

import struct
from typing import Any, NamedTuple

from collectors.packets.protocols import ntlm
from model.errors import BadRecord

HEADER = 32
DELETE, RENAME, NEGOTIATE, SESSION, TREE, CREATE = 0x06, 0x07, 0x72, 0x73, 0x75, 0xA2
NAMES = {DELETE: "delete", RENAME: "rename", NEGOTIATE: "negotiate", SESSION: "session", TREE: "tree_connect",
         CREATE: "open"}  # fmt: skip
TEXT_MOST = 1024
DIALECTS_MOST = 16
_WIDE, _LONG_STATUS, _EXTENDED = 0x8000, 0x4000, 0x0800
_header = struct.Struct("<4sBIBHH8sHHHHH").unpack_from


class Header(NamedTuple):
    command: int
    status: int
    answer: bool
    wide: bool
    extended: bool
    key: int


def header(data: bytes) -> Header:
    """MS-CIFS section 2.2.3.1. key: what an answer has in common with its request. Raises BadRecord."""
    if len(data) < HEADER + 3:
        raise BadRecord("smb.header", f"an SMB 1 message of {len(data)} bytes")
    mark, command, status, flags, flags2, _, _, _, _, process, _, multiplex = _header(data)
    if mark != b"\xffSMB":
        raise BadRecord("smb.header", "no SMB 1 header")
    if not flags2 & _LONG_STATUS and status & 0xFF:
        status |= 0xC000_0000  # a DOS error class; any is a failure
    key = process << 16 | multiplex
    return Header(command, status, bool(flags & 0x80), bool(flags2 & _WIDE), bool(flags2 & _EXTENDED), key)


def _parts(data: bytes) -> tuple[bytes, bytes, int]:
    """(words, bytes, where the bytes begin). What lies beyond what was kept is left out."""
    count = data[HEADER]
    at = HEADER + 1 + 2 * count
    if at + 2 > len(data):
        raise BadRecord("smb.body", f"{count} words do not fit into a message of {len(data)} bytes")
    size = int.from_bytes(data[at : at + 2], "little")
    return data[HEADER + 1 : at], data[at + 2 : at + 2 + size], at + 2


def _text(raw: bytes, at: int, wide: bool, base: int) -> tuple[str, int]:
    """A string ended by zero and where it ends; wide ones begin at an even offset of the message."""
    if not wide:
        end = raw.find(b"\0", at)
        end = len(raw) if end < 0 else end
        return raw[at : min(end, at + TEXT_MOST)].decode("utf-8", "backslashreplace"), end + 1
    at += (base + at) % 2
    end = at
    while end + 1 < len(raw) and raw[end : end + 2] != b"\0\0":
        end += 2
    return raw[at : min(end, at + TEXT_MOST)].decode("utf-16-le", "replace"), end + 2


def request(head: Header, data: bytes) -> dict[str, Any]:
    """Facts of a request of one of `NAMES`. Raises BadRecord."""
    words, body, base = _parts(data)
    if head.command == NEGOTIATE:
        offered = [part[1:] for part in body.split(b"\0")[:DIALECTS_MOST] if part[:1] == b"\2"]
        return {"fengsui.smb.dialects": [part[:64].decode("ascii", "backslashreplace") for part in offered]}
    if head.command == SESSION:
        if head.extended and len(words) >= 24:
            return ntlm.facts(body[: int.from_bytes(words[14:16], "little")])
        if len(words) < 26:
            return {}
        at = int.from_bytes(words[14:16], "little") + int.from_bytes(words[16:18], "little")
        user, at = _text(body, at, head.wide, base)
        domain, _ = _text(body, at, head.wide, base)
        return {key: value for key, value in (("user.name", user), ("user.domain", domain)) if value}
    if head.command == TREE and len(words) >= 8:
        path, _ = _text(body, int.from_bytes(words[6:8], "little"), head.wide, base)
        return {"fengsui.smb.tree": path}
    if head.command == CREATE:
        return _named(_text(body, 0, head.wide, base)[0])
    if head.command in (DELETE, RENAME):
        path, at = _text(body, 1, head.wide, base)
        facts = _named(path)
        if head.command == RENAME:
            facts["fengsui.smb.target_path"] = _text(body, at + 1, head.wide, base)[0]
        return facts
    return {}


def answer(head: Header, data: bytes, facts: dict[str, Any]) -> None:
    """Add what the answer says."""
    if head.command == NEGOTIATE:
        words, _, _ = _parts(data)
        offered = facts.get("fengsui.smb.dialects", [])
        index = int.from_bytes(words[:2], "little") if len(words) >= 2 else 0xFFFF
        if index < len(offered):
            facts["fengsui.smb.dialect"] = offered[index]
        if len(words) >= 34:
            facts["fengsui.smb.signing_required"] = bool(words[2] & 8)


def _named(path: str) -> dict[str, Any]:
    return {"file.path": path, "file.name": path.rsplit("\\", 1)[-1]} if path else {"file.path": path}
