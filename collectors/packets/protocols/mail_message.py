"""A mail while it passes: its head, and the names, sizes and digests of its attachments. Texts are never kept.

Lines come one by one; of a head at most HEAD_MOST bytes are held, of a body nothing. Sources: RFC 5322, 2045, 2046, 2183.
"""

from __future__ import annotations

import binascii
import contextlib
import quopri
from email import policy
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import getaddresses
from hashlib import sha256
from typing import Any

HEAD_MOST = 32 * 1024
DEPTH_MOST = 4  # multiparts inside multiparts
PARTS_MOST = 64
TEXT_MOST = 512
ADDRESSES_MOST = 64
LINE_MOST = 8192
_PARSER = BytesHeaderParser(policy=policy.compat32)


class _Part:
    """An attachment under way. whole: nothing of it was missing, so that its digest is its own."""

    __slots__ = ("digest", "encoding", "kind", "left", "name", "size", "whole")

    def __init__(self, name: str, kind: str, encoding: str) -> None:
        self.name, self.kind, self.encoding = name, kind, encoding
        self.digest = sha256()
        self.size = 0
        self.left = b""  # base64 letters that are no group of four yet; a line end that may be the boundary's
        self.whole = True

    def line(self, line: bytes) -> None:
        if self.encoding == "base64":
            letters = self.left + line.strip()
            cut = len(letters) // 4 * 4
            self.left = letters[cut:]
            try:
                self._add(binascii.a2b_base64(letters[:cut]))
            except binascii.Error:
                self.whole = False
        elif self.encoding == "quoted-printable":
            self._text(quopri.decodestring(line))
        else:
            self._text(line)

    def _text(self, line: bytes) -> None:
        """The line end before a boundary belongs to the boundary (RFC 2046 section 5.1.1)."""
        end = b"\r\n" if line.endswith(b"\r\n") else b"\n" if line.endswith(b"\n") else b""
        self._add(self.left + line[: len(line) - len(end)])
        self.left = end

    def _add(self, data: bytes) -> None:
        self.digest.update(data)
        self.size += len(data)


class MailReader:
    """Give it every line with its end, dots already unstuffed; ask for `facts` at the end."""

    def __init__(self) -> None:
        self._head = bytearray()
        self._in_head = True
        self._outermost: dict[str, Any] | None = None
        self._boundaries: list[bytes] = []
        self._part: _Part | None = None
        self._parts: list[_Part] = []
        self._tail = b""
        self.size = 0

    @property
    def held(self) -> int:
        return len(self._head) + len(self._tail)

    def feed(self, data: bytes) -> None:
        """Some bytes, wherever they end."""
        *lines, tail = (self._tail + data).split(b"\n")
        for line in lines:
            self.line(line + b"\n")
        if len(tail) > LINE_MOST:
            tail = b""
            self.missing()
        self._tail = tail

    def line(self, line: bytes) -> None:
        self.size += len(line)
        if self._in_head:
            if line.strip():
                if len(self._head) < HEAD_MOST:
                    self._head += line
                return
            self._in_head = False
            self._begin_body()
            self._head.clear()
            return
        if self._boundaries and line[:2] == b"--" and self._boundary(line.rstrip()):
            return
        if self._part is not None:
            self._part.line(line)

    def missing(self) -> None:
        """Something was not seen: what is under way has no digest of its own any more."""
        if self._part is not None:
            self._part.whole = False

    def facts(self) -> dict[str, Any]:
        if self._tail:
            self.line(self._tail)
            self._tail = b""
        if self._in_head and self._head:
            self._begin_body()
        if self._part is not None:
            self._part.whole = False  # it ended without its boundary
        facts = dict(self._outermost or {})
        if self._parts:
            facts["email.attachments.file.name"] = [part.name for part in self._parts]
            facts["email.attachments.file.size"] = [part.size for part in self._parts]
            facts["email.attachments.file.mime_type"] = [part.kind for part in self._parts]
            digests = [part.digest.hexdigest() for part in self._parts if part.whole]
            if digests:
                facts["email.attachments.file.hash.sha256"] = digests
        facts["fengsui.mail.bytes"] = self.size
        return facts

    def _boundary(self, line: bytes) -> bool:
        for depth in range(len(self._boundaries) - 1, -1, -1):
            mark = self._boundaries[depth]
            if line in (mark, mark + b"--"):
                self._part = None
                del self._boundaries[depth + 1 :]
                if line == mark:
                    self._in_head = True
                else:
                    self._boundaries.pop()
                return True
        return False

    def _begin_body(self) -> None:
        """The head is whole: what kind of body follows it."""
        try:
            head = _PARSER.parsebytes(bytes(self._head))
            if self._outermost is None:
                self._outermost = _outer(head)
            inner = head.get_boundary() if head.get_content_maintype() == "multipart" else None
            name = head.get_filename()
            kind, encoding = (
                head.get_content_type()[:128],
                str(head.get("content-transfer-encoding", "")).strip().lower(),
            )
        except (MessageError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
            self._outermost = self._outermost or {}
            return
        if inner and len(self._boundaries) < DEPTH_MOST:
            self._boundaries.append(b"--" + inner.encode("utf-8", "surrogateescape")[:200])
        elif name and len(self._parts) < PARTS_MOST:
            self._part = _Part(readable(name), kind, encoding)
            self._parts.append(self._part)


def _outer(head: Message) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    for field, name in (("from", "email.from.address"), ("to", "email.to.address"), ("cc", "email.cc.address")):
        given = [str(value)[: ADDRESSES_MOST * 256] for value in (head.get_all(field) or [])[:8]]
        found = [address[:256] for _, address in getaddresses(given) if "@" in address][:ADDRESSES_MOST]
        if found:
            facts[name] = [_plain(address) for address in found]
    for field, name in (
        ("subject", "email.subject"),
        ("message-id", "email.message_id"),
        ("x-mailer", "email.x_mailer"),
        ("reply-to", ""),
    ):
        value = head.get(field)
        if value is not None and name:
            facts[name] = readable(str(value))
    replies = [address for _, address in getaddresses([str(head.get("reply-to", ""))[:1024]]) if "@" in address]
    if replies:
        facts["email.reply_to.address"] = [_plain(address[:256]) for address in replies[:8]]
    return facts


def _plain(text: str) -> str:
    """Without what is no text: bytes that could not be decoded are written out."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def readable(value: str) -> str:
    """A header value with its encoded words (RFC 2047) in clear."""
    value = " ".join(value[: 4 * TEXT_MOST].split())
    with contextlib.suppress(ValueError, LookupError, MessageError):
        value = str(make_header(decode_header(value)))
    return _plain(value)[:TEXT_MOST]
