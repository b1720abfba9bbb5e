"""kill -9 at any moment: a transaction is there whole or not at all, and the next process goes on."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from store import alerts, checkpoints, ledger
from store.scope import EVERYTHING
from store.state import open_state

BATCH = 50

_WRITER = """
import sys
from pathlib import Path
from store import alerts, checkpoints, ledger, quarantine
from store.state import open_state
from tests.store.state.samples import Bad, an_alert

with open_state(Path(sys.argv[1])) as state:
    with state.reading() as tx:
        done = (checkpoints.get(tx, "input") or {"n": 0})["n"]
    while True:
        with state.transaction() as tx:
            alerts.add(tx, [an_alert(f"{done + n}") for n in range(25)])
            print("half", flush=True)
            alerts.add(tx, [an_alert(f"{done + n}") for n in range(25, 50)])
            quarantine.add(tx, "s", "district", [Bad(position=done)], fingerprint="f")
            ledger.append(tx, actor="test", action="batch.done", object="batch", details={"from": done})
            checkpoints.put_snapshot(tx, "engine", str(done).encode())
            checkpoints.put(tx, "input", {"n": done + 50})
        done += 50
        print("done", flush=True)
"""


def test_after_each_of_many_kills_results_counters_and_checkpoint_agree(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    seed = random.randrange(2**32)
    chance = random.Random(seed)
    open_state(path).close()
    for _ in range(12):
        writer = subprocess.Popen([sys.executable, "-c", _WRITER, str(path)], stdout=subprocess.PIPE, text=True)
        assert writer.stdout is not None
        for _ in range(chance.randrange(1, 12)):  # some land between the halves of a batch, some between batches
            assert writer.stdout.readline()
        time.sleep(chance.random() * 0.01)
        writer.send_signal(signal.SIGKILL)
        writer.wait(90)
        writer.stdout.close()
        with open_state(path) as state, state.reading() as tx:
            done = (checkpoints.get(tx, "input") or {"n": 0})["n"]
            assert done % BATCH == 0
            assert alerts.count(tx, EVERYTHING) == done, f"seed {seed}"
            report = ledger.verify(tx)
            assert report.ok, f"seed {seed}: {report.faults}"
            said = ledger.records(tx, EVERYTHING, action="batch.done", limit=10_000).items
            assert len(said) == done // BATCH, f"seed {seed}"
            assert (checkpoints.get_snapshot(tx, "engine") or b"-50") == str(done - BATCH).encode()
    assert done > 0
