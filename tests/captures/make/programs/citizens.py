"""Citizens' browsers: they look up the portal, read, search, apply, upload papers; a third of them over TLS.

argv: seconds, pattern, portal address, addresses to browse from.
"""

import http.client
import random
import socket
import ssl
import sys
import threading
import time

from pace import Pace

AGENTS = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0.0.0 Safari/537.36",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/129.0.0.0 Safari/537.36 Edg/129.0",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile Safari/604.1",
    "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/127.0.0.0 Mobile Safari/537.36",
    "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
)
WORDS = ("居住证", "医保", "公租房", "social+insurance", "select+school", "union+fund", "入学", "排水许可")
MATTERS = ("residence", "school", "housing", "medical")
SITE = "portal.qinghe.example"


class Visit(threading.Thread):
    def __init__(self, portal, address, rng):
        super().__init__(daemon=True)
        self.portal, self.address, self.rng = portal, address, rng
        self.headers = {
            "Host": SITE,
            "User-Agent": rng.choice(AGENTS),
            "Accept": "text/html",
            "Accept-Language": "zh-CN",
        }

    def run(self):
        try:
            self.look_up()
            self.browse()
        except (OSError, http.client.HTTPException):
            pass

    def look_up(self):
        name = SITE.split(".")
        question = b"".join(bytes([len(part)]) + part.encode() for part in name) + b"\0\0\1\0\1"
        sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        sock.bind((self.address, 0))
        sock.settimeout(2)
        sock.sendto(self.rng.randbytes(2) + b"\1\0\0\1\0\0\0\0\0\0" + question, ("203.0.113.53", 53))
        sock.recv(512)
        sock.close()

    def browse(self):
        source = (self.address, 0)
        if self.rng.random() < 0.3:
            context = ssl.create_default_context()
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
            sock = context.wrap_socket(
                socket.create_connection((self.portal, 443), 8, source_address=source), server_hostname=SITE
            )
            link = http.client.HTTPConnection(self.portal, 443, timeout=8)
            link.sock = sock
        else:
            link = http.client.HTTPConnection(self.portal, 80, timeout=8, source_address=source)
        before = None
        for method, path, body, more in self.plan():
            headers = {**self.headers, **more, **({"Referer": f"http://{SITE}{before}"} if before else {})}
            link.request(method, path, body, headers)
            link.getresponse().read()
            before = path
            time.sleep(self.rng.uniform(0.05, 0.8))
        link.close()

    def plan(self):
        rng = self.rng
        steps = [("GET", "/", None, {})]
        for _ in range(rng.randint(1, 5)):
            path = rng.choice(
                (
                    "/services",
                    "/news",
                    f"/news/{rng.randint(1, 400)}",
                    "/contact",
                    f"/search?q={quoted(rng.choice(WORDS))}",
                )
            )
            steps.append(("GET", path, None, {}))
        if rng.random() < 0.15:
            steps.append(("GET", rng.choice(("/favicon.ico", "/news/99999", "/static/old.css")), None, {}))
        if rng.random() < 0.3:
            form = {"Content-Type": "application/x-www-form-urlencoded"}
            steps += [("GET", "/apply", None, {}), ("POST", "/apply", f"matter={rng.choice(MATTERS)}", form)]
            if rng.random() < 0.5:
                name = f"{rng.choice(('scan', 'photo', 'form'))}-{rng.randint(100, 999)}.{rng.choice(('jpg', 'pdf'))}"
                body = (
                    (
                        f'--b0und\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
                        "Content-Type: application/octet-stream\r\n\r\n"
                    ).encode()
                    + b"test document " * rng.randint(40, 400)
                    + b"\r\n--b0und--\r\n"
                )
                steps.append(("POST", "/apply/upload", body, {"Content-Type": "multipart/form-data; boundary=b0und"}))
        if rng.random() < 0.1:
            steps.append(("GET", "/api/v1/datasets", None, {}))
        return steps


def quoted(text):
    return "".join(c if c.isascii() else "".join(f"%{b:02X}" for b in c.encode()) for c in text)


def main():
    seconds, pattern, portal, *addresses = sys.argv[1:]
    rng = random.Random(7)
    pace = Pace(float(seconds), pattern, rng)
    while pace.wait(1.1):
        Visit(portal, rng.choice(addresses), random.Random(rng.random())).start()
    time.sleep(1)


main()
