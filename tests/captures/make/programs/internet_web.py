"""A web server outside: package mirror, firmware, pages; takes uploads too, and forgets them. Answers NTP-like UDP 123.

argv: address, port.
"""

import socket
import struct
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Web(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "httpd"
    sys_version = ""

    def log_message(self, *args):
        """Nobody reads this host's log."""

    def respond(self, body):
        self.send_response(200)
        self.send_header("Content-Type", "application/octet-stream")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def do_GET(self):
        size = 60_000 if "firmware" in self.path else 4_000
        self.respond((self.path.encode() + b"\n") * (size // (len(self.path) + 1)))

    do_HEAD = do_GET  # noqa: N815 - the name http.server looks for

    def do_PUT(self):
        left = int(self.headers.get("Content-Length", "0"))
        while left > 0:
            left -= len(self.rfile.read(min(left, 65536)) or b"x" * left)
        self.respond(b"ok\n")

    do_POST = do_PUT  # noqa: N815 - the name http.server looks for


def ntp(address):
    """Server packets of RFC 5905 section 7.3, mode 4, stratum 2, enough for a client's exchange."""
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.bind((address, 123))
    while True:
        data, peer = sock.recvfrom(512)
        if len(data) < 48:
            continue
        now = time.time() + 2_208_988_800
        stamp = struct.pack(">II", int(now), int(now % 1 * 2**32))
        sock.sendto(
            struct.pack(">BBbbII4s", 0x24, 2, 6, -20, 0, 0, b"TEST") + stamp + data[40:48] + stamp + stamp, peer
        )


threading.Thread(target=ntp, args=(sys.argv[1],), daemon=True).start()
ThreadingHTTPServer((sys.argv[1], int(sys.argv[2])), Web).serve_forever()
