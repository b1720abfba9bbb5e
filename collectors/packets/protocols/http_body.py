"""HTTP bodies as they pass: size, SHA-256, decoded size, uploaded files. Nothing of a body is kept beyond one buffer."""

from __future__ import annotations

import re
import zlib
from hashlib import sha256
from typing import Any
from urllib.parse import unquote

DECODED_MOST = (
    16 << 20
)  # a body that decodes to more is said to, and decoding stops: a bomb costs this much and no more
PART_HEAD_MOST = 8192
FILES_MOST = 32
FORM_MOST = 4096
_BOUNDARY = re.compile(r'(?i)multipart/form-data.*?;\s*boundary=(?:"([^"]{1,200})"|([^\s;,]{1,200}))')
_FILENAME = re.compile(rb"""(?i)(?:^|[;\s])filename\*?=(?:"((?:[^"\\]|\\.)*)"|([^;\r\n]*))""")
_FORM_SECRET = re.compile(rb"(?i)(?:^|&)(?:pass|passwd|password|pwd|passphrase|j_password|userpassword)=[^&]")


class Body:
    """size: bytes as transferred, without chunk framing. Call `facts` once, when the body is over."""

    def __init__(self, content_type: str, encoding: str) -> None:
        self.size = 0
        self.missing = 0
        self._hash = sha256()
        self._inflate: Any = None
        if encoding.strip().lower() in ("gzip", "x-gzip", "deflate"):
            self._inflate = zlib.decompressobj(wbits=47)  # gzip or zlib, by their headers
        self._decoded = 0
        self._files: Multipart | None = None
        found = _BOUNDARY.match(content_type)
        if found:
            self._files = Multipart((found[1] or found[2]).encode("utf-8", "backslashreplace"))
        self._form = bytearray() if content_type.lower().startswith("application/x-www-form-urlencoded") else None

    def data(self, data: bytes) -> None:
        self.size += len(data)
        self._hash.update(data)
        if self._inflate is not None and self._decoded >= 0:
            self._decode(data)
        if self._files is not None:
            self._files.data(data)
        if self._form is not None and len(self._form) < FORM_MOST:
            self._form += data[: FORM_MOST - len(self._form)]

    def skip(self, size: int) -> None:
        self.size += size
        self.missing += size
        self._files = None

    def _decode(self, data: bytes) -> None:
        try:
            while data:
                out = self._inflate.decompress(data, 1 << 16)
                self._decoded += len(out)
                data = self._inflate.unconsumed_tail
                if self._decoded > DECODED_MOST:
                    self._decoded = -2
                    return
                if not out and not data:
                    return
        except zlib.error:
            self._decoded = -1

    def facts(self, side: str) -> dict[str, Any]:
        """side: `request` or `response`."""
        out: dict[str, Any] = {f"http.{side}.body.bytes": self.size}
        if self.missing:
            out[f"fengsui.http.{side}.missing_bytes"] = self.missing
            return out
        if self.size:
            out[f"fengsui.http.{side}.body.sha256"] = self._hash.hexdigest()
        if self._inflate is not None:
            if self._decoded >= 0 and self.size:
                out[f"fengsui.http.{side}.body.decoded_bytes"] = self._decoded
            elif self._decoded == -2:
                out[f"fengsui.http.{side}.body.over_limit"] = True
        if self._files is not None:
            out.update(self._files.facts())
        if self._form is not None and _FORM_SECRET.search(self._form):
            out["fengsui.credentials.cleartext"] = True
            out["fengsui.credentials.scheme"] = "form"
        return out


class Multipart:
    """Files inside multipart/form-data (RFC 7578), found while the bytes pass. The buffer never holds more than a part's
    head, or the length of a delimiter."""

    def __init__(self, boundary: bytes) -> None:
        self._delimiter = b"\r\n--" + boundary
        self._held = b"\r\n"  # the first delimiter has no line before it
        self._in_head = False
        self._file: tuple[str, Any] | None = None
        self._size = 0
        self.files: list[tuple[str, str, int]] = []

    def data(self, data: bytes) -> None:
        self._held += data
        while self._step():
            pass

    def _step(self) -> bool:
        held = self._held
        if self._in_head:
            end = held.find(b"\r\n\r\n")
            if end < 0:
                if len(held) > PART_HEAD_MOST:
                    self._in_head = False
                return len(held) > PART_HEAD_MOST
            name = _file_name(held[:end])
            self._file = (name, sha256()) if name and len(self.files) < FILES_MOST else None
            self._size = 0
            self._in_head = False
            # The CRLF that ends the head also begins the delimiter of an empty part.
            self._held = held[end + 2 :]
            self._content(b"", skip=2)
            return True
        at = held.find(self._delimiter, 0)
        if at < 0:
            keep = len(self._delimiter) - 1
            if len(held) > keep:
                self._content(held[:-keep])
                self._held = held[-keep:]
            return False
        after = held[at + len(self._delimiter) : at + len(self._delimiter) + 2]
        if len(after) < 2:
            return False
        if after not in (b"\r\n", b"--") and after[:1] not in (b" ", b"\t"):  # RFC 2046 section 5.1.1: only like one
            self._content(held[: at + len(self._delimiter)])
            self._held = held[at + len(self._delimiter) :]
            return True
        self._content(held[:at])
        if self._file is not None:
            name, digest = self._file
            self.files.append((name, digest.hexdigest(), self._size))
        self._file = None
        self._held = held[at + len(self._delimiter) :]
        self._in_head = True
        return True

    def _content(self, data: bytes, skip: int = 0) -> None:
        if skip:
            self._held = self._held[skip:]
            return
        if self._file is not None and data:
            self._file[1].update(data)
            self._size += len(data)

    def facts(self) -> dict[str, Any]:
        if not self.files:
            return {}
        name, digest, size = self.files[0]
        out: dict[str, Any] = {"file.name": name, "file.hash.sha256": digest, "file.size": size}
        if "." in name.strip("."):
            out["file.extension"] = name.rpartition(".")[2][:64]
        if len(self.files) > 1:
            out["fengsui.http.files"] = [f"{n} {d} {s}" for n, d, s in self.files]
        return out


def _file_name(head: bytes) -> str:
    """The file name a part's Content-Disposition gives, without folders; RFC 8187's extended form is understood."""
    for line in head.split(b"\r\n"):
        if not line.lower().startswith(b"content-disposition:"):
            continue
        found = _FILENAME.search(line)
        if not found:
            return ""
        raw = (found[1] if found[1] is not None else found[2].strip())[:1024]
        text = raw.decode("utf-8", "backslashreplace")
        if text.lower().startswith("utf-8''"):
            text = unquote(text[7:])
        text = re.split(r"[\\/]", text)[-1]
        return text if text.isprintable() else ascii(text)[1:-1]
    return ""
