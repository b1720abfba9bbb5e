"""The normal form of every kind of observable, so that a value is the same however it is written.

Written forms that are undone: defanging (`hxxp://evil[.]example`), upper case, trailing dots, Unicode names (IDNA 2008,
UTS 46), default ports, fragments, needless percent-encoding (RFC 3986, 6.2), registry abbreviations.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import SplitResult, urlsplit

import idna

from model.indicator import Observable, ObservableKind

MAX_VALUE = 2048
"""Characters of a value; longer ones are refused. URLs beyond it are not shared as indicators in practice."""

_DEFANGED = (
    (re.compile(r"^\s*h(?:xx|XX|tt|\*\*)p(s?)(?:\[?:\]?|\[?:\[?)//", re.IGNORECASE), r"http\1://"),
    (re.compile(r"^\s*f(?:xp|tp)(s?)\[?:\]?//", re.IGNORECASE), r"ftp\1://"),
    (re.compile(r"\[:\]//"), "://"),
    (re.compile(r"\s*[\[({]\s*(?:\.|dot|点)\s*[\])}]\s*", re.IGNORECASE), "."),
    (re.compile(r"\\\."), "."),
    (re.compile(r"\s*[\[({]\s*(?:@|at)\s*[\])}]\s*", re.IGNORECASE), "@"),
    (re.compile(r"\[:\]"), ":"),
)
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_HEX = {32: ObservableKind.MD5, 40: ObservableKind.SHA1, 64: ObservableKind.SHA256}
_IS_HEX = re.compile(r"[0-9a-f]+")
_JA4 = re.compile(r"[tqd](?:s[23]|1[0-3]|0[0-9]|d[1-3])[di][0-9]{4}[0-9a-z]{2}_[0-9a-f]{12}_[0-9a-f]{12}")
_PORTS = {"http": 80, "https": 443, "ftp": 21, "ws": 80, "wss": 443}
_EMAIL = re.compile(r"[^@\s\"<>(),;:\\]{1,64}@[^@\s]+")
_PERCENT = re.compile(r"%([0-9a-fA-F]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_HIVES = {
    "hklm": "hkey_local_machine",
    "hkcu": "hkey_current_user",
    "hkcr": "hkey_classes_root",
    "hku": "hkey_users",
    "hkcc": "hkey_current_config",
}


def normalise(kind: ObservableKind, text: str) -> Observable:
    """Raises ValueError saying what is wrong with the text. An address written as a network of one is an address."""
    text = text.strip()
    if not text:
        raise ValueError("the value is empty")
    if len(text) > MAX_VALUE:
        raise ValueError(f"the value has {len(text)} characters, at most {MAX_VALUE} are taken")
    if any(ord(char) < 32 or ord(char) == 127 for char in text):
        raise ValueError("the value holds control characters")
    if kind in (ObservableKind.IP, ObservableKind.NETWORK):
        return _address(refang(text))
    value = _FORMS[kind](text)
    if not value.strip():
        raise ValueError(f"{text[:60]!r} names nothing")
    return Observable(kind, value)


def refang(text: str) -> str:
    """Undo what people do to make a value harmless to click."""
    if "[" not in text and "(" not in text and "{" not in text and "\\." not in text and text[:1] not in "hHfF ":
        return text
    for pattern, plain in _DEFANGED:
        text = pattern.sub(plain, text)
    return text.strip()


def guess(text: str) -> ObservableKind | None:
    """What a bare value most likely is; None when it could be anything. A 64-digit hash is taken for SHA-256."""
    plain = refang(text.strip())
    folded = plain.lower()
    if _IS_HEX.fullmatch(folded) and len(folded) in _HEX:
        return _HEX[len(folded)]
    if "://" in plain[:12]:
        return ObservableKind.URL
    if _JA4.fullmatch(folded):
        return ObservableKind.JA4
    if folded.startswith(("hkey_", *[f"{short}\\" for short in _HIVES])):
        return ObservableKind.REGISTRY_KEY
    if _EMAIL.fullmatch(plain):
        return ObservableKind.EMAIL
    try:
        return _address(plain).kind
    except ValueError:
        pass
    if re.match(r"[A-Za-z]:\\|/(?:[^/]+/)+[^/]*$", plain):
        return ObservableKind.FILE_PATH
    if "/" in plain and "." in plain.split("/", 1)[0]:
        return ObservableKind.URL
    try:
        name = domain(plain)
    except ValueError:
        return None
    return ObservableKind.DOMAIN if "." in name else None


def _address(text: str) -> Observable:
    if "/" in text:
        try:
            network = ip_network(text, strict=False)
        except ValueError:
            raise ValueError(f"{text[:60]!r} is no network such as 203.0.113.0/24") from None
        if network.num_addresses > 1:
            return Observable(ObservableKind.NETWORK, str(_unmapped(network)))
        text = str(network.network_address)
    return Observable(ObservableKind.IP, address(text))


def _unmapped(network: IPv4Network | IPv6Network) -> IPv4Network | IPv6Network:
    mapped = network.network_address.ipv4_mapped if isinstance(network, IPv6Network) else None
    return ip_network((mapped, network.prefixlen - 96)) if mapped is not None and network.prefixlen >= 96 else network


def address(text: str) -> str:
    """Canonical text (RFC 5952); an IPv4 address mapped into IPv6 is the IPv4 address. Zones are dropped."""
    bare = text.strip("[]").partition("%")[0]
    try:
        found = ip_address(bare)
    except ValueError:
        raise ValueError(f"{text[:60]!r} is no IP address") from None
    if isinstance(found, IPv6Address) and found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(found)


def domain(text: str) -> str:
    """Lower case, without dots at its ends, Unicode labels as `xn--` ones. Raises ValueError for what is no host name."""
    name = refang(text).rstrip(".").lower().removeprefix("*.").lstrip(".")
    if not name.isascii():
        name = _idna(name)
    if not name or len(name) > 253:
        raise ValueError(f"{text[:60]!r} is no domain name")
    labels = name.split(".")
    if not all(_LABEL.fullmatch(label) for label in labels):
        raise ValueError(f"{text[:60]!r} is no domain name")
    if labels[-1].isdigit():
        raise ValueError(f"{text[:60]!r} is no domain name: its last label is a number")
    return name


@lru_cache(maxsize=4096)
def _idna(name: str) -> str:
    try:
        return idna.encode(name, uts46=True).decode()
    except idna.IDNAError:
        pass
    try:  # names that IDNA 2008 refuses and browsers of old still resolve (RFC 3490)
        return name.encode("idna").decode()
    except UnicodeError:
        raise ValueError(f"{name[:60]!r} cannot be a domain name") from None


def host(text: str) -> str:
    """An address or a domain name, whichever it is."""
    try:
        return address(text)
    except ValueError:
        return domain(text)


def url(text: str) -> str:
    """RFC 3986, 6.2.2 and 6.2.3; the fragment is dropped, since it is never sent. Without a scheme it is taken for http."""
    plain = refang(text)
    if "://" not in plain[:12]:
        plain = f"http://{plain}"
    try:
        parts = urlsplit(plain)
        port = parts.port
    except ValueError as error:
        raise ValueError(f"{text[:60]!r} is no URL: {error}") from None
    if not parts.hostname or not re.fullmatch(r"[a-z][a-z0-9+.-]*", parts.scheme):
        raise ValueError(f"{text[:60]!r} is no URL with a host")
    return _joined(parts, host(parts.hostname), port)


def _joined(parts: SplitResult, name: str, port: int | None) -> str:
    name = f"[{name}]" if ":" in name else name
    place = name if port is None or _PORTS.get(parts.scheme) == port else f"{name}:{port}"
    query = f"?{_percent(parts.query)}" if parts.query else ""
    return f"{parts.scheme}://{place}{_percent(parts.path) or '/'}{query}"


def _percent(text: str) -> str:
    def once(found: re.Match[str]) -> str:
        char = chr(int(found[1], 16))
        return char if char in _UNRESERVED else found[0].upper()

    if not text.isascii():
        text = "".join(c if c.isascii() else "".join(f"%{b:02X}" for b in c.encode("utf-8", "replace")) for c in text)
    return _PERCENT.sub(once, text) if "%" in text else text


def _hash(size: int) -> Callable[[str], str]:
    def form(text: str) -> str:
        folded = text.lower().replace(":", "")
        if len(folded) != size or not _IS_HEX.fullmatch(folded):
            raise ValueError(f"{text[:80]!r} is not {size} hexadecimal digits")
        return folded

    return form


def certificate(text: str) -> str:
    """MD5, SHA-1 or SHA-256 of the certificate, colons and blanks taken out."""
    folded = text.lower().replace(":", "").replace(" ", "")
    if len(folded) not in _HEX or not _IS_HEX.fullmatch(folded):
        raise ValueError(f"{text[:80]!r} is no certificate fingerprint (MD5, SHA-1 or SHA-256)")
    return folded


def _ja4(text: str) -> str:
    folded = text.lower()
    if not _JA4.fullmatch(folded):
        raise ValueError(f"{text[:80]!r} is no JA4 fingerprint")
    return folded


def email(text: str) -> str:
    """Folded whole: no mail system in use tells local parts apart by case."""
    plain = refang(text).strip("<>")
    if not _EMAIL.fullmatch(plain):
        raise ValueError(f"{text[:60]!r} is no e-mail address")
    local, _, place = plain.rpartition("@")
    return f"{local.lower()}@{host(place)}"


def path(text: str) -> str:
    """Separators as they are on the system it names, case folded: Windows does not tell case apart."""
    plain = text.strip('"')
    return plain.replace("/", "\\").lower() if re.match(r"[A-Za-z]:|%[A-Za-z]", plain) else plain.lower()


def file_name(text: str) -> str:
    name = re.split(r"[\\/]", text.strip('"'))[-1].lower()
    if not name:
        raise ValueError(f"{text[:60]!r} names no file")
    return name


_ENDS = "\\" + "".join(chr(code) for code in range(0x3001) if chr(code).isspace())


def registry_key(text: str) -> str:
    """Hives by their whole names; the kernel's spelling (`\\REGISTRY\\MACHINE`) too."""
    folded = text.lower().replace("/", "\\").strip(_ENDS)
    folded = re.sub(r"^registry\\machine(?=\\|$)", "hkey_local_machine", folded)
    folded = re.sub(r"^registry\\user(?=\\|$)", "hkey_users", folded)
    hive, separator, rest = folded.partition("\\")
    return f"{_HIVES.get(hive.rstrip(':'), hive)}{separator}{rest}"


_FORMS: dict[ObservableKind, Callable[[str], str]] = {
    ObservableKind.DOMAIN: domain,
    ObservableKind.HOSTNAME: domain,
    ObservableKind.URL: url,
    ObservableKind.MD5: _hash(32),
    ObservableKind.SHA1: _hash(40),
    ObservableKind.SHA256: _hash(64),
    ObservableKind.SM3: _hash(64),
    ObservableKind.EMAIL: email,
    ObservableKind.JA3: _hash(32),
    ObservableKind.JA4: _ja4,
    ObservableKind.USER_AGENT: lambda text: " ".join(text.split()),
    ObservableKind.CERTIFICATE: certificate,
    ObservableKind.FILE_NAME: file_name,
    ObservableKind.FILE_PATH: path,
    ObservableKind.REGISTRY_KEY: registry_key,
    ObservableKind.MUTEX: lambda text: text,
}
