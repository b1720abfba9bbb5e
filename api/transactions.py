"""A handler's transaction: `tx: Reading` or `tx: Writing`. Writing commits before the answer is sent, so that an answer
never promises what the database then refuses."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated

from anyio import CancelScope
from fastapi import Depends, Request
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool

from api.core import core_of
from api.problems import Refusal
from store.identity import answers


class Repeated(Exception):
    """The same write was carried out before; this was its answer."""

    def __init__(self, answer: answers.Answer) -> None:
        super().__init__()
        self.answer = answer


async def _reading(request: Request) -> AsyncIterator[Session]:
    """In the event loop: a session connects at its first question, which the handler asks in its own thread."""
    with core_of(request).state.reading() as tx:
        yield tx


async def _writing(request: Request) -> AsyncIterator[Session]:
    """Waits for its turn without holding a thread: forty waiting threads would leave none for the one being waited for."""
    core = core_of(request)
    async with core.writers:
        manager = core.state.transaction()
        with CancelScope(shield=True):
            tx = await run_in_threadpool(manager.__enter__)
        try:
            await _refuse_repeated(request, tx)
            request.state.tx = tx
            yield tx
        except BaseException as error:
            with CancelScope(shield=True):
                await run_in_threadpool(manager.__exit__, type(error), error, error.__traceback__)
            raise
        with CancelScope(shield=True):
            await run_in_threadpool(manager.__exit__, None, None, None)


async def _refuse_repeated(request: Request, tx: Session) -> None:
    wanted = getattr(request.state, "idempotency", None)
    if wanted is None:
        return
    core = core_of(request)
    account, key, digest = wanted
    found = await run_in_threadpool(answers.find, tx, account, key, core.policy, now=core.clock())
    if found is None:
        return
    if found.request != digest:
        raise Refusal("idempotency.mismatch", hint="use a new key for every new request")
    raise Repeated(found)


Reading = Annotated[Session, Depends(_reading, scope="function")]
Writing = Annotated[Session, Depends(_writing, scope="function")]
