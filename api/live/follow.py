"""Following the feed for one connection: what to send, and when.

The database is asked once a second however many follow; only when something moved does each connection read its own part
within its Scope. Nothing is queued: a slow client is read for when it has taken what it was sent, so it costs no memory.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field

from pydantic import BaseModel
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool

from api import metrics
from api.access import Caller
from api.core import Core
from api.live.schemas import ChangeSeen, Positioned, SourceCounters, SourcesSeen
from api.problems import Refusal
from api.wire import moment_or_none
from model.errors import FengsuiError
from store import feed, sources
from store.scope import EVERYTHING, Scope

POLL_S = 1.0
KEEPALIVE_S = 15.0
RECHECK_S = 15.0
"""How soon after a session ended or a role was withdrawn its streams end."""
PER_ACCOUNT = 10
BATCH = 200
SCOPES = 256
"""Scopes whose last `sources` event is remembered."""
_KINDS = {"alerts:read": "alert", "incidents:read": "incident", "overview:read": "situation"} | {
    "notices:read": "notice",
    "clocks:read": "clock",
}


@dataclass(slots=True)
class Pulse:
    """Where the feed and the counters stand, asked at most once per POLL_S. connections: by account."""

    core: Core
    number: int = 0
    counters: int = 0
    asked: float = -1e9
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    connections: dict[str, int] = field(default_factory=dict)
    said: dict[Scope, tuple[int, bytes]] = field(default_factory=dict)
    """The last `sources` event by scope, with the counters it was made at: whoever sees the same is sent the same."""

    async def now(self) -> tuple[int, int]:
        async with self.lock:
            if time.monotonic() - self.asked >= POLL_S * 0.9:
                self.number, self.counters = await run_in_threadpool(self._ask)
                self.asked = time.monotonic()
        return self.number, self.counters

    async def sources(self, scope: Scope) -> bytes:
        counters, known = self.counters, self.said.get(scope)
        if known is not None and known[0] == counters:
            return known[1]
        said = _event("sources", await run_in_threadpool(_counters, self.core, scope), None)
        if len(self.said) >= SCOPES:
            self.said.clear()
        self.said[scope] = (counters, said)
        return said

    def _ask(self) -> tuple[int, int]:
        with self.core.state.reading() as tx:
            moved = sum(h.events + h.quarantined + h.dropped for h in sources.health(tx, EVERYTHING))
            return feed.last(tx), moved

    def enter(self, account: str) -> None:
        """Raises Refusal when there are too many connections."""
        if sum(self.connections.values()) >= self.core.settings.api.live_connections:
            raise Refusal("overloaded", "too many follow live updates", headers={"Retry-After": "30"})
        if self.connections.get(account, 0) >= PER_ACCOUNT:
            raise Refusal(
                "rate.exceeded", f"at most {PER_ACCOUNT} live connections per account", headers={"Retry-After": "30"}
            )
        self.connections[account] = self.connections.get(account, 0) + 1
        metrics.LIVE.inc()

    def leave(self, account: str) -> None:
        self.connections[account] -= 1
        if not self.connections[account]:
            del self.connections[account]
        metrics.LIVE.dec()


async def stream(
    core: Core, pulse: Pulse, caller: Caller, position: int | None, again: Callable[[], Awaitable[Caller]]
) -> AsyncIterator[bytes]:
    """position: the last number the client has, None for a new one. again: who the caller is now; raises when nobody."""
    try:
        async for part in _stream(core, pulse, caller, position, again):
            yield part
    except (FengsuiError, Refusal):
        return  # the client connects again and learns why, or gets in
    finally:
        pulse.leave(caller.id)


async def _stream(
    core: Core, pulse: Pulse, caller: Caller, position: int | None, again: Callable[[], Awaitable[Caller]]
) -> AsyncIterator[bytes]:
    last, counters = await pulse.now()
    reason = "new" if position is None else "resumed"
    if position is not None and not await run_in_threadpool(_reachable, core, position, last):
        position, reason = None, "too_old"
    at = last if position is None else position
    yield b"retry: 3000\n" + _event("reset" if reason == "too_old" else "ready", Positioned(reason=reason), at)  # type: ignore[arg-type]
    shown = -1
    spoken = checked = time.monotonic()
    while not core.stopping.is_set():
        now = time.monotonic()
        if now - checked >= RECHECK_S:
            caller, checked = await again(), now
        if last > at:
            kinds = frozenset(kind for permission, kind in _KINDS.items() if caller.may(permission))
            changes = await run_in_threadpool(_changes, core, at, caller.scope, kinds)
            for change in changes:
                yield _event(change.kind, ChangeSeen(object=change.object, change=change.change), change.number)
                at, spoken = change.number, now
            if len(changes) == BATCH:
                continue
            at = max(at, last)
        if counters != shown and caller.may("sources:read"):
            yield await pulse.sources(caller.scope)
            shown, spoken = counters, now
        if now - spoken >= KEEPALIVE_S:
            yield b": still here\n\n"
            spoken = now
        await asyncio.sleep(POLL_S)
        last, counters = await pulse.now()


def _reachable(core: Core, position: int, last: int) -> bool:
    with core.state.reading() as tx:
        first = feed.first(tx)
    return position <= last and (position >= first - 1 or first == 0)


def _changes(core: Core, at: int, scope: Scope, kinds: frozenset[str]) -> list[feed.Change]:
    with core.state.reading() as tx:
        return feed.since(tx, at, scope, kinds=kinds, limit=BATCH) if kinds else []


def _counters(core: Core, scope: Scope) -> SourcesSeen:
    with core.state.reading() as tx:
        return SourcesSeen(items=[_view(found) for found in _health(tx, scope)])


def _health(tx: Session, scope: Scope) -> list[sources.Health]:
    return sources.health(tx, scope)


def _view(found: sources.Health) -> SourceCounters:
    return SourceCounters(
        source=found.source,
        events=found.events,
        quarantined=found.quarantined,
        dropped=found.dropped,
        last_event=moment_or_none(found.last_event),
        last_ingest=moment_or_none(found.last_ingest),
    )


def _event(name: str, data: BaseModel, number: int | None) -> bytes:
    """JSON has no line breaks of its own here, so one data line is enough."""
    head = f"id: {number}\n" if number is not None else ""
    return f"{head}event: {name}\ndata: {data.model_dump_json()}\n\n".encode()
