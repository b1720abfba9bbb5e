"""What FTP, SMTP, POP3 and IMAP have in common: lines, and sign-ins in clear text. A password is read past, never kept.

A stream that turns to TLS (STARTTLS, STLS, AUTH TLS) is identified anew from there.
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
_SMTP_GREETING = re.compile(rb"(?i)220[ -].*?(?:E?SMTP|mail)")
_SMTP_START = re.compile(rb"(?i)(?:EHLO|HELO) ")
_FTP_START = re.compile(rb"(?i)(?:USER|AUTH|FEAT|SYST|OPTS|HOST)\b")


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
        self._over = False

    def data(self, side: int, data: bytes, number: int, time: Micros) -> None:
        inbox = self._inboxes[side]
        inbox.add(data, number, time)
        while not self._over:
            wanted = min(self.measured(side), len(inbox.data))
            if wanted:
                self.take(inbox.cut(wanted, number, time), number)
                continue
            end = inbox.data.find(b"\n")
            if end < 0:
                if len(inbox.data) > LINE_MOST:
                    inbox.data.clear()  # no command; a mail's text, or noise
                    self.missed(side)
                return
            first, began = inbox.number, inbox.time
            raw = inbox.cut(end + 1, number, time)
            if self.text(side, raw, number):
                continue
            line = raw.rstrip(b"\r\n")[:LINE_MOST].decode("utf-8", "backslashreplace")
            if side == self.client:
                self._command(line, first, number, began)
            else:
                self._reply(line, number, time)

    def gap(self, side: int, missing: int, number: int, time: Micros) -> bool:  # noqa: ARG002
        self._inboxes[side].data.clear()
        self.missed(side)
        return True

    def text(self, side: int, line: bytes, number: int) -> bool:  # noqa: ARG002
        """Whether the line is no command or answer but part of a message, and taken as such."""
        return False

    def measured(self, side: int) -> int:  # noqa: ARG002
        """Bytes of `side` that come next and are no lines, because their number was said before."""
        return 0

    def take(self, data: bytes, number: int) -> None:
        """Some of them."""

    def missed(self, side: int) -> None:
        """Bytes of `side` were not seen, or too many of them stood in one line."""

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

    def _secure(self, first: int, last: int, time: Micros) -> None:
        """TLS begins with the next byte of the client. first: packet of the request for it."""
        facts = {"event.action": f"{self.protocol}_starttls", "event.outcome": "success"}
        self._emit(facts, time, first, last)
        self._over = True
        left = [(s, bytes(i.data), i.number, i.time) for s, i in enumerate(self._inboxes) if i.data]
        self.conversation.start_over(left)

    def _command(self, line: str, first: int, last: int, time: Micros) -> None:
        raise NotImplementedError

    def _reply(self, line: str, number: int, time: Micros) -> None:
        raise NotImplementedError


def account_in(text: str, *, plain: bool) -> str:
    """The account inside a base64 token; SASL PLAIN (RFC 4616) holds it between two zero bytes, before the password."""
    try:
        raw = b64decode(text.strip(), validate=True)
    except ValueError:
        return ""
    parts = raw.split(b"\0")
    name = parts[1] if plain and len(parts) >= 3 else b"" if plain else raw
    return name[:256].decode("utf-8", "backslashreplace")
