"""Capture filters in tcpdump's language (pcap-filter(7)), compiled by the system's libpcap.

Where packets come through the kernel, the program runs there (`attach`); on files `kernel.filters` runs it. libpcap comes
with tshark, tcpdump or Debian's libpcap0.8; without it a filter is refused and everything else works.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import socket
import struct
import threading
from functools import cache
from typing import Any

import numpy as np

from model.errors import InputError

SNAPLEN = 262_144
PROGRAM_MOST = 4096
"""Instructions; the kernel's BPF_MAXINSNS."""
SO_ATTACH_FILTER = 26
_NETMASK_UNKNOWN = 0xFFFFFFFF
_compiling = threading.Lock()  # pcap_compile was not safe for threads before libpcap 1.8


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_uint), ("instructions", ctypes.POINTER(ctypes.c_uint64)))


@cache
def _libpcap() -> Any:
    name = ctypes.util.find_library("pcap") or "libpcap.so.0.8"
    try:
        library = ctypes.CDLL(name)
    except OSError:
        raise InputError(
            "a capture filter needs libpcap, which is not installed", hint="on Debian: apt-get install libpcap0.8"
        ) from None
    library.pcap_open_dead.restype = ctypes.c_void_p
    library.pcap_open_dead.argtypes = [ctypes.c_int, ctypes.c_int]
    library.pcap_compile.argtypes = [
        ctypes.c_void_p, ctypes.POINTER(_Program), ctypes.c_char_p, ctypes.c_int, ctypes.c_uint32,
    ]  # fmt: skip
    library.pcap_geterr.restype = ctypes.c_char_p
    library.pcap_geterr.argtypes = [ctypes.c_void_p]
    library.pcap_close.argtypes = [ctypes.c_void_p]
    library.pcap_freecode.argtypes = [ctypes.POINTER(_Program)]
    return library


def compile_filter(expression: str, link: int) -> list[tuple[int, int, int, int]]:
    """Instructions (code, jump if true, jump if false, k) for packets of a link type. Raises InputError."""
    if "\0" in expression:
        raise InputError("a capture filter is text without NUL bytes")
    library = _libpcap()
    with _compiling:
        handle = library.pcap_open_dead(link, SNAPLEN)
        program = _Program()
        try:
            if library.pcap_compile(handle, ctypes.byref(program), expression.encode(), 1, _NETMASK_UNKNOWN) != 0:
                reason = library.pcap_geterr(handle).decode("utf-8", "replace")
                raise InputError(
                    f"{expression!r} is no capture filter for link type {link}: {reason}",
                    hint="the language is that of pcap-filter(7), for example: tcp port 502 or host 10.1.0.5",
                )
            raw = ctypes.string_at(program.instructions, program.length * 8)
            library.pcap_freecode(ctypes.byref(program))
        finally:
            library.pcap_close(handle)
    found = list(struct.iter_unpack("=HBBI", raw))
    _check(found, expression)
    return found


def _check(program: list[tuple[int, int, int, int]], expression: str) -> None:
    """Every jump goes forward and stays inside, so that the program ends; the last instruction returns."""
    for at, (code, taken, other, k) in enumerate(program):
        reach = k if code == 5 else max(taken, other) if code & 7 == 5 else 0
        if at + 1 + reach >= len(program) and code & 7 != 6:
            raise InputError(f"{expression!r} compiles to a program that runs past its end")
    if not program or len(program) > PROGRAM_MOST:
        raise InputError(f"{expression!r} compiles to {len(program)} instructions, and at most {PROGRAM_MOST} may be")


class Filter:
    """An expression, compiled for each link type as it is met. program: all of them behind one another."""

    def __init__(self, expression: str) -> None:
        self.expression = expression
        self.program = np.zeros((0, 4), np.int64)
        self._entries: dict[int, int] = {}
        self.entry(1)  # mistakes are said before the first packet

    def entry(self, link: int) -> int:
        """Where in `program` the one for a link type begins."""
        if link not in self._entries:
            try:
                compiled = compile_filter(self.expression, link)
            except InputError:
                if link == 1:
                    raise
                compiled = [(6, 0, 0, 0)]  # libpcap knows no such packets on this link: none passes
            self._entries[link] = len(self.program)
            self.program = np.concatenate([self.program, np.array(compiled, np.int64).reshape(-1, 4)])
        return self._entries[link]

    def accepts(self, link: int, frame: bytes, length: int) -> bool:
        from collectors.packets.kernel.walk import filter_one

        data = np.frombuffer(frame, np.uint8)
        entry = self.entry(link)
        return bool(filter_one(self.program, entry, np.zeros(16, np.int64), data, length))


def attach(sock: socket.socket, expression: str, link: int) -> None:
    """Have the kernel keep away from the socket what the expression does not want. Raises InputError."""
    program = compile_filter(expression, link)
    instructions = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *row) for row in program))
    # struct sock_fprog: the number of instructions, and where they are
    sock.setsockopt(
        socket.SOL_SOCKET, SO_ATTACH_FILTER, struct.pack("@HP", len(program), ctypes.addressof(instructions))
    )
