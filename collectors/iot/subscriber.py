"""Subscribing to an MQTT broker: what it gives is handed to `sink`, and acknowledged only when that has it.

The session is kept by the broker under our client id: messages of QoS 1 and 2 that come while we are away, or while the
sink is full, wait there. Those of QoS 0 cannot wait; beyond the waiting room they are counted as dropped. A broker that is
away is tried again for ever.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
from base64 import b64encode
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import aiomqtt
import orjson
import structlog

from collectors.contract import Quarantined, RawRecord
from collectors.iot.devices import Register
from collectors.iot.messages import BROKER_FACTS, said_id
from model.errors import InputError
from model.times import now_us, to_iso

PAYLOAD_MOST = 256 << 10
WAITING_MOST = 20_000
BATCH_MOST = 500
RETRY_S = (1.0, 2.0, 5.0, 10.0, 30.0)
REFRESH_S = 5.0
FACTS_EVERY_S = 60.0
FACTS_MOST = 200

Sink = Callable[[list[RawRecord | Quarantined]], Awaitable[None]]
"""Takes records and returns when they are durable, however long that is."""

log = structlog.get_logger("fengsui.mqtt")


@dataclass(frozen=True, slots=True)
class Broker:
    """authority: PEM file of who may have signed the broker's certificate, the system's own when absent; certificate and
    key: what we show. identity: our client id, by which the broker keeps the session; it must be ours alone."""

    host: str
    port: int
    identity: str
    tls: bool = False
    user: str = ""
    password: str = ""
    authority: Path | None = None
    certificate: Path | None = None
    key: Path | None = None

    def context(self) -> ssl.SSLContext | None:
        """Raises InputError when a file cannot be used."""
        if not self.tls:
            return None
        try:
            context = ssl.create_default_context(cafile=self.authority)
            context.minimum_version = ssl.TLSVersion.TLSv1_2
            if self.certificate is not None:
                context.load_cert_chain(self.certificate, self.key)
        except (OSError, ssl.SSLError) as error:
            raise InputError(f"TLS files cannot be used: {error}", where=f"{self.host}:{self.port}") from error
        return context


@dataclass(slots=True)
class Counters:
    """received and dropped: messages; lost: how often the connection broke or could not be made."""

    received: int = 0
    dropped: int = 0
    lost: int = 0


@dataclass
class Subscriber:
    """topics: filters subscribed to, beside the broker's own facts with `facts`. `connected` is set while it is."""

    broker: Broker
    topics: Sequence[str]
    sink: Sink
    devices: Register | None = None
    facts: bool = True
    counters: Counters = field(default_factory=Counters)
    connected: asyncio.Event = field(default_factory=asyncio.Event)
    _facts: dict[str, str] = field(default_factory=dict)
    _stamp: int = 0

    @property
    def host(self) -> str:
        return self.broker.host

    @property
    def port(self) -> int:
        return self.broker.port

    async def start(self) -> None:
        """Raises InputError when the TLS files cannot be used; a broker that is away is waited for."""
        self._tls = self.broker.context()
        counters = self.counters

        class Waiting(asyncio.Queue[aiomqtt.Message]):
            def put_nowait(self, item: aiomqtt.Message) -> None:
                if self.qsize() >= WAITING_MOST and item.qos == 0:
                    counters.dropped += 1
                else:  # what is not acknowledged is bounded by the broker's own window
                    super().put_nowait(item)

        self._queue = Waiting
        self._tasks = [asyncio.create_task(self._stay()), asyncio.create_task(self._tend())]

    async def stop(self) -> None:
        """Leave; the broker keeps the session."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _stay(self) -> None:
        tries = 0
        while True:
            try:
                async with self._client() as client:
                    client._client.manual_ack_set(on=True)  # aiomqtt offers no other way to acknowledge late
                    wanted = [(topic, 1) for topic in self.topics]
                    if self.facts:
                        wanted.append((f"{BROKER_FACTS}broker/#", 0))
                    answers = await client.subscribe(wanted)
                    refused = [t for (t, _), a in zip(wanted, answers, strict=False) if _code(a) >= 0x80]
                    if refused:
                        log.error("the broker refuses topics", broker=self.broker.host, topics=refused)
                    tries = 0
                    self.connected.set()
                    await self._listen(client)
            except (aiomqtt.MqttError, OSError) as error:
                self.counters.lost += 1
                log.warning(
                    "no connection to the broker", broker=f"{self.broker.host}:{self.broker.port}", reason=str(error)
                )
            finally:
                self.connected.clear()
            await asyncio.sleep(RETRY_S[min(tries, len(RETRY_S) - 1)])
            tries += 1

    def _client(self) -> aiomqtt.Client:
        return aiomqtt.Client(
            self.broker.host,
            self.broker.port,
            username=self.broker.user or None,
            password=self.broker.password or None,
            identifier=self.broker.identity,
            clean_session=False,
            protocol=aiomqtt.ProtocolVersion.V311,
            tls_context=self._tls,
            queue_type=self._queue,
            socket_options=[(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)],  # acknowledgements are small and waited for
            timeout=10,
        )

    async def _listen(self, client: aiomqtt.Client) -> None:
        batch: list[aiomqtt.Message] = []
        async for message in client.messages:
            batch.append(message)
            if len(client.messages) and len(batch) < BATCH_MOST:
                continue
            records = [r for m in batch if (r := self._record(m)) is not None]
            if records:
                await self.sink(records)
            for one in batch:
                if one.qos:
                    client._client.ack(one.mid, one.qos)
            batch.clear()

    def _record(self, message: aiomqtt.Message) -> RawRecord | Quarantined | None:
        topic = message.topic.value
        payload = message.payload
        raw = bytes(payload) if isinstance(payload, bytes | bytearray) else str(payload or "").encode()
        if topic.startswith(BROKER_FACTS):
            if len(self._facts) < FACTS_MOST or topic in self._facts:
                self._facts[topic] = raw[:256].decode("utf-8", "backslashreplace")
            return None
        self.counters.received += 1
        line: dict[str, Any] = {"topic": topic, "qos": message.qos, "retain": int(message.retain)}
        if len(raw) > PAYLOAD_MOST:
            told = f"a payload of {len(raw)} bytes under {topic[:200]}; at most {PAYLOAD_MOST} are kept"
            return Quarantined("mqtt.too_large", told, self._next(), raw[:PAYLOAD_MOST], self._meta())
        try:
            line["payload"] = raw.decode("utf-8")
        except UnicodeDecodeError:
            line["payload_base64"] = b64encode(raw).decode()
        if self.devices is not None:
            device = self.devices.find(topic, _said(line.get("payload")))
            line["device"] = {k: v for k, v in asdict(device).items() if v and k != "topic"} if device else {}
        return self._raw(line)

    def _raw(self, line: dict[str, Any]) -> RawRecord:
        at = self._next()
        return RawRecord(orjson.dumps({"tst": to_iso(at), **line}), at, at + 1, self._meta())

    def _meta(self) -> dict[str, str | int]:
        transport = "mqtts" if self.broker.tls else "mqtt"
        return {
            "received_us": self._stamp,
            "peer": f"{self.broker.host}:{self.broker.port}",
            "transport": transport,
        }

    def _next(self) -> int:
        self._stamp = max(self._stamp + 1, now_us())
        return self._stamp

    async def _tend(self) -> None:
        """Look for a changed register, and report what the broker says of itself once a minute."""
        waited = 0.0
        while True:
            await asyncio.sleep(REFRESH_S)
            waited += REFRESH_S
            if self.devices is not None:
                self.devices.refresh()
            if waited >= FACTS_EVERY_S or (self._facts and not self._stamp):
                waited = 0.0
                await self.tell_facts()

    async def tell_facts(self) -> None:
        """One record of all $SYS values heard since the last."""
        if not self._facts:
            return
        told = {name.removeprefix(f"{BROKER_FACTS}broker/").replace("/", "."): _value(text)
                for name, text in self._facts.items()}  # fmt: skip
        self._facts.clear()
        with contextlib.suppress(asyncio.CancelledError):
            await self.sink([self._raw({"topic": f"{BROKER_FACTS}broker", "qos": 0, "retain": 0, "payload": told})])


def _code(answer: Any) -> int:
    return answer if isinstance(answer, int) else int(answer.value)


def _said(payload: Any) -> str:
    if not isinstance(payload, str) or payload[:1] != "{":
        return ""
    try:
        return said_id(orjson.loads(payload))
    except orjson.JSONDecodeError:
        return ""


def _value(text: str) -> int | float | str:
    """$SYS payloads are texts: numbers, `123 seconds`, or words."""
    head = text.removesuffix(" seconds")
    for kind in (int, float):
        try:
            return kind(head)
        except ValueError:
            continue
    return text
