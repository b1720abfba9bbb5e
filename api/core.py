"""What every request handler shares: the stores, the settings, the clock, the limits."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from anyio import CancelScope
from fastapi import Request
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool

from api.rates import Buckets
from model.times import DAY, HOUR, MINUTE, Micros, now_us
from pipeline.settings import Settings
from store.contract import EventStore
from store.identity import ADMINISTRATIONS, Policy, Role
from store.identity.policy import load_key
from store.state import State

T = TypeVar("T")


class Kept(Protocol):
    """What the API reads and changes; `pipeline.platform.Platform` is one, `Readers` another.

    A Platform's `rules` (loaded detection rules) is looked up where it is used, because a reader of a remote state has none.
    """

    @property
    def state(self) -> State: ...
    @property
    def store(self) -> EventStore: ...


@dataclass(frozen=True, slots=True)
class Readers:
    """The stores without a pipeline: for an API process of its own, and for tests."""

    state: State
    store: Any


@dataclass(slots=True)
class Core:
    """writers: writing transactions of this process queue here, without holding a thread each while they wait.
    hashing: as many passwords are compared at once, whatever arrives."""

    kept: Kept
    settings: Settings
    policy: Policy
    clock: Callable[[], Micros] = now_us
    stopping: threading.Event = field(default_factory=threading.Event)
    writers: asyncio.Lock = field(default_factory=asyncio.Lock)
    hashing: threading.BoundedSemaphore = field(default_factory=lambda: threading.BoundedSemaphore(2))
    by_account: Buckets = field(init=False)
    by_address: Buckets = field(init=False)
    _joint: _Joint | None = None

    def __post_init__(self) -> None:
        self.by_account = Buckets(self.settings.api.requests_per_minute)
        self.by_address = Buckets(self.settings.api.sign_ins_per_minute)

    @property
    def state(self) -> State:
        return self.kept.state

    async def write(self, work: Callable[[Session], T]) -> T:
        """Run `work` in a writing transaction of its own."""

        def run() -> T:
            with self.state.transaction() as tx:
                return work(tx)

        done: list[T] = []
        async with self.writers:
            with CancelScope(shield=True):
                done.append(await run_in_threadpool(run))
        return done[0]

    async def write_together(self, work: Callable[[Session], None]) -> None:
        """As `write`, in one transaction with whatever else waits for its turn here meanwhile."""
        joint = self._joint
        if joint is None:
            joint = self._joint = _Joint()
            joint.task = asyncio.create_task(self._write_joint())
        joint.works.append(work)
        assert joint.task is not None
        await asyncio.shield(joint.task)

    async def _write_joint(self) -> None:
        async with self.writers:
            joint, self._joint = self._joint, None
            assert joint is not None

            def run() -> None:
                with self.state.transaction() as tx:
                    for work in joint.works:
                        work(tx)

            with CancelScope(shield=True):
                await run_in_threadpool(run)


@dataclass(slots=True)
class _Joint:
    works: list[Callable[[Session], None]] = field(default_factory=list)
    task: asyncio.Task[None] | None = None


def core_of(request: Request) -> Core:
    core = request.app.state.core
    assert isinstance(core, Core)
    return core


def policy_of(settings: Settings) -> Policy:
    """Makes the identity key on first use."""
    ours = settings.identity
    everyone = frozenset(Role)
    needed = {"optional": frozenset[Role](), "administrators": ADMINISTRATIONS, "everyone": everyone}
    return Policy(
        key=load_key(settings.identity_key_file),
        password_length=ours.password_length,
        password_history=ours.password_history,
        password_age=ours.password_days * DAY,
        lock_after=ours.lock_after,
        lock_first=ours.lock_minutes * MINUTE,
        lock_longest=max(ours.lock_max_minutes, ours.lock_minutes) * MINUTE,
        idle=ours.idle_minutes * MINUTE,
        absolute=ours.session_hours * HOUR,
        token_longest=ours.token_days * DAY,
        second_factor_for=frozenset(role.value for role in needed[ours.second_factor]),
    )
