"""SMB 2 and 3 messages to facts (MS-SMB2 section 2.2): names, dialects and outcomes; contents are only measured."""

from __future__ import annotations

import struct
from typing import Any, NamedTuple

from model.errors import BadRecord

HEADER = 64
NEGOTIATE, SESSION, LOGOFF, TREE, CREATE, CLOSE, READ, WRITE, IOCTL, SET_INFO = 0, 1, 2, 3, 5, 6, 8, 9, 11, 17
PENDING, MORE_PROCESSING = 0x0000_0103, 0xC000_0016
RELATED = b"\xff" * 16  # the file of the command before in the same compound
DIALECTS = {0x0202: "2.0.2", 0x0210: "2.1", 0x0300: "3.0", 0x0302: "3.0.2", 0x0311: "3.1.1", 0x02FF: "2.*"}
SHARES = {1: "disk", 2: "pipe", 3: "print"}
DISPOSITIONS = {0: "supersede", 1: "open", 2: "create", 3: "open_or_create", 4: "overwrite", 5: "overwrite_or_create"}
ACTIONS = {0: "superseded", 1: "opened", 2: "created", 3: "overwritten"}
STATUSES = {
    0xC000_0022: "access_denied", 0xC000_0034: "object_name_not_found", 0xC000_003A: "object_path_not_found",
    0xC000_0035: "object_name_collision", 0xC000_006A: "wrong_password", 0xC000_006D: "logon_failure",
    0xC000_006E: "account_restriction", 0xC000_006F: "invalid_logon_hours", 0xC000_0070: "invalid_workstation",
    0xC000_0071: "password_expired", 0xC000_0072: "account_disabled", 0xC000_00CC: "bad_network_name",
    0xC000_0064: "no_such_user", 0xC000_0234: "account_locked_out", 0xC000_0043: "sharing_violation",
    0xC000_00BB: "not_supported", 0xC000_000D: "invalid_parameter", 0xC000_015B: "logon_type_not_granted",
    0xC000_0203: "user_session_deleted", 0x8000_0005: "buffer_overflow",
}  # fmt: skip
NAME_MOST = 2048
DIALECTS_MOST = 16
_DELETE_ON_CLOSE = 0x1000
_RENAME, _DISPOSITION, _DISPOSITION_EX = 10, 13, 64
_header = struct.Struct("<4sHHIHHIIQ").unpack_from


class Header(NamedTuple):
    status: int
    command: int
    answer: bool
    related: bool
    following: int
    message: int


def header(data: bytes) -> Header:
    """Section 2.2.1. Raises BadRecord."""
    if len(data) < HEADER:
        raise BadRecord("smb.header", f"an SMB 2 header of {len(data)} bytes")
    mark, size, _, status, command, _, flags, following, message = _header(data)
    if mark != b"\xfeSMB" or size != HEADER or command > 18:
        raise BadRecord("smb.header", "no SMB 2 header")
    return Header(status, command, bool(flags & 1), bool(flags & 4), following, message)


def status_name(status: int) -> str:
    return STATUSES.get(status, f"0x{status:08x}") if status else "ok"


def failed(status: int) -> bool:
    """Severity bits 11: an error (MS-ERREF section 2.3)."""
    return status >> 30 == 3


def number(body: bytes, at: int, size: int) -> int:
    if at + size > len(body):
        raise BadRecord("smb.body", f"a message ends {at + size - len(body)} bytes before its field")
    return int.from_bytes(body[at : at + size], "little")


def piece(data: bytes, offset: int, size: int) -> bytes:
    """`size` bytes at `offset` from the message's header; what lies beyond what was kept is left out."""
    if size and offset < HEADER:
        raise BadRecord("smb.offset", f"a field at {offset}, inside the header")
    return data[offset : offset + size]


def name(raw: bytes) -> str:
    return raw[:NAME_MOST].decode("utf-16-le", "replace").rstrip("\0")


def offered(data: bytes) -> dict[str, Any]:
    count = number(data, HEADER + 2, 2)
    values = [number(data, HEADER + 36 + 2 * i, 2) for i in range(min(count, DIALECTS_MOST))]
    return {"fengsui.smb.dialects": [DIALECTS.get(v, f"0x{v:04x}") for v in values]}


def chosen(data: bytes) -> dict[str, Any]:
    modes, dialect = number(data, HEADER + 2, 2), number(data, HEADER + 4, 2)
    return {
        "fengsui.smb.dialect": DIALECTS.get(dialect, f"0x{dialect:04x}"),
        "fengsui.smb.signing_required": bool(modes & 2),
    }


def blob(data: bytes, *, answer: bool) -> bytes:
    """The security token of a session setup (sections 2.2.5, 2.2.6)."""
    at = HEADER + (4 if answer else 12)
    return piece(data, number(data, at, 2), number(data, at + 2, 2))


def tree(data: bytes) -> dict[str, Any]:
    return {"fengsui.smb.tree": name(piece(data, number(data, HEADER + 4, 2), number(data, HEADER + 6, 2)))}


def create(data: bytes) -> dict[str, Any]:
    """Section 2.2.13."""
    options = number(data, HEADER + 40, 4)
    path = name(piece(data, number(data, HEADER + 44, 2), number(data, HEADER + 46, 2)))
    facts: dict[str, Any] = {
        "file.path": path or "\\",
        "fengsui.smb.disposition": DISPOSITIONS.get(number(data, HEADER + 36, 4), "other"),
        "fengsui.smb.access": f"0x{number(data, HEADER + 24, 4):08x}",
    }
    if path:
        facts["file.name"] = path.rsplit("\\", 1)[-1]
    if options & _DELETE_ON_CLOSE:
        facts["fengsui.smb.delete_on_close"] = True
    return facts


def changed(data: bytes) -> tuple[str, dict[str, Any], bytes]:
    """(`rename`, `delete` or nothing, its facts, the file's id) of a SET_INFO (section 2.2.39; MS-FSCC 2.4)."""
    kind, what = number(data, HEADER + 2, 1), number(data, HEADER + 3, 1)
    size, offset = number(data, HEADER + 4, 4), number(data, HEADER + 8, 2)
    handle = data[HEADER + 16 : HEADER + 32]
    value = piece(data, offset, min(size, NAME_MOST * 2))
    if kind == 1 and what == _RENAME:
        target = name(value[20 : 20 + min(number(value, 16, 4), NAME_MOST)])
        return "rename", {"fengsui.smb.target_path": target}, handle
    if kind == 1 and what in (_DISPOSITION, _DISPOSITION_EX) and value[:1] and value[0] & 1:
        return "delete", {}, handle
    return "", {}, handle
