"""MySQL and MariaDB (client/server protocol 10): sign-ins, and kinds of statements counted; texts and results never kept."""

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

_WITH_DATABASE, _PROTOCOL_41, _TLS, _SECURE, _PLUGIN, _LENGTH_ENCODED = 0x8, 0x200, 0x800, 0x8000, 0x80000, 0x200000
_OK, _MORE, _SWITCH, _ERROR = 0x00, 0x01, 0xFE, 0xFF
_CLEAR = "mysql_clear_password"
COMMANDS = {
    1: "quit", 2: "init_db", 3: "query", 4: "field_list", 5: "create_db", 6: "drop_db", 7: "refresh", 8: "shutdown",
    9: "statistics", 10: "process_info", 12: "process_kill", 13: "debug", 14: "ping", 17: "change_user", 18: "binlog_dump",
    21: "register_slave", 22: "prepare", 23: "execute", 24: "send_long_data", 25: "close", 26: "reset", 27: "set_option",
    28: "fetch", 30: "binlog_dump_gtid", 31: "reset_connection",
}  # fmt: skip
NAME_MOST = 256
_SILENT = frozenset({1, 24, 25})  # commands the server does not answer


def tell(side: int, said: bytes, flow: Flow) -> Found | None:  # noqa: ARG001
    """The server speaks first: packet 0, protocol 10, its version in readable characters, and more after it."""
    if len(said) < 32 or said[3] != 0 or said[4] != 10 or said[2]:
        return None
    size, end = said[0] | said[1] << 8, said.find(b"\0", 5, 69)
    if not 32 <= size <= 512 or end < 6 or not all(32 < c < 127 for c in said[5:end]) or not said[5:6].isdigit():
        return None
    return MysqlStream, 1 - side


def _ended(data: bytes, at: int) -> tuple[bytes, int]:
    end = data.find(b"\0", at)
    if end < 0:
        end = len(data)
    return data[at : min(end, at + NAME_MOST)], end + 1


def response(body: bytes) -> dict[str, Any]:
    """Facts of a client's handshake response. Raises BadRecord."""
    if len(body) < 33:
        raise BadRecord("mysql.handshake", f"a handshake response of {len(body)} bytes")
    can = int.from_bytes(body[:4], "little")
    user, at = _ended(body, 32)
    facts: dict[str, Any] = {"user.name": user.decode("utf-8", "backslashreplace")} if user else {}
    if at > len(body):
        raise BadRecord("mysql.handshake", "a user name without end")
    if can & (_LENGTH_ENCODED | _SECURE):
        size = body[at] if at < len(body) else 0
        if size > 250 or at + 1 + size > len(body):
            raise BadRecord("mysql.handshake", f"a proof of {size} bytes with {max(0, len(body) - at - 1)} left")
        facts["fengsui.database.password_present"] = size > 0
        at += 1 + size
    else:
        proof, at = _ended(body, at)
        facts["fengsui.database.password_present"] = bool(proof)
    if can & _WITH_DATABASE:
        name, at = _ended(body, at)
        if name:
            facts["fengsui.database.name"] = name.decode("utf-8", "backslashreplace")
    if can & _PLUGIN and at < len(body):
        plugin = _ended(body, at)[0].decode("ascii", "backslashreplace")
        facts["fengsui.database.method"] = plugin
        if plugin == _CLEAR:
            facts |= {"fengsui.credentials.cleartext": True, "fengsui.credentials.scheme": "mysql"}
    return facts


class MysqlStream(DatabaseStream):
    protocol = "mysql"

    def __init__(self, conversation: TcpConversation, client: int) -> None:
        super().__init__(conversation, client)
        self._greeting: dict[str, Any] = {}
        self._signed_in = False

    def whole(self, side: int, data: bytearray) -> int:  # noqa: ARG002
        return 4 + (data[0] | data[1] << 8 | data[2] << 16) if len(data) >= 4 else 0

    def head(self, side: int, head: bytes, whole: int, first: int, last: int, time: Micros) -> None:
        number, body = head[3], head[4:]
        if not body:
            return
        if side == self.client:
            self._asked(number, body, whole, first, time)
        elif not self._greeting and number == 0:
            self._greet(body, first, last, time)
        else:
            self._answered(body, last)

    def _greet(self, body: bytes, first: int, last: int, time: Micros) -> None:
        if body[0] == _ERROR:
            self._database.login({"fengsui.database.error": _code(body)}, "failure", first, last, time)
        elif body[0] == 10:
            self._greeting["fengsui.database.version"] = _ended(body, 1)[0].decode("utf-8", "backslashreplace")

    def _asked(self, number: int, body: bytes, whole: int, first: int, time: Micros) -> None:
        if not self._signed_in and self._login is None and number == 1:
            if len(body) == 32 and int.from_bytes(body[:4], "little") & _TLS:
                self.hand_over()
            elif int.from_bytes(body[:2], "little") & _PROTOCOL_41:
                self._login = ({**self._greeting, **response(body)}, first, time)
        elif self._signed_in and number == 0:
            code = body[0]
            name = statements.kind(body[1:]) if code in (3, 22) else COMMANDS.get(code, f"command_{code}")
            self._ask(name, whole, first, time)
            if code in _SILENT:
                self._told("", first)

    def _answered(self, body: bytes, last: int) -> None:
        if self._login is not None:
            facts = self._login[0]
            if body[0] == _SWITCH:
                facts["fengsui.database.method"] = _ended(body, 1)[0].decode("ascii", "backslashreplace")
            if body[0] in (_OK, _ERROR):
                self._signed_in = body[0] == _OK
                if not self._signed_in:
                    facts["fengsui.database.error"] = _code(body)
                self._sign_in("success" if self._signed_in else "failure", last)
        elif self._command is not None:
            self._told(_code(body) if body[0] == _ERROR else "", last)


def _code(body: bytes) -> str:
    return str(int.from_bytes(body[1:3], "little"))
