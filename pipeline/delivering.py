"""Where records delivered over HTTP come in: the spool of each `http` source, written by the process that answers.

A delivery is accepted when it has been synced to disk; deliveries that wait at the same time share one sync.
"""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import hashlib
import hmac
import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from collectors.contract import Block
from model.errors import StoreError
from pipeline import telemetry
from pipeline.bus import SpoolWriter
from pipeline.known_sources import known_sources
from pipeline.listeners import Durable
from pipeline.settings import Settings
from store.state import State

LOOK_S = 1.0
"""Seconds for which a source's settings are remembered."""


@dataclass(slots=True)
class _Door:
    lock: int
    spool: SpoolWriter
    durable: Durable


class Doors:
    """Used from one event loop. Raises StoreError where another process writes the same spool."""

    def __init__(self, settings: Settings, state: State) -> None:
        self._settings, self._state = settings, state
        self._open: dict[str, _Door] = {}
        self._tokens: dict[str, bytes] = {}
        self._look_at = 0.0

    async def admits(self, name: str, token: str) -> bool:
        """Whether there is such a source, it runs, and this is its token."""
        now = time.monotonic()
        if now >= self._look_at:
            self._tokens = await asyncio.to_thread(self._read)
            self._look_at = now + LOOK_S
        expected = self._tokens.get(name, b"")
        given = hashlib.sha256(token.encode("utf-8", "replace")).hexdigest().encode()
        return hmac.compare_digest(given, expected) and bool(expected)

    def _read(self) -> dict[str, bytes]:
        with self._state.reading() as tx:
            known = known_sources(tx, self._settings)
        return {
            name: one.settings.token_sha256.encode()
            for name, one in known.items()
            if one.settings is not None and one.enabled and one.settings.kind == "http"
        }

    async def take(self, name: str, blocks: Sequence[Block]) -> None:
        """Returns when they survive power loss. Raises SpoolFull when there is no room: then none was taken."""
        door = self._open.get(name)
        if door is None:
            door = self._open.setdefault(name, self._opened(name))
        await door.durable.append(blocks)
        await door.durable.made()
        telemetry.RECEIVED.labels(name).inc(sum(block.size for block in blocks))

    def _opened(self, name: str) -> _Door:
        folder: Path = self._settings.spool_folder / name
        folder.mkdir(parents=True, exist_ok=True)
        lock = os.open(folder / "writer", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o640)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            spool = SpoolWriter(folder, max_bytes=self._settings.pipeline.spool_max_bytes)
        except OSError as error:
            os.close(lock)
            raise StoreError("its spool is written by another process", where=str(folder)) from error
        return _Door(lock, spool, Durable(spool))

    def close(self) -> None:
        for door in self._open.values():
            with contextlib.suppress(OSError):
                door.spool.close()
            os.close(door.lock)
        self._open.clear()
