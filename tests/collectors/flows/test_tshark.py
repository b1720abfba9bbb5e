"""What tshark says of exported flows, and what we say, is the same."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.collectors.flows.exports import a_set, events, flow, ipfix, record, sample, sflow, template, v5, v9
from tests.collectors.packets.craft import ether, ipv4, udp

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


def fields(tmp_path: Path, datagrams: list[bytes], port: int, protocol: str, names: list[str]) -> list[list[str]]:
    """Of each name, all values tshark tells, in order; the addresses and ports of the datagrams themselves among them."""
    from scapy.layers.inet import IP, UDP
    from scapy.layers.l2 import Ether
    from scapy.packet import Raw
    from scapy.utils import wrpcap

    path = tmp_path / "exports.pcap"
    frames = [
        Ether(dst="02:00:00:00:00:02", src="02:00:00:00:00:01") / IP(src="192.0.2.9", dst="192.0.2.1")
        for _ in datagrams
    ]
    wrpcap(str(path), [f / UDP(sport=port, dport=port) / Raw(d) for f, d in zip(frames, datagrams, strict=True)])
    command = ["tshark", "-r", str(path), "-d", f"udp.port=={port},{protocol}", "-T", "fields", "-E", "aggregator=,"]
    for name in names:
        command += ["-e", name]
    out = subprocess.run(command, capture_output=True, check=True, text=True, timeout=120).stdout
    rows = [line.split("\t") + [""] * len(names) for line in out.splitlines()]
    return [[value for row in rows for value in row[i].split(",") if value] for i in range(len(names))]


@pytest.mark.skipif(shutil.which("tshark") is None, reason="needs tshark")
@pytest.mark.parametrize("kind", SENT)
def test_every_flow_is_read_as_tshark_reads_it(tmp_path: Path, kind: str) -> None:
    ours = [tuple(str(event[name]) for name in NAMES) for event in events(*SENT[kind])]
    theirs = fields(tmp_path, SENT[kind], 2055, "cflow", list(NAMES.values()))
    assert ours == [*zip(*theirs, strict=True)]


SAMPLED = {
    "source.ip": "ip.src",
    "destination.ip": "ip.dst",
    "source.port": "udp.srcport",
    "destination.port": "udp.dstport",
    "network.iana_number": "ip.proto",
    "source.mac": "eth.src",
}


@pytest.mark.skipif(shutil.which("tshark") is None, reason="needs tshark")
def test_every_sampled_packet_is_read_as_tshark_reads_it(tmp_path: Path) -> None:
    packets = [ether(ipv4(udp(b"x" * (40 + n), 5000 + n, 53), 17, source=f"10.1.0.{n}")) for n in range(1, 9)]
    sent = [sflow(*[sample(p, rate=100 * n) for p in packets[:n]], sequence=n) for n in (1, 3, 8)]
    found = events(*sent)
    theirs = fields(tmp_path, sent, 6343, "sflow", [*SAMPLED.values(), "sflow.flow_sample.sampling_rate"])
    own = [1, 3, 8]  # samples in each datagram; tshark tells the datagram's own headers before them
    begins = [sum(own[:n]) + n for n in range(len(own))]
    for name, values in zip(SAMPLED, theirs, strict=False):
        kept = [value for n, value in enumerate(values) if n not in begins]
        assert [str(event[name]).replace("-", ":").lower() for event in found] == kept, name
    assert [str(event["fengsui.flow.sampling"]) for event in found] == theirs[-1]
