"""`kill -9` of the process that carries playbooks out: every run finishes, each effect happens once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from model.execution import ExecutionStatus
from tests.playbooks.carrier import two_tickets, with_tickets
from tests.playbooks.running import Site, Target

RUNS, KILLS = 10, 2
EACH = 3


def carrier(folder: Path, port: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.playbooks.carrier", str(folder), str(port)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def kill(process: subprocess.Popen[str]) -> None:
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert process.stdout is not None
    process.stdout.close()


def test_killed_again_and_again_every_run_finishes_and_each_effect_happens_once(tmp_path: Path) -> None:
    with Target() as target:
        site = Site(tmp_path, with_tickets(target.port))
        book = site.bring(two_tickets())
        runs = [site.ask(book, {"__run__": str(number)}) for number in range(RUNS)]
        process = carrier(tmp_path, target.port)
        try:
            for number in range(1, KILLS + 1):
                enough = RUNS * EACH * number // (KILLS + 1)
                site.wait(lambda enough=enough: target.effects["/tickets"] >= enough, f"{enough} effects")
                kill(process)
                process = carrier(tmp_path, target.port)
            for run in runs:
                assert site.ended(run).status is ExecutionStatus.SUCCEEDED, site.get(run).reason
        finally:
            kill(process)
        assert target.effects["/tickets"] == RUNS * EACH
        assert all([effect.status for effect in site.effects(run)] == ["done"] * EACH for run in runs)
        site.state.close()
