"""Topics of librdkafka's own mock brokers: read from the beginning, committed when durable, known again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from confluent_kafka import Consumer, Producer, TopicPartition

from collectors.contract import Arrived, Block, RawRecord
from collectors.delivery.kafka import SOURCE, Brokers, KafkaReader
from collectors.logs.syslog.listen import SinkFull
from model.errors import InputError
from model.event import Origin

TOPIC = "gateway"


@pytest.fixture(scope="module")
def cluster() -> Iterator[tuple[str, Producer]]:
    """The mock brokers live as long as the producer that made them."""
    producer = Producer({"bootstrap.servers": "mock", "test.mock.num.brokers": 1})
    [broker] = producer.list_topics(timeout=90).brokers.values()
    yield f"{broker.host}:{broker.port}", producer
    producer.flush(5)


def send(producer: Producer, topic: str, *values: bytes | None) -> None:
    for value in values:
        producer.produce(topic, value=value, key=b"k", partition=0)
    assert producer.flush(30) == 0


class Spool:
    def __init__(self) -> None:
        self.records: list[RawRecord] = []
        self.full = False
        self.asked = 0

    async def __call__(self, records: Sequence[Arrived]) -> None:
        self.asked += 1
        if self.full:
            raise SinkFull
        for one in records:
            assert isinstance(one, Block)
            self.records += one.records()


async def until(condition: Callable[[], bool]) -> None:
    for _ in range(3000):
        if condition():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("the condition was never met")


def reader(address: str, topic: str, spool: Spool, group: str = "one") -> KafkaReader:
    host, _, port = address.rpartition(":")
    return KafkaReader(Brokers(host, int(port), group), [topic], spool)


def committed(address: str, topic: str, group: str = "one") -> int:
    consumer = Consumer({"bootstrap.servers": address, "group.id": group})
    [found] = consumer.committed([TopicPartition(topic, 0)], timeout=90)
    consumer.close()
    return int(found.offset)


def run(test: Callable[[], object]) -> None:
    asyncio.run(asyncio.wait_for(test(), 90))  # type: ignore[arg-type]


def test_messages_become_events_and_are_committed_when_the_sink_has_them(cluster: tuple[str, Producer]) -> None:
    address, producer = cluster
    send(producer, TOPIC, b'{"message":"one"}', None, b'{"message":"two"}', b"<13>Nov 22 08:00:00 host app: three")

    async def test() -> None:
        spool = Spool()
        spool.full = True
        reading = reader(address, TOPIC, spool)
        await reading.start()
        await until(lambda: spool.asked > 1)
        assert await asyncio.to_thread(committed, address, TOPIC) < 0
        spool.full = False
        await until(lambda: len(spool.records) == 3)
        await reading.stop()
        assert await asyncio.to_thread(committed, address, TOPIC) == 4
        origin = Origin(source="gateway", fingerprint="f" * 32)
        found = [e for r in spool.records for e in SOURCE.normalise(r, origin, 1_795_000_000_000_000)]
        assert [e["message"] for e in found] == ["one", "two", "three"]
        assert [r.meta["number"] for r in spool.records] == [0, 2, 3]

    run(test)


def test_what_is_read_again_by_another_group_is_known_as_the_same(cluster: tuple[str, Producer]) -> None:
    address, producer = cluster
    send(producer, "again", *(b'{"n":%d}' % n for n in range(30)))
    ids = []
    for group in ("first", "second"):

        async def test(group: str = group) -> None:
            spool = Spool()
            reading = reader(address, "again", spool, group)
            await reading.start()
            await until(lambda: len(spool.records) == 30)
            await reading.stop()
            origin = Origin(source="again", fingerprint=group)
            found = [e for r in spool.records for e in SOURCE.normalise(r, origin, 1_795_000_000_000_000)]
            ids.append([e["event.id"] for e in found])

        run(test)
    assert ids[0] == ids[1]
    assert len(set(ids[0])) == 30


def test_settings_the_library_refuses_are_told(tmp_path: Path) -> None:
    brokers = Brokers("127.0.0.1", 1, "g", tls=True, authority=tmp_path / "absent.pem")

    async def test() -> None:
        with pytest.raises(InputError, match="cannot be used"):
            await KafkaReader(brokers, ["t"], Spool()).start()

    run(test)
