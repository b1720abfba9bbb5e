"""PostgreSQL (frontend/backend protocol 3.0, also openGauss and Kingbase): sign-ins, kinds of statements counted; texts never kept."""

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

MESSAGE_MOST = 1 << 30  # the server's own limit
STARTUP_MOST = 10_000  # MAX_STARTUP_PACKET_LENGTH
PARAMETERS_MOST = 64
_TLS, _GSS, _CANCEL = 80877103, 80877104, 80877102
_METHODS = {0: "trust", 2: "kerberos", 3: "password", 5: "md5", 7: "gss", 9: "sspi", 10: "sasl"}
_WORDS = {"user": "user.name", "database": "fengsui.database.name", "application_name": "fengsui.database.application"}


def startup(body: bytes) -> dict[str, Any]:
    """Facts of a startup message after its length and version: pairs ended by zeros. Raises BadRecord."""
    if not body.endswith(b"\0"):
        raise BadRecord("postgresql.startup", "a startup message without end")
    parts = body.rstrip(b"\0").split(b"\0")[: 2 * PARAMETERS_MOST]
    facts: dict[str, Any] = {}
    for name, value in zip(parts[::2], parts[1::2], strict=False):
        field = _WORDS.get(name.decode("ascii", "replace"))
        if field is not None and value:
            facts[field] = value[:256].decode("utf-8", "backslashreplace")
    if "user.name" not in facts:
        raise BadRecord("postgresql.startup", "a startup message without a user")
    return facts


def tell(side: int, said: bytes, flow: Flow) -> Found | None:  # noqa: ARG001
    """A request for TLS or GSS encryption, or a startup message of version 3 that names a user."""
    if len(said) < 8:
        return None
    size, code = int.from_bytes(said[:4], "big"), int.from_bytes(said[4:8], "big")
    if size == 8 and code in (_TLS, _GSS):
        return PostgresqlStream, side
    if 16 <= size <= STARTUP_MOST and code >> 16 == 3 and b"user\0" in said[8:size]:
        return PostgresqlStream, side
    return None


class PostgresqlStream(DatabaseStream):
    protocol = "postgresql"

    def __init__(self, conversation: TcpConversation, client: int) -> None:
        super().__init__(conversation, client)
        self._started = False
        self._asked_encryption = 0

    def whole(self, side: int, data: bytearray) -> int:
        if side != self.client and self._asked_encryption:
            return 1  # one letter answers
        if side == self.client and not self._started:
            size = int.from_bytes(data[:4], "big") if len(data) >= 4 else 8
            if not 8 <= size <= STARTUP_MOST:
                raise BadRecord("postgresql.startup", f"a startup message of {size} bytes")
            return size if len(data) >= 4 else 0
        if len(data) < 5:
            return 0
        size = int.from_bytes(data[1:5], "big")
        if not 4 <= size <= MESSAGE_MOST or not 0x31 <= data[0] <= 0x7A:
            raise BadRecord("postgresql.message", f"no message begins with {bytes(data[:5]).hex()}")
        return 1 + size

    def head(self, side: int, head: bytes, whole: int, first: int, last: int, time: Micros) -> None:
        if side != self.client:
            self._answered(head, last)
        elif self._started:
            self._asked(head, whole, first, time)
        else:
            self._start(head, first, time)

    def _start(self, head: bytes, first: int, time: Micros) -> None:
        code = int.from_bytes(head[4:8], "big")
        if code in (_TLS, _GSS):
            self._asked_encryption = code
        elif code == _CANCEL:
            self._database.statement("cancel", len(head), "", first, first, time)
            self._started = True
        elif code >> 16 == 3:
            self._started = True
            self._login = (startup(head[8:]), first, time)
        else:
            raise BadRecord("postgresql.version", f"no version of the protocol: {code}")

    def _asked(self, head: bytes, whole: int, first: int, time: Micros) -> None:
        kind, body = head[:1], head[5:]
        if kind in (b"Q", b"P"):
            text = body if kind == b"Q" else body.partition(b"\0")[2]
            self._ask(statements.kind(text), whole, first, time)
        elif kind == b"X":
            self._told("", first)

    def _answered(self, head: bytes, last: int) -> None:
        kind, body = head[:1], head[5:]
        if self._asked_encryption and len(head) == 1:
            self._asked_encryption = 0
            if head == b"S":
                self.hand_over()
            elif head == b"G":
                self.conversation.give_up()
        elif kind == b"E":
            code = next((p[1:].decode("ascii", "replace")[:5] for p in body.split(b"\0") if p[:1] == b"C"), "")
            if self._login is not None:
                self._login[0]["fengsui.database.error"] = code
                self._sign_in("failure", last)
            else:
                self._told(code or "error", last)
        elif self._login is not None:
            self._signing_in(kind, body, last)
        elif kind in (b"C", b"Z", b"s", b"I"):
            self._told("", last)

    def _signing_in(self, kind: bytes, body: bytes, last: int) -> None:
        assert self._login is not None
        facts = self._login[0]
        if kind == b"R" and len(body) >= 4:
            method = int.from_bytes(body[:4], "big")
            if method in (3, 5, 7, 9, 10, 2) or "fengsui.database.method" not in facts:
                facts["fengsui.database.method"] = _METHODS.get(method, f"method_{method}")
            if method == 3:
                facts |= {"fengsui.credentials.cleartext": True, "fengsui.credentials.scheme": "postgresql"}
        elif kind == b"S" and body.startswith(b"server_version\0"):
            facts["fengsui.database.version"] = body[15:].split(b"\0")[0][:128].decode("utf-8", "backslashreplace")
        elif kind == b"Z":  # ready: the sign-in is over
            self._sign_in("success", last)
