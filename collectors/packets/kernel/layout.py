"""The arrays the compiled loop works on: flow records, their hash table, deadlines, and what comes out."""

from __future__ import annotations

import os
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from collectors.packets.decode import MAX_TUNNELS
from collectors.packets.meter import EndReason, Limits

Array = npt.NDArray[Any]

FREE, LIVE, ENDED = 0, 1, 2  # status of a slot; an ended one is free again once it was taken out
REASONS = tuple(EndReason)
IDLE, ACTIVE, END_OF_FLOW, FORCED, LACK = range(5)

# A flow. Addresses are big-endian numbers: an IPv6 address in two words, an IPv4 or MAC address in the high word.
# serial: order of creation; chain: serial of the first part of a flow split by the active time-out. at: packet during
# which it ended. mac0, mac1: address with bit 48 set, 0 where the link layer has none. hash0, hash1: of the key as the
# source and as the destination writes it. wanted: somebody looks into the payload; begun: a packet of it was handed on;
# isn0, isn1: sequence number the first payload byte will have, -1 unknown (kept until begun); next0, next1: the one
# after the newest byte in order; holes: a segment was out of order, so bare acknowledgements matter from now on.
FLOW = np.dtype(
    [
        ("s_hi", "u8"), ("s_lo", "u8"), ("d_hi", "u8"), ("d_lo", "u8"),
        ("ports", "u4"), ("protocol", "u4"), ("hash0", "u4"), ("hash1", "u4"),
        ("version", "u1"), ("one_way", "u1"), ("flags0", "u1"), ("flags1", "u1"),
        ("rst_by", "i1"), ("status", "u1"), ("reason", "u1"), ("outer_words", "u1"),
        ("serial", "i8"), ("start", "i8"), ("end", "i8"), ("last", "i8"),
        ("packets0", "i8"), ("packets1", "i8"), ("bytes0", "i8"), ("bytes1", "i8"), ("payload0", "i8"), ("payload1", "i8"),
        ("first", "i8"), ("chain", "i8"), ("syn_seq", "i8"), ("at", "i8"),
        ("isn0", "i8"), ("isn1", "i8"), ("next0", "i8"), ("next1", "i8"), ("mac0", "u8"), ("mac1", "u8"),
        ("part", "i4"), ("wanted", "u1"), ("begun", "u1"), ("holes", "u1"), ("fins", "u1"),
    ],
    align=True,
)  # fmt: skip

# A packet somebody looks into. start, stop: its payload in the buffer; flags0, flags1: TCP flags of the flow up to and
# with this packet; first: the first one handed on of its flow.
PIECE = np.dtype(
    [
        ("number", "i8"), ("time", "i8"), ("chain", "i8"), ("slot", "i4"), ("start", "i4"), ("stop", "i4"), ("lost", "i4"),
        ("seq", "u4"), ("ack", "u4"), ("flags", "u1"), ("side", "u1"), ("flags0", "u1"), ("flags1", "u1"), ("first", "u1"),
    ],
    align=True,
)  # fmt: skip

OUTER_WORDS = 2 + 5 * MAX_TUNNELS
"""VLANs and tunnels of a packet: how many of each; VLAN ids; then kind, address bytes and identifier, and both ends."""
TUNNELS = ("gre", "ipip", "vxlan", "geneve", "pppoe")

PIECES = 16_384
ENDINGS = 8_192
ROOM = 4
"""Flows that one packet may end besides those whose time is over."""

# Indices of `Tables.state`: what the loop remembers between calls, then what it is told. LEFT: packets of the ring's block
# still to be walked; READ_NUMBER, READ_TIME, PLACE: of the last packet that was counted, its record's place in the buffer.
NUMBER, LAST, POS, CREATED, ALIVE, DUE, FREE_SLOTS, EVICTED, ENDINGS_USED, PIECES_USED, FILTERED = range(11)
TCP_IDLE, OTHER_IDLE, ACTIVE_AFTER, CLOSE_AFTER, FLOWS_MOST, INTERRUPT_AT, SHEDDING, SHED_FLOWS = range(11, 19)
LEFT, READ_NUMBER, READ_TIME, PLACE, BLOCK = range(19, 24)
STATE_LENGTH = 32
NEVER = (1 << 62) - 1


class Tables(NamedTuple):
    """Everything one meter keeps. head, ends, outer: the packet being looked at; deep: wanted IP protocols and, from
    256 on, Ethernet types; memory: of a
    capture filter; seed: makes the places in the hash table unpredictable to whoever sends the packets."""

    flows: Array
    outers: Array
    table: Array
    free: Array
    due_time: Array
    due_serial: Array
    due_slot: Array
    endings: Array
    pieces: Array
    state: Array
    head: Array
    ends: Array
    outer: Array
    deep: Array
    seed: Array
    memory: Array


def tables(limits: Limits, deep: Array | None = None, spare: int = 0) -> Tables:
    """Empty tables for `limits.flows` flows. Memory is taken as it is used: about 300 bytes a flow, 176 more in a tunnel.

    spare: ended flows that may wait to be taken for good, besides those of one parcel."""
    flows = max(1, limits.flows)
    slots = flows + ENDINGS + ROOM + spare
    buckets = 1 << (4 * flows + 64).bit_length()
    due = 5 * flows + 1024
    state = np.zeros(STATE_LENGTH, np.int64)
    state[TCP_IDLE], state[OTHER_IDLE] = limits.tcp_idle_us, limits.other_idle_us
    state[ACTIVE_AFTER], state[CLOSE_AFTER] = limits.active_us, limits.close_us
    state[FLOWS_MOST], state[FREE_SLOTS] = flows, slots
    state[INTERRUPT_AT] = NEVER
    return Tables(
        flows=np.zeros(slots, FLOW),
        outers=np.zeros((slots, OUTER_WORDS), np.uint64),
        table=np.zeros(buckets, np.int64),
        free=np.arange(slots - 1, -1, -1, dtype=np.int32),
        due_time=np.zeros(due, np.int64),
        due_serial=np.zeros(due, np.int64),
        due_slot=np.zeros(due, np.int32),
        endings=np.zeros(ENDINGS, np.int32),
        pieces=np.zeros(PIECES, PIECE),
        state=state,
        head=np.zeros(HEAD_LENGTH, np.int64),
        ends=np.zeros(4, np.uint64),
        outer=np.zeros(OUTER_WORDS, np.uint64),
        deep=np.zeros(256 + 65_536, np.uint8) if deep is None else deep,
        seed=np.frombuffer(os.urandom(8), np.uint64).copy(),
        memory=np.zeros(16, np.int64),
    )


# Indices of `Tables.head`: what `decode` found. PAYLOAD and PAYLOAD_END are places in the buffer.
VERSION, PORTS, PROTOCOL, PAYLOAD, PAYLOAD_END, LOST, FLAGS, SEQ, ACKED, OUTER_USED, ONE_WAY, SOURCE_MAC, DEST_MAC = (
    range(13)
)
HEAD_LENGTH = 16
