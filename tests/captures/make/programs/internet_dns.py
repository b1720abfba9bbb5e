"""The rest of the world's name service in one program (RFC 1035, UDP): made-up names, and the tunnel's far end.

argv: address to serve on, the domain whose every TXT question is answered with random text (the tunnel).
"""

import base64
import os
import socket
import struct
import sys
import zlib

NAMES = {
    "portal.qinghe.example": "198.51.100.10",
    "ntp.time.example": "203.0.113.80",
    "firmware.sensor-maker.example": "203.0.113.80",
    "mirror.debian.example": "203.0.113.80",
    "www.search.example": "203.0.113.80",
    "news.daily.example": "203.0.113.80",
    "mail.post.example": "203.0.113.80",
    "weather.sky.example": "203.0.113.80",
    "cdn.static-files.example": "203.0.113.80",
}
REPUTATION = ".rep.antivirus.example"  # a virus scanner's look-up of file digests: long labels, nothing hidden in them


def question(data):
    labels, at = [], 12
    while data[at]:
        labels.append(data[at + 1 : at + 1 + data[at]].decode("ascii", "replace"))
        at += data[at] + 1
    return ".".join(labels), struct.unpack_from(">H", data, at + 1)[0], data[12 : at + 5]


def answer(data, tunnel):
    name, kind, asked = question(data)
    lower = name.lower()
    record, rcode = b"", 0
    if lower.endswith("." + tunnel) and kind == 16:
        text = base64.b64encode(os.urandom(90 + zlib.crc32(data) % 60))
        record = struct.pack(">HHHIHB", 0xC00C, 16, 1, 1, len(text) + 1, len(text)) + text
    elif lower.endswith(REPUTATION) and kind == 1:
        record = struct.pack(">HHHIH", 0xC00C, 1, 1, 600, 4) + socket.inet_aton("127.0.0.1")
    elif lower in NAMES and kind == 1:
        record = struct.pack(">HHHIH", 0xC00C, 1, 1, 300, 4) + socket.inet_aton(NAMES[lower])
    elif lower not in NAMES:
        rcode = 3
    head = data[:2] + struct.pack(">HHHHH", 0x8580 | rcode, 1, 1 if record else 0, 0, 0)
    return head + asked + record


def main():
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.bind((sys.argv[1], 53))
    while True:
        data, peer = sock.recvfrom(1500)
        try:
            sock.sendto(answer(data, sys.argv[2]), peer)
        except (IndexError, struct.error):
            continue


main()
