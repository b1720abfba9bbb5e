"""Captured from a veth pair in a network namespace: every packet sent is in a flow, or the kernel says it dropped it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from collectors.packets.ring import RingSettings, open_ring
from model.errors import InputError

ROOT = Path(__file__).resolve().parents[3]
NEEDS = pytest.mark.skipif(
    os.geteuid() != 0 or not all(map(shutil.which, ("unshare", "ip", "sysctl"))),
    reason="needs root, unshare and ip to make a network of its own",
)


def run(scenario: str, folder: Path) -> dict[str, Any]:
    command = ["unshare", "--net", sys.executable, "-m", "tests.collectors.packets.live_runs", scenario, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False, timeout=200)
    if done.returncode and "Operation not permitted" in done.stderr:
        pytest.skip("may not make a network namespace here")
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


@NEEDS
@pytest.mark.parametrize("scenario", ["capture", "workers"])
def test_every_packet_sent_is_counted_in_its_flow_with_its_vlan(scenario, tmp_path):
    found = run(scenario, tmp_path)
    assert found["packets"] + found["kernel_dropped"] == found["sent"]
    assert found["kernel_packets"] == found["sent"]
    if not found["kernel_dropped"] and not found["lost_on_the_way"]:
        assert (found["flows"], found["tagged"], found["bytes"]) == (100, 20, found["sent_bytes"])
        if scenario == "capture":
            assert found["kept"] == found["sent"]


@NEEDS
def test_what_the_kernel_filters_out_never_arrives(tmp_path):
    found = run("filter", tmp_path)
    assert found["flows"] == 50
    assert found["packets"] + found["kernel_dropped"] == found["kernel_packets"]
    assert abs(found["kernel_packets"] - found["sent"] // 2) <= found["lost_on_the_way"]


@NEEDS
def test_a_sensor_killed_and_started_again_loses_only_what_the_kernel_dropped(tmp_path):
    found = run("killed", tmp_path)
    assert found["packets"] + found["dropped"] == found["sent"]
    assert found["flows"] == 100


def test_an_interface_that_is_not_there_is_named_with_those_that_are():
    with pytest.raises(InputError, match="no interface 'nosuch0'") as caught:
        open_ring(RingSettings("nosuch0"))
    assert "lo" in str(caught.value)
