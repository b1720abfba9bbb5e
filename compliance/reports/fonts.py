"""The font reports are set in, and which letters it can draw, so that nothing is ever printed as an empty box."""

from __future__ import annotations

import struct
from functools import cache
from pathlib import Path

import noto_cjk

from compliance.reports.document import visible
from model.errors import InputError

FAMILY = "Noto Sans CJK SC"
ELSEWHERE = (
    Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"),
    Path("/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc"),
)
"""Where Debian (fonts-noto-cjk) and others put the same file."""


@cache
def font_file() -> Path:
    """Raises InputError when there is none: a report without it would be a page of boxes."""
    try:
        return Path(noto_cjk.otc_path("sans"))
    except (noto_cjk.FontNotInstalled, OSError):
        found = next((path for path in ELSEWHERE if path.is_file()), None)
    if found is None:
        raise InputError(
            "there is no font with Chinese letters", hint="install the Python package noto-cjk[sans] or fonts-noto-cjk"
        )
    return found


@cache
def _ranges() -> tuple[tuple[int, int], ...]:
    """First and last code point of every run the font draws.

    Source: OpenType 1.9, `ttcf` header, table directory and `cmap`, subtable format 12.
    """
    data = font_file().read_bytes()
    start = struct.unpack_from(">I", data, 12)[0] if data[:4] == b"ttcf" else 0
    tables = {}
    for index in range(struct.unpack_from(">H", data, start + 4)[0]):
        tag, _, offset, _ = struct.unpack_from(">4sIII", data, start + 12 + 16 * index)
        tables[tag] = offset
    cmap = tables[b"cmap"]
    for index in range(struct.unpack_from(">H", data, cmap + 2)[0]):
        offset = cmap + struct.unpack_from(">HHI", data, cmap + 4 + 8 * index)[2]
        if struct.unpack_from(">H", data, offset)[0] == 12:
            groups = struct.unpack_from(">I", data, offset + 12)[0]
            return tuple(struct.unpack_from(">II", data, offset + 16 + 12 * one) for one in range(groups))
    raise InputError("the font has no table of all letters", where=str(font_file()))


@cache
def drawable() -> frozenset[int]:
    return frozenset(point for first, last in _ranges() for point in range(first, last + 1))


def drawn(text: str) -> str:
    """As `visible`; what the font cannot draw is shown by number too."""
    known = drawable()
    return "".join(letter if ord(letter) in known else f"[U+{ord(letter):04X}]" for letter in visible(text))
