"""Trying a source before it is kept: a few records, parsed, and every problem. Nothing is stored.

A file is read from its beginning; an address is listened on for some seconds; a text somebody pasted is read as if it had
come from there. All of it within bounds of records, bytes and time.
"""

from __future__ import annotations

import asyncio
import io
import secrets
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import BinaryIO, cast

from collectors import registry
from collectors.contract import Arrived, Block, Quarantined, RawRecord, RecordSource
from collectors.identifiers.guard import KEY_BYTES, Guard
from collectors.inputs import open_input
from model.errors import BadRecord, FengsuiError, InputError
from model.event import Event, Origin
from model.times import now_us
from pipeline.listeners import Receiver, listener
from pipeline.source_settings import SourceSettings

SAMPLES = 3
PROBLEMS = 20
RECORDS = 2000
WAIT_MOST_S = 15.0
FILE_S = 5.0


@dataclass(slots=True)
class Tried:
    """events, refused: how many of the records. samples and problems: the first of them. error: why nothing can be read."""

    events: int = 0
    refused: int = 0
    samples: list[Event] = field(default_factory=list)
    problems: list[Quarantined] = field(default_factory=list)
    error: str = ""
    hint: str = ""


def try_source(
    name: str, source: SourceSettings, *, sample: bytes = b"", wait_s: float = 5.0, busy: bool = False
) -> Tried:
    """busy: the platform listens at that address already, so that nobody else can."""
    tried = Tried()
    try:
        if source.kind == "interface":
            _interface(source)
        elif sample:
            _read(tried, name, source, _records(source, io.BytesIO(sample)))
        elif source.path is not None:
            for opened in open_input(source.path):
                _read(tried, name, source, _records(source, opened.stream))
                break
        elif not busy and source.listen:
            _read(tried, name, source, asyncio.run(_received(name, source, min(wait_s, WAIT_MOST_S))))
    except FengsuiError as error:
        tried.error, tried.hint = error.message, error.hint
    except OSError as error:
        tried.error = error.strerror or str(error)
    return tried


def _interface(source: SourceSettings) -> None:
    if not (Path("/sys/class/net") / (source.interface or "")).is_dir() or "/" in (source.interface or "/"):
        raise InputError(f"there is no interface {source.interface}")


def _records(source: SourceSettings, stream: BinaryIO) -> Iterable[RawRecord | Quarantined]:
    return cast("RecordSource", registry.source(source.kind)).records(stream)


def _read(tried: Tried, name: str, source: SourceSettings, records: Iterable[RawRecord | Quarantined]) -> None:
    reader = cast("RecordSource", registry.source(source.kind))
    given = source.listen or str(source.path)
    origin = Origin(name, "", source.unit, source.observer or name, path=given, timezone=source.timezone)
    now, until = now_us(), time.monotonic() + FILE_S
    guard = Guard(secrets.token_bytes(KEY_BYTES))  # what is shown shows no identifier; nothing is kept
    for number, record in enumerate(records):
        if number >= RECORDS or time.monotonic() > until:
            break
        made: list[Event] = []
        refused = record if isinstance(record, Quarantined) else None
        if isinstance(record, RawRecord):
            try:
                made = reader.normalise(record, origin, now)
            except BadRecord as error:
                refused = Quarantined(error.reason, error.message, record.position, record.data, record.meta)
        for event in made:
            guard.cover(event, record.data)
        tried.events += len(made)
        tried.samples += made[: SAMPLES - len(tried.samples)]
        if refused is not None:
            tried.refused += 1
            if len(tried.problems) < PROBLEMS:
                tried.problems.append(guard.quarantined(refused))


async def _received(name: str, source: SourceSettings, wait_s: float) -> list[RawRecord | Quarantined]:
    """What arrives at the address, until there is enough to show or the time is over."""
    got: list[RawRecord | Quarantined] = []
    enough = asyncio.Event()

    async def sink(records: Sequence[Arrived]) -> None:
        for one in records:
            got.extend(islice(one.records() if isinstance(one, Block) else [one], RECORDS - len(got)))
        if len(got) >= SAMPLES:
            enough.set()

    if source.kind == "kafka":  # a group of its own: the running one keeps its place
        source = source.model_copy(update={"group": f"{source.group}-test"})
    listening = listener(Receiver(name, source, Path(), 0), sink)
    await listening.start()
    try:
        await asyncio.wait_for(enough.wait(), wait_s)
    except TimeoutError:
        pass
    finally:
        await listening.stop()
    return got
