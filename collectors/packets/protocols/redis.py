"""Redis (RESP 2 and 3): sign-ins, and commands by name; those that change the server one by one. Keys and values never kept."""

from __future__ import annotations

import re
from collections import deque
from typing import TYPE_CHECKING, Any

from collectors.packets.meter import Flow
from collectors.packets.protocols.tally import Tally
from collectors.packets.stepped import SteppedStream
from collectors.packets.stream import Found, Inbox
from model.errors import BadRecord
from model.times import Micros

if TYPE_CHECKING:
    from collectors.packets.tcp import TcpConversation

LINE_MOST = 64 * 1024
ARGUMENTS_MOST = 1 << 20
BULK_MOST = 512 << 20  # proto-max-bulk-len
KEPT, KEPT_BYTES = 5, 64
WAITING_MOST = 4096
REMARKABLE = frozenset({
    "config", "slaveof", "replicaof", "module", "flushall", "flushdb", "eval", "evalsha", "script", "function", "debug",
    "shutdown", "migrate", "acl", "save", "bgsave", "monitor", "psync", "sync",
})  # fmt: skip
_NAME = re.compile(r"[a-z][a-z0-9._]{0,31}\Z")
_BEGIN = re.compile(rb"\*[1-9]\d{0,5}\r\n\$[1-9]\d?\r\n[A-Za-z][A-Za-z0-9._]{0,31}\r\n")
_SUBCOMMANDS = frozenset({"config", "module", "script", "function", "debug", "acl"})


def tell(side: int, said: bytes, flow: Flow) -> Found | None:  # noqa: ARG001
    """A command: an array whose first member is a word of letters."""
    return (RedisStream, side) if said[:1] == b"*" and _BEGIN.match(said) else None


class RedisStream(SteppedStream):
    protocol = "redis"

    def __init__(self, conversation: TcpConversation, client: int) -> None:
        super().__init__(conversation, client)
        self._bulk = -1  # size of the argument that comes next from the client
        self._arguments = 0  # arguments the command still lacks
        self._command: list[str] = []
        self._begun: tuple[int, Micros] = (0, 0)
        self._values = 0  # values the answer still lacks
        self._error = ""
        self._waiting: deque[tuple[list[str], int, Micros]] = deque()
        self._tally = Tally(conversation, "network.redis")
        self._user = ""
        self._signed_in = False

    def step(self, side: int, inbox: Inbox, number: int, time: Micros) -> bool:
        return self._asks(inbox, number, time) if side == self.client else self._answers(inbox, number, time)

    def data(self, side: int, data: bytes, number: int, time: Micros) -> None:
        super().data(side, data, number, time)
        self.waiting_bytes = 400 * len(self._waiting)

    def finish(self) -> None:
        while self._waiting:
            self._told("", 0, answered=False)
        self._tally.finish()

    def _line(self, inbox: Inbox, number: int, time: Micros) -> bytes | None:
        end = inbox.data.find(b"\r\n")
        if end < 0:
            if len(inbox.data) > LINE_MOST:
                raise BadRecord("redis.line", f"a line of more than {LINE_MOST} bytes")
            return None
        return inbox.cut(end + 2, number, time)[:-2]

    def _asks(self, inbox: Inbox, number: int, time: Micros) -> bool:
        if self._bulk >= 0:
            wanted = min(self._bulk, KEPT_BYTES) if len(self._command) < KEPT else 0
            if len(inbox.data) < wanted:
                return False
            if len(self._command) < KEPT:
                self._command.append(bytes(inbox.data[:wanted]).decode("utf-8", "backslashreplace"))
            self.past(self.client, self._bulk + 2, inbox, number, time)
            self._bulk = -1
            self._arguments -= 1
            if not self._arguments:
                self._asked()
            return True
        first, began = inbox.number, inbox.time
        line = self._line(inbox, number, time)
        if line is None:
            return False
        if self._arguments:
            self._bulk = _size(line, b"$", BULK_MOST)
        elif line:
            self._arguments = _size(line, b"*", ARGUMENTS_MOST)
            self._command, self._begun = [], (first, began)
        return True

    def _asked(self) -> None:
        command = [self._command[0].lower(), *self._command[1:]]
        if not _NAME.match(command[0]):
            raise BadRecord("redis.command", "no command begins a request")
        if len(self._waiting) >= WAITING_MOST:
            self._told("", 0, answered=False)
        self._waiting.append((command, *self._begun))

    def _answers(self, inbox: Inbox, number: int, time: Micros) -> bool:
        line = self._line(inbox, number, time)
        if line is None:
            return False
        whole = not self._values
        self._values = self._values or 1
        kind, rest = line[:1], line[1:]
        if kind in (b"$", b"=", b"!"):
            size = -1 if rest == b"-1" else _size(line, kind, BULK_MOST)
            if size >= 0:
                self.past(1 - self.client, size + 2, inbox, number, time)
        elif kind in (b"*", b"~", b">", b"%", b"|"):
            members = 0 if rest == b"-1" else _size(line, kind, ARGUMENTS_MOST)
            self._values += members * (2 if kind in (b"%", b"|") else 1)
        elif kind == b"-" and whole:
            self._error = rest.split(b" ")[0][:32].decode("ascii", "backslashreplace")
        elif kind not in (b"+", b"-", b":", b",", b"#", b"_", b"("):
            raise BadRecord("redis.answer", f"no answer begins with {line[:4].hex()}")
        self._values -= 1
        if not self._values:
            error, self._error = self._error, ""
            self._told(error, number, answered=True)
        return True

    def _told(self, error: str, last: int, *, answered: bool) -> None:
        if not self._waiting:
            return
        command, first, time = self._waiting.popleft()
        name = command[0]
        facts: dict[str, Any] = {"event.action": f"redis_{name}", "fengsui.database.statement": name}
        if answered:
            facts["event.outcome"] = "failure" if error else "success"
        if error:
            facts["fengsui.database.error"] = error
        signs = name == "auth" or (name == "hello" and "auth" in [word.lower() for word in command])
        facts["event.category"] = ["network", "authentication", "database"] if signs else ["network", "database"]
        if signs:
            facts["event.action"] = "redis_login"
            self._user = (
                command[1] if name == "auth" and len(command) > 2 else command[3] if len(command) > 4 else "default"
            )
            self._signed_in = answered and not error
            facts |= {"fengsui.credentials.cleartext": True, "fengsui.credentials.scheme": "redis"}
        facts["fengsui.database.signed_in"] = self._signed_in
        if self._user:
            facts["user.name"] = self._user
        if name in _SUBCOMMANDS and len(command) > 1 and _NAME.match(command[1].lower()):
            facts["fengsui.database.subcommand"] = command[1].lower()
        if signs or name in REMARKABLE:
            self.conversation.emit(
                "network.redis",
                facts,
                sender=self.client,
                time=time,
                first=first,
                last=last or first,
                raw=name.encode(),
            )
        else:
            key = (name, error, answered, self._signed_in)
            self._tally.add(key, facts, self.client, first, last or first, time, name.encode())


def _size(line: bytes, mark: bytes, most: int) -> int:
    digits = line[1:]
    if line[:1] != mark or not digits.isdigit() or len(digits) > 10 or int(digits) > most:
        raise BadRecord("redis.size", f"no size is said by {line[:16].hex()}")
    return int(digits)
