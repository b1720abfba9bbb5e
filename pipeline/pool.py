"""Worker processes for `follow`, one pipe each: no shared queue, no thread, nothing left behind when the parent is killed.

A worker blocked on its pipe ends by itself when the other end closes, however the parent died. Results come back through
tickets, in any order; lanes put them in order.
"""

from __future__ import annotations

import base64
import gc
import multiprocessing
import os
import pickle
import signal
import traceback
from collections import deque
from collections.abc import Iterator
from multiprocessing import forkserver
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Protocol

from model.errors import FengsuiError, StoreError
from pipeline.batch import Batch, Followed
from pipeline.journey import follow
from pipeline.preload import PRELOAD
from pipeline.stages import FollowStages, StageSpec

# forkserver: children inherit neither our threads nor our sockets, and start fast because the modules are loaded once.
CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(["pipeline.preload"])

MAX_TRIES = 2


def prepare_workers(spec: StageSpec) -> None:
    """Let the fork server load modules and rules while this process does the same: its children then start at once and
    share that memory. Worth calling early; without it they load for themselves."""
    os.environ[PRELOAD] = base64.b64encode(pickle.dumps(spec)).decode()
    forkserver.ensure_running()
    del os.environ[PRELOAD]


class Ticket:
    """A batch on its way; `result` is set when it is back."""

    __slots__ = ("batch", "result", "tries")

    def __init__(self, batch: Batch) -> None:
        self.batch = batch
        self.result: Followed | None = None
        self.tries = 0


class Pool:
    """`workers` processes; with 1 the work is done in this process, which is simpler, smaller and easier to debug."""

    def __init__(self, spec: StageSpec, workers: int) -> None:
        self._spec = spec
        self._count = workers
        self._local: FollowStages | None = None
        self._workers: dict[Connection, tuple[BaseProcess, Ticket | None]] = {}
        self._queue: deque[Ticket] = deque()
        self._stale: set[Connection] = set()

    def swap(self, spec: StageSpec) -> None:
        """Follow what is submitted or still waiting under this spec; batches on their way come back under the old one."""
        self._spec = spec
        self._local = None
        self._stale.update(self._workers)

    def submit(self, batch: Batch) -> Ticket:
        ticket = Ticket(batch)
        if self._count <= 1:
            self._local = self._local or FollowStages(self._spec)
            ticket.result = follow(batch, self._local)
        else:
            self._queue.append(ticket)
            self._dispatch()
        return ticket

    def wait_for(self, ticket: Ticket) -> Followed:
        """Block until this batch is back; others may come back meanwhile."""
        while ticket.result is None:
            self._receive()
        return ticket.result

    def poll(self, timeout_s: float) -> None:
        """Take in what has come back, waiting at most `timeout_s` for the first."""
        if any(ticket for _, ticket in self._workers.values()):
            self._receive(timeout_s)

    def _dispatch(self) -> None:
        while self._queue:
            idle = next((conn for conn, (_, ticket) in self._workers.items() if ticket is None), None)
            if idle is None:
                if len(self._workers) >= self._count:
                    return
                idle = self._start()
            ticket = self._queue.popleft()
            ticket.tries += 1
            try:
                if idle in self._stale:
                    idle.send(self._spec)
                    self._stale.discard(idle)
                idle.send(ticket.batch)
            except (BrokenPipeError, ConnectionResetError):
                self._bury(idle, ticket)
                continue
            self._workers[idle] = (self._workers[idle][0], ticket)

    def _start(self) -> Connection:
        ours, theirs = CONTEXT.Pipe()
        process = CONTEXT.Process(target=_work, args=(theirs, self._spec), daemon=True, name="fengsui-worker")
        process.start()
        theirs.close()
        self._workers[ours] = (process, None)
        return ours

    def _receive(self, timeout_s: float | None = None) -> None:
        for conn in wait([c for c, (_, ticket) in self._workers.items() if ticket], timeout_s):
            assert isinstance(conn, Connection)
            process, ticket = self._workers[conn]
            assert ticket is not None
            try:
                answer = conn.recv()
            except (EOFError, ConnectionResetError):
                self._bury(conn, ticket)
                continue
            self._workers[conn] = (process, None)
            if isinstance(answer, Failure):
                raise answer.error()
            ticket.result = answer
        self._dispatch()

    def _bury(self, conn: Connection, ticket: Ticket) -> None:
        """A worker died (killed for memory, crashed in native code): its batch is tried once more, then given up."""
        process, _ = self._workers.pop(conn)
        self._stale.discard(conn)
        process.join(1)
        conn.close()
        if ticket.tries >= MAX_TRIES:
            raise StoreError(
                f"a worker process died twice on the same batch (exit code {process.exitcode})",
                where=f"{ticket.batch.origin.source}, batch {ticket.batch.id}",
                hint="the kernel may have killed it for memory; see `dmesg`, or lower pipeline.batch_bytes",
            )
        self._queue.appendleft(ticket)

    @property
    def workers(self) -> list[tuple[BaseProcess, Ticket | None]]:
        """The processes and what each is doing; for health pages and tests."""
        return list(self._workers.values())

    def close(self) -> None:
        for conn, (process, _) in self._workers.items():
            conn.close()
            process.join(2)
            if process.is_alive():
                process.terminate()
                process.join()
        self._workers.clear()
        self._queue.clear()


class Failure:
    """An error on its way from a worker; ours travel as they are, others with their traceback as text."""

    def __init__(self, error: Exception) -> None:
        self._ours = error if isinstance(error, FengsuiError) else None
        self._text = "".join(traceback.format_exception(error))

    def error(self) -> Exception:
        return self._ours or RuntimeError(f"in a worker process:\n{self._text}")


def _work(conn: Connection, spec: StageSpec) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what Ctrl-C means
    try:
        stages = FollowStages(spec)
    except Exception as error:  # noqa: BLE001 - the edge of a process: the parent must hear of anything
        conn.recv()
        conn.send(Failure(error))
        return
    # Rules stay and events go by themselves, having no cycles: a collection amid a batch finds nothing.
    gc.freeze()
    gc.disable()
    while True:
        gc.collect()
        try:
            batch = conn.recv()
        except (EOFError, ConnectionResetError):
            return
        try:
            if isinstance(batch, StageSpec):
                stages = FollowStages(batch)
                continue
            answer: Followed | Failure = follow(batch, stages)
        except Exception as error:  # noqa: BLE001 - as above
            answer = Failure(error)
        try:
            conn.send(answer)
        except (BrokenPipeError, ConnectionResetError):
            return


class StreamProcess:
    """A stream source read in a process of its own, which follows its batches itself and blocks when nobody takes them."""

    def __init__(self, spec: StageSpec, job: Job) -> None:
        self._conn, theirs = CONTEXT.Pipe(duplex=False)
        self._process = CONTEXT.Process(target=_stream, args=(theirs, spec, job), daemon=True, name="fengsui-stream")
        self._process.start()
        theirs.close()
        self._job = job

    def next(self) -> Followed | None:
        """The next batch, None at the end of the stream."""
        try:
            answer = self._conn.recv()
        except EOFError:
            self._process.join(2)
            raise StoreError(
                f"the process reading a stream died (exit code {self._process.exitcode})", where=self._job.describe()
            ) from None
        if isinstance(answer, Failure):
            raise answer.error()
        assert answer is None or isinstance(answer, Followed)
        return answer

    def close(self) -> None:
        self._conn.close()
        self._process.join(0.5)
        if self._process.is_alive():
            self._process.terminate()
            self._process.join()


class Job(Protocol):
    """What a stream process has to do: make a stream's batches, where they are needed."""

    def batches(self) -> Iterator[Batch]: ...

    def describe(self) -> str: ...


def _stream(conn: Connection, spec: StageSpec, job: Job) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        stages = FollowStages(spec)
        for batch in job.batches():
            conn.send(follow(batch, stages))
        conn.send(None)
    except (BrokenPipeError, ConnectionResetError):
        return
    except Exception as error:  # noqa: BLE001 - the edge of a process
        try:
            conn.send(Failure(error))
        except (BrokenPipeError, ConnectionResetError):
            return


def cores() -> int:
    """Processor cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
