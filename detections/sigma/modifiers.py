"""The encoding modifiers on bytes, and `utf16le`: what pySigma's own leave out.

pySigma keeps encoded text as characters, so `wide` refuses anything but ASCII, `utf16` puts the byte order mark into
UTF-8, `base64offset` counts characters where bytes matter, and a literal `*` gains a backslash. Rules about Chinese file
names need these right. `install` puts ours into pySigma's public table of modifiers; every other modifier is pySigma's.
"""

from __future__ import annotations

from base64 import b64encode
from typing import Any

from sigma.exceptions import SigmaValueError
from sigma.modifiers import SigmaValueModifier, modifier_mapping, reverse_modifier_mapping
from sigma.types import Placeholder, SigmaExpansion, SigmaString


class ByteString(SigmaString):
    """Text whose characters U+0000 to U+00FF stand for bytes."""


def _encode(value: SigmaString, encoding: str, prefix: str = "") -> SigmaString:
    encoded = ByteString()
    encoded.original = value.original
    encoded.s = [p.encode(encoding).decode("latin-1") if isinstance(p, str) else p for p in value.s]
    if prefix:
        first = encoded.s[0] if encoded.s else ""
        encoded.s = [prefix + first, *encoded.s[1:]] if isinstance(first, str) else [prefix, *encoded.s]
    return encoded


def _bytes(value: SigmaString, source: Any) -> bytes:
    if value.contains_special() or any(isinstance(p, Placeholder) for p in value.s):
        raise SigmaValueError("Base64 encoding of strings with wildcards or placeholders is not allowed", source=source)
    text = "".join(p for p in value.s if isinstance(p, str))
    return text.encode("latin-1" if isinstance(value, ByteString) else "utf-8")


def _plain(text: str) -> SigmaString:
    return SigmaString.from_str(text)


class Utf16Le(SigmaValueModifier[SigmaString, SigmaString]):
    def modify(self, val: SigmaString) -> SigmaString:
        return _encode(val, "utf-16-le")


class Utf16Be(SigmaValueModifier[SigmaString, SigmaString]):
    def modify(self, val: SigmaString) -> SigmaString:
        return _encode(val, "utf-16-be")


class Utf16(SigmaValueModifier[SigmaString, SigmaString]):
    """With the byte order mark FF FE."""

    def modify(self, val: SigmaString) -> SigmaString:
        return _encode(val, "utf-16-le", prefix="\xff\xfe")


class Base64(SigmaValueModifier[SigmaString, SigmaString]):
    def modify(self, val: SigmaString) -> SigmaString:
        return _plain(b64encode(_bytes(val, self.source)).decode())


class Base64Offset(SigmaValueModifier[SigmaString, SigmaExpansion]):
    """The part of the Base64 text that does not depend on what stands before and after, at the three alignments."""

    def modify(self, val: SigmaString) -> SigmaExpansion:
        data = _bytes(val, self.source)
        shifts = []
        for shift in range(3):
            encoded = b64encode(b" " * shift + data)
            start = (0, 2, 3)[shift]
            end = (None, -3, -2)[(len(data) + shift) % 3]
            shifts.append(_plain(encoded[start:end].decode()))
        return SigmaExpansion(list(shifts))


_OURS: dict[str, Any] = {
    "base64": Base64,
    "base64offset": Base64Offset,
    "utf16": Utf16,
    "utf16be": Utf16Be,
    "utf16le": Utf16Le,
    "wide": Utf16Le,
}


def install() -> None:
    """Idempotent."""
    modifier_mapping.update(_OURS)
    reverse_modifier_mapping.update({cls.__name__: name for name, cls in _OURS.items()})
