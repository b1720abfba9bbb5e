"""A broker as a source: the subscriber its settings describe, writing to the source's spool."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from collectors.contract import Quarantined, RawRecord
from collectors.iot.devices import Register
from collectors.iot.subscriber import Broker, Subscriber
from collectors.logs.syslog.listen import SinkFull
from model.errors import InputError, SettingsError
from pipeline.source_settings import SourceSettings

RETRY_S = 0.2
PASSWORD_MOST = 4096


def subscriber(
    name: str, source: SourceSettings, sink: Callable[[list[RawRecord | Quarantined]], Awaitable[None]]
) -> Subscriber:
    """Not started. Raises InputError when a file it needs cannot be used. sink: may raise SinkFull, and is asked again."""

    async def patient(records: list[RawRecord | Quarantined]) -> None:
        while True:
            try:
                await sink(records)
            except SinkFull:
                await asyncio.sleep(RETRY_S)
            else:
                return

    assert source.listen is not None
    scheme, _, address = source.listen.partition("://")
    host, _, port = address.rpartition(":")
    broker = Broker(
        host.strip("[]"),
        int(port),
        f"fengsui-{name}",
        tls=scheme == "mqtts",
        user=source.user,
        password=password_of(source),
        authority=source.tls_ca,
        certificate=source.tls_certificate,
        key=source.tls_key,
    )
    try:
        devices = Register(source.devices) if source.devices is not None else None
    except SettingsError as error:
        raise InputError(str(error)) from error
    return Subscriber(broker, source.topics, patient, devices)


def password_of(source: SourceSettings) -> str:
    """From its file, empty when there is none. Raises InputError when the file cannot be read."""
    if source.password_file is None:
        return ""
    try:
        with source.password_file.open("rb") as file:
            return file.read(PASSWORD_MOST).decode("utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"the password cannot be read: {error}", where=str(source.password_file)) from error
