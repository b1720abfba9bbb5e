"""The receiving process ends and begins again, and reads flows by the templates it had been sent."""

from __future__ import annotations

import socket
import time
from pathlib import Path

from collectors.contract import RawRecord
from collectors.flows import SOURCE
from model.event import Origin
from pipeline.bus import SpoolReader
from pipeline.listeners import Listeners, Receiver
from pipeline.source_settings import SourceSettings
from tests.collectors.flows.exports import a_set, flow, record, template, v9
from tests.ports import free_port


def send(port: int, data: bytes) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.sendto(data, ("127.0.0.1", port))


def until_received(listeners: Listeners, name: str) -> None:
    end = time.monotonic() + 120
    while not listeners.heard.received.get(name):
        assert time.monotonic() < end, "the datagram was not received"
        listeners.collect(lambda *_: None)
        time.sleep(0.05)


def test_flows_are_read_after_a_restart_before_their_template_is_sent_again(tmp_path: Path) -> None:
    port = free_port()
    receiver = Receiver(
        "routers", SourceSettings(kind="netflow", listen=f"udp://127.0.0.1:{port}"), tmp_path / "spool", 1 << 24
    )
    with Listeners([receiver]) as listeners:
        send(port, v9(a_set(0, template())))
        until_received(listeners, "routers")
    with Listeners([receiver]) as listeners:
        send(port, v9(a_set(256, record(flow(7))), sequence=1))
        until_received(listeners, "routers")
    records, _ = SpoolReader(receiver.folder).read(None, 100, 1 << 20)
    events = [
        event
        for one in records
        if isinstance(one, RawRecord)
        for event in SOURCE.normalise(one, Origin("routers", "f" * 32), 0)
    ]
    assert [event["source.packets"] for event in events] == [8]
