"""Ports for what has to be told its address before it starts."""

from __future__ import annotations

import random
import socket
from contextlib import suppress
from pathlib import Path

FIRST = 10_240
_given_to_clients = int(Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split()[0])
LAST = _given_to_clients if _given_to_clients > 2 * FIRST else 65_536
"""The kernel gives the ports above to whoever connects: one of those may be taken again before it is listened on."""
_anywhere = random.SystemRandom()


def free_port() -> int:
    """Free for TCP and UDP on loopback."""
    for _ in range(1_000):
        port = _anywhere.randrange(FIRST, LAST)
        with (
            suppress(OSError),
            socket.socket() as stream,
            socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as datagrams,
        ):
            for probe in (stream, datagrams):
                probe.bind(("127.0.0.1", port))
            return port
    raise RuntimeError(f"no free port from {FIRST} to {LAST}")
