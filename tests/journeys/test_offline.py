"""A run opens no connection to outside: no socket but to this machine, no name asked for, and it works with no network at all."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.journeys.platform_runs import ROOT, command, environment

ATTACK = ROOT / "tests" / "captures" / "district-attack"

WATCH = """
import os, sys
def _watch(event, args):
    if event in ("socket.connect", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname"):
        target = args[1] if event in ("socket.connect", "socket.sendto") else args[0]
        local = isinstance(target, (str, bytes)) and event == "socket.connect"  # a Unix socket's path
        if isinstance(target, tuple) and str(target[0]).startswith(("127.", "::1")):
            local = True
        if not local:
            with open(os.environ["WATCH_LOG"], "a") as log:
                log.write(f"{event} {target!r}\\n")
sys.addaudithook(_watch)
"""


def test_a_replay_and_its_questions_reach_for_nothing_outside(tmp_path: Path):
    (tmp_path / "watch").mkdir()
    (tmp_path / "watch" / "sitecustomize.py").write_text(WATCH)
    log = tmp_path / "connections.log"
    env = environment(tmp_path / "data", WATCH_LOG=str(log))
    env["PYTHONPATH"] = f"{tmp_path / 'watch'}{os.pathsep}{env['PYTHONPATH']}"
    for arguments in (
        ("replay", str(ATTACK)),
        ("search", "source.ip:203.0.113.0/24", "--count"),
        ("rules", "check", str(ROOT / "detections" / "rules")),
        ("doctor",),
    ):
        done = subprocess.run(
            command(*arguments), env=env, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
        )
        assert done.returncode == 0, done.stderr
    assert not log.exists(), log.read_text()


@pytest.mark.skipif(
    os.geteuid() != 0 or shutil.which("unshare") is None, reason="needs root and unshare to take the network away"
)
def test_it_works_on_a_machine_without_any_network(tmp_path: Path):
    done = subprocess.run(
        ["unshare", "--net", *command("replay", str(ATTACK))],
        env=environment(tmp_path / "data"),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    if "Operation not permitted" in done.stderr:
        pytest.skip("this machine does not let a process give up its network")
    assert done.returncode == 0, done.stderr
    assert "Incidents" in done.stdout
