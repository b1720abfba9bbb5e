"""Flows as routers and switches export them: NetFlow v5 and v9, IPFIX, sFlow v5.

In:  datagrams of exporters (`exporters` keeps what later ones need to be read), or an IPFIX file (RFC 5655).
Out: flow Events under the names the sensor's own flows have, one for each record of an exporter or sample of a switch.
Not: adding up: a sampled count stays as exported, beside how many packets one stands for.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from collectors.contract import Quarantined, RawRecord
from collectors.flows import ipfix_file, parcels, sflow
from collectors.flows.normalise import normalise
from model.event import Event, Origin
from model.times import Micros


class FlowSource:
    name = "netflow"

    def recognises(self, head: bytes, path: str) -> int:  # noqa: ARG002 - the contract offers the name; content decides
        return ipfix_file.recognises(head)

    def records(self, stream: BinaryIO, start: int = 0) -> Iterator[RawRecord | Quarantined]:
        return ipfix_file.records(stream, start)

    def normalise(self, record: RawRecord, origin: Origin, ingested: Micros) -> list[Event]:
        if sflow.is_datagram(record.data):
            return sflow.normalise(record, origin, ingested)
        return normalise(record, parcels.unpack(record.data), origin, ingested)


SOURCE = FlowSource()
