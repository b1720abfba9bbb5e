"""A broker as a source of the platform: what it gives reaches the source's spool."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import aiomqtt
import pytest

from collectors.contract import RawRecord
from collectors.iot import SOURCE
from model.errors import InputError, SettingsError
from model.event import Event, Origin
from pipeline.bus import SpoolReader
from pipeline.listeners import Listeners, Receiver
from pipeline.settings import check_source
from pipeline.source_settings import SourceSettings
from pipeline.subscribing import subscriber
from tests.collectors.iot.broker import PASSWORD, USER, mosquitto
from tests.ports import free_port


def source(port: int, folder: Path, **more: object) -> SourceSettings:
    secret = folder / "secret"
    secret.write_text(PASSWORD + "\n")
    given = {"kind": "mqtt", "listen": f"mqtt://127.0.0.1:{port}", "user": USER, "password_file": str(secret), **more}
    return check_source("city-iot", given)


def test_what_is_published_reaches_the_spool_and_becomes_events(tmp_path: Path) -> None:
    port = free_port()
    (tmp_path / "devices.csv").write_text("id,town\nenv-01,东山镇\n", "utf-8")
    described = source(port, tmp_path, topics=["city/#"], devices=str(tmp_path / "devices.csv"))
    receiver = Receiver("city-iot", described, tmp_path / "spool", 1 << 24)

    async def publish() -> None:
        async with aiomqtt.Client("127.0.0.1", port, username=USER, password=PASSWORD) as client:
            await client.publish("city/env-01/up", b'{"pm25": 40}', qos=1, retain=True)

    events: list[Event] = []
    with mosquitto(tmp_path, port), Listeners([receiver]) as listeners:
        asyncio.run(publish())  # retained: whether we had subscribed already does not matter
        end = time.monotonic() + 120
        while time.monotonic() < end:
            listeners.collect(lambda name, lost: pytest.fail(f"{name} lost {lost}"))
            records, _ = SpoolReader(receiver.folder).read(None, 100, 1 << 20)
            raw = [r for r in records if isinstance(r, RawRecord)]
            events = [e for r in raw for e in SOURCE.normalise(r, Origin("city-iot", "f" * 32), 0)]
            if any(e["event.dataset"] == "iot.mqtt" for e in events):
                break
            time.sleep(0.05)
    told = next(e for e in events if e["event.dataset"] == "iot.mqtt")
    assert (told["fengsui.iot.device_id"], told["fengsui.iot.town"], told["payload.pm25"]) == ("env-01", "东山镇", 40)
    assert told["server.address"] == f"127.0.0.1:{port}"


def test_only_an_mqtt_source_has_a_broker_and_it_has_nothing_else(tmp_path: Path) -> None:
    for wrong in (
        {"kind": "syslog", "listen": "mqtt://h:1"},
        {"kind": "mqtt", "listen": "udp://h:1"},
        {"kind": "mqtt", "path": "/x"},
    ):
        with pytest.raises(SettingsError, match="mqtt"):
            check_source("s", wrong)


def test_a_register_or_password_that_cannot_be_read_is_told_at_once(tmp_path: Path) -> None:
    async def sink(_: object) -> None:
        return

    (tmp_path / "twice.csv").write_text("id\na\na\n")
    for wrong in ({"devices": str(tmp_path / "twice.csv")}, {"devices": str(tmp_path / "none.csv")},
                  {"password_file": str(tmp_path / "none")}):  # fmt: skip
        with pytest.raises(InputError):
            subscriber("s", source(1, tmp_path, **wrong), sink)
