"""Telemetry of devices, as a broker gives it to whoever subscribes.

In:  an MQTT broker (`subscriber`), or a file of what `mosquitto_sub -F %J` prints; a register of devices (`devices`).
Out: one Event per message: topic, payload by name, and which device of the register it is from.
Not: MQTT as seen on the wire, which `collectors.packets` reads.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from collectors.contract import Quarantined, RawRecord
from collectors.iot import messages
from model.event import Event, Origin
from model.times import Micros


class MqttSource:
    name = "mqtt"

    def recognises(self, head: bytes, path: str) -> int:  # noqa: ARG002 - the contract offers the name; content decides
        return messages.recognises(head)

    def records(self, stream: BinaryIO, start: int = 0) -> Iterator[RawRecord | Quarantined]:
        return messages.records(stream, start)

    def normalise(self, record: RawRecord, origin: Origin, ingested: Micros) -> list[Event]:
        return messages.normalise(record, origin, ingested)


SOURCE = MqttSource()
