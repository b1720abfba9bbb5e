"""BER as SNMP, LDAP and Kerberos use it (X.690): definite lengths only, one-byte tags, every length checked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from model.errors import BadRecord

DEPTH_MOST = 24
ARCS_MOST = 128


class Value(NamedTuple):
    """One value: its tag byte, and where its content begins and ends in the message."""

    tag: int
    start: int
    end: int


def head(data: bytes | bytearray, at: int = 0) -> tuple[int, int] | None:
    """(size of tag and length, size of content); None when more bytes are needed. Raises BadRecord when it is no BER."""
    if at + 2 > len(data):
        return None
    if data[at] & 0x1F == 0x1F:
        raise BadRecord("ber.tag", "tags of more than one byte are not in use here")
    size = data[at + 1]
    if size < 0x80:
        return 2, size
    count = size & 0x7F
    if not 1 <= count <= 4:
        raise BadRecord("ber.length", f"a length of {count} bytes")
    if at + 2 + count > len(data):
        return None
    return 2 + count, int.from_bytes(data[at + 2 : at + 2 + count], "big")


def value(data: bytes, at: int, end: int) -> Value:
    """The value at `at`, which must end before `end`. Raises BadRecord."""
    found = head(data[:end], at)
    if found is None or at + sum(found) > end:
        raise BadRecord("ber.length", "a value does not fit into what holds it")
    start = at + found[0]
    return Value(data[at], start, start + found[1])


def values(data: bytes, within: Value, most: int = 64) -> Iterator[Value]:
    """What a constructed value holds, the first `most`. Raises BadRecord."""
    at = within.start
    while at < within.end and most > 0:
        found = value(data, at, within.end)
        yield found
        at, most = found.end, most - 1


def by_tag(data: bytes, within: Value) -> dict[int, Value]:
    """Members of a SEQUENCE with context tags (Kerberos): tag number to what stands inside the tag."""
    found: dict[int, Value] = {}
    for member in values(data, within):
        if member.tag & 0xE0 == 0xA0 and member.start < member.end:
            found.setdefault(member.tag & 0x1F, value(data, member.start, member.end))
    return found


def integer(data: bytes, where: Value) -> int:
    if where.end - where.start > 8:
        raise BadRecord("ber.integer", f"an integer of {where.end - where.start} bytes")
    return int.from_bytes(data[where.start : where.end], "big", signed=True)


def text(data: bytes, where: Value, most: int = 512) -> str:
    return data[where.start : min(where.end, where.start + most)].decode("utf-8", "backslashreplace")


def oid(data: bytes, where: Value) -> str:
    """An object identifier in dots. Raises BadRecord when it is cut."""
    arcs: list[int] = []
    number = 0
    for byte in data[where.start : min(where.end, where.start + ARCS_MOST)]:
        number = number << 7 | byte & 0x7F
        if not byte & 0x80:
            if not arcs:
                first = min(number // 40, 2)
                arcs += [first, number - 40 * first]
            else:
                arcs.append(number)
            number = 0
    return ".".join(map(str, arcs))
