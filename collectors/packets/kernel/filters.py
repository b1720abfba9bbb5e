"""Classic BPF programs, interpreted: capture filters on packets that do not come through the kernel.

Source: S. McCanne, V. Jacobson, "The BSD Packet Filter", 1993, and linux/bpf_common.h for the encoding. Loads beyond the
captured bytes reject the packet, as in the kernel. Jumps only go forward (`collectors.packets.bpf` checks it), so a
program ends after at most as many steps as it has instructions.
"""

# ruff: noqa: C901 - branches are what this code consists of, and numba compiles plain comparisons best
# mypy: disable-error-code="return-value,assignment,misc,no-any-return,arg-type,attr-defined,operator"

from __future__ import annotations

import numpy as np

from collectors.packets.kernel.bytesof import u16, u32
from collectors.packets.kernel.compiled import part
from collectors.packets.kernel.layout import Array

_WORD = 0xFFFFFFFF


@part
def load(data: Array, begin: int, end: int, at: int, size: int) -> int:
    """Word (0), half word (8) or byte (16) at an offset into the packet; -1 beyond its end."""
    at += begin
    if at < begin:
        return -1
    if size == 0:
        return u32(data, at) if at + 4 <= end else -1
    if size == 8:
        return u16(data, at) if at + 2 <= end else -1
    return np.int64(data[at]) if at + 1 <= end else -1


@part
def calculate(a: int, operation: int, b: int) -> int:
    """ALU operations modulo 2^32; -1 for a division by zero."""
    if operation == 0x00:
        return (a + b) & _WORD
    if operation == 0x10:
        return (a - b) & _WORD
    if operation == 0x20:
        return (a * b) & _WORD
    if operation == 0x30:
        return a // b if b else -1
    if operation == 0x40:
        return a | b
    if operation == 0x50:
        return a & b
    if operation == 0x60:
        return (a << b) & _WORD if b < 32 else 0
    if operation == 0x70:
        return a >> b if b < 32 else 0
    if operation == 0x80:
        return -a & _WORD
    if operation == 0x90:
        return a % b if b else -1
    return a ^ b


@part
def jumps(a: int, operation: int, b: int) -> bool:
    if operation == 0x10:
        return a == b
    if operation == 0x20:
        return a > b
    if operation == 0x30:
        return a >= b
    return a & b != 0


@part
def accepts(program: Array, entry: int, memory: Array, data: Array, begin: int, end: int, length: int) -> bool:
    """Run the program that begins at `entry`; its instructions are rows of code, jt, jf and k. memory: 16 numbers."""
    a = x = 0
    at = entry
    while at < program.shape[0]:
        code, k = program[at, 0], program[at, 3]
        kind = code & 7
        if kind == 6:
            return (a if code & 0x18 == 0x10 else k) != 0
        if kind == 5:
            operation = code & 0xF0
            if operation == 0:
                at += 1 + k
            else:
                taken = jumps(a, operation, x if code & 8 else k)
                at += 1 + (program[at, 1] if taken else program[at, 2])
            continue
        if kind == 0 or kind == 1:
            mode, size = code & 0xE0, code & 0x18
            if mode == 0x00:
                value = k
            elif mode == 0x20:
                value = load(data, begin, end, k, size)
            elif mode == 0x40:
                value = load(data, begin, end, x + k, size)
            elif mode == 0x60:
                value = memory[k & 15]
            elif mode == 0x80:
                value = length
            else:
                value = load(data, begin, end, k, 16)
                if value >= 0:
                    value = (value & 15) * 4
            if value < 0:
                return False
            if kind:
                x = value
            else:
                a = value
        elif kind == 2:
            memory[k & 15] = a
        elif kind == 3:
            memory[k & 15] = x
        elif kind == 4:
            a = calculate(a, code & 0xF0, x if code & 8 else k)
            if a < 0:
                return False
        elif code & 0xF8:
            a = x
        else:
            x = a
        at += 1
    return False
