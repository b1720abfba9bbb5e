"""Sign-ins in clear text: FTP (RFC 959), SMTP (RFC 5321, 4954), POP3 (RFC 1939, 5034) and IMAP (RFC 9051).

Facts: who signed in to what and whether it succeeded, and for FTP which files were asked for. A password is read past,
never kept. A stream that turns to TLS (STARTTLS, STLS, AUTH TLS) is identified anew from there.
"""

from __future__ import annotations

import re
from base64 import b64decode
from typing import TYPE_CHECKING, Any, ClassVar

from collectors.packets.stream import Inbox, StreamParser
from model.times import Micros

if TYPE_CHECKING:
    from collectors.packets.tcp import TcpConversation

LINE_MOST = 8192
LOGINS_MOST = 10_000  # Events of one connection
_SECURE = frozenset({"STARTTLS", "STLS", "AUTH TLS", "AUTH SSL"})
_FTP_FILES = frozenset({"RETR", "STOR", "STOU", "APPE", "DELE", "RNFR", "RNTO", "MKD", "RMD"})
_SMTP_GREETING = re.compile(rb"(?i)220[ -].*?(?:E?SMTP|mail)")
_SMTP_START = re.compile(rb"(?i)(?:EHLO|HELO) ")
_FTP_START = re.compile(rb"(?i)(?:USER|AUTH|FEAT|SYST|OPTS|HOST)\b")
_IMAP_LINE = re.compile(r'(\S+) (LOGIN|AUTHENTICATE|STARTTLS)(?: (?:"((?:[^"\\]|\\.)*)"|(\S+)))?', re.IGNORECASE)


def looks_like(client: bytes, server: bytes) -> str:
    """`ftp`, `smtp`, `pop3` or `imap`; empty while, or because, it is none. The server speaks first in all four."""
    if server.startswith((b"220 ", b"220-")):
        if _SMTP_START.match(client) or (b"\n" in server and _SMTP_GREETING.match(server)):
            return "smtp"
        return "ftp" if _FTP_START.match(client) else ""
    if server.startswith(b"+OK") and re.match(rb"(?i)(?:USER|APOP|AUTH|CAPA|STLS)\b", client):
        return "pop3"
    if server.startswith((b"* OK", b"* PREAUTH")) and re.match(rb"\S{1,32} [A-Za-z]", client):
        return "imap"
    return ""


class LoginStream(StreamParser):
    """Common to the four: lines, and a sign-in that waits for its answer."""

    limit: ClassVar[int] = LINE_MOST

    def __init__(self, conversation: TcpConversation, client: int) -> None:
        super().__init__(conversation, client)
        self._inboxes = (Inbox(), Inbox())
        self.buffers = (self._inboxes[0].data, self._inboxes[1].data)
        self._user = ""
        self._scheme = ""
        # A sign-in that was sent and not answered yet: when, first and last packet.
        self._asked: tuple[Micros, int, int] | None = None
        self._continue = 0  # lines of an AUTH exchange the client still owes
        self._turning = False
        self._body = False  # inside a mail's text, which is not read
        self._tag = ""
        self._over = False

    def data(self, side: int, data: bytes, number: int, time: Micros) -> None:
        inbox = self._inboxes[side]
        inbox.add(data, number, time)
        while not self._over:
            end = inbox.data.find(b"\n")
            if end < 0:
                if len(inbox.data) > LINE_MOST:
                    inbox.data.clear()  # no command; a mail's text, or noise
                return
            first, began = inbox.number, inbox.time
            line = inbox.cut(end + 1, number, time).rstrip(b"\r\n")[:LINE_MOST].decode("utf-8", "backslashreplace")
            if side == self.client:
                self._command(line, first, number, began)
            else:
                self._reply(line, number, time)

    def gap(self, side: int, missing: int, number: int, time: Micros) -> bool:  # noqa: ARG002
        self._inboxes[side].data.clear()
        return True

    def finish(self) -> None:
        if self._asked is not None:
            self._tell("unknown", self._asked[2])

    def _ask(self, scheme: str, first: int, last: int, time: Micros) -> None:
        if self._asked is not None:
            self._tell("unknown", self._asked[2])
        self._scheme, self._asked = scheme, (time, first, last)

    def _tell(self, outcome: str, last: int) -> None:
        assert self._asked is not None
        time, first, _ = self._asked
        self._asked = None
        facts: dict[str, Any] = {
            "event.category": ["network", "authentication"],
            "event.type": ["start"],
            "event.action": f"{self.protocol}_login",
            "event.outcome": outcome,
            "fengsui.credentials.cleartext": True,
            "fengsui.credentials.scheme": self._scheme,
        }
        if self._user:
            facts["user.name"] = self._user[:256]
        self._emit(facts, time, first, last)

    def _emit(self, facts: dict[str, Any], time: Micros, first: int, last: int) -> None:
        if self.conversation.events < LOGINS_MOST:
            raw = self._user.encode("utf-8", "backslashreplace")
            self.conversation.emit(
                f"network.{self.protocol}", facts, sender=self.client, time=time, first=first, last=last, raw=raw
            )

    def _secure(self) -> None:
        """TLS begins with the next byte of the client."""
        self._over = True
        left = [(s, bytes(i.data), i.number, i.time) for s, i in enumerate(self._inboxes) if i.data]
        self.conversation.start_over(left)

    def _command(self, line: str, first: int, last: int, time: Micros) -> None:
        raise NotImplementedError

    def _reply(self, line: str, number: int, time: Micros) -> None:
        raise NotImplementedError


class FtpStream(LoginStream):
    protocol = "ftp"

    def _command(self, line: str, first: int, last: int, time: Micros) -> None:
        verb, _, rest = line.partition(" ")
        verb = verb.upper()
        if verb == "USER":
            self._user = rest.strip()
        elif verb == "PASS":
            self._ask("ftp", first, last, time)
        elif f"{verb} {rest.upper()}" in _SECURE:
            self._turning = True
        elif verb in _FTP_FILES and rest:
            facts: dict[str, Any] = {
                "event.category": ["network", "file"],
                "event.type": ["access" if verb == "RETR" else "change"],
                "event.action": f"ftp_{verb.lower()}",
                "file.path": rest[:1024],
                "file.name": re.split(r"[\\/]", rest)[-1][:256],
            }
            if self._user:
                facts["user.name"] = self._user[:256]
            self._emit(facts, time, first, last)

    def _reply(self, line: str, number: int, time: Micros) -> None:  # noqa: ARG002
        code = line[:3]
        if self._turning and code == "234":
            self._secure()
        elif self._asked is not None and line[3:4] != "-":
            if code in ("230", "202"):
                self._tell("success", number)
            elif code in ("530", "430", "421", "332", "550"):
                self._tell("failure", number)


class SmtpStream(LoginStream):
    protocol = "smtp"

    def _command(self, line: str, first: int, last: int, time: Micros) -> None:
        if self._body:
            self._body = line != "."
            return
        if self._continue:
            if self._continue == 2 or self._scheme == "plain":
                self._user = _decoded(line, plain=self._scheme == "plain")
            self._continue -= 1
            if not self._continue:
                self._ask(self._scheme, first, last, time)
            return
        words = line.split()
        verb = words[0].upper() if words else ""
        if verb == "STARTTLS":
            self._turning = True
        elif verb == "DATA":
            self._body = True
        elif verb == "AUTH" and len(words) > 1:
            self._scheme = words[1].lower()[:32]
            given = words[2] if len(words) > 2 else ""
            if given:
                self._user = _decoded(given, plain=self._scheme == "plain")
            self._continue = {"plain": 1, "login": 2}.get(self._scheme, 0) - (1 if given else 0)
            if self._continue <= 0:
                self._continue = 0
                self._ask(self._scheme, first, last, time)

    def _reply(self, line: str, number: int, time: Micros) -> None:  # noqa: ARG002
        code = line[:3]
        if self._turning:
            self._turning = False
            if code == "220":
                self._secure()
        elif self._body and code[:1] in ("4", "5"):
            self._body = False  # DATA was refused
        elif self._asked is not None and code in ("235", "535", "534", "530", "538", "454", "501", "504"):
            self._tell("success" if code == "235" else "failure", number)


class Pop3Stream(LoginStream):
    protocol = "pop3"

    def _command(self, line: str, first: int, last: int, time: Micros) -> None:
        words = line.split()
        verb = words[0].upper() if words else ""
        if self._continue:
            self._user = _decoded(line, plain=True)
            self._continue = 0
            self._ask("plain", first, last, time)
        elif verb == "USER" and len(words) > 1:
            self._user = words[1]
        elif verb == "PASS":
            self._ask("pop3", first, last, time)
        elif verb == "STLS":
            self._turning = True
        elif verb == "AUTH" and len(words) > 1 and words[1].upper() == "PLAIN":
            if len(words) > 2:
                self._user = _decoded(words[2], plain=True)
                self._ask("plain", first, last, time)
            else:
                self._continue = 1

    def _reply(self, line: str, number: int, time: Micros) -> None:  # noqa: ARG002
        good = line.startswith("+OK")
        if self._turning:
            self._turning = False
            if good:
                self._secure()
        elif self._asked is not None and (good or line.startswith("-ERR")):
            self._tell("success" if good else "failure", number)


class ImapStream(LoginStream):
    protocol = "imap"

    def _command(self, line: str, first: int, last: int, time: Micros) -> None:
        if self._continue:
            self._user = _decoded(line, plain=True)
            self._continue = 0
            self._ask("plain", first, last, time)
            return
        found = _IMAP_LINE.match(line)
        if found is None:
            return
        verb = found[2].upper()
        argument = found[3] if found[3] is not None else found[4] or ""
        self._tag = found[1]
        if verb == "LOGIN":
            self._user = argument.replace('\\"', '"')
            self._ask("imap", first, last, time)
        elif verb == "STARTTLS":
            self._turning = True
        elif argument.upper() == "PLAIN":
            self._continue = 1

    def _reply(self, line: str, number: int, time: Micros) -> None:  # noqa: ARG002
        if not line.startswith(self._tag + " ") or not self._tag:
            return
        good = line[len(self._tag) + 1 :].upper().startswith("OK")
        if self._turning:
            self._turning = False
            if good:
                self._secure()
        elif self._asked is not None:
            self._tell("success" if good else "failure", number)


def _decoded(text: str, *, plain: bool) -> str:
    """The account inside a base64 token; SASL PLAIN (RFC 4616) holds it between two zero bytes, before the password."""
    try:
        raw = b64decode(text.strip(), validate=True)
    except ValueError:
        return ""
    parts = raw.split(b"\0")
    name = parts[1] if plain and len(parts) >= 3 else b"" if plain else raw
    return name[:256].decode("utf-8", "backslashreplace")


STREAMS: dict[str, type[LoginStream]] = {s.protocol: s for s in (FtpStream, SmtpStream, Pop3Stream, ImapStream)}
