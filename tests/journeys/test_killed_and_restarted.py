"""`kill -9` at random moments loses nothing and stores nothing twice: events, alerts, incidents end as without it."""

from __future__ import annotations

import random
import shutil
import signal
import sqlite3
import subprocess
import time
from contextlib import closing
from pathlib import Path

import pytest
import yaml

from tests.journeys.platform_runs import ROOT, command, environment, kept, run

KILLS = 20
RECORDING = ROOT / "tests" / "captures" / "district-attack"
LEFT_OUT = {"extranet.pcap.gz"}  # as large as the rest together; the other capture takes the same way
# Small batches make many commits, so that kills land between, before and inside them.
SMALL = {"FENGSUI_PIPELINE__BATCH_RECORDS": "40"}


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    """The intrusion without its largest file, so that twenty-two runs take two minutes."""
    folder = tmp_path / "recording"
    shutil.copytree(RECORDING, folder)
    manifest = yaml.safe_load((folder / "recording.yml").read_text("utf-8"))
    manifest["inputs"] = [item for item in manifest["inputs"] if item["file"] not in LEFT_OUT]
    (folder / "recording.yml").write_text(yaml.safe_dump(manifest, allow_unicode=True), "utf-8")
    return folder


def commits(data: Path) -> int:
    """Grows with every commit; -1 before the first."""
    try:
        with closing(sqlite3.connect(f"file:{data / 'state.db'}?mode=ro", uri=True, timeout=1)) as state:
            return int(state.execute("SELECT coalesce(max(updated), -1) FROM checkpoints").fetchone()[0])
    except sqlite3.Error:
        return -1


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_killed_twenty_times_a_replay_ends_like_one_that_was_not(tmp_path, recording):
    rng = random.Random(20261122)
    (tmp_path / "whole").mkdir()
    (tmp_path / "killed").mkdir()
    whole, killed = tmp_path / "whole" / "data", tmp_path / "killed" / "data"
    run(whole, "replay", str(recording), **SMALL)
    done = 0
    for _ in range(KILLS):
        before = commits(killed)
        process = subprocess.Popen(
            command("replay", str(recording)),
            env=environment(killed, **SMALL),
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        # Wait for the first new commit (or not: a fifth of the kills hit start-up), then a random moment more.
        deadline = time.monotonic() + (rng.uniform(0, 1.5) if rng.random() < 0.2 else 60)
        while process.poll() is None and commits(killed) == before and time.monotonic() < deadline:
            time.sleep(0.005)
        time.sleep(rng.uniform(0, 0.25))
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
            done += 1
        process.wait()
    run(killed, "replay", str(recording), **SMALL)
    expected, got = kept(whole), kept(killed)
    assert done >= KILLS // 2, "the replay was over before it could be killed; make the batches smaller"
    assert len(got["events"]) == len(set(got["events"])), "an event was stored twice"
    assert sorted(got["events"]) == sorted(expected["events"])
    assert got["alerts"] == expected["alerts"]
    assert got["incidents"] == expected["incidents"]
    assert expected["incidents"]
