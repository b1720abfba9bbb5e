"""Packets around an event over HTTP: within one's units, with the right to, and never without a record."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from cli.main import app
from collectors.packets.dissect import available
from collectors.packets.reader import packets
from collectors.packets.shelf import Shelf, ShelfSettings
from pipeline.sensor import packets_folder
from store import sources
from store.identity import Role
from store.scope import EVERYTHING
from store.sources import Source
from tests.api.district import TOWN, District, code, read, refused_without
from tests.collectors.packets.craft import ether, ipv4, tcp
from tests.collectors.packets.test_shelf import block

OTHERS = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN, Role.LEADER, Role.DUTY_OFFICER)


@pytest.fixture(scope="module")
def event(district: District) -> Iterator[dict[str, Any]]:
    """One with a conversation, whose packets a sensor of the district has kept, among others."""
    query = 'event.dataset:"network.http" AND source.port:*'
    found = district.store.search(query, EVERYTHING, limit=1).events[0]
    settings = {"interface": "lo", "keep_packets_bytes": 1 << 30}
    with district.state.transaction() as tx:
        sources.put(tx, Source(name="span", kind="interface", unit="district", settings=settings), actor="test")
    ends = found["source.ip"], found["destination.ip"]
    ports = found["source.port"], found["destination.port"]
    folder = packets_folder(district.settings, "span")
    with Shelf(ShelfSettings(folder, max_age_us=1 << 60, min_free_bytes=0), link=1) as shelf:
        for number in range(8):
            time = found["@timestamp"] + number * 1000
            way = 1 if number % 2 == 0 else -1
            ours = ether(ipv4(tcp(b"kept %d" % number, *ports[::way]), 6, *ends[::way]))
            other = ether(ipv4(tcp(b"another", 5, 6), 6))
            shelf.put(block(time, ours) + block(time, other), 2, time, time)
    yield found
    with district.state.transaction() as tx:
        sources.remove(tx, "span", EVERYTHING, actor="test")


@pytest.mark.parametrize("address", ["packets/capture?event=x", "packets/dissection?event=x", "packets/kept?event=x"])
def test_only_analysts_take_packets(district: District, address: str) -> None:
    refused_without(district, "GET", address, *OTHERS)


def test_the_packets_of_an_event_are_a_capture_and_taking_them_is_recorded(
    district: District, event: dict[str, Any]
) -> None:
    before = len(district.audited("packets.extracted"))
    answer = district.analyst.get("/api/v1/packets/capture", params={"event": event["event.id"], "seconds": 5})
    assert answer.status_code == 200, answer.text
    assert answer.headers["X-Fengsui-Packets"] == "8"
    items = list(packets(io.BytesIO(answer.content)))
    assert [item[4].rpartition(b"kept ")[2] for item in items] == [b"%d" % n for n in range(8)]
    records = district.audited("packets.extracted")[before:]
    assert [record.object for record in records] == [f"event:{event['event.id']}"]
    assert event["source.ip"] in records[0].details["hosts"]


def test_whether_packets_are_kept_is_said_without_reading_them(district: District, event: dict[str, Any]) -> None:
    before = len(district.audited("packets.extracted"))
    assert read(district.analyst, "packets/kept", event=event["event.id"])["kept"] is True
    (old,) = district.store.search("source.ip:* AND @timestamp:<2020-01-01", EVERYTHING, limit=1).events or [None]
    if old is not None:
        assert read(district.analyst, "packets/kept", event=old["event.id"])["kept"] is False
    assert code(district.analyst.get("/api/v1/packets/kept", params={"event": "nosuch"}))[0] == 404
    assert len(district.audited("packets.extracted")) == before


def test_an_alert_leads_to_the_packets_of_its_events(district: District, event: dict[str, Any]) -> None:
    items = read(district.analyst, "alerts", limit=200)["items"]
    answers = [
        district.analyst.get("/api/v1/packets/capture", params={"alert": item["id"], "seconds": 3600}).status_code
        for item in items[:5]
    ]
    assert set(answers) <= {200, 400, 404, 422}
    assert code(district.analyst.get("/api/v1/packets/capture", params={"alert": "nosuch"}))[0] == 404


def test_packets_of_a_sensor_outside_ones_units_cannot_be_had(district: District, event: dict[str, Any]) -> None:
    answer = district.town.get("/api/v1/packets/capture", params={"event": event["event.id"]})
    assert answer.status_code in (404, 400, 422)
    (towns,) = district.store.search(f'fengsui.unit:"{TOWN}" AND source.ip:*', EVERYTHING, limit=1).events or [None]
    if towns is not None:
        answer = district.town.get("/api/v1/packets/capture", params={"event": towns["event.id"]})
        assert "no sensor within your units" in answer.text


def test_nobody_and_two_at_once_are_refused_with_what_to_say(district: District) -> None:
    for params in ({}, {"event": "a", "alert": "b"}):
        answer = district.analyst.get("/api/v1/packets/capture", params=params)
        assert "either `alert` or `event`" in answer.text


@pytest.mark.skipif(not available(), reason="needs tshark")
def test_tshark_explains_the_packets_of_an_event(district: District, event: dict[str, Any]) -> None:
    found = read(district.analyst, "packets/dissection", event=event["event.id"], packets=3)
    assert found["packets"] == 8
    assert found["cut"] is True
    assert found["text"].count("Transmission Control Protocol") == 3
    told = read(district.analyst, "packets/dissection", event=event["event.id"], packets=2, format="json")
    assert len(json.loads(told["text"])) == 2


def test_the_command_writes_the_same_capture(district: District, event: dict[str, Any], tmp_path: Path) -> None:
    config = tmp_path / "fengsui.toml"
    config.write_text(f"data = {str(district.settings.data)!r}\n")
    out = tmp_path / "event.pcapng"
    command = ["--config", str(config), "packets", "extract", "--event", event["event.id"], "-o", str(out)]
    done = CliRunner().invoke(app, command)
    assert done.exit_code == 0, done.output
    assert len(list(packets(io.BytesIO(out.read_bytes())))) == 8
    flow = ["--config", str(config), "packets", "extract", "--flow", event["network.community_id"], "-o", str(out)]
    assert CliRunner().invoke(app, flow).exit_code == 0
