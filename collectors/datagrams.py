"""Taking many datagrams from the kernel with one call (recvmmsg(2)), each with who sent it.

Also tells how many the kernel could not queue: with each batch (SO_RXQ_OVFL), and from /proc/net/udp.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import socket
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import numpy as np

SLOTS = 256
"""Datagrams taken by one call; each has room for the largest there is, of which the kernel touches what it writes."""
LARGEST = 65536
_SO_RXQ_OVFL = 40  # linux/include/uapi/asm-generic/socket.h
_NAME_BYTES = 28  # struct sockaddr_in6
_CONTROL_BYTES = 32  # one cmsghdr (16) and a u32, aligned


class _IoVec(ctypes.Structure):
    _fields_ = (("base", ctypes.c_void_p), ("len", ctypes.c_size_t))


class _MsgHdr(ctypes.Structure):
    _fields_ = (
        ("name", ctypes.c_void_p),
        ("namelen", ctypes.c_uint32),
        ("iov", ctypes.POINTER(_IoVec)),
        ("iovlen", ctypes.c_size_t),
        ("control", ctypes.c_void_p),
        ("controllen", ctypes.c_size_t),
        ("flags", ctypes.c_int),
    )


class _MMsgHdr(ctypes.Structure):
    _fields_ = (("hdr", _MsgHdr), ("len", ctypes.c_uint32))


@dataclass(frozen=True, slots=True)
class Taken:
    """Datagrams of one call. view: the buffer they lie in, valid until the next call; lengths: bytes of each, u32; peers:
    addresses; senders: u16, which of them sent each."""

    view: memoryview
    lengths: Any
    peers: tuple[str, ...]
    senders: Any

    def __len__(self) -> int:
        return len(self.lengths)

    def __getitem__(self, number: int) -> bytes:
        at = number * LARGEST
        return bytes(self.view[at : at + int(self.lengths[number])])

    def peer(self, number: int) -> str:
        return self.peers[int(self.senders[number])]

    def joined(self) -> bytes:
        """All of them, one behind another."""
        view = self.view
        return b"".join([view[at : at + n] for at, n in zip(_STARTS, self.lengths.tolist(), strict=False)])

    def first(self, number: int) -> Taken:
        return Taken(self.view, self.lengths[:number], self.peers, self.senders[:number])


_STARTS = [number * LARGEST for number in range(SLOTS)]


class Datagrams:
    """The receiving side of a bound, non-blocking UDP socket."""

    def __init__(self, sock: socket.socket) -> None:
        self._socket = sock
        self._inode = str(os.fstat(sock.fileno()).st_ino)
        self._overflow = 0
        with contextlib.suppress(OSError):  # an older kernel; /proc still tells
            sock.setsockopt(socket.SOL_SOCKET, _SO_RXQ_OVFL, 1)
        self._v6 = sock.family == socket.AF_INET6
        self._data = np.zeros(SLOTS * LARGEST, np.uint8)
        self._names = np.zeros((SLOTS, _NAME_BYTES), np.uint8)
        self._control = np.zeros((SLOTS, _CONTROL_BYTES), np.uint8)
        self._iov = (_IoVec * SLOTS)()
        self._headers = (_MMsgHdr * SLOTS)()
        for number in range(SLOTS):
            vector, header = self._iov[number], self._headers[number].hdr
            vector.base, vector.len = self._data.ctypes.data + number * LARGEST, LARGEST
            header.name = self._names.ctypes.data + number * _NAME_BYTES
            header.iov, header.iovlen = ctypes.pointer(vector), 1
            header.control = self._control.ctypes.data + number * _CONTROL_BYTES
        whole = np.frombuffer(cast("bytes", self._headers), np.uint8).reshape(SLOTS, ctypes.sizeof(_MMsgHdr))
        self._name_lengths = _column(whole, _MsgHdr.namelen.offset, np.uint32)
        self._control_lengths = _column(whole, _MsgHdr.controllen.offset, np.uint64)
        self._lengths = _column(whole, _MMsgHdr.len.offset, np.uint32)
        self._call = ctypes.CDLL(None, use_errno=True).recvmmsg
        self._view = self._data.data.cast("B")

    def take(self) -> Taken | None:
        """What waits, at most SLOTS datagrams; None when nothing does. Raises OSError when the socket has an error."""
        self._name_lengths[:] = _NAME_BYTES
        self._control_lengths[:] = _CONTROL_BYTES
        count = self._call(self._socket.fileno(), self._headers, SLOTS, socket.MSG_DONTWAIT, None)
        if count < 0:
            number = ctypes.get_errno()
            error = OSError(number, os.strerror(number))
            if isinstance(error, BlockingIOError | InterruptedError):
                return None
            raise error
        if count == 0:
            return None
        if self._control_lengths[count - 1] >= 20:
            self._overflow = int(self._control[count - 1, 16:20].view(np.uint32)[0])
        return Taken(self._view, self._lengths[:count].copy(), *self._senders(count))

    def _senders(self, count: int) -> tuple[tuple[str, ...], Any]:
        # sockaddr_in: address at 4; sockaddr_in6: address at 8 (linux/include/uapi/linux/in.h, in6.h)
        at, size = (8, 16) if self._v6 else (4, 4)
        names = np.ascontiguousarray(self._names[:count, at : at + size])
        if (names == names[0]).all():
            return (self._text(names[0].tobytes()),), np.zeros(count, np.uint16)
        kinds, which = np.unique(names.view(f"V{size}").reshape(-1), return_inverse=True)
        return tuple(self._text(one.tobytes()) for one in kinds), which.astype(np.uint16)

    def _text(self, address: bytes) -> str:
        if len(address) == 16 and address.startswith(b"\0" * 10 + b"\xff\xff"):
            address = address[12:]
        return socket.inet_ntop(socket.AF_INET6 if len(address) == 16 else socket.AF_INET, address)

    def dropped(self) -> int | None:
        """Datagrams the kernel could not queue on this socket so far; None when it does not tell."""
        listed = kernel_drops(self._inode)
        return self._overflow or None if listed is None else max(listed, self._overflow)


def _column(rows: Any, offset: int, kind: Any) -> Any:
    return rows[:, offset : offset + np.dtype(kind).itemsize].view(kind).reshape(-1)


def kernel_drops(inode: str) -> int | None:
    """The `drops` column of the UDP socket with this inode; None when /proc does not list it."""
    for table in ("/proc/net/udp", "/proc/net/udp6"):
        try:
            rows = Path(table).read_text("ascii").splitlines()[1:]
        except OSError:
            continue
        for row in rows:
            columns = row.split()
            if len(columns) >= 13 and columns[9] == inode:
                return int(columns[12])
    return None
