"""The facts of an X.509 certificate (RFC 5280), read by a bounded DER walk that tolerates what validators refuse."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from socket import AF_INET, AF_INET6, inet_ntop
from typing import Any

from model.times import EARLIEST, LATEST, Micros, parse_iso

MAX_NAMES = 64
MAX_TEXT = 512
# RFC 4514 section 3, and what certificates carry besides.
ATTRIBUTES = {
    "2.5.4.3": "CN", "2.5.4.4": "SN", "2.5.4.5": "serialNumber", "2.5.4.6": "C", "2.5.4.7": "L", "2.5.4.8": "ST",
    "2.5.4.9": "STREET", "2.5.4.10": "O", "2.5.4.11": "OU", "2.5.4.12": "title", "2.5.4.17": "postalCode",
    "2.5.4.42": "GN", "0.9.2342.19200300.100.1.25": "DC", "0.9.2342.19200300.100.1.1": "UID",
    "1.2.840.113549.1.9.1": "emailAddress", "2.5.4.15": "businessCategory",
    "1.3.6.1.4.1.311.60.2.1.3": "jurisdictionC", "1.3.6.1.4.1.311.60.2.1.2": "jurisdictionST",
}  # fmt: skip
KEYS = {
    "1.2.840.113549.1.1.1": "RSA", "1.2.840.10045.2.1": "EC", "1.2.840.10040.4.1": "DSA", "1.3.101.112": "Ed25519",
    "1.3.101.113": "Ed448",
}  # fmt: skip
CURVES = {
    "1.2.840.10045.3.1.7": ("P-256", 256), "1.3.132.0.34": ("P-384", 384), "1.3.132.0.35": ("P-521", 521),
    "1.2.156.10197.1.301": ("SM2", 256), "1.3.132.0.10": ("secp256k1", 256),
}  # fmt: skip
SIGNATURES = {
    "1.2.840.113549.1.1.4": "md5WithRSA", "1.2.840.113549.1.1.5": "sha1WithRSA", "1.2.840.113549.1.1.10": "RSASSA-PSS",
    "1.2.840.113549.1.1.11": "sha256WithRSA", "1.2.840.113549.1.1.12": "sha384WithRSA",
    "1.2.840.113549.1.1.13": "sha512WithRSA", "1.2.840.10045.4.3.2": "ecdsa-sha256", "1.2.840.10045.4.3.3": "ecdsa-sha384",
    "1.2.840.10045.4.3.4": "ecdsa-sha512", "1.2.840.10045.4.1": "ecdsa-sha1", "1.2.840.113549.1.1.2": "md2WithRSA",
    "1.2.156.10197.1.501": "sm2-sm3", "1.3.101.112": "Ed25519",
}  # fmt: skip
_PARTS = {"CN": "common_name", "C": "country", "L": "locality", "O": "organization", "OU": "organizational_unit",
          "ST": "state_or_province"}  # fmt: skip
_SAN = "2.5.29.17"


def _element(data: bytes, at: int, end: int) -> tuple[int, int, int]:
    """(tag, where its content begins, where it ends). Raises ValueError past `end`."""
    if at + 2 > end:
        raise ValueError("the structure ends inside an element")
    tag, size, begin = data[at], data[at + 1], at + 2
    if size & 0x80:
        width = size & 0x7F
        if not 1 <= width <= 4 or begin + width > end:
            raise ValueError("an impossible length")
        size = int.from_bytes(data[begin : begin + width], "big")
        begin += width
    if begin + size > end:
        raise ValueError("an element runs past its parent")
    return tag, begin, begin + size


def _children(data: bytes, begin: int, end: int, most: int = 256) -> Iterator[tuple[int, int, int]]:
    while begin < end and most:
        tag, start, stop = _element(data, begin, end)
        yield tag, start, stop
        begin, most = stop, most - 1


def _oid(raw: bytes) -> str:
    if not raw or len(raw) > 64:
        raise ValueError("an impossible object identifier")
    numbers, value = [], 0
    for byte in raw:
        value = value << 7 | byte & 0x7F
        if not byte & 0x80:
            numbers.append(value)
            value = 0
    if not numbers:
        raise ValueError("an object identifier without an end")
    first = min(numbers[0] // 40, 2)
    return ".".join(map(str, (first, numbers[0] - 40 * first, *numbers[1:])))


def _text(tag: int, raw: bytes) -> str:
    raw = raw[:MAX_TEXT]
    if tag == 0x1E:  # BMPString
        text = raw.decode("utf-16-be", "replace")
    elif tag == 0x14:  # TeletexString; in practice Latin-1
        text = raw.decode("latin-1")
    else:
        text = raw.decode("utf-8", "backslashreplace")
    return text if text.isprintable() else ascii(text)[1:-1]


def _name(data: bytes, begin: int, end: int) -> list[tuple[str, str]]:
    """Attributes of a distinguished name in the order written."""
    out = []
    for _, set_begin, set_end in _children(data, begin, end, MAX_NAMES):
        for _, pair_begin, pair_end in _children(data, set_begin, set_end, 8):
            _, oid_begin, oid_end = _element(data, pair_begin, pair_end)
            tag, value_begin, value_end = _element(data, oid_end, pair_end)
            oid = _oid(data[oid_begin:oid_end])
            out.append((ATTRIBUTES.get(oid, oid), _text(tag, data[value_begin:value_end])))
    return out


def _distinguished(name: list[tuple[str, str]]) -> str:
    """RFC 4514: the most specific part first."""
    return ", ".join(f"{kind}={value.replace(',', chr(92) + ',')}" for kind, value in reversed(name))


def _time(tag: int, raw: bytes) -> Micros | None:
    text = raw.decode("ascii", "replace")
    if tag == 0x17 and len(text) >= 10:  # UTCTime: years 50-99 are 19xx
        text = ("19" if text[:2] >= "50" else "20") + text
    if len(text) < 12 or not text[:12].isdigit():
        return None
    seconds = text[12:14] if text[12:14].isdigit() else "00"
    try:
        time = parse_iso(f"{text[:4]}-{text[4:6]}-{text[6:8]}T{text[8:10]}:{text[10:12]}:{seconds}Z")
    except ValueError:
        return None
    return time if EARLIEST <= time < LATEST else None


def facts(raw: bytes, prefix: str) -> dict[str, Any]:
    """ECS fields below `prefix` (`tls.server`, `tls.client`); the digest alone when the certificate cannot be read."""
    out: dict[str, Any] = {f"{prefix}.hash.sha256": sha256(raw).hexdigest().upper()}
    try:
        _certificate(raw, prefix, out)
    except ValueError:
        out["fengsui.tls.certificate_unreadable"] = True
    return out


def _certificate(raw: bytes, prefix: str, out: dict[str, Any]) -> None:
    _, begin, end = _element(raw, 0, len(raw))
    _, begin, end = _element(raw, begin, end)
    fields = list(_children(raw, begin, end, 16))
    x509 = f"{prefix}.x509"
    out[f"{x509}.version_number"] = "1"
    if fields and fields[0][0] == 0xA0:
        _, at, stop = _element(raw, fields[0][1], fields[0][2])
        out[f"{x509}.version_number"] = str(int.from_bytes(raw[at:stop], "big") + 1)
        fields.pop(0)
    if len(fields) < 6:
        raise ValueError("fields are missing")
    serial, signature, issuer, validity, subject, key = fields[:6]
    out[f"{x509}.serial_number"] = raw[serial[1] : serial[2]][:64].hex().upper()
    _, at, stop = _element(raw, signature[1], signature[2])
    oid = _oid(raw[at:stop])
    out[f"{x509}.signature_algorithm"] = SIGNATURES.get(oid, oid)
    for field, who in ((issuer, "issuer"), (subject, "subject")):
        name = _name(raw, field[1], field[2])
        if not name:
            continue
        out[f"{prefix}.{who}"] = out[f"{x509}.{who}.distinguished_name"] = _distinguished(name)
        for kind, part in _PARTS.items():
            values = [value for k, value in name if k == kind]
            if values:
                out[f"{x509}.{who}.{part}"] = values
    times = [_time(tag, raw[a:b]) for tag, a, b in _children(raw, validity[1], validity[2], 2)]
    for time, bound in zip(times, ("not_before", "not_after"), strict=False):
        if time is not None:
            out[f"{prefix}.{bound}"] = out[f"{x509}.{bound}"] = time
    _key(raw, key, x509, out)
    for tag, at, stop in fields[6:]:
        if tag == 0xA3:
            names = _alternative_names(raw, at, stop)
            if names:
                out[f"{x509}.alternative_names"] = names


def _key(raw: bytes, key: tuple[int, int, int], x509: str, out: dict[str, Any]) -> None:
    _, at, stop = _element(raw, key[1], key[2])
    bits_tag, bits, bits_end = _element(raw, stop, key[2])
    parts = list(_children(raw, at, stop, 2))
    oid = _oid(raw[parts[0][1] : parts[0][2]]) if parts else ""
    kind = KEYS.get(oid, oid)
    out[f"{x509}.public_key_algorithm"] = kind
    if kind == "EC" and len(parts) > 1 and parts[1][0] == 0x06:
        curve = _oid(raw[parts[1][1] : parts[1][2]])
        name, size = CURVES.get(curve, (curve, 0))
        out[f"{x509}.public_key_curve"] = name
        if size:
            out[f"{x509}.public_key_size"] = size
    elif kind == "RSA" and bits_tag == 0x03:
        _, at, stop = _element(raw, bits + 1, bits_end)
        modulus = next(_children(raw, at, stop, 1), None)
        if modulus is not None:
            out[f"{x509}.public_key_size"] = int.from_bytes(raw[modulus[1] : modulus[2]][:4096], "big").bit_length()


def _alternative_names(raw: bytes, at: int, stop: int) -> list[str]:
    _, at, stop = _element(raw, at, stop)
    for _, begin, end in _children(raw, at, stop, 64):
        parts = list(_children(raw, begin, end, 3))
        if not parts or _oid(raw[parts[0][1] : parts[0][2]]) != _SAN:
            continue
        _, begin, end = _element(raw, parts[-1][1], parts[-1][2])
        names = []
        for tag, a, b in _children(raw, begin, end, MAX_NAMES):
            if tag in (0x81, 0x82, 0x86):  # mail address, DNS name, URI
                names.append(_text(0x16, raw[a:b]))
            elif tag == 0x87 and b - a in (4, 16):
                names.append(_address(raw[a:b]))
        return names
    return []


def _address(raw: bytes) -> str:
    return inet_ntop(AF_INET if len(raw) == 4 else AF_INET6, raw)
