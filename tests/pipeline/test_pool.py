"""Workers that die cost a retry, not a record; errors come back as what they are; nothing outlives its parent."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from collectors.contract import RawRecord
from model.errors import StoreError
from model.event import Origin
from pipeline.batch import Batch
from pipeline.pool import Pool, Ticket
from pipeline.stages import StageSpec
from tests.journeys.platform_runs import ROOT

SPEC = StageSpec(rules=(ROOT / "detections" / "rules" / "linux",), pipelines=(), events_folder=None)


def batch(number: int, *bodies: bytes) -> Batch:
    records = [RawRecord(body, at, at + 1) for at, body in enumerate(bodies)]
    return Batch(str(number), "lane", "jsonl", Origin("test", "f"), {"end": number}, records=records)


def line(number: int) -> bytes:
    return b'{"@timestamp": "2026-11-22T00:00:00Z", "message": "%d"}' % number


def test_results_carry_their_batch_and_bad_records_are_set_aside_whole():
    pool = Pool(SPEC, 2)
    try:
        tickets = [pool.submit(batch(n, line(n), b"{broken", line(n + 1))) for n in range(20)]
        for number, ticket in enumerate(tickets):
            followed = pool.wait_for(ticket)
            assert followed.id == str(number)
            assert followed.events == 2
            [bad] = followed.quarantined
            assert bad.data == b"{broken"
            assert bad.reason
    finally:
        pool.close()


def test_a_killed_worker_costs_a_retry_and_nothing_else():
    pool = Pool(SPEC, 2)
    try:
        first = pool.submit(batch(0, line(0)))
        pool.wait_for(first)
        tickets = [pool.submit(batch(n, *[line(k) for k in range(3000)])) for n in range(1, 7)]
        for process, _ in list(pool.workers):
            os.kill(process.pid, signal.SIGKILL)
        assert [pool.wait_for(ticket).events for ticket in tickets] == [3000] * 6
    finally:
        pool.close()


def test_a_batch_that_kills_every_worker_is_named_instead_of_tried_for_ever():
    pool = Pool(SPEC, 2)
    try:
        ticket = pool.submit(batch(7, *[line(k) for k in range(50_000)]))
        with pytest.raises(StoreError, match="died twice on the same batch"):
            kill_until_done(pool, ticket)
    finally:
        pool.close()


def kill_until_done(pool: Pool, ticket: Ticket) -> None:
    while ticket.result is None:
        for process, busy in list(pool.workers):
            if busy is ticket and process.pid is not None:
                os.kill(process.pid, signal.SIGKILL)
        pool.poll(0.05)


@pytest.mark.slow
def test_no_worker_outlives_a_killed_parent(tmp_path: Path):
    script = (
        "import sys, time\n"
        "from tests.pipeline.test_pool import SPEC, batch, line\n"
        "from pipeline.pool import Pool\n"
        "pool = Pool(SPEC, 2)\n"
        "[pool.wait_for(t) for t in [pool.submit(batch(n, line(n))) for n in range(4)]]\n"
        "print(*[p.pid for p, _ in pool.workers], flush=True)\n"
        "time.sleep(60)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    workers = [int(pid) for pid in parent.stdout.readline().split()]
    assert workers
    parent.kill()
    parent.communicate()
    deadline = time.monotonic() + 90
    while any(alive(pid) for pid in workers) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not any(alive(pid) for pid in workers)


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
