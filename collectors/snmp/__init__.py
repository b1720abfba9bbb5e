"""SNMP traps and informs of versions 1 and 2c, as devices send them to a manager.

In:  datagrams to the trap port, or a file of such messages one behind another.
Out: one Event per trap: what happened by name, who sent it, and the objects it carries.
Not: answering informs; version 3, whose traps are not read without the users' keys and are quarantined; polling.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from collectors.contract import Quarantined, RawRecord
from collectors.packets.protocols import ber
from collectors.snmp.normalise import normalise, trap
from model.errors import BadRecord
from model.event import Event, Origin
from model.times import Micros

MESSAGE_MOST = 65_535


class TrapSource:
    name = "snmptrap"

    def recognises(self, head: bytes, path: str) -> int:  # noqa: ARG002 - the contract offers the name; content decides
        try:
            found = ber.head(head)
            if not head.startswith(b"\x30") or found is None:
                return 0
            trap(head[: sum(found)])
        except BadRecord:
            return 0
        return 90

    def records(self, stream: BinaryIO, start: int = 0) -> Iterator[RawRecord | Quarantined]:
        stream.seek(start)
        position = start
        while head := stream.read(6):
            try:
                found = ber.head(head)
                if found is None or sum(found) > MESSAGE_MOST:
                    raise BadRecord("snmp.message", "no length of a message")
                data = head + stream.read(max(0, sum(found) - len(head)))
            except BadRecord as error:
                yield Quarantined(error.reason, f"{error.message}; the rest is not read", position, head)
                return
            stream.seek(position + sum(found))
            yield RawRecord(data[: sum(found)], position, position + sum(found))
            position += sum(found)

    def normalise(self, record: RawRecord, origin: Origin, ingested: Micros) -> list[Event]:
        return normalise(record, origin, ingested)


SOURCE = TrapSource()
