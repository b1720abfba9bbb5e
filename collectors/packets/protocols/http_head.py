"""HTTP/1 message heads (RFC 9112): start line and fields, and how long the body after them is."""

from __future__ import annotations

import re
from base64 import b64decode
from dataclasses import dataclass, field
from typing import Any

from model.errors import BadRecord

HEAD_MOST = 64 * 1024
FIELDS_MOST = 256
TEXT_MOST = 8192
UNTIL_CLOSE, CHUNKED = -1, -2

_METHOD = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,24}\Z")  # RFC 9110 section 5.6.2, token
RESPONSE = re.compile(rb"HTTP/(\d\.\d) (\d{3})(?: ([^\r\n]*))?\r?\Z")
# What a stream may begin with. Methods are upper case in practice; a lower-case one needs the whole request line.
METHOD_START = re.compile(rb"[A-Z][A-Z_-]{1,23} (?:[/*]|[a-z]+://|[A-Za-z0-9.\[:\]-]+:\d+ )")
_SECRET = re.compile(r"(?i)([?&;](?:pass|passwd|password|pwd|passphrase|secret|token|access_token|api_?key)=)[^&;#\s]*")
_USERINFO = re.compile(r"\A([a-zA-Z][a-zA-Z0-9+.-]*://)([^/@:]*):[^/@]*@")
MASK = "***"


@dataclass(slots=True)
class Head:
    """method is empty for a response, status 0 for a request. fields: lower-case names; the first value of each.
    body: bytes that follow, or UNTIL_CLOSE, or CHUNKED. oddities: contradictions a strict server would refuse."""

    method: str = ""
    target: str = ""
    version: str = ""
    status: int = 0
    reason: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    body: int = 0
    size: int = 0
    oddities: list[str] = field(default_factory=list)


def looks_like(said: bytes) -> str:
    """`request` or `response` when a stream begins as one, an empty text otherwise. Needs the whole first line."""
    end = said.find(b"\n")
    if end < 0:
        return ""
    line = said[:end]
    if said.startswith(b"HTTP/1"):
        return "response" if RESPONSE.match(line) else ""
    request = _request_line(line)
    return "request" if request is not None and request[1] and request[2].startswith("1.") else ""


def _request_line(line: bytes) -> tuple[str, bytes, str] | None:
    """Method, target and version, either of the latter empty when missing; None when not even a method is there.

    Split, not matched: a target of a thousand blanks costs nothing.
    """
    method, _, rest = line.rstrip(b" \t\r").partition(b" ")
    if not _METHOD.match(method):
        return None
    target, mark, version = rest.rpartition(b" HTTP/")
    if not mark:
        target, version = rest, b""
    elif len(version) != 3 or not version.replace(b".", b"").isdigit():
        version = b""
    return method.decode("ascii"), target.strip(), version.decode("ascii")


def parse(raw: bytes, *, request: bool, answers: str = "") -> Head:
    """A head without its final empty line. answers: the method a response answers (HEAD and CONNECT change its body).

    Raises BadRecord (`http.head`) when the start line is none.
    """
    lines = raw.split(b"\n")
    head = Head(size=len(raw))
    if request:
        asked = _request_line(lines[0])
        if asked is None:
            raise BadRecord("http.head", f"no request line: {lines[0][:60]!r}")
        head.method, head.target, head.version = asked[0], readable(asked[1]), asked[2]
        if not head.target or not head.version:
            head.oddities.append("malformed_request_line")
    else:
        told = RESPONSE.match(lines[0])
        if told is None:
            raise BadRecord("http.head", f"no status line: {lines[0][:60]!r}")
        head.version, head.status, head.reason = told[1].decode("ascii"), int(told[2]), readable(told[3] or b"")
    _fields(head, lines[1:])
    head.body = _body(head, request=request, answers=answers)
    return head


def _fields(head: Head, lines: list[bytes]) -> None:
    fields = head.fields
    lengths, codings = set(), []
    for line in lines[:FIELDS_MOST]:
        line = line.rstrip(b"\r")
        if not line:
            continue
        if line[0] in b" \t":
            head.oddities.append("folded_field")  # RFC 9112 section 5.2: obsolete
            continue
        name, colon, value = line.partition(b":")
        if not colon:
            head.oddities.append("field_without_colon")
            continue
        if name[-1:] in (b" ", b"\t"):
            head.oddities.append("space_before_colon")  # section 5.1: a way to smuggle
        key = name.strip().decode("latin-1").lower()
        text = readable(value.strip())
        if key == "content-length":
            lengths.add(text)
        elif key == "transfer-encoding":
            codings.append(text.lower())
        fields.setdefault(key, text)
    if len(lines) > FIELDS_MOST:
        head.oddities.append("too_many_fields")
    if len(lengths) > 1:
        head.oddities.append("contradicting_content_length")
    if lengths and codings:
        head.oddities.append("content_length_and_transfer_encoding")
    if codings:
        fields["transfer-encoding"] = ", ".join(codings)


def _body(head: Head, *, request: bool, answers: str) -> int:
    """RFC 9112 section 6.3."""
    if not request and (answers == "HEAD" or head.status < 200 or head.status in (204, 304)):
        return 0
    if not request and answers == "CONNECT" and head.status < 300:
        return 0
    coding = head.fields.get("transfer-encoding", "")
    if coding:
        if coding.split(",")[-1].strip() == "chunked":
            return CHUNKED
        head.oddities.append("transfer_encoding_not_chunked")
        return 0 if request else UNTIL_CLOSE
    length = head.fields.get("content-length")
    if length is None:
        return 0 if request else UNTIL_CLOSE
    first = length.split(",")[0].strip()
    if not first.isascii() or not first.isdigit() or len(first) > 18:
        head.oddities.append("impossible_content_length")
        return 0 if request else UNTIL_CLOSE
    return int(first)


def readable(raw: bytes) -> str:
    text = raw[:TEXT_MOST].decode("utf-8", "backslashreplace")
    return text if text.isprintable() else "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in text)


def masked(target: str) -> tuple[str, bool]:
    """A request target with passwords and tokens replaced by `***`, and whether there were any."""
    shown = _USERINFO.sub(rf"\g<1>\g<2>:{MASK}@", target)
    if "=" in shown:
        shown = _SECRET.sub(rf"\g<1>{MASK}", shown)
    return shown, shown != target


def request_facts(head: Head) -> dict[str, Any]:
    target, secret = masked(head.target)
    facts: dict[str, Any] = {"http.request.method": head.method}
    if target:
        facts["url.original"] = target
    if head.version:
        facts["http.version"] = head.version
    fields = head.fields
    _url(facts, head.method, target, fields.get("host", ""))
    for key, name in _REQUEST_FIELDS:
        if key in fields:
            facts[name] = masked(fields[key])[0] if key == "referer" else fields[key]
    if "x-forwarded-for" in fields:
        facts["fengsui.http.forwarded_for"] = [part.strip() for part in fields["x-forwarded-for"].split(",")][:16]
    authorization = fields.get("authorization", "")
    if authorization:
        scheme, _, token = authorization.partition(" ")
        facts["fengsui.credentials.scheme"] = scheme.lower()[:32]
        facts["fengsui.credentials.cleartext"] = True
        if scheme.lower() == "basic":
            user = _basic_user(token)
            if user:
                facts["user.name"] = user
    elif secret:
        facts["fengsui.credentials.scheme"] = "url"
        facts["fengsui.credentials.cleartext"] = True
    return facts


_REQUEST_FIELDS = (
    ("user-agent", "user_agent.original"),
    ("referer", "http.request.referrer"),
    ("content-type", "fengsui.http.request.content_type"),
    ("content-encoding", "fengsui.http.request.content_encoding"),
    ("upgrade", "fengsui.http.upgrade"),
    ("expect", "fengsui.http.expect"),
)
_RESPONSE_FIELDS = (
    ("content-type", "fengsui.http.response.content_type"),
    ("content-encoding", "fengsui.http.response.content_encoding"),
    ("server", "fengsui.http.response.server"),
    ("location", "fengsui.http.response.location"),
)


def _url(facts: dict[str, Any], method: str, target: str, host: str) -> None:
    """The parts of a request target in any of its four forms (RFC 9112 section 3.2)."""
    path = target
    if method == "CONNECT":
        host, path = target, ""
    elif "://" in target[:12]:
        scheme, _, rest = target.partition("://")
        authority, slash, path = rest.partition("/")
        path = slash + path
        facts["url.scheme"] = scheme.lower()
        host = authority.rpartition("@")[2] or host
    if host:
        _host(facts, host)
    if path:
        path, _, fragment = path.partition("#")
        path, mark, query = path.partition("?")
        facts["url.path"] = path
        if mark:
            facts["url.query"] = query
        if fragment:
            facts["url.fragment"] = fragment
        name = path.rpartition("/")[2]
        if "." in name.strip("."):
            facts["url.extension"] = name.rpartition(".")[2][:64]


def _host(facts: dict[str, Any], host: str) -> None:
    name, colon, port = host.rpartition(":")
    if colon and port.isascii() and port.isdigit() and not name.endswith(":") and len(port) < 6:
        facts["url.port"] = int(port)
        host = name
    facts["url.domain"] = host.strip("[]").lower()


def _basic_user(token: str) -> str:
    try:
        return b64decode(token, validate=True).partition(b":")[0][:256].decode("utf-8", "backslashreplace")
    except ValueError:
        return ""


def response_facts(head: Head) -> dict[str, Any]:
    facts: dict[str, Any] = {"http.response.status_code": head.status, "http.version": head.version}
    for key, name in _RESPONSE_FIELDS:
        if key in head.fields:
            facts[name] = head.fields[key]
    return facts
