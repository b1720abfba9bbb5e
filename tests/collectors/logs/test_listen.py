"""Syslog over real sockets on loopback: framing, limits, back-pressure, TLS with client certificates."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from collectors.contract import Arrived, Block, Quarantined, RawRecord
from collectors.datagrams import kernel_drops
from collectors.logs.syslog import SOURCE
from collectors.logs.syslog.listen import Limits, SinkFull, TcpListener, Tls, TlsListener, UdpListener
from model.errors import InputError
from tests.collectors.logs.reading import NOW, ORIGIN

HOST = "127.0.0.1"


class Spool:
    """A sink that keeps what it is given, and can be full."""

    def __init__(self) -> None:
        self.records: list[RawRecord | Quarantined] = []
        self.full = False
        self.asked = 0
        self.place = 0

    async def __call__(self, records: list[Arrived]) -> None:
        self.asked += 1
        await asyncio.sleep(0)
        if self.full:
            raise SinkFull
        for one in records:
            self.records += one.records(self.place) if isinstance(one, Block) else [one]
            self.place += 1 << 20

    @property
    def texts(self) -> list[str]:
        return [r.data.decode() for r in self.records if isinstance(r, RawRecord)]


async def until(condition: Callable[[], bool], seconds: float = 90) -> None:
    for _ in range(int(seconds / 0.01)):
        if condition():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("the condition was never met")


def run(test: Callable[[], Awaitable[None]]) -> None:
    asyncio.run(asyncio.wait_for(test(), 240))  # type: ignore[arg-type]


async def send(port: int, data: bytes, context: ssl.SSLContext | None = None, step: int = 1 << 20) -> None:
    _, writer = await asyncio.open_connection(HOST, port, ssl=context, server_hostname="collector" if context else None)
    for at in range(0, len(data), step):
        writer.write(data[at : at + step])
        await writer.drain()
    writer.close()
    await writer.wait_closed()


def test_datagrams_arrive_with_sender_and_time_and_unique_places() -> None:
    async def test() -> None:
        spool = Spool()
        listener = UdpListener(HOST, 0, spool)
        await listener.start()
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
            for i in range(500):
                sender.sendto(b"<13>message %d\n" % i, (HOST, listener.port))
            sender.sendto(b"\0\n", (HOST, listener.port))
            await until(lambda: listener.counters.received == 501)
        await listener.stop()
        assert spool.texts == [f"<13>message {i}" for i in range(500)]
        first = spool.records[0]
        assert (first.meta["peer"], first.meta["transport"]) == (HOST, "udp")
        assert len({r.position for r in spool.records}) == 500
        assert isinstance(first, RawRecord)
        (event,) = SOURCE.normalise(first, ORIGIN, NOW)
        assert event["log.source.address"] == HOST
        assert listener.counters.kernel_dropped == 0
        assert listener.counters.dropped == 0

    run(test)


def test_datagrams_beyond_the_waiting_room_are_counted_and_the_rest_is_delivered_when_the_sink_has_room() -> None:
    async def test() -> None:
        spool = Spool()
        spool.full = True
        listener = UdpListener(HOST, 0, spool, Limits(waiting=50, retry_s=0.01))
        await listener.start()
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
            for i in range(200):
                sender.sendto(b"<13>%d" % i, (HOST, listener.port))
                if i % 20 == 0:
                    await asyncio.sleep(0.01)
        await until(lambda: listener.counters.received == 200)
        spool.full = False
        await listener.stop()
        assert len(spool.records) + listener.counters.dropped == 200
        assert listener.counters.dropped > 0
        assert spool.texts[0] == "<13>0"

    run(test)


def test_the_kernels_own_drops_are_seen() -> None:
    with (
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as full,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender,
    ):
        import os

        full.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2304)
        full.bind((HOST, 0))
        for _ in range(100):
            sender.sendto(b"x" * 1000, full.getsockname())
        inode = str(os.fstat(full.fileno()).st_ino)
        assert (kernel_drops(inode) or 0) > 50
        assert kernel_drops("no such inode") is None


@pytest.mark.parametrize("step", [1, 7, 1 << 20])
def test_tcp_takes_both_framings_on_one_connection(step: int) -> None:
    async def test() -> None:
        spool = Spool()
        listener = TcpListener(HOST, 0, spool)
        await listener.start()
        await send(listener.port, b"<13>one\n9 <13>t\nwo\n<13>three\r\n<13>last", step=step)
        await until(lambda: len(spool.records) == 4)
        await listener.stop()
        assert spool.texts == ["<13>one", "<13>t\nwo", "<13>three", "<13>last"]
        assert spool.records[0].meta["transport"] == "tcp"

    run(test)


def test_a_full_sink_stops_reading_and_nothing_is_lost() -> None:
    async def test() -> None:
        spool = Spool()
        spool.full = True
        listener = TcpListener(HOST, 0, spool, Limits(retry_s=0.01))
        await listener.start()
        _, writer = await asyncio.open_connection(HOST, listener.port)
        message = b"<13>" + b"x" * 1000 + b"\n"
        count = 0
        waited = False
        while count < 200_000 and not waited:
            writer.write(message * 100)
            count += 100
            try:
                await asyncio.wait_for(writer.drain(), 1.0)
            except TimeoutError:
                waited = True
        assert waited, "the sender is made to wait"
        assert listener.counters.received < count
        spool.full = False
        await writer.drain()
        writer.close()
        await writer.wait_closed()
        await until(lambda: len(spool.records) == count)
        await listener.stop()
        assert listener.counters.dropped == 0

    run(test)


def test_messages_beyond_the_limit_are_quarantined_and_memory_stays_bounded() -> None:
    async def test() -> None:
        spool = Spool()
        listener = TcpListener(HOST, 0, spool, Limits(message_bytes=1000))
        await listener.start()
        await send(listener.port, b"<13>" + b"y" * 3_000_000 + b"\n<13>ok\n")
        await until(lambda: "<13>ok" in spool.texts)
        await listener.stop()
        (bad,) = [r for r in spool.records if isinstance(r, Quarantined)]
        assert bad.reason == "syslog.too_long"
        assert len(bad.data) <= 64 * 1024

    run(test)


def test_connections_beyond_the_limit_are_refused_and_idle_ones_closed() -> None:
    async def test() -> None:
        spool = Spool()
        listener = TcpListener(HOST, 0, spool, Limits(connections_per_peer=2))
        await listener.start()
        opened = [await asyncio.open_connection(HOST, listener.port) for _ in range(3)]
        await until(lambda: listener.counters.rejected == 1)
        assert listener.counters.connections == 2
        for _, writer in opened:
            writer.close()
            await writer.wait_closed()
        await listener.stop()
        listener = TcpListener(HOST, 0, spool, Limits(connections_per_peer=2, idle_s=0.5))
        await listener.start()
        reader, writer = await asyncio.open_connection(HOST, listener.port)
        assert await asyncio.wait_for(reader.read(), 90) == b""
        writer.close()
        await send(listener.port, b"<13>again\n")
        await until(lambda: spool.texts == ["<13>again"])
        await listener.stop()

    run(test)


def test_stopping_hands_over_what_has_been_read() -> None:
    async def test() -> None:
        spool = Spool()
        listener = TcpListener(HOST, 0, spool)
        await listener.start()
        _, writer = await asyncio.open_connection(HOST, listener.port)
        writer.write(b"<13>one\n<13>without end")
        await writer.drain()
        await until(lambda: spool.texts == ["<13>one"])
        await listener.stop()
        assert spool.texts == ["<13>one", "<13>without end"]
        writer.close()

    run(test)


def test_a_port_in_use_is_named() -> None:
    async def test() -> None:
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as taken:
            taken.bind((HOST, 0))
            taken.listen()
            port = taken.getsockname()[1]
            with pytest.raises(InputError, match=f"tcp {HOST}:{port}"):
                await TcpListener(HOST, port, Spool()).start()

    run(test)


class Authority:
    """A certificate authority for one test."""

    def __init__(self, folder: Path, name: str) -> None:
        self.folder, self.name = folder, name
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.certificate = self._sign(self.key, name, authority=True)
        self.path = self._write(f"{name}.pem", self.certificate.public_bytes(serialization.Encoding.PEM))

    def _sign(self, key: ec.EllipticCurvePrivateKey, name: str, *, authority: bool = False) -> x509.Certificate:
        def named(text: str) -> x509.Name:
            return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])

        now = datetime.now(UTC)
        built = (
            x509.CertificateBuilder()
            .subject_name(named(name))
            .issuer_name(named(self.name))
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(hours=1))
            .not_valid_after(now + timedelta(days=1))
            .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
            .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key()), critical=False)
        )
        if authority:
            usage = x509.KeyUsage(False, False, False, False, False, True, True, False, False)
            built = built.add_extension(usage, critical=True)
        return built.sign(self.key, hashes.SHA256())

    def issue(self, name: str) -> tuple[Path, Path]:
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = self._sign(key, name).public_bytes(serialization.Encoding.PEM)
        plain = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        return self._write(f"{self.name}-{name}.pem", certificate), self._write(f"{self.name}-{name}.key", plain)

    def _write(self, name: str, data: bytes) -> Path:
        (self.folder / name).write_bytes(data)
        return self.folder / name


def client(authority: Authority, pair: tuple[Path, Path] | None = None) -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=str(authority.path))
    if pair is not None:
        context.load_cert_chain(*pair)
    return context


async def refusal(port: int, context: ssl.SSLContext) -> None:
    """Raises what the server's refusal gives: in TLS 1.3 the client only learns of it when it reads."""
    reader, writer = await asyncio.open_connection(HOST, port, ssl=context, server_hostname="collector")
    try:
        writer.write(b"13 <13>untrusted")
        await writer.drain()
        if await reader.read() == b"":
            raise ConnectionResetError
    finally:
        writer.close()
        with suppress(OSError, ssl.SSLError):
            await writer.wait_closed()


def test_tls_needs_a_client_certificate_of_the_right_authority(tmp_path: Path) -> None:
    async def test() -> None:
        ours, theirs = Authority(tmp_path, "district"), Authority(tmp_path, "stranger")
        certificate, key = ours.issue("collector")
        spool = Spool()
        listener = TlsListener(HOST, 0, spool, tls=Tls(certificate, key, client_ca=ours.path))
        await listener.start()
        await send(listener.port, b"11 <13>trusted", client(ours, ours.issue("firewall")))
        await until(lambda: spool.texts == ["<13>trusted"])
        assert spool.records[0].meta["transport"] == "tls"
        for refused in (client(ours), client(ours, theirs.issue("firewall"))):
            with pytest.raises((OSError, ssl.SSLError)):
                await refusal(listener.port, refused)
        with pytest.raises((OSError, ssl.SSLError)):
            await send(listener.port, b"x", client(theirs, ours.issue("firewall")))
        await listener.stop()
        assert spool.texts == ["<13>trusted"]

    run(test)


def test_tls_files_that_cannot_be_used_are_named(tmp_path: Path) -> None:
    (tmp_path / "bad.pem").write_text("no certificate")
    with pytest.raises(InputError, match=r"bad\.pem"):
        Tls(tmp_path / "bad.pem", tmp_path / "bad.pem").context()
