"""The loop over captured records: pcap files, pcapng files, blocks of an interface's ring.

There is one loop for all of them, because the tables are passed to every function by value: where LLVM puts a function
into its only caller that costs nothing, and everywhere else a kilobyte is copied per packet.
"""

# ruff: noqa: C901 - branches are what this code consists of
# mypy: disable-error-code="return-value,assignment,misc,no-any-return,arg-type,attr-defined,operator"

from __future__ import annotations

from collectors.packets.kernel.bytesof import l16, l32, u32
from collectors.packets.kernel.compiled import compiled, part
from collectors.packets.kernel.decode import decode
from collectors.packets.kernel.filters import accepts
from collectors.packets.kernel.layout import (
    END_OF_FLOW,
    ENDINGS_USED,
    FILTERED,
    FORCED,
    FREE_SLOTS,
    INTERRUPT_AT,
    LAST,
    LEFT,
    NUMBER,
    PIECES_USED,
    PLACE,
    POS,
    READ_NUMBER,
    READ_TIME,
    ROOM,
    Array,
    Tables,
)
from collectors.packets.kernel.meter import add, end_flow, expire, hand_on, is_closed, is_tcp

MORE, STOPPED, FULL, READY = 0, 1, 2, 3
"""What ended a walk: the bytes ran out; the plain path has to take the next record; endings or pieces have to be taken.
READY: nothing yet."""

PCAP, PCAPNG, RING, READ, WHOLE, TICK = range(6)
"""READ: one packet, already read into head, ends and outer. WHOLE: likewise, and counted already. TICK: no
packet; the clock moved on to form[TIME]."""

# Indices of `form`, which says how to read the records; TIME, LENGTH and REF are for READ and WHOLE.
FORMAT, LITTLE, DIVISOR, HEADER, LIMIT, LINK, INTERFACES, TIME, LENGTH, REF, HANDED = range(11)
FORM_LENGTH = 12


@compiled
def walk(t: Tables, data: Array, form: Array, links: Array, program: Array, entries: Array) -> int:
    """Go on from state[POS] until something needs attention. links: per interface of a pcapng section, link type, ticks
    per second and offset in seconds; entries: where in `program` the filter of each interface begins, -1 for none."""
    state, kind = t.state, form[FORMAT]
    begin = stop = index = after = 0
    link, vlan, time, length = form[LINK], -1, form[TIME], form[LENGTH]
    while True:
        if kind == PCAP:
            status, begin, stop, time, length = pcap_record(data, state[POS], form)
            after = stop
        elif kind == PCAPNG:
            status, index, begin, stop, after, time, length = pcapng_record(data, state[POS], form, links)
            link = links[index, 0]
        elif kind == RING:
            status, begin, stop, after, time, length, vlan = ring_record(data, state[POS], state)
        else:
            status = READY
        if status != READY:
            return status
        number = state[NUMBER] + 1
        if kind <= RING:
            entry = entries[index]
            if entry >= 0 and not accepts(program, entry, t.memory, data, begin, stop, length):
                state[NUMBER], state[LAST], state[POS] = number, time, after
                state[FILTERED] += 1
                continue
            if time > state[INTERRUPT_AT]:
                return STOPPED
        if (
            state[PIECES_USED] >= t.pieces.shape[0]
            or state[ENDINGS_USED] + ROOM >= t.endings.shape[0]
            or state[FREE_SLOTS] < ROOM
        ):
            return FULL
        if kind <= RING and not decode(data, begin, stop, link, vlan, t.head, t.ends, t.outer):
            return STOPPED
        if kind != WHOLE and not expire(t, time, number):
            return FULL
        if kind == TICK:
            return MORE
        ref = form[REF] if kind == WHOLE else add(t, time, number, length)
        if (kind <= RING or form[HANDED]) and t.flows[ref >> 1].wanted:
            hand_on(t, ref, time, number)
        state[READ_NUMBER], state[READ_TIME], state[PLACE] = number, time, state[POS]
        state[NUMBER], state[LAST], state[POS] = number, time, after
        if kind == RING:
            state[LEFT] -= 1
        if kind > RING:
            form[REF] = ref
            return MORE


@part
def pcap_record(data: Array, pos: int, form: Array) -> tuple[int, int, int, int, int]:
    begin = pos + form[HEADER]
    if begin > data.shape[0]:
        return MORE, 0, 0, 0, 0
    if form[LITTLE]:
        seconds, fraction, captured, length = (
            l32(data, pos), l32(data, pos + 4), l32(data, pos + 8), l32(data, pos + 12)
        )  # fmt: skip
    else:
        seconds, fraction, captured, length = (
            u32(data, pos), u32(data, pos + 4), u32(data, pos + 8), u32(data, pos + 12)
        )  # fmt: skip
    if captured > form[LIMIT]:
        return STOPPED, 0, 0, 0, 0
    stop = begin + captured
    if stop > data.shape[0]:
        return MORE, 0, 0, 0, 0
    return READY, begin, stop, seconds * 1_000_000 + fraction // form[DIVISOR], max(length, captured)


@part
def pcapng_record(data: Array, pos: int, form: Array, links: Array) -> tuple[int, int, int, int, int, int, int]:
    """An enhanced packet block without faults; everything else is for the plain path."""
    end, little = data.shape[0], form[LITTLE]
    if pos + 32 > end:
        return MORE, 0, 0, 0, 0, 0, 0
    if little:
        kind, total, index, high, low, captured, length = (
            l32(data, pos), l32(data, pos + 4), l32(data, pos + 8), l32(data, pos + 12), l32(data, pos + 16),
            l32(data, pos + 20), l32(data, pos + 24),
        )  # fmt: skip
    else:
        kind, total, index, high, low, captured, length = (
            u32(data, pos), u32(data, pos + 4), u32(data, pos + 8), u32(data, pos + 12), u32(data, pos + 16),
            u32(data, pos + 20), u32(data, pos + 24),
        )  # fmt: skip
    if kind != 6 or total < 32 or total % 4 or total > form[LIMIT] or index >= form[INTERFACES]:
        return STOPPED, 0, 0, 0, 0, 0, 0
    if pos + total > end:
        return MORE, 0, 0, 0, 0, 0, 0
    trailer = l32(data, pos + total - 4) if little else u32(data, pos + total - 4)
    rate, offset = links[index, 1], links[index, 2]
    # Ticks have 64 bits. What could overflow below is a clock fault, or finer than any clock; the plain path has it.
    if trailer != total or 28 + captured > total - 4 or rate <= 0 or rate > 1 << 43 or high >= 1 << 31:
        return STOPPED, 0, 0, 0, 0, 0, 0
    ticks = high << 32 | low
    if ticks // rate > 1 << 41:
        return STOPPED, 0, 0, 0, 0, 0, 0
    time = ticks // rate * 1_000_000 + ticks % rate * 1_000_000 // rate + offset * 1_000_000
    return READY, index, pos + 28, pos + 28 + captured, pos + total, time, max(length, captured)


# struct tpacket3_hdr and tpacket_hdr_variant1, linux/if_packet.h; all in the order of this machine.
_NEXT, _SEC, _NSEC, _SNAPLEN, _LEN, _STATUS, _MAC, _VLAN = 0, 4, 8, 12, 16, 20, 24, 32
_VLAN_VALID = 0x10
_RECORD_LEAST = 48


@part
def ring_record(data: Array, pos: int, state: Array) -> tuple[int, int, int, int, int, int, int]:
    """The next packet of a ring's block. The kernel takes VLAN tags out of frames; the tag counts as part of it here."""
    if state[LEFT] <= 0 or pos < 0 or pos + _RECORD_LEAST > data.shape[0]:
        return MORE, 0, 0, 0, 0, 0, 0
    begin = pos + l16(data, pos + _MAC)
    stop = begin + l32(data, pos + _SNAPLEN)
    if stop > data.shape[0]:
        return MORE, 0, 0, 0, 0, 0, 0
    vlan, length = -1, l32(data, pos + _LEN)
    if l32(data, pos + _STATUS) & _VLAN_VALID:
        vlan = l32(data, pos + _VLAN) & 0x0FFF
        length += 4
    time = l32(data, pos + _SEC) * 1_000_000 + l32(data, pos + _NSEC) // 1000
    return READY, begin, stop, pos + l32(data, pos + _NEXT), time, length, vlan


@compiled
def finish(t: Tables, slots: Array, begin: int) -> int:
    """The input is over: end the flows in `slots` from `begin` on until there is no room for more. Where it stopped."""
    at = begin
    while at < slots.shape[0] and t.state[ENDINGS_USED] + ROOM < t.endings.shape[0]:
        flow = t.flows[slots[at]]
        end_flow(t, slots[at], END_OF_FLOW if is_tcp(flow) and is_closed(flow) else FORCED, t.state[NUMBER])
        at += 1
    return at


@compiled
def filter_one(program: Array, entry: int, memory: Array, data: Array, length: int) -> bool:
    return accepts(program, entry, memory, data, 0, data.shape[0], length)


@compiled
def to_pcapng(block: Array, pos: int, left: int, out: Array) -> tuple[int, int, int, int, int, int]:
    """Packets of a ring's block as enhanced packet blocks (µs, interface 0) into `out`, as many as fit.

    Returns bytes written, packets written, first and last time, and where to go on: header and packets left.
    """
    used = count = first = last = 0
    while left > 0:
        if pos < 0 or pos + _RECORD_LEAST > block.shape[0]:
            return used, count, first, last, pos, 0
        begin = pos + l16(block, pos + _MAC)
        captured = l32(block, pos + _SNAPLEN)
        if begin + captured > block.shape[0]:
            return used, count, first, last, pos, 0
        tag = 4 if l32(block, pos + _STATUS) & _VLAN_VALID and captured >= 12 else 0
        padded = (captured + tag + 3) // 4 * 4
        if used + 32 + padded > out.shape[0]:
            break
        time = l32(block, pos + _SEC) * 1_000_000 + l32(block, pos + _NSEC) // 1000
        head = (6, 32 + padded, 0, time >> 32, time & 0xFFFFFFFF, captured + tag, l32(block, pos + _LEN) + tag)
        for word in head:
            put32(out, used, word)
            used += 4
        if tag:
            copy(block, begin, out, used, 12)
            tpid = l16(block, pos + _VLAN + 4)
            if tpid == 0:
                tpid = 0x8100
            tci = l32(block, pos + _VLAN)
            out[used + 12], out[used + 13], out[used + 14], out[used + 15] = (
                tpid >> 8,
                tpid & 255,
                tci >> 8 & 255,
                tci & 255,
            )
            copy(block, begin + 12, out, used + 16, captured - 12)
        else:
            copy(block, begin, out, used, captured)
        for at in range(used + captured + tag, used + padded):
            out[at] = 0
        used += padded
        put32(out, used, 32 + padded)
        used += 4
        if count == 0:
            first = time
        last = time
        count += 1
        left -= 1
        pos += l32(block, pos + _NEXT)
    return used, count, first, last, pos, left


@part
def copy(data: Array, begin: int, out: Array, at: int, size: int) -> None:
    for i in range(size):
        out[at + i] = data[begin + i]


@part
def put32(out: Array, at: int, value: int) -> None:
    out[at], out[at + 1], out[at + 2], out[at + 3] = value & 255, value >> 8 & 255, value >> 16 & 255, value >> 24 & 255
