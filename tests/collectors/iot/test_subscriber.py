"""The subscriber at a real broker: nothing of QoS 1 is lost, whatever goes away meanwhile."""

from __future__ import annotations

import asyncio
import datetime
import subprocess
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import aiomqtt
import orjson
import pytest

from collectors.contract import Quarantined, RawRecord
from collectors.iot import SOURCE
from collectors.iot.devices import Register
from collectors.iot.subscriber import PAYLOAD_MOST, Broker, Subscriber
from model.errors import InputError
from model.event import Event, Origin
from tests.collectors.iot.broker import PASSWORD, USER, mosquitto, program
from tests.ports import free_port

ORIGIN = Origin("city-iot", "f" * 32)


class Got:
    """A sink that keeps what it is given, once `open` is set."""

    def __init__(self) -> None:
        self.records: list[RawRecord | Quarantined] = []
        self.open = asyncio.Event()
        self.open.set()

    async def __call__(self, records: list[RawRecord | Quarantined]) -> None:
        await self.open.wait()
        self.records += records

    def events(self) -> list[Event]:
        raw = [r for r in self.records if isinstance(r, RawRecord)]
        return [event for record in raw for event in SOURCE.normalise(record, ORIGIN, 0)]


async def until(true: Callable[[], bool], seconds: float = 90) -> None:
    for _ in range(int(seconds / 0.05)):
        if true():
            return
        await asyncio.sleep(0.05)
    pytest.fail("it did not come to pass")


def broker(port: int, **more: Any) -> Broker:
    return Broker("127.0.0.1", port, "fengsui-test", **{"user": USER, "password": PASSWORD, **more})


async def publish(port: int, *messages: tuple[str, bytes]) -> None:
    async with aiomqtt.Client("127.0.0.1", port, username=USER, password=PASSWORD) as client:
        for topic, payload in messages:
            await client.publish(topic, payload, qos=1)


def run(work: Callable[[], Coroutine[Any, Any, None]]) -> None:
    asyncio.run(asyncio.wait_for(work(), 240))


def test_messages_come_with_what_the_register_knows(tmp_path: Path) -> None:
    devices = tmp_path / "devices.csv"
    devices.write_text("id,type,town,owner\nenv-01,air_quality,东山镇,ecology\n", "utf-8")
    port = free_port()

    async def work() -> None:
        got = Got()
        subscriber = Subscriber(broker(port), ["city/#"], got, devices=Register(devices))
        await subscriber.start()
        await asyncio.wait_for(subscriber.connected.wait(), 90)
        large = b"x" * (PAYLOAD_MOST + 1)
        await publish(port, ("city/env-01/up", b'{"pm25": 40}'), ("city/env-99/up", b"\xff\x00"),
                      ("elsewhere", b"1"), ("city/large", large))  # fmt: skip
        await until(lambda: len(got.records) >= 3)
        await until(lambda: bool(subscriber._facts))
        await subscriber.tell_facts()
        await subscriber.stop()
        first, second, facts = got.events()
        assert (first["device.id"], first["payload.pm25"], first["fengsui.iot.town"]) == ("env-01", 40, "东山镇")
        assert (first["fengsui.iot.device_type"], first["fengsui.iot.owner"]) == ("air_quality", "ecology")
        assert (second["fengsui.iot.registered"], second["fengsui.mqtt.payload_bytes"]) == (False, 2)
        assert facts["event.dataset"] == "iot.broker"
        assert str(facts["payload.version"]).startswith("mosquitto")
        refused = [r for r in got.records if isinstance(r, Quarantined)]
        assert [r.reason for r in refused] == ["mqtt.too_large"]

    with mosquitto(tmp_path, port):
        run(work)


def test_what_is_published_while_we_are_away_or_busy_still_comes(tmp_path: Path) -> None:
    port = free_port()

    async def work() -> None:
        got = Got()
        first = Subscriber(broker(port), ["city/#"], got, facts=False)
        await first.start()
        await asyncio.wait_for(first.connected.wait(), 90)
        got.open.clear()
        await publish(port, *((f"city/{n}", b"1") for n in range(60)))
        await asyncio.sleep(0.3)
        assert not got.records
        await first.stop()  # as if killed: what the sink never took was never acknowledged
        await publish(port, *((f"city/{n}", b"1") for n in range(60, 100)))
        got.open.set()
        second = Subscriber(broker(port), ["city/#"], got, facts=False)
        await second.start()
        await until(lambda: len({e["fengsui.mqtt.topic"] for e in got.events()}) == 100)
        await second.stop()
        assert len(got.records) == 100

    with mosquitto(tmp_path, port):
        run(work)


def test_a_broker_that_is_away_is_waited_for(tmp_path: Path) -> None:
    port = free_port()

    async def work() -> None:
        got = Got()
        subscriber = Subscriber(broker(port), ["#"], got, facts=False)
        await subscriber.start()
        await until(lambda: subscriber.counters.lost > 0)
        assert not subscriber.connected.is_set()
        with mosquitto(tmp_path, port):
            await asyncio.wait_for(subscriber.connected.wait(), 90)
            await publish(port, ("a", b"1"))
            await until(lambda: len(got.records) == 1)
        await until(lambda: not subscriber.connected.is_set())
        await subscriber.stop()

    run(work)


def test_a_wrong_password_is_counted_and_nothing_is_received(tmp_path: Path) -> None:
    port = free_port()

    async def work() -> None:
        got = Got()
        subscriber = Subscriber(broker(port, password="wrong"), ["#"], got)
        await subscriber.start()
        await until(lambda: subscriber.counters.lost > 0)
        await subscriber.stop()
        assert not got.records

    with mosquitto(tmp_path, port):
        run(work)


@pytest.mark.filterwarnings(
    "ignore::pytest.PytestUnraisableExceptionWarning"
)  # paho leaves its socket to the collector
def test_over_tls_the_broker_must_show_a_certificate_of_the_given_authority(tmp_path: Path) -> None:
    certificate, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    subprocess.run(
        [program("openssl"), "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
         "-days", "2", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1",
         "-keyout", str(key), "-out", str(certificate)], check=True, capture_output=True,
    )  # fmt: skip
    port = free_port()

    async def work() -> None:
        got = Got()
        trusting = Subscriber(broker(port, tls=True, authority=certificate), ["#"], got, facts=False)
        await trusting.start()
        await asyncio.wait_for(trusting.connected.wait(), 90)
        await trusting.stop()
        doubting = Subscriber(broker(port, tls=True), ["#"], got, facts=False)
        await doubting.start()
        await until(lambda: doubting.counters.lost > 0)
        assert not doubting.connected.is_set()
        await doubting.stop()

    with mosquitto(tmp_path, port, tls=(certificate, key)):
        run(work)


def test_tls_files_that_cannot_be_used_are_told_at_once(tmp_path: Path) -> None:
    async def work() -> None:
        subscriber = Subscriber(broker(1, tls=True, authority=tmp_path / "none.pem"), ["#"], Got())
        with pytest.raises(InputError, match="TLS files"):
            await subscriber.start()

    run(work)


def test_a_record_is_a_line_other_tools_can_read() -> None:
    async def work() -> None:
        subscriber = Subscriber(broker(1), ["#"], Got())
        line = orjson.loads(subscriber._raw({"topic": "a", "qos": 0, "retain": 0, "payload": "1"}).data)
        assert datetime.datetime.fromisoformat(line["tst"]).tzinfo is not None

    run(work)
