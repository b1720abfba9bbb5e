"""The dissector in the documentation works as it stands there."""

from __future__ import annotations

import importlib.util
import io
import re
import subprocess
import sys
from pathlib import Path

import pytest

from collectors.contract import RawRecord
from collectors.registry import source
from tests.collectors.packets.craft import ORIGIN, START, ether, ipv4, pcap, udp

PAGE = Path(__file__).resolve().parents[3] / "docs" / "how-to" / "write-a-dissector.md"


@pytest.mark.skipif(importlib.util.find_spec("scapy") is None, reason="needs scapy: pip install fengsui[packets]")
def test_what_a_dissector_writes_becomes_events(tmp_path: Path) -> None:
    code = re.search(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    assert code is not None
    script = tmp_path / "beat.py"
    script.write_text(code[1], "utf-8")
    beat = ether(ipv4(udp(b"BEAT" + (7).to_bytes(4, "big") + b"\x5a\0", dport=5700), 17))
    capture = pcap([(START, beat), (START + 5, ether(ipv4(udp(b"other", dport=5700), 17)))])
    done = subprocess.run([sys.executable, str(script)], input=capture, capture_output=True, check=True, timeout=120)
    chosen = source("jsonl")
    assert hasattr(chosen, "records")
    records = [r for r in chosen.records(io.BytesIO(done.stdout)) if isinstance(r, RawRecord)]
    (event,) = [e for r in records for e in chosen.normalise(r, ORIGIN, START)]
    assert event["event.dataset"] == "network.beat"
    assert (event["beat.station"], event["beat.battery"], event["source.ip"]) == (7, 90, "10.1.0.5")
    assert abs(event["@timestamp"] - START) < 2000
