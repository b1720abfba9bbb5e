"""TDS (MS-TDS), SQL Server and its relatives: sign-ins, kinds of statements and system procedures; texts are never kept.

The sign-in of most clients is encrypted inside the stream; then the negotiation tells versions, and later errors are read
where the client asked for encryption of the sign-in only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from collectors.packets.meter import Flow
from collectors.packets.protocols import statements
from collectors.packets.protocols.database_stream import DatabaseStream
from collectors.packets.stream import Found
from model.errors import BadRecord
from model.times import Micros

if TYPE_CHECKING:
    from collectors.packets.tcp import TcpConversation

HEAD = 8
_BATCH, _RPC, _RESULT, _LOGIN, _SSPI, _PRELOGIN = 1, 3, 4, 0x10, 0x11, 0x12
KINDS = frozenset((1, 2, 3, 4, 6, 7, 8, 0x0E, 0x10, 0x11, 0x12))
TOKENS_MOST = 64
TEXT_MOST = 128  # characters
OPTIONS_MOST = 16
ENCRYPTION = {0: "login_only", 1: "on", 2: "not_supported", 3: "required"}
VERSIONS = {0x70: "7.0", 0x71: "7.1", 0x72: "7.2", 0x73: "7.3", 0x74: "7.4", 0x08: "8.0"}
# Offsets of (place, characters) pairs in a LOGIN7 message, MS-TDS 2.2.6.4; the password at 44 is stepped over.
_STRINGS = {36: "fengsui.database.client_host", 40: "user.name", 48: "fengsui.database.application",
            68: "fengsui.database.name"}  # fmt: skip
# MS-TDS 2.2.6.6, ProcIDs of RPC requests
_PROCEDURES = {1: "sp_cursor", 2: "sp_cursoropen", 3: "sp_cursorprepare", 4: "sp_cursorexecute", 5: "sp_cursorprepexec",
               6: "sp_cursorunprepare", 7: "sp_cursorfetch", 8: "sp_cursoroption", 9: "sp_cursorclose", 10: "sp_executesql",
               11: "sp_prepare", 12: "sp_execute", 13: "sp_prepexec", 14: "sp_prepexecrpc", 15: "sp_unprepare"}  # fmt: skip


def tell(side: int, said: bytes, flow: Flow) -> Found | None:  # noqa: ARG001
    """A pre-login message whose options fit, or a LOGIN7 message that says its own length."""
    if len(said) < HEAD + 6 or said[1] not in (0, 1) or said[4:6] != b"\0\0":
        return None
    size = int.from_bytes(said[2:4], "big")
    if said[0] == _PRELOGIN and 14 <= size <= 4096 and said[8] == 0:
        return (TdsStream, side) if 6 <= int.from_bytes(said[9:11], "big") < size else None
    if said[0] == _LOGIN and size >= HEAD + 94 and len(said) >= 16:
        plausible = 94 <= int.from_bytes(said[8:12], "little") <= 1 << 17 and said[15] in VERSIONS
        return (TdsStream, side) if plausible else None
    return None


def prelogin(body: bytes) -> dict[int, bytes]:
    """Options by token, MS-TDS 2.2.6.5. Raises BadRecord."""
    found: dict[int, bytes] = {}
    for at in range(0, 5 * OPTIONS_MOST, 5):
        if at >= len(body) or body[at] == 0xFF:
            return found
        place, size = int.from_bytes(body[at + 1 : at + 3], "big"), int.from_bytes(body[at + 3 : at + 5], "big")
        if place + size > len(body):
            raise BadRecord("tds.prelogin", f"option {body[at]} does not fit into the message")
        found[body[at]] = body[place : place + size]
    return found


def login(body: bytes) -> dict[str, Any]:
    """Facts of a LOGIN7 message. Raises BadRecord."""
    if len(body) < 94:
        raise BadRecord("tds.login", f"a sign-in of {len(body)} bytes")
    facts: dict[str, Any] = {"fengsui.database.version": "TDS " + VERSIONS.get(body[7], f"{body[7]:#04x}")}
    for at, name in _STRINGS.items():
        place, characters = int.from_bytes(body[at : at + 2], "little"), int.from_bytes(body[at + 2 : at + 4], "little")
        raw = body[place : place + 2 * min(characters, TEXT_MOST)]
        if raw:
            facts[name] = raw.decode("utf-16-le", "replace")
    windows = body[25] & 0x80 != 0  # fIntSecurity
    facts["fengsui.database.method"] = "sspi" if windows else "password"
    if not windows:
        # The password is only scrambled (nibbles swapped, XOR A5), so whoever listens has it.
        facts |= {"fengsui.credentials.cleartext": True, "fengsui.credentials.scheme": "tds"}
    return facts


class TdsStream(DatabaseStream):
    protocol = "tds"

    def __init__(self, conversation: TcpConversation, client: int) -> None:
        super().__init__(conversation, client)
        self._server: dict[str, Any] = {}
        self._more = [False, False]  # whether the message goes on in the next packet
        self._asked_encryption = False

    def whole(self, side: int, data: bytearray) -> int:  # noqa: ARG002
        if len(data) < HEAD:
            return 0
        if 0x14 <= data[0] <= 0x17 and data[1] == 3 and data[0] != _PRELOGIN:  # a TLS record with the sign-in
            return 5 + int.from_bytes(data[3:5], "big")
        size = int.from_bytes(data[2:4], "big")
        if data[0] not in KINDS or size < HEAD:
            raise BadRecord("tds.packet", f"no packet begins with {bytes(data[:HEAD]).hex()}")
        return size

    def head(self, side: int, head: bytes, whole: int, first: int, last: int, time: Micros) -> None:
        if 0x14 <= head[0] <= 0x17 and head[1] == 3 and head[0] != _PRELOGIN:
            self._encrypted(first, time)
            return
        begins, self._more[side] = not self._more[side], not head[1] & 1
        if not begins:
            return
        body = head[HEAD:]
        if side != self.client:
            self._answered(head[0], body, last)
        elif head[0] == _LOGIN:
            self._login = {**login(body), **self._server}, first, time
        elif head[0] in (_BATCH, _RPC):
            name, procedure = batch(body) if head[0] == _BATCH else call(body)
            self._ask(name, whole, first, time, subcommand=procedure)

    def _encrypted(self, first: int, time: Micros) -> None:
        """The sign-in passes unseen; whether what follows it does too depends on what was agreed."""
        if self._login is None and not self._asked_encryption:
            self._asked_encryption = True
            self._login = {"fengsui.database.method": "encrypted", **self._server}, first, time
        if self._server.get("fengsui.database.encryption") != "login_only":
            self.finish()
            self.conversation.give_up()

    def _answered(self, kind: int, body: bytes, last: int) -> None:
        if kind != _RESULT:
            return
        if body[:1] == b"\0" and not self._server:  # the answer to the pre-login
            options = prelogin(body)
            version, encryption = options.get(0, b""), options.get(1, b"")
            if len(version) >= 4:
                self._server["fengsui.database.server_version"] = (
                    f"{version[0]}.{version[1]}.{int.from_bytes(version[2:4], 'big')}"
                )
            if encryption:
                self._server["fengsui.database.encryption"] = ENCRYPTION.get(encryption[0], f"code_{encryption[0]}")
            return
        error, accepted = tokens(body)
        if self._login is not None and (accepted or error):
            if not accepted:
                self._login[0]["fengsui.database.error"] = str(error)
            self._sign_in("success" if accepted else "failure", last)
        elif self._login is None:
            self._told(str(error) if error else "", last)


def _behind_headers(body: bytes) -> bytes:
    """What follows ALL_HEADERS (MS-TDS 2.2.5.3), which versions before 7.2 do not send."""
    total = int.from_bytes(body[:4], "little")
    if 4 < total <= len(body) and int.from_bytes(body[4:8], "little") in range(6, total - 3):
        return body[total:]
    return body


def system_procedure(name: str) -> str:
    """The name of a procedure of the server's own (sp_, xp_), which tells what was done; others are the users'."""
    last = name.strip('[]"; \t\r\n').rpartition(".")[2].strip('[]"').lower()
    return last[:64] if last.startswith(("sp_", "xp_")) and last.replace("_", "").isalnum() else ""


def batch(body: bytes) -> tuple[str, str]:
    """Kind of the statement, and the system procedure it calls or nothing."""
    text = _behind_headers(body).decode("utf-16-le", "replace")
    name = statements.kind(text.encode())
    words = text[:1024].split(None, 2)
    called = system_procedure(words[1] if name in ("exec", "execute") and len(words) > 1 else words[0] if words else "")
    return ("exec" if called else name), called


def call(body: bytes) -> tuple[str, str]:
    """The same of a remote procedure call."""
    rest = _behind_headers(body)
    size = int.from_bytes(rest[:2], "little")
    if size == 0xFFFF:
        return "call", _PROCEDURES.get(int.from_bytes(rest[2:4], "little"), "")
    return "call", system_procedure(rest[2 : 2 + 2 * min(size, TEXT_MOST)].decode("utf-16-le", "replace"))


def tokens(body: bytes) -> tuple[int, bool]:
    """Number of the first error (0: none) and whether a sign-in is accepted, read up to the first row of a result."""
    at, error = 0, 0
    for _ in range(TOKENS_MOST):
        if at + 3 > len(body):
            break
        kind, size = body[at], int.from_bytes(body[at + 1 : at + 3], "little")
        if kind == 0xAD:
            return error, True
        if kind == 0xAA and not error:
            error = int.from_bytes(body[at + 3 : at + 7], "little")
        if kind in (0xFD, 0xFE, 0xFF):
            size = 10  # DONE, DONEPROC, DONEINPROC after their kind and two bytes of status
            at += 13
            continue
        if kind not in (0xAA, 0xAB, 0xE3, 0xED, 0xA9, 0xA5):
            break
        at += 3 + size
    return error, False
