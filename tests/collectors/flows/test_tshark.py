"""What tshark says of exported flows, and what we say, is the same."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.collectors.flows.exports import a_set, events, flow, ipfix, record, template, v5, v9

FLOWS = [flow(number) for number in range(12)]
DATA = b"".join(record(one) for one in FLOWS)
TEMPLATE = template()
SENT = {
    "version 5": [v5(FLOWS)],
    "version 9": [v9(a_set(0, TEMPLATE)), v9(a_set(256, DATA), sequence=1)],
    "IPFIX": [ipfix(a_set(2, TEMPLATE)), ipfix(a_set(256, DATA))],
}
NAMES = {
    "source.ip": "cflow.srcaddr",
    "destination.ip": "cflow.dstaddr",
    "source.port": "cflow.srcport",
    "destination.port": "cflow.dstport",
    "network.iana_number": "cflow.protocol",
    "source.packets": "cflow.packets",
    "source.bytes": "cflow.octets",
}


def told(tmp_path: Path, datagrams: list[bytes]) -> list[tuple[str, ...]]:
    from scapy.layers.inet import IP, UDP
    from scapy.layers.l2 import Ether
    from scapy.packet import Raw
    from scapy.utils import wrpcap

    path = tmp_path / "exports.pcap"
    frames = [
        Ether(dst="02:00:00:00:00:02", src="02:00:00:00:00:01") / IP(src="192.0.2.9", dst="192.0.2.1")
        for _ in datagrams
    ]
    wrpcap(str(path), [f / UDP(sport=2055, dport=2055) / Raw(d) for f, d in zip(frames, datagrams, strict=True)])
    command = ["tshark", "-r", str(path), "-d", "udp.port==2055,cflow", "-T", "fields", "-E", "aggregator=,"]
    for name in NAMES.values():
        command += ["-e", name]
    out = subprocess.run(command, capture_output=True, check=True, text=True, timeout=120).stdout
    columns = [
        [value for line in out.splitlines() for value in (line.split("\t") + [""] * 7)[i].split(",") if value]
        for i in range(7)
    ]
    return [*zip(*columns, strict=True)]


@pytest.mark.skipif(shutil.which("tshark") is None, reason="needs tshark")
@pytest.mark.parametrize("kind", SENT)
def test_every_flow_is_read_as_tshark_reads_it(tmp_path: Path, kind: str) -> None:
    ours = [tuple(str(event[name]) for name in NAMES) for event in events(*SENT[kind])]
    theirs = told(tmp_path, SENT[kind])
    assert ours == theirs
