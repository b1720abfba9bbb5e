"""TLS client and server hellos to facts and fingerprints: JA3, JA3S, JA4.

JA3: salesforce/ja3, README. JA4: FoxIO-LLC/ja4, technical_details/JA4.md (JA4 itself is under BSD-3-Clause; the other
members of that family are not and are left out). GREASE values (RFC 8701) enter none of them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import md5, sha256

from model.errors import BadRecord

GREASE = frozenset(b << 8 | b for b in range(0x0A, 0x100, 0x10))
VERSIONS = {
    0x0002: ("ssl", "2.0"), 0x0300: ("ssl", "3.0"), 0x0301: ("tls", "1.0"), 0x0302: ("tls", "1.1"),
    0x0303: ("tls", "1.2"), 0x0304: ("tls", "1.3"), 0x0101: ("tlcp", "1.1"),
}  # fmt: skip
_JA4_VERSIONS = {0x0304: "13", 0x0303: "12", 0x0302: "11", 0x0301: "10", 0x0300: "s3", 0x0002: "s2",
                 0xFEFF: "d1", 0xFEFD: "d2", 0xFEFC: "d3"}  # fmt: skip
GROUPS = {
    23: "secp256r1", 24: "secp384r1", 25: "secp521r1", 29: "x25519", 30: "x448", 41: "curveSM2", 256: "ffdhe2048",
    257: "ffdhe3072", 4587: "SecP256r1MLKEM768", 4588: "X25519MLKEM768", 25497: "X25519Kyber768Draft00",
}  # fmt: skip
_SNI, _GROUPS, _FORMATS, _SIGNATURES, _ALPN, _VERSIONS_EXT, _KEY_SHARE = 0, 10, 11, 13, 16, 43, 51
ALPN_MOST = 32


@dataclass(slots=True)
class Hello:
    """Lists in wire order, GREASE included; version: the legacy field."""

    version: int
    ciphers: list[int] = field(default_factory=list)
    extensions: list[int] = field(default_factory=list)
    groups: list[int] = field(default_factory=list)
    formats: list[int] = field(default_factory=list)
    signatures: list[int] = field(default_factory=list)
    versions: list[int] = field(default_factory=list)
    alpn: list[bytes] = field(default_factory=list)
    server_name: str = ""
    session_id: bytes = b""
    group: int = 0

    @property
    def offered(self) -> int:
        """Highest version in supported_versions, or the legacy field."""
        return max((v for v in self.versions if v not in GREASE), default=self.version)


class _Reader:
    def __init__(self, data: bytes, at: int = 0) -> None:
        self.data, self.at = data, at

    def number(self, size: int) -> int:
        if self.at + size > len(self.data):
            raise BadRecord("tls.hello", "a hello ends inside a field")
        self.at += size
        return int.from_bytes(self.data[self.at - size : self.at], "big")

    def take(self, size: int) -> bytes:
        if self.at + size > len(self.data):
            raise BadRecord("tls.hello", f"a field claims {size} bytes; {len(self.data) - self.at} are left")
        self.at += size
        return self.data[self.at - size : self.at]


def client_hello(body: bytes) -> Hello:
    """RFC 8446 section 4.1.2 (RFC 5246 section 7.4.1.2). body: the handshake message without its 4-byte header."""
    reader = _Reader(body)
    hello = Hello(reader.number(2))
    reader.take(32)
    hello.session_id = reader.take(reader.number(1))
    hello.ciphers = _numbers(reader.take(reader.number(2)))
    reader.take(reader.number(1))
    _extensions(hello, reader, server=False)
    return hello


def server_hello(body: bytes) -> Hello:
    """RFC 8446 section 4.1.3; `ciphers` holds the one chosen, `versions` the one selected."""
    reader = _Reader(body)
    hello = Hello(reader.number(2))
    reader.take(32)
    hello.session_id = reader.take(reader.number(1))
    hello.ciphers = [reader.number(2)]
    reader.take(1)
    _extensions(hello, reader, server=True)
    return hello


def _numbers(raw: bytes) -> list[int]:
    return [raw[i] << 8 | raw[i + 1] for i in range(0, len(raw) - 1, 2)]


def _extensions(hello: Hello, reader: _Reader, *, server: bool) -> None:
    if reader.at + 2 > len(reader.data):
        return
    end = reader.at + 2 + reader.number(2)
    while reader.at + 4 <= min(end, len(reader.data)):
        kind = reader.number(2)
        value = reader.take(reader.number(2))
        hello.extensions.append(kind)
        if kind == _SNI and len(value) > 5 and value[2] == 0:
            hello.server_name = value[5 : 5 + int.from_bytes(value[3:5], "big")].decode("utf-8", "backslashreplace")
        elif kind == _GROUPS:
            hello.groups = _numbers(value[2:])
        elif kind == _FORMATS:
            hello.formats = list(value[1:])
        elif kind == _SIGNATURES:
            hello.signatures = _numbers(value[2:])
        elif kind == _ALPN:
            hello.alpn = _protocols(value[2:])
        elif kind == _VERSIONS_EXT:
            hello.versions = _numbers(value) if server else _numbers(value[1:])
        elif kind == _KEY_SHARE and server and len(value) >= 2:
            hello.group = value[0] << 8 | value[1]


def _protocols(raw: bytes) -> list[bytes]:
    out: list[bytes] = []
    at = 0
    while at < len(raw) and len(out) < ALPN_MOST:
        out.append(raw[at + 1 : at + 1 + raw[at]])
        at += 1 + raw[at]
    return out


def ja3_text(hello: Hello) -> str:
    lists = (hello.ciphers, hello.extensions, hello.groups, hello.formats)
    return ",".join([str(hello.version), *("-".join(str(n) for n in names if n not in GREASE) for names in lists)])


def ja3(hello: Hello) -> str:
    return md5(ja3_text(hello).encode(), usedforsecurity=False).hexdigest()


def ja3s(hello: Hello) -> str:
    text = f"{hello.version},{hello.ciphers[0]},{'-'.join(map(str, hello.extensions))}"
    return md5(text.encode(), usedforsecurity=False).hexdigest()


def ja4(hello: Hello, transport: str = "t") -> str:
    ciphers = [c for c in hello.ciphers if c not in GREASE]
    extensions = [e for e in hello.extensions if e not in GREASE]
    named = "d" if _SNI in hello.extensions else "i"
    version = _JA4_VERSIONS.get(hello.offered, "00")
    start = (
        f"{transport}{version}{named}{min(len(ciphers), 99):02d}{min(len(extensions), 99):02d}{_alpn_ends(hello.alpn)}"
    )
    cipher_text = ",".join(sorted(f"{c:04x}" for c in ciphers))
    sorted_text = ",".join(sorted(f"{e:04x}" for e in extensions if e not in (_SNI, _ALPN)))
    if hello.signatures:
        sorted_text += "_" + ",".join(f"{s:04x}" for s in hello.signatures if s not in GREASE)
    return f"{start}_{_cut(cipher_text)}_{_cut(sorted_text if extensions else '')}"


def _cut(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:12] if text else "000000000000"


def _alpn_ends(alpn: list[bytes]) -> str:
    """First and last character of the first protocol; of its hexadecimal form when either is not alphanumeric."""
    if not alpn or not alpn[0]:
        return "00"
    first = alpn[0]
    if chr(first[0]).isalnum() and first[0] < 128 and chr(first[-1]).isalnum() and first[-1] < 128:
        return chr(first[0]) + chr(first[-1])
    return first.hex()[0] + first.hex()[-1]
