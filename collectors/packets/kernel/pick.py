"""Finding the packets of a conversation again in a segment of kept packets."""

# mypy: disable-error-code="return-value,assignment,misc,no-any-return,arg-type,attr-defined,operator"

from __future__ import annotations

from collectors.packets.kernel.bytesof import l32
from collectors.packets.kernel.compiled import compiled, part
from collectors.packets.kernel.decode import decode
from collectors.packets.kernel.layout import PORTS, PROTOCOL, VERSION, Array

# Indices of `wanted`: what is asked for; -1 for a port or protocol that does not matter.
FROM, UNTIL, WANT_VERSION, WANT_PROTOCOL, PORT0, PORT1, HOSTS = range(7)


@part
def is_wanted(wanted: Array, hosts: Array, head: Array, ends: Array) -> bool:
    """Whether the packet goes between the wanted hosts, either way, or to or from the one wanted."""
    if head[VERSION] != wanted[WANT_VERSION]:
        return False
    if wanted[WANT_PROTOCOL] >= 0 and head[PROTOCOL] != wanted[WANT_PROTOCOL]:
        return False
    there = ends[0] == hosts[0] and ends[1] == hosts[1]
    back = ends[2] == hosts[0] and ends[3] == hosts[1]
    if wanted[HOSTS] == 1:
        return there or back
    there = there and ends[2] == hosts[2] and ends[3] == hosts[3]
    back = back and ends[0] == hosts[2] and ends[1] == hosts[3]
    if wanted[PORT0] < 0:
        return there or back
    source, destination = head[PORTS] >> 16, head[PORTS] & 0xFFFF
    there = there and source == wanted[PORT0] and destination == wanted[PORT1]
    back = back and source == wanted[PORT1] and destination == wanted[PORT0]
    return there or back


@compiled
def pick(
    data: Array, pos: int, link: int, wanted: Array, hosts: Array, work: tuple[Array, Array, Array], out: Array
) -> tuple[int, int]:
    """Enhanced packet blocks of a segment (little endian, µs) that are wanted: rows of place, size in `out`. Stops where
    it is full, at another block or at the end. Returns rows, and where to go on. With HOSTS 0 only the time counts."""
    count, end = 0, data.shape[0]
    head, ends, outer = work
    while pos + 32 <= end and count < out.shape[0]:
        total, captured = l32(data, pos + 4), l32(data, pos + 20)
        if l32(data, pos) != 6 or total < 32 or total % 4 or pos + total > end or 28 + captured > total - 4:
            break
        time = l32(data, pos + 12) << 32 | l32(data, pos + 16)
        if wanted[FROM] <= time < wanted[UNTIL] and (
            wanted[HOSTS] == 0
            or (
                decode(data, pos + 28, pos + 28 + captured, link, -1, head, ends, outer)
                and is_wanted(wanted, hosts, head, ends)
            )
        ):
            out[count, 0], out[count, 1] = pos, total
            count += 1
        pos += total
    return count, pos
