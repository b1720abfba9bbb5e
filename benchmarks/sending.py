"""Frames onto an interface at a given rate, from one process: sendmmsg on a packet socket that bypasses queueing.

    python -m benchmarks.sending INTERFACE --rate 300000 --seconds 60 [--frames 20000]

Prints as JSON how many were sent and how long it took.
"""

from __future__ import annotations

import argparse
import ctypes
import json
import socket
import time
from pathlib import Path

from benchmarks.traffic import frames
from collectors.packets.reader import packets

SOL_PACKET, PACKET_QDISC_BYPASS = 263, 20
SO_SNDBUFFORCE = 32  # linux/asm-generic/socket.h
BATCH = 256


class Iovec(ctypes.Structure):
    _fields_ = (("base", ctypes.c_void_p), ("length", ctypes.c_size_t))


class Header(ctypes.Structure):
    _fields_ = (
        ("name", ctypes.c_void_p), ("namelen", ctypes.c_uint32), ("iov", ctypes.POINTER(Iovec)), ("iovlen", ctypes.c_size_t),
        ("control", ctypes.c_void_p), ("controllen", ctypes.c_size_t), ("flags", ctypes.c_int),
        ("padding", ctypes.c_uint32), ("sent", ctypes.c_uint32),
    )  # fmt: skip


def send(interface: str, made: list[bytes], rate: float, seconds: float) -> tuple[int, float]:
    """Send `made` over and over. Frames sent, and seconds it took."""
    libc = ctypes.CDLL(None, use_errno=True)
    count = len(made) // BATCH * BATCH
    buffers = [ctypes.create_string_buffer(frame, len(frame)) for frame in made[:count]]
    parts = (Iovec * count)(*(Iovec(ctypes.addressof(b), len(f)) for b, f in zip(buffers, made, strict=False)))
    headers = (Header * count)()
    for at in range(count):
        headers[at].iov, headers[at].iovlen = ctypes.pointer(parts[at]), 1
    size = ctypes.sizeof(Header)
    with socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0) as sock:
        sock.bind((interface, 0))
        sock.setsockopt(SOL_PACKET, PACKET_QDISC_BYPASS, 1)
        sock.setsockopt(socket.SOL_SOCKET, SO_SNDBUFFORCE, 4 << 20)
        sent = at = 0
        began = time.perf_counter()
        while (spent := time.perf_counter() - began) < seconds:
            ahead = sent - spent * rate
            if ahead > 0:
                time.sleep(min(0.002, ahead / rate))
                continue
            done = libc.sendmmsg(sock.fileno(), ctypes.byref(headers, at * size), BATCH, 0)
            if done < 0:
                continue  # no buffer just now
            sent += done
            at = (at + done) % count if (at + done) % count + BATCH <= count else 0
        return sent, time.perf_counter() - began


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("interface")
    parser.add_argument("--rate", type=float, default=300_000)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--frames", type=int, default=50_000)
    parser.add_argument("--capture", type=Path, help="send this pcap's frames instead of synthetic ones")
    parser.add_argument("--size-most", type=int, default=1514)
    options = parser.parse_args()
    if options.capture:
        with options.capture.open("rb") as file:
            made = [item[4] for item in packets(file) if isinstance(item, tuple)]
    else:
        made = [frame for _, frame in frames(options.frames)]
    made = [frame for frame in made if 14 <= len(frame) <= options.size_most]
    sent, spent = send(options.interface, made, options.rate, options.seconds)
    print(json.dumps({"sent": sent, "seconds": round(spent, 3), "per_second": round(sent / spent)}))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
