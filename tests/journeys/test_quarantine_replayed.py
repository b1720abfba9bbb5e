"""A held record, read again by the running platform after its cause is mended: its event is there once, whatever happens."""

from __future__ import annotations

import random
import signal
import time
from contextlib import closing
from pathlib import Path

import pytest

from collectors.contract import Quarantined
from model.event import digest
from model.times import now_us
from pipeline.platform import open_existing
from pipeline.settings import Settings, load_settings
from store import checkpoints, ledger, quarantine, replays, sources
from store.quarantine import Held, HeldState
from store.replays import Chosen
from store.scope import EVERYTHING
from tests.journeys.test_live import METRICS_OFF, access, count, eventually, serving, start
from tests.ports import free_port

KINDS = frozenset({"nginx"})


def settings_of(tmp_path: Path) -> Settings:
    return load_settings(environ={"FENGSUI_DATA": str(tmp_path / "data")})


def held(tmp_path: Path) -> list[Held]:
    if not settings_of(tmp_path).state_file.is_file():
        return []
    state, store = open_existing(settings_of(tmp_path))
    with closing(store), state, state.reading() as tx:
        return quarantine.find(tx, EVERYTHING, limit=500).items


def hold(tmp_path: Path, records: list[bytes], fingerprint: str = "old") -> None:
    """As an earlier version held them, whose nginx reader did not know the format yet."""
    items, position = [], 0
    for data in records:
        items.append(Quarantined("nginx.format", "not an access log line", position, data))
        position += len(data) + 1
    state, store = open_existing(settings_of(tmp_path))
    with closing(store), state, state.transaction() as tx:
        quarantine.add(
            tx,
            "portal",
            "district",
            items,
            fingerprint=fingerprint,
            kind="nginx",
            origin={"observer": "portal", "path": "/var/log/access.log", "timezone": "Asia/Shanghai"},
        )


def ask(tmp_path: Path) -> replays.Requested:
    state, store = open_existing(settings_of(tmp_path))
    with closing(store), state, state.transaction() as tx:
        return replays.request(
            tx, Chosen(source="portal"), EVERYTHING, kinds=KINDS, actor="account:sysadmin", time=now_us()
        )


def still_queued(tmp_path: Path) -> int:
    return sum(one.state is HeldState.QUEUED for one in held(tmp_path))


def test_a_record_whose_cause_was_mended_becomes_its_event_and_another_says_why_it_fails_again(tmp_path: Path) -> None:
    log = tmp_path / "access.log"
    log.write_text(access(1) + "still no access line\n")
    config = f'{METRICS_OFF}[sources.portal]\nkind = "nginx"\npath = "{log}"\n'
    with serving(tmp_path, config):
        eventually(1, lambda: len(held(tmp_path)))
        hold(tmp_path, [access(2).rstrip().encode()])
        assert ask(tmp_path) == replays.Requested(queued=2, unable=0, done=0)
        eventually(0, lambda: still_queued(tmp_path))
        eventually(2, lambda: count(tmp_path, "event.dataset:nginx.access"))
        found = {one.state: one for one in held(tmp_path)}
        good, bad = found[HeldState.BECAME_EVENTS], found[HeldState.FAILED_AGAIN]
        assert (bad.tries, bad.failure) == (1, bad.reason)
        assert count(tmp_path, f"event.id:{good.events[0]} AND url.path:\\/page\\/2") == 1
        assert ask(tmp_path) == replays.Requested(queued=1, unable=0, done=1), "only what failed is tried again"
        eventually(2, lambda: max(one.tries for one in held(tmp_path)))
        assert count(tmp_path, "event.dataset:nginx.access") == 2
    state, store = open_existing(settings_of(tmp_path))
    with closing(store), state, state.reading() as tx:
        (totals,) = sources.health(tx, EVERYTHING)
        assert (totals.events, totals.quarantined) == (2, 1), "a second failure is not a second record"
        assert sum(one.replayed for one in quarantine.counts(tx, EVERYTHING)) == 1
        actions = [record.action for record in ledger.records(tx, EVERYTHING, limit=500).items]
        assert actions.count("quarantine.replayed") == 1
        assert actions.count("quarantine.replay_failed") == 2
        assert actions.count("quarantine.replay_requested") == 2
        assert ledger.verify(tx).ok


def test_a_record_replayed_and_also_read_from_its_input_is_one_event(tmp_path: Path) -> None:
    """The event of a replayed record has the id it has when the input itself is read."""
    log = tmp_path / "access.log"
    log.write_text(access(1))
    config = f'{METRICS_OFF}[sources.portal]\nkind = "nginx"\npath = "{log}"\n'
    with serving(tmp_path, config):
        eventually(1, lambda: count(tmp_path, "event.dataset:nginx.access"))
        state, store = open_existing(settings_of(tmp_path))
        with closing(store), state, state.reading() as tx:
            (event,) = store.iterate(None, EVERYTHING)
            left = checkpoints.get(tx, "tail:portal")
        assert left is not None
        hold(tmp_path, [access(1).rstrip().encode()], fingerprint=digest("portal", left["fingerprint"]))
        ask(tmp_path)
        eventually(0, lambda: still_queued(tmp_path))
        (again,) = held(tmp_path)
        assert again.events == (event["event.id"],)
        eventually(1, lambda: count(tmp_path, "event.dataset:nginx.access"))


@pytest.mark.timeout(600)
def test_killed_while_replaying_each_record_becomes_one_event(tmp_path: Path) -> None:
    log = tmp_path / "access.log"
    log.write_text(access(0))
    # Small batches make several commits, so that kills land between and inside them.
    config = (
        f'{METRICS_OFF}[pipeline]\nbatch_bytes = 2048\nworkers = 1\n[sources.portal]\nkind = "nginx"\npath = "{log}"\n'
    )
    with serving(tmp_path, config):
        eventually(1, lambda: count(tmp_path, "event.dataset:nginx.access"))
    records = 400
    hold(tmp_path, [access(n).rstrip().encode() for n in range(1, records + 1)])
    assert ask(tmp_path).queued == records
    rng = random.Random(3)
    for _ in range(3):
        process = start(tmp_path, config, api=f"127.0.0.1:{free_port()}")
        before, deadline = still_queued(tmp_path), time.monotonic() + 90
        while still_queued(tmp_path) == before and before and time.monotonic() < deadline:
            time.sleep(0.002)
        time.sleep(rng.uniform(0, 0.1))
        process.send_signal(signal.SIGKILL)
        process.communicate()
    with serving(tmp_path, config):
        eventually(0, lambda: still_queued(tmp_path))
        eventually(records + 1, lambda: count(tmp_path, "event.dataset:nginx.access"))
    assert all(one.state is HeldState.BECAME_EVENTS and len(one.events) == 1 for one in held(tmp_path))
    assert len({event for one in held(tmp_path) for event in one.events}) == len(held(tmp_path))
