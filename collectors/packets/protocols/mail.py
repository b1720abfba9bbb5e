"""SMTP (RFC 5321, 4954, 3030), POP3 (RFC 1939, 5034) and IMAP (RFC 9051): sign-ins, and mails as they are sent or fetched.

Of a mail: envelope, sender, recipients, subject, and its attachments' names and digests (`mail_message`). Texts are never kept.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from collectors.packets.protocols.logins import LoginStream, account_in
from collectors.packets.protocols.mail_message import MailReader
from model.times import Micros

if TYPE_CHECKING:
    from collectors.packets.tcp import TcpConversation

RECIPIENTS_MOST = 256
_PATH = re.compile(r"(?i)(?:FROM|TO):\s*<?([^<>\s]{0,256})>?")
_IMAP_LINE = re.compile(r'(\S+) (LOGIN|AUTHENTICATE|STARTTLS)(?: (?:"((?:[^"\\]|\\.)*)"|(\S+)))?', re.IGNORECASE)
_IMAP_BODY = re.compile(rb"(?i)(?:BODY\[\]|RFC822)(?:<\d+>)? \{(\d{1,10})\}\r?\n?\Z")


class MailStream(LoginStream):
    """Common to the three: a mail under way, and who sends it.

    _left: bytes of a mail that is measured, not ended by a dot; -1 for one that is.
    """

    def __init__(self, conversation: TcpConversation, client: int) -> None:
        super().__init__(conversation, client)
        self._mail: MailReader | None = None
        self._carrier = client
        self._left = -1
        self._begun: tuple[int, Micros] = (0, 0)
        self._secure_asked: tuple[int, Micros] | None = None

    def held(self) -> int:
        return super().held() + (self._mail.held if self._mail is not None else 0)

    def text(self, side: int, line: bytes, number: int) -> bool:
        if self._mail is None or side != self._carrier:
            return False
        if line.rstrip(b"\r\n") == b".":
            self._ended(number)
        else:
            self._mail.line(line[1:] if line.startswith(b"..") else line)
        return True

    def measured(self, side: int) -> int:
        return max(self._left, 0) if self._mail is not None and side == self._carrier else 0

    def take(self, data: bytes, number: int) -> None:
        assert self._mail is not None
        self._mail.feed(data)
        self._left -= len(data)
        if not self._left:
            self._ended(number)

    def missed(self, side: int) -> None:
        if self._mail is not None and side == self._carrier:
            self._mail.missing()
            if self._left >= 0:  # how much is left of it cannot be told any more
                self._ended(self._begun[0])

    def _ended(self, last: int) -> None:
        """The last line of a mail has passed."""
        assert self._mail is not None
        facts, self._mail, self._left = self._mail.facts(), None, -1
        self._message(facts, "", last)

    def _message(self, facts: dict[str, Any], outcome: str, last: int) -> None:
        facts = {
            "event.category": ["network", "email"],
            "event.type": ["info"],
            "event.action": f"{self.protocol}_message",
            **facts,
        }
        if outcome:
            facts["event.outcome"] = outcome
        if self._user:
            facts["user.name"] = self._user[:256]
        self._emit(facts, self._begun[1], self._begun[0], last)

    def finish(self) -> None:
        super().finish()
        if self._mail is not None:
            self._ended(self._begun[0])

    def _turned(self, good: bool, last: int) -> None:
        assert self._secure_asked is not None
        first, time = self._secure_asked
        self._secure_asked = None
        if good:
            self._secure(first, last, time)


class SmtpStream(MailStream):
    protocol = "smtp"

    def __init__(self, conversation: TcpConversation, client: int) -> None:
        super().__init__(conversation, client)
        self._sender = ""
        self._recipients: list[str] = []
        self._helo = ""
        self._sent: tuple[dict[str, Any], int] | None = None  # a mail that waits for the server's word
        self._chunks: MailReader | None = None
        self._last_chunk = False

    def _command(self, line: str, first: int, last: int, time: Micros) -> None:
        if self._continue:
            if self._continue == 2 or self._scheme == "plain":
                self._user = account_in(line, plain=self._scheme == "plain")
            self._continue -= 1
            if not self._continue:
                self._ask(self._scheme, first, last, time)
            return
        words = line.split()
        verb = words[0].upper() if words else ""
        found = _PATH.search(line) if verb in ("MAIL", "RCPT") else None
        if verb in ("EHLO", "HELO") and len(words) > 1:
            self._helo = words[1][:256]
        elif verb == "STARTTLS":
            self._secure_asked = first, time
        elif verb == "MAIL" and found:
            self._sender, self._recipients = found[1], []
        elif verb == "RCPT" and found:
            if len(self._recipients) < RECIPIENTS_MOST:
                self._recipients.append(found[1])
        elif verb == "DATA":
            self._mail, self._begun = MailReader(), (first, time)
        elif verb == "BDAT" and len(words) > 1 and words[1].isdigit() and len(words[1]) < 11:
            self._chunk(int(words[1]), words[2:3] == ["LAST"], first, last, time)
        elif verb == "AUTH" and len(words) > 1:
            self._scheme = words[1].lower()[:32]
            given = words[2] if len(words) > 2 else ""
            if given:
                self._user = account_in(given, plain=self._scheme == "plain")
            self._continue = {"plain": 1, "login": 2}.get(self._scheme, 0) - (1 if given else 0)
            if self._continue <= 0:
                self._continue = 0
                self._ask(self._scheme, first, last, time)

    def _chunk(self, size: int, is_last: bool, first: int, last: int, time: Micros) -> None:
        if self._chunks is None:
            self._chunks, self._begun = MailReader(), (first, time)
        self._mail, self._left, self._last_chunk = self._chunks, size, is_last
        if not size:
            self._ended(last)

    def _ended(self, last: int) -> None:
        assert self._mail is not None
        if self._left >= 0 and not self._last_chunk:
            self._chunks, self._mail, self._left = self._mail, None, -1
            return
        self._chunks = None
        facts, self._mail, self._left, self._last_chunk = self._mail.facts(), None, -1, False
        if self._sender:
            facts["fengsui.mail.envelope_from"] = self._sender
        if self._recipients:
            facts["fengsui.mail.envelope_to"] = list(self._recipients)
        if self._helo:
            facts["fengsui.mail.helo"] = self._helo
        if self._sent is not None:
            self._message(self._sent[0], "unknown", self._sent[1])
        self._sent = facts, last

    def _reply(self, line: str, number: int, time: Micros) -> None:  # noqa: ARG002
        code = line[:3]
        if line[3:4] == "-":
            return
        if self._secure_asked is not None:
            self._turned(code == "220", number)
        elif self._mail is not None and self._left < 0 and code[:1] in ("4", "5"):
            self._mail = None  # DATA was refused
        elif self._asked is not None and code in ("235", "535", "534", "530", "538", "454", "501", "504"):
            self._tell("success" if code == "235" else "failure", number)
        elif self._sent is not None and code[:1] in ("2", "4", "5"):
            facts, self._sent = self._sent[0], None
            self._message(facts, "success" if code[:1] == "2" else "failure", number)

    def finish(self) -> None:
        super().finish()
        if self._chunks is not None:
            self._mail, self._last_chunk, self._left = self._chunks, True, -1
            self._ended(self._begun[0])
        if self._sent is not None:
            self._message(self._sent[0], "unknown", self._sent[1])
            self._sent = None


class Pop3Stream(MailStream):
    protocol = "pop3"

    def __init__(self, conversation: TcpConversation, client: int) -> None:
        super().__init__(conversation, client)
        self._carrier = 1 - client
        self._fetching: tuple[int, Micros] | None = None

    def _command(self, line: str, first: int, last: int, time: Micros) -> None:
        words = line.split()
        verb = words[0].upper() if words else ""
        if self._continue:
            self._user = account_in(line, plain=True)
            self._continue = 0
            self._ask("plain", first, last, time)
        elif verb == "USER" and len(words) > 1:
            self._user = words[1]
        elif verb == "PASS":
            self._ask("pop3", first, last, time)
        elif verb == "APOP" and len(words) > 1:
            self._user = words[1]
            self._ask("apop", first, last, time)
        elif verb == "STLS":
            self._secure_asked = first, time
        elif verb == "RETR":
            self._fetching = first, time
        elif verb == "AUTH" and len(words) > 1 and words[1].upper() == "PLAIN":
            if len(words) > 2:
                self._user = account_in(words[2], plain=True)
                self._ask("plain", first, last, time)
            else:
                self._continue = 1

    def _reply(self, line: str, number: int, time: Micros) -> None:  # noqa: ARG002
        good = line.startswith("+OK")
        if not good and not line.startswith("-ERR"):
            return
        if self._secure_asked is not None:
            self._turned(good, number)
        elif self._asked is not None:
            self._tell("success" if good else "failure", number)
        elif self._fetching is not None:
            if good:
                self._mail, self._begun = MailReader(), self._fetching
            self._fetching = None


class ImapStream(MailStream):
    protocol = "imap"

    def __init__(self, conversation: TcpConversation, client: int) -> None:
        super().__init__(conversation, client)
        self._carrier = 1 - client
        self._tag = ""

    def text(self, side: int, line: bytes, number: int) -> bool:
        if super().text(side, line, number):
            return True
        if side == self._carrier and line.startswith(b"* ") and (found := _IMAP_BODY.search(line[:1024])):
            size = int(found[1])
            if size:
                self._mail, self._left, self._begun = MailReader(), size, (number, self._inboxes[side].time)
            return True
        return False

    def _command(self, line: str, first: int, last: int, time: Micros) -> None:
        if self._continue:
            self._user = account_in(line, plain=True)
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
            self._secure_asked = first, time
        elif argument.upper() == "PLAIN":
            self._continue = 1

    def _reply(self, line: str, number: int, time: Micros) -> None:  # noqa: ARG002
        if not line.startswith(self._tag + " ") or not self._tag:
            return
        good = line[len(self._tag) + 1 :].upper().startswith("OK")
        if self._secure_asked is not None:
            self._turned(good, number)
        elif self._asked is not None:
            self._tell("success" if good else "failure", number)
