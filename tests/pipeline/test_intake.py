"""Sources change while the platform runs: added, paused, changed, removed; what was received before is kept, once."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from pipeline import feeds
from pipeline.live import serve
from pipeline.platform import Platform
from pipeline.settings import MetricsSettings, PipelineSettings, Settings
from store import alerts, source_watch, sources
from store.scope import EVERYTHING
from store.sources import Source
from tests.ports import free_port

LINE = '203.0.113.9 - - [22/Nov/2026:10:00:{:02d} +0800] "GET /page/{} HTTP/1.1" 200 5 "-" "test"\n'


@contextmanager
def running(tmp_path: Path, **given: Any) -> Iterator[Platform]:
    settings = Settings(
        data=tmp_path / "data",
        metrics=MetricsSettings(listen=""),
        pipeline=PipelineSettings(workers=1),
        **given,
    )
    stop = threading.Event()
    errors: list[BaseException] = []

    def run(platform: Platform) -> None:
        try:
            serve(platform, stop, lambda _: None)
        except BaseException as error:  # noqa: BLE001 - told to the test below
            errors.append(error)

    with Platform(settings) as platform:
        thread = threading.Thread(target=run, args=(platform,))
        thread.start()
        try:
            yield platform
        finally:
            stop.set()
            thread.join(120)
    assert errors == []


def until(what: Callable[[], bool], seconds: float = 120) -> None:
    deadline = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.1)


def put(platform: Platform, name: str, kind: str, enabled: bool = True, **settings: Any) -> None:
    with platform.state.transaction() as tx:
        source = Source(name=name, kind=kind, unit="district", settings=settings, enabled=enabled)
        sources.put(tx, source, actor="test")


def stored(platform: Platform, name: str) -> int:
    with platform.state.reading() as tx:
        return sum(one.events for one in sources.health(tx, EVERYTHING, source=name))


def watch_of(platform: Platform, name: str) -> str:
    with platform.state.reading() as tx:
        found = source_watch.watches(tx, EVERYTHING).get(name)
        return f"{found.state}:{found.error}" if found else ""


def test_a_file_is_read_from_the_moment_it_is_added_and_a_pause_loses_nothing(tmp_path: Path) -> None:
    log = tmp_path / "access.log"
    log.write_text("".join(LINE.format(n, n) for n in range(20)))
    with running(tmp_path) as platform:
        put(platform, "portal", "nginx", path=str(log))
        until(lambda: stored(platform, "portal") == 20)
        until(lambda: watch_of(platform, "portal") == "ok:")
        put(platform, "portal", "nginx", enabled=False, path=str(log))
        until(lambda: not watch_of(platform, "portal"))
        with log.open("a") as out:
            out.write("".join(LINE.format(n, n) for n in range(20, 30)))
        time.sleep(2)
        assert stored(platform, "portal") == 20, "paused"
        put(platform, "portal", "nginx", path=str(log))
        until(lambda: stored(platform, "portal") == 30)


def test_a_listener_opens_moves_and_closes_without_touching_its_neighbour(tmp_path: Path) -> None:
    first, second, other = free_port(), free_port(), free_port()
    with running(tmp_path) as platform:
        put(platform, "a", "syslog", listen=f"tcp://127.0.0.1:{first}")
        put(platform, "b", "syslog", listen=f"tcp://127.0.0.1:{other}")
        with closing(connect(first)) as stream, closing(connect(other)) as neighbour:
            stream.sendall(b"<13>Nov 22 10:00:00 host app: one\n" * 5)
            until(lambda: stored(platform, "a") == 5)
            put(platform, "a", "syslog", listen=f"tcp://127.0.0.1:{second}")
            with closing(connect(second)) as moved:
                moved.sendall(b"<13>Nov 22 10:00:01 host app: two\n" * 5)
                neighbour.sendall(b"<13>Nov 22 10:00:02 host app: three\n" * 5)
                until(lambda: (stored(platform, "a"), stored(platform, "b")) == (10, 5))
        with platform.state.transaction() as tx:
            sources.remove(tx, "a", EVERYTHING, actor="test")
        until(lambda: refused(second))
        assert not refused(other)


def test_one_that_cannot_be_read_says_why_stops_nobody_and_begins_when_it_can(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feeds, "ABSENT_S", 1.0)
    log = tmp_path / "late.log"
    with closing(socket.create_server(("127.0.0.1", 0))) as taken, running(tmp_path) as platform:
        port = taken.getsockname()[1]
        put(platform, "taken", "syslog", listen=f"tcp://127.0.0.1:{port}")
        put(platform, "late", "nginx", path=str(log))
        until(lambda: watch_of(platform, "taken").startswith("failed:cannot listen"))
        until(lambda: watch_of(platform, "late") == "failed:the file is not there")
        log.write_text(LINE.format(1, 1))
        until(lambda: stored(platform, "late") == 1)
        until(lambda: watch_of(platform, "late") == "ok:")
        taken.close()
        until(lambda: watch_of(platform, "taken") == "ok:")


def test_silence_is_told_as_an_alert_once_and_its_end_too(tmp_path: Path) -> None:
    log = tmp_path / "quiet.log"
    log.write_text(LINE.format(1, 1))
    with running(tmp_path) as platform:
        put(platform, "quiet", "nginx", path=str(log), silent_after_s=3)
        until(lambda: stored(platform, "quiet") == 1)
        until(lambda: watch_of(platform, "quiet") == "silent:")
        assert alerts_of(platform) == ["Source Fell Silent"], "told once"

        def delivers_again() -> bool:
            with log.open("a") as out:
                out.write(LINE.format(2, 2))
            return watch_of(platform, "quiet") == "ok:"

        until(delivers_again)
        until(lambda: platform.store.count("event.action:source-ok", EVERYTHING) == 1)


def alerts_of(platform: Platform) -> list[str]:
    with platform.state.reading() as tx:
        return [one.alert.rule.title for one in alerts.find(tx, EVERYTHING, limit=50).items]


def connect(port: int) -> socket.socket:
    found: list[socket.socket] = []

    def tried() -> bool:
        try:
            found.append(socket.create_connection(("127.0.0.1", port), 5))
        except OSError:
            return False
        return True

    until(tried)
    return found[0]


def refused(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 5).close()
    except OSError:
        return True
    return False
