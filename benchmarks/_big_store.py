"""A store of many synthetic events, written by all cores; for `python -m benchmarks.api --events N`."""

from __future__ import annotations

import multiprocessing
import os
import time
from pathlib import Path

from benchmarks.store import BATCH, SPAN, START, District
from pipeline.platform import open_events
from pipeline.settings import Settings
from store.contract import Pending
from store.events.writer import SegmentWriter
from store.state import open_state

STEP = 200_000


def build(folder: Path, events: int) -> None:
    """Nothing when the folder has a store already."""
    settings = Settings(data=folder)
    if settings.state_file.exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    started = time.perf_counter()
    with open_state(settings.state_file) as state:
        store = open_events(settings, state)
        jobs = [(first, min(STEP, events - first), events, folder) for first in range(0, events, STEP)]
        with multiprocessing.get_context("spawn").Pool(os.cpu_count()) as pool:
            for number, pending in enumerate(pool.imap(_write, jobs)):
                with state.transaction() as tx:
                    store.publish(pending, tx)
                if number % 10 == 9:
                    store.housekeeping.compact()
        while store.housekeeping.compact():
            pass
        store.housekeeping.sweep()
        store.close()
    print(f"{events:,} events written in {time.perf_counter() - started:.0f} s", flush=True)


def _write(job: tuple[int, int, int, Path]) -> list[Pending]:
    first, number, total, folder = job
    writer, district = SegmentWriter(folder / "events"), District(first)
    pending = []
    for start in range(first, first + number, BATCH):
        count = min(BATCH, first + number - start)
        events = [district.event(START + (start + i) * SPAN // total, start + i) for i in range(count)]
        pending.append(writer.write(events, batch=f"bench-{start}"))
    return pending
