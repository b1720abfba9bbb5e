"""The hash table of flows and the heap of their deadlines.

Table: open addressing with linear probing over 64-bit words, `hash (31 bits) << 32 | slot * 2 + side + 1`; removal moves
later entries up, so there are no tombstones. Each flow stands in it as its source and as its destination writes it.
Heap: ordered by (deadline, serial), as the plain meter's, so that flows end in the same order.
"""


# mypy: disable-error-code="return-value,assignment,misc,no-any-return,arg-type,attr-defined,operator"

from __future__ import annotations

import numpy as np

from collectors.packets.kernel.compiled import part
from collectors.packets.kernel.layout import DUE, LIVE, OUTER_USED, PORTS, PROTOCOL, VERSION, Array, Tables

_M1, _M2 = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xD6E8FEB86659FD93)  # odd, from splitmix64 and rrmxmx
_S = np.uint64(32)


@part
def mixed(x: np.uint64, word: np.uint64) -> np.uint64:
    x = (x ^ word) * _M1
    return (x ^ (x >> _S)) * _M2


@part
def key_hash(
    s_hi: np.uint64, s_lo: np.uint64, d_hi: np.uint64, d_lo: np.uint64, ports: int, protocol: int, version: int,
    one_way: int, outer: Array, words: int, seed: Array,
) -> int:  # fmt: skip
    x = mixed(seed[0], s_hi)
    x = mixed(x, d_hi)
    if version == 6:
        x = mixed(x, s_lo)
        x = mixed(x, d_lo)
    x = mixed(x, np.uint64(ports << 32 | (protocol & 0xFFFFFF) << 8 | version << 1 | one_way))
    for i in range(words):
        x = mixed(x, outer[i])
    return np.int64((x ^ (x >> _S)) & np.uint64(0x7FFFFFFF))


@part
def swapped(ports: int) -> int:
    return (ports & 0xFFFF) << 16 | ports >> 16


@part
def find(t: Tables, hashed: int, one_way: int) -> int:
    """slot * 2 + side of the flow the packet in head, ends and outer belongs to; -1 for none."""
    table, ends, head = t.table, t.ends, t.head
    mask = table.shape[0] - 1
    at = hashed & mask
    while True:
        entry = table[at]
        if entry == 0:
            return -1
        if entry >> 32 == hashed:
            ref = (entry & 0xFFFFFFFF) - 1
            flow = t.flows[ref >> 1]
            if (
                flow.protocol == head[PROTOCOL]
                and flow.version == head[VERSION]
                and flow.one_way == one_way
                and flow.outer_words == head[OUTER_USED]
            ):
                if ref & 1:
                    same = (
                        flow.s_hi == ends[2] and flow.d_hi == ends[0] and flow.s_lo == ends[3] and flow.d_lo == ends[1]
                        and swapped(np.int64(flow.ports)) == head[PORTS]
                    )  # fmt: skip
                else:
                    same = (
                        flow.s_hi == ends[0] and flow.d_hi == ends[2] and flow.s_lo == ends[1] and flow.d_lo == ends[3]
                        and flow.ports == head[PORTS]
                    )  # fmt: skip
                for i in range(flow.outer_words):
                    same = same and t.outers[ref >> 1, i] == t.outer[i]
                if same:
                    return ref
        at = (at + 1) & mask


@part
def insert(table: Array, hashed: int, ref: int) -> None:
    mask = table.shape[0] - 1
    at = hashed & mask
    while table[at] != 0:
        at = (at + 1) & mask
    table[at] = hashed << 32 | (ref + 1)


@part
def remove(table: Array, hashed: int, ref: int) -> None:
    """Take out one entry; nothing happens when it is not there."""
    mask = table.shape[0] - 1
    hole = hashed & mask
    wanted = hashed << 32 | (ref + 1)
    while table[hole] != wanted:
        if table[hole] == 0:
            return
        hole = (hole + 1) & mask
    at = hole
    while True:
        at = (at + 1) & mask
        entry = table[at]
        if entry == 0:
            break
        if (at - (entry >> 32)) & mask >= (at - hole) & mask:
            table[hole] = entry
            hole = at
    table[hole] = 0


@part
def before(t: Tables, a: int, b: int) -> bool:
    return t.due_time[a] < t.due_time[b] or (t.due_time[a] == t.due_time[b] and t.due_serial[a] < t.due_serial[b])


@part
def swap(t: Tables, a: int, b: int) -> None:
    t.due_time[a], t.due_time[b] = t.due_time[b], t.due_time[a]
    t.due_serial[a], t.due_serial[b] = t.due_serial[b], t.due_serial[a]
    t.due_slot[a], t.due_slot[b] = t.due_slot[b], t.due_slot[a]


@part
def sink(t: Tables, at: int) -> None:
    length = t.state[DUE]
    while True:
        child = 2 * at + 1
        if child >= length:
            return
        if child + 1 < length and before(t, child + 1, child):
            child += 1
        if not before(t, child, at):
            return
        swap(t, at, child)
        at = child


@part
def pop(t: Tables) -> None:
    """Drop the earliest deadline."""
    last = t.state[DUE] - 1
    t.state[DUE] = last
    if last > 0:
        swap(t, 0, last)
        sink(t, 0)


@part
def pending(t: Tables, at: int) -> bool:
    """Whether the flow of a heap entry is still being counted (a slot may be another flow's by now)."""
    flow = t.flows[t.due_slot[at]]
    return flow.status == LIVE and flow.serial == t.due_serial[at]


@part
def clean(t: Tables) -> None:
    """Drop the entries of flows long reported, which a clock that stands still would keep."""
    kept = 0
    for at in range(t.state[DUE]):
        if pending(t, at):
            t.due_time[kept], t.due_serial[kept], t.due_slot[kept] = t.due_time[at], t.due_serial[at], t.due_slot[at]
            kept += 1
    t.state[DUE] = kept
    for at in range(kept // 2 - 1, -1, -1):
        sink(t, at)


@part
def push(t: Tables, deadline: int, slot: int) -> None:
    if t.state[DUE] >= t.due_time.shape[0]:
        clean(t)
    at = t.state[DUE]
    t.state[DUE] = at + 1
    t.due_time[at], t.due_serial[at], t.due_slot[at] = deadline, t.flows[slot].serial, slot
    while at > 0:
        parent = (at - 1) >> 1
        if not before(t, at, parent):
            return
        swap(t, at, parent)
        at = parent
