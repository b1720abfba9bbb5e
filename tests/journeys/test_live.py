"""`fengsui serve` with real files and real sockets: everything that reached it is kept, once, whatever happens to it."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from pipeline.platform import open_existing
from pipeline.settings import load_settings
from store import alerts, ledger, sources
from store.scope import EVERYTHING
from tests.journeys.platform_runs import ROOT, command, environment
from tests.ports import free_port


@contextmanager
def serving(tmp_path: Path, config: str) -> Iterator[subprocess.Popen[str]]:
    """A running platform; SIGTERM at the end, which must end it cleanly."""
    process = start(tmp_path, config)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        _, stderr = process.communicate(timeout=90)
    assert process.returncode == 0, stderr


def start(tmp_path: Path, config: str, api: str = "127.0.0.1:0") -> subprocess.Popen[str]:
    env = environment(tmp_path / "data")
    (tmp_path / "fengsui.toml").write_text(
        f'data = "{tmp_path}/data"\nlanguage = "en"\n[api]\nlisten = "{api}"\n{config}', "utf-8"
    )
    return subprocess.Popen(
        command("serve"), env=env, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def count(tmp_path: Path, query: str) -> int:
    settings = load_settings(environ={"FENGSUI_DATA": str(tmp_path / "data")})
    if not settings.state_file.is_file():
        return 0
    state, store = open_existing(settings)
    with closing(store), state:
        return store.count(query, EVERYTHING)


def eventually(expected: int, what: Callable[[], int], seconds: float = 240) -> None:
    deadline = time.monotonic() + seconds
    seen = -1
    while time.monotonic() < deadline:
        seen = what()
        if seen == expected:
            time.sleep(0.6)  # and it stays so: nothing arrives twice
            assert what() == expected
            return
        time.sleep(0.2)
    pytest.fail(f"expected {expected}, got {seen} after {seconds} s")


def access(number: int) -> str:
    return f'203.0.113.9 - - [22/Nov/2026:10:00:{number % 60:02d} +0800] "GET /page/{number} HTTP/1.1" 200 {number} "-" "test"\n'


METRICS_OFF = '[metrics]\nlisten = ""\n'


def test_a_growing_file_is_followed_through_rotation_and_restarts(tmp_path):
    log = tmp_path / "access.log"
    config = f'{METRICS_OFF}[sources.portal]\nkind = "nginx"\npath = "{log}"\n'
    log.write_text("".join(access(n) for n in range(50)))
    with serving(tmp_path, config):
        eventually(50, lambda: count(tmp_path, "event.dataset:nginx.access"))
        with log.open("a") as out:
            out.write("".join(access(n) for n in range(50, 80)))
            out.write(access(80)[:30])  # a line being written; left so for long it would count as it is
            out.flush()
            out.write(access(80)[30:])
        eventually(81, lambda: count(tmp_path, "event.dataset:nginx.access"))
        log.rename(tmp_path / "access.log.1")
        log.write_text("".join(access(n) for n in range(100, 110)))
        eventually(91, lambda: count(tmp_path, "event.dataset:nginx.access"))
    with log.open("a") as out:
        out.write("".join(access(n) for n in range(110, 115)))
    with serving(tmp_path, config):
        eventually(96, lambda: count(tmp_path, "event.dataset:nginx.access"))


def test_syslog_over_udp_and_tcp_becomes_events_and_alerts(tmp_path):
    udp, tcp = free_port(), free_port()
    config = (
        f'{METRICS_OFF}[sources.syslog-udp]\nkind = "syslog"\nlisten = "udp://127.0.0.1:{udp}"\n'
        f'[sources.syslog-tcp]\nkind = "syslog"\nlisten = "tcp://127.0.0.1:{tcp}"\n'
    )
    with serving(tmp_path, config):
        stream = connect(tcp)
        until(lambda: takes_datagrams(udp), "the datagram listener")
        with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as datagrams, closing(stream):
            for n in range(200):
                datagrams.sendto(failed_login(n, "udp-host"), ("127.0.0.1", udp))
                time.sleep(0.001)
            stream.sendall(b"".join(failed_login(n, "tcp-host") + b"\n" for n in range(300)))
            eventually(200, lambda: count(tmp_path, "host.name:udp-host"))
            eventually(300, lambda: count(tmp_path, "host.name:tcp-host"))
            stream.sendall(b"no syslog at all\n")
    state, store = open_existing(load_settings(environ={"FENGSUI_DATA": str(tmp_path / "data")}))
    with closing(store), state, state.reading() as tx:
        assert alerts.count(tx, EVERYTHING) > 0, "hundreds of failed sign-ins from one address raised nothing"
        health = {h.source: h for h in sources.health(tx, EVERYTHING)}
        assert health["syslog-tcp"].events + health["syslog-tcp"].quarantined == 301
        assert health["syslog-udp"].dropped == 0
        assert ledger.verify(tx).ok


def test_what_was_received_before_a_kill_is_kept_once(tmp_path):
    tcp = free_port()
    config = f'{METRICS_OFF}[pipeline]\nbatch_records = 50\n[sources.net]\nkind = "syslog"\nlisten = "tcp://127.0.0.1:{tcp}"\n'
    spool = tmp_path / "data" / "spool" / "net"
    sent = 0
    for _ in range(4):
        process = start(tmp_path, config)
        with closing(connect(tcp)) as stream:
            payload = b"".join(failed_login(n, "killed") + b"\n" for n in range(sent, sent + 400))
            wanted = spooled(spool) + 400
            stream.sendall(payload)
            # The spool is where receiving ends; the pipeline may be anywhere.
            until(lambda wanted=wanted: spooled(spool) >= wanted, "the spool", pause_s=0.002)
        sent += 400
        process.kill()
        process.communicate()
    with serving(tmp_path, config):
        eventually(sent, lambda: count(tmp_path, "host.name:killed"))


def spooled(folder: Path) -> int:
    """Messages in the spool; segments are far from full here, so none has been removed yet."""
    return sum(path.read_bytes().count(b"killed sshd") for path in sorted(folder.glob("*.seg")))


def test_a_killed_receiving_process_is_started_again_and_nothing_it_had_is_lost(tmp_path):
    tcp = free_port()
    config = f'{METRICS_OFF}[sources.net]\nkind = "syslog"\nlisten = "tcp://127.0.0.1:{tcp}"\n'
    spool = tmp_path / "data" / "spool" / "net"
    with serving(tmp_path, config) as process:
        with closing(connect(tcp)) as stream:
            stream.sendall(b"".join(failed_login(n, "killed") + b"\n" for n in range(100)))
            until(lambda: spooled(spool) >= 100, "the spool")
        receiver = listening(process.pid, tcp)
        assert receiver is not None
        os.kill(receiver, signal.SIGKILL)
        # Till its last thread has ended, the old socket takes connections that nobody will ever read.
        until(lambda: listening(process.pid, tcp) not in (None, receiver), "another receiving process")
        with closing(connect(tcp)) as stream:
            stream.sendall(b"".join(failed_login(n, "killed") + b"\n" for n in range(100, 150)))
            eventually(150, lambda: count(tmp_path, "host.name:killed"))


def until(what: Callable[[], bool], name: str, pause_s: float = 0.02) -> None:
    deadline = time.monotonic() + 240
    while not what():
        assert time.monotonic() < deadline, f"waited in vain for {name}"
        time.sleep(pause_s)


def takes_datagrams(port: int) -> bool:
    rows = Path("/proc/net/udp").read_text().splitlines()[1:]
    return any(row.split()[1].endswith(f":{port:04X}") for row in rows)


def listening(pid: int, port: int) -> int | None:
    """The process other than `pid` that holds the listening socket; None while there is none that lives."""
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    sockets = {f"socket:[{row[9]}]" for row in rows if row[1].endswith(f":{port:04X}") and row[3] == "0A"}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != pid:
            with contextlib.suppress(OSError):
                if any(str(link.readlink()) in sockets for link in (entry / "fd").iterdir()):
                    return int(entry.name)
    return None


def test_the_metrics_page_tells_rates_lag_and_drops(tmp_path):
    log, port = tmp_path / "a.log", free_port()
    log.write_text("".join(access(n) for n in range(20)) + "not an access line\n")
    config = f'[metrics]\nlisten = "127.0.0.1:{port}"\n[sources.portal]\nkind = "nginx"\npath = "{log}"\n'
    with serving(tmp_path, config):
        eventually(20, lambda: count(tmp_path, "event.dataset:nginx.access"))
        wanted = (
            'fengsui_records_total{outcome="event",source="portal"} 20.0',
            'fengsui_records_total{outcome="quarantined",source="portal"} 1.0',
            "fengsui_lag_seconds",
            "fengsui_stage_seconds_total",
        )

        def untold() -> list[str]:
            page = urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=60).read().decode()
            return [one for one in wanted if one not in page]

        until(lambda: not untold(), "the figures")  # they follow what is committed


def test_an_address_already_in_use_is_said_with_the_source_and_the_way_out(tmp_path):
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        process = start(tmp_path, f'{METRICS_OFF}[sources.net]\nkind = "syslog"\nlisten = "tcp://127.0.0.1:{port}"\n')
        _, stderr = process.communicate(timeout=60)
    assert process.returncode == 2
    assert "source net" in stderr
    assert "another program uses it" in stderr


def failed_login(number: int, host: str) -> bytes:
    moment = f"2026-11-22T10:{number // 60 % 60:02d}:{number % 60:02d}.{number:06d}Z"
    return f"<38>1 {moment} {host} sshd 4242 - - Failed password for root from 203.0.113.66 port {20000 + number} ssh2".encode()


def connect(port: int) -> socket.socket:
    deadline = time.monotonic() + 90
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=60)
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def test_the_first_start_prints_one_time_passwords_and_the_interface_answers(tmp_path):
    port = free_port()
    process = start(tmp_path, METRICS_OFF, api=f"127.0.0.1:{port}")
    said = ""
    try:
        connect(port).close()
        body = urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v1/health", timeout=60).read()
        assert process.stdout is not None
        while "\u2570" not in said:  # the lower left corner of the box it prints
            line = process.stdout.readline()
            assert line, said
            said += line
    finally:
        process.send_signal(signal.SIGTERM)
        stdout, stderr = process.communicate(timeout=90)
    assert process.returncode == 0, stderr
    assert b"ok" in body
    assert f"http://127.0.0.1:{port}" in said
    for name in ("sysadmin", "secadmin", "auditadmin", "analyst"):
        assert name in said, stdout
