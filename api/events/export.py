"""Exports as they are sent: in pieces, read while they are written, at most a few at a time."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from typing import Any

from fastapi import FastAPI
from starlette.concurrency import iterate_in_threadpool, run_in_threadpool
from starlette.responses import StreamingResponse
from starlette.types import Receive, Send
from starlette.types import Scope as AsgiScope

from api.problems import Refusal
from model.ecs import date_fields
from model.event import Event, to_json
from model.times import Micros, to_iso
from store.contract import EventStore, TimeRange
from store.events.export import DEFAULT_COLUMNS, csv_parts
from store.scope import Scope

AT_ONCE = 4
PIECE = 64 * 1024
TYPES = {"csv": "text/csv; charset=utf-8", "jsonl": "application/x-ndjson"}

EXPORTED: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The events, as a file to be saved",
        "content": {"text/csv": {"schema": {"type": "string"}}, "application/x-ndjson": {"schema": {"type": "string"}}},
    }
}


class Exports:
    """Those of one application."""

    def __init__(self) -> None:
        self._slots = threading.BoundedSemaphore(AT_ONCE)

    @classmethod
    def of(cls, app: FastAPI) -> Exports:
        if not hasattr(app.state, "exports"):
            app.state.exports = cls()
        exports = app.state.exports
        assert isinstance(exports, cls)
        return exports

    def answer(
        self,
        store: EventStore,
        query: str,
        scope: Scope,
        within: TimeRange | None,
        form: str,
        fields: Sequence[str] | None,
        now: Micros,
    ) -> StreamingResponse:
        """Raises Refusal when too many run already."""
        if not self._slots.acquire(blocking=False):
            raise Refusal("overloaded", "too many exports run at the same time", headers={"Retry-After": "30"})
        columns = tuple(dict.fromkeys(fields or DEFAULT_COLUMNS))
        chosen = columns if form == "csv" or fields else None
        events = store.iterate(query, scope, within=within, fields=chosen)
        parts = csv_parts(events, columns) if form == "csv" else _lines(events)
        name = f"events-{to_iso(now)[:19].replace('-', '').replace(':', '')}Z.{form}"
        return _Answer(
            parts,
            self._slots.release,
            media_type=TYPES[form],
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )


class _Answer(StreamingResponse):
    """Gives its slot back however it ends, also when the client goes away."""

    def __init__(self, parts: Iterator[bytes], release: Callable[[], None], **rest: Any) -> None:
        super().__init__(_closing(parts), **rest)
        self._release = release

    async def __call__(self, scope: AsgiScope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._release()


async def _closing(parts: Iterator[bytes]) -> AsyncIterator[bytes]:
    try:
        async for part in iterate_in_threadpool(parts):
            yield part
    finally:
        close = getattr(parts, "close", None)
        if close is not None:
            await run_in_threadpool(close)


def _lines(events: Iterator[Event]) -> Iterator[bytes]:
    dates = date_fields()
    piece = bytearray()
    for event in events:
        piece += to_json(event, dates) + b"\n"
        if len(piece) >= PIECE:
            yield bytes(piece)
            piece.clear()
    yield bytes(piece)
