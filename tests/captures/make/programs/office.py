"""The office on a working day: staff sign in to the portal (and mistype), look names up, read pages, synchronise clocks.

argv: seconds, pattern, portal address, resolver, addresses of the desks.
"""

import random
import struct
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from socket import AF_INET, SOCK_DGRAM, socket

from pace import Pace

STAFF = (
    ("zhoujing", "Morning-Tea-19", "Morning-Tea-91"),
    ("xulin", "Blue-Umbrella-3", "blue-umbrella-3"),
    ("hetao", "River-Stone-88", "River-Stone-8"),
    ("chenmin", "Quiet-Pine-6", "Quiet-Pine-66"),
)
NAMES = ("www.search.example", "news.daily.example", "mail.post.example", "weather.sky.example", "cdn.static-files.example",
         "data-host.qinghe.example", "jump.qinghe.example", "portal.qinghe.example", "wpad.qinghe.example")  # fmt: skip
TOKEN_HEALTH = "Authorization: Bearer test-token-health-0002"
AGENT = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0.0.0 Safari/537.36"
)


def call(*argv):
    subprocess.run(argv, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=60, check=False)


def curl(address, *argv, agent=AGENT):
    call("curl", "-s", "-m", "20", "--interface", address, "-A", agent, "-H", "Host: portal.qinghe.example", *argv)


class Office:
    def __init__(self, portal, resolver, desks, rng):
        self.portal, self.resolver, self.desks, self.rng = portal, resolver, desks, rng
        self.mistyped = set()

    def dig(self, address, name, kind="A"):
        call("dig", "-b", address, f"@{self.resolver}", "+tries=1", "+time=2", name, kind)

    def sign_in(self, address):
        user, right, wrong = self.rng.choice(STAFF)
        if user not in self.mistyped and self.rng.random() < 0.35:
            self.mistyped.add(user)
            curl(address, "-d", f"user={user}&password={wrong}", f"http://{self.portal}/login")
            time.sleep(self.rng.uniform(1.5, 3))
        curl(address, "-d", f"user={user}&password={right}", f"http://{self.portal}/login")
        curl(address, f"http://{self.portal}/services")

    def outside(self, address):
        name = self.rng.choice(NAMES[:5])
        self.dig(address, name)
        curl(address, "-H", f"Host: {name}", f"http://203.0.113.80/{self.rng.choice(('a', 'index', 'today'))}.html")

    def clock(self, address):
        """One NTP client exchange (RFC 5905 section 7.3, mode 3)."""
        sock = socket(AF_INET, SOCK_DGRAM)
        sock.bind((address, 0))
        sock.settimeout(1)
        sock.sendto(struct.pack(">B47x", 0x23), ("203.0.113.80", 123))
        with suppress(TimeoutError):
            sock.recv(128)

    def any(self):
        address = self.rng.choice(self.desks)
        draw = self.rng.random()
        if draw < 0.25:
            self.sign_in(address)
        elif draw < 0.32:
            self.dig(address, f"{self.rng.randbytes(16).hex()}.rep.antivirus.example")
        elif draw < 0.55:
            self.outside(address)
        elif draw < 0.85:
            self.dig(address, self.rng.choice(NAMES), self.rng.choice(("A", "A", "A", "AAAA", "MX")))
        else:
            self.clock(address)

    def link_checker(self):
        """A broken link checker: a run of 404 answers from a desk, nothing hostile in it."""
        for n in range(30):
            curl(self.desks[0], f"http://{self.portal}/old-site/page-{n}.html", agent="LinkChecker/10.2 (+test)")

    def quarterly_report(self):
        """A desk sends a large attachment to the mail provider, as the work asks for."""
        report = Path("/tmp/quarterly-report.txt")
        report.write_text("line of a quarterly report of the test district\n" * 60_000)
        self.dig(self.desks[3], "mail.post.example")
        call("curl", "-s", "-m", "40", "--interface", self.desks[3], "-A", AGENT, "-H", "Host: mail.post.example",
             "--limit-rate", "600k", "-T", str(report), "http://203.0.113.80/attachments/report.txt")  # fmt: skip

    def large_download(self):
        """The health bureau, whose token allows it, takes a whole public data set in pages, as every month."""
        for page in range(1, 13):
            url = f"http://{self.portal}/api/v1/datasets/air-quality/records?page={page}&size=300"
            curl(self.desks[-1], "-H", TOKEN_HEALTH, url, agent="health-bureau-sync/2.3")


def main():
    seconds, pattern, portal, resolver, *desks = sys.argv[1:]
    office = Office(portal, resolver, desks, random.Random(11))
    pace = Pace(float(seconds), pattern, office.rng)
    for share, oddity in ((0.45, office.link_checker), (0.58, office.quarterly_report), (0.62, office.large_download)):
        timer = threading.Timer(float(seconds) * share, oddity)
        timer.daemon = True
        timer.start()
    while pace.wait(1.6):
        threading.Thread(target=office.any, daemon=True).start()
    time.sleep(2)


main()
