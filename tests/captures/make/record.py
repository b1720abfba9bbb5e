"""A recording from first wire to committed folder: build, let it live, collect, describe."""

from __future__ import annotations

import fcntl
import gzip
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from tests.captures.make.audit import Audit
from tests.captures.make.hosts import Machine
from tests.captures.make.network import Network, run
from tests.captures.make.world import HOSTS, Step

# host file → (name in the recording, kind, unit, time zone for stamps that carry none)
LOGS: dict[tuple[str, str], tuple[str, str, str]] = {
    ("portal", "nginx/access.log"): ("portal/nginx-access.log", "nginx", "data-centre"),
    ("portal", "portal/app.jsonl"): ("portal/app.jsonl", "jsonl", "data-centre"),
    ("portal", "syslog"): ("portal/syslog.log", "syslog", "data-centre"),
    ("portal", "audit.log"): ("portal/audit.log", "auditd", "data-centre"),
    ("data-host", "syslog"): ("data-host/syslog.log", "syslog", "data-centre"),
    ("data-host", "audit.log"): ("data-host/audit.log", "auditd", "data-centre"),
    ("data-host", "data-api/access.jsonl"): ("data-host/data-api.jsonl", "jsonl", "data-centre"),
    ("jump", "syslog"): ("jump/syslog.log", "syslog", "data-centre"),
    ("dns", "syslog"): ("dns/syslog.log", "syslog", "data-centre"),
    ("broker", "syslog"): ("broker/syslog.log", "syslog", "nanqiao-town"),
    ("pump", "modbus-gateway.jsonl"): ("pump/modbus-gateway.jsonl", "jsonl", "water-bureau"),
}
LOCK = Path("/run/lock/fs-captures.lock")
LOCAL_TIME = {"dns/syslog.log"}  # written without an offset, in the hosts' local time


@dataclass(slots=True)
class Story:
    """What a recording is, and what happened in it."""

    name: str
    title: str
    title_zh: str
    compression: str
    about: str
    start: str = ""
    end: str = ""
    steps: list[Step] = field(default_factory=list)
    inputs: list[dict[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class District:
    """The running district. Made by `district()`, which also takes it down."""

    def __init__(self, work: Path) -> None:
        self.work = work
        self.network = Network()
        self.machines: dict[str, Machine] = {}
        self.audit = Audit(work / "audit")

    def open(self, names: tuple[str, ...] = tuple(HOSTS)) -> None:
        keys = self.work / "keys"
        keys.mkdir()
        for name in ("weihu", "chenmin", "backup"):
            run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", f"{name}@test", "-f", str(keys / name))
        self.network.open()
        for name in names:
            machine = Machine(HOSTS[name], self.work / "hosts" / name, keys)
            self.machines[name] = machine
            machine.prepare()
        for machine in self.machines.values():
            machine.start()

    def close(self) -> None:
        self.audit.close()
        for machine in self.machines.values():
            machine.stop()
        self.network.close()


class Busy(RuntimeError):
    """Another run of the builder has the namespaces; their names are the same for every run."""


@contextmanager
def alone(patience: float) -> Iterator[None]:
    """Hold the one lock for as long as namespaces exist. Raises Busy after `patience` seconds."""
    deadline = time.monotonic() + patience
    with LOCK.open("w") as lock:
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except OSError as error:
                if time.monotonic() > deadline:
                    raise Busy(f"another run of the builder holds {LOCK}; wait for it to end") from error
                time.sleep(0.5)
        yield


@contextmanager
def district(names: tuple[str, ...] = tuple(HOSTS), patience: float = 5) -> Iterator[District]:
    """Bring the named hosts up, and take everything down at the end, however it comes."""
    with alone(patience), tempfile.TemporaryDirectory(prefix="fs-captures-") as folder:
        made = District(Path(folder))
        Path(folder).chmod(0o755)
        try:
            made.open(names)
            yield made
        finally:
            made.close()


def begin(made: District, story: Story) -> None:
    if not made.audit.open(made.machines):
        story.notes.append(f"No auditd logs: {made.audit.refusal}.")
    (made.work / "pcap").mkdir()
    made.network.start_capture(made.work / "pcap")
    time.sleep(2)
    story.start = now()


def finish(made: District, story: Story, out: Path) -> None:
    """Stop the capture, then copy what the hosts wrote into `out`/<name> and note it in `story.inputs`."""
    time.sleep(1)
    story.end = now()
    said = made.network.stop_capture()
    story.notes.extend(f"tcpdump on {zone}: {', '.join(text.splitlines()[-3:])}" for zone, text in said.items())
    made.audit.close()
    logs = {name: machine.folder / "var" / "log" for name, machine in made.machines.items()}
    made.audit.collect(logs["portal"] / "audit.log", logs["data-host"] / "audit.log")
    target = out / story.name
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    pcap = made.work / "pcap"
    parts = [str(pcap / f"{zone}.pcap") for zone in ("srv", "dmz", "off")]
    run("mergecap", "-F", "pcap", "-w", str(pcap / "extranet.pcap"), *parts)
    for name, unit in (("extranet", "data-centre"), ("iot", "nanqiao-town")):
        _pack(pcap / f"{name}.pcap", target / f"{name}.pcap.gz")
        story.inputs.append(_input(f"{name}.pcap.gz", "pcap", f"{name}-sensor", unit, f"sensor-{name}", "UTC"))
    for (host, file), (name, kind, unit) in LOGS.items():
        source = logs[host] / file
        if not source.exists() or not source.stat().st_size:
            continue
        (target / name).parent.mkdir(exist_ok=True)
        shutil.copyfile(source, target / name)
        zone = "Asia/Shanghai" if name in LOCAL_TIME else "UTC"
        label = name.replace("/", "-").removesuffix(".log").removesuffix(".jsonl")
        story.inputs.append(_input(name, kind, label, unit, host, zone))


def _input(file: str, kind: str, source: str, unit: str, observer: str, timezone: str) -> dict[str, str]:
    return {"file": file, "kind": kind, "source": source, "unit": unit, "observer": observer, "timezone": timezone}


def _pack(source: Path, target: Path) -> None:
    with (
        source.open("rb") as plain,
        target.open("wb") as raw,
        gzip.GzipFile(filename="", mode="wb", fileobj=raw, compresslevel=9, mtime=0) as packed,
    ):
        shutil.copyfileobj(plain, packed)
