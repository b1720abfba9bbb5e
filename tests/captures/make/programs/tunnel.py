"""The intruder's DNS tunnel: random data cut into labels, asked as TXT questions through the given resolver.

argv: resolver, domain, number of questions, seconds between them.
"""

import base64
import os
import random
import socket
import struct
import sys
import time
from contextlib import suppress


def main():
    resolver, domain, count, gap = sys.argv[1], sys.argv[2], int(sys.argv[3]), float(sys.argv[4])
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.settimeout(2)
    for n in range(count):
        text = base64.b32encode(os.urandom(random.randint(45, 68))).decode().rstrip("=").lower()
        labels = [text[i : i + 60] for i in range(0, len(text), 60)] + [f"s{n:04x}", *domain.split(".")]
        name = b"".join(bytes([len(label)]) + label.encode() for label in labels) + b"\0"
        sock.sendto(
            struct.pack(">HHHHHH", random.getrandbits(16), 0x0100, 1, 0, 0, 0) + name + b"\0\x10\0\1", (resolver, 53)
        )
        with suppress(TimeoutError):
            sock.recv(2048)
        time.sleep(gap * random.uniform(0.5, 1.5))


main()
