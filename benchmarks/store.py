"""How fast the embedded event store takes events in, how small it keeps them, how fast it answers.

    python -m benchmarks.store                      small, a few seconds
    python -m benchmarks.store --events 10000000    the size the goals are set for; needs about 2 GB of disk

Everything is made in one run: synthetic events of four kinds (flow, DNS, nginx, auditd) with the value distributions
of a district network (few servers, some hundred clients, heavy tails), a week long, in the order they would arrive.
"""

from __future__ import annotations

import argparse
import random
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from model.times import DAY, HOUR, SECOND
from store.base import Base
from store.contract import TimeRange
from store.events.store import Limits, ParquetEventStore
from store.scope import EVERYTHING, Scope

START = 1_795_000_000 * SECOND // DAY * DAY
SPAN = 7 * DAY
UNITS = [f"unit-{n:02d}" for n in range(40)]
BATCH = 20_000


class District:
    """Makes events; the same seed makes the same ones."""

    def __init__(self, seed: int) -> None:
        self.rng = rng = random.Random(seed)
        self.clients = [f"10.{rng.randrange(1, 40)}.{rng.randrange(256)}.{rng.randrange(1, 255)}" for _ in range(3_000)]
        self.servers = [f"10.200.{rng.randrange(4)}.{rng.randrange(1, 255)}" for _ in range(120)]
        self.outside = [".".join(str(rng.randrange(1, 255)) for _ in range(4)) for _ in range(60_000)]
        self.names = [f"{_word(rng)}.{_word(rng)}.{rng.choice(['cn', 'com', 'gov.cn', 'net'])}" for _ in range(8_000)]
        self.paths = [f"/{_word(rng)}/{_word(rng)}/{_word(rng)}" for _ in range(4_000)]
        self.agents = [
            f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{v}.0.{v * 37}.0"
            f" Safari/537.36 Edg/{v}.0.{v}.{v % 7}"
            for v in range(80, 160)
        ]
        self.hosts = [f"srv-{_word(rng)}-{n:02d}" for n in range(120)]
        self.programs = [f"/usr/bin/{_word(rng)}" for _ in range(300)]
        self.kinds = [self.flow, self.flow, self.dns, self.nginx, self.auditd]

    def skewed(self, values: list[str]) -> str:
        """A few values often, most seldom."""
        return values[int(len(values) * self.rng.random() ** 3)]

    def event(self, at: int, number: int) -> dict[str, Any]:
        rng = self.rng
        event = rng.choice(self.kinds)(at)
        client = rng.randrange(len(UNITS))
        event["@timestamp"] = at
        event["event.id"] = f"{rng.getrandbits(128):032x}"
        event["event.hash"] = f"{rng.getrandbits(128):032x}"
        event["event.ingested"] = at + rng.randrange(200_000, 3_000_000)
        event["event.kind"] = "event"
        event["observer.name"] = "fengsui"
        event["fengsui.unit"] = UNITS[client]
        event["log.offset"] = number * 997
        return event

    def flow(self, at: int) -> dict[str, Any]:
        rng = self.rng
        sent, got = int(rng.paretovariate(0.7) * 120), int(rng.paretovariate(0.6) * 200)
        duration = int(rng.expovariate(1 / 4e9))
        return {
            "event.dataset": "network.flow",
            "event.category": ["network"],
            "event.type": ["connection", "end"],
            "event.start": at - duration // 1000,
            "event.end": at,
            "event.duration": duration,
            "event.action": "network_flow",
            "source.ip": self.skewed(self.clients),
            "source.port": rng.randrange(32_768, 61_000),
            "source.mac": f"00-16-3E-{rng.randrange(16):02X}-{rng.randrange(16):02X}-{rng.randrange(16):02X}",
            "source.bytes": sent,
            "source.packets": sent // 600 + 1,
            "destination.ip": self.skewed(self.outside if rng.random() < 0.4 else self.servers),
            "destination.port": rng.choice([443, 443, 443, 80, 53, 22, 3306, 1883, 8080, rng.randrange(1, 65_536)]),
            "destination.mac": f"00-16-3E-FF-{rng.randrange(4):02X}-{rng.randrange(16):02X}",
            "destination.bytes": got,
            "destination.packets": got // 1200 + 1,
            "network.transport": rng.choice(["tcp", "tcp", "udp"]),
            "network.protocol": rng.choice(["tls", "http", "dns", "ssh", "mysql"]),
            "network.type": "ipv4",
            "network.direction": rng.choice(["internal", "outbound"]),
            "network.community_id": f"1:{rng.getrandbits(100):x}=",
            "network.bytes": sent + got,
            "network.packets": sent // 600 + got // 1200 + 2,
            "fengsui.flow.state": rng.choice(["established", "closed", "rejected"]),
            "log.file.path": "/captures/extranet-core-1.pcapng",
            "fengsui.source": "extranet-core-1",
        }

    def dns(self, _at: int) -> dict[str, Any]:
        rng = self.rng
        name = self.skewed(self.names)
        answer = self.skewed(self.outside)
        return {
            "event.dataset": "network.dns",
            "event.category": ["network"],
            "event.type": ["protocol", "info"],
            "event.action": "dns_query",
            "source.ip": self.skewed(self.clients),
            "source.port": rng.randrange(32_768, 61_000),
            "destination.ip": self.servers[rng.randrange(3)],
            "destination.port": 53,
            "network.transport": "udp",
            "network.protocol": "dns",
            "network.type": "ipv4",
            "network.community_id": f"1:{rng.getrandbits(100):x}=",
            "dns.id": rng.randrange(65_536),
            "dns.type": "answer",
            "dns.question.name": name,
            "dns.question.type": rng.choice(["A", "AAAA", "A", "PTR"]),
            "dns.question.class": "IN",
            "dns.question.registered_domain": name.split(".", 1)[1],
            "dns.response_code": rng.choice(["NOERROR", "NOERROR", "NOERROR", "NXDOMAIN"]),
            "dns.answers.data": [answer],
            "dns.answers.type": ["A"],
            "dns.answers.ttl": [rng.choice([30, 60, 300, 3600])],
            "dns.resolved_ip": [answer],
            "dns.header_flags": ["RD", "RA"],
            "log.file.path": "/captures/extranet-core-1.pcapng",
            "fengsui.source": "extranet-core-1",
            "message": f"{name} is {answer}",
        }

    def nginx(self, at: int) -> dict[str, Any]:
        rng = self.rng
        client, agent = self.skewed(self.clients), self.skewed(self.agents)
        path = f"{self.skewed(self.paths)}?id={rng.randrange(100_000)}&session={rng.getrandbits(40):x}"
        status, size = rng.choice([200, 200, 200, 304, 404, 302, 500]), int(rng.paretovariate(0.9) * 300)
        line = (
            f'{client} - - [{time.strftime("%d/%b/%Y:%H:%M:%S +0000", time.gmtime(at // SECOND))}] "GET {path} HTTP/1.1"'
            f' {status} {size} "https://portal.example.gov.cn/" "{agent}"'
        )
        return {
            "event.dataset": "nginx.access",
            "event.category": ["web"],
            "event.type": ["access"],
            "event.outcome": "success" if status < 400 else "failure",
            "event.original": line,
            "message": f"GET {path} {status}",
            "source.ip": client,
            "host.name": self.skewed(self.hosts),
            "http.request.method": rng.choice(["GET", "GET", "POST"]),
            "http.response.status_code": status,
            "http.response.body.bytes": size,
            "http.request.referrer": "https://portal.example.gov.cn/",
            "http.version": "1.1",
            "url.original": path,
            "url.path": path.split("?")[0],
            "url.query": path.split("?")[1],
            "user_agent.original": agent,
            "log.file.path": "/var/log/nginx/access.log",
            "fengsui.source": "portal-nginx",
        }

    def auditd(self, at: int) -> dict[str, Any]:
        rng = self.rng
        program, pid = self.skewed(self.programs), rng.randrange(300, 400_000)
        serial = rng.randrange(10**8)
        arguments = f"{program} --{self.rng.choice(['check', 'sync', 'run', 'list'])} {self.skewed(self.paths)}"
        line = (
            f"type=SYSCALL msg=audit({at // SECOND}.{at % SECOND // 1000:03d}:{serial}): arch=c000003e syscall=59"
            f" success=yes exit=0 a0={rng.getrandbits(47):x} a1={rng.getrandbits(47):x} items=2 ppid={pid - 1} pid={pid}"
            f' auid=1000 uid=1000 gid=1000 tty=pts0 ses=3 comm="{program[9:]}" exe="{program}" key="exec"'
        )
        return {
            "event.dataset": "linux.auditd",
            "event.category": ["process"],
            "event.type": ["start"],
            "event.action": "executed",
            "event.outcome": "success",
            "event.code": "SYSCALL",
            "event.original": line,
            "type": "SYSCALL",
            "syscall": "59",
            "success": "yes",
            "exe": program,
            "key": "exec",
            "ppid": str(pid - 1),
            "host.name": self.skewed(self.hosts),
            "user.name": rng.choice(["root", "www-data", "ops", "postgres"]),
            "process.name": program[9:],
            "process.executable": program,
            "process.pid": pid,
            "process.command_line": arguments,
            "log.file.path": "/var/log/audit/audit.log",
            "fengsui.source": "hosts",
        }


def _word(rng: random.Random) -> str:
    return "".join(rng.choice("bcdfghklmnprstvw") + rng.choice("aeiou") for _ in range(rng.randrange(2, 5)))


def batches(total: int, size: int = BATCH, seed: int = 1) -> Iterator[list[dict[str, Any]]]:
    district = District(seed)
    step = SPAN / total
    for first in range(0, total, size):
        yield [
            district.event(START + int(n * step) + district.rng.randrange(SECOND), n)
            for n in range(first, min(total, first + size))
        ]


def timed(action: Callable[[], Any]) -> float:
    begin = time.perf_counter()
    action()
    return time.perf_counter() - begin


def p95(samples: list[float]) -> float:
    return statistics.quantiles(samples, n=20)[-1] if len(samples) > 1 else samples[0]


def measure_append(store: ParquetEventStore, engine: Any, total: int) -> None:
    raw = raw_events = 0
    write = cpu = publish = 0.0
    for number, batch in enumerate(batches(total)):
        if number % 20 == 0:
            raw += sum(len(orjson.dumps(event)) for event in batch)
            raw_events += len(batch)
        begin, begin_cpu = time.perf_counter(), time.thread_time()
        pending = store.write(batch, batch=f"bench-{number}")
        middle = time.perf_counter()
        with Session(engine) as tx:
            store.publish([pending], tx)
            tx.commit()
        write += middle - begin
        publish += time.perf_counter() - middle
        cpu += time.thread_time() - begin_cpu
        if number % 15 == 14:
            store.housekeeping.compact(min_inputs=8, target_rows=1_000_000)
            store.housekeeping.sweep(grace=-1)
        if number % 100 == 99:
            print(f"  … {(number + 1) * BATCH:,} events", flush=True)
    usage = store.housekeeping.usage()
    size = raw / raw_events
    print(f"append    {total / write:,.0f} events/s written, {total / (write + publish):,.0f} with publishing"
          f" ({total / cpu:,.0f} per CPU second) at {size:,.0f} bytes of JSON each")  # fmt: skip
    print(f"on disk   {usage.bytes / usage.events:.0f} bytes/event = {usage.bytes / usage.events / size:.1%} of the JSON,"
          f" {usage.segments} segments, as appended and merged along the way")  # fmt: skip
    took = timed(lambda: store.housekeeping.compact(min_inputs=2))
    store.housekeeping.sweep(grace=-1)
    usage = store.housekeeping.usage()
    print(f"merged    {usage.bytes / usage.events:.0f} bytes/event = {usage.bytes / usage.events / size:.1%},"
          f" {usage.segments} segments, in {took:.1f} s")  # fmt: skip


def measure_queries(store: ParquetEventStore, rounds: int) -> None:
    rng = random.Random(7)
    district = District(1)

    def hours(count: int) -> TimeRange:
        start = START + rng.randrange(SPAN - count * HOUR)
        return TimeRange(start, start + count * HOUR)

    def report(name: str, ask: Callable[[], Any], times: int = rounds) -> None:
        samples = [timed(ask) for _ in range(times)]
        print(f"{name:<58} median {statistics.median(samples) * 1000:7.0f} ms   p95 {p95(samples) * 1000:7.0f} ms")

    def client() -> str:
        return district.clients[rng.randrange(len(district.clients))]

    few = Scope(frozenset(UNITS[:3]))
    report("newest 100, no query", lambda: store.search(None, EVERYTHING))
    report("24 h + source.ip, 100 newest", lambda: store.search(f"source.ip:{client()}", EVERYTHING, within=hours(24)))
    report("24 h + source.ip, three units", lambda: store.search(f"source.ip:{client()}", few, within=hours(24)))
    report("24 h + dns.question.name, 100 newest",
           lambda: store.search(f"dns.question.name:{rng.choice(district.names)}", EVERYTHING, within=hours(24)))  # fmt: skip
    report("24 h + destination.port AND state, count",
           lambda: store.count("destination.port:22 AND fengsui.flow.state:rejected", EVERYTHING, within=hours(24)))  # fmt: skip
    report("7 days + source.ip, 100 newest", lambda: store.search(f"source.ip:{client()}", EVERYTHING))
    report("24 h + source.ip:10.7.0.0/16, histogram by hour",
           lambda: store.histogram("source.ip:10.7.0.0/16", EVERYTHING, within=hours(24), interval=HOUR))  # fmt: skip
    report(
        "24 h, ten top destination.ip", lambda: store.top_values("destination.ip", None, EVERYTHING, within=hours(24))
    )
    slow = max(3, rounds // 10)
    report("everything, message contains, 100 newest", lambda: store.search("message:*zzqx*", EVERYTHING), slow)
    report("everything, event.original contains, count", lambda: store.count("event.original:*zzqx*", EVERYTHING), slow)
    report("everything, bare *term* (17 fields), count", lambda: store.count("*zzqx*", EVERYTHING), slow)
    event_id = store.search(None, EVERYTHING, ascending=True, limit=1).events[0]["event.id"]
    report("get by id", lambda: store.get(event_id, EVERYTHING))


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--events", type=int, default=200_000)
    arguments.add_argument("--rounds", type=int, default=20)
    arguments.add_argument("--memory", default="512MB")
    arguments.add_argument("--threads", type=int, default=2)
    arguments.add_argument("--folder", help="keep the store here, and only ask it when it is there already")
    options = arguments.parse_args()
    folder = Path(options.folder or tempfile.mkdtemp(prefix="fengsui-bench-"))
    try:
        fresh = not (folder / "state.db").exists()
        folder.mkdir(parents=True, exist_ok=True)
        engine = create_engine(f"sqlite:///{folder / 'state.db'}")
        Base.metadata.create_all(engine)
        limits = Limits(memory=options.memory, threads=options.threads)
        store = ParquetEventStore(folder / "events", engine, limits=limits)
        if fresh:
            measure_append(store, engine, options.events)
        measure_queries(store, options.rounds)
        store.close()
        engine.dispose()
    finally:
        if not options.folder:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
