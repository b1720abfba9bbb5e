"""How much `fengsui serve` takes in from the network, over loopback, from senders of its own, in one run.

    python -m benchmarks.intake [--seconds 60] [--rate 100000] [--only udp,tls,netflow,http,lumberjack]

One platform with a source of each kind; its pipeline reads the spools meanwhile, as it would. A sender is a process that
sends so many records a second for so long. Lost is what the kernel says it dropped (/proc/net/udp, SO_RXQ_OVFL) and what
the platform counted as dropped; sent less received is printed beside it and must agree. What a machine too busy to carry
its own loopback drops before any socket (net.core.netdev_max_backlog) is told as `backlog`, for the whole machine.
`listening` is the share of a core the receiving process used, `behind` what waited in the spool when sending ended.
"""

from __future__ import annotations

import argparse
import ctypes
import datetime
import gzip
import hashlib
import http.client
import json
import multiprocessing
import os
import re
import signal
import socket
import ssl
import struct
import subprocess
import sys
import tempfile
import time
import urllib.request
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.sending import Header, Iovec

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
TOKEN = "benchmark"
BATCH = 128
LINE = b"<38>Nov 22 08:%02d:%02d web1 sshd[%d]: Failed password for invalid user u%d from 10.0.%d.%d port %d ssh2"
KINDS = ("udp", "tls", "netflow", "http", "lumberjack")
START_S = 120.0


def lines(count: int) -> list[bytes]:
    return [LINE % (n // 60 % 60, n % 60, n, n, n >> 8 & 255, n & 255, n % 60000) for n in range(count)]


def documents(count: int) -> list[bytes]:
    return [
        json.dumps({"@timestamp": "2026-11-22T08:00:00Z", "message": f"request {n} done", "event": {"dataset": "app"},
                    "source": {"ip": f"10.0.{n >> 8 & 255}.{n & 255}"}}).encode() for n in range(count)
    ]  # fmt: skip


def flows(datagrams: int, each: int = 30) -> list[bytes]:
    """NetFlow 5."""
    out = []
    for number in range(datagrams):
        body = struct.pack(">HHIIIIBBH", 5, each, 100_000, int(time.time()), 0, number * each, 0, 1, 0)
        for row in range(each):
            body += struct.pack(">4s4s4xHHIIIIHHBBBBHHBBH", bytes((10, 0, number & 255, row)), bytes((10, 1, 0, 1)), 3, 4,
                                9, 900, 95_000, 99_000, 40_000 + row, 443, 0, 0x1B, 6, 0, 0, 0, 24, 24, 0)  # fmt: skip
        out.append(body)
    return out


@dataclass(frozen=True, slots=True)
class Sent:
    records: int
    seconds: float


def paced(rate: float, seconds: float, each: int, send: Callable[[int], None]) -> Sent:
    """Call `send(number)`, which sends `each` records, at this rate."""
    began, number = time.perf_counter(), 0
    while (spent := time.perf_counter() - began) < seconds:
        ahead = number * each - spent * rate
        if ahead > 0:
            time.sleep(min(0.002, ahead / rate))
            continue
        send(number)
        number += 1
    return Sent(number * each, time.perf_counter() - began)


def send_datagrams(port: int, made: list[bytes], rate: float, seconds: float, each: int = 1) -> Sent:
    libc = ctypes.CDLL(None, use_errno=True)
    count = len(made) // BATCH * BATCH
    buffers = [ctypes.create_string_buffer(one, len(one)) for one in made[:count]]
    parts = (Iovec * count)(*(Iovec(ctypes.addressof(b), len(d)) for b, d in zip(buffers, made, strict=False)))
    headers = (Header * count)()
    for at in range(count):
        headers[at].iov, headers[at].iovlen = ctypes.pointer(parts[at]), 1
    size = ctypes.sizeof(Header)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.connect((HOST, port))

        def send(number: int) -> None:
            at, left = number * BATCH % count, BATCH
            while left:
                done = libc.sendmmsg(sock.fileno(), ctypes.byref(headers, (at + BATCH - left) * size), left, 0)
                left -= max(0, done)

        return paced(rate, seconds, BATCH * each, send)


def send_tls(port: int, rate: float, seconds: float) -> Sent:
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    block = b"\n".join(lines(1000)) + b"\n"
    with socket.create_connection((HOST, port)) as plain, context.wrap_socket(plain) as sock:
        sent = paced(rate, seconds, 1000, lambda _: sock.sendall(block))
        sock.unwrap().close()
        return sent


def send_http(port: int, rate: float, seconds: float) -> Sent:
    body = gzip.compress(b"\n".join(documents(5000)), 1)
    headers = {"Authorization": f"Bearer {TOKEN}", "Content-Encoding": "gzip"}
    connection = http.client.HTTPConnection(HOST, port, timeout=60)

    def send(_: int) -> None:
        connection.request("POST", "/ingest/http", body, headers)
        answer = connection.getresponse()
        answer.read()
        if answer.status != 202:
            raise SystemExit(f"the platform answered {answer.status}")

    return paced(rate, seconds, 5000, send)


def send_lumberjack(port: int, rate: float, seconds: float) -> Sent:
    """Windows of 2,048, as Beats send; two on the way at a time."""
    made = b"".join(b"2J" + struct.pack(">II", n, len(d)) + d for n, d in enumerate(documents(2048), 1))
    packed = zlib.compress(made, 1)
    window = b"2W" + struct.pack(">I", 2048) + b"2C" + struct.pack(">I", len(packed)) + packed
    with socket.create_connection((HOST, port), timeout=60) as sock:
        acknowledged = sock.makefile("rb")

        def settle() -> None:
            while acknowledged.read(6) == b"2A\0\0\0\0":
                pass

        def send(number: int) -> None:
            sock.sendall(window)
            if number:
                settle()

        sent = paced(rate, seconds, 2048, send)
        settle()
        return sent


def _run(work: Callable[..., Sent], arguments: tuple[Any, ...], out: Any) -> None:
    out.put(work(*arguments))


def certificate(folder: Path) -> tuple[Path, Path]:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "collector")])
    now = datetime.datetime.now(datetime.UTC)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = builder.serial_number(1).not_valid_before(now).not_valid_after(now + datetime.timedelta(days=1))
    chain, secret = folder / "cert.pem", folder / "key.pem"
    chain.write_bytes(made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    secret.write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain))
    return chain, secret


def free_port(kind: socket.SocketKind = socket.SOCK_STREAM) -> int:
    with socket.socket(socket.AF_INET, kind) as sock:
        sock.bind((HOST, 0))
        return int(sock.getsockname()[1])


class Platform:
    """`fengsui serve` with a source of each kind, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        chain, key = certificate(folder)
        self.ports = {kind: free_port() for kind in (*KINDS, "metrics")}
        ports = self.ports
        digest = hashlib.sha256(TOKEN.encode()).hexdigest()
        config = folder / "fengsui.toml"
        config.write_text(
            f"""data = "{folder / "data"}"
language = "en"
[pipeline]
spool_max_bytes = {8 << 30}
[metrics]
listen = "{HOST}:{ports["metrics"]}"
[api]
listen = "{HOST}:{ports["http"]}"
[sources.udp]
kind = "syslog"
listen = "udp://{HOST}:{ports["udp"]}"
[sources.tls]
kind = "syslog"
listen = "tls://{HOST}:{ports["tls"]}"
tls_certificate = "{chain}"
tls_key = "{key}"
[sources.netflow]
kind = "netflow"
listen = "udp://{HOST}:{ports["netflow"]}"
[sources.lumberjack]
kind = "lumberjack"
listen = "tcp://{HOST}:{ports["lumberjack"]}"
[sources.http]
kind = "http"
token_sha256 = "{digest}"
""",
            "utf-8",
        )
        environment = os.environ | {"FENGSUI_CONFIG": str(config), "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-c", "from cli.main import main; main()", "serve"]
        self._log = (folder / "serve.log").open("wb")
        self._process = subprocess.Popen(command, env=environment, cwd=ROOT, stdout=self._log, stderr=self._log)
        until = time.monotonic() + START_S
        while time.monotonic() < until:
            if self._process.poll() is not None:
                raise SystemExit((folder / "serve.log").read_text()[-3000:])
            try:
                self.metrics()
                self._listening = self._find()
                urllib.request.urlopen(f"http://{HOST}:{ports['http']}/api/v1/health", timeout=30).close()
            except (OSError, StopIteration):
                time.sleep(0.2)
            else:
                break

    def metrics(self) -> dict[tuple[str, str], float]:
        """(name, labels) to value."""
        with urllib.request.urlopen(f"http://{HOST}:{self.ports['metrics']}/metrics", timeout=30) as answer:
            text = answer.read().decode()
        found = re.findall(r"^(\w+)(?:\{(.*)\})? (\S+)$", text, re.MULTILINE)
        return {(name, labels): float(value) for name, labels, value in found}

    def _find(self) -> int:
        """The receiving process: the one that holds the UDP source's socket."""
        row = next(
            r.split() for r in Path("/proc/net/udp").read_text().splitlines() if f":{self.ports['udp']:04X} " in r
        )
        for process in Path("/proc").iterdir():
            if process.name.isdecimal():
                try:
                    if any(str(f.readlink()) == f"socket:[{row[9]}]" for f in (process / "fd").iterdir()):
                        return int(process.name)
                except OSError:
                    continue
        return 0

    def processor_s(self) -> float:
        fields = Path(f"/proc/{self._listening}/stat").read_text().rpartition(") ")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def received(self, source: str) -> int:
        return int(self.metrics().get(("fengsui_received_records_total", f'source="{source}"'), 0))

    def dropped(self, source: str) -> dict[str, int]:
        found = {}
        for (name, labels), value in self.metrics().items():
            if name == "fengsui_drops_total" and f'source="{source}"' in labels and value:
                found[labels] = int(value)
        return found

    def behind(self, source: str) -> int:
        folder = next((p for p in Path(self._log.name).parent.glob(f"data/spool/{source}")), None)
        return sum(p.stat().st_size for p in folder.glob("*.seg")) if folder else 0

    def stop(self) -> None:
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()
        self._log.close()


def backlog_drops() -> int:
    """Packets dropped before any socket, all processors: the second column of softnet_stat."""
    return sum(int(row.split()[1], 16) for row in Path("/proc/net/softnet_stat").read_text().splitlines())


def measure(platform: Platform, kind: str, rate: float, seconds: float) -> None:
    port = platform.ports[kind]
    work: dict[str, tuple[Callable[..., Sent], tuple[Any, ...]]] = {
        "udp": (send_datagrams, (port, lines(12_800), rate, seconds)),
        "tls": (send_tls, (port, rate, seconds)),
        "netflow": (send_datagrams, (port, flows(2560), rate, seconds, 30)),
        "http": (send_http, (port, rate, seconds)),
        "lumberjack": (send_lumberjack, (port, rate, seconds)),
    }
    context = multiprocessing.get_context("fork")
    out = context.Queue()
    sender = context.Process(target=_run, args=(*work[kind], out))
    early = backlog_drops()
    used, began = platform.processor_s(), time.perf_counter()
    sender.start()
    sent: Sent = out.get(timeout=seconds + 120)
    sender.join()
    listening = (platform.processor_s() - used) / (time.perf_counter() - began)
    behind = platform.behind(kind)
    each = 30 if kind == "netflow" else 1
    received, lost, changed = -1, {}, time.monotonic()
    while received * each < sent.records and time.monotonic() - changed < 15:  # counters come once a second
        time.sleep(0.5)
        now, lost = platform.received(kind), platform.dropped(kind)
        if now != received:
            received, changed = now, time.monotonic()
    missing = sent.records - received * each
    told = ", ".join(f"{labels} {count:,}" for labels, count in lost.items()) or "none"
    if early := backlog_drops() - early:
        told += f", backlog {early:,} packets"
    print(
        f"{kind:11} {sent.records:12,} {sent.records / sent.seconds:12,.0f} {received * each:12,} {missing:9,} "
        f"{listening:9.0%} {behind / 1e6:9,.0f} {os.getloadavg()[0]:6.1f}   counted as lost: {told}",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--seconds", type=float, default=60.0, help="for the first kind; the others run a third as long"
    )
    parser.add_argument("--rate", type=float, default=100_000, help="records a second; flows three times as many")
    parser.add_argument("--only", default=",".join(KINDS))
    options = parser.parse_args()
    print(f"{os.cpu_count()} cores, load before {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        platform = Platform(Path(folder))
        try:
            print(
                f"{'source':11} {'sent':>12} {'a second':>12} {'received':>12} {'missing':>9} {'listening':>9} "
                f"{'behind MB':>9} {'load':>6}"
            )
            for number, kind in enumerate(options.only.split(",")):
                seconds = options.seconds if number == 0 else options.seconds / 3
                measure(platform, kind, options.rate * (3 if kind == "netflow" else 1), seconds)
        except BaseException:
            sys.stderr.write((Path(folder) / "serve.log").read_text()[-3000:])
            raise
        finally:
            platform.stop()


if __name__ == "__main__":
    main()
