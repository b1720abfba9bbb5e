"""Character sets of text inputs: UTF-16 known by its mark or by every other byte being zero, as Windows tools write."""

from __future__ import annotations

_MARKS = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}


def utf16_of(head: bytes) -> str:
    """`utf-16-le`, `utf-16-be`, or "" when the text is no UTF-16."""
    if head[:2] in _MARKS:
        return _MARKS[head[:2]]
    sample = head[:256]
    if len(sample) >= 8:
        half = len(sample) // 2
        if sample[1::2].count(0) > half * 0.8 and sample[0::2].count(0) == 0:
            return "utf-16-le"
        if sample[0::2].count(0) > half * 0.8 and sample[1::2].count(0) == 0:
            return "utf-16-be"
    return ""


def text_head(head: bytes) -> bytes:
    """The beginning of an input as UTF-8 without its mark."""
    name = utf16_of(head)
    if name:
        return head[: len(head) & ~1].decode(name, "replace").removeprefix("\ufeff").encode("utf-8", "replace")
    return head.removeprefix(b"\xef\xbb\xbf")


def decode(data: bytes) -> tuple[str, str]:
    """Text and, when it is not UTF-8, its character set: GB 18030, as devices sold in China send, or neither."""
    try:
        return data.decode("utf-8"), ""
    except UnicodeDecodeError:
        try:
            return data.decode("gb18030"), "gb18030"
        except UnicodeDecodeError:
            return data.decode("utf-8", "backslashreplace"), "unknown"
