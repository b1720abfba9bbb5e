"""Writing down that sessions are used: many at once are one transaction, and each is written."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from api.core import Core
from model.errors import StoreError
from pipeline.settings import Settings


class Counted:
    """A state that counts its transactions; the works only need something to be called with."""

    def __init__(self) -> None:
        self.transactions = 0

    @contextmanager
    def transaction(self) -> Any:
        self.transactions += 1
        yield object()


def core_with(state: Any, folder: Path) -> Core:
    return Core(SimpleNamespace(state=state, store=None), Settings(data=folder), None)  # type: ignore[arg-type]


def test_what_waits_for_its_turn_together_is_written_in_one_transaction(tmp_path: Path) -> None:
    state, done = Counted(), []  # type: tuple[Counted, list[int]]

    async def main() -> None:
        core = core_with(state, tmp_path)
        async with core.writers:
            waiting = [asyncio.create_task(core.write_together(lambda _, n=n: done.append(n))) for n in range(50)]  # type: ignore[misc]
            await asyncio.sleep(0)
        await asyncio.gather(*waiting)
        await core.write_together(lambda _: done.append(50))

    asyncio.run(main())
    assert sorted(done) == list(range(51))
    assert state.transactions == 2


def test_whoever_waits_is_told_when_it_failed_and_the_next_may_succeed(tmp_path: Path) -> None:
    def broken(_: object) -> None:
        raise StoreError("the disk is full")

    async def main() -> None:
        core = core_with(Counted(), tmp_path)
        with pytest.raises(StoreError):
            await core.write_together(broken)
        await core.write_together(lambda _: None)

    asyncio.run(main())


def test_somebody_who_leaves_does_not_take_the_others_along(tmp_path: Path) -> None:
    done: list[str] = []

    async def main() -> None:
        core = core_with(Counted(), tmp_path)
        async with core.writers:
            leaving = asyncio.create_task(core.write_together(lambda _: done.append("left")))
            staying = asyncio.create_task(core.write_together(lambda _: done.append("stayed")))
            await asyncio.sleep(0)
            leaving.cancel()
        await staying

    asyncio.run(main())
    assert done == ["left", "stayed"]
