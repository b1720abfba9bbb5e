"""The flow meter, compiled: `collectors.packets.meter` says what a flow is, when it begins and how it ends. The twin of
that module, step by step; the tests compare flows, order and reasons.
"""

# ruff: noqa: C901 - branches are what this code consists of, and numba compiles plain comparisons best
# mypy: disable-error-code="return-value,assignment,misc,no-any-return,arg-type,attr-defined,operator"

from __future__ import annotations

import numpy as np

from collectors.packets.community import TCP
from collectors.packets.kernel.compiled import compiled, part
from collectors.packets.kernel.layout import (
    ACKED,
    ACTIVE,
    ACTIVE_AFTER,
    ALIVE,
    CLOSE_AFTER,
    CREATED,
    DEST_MAC,
    DUE,
    END_OF_FLOW,
    ENDED,
    ENDINGS_USED,
    EVICTED,
    FLAGS,
    FLOWS_MOST,
    FORCED,
    FREE,
    FREE_SLOTS,
    IDLE,
    LACK,
    LIVE,
    LOST,
    ONE_WAY,
    OTHER_IDLE,
    OUTER_USED,
    PAYLOAD,
    PAYLOAD_END,
    PIECES_USED,
    PORTS,
    PROTOCOL,
    ROOM,
    SEQ,
    SHED_FLOWS,
    SHEDDING,
    SOURCE_MAC,
    TCP_IDLE,
    VERSION,
    Array,
    Tables,
)
from collectors.packets.kernel.table import clean, find, insert, key_hash, pending, pop, push, remove, sink, swapped

FIN, SYN, RST, ACK = 1, 2, 4, 16
FULL = 0xFFFFFFFF


@part
def is_tcp(flow: Array) -> bool:
    return flow.protocol == TCP and flow.version != 0


@part
def is_closed(flow: Array) -> bool:
    return flow.rst_by >= 0 or (flow.flags0 & flow.flags1 & FIN) != 0


@part
def idle_of(t: Tables, flow: Array) -> int:
    return t.state[TCP_IDLE] if is_tcp(flow) else t.state[OTHER_IDLE]


@part
def deadline_of(t: Tables, flow: Array) -> int:
    if is_tcp(flow) and is_closed(flow):
        return flow.end + t.state[CLOSE_AFTER]
    return flow.end + idle_of(t, flow)


@part
def end_flow(t: Tables, slot: int, reason: int, number: int) -> None:
    flow = t.flows[slot]
    flow.status, flow.reason, flow.at = ENDED, reason, number
    remove(t.table, np.int64(flow.hash0), slot * 2)
    if not flow.one_way:
        remove(t.table, np.int64(flow.hash1), slot * 2 + 1)
    used = t.state[ENDINGS_USED]
    t.endings[used] = slot
    t.state[ENDINGS_USED] = used + 1
    t.state[ALIVE] -= 1


@part
def expire(t: Tables, time: int, number: int) -> bool:
    """End what has been silent for its idle time. False: there is no room for more endings; empty it and call again."""
    while t.state[DUE] > 0 and t.due_time[0] <= time:
        if not pending(t, 0):
            pop(t)
            continue
        if t.state[ENDINGS_USED] + ROOM >= t.endings.shape[0]:
            return False
        slot = t.due_slot[0]
        flow = t.flows[slot]
        deadline = deadline_of(t, flow)
        if deadline <= time:
            pop(t)
            end_flow(t, slot, END_OF_FLOW if is_tcp(flow) and is_closed(flow) else IDLE, number)
        else:
            t.due_time[0] = deadline
            sink(t, 0)
    return True


@part
def evict(t: Tables, number: int) -> None:
    for _ in range(8):
        if not pending(t, 0):
            pop(t)
            continue
        deadline = deadline_of(t, t.flows[t.due_slot[0]])
        if deadline <= t.due_time[0]:
            break
        t.due_time[0] = deadline
        sink(t, 0)
    while not pending(t, 0):
        pop(t)
    t.state[EVICTED] += 1
    end_flow(t, t.due_slot[0], LACK, number)


@part
def take_slot(t: Tables) -> int:
    left = t.state[FREE_SLOTS] - 1
    t.state[FREE_SLOTS] = left
    return np.int64(t.free[left])


@part
def enter(t: Tables, slot: int) -> None:
    """Put a flow into the table, as its source and, unless nothing answers it, as its destination writes it."""
    flow, words = t.flows[slot], np.int64(t.flows[slot].outer_words)
    ports, back = np.int64(flow.ports), swapped(np.int64(flow.ports))
    protocol, version, one_way = np.int64(flow.protocol), np.int64(flow.version), np.int64(flow.one_way)
    outer = t.outers[slot]
    flow.hash0 = key_hash(
        flow.s_hi, flow.s_lo, flow.d_hi, flow.d_lo, ports, protocol, version, one_way, outer, words, t.seed
    )
    insert(t.table, np.int64(flow.hash0), slot * 2)
    itself = flow.s_hi == flow.d_hi and flow.s_lo == flow.d_lo and ports == back
    if not one_way and not itself:
        flow.hash1 = key_hash(
            flow.d_hi, flow.d_lo, flow.s_hi, flow.s_lo, back, protocol, version, one_way, outer, words, t.seed
        )
        insert(t.table, np.int64(flow.hash1), slot * 2 + 1)
    t.state[ALIVE] += 1
    flow.status = LIVE


@part
def blank(t: Tables, time: int, number: int) -> int:
    slot = take_slot(t)
    flow = t.flows[slot]
    flow.serial = flow.chain = t.state[CREATED]
    t.state[CREATED] += 1
    flow.start = flow.end = time
    flow.first = flow.last = number
    flow.packets0 = flow.packets1 = flow.bytes0 = flow.bytes1 = flow.payload0 = flow.payload1 = 0
    flow.hash0 = flow.hash1 = 0
    return slot


@part
def create(t: Tables, time: int, number: int) -> int:
    """A new flow for the packet in head. slot * 2 + side."""
    state, head, ends = t.state, t.head, t.ends
    if state[ALIVE] >= state[FLOWS_MOST]:
        evict(t, number)
    tcp = head[PROTOCOL] == TCP and head[VERSION] != 0
    side = 1 if tcp and head[FLAGS] & (SYN | ACK) == SYN | ACK else 0
    slot = blank(t, time, number)
    flow = t.flows[slot]
    if side:
        flow.s_hi, flow.s_lo, flow.d_hi, flow.d_lo = ends[2], ends[3], ends[0], ends[1]
        flow.ports = swapped(head[PORTS])
        flow.mac0, flow.mac1 = head[DEST_MAC], head[SOURCE_MAC]
    else:
        flow.s_hi, flow.s_lo, flow.d_hi, flow.d_lo = ends[0], ends[1], ends[2], ends[3]
        flow.ports = head[PORTS]
        flow.mac0, flow.mac1 = head[SOURCE_MAC], head[DEST_MAC]
    flow.protocol, flow.version, flow.one_way = head[PROTOCOL], head[VERSION], head[ONE_WAY]
    flow.outer_words = head[OUTER_USED]
    for i in range(head[OUTER_USED]):
        t.outers[slot, i] = t.outer[i]
    flow.flags0 = flow.flags1 = flow.part = flow.begun = flow.holes = flow.fins = 0
    flow.rst_by = flow.syn_seq = flow.isn0 = flow.isn1 = flow.next0 = flow.next1 = -1
    flow.wanted = is_deep(t, head[VERSION], head[PROTOCOL])
    if flow.wanted and state[SHEDDING]:
        flow.wanted = 0
        state[SHED_FLOWS] += 1
    enter(t, slot)
    if state[DUE] > 4 * state[FLOWS_MOST] + 64:
        clean(t)
    push(t, time + idle_of(t, flow), slot)
    return slot * 2 + side


@part
def is_deep(t: Tables, version: int, protocol: int) -> int:
    if version:
        return t.deep[protocol]
    return t.deep[256 + protocol] if protocol < 65_536 else 0


@part
def split(t: Tables, ref: int, time: int, number: int) -> int:
    """Report a long flow so far and go on counting from zero; what is known about the connection is handed on."""
    old = ref >> 1
    end_flow(t, old, ACTIVE, number)
    slot = blank(t, time, number)
    flow, was = t.flows[slot], t.flows[old]
    flow.s_hi, flow.s_lo, flow.d_hi, flow.d_lo, flow.ports = was.s_hi, was.s_lo, was.d_hi, was.d_lo, was.ports
    flow.protocol, flow.version, flow.one_way, flow.outer_words = (
        was.protocol,
        was.version,
        was.one_way,
        was.outer_words,
    )
    for i in range(was.outer_words):
        t.outers[slot, i] = t.outers[old, i]
    flow.part, flow.flags0, flow.flags1, flow.rst_by, flow.syn_seq = (
        was.part + 1,
        was.flags0,
        was.flags1,
        was.rst_by,
        was.syn_seq,
    )
    flow.chain, flow.wanted, flow.begun, flow.holes, flow.fins = was.chain, was.wanted, was.begun, was.holes, was.fins
    flow.isn0, flow.isn1, flow.next0, flow.next1 = was.isn0, was.isn1, was.next0, was.next1
    if is_deep(t, np.int64(was.version), np.int64(was.protocol)):
        flow.mac0, flow.mac1 = was.mac0, was.mac1
    elif ref & 1:
        flow.mac0, flow.mac1 = t.head[DEST_MAC], t.head[SOURCE_MAC]
    else:
        flow.mac0, flow.mac1 = t.head[SOURCE_MAC], t.head[DEST_MAC]
    enter(t, slot)
    push(t, time + idle_of(t, flow), slot)
    return slot * 2 + (ref & 1)


@part
def signal(t: Tables, ref: int, time: int, number: int) -> int:
    """SYN, FIN and RST: what they say about the flow, and whether a new one begins."""
    flags, seq = t.head[FLAGS], t.head[SEQ]
    if flags & SYN and not flags & ACK:
        flow = t.flows[ref >> 1]
        if flow.first != number and begins_anew(flow, ref & 1, seq):
            end_flow(t, ref >> 1, END_OF_FLOW if is_closed(flow) else FORCED, number)
            ref = create(t, time, number)
        t.flows[ref >> 1].syn_seq = seq
    flow = t.flows[ref >> 1]
    mine, theirs = (flow.flags1, flow.flags0) if ref & 1 else (flow.flags0, flow.flags1)
    finished = flags & FIN and theirs & FIN and not mine & FIN
    if flags & RST and flow.rst_by < 0:
        flow.rst_by = ref & 1
        finished = True
    if finished:
        push(t, time + t.state[CLOSE_AFTER], ref >> 1)
    return ref


@part
def begins_anew(flow: Array, side: int, seq: int) -> bool:
    if side == 0 and (flow.syn_seq == seq or flow.packets0 == 0):
        return False
    established = flow.flags0 & SYN and flow.flags1 & SYN
    return is_closed(flow) or established or side == 1 or not flow.flags0 & SYN


@part
def add(t: Tables, time: int, number: int, length: int) -> int:
    """Count the packet in head, ends and outer: slot * 2 + side of its flow. -1: no room for endings; empty it first.

    Called only with `expire` done for this time.
    """
    head = t.head
    hashed = key_hash(
        t.ends[0], t.ends[1], t.ends[2], t.ends[3], head[PORTS], head[PROTOCOL], head[VERSION], head[ONE_WAY],
        t.outer, head[OUTER_USED], t.seed,
    )  # fmt: skip
    ref = find(t, hashed, head[ONE_WAY])
    if ref < 0:
        ref = create(t, time, number)
    flags = head[FLAGS]
    if flags & 7 and head[PROTOCOL] == TCP and head[VERSION] != 0:
        ref = signal(t, ref, time, number)
    elif time - t.flows[ref >> 1].start >= t.state[ACTIVE_AFTER]:
        ref = split(t, ref, time, number)
    flow = t.flows[ref >> 1]
    payload = head[PAYLOAD_END] - head[PAYLOAD] + head[LOST]
    if ref & 1:
        flow.packets1 += 1
        flow.bytes1 += length
        flow.payload1 += payload
        flow.flags1 |= flags
    else:
        flow.packets0 += 1
        flow.bytes0 += length
        flow.payload0 += payload
        flow.flags0 |= flags
    flow.end = max(flow.end, time)
    flow.last = number
    return ref


@part
def hand_on(t: Tables, ref: int, time: int, number: int) -> None:
    """Put the packet on the list of those somebody looks into, if it can tell anything.

    Bare acknowledgements and SYNs cannot while nothing is missing; what they say about sequence numbers is kept in the
    flow until its first payload (see `layout.FLOW`).
    """
    head, flow, side = t.head, t.flows[ref >> 1], ref & 1
    payload = head[PAYLOAD_END] - head[PAYLOAD] + head[LOST]
    first = 0
    if is_tcp(flow):
        flags = head[FLAGS]
        seq = (head[SEQ] + 1) & FULL if flags & SYN else head[SEQ]
        if not flow.begun:
            if payload == 0:
                if flags & SYN:
                    if side:
                        flow.isn1 = seq
                    else:
                        flow.isn0 = seq
                if flags & FIN and seq == (flow.isn1 if side else flow.isn0):
                    flow.fins |= 1 << side
                return
            flow.begun = first = 1
            flow.next0, flow.next1 = flow.isn0, flow.isn1
        elif flags & SYN:
            flow.holes = 1
        expected = flow.next1 if side else flow.next0
        if flags & SYN or expected < 0:
            expected = seq
        if payload:
            if seq == expected:
                expected = (seq + payload) & FULL
            else:
                flow.holes = 1
        if side:
            flow.next1 = expected
        else:
            flow.next0 = expected
        if not payload and not flags & (SYN | FIN) and not flow.holes:
            return
    elif head[PAYLOAD_END] <= head[PAYLOAD]:
        return
    elif not flow.begun:
        flow.begun = first = 1
    used = t.state[PIECES_USED]
    piece = t.pieces[used]
    piece.number, piece.time, piece.chain, piece.slot = number, time, flow.chain, ref >> 1
    piece.start, piece.stop, piece.lost = head[PAYLOAD], head[PAYLOAD_END], head[LOST]
    piece.seq, piece.ack, piece.flags, piece.side = head[SEQ], head[ACKED], head[FLAGS], side
    piece.flags0, piece.flags1, piece.first = flow.flags0, flow.flags1, first
    t.state[PIECES_USED] = used + 1


@compiled
def release(t: Tables, slots: Array) -> None:
    """The endings in `slots` were taken out; their places may be used again."""
    for slot in slots:
        t.flows[slot].status = FREE
        t.free[t.state[FREE_SLOTS]] = slot
        t.state[FREE_SLOTS] += 1


@compiled
def rebuild(t: Tables) -> None:
    """Table, deadlines and free slots from the flow rows alone: for tables that outlived the process that filled them."""
    t.table[:] = 0
    t.state[DUE] = t.state[ALIVE] = t.state[FREE_SLOTS] = t.state[ENDINGS_USED] = t.state[PIECES_USED] = 0
    for slot in range(t.flows.shape[0] - 1, -1, -1):
        flow = t.flows[slot]
        if flow.status == LIVE:
            enter(t, slot)
            push(t, deadline_of(t, flow), slot)
        elif flow.status != ENDED:
            flow.status = FREE
            t.free[t.state[FREE_SLOTS]] = slot
            t.state[FREE_SLOTS] += 1
