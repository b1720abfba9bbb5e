"""`python -m tests.captures.make.devices`: record `district-devices` in a network namespace of its own (root, tcpdump)."""

from __future__ import annotations

import gzip
import json
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.captures.make.devices.cameras import video
from tests.captures.make.devices.describe import describe
from tests.captures.make.devices.hospital import messages, pictures
from tests.captures.make.devices.telemetry import environment, fire, hydrology, vehicles

NAMESPACE = "fengsui-devices"
OUT = Path(__file__).resolve().parents[2] / "district-devices"
STRANGER = "10.20.9.66"
# Where a platform stands, where its device, and what they say.
TALKS = (
    (video, "10.20.3.10", "10.40.2.31"),
    (environment, "10.20.3.20", "10.40.3.12"),
    (hydrology, "10.20.3.30", "10.40.4.17"),
    (vehicles, "10.20.3.40", "10.40.5.31"),
    (fire, "10.20.3.50", "10.40.6.8"),
    (pictures, "10.20.6.10", "10.20.6.21"),
    (messages, "10.20.6.11", "10.20.6.30"),
)


def inside(report: Path) -> None:
    """In the namespace: every conversation once; when each began and ended goes into `report`."""
    spans = {}
    for talk, platform, device in TALKS:
        began = time.time()
        talk(platform, device, STRANGER)
        time.sleep(0.5)
        spans[talk.__name__] = (began, time.time())
    report.write_text(json.dumps(spans), encoding="utf-8")


def record() -> None:
    for tool in ("ip", "tcpdump"):
        if shutil.which(tool) is None:
            sys.exit(f"{tool} is needed: apt-get install iproute2 tcpdump")
    addresses = {STRANGER, *(address for _, *ends in TALKS for address in ends)}
    within = ["ip", "netns", "exec", NAMESPACE]
    subprocess.run(["ip", "netns", "add", NAMESPACE], check=True)
    try:
        subprocess.run([*within, "ip", "link", "set", "lo", "up"], check=True)
        for address in sorted(addresses):
            subprocess.run([*within, "ip", "address", "add", f"{address}/32", "dev", "lo"], check=True)
        with tempfile.TemporaryDirectory() as folder:
            raw = Path(folder) / "devices.pcap"
            tcpdump = [*within, "tcpdump", "-i", "lo", "-U", "-s", "0", "-w", str(raw), "-q"]
            capture = subprocess.Popen(tcpdump, stderr=subprocess.PIPE)
            time.sleep(1.5)
            report = Path(folder) / "spans.json"
            command = [*within, sys.executable, "-m", "tests.captures.make.devices", "inside", str(report)]
            done = subprocess.run(command, check=False, timeout=120)
            time.sleep(1.0)
            capture.terminate()
            capture.wait(10)
            if done.returncode:
                sys.exit("a conversation failed; nothing was recorded")
            OUT.mkdir(exist_ok=True)
            with gzip.GzipFile(OUT / "devices.pcap.gz", "wb", mtime=0) as packed:
                packed.write(raw.read_bytes())
            talks = {talk.__name__: (platform, device) for talk, platform, device in TALKS}
            describe(OUT, talks, STRANGER, json.loads(report.read_text(encoding="utf-8")))
    finally:
        subprocess.run(["ip", "netns", "del", NAMESPACE], check=False)
    print(f"recorded {OUT / 'devices.pcap.gz'}")


if __name__ == "__main__":
    inside(Path(sys.argv[2])) if sys.argv[1:2] == ["inside"] else record()
