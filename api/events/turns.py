"""Questions to the event store take turns, so that slow searches cannot take every thread from lists, sign-ins and audit
records. Whoever waits holds no thread."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends, Request

from api.problems import Refusal

AT_ONCE = min(20, 2 * (os.cpu_count() or 2))
PATIENCE_S = 30.0
"""Nobody looks at a page longer than this without trying again."""


async def _turn(request: Request) -> AsyncIterator[None]:
    state = request.app.state
    if not hasattr(state, "event_turns"):
        state.event_turns = asyncio.Semaphore(AT_ONCE)
    turns: asyncio.Semaphore = state.event_turns
    try:
        async with asyncio.timeout(PATIENCE_S):
            await turns.acquire()
    except TimeoutError:
        raise Refusal("overloaded", "too many searches run at the same time", headers={"Retry-After": "10"}) from None
    try:
        yield
    finally:
        turns.release()


Turn = Annotated[None, Depends(_turn, scope="function")]
