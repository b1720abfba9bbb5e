"""Reading Kafka topics: what was read is committed to the brokers only when the sink has it durably.

Messages are known by topic, partition and offset, so one that comes again (a consumer that was killed, partitions that
moved) becomes the same Event. The library runs in a thread of its own; brokers that are away are tried again for ever.
"""

from __future__ import annotations

import asyncio
import threading
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import structlog
from confluent_kafka import Consumer, KafkaError, KafkaException, Message, TopicPartition

from collectors.contract import Arrived, Block, Quarantined
from collectors.delivery.source import LINE_MOST, DeliveredSource
from collectors.logs.syslog.listen import Sink, SinkFull
from model.errors import InputError
from model.times import now_us

SOURCE = DeliveredSource("kafka")
BATCH_MOST = 2000
WAIT_S = 0.25
RETRY_S = 0.5
BLOCK_BYTES = 4 << 20
QUEUED_KB = 16 * 1024
"""Fetched messages the library may keep for us; one fetch may go beyond it."""

log = structlog.get_logger("fengsui.kafka")


@dataclass(frozen=True, slots=True)
class Brokers:
    """authority: PEM file of who may have signed the brokers' certificates; certificate and key: what we show."""

    host: str
    port: int
    group: str
    tls: bool = False
    user: str = ""
    password: str = ""
    mechanism: str = "SCRAM-SHA-256"
    authority: Path | None = None
    certificate: Path | None = None
    key: Path | None = None

    def settings(self) -> dict[str, Any]:
        """As librdkafka names them (CONFIGURATION.md)."""
        out: dict[str, Any] = {
            "bootstrap.servers": f"{self.host}:{self.port}",
            "group.id": self.group,
            "enable.auto.commit": False,
            "auto.offset.reset": "earliest",
            "queued.max.messages.kbytes": QUEUED_KB,
            "fetch.message.max.bytes": 1 << 20,
            "security.protocol": f"{'SASL_' if self.user else ''}{'SSL' if self.tls else 'PLAINTEXT'}",
        }
        if self.user:
            out |= {"sasl.mechanism": self.mechanism, "sasl.username": self.user, "sasl.password": self.password}
        given = {
            "ssl.ca.location": self.authority,
            "ssl.certificate.location": self.certificate,
            "ssl.key.location": self.key,
        }
        return out | {name: str(path) for name, path in given.items() if path is not None and self.tls}


@dataclass(slots=True)
class Counters:
    """received: messages; lost: how often reading or committing failed."""

    received: int = 0
    lost: int = 0


@dataclass
class KafkaReader:
    """extra: further settings of librdkafka, over ours."""

    brokers: Brokers
    topics: Sequence[str]
    sink: Sink
    extra: dict[str, Any] = field(default_factory=dict)
    counters: Counters = field(default_factory=Counters)

    @property
    def host(self) -> str:
        return self.brokers.host

    @property
    def port(self) -> int:
        return self.brokers.port

    def drops(self) -> dict[str, int]:
        """None: what is not durable stays with the brokers."""
        return {}

    async def start(self) -> None:
        """Raises InputError when the settings cannot be used; brokers that are away are waited for."""
        self._loop = asyncio.get_running_loop()
        self._ended = asyncio.Event()
        self._stopping = threading.Event()
        try:
            self._consumer = Consumer(self.brokers.settings() | self.extra, logger=None, error_cb=self._told)
            self._consumer.subscribe([*self.topics])
        except (KafkaException, OSError) as error:
            raise InputError(f"the Kafka settings cannot be used: {error}", where=f"{self.host}:{self.port}") from error
        threading.Thread(target=self._run, name="kafka", daemon=True).start()

    async def stop(self) -> None:
        """Leave the group; what was read and not handed over yet is read again next time."""
        self._stopping.set()
        await self._ended.wait()

    def _told(self, error: KafkaError) -> None:
        self.counters.lost += 1
        log.warning("kafka", broker=f"{self.host}:{self.port}", reason=error.str())

    def _run(self) -> None:
        try:
            while not self._stopping.is_set():
                try:
                    self._step()
                except (KafkaException, RuntimeError) as error:
                    self.counters.lost += 1
                    log.warning("kafka reading failed, tried again", reason=str(error))
                    self._stopping.wait(RETRY_S)
            self._consumer.close()
        finally:
            self._loop.call_soon_threadsafe(self._ended.set)

    def _step(self) -> None:
        messages: list[Message] = []
        for message in self._consumer.consume(BATCH_MOST, WAIT_S):
            fault = message.error()
            if fault is None:
                messages.append(message)
            elif fault.code() != KafkaError._PARTITION_EOF:
                self._told(fault)
        if not messages:
            return
        if not self._hand_over([*arrived(messages, "kafkas" if self.brokers.tls else "kafka", self.host)]):
            return
        self.counters.received += len(messages)
        read: dict[tuple[str, int], int] = {}
        for message in messages:
            topic, partition, offset = _place(message)
            read[topic, partition] = offset + 1
        self._consumer.commit(offsets=[TopicPartition(t, p, o) for (t, p), o in read.items()], asynchronous=False)

    def _hand_over(self, records: list[Arrived]) -> bool:
        """Whether the sink has them; False when we stop before it had room."""
        while not self._stopping.is_set():
            handing = asyncio.run_coroutine_threadsafe(_ask(self.sink, records), self._loop)
            if handing.result():
                return True
            self._stopping.wait(RETRY_S)
        return False


async def _ask(sink: Sink, records: list[Arrived]) -> bool:
    try:
        await sink(records)
    except SinkFull:
        return False
    return True


def _place(message: Message) -> tuple[str, int, int]:
    topic, partition, offset = message.topic(), message.partition(), message.offset()
    assert topic is not None
    assert partition is not None
    assert offset is not None
    return topic, partition, offset


def arrived(messages: Sequence[Message], transport: str, peer: str) -> Iterator[Arrived]:
    """Blocks of messages that follow each other in one partition; a message without a value deletes a key and is none."""
    stamp = now_us()
    run: list[bytes] = []
    place, first, size = ("", 0), 0, 0

    def block() -> Block:
        lengths = array("I", map(len, run)).tobytes()
        key = f"{place[0]}/{place[1]}"
        return Block("texts", b"".join(run), stamp, transport, (peer,), lengths, key=key, first=first)

    for message in messages:
        topic, partition, offset = _place(message)
        value = message.value()
        if run and (place != (topic, partition) or offset != first + len(run) or size > BLOCK_BYTES):
            yield block()
            run = []
        if value is None:
            continue
        data = bytes(value)
        if len(data) > LINE_MOST:
            meta: dict[str, str | int] = {"peer": peer, "transport": transport, "received_us": stamp}
            told = f"a message of {len(data)} bytes in {topic}/{partition} at {offset}; at most {LINE_MOST} are read"
            yield Quarantined("kafka.too_large", told, stamp, data[:LINE_MOST], meta)
            continue
        if not run:
            place, first, size = (topic, partition), offset, 0
        run.append(data)
        size += len(data)
    if run:
        yield block()
